"""Lengths on the Earth against the ellipsoid of pyproj and worked values."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from corridors.network.earth import (
    EARTH_RADIUS_KM,
    great_circle_km,
    great_circles_km,
    polyline_km,
    segment_km,
    unit_vectors,
)

LON, LAT = st.floats(-180, 180), st.floats(-90, 90)


def test_worked_lengths():
    """A quarter of a great circle is pi/2 radii; half of one between antipodes is pi radii."""
    quarter = math.pi / 2 * EARTH_RADIUS_KM
    assert great_circle_km(0, 0, 90, 0) == pytest.approx(quarter)
    assert great_circle_km(20, 0, 20, 90) == pytest.approx(quarter)
    assert great_circle_km(0, 0, 180, 0) == pytest.approx(2 * quarter)
    assert great_circle_km(179.5, 0, -179.5, 0) == pytest.approx(quarter / 90)
    assert type(great_circle_km(0, 0, 90, 0)) is float
    assert polyline_km([(0, 0), (90, 0), (90, 90)]) == pytest.approx(2 * quarter)


@given(LON, LAT, LON, LAT)
def test_within_0_6_per_cent_of_the_ellipsoid(lon1, lat1, lon2, lat2):
    km = Geod(ellps="WGS84").inv(lon1, lat1, lon2, lat2)[2] / 1000
    assert great_circle_km(lon1, lat1, lon2, lat2) == pytest.approx(km, rel=0.006, abs=1e-3)


def test_one_point_against_many():
    lon, lat = np.array([67.01, 28.97, 0.0]), np.array([24.86, 41.01, 0.0])
    found = great_circles_km(60.0, 40.0, lon, lat)
    assert found.tolist() == [great_circle_km(60, 40, x, y) for x, y in zip(lon, lat, strict=True)]


@given(st.lists(st.tuples(LON, st.floats(-80, 80)), min_size=2, max_size=2, unique=True))
def test_segments_are_geodesics(points):
    """Short ones by the local ellipsoid to 1e-6, long ones (as the crow flies) exactly."""
    (lon1, lat1), (lon2, lat2) = points
    if abs(lon2 - lon1) > 180:
        return  # lines do not cross 180 E
    km = Geod(ellps="WGS84").inv(lon1, lat1, lon2, lat2)[2] / 1000
    assert segment_km(np.array([lon1, lon2]), np.array([lat1, lat2])) == pytest.approx(
        [km], rel=1e-5, abs=1e-6
    )


def test_distances_in_space_are_chords():
    """The chord of an angle a is 2 r sin(a / 2)."""
    a, b = unit_vectors(np.array([0.0, 60.0]), np.array([0.0, 0.0]))
    assert np.hypot.reduce(a - b) == pytest.approx(EARTH_RADIUS_KM)  # 60 degrees: one radius
