"""The Network and its other forms."""

import pickle

import pytest
from toy import toy_network

import corridors as co


def test_load_parts(net):
    part = co.load("tapi", "white-oil")
    modes = part.table("links")["mode"]
    assert "rail" not in modes
    assert modes.count("pipeline") > 0.5 * len(modes)
    assert len(part.table("links")) < len(net.table("links"))
    with pytest.raises(
        co.UnknownNameError, match="there is no corridor 'tapy'. Did you mean 'tapi'"
    ):
        co.load("tapy")


def test_middle_corridor_routes_by_itself():
    part = co.load("middle-corridor")
    assert co.route(part, "Almaty", "Tbilisi", corridor="middle-corridor").distance_km > 2500


def test_oil_goes_by_the_white_oil_pipeline(net):
    oil = co.Shipment(commodity="oil", cargo_t=1000)
    trip = co.route(net, "pk-port-qasim", "Mahmood Kot", shipment=oil, corridor="white-oil")
    assert "pipeline" in trip.modes


def test_tapi_needs_what_is_not_built(net):
    gas = co.Shipment(commodity="gas", cargo_t=1000)
    with pytest.raises(co.NoItineraryError, match="not in operation"):
        co.route(net, "tm-galkynysh", "in-fazilka", shipment=gas)
    trip = co.route(net, "tm-galkynysh", "in-fazilka", shipment=gas, corridor="tapi")
    assert "not in operation" in trip.notes[0]


def test_networkx_form_follows_osmnx(toy):
    graph = toy.to_networkx()
    assert graph.graph["crs"] == "EPSG:4326"
    assert graph.nodes["xx-a"]["x"] == 60.0
    edge = graph.edges["xx-a", "xx-b", 0]
    assert edge["length"] == 100_000
    assert edge["osmid"] == "road-ab"
    assert not any(d["osmid"] == "rail-ab" for _, _, d in graph.edges(data=True))  # planned
    assert graph.has_edge("xx-b", "xx-a")


@pytest.mark.filterwarnings("ignore")
def test_osmnx_takes_the_graph(net):
    import osmnx

    nodes, edges = osmnx.graph_to_gdfs(net.to_networkx())
    assert len(nodes) == len(net.table("nodes"))
    assert len(edges) == 2 * sum(s == "operational" for s in net.table("links")["status"])


def test_networkx_length_equals_route(net):
    import networkx as nx

    graph = net.to_networkx()
    rail = nx.MultiDiGraph(
        (a, b, k, d) for a, b, k, d in graph.edges(keys=True, data=True) if d["mode"] == "rail"
    )
    km = nx.shortest_path_length(rail, "pk-karachi", "pk-peshawar", weight="length") / 1000
    trip = co.route(net, "pk-karachi", "pk-peshawar", weight="distance", modes=["rail"])
    assert trip.distance_km == pytest.approx(km)


def test_geodataframes(net):
    links = net.links
    assert links.crs == "EPSG:4326"
    assert links.index.name == "link_id"
    assert not links.geometry.is_empty.any()
    assert len(net.nodes) == len(net.table("nodes"))
    assert net.sources.index.name == "source_id"
    for frame in (
        net.transshipments,
        net.border_crossings,
        net.services,
        net.tariffs,
        net.corridor_links,
    ):
        assert len(frame) > 10


def test_networks_can_be_pickled(toy):
    again = pickle.loads(pickle.dumps(toy))
    assert co.route(again, "Alpha", "Epsilon").steps == co.route(toy, "Alpha", "Epsilon").steps


def test_write_keeps_geometry(tmp_path):
    co.load("tapi").write(tmp_path / "tapi")
    again = co.read_network(tmp_path / "tapi")
    link = again.table("links")["link_id"][0]
    assert again.line(link) == co.load("tapi").line(link)


def test_repr(toy):
    assert repr(toy) == "Network('toy': 10 nodes, 11 links, 3 countries)"


def test_shipment_faults():
    with pytest.raises(ValueError, match="commodity 'oils' is not one of .* Did you mean 'oil'"):
        co.Shipment(commodity="oils")
    with pytest.raises(ValueError, match="box '45ft' is not one of"):
        co.Shipment(box="45ft")
    with pytest.raises(ValueError, match="cargo_t must be above 0"):
        co.Shipment(cargo_t=0)
    with pytest.raises(ValueError, match="holds up to 30 t, not 31"):
        co.Shipment(cargo_t=31)
    with pytest.raises(ValueError, match="value_usd must be 0 or more"):
        co.Shipment(value_usd=-1)


def test_toy_is_made_anew_each_time():
    assert toy_network() is not toy_network()
