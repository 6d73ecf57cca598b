"""Land, sea and countries of points: by places that everybody knows, and by rings by hand."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridors.network.land import (
    COARSE,
    countries_near,
    country_at,
    in_ring,
    is_land,
    is_sea,
    known_codes,
    on_one_land,
)

KARACHI, KABUL, ARABIAN_SEA, CASPIAN = (67.01, 24.9), (69.2, 34.5), (65.0, 23.0), (51.0, 41.5)
SQUARE = [(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0)]
NOTCHED = [(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (2.0, 1.0), (0.0, 4.0)]


@pytest.mark.parametrize(
    ("point", "country"),
    [(KARACHI, "PK"), (KABUL, "AF"), (ARABIAN_SEA, None), (CASPIAN, None), ((45.4, 39.2), "AZ"),
     ((76.9, 43.2), "KZ"), ((-74.0, 40.7), None)],
)  # fmt: skip
def test_countries_of_known_points(point, country):
    assert country_at(*point) == country
    assert country is None or country in known_codes()
    assert is_land(*point) is (country is not None)


def test_exclaves_and_neighbours_are_other_lands():
    assert on_one_land(KARACHI, (74.3, 31.5))
    assert not on_one_land(KARACHI, KABUL)
    assert not on_one_land((49.9, 40.4), (45.4, 39.2))  # Baku and Nakhchivan
    assert not on_one_land(ARABIAN_SEA, ARABIAN_SEA)


@given(st.floats(-180, 180), st.floats(-90, 90))
def test_nothing_is_land_and_sea(lon, lat):
    assert not (is_land(lon, lat) and is_sea(lon, lat))
    west, south, east, north = COARSE
    if not (west <= lon <= east and south <= lat <= north):
        assert not is_land(lon, lat)
        assert not is_sea(lon, lat)


@given(st.floats(-1, 5), st.floats(-1, 5))
def test_in_a_square(lon, lat):
    inside = 0 < lon < 4 and 0 < lat < 4
    outside = not (0 <= lon <= 4 and 0 <= lat <= 4)
    if inside or outside:
        assert in_ring(SQUARE, lon, lat) is inside
        assert in_ring(SQUARE[::-1], lon, lat) is inside
        assert in_ring([*SQUARE, SQUARE[0]], lon, lat) is inside


@pytest.mark.parametrize(
    ("point", "inside"), [((2, 0.5), True), ((2, 1.5), False), ((0.5, 2), True), ((3.5, 3), True)]
)
def test_in_a_ring_with_a_notch(point, inside):
    assert in_ring(NOTCHED, *point) is inside


def test_countries_near_a_point_are_those_within_the_distance():
    # the outlines draw the border 2 to 3 km west of the post of Wagah, in Pakistan
    assert countries_near(74.573, 31.6047, 1.0) == {"IN"}
    assert countries_near(74.573, 31.6047, 3.0) == {"IN", "PK"}
    assert countries_near(65.0, 23.0, 5.0) == frozenset()  # at sea


@given(st.floats(60, 80), st.floats(25, 45), st.floats(0.5, 20))
def test_a_country_is_near_if_it_is_a_little_way_off_in_some_direction(lon, lat, km):
    near = countries_near(lon, lat, km)
    assert {country_at(lon, lat)} - {None} <= near <= countries_near(lon, lat, 2 * km)
    up = km / 111.3
    ways = [(math.cos(t / 4 * math.pi), math.sin(t / 4 * math.pi)) for t in range(8)]
    across = up / math.cos(math.radians(lat))
    around = {country_at(lon + 0.99 * across * x, lat + 0.99 * up * y) for x, y in ways}
    assert around - {None} <= near
