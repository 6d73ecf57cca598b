"""Scenarios judged by the choice they give."""

from __future__ import annotations

import math

import pytest
from cards import moved, scenario, shut
from toy import change, toy_network, toy_tables

import corridors as co
from corridors.studies.effects import all_effects
from corridors.studies.effects import effects as judge

PAIR = ("Alpha", "Epsilon")
#: What each must be able to say something of, and for which pair.
PROJECTS = {
    "karachi-istanbul-direct-weekly": ("Karachi", "Istanbul"),
    "azerbaijan-pakistan-customs-edi": ("Karachi", "Baku"),
    "ots-harmonised-customs-with-pakistan": ("Karachi", "Tashkent"),
    "ots-harmonised-customs": ("Almaty", "Baku"),
    "gwadar-fully-operating": ("Gwadar", "Kabul"),
    "trans-afghan-kharlachi": ("Karachi", "Tashkent"),
    "middle-corridor-2030": ("Karachi", "Istanbul"),
}


def one(net, cards, pair=PAIR, **words):
    found, _ = all_effects(net, cards, [pair], co.Conditions.of(**words))
    return found[0]


def test_the_way_chosen_before_and_after_is_that_of_route(toy):
    card = scenario("quick", moved("border_crossings", "hours", 0.5, bcp_id="yz-zeta"))
    for weight in ("generalised", "time", "cost", {"cost": 1, "time": 30}):
        row = judge(toy, card, PAIR, weight=weight).iloc[0]
        for net, when in ((toy, "before"), (toy.apply(card), "after")):
            trip = co.route(net, *PAIR, weight=weight)
            for total in ("cost_usd", "time_h", "time_p90_h", "transit_count", "generalised_usd"):
                assert row[f"{total}_{when}"] == pytest.approx(getattr(trip, total))
        assert row["time_h_change"] == row["time_h_after"] - row["time_h_before"]


def test_at_a_departure_all_is_of_that_hour():
    """By road it takes 18 h to Zeta, which opens 14 h later; a card opens it day and night."""
    crossings = change(
        toy_tables()["border_crossings"],
        "opening_hours",
        {"bcp_id": "xy-zeta", "from_country": "XX", "to_country": "YY"},
        "08:00-17:00",
    )
    net = toy_network(border_crossings=crossings)
    card = co.Scenario(
        "always", "Open day and night",
        [co.Override("change", "border_crossings", {"bcp_id": "xy-zeta"}, "opening_hours", "set", "")],
    )  # fmt: skip
    words = {"modes": "road", "weight": "time"}
    found = one(net, card, departure="2026-03-02", **words)
    assert found.change("time_h") == pytest.approx(-14)
    assert found.change("time_p90_h") == pytest.approx(-14)
    assert found.front.gain_h == pytest.approx(14)
    assert found.after.departure is not None
    assert one(net, card, **words).nothing
    slow = scenario("slow", moved("border_crossings", "hours", 2.0, bcp_id="yz-zeta"))
    assert one(net, slow, departure="2026-03-02", **words).used


def test_a_way_of_the_front_that_is_not_chosen_is_told(toy):
    """The ship takes 85 h less, and is still dearer and slower than others: on its corridor."""
    sail = scenario("sail", moved("services", "hours", 15, "set", "h", service_id="s"))
    found = one(toy, sail, weight="time")
    assert found.outcome == "no change"
    assert found.used == ()
    assert found.corridor == "Ship line"
    before, after = found.corridor_ways
    assert after.time_h - before.time_h == pytest.approx(-85)
    assert "On Ship line it changes the best way from 7.7 days" in found.sentence
    assert "does not pass what it changes" in found.sentence


def test_what_the_front_gains_is_the_quickest_at_its_price(toy):
    """By rail 635 USD and 61.85 h; with half the border 51.85 h, and at 60 h by road 1,120 USD."""
    half = scenario("half", moved("border_crossings", "hours", 0.5, bcp_id="xz-gamma"))
    found = one(toy, half, weight="time")
    assert found.front.itinerary.cost_usd == pytest.approx(635)
    assert found.front.itinerary.time_h == pytest.approx(51.85)
    assert found.front.time_h_before == pytest.approx(61.85)
    assert found.front.gain_h == pytest.approx(10)
    assert found.outcome == "other way"
    assert "where 2.6 days was the best at that price" in found.sentence


def test_what_was_not_to_be_had_at_a_price_is_cheaper_than_any(toy):
    cheap = scenario("cheap", moved("tariffs", "usd_per_km", 0.5, mode="rail"))
    found = one(toy, cheap, weight="time")
    assert math.isinf(found.front.time_h_before)
    assert "cheaper than any before" in found.sentence


def test_the_values_at_which_another_way_is_chosen(toy):
    """By rail 635 USD and 61.85 h, by road 1,120 USD and 60 h: with rail 10 h slower it is
    485 USD for 11.85 h, worth it from 485 / 11.85 x 24 / 0.0135 = 72,759 USD on."""
    slow = scenario("slow", moved("border_crossings", "hours", 1.5, bcp_id="xz-gamma"))
    found, _ = all_effects(
        toy, slow, [PAIR], co.Conditions.of(weight="generalised"), values_usd=[72_000, 73_500]
    )
    assert found[0].values_usd == (73_500,)
    assert found[0].asked_usd == (72_000, 73_500)
    assert "for goods of 73,500 USD (of 72,000 and 73,500 looked at)" in found[0].sentence


def test_the_values_that_are_looked_at_are_told(toy):
    """Fault: no output said between which values of goods nothing was asked."""
    gas = scenario("gas", moved("speeds", "speed_kmh", 2, mode="pipeline-gas"))
    frame = co.effects(toy, gas, PAIR)
    assert frame.attrs["values_usd"] == (5_000, 20_000, 50_000, 200_000)
    assert frame["values_asked_usd"][0] == frame.attrs["values_usd"]
    assert frame["values_usd"][0] == ()
    for value in frame.attrs["values_usd"]:
        assert f"{value:,.0f}" in " ".join(co.effects.__doc__.split())


def test_what_opens_and_what_is_cut(toy):
    pair = ("Port Pi", "Port Kappa")
    cut = one(toy, scenario("x", shut(link_id="sea-pq")), pair, modes="sea")
    assert cut.outcome == "cut"
    assert "No way is left" in cut.sentence
    closed = toy.apply(scenario("x", shut(link_id="sea-pq")))
    planned = toy_network(links=change(toy.table("links"), "status", {"mode": "sea"}, "planned"))
    opened = one(
        planned, scenario("y", co.Override("open", where={"link_id": "sea-pq"})), pair, modes="sea"
    )
    assert opened.outcome == "opened"
    assert opened.sentence.startswith("A way opens: ")
    assert opened.values_usd == ()
    none = one(closed, scenario("z", shut(link_id="road-af")), pair, modes="sea")
    assert none.outcome == "no way"
    assert math.isnan(none.change("cost_usd"))


def test_nothing_is_nothing(toy):
    found = one(toy, scenario("gas", moved("speeds", "speed_kmh", 2, mode="pipeline-gas")))
    assert found.nothing
    assert found.sentence.startswith("The way chosen")


def test_all_together_and_weights_of_pairs(toy):
    cards = [
        scenario("a", moved("border_crossings", "hours", 0.5, bcp_id="xz-gamma")),
        scenario("b", moved("border_crossings", "cost_usd", 0.5, bcp_id="xz-gamma")),
    ]
    pairs = [PAIR, ("Beta", "Epsilon")]
    table = co.effects(toy, cards, pairs, weights=[3, 1], modes=["rail", "road"])
    assert table["scenario"].tolist() == ["a", "a", "b", "b", "all together", "all together"]
    assert table["weight"].tolist() == [3, 1] * 3
    whole = table.set_index(["scenario", "origin"])["generalised_usd_change"]
    for origin in ("Alpha", "Beta"):
        parts = whole["a", origin] + whole["b", origin]
        assert whole["all together", origin] == pytest.approx(parts)
    assert table.attrs["together"] == ""
    with pytest.raises(ValueError, match="weights has 1 weight for 2 pairs"):
        co.effects(toy, cards, pairs, weights=[1])
    with pytest.raises(ValueError, match="scenarios is empty"):
        co.effects(toy, [], pairs)


def test_on_one_corridor_only_that_is_asked(toy):
    card = scenario("sail", moved("services", "hours", 15, "set", "h", service_id="s"))
    found = one(toy, card, corridor="ship", weight="time")
    assert found.outcome == "same way"
    assert found.change("time_h") == pytest.approx(-85)
    assert found.corridor == ""


@pytest.mark.parametrize("name", PROJECTS)
def test_a_project_is_not_without_effect(net, name):
    """Each was "no change" where the best by one criterion alone was looked at, or may be."""
    found = one(net, name, PROJECTS[name], weight="generalised")
    assert not found.nothing, found.sentence
    assert found.sentence


@pytest.mark.parametrize("every", ["weekly", "fortnightly"])
def test_the_direct_line_is_seen_on_its_corridor(net, every):
    """Fault: the line sails by Suez, and --corridor deep-sea-suez did not see it."""
    name = f"karachi-istanbul-direct-{every}"
    found = one(net, name, ("Karachi", "Istanbul"), corridor="deep-sea-suez")
    assert found.outcome == "other way"
    assert found.change("time_h") < -3 * 24
    assert any("svc-khi-amb-direct" in words for words in found.used)
    with_it = net.apply(name)
    rows = co.compare(with_it, "Karachi", "Istanbul", corridors=["deep-sea-suez"], by="generalised")
    best = rows.set_index("corridor")["generalised_usd"]
    assert best["deep-sea-suez"] == pytest.approx(found.after.generalised_usd)


def test_the_direct_line_gives_a_quicker_ship(net):
    found = one(net, "karachi-istanbul-direct-weekly", ("Karachi", "Istanbul"))
    by_ship = one(net, "karachi-istanbul-direct-weekly", ("Karachi", "Istanbul"), weight="cost")
    assert found.front.gain_h > 5 * 24
    assert by_ship.after.time_h <= by_ship.before.time_h + 1e-6
    assert "was the best at that price" in found.sentence


def test_amounts_need_weights(toy):
    gas = scenario("gas", moved("speeds", "speed_kmh", 2, mode="pipeline-gas"))
    with pytest.raises(ValueError, match="unit says tonnes, but there are no weights"):
        co.effects(toy, gas, PAIR, unit="tonnes")


def test_calendars_of_a_card_are_told_where_no_departure_is_given(toy):
    """Fault: a post shut for the winter was "no change" without a word."""
    post = toy.table("border_crossings")["bcp_id"][0]
    winter = scenario("w", moved("border_crossings", "season", "02-15..12-15", "set", bcp_id=post))
    told = "felt with a departure alone"
    assert told in one(toy, winter, PAIR).sentence
    assert told not in one(toy, winter, PAIR, departure="2027-01-10").sentence
    plain = scenario("p", moved("border_crossings", "hours", 2, bcp_id=post))
    assert told not in one(toy, plain, PAIR).sentence
