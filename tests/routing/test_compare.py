"""Comparisons and matrices."""

import numpy as np
import pytest

import corridors as co
from corridors.routing.compare import comparisons
from corridors.routing.conditions import Conditions

TOTAL = {"cost": "cost_usd", "time": "time_h", "transits": "transit_count"}


def test_a_corridor_has_a_row_or_one_for_each_of_its_best_ways(toy):
    table = co.compare(toy, ["Alpha", "Beta"], ["Epsilon", "Beta"])
    for _, rows in table.groupby(["origin", "destination"]):
        assert list(dict.fromkeys(rows["corridor"])) == [
            "any way", "future", "gas-line", "line-c", "ship",
        ]  # fmt: skip
        for _, of_one in rows.groupby("corridor"):
            words = [word for found in of_one["best_by"] for word in found]
            assert sorted(words) == (sorted(TOTAL) if of_one["served"].all() else [])
    assert (table["served"] == (table["reason"] == "")).all()


def test_rows_equal_route(toy):
    table = co.compare(toy, "Alpha", "Epsilon")
    for row in table[table["served"]].to_dict("records"):
        corridor = None if row["corridor"] == "any way" else row["corridor"]
        for word in row["best_by"]:
            trip = co.route(toy, "Alpha", "Epsilon", weight=word, corridor=corridor)
            for column in ("distance_km", "cost_usd", "time_h", "transit_count", "co2e_kg"):
                assert row[column] == pytest.approx(getattr(trip, column))


def test_best_marks_what_no_way_beats(toy):
    table = co.compare(toy, "Alpha", "Epsilon", by=TOTALS_BY).set_index("corridor")
    # line-c: 610 km, 635 USD, 61.9 h, 3 transits, 404 kg; ship: 1120 km, 1070 USD, 185 h, 3, 440
    # by road: 900 km, 1120 USD, 60 h, 2 transits, 1800 kg
    assert set(table.loc["line-c", "best"]) == {"cost_usd", "distance_km", "co2e_kg"}
    assert table.loc["ship", "best"] == ()
    assert table.loc["gas-line", "best"] == ()
    road = table.loc["any way"].set_index("best_by").loc[[("time", "transits")], "best"].iloc[0]
    assert set(road) == {"time_h", "transit_count"}


TOTALS_BY = ("cost", "time", "distance", "transits", "co2e")


@pytest.mark.parametrize(
    "words", [{}, {"departure": "2024-06-03"}, {"modes": ["road"]}, {"avoid": ["IR"]},
              {"as_of": "2026-01-10"}, {"scenarios": "torkham-closed"}],
)  # fmt: skip
def test_no_row_is_starred_while_a_way_beats_it(net, words):
    places = ["Karachi", "Tashkent", "Baku", "Almaty"]
    table = co.compare(net, places, places, **words)
    for (a, b), rows in table.groupby(["origin", "destination"]):
        for word, total in TOTAL.items():
            try:
                best = getattr(co.route(net, a, b, weight=word, **words), total)
            except co.NoItineraryError:
                assert not rows["served"].any()
                continue
            starred = rows[rows["best"].map(lambda names, t=total: t in names)]
            assert starred["corridor"].iloc[0] == "any way"
            assert starred[total].to_numpy() == pytest.approx(best, abs=1e-5)
            assert (rows.loc[rows["served"], total] >= best - 1e-5).all()


def test_a_weight_alone_is_searched_by(toy):
    table = co.compare(toy, "Alpha", "Epsilon", weight="generalised").set_index("corridor")
    assert table.loc["any way", "best_by"] == ("generalised",)
    assert table.loc["any way", "best"] == ("generalised_usd",)
    trip = co.route(toy, "Alpha", "Epsilon", weight="generalised")
    assert table.loc["any way", "generalised_usd"] == pytest.approx(trip.generalised_usd)
    assert trip.generalised_usd == pytest.approx(trip.cost_usd + trip.time_h * 50_000 * 0.0135 / 24)
    own = co.compare(toy, "Alpha", "Epsilon", weight={"cost": 1, "time": 1e3})
    assert own.loc[own["corridor"] == "any way", "best"].tolist() == [("weight",)]
    assert co.compare(toy, "Alpha", "Epsilon", weight="cost")["best_by"].iloc[0] == ("cost",)
    with pytest.raises(ValueError, match="by 'quick' is not one of"):
        co.compare(toy, "Alpha", "Epsilon", by="quick")
    with pytest.raises(ValueError, match="by is empty"):
        co.compare(toy, "Alpha", "Epsilon", by=[])


def test_the_share_that_arrives_within_so_many_days(net):
    table = co.compare(net, "Karachi", "Istanbul", by="time", within_days=[10, 15])
    trip = co.route(net, "Karachi", "Istanbul", weight="time")
    row = table.iloc[0]
    assert row["within_15_days"] == pytest.approx(trip.within_days(15))
    assert 0 < row["within_10_days"] < row["within_15_days"] < 1
    drawn = co.simulate(net, "Karachi", "Istanbul", weight="time", n=20_000)
    assert row["within_15_days"] == pytest.approx(drawn.within_days(15), abs=0.012)
    assert table.loc[~table["served"], "within_10_days"].isna().all()
    with pytest.raises(ValueError, match="within_days must be 0 or more"):
        co.compare(net, "Karachi", "Istanbul", within_days=-1)


def test_what_is_far_off_says_so(toy):
    """By ship 185 h and 1070 USD, by rail 635 USD, by road 60 h and 2 transits."""
    table = co.compare(toy, "Alpha", "Epsilon").set_index("corridor")
    assert table.loc["ship", "note"] == "3.1 times the quickest way"
    assert table.loc["line-c", "note"] == ""


def test_reasons(toy):
    table = co.compare(toy, "Alpha", "Epsilon").set_index("corridor")
    assert table.loc["gas-line", "reason"] == "it carries gas, not container"
    assert "rail-ab (planned)" in table.loc["future", "reason"]


def test_unknown_corridor(toy):
    with pytest.raises(co.UnknownNameError, match="there is no corridor 'line'"):
        co.compare(toy, "Alpha", "Epsilon", corridors=["line"])


def test_matrix_equals_route(toy):
    table = co.matrix(toy, ["Alpha", "Beta"], ["Epsilon", "Alpha"], weight="time")
    assert table.loc["Alpha", "Alpha"] == 0
    trip = co.route(toy, "Beta", "Epsilon", weight="time")
    assert table.loc["Beta", "Epsilon"] == pytest.approx(trip.time_h)


def test_matrix_has_nan_where_there_is_no_way(toy):
    assert np.isnan(co.matrix(toy, ["Alpha"], ["Gas Hub"]).iloc[0, 0])


def test_embedded_pairs_have_no_laughable_itinerary(net):
    """No country twice, no container in a pipe, no train across a gauge, no closed link."""
    places = ["Karachi", "Istanbul", "Tashkent", "Almaty", "Ashgabat", "Kabul", "Baku", "Xi'an"]
    open_links = {r["link_id"] for r in net.table("links") if r["status"] == "operational"}
    found = [c.itinerary for c in comparisons(net, places, places, Conditions()) if c.itinerary]
    assert len(found) > 60
    for trip in found:
        twice = {c for c in trip.countries if trip.countries.count(c) > 1}
        assert twice <= {"AZ"}  # Nakhchivan is a territory of its own
        assert "pipeline" not in trip.modes
        ferries = [s for s in trip.steps if s.kind == "line-haul" and s.vehicle == "ferry"]
        assert sum(f.to_node.split("-")[0] in ("az", "kz", "tm", "ir") for f in ferries) <= 1
        vehicle = None
        for leg in trip.steps:
            if leg.kind == "line-haul":
                assert leg.link_id in open_links
                assert vehicle in (None, leg.vehicle), (trip, leg)
                vehicle = leg.vehicle
            elif leg.kind in ("terminal", "gauge break"):
                vehicle = None


def test_shares_of_the_ways_of_a_pair(toy):
    """Rows of one way bear its share; those of different ways add up to 1, pair by pair."""
    from corridors.routing.choice import choice_of, way_key
    from corridors.routing.compare import comparisons
    from corridors.routing.conditions import Conditions

    words = {"by": ["cost", "time"]}
    frame = co.compare(toy, ["Alpha", "Beta"], ["Epsilon"], shares=True, **words)
    assert "share" not in co.compare(toy, "Alpha", "Epsilon", **words)
    found = list(comparisons(toy, ["Alpha", "Beta"], ["Epsilon"], Conditions.of(), **words))
    for pair in ("Alpha", "Beta"):
        ways = {}
        for one, share in zip(found, frame["share"], strict=True):
            if one.origin == pair and one.itinerary is not None:
                assert ways.setdefault(way_key(one.itinerary), share) == share
        assert sum(ways.values()) == pytest.approx(1)
    assert frame.loc[~frame["served"], "share"].isna().all()
    trips = {
        way_key(one.itinerary): one.itinerary
        for one in found
        if one.origin == "Alpha" and one.itinerary
    }
    expected = choice_of(toy, "container").shares([*trips.values()])
    by_way = dict(zip(trips, expected, strict=True))
    for one, share in zip(found, frame["share"], strict=True):
        if one.origin == "Alpha" and one.itinerary:
            assert share == pytest.approx(by_way[way_key(one.itinerary)])
    with pytest.raises(TypeError, match="shares"):
        co.compare(toy, "Alpha", "Epsilon", shares="yes")


def test_several_origins_alone_are_all_pairs_of_them(toy):
    """As on the command line."""
    some = co.compare(toy, ["Alpha", "Beta", "Epsilon"])
    pairs = [("Alpha", "Beta"), ("Alpha", "Epsilon"), ("Beta", "Epsilon")]
    assert some.equals(co.compare(toy, pairs=pairs))
    assert list(some.groupby(["origin", "destination"], sort=False).groups) == pairs
    with pytest.raises(ValueError, match="no pair of two different places"):
        co.compare(toy, ["Alpha"])
