"""A GeoPackage that a GIS has edited: read, or refused in one sentence."""

import sqlite3
from contextlib import closing

import geopandas as gpd
import pytest
from shapely import LineString, MultiLineString, Point, force_3d, transform
from toy import toy_network

import corridors as co


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "net.gpkg"
    toy_network().write(path)
    return path


def edit(file, layer, change):
    frame = gpd.read_file(file, layer=layer)
    change(frame).to_file(file, layer=layer)


def faults(file):
    with pytest.raises(co.DataError) as caught:
        co.read_network(file)
    return list(caught.value.faults)


def moved(node, point):
    def change(nodes):
        nodes.loc[nodes["node_id"] == node, "geometry"] = point
        return nodes

    return change


def test_lines_that_a_gis_saved_are_read(file):
    """QGIS saves every line as a MultiLineString, often with heights, and adds a column fid."""
    toy = toy_network()

    def change(links):
        lines = [MultiLineString([force_3d(line, 120.0)]) for line in links.geometry]
        return links.assign(ogc_fid=range(len(links))).set_geometry(lines, crs=links.crs)

    edit(file, "links", change)
    assert gpd.read_file(file, layer="links").geometry.iloc[0].geom_type == "MultiLineString"
    back = co.read_network(file)
    for link in toy.table("links")["link_id"]:
        assert back.line(link) == toy.line(link)


def test_a_line_that_is_none_is_told(file):
    def change(links):
        links.loc[0, "geometry"] = MultiLineString([[(60, 40), (61, 40)], [(62, 40), (63, 40)]])
        links.loc[1, "geometry"] = None
        links.loc[2, "geometry"] = LineString()
        links.loc[3, "geometry"] = Point(60, 40)
        links.loc[4, "geometry"] = LineString([(10, 10), (11, 11)])
        return links

    names = [str(row["link_id"]) for row in toy_network().table("links")]
    edit(file, "links", change)
    assert faults(file) == [
        f"net.gpkg: links:1: the geometry of {names[0]!r} has 2 parts that do not join to one line",
        (
            f"net.gpkg: links:3: the geometry of {names[2]!r} is empty; a link without a line of its own "
            "has no geometry at all"
        ),
        f"net.gpkg: links:4: the geometry of {names[3]!r} is a Point, expected a LineString",
    ]


def test_a_line_far_from_its_nodes_is_told(file):
    def change(links):
        links.loc[links["link_id"] == "road-ab", "geometry"] = LineString([(60, 40), (70, 40)])
        return links

    edit(file, "links", change)
    assert faults(file) == [
        "net.gpkg: links: the line of 'road-ab' ends 775 km from 'xx-b'; expected within 5 km"
    ]


def with_columns(nodes):
    """Return nodes with the columns that a table of positions has."""
    return nodes.assign(lon=nodes.geometry.x, lat=nodes.geometry.y)


def test_a_moved_node_takes_its_lines_along_and_is_told(file):
    """Beta goes 4.8 km north-east; its three straight lines go with it, their lengths do not.

    road-ab: 76.66 km as the crow flies, afterwards 80.93: 5.6 % more; rail-bc 170 -> 166.
    """
    edit(file, "nodes", moved("xx-b", Point(60.95, 40.02)))
    with pytest.warns(UserWarning, match=r"nodes were moved since .*xx-b by 4\.8 km") as caught:
        net = co.read_network(file)
    assert net.line("road-ab") == [(60.0, 40.0), (60.95, 40.02)]
    assert net.line("rail-bc") == [(60.95, 40.02), (62.9, 40.0)]
    assert net.table("links")["length_km"] == toy_network().table("links")["length_km"]
    assert str(net.report) == str(caught[0].message)
    notes = net.report.to_dict()["notes"]
    assert notes["the straight line of a link goes with its node"] == (
        "rail-ab",
        "rail-bc",
        "road-ab",
    )
    (told,) = [places for what, places in notes.items() if what.startswith("length_km no longer")]
    assert told[-1] == "road-ab: 100 km as before, its line 76.7 -> 80.9"


def test_a_line_that_ends_at_a_node_follows_it_and_one_moved_by_hand_is_kept(file):
    bent = LineString([(60, 40), (60.4, 40.1), (60.9, 40)])
    by_hand = LineString([(60.95, 40.02), (61.5, 40.2), (62.9, 40)])

    def change(links):
        links.loc[links["link_id"] == "road-ab", "geometry"] = bent
        links.loc[links["link_id"] == "rail-bc", "geometry"] = by_hand
        return links

    edit(file, "links", change)
    edit(file, "nodes", moved("xx-b", Point(60.95, 40.02)))
    with pytest.warns(UserWarning, match="the end of a line goes with its node: 1 place"):
        net = co.read_network(file)
    assert net.line("road-ab") == [(60.0, 40.0), (60.4, 40.1), (60.95, 40.02)]
    assert net.line("rail-bc") == list(by_hand.coords)


def test_a_layer_that_is_gone_is_told(file):
    with closing(sqlite3.connect(file)) as database, database:
        database.execute("DELETE FROM gpkg_contents WHERE table_name = 'transshipments'")
    count = len(toy_network().table("transshipments"))
    with pytest.warns(UserWarning, match=f"read as empty: 1 place .transshipments, {count} before"):
        assert len(co.read_network(file).table("transshipments")) == 0


def test_a_file_that_does_not_say_what_it_held_tells_of_loose_ends(file):
    """Its layers were saved one by one into another file."""
    with closing(sqlite3.connect(file)) as database, database:
        database.execute("DELETE FROM gpkg_contents WHERE table_name = 'as_written'")
    assert co.read_network(file).report is None
    edit(file, "nodes", moved("xx-b", Point(60.91, 40)))
    with pytest.warns(UserWarning, match=r"straight lines end beside their nodes, and stay: 3"):
        co.read_network(file)


def test_a_node_at_two_places_is_told(file):
    """Which of columns and point was edited nobody knows: both positions are told."""
    edit(file, "nodes", with_columns)
    edit(file, "nodes", moved("xx-b", Point(60.95, 40.02)))
    assert faults(file) == [
        (
            "net.gpkg: nodes:2: 'xx-b' lies at (60.9, 40.0) by its columns lon and lat, but at "
            "(60.95, 40.02) by its geometry; make them equal, or delete the columns (the geometry is "
            "taken then) or the geometry"
        )
    ]


@pytest.mark.filterwarnings("ignore:.*read, and")
def test_heights_of_points_are_dropped(file):
    edit(file, "nodes", moved("xx-b", Point(60.95, 40.02, 300.0)))
    nodes = co.read_network(file).nodes
    assert (nodes.loc["xx-b", "lon"], nodes.loc["xx-b", "lat"]) == (60.95, 40.02)
    assert (nodes.loc["xx-a", "lon"], nodes.loc["xx-a", "lat"]) == (60.0, 40.0)


def test_a_new_node_needs_no_columns(file):
    """Its cells are empty, so its point is taken; without the geometry the columns are."""

    def change(nodes):
        nodes = with_columns(nodes)
        nodes.loc[nodes["node_id"] == "xx-b", ["lon", "lat"]] = None
        nodes.loc[nodes["node_id"] == "xx-a", "geometry"] = None
        return nodes

    edit(file, "nodes", change)
    nodes = co.read_network(file).nodes
    assert (nodes.loc["xx-b", "lon"], nodes.loc["xx-b", "lat"]) == (60.9, 40.0)
    assert (nodes.loc["xx-a", "lon"], nodes.loc["xx-a", "lat"]) == (60.0, 40.0)


def test_a_node_without_any_position_or_with_an_area_is_told(file):
    def change(nodes):
        nodes.loc[0, "geometry"] = None
        nodes.loc[1, "geometry"] = Point(60.9, 40).buffer(1)
        return nodes

    edit(file, "nodes", change)
    found = faults(file)
    names = sorted(row["node_id"] for row in toy_network().table("nodes"))
    assert (
        f"net.gpkg: nodes:2: the geometry of {names[1]!r} is a Polygon, expected a Point" in found
    )
    assert "net.gpkg: nodes:1: lon is empty, but the column is required" in found


@pytest.mark.parametrize("layer", ["nodes", "links"])
@pytest.mark.parametrize("crs", ["EPSG:32641", "EPSG:3857"])
def test_other_coordinate_systems_are_turned_to_degrees_and_told(file, layer, crs):
    edit(file, layer, lambda frame: frame.to_crs(crs))
    with pytest.warns(UserWarning, match=rf"{layer} were in {crs}, and are turned to EPSG:4326"):
        net = co.read_network(file)
    toy = toy_network()
    assert len(net.report.notes) == 1
    for link in toy.table("links")["link_id"]:
        for point, old in zip(net.line(link), toy.line(link), strict=True):
            assert point == pytest.approx(old, abs=1e-8)


def test_another_datum_moves_what_is_in_it(file):
    """Pulkovo 1942 lies some 100 m off WGS84 here: a node set to it by mistake is told as moved."""
    edit(file, "nodes", lambda frame: frame.set_crs("EPSG:4284", allow_override=True))
    with pytest.warns(UserWarning, match=r"nodes were in EPSG:4284(.|\n)*xx-a by 0\.1 km"):
        co.read_network(file)


def test_a_coordinate_system_that_is_lost_is_told(file):
    frame = gpd.read_file(file, layer="links")
    frame = gpd.GeoDataFrame(frame.drop(columns="geometry"), geometry=list(frame.geometry))
    with pytest.warns(UserWarning, match="crs"):
        frame.to_file(file, layer="links")
    assert faults(file) == [
        "net.gpkg: links: its geometry has lost its coordinate system; set it (as written: EPSG:4326)"
    ]


def test_layers_that_a_gis_adds_are_no_tables(file):
    import pandas as pd
    import pyogrio

    styles = pd.DataFrame({"styleName": ["red"], "styleQML": ["<qgis/>"]})
    pyogrio.write_dataframe(styles, file, layer="my_points", append=True)
    with pytest.warns(UserWarning, match="layers that are no tables are left out: 1 place.*my_p"):
        assert repr(co.read_network(file)).startswith("Network('net'")


def test_a_missing_column_is_told_beside_the_rest(file):
    edit(file, "links", lambda links: links.drop(columns="link_id"))
    assert "net.gpkg: links: column 'link_id' is missing" in faults(file)


@pytest.mark.parametrize(
    ("layers", "message"),
    [
        (
            ("nodes", "links"),
            r"^1 fault .*\n.*nodes: x and y are exchanged: .*'af-tapi-border', AF",
        ),
        (("links",), r"(?s)begins 3,5.. km from.*\n.*the axes of links are swapped$"),
    ],
)
def test_swapped_axes_are_told(tmp_path, layers, message):
    co.load("tapi").write(tmp_path / "net.gpkg")
    for layer in layers:
        edit(
            tmp_path / "net.gpkg", layer,
            lambda rows: rows.set_geometry(transform(rows.geometry.values, lambda xy: xy[:, ::-1]),
                                           crs=4326),
        )  # fmt: skip
    with pytest.raises(co.DataError, match=message):
        co.read_network(tmp_path / "net.gpkg")
