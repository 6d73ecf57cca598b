"""Lanes of ships in a network of one's own: on from lane to lane, at sea and through ports.

    Karachi ──100── S ──100── Muscat
                    │
                   100 (Hormuz)
                    │
                  Dubai ──100── Doha        Gwadar ──100── Karachi

Each lane costs 100 USD for a 40-ft box and takes 10 h; nothing else costs anything.
"""

import math
import pickle

import pytest

import corridors as co
from corridors.routing.ledger import crossing_row
from corridors.sources.making.lanes import lies_at_sea, shores
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
    assert ports == {"karachi", "muscat", "dubai", "doha", "gwadar"}
    assert set(model(priced=False).table("border_crossings")["bcp_id"]) == ports


@pytest.mark.parametrize("mode", ["sea", "ferry", "air"])
def test_goods_that_go_on_inside_a_country_pay_formalities_where_they_land(mode):
    """From Muscat by Karachi to Gwadar: out of Oman at Muscat, into Pakistan at Gwadar."""
    net = model(
        mode=mode, priced=False, lanes=[("muscat", "karachi", ""), ("karachi", "gwadar", "")]
    )
    trip = co.route(net, "muscat", "gwadar", shipment=co.Shipment(commodity="bulk"))
    borders = trip.legs.query("kind == 'border'")
    beyond = "abroad" if mode == "air" else "sea"
    assert borders["name"].tolist() == [f"muscat (OM to {beyond})", f"gwadar ({beyond} to PK)"]
    assert [crossing_row(net, leg) >= 0 for leg in trip.steps if leg.kind == "border"] == [True] * 2
    assert (borders["h"] > 0).all()
    assert trip.transit_count == 1
    inside = co.route(net, "karachi", "gwadar", shipment=co.Shipment(commodity="bulk"))
    assert not [leg for leg in inside.steps if leg.kind == "border"]
    assert inside.transit_count == 0
    assert "formalities at both ends" not in str(net.report)


def test_a_quay_is_no_point_at_sea_though_outlines_put_it_into_the_water():
    assert lies_at_sea(60.0, 24.3)
    for lon, lat, _ in PORTS.values():
        assert not lies_at_sea(lon, lat)
    rows = [{"node_id": n, "lon": str(x), "lat": str(y)} for n, (x, y, _) in PORTS.items()]
    links = [{"from_node": a, "to_node": b, "mode": "sea"}
             for a, b in (("muscat", "karachi"), ("karachi", "dubai"))]  # fmt: skip
    net = from_columns(Columns(nodes=rows, links=links), name="x", source="x")
    assert net.nodes.loc["karachi", "country"] == "PK"  # where two lanes meet
    assert co.route(net, "karachi", "dubai").distance_km > 1000


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
    links = {"gauge_mm": [math.nan] * 6,
             "mode": ["sea", "sea", "ferry", "ferry", "ferry", "road"],
             "from_node": ["a", "b", "a", "a", "s", "a"],
             "to_node": ["b", "c", "b", "s", "c", "b"]}  # fmt: skip
    assert shores(nodes, links) == {
        0: {"AA", "CC"}, 1: {"AA", "CC"},  # by b, a port of call
        2: {"AA"},  # a ferry ends where it lands
        3: {"AA", "CC"}, 4: {"AA", "CC"},  # by s, at sea
    }  # fmt: skip
    assert shores(nodes, links, {"a": ["ferry"]})[2] == {"AA", "CC"}  # unless it sails on


# -- lanes of line files -------------------------------------------------------------------------

AT = {name: (x, y) for name, (x, y, _) in PORTS.items()} | {"s": (60.0, 24.3)}


def frame_of(lanes, **columns):
    import geopandas as gpd
    from shapely import LineString

    lines = [LineString([AT[a], AT[b]]) for a, b in lanes]
    return gpd.GeoDataFrame(columns, geometry=lines, crs=4326)


def drawn(lanes, mode="sea"):
    return co.network_from_lines(frame_of(lanes), mode=mode)


def named(net, place):
    lon, lat = AT[place]
    return next(n for n, r in net.nodes.iterrows() if (r.lon, r.lat) == (lon, lat))


@pytest.mark.parametrize("mode", ["sea", "ferry"])
def test_lanes_that_are_drawn_meet_at_sea_and_go_on_through_ports(mode):
    """Karachi - S - Dubai - Doha, and S - Muscat: one landing, one wait, no formalities between."""
    net = drawn([("karachi", "s"), ("s", "muscat"), ("s", "dubai"), ("dubai", "doha")], mode)
    assert net.nodes.loc[named(net, "s"), ["country", "kind"]].tolist() == ["", "junction"]
    trip = co.route(net, named(net, "karachi"), named(net, "doha"))
    kinds = [leg.kind for leg in trip.steps]
    assert kinds.count("line-haul") == 3
    assert (kinds.count("waiting"), kinds.count("border"), kinds.count("terminal")) == (1, 2, 2)
    text = str(net.report)
    assert "4 places can load goods, because: ships load at the ports that no other way" in text
    assert "1 junction of lanes at sea, in no country" in text
    assert "sail on from lane to lane at 1 port without handling or formalities" in text
    assert "import a larger area" not in text
    assert "the timetables and prices of ships are assumed" in text
    assert "" not in net.report.countries


def test_ships_load_at_ports_without_a_road_beside_roads_of_others():
    import geopandas as gpd
    from shapely import LineString

    x, y = AT["karachi"]
    lines = [LineString([AT["dubai"], (x, y)]), LineString([(x, y), (x + 0.5, y + 0.5)])]
    frame = gpd.GeoDataFrame({"mode": ["sea", "road"]}, geometry=lines, crs=4326)
    net = co.network_from_lines(frame)
    trip = co.route(net, named(net, "dubai"), (x + 0.5, y + 0.5))
    assert trip.modes == ("sea", "road")
    loads = [r["node_id"] for r in net.table("transshipments") if r["from_class"] == "origin"]
    assert sorted(set(loads)) == sorted(set(net.nodes.index))
    by_sea = [r["node_id"] for r in net.table("transshipments")
              if (r["from_class"], r["to_class"]) == ("origin", "sea")]  # fmt: skip
    assert by_sea == [named(net, "dubai")]


def test_a_stated_price_and_time_of_a_lane_are_the_users_and_no_assumption():
    """1,234 USD for a box and 0.2 h; two lanes at sea of 100 USD and 0.1 h each."""
    words = {"cost_usd": "usd", "time_h": "h"}
    frame = frame_of([("karachi", "muscat")], usd=[1234.0], h=[0.2])
    net = co.network_from_lines(frame, mode="sea", columns=words)
    trip = co.route(net, named(net, "karachi"), named(net, "muscat"))
    (haul,) = [leg for leg in trip.steps if leg.kind == "line-haul"]
    assert (haul.usd, haul.h_p50) == (pytest.approx(1234.0), pytest.approx(0.2))
    assert (haul.source_id, haul.basis) == ("imported-lines", "published")
    assert (haul.hours_source_id, haul.hours_basis) == ("imported-lines", "published")
    (service,) = net.table("services")
    assert service["note"] == "timetable assumed: daily; the price is the link's own"
    assert math.isnan(service["usd_20ft"])  # as of a road with a price: for the box it is said of
    assert "handling at terminals and the timetables of ships are assumed" in str(net.report)
    pieces = [("karachi", "s"), ("s", "muscat"), ("s", "dubai")]
    frame = frame_of(pieces, usd=[100.0] * 3, h=[0.1] * 3)
    net = co.network_from_lines(frame, mode="sea", columns=words)
    trip = co.route(net, named(net, "karachi"), named(net, "muscat"))
    hauls = [leg for leg in trip.steps if leg.kind == "line-haul"]
    assert [leg.usd for leg in hauls] == pytest.approx([100.0, 100.0])
    assert [leg.h_p50 for leg in hauls] == pytest.approx([0.1, 0.1])


def test_a_stated_price_of_a_models_ferry_is_the_models():
    net = model(mode="ferry")
    trip = co.route(net, "karachi", "muscat")
    hauls = [leg for leg in trip.steps if leg.kind == "line-haul"]
    assert {(leg.source_id, leg.basis) for leg in hauls} == {("imported-model", "published")}
    assert {leg.hours_basis for leg in hauls} == {"published"}
