"""Shapes within shapes, and coordinate systems that name files."""

import pytest
import shapely

import corridors as co
from corridors.network.forms.shapes import check_shape, crs_fault, depth_of_wkb

SHAPES = (
    shapely.Point(1, 2), shapely.Point(1, 2, 3), shapely.LineString([(0, 0), (1, 1), (2, 1)]),
    shapely.Polygon([(0, 0), (4, 0), (4, 4)], [[(1, 0.5), (2, 0.5), (2, 1)]]),
    shapely.MultiLineString([[(0, 0, 1), (1, 1, 1)], [(2, 2, 1), (3, 3, 1)]]),
)  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("big", [0, 1])
@pytest.mark.parametrize("flavor", ["iso", "extended"])
def test_depth_of_shapes(shape, big, flavor):
    """Twice the same within a collection: what comes behind the first part is found, too."""
    own = 2 if shape.geom_type.startswith("Multi") else 1
    for deep in range(4):
        held = shapely.to_wkb(shape, byte_order=big, flavor=flavor, include_srid=False)
        assert depth_of_wkb(held) == own + deep
        shape = shapely.GeometryCollection([SHAPES[0], shape])
        if shapely.has_z(shape):
            shape = shapely.force_3d(shape)


def test_shapes_too_deep():
    shape = SHAPES[2]
    for _ in range(60):
        shape = shapely.GeometryCollection([SHAPES[2], shape])
    for value in (shape.wkt, shape.wkb, shape.wkb_hex):
        with pytest.raises(ValueError, match="61 deep|62 deep|more than depth = 50"):
            check_shape(value)
        with co.limits(depth=100):
            check_shape(value)


@pytest.mark.parametrize(
    "crs",
    [
        "+proj=longlat +ellps=bessel +nadgrids=/dev/stdin", "+init=/etc/passwd:root",
        "+proj=longlat +ellps=bessel +nadgrids=@null,../a.gsb",
        '+proj=longlat +ellps=bessel +nadgrids="/tmp/a b"',
    ],
)  # fmt: skip
def test_systems_that_name_files(crs):
    from pyproj import CRS

    assert crs_fault(crs)
    if "+proj" in crs:
        assert crs_fault(CRS(crs).to_wkt())
        assert crs_fault(CRS(crs).to_json_dict())


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:32642", "+proj=merc +nadgrids=@null", "x", 7])
def test_systems_that_name_none(crs):
    assert crs_fault(crs) == ""


@pytest.mark.parametrize("kind", [7, 9, 10, 11, 12, 0xFF0007, 1009])
@pytest.mark.parametrize("sign", [0, 1])
def test_depth_is_that_of_geos_for_curves_and_idle_bits(kind, sign):
    one = bytes([sign]) + kind.to_bytes(4, ("big", "little")[sign])
    one += (1).to_bytes(4, ("big", "little")[sign])
    assert depth_of_wkb(one * 300) == 300
    with pytest.raises(ValueError, match="300 deep"):
        check_shape(one * 300)


def test_a_sign_of_no_order_of_bytes_leaves_the_order_as_it_is():
    one = b"\x01\x07\x00\x00\x00\x01\x00\x00\x00"
    assert depth_of_wkb(one + (b"\x02" + one[1:]) * 299) == 300


def test_heights_of_both_ways_of_writing_are_counted_as_geos_does():
    measured = (0x80000000 | 2001).to_bytes(4, "little") + b"\0" * 32
    held = b"\x01\x07\0\0\0\x02\0\0\0" + b"\x01" + measured
    assert depth_of_wkb(held + b"\x01\x07\0\0\0\0\0\0\0") == 2
