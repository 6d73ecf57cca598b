"""Land, sea and countries of points: by places that everybody knows, and by rings by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridors.network.land import (
    COARSE,
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
