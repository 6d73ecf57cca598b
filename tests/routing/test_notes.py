"""What an itinerary says of events, and what they shut."""

import re

import pytest
from toy import change, table, toy_network, toy_tables

import corridors as co
from corridors.routing.compare import comparisons
from corridors.routing.itinerary import weight_total
from corridors.routing.notes import notes_of_all


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


def first_border(net, **words):
    """Return the crossing into Afghanistan of the best way from Lahore when none is shut."""
    trip = co.route(net, "Lahore", "Tashkent", as_of="reference", **words)
    return borders(trip)[0].partition(" (PK to AF)")[0]


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


def test_an_event_that_sets_a_value_is_told_too(years):
    """The road is at 30 km/h already on that day: it is so by the event."""
    trip = co.route(years, "Alpha", "Beta", modes="road", as_of="2025-06-01")
    assert trip.notes[0].startswith("On the way: the works (since 2024-05-01; source: ")


#: Both ways by land are shut; the ship sails.
BORDERS = [
    event("strike", "2024-01-01", "", "bcp_id=xy-zeta", "border_crossings"),
    event("flood", "2024-01-01", "", "bcp_id=xz-gamma", "border_crossings"),
]


def test_the_way_that_would_be_best_is_best_at_the_departure():
    """By road it takes 18 h to Zeta, where the border rests from Saturday: then rail is quicker."""
    key = {"bcp_id": "xy-zeta", "from_country": "XX", "to_country": "YY"}
    crossings = change(toy_tables()["border_crossings"], "opening_hours", key, "Mo-Fr 08:00-17:00")
    net = toy_network(border_crossings=crossings, events=table("events", BORDERS))
    words = {"weight": "time", "as_of": "2024-03-01"}
    monday, friday = (f"2024-03-{day}T15:00" for day in ("04", "01"))
    for departure, named in ((monday, "xy-zeta"), (friday, "xz-gamma"), (None, "xy-zeta")):
        free = co.route(
            net, "Alpha", "Epsilon", weight="time", as_of="reference", departure=departure
        )
        assert named in "".join(borders(free))
        trip = co.route(net, "Alpha", "Epsilon", departure=departure, **words)
        assert trip.notes[0].startswith(f"{named} is shut since 2024-01-01")
        assert trip.notes[1] == "Elsewhere: 1 event."
        drawn = co.simulate(net, "Alpha", "Epsilon", n=10, departure=departure, **words)
        assert drawn.itinerary.notes == trip.notes


def card(action):
    return co.Scenario("own", "Own", [co.Override(action, "links", {"mode": "sea"})])


def test_an_event_is_not_named_where_a_scenario_decides(years):
    """The storm of 2024 shuts the sea; a card opens it again, or shuts it whatever the weather."""
    words = {"as_of": "2024-02-15", "weight": "transits"}
    plain = co.route(years, "Port Pi", "Port Kappa", **words)
    assert plain.notes[0].startswith("sea-pq is shut from 2024-01-01 to 2024-12-31 (the storm;")
    opened = co.route(years, "Port Pi", "Port Kappa", scenarios=card("open"), **words)
    assert "sea" in opened.modes
    assert opened.notes == ("Elsewhere: 1 event.",)
    shut = co.route(years, "Port Pi", "Port Kappa", scenarios=card("close"), **words)
    assert shut.notes == ("Elsewhere: 1 event.",)
    with pytest.raises(co.NoItineraryError) as raised:
        co.route(years, "Port Pi", "Port Kappa", modes="sea", scenarios=card("close"), **words)
    assert "storm" not in str(raised.value)


def test_alternatives_tell_it_of_the_first(years):
    for words in ({}, {"departure": "2024-02-15"}):
        said = {"as_of": "2024-02-15", "weight": "transits", **words}
        first, *others = co.alternatives(years, "Port Pi", "Port Kappa", **said)
        assert first.notes == co.route(years, "Port Pi", "Port Kappa", **said).notes
        assert any("is shut" in note for note in first.notes)
        assert not any("is shut" in note for trip in others for note in trip.notes)


def test_on_a_corridor_the_best_way_off_it_is_named(net):
    words = {"corridor": "karakoram", "as_of": "2026-01-10"}
    trip = co.route(net, "Lahore", "Tashkent", **words)
    assert trip.notes[0].startswith(f"{first_border(net)} is shut since 2025-10-12")
    assert trip.notes[0].endswith("the best way of all, off this corridor, would pass there.")
    said = co.Conditions.of(as_of="2026-01-10")
    found = [one.itinerary for one in comparisons(net, "Lahore", "Tashkent", said)]
    shut = [note for note in notes_of_all(trip for trip in found if trip) if "is shut" in note]
    assert len(shut) == 1
    assert "off this corridor" not in shut[0]


def test_it_is_named_beside_what_is_avoided():
    """Road is quickest, then rail: both are shut. Who avoids the one is told of the other."""
    net = toy_network(events=table("events", BORDERS))
    words = {"weight": "time", "as_of": "2024-03-01"}
    for avoid, named in (((), "xy-zeta"), ("xy-zeta", "xz-gamma")):
        trip = co.route(net, "Alpha", "Epsilon", avoid=avoid, **words)
        assert trip.notes[0].startswith(f"{named} is shut since 2024-01-01")
    trip = co.route(net, "Alpha", "Epsilon", avoid=["xy-zeta", "xz-gamma"], **words)
    assert trip.notes[0] == "Elsewhere: 2 events."


def test_a_better_way_that_is_shut_is_named(net):
    trip = co.route(net, "Lahore", "Tashkent", departure="2026-12-01")
    shut = first_border(net, departure="2026-12-01")
    assert not any(shut in name for name in borders(trip))
    assert trip.notes[0] == (
        f"{shut} is shut since 2025-10-12 (All crossings between Pakistan and "
        "Afghanistan closed to trade; source: MNN, mnn-pakaf-2025): without that, the best way "
        "would pass there."
    )
    assert any(note.startswith("Elsewhere: ") for note in trip.notes)
    assert any("evidence on events ends on 2026-06-30" in note for note in trip.notes)
    free = co.route(net, "Lahore", "Tashkent", departure="2026-12-01", as_of="reference")
    assert any(shut in name for name in borders(free))
    assert not any("shut" in note or "event" in note for note in free.notes)
    elsewhere = co.route(net, "Almaty", "Tashkent", as_of="2026-06-01")
    assert not any("is shut" in note for note in elsewhere.notes)


def test_a_reason_names_the_event_before_planned_links(net):
    frame = co.timeline(net, ("Lahore", "Tashkent"), ["2025-11-01"], corridors="trans-afghan")
    reason = frame["reason"][frame["corridor"] == "trans-afghan"].iloc[0]
    assert re.match(r"(Torkham|Chaman - Spin Boldak) is shut since 2025-10-12 \(All", reason)
    assert "planned" not in reason


def test_a_comparison_tells_it_too(net):
    said = co.Conditions.of(as_of="2026-01-10")
    found = list(comparisons(net, "Lahore", "Tashkent", said, ["karakoram"]))
    any_way = next(one for one in found if not one.corridor)
    assert any_way.itinerary.notes == co.route(net, "Lahore", "Tashkent", conditions=said).notes
    assert any(first_border(net) in note for note in any_way.itinerary.notes)


def test_a_train_ferry_left_out_is_hinted_at(net):
    trip = co.route(net, "Karachi", "Istanbul", modes=["rail"], irregular=True)
    beside = co.route(net, "Karachi", "Istanbul", modes=["rail", "ferry"], irregular=True)
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


def test_a_detour_within_a_country_is_told(net):
    """Istanbul and its port Ambarlı lie 23 km apart; without road the way is by Samsun."""
    trip = co.route(net, "Istanbul", "Ambarlı port", avoid=["road"])
    assert (
        f"A detour: {trip.distance_km:,.0f} km between places that are 23 km apart." in trip.notes
    )
    assert not [n for n in co.route(net, "Istanbul", "Ambarlı port").notes if "detour" in n]
    assert not [n for n in co.route(net, "Karachi", "Lahore").notes if "detour" in n]


def irregular_toy():
    """Return the toy network whose ship sails now and then; the railway is the other way."""
    services = change(toy_tables()["services"], "regularity", {"service_id": "s"}, "irregular")
    return toy_network(services=services)


def test_an_irregular_service_is_used_only_where_it_is_asked_for():
    regular, net = toy_network(), irregular_toy()
    ask = {"modes": ("road", "sea"), "avoid": "YY"}
    ship = co.route(regular, "Alpha", "Epsilon", **ask)
    assert "sea" in ship.by
    with pytest.raises(co.NoItineraryError, match="only by Pi-Kappa line, which runs now and then"):
        co.route(net, "Alpha", "Epsilon", **ask)
    asked = co.route(net, "Alpha", "Epsilon", irregular=True, **ask)
    assert asked.cost_usd == ship.cost_usd
    assert not any("now and then" in note for note in asked.notes)


def test_a_note_tells_where_an_irregular_service_would_do_better():
    net = irregular_toy()
    ask = {"avoid": "YY", "weight": "distance"}
    here = co.route(net, "Port Pi", "Port Kappa", **ask)
    there = co.route(net, "Port Pi", "Port Kappa", irregular=True, **ask)
    # by land: 60 + 100 + 210 + 300 + 60 km; the ship sails 1,000: the land is nearer
    assert here.distance_km == there.distance_km == 730
    assert not any("now and then" in note for note in here.notes)
    cheap = co.route(net, "Port Pi", "Port Kappa", avoid="YY", weight="transits")
    best = co.route(net, "Port Pi", "Port Kappa", avoid="YY", weight="transits", irregular=True)
    assert best.transit_count < cheap.transit_count
    (note,) = [note for note in cheap.notes if "now and then" in note]
    assert note == (
        f"Simpler than the way of {cheap.cost_usd:,.0f} USD, {cheap.time_h / 24:.1f} days and "
        f"{cheap.transit_count} transits: Pi-Kappa line, {best.cost_usd:,.0f} USD, "
        f"{best.time_h / 24:.1f} days and {best.transit_count} transit; it runs now and then only "
        "(irregular=True, --irregular, takes it)."
    )


def test_every_verb_leaves_irregular_services_out():
    net = irregular_toy()
    pair = ("Port Pi", "Port Kappa")
    asked = dict.fromkeys(["irregular"], True)
    for words, ships in (({}, False), (asked, True)):
        fast = co.alternatives(net, *pair, k=5, **words)
        assert any("sea" in trip.by for trip in fast) == ships
        front = co.pareto(net, *pair, **words).itineraries
        assert any("sea" in trip.by for trip in front) == ships
    closed = toy_network(services=change(toy_tables()["services"], "status", {}, "suspended"))
    for found, other in (
        (co.matrix(net, *pair, weight="transits"), co.matrix(closed, *pair, weight="transits")),
        (
            co.best_by_weights(net, [pair], "transits"),
            co.best_by_weights(closed, [pair], "transits"),
        ),
    ):
        assert found.equals(other)


def test_irregular_is_a_truth_value():
    with pytest.raises(TypeError, match="irregular is True or False, not 'yes'"):
        co.Conditions.of(irregular="yes")


def test_quetta_zahedan_by_rail_is_not_counted_on(net):
    for destination in ("Tehran", "Baku", "Ashgabat"):
        trip = co.route(net, "Karachi", destination)
        assert not any(leg.link_id == "rail-pk-taftan-ir-mirjaveh" for leg in trip.steps)
        assert any("Quetta-Taftan-Zahedan" in note and "--irregular" in note for note in trip.notes)


@pytest.mark.parametrize(
    "words",
    [{"weight": "cost"}, {"weight": "time"}, {"weight": {"cost": 1, "time": 5}},
     {"weight": "generalised"}, {"weight": "cost", "departure": "2026-12-01T08:00"}],
    ids=str,
)  # fmt: skip
@pytest.mark.parametrize("destination", ["Istanbul", "Tashkent", "Tehran"])
def test_better_is_told_against_a_way_that_it_beats_and_in_what(net, destination, words):
    """The trains' note stood below a way of 2,423 USD that its 3,782 USD do not beat."""
    said = co.Conditions.of(**words)
    asked = co.Conditions.of(irregular=True, **words)
    found = [one.itinerary for one in comparisons(net, "Karachi", destination, said) if one]
    for trip in filter(None, found):
        for note in (note for note in trip.notes if "now and then" in note):
            head, _, instead = note.partition(": ")
            assert f"{trip.cost_usd:,.0f} USD" in head
            assert f"{trip.time_h / 24:.1f} days" in head
            assert (f" on {trip.corridor}" in head) == (trip.corridor is not None)
            other = co.route(net, "Karachi", destination, corridor=trip.corridor, conditions=asked)
            assert weight_total(other) <= weight_total(trip) - 0.01
            word = {"cost": "Cheaper", "time": "Quicker"}.get(str(words["weight"]), "Better by ")
            assert head.startswith(word)
            if "departure" not in words:  # one found with expected waits may not be the best then
                assert f"{other.cost_usd:,.0f} USD and {other.time_h / 24:.1f} days" in instead


def test_nothing_is_better_than_the_cheapest_way_of_all_by_being_dearer(net):
    found = list(comparisons(net, "Karachi", "Istanbul", co.Conditions.of(), by=("cost", "time")))
    ways = [one.itinerary for one in found if one.itinerary]
    best = [one.itinerary for one in found if one.itinerary and not one.corridor]
    assert not any("now and then" in note for trip in best for note in trip.notes)
    (note,) = [note for note in notes_of_all(ways) if "now and then" in note]
    named = [trip for trip in ways if f"the way of {trip.cost_usd:,.0f} USD" in note]
    assert {trip.corridor for trip in named} >= {"islamabad-tehran-istanbul"}
    assert not {trip.corridor for trip in named} & {None, "deep-sea-suez"}


def test_what_each_way_tells_of_itself_is_one_line_for_several(net):
    """A map of ten pairs is not hidden under what each of its ways would do better by."""
    pairs = [("Karachi", "Tehran"), ("Karachi", "Baku"), ("Almaty", "Poti"), ("Lahore", "Karachi")]
    trips = [co.route(net, *pair, modes=["rail", "road", "ferry"]) for pair in pairs]
    each = [note for trip in trips for note in trip.notes]
    assert len({note for note in each if "now and then" in note}) > 1
    told = notes_of_all(trips)
    assert len([note for note in told if "now and then" in note]) == 1
    assert len([note for note in told if note.startswith("By rail")]) == 1
    assert [note for note in notes_of_all(trips[:1]) if "now and then" in note] == [
        note for note in trips[0].notes if "now and then" in note
    ]


def test_a_surcharge_of_the_other_box_is_not_told(net):
    """Fault: "Conflict surcharge of the Gulf, 20-ft" stood on offers for 40-foot boxes."""
    for box, other in (("20ft", "40-ft"), ("40ft", "20-ft")):
        trip = co.route(
            net, "Karachi", "Jebel Ali", modes=["sea", "road"], as_of="2026-07-15",
            shipment=co.Shipment(box=box),
        )  # fmt: skip
        told = " ".join(trip.notes)
        assert f"surcharge of the Gulf, {box[:2]}-ft" in told
        assert f"surcharge of the Gulf, {other}" not in told


@pytest.mark.parametrize(
    ("box", "cargo_t", "mode", "told"),
    [("20ft", 22.0, "rail", True), ("20ft", 21.8, "rail", False), ("40ft", 26.0, "rail", False),
     ("20ft", 25.0, "road", False)],
)  # fmt: skip
def test_a_heavy_20_foot_box_on_a_railway_is_said_to_pay_as_a_lighter_one(box, cargo_t, mode, told):
    pair = ("Alpha", "Zeta") if mode == "road" else ("Beta", "Epsilon")
    trip = co.route(
        toy_network(), *pair, modes=mode, shipment=co.Shipment(box=box, cargo_t=cargo_t)
    )
    assert any("more than 24 t with it" in note for note in trip.notes) == told
