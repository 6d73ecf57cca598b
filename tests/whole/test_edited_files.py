"""Files that another program has edited, format by format: read, or refused with file and row."""

import json

import networkx as nx
import osmnx as ox
import pandas as pd
import pytest
from shapely import LineString, MultiLineString, Point
from toy import toy_network

import corridors as co

#: Of road-ab: in two parts, with heights, the second part first.
SPLIT = MultiLineString(
    [[(60.4, 40.1, 9.0), (60.9, 40.0, 9.0)], [(60.0, 40.0, 9.0), (60.4, 40.1, 9.0)]]
)
LINE = [(60.0, 40.0), (60.4, 40.1), (60.9, 40.0)]
#: What is no line of road-ab, and what is said of it.
BROKEN = {
    "apart": (MultiLineString([[(60, 40), (60.1, 40)], [(60.8, 40), (60.9, 40)]]), "do not join"),
    "a point": (Point(60, 40), "is a Point, expected a LineString"),
    "empty": (LineString(), "is empty"),
    "far": (LineString([(60, 40), (70, 40)]), "ends 775 km from 'xx-b'"),
}


def geojson(path, form):
    from shapely.geometry import mapping

    co.export_network(toy_network(), path)
    whole = json.loads(path.read_text(encoding="utf-8"))
    for feature in whole["features"]:
        if feature["properties"].get("link_id") == "road-ab":
            feature["geometry"] = mapping(form)
    path.write_text(json.dumps(whole), encoding="utf-8")


def geoparquet(path, form):
    gpd = pytest.importorskip("geopandas")
    pytest.importorskip("pyarrow", reason="GeoParquet needs the extra 'parquet'")
    co.export_network(toy_network(), path)
    links = gpd.read_parquet(path / "links.parquet").rename_geometry("geom")  # as GDAL names it
    links.loc[links["link_id"] == "road-ab", "geom"] = form
    links.to_parquet(path / "links.parquet")


def graphml(path, form):
    co.export_network(toy_network(), path)
    graph = nx.read_graphml(path, force_multigraph=True)
    for _, _, data in graph.edges(data=True):
        if data["osmid"] == "road-ab":
            data["geometry"] = form.wkt
    nx.write_graphml(graph, path)


def gmns(path, form):
    co.export_network(toy_network(), path, form="gmns")
    links = pd.read_csv(path / "link.csv", dtype=str, keep_default_na=False)
    links.loc[links["link_id"] == "road-ab", "geometry"] = form.wkt
    links.to_csv(path / "link.csv", index=False)


def gmns_of_others(path, form):
    gmns(path, form)
    for file in path.iterdir():
        if file.name not in ("node.csv", "link.csv", "config.csv"):
            file.unlink()


EDITS = {
    "net.geojson": geojson,
    "net.geoparquet": geoparquet,
    "net.graphml": graphml,
    "net.gmns": gmns,
    "theirs.gmns": gmns_of_others,
}


def read(path):
    return co.import_network(path, form=path.suffix.removeprefix("."))


@pytest.mark.filterwarnings("ignore:.*read, and")  # the length is no longer that of the line
@pytest.mark.parametrize("name", EDITS)
def test_a_line_in_parts_and_with_heights_is_read(tmp_path, name):
    EDITS[name](tmp_path / name, SPLIT)
    assert read(tmp_path / name).line("road-ab") == LINE


@pytest.mark.parametrize("name", [name for name in EDITS if name != "theirs.gmns"])
@pytest.mark.parametrize("how", BROKEN)
def test_what_is_no_line_of_its_link_is_told(tmp_path, name, how):
    form, says = BROKEN[how]
    EDITS[name](tmp_path / name, form)
    with pytest.raises(co.DataError, match=says) as caught:
        read(tmp_path / name)
    (fault,) = [one for one in caught.value.faults if says in one]
    assert fault.startswith((f"{name}: links", "link.csv:", f"{name}: feature"))


@pytest.mark.parametrize("how", [*BROKEN, "no WKT"])
def test_a_line_that_is_none_in_a_file_of_others_is_a_note_and_the_link_goes_straight(
    tmp_path, how
):
    class NoWkt:
        wkt = "LINESTRING (60 40, 61"

    form, says = BROKEN.get(how, (NoWkt, "is not WKT"))
    says = says.replace("'xx-b'", "its node")
    gmns_of_others(tmp_path / "theirs.gmns", form)
    net = read(tmp_path / "theirs.gmns")
    (places,) = [at for what, at in net.report.changed.items() if "no line of its link" in what]
    (place,) = places
    assert place.startswith("link.csv:7: ")
    assert says in place
    assert len(net.line("road-ab")) == 2


@pytest.mark.parametrize("name", ["net.graphml", "net.gmns"])
def test_text_that_is_no_wkt_is_told_with_its_row(tmp_path, name):
    class Broken:
        wkt = "LINESTRING (60 40, 61"

    EDITS[name](tmp_path / name, Broken)
    with pytest.raises(co.DataError, match=r"is not WKT") as caught:
        read(tmp_path / name)
    where = ("links, edge 'xx-a' - 'xx-b': ", "link.csv:")
    assert any(place in fault for fault in caught.value.faults for place in where)


def test_bytes_that_are_no_wkb_are_told_with_their_row(tmp_path):
    pytest.importorskip("pyarrow", reason="GeoParquet needs the extra 'parquet'")
    path = tmp_path / "net.geoparquet"
    co.export_network(toy_network(), path)
    links = pd.read_parquet(path / "links.parquet")
    links.loc[2, "geometry"] = b"\x01\x02\x00"
    links.to_parquet(path / "links.parquet")
    with pytest.raises(co.DataError, match=r"net\.geoparquet: links:3: .* is not WKB"):
        co.import_network(path)
    (path / "links.parquet").write_bytes(b"nothing")
    with pytest.raises(co.DataError, match=r"links\.parquet: not a whole Parquet file"):
        co.import_network(path)


def test_features_that_are_of_no_table_or_broken_are_told(tmp_path):
    path = tmp_path / "net.geojson"
    co.export_network(toy_network(), path)
    whole = json.loads(path.read_text(encoding="utf-8"))
    del whole["features"][0]["properties"]["table"]
    whole["features"][1]["geometry"] = {"type": "Point", "coordinates": ["x"]}
    path.write_text(json.dumps(whole), encoding="utf-8")
    with pytest.raises(co.DataError) as caught:
        co.import_network(path)
    none, broken = caught.value.faults
    assert none == "net.geojson: feature 1 is of table None, expected one of nodes, links"
    assert broken.startswith("net.geojson: feature 2 has a geometry that is not GeoJSON")


@pytest.mark.parametrize("name", ["net.geojson", "net.geoparquet"])
def test_a_moved_node_is_not_ignored(tmp_path, name):
    EDITS[name](tmp_path / name, SPLIT)
    if name == "net.geojson":
        whole = json.loads((tmp_path / name).read_text(encoding="utf-8"))
        whole["features"][0]["geometry"]["coordinates"] = [60.1, 40.0]
        (tmp_path / name).write_text(json.dumps(whole), encoding="utf-8")
    else:
        import geopandas as gpd

        nodes = gpd.read_parquet(tmp_path / name / "nodes.parquet")
        nodes.loc[0, "geometry"] = Point(60.1, 40.0)
        nodes.to_parquet(tmp_path / name / "nodes.parquet")
    with pytest.warns(UserWarning, match=r"nodes were moved .*xx-a by 8\.5 km"):
        net = co.import_network(tmp_path / name)
    assert net.line("road-ab")[0] == net.line("road-ap")[0] == (60.1, 40.0)


@pytest.mark.parametrize("name", ["net.geoparquet", "net.gmns", "tables"])
def test_no_table_of_an_older_network_survives_in_a_folder(tmp_path, name):
    """A table that only the older one had, and its lines, go; what is nobody's stays."""
    if name.endswith("parquet"):
        pytest.importorskip("pyarrow", reason="GeoParquet needs the extra 'parquet'")
    path, form = tmp_path / name, "gmns" if name == "net.gmns" else None
    co.export_network(co.load("tapi"), path, form=form)
    (path / "geometry.csv").write_text("geometry_id,geometry\n1,old\n")
    (path / "mine.txt").write_text("mine")
    assert co.export_network(toy_network(), path, form=form) == ()
    back = co.import_network(path, form=form)
    assert back.line("road-ab") == toy_network().line("road-ab")
    assert (path / "mine.txt").read_text() == "mine"
    assert not (path / "geometry.geojson").exists()
    assert (path / "geometry.csv").exists() == (name != "net.gmns")


def test_a_graph_of_osmnx_with_broken_lines_is_told():
    def graph(form):
        made = nx.MultiDiGraph(crs="EPSG:4326")
        made.add_node(1, x=69.20, y=41.28)
        made.add_node(2, x=69.25, y=41.32)
        made.add_edge(1, 2, osmid=7, highway="primary", length=6100.0, geometry=form)
        return made

    split = MultiLineString(
        [[(69.22, 41.31, 3), (69.25, 41.32, 3)], [(69.2, 41.28), (69.22, 41.31)]]
    )
    net = co.network_from_graph(graph(split))
    assert net.line(net.table("links")["link_id"][0]) == [
        (69.2, 41.28),
        (69.22, 41.31),
        (69.25, 41.32),
    ]
    for form, says in (
        ("LINESTRING (69", "is not WKT"),
        ("LINESTRING (69.2 41.28, nan 41.3, 69.25 41.32)", "no degrees"),
        (LineString([(69.2, 41.28), (69.22, 41.3), (59.25, 41.32)]), "km off 2; expected within"),
    ):
        with pytest.raises(co.DataError, match=rf"graph: edge 1 - 2: (.|\n)*{says}"):
            co.network_from_graph(graph(form))


def test_a_foreign_graphml_that_is_broken_is_told(tmp_path):
    made = nx.MultiDiGraph(crs="EPSG:4326")
    made.add_node(1, x=69.20, y=41.28)
    made.add_node(2, x=69.25, y=41.32)
    made.add_edge(1, 2, osmid=7, highway="primary")
    nx.write_graphml(made, tmp_path / "typed.graphml")
    assert co.import_network(tmp_path / "typed.graphml").table("links")["osm_ids"] == ("7",)
    made.edges[1, 2, 0]["geometry"] = "LINESTRING (69"
    ox.save_graphml(made, tmp_path / "wkt.graphml")
    says = r"wkt\.graphml: edge '1' - '2': the geometry 'LINESTRING \(69' is not WKT"
    with pytest.raises(co.DataError, match=says):
        co.import_network(tmp_path / "wkt.graphml")
    (tmp_path / "cut.graphml").write_text('<graphml><key id="corridors_tables"')
    with pytest.raises(co.DataError, match=r"cut\.graphml:1: not whole XML: unclosed token"):
        co.import_network(tmp_path / "cut.graphml")
