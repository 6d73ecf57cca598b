"""Lanes of ships in a network of one's own: on from lane to lane, at sea and through ports.

    Karachi ──100── S ──100── Muscat
                    │
                   100 (Hormuz)
                    │
                  Dubai ──100── Doha        Gwadar ──100── Karachi

Each lane costs 100 USD for a 40-ft box and takes 10 h; nothing else costs anything.
"""

import pickle

import pytest

import corridors as co
from corridors.sources.making.lanes import shores
from corridors.sources.models import Columns, from_columns

PORTS = {
    "karachi": (66.97, 24.83, "PK"), "gwadar": (62.33, 25.1, "PK"), "muscat": (58.6, 23.6, "OM"),
    "dubai": (55.3, 25.27, "AE"), "doha": (51.55, 25.3, "QA"),
}  # fmt: skip
LANES = [
    ("karachi", "s", ""), ("s", "muscat", ""), ("s", "dubai", "hormuz"), ("dubai", "doha", ""),
    ("gwadar", "karachi", ""),
]  # fmt: skip


def model(*, mode="sea", priced=True, kind="", lanes=LANES):
    known = {end for a, b, _ in lanes for end in (a, b)}
    nodes = [
        {"node_id": n, "lon": str(x), "lat": str(y), "country": c, "kind": "seaport"}
        for n, (x, y, c) in PORTS.items()
        if n in known
    ]
    if "s" in known:
        sea = {"node_id": "s", "lon": "60.0", "lat": "24.3", "country": "", "kind": kind}
        nodes.append(sea)
    told = {"cost_usd": "100", "time_h": "10"} if priced else {}
    links = [
        {"link_id": f"{a}-{b}", "from_node": a, "to_node": b, "mode": mode, "passages": w, **told}
        for a, b, w in lanes
    ]
    return from_columns(Columns(nodes=nodes, links=links), name="lanes", source="lanes")


@pytest.mark.parametrize("kind", ["", "junction"])
@pytest.mark.parametrize("mode", ["sea", "ferry"])
def test_ships_sail_on_where_lanes_meet_at_sea_and_through_a_port(mode, kind):
    net = model(mode=mode, kind=kind)
    trip = co.route(net, "karachi", "muscat")
    assert trip.cost_usd == 200.0
    assert trip.legs.query("kind == 'line-haul'")["link_id"].tolist() == ["karachi-s", "s-muscat"]
    assert trip.transit_count == 1  # landing in another country, once
    through = co.route(net, "karachi", "doha")  # past Dubai
    assert through.cost_usd == 300.0
    assert through.transit_count == 1
    assert through.transit_countries == ()
    assert co.route(net, "doha", "karachi", weight="time").time_h < 36  # and back


def test_a_point_at_sea_has_no_country_and_nothing_is_loaded_there():
    net = model()
    assert net.nodes.loc["s", ["country", "kind"]].tolist() == ["", "junction"]
    assert repr(net) == "Network('lanes': 6 nodes, 5 links, 4 countries)"
    assert "1 junction of lanes at sea, in no country: 's'" in str(net.report)
    assert "sail on from lane to lane at 2 ports without handling" in str(net.report)
    assert net.report.countries == ("AE", "OM", "PK", "QA")
    with pytest.raises(co.NoItineraryError, match="nothing is unloaded at s, a junction"):
        co.route(net, "karachi", "s")


def test_a_strait_can_be_closed_and_avoided():
    net = model()
    with pytest.raises(co.NoItineraryError, match="avoiding hormuz cuts every way"):
        co.route(net, "karachi", "dubai", avoid="hormuz")
    assert co.route(net, "karachi", "muscat", avoid="Hormuz").cost_usd == 200.0


def test_formalities_are_those_of_ports_from_which_ships_go_abroad():
    """Of ferries between Gwadar and Karachi alone there are none; past a point at sea there are."""
    home = model(mode="ferry", priced=False, lanes=[("gwadar", "s", ""), ("s", "karachi", "")])
    assert not len(home.table("border_crossings"))
    abroad = model(mode="ferry", priced=False)
    ports = set(abroad.table("border_crossings")["bcp_id"])
    assert ports == {"karachi", "muscat", "dubai", "doha"}
    assert set(model(priced=False).table("border_crossings")["bcp_id"]) == ports | {"gwadar"}


def test_a_lane_in_pieces_costs_what_it_costs_whole_and_is_waited_for_once():
    whole = model(priced=False, lanes=[("karachi", "muscat", ""), ("karachi", "dubai", "")])
    pieces = model(priced=False, lanes=[("karachi", "s", ""), ("s", "muscat", "")])
    one, other = (co.route(net, "karachi", "muscat") for net in (whole, pieces))
    ratio = other.distance_km / one.distance_km
    freight = [trip.legs.query("kind == 'line-haul'")["usd"].sum() for trip in (one, other)]
    assert freight[1] == pytest.approx(freight[0] * ratio, rel=1e-3)
    waits = [trip.legs.query("kind == 'waiting'") for trip in (one, other)]
    assert [len(w) for w in waits] == [1, 1]


def test_answers_stay_the_same_through_files_pickles_and_departures(tmp_path):
    net = model()
    net.write(tmp_path / "lanes.gpkg")
    net.write(tmp_path / "lanes")
    read = co.read_network(tmp_path / "lanes.gpkg"), co.read_network(tmp_path / "lanes")
    for same in (*read, pickle.loads(pickle.dumps(net))):
        assert co.route(same, "karachi", "doha").cost_usd == 300.0
        assert same.nodes.loc["s", "country"] == ""
    timed = co.route(net, "karachi", "doha", departure="2026-03-02")
    assert timed.cost_usd == 300.0
    assert len(co.pareto(net, "karachi", "doha")) >= 1
    assert co.matrix(net, ["karachi"], ["doha"]).iloc[0, 0] == 300.0


@pytest.mark.parametrize(
    ("kind", "mode", "why"),
    [
        ("seaport", "sea", "its kind is another"),
        ("junction", "inland_water", "other links than lanes lead there"),
    ],
)
def test_only_a_junction_of_lanes_may_have_no_country(kind, mode, why):
    net = model()
    nodes, links = net.table("nodes"), net.table("links")
    at_sea = [node == "s" for node in nodes["node_id"]]
    kinds = tuple(kind if sea else k for sea, k in zip(at_sea, nodes["kind"], strict=True))
    pairs = zip(links["link_id"], links["mode"], strict=True)
    modes = tuple(mode if link == "s-muscat" else old for link, old in pairs)
    with pytest.raises(co.DataError, match=f"'s' has no country.*{why}"):
        net.replaced(
            {
                "nodes": nodes.with_values({"kind": kinds}),
                "links": links.with_values({"mode": modes}),
            }
        )


def test_shores_are_those_of_all_lanes_that_ships_go_on_by():
    nodes = {"node_id": ["a", "b", "c", "s"], "country": ["AA", "AA", "CC", ""]}
    links = {"mode": ["sea", "sea", "ferry", "ferry", "ferry", "road"],
             "from_node": ["a", "b", "a", "a", "s", "a"],
             "to_node": ["b", "c", "b", "s", "c", "b"]}  # fmt: skip
    assert shores(nodes, links) == {
        0: {"AA", "CC"}, 1: {"AA", "CC"},  # by b, a port of call
        2: {"AA"},  # a ferry ends where it lands
        3: {"AA", "CC"}, 4: {"AA", "CC"},  # by s, at sea
    }  # fmt: skip
