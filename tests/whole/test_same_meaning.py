"""The same data written otherwise gives the same network; other data gives another, or is told.

Files of every format are edited as people and programs edit them: orders of rows and columns,
units that are said, ids, signs, encodings, spellings of numbers, directions of lines, coordinate
systems. None of it may change a link by more than 1e-9. What changes the meaning must change what
networkx says of the same rows, or be told in the account.
"""

import copy
import csv
import io
import math
import random

import geopandas as gpd
import networkx as nx
import osmnx as ox
import pyproj
import pytest
from formats.gmns.samples import FOLDER, SAMPLES
from models_toy import MAPPING, model
from shapely import LineString

import corridors as co

GEOD = pyproj.Geod(ellps="WGS84")
TO_METRES = pyproj.Transformer.from_crs(4326, 3857, always_xy=True)


def arcs(net, digits=9):
    """Return each direction of each link with what routes depend on, by the places of its ends."""
    at = {r["node_id"]: (round(r["lon"], 6), round(r["lat"], 6)) for r in net.table("nodes")}
    found = []
    for row in net.table("links"):
        ends = at[row["from_node"]], at[row["to_node"]]
        numbers = [row[c] for c in ("gauge_mm", "length_km", "speed_kmh", "hours_p50", "usd_40ft")]
        says = (row["mode"], row["status"], *(round(v, digits) for v in numbers))
        for pair in (ends,) if row["oneway"] == "yes" else (ends, ends[::-1]):
            found.append(repr((*pair, *says)))
    return sorted(found)


# -- GMNS ----------------------------------------------------------------------------------------


def tables_of(name):
    found = {}
    for path in sorted((FOLDER / name).glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as stream:
            header, *rows = csv.reader(stream)
        found[path.name] = (header, rows)
    return found


def read_gmns(tables, folder, encoding="utf-8", **dialect):
    folder.mkdir()
    for name, rows in tables.items():
        text = io.StringIO()
        csv.writer(text, **{"lineterminator": "\n", **dialect}).writerows([rows[0], *rows[1]])
        (folder / name).write_bytes(text.getvalue().encode(encoding))
    return co.import_network(folder)


def cells(tables, file, *columns):
    header, rows = tables[file]
    for place in [k for k, word in enumerate(header) if word in columns]:
        for row in rows:
            yield row, place


def rows_shuffled(tables, rng):
    for _, rows in tables.values():
        rng.shuffle(rows)


def columns_shuffled(tables, rng):
    for name, (header, rows) in tables.items():
        order = rng.sample(range(len(header)), len(header))
        tables[name] = tuple([[row[k] for k in order] for row in part] for part in ([header], rows))
        tables[name] = (tables[name][0][0], tables[name][1])


def ids_with_a_gap(tables, rng):
    for file, columns in (("node.csv", ["node_id"]), ("link.csv", ["from_node_id", "to_node_id"])):
        for row, k in cells(tables, file, *columns):
            row[k] += ".0"


def other_numbers(tables, rng):
    for file, columns in (("node.csv", ["x_coord", "y_coord"]), ("link.csv", ["length"])):
        for row, k in cells(tables, file, *columns):
            row[k] = rng.choice(["{:.17e}", "{!r}", "{:.17E}"]).format(float(row[k]))


def in_miles(tables, rng):
    for row, k in cells(tables, "link.csv", "length"):
        row[k] = repr(float(row[k]) / 1609.344)
    tables["config.csv"] = (["long_length", "speed"], [["Miles", "km/h"]])


def spaces(tables, rng):
    for _, rows in tables.values():
        for row in rows:
            row[:] = [f" {v} " if v else v for v in row]


GMNS_EDITS = (
    rows_shuffled, columns_shuffled, ids_with_a_gap, other_numbers, in_miles, spaces,
    {"delimiter": "\t"}, {"delimiter": ";"}, {"encoding": "utf-8-sig"}, {"encoding": "utf-16"},
    {"lineterminator": "\r\n"}, {"quoting": csv.QUOTE_ALL},
)  # fmt: skip


@pytest.mark.parametrize("name", ["leavenworth", "chongqing_rail"])
def test_gmns_written_otherwise_is_the_same_network(name, tmp_path):
    base = tables_of(name)
    expected = arcs(read_gmns(base, tmp_path / "base"))
    for number, edit in enumerate(GMNS_EDITS):
        tables, dialect = copy.deepcopy(base), edit if isinstance(edit, dict) else {}
        if callable(edit):
            edit(tables, random.Random(number))
        assert arcs(read_gmns(tables, tmp_path / str(number), **dialect)) == expected, edit


def test_a_length_doubled_and_a_link_turned_are_just_that(tmp_path):
    name = "chongqing_rail"
    unit_km = SAMPLES[name][0]
    base = tables_of(name)
    header = base["link.csv"][0]
    length, a, b = (header.index(c) for c in ("length", "from_node_id", "to_node_id"))
    for number in (0, 7):
        tables = copy.deepcopy(base)
        row = tables["link.csv"][1][number]
        row[length] = repr(2 * float(row[length]))
        row[a], row[b] = row[b], row[a]
        net = read_gmns(tables, tmp_path / str(number))
        graph = nx.DiGraph()
        for r in tables["link.csv"][1]:
            km = float(r[length]) * unit_km
            known = graph.get_edge_data(r[a], r[b], {"km": km})["km"]
            graph.add_edge(r[a], r[b], km=min(km, known))  # a turned row may lie beside another
        got = co.matrix(net, [*net.nodes.index], [*net.nodes.index], weight="distance")
        want = dict(nx.all_pairs_dijkstra_path_length(graph, weight="km"))
        for one in got.index:
            for other in got.columns:
                assert got.loc[one, other] == pytest.approx(
                    want[one].get(other, math.nan), abs=1e-6, nan_ok=True
                )


# -- lines ---------------------------------------------------------------------------------------


def lines():
    points = [(69.0, 41.0), (69.4, 41.1), (69.9, 41.0), (69.5, 41.5), (69.0, 41.4)]
    pairs = [(0, 1), (1, 2), (1, 3), (3, 4), (4, 0), (2, 3)]
    shapes = [LineString([points[a], (points[a][0], points[b][1]), points[b]]) for a, b in pairs]
    return gpd.GeoDataFrame(
        {
            "mode": ["road", "road", "rail", "rail", "road", "road"],
            "gauge_mm": [None, None, 1520, 1435, None, None],
            "oneway": ["yes", "no", "no", "no", "no", "yes"],
            "speed_kmh": [40, 50, 60, 70, 80, 90],
            "length_km": [1.1 * GEOD.geometry_length(s) / 1000 for s in shapes],
        },
        geometry=shapes, crs=4326,
    )  # fmt: skip


def turned(frame):
    frame["oneway"] = frame["oneway"].replace("yes", "-1")
    return frame.set_geometry(frame.geometry.reverse())


def as_texts(frame):
    frame["length_km"] = [repr(v).replace(".", ",") for v in frame["length_km"]]
    frame["gauge_mm"] = ["" if v != v else f"{v:.1f}" for v in frame["gauge_mm"]]  # noqa: PLR0124
    return frame


@pytest.mark.parametrize(
    "edit",
    [
        lambda f: f.sample(frac=1, random_state=3),
        lambda f: f[f.columns[::-1]],
        turned,
        as_texts,
        lambda f: f.assign(oneway=f["oneway"] == "yes"),
        lambda f: f.to_crs(32642),
    ],
)
def test_lines_drawn_otherwise_are_the_same_network(edit):
    expected = co.network_from_lines(lines(), columns={"oneway": "oneway"})
    net = co.network_from_lines(edit(lines()), columns={"oneway": "oneway"})
    assert arcs(net, 6) == arcs(expected, 6)


@pytest.mark.parametrize(
    ("hours", "told"),
    [(60.0, "7 links of 7 too slow (road-w1: 0.7 km/h)"), (0.02, "7 links of 7 too fast")],
)
def test_hours_of_lines_in_another_unit_are_told(hours, told):
    """Six lines, of which one is cut where another ends on it."""
    frame = lines().drop(columns="length_km").assign(time_h=hours)
    assert f"time_h makes {told}" in str(co.network_from_lines(frame).report)


# -- graphs --------------------------------------------------------------------------------------


def graph():
    found = nx.MultiDiGraph(crs="EPSG:4326", simplified=True)
    at = {k: (69 + 0.05 * (k % 3), 41 + 0.05 * (k // 3)) for k in range(9)}
    for node, (x, y) in at.items():
        found.add_node(node, x=x, y=y)
    pairs = [(a, b) for a in at for b in (a + 1, a + 3) if b in at and (b % 3 or b == a + 3)]
    for way, (a, b) in enumerate(pairs, 1):
        line = LineString([at[a], (at[a][0] + 0.01, at[b][1] + 0.01), at[b]])
        tags = {"osmid": [way, way + 99] if way % 4 == 0 else way, "oneway": way % 3 == 0,
                "highway": ["tertiary", "primary"] if way % 5 == 0 else "secondary",
                "maxspeed": "40 mph", "length": GEOD.geometry_length(line)}  # fmt: skip
        found.add_edge(a, b, reversed=False, geometry=line, **tags)
        if not tags["oneway"]:
            found.add_edge(b, a, reversed=True, geometry=line.reverse(), **tags)
    return found


def each_edge(change):
    def edit(found):
        for *_, data in found.edges(data=True):
            data |= {key: change(value) for key, value in data.items()}
        return found

    return edit


def shuffled(found):
    other = nx.MultiDiGraph(**found.graph)
    other.add_nodes_from(reversed(list(found.nodes(data=True))))
    other.add_edges_from(reversed(list(found.edges(data=True))))
    return other


@pytest.mark.parametrize(
    "edit",
    [
        shuffled,
        each_edge(lambda v: v[::-1] if isinstance(v, list) else v),
        each_edge(lambda v: str(v) if isinstance(v, list) else v),
        each_edge(lambda v: float(v) if isinstance(v, int) and not isinstance(v, bool) else v),
        each_edge(lambda v: {True: "yes", False: "no"}[v] if isinstance(v, bool) else v),
        each_edge(lambda v: v.wkt if isinstance(v, LineString) else v),
        each_edge(lambda v: "64.373760 km/h" if v == "40 mph" else v),
        lambda found: ox.project_graph(found, to_crs="EPSG:3857"),
    ],
)
def test_graphs_written_otherwise_are_the_same_network(edit, tmp_path):
    expected = arcs(co.network_from_graph(graph()), 4)
    assert arcs(co.network_from_graph(edit(graph())), 4) == expected
    try:
        ox.save_graphml(edit(graph()), tmp_path / "g.graphml")
    except (AttributeError, TypeError):
        return  # a shape that is no shape any more
    assert arcs(co.network_from_graph(tmp_path / "g.graphml"), 4) == expected


# -- mappings ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        ("Dist_m", "330000", "330", "scale = 0.001", 'unit = "km"'),
        ("Hours", ",9,2", ",540,2", 'time_h = "Hours"',
         'time_h = { column = "Hours", unit = "min" }'),
    ],
)  # fmt: skip
def test_a_mapping_in_another_unit_that_is_said_is_the_same_network(tmp_path, change):
    column, was, now, mapped, other = change
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    links = "From,To,Dist_m,Gauge,Cost,Hours,Dir\nA,B,330000,1520,410,9,2\n"
    nodes = "Code,Station,X,Y,ISO,Type,Border,BorderH,Transfer\n"
    nodes += "A,Alatau,77.0,43.4,KZ,C,,,\nB,Altynkol,80.25,44.2,KZ,C,,,\n"
    one = co.read_mapped(model(tmp_path / "a", nodes=nodes, links=links))
    same = co.read_mapped(
        model(tmp_path / "b", nodes, links.replace(was, now), MAPPING.replace(mapped, other))
    )
    assert column in MAPPING
    assert arcs(one) == arcs(same)


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        ("410,9", "410,540", "slow"),
        ("410,9", "410,0.4", "time_h makes 1 link of 3 too fast (l.csv:2: 825.0 km/h)"),
        ("410,9", "410,0", "time_h 0: it takes no time: 1 row (l.csv:2)"),
        ("410,9", "410,", "without a time of its own: the embedded speed: 1 row (l.csv:2)"),
        ("410,9", "0,9", "cost_usd 0 beside others: it is free: 1 row (l.csv:2)"),
    ],
)
def test_odd_hours_and_prices_of_a_model_are_told(tmp_path, was, now, told):
    links = "From,To,Dist_m,Gauge,Cost,Hours,Dir\nA,B,330000,1520,410,9,2\n"
    links += "B,C,15000,1435,25,1,2\nC,D,640000,1435,700,16,2\n"
    if told == "slow":  # all of them
        links = links.replace(",9,", ",540,").replace(",1,", ",60,").replace(",16,", ",960,")
        told = "time_h makes 3 links of 3 too slow (l.csv:2: 0.6 km/h), and is kept"
    net = co.read_mapped(model(tmp_path, links=links.replace(was, now)))
    assert told in str(net.report)


def test_a_country_without_an_outline_is_told_where_its_node_lies_in_another(tmp_path):
    path = model(tmp_path)
    nodes = (tmp_path / "n.csv").read_text(encoding="utf-8")
    (tmp_path / "n.csv").write_text(nodes.replace("43.4,KZ", "43.4,AR"), encoding="utf-8")
    told = str(co.read_mapped(path).report)
    assert "lies far outside the country that it says, which is kept: 1 row (n.csv:2: 'A'" in told
