"""Out, through an ordinary edit in another program, and in again: understood, or told."""

from __future__ import annotations

import random

import geopandas as gpd
import networkx as nx
import osmnx as ox
import pandas as pd
import pytest
from shapely import LineString, MultiLineString, Point, force_3d
from toy import toy_network

import corridors as co

pytestmark = pytest.mark.filterwarnings("ignore:.*read, and")


def _layers(path):
    return {table: gpd.read_file(path, layer=table) for table in ("nodes", "links")}


def _to_layers(path, frames):
    for table, frame in frames.items():
        frame.to_file(path, layer=table)


def _features(path):
    whole = gpd.read_file(path)
    return {table: whole[whole["table"] == table] for table in whole["table"].unique()}


def _to_features(path, frames):
    """Save one layer, as geopandas does: every feature gets every column, empty or not."""
    whole = pd.concat([frame.to_crs("EPSG:4326") for frame in frames.values()], ignore_index=True)
    whole.to_file(path, driver="GeoJSON")


def _parquet(path):
    return {table: gpd.read_parquet(path / f"{table}.parquet") for table in ("nodes", "links")}


def _to_parquet(path, frames):
    for table, frame in frames.items():
        frame.to_parquet(path / f"{table}.parquet")


def _gmns(path):
    nodes, links = (pd.read_csv(path / f"{name}.csv") for name in ("node", "link"))
    points = gpd.points_from_xy(nodes["x_coord"], nodes["y_coord"])
    lines = gpd.GeoSeries.from_wkt(links["geometry"])
    return {
        "nodes": gpd.GeoDataFrame(nodes, geometry=points, crs="EPSG:4326"),
        "links": gpd.GeoDataFrame(links.drop(columns="geometry"), geometry=lines, crs="EPSG:4326"),
    }


def _to_gmns(path, frames):
    nodes, links = frames["nodes"].to_crs("EPSG:4326"), frames["links"].to_crs("EPSG:4326")
    nodes = nodes.assign(x_coord=nodes.geometry.x, y_coord=nodes.geometry.y)
    nodes.drop(columns="geometry").to_csv(path / "node.csv")
    plain = pd.DataFrame(links.drop(columns="geometry"))
    plain.assign(geometry=links.geometry.to_wkt()).to_csv(path / "link.csv")


def _folder(path):
    nodes, links = (pd.read_csv(path / f"{name}.csv") for name in ("nodes", "links"))
    points = gpd.points_from_xy(nodes["lon"], nodes["lat"])
    at = dict(zip(nodes["node_id"], points, strict=True))
    lines = [
        LineString([at[a], at[b]])
        for a, b in zip(links["from_node"], links["to_node"], strict=True)
    ]
    return {
        "nodes": gpd.GeoDataFrame(nodes, geometry=points, crs="EPSG:4326"),
        "links": gpd.GeoDataFrame(
            links.rename(columns={"geometry": "kind_of"}), geometry=lines, crs="EPSG:4326"
        ),
    }


def _to_folder(path, frames):
    nodes = frames["nodes"].to_crs("EPSG:4326")
    nodes = nodes.assign(lon=nodes.geometry.x, lat=nodes.geometry.y)
    nodes.drop(columns="geometry").to_csv(path / "nodes.csv")
    links = frames["links"].drop(columns="geometry").rename(columns={"kind_of": "geometry"})
    links.to_csv(path / "links.csv")


PROGRAMS = {
    "gpkg": (_layers, _to_layers),
    "geojson": (_features, _to_features),
    "geoparquet": (_parquet, _to_parquet),
    "gmns": (_gmns, _to_gmns),
    "csv": (_folder, _to_folder),
}


def through(net, path, form, edit):
    """Return the network of a file that geopandas or pandas has opened, edited and saved."""
    if form == "geoparquet":
        pytest.importorskip("pyarrow", reason="GeoParquet needs the extra 'parquet'")
    co.export_network(net, path, form=form)
    opened, saved = PROGRAMS[form]
    frames = opened(path)
    frames.update(edit({table: frames[table] for table in ("nodes", "links")}))
    saved(path, frames)
    return co.import_network(path, form=form)


def same_tables(one, other, *, besides=()):
    for name in one.table_names:
        a, b = one.table(name), other.table(name)
        for column in a.columns:
            if (name, column) not in besides:
                assert repr(a[column]) == repr(b[column]), (name, column)


# -- what changes nothing ------------------------------------------------------------------------


def _nothing(frames):
    return frames


def _shuffled(frames):
    return {table: frame.sample(frac=1, random_state=3) for table, frame in frames.items()}


def _columns_backwards(frames):
    return {table: frame[[*frame.columns[::-1]]] for table, frame in frames.items()}


def _numbered(frames):
    return {
        table: frame.assign(fid=range(len(frame)), **{"Unnamed: 0": range(len(frame))})
        for table, frame in frames.items()
    }


def _objects(frames):
    return {
        table: frame.assign(
            **{c: frame[c].astype(object) for c in frame.columns if c != "geometry"}
        )
        for table, frame in frames.items()
    }


def _new_column(frames):
    return {table: frame.assign(checked_by="me") for table, frame in frames.items()}


def _empty_column(frames):
    return {table: frame.assign(checked_by=None) for table, frame in frames.items()}


def _multipart(frames):
    links = frames["links"]
    parts = [MultiLineString([force_3d(line, 120.0)]) for line in links.geometry]
    points = [force_3d(point, 7.0) for point in frames["nodes"].geometry]
    return {
        "nodes": frames["nodes"].set_geometry(
            gpd.GeoSeries(points, frames["nodes"].index, "EPSG:4326")
        ),
        "links": links.set_geometry(gpd.GeoSeries(parts, links.index, crs="EPSG:4326")),
    }


def _backwards(frames):
    return {**frames, "links": frames["links"].set_geometry(frames["links"].geometry.reverse())}


HARMLESS = (
    _nothing, _shuffled, _columns_backwards, _numbered, _objects, _new_column, _empty_column,
    _multipart, _backwards,
)  # fmt: skip


@pytest.mark.parametrize("form", PROGRAMS)
@pytest.mark.parametrize("edit", HARMLESS, ids=lambda edit: edit.__name__.strip("_"))
def test_what_changes_nothing_is_read_as_it_was(tmp_path, form, edit):
    toy = toy_network()
    back = through(toy, tmp_path / f"net.{form}", form, edit)
    same_tables(toy, back)
    for link in toy.table("links")["link_id"]:
        for a, b in zip(toy.line(link), back.line(link), strict=True):
            assert a == pytest.approx(b, abs=1e-7)
    if form != "gmns":  # whose readers leave what they do not know
        noted = "columns that no table has are left out"
        assert (back.report is not None and noted in back.report.notes) == (edit is _new_column)


@pytest.mark.parametrize("form", PROGRAMS)
def test_a_part_of_the_embedded_network_comes_back(tmp_path, form):
    net = co.load("tapi")
    back = through(net, tmp_path / f"net.{form}", form, _shuffled)
    same_tables(net, back)
    assert back.report is None


# -- what changes something ----------------------------------------------------------------------


def _moved(frames):
    nodes = frames["nodes"].copy()
    nodes.loc[nodes["node_id"] == "xx-b", "geometry"] = Point(60.95, 40.02)
    return {**frames, "nodes": nodes}


@pytest.mark.parametrize("form", PROGRAMS)
def test_a_moved_node_takes_its_straight_lines_along(tmp_path, form):
    back = through(toy_network(), tmp_path / f"net.{form}", form, _moved)
    for link, end in (("road-ab", -1), ("rail-bc", 0)):
        assert back.line(link)[end] == pytest.approx((60.95, 40.02), abs=1e-7)
    if form != "csv":  # which holds lines of their own alone
        assert any("xx-b by 4.8 km" in at for at in back.report.notes[
            "nodes were moved since the file was written"
        ])  # fmt: skip


def test_a_node_moved_in_a_table_takes_its_own_lines_along(tmp_path):
    """The lines stand in another file than the nodes; their ends follow, and it is told."""
    net = co.load("tapi")
    (node, *_) = net.table("links")["from_node"]
    link = net.table("links")["link_id"][0]
    net.write(tmp_path / "net")
    nodes = pd.read_csv(tmp_path / "net" / "nodes.csv")
    there = nodes["node_id"] == node
    nodes.loc[there, "lat"] += 0.02
    nodes.to_csv(tmp_path / "net" / "nodes.csv", index=False)
    back = co.read_network(tmp_path / "net")
    row = nodes[there].iloc[0]
    assert back.own_lines.keys() == net.own_lines.keys() & set(net.table("links")["link_id"])
    assert any(line != net.line(name) for name, line in back.own_lines.items())
    assert back.line(link)[0] == (row["lon"], row["lat"])
    assert f"{node} by 2.2 km" in back.report.notes["nodes were moved since the file was written"]


def _without_link(frames):
    return {**frames, "links": frames["links"][frames["links"]["link_id"] != "sea-pq"]}


@pytest.mark.parametrize("form", [form for form in PROGRAMS if form != "csv"])
def test_a_deleted_link_takes_its_rows_along_and_is_told(tmp_path, form):
    back = through(toy_network(), tmp_path / f"net.{form}", form, _without_link)
    assert "sea-pq" not in back.table("links")["link_id"]
    assert len(back.table("services")) == 0
    assert any(what.startswith("rows of services are left out") for what in back.report.notes)


def _without_node(frames):
    return {**frames, "nodes": frames["nodes"][frames["nodes"]["node_id"] != "xx-g"]}


@pytest.mark.parametrize("form", PROGRAMS)
def test_a_link_whose_node_was_deleted_is_told_by_file_and_row(tmp_path, form):
    path = tmp_path / f"net.{form}"
    with pytest.raises(co.DataError, match=r"from_node 'xx-g' is not in nodes") as caught:
        through(toy_network(), path, form, _without_node)
    (fault,) = [one for one in caught.value.faults if "from_node" in one]
    assert fault.startswith(
        (f"net.{form}: links:", "link.csv:", "links.csv:", "net.geojson: feature")
    )
    assert form == "csv" or "delete the link as well, or keep the node" in fault


def _split_carelessly(frames):
    """Cut road-af in two, as the tool of a GIS does: both parts keep every value."""
    links = frames["links"]
    one = links[links["link_id"] == "road-af"]
    return {**frames, "links": pd.concat([links, one], ignore_index=True)}


@pytest.mark.parametrize("form", PROGRAMS)
def test_a_split_line_needs_ids(tmp_path, form):
    path = tmp_path / f"net.{form}"
    with pytest.raises(co.DataError, match=r"link_id 'road-af' stands already") as caught:
        through(toy_network(), path, form, _split_carelessly)
    if form != "csv":
        assert "each part of a split line needs a link_id, ends and a length" in str(caught.value)


def _split(frames):
    """Cut road-ab (100 km) at a new place a third of the way; forget one of the lengths."""
    nodes, links = frames["nodes"], frames["links"]
    node = nodes[nodes["node_id"] == "xx-b"].assign(node_id="xx-new", name="New")
    node = node.set_geometry(gpd.GeoSeries([Point(60.3, 40.0)], node.index, "EPSG:4326"))
    if "x_coord" in node:
        node = node.assign(x_coord=60.3, y_coord=40.0)
    ends = ("from_node", "to_node") if "from_node" in links else ("from_node_id", "to_node_id")
    km = "length_km" if "length_km" in links else "length"
    whole = links["link_id"] == "road-ab"
    first = links[whole].assign(**{ends[1]: "xx-new", km: 33.0})
    second = links[whole].assign(**{ends[0]: "xx-new", "link_id": "road-nb"})
    first = first.set_geometry(
        gpd.GeoSeries([LineString([(60, 40), (60.3, 40)])], first.index, "EPSG:4326")
    )
    second = second.set_geometry(
        gpd.GeoSeries([LineString([(60.3, 40), (60.9, 40)])], second.index, "EPSG:4326")
    )
    return {
        "nodes": pd.concat([nodes, node], ignore_index=True),
        "links": pd.concat([links[~whole], first, second], ignore_index=True),
    }


@pytest.mark.parametrize("form", PROGRAMS)
def test_a_line_that_was_split_well_is_two_and_a_forgotten_length_is_told(tmp_path, form):
    """The second part is 51 km as the crow flies; the 100 km of the whole stayed in its row."""
    back = through(toy_network(), tmp_path / f"net.{form}", form, _split)
    assert back.line("road-ab")[-1] == back.line("road-nb")[0] == (60.3, 40.0)
    assert co.route(back, "Alpha", "Beta").distance_km == 133
    if form != "csv":
        told = back.report.notes[
            "length_km does not fit the line of a new link; correct one of them"
        ]
        assert told == ("road-nb: 100 km, its line 51.1",)


@pytest.mark.parametrize("form", ["gpkg", "geoparquet"])
@pytest.mark.parametrize("crs", ["EPSG:3857", "EPSG:32641"])
def test_a_layer_that_was_reprojected_is_turned_back(tmp_path, form, crs):
    toy = toy_network()

    def edit(frames):
        return {table: frame.to_crs(crs) for table, frame in frames.items()}

    back = through(toy, tmp_path / f"net.{form}", form, edit)
    same_tables(toy, back, besides={("nodes", "lon"), ("nodes", "lat")})
    assert (
        list(back.report.notes)
        == [f"{table} were in {crs}, and are turned to EPSG:4326" for table in ("nodes", "links")]
        or len(back.report.notes) == 2
    )


def test_a_geojson_in_another_system_is_turned_to_degrees(tmp_path):
    path = tmp_path / "net.geojson"
    toy = toy_network()
    co.export_network(toy, path)
    gpd.read_file(path).to_crs("EPSG:3857").to_file(path, driver="GeoJSON")
    back = co.import_network(path)
    same_tables(toy, back, besides={("nodes", "lon"), ("nodes", "lat")})
    assert back.line("road-ab")[1] == pytest.approx((60.9, 40.0), abs=1e-7)


def test_truth_in_any_form(tmp_path):
    for form, true in (("gpkg", True), ("csv", "TRUE"), ("geoparquet", "true"), ("gmns", 1.0)):

        def edit(frames, true=true):
            links = frames["links"].copy()
            links["freight"] = links["freight"].astype(object)
            links.loc[links["link_id"] == "road-ab", "freight"] = true
            return {**frames, "links": links}

        back = through(toy_network(), tmp_path / f"net.{form}", form, edit)
        assert back.table("links")["freight"][back.link_row("road-ab")] == "yes", form


def test_texts_that_pandas_made_of_gaps_and_numbers(tmp_path):
    """A column of whole numbers with a gap comes back with points, an empty cell as a word."""

    def edit(frames):
        nodes = frames["nodes"].copy()
        nodes["geonameid"] = [float(k) if k else None for k in range(len(nodes))]
        nodes["note"] = "nan"
        return {**frames, "nodes": nodes}

    for form in ("csv", "gpkg", "geoparquet"):
        back = through(toy_network(), tmp_path / f"net.{form}", form, edit)
        assert set(back.table("nodes")["geonameid"]) == {"", *map(str, range(1, 10))}, form
        assert set(back.table("nodes")["note"]) == {""}


# -- graphs --------------------------------------------------------------------------------------

TYPES = {"node_dtypes": {"osmid": str}, "edge_dtypes": {"osmid": str}}


def graph_through(tmp_path, edit, *, program="networkx"):
    path = tmp_path / "net.graphml"
    co.export_network(toy_network(), path)
    if program == "osmnx":
        graph = edit(ox.load_graphml(path, **TYPES))
        ox.save_graphml(graph, path)
    else:
        graph = edit(nx.read_graphml(path, force_multigraph=True))
        nx.write_graphml(graph, path)
    return co.import_network(path)


@pytest.mark.parametrize("program", ["networkx", "osmnx"])
def test_a_graph_that_was_only_opened_and_saved(tmp_path, program):
    same_tables(toy_network(), graph_through(tmp_path, lambda graph: graph, program=program))


def test_osmnx_projects_a_graph_and_it_comes_back(tmp_path):
    toy = toy_network()
    back = graph_through(tmp_path, ox.project_graph, program="osmnx")
    same_tables(toy, back, besides={("nodes", "lon"), ("nodes", "lat")})
    for link in toy.table("links")["link_id"]:
        for a, b in zip(toy.line(link), back.line(link), strict=True):
            assert a == pytest.approx(b, abs=1e-6)


def test_a_node_of_a_graph_that_was_moved(tmp_path):
    def edit(graph):
        graph.nodes["xx-b"]["x"] = "60.95"
        return graph

    back = graph_through(tmp_path, edit)
    assert back.line("road-ab")[-1] == (60.95, 40.0)
    assert "xx-b by 4.3 km" in back.report.notes["nodes were moved since the file was written"]


@pytest.mark.parametrize("gone", [("xx-a", "xx-b"), ("xx-b", "xx-a")])
def test_a_direction_that_was_deleted_makes_a_link_one_way(tmp_path, gone):
    def edit(graph):
        (key,) = [k for k, data in graph[gone[0]][gone[1]].items() if data["link_id"] == "road-ab"]
        graph.remove_edge(*gone, key)
        return graph

    back = graph_through(tmp_path, edit)
    row = dict(zip(back.table("links").columns, [
        back.table("links")[c][back.link_row("road-ab")] for c in back.table("links").columns
    ], strict=True))  # fmt: skip
    assert (row["from_node"], row["to_node"], row["oneway"]) == (*gone[::-1], "yes")
    assert back.report.notes["links of which one direction was deleted are one-way"] == ("road-ab",)
    with pytest.raises(co.NoItineraryError):
        co.route(back, *({"xx-a": "Alpha", "xx-b": "Beta"}[n] for n in gone), modes=["road"])


def test_an_undirected_graph_keeps_both_directions(tmp_path):
    back = graph_through(tmp_path, nx.MultiGraph)
    assert len(back.table("links")) >= len(toy_network().table("links"))


def test_an_edge_without_our_columns_is_told_by_its_ends(tmp_path):
    def edit(graph):
        graph.add_edge("xx-a", "zz-q", length=3.0)
        return graph

    with pytest.raises(
        co.DataError, match=r"net\.graphml: links, edge 'xx-a' - 'zz-q': link_id is"
    ):
        graph_through(tmp_path, edit)


# -- any edit ------------------------------------------------------------------------------------

TABLES = tuple(f"{name}.csv" for name in toy_network().table_names)
CELLS = (
    None, "", "nan", " ", "x", "1520.0", 1520.0, -1.0, 1e300, float("inf"), float("nan"), True,
    0, 10**30, "2026-01-01", "[]", "\x00", "=1+1", "yes", b"\x00\xff",
)  # fmt: skip
SHAPES = (
    None, Point(60, 40), Point(), LineString(), LineString([(60, 40), (61, 41)]),
    LineString([(1e9, 2e9), (0, 0)]), MultiLineString([[(60, 40), (61, 40)], [(62, 41), (63, 41)]]),
    Point(60, 40).buffer(1), Point(float("nan"), 1),
)  # fmt: skip


def mutate(frames, dice):
    """Edit at random what stands in the tables: cells, rows, columns, shapes."""
    table = dice.choice(["nodes", "links"])
    frame = frames[table].copy()
    columns = [c for c in frame.columns if c != "geometry"]
    row, column = dice.randrange(len(frame)), dice.choice(columns)
    match dice.choice(["cell", "cell", "cell", "shape", "shape", "row", "twice", "drop", "name"]):
        case "cell":
            frame[column] = frame[column].astype(object)
            frame.iloc[row, frame.columns.get_loc(column)] = dice.choice(CELLS)
        case "shape":
            shapes = list(frame.geometry)
            shapes[row] = dice.choice(SHAPES)
            frame = frame.set_geometry(gpd.GeoSeries(shapes, frame.index, crs="EPSG:4326"))
        case "row":
            frame = frame.drop(index=frame.index[row])
        case "twice":
            frame = pd.concat([frame, frame.iloc[[row]]], ignore_index=True)
        case "drop":
            frame = frame.drop(columns=column)
        case "name":
            frame = frame.rename(columns={column: dice.choice(["x", f"{column}s", column.upper()])})
    return {**frames, table: frame}


@pytest.mark.filterwarnings("ignore")  # of pandas and GDAL, on what is written
@pytest.mark.parametrize("form", PROGRAMS)
def test_any_edit_is_read_or_refused_in_a_sentence(tmp_path, form, request):
    """Nothing but a ``DataError`` comes of a file that was edited at random."""
    toy = toy_network()
    if form == "geoparquet":
        pytest.importorskip("pyarrow", reason="GeoParquet needs the extra 'parquet'")
    path = tmp_path / f"net.{form}"
    co.export_network(toy, path, form=form)
    opened, saved = PROGRAMS[form]
    first = opened(path)
    refused = read = 0
    for seed in range(15):
        dice = random.Random(f"{form} {seed}")
        frames = dict(first)
        for _ in range(dice.choice([1, 1, 2, 3])):
            frames = {**frames, **mutate(frames, dice)}
        try:
            saved(path, frames)
        except Exception:  # noqa: BLE001 - what the other program cannot write
            continue
        try:
            net = co.import_network(path, form=form)
        except co.DataError as error:
            refused += 1
            for fault in error.faults:
                assert fault.startswith((path.name, "node.csv", "link.csv", *TABLES)), fault
                assert "\n" not in fault, fault
        else:
            read += 1
            assert set(net.table("links")["from_node"]) <= set(net.table("nodes")["node_id"])
    assert refused
    assert read
