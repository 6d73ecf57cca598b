"""Nodes that name the ends of lines, and places."""

import geopandas as gpd
import pandas as pd
import pytest
from lines_toy import COLUMNS, EAST_KM, frame
from shapely import LineString, Point

import corridors as co
from corridors.sources.lines.layer import layer_of_frame
from corridors.sources.lines.places import ends_of, places_of

AT = {"a": (69.2, 41.2), "b": (69.3, 41.2), "c": (69.4, 41.2), "d": (69.3, 41.1)}
ENDS = {"from_node": ["a", "b", "b"], "to_node": ["b", "c", "d"]}


def nodes(at=AT, **values):
    return gpd.GeoDataFrame(
        {"node_id": list(at), **values}, geometry=[Point(p) for p in at.values()], crs=4326
    )


def test_edges_without_shapes_are_straight_between_their_nodes():
    net = co.network_from_lines((nodes(), pd.DataFrame(ENDS)), mode="rail")
    assert set(net.table("nodes")["node_id"]) == set(AT)
    assert net.table("links")["from_node"] == ("a", "b", "b")
    assert net.table("links")["length_km"][0] == pytest.approx(EAST_KM / 10, rel=1e-5)
    assert "edges: 3 lines without a shape: straight" in str(net.report)


def test_edges_end_at_their_nodes_whichever_way_they_are_drawn():
    edges = frame().assign(**ENDS)
    edges.loc[1, "geometry"] = edges.geometry[1].reverse()
    moved = nodes({**AT, "b": (69.3001, 41.2)})
    net = co.network_from_lines((moved, edges), columns=COLUMNS)
    assert set(net.table("nodes")["node_id"]) == set(AT)
    assert [sorted(p) for p in zip(*(net.table("links")[e] for e in ENDS), strict=True)] == [
        ["a", "b"], ["b", "c"], ["b", "d"],
    ]  # fmt: skip
    assert "they were drawn up to 8 m off" in str(net.report)


def test_a_line_far_off_its_node_and_a_node_that_is_not_there_are_faults():
    """Fault: a line 1,000 km off its nodes was accepted."""
    far = nodes({**AT, "c": (81.4, 41.2)})
    with pytest.raises(
        co.DataError,
        match=r"edges: feature 2: its line lies 1,00\d km off its node 'c'; expected within 5 km",
    ):
        co.network_from_lines((far, frame().assign(**ENDS)), columns=COLUMNS)
    with pytest.raises(co.DataError, match="edges: feature 2: its node 'x' is not in nodes"):
        co.network_from_lines(
            (nodes(), frame().assign(from_node="a", to_node=["b", "x", "b"])), columns=COLUMNS
        )
    with pytest.raises(
        co.DataError, match="no shapes, and no columns that name nodes, such as u and v"
    ):
        co.network_from_lines((nodes(), pd.DataFrame({"a1": [1]})), mode="rail")


def test_named_points_are_places():
    named = nodes(name=["West", "", "East", ""], kind=["seaport", "", "", "junction"])
    found = places_of(layer_of_frame(named, "n"), None, has_rail=True)
    assert [(p.kind, p.name) for p in found.places] == [
        ("seaport", "West"),
        ("rail_terminal", "East"),
    ]
    assert found.notes == ("n: 1 named point without a kind: rail terminal (assumed)",)
    assert places_of(layer_of_frame(named, "n"), None, has_rail=False).places[1].kind == "city"
    net = co.network_from_lines(frame(), mode="rail", nodes=named.assign(kind=""))
    trip = co.route(net, "West", "East", weight="distance")
    assert trip.distance_km == pytest.approx(EAST_KM / 5, rel=1e-4)


@pytest.mark.parametrize(
    ("points", "told"),
    [
        (frame(), "no point in it; nodes are a layer of points"), (nodes(kind=["x", "", "", ""]), "kind 'x' is not one of rail_terminal"),
        (nodes().assign(node_id="a"), "node 'a' stands there more than once"),
        (nodes().set_crs(None, allow_override=True), "no coordinate system"),
    ],
)  # fmt: skip
def test_points_that_are_none_are_refused(points, told):
    with pytest.raises(co.DataError, match=f"nodes: .*{told}"):
        co.network_from_lines(frame(), mode="rail", nodes=points)


def test_columns_that_name_ends_have_several_spellings():
    assert ends_of(layer_of_frame(pd.DataFrame({"U": [1.0], "v": ["x"]}), "t")) == (["1"], ["x"])
    assert ends_of(layer_of_frame(pd.DataFrame({"u": [1]}), "t")) is None


def roads(*ends, **columns):
    columns = {name: [value] * len(ends) for name, value in columns.items()}
    shapes = gpd.GeoDataFrame(columns, geometry=[LineString(pair) for pair in ends], crs=4326)
    return co.network_from_lines(shapes, mode="road")


def test_lines_with_latitude_first_are_told_where_nobody_says_a_country():
    net = roads([(24.9, 67.0), (31.5, 74.3)])  # Karachi to Lahore, latitude first
    assert "with x and y exchanged in PK: are the axes swapped?" in str(net.report)
    assert "swapped" not in str(roads([(67.0, 24.9), (74.3, 31.5)]).report)
    assert "swapped" not in str(roads([(51.0, 35.0), (59.0, 36.0)]).report)


def test_lines_far_outside_the_country_that_they_say_are_refused_where_axes_are_swapped():
    with pytest.raises(co.DataError, match="lines: x and y are exchanged: most lines lie far"):
        roads([(41.3, 69.2), (41.4, 69.3)], country="UZ")
    assert roads([(69.2, 41.3), (69.3, 41.4)], country="UZ").report.countries == ("UZ",)
