"""Graphs of osmnx become links, in their directions, and come back."""

from __future__ import annotations

import json
import random
import re

import networkx as nx
import numpy as np
import osmnx as ox
import pandas as pd
import pyproj
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from osm_toy import xml
from shapely import LineString
from shapely.geometry import mapping

import corridors as co
from corridors.network.earth import segment_km

#: Files of each kind that are broken at random.
MUTATIONS = 100


def small_graph(**extra):
    graph = nx.MultiDiGraph(crs="EPSG:4326", **extra)
    for node, (x, y) in {1: (69.2, 41.28), 2: (69.25, 41.28), 3: (69.25, 41.33)}.items():
        graph.add_node(node, x=x, y=y)
    for a, b in ((1, 2), (2, 1)):
        graph.add_edge(a, b, osmid=10, highway="primary", length=4180.0, reversed=a == 2)
    graph.add_edge(2, 3, osmid=11, highway="secondary", length=5550.0)
    return graph


def test_graph_edges_become_links_in_their_directions():
    net = co.network_from_graph(small_graph())
    rows = {r["osm_ids"]: r for r in net.table("links")}
    assert rows["10"]["oneway"] == ""
    assert rows["11"]["oneway"] == "yes"
    assert rows["11"]["length_km"] == pytest.approx(5.553, abs=0.01)


@pytest.mark.parametrize(
    ("length", "told"),
    [
        (-5.0, {"negative": 1}),
        (2_500_000.0, {"longer": 1}),
        (300.0, {"shorter": 1}),
        (4300.0, None),
        (float("nan"), None),
        ("long", None),
        (None, None),
    ],
)
def test_lengths_are_the_geometrys_and_stated_ones_far_off_are_told(length, told):
    graph = small_graph()
    for a, b in ((1, 2), (2, 1)):
        graph.edges[a, b, 0]["length"] = length
    net = co.network_from_graph(graph)
    rows = {r["osm_ids"]: r for r in net.table("links")}
    assert len(net.table("links")) == 2
    assert rows["10"]["oneway"] == ""
    assert rows["10"]["length_km"] == pytest.approx(4.187, abs=0.01)
    assert rows["11"]["length_km"] == pytest.approx(5.553, abs=0.01)
    far = [counts for facet, counts in net.report.seen.items() if "stated length" in facet]
    assert far == ([told] if told else [])
    assert ("stated length is far" in str(net.report)) == bool(told)


def test_graph_is_left_as_it_was():
    graph = small_graph()
    before = json.dumps(nx.node_link_data(graph, edges="edges"), sort_keys=True)
    co.network_from_graph(graph)
    assert json.dumps(nx.node_link_data(graph, edges="edges"), sort_keys=True) == before


def test_simplified_graph_keeps_its_geometry():
    graph = nx.MultiDiGraph(crs="EPSG:4326")
    graph.add_node("a", x=69.2, y=41.28)
    graph.add_node("b", x=69.3, y=41.28)
    bent = LineString([(69.2, 41.28), (69.25, 41.33), (69.3, 41.28)])
    graph.add_edge("a", "b", osmid=[5, 6], highway=["primary", "trunk"], geometry=bent)
    net = co.network_from_graph(graph)
    (link,) = net.table("links")
    assert (link["from_node"], link["to_node"]) == ("a", "b")
    assert net.line(link["link_id"]) == list(bent.coords)
    assert link["length_km"] == pytest.approx(13.9, abs=0.2)


def test_projected_graph_is_taken_back_to_degrees():
    net = co.network_from_graph(ox.project_graph(small_graph(), to_crs="EPSG:32642"))
    assert net.table("nodes")["lon"][0] == pytest.approx(69.2, abs=1e-6)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda g: g.graph.pop("crs"), "no CRS; set graph.graph"),
        (lambda g: g.graph.update(crs="foo"), "graph: crs 'foo' is no coordinate system; write"),
        (lambda g: g.nodes[2].pop("x"), "1 node without x and y, the first is 2"),
        (lambda g: g.nodes[2].update(x=4_100_000.0), "which are no degrees"),
        (lambda g: g.remove_edges_from(list(g.edges)), "no edge is a road, railway or ferry"),
        (
            lambda g: nx.relabel_nodes(g, {3: "1"}, copy=False),
            "graph: nodes 1 and '1' would both have the node_id '1'; give one of them another name",
        ),
    ],
)
def test_bad_graphs_say_what_is_wrong(change, message):
    graph = small_graph()
    change(graph)
    with pytest.raises(co.DataError, match=message):
        co.network_from_graph(graph)


def test_no_graph_at_all(tmp_path):
    with pytest.raises(TypeError, match="expected a networkx graph, not list"):
        co.network_from_graph([1])
    with pytest.raises(FileNotFoundError, match="none.graphml: no such file"):
        co.network_from_graph(tmp_path / "none.graphml")
    with pytest.raises(ValueError, match="gap_km is 9, expected 0 to 5"):
        co.network_from_graph(small_graph(), gap_km=9)
    with pytest.raises(ValueError, match="lowest_road 'path' is not one of motorway"):
        co.network_from_graph(small_graph(), lowest_road="path")


def test_small_roads_are_kept_where_they_are_asked_for(tmp_path):
    graph = small_graph()
    graph.add_edge(3, 1, osmid=12, highway="residential")
    graph.add_edge(1, 3, osmid=13, railway="rail", gauge=1520.0)
    ox.save_graphml(graph, tmp_path / "town.graphml")
    ids = lambda net: set(net.table("links")["osm_ids"])  # noqa: E731
    assert ids(co.network_from_graph(graph)) == {"10", "11", "13"}
    assert "highway=residential 1" in str(co.network_from_graph(graph).report)
    whole = {"lowest_road": "residential", "modes": "road"}
    assert ids(co.network_from_graph(graph, **whole)) == {"10", "11", "12"}
    assert ids(co.network_from_osm(tmp_path / "town.graphml", **whole)) == {"10", "11", "12"}


def test_our_own_graph_comes_back(tmp_path, toy_xml):
    net = co.network_from_osm(toy_xml, modes="road")
    graph = net.to_networkx()
    nodes, edges = ox.graph_to_gdfs(graph)
    assert len(nodes) == len(net.table("nodes"))
    assert set(edges["length"] / 1000) >= {r["length_km"] for r in net.table("links")}
    best = next(ox.routing.k_shortest_paths(graph, "osm-50", "osm-55", k=1))
    assert (best[0], best[-1]) == ("osm-50", "osm-55")


# -- any type and spelling -----------------------------------------------------------------------

ROADS = ["motorway", "trunk", "trunk_link", "primary", "busway", "residential", "construction"]
GAUGES = ["1520", "1435", "1524"]


@st.composite
def plain_graphs(draw):
    """Draw a graph in plain types: nodes on a grid, and roads and railways with tags."""
    size = draw(st.integers(3, 6))
    base = draw(st.sampled_from([0, 10**9, 2**62 - 3, 2**63]))
    graph = nx.MultiDiGraph(crs="EPSG:4326", simplified=draw(st.booleans()))
    for k in range(size):
        graph.add_node(base + k, x=69.2 + 0.013 * k, y=41.2 + 0.0071 * (k * k % 5), street_count=k)
    ids = st.lists(st.integers(1, 9) | st.just(2**65), min_size=1, max_size=2, unique=True)
    for _ in range(draw(st.integers(1, 8))):
        a, b = (base + draw(st.integers(0, size - 1)) for _ in range(2))
        data = {"osmid": draw(ids), "length": 1000.0}
        if draw(st.booleans()):
            data |= {
                "railway": ["rail"],
                "gauge": draw(st.lists(st.sampled_from(GAUGES), max_size=2)),
            }
        else:
            data |= {
                "highway": draw(st.lists(st.sampled_from(ROADS), min_size=1, max_size=3)),
                "maxspeed": draw(st.lists(st.sampled_from(["30", "60", "90"]), max_size=2)),
                "toll": draw(st.sampled_from([[], ["yes"], ["no"]])),
                "hgv": draw(st.lists(st.sampled_from(["yes", "no", "destination"]), max_size=2)),
                "name": draw(st.sampled_from([[], ["Ring"], ["M 39", "Ring"]])),
            }
        if a == b or draw(st.booleans()):
            ends = [(graph.nodes[n]["x"], graph.nodes[n]["y"]) for n in (a, b)]
            data["geometry"] = LineString(
                [ends[0], (69.2 + 0.001 * draw(st.integers(0, 9)), 41.25), ends[1]]
            )
        one_way = draw(st.booleans())
        graph.add_edge(a, b, oneway=one_way, reversed=False, **data)
        if not one_way:
            if "geometry" in data:
                data = data | {"geometry": data["geometry"].reverse()}
            graph.add_edge(b, a, oneway=one_way, reversed=True, **data)
    return graph


FORMS = {
    "plain": lambda values: values,
    "one": lambda values: values[0] if len(values) == 1 else values,
    "tuple": tuple,
    "set": set,
    "array": lambda values: np.array(values, dtype=object),
    "text": str,
    "joined": lambda values: ";".join(map(str, values)),
    "series": pd.Series,
    "gaps": lambda values: [*values, None, float("nan")],
    "numbers": lambda values: [float(v) if str(v).isdigit() and int(v) < 2**53 else v for v in values],
    "number text": lambda values: str([f"{v}.0" if str(v).isdigit() else v for v in values]),
}  # fmt: skip
TRUTHS = [
    bool,
    str,
    int,
    lambda v: "yes" if v else "no",
    lambda v: [v],
    np.bool_,
    float,
]
CRSS = [
    "EPSG:4326", 4326, "4326", "{'init': 'epsg:4326'}", {"init": "epsg:4326"}, pyproj.CRS(4326),
    pyproj.CRS(4326).to_wkt(), pyproj.CRS(4326).to_json(), np.int64(4326), "epsg:4326", "OGC:CRS84",
]  # fmt: skip


def spelled(graph, draw, *, as_text=False):
    """Return the same graph with every value in some other type or spelling.

    ``as_text`` leaves out those whose text says too little: of a series, and of bytes.
    """
    forms = [form for name, form in FORMS.items() if not (as_text and name == "series")]
    lines = [lambda g: g, lambda g: g.wkt, lambda g: g.wkb_hex, mapping]
    if not as_text:
        lines.append(lambda g: g.wkb)
    words, truths, nodes = (st.sampled_from(list(f)) for f in (forms, TRUTHS, [int, str]))
    node = draw(nodes)
    made = nx.MultiDiGraph(crs=draw(st.sampled_from(CRSS)))
    made.graph["simplified"] = draw(truths)(graph.graph["simplified"])
    for n, data in graph.nodes(data=True):
        number = draw(st.sampled_from([float, str, np.float64]))
        made.add_node(node(n), x=number(data["x"]), y=number(data["y"]), street_count="2.0?")
    for a, b, data in graph.edges(data=True):
        row = {"lanes": object(), "length": draw(st.sampled_from([float, str]))(data["length"])}
        for key, value in data.items():
            if key in ("oneway", "reversed"):
                row[key] = draw(truths)(value)
            elif key == "geometry":
                row[key] = draw(st.sampled_from(lines))(value)
            elif key == "name":
                row[key] = value
            elif key != "length":
                row[key] = draw(words)(value)
        if "geometry" not in data:
            row["geometry"] = draw(st.sampled_from([None, float("nan"), "", "None"]))
        made.add_edge(node(a), node(b), **row)
    return made


def matters(net):
    """Return all that a network is, but for its name."""
    tables = {
        t: {c: tuple(map(repr, net.table(t)[c])) for c in net.table(t).columns}
        for t in ("nodes", "links", "border_crossings", "transshipments")
    }
    return tables, {link: net.line(link) for link in net.table("links")["link_id"]}


def outcome(make):
    try:
        return matters(make())
    except co.DataError as error:
        return "refused", "no edge is a road" in str(error)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_graph_is_the_same_network_in_any_type_and_format(tmp_path_factory, data):
    graph = data.draw(plain_graphs())
    wanted = outcome(lambda: co.network_from_graph(graph))
    folder = tmp_path_factory.mktemp("graphs")
    odd = spelled(graph, data.draw)
    assert outcome(lambda: co.network_from_graph(odd)) == wanted
    # Through the files and frames of others.
    ox.save_graphml(graph, folder / "osmnx.graphml")
    assert outcome(lambda: co.import_network(folder / "osmnx.graphml")) == wanted
    ox.save_graphml(spelled(graph, data.draw, as_text=True), folder / "odd.graphml")
    assert outcome(lambda: co.network_from_graph(folder / "odd.graphml")) == wanted
    text = json.dumps(nx.node_link_data(graph, edges="edges"), default=mapping)
    loaded = nx.node_link_graph(json.loads(text), edges="edges")
    assert outcome(lambda: co.network_from_graph(loaded)) == wanted
    frames = ox.graph_to_gdfs(graph)
    assert (
        outcome(lambda: co.network_from_graph(ox.graph_from_gdfs(*frames, graph_attrs=graph.graph)))
        == wanted
    )
    # The order of nodes and edges is nothing.
    turned = nx.MultiDiGraph(**graph.graph)
    turned.add_nodes_from(reversed(list(graph.nodes(data=True))))
    turned.add_edges_from(reversed(list(graph.edges(data=True))))
    assert outcome(lambda: co.network_from_graph(turned)) == wanted


# -- files that are broken -----------------------------------------------------------------------

ODD = [
    "", "nan", "None", "1e999", "-1", "[", "['a'", "{'a': [}", "9" * 40, "x", "[[[[1]]]]", "2.0",
    "LINESTRING (1 2", "LINESTRING (1000 2000, 3 4)", "POINT (1 2)", "MULTILINESTRING EMPTY",
    "LINESTRING (nan nan, 1 2)", "LINESTRING EMPTY", "GEOMETRYCOLLECTION EMPTY", "(" * 300,
    "{'type': 'LineString'}", "POLYGON ((0 0, 1 1, 1 0, 0 0))", "00", "0102", "SRID=1;", "[" * 400,
    "LINESTRING (79 51, 79.1 51.1)", "LINESTRING Z (69.2 41.3 1, 69.21 41.3 2)", "True", "[None]",
    "EPSG:32642", "EPSG:1", "{'init': 5}", "+proj=x", "&#x422;", "&lt;", "١٢", "²", "inf", "-0.0",
]  # fmt: skip


def mutated(text, draw):
    """Return a file with one or two things wrong."""
    lines = text.splitlines()
    for _ in range(draw(2) + 1):
        at = draw(len(lines))
        inner = re.search(r">([^<]*)<", lines[at])
        what = draw(9)
        if what <= 3 and inner:
            odd = ODD[draw(len(ODD))]
            lines[at] = lines[at][: inner.start(1)] + odd + lines[at][inner.end(1) :]
        elif what == 4:
            lines[at] = re.sub(r'"[^"]*"', f'"{ODD[draw(5)]}"', lines[at], count=1)
        elif what == 5:
            del lines[at]
        elif what == 6:
            lines.insert(draw(len(lines)), lines[at])
        elif what == 7:
            cut = draw(len(lines[at]) + 1)
            lines[at] = lines[at][:cut] + "<>&\"'\x00 é"[draw(8)] + lines[at][cut + 1 :]
        else:
            keys = [k for k, line in enumerate(lines) if "<key " in line] or [0]
            types = ("int", "double", "boolean", "long", "string", "void")
            at = keys[draw(len(keys))]
            lines[at] = re.sub('attr.type="[^"]*"', f'attr.type="{types[draw(6)]}"', lines[at])
    whole = "\n".join(lines)
    encodings = ["utf-8"] * 9 + ["cp1251", "utf-16", "utf-8-sig"]
    raw = whole.encode(encodings[draw(12)], "replace")
    return raw[: draw(len(raw))] if not draw(8) else raw


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """A graph that osmnx wrote, one that networkx wrote with types, and one of ours."""
    folder = tmp_path_factory.mktemp("mutated")
    (folder / "toy.osm").write_text(xml(), encoding="utf-8")
    keep = ["highway", "railway", "gauge", "name", "ref", "oneway", "maxspeed"]
    ox.settings.useful_tags_way, before = keep, ox.settings.useful_tags_way
    graph = ox.graph_from_xml(folder / "toy.osm", retain_all=True)
    ox.settings.useful_tags_way = before
    ox.save_graphml(graph, folder / "osmnx.graphml")
    for *_, data in graph.edges(data=True):
        data.update({k: str(v) for k, v in data.items() if k in ("geometry", *keep, "osmid")})
        data.update({k: str(v) for k, v in data.items() if isinstance(v, list)})
    nx.write_graphml(graph, folder / "networkx.graphml")
    co.export_network(co.network_from_osm(folder / "toy.osm"), folder / "ours.graphml")
    return {path.stem: path.read_text(encoding="utf-8") for path in folder.glob("*.graphml")}


@pytest.mark.parametrize("name", ["osmnx", "networkx", "ours"])
def test_a_mutated_graphml_is_read_or_refused_in_a_sentence(files, name, tmp_path):
    lines = re.sub(r"(</?(?:node|edge|graph|key|data|default)\b)", r"\n\1", files[name])
    rng = random.Random(13)
    path = tmp_path / "mine.graphml"
    told = []
    for _ in range(MUTATIONS):
        path.write_bytes(mutated(lines, rng.randrange))
        try:
            co.import_network(path)
        except co.DataError as error:
            told.append(error)
    assert len(told) > MUTATIONS / 10
    silent = [e for e in told for fault in e.faults if not re.search("mine|Did you mean", fault)]
    assert silent == []


# -- beside osmnx --------------------------------------------------------------------------------


def street_grid(seed):
    """Return a town of one-way streets, avenues, footpaths and bends, as OpenStreetMap has it."""
    rng = random.Random(seed)
    side = 7
    nodes = {
        10 * i + j + 1: (69.2 + 0.01 * i + rng.uniform(0, 4e-3), 41.2 + 0.008 * j, {})
        for i in range(side)
        for j in range(side)
    }
    classes = ["primary", "trunk_link", "residential", "unclassified", "footway", "living_street"]
    ways = {}
    for k in range(2 * side):
        line = [(10 * k + j if k < side else 10 * j + k - side) + 1 for j in range(side)]
        start, stop = sorted(rng.sample(range(side + 1), 2)) if k % 3 else (0, side)
        if stop - start > 1:
            tags = {"highway": classes[k % 6] if k % 3 else "secondary"}
            tags |= {"oneway": rng.choice(["yes", "-1", "no"])} if rng.random() < 0.5 else {}
            ways[100 + k] = (line[start:stop], tags)
    ways[200] = ([1, 2, 12, 11, 1], {"highway": "tertiary", "junction": "roundabout"})
    ways[201] = ([33, 34], {"highway": "residential", "access": "private"})
    return xml(nodes, ways)


@pytest.mark.parametrize("simplify", [True, False])
@pytest.mark.parametrize("seed", range(3))
def test_routes_are_those_of_networkx_on_the_graph_that_osmnx_makes(tmp_path, simplify, seed):
    (tmp_path / "town.osm").write_text(street_grid(seed), encoding="utf-8")
    graph = ox.graph_from_xml(tmp_path / "town.osm", retain_all=True, simplify=simplify)
    ox.save_graphml(graph, tmp_path / "town.graphml")
    net = co.network_from_graph(tmp_path / "town.graphml", lowest_road="residential")
    assert matters(net) == matters(co.network_from_graph(graph, lowest_road="residential"))
    roads = nx.DiGraph()
    for a, b, data in graph.edges(data=True):
        kinds = data["highway"] if isinstance(data["highway"], list) else [data["highway"]]
        if not {*kinds} <= {"footway", "living_street"} and data.get("access") != "private":
            ends = [(graph.nodes[n]["x"], graph.nodes[n]["y"]) for n in (a, b)]
            line = list(data["geometry"].coords) if "geometry" in data else ends
            km = float(segment_km(*np.array(line).T).sum())
            if not roads.has_edge(a, b) or roads.edges[a, b]["km"] > km:
                roads.add_edge(a, b, km=km)
    kept = [n for n in roads if f"osm-{n}" in net.table("nodes")["node_id"]]
    rng = random.Random(seed)
    compared = 0
    for _ in range(30):
        a, b = rng.sample(kept, 2)
        try:
            mine = co.route(
                net, f"osm-{a}", f"osm-{b}", weight="distance", modes=["road"]
            ).distance_km
        except co.NoItineraryError:
            continue
        assert mine == pytest.approx(nx.shortest_path_length(roads, a, b, "km"), abs=0.002)
        compared += 1
    assert compared > 10
