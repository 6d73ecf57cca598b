"""Doors at positions, parts of a network, refusals: worked by hand on the toy."""

import pickle

import pytest
from asked import ask
from toy import table, toy_network, toy_tables

import corridors as co
from corridors.network.earth import great_circle_km
from corridors.network.places import ACCESS_CIRCUITY

#: Beside Alpha (60, 40) of the toy, which lies in a country of its own.
NEAR_ALPHA, NEARER = (60.05, 40.0), (60.06, 40.0)


def km_between(a, b):
    return great_circle_km(*a, *b) * ACCESS_CIRCUITY


def test_a_truck_is_loaded_at_the_position_and_drives_on(toy):
    """To Zeta: loading 10 USD 2 h, access at 2 USD a km and 40 km/h, then as from Alpha."""
    trip = co.route(toy, NEAR_ALPHA, "Zeta")
    plain = co.route(toy, "Alpha", "Zeta")
    km = km_between(NEAR_ALPHA, (60, 40))
    assert [leg.kind for leg in trip.steps] == [
        "terminal", "access", *(leg.kind for leg in plain.steps[1:]),
    ]  # fmt: skip
    assert trip.steps[0].name == "Loading at (60.05, 40) (road)"
    assert trip.cost_usd == pytest.approx(plain.cost_usd + 2 * km)
    assert trip.time_h == pytest.approx(plain.time_h + km / 40)
    assert trip.distance_km == pytest.approx(plain.distance_km + km)
    assert trip.transit_count == plain.transit_count


def test_to_go_on_by_rail_the_load_changes_vehicle(toy):
    """At Beta a truck's load goes to the railway: 80 USD and a transit, not loading at 20."""
    near = (60.95, 40.0)
    trip = co.route(toy, near, "Delta")
    plain = co.route(toy, "Beta", "Delta")
    extra = 10 + 2 * km_between(near, (60.9, 40)) + 80 - 20
    assert trip.cost_usd == pytest.approx(plain.cost_usd + extra)
    assert trip.transit_count == plain.transit_count + 1
    assert "Transshipment at Beta (road to rail-1435)" in [leg.name for leg in trip.steps]


def test_by_rail_alone_a_truck_still_brings_the_load(toy):
    trip = co.route(toy, (60.95, 40.0), "Delta", modes=["rail"])
    assert trip.modes == ("rail",)
    assert [leg.name for leg in trip.steps[:3]] == [
        "Loading at (60.95, 40) (road)", "(60.95, 40) - Beta", "Loading at Beta (rail-1435)",
    ]  # fmt: skip


@pytest.mark.parametrize("weight", ["cost", "time", "distance", "transits", "co2e"])
def test_a_position_beside_a_place_is_not_driven_round(toy, weight):
    """Fault B1: loaded at Alpha, driven to the next place and back, unloaded."""
    for pair in ((NEAR_ALPHA, "Alpha"), ("Alpha", NEAR_ALPHA), (NEAR_ALPHA, NEARER)):
        trip = co.route(toy, *pair, weight=weight)
        assert [leg.kind for leg in trip.steps] == ["terminal", "access", "terminal"]
        points = [p if isinstance(p, tuple) else (60.0, 40.0) for p in pair]
        assert trip.distance_km == pytest.approx(km_between(*points))
        assert trip.cost_usd == pytest.approx(20 + 2 * trip.distance_km)
        assert trip.time_h == pytest.approx(4 + trip.distance_km / 40)
        assert co.matrix(toy, [pair[0]], [pair[1]]).iloc[0, 0] == pytest.approx(trip.cost_usd)


def test_every_verb_takes_the_direct_way(toy):
    pair = (NEAR_ALPHA, NEARER)
    trip = co.route(toy, *pair)
    front = co.pareto(toy, *pair)
    assert front[0] == trip
    assert len(front) == 1
    assert co.alternatives(toy, *pair, k=2)[0] == trip
    assert co.alternatives(toy, *pair, k=2, max_overlap=1)[0] == trip
    drawn = co.simulate(toy, *pair, n=2000, cost_p90_ratio=1)
    assert drawn.itinerary == trip
    assert drawn.cost_usd[0] == pytest.approx(trip.cost_usd)
    assert co.simulate(toy, *pair, n=10, rechoose=True).itinerary == trip
    assert co.route(toy, *pair, departure="2026-01-16").time_h == pytest.approx(trip.time_h)
    table = co.compare_scenarios(
        toy, co.Scenario("x", "X", (co.Override("close", where={"mode": "sea"}),)), pair,
        criteria=["cost"],
    )  # fmt: skip
    assert table["change"].tolist() == [0.0]


def test_not_direct_where_it_is_asked_otherwise(toy):
    for words in ({"modes": ["rail"]}, {"avoid": "road"}, {"modes": "sea", "avoid": "road"}):
        assert co.matrix(toy, [NEAR_ALPHA], [NEARER], **words).isna().all(axis=None)
        with pytest.raises(co.NoItineraryError, match=r"km apart, which is a drive: (not|road)"):
            co.route(toy, NEAR_ALPHA, NEARER, **words)
    assert len(co.route(toy, NEAR_ALPHA, NEARER, via=["Beta"]).steps) > 3


def test_embedded_positions_near_karachi(net):
    trip = co.route(net, (67.0, 24.9), "Karachi")
    assert [leg.kind for leg in trip.steps] == ["terminal", "access", "terminal"]
    assert 5 < trip.distance_km < 7
    near = co.route(net, (67.0, 24.9), (67.01, 24.9))
    assert near.distance_km < 1.5
    assert co.route(net, (67.0115, 24.8608), "Karachi").distance_km < 3  # upon Karachi itself


def test_an_access_leg_passes_no_border(net):
    """Fault B3: from Afghanistan to Peshawar without a border, by Torkham though it was shut."""
    shut = net.apply(co.scenario("torkham-closed"))
    trip = co.route(shut, (70.9, 34.25), "Peshawar")
    assert trip.border_crossings >= 1
    assert "af-pk-torkham" not in {link for leg in trip.steps for link in [leg.link_id]}
    assert trip.countries[0] == "AF"
    assert {leg.country for leg in trip.steps if leg.kind == "access"} == {"AF"}


#: Positions some kilometres from a border, and the country that they lie in.
BY_BORDERS = {
    (70.9, 34.25): "AF", (71.35, 34.05): "PK", (61.1, 35.0): "IR", (60.3, 36.6): "IR",
    (62.2, 35.5): "TM", (69.2, 41.35): "UZ", (69.4, 41.75): "KZ", (80.1, 44.2): "KZ",
    (80.7, 44.1): "CN", (44.3, 39.6): "TR", (44.6, 39.3): "IR", (42.7, 41.15): "TR",
    (43.9, 41.6): "GE", (66.9, 37.1): "AF", (67.2, 37.5): "UZ", (48.7, 38.3): "IR",
}  # fmt: skip


def test_positions_near_borders_are_joined_in_their_own_country(net):
    nodes = net.nodes
    for position, country in BY_BORDERS.items():
        entries = net.gazetteer.entries(position)
        assert {entry.country for entry in entries} == {country}, position
        assert {nodes.loc[entry.node_id, "country"] for entry in entries} == {country}, position


def test_an_exclave_is_not_joined_across_its_neighbours(net):
    nodes = net.nodes
    inside = {nodes.loc[e.node_id, "zone"] for e in net.gazetteer.entries((45.4, 39.2))}
    outside = {nodes.loc[e.node_id, "zone"] for e in net.gazetteer.entries((46.65, 39.1))}
    assert len(inside) == len(outside) == 1
    assert inside.isdisjoint(outside)


def test_a_part_without_the_country_of_a_position_says_so(net):
    with pytest.raises(ValueError, match="lies in Armenia, where no place of the network is"):
        co.route(co.load("middle-corridor"), (44.5, 40.2), "Istanbul")


def test_a_question_says_why_not_in_one_line(toy):
    question = ask(toy, "Alpha", "Epsilon")
    closed = question.under(question.plan.closing(range(len(question.plan.weights))))
    assert closed.best() is None
    assert str(closed.why_not()).startswith("no itinerary from Alpha to Epsilon: ")


def test_a_plan_keeps_searches_in_bounds(toy):
    """Places of ``via`` made a search each, and a plan kept them all."""
    plan = ask(toy, "Alpha", "Epsilon").plan
    for number in range(100):
        plan.search(((f"gate {number}", (number % 5,)),))
    kept = plan.searches._kept
    assert sum(len(answers) for answers in kept.values()) <= 16


def test_every_pair_of_every_part_is_answered_or_refused(net):
    """Fault B4: 52 of 58 pairs of one-corridor parts ended in an IndexError."""
    asked = 0
    for corridor in net.corridor_ids:
        part = co.load(corridor)
        cities = [n for n, kind in part.nodes["kind"].items() if kind in ("city", "seaport")][:6]
        if len(cities) < 2:  # pipelines
            continue
        table = co.compare(part, cities, cities)
        asked += len(table)
        assert (table["served"] | (table["reason"] != "")).all()
        for row in table[table["served"]].itertuples():
            assert row.cost_usd > 0
    assert asked > 1000


def test_a_part_answers_as_the_whole_for_what_it_contains(net):
    part = co.load("middle-corridor")
    trip = co.route(part, "Baku", "Istanbul", corridor="lapis-lazuli")
    inside = {leg.link_id for leg in trip.steps if leg.link_id}
    assert inside <= set(part.links.index)
    whole = net.subset(net.links.index, name="all")
    pair = ("Almaty", "Istanbul")
    words = {"corridor": "middle-corridor"}
    assert co.route(whole, *pair, **words).steps == co.route(net, *pair, **words).steps


def test_a_gate_that_a_part_lacks_is_named(net):
    part = co.load("tapi")
    table = co.compare(part, "Herat", "Karachi") if "Karachi" in set(part.nodes["name"]) else None
    reasons = [] if table is None else table["reason"].tolist()
    middle = co.compare(co.load("middle-corridor"), "Almaty", "Istanbul").set_index("corridor")
    reasons += middle.loc[~middle["served"], "reason"].tolist()
    assert any("lies outside this part of the network" in reason for reason in reasons)
    assert middle.loc[["middle-corridor"], "served"].all()


def test_a_part_survives_writing(net, tmp_path):
    part = co.load("middle-corridor")
    part.write(tmp_path / "part")
    back = co.read_network(tmp_path / "part")
    for corridor in part.corridor_ids:
        one = co.compare(part, "Almaty", "Istanbul", corridors=corridor)["reason"]
        assert (
            one.tolist()
            == co.compare(back, "Almaty", "Istanbul", corridors=corridor)["reason"].tolist()
        )


def with_services(*rows):
    tables = toy_tables()
    known = [dict(row) for row in tables["services"]]
    return toy_network(services=table("services", [*known, *rows]))


def test_a_service_without_a_price_of_the_box_does_not_carry_it():
    """Fault B2: a second service with a price per tonne only took containers for nothing."""
    bulk = {
        "service_id": "bulk", "name": "Bulk line", "mode": "sea", "link_id": "sea-pq",
        "departures_per_week": 7.0, "hours_p50": 90.0, "hours_p90": 95.0, "usd_per_t": 3.0,
        "status": "operational",
    }  # fmt: skip
    net, plain = with_services(bulk), toy_network()
    pair, words = ("Port Pi", "Port Kappa"), {"modes": ["sea"]}
    for box in ("20ft", "40ft"):
        shipment = co.Shipment(box=box)
        before = co.route(plain, *pair, shipment=shipment, **words)
        assert co.route(net, *pair, shipment=shipment, **words).cost_usd == before.cost_usd
    bulky = co.Shipment(commodity="bulk", cargo_t=100.0)
    assert (
        co.route(net, *pair, shipment=bulky, **words).cost_usd
        < co.route(plain, *pair, shipment=bulky, **words).cost_usd
    )


def test_inland_water_is_a_mode_like_any_other():
    """A Danube of 400 km from Alpha's river port to Zeta's, over a border, by barge.

    loading 12 h 150 USD, 400 km at 0.3 USD and 10 km/h, border 6 h 40 USD, unloading 12 h 150.
    """
    tables = {name: [dict(row) for row in found] for name, found in toy_tables().items()}
    tables["links"].append(
        {
            "link_id": "river-af", "name": "the river", "from_node": "xx-a", "to_node": "yy-f",
            "mode": "inland_water", "status": "operational", "bcp_id": "river", "length_km": 400.0,
            "length_basis": "assumed", "length_source_id": "toy",
        }
    )  # fmt: skip
    for home, away in (("XX", "YY"), ("YY", "XX")):
        tables["border_crossings"].append(
            {
                "bcp_id": "river", "name": "river post", "mode": "inland_water",
                "from_country": home, "to_country": away, "hours_p50": 6.0, "hours_p90": 6.0,
                "cost_usd": 40.0, "status": "operational",
            }
        )  # fmt: skip
    charge = {"hours_p50": 12.0, "hours_p90": 12.0, "usd_20ft": 150.0, "usd_40ft": 150.0}
    ways = [("origin", "inland_water"), ("inland_water", "destination"), ("road", "inland_water")]
    tables["transshipments"] += [
        {"node_id": node, "from_class": a, "to_class": b, **charge, "usd_per_t": 8.0}
        for node in ("xx-a", "yy-f") for a, b in [*ways, ("inland_water", "road")]
    ]  # fmt: skip
    tables["tariffs"] += [
        {"mode": "inland_water", "country": "*", "box": box, "usd_per_km": 0.3, "fixed_usd": 0.0,
         "price_year": 2024.0} for box in ("20ft", "40ft", "t")
    ]  # fmt: skip
    tables["speeds"].append(
        {"mode": "inland_water", "country": "*", "speed_kmh": 10.0, "stop_h_per_100km": 0.0,
         "p90_ratio": 1.0}
    )  # fmt: skip
    tables["emission_factors"].append({"mode": "inland_water", "country": "*", "g_per_tkm": 30.0})
    net = co.Network({name: table(name, rows) for name, rows in tables.items()})
    trip = co.route(net, "Alpha", "Zeta", modes=["inland_water"])
    assert trip.modes == ("inland_water",)
    assert trip.cost_usd == pytest.approx(150 + 400 * 0.3 + 40 + 150)
    assert trip.time_h == pytest.approx(12 + 40 + 6 + 12)
    assert trip.co2e_kg == pytest.approx(400 * 20 * 0.03)
    assert trip.transit_count == 1
    onward = co.route(net, "Alpha", "Epsilon", via=["Zeta"], avoid=["road-af"])
    assert onward.modes == ("inland_water", "road")
    assert onward.transshipments == 1
    front = co.pareto(net, "Alpha", "Zeta")
    assert {trip.modes for trip in front} == {("road",), ("inland_water",)}
    shut = co.Scenario("ice", "Ice", (co.Override("close", where={"mode": "inland_water"}),))
    with pytest.raises(co.NoItineraryError, match="not in operation: the river"):
        co.route(net.apply(shut), "Alpha", "Zeta", modes=["inland_water"])
    assert "inland_water" in set(net.links["mode"])


def test_results_survive_pickle(toy):
    """Fault B14: a simulation could not be pickled."""
    pair = ("Alpha", "Epsilon")
    drawn = co.simulate(toy, *pair, n=50)
    free = co.simulate(toy, *pair, n=50, rechoose=True)
    front = co.pareto(toy, *pair)
    for thing in (drawn, free, front, co.route(toy, *pair), *co.alternatives(toy, *pair)):
        back = pickle.loads(pickle.dumps(thing))
        assert repr(back) == repr(thing)
    back = pickle.loads(pickle.dumps(free))
    assert back.choices().equals(free.choices())
    assert back.tornado().equals(free.tornado())
    assert pickle.loads(pickle.dumps(front)).knee().steps == front.knee().steps


def test_where_no_truck_is_loaded_near_a_direct_drive_says_so():
    """Loaded as at the next place where trucks are; where none is, the leg says it."""
    rows = [dict(row) for row in toy_tables()["transshipments"]]

    def without(*places):
        kept = [
            row
            for row in rows
            if not (row["node_id"] in places and "road" in (row["from_class"], row["to_class"]))
        ]
        return toy_network(transshipments=table("transshipments", kept))

    ends = (60.95, 40.0), (60.96, 40.0)  # beside Beta, where rail is loaded too
    trip = co.route(without("xx-b"), *ends)
    assert [leg.kind for leg in trip.steps] == ["terminal", "access", "terminal"]
    assert trip.cost_usd == pytest.approx(20 + 2 * trip.distance_km)
    everywhere = {row["node_id"] for row in rows}
    trip = co.route(without(*everywhere), *ends)
    assert [leg.kind for leg in trip.steps] == ["access"]
    assert trip.steps[0].name.endswith("(60.96, 40), loading and unloading not counted")


def test_itineraries_are_equal_by_what_they_say(toy):
    trip = co.route(toy, "Alpha", "Epsilon")
    assert pickle.loads(pickle.dumps(trip)) == trip
    assert co.route(toy_network(), "Alpha", "Epsilon") == trip
    assert co.route(toy, "Alpha", "Epsilon", corridor="ship") != trip
    assert co.route(toy, "Alpha", "Epsilon", shipment=co.Shipment(value_usd=1.0)) != trip


@pytest.mark.parametrize(
    ("pair", "words"),
    [
        (("Karachi", "Istanbul"), {}),
        (("Karachi", "Istanbul"), {"modes": ["rail"]}),  # by what runs now and then alone
        (("Quetta", "Zahedan"), {"modes": ["rail", "road"], "weight": "co2e"}),
        (("Quetta", "Tehran"), {"weight": "time"}),
        (("Lahore", "Poti"), {"weight": {"cost": 1.0, "time": 7.5}}),
        (("Gwadar", "Almaty"), {"weight": "distance", "avoid": "sea"}),
    ],
)  # fmt: skip
def test_one_search_finds_the_best_way_with_and_without_what_runs_now_and_then(net, pair, words):
    question = ask(net, *pair, **words)
    way, trip = question.best(), question.answer()
    assert (trip and trip.steps) == (way and question.itinerary(way).steps)
    wider = ask(net, *pair, irregular=True, **words).best()
    assert question.wider.arcs == wider.arcs
