"""Lines of others to networks that route, compared with other programs on the same lines."""

import json
import math
import random
from itertools import pairwise

import geopandas as gpd
import networkx as nx
import numpy as np
import osmnx as ox
import pandas as pd
import pytest
import shapely
from lines_toy import COLUMNS, EAST_KM, FEATURES, NORTH_KM, POINTS, frame
from pyproj import Geod
from reference import reference

import corridors as co
from corridors.network.checks import check_tables

GEOD = Geod(ellps="WGS84")


def km_of(line):
    return abs(GEOD.line_length(*zip(*line, strict=True))) / 1000


def test_the_toy_by_hand():
    """Two tracks and a road that meet at b: 4 nodes, 3 links; lengths and prices as stated."""
    net = co.network_from_lines(frame(), columns=COLUMNS)
    links = net.table("links")
    assert links["mode"] == ("rail", "rail", "road")
    assert [v for v in links["gauge_mm"] if not math.isnan(v)] == [1520.0, 1520.0]
    assert links["length_km"] == pytest.approx((8.388, 8.388, 11.1058), abs=1e-3)
    assert links["length_basis"] == ("published",) * 3
    assert links["usd_40ft"] == pytest.approx((10.5, 12.0, 5.0), abs=1e-6)
    assert links["oneway"] == ("", "", "yes")
    assert set(links["source_id"]) == {"imported-lines"}
    assert set(links["osm_ids"]) == {""}
    assert len(net.table("nodes")) == 4
    assert not check_tables({name: net.table(name) for name in net.table_names})
    plain = co.network_from_lines(frame(), mode="rail")
    assert plain.table("links")["length_km"] == pytest.approx(
        (EAST_KM / 10, EAST_KM / 10, NORTH_KM / 10), rel=1e-4
    )
    assert set(plain.table("links")["length_basis"]) == {"measured"}


def test_parts_of_a_line_share_what_its_columns_say():
    """A line of 2 x 8.388 km with a stop in the middle: half the hours, price and length each."""
    whole = [POINTS[0][0], POINTS[0][2], POINTS[1][1]]
    lines = [shapely.LineString(whole), shapely.LineString(POINTS[2])]
    table = gpd.GeoDataFrame(
        {"time_h": [1.0, None], "cost_usd": [20.0, None], "length_km": [20.0, None]},
        geometry=lines,
        crs=4326,
    )
    net = co.network_from_lines(table, mode="road")
    rows = [r for r in net.table("links") if r["link_id"].startswith("road-w1")]
    assert len(rows) == 2
    for row in rows:
        assert row["length_km"] == pytest.approx(10.0, abs=1e-3)
        assert row["hours_p50"] == row["hours_p90"] == pytest.approx(0.5, abs=1e-4)
        assert row["usd_40ft"] == pytest.approx(10.0, abs=1e-3)


def test_the_account_tells_all_that_was_done():
    lines = frame(
        [*FEATURES, {}, {}, {"TYPE": "W"}, dict(FEATURES[0])],
        [*POINTS, POINTS[0], POINTS[0], [[1, 1], [2, 2]], POINTS[0]],
    )
    lines.loc[3, "geometry"] = None
    lines.loc[4, "geometry"] = shapely.Point(1, 2)
    report = co.network_from_lines(lines, columns=COLUMNS).report
    assert dict(report.seen["left"]) == {
        "without a geometry (feature 4)": 1, "a Point, no line (feature 5)": 1, "mode W (feature 6)": 1,
        "doubled: the same line once more (feature 7)": 1,
    }  # fmt: skip
    text = str(report)
    assert "ends of lines joined (up to 1 m): 0" in text
    assert "lines: coordinates are in EPSG:4326" in text
    assert "rail-1520, operational: 16.8 km" in text
    assert json.dumps(report.to_dict(), default=str)


def test_ends_that_are_joined_are_told_with_the_distance():
    points = [POINTS[0], [[69.3, 41.200005], [69.4, 41.2]], POINTS[2]]
    report = co.network_from_lines(frame(points=points), mode="rail").report
    assert (
        "ends of lines joined (up to 1 m): 1\n    0.556 m at (69.3000, 41.2000), way 2 to"
        in str(report)
    )
    joined, apart = (
        co.network_from_lines(frame(points=points), mode="rail", snap_m=m) for m in (1, 0.5)
    )
    assert (len(joined.table("links")), len(apart.table("links"))) == (3, 2)


def test_crossings_are_told_and_made_where_that_is_asked():
    cross = frame(
        points=[[[69.2, 41.2], [69.4, 41.2]], [[69.3, 41.1], [69.3, 41.3]], [[69, 41], [69, 41.1]]]
    )
    net = co.network_from_lines(cross, mode="road")
    assert '1 place where lines cross without a junction: crossings="all"' in str(net.report)
    assert len(net.table("links")) == 3
    net = co.network_from_lines(cross, mode="road", crossings="all")
    assert "1 junction made where lines cross" in str(net.report)
    assert len(net.table("links")) == 5


def test_a_border_is_crossed_once_and_countries_can_be_said():
    """Tashkent to Saryagash: the border lies near 41.40 N."""
    line = frame([{"country": "Kazakhstan"}], [[[69.19, 41.34], [69.18, 41.38], [69.17, 41.47]]])
    net = co.network_from_lines(
        line.drop(columns="country"), mode="rail", columns={"gauge_mm": {"value": 1520}}
    )
    assert set(net.table("nodes")["country"]) == {"UZ", "KZ"}
    assert len({row["bcp_id"] for row in net.table("border_crossings")}) == 1
    net = co.network_from_lines(line, mode="rail")
    assert set(net.table("nodes")["country"]) == {"KZ"}


@pytest.mark.parametrize("mode", ["road", "rail", "ferry", "sea", "inland_water"])
def test_every_mode_makes_a_network_without_faults(mode):
    net = co.network_from_lines(frame(), mode=mode, columns={"gauge_mm": None})
    assert not check_tables({name: net.table(name) for name in net.table_names})
    assert set(net.table("links")["mode"]) == {mode}


def test_lines_with_ids_stay_links_of_their_own():
    big = 2**70
    lines = frame([{"link_id": big}, {"link_id": "x"}], POINTS[:2])
    net = co.network_from_lines(lines, mode="rail")
    assert net.table("links")["link_id"] == (str(big), "x")


def test_two_directions_drawn_as_two_lines_are_one_link():
    there, back = POINTS[1], POINTS[1][::-1]
    for oneway, wanted in ((("yes", "yes"), ""), (("no", "yes"), ""), (("yes", "-1"), "yes")):
        lines = frame([{"oneway": w} for w in oneway], [there, back])
        links = co.network_from_lines(lines, mode="road").table("links")
        assert links["oneway"] == (wanted,), oneway


def test_it_comes_back_through_a_file(tmp_path):
    net = co.network_from_lines(frame(), columns=COLUMNS)
    net.write(tmp_path / "net.gpkg")
    back = co.read_network(tmp_path / "net.gpkg")
    for table in net.table_names:
        assert str(back.table(table).columns) == str(net.table(table).columns)
    assert [back.line(k) for k in back.table("links")["link_id"]] == [
        net.line(k) for k in net.table("links")["link_id"]
    ]


# -- against other programs ----------------------------------------------------------------------


def streets(seed, size=7):
    """Return random streets over a grid as lines of several points."""
    rng = random.Random(seed)
    at = {
        (i, j): (69.2 + 0.01 * i + rng.uniform(0, 0.004), 41.2 + 0.01 * j + rng.uniform(0, 0.004))
        for i in range(size)
        for j in range(size)
    }
    lines = []
    for (i, j), place in at.items():
        for other in ((i + 1, j), (i, j + 1)):
            if other in at and rng.random() < 0.8:
                end = at[other]
                middle = [
                    (p + q) / 2 + rng.uniform(0, 0.001) for p, q in zip(place, end, strict=True)
                ]
                line = [place, tuple(middle), end]
                lines.append((line[::-1] if rng.random() < 0.5 else line, rng.random() < 0.2))
    return lines


def truth(lines):
    graph = nx.DiGraph()
    for line, oneway in lines:
        graph.add_edge(line[0], line[-1], km=km_of(line))
        if not oneway:
            graph.add_edge(line[-1], line[0], km=km_of(line))
    return graph


def ours_km(net, a, b):
    try:
        return co.route(net, a, b, weight="distance").distance_km
    except co.NoItineraryError:
        return None


@pytest.mark.parametrize("ending", ["gpkg", "shp", "geojson", "parquet"])
def test_routes_are_those_of_networkx_on_the_same_lines(ending, tmp_path):
    lines = streets(ending)
    table = gpd.GeoDataFrame(
        {"oneway": ["yes" if one else "no" for _, one in lines]},
        geometry=[shapely.LineString(line) for line, _ in lines], crs=4326,
    ).to_crs(32642)  # fmt: skip
    path = tmp_path / f"x.{ending}"
    if ending == "parquet":
        table.to_parquet(path)
    elif ending == "geojson":
        table.to_crs(4326).to_file(path, COORDINATE_PRECISION=9)
    else:
        table.to_file(path)
    net = co.network_from_lines(path, mode="road")
    graph = truth(lines)
    node_of = {}
    for row in net.table("nodes"):
        near = min(graph, key=lambda p: math.dist(p, (row["lon"], row["lat"])))
        assert math.dist(near, (row["lon"], row["lat"])) < 1e-6
        node_of[near] = row["node_id"]
    part = max(nx.strongly_connected_components(graph), key=len)
    rng = random.Random(1)
    pairs = [rng.sample(sorted(part & node_of.keys()), 2) for _ in range(25)]
    assert len(pairs) == 25
    for a, b in pairs:
        wanted = nx.dijkstra_path_length(graph, a, b, weight="km")
        assert ours_km(net, node_of[a], node_of[b]) == pytest.approx(wanted, abs=0.002)


@pytest.mark.parametrize("directed", [False, True])
def test_routes_over_what_osmnx_wrote_are_those_of_osmnx(directed, tmp_path):
    graph = nx.MultiDiGraph(crs="EPSG:4326")
    numbers = {}
    for number, (line, oneway) in enumerate(streets("osmnx"), start=1):
        ends = [numbers.setdefault(p, 1000 + len(numbers)) for p in (line[0], line[-1])]
        for node, place in zip(ends, (line[0], line[-1]), strict=True):
            graph.add_node(node, x=place[0], y=place[1])
        more = {
            "osmid": number,
            "highway": "primary",
            "oneway": oneway,
            "length": 1000 * km_of(line),
        }
        graph.add_edge(*ends, **more, reversed=False, geometry=shapely.LineString(line))
        if not oneway:
            back = shapely.LineString(line[::-1])
            graph.add_edge(*ends[::-1], **more, reversed=True, geometry=back)
    path = tmp_path / "x.gpkg"
    ox.save_graph_geopackage(graph, path, directed=directed)
    net = co.network_from_lines(path)
    assert "lines end at the nodes that their columns name" in str(net.report)
    part = sorted(max(nx.strongly_connected_components(graph), key=len))
    rng = random.Random(2)
    for a, b in [rng.sample(part, 2) for _ in range(25)]:
        wanted = nx.dijkstra_path_length(graph, a, b, weight="length") / 1000
        assert ours_km(net, str(a), str(b)) == pytest.approx(wanted, abs=0.002)


def test_routes_over_railways_that_others_drew_are_those_of_networkx():
    """Natural Earth's 589 railways of the region; one gauge and country, so that all may pass."""
    path = reference("rail_naturalearth10m.parquet")
    whole = {"country": {"value": "KZ"}, "gauge_mm": {"value": 1520}}
    net = co.network_from_lines(path, mode="rail", columns=whole, snap_m=0)
    graph = nx.Graph()
    for line in gpd.read_parquet(path).geometry.explode():
        points = [(round(x, 9), round(y, 9)) for x, y in line.coords]
        for a, b in pairwise(points):
            if a != b:
                graph.add_edge(a, b, km=GEOD.inv(*a, *b)[2] / 1000)
    rows = [row for row in net.table("nodes") if row["terminal_classes"]]
    rng, routed = random.Random(3), 0
    for pair in [rng.sample(rows, 2) for _ in range(20)]:
        a, b = ((round(row["lon"], 9), round(row["lat"], 9)) for row in pair)
        wanted = nx.dijkstra_path_length(graph, a, b, "km") if nx.has_path(graph, a, b) else None
        found = ours_km(net, *(row["node_id"] for row in pair))
        assert (found is None) == (wanted is None)
        if wanted is not None:
            routed += 1
            assert found == pytest.approx(wanted, rel=1e-5, abs=0.002)
    assert routed > 10


def test_nodes_and_edges_of_osmnx_in_memory():
    graph = nx.MultiDiGraph(crs="EPSG:4326")
    graph.add_node(1, x=69.2, y=41.2)
    graph.add_node(2, x=69.3, y=41.2)
    graph.add_edge(1, 2, osmid=[5, 6], highway=["trunk", "primary"], oneway=False, length=8388.0)
    graph.add_edge(2, 1, osmid=[5, 6], highway=["trunk", "primary"], oneway=False, length=8388.0)
    nodes, edges = ox.graph_to_gdfs(graph)
    net = co.network_from_lines((nodes, edges))
    (row,) = net.table("links")
    assert {row["from_node"], row["to_node"]} == {"1", "2"}
    assert row["oneway"] == ""
    assert "highway=trunk" in row["tags"]


# -- what is given otherwise ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "how", "error", "told"),
    [
        (5, {}, TypeError, "lines: expected a file, a GeoDataFrame or .nodes, edges., not int"),
        ((1, 2, 3), {}, TypeError, "3 parts; a pair is .nodes, edges."),
        ("none.gpkg", {}, FileNotFoundError, "none.gpkg: no such file"),
        (frame(), {"mode": "rial"}, ValueError, "mode 'rial' is not one of .* Did you mean 'rail'"),
        (frame(), {"mode": 5}, TypeError, "mode: 5 is no mode and no table"),
        (frame(), {"mode": "rail", "snap_m": -1}, ValueError, "snap_m is -1, expected 0 to 1000"),
        (frame(), {"mode": "rail", "snap_m": "x"}, TypeError, "snap_m is 'x', expected a number"),
        (frame(), {"mode": "rail", "crossings": "none"}, ValueError, "crossings 'none' is not one of ends, shared, all"),
        (frame(), {"mode": "rail", "layer": "x"}, TypeError, "layer: only a GeoPackage has layers"),
        (frame(), {"mode": "rail", "box": "30ft"}, ValueError, "box '30ft' is not one of"),
        (frame(), {"mode": "rail", "lowest_road": "x"}, ValueError, "lowest_road 'x' is not one of"),
        (frame().iloc[:0], {"mode": "rail"}, co.DataError, "lines: no feature in it"),
        (frame(), {"mode": "pipeline"}, co.DataError, "no line of it could be a link; left out: 3 x a pipeline"),
        ((frame(), frame()), {"mode": "rail", "nodes": frame()}, TypeError, "nodes is for a source of lines alone"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(source, how, error, told):
    with pytest.raises(error, match=told):
        co.network_from_lines(source, **how)


ODD_SHAPES = (
    None, "Point (1 2)", "LineString EMPTY", "Polygon ((0 0, 1 0, 1 1, 0 0))", "LineString (69 41, 69 41)",
    "MultiLineString ((69 41, 69.1 41), (69.1 41, 69.2 41))", "LineString (179.9 41, -179.9 41)",
    "GeometryCollection (Point (1 2), LineString (69 41, 70 41))", "LineString (200 41, 201 41)",
    "LineString (69.2 41.2, 69.3 41.2, 69.25 41.2, 69.4 41.2)", "LineString Z (69 41 5, 70 41 6)",
)  # fmt: skip
ODD_CELLS = (
    None, math.nan, 2**70, -5, 0, "x", "1520;1435", "['a', 'b']", ["trunk", "primary"], np.array([1, 2]),
    {"a": 1}, b"\x00\xff", pd.NaT, pd.NA, True, np.int64(1520), "Ғ", (), 1e308, "-1", complex(1, 2), "\ud800",
)  # fmt: skip
WORDS = (
    "mode", "gauge", "status", "speed_kmh", "maxspeed", "oneway", "name", "ref", "country", "length_km", "time_h",
    "cost_usd", "commodity", "link_id", "highway", "railway", "route", "bridge", "layer", "surface", "u", "v",
)  # fmt: skip


@pytest.mark.parametrize("seed", range(200))
def test_odd_tables_are_read_or_refused_in_a_sentence(seed):
    rng = random.Random(seed)
    table = frame()
    for _ in range(rng.randint(0, 2)):
        shape = rng.choice(ODD_SHAPES)
        table.loc[rng.randrange(3), "geometry"] = shape and shapely.from_wkt(shape)
    for _ in range(rng.randint(0, 4)):
        table[rng.choice(WORDS)] = pd.Series(
            [rng.choice(ODD_CELLS) for _ in range(3)], dtype=object
        )
    how = {"mode": rng.choice(["rail", "road", "ferry", "sea", "inland_water", None])}
    how |= {"crossings": rng.choice(["all", "ends", "shared"]), "snap_m": rng.choice([0, 1, 1000])}
    net = told = None
    try:
        net = co.network_from_lines(table, **how)
    except co.DataError as error:
        told = str(error)
    if net is None:
        assert "lines: " in told
        return
    assert not check_tables({name: net.table(name) for name in net.table_names})
    assert str(net.report).encode()


def test_limits_that_nobody_can_read_are_told():
    import geopandas as gpd
    from shapely import LineString

    lines = [LineString([(69 + k, 41), (69.9 + k, 41)]) for k in range(4)]
    columns = {"highway": ["trunk"] * 4, "maxspeed": ["20 kmph", "60 furlongs", "none", None]}
    shapes = gpd.GeoDataFrame(columns, geometry=lines, crs=4326)
    for read in (shapes, shapes.drop(columns="highway")):
        mode = {"mode": "road"} if read is not shapes else {}
        net = co.network_from_lines(read, **mode)
        assert "not read: maxspeed=60 furlongs 1" in str(net.report)
        assert net.report.seen["not read"] == {"maxspeed=60 furlongs": 1}
    net = co.network_from_lines(shapes)
    assert min(net.table("links")["speed_kmh"]) == 20.0


def test_a_stated_length_below_the_straight_line_gives_way_to_the_drawn_one():
    """Of 83.9 km straight 70 are stated: by the file, so its user is told, of no table of ours."""
    lines = [shapely.LineString([(69, 41), (70, 41)]), shapely.LineString([(70, 41), (71, 41)])]
    table = gpd.GeoDataFrame(
        {"mode": "road", "length_km": [70.0, 90.0], "cost_usd": [140.0, 90.0]},
        geometry=lines,
        crs=4326,
    )
    net = co.network_from_lines(table)
    links = net.table("links")
    assert links["length_km"] == pytest.approx((84.1, 90.0), abs=0.1)
    assert links["length_basis"] == ("measured", "published")
    assert links["usd_40ft"] == pytest.approx((140.0, 90.0))
    assert "does not fit the straight line between the ends of 1 link, such as" in str(net.report)
