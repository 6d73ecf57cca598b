"""Shapes as lines in degrees."""

import geopandas as gpd
import numpy as np
import pytest
import shapely
from shapely import GeometryCollection, LineString, MultiLineString, Point, Polygon

import corridors as co
from corridors.sources.lines.degrees import Left, crs_of, parts_of
from corridors.sources.lines.layer import layer_of_frame

LINE = LineString([(69.2, 41.2), (69.3, 41.2)])


def layer(*shapes, crs=4326):
    return layer_of_frame(
        gpd.GeoDataFrame({"a": range(len(shapes))}, geometry=list(shapes), crs=crs), "t"
    )


def test_parts_are_lines_and_heights_go():
    high = MultiLineString([[(1, 2, 99), (3, 4, 98)], [(5, 6, 97), (5, 6, 96), (7, 8, 95)]])
    found = parts_of(layer(LINE, high), None, Left())
    assert found.owner.tolist() == [0, 1, 1]
    assert found.first.tolist() == [0, 2, 4, 6]
    assert found.lon.tolist() == [69.2, 69.3, 1, 3, 5, 7]
    assert "t: heights are dropped" in found.notes
    assert "t: 1 feature of several parts, which are lines each" in found.notes


def test_what_is_no_line_is_left_out_and_counted():
    with np.errstate(invalid="ignore"):
        nowhere = shapely.from_wkb(
            LineString([(1, 2), (3, 4)]).wkb[:-8] + np.array(np.nan).tobytes()
        )
    shapes = (None, Point(1, 2), Polygon([(0, 0), (1, 0), (1, 1)]), LineString(), nowhere, LINE,
              LineString([(1, 1), (1, 1)]), GeometryCollection([Point(1, 2), LINE]))  # fmt: skip
    left = Left()
    found = parts_of(layer(*shapes), None, left)
    assert found.owner.tolist() == [5, 7]
    assert left.counts("feature") == {
        "without a geometry (feature 1, 4)": 2,
        "a Point, no line (feature 2)": 1,
        "a Polygon, no line (feature 3)": 1,
        "a line with coordinates that are no numbers (feature 5)": 1,
        "a line without length (feature 7)": 1,
        "parts of a collection that are no lines (feature 8)": 1,
    }


def test_no_line_at_all_is_refused():
    with pytest.raises(co.DataError, match="t: no line in it; its shapes are Point, Polygon"):
        parts_of(layer(Point(1, 2), Polygon([(0, 0), (1, 0), (1, 1)])), None, Left())
    point = LineString([(1, 1), (1, 1)])
    with pytest.raises(co.DataError, match="t: no line in it has a length"):
        parts_of(layer(point, point), None, Left())
    with pytest.raises(co.DataError, match="t: no line in it; no feature has a shape"):
        parts_of(layer(None), None, Left())


def test_projected_lines_come_to_degrees():
    plane = gpd.GeoSeries([LINE], crs=4326).to_crs(32642)
    found = parts_of(layer(plane.iloc[0], crs=32642), None, Left())
    assert found.lon == pytest.approx([69.2, 69.3], abs=1e-8)
    assert found.lat == pytest.approx([41.2, 41.2], abs=1e-8)
    assert found.notes == ("t: coordinates are in EPSG:32642",)


@pytest.mark.parametrize(
    ("own", "given", "told"),
    [
        (None, None, 't: no coordinate system; say it: crs="EPSG:4326"'),
        (4326, 32642, "says that it is in EPSG:4326, not in EPSG:32642; leave crs out"),
        (None, "EPSG:0", "t: crs 'EPSG:0' is no coordinate system"), ("EPSG:4978", None, "neither in degrees nor"),
    ],
)  # fmt: skip
def test_a_crs_that_is_not_known_is_asked_for(own, given, told):
    with pytest.raises(co.DataError, match=told):
        crs_of(layer(LINE, crs=own), given)


@pytest.mark.parametrize(
    ("line", "crs", "told"),
    [
        ([(500_000, 4_560_000), (500_100, 4_560_000)], 4326, "point at .500000, 4.56e.06., which in EPSG:4326 is no place on the Earth; the crs is another"),
        ([(41.2, 169.2), (41.2, 169.3)], 4326, "x and y seem to be swapped"),
        ([(69.2, 41.2), (69.3, 41.2)], 32642, "seem to be degrees, not lengths in EPSG:32642"),
    ],
)  # fmt: skip
def test_coordinates_of_another_crs_are_seen(line, crs, told):
    with pytest.raises(co.DataError, match=told):
        parts_of(layer(LineString(line), crs=crs), None, Left())
