"""What an itinerary says of events, and what they shut."""

import pytest
from toy import table, toy_network

import corridors as co
from corridors.routing.compare import comparisons


def event(name, first, last, select, tab="links", action="close", **change):
    return {
        "event_id": name, "title": f"the {name}", "from": first, "to": last, "action": action,
        "table": tab, "select": select, "confidence": "high", **change,
    }  # fmt: skip


#: The sea is shut in 2024, the crossing slow in March, a road that few use slow from May.
EVENTS = [
    event("storm", "2024-01-01", "2024-12-31", "mode=sea"),
    event("queue", "2024-03-01", "2024-03-31", "bcp_id=xy-zeta", "border_crossings", "change",
          column="hours", op="multiply", value=2.0),
    event("works", "2024-05-01", "", "link_id=road-ab", action="change",
          column="speed_kmh", op="set", value=30.0, unit="km/h"),
]  # fmt: skip


@pytest.fixture
def years():
    return toy_network(events=table("events", EVENTS))


def borders(trip):
    return [leg.name for leg in trip.steps if leg.kind == "border"]


def test_the_departure_brings_the_events_of_its_day(years):
    """By ship it is cheapest, in 2024 by road only: ``via`` and no ``via`` of the sea alike."""
    free, day = (
        co.route(years, "Alpha", "Epsilon", modes=["road", "sea"], weight="time"),
        "2024-02-01",
    )
    words = {"corridor": "ship"}
    assert "sea" in co.route(years, "Alpha", "Epsilon", **words).modes
    with pytest.raises(co.NoItineraryError, match="is shut from 2024-01-01 to 2024-12-31"):
        co.route(years, "Alpha", "Epsilon", departure=day, **words)
    for net, more in (
        (years, {"as_of": "reference"}),  # said
        (years, {"as_of": "2025-02-01"}),
        (years.at("2025-02-01"), {}),  # set
        (years.at("reference"), {}),
    ):
        trip = co.route(net, "Alpha", "Epsilon", departure=day, **more, **words)
        assert "sea" in trip.modes
    assert free.notes == ()


def test_a_zone_tells_the_day(years):
    """23:00 of 31 December in a zone west of Greenwich is 2025 in UTC."""
    trip = co.route(years, "Alpha", "Epsilon", corridor="ship", departure="2024-12-31T23:00-05:00")
    assert trip.situation.startswith("2025-01-01")


def test_events_are_told_where_they_touch_the_way(years):
    words = {"modes": ["road"], "weight": "time"}
    march = co.route(years, "Alpha", "Epsilon", as_of="2024-03-15", **words)
    assert "xy-zeta" in "".join(borders(march))
    assert march.notes[0].startswith("On the way: the queue (2024-03-01 to 2024-03-31; source: ")
    assert march.notes[1] == "Elsewhere: 1 event."
    february = co.route(years, "Alpha", "Epsilon", as_of="2024-02-15", **words)
    assert february.notes == ("Elsewhere: 1 event.",)
    assert march.to_dict()["notes"] == [*march.notes]


def test_a_better_way_that_is_shut_is_named(net):
    trip = co.route(net, "Karachi", "Tashkent", departure="2026-12-01")
    assert not any("Chaman" in name for name in borders(trip))
    assert trip.notes[0] == (
        "Chaman - Spin Boldak is shut since 2025-10-12 (All crossings between Pakistan and "
        "Afghanistan closed to trade; source: MNN, mnn-pakaf-2025): without that, the best way "
        "would pass there."
    )
    assert trip.notes[1].startswith("Elsewhere: 14 events")
    assert "evidence on events ends on 2026-06-30" in trip.notes[2]
    free = co.route(net, "Karachi", "Tashkent", departure="2026-12-01", as_of="reference")
    assert any("Chaman" in name for name in borders(free))
    assert free.notes == ()
    elsewhere = co.route(net, "Almaty", "Tashkent", as_of="2026-06-01")
    assert not any("is shut" in note for note in elsewhere.notes)


def test_a_reason_names_the_event_before_planned_links(net):
    frame = co.timeline(net, ("Karachi", "Tashkent"), ["2025-11-01"], corridors="trans-afghan")
    reason = frame["reason"][frame["corridor"] == "trans-afghan"].iloc[0]
    assert reason.startswith("Chaman - Spin Boldak is shut since 2025-10-12 (All crossings")
    assert "planned" not in reason


def test_a_comparison_tells_it_too(net):
    said = co.Conditions.of(as_of="2026-01-10")
    found = list(comparisons(net, "Karachi", "Tashkent", said, ["karakoram"]))
    any_way = next(one for one in found if not one.corridor)
    assert any_way.itinerary.notes == co.route(net, "Karachi", "Tashkent", conditions=said).notes
    assert any("Chaman" in note for note in any_way.itinerary.notes)


def test_a_train_ferry_left_out_is_hinted_at(net):
    trip = co.route(net, "Karachi", "Istanbul", modes=["rail"])
    beside = co.route(net, "Karachi", "Istanbul", modes=["rail", "ferry"])
    assert trip.notes[1:] == (  # after the class of service
        (
            f"With ferry among the modes it is {beside.cost_usd:,.0f} USD and "
            f"{beside.time_h / 24:.1f} days, by Van İskele (pier) - Tatvan İskele (pier)."
        ),
    )
    assert [note for note in beside.notes if not note.startswith("By rail ")] == []


def test_a_heavy_box_on_a_road_is_told(net):
    heavy, light = co.Shipment(cargo_t=30), co.Shipment(cargo_t=20)
    trip = co.route(net, "Karachi", "Lahore", modes="road", shipment=heavy)
    assert any(note.startswith("30 t in one container is heavy for a road") for note in trip.notes)
    assert not co.route(net, "Karachi", "Lahore", modes="road", shipment=light).notes
    by_rail = co.route(net, "Karachi", "Lahore", modes="rail", shipment=heavy)
    assert [note.split()[0] for note in by_rail.notes] == ["By"]  # the class of service alone
