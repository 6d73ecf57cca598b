"""What may be the line of a link, and what a GIS may have done to the file of lines."""

import itertools
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString, MultiLineString, Point, to_wkb
from toy import toy_network

import corridors as co
from corridors.network.files import DATA_FOLDER
from corridors.network.forms.geometry import (
    GEOMETRY_FILE,
    fit_lines,
    line_of,
    line_of_form,
    read_geometry,
)

#: Of road-ab, from xx-a at (60, 40) to xx-b at (60.9, 40).
LINE = [[60, 40], [60.4, 40.1], [60.9, 40]]


def feature(link="road-ab", kind="LineString", coordinates=LINE, **other):
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "properties": {"link_id": link}, "geometry": geometry, **other}


def read(folder, *features, **members):
    toy_network().write(folder)
    whole = {"type": "FeatureCollection", "features": list(features), **members}
    (folder / "geometry.geojson").write_text(json.dumps(whole), encoding="utf-8")
    return co.read_network(folder)


def faults(folder, *features, **members):
    with pytest.raises(co.DataError) as caught:
        read(folder, *features, **members)
    return caught.value.faults


# -- lines ---------------------------------------------------------------------------------------


@given(st.data())
def test_parts_are_one_line_in_any_order_and_direction(data):
    line = [(float(k), float(k * k % 7)) for k in range(12)]
    cuts = data.draw(st.sets(st.integers(1, 10)))
    marks = [0, *sorted(cuts), 11]
    parts = [line[a : b + 1] for a, b in itertools.pairwise(marks)]
    parts = data.draw(st.permutations(parts))
    turned = data.draw(st.lists(st.booleans(), min_size=len(parts), max_size=len(parts)))
    found = line_of(p[::-1] if t else p for p, t in zip(parts, turned, strict=True))
    assert found in (line, line[::-1])


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        ([], "is empty"),
        ([[]], "is empty"),
        ([[(1, 1)]], "fewer than two points"),
        ([[(0, 0), (1, 0)], [(1.1, 0), (2, 0)]], "2 parts that do not join"),
        ([[(0, 0), (1, 0)], [(1, 0), (2, 0)], [(1, 0), (1, 1)]], "3 parts that do not join"),
        ([[(0, 0), (float("nan"), 0)]], r"a point at \(nan, 0\), which are no degrees"),
        ([[(7_000_000, 0), (1, 0)]], r"a point at \(7e\+06, 0\)"),
        ([[(0, 0), (1,)]], "no pair of numbers"),
        ([[(0, 0), ("x", 1)]], "no pair of numbers"),
        ([3], "no pair of numbers"),
    ],
)
def test_what_is_no_line(parts, says):
    with pytest.raises(ValueError, match=says):
        line_of(parts)


def test_shapes_and_their_texts_are_lines():
    line = [(0.0, 0.0), (1.0, 2.0), (3.0, 4.0)]
    high = LineString([(x, y, 100.0) for x, y in line])
    split = MultiLineString([line[:2], line[1:]])
    for form in (LineString(line), high, split, MultiLineString([line])):
        assert line_of_form(form) == line
        assert line_of_form(form.wkt) == line
        assert line_of_form(to_wkb(form)) == line
    assert all(line_of_form(none) is None for none in (None, "", float("nan")))
    for form, says in (
        (Point(1, 2), "is a Point, expected a LineString"),
        (LineString(), "is empty"),
        ("LINESTRING (1 2", "is not WKT"),
        (b"\x01\x02", "is not WKB"),
        (7, "is a int, expected a shape"),
    ):
        with pytest.raises(ValueError, match=says):
            line_of_form(form)


# -- the file ------------------------------------------------------------------------------------


def test_a_file_that_a_gis_saved_is_read(tmp_path):
    """One part or several, heights, numeric ids of features, no geometry, drawn backwards."""
    high = [[x, y, 250.0] for x, y in LINE]
    split = [LINE[1:], LINE[:2]]
    line = [(60.0, 40.0), (60.4, 40.1), (60.9, 40.0)]
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
    for k, one in enumerate(
        [
            feature(),
            feature(coordinates=high, id=7),
            feature(kind="MultiLineString", coordinates=[LINE]),
            feature(kind="MultiLineString", coordinates=split),
            feature(coordinates=LINE[::-1]),
        ]
    ):
        net = read(tmp_path / str(k), one, crs=crs)
        assert net.line("road-ab") == line, k
    straight = read(tmp_path / "none", {**feature(), "geometry": None}).line("road-ab")
    assert straight == [(60.0, 40.0), (60.9, 40.0)]


def test_every_feature_that_is_no_line_of_a_link_is_told(tmp_path):
    nameless = feature()
    del nameless["properties"]["link_id"]
    assert list(
        faults(
            tmp_path,
            feature(),
            nameless,
            feature(link=None),
            feature(),
            feature("rail-bc", "Point", [60, 40]),
            feature("rail-cd", coordinates=[]),
            feature("rail-de", coordinates=[[60, 40], [60, None]]),
            feature("road-af", coordinates=[[float("nan"), 40], [62, 43]]),
            feature("road-fe", "MultiLineString", [[[62, 43], [63, 43]], [[64, 41], [66, 40]]]),
            {**feature("road-ap"), "geometry": 3},
        )
    ) == [
        "geometry.geojson: feature 2: it has no property link_id",
        "geometry.geojson: feature 3: it has no property link_id",
        "geometry.geojson: feature 4: 'road-ab' stands already in feature 1",
        "geometry.geojson: feature 5: the geometry of 'rail-bc' is a Point, expected a LineString",
        (
            "geometry.geojson: feature 6: the geometry of 'rail-cd' is empty; a link without a line of "
            "its own has no geometry at all"
        ),
        (
            "geometry.geojson: feature 7: the geometry of 'rail-de' has a point that is no pair of "
            "numbers"
        ),
        (
            "geometry.geojson: feature 8: the geometry of 'road-af' has a point at (nan, 40), which "
            "are no degrees"
        ),
        (
            "geometry.geojson: feature 9: the geometry of 'road-fe' has 2 parts that do not join to "
            "one line"
        ),
        "geometry.geojson: feature 10: the geometry of 'road-ap' is a int, expected a LineString",
    ]


def test_lines_of_no_link_and_far_from_their_nodes_are_told(tmp_path):
    """A degree of latitude is 111 km; 5 % of rail-bc's 200 km are 10 km, of road-ab's 100 km 5."""
    found = faults(
        tmp_path,
        feature("road-abb"),
        feature("road-ab", coordinates=[[60, 40.05], [60.9, 41]]),
        feature("rail-bc", coordinates=[[60.9, 40.08], [62.9, 40]]),
        feature("sea-pq", coordinates=[[60, 39.5], [10, 39.5]]),
    )
    assert found[0].startswith("geometry.geojson: there is no link 'road-abb'. Did you mean 'road-")
    assert list(found[1:]) == [
        "geometry.geojson: the line of 'road-ab' begins 6 km from 'xx-a'; expected within 5 km",
        "geometry.geojson: the line of 'road-ab' ends 111 km from 'xx-b'; expected within 5 km",
        "geometry.geojson: the line of 'sea-pq' ends 4,723 km from 'zz-q'; expected within 50 km",
    ]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "not JSON in UTF-8"),
        ("[]", "no GeoJSON collection of features"),
        ('{"type": "FeatureCollection"}', "no GeoJSON collection of features"),
        ('{"features": [3]}', "feature 1: no GeoJSON feature with properties"),
        ('{"features": [{"type": "Feature", "properties": null}]}', "feature 1: no GeoJSON"),
        ('{"features": [], "crs": {"properties": {"name": "EPSG:3857"}}}', "its CRS is EPSG:3857"),
    ],
)
def test_files_that_are_no_collection_of_lines(tmp_path, text, says):
    toy_network().write(tmp_path)
    (tmp_path / "geometry.geojson").write_text(text, encoding="utf-8")
    with pytest.raises(co.DataError, match=rf"geometry\.geojson: {says}"):
        co.read_network(tmp_path)


def test_the_embedded_lines_are_lines_of_their_links(net):
    found = []
    tables = {name: net.table(name) for name in ("nodes", "links")}
    lines = read_geometry(DATA_FOLDER / GEOMETRY_FILE)
    assert fit_lines(lines, tables, "geometry.geojson", found) == lines
    assert found == []


# -- folders -------------------------------------------------------------------------------------


def test_nothing_of_an_older_network_survives_in_a_folder(tmp_path):
    """Its lines and its tables go; what is nobody's stays."""
    co.load("tapi").write(tmp_path)
    assert (tmp_path / "geometry.geojson").exists()
    (tmp_path / "waypoints.csv").write_text("old")
    (tmp_path / "mine.txt").write_text("mine")
    toy = toy_network()
    toy.write(tmp_path)
    assert not (tmp_path / "geometry.geojson").exists()
    assert (tmp_path / "mine.txt").read_text() == "mine"
    back = co.read_network(tmp_path)
    for link in toy.table("links")["link_id"]:
        assert back.line(link) == toy.line(link)


def test_a_part_writes_its_own_lines_alone(tmp_path):
    net = co.load("tapi")
    net.write(tmp_path)
    with (tmp_path / "geometry.geojson").open(encoding="utf-8") as file:
        written = {f["properties"]["link_id"] for f in json.load(file)["features"]}
    assert written <= set(net.table("links")["link_id"])
    back = co.read_network(tmp_path)
    assert all(back.line(link) == net.line(link) for link in written)
