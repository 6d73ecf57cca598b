"""Positions and lines in degrees, from any form and CRS; what cannot be one is refused."""

from __future__ import annotations

import json

import networkx as nx
import numpy as np
import osmnx as ox
import pyproj
import pytest
from shapely import LineString, MultiLineString, Point
from shapely.geometry import mapping

import corridors as co

LINE = LineString([(69.2, 41.28), (69.22, 41.3), (69.25, 41.28)])


def graph(**edge):
    made = nx.MultiDiGraph(crs="EPSG:4326")
    made.add_node("a", x=69.2, y=41.28)
    made.add_node("b", x=69.25, y=41.28)
    made.add_edge("a", "b", osmid=7, highway="primary", **edge)
    return made


def line(made):
    net = co.network_from_graph(made)
    return net.line(net.table("links")["link_id"][0])


@pytest.mark.parametrize(
    "form",
    [
        LINE, LINE.reverse(), LINE.wkt, "SRID=4326;" + LINE.wkt, LINE.wkb, LINE.wkb_hex,
        mapping(LINE), str(mapping(LINE)), json.dumps(mapping(LINE)),
        LineString([(x, y, 9) for x, y in LINE.coords]),
        MultiLineString([LINE.coords[1:], LINE.coords[:2]]).wkt,
    ],
    ids=range(11),
)  # fmt: skip
def test_a_line_in_any_form(form):
    assert line(graph(geometry=form)) == list(LINE.coords)


@pytest.mark.parametrize("form", [None, "", "None", float("nan"), np.nan])
def test_without_a_line_it_is_straight(form):
    assert line(graph(geometry=form)) == [LINE.coords[0], LINE.coords[-1]]


@pytest.mark.parametrize(
    ("form", "says"),
    [
        (Point(69.2, 41.3), "the geometry is a Point, expected a LineString"),
        ("LINESTRING EMPTY", "is empty"),
        ("LINESTRING (69.2 41.28", "is not WKT"),
        (b"\x00\x01", "is not WKB"),
        ({"type": "LineString"}, "not GeoJSON"),
        ({"type": object()}, "not GeoJSON"),
        (7, "is a int, expected a shape"),
        ("LINESTRING (69.2 41.28, inf 41.3)", "no degrees"),
        ("LINESTRING (59.2 41.28, 59.25 41.28)", "km off"),
        ("LINESTRING (69.2 41.28, 69.25 50.28)", "1,001 km off 'b'; expected within 50 km"),
    ],
)
def test_what_is_no_line_of_its_edge_is_refused(form, says):
    with pytest.raises(co.DataError, match="graph: edge 'a' - 'b': ") as caught:
        co.network_from_graph(graph(geometry=form))
    assert says in str(caught.value)


def test_a_broken_line_of_what_is_not_read_refuses_nothing():
    made = graph()
    made.add_node("c", x=None, y="south")
    made.add_edge("a", "c", highway="footway", geometry="LINESTRING (1")
    assert len(co.network_from_graph(made).table("links")) == 1


def test_a_line_that_ends_off_its_node_is_drawn_to_it_and_told():
    made = graph(geometry=LineString([(69.2, 41.281), (69.22, 41.3), (69.25, 41.28)]))
    assert line(made) == list(LINE.coords)
    assert "lines that begin or end over 50 m off their node, drawn to it: edges 1" in str(
        co.network_from_graph(made).report
    )


@pytest.mark.parametrize("crs", ["EPSG:32642", "EPSG:3857", "EPSG:4284", "+proj=utm +zone=42"])
def test_other_coordinate_systems_are_turned_into_degrees(crs):
    other = ox.project_graph(graph(geometry=LINE), to_crs=crs)
    for form in (crs, pyproj.CRS(crs), pyproj.CRS(crs).to_wkt(), str(pyproj.CRS(crs).to_json())):
        other.graph["crs"] = form
        assert np.allclose(line(other), LINE.coords, atol=1e-7)
    if crs == "EPSG:32642":
        other.graph["crs"] = 32642.0
        assert np.allclose(line(other), LINE.coords, atol=1e-7)


@pytest.mark.parametrize(
    ("crs", "says"),
    [
        (None, "no CRS; set"),
        ("", "no CRS; set"),
        ("{'init': ", "is no coordinate system"),
        ({}, "is no coordinate system"),
        (b"EPSG:4326", "is no coordinate system"),
        (1.5, "is no coordinate system"),
        ("9" * 30, "is no coordinate system"),
        ("EPSG:5773", "neither in degrees nor a map projection"),
    ],
)
def test_what_is_no_coordinate_system_is_refused(crs, says):
    made = graph()
    made.graph["crs"] = crs
    with pytest.raises(co.DataError, match="graph: ") as caught:
        co.network_from_graph(made)
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("x", "says"),
    [
        ("69,2", "1 node without x and y, the first is 'a': x is '69,2', y is 41.28; each needs"),
        (None, "x is None"),
        (float("nan"), "x is nan"),
        ([69.2], "x is [69.2]"),
        ("3e5", "node 'a' lies at (300000, 41.28), which are no degrees or lie outside of the"),
    ],
)
def test_a_node_without_a_position_is_refused(x, says):
    made = graph()
    made.nodes["a"]["x"] = x
    with pytest.raises(co.DataError) as caught:
        co.network_from_graph(made)
    assert says in str(caught.value)
