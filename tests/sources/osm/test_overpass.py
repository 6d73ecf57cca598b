"""OpenStreetMap through osmnx: graphs, XML, and a server on this machine that the test starts."""

from __future__ import annotations

import json
import re
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import networkx as nx
import osmnx as ox
import pytest
from osm_toy import NODES, WAYS, overpass, xml
from shapely import LineString, Polygon, box
from shapely.geometry import mapping, shape

import corridors as co
from corridors.network.files import cache_folder
from corridors.sources.osm.overpass import Download

BOX = (69.1, 41.2, 69.45, 41.5)


@pytest.fixture
def toy_xml(tmp_path):
    path = tmp_path / "toy.osm"
    path.write_text(xml(), encoding="utf-8")
    return path


class Server(ThreadingHTTPServer):
    """Answers like Overpass; ``script`` holds answers to give first, ``asked`` the queries."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked, self.script = [], []

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}/api"

    @property
    def geocoder(self):
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        query = parse_qs(body)["data"][0]
        self.reply(query, answer)

    def do_GET(self):
        url = urlsplit(self.path)
        assert url.path == "/search"
        self.reply(parse_qs(url.query)["q"][0], lambda name: PLACES.get(name, []))

    def reply(self, query, answer_to):
        self.server.asked.append(query)
        if self.server.script:
            status, headers, content = self.server.script.pop(0)
        else:
            status, headers, content = 200, {}, json.dumps(answer_to(query)).encode()
        self.send_response(status)
        for key, value in {"Content-Length": str(len(content)), **headers}.items():
            self.send_header(key, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_):
        pass


def place(name, geometry):
    """Return an answer of Nominatim."""
    west, south, east, north = shape(geometry).bounds
    return {
        "place_id": 1,
        "osm_type": "relation",
        "osm_id": 1,
        "lat": str((south + north) / 2),
        "lon": str((west + east) / 2),
        "display_name": name,
        "importance": 0.5,
        "boundingbox": [str(south), str(north), str(west), str(east)],
        "geojson": geometry,
    }


#: What the local geocoder knows.
PLACES = {
    "Toshkent": [place("Toshkent", mapping(box(*BOX)))],
    "Yallama": [place("Yallama", {"type": "Point", "coordinates": [69.25, 41.38]})],
}


def answer(query):
    """Return the part of the toy extract that a query asks for."""
    if "node[" in query:
        found = [
            {"type": "node", "id": n, "lon": x, "lat": y, "tags": tags}
            for n, (x, y, tags) in NODES.items()
            if tags
        ]
        return {"elements": found}
    for key in ("railway", "highway"):
        if f'["{key}"~' in query:
            return overpass({w: (r, t) for w, (r, t) in WAYS.items() if key in t})
    return {"elements": []}


@pytest.fixture
def server():
    with Server() as made:
        thread = threading.Thread(target=made.serve_forever, daemon=True)
        thread.start()
        yield made
        made.shutdown()
        thread.join()


def fetch(server, tmp_path, source=BOX, **options):
    how = {"endpoint": server.url, "cache_folder": tmp_path / "cache", "wait_s": 0, **options}
    return co.network_from_osm(source, **how)


def lengths(net):
    return sorted((r["mode"], r["osm_ids"], round(r["length_km"], 4)) for r in net.table("links"))


# -- graphs --------------------------------------------------------------------------------------


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
        (lambda g: g.nodes[2].pop("x"), "1 nodes without x and y, the first is 2"),
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


def test_no_graph_at_all():
    with pytest.raises(TypeError, match="expected a networkx graph, not list"):
        co.network_from_graph([1])


def test_our_own_graph_comes_back(tmp_path, toy_xml):
    net = co.network_from_osm(toy_xml, modes="road")
    graph = net.to_networkx()
    nodes, edges = ox.graph_to_gdfs(graph)
    assert len(nodes) == len(net.table("nodes"))
    assert set(edges["length"] / 1000) >= {r["length_km"] for r in net.table("links")}
    best = next(ox.routing.k_shortest_paths(graph, "osm-50", "osm-55", k=1))
    assert (best[0], best[-1]) == ("osm-50", "osm-55")


# -- XML -----------------------------------------------------------------------------------------


def test_xml_and_pbf_give_the_same_network(toy_xml, tmp_path):
    pytest.importorskip("osmium", reason="reading .osm.pbf needs the extra 'pbf'")
    from osm_toy import write_pbf

    write_pbf(tmp_path / "toy.osm.pbf")
    one, other = (co.network_from_osm(tmp_path / n) for n in ("toy.osm", "toy.osm.pbf"))
    assert lengths(one) == lengths(other)
    assert one.table("nodes")["name"] == other.table("nodes")["name"]
    assert one.table("links")["oneway"] == other.table("links")["oneway"]


@pytest.mark.parametrize(
    ("head", "word"),
    [
        ('<!DOCTYPE osm [<!ENTITY a "aaaa">]>', "entities"),
        ('<!DOCTYPE osm SYSTEM "file:///etc/passwd">', "a document type"),
    ],
)
def test_entities_are_refused(tmp_path, head, word):
    path = tmp_path / "bomb.osm"
    path.write_text(xml(head=head), encoding="utf-8")
    with pytest.raises(co.DataError, match=f"bomb.osm: declares {word}"):
        co.network_from_osm(path)


def test_broken_xml_is_refused(tmp_path):
    path = tmp_path / "cut.osm"
    path.write_text(xml()[:900], encoding="utf-8")
    with pytest.raises(co.DataError, match="not a whole OpenStreetMap XML file"):
        co.network_from_osm(path)
    path.write_bytes(xml().encode("utf-16"))
    with pytest.raises(co.DataError, match="not in UTF-8"):
        co.network_from_osm(path)


def test_clipped_xml_is_cut_and_told_like_a_pbf(tmp_path):
    pytest.importorskip("osmium", reason="reading .osm.pbf needs the extra 'pbf'")
    from osm_toy import write_pbf

    clipped = {n: row for n, row in NODES.items() if n not in (3, 51)}
    (tmp_path / "clip.osm").write_text(xml(clipped), encoding="utf-8")
    write_pbf(tmp_path / "clip.osm.pbf", clipped)
    one, other = (co.network_from_osm(tmp_path / n) for n in ("clip.osm", "clip.osm.pbf"))
    assert lengths(one) == lengths(other)
    assert one.report.seen["cut"] == other.report.seen["cut"] == {"points outside the extract": 2}
    assert "ways cut at: points outside the extract 2" in str(one.report)


def test_xml_of_ways_alone_is_said(tmp_path):
    path = tmp_path / "ways.osm"
    path.write_text(xml({}), encoding="utf-8")
    with pytest.raises(co.DataError, match="no position of any point of its ways"):
        co.network_from_osm(path)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<gpx></gpx>", "begins with <gpx>, expected <osm>"),
        ('<osm><node id="1" lon="69"/></osm>', "no attribute 'lat'"),
        ('<osm><node id="1" lon="nan" lat="4"/></osm>', "node 1 lies at"),
    ],
)
def test_xml_that_is_no_openstreetmap_is_refused(tmp_path, text, message):
    path = tmp_path / "other.osm"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(co.DataError, match=message):
        co.network_from_osm(path)


def test_a_station_that_is_an_area_is_read_from_xml(tmp_path):
    nodes = NODES | {80: (69.1999, 41.2801, {}), 81: (69.2001, 41.2801, {})}
    nodes[1] = (*NODES[1][:2], {})
    ways = WAYS | {300: ([80, 81, 1, 80], {"railway": "station", "name": "Area"})}
    path = tmp_path / "area.osm"
    path.write_text(xml(nodes, ways), encoding="utf-8")
    net = co.network_from_osm(path, modes="rail")
    assert "Area" in net.table("nodes")["name"]


def test_xml_without_ways_is_said(tmp_path):
    path = tmp_path / "empty.osm"
    path.write_text(xml(ways={}), encoding="utf-8")
    with pytest.raises(co.DataError, match="no way of mode rail or road"):
        co.network_from_osm(path)


def settings_of_osmnx():
    return {n: repr(getattr(ox.settings, n)) for n in dir(ox.settings) if n[0] != "_"}


def test_settings_of_osmnx_are_as_they_were(toy_xml, server, tmp_path):
    before, resolve = settings_of_osmnx(), socket.getaddrinfo
    co.network_from_osm(toy_xml)
    fetch(server, tmp_path)
    with pytest.raises(ValueError, match="metres"):
        fetch(server, tmp_path, source=(4e6, 5e6, 4.1e6, 5.1e6))
    assert settings_of_osmnx() == before
    assert socket.getaddrinfo is resolve


def test_a_cache_that_cannot_be_written_is_no_fault(server, tmp_path):
    (tmp_path / "file").write_text("")
    told, before = [], settings_of_osmnx()
    words = {"cache_folder": tmp_path / "file" / "below", "timeout_s": 7}
    net = fetch(server, tmp_path, progress=told.append, **words)
    assert len(net.table("links")) > 0
    assert sum(line.startswith("answers are not kept: ") for line in told) == 1
    assert settings_of_osmnx() == before
    whole = json.dumps(overpass({100: WAYS[100]})).encode()
    server.script = [(200, {}, whole), (400, {}, b"parse error")]
    with pytest.raises(ConnectionError, match="answered 400 .*parse error"):
        fetch(server, tmp_path, **words)
    assert settings_of_osmnx() == before


@pytest.mark.parametrize("step", ["_fill", "_keep_whole"])
def test_settings_of_osmnx_survive_what_nobody_expects(server, tmp_path, monkeypatch, step):
    before, resolve = settings_of_osmnx(), socket.getaddrinfo

    def broken(*_):
        raise RuntimeError("nobody expects this")

    monkeypatch.setattr(f"corridors.sources.osm.overpass.{step}", broken)
    with pytest.raises(RuntimeError, match="nobody expects this"):
        fetch(server, tmp_path, timeout_s=7)
    assert settings_of_osmnx() == before
    assert socket.getaddrinfo is resolve


# -- downloads -----------------------------------------------------------------------------------


def test_a_box_gives_what_the_file_gives(server, tmp_path, toy_xml):
    told = []
    net = fetch(server, tmp_path, progress=told.append)
    assert lengths(net) == lengths(co.network_from_osm(toy_xml))
    assert told[0] == "976 km2, asked for in squares of 50 km a side: 1, by 4 requests"
    assert len(told) == 1 + len(server.asked)
    assert any('["highway"~"^(motorway|' in query for query in server.asked)
    assert co.route(net, "Tashkent Yuk", "Saryagash", modes=["rail"]).border_crossings == 1


def test_answers_are_kept_and_used_again(server, tmp_path):
    first = fetch(server, tmp_path)
    count = len(server.asked)
    again = fetch(server, tmp_path)
    assert len(server.asked) == count
    assert lengths(first) == lengths(again)


def test_only_the_modes_wanted_are_asked_for(server, tmp_path):
    net = fetch(server, tmp_path, modes="rail")
    assert set(net.table("links")["mode"]) == {"rail"}
    assert not any('["highway"' in query for query in server.asked)


def test_large_areas_are_asked_for_in_tiles(server, tmp_path):
    fetch(server, tmp_path, modes="rail", tile_km=20)
    assert len([q for q in server.asked if '["railway"~' in q]) > 1


def test_the_squares_told_of_a_long_thin_area_are_those_asked_for(server, tmp_path):
    told = []
    line = LineString([(69.2, 41.25), (69.2, 42.4), (70.6, 42.5)])
    fetch(server, tmp_path, line, buffer_km=2, modes="rail", tile_km=20, progress=told.append)
    count = re.search(r"20 km a side: (\d+), by (\d+) requests", told[0])
    assert int(count[1]) == len([q for q in server.asked if '["railway"~' in q]) > 10
    assert int(count[2]) == len(server.asked)


def test_polygon_and_corridor_buffer(server, tmp_path):
    x0, y0, x1, y1 = BOX
    shape = Polygon([(x0, y0), (x1, y0), (x1, y1), (x0, y1)])
    assert lengths(fetch(server, tmp_path, source=shape)) == lengths(fetch(server, tmp_path))
    line = LineString([(69.2, 41.28), (69.2, 41.47)])
    near = fetch(server, tmp_path, source=line, buffer_km=8)
    assert "osm-60" not in near.table("nodes")["node_id"]
    assert "osm-1" in near.table("nodes")["node_id"]


def test_a_place_by_name_through_a_geocoder_of_ones_own(server, tmp_path, monkeypatch):
    monkeypatch.setattr("time.sleep", lambda _: None)  # osmnx is polite to public geocoders
    how = {"geocoder": server.geocoder, "modes": "rail"}
    net = fetch(server, tmp_path, source="Toshkent", **how)
    assert server.asked[0] == "Toshkent"
    assert net.name == "Toshkent"
    assert lengths(net) == lengths(fetch(server, tmp_path, modes="rail"))
    count = len(server.asked)
    fetch(server, tmp_path, source="Toshkent", **how)
    assert len(server.asked) == count


def test_a_place_that_is_a_point_needs_a_buffer(server, tmp_path, monkeypatch):
    monkeypatch.setattr("time.sleep", lambda _: None)
    how = {"geocoder": server.geocoder, "modes": "road"}
    with pytest.raises(ValueError, match="'Yallama' is a point without an outline.*buffer_km=10"):
        fetch(server, tmp_path, source="Yallama", **how)
    near = fetch(server, tmp_path, source="Yallama", buffer_km=5, **how)
    assert {r["osm_ids"] for r in near.table("links")} == {"203"}


def test_a_place_that_nobody_knows(server, tmp_path, monkeypatch):
    monkeypatch.setattr("time.sleep", lambda _: None)
    with pytest.raises(co.UnknownNameError, match="the geocoder knows no place 'Toshknt'"):
        fetch(server, tmp_path, source="Toshknt", geocoder=server.geocoder)
    assert not list(tmp_path.glob("cache/*"))  # it may be known tomorrow
    server.script = [(200, {}, b'[{"place_id": 1, "osm_ty')]
    with pytest.raises(ConnectionError, match="no whole answer"):
        fetch(server, tmp_path, source="Toshkent", geocoder=server.geocoder)
    assert not list(tmp_path.glob("cache/*"))


def test_main_roads_only_are_asked_for(server, tmp_path):
    fetch(server, tmp_path, modes="road", lowest_road="primary")
    (query, *_) = [q for q in server.asked if '["highway"~' in q]
    assert '"^(motorway|trunk|primary|motorway_link|trunk_link|primary_link|con' in query


def test_a_corridor_from_the_command_line(run, server, tmp_path):
    how = ("--endpoint", server.url, "--cache", tmp_path / "cache", "--mode", "rail")
    along = ("--along", "Tashkent", "Shymkent", "--weight", "distance")
    target = tmp_path / "corridor.gpkg"
    code, out, err = run("import", "osm", *along, "--buffer-km", "12", *how, "-o", target)
    assert code == 0, err
    assert out.startswith("along Itinerary(Tashkent - Shymkent: ")
    assert "12 km around Tashkent - Shymkent: " in out
    assert "osm-1" in co.read_network(target).table("nodes")["node_id"]
    assert "squares of 50 km a side: " in " ".join(err.split())
    for wrong, message in (
        (along, "--along needs --buffer-km"),
        ((), "give a SOURCE or --along ORIGIN DESTINATION, and not both"),
        (("x.osm", *along), "and not both"),
        (("x.osm", "--corridor", "tapi"), "--corridor goes with --along"),
        (("--along", "Tashkent", "Shymkant", "--buffer-km", "12"), "Did you mean 'Shymkent'"),
    ):
        code, _, err = run("import", "osm", *wrong, *how, "-o", tmp_path / "no.gpkg")
        assert code == 2
        assert message in " ".join(err.split())
    assert not (tmp_path / "no.gpkg").exists()


def test_an_itinerary_is_an_area_with_a_buffer(net):
    from corridors.sources.osm.areas import area_km2, area_of

    trip = co.route(net, "Karachi", "Tashkent")
    area, _ = area_of(trip, 10)
    assert 0.7 < area_km2(area) / (20 * trip.distance_km) < 1.1
    with pytest.raises(ValueError, match="buffer_km is 0"):
        area_of(trip, 0)


def test_a_busy_server_is_asked_again(server, tmp_path):
    server.script = [(429, {"Retry-After": "0"}, b"rate limited"), (504, {}, b"")]
    told = []
    net = fetch(server, tmp_path, progress=told.append)
    assert len(net.table("links")) > 0
    assert sum("busy" in line for line in told) == 2


def test_a_server_that_stays_busy_is_given_up(server, tmp_path):
    server.script = [(429, {}, b"rate limited")] * 3
    with pytest.raises(ConnectionError, match=r"busy \(429 .*\); given up after 3 tries"):
        fetch(server, tmp_path, tries=3)


@pytest.mark.parametrize(
    ("reply", "message"),
    [
        (
            (200, {}, b"<html><body>Under maintenance</body></html>"),
            "no whole answer .*maintenance",
        ),
        ((400, {}, b"<html>Error: line 1: parse error</html>"), "answered 400 .*parse error"),
        ((200, {}, json.dumps(overpass(WAYS)).encode()[:700]), "no whole answer from the server"),
        (
            (200, {}, b'{"elements": [], "remark": "runtime error: Query timed out"}'),
            "the server broke off: runtime error: Query timed out",
        ),
    ],
)
def test_no_answer_is_an_error_and_leaves_no_cache(server, tmp_path, reply, message):
    server.script = [reply]
    with pytest.raises(ConnectionError, match=message):
        fetch(server, tmp_path)
    assert not list((tmp_path / "cache").glob("*")) if (tmp_path / "cache").exists() else True
    assert len(fetch(server, tmp_path).table("links")) > 0


def test_whole_answers_survive_a_later_failure(server, tmp_path):
    server.script = [(200, {}, json.dumps(overpass({100: WAYS[100]})).encode()), (400, {}, b"no")]
    with pytest.raises(ConnectionError):
        fetch(server, tmp_path)
    kept = list((tmp_path / "cache").glob("*"))
    assert [f.suffix for f in kept] == [".json"]
    json.loads(kept[0].read_text())


def test_no_server(tmp_path):
    with pytest.raises(ConnectionError, match="the server gave no answer"):
        co.network_from_osm(BOX, endpoint="http://127.0.0.1:9/api", cache_folder=tmp_path)


def test_nothing_there_is_said(server, tmp_path):
    server.script = [(200, {}, b'{"elements": []}')] * 4
    with pytest.raises(co.DataError, match="OpenStreetMap has no rail or road there"):
        fetch(server, tmp_path)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ((69.1, 41.2, 69.0, 41.5), "antimeridian"),
        ((170.0, 50.0, -170.0, 60.0), "antimeridian"),
        ((69.1, 41.5, 69.4, 41.5), "is not .west, south, east, north."),
        ((500_000, 4_500_000, 510_000, 4_510_000), "perhaps it is in metres"),
        ((30.0, 100.0, 31.0, 110.0), "perhaps its axes are swapped"),
        ((24.8, 67.0, 24.9, 67.1), "are lon and lat swapped"),  # Karachi as (lat, lon)
        ((8.0, 56.5, 8.3, 57.5), None),
        ((60.0, 20.0, 80.0, 40.0), "take a .osm.pbf extract"),
        (LineString([(60, 40), (61, 41)]), "say how far around it: buffer_km=10"),
        (Polygon([(60, 40), (61, 41), (61, 40), (60, 41)]), "the polygon is not valid"),
        (42, "source is a file, a place's name"),
    ],
)
def test_areas_that_cannot_be(source, message):
    from corridors.sources.osm.areas import area_of

    if message is None:
        assert area_of(source, None)[0].area > 0
        return
    with pytest.raises((ValueError, TypeError), match=message):
        area_of(source, None)


def test_an_area_without_crs_is_refused():
    import geopandas as gpd

    from corridors.sources.osm.areas import area_of

    shape = gpd.GeoSeries([Polygon([(69, 41), (69.1, 41), (69.1, 41.1)])])
    with pytest.raises(co.DataError, match="the area has no CRS"):
        area_of(shape, None)
    there = shape.set_crs("EPSG:4326").to_crs("EPSG:32642")
    assert area_of(there, None)[0].bounds[0] == pytest.approx(69, abs=1e-4)


def test_the_cache_is_where_the_environment_says(monkeypatch, tmp_path):
    for name in ("CORRIDORS_CACHE", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    assert Download().folder == tmp_path / ".cache" / "corridors" / "osm"
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    assert Download().folder == tmp_path / "xdg" / "corridors" / "osm"
    monkeypatch.setenv("CORRIDORS_CACHE", str(tmp_path / "own"))
    assert Download().folder == tmp_path / "own" / "osm"
    assert cache_folder() == tmp_path / "own"
    assert Download(cache_folder=tmp_path).folder == tmp_path


def test_without_a_home_nothing_is_kept(server, monkeypatch, toy_xml):
    def homeless():
        raise RuntimeError("Could not determine home directory.")

    for name in ("CORRIDORS_CACHE", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(Path, "home", homeless)
    assert Download().folder is None
    how = {"endpoint": server.url, "modes": "rail"}
    first = co.network_from_osm(BOX, **how)
    count = len(server.asked)
    assert lengths(co.network_from_osm(BOX, **how)) == lengths(first)
    assert len(server.asked) == 2 * count
    assert lengths(co.network_from_osm(toy_xml, modes="rail")) == lengths(first)


def test_options_are_checked():
    with pytest.raises(ValueError, match="tries is 0, expected 1 to 20"):
        Download(tries=0)
