"""The basemap: closed land, each border once, disputed lines where the disputes are."""

import importlib.util
import json
import sys
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridors.maps import basemap as module
from corridors.maps.basemap import basemap, encode
from corridors.network.files import DATA_FOLDER


def decode(text, digits):
    """The reverse of ``encode``, written apart from it as an oracle."""
    numbers, number, shift = [], 0, 0
    for letter in text:
        part = ord(letter) - 63
        number |= (part & 31) << shift
        shift += 5
        if part < 32:
            numbers.append(~(number >> 1) if number & 1 else number >> 1)
            number, shift = 0, 0
    points, lat, lon = [], 0, 0
    for k in range(0, len(numbers), 2):
        lat, lon = lat + numbers[k], lon + numbers[k + 1]
        points.append((lon / 10**digits, lat / 10**digits))
    return points


@given(st.lists(st.tuples(st.floats(-180, 180), st.floats(-90, 90)), max_size=20))
def test_lines_survive_their_encoding(line):
    back = decode(encode(line), 3)
    assert len(back) == len(line)
    for (lon, lat), (x, y) in zip(line, back, strict=True):
        assert abs(lon - x) <= 5.01e-4
        assert abs(lat - y) <= 5.01e-4


@given(st.lists(st.tuples(st.floats(-180, 180), st.floats(-90, 90)), max_size=60))
def test_long_lines_are_read_as_short_ones_are(line):
    text = encode(line)
    assert module.decode(text) == decode(text, 3)


def test_the_background_is_made_of_the_outlines_as_they_are():
    """After a change of the outlines: ``python geodata/build/ground.py``."""
    file = DATA_FOLDER / "build" / "ground.py"
    if not file.exists():
        pytest.skip("the build is not here")
    spec = importlib.util.spec_from_file_location("ground", file)
    ground = importlib.util.module_from_spec(spec)
    before = list(sys.path)
    spec.loader.exec_module(ground)
    sys.path[:] = before
    assert ground.ground() == basemap()


def test_the_basemap_has_closed_land_and_each_border_once():
    base = basemap()
    for text in base["land"]:
        ring = decode(text, base["digits"])
        assert ring[0] == ring[-1]
    seen = set()
    for text in base["borders"] + base["disputed"]:
        line = decode(text, base["digits"])
        for a, b in pairwise(line):
            segment = (min(a, b), max(a, b))
            assert segment not in seen
            seen.add(segment)
    assert len(json.dumps(base)) < 120_000


@pytest.mark.parametrize(
    ("lon", "lat"), [(74.6, 34.7), (79.2, 34.5), (41.7, 42.5), (44.3, 42.5), (34.6, 46.0)]
)
def test_disputed_lines_are_near_the_places_in_dispute(lon, lat):
    base = basemap()
    points = [p for text in base["disputed"] for p in decode(text, base["digits"])]
    assert min(abs(x - lon) + abs(y - lat) for x, y in points) < 1.0
    assert all(entry["note"] for entry in base["disputes"])
