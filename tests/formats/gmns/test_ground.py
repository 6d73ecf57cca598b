"""Coordinate systems, positions and lines of GMNS tables."""

from __future__ import annotations

import numpy as np
import pytest
from formats.gmns.test_wild import NODES, read

import corridors as co
from corridors.formats.gmns.ground import km_along
from corridors.network.earth import polyline_km

LINKS = "link_id,from_node_id,to_node_id,length,geometry\n"


def positions(net):
    table = net.table("nodes")
    return dict(zip(table["node_id"], zip(table["lon"], table["lat"], strict=True), strict=True))


def in_crs(crs):
    """The nodes of the square, in another coordinate system."""
    from pyproj import Transformer

    there = Transformer.from_crs("EPSG:4326", crs, always_xy=True)
    rows = [line.split(",") for line in NODES.splitlines()[1:]]
    text = ["node_id,x_coord,y_coord"]
    for node, x, y in rows:
        east, north = there.transform(float(x), float(y))
        text.append(f"{node},{east!r},{north!r}")
    return "\n".join(text) + "\n"


def wkt_of(code):
    from pyproj import CRS

    return '"' + CRS.from_epsg(code).to_wkt().replace('"', '""') + '"'


@pytest.mark.parametrize(
    "crs",
    ["EPSG:32642", "epsg:32642", "32642", "+init=epsg:32642", "32642.0", "EPSG 32642", "urn:ogc:def:crs:EPSG::32642",
     "+proj=utm +zone=42 +datum=WGS84", "WGS 84 / UTM zone 42N", wkt_of(32642)],
)  # fmt: skip
def test_the_crs_of_the_config_in_any_form(tmp_path, crs):
    net = read(
        tmp_path,
        "from_node_id,to_node_id\na,b\nb,c\nc,d\n",
        nodes=in_crs("EPSG:32642"),
        config=f"long_length,crs\nkm,{crs}\n",
    )
    for node, (x, y) in positions(net).items():
        assert (x, y) == pytest.approx({"a": (67, 24.9), "b": (68, 24.9), "c": (68, 25.9),
                                        "d": (67, 25.9)}[node], abs=1e-6)  # fmt: skip


@pytest.mark.parametrize("crs", ["", "4326", "EPSG:4326", "WGS84", "wgs 84", "OGC:CRS84", "CRS84"])
def test_degrees_stay_as_they_are(tmp_path, crs):
    net = read(tmp_path, "from_node_id,to_node_id\na,b\n", config=f"speed,crs\nkph,{crs}\n")
    assert positions(net) == {"a": (67.0, 24.9), "b": (68.0, 24.9)}
    assert ("nothing says their system" in str(net.report)) == (not crs)


def test_a_crs_that_cannot_be_is_refused_or_told(tmp_path):
    links = "from_node_id,to_node_id\na,b\n"
    with pytest.raises(co.DataError, match=r"config\.csv:2: crs 'Kansas' is no coordinate system"):
        read(tmp_path, links, config="speed,crs\nkph,Kansas\n")
    with pytest.raises(
        co.DataError, match=r"config\.csv: crs is not said, and coordinates such as"
    ):
        read(tmp_path / "b", links, nodes=in_crs("EPSG:32642"))
    with pytest.raises(co.DataError, match=r"'EPSG:4326' is in degrees, but coordinates such as"):
        read(tmp_path / "c", links, nodes=in_crs("EPSG:32642"), config="crs\nEPSG:4326\n")
    with pytest.raises(co.DataError, match="'ESRI:103885' leads to no degrees on the Earth"):
        read(tmp_path / "e", links, nodes=in_crs("EPSG:32642"), config="crs\nESRI:103885\n")
    net = read(tmp_path / "d", links, config="crs\nEPSG:32642\n")
    assert positions(net)["a"] == (67.0, 24.9)
    assert "coordinates are degrees in WGS84, though config.csv:2 says" in net.report.inferred[0]


def test_one_node_that_lies_nowhere_is_a_note(tmp_path):
    net = read(
        tmp_path,
        "from_node_id,to_node_id\na,b\nb,c\nc,d\nd,e\n",
        nodes=NODES + "e,1e9,1e9\nf,inf,0\ng,x,0\n",
    )
    assert net.report.left == {
        "a node without a position in numbers": ("node.csv:7", "node.csv:8"),
        "a node that lies nowhere on the ground": ("node.csv:6",),
        "a link whose end is no node with a position": ("link.csv:5",),
    }


@pytest.mark.parametrize("form", ["wkt", "ewkt", "geojson", "wkb", "heights", "parts", "backwards"])
def test_lines_in_the_forms_that_the_specification_allows(tmp_path, form):
    import shapely

    points = [(67.0, 24.9), (67.5, 25.2), (68.0, 24.9)]
    line = shapely.LineString(points)
    text = {
        "wkt": line.wkt, "ewkt": f"SRID=4326;{line.wkt}", "geojson": shapely.to_geojson(line),
        "wkb": shapely.to_wkb(line, hex=True),
        "heights": "LINESTRING Z (67 24.9 5, 67.5 25.2 6, 68 24.9 7)",
        "parts": "MULTILINESTRING ((67 24.9, 67.5 25.2), (67.5 25.2, 68 24.9))",
        "backwards": line.reverse().wkt,
    }[form].replace('"', '""')  # fmt: skip
    net = read(tmp_path, f'{LINKS}1,a,b,,"{text}"\n')
    assert net.line("1") == points
    assert net.table("links")["length_km"][0] == pytest.approx(polyline_km(points))


def test_lines_are_in_the_crs_of_the_config(tmp_path):
    """At the ends of a line of UTM stand the nodes; none goes through (0, 0)."""
    nodes = in_crs("EPSG:32642")
    ends = [",".join(row.split(",")[1:]).replace(",", " ") for row in nodes.splitlines()[1:3]]
    net = read(
        tmp_path, f'{LINKS}1,a,b,,"LINESTRING ({ends[0]}, {ends[1]})"\n', nodes=nodes,
        config="crs\n32642\n",
    )  # fmt: skip
    assert np.array(net.line("1")) == pytest.approx(np.array([(67, 24.9), (68, 24.9)]), abs=1e-6)


def test_tables_whose_lines_lie_elsewhere_are_refused(tmp_path):
    with pytest.raises(
        co.DataError, match="2 of 3 geometries are no lines of their links"
    ) as error:
        read(
            tmp_path,
            f'{LINKS}1,a,b,,"LINESTRING (7 50, 8 50)"\n2,b,c,,LINE\n'
            '3,c,d,,"LINESTRING (68 25.9, 67 25.9)"\n',
        )
    assert any("link.csv:2: the geometry begins" in hint for hint in error.value.hints)
    assert str(error.value).startswith("1 fault in the data:")
    assert any("link.csv:3: the geometry 'LINE' is not WKT" in h for h in error.value.hints)


def test_km_along_lines_are_those_of_each():
    lines = {"a": [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0)], "b": [(5.0, 5.0), (5.0, 6.0)]}
    found = km_along(lines, ["b", "none", "a"])
    assert found[[0, 2]] == pytest.approx([polyline_km(lines["b"]), polyline_km(lines["a"])])
    assert np.isnan(found[1])
    assert np.isnan(km_along({}, ["x"])).all()
