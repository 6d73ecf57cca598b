"""Where imported railways load goods: terminals that the source names, else ends of lines."""

import numpy as np
import osm_toy
import pytest
from reference import REGIONAL, reference

import corridors as co
from corridors.network.earth import segment_km
from corridors.sources.making.loading import SPACING_KM, Loading

RAIL = {"railway": "rail", "gauge": "1520"}


def imported(tmp_path, nodes, ways):
    file = tmp_path / "own.osm"
    file.write_text(osm_toy.xml(nodes, ways), encoding="utf-8")
    return co.network_from_osm(file, modes="rail")


def line(stations=(), count=13, step=0.05):
    """A railway eastwards along 41 N from 65 E, a spur of 1 km at each point, 4.2 km apart."""
    nodes, ways = {}, {}
    for k in range(count):
        tags = {"railway": "station", "name": f"S{k}"} if k in stations else {}
        nodes[k + 1] = (65 + step * k, 41.0, tags)
        nodes[100 + k] = (65 + step * k, 41.01, {})
        ways[100 + k] = ([k + 1, 100 + k], {**RAIL, "service": "spur"})
    ways[1] = (list(range(1, count + 1)), RAIL)
    return nodes, ways


def loading_of(net):
    rows = net.table("transshipments")
    return {n for n, a in zip(rows["node_id"], rows["from_class"], strict=True) if a == "origin"}


def test_where_stations_are_named_only_they_load(tmp_path):
    net = imported(tmp_path, *line(stations=(0, 12)))
    assert loading_of(net) == {"osm-1", "osm-13"}
    text = str(net.report)
    assert "2 places can load goods, because: wagons load at the stations" in text
    assert co.route(net, "S0", "S12").distance_km == pytest.approx(50.4, rel=0.01)


def test_where_none_is_named_ends_of_lines_load_a_few_km_apart(tmp_path):
    net = imported(tmp_path, *line())
    nodes = net.table("nodes")
    rows = [net.node_row(node) for node in sorted(loading_of(net))]
    assert 5 <= len(rows) <= 13
    for k, a in enumerate(rows):
        for b in rows[:k]:
            ends = np.array([a, b])
            km = segment_km(np.array(nodes["lon"])[ends], np.array(nodes["lat"])[ends])
            assert km[0] >= 0.99 * SPACING_KM
    assert f"{len(rows)} places can load goods, because: wagons also at ends" in str(net.report)
    trip = co.route(net, (65.0, 41.0), (65.6, 41.0))
    assert any(leg.kind == "line-haul" for leg in trip.steps)


def test_one_station_on_a_long_line_is_too_few(tmp_path):
    net = imported(tmp_path, *line(stations=(6,)))
    assert "osm-7" in loading_of(net)
    assert len(loading_of(net)) > 2


def test_a_short_line_loads_at_two_places_at_least(tmp_path):
    net = imported(tmp_path, {1: (65.0, 41.0, {}), 2: (65.01, 41.0, {})}, {1: ([1, 2], RAIL)})
    assert loading_of(net) == {"osm-1", "osm-2"}


def test_positions_are_not_joined_to_a_station_on_an_island(tmp_path):
    nodes, ways = line(stations=(0, 12))
    nodes |= {200: (65.3, 41.05, {"railway": "station", "name": "Isle"}), 201: (65.31, 41.05, {})}
    ways[200] = ([200, 201], RAIL)
    net = imported(tmp_path, nodes, ways)
    assert "osm-200" not in {entry.node_id for entry in net.gazetteer.entries((65.3, 41.05))}


def test_fewer_than_two_places_is_a_warning_with_advice():
    none = Loading({"rail-1520": np.zeros(3, bool)}, {})
    assert "0 places can load goods, because: it has no part in operation" in none.lines()[0]
    assert "WARNING: nothing can be routed" in none.lines()[1]
    one = Loading({"road": np.array([True, False])}, {}, road_nodes=1)
    assert one.lines()[0].startswith("1 place can load goods, because: trucks load at every node")


@pytest.mark.parametrize(
    ("file", "a", "b"),
    [
        ("cologne-railway.osm.pbf", (6.958, 50.943), (7.097, 50.732)),
        ("vde8.2-rail.osm.pbf", (12.37, 51.34), (11.03, 50.98)),
        (REGIONAL, (58.38, 37.95), (61.83, 37.6)),
    ],
)
def test_reference_extracts_route_by_position_and_load_at_few_nodes(file, a, b):
    net = co.network_from_osm(reference(file), modes="rail")
    trip = co.route(net, a, b)
    assert any(leg.kind == "line-haul" for leg in trip.steps)
    assert 2 <= len(loading_of(net)) < 0.1 * len(net.table("nodes"))
    assert net.report.loading_places == len(loading_of(net))
