"""Comparisons: the split adds up, in isolation and in complement."""

import math

import pytest

import corridors as co

HALF = co.Override("change", "border_crossings", {"bcp_id": "yz-zeta"}, "hours", "multiply", 0.5)
FAST = co.Scenario("fast", "Fast border", (HALF,))
NO_SEA = co.Scenario("no-sea", "No ships", (co.Override("close", where={"mode": "sea"}),))
NO_ROAD = co.Scenario("no-road", "No road by Y", (co.Override("close", where={"node_id": "yy-f"}),))
NO_RAIL = co.Scenario("no-rail", "No rail", (co.Override("close", where={"link_id": "rail-cd"}),))
PARTS = ["line_haul", "border", "gauge_break", "port_and_terminal", "waiting", "access"]


def test_split_by_hand(toy):
    """The border of Y and Z takes 5 h in place of 10: all of the change is border."""
    frame = co.compare_scenarios(toy, FAST, ("Alpha", "Epsilon"), criteria=["time"])
    row = frame.iloc[0]
    assert (row["before"], row["after"], row["change"]) == (60, 55, -5)
    assert row["change_border"] == -5
    assert row["used"] == ("border_crossings.hours x 0.5 where bcp_id = yz-zeta",)
    assert (row["outcome"], row["unit"], row["valued"]) == ("same way", "h", "in isolation")


def test_split_of_another_way_by_hand(toy):
    """Without the sea and the road the cheapest way is by rail: 615 or 635 USD as before."""
    frame = co.compare_scenarios(toy, [NO_ROAD], ("Alpha", "Epsilon"), criteria=["time"])
    row = frame.iloc[0]
    assert row["outcome"] == "other way"
    assert row["before"] == 60
    assert row["after"] == pytest.approx(2 + 4 + 6 + 3.5 * 5.1 + 20 + 8 + 4)
    assert row["change_line_haul"] == pytest.approx(4 + 3.5 * 5.1 - 36)
    assert row["change_border"] == 0
    assert row["change_gauge_break"] == 8
    assert row["change_port_and_terminal"] == pytest.approx(2 + 6 + 4 - 4)
    assert row["countries_after"] == ("XX", "ZZ")


def test_the_split_adds_up_exactly(toy):
    frame = co.compare_scenarios(
        toy, [FAST, NO_SEA, NO_ROAD], [("Alpha", "Epsilon"), ("Beta", "Port Kappa")]
    )
    assert len(frame) == 3 * 2 * 2 * 5
    for _, row in frame.iterrows():
        assert math.fsum(row[f"change_{part}"] for part in PARTS) == row["change"]
        assert row["change"] == pytest.approx(row["after"] - row["before"], abs=1e-9)


def test_in_complement_is_against_all_the_others(toy):
    frame = co.compare_scenarios(
        toy, [NO_ROAD, NO_RAIL, FAST], ("Alpha", "Epsilon"), criteria="time"
    ).set_index(["scenario", "valued"])
    # without rail, closing the road leaves the ship; with it, rail
    sea = co.route(toy, "Alpha", "Epsilon", avoid=["YY", "rail"], weight="time").time_h
    assert frame.loc[("no-road", "in complement"), "after"] == pytest.approx(sea)
    assert frame.loc[("no-road", "in complement"), "before"] == 55
    assert frame.loc[("fast", "in complement"), "change"] == 0
    assert frame.loc[("fast", "in isolation"), "change"] == -5


def test_contradictions_have_no_complement(toy):
    slow = co.Override("change", "border_crossings", {"bcp_id": "yz-zeta"}, "hours", "multiply", 2)
    two = [FAST, co.Scenario("slow", "Slow border", (slow,))]
    frame = co.compare_scenarios(toy, two, ("Alpha", "Epsilon"), criteria=["time"])
    assert set(frame["valued"]) == {"in isolation"}
    assert "both change border_crossings.hours_p50" in frame.attrs["complement"]
    with pytest.raises(co.ScenarioError, match="both change"):
        co.compare_scenarios(toy, two, ("Alpha", "Epsilon"), complement=True)


def test_cut_and_opened(toy):
    closed = toy.apply(NO_SEA, NO_ROAD)
    cut = co.compare_scenarios(closed, NO_RAIL, ("Alpha", "Epsilon"), criteria=["cost"]).iloc[0]
    assert (cut["outcome"], cut["used"]) == ("cut", ())
    assert math.isnan(cut["after"])
    assert math.isnan(cut["change"])
    back = co.Scenario("back", "Rail again", (co.Override("open", where={"link_id": "rail-ab"}),))
    rail = co.compare_scenarios(toy, back, ("Alpha", "Beta"), criteria=["distance"]).iloc[0]
    assert (rail["outcome"], rail["change"]) == ("other way", -10)
    assert rail["used"] == ("open links where link_id = rail-ab",)


def test_bad_arguments(toy):
    with pytest.raises(ValueError, match="criterion 'price' is not one of"):
        co.compare_scenarios(toy, FAST, ("Alpha", "Epsilon"), criteria=["price"])
    with pytest.raises(ValueError, match="pairs is empty"):
        co.compare_scenarios(toy, FAST, [])
    with pytest.raises(ValueError, match=r"a pair is \(origin, destination\), not 'Alpha'"):
        co.compare_scenarios(toy, FAST, ["Alpha", "Beta", "Epsilon"])
    with pytest.raises(ValueError, match="origin and destination are the same"):
        co.compare_scenarios(toy, FAST, ("Alpha", "Alpha"))


def test_positions_have_access_legs(net):
    shut = co.Scenario("x", "X", (co.Override("close", where={"passage": "suez"}),))
    frame = co.compare_scenarios(net, shut, [((67.2, 25.1), "Lahore")], criteria=["cost"])
    assert frame["change_access"][0] == 0


def test_nothing_to_compare_is_refused(toy):
    card = co.Scenario("x", "X", (co.Override("close", where={"mode": "sea"}),))
    with pytest.raises(ValueError, match="scenarios is empty"):
        co.compare_scenarios(toy, [], ("Alpha", "Epsilon"))
    with pytest.raises(ValueError, match="criteria is empty; give some of cost, time"):
        co.compare_scenarios(toy, card, ("Alpha", "Epsilon"), criteria=[])
    with pytest.raises(TypeError, match="pairs is a list, not 5"):
        co.compare_scenarios(toy, card, 5)


def test_shares_before_and_after(toy):
    """The ways that are the best by cost and by time share the goods; without rail, road has all."""
    shut = co.Scenario("shut", "No rail", (co.Override("close", "links", {"link_id": "rail-bc"}),))
    words = {"criteria": ["cost", "time"], "shares": True}
    frame = co.compare_scenarios(toy, shut, ("Alpha", "Epsilon"), **words).set_index("criterion")
    assert frame["share_before"].sum() == pytest.approx(1)
    assert frame.loc["cost", "share_kept"] == 0
    still = frame.loc["time"]
    assert still["share_kept"] == pytest.approx(still["share_after"])
    assert still["share_after"] >= still["share_before"]
    plain = co.compare_scenarios(toy, shut, ("Alpha", "Epsilon"), criteria=["cost"])
    assert "share_before" not in plain


def test_that_a_card_is_about_other_goods_is_told_in_every_table(net):
    """Wish: ``route`` and ``effects`` said so, ``compare_scenarios`` and ``sweep`` did not."""
    card, pairs = "azerbaijan-pakistan-customs-edi", [("Karachi", "Tashkent"), ("Karachi", "Baku")]
    rows = co.compare_scenarios(net, card, pairs, criteria="cost")
    swept = co.sweep(net, [card], pairs)
    for remarks in (list(rows["remark"]), list(swept["remark"])):
        assert "is about goods between Azerbaijan and Pakistan" in remarks[0]
        assert remarks[1] == ""
