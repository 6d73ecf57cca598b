"""What may be done where: terminals, transit rights, irregular services, changes of truck.

Properties of the best ways between many places, not single itineraries.
"""

import csv
import importlib.util
from itertools import permutations

import pytest

import corridors as co
from corridors.graph.compiled import compiled
from corridors.network.files import DATA_FOLDER
from corridors.routing.conditions import Conditions
from corridors.routing.question import Question
from corridors.vocabulary import mode_of, rolls_aboard

PLACES = [
    "Karachi", "Gwadar", "Lahore", "Tashkent", "Almaty", "Bishkek", "Dushanbe", "Ashgabat",
    "Tehran", "Baku", "Mersin", "Istanbul", "Kabul", "Kashgar", "Urumqi",
]  # fmt: skip
LIFTED = {"40ft": "usd_40ft", "20ft": "usd_20ft", "bulk": "usd_per_t"}


@pytest.fixture(scope="module")
def ways(net):
    """Return question and best way of many pairs, by cost and by time."""
    found = []
    for weight in ("cost", "time"):
        said = Conditions.of(weight=weight)
        for a, b in permutations(PLACES, 2):
            ask = Question.of(net, a, b, said)
            way = ask.best()
            assert way is not None, (a, b)
            found.append((ask, way))
    return found


def rows_of(net, way, table):
    """Return the rows of a table that a way's hours come from, in order."""
    refs = compiled(net).refs
    rows = net.table(table)
    return [
        {name: rows[name][refs[arc][1][1]] for name in rows.columns}
        for arc in way.arcs
        if refs[arc][1][0] == table
    ]


def is_lift(a, b):
    """Say whether a change of vehicle lifts the load from one mode to another."""
    modes = {mode_of(a), mode_of(b)}
    driven = modes == {"road", "ferry"} or rolls_aboard(a, b)
    return len(modes) == 2 and not driven and not modes & {"origin", "destination", "pipeline"}


def test_boxes_are_lifted_at_terminals_only(net, ways):
    lifts = net.table("terminals").pairs("node_id", "lifts")
    seen = 0
    for ask, way in ways:
        for row in rows_of(net, way, "transshipments"):
            if is_lift(row["from_class"], row["to_class"]):
                seen += 1
                assert "40ft" in lifts[row["node_id"]].split(";"), (ask.pair, row["node_id"])
    assert seen > 50


def test_no_row_lifts_what_its_terminal_does_not(net):
    lifts = net.table("terminals").pairs("node_id", "lifts")
    for row in net.table("transshipments"):
        if is_lift(row["from_class"], row["to_class"]):
            can = lifts[row["node_id"]].split(";")
            for lift, price in LIFTED.items():
                assert lift in can or row[price] != row[price], (row["node_id"], price)


def test_no_way_counts_on_an_irregular_service(net, ways):
    services = [row for _, way in ways for row in rows_of(net, way, "services")]
    assert len(services) > 50
    assert not [row["name"] for row in services if row["regularity"] == "irregular"]


def test_every_post_passes_the_goods(net, ways):
    passed = 0
    for ask, way in ways:
        ends = {ask.origin.country, ask.destination.country}
        for row in rows_of(net, way, "border_crossings"):
            served = set(filter(None, row["traffic_ends"].split(";")))
            served = served or {row["from_country"], row["to_country"]}
            if row["traffic"] == "bilateral":
                assert served & ends, (ask.pair, row["name"])
                passed += 1
            if row["traffic"] == "local":
                assert ends <= served, (ask.pair, row["name"])
    assert passed  # Ghulam Khan to Kabul, Artyk to Ashgabat: not closed to everyone


def _reloads_at(net, arc, place):
    """Say whether an arc is the change of a truck at a place."""
    name, row = compiled(net).refs[arc][1]
    if name != "transshipments":
        return False
    table = net.table(name)
    return (table["node_id"][row], table["from_class"][row], table["to_class"][row]) == (
        place, "road", "road",
    )  # fmt: skip


def test_trucks_are_changed_where_it_is_demanded(net, ways):
    graph, table = compiled(net), net.table("border_crossings")
    seen = 0
    for _, way in ways:
        for arc, after in zip(way.arcs, (*way.arcs[1:], -1), strict=True):
            name, row = graph.refs[arc][1]
            if name == "border_crossings" and table["reloads"][row] > 0:
                seen += 1
                place = table["reloads_at"][row]
                if place:  # on the way to the border, or from it
                    (reload,) = (one for one in way.arcs if _reloads_at(net, one, place))
                else:
                    reload = after
                assert graph.arcs["transits"][reload] == 1
                assert graph.arcs["h50"][reload] > 0
                assert graph.arcs["usd_40ft"][reload] > 0
    assert seen > 5


def test_karakoram_takes_two_trucks_more(net):
    """Khunjerab and Torugart on one truck were some 36 h too quick."""
    trip = co.route(net, "Lahore", "Bishkek", corridor="karakoram", modes="road")
    reloads = [leg for leg in trip.steps if leg.name.startswith("Reloading")]
    assert [leg.from_node for leg in reloads] == ["pk-sost", "kg-torugart"]
    assert sum(leg.h_p50 for leg in reloads) == 36
    assert all(leg.transits == 1 for leg in reloads)


def test_torugart_takes_no_other_truck_since_april_2026(net):
    before, after = (
        co.route(net, "Kashgar", "Bishkek", modes="road", as_of=day)
        for day in ("2026-03-15", "2026-04-15")
    )
    (reload,) = [leg for leg in before.steps if leg.name.startswith("Reloading")]
    assert not [leg for leg in after.steps if leg.name.startswith("Reloading")]
    assert before.cost_usd - after.cost_usd == pytest.approx(reload.usd)
    assert before.time_h - after.time_h == pytest.approx(reload.h)
    assert before.transit_count - after.transit_count == 1


def test_kulma_took_another_truck_until_2023(net):
    then, now = (
        co.route(net, "Kashgar", "Dushanbe", modes="road", avoid="KG", as_of=day)
        for day in ("2022-06-15", "2023-06-15")
    )
    assert [leg.from_node for leg in then.steps if "Reloading" in leg.name] == ["tj-kulma"]
    assert not [leg for leg in now.steps if "Reloading" in leg.name]


@pytest.mark.parametrize(
    ("origin", "destination", "ports"),
    [
        ("Ashgabat", "Tbilisi", {"tm-turkmenbashi-port", "az-alat-port"}),
        ("Atyrau", "Tbilisi", {"az-alat-port"}),
        ("Van", "Ankara", {"tr-van-pier", "tr-tatvan-pier"}),
    ],
)
def test_a_train_ferry_is_no_transshipment(net, origin, destination, ports):
    trip = co.route(net, origin, destination, modes=("rail", "ferry"), weight="transits")
    rolls = [leg for leg in trip.steps if leg.name.startswith("Wagon rolls")]
    assert len(rolls) == 2
    assert ports <= {leg.from_node for leg in rolls}
    assert all(leg.transits == 0 and leg.h > 0 for leg in rolls)
    assert not [leg for leg in trip.steps if leg.name.startswith("Transshipment")]
    assert trip.transit_count == trip.border_crossings


def test_what_rolled_aboard_lands_as_a_wagon(net):
    for row in net.table("transshipments"):
        for one, other in (("from_class", "to_class"), ("to_class", "from_class")):
            if row[one].startswith("ferry-"):
                assert rolls_aboard(row[one], row[other]), row


def test_the_price_of_a_truck_is_not_that_of_a_box(net):
    """ASCO: a truck of 16.5 m from Alat 1,205 USD, back 900; boxes on wagons 600 and 1,200."""
    services = net.table("services")
    row = services.index("service_id")
    price = {
        name: [services[c][row[name]] for c in ("usd_20ft", "usd_40ft")]
        for name in ("svc-kz-kuryk-az-alat", "svc-kz-kuryk-az-alat-rail")
    }
    assert price["svc-kz-kuryk-az-alat-rail"] == [600, 1200]
    assert price["svc-kz-kuryk-az-alat"][0] == price["svc-kz-kuryk-az-alat"][1]  # the same truck


def test_every_place_still_serves(net):
    """At every city, terminal, dry port and port a box is loaded and unloaded by something."""
    changes, nodes = net.table("transshipments"), net.table("nodes")
    boxes = [row for row in changes if row["usd_40ft"] == row["usd_40ft"]]
    loads = {row["node_id"] for row in boxes if row["from_class"] == "origin"}
    lands = {row["node_id"] for row in boxes if row["to_class"] == "destination"}
    kinds = ("city", "rail_terminal", "dry_port", "seaport")
    places = {row["node_id"] for row in nodes if row["kind"] in kinds}
    reached = {
        link[end]
        for link in net.table("links")
        for end in ("from_node", "to_node")
        if link["mode"] in ("road", "rail")
    }
    lacking = (places & reached) - (loads & lands)
    assert all(str(place).startswith("tr-") and "pier" in place for place in lacking), lacking


@pytest.mark.parametrize(
    "position", [(51.4, 35.7), (49.9, 40.4), (32.9, 39.9), (71.4, 42.9), (62.3, 35.3)]
)
def test_a_position_beside_a_place_without_a_terminal_still_serves(net, position):
    """Tehran, Baku, Ankara, Taraz, Serhetabat: a truck drives to where boxes are lifted."""
    for ends in ((position, "Karachi"), ("Karachi", position)):
        trip = co.route(net, *ends)
        assert trip.distance_km > 500


def test_transshipments_are_made_of_their_templates(net):
    folder = DATA_FOLDER / "build"
    if not folder.exists():
        pytest.skip("the build is not installed")
    spec = importlib.util.spec_from_file_location("expansion", folder / "transshipments.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)

    def read(name):
        with (DATA_FOLDER / name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    tables = (read(f"{name}.csv") for name in ("nodes", "links", "build/handling", "terminals"))
    assert module.expand(*tables) == read("transshipments.csv")
