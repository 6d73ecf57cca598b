"""Areas to ask for: boxes, polygons, lines with a buffer, names of places."""

from __future__ import annotations

import pytest
from osm_server import BOX, fetch, lengths
from shapely import LineString, Polygon

import corridors as co


def test_polygon_and_corridor_buffer(server, tmp_path):
    x0, y0, x1, y1 = BOX
    shape = Polygon([(x0, y0), (x1, y0), (x1, y1), (x0, y1)])
    assert lengths(fetch(server, tmp_path, source=shape)) == lengths(fetch(server, tmp_path))
    line = LineString([(69.2, 41.28), (69.2, 41.47)])
    near = fetch(server, tmp_path, source=line, buffer_km=8)
    assert "osm-60" not in near.table("nodes")["node_id"]
    assert "osm-1" in near.table("nodes")["node_id"]


def test_a_place_by_name_through_a_geocoder_of_ones_own(server, tmp_path, monkeypatch):
    monkeypatch.setattr("time.sleep", lambda _: None)  # osmnx is polite to public geocoders
    how = {"geocoder": server.geocoder, "modes": "rail"}
    net = fetch(server, tmp_path, source="Toshkent", **how)
    assert server.asked[0] == "Toshkent"
    assert net.name == "Toshkent"
    assert lengths(net) == lengths(fetch(server, tmp_path, modes="rail"))
    count = len(server.asked)
    fetch(server, tmp_path, source="Toshkent", **how)
    assert len(server.asked) == count


def test_a_place_that_is_a_point_needs_a_buffer(server, tmp_path, monkeypatch):
    monkeypatch.setattr("time.sleep", lambda _: None)
    how = {"geocoder": server.geocoder, "modes": "road"}
    with pytest.raises(ValueError, match="'Yallama' is a point without an outline.*buffer_km=10"):
        fetch(server, tmp_path, source="Yallama", **how)
    near = fetch(server, tmp_path, source="Yallama", buffer_km=5, **how)
    assert {r["osm_ids"] for r in near.table("links")} == {"203"}


def test_a_place_that_nobody_knows(server, tmp_path, monkeypatch):
    monkeypatch.setattr("time.sleep", lambda _: None)
    with pytest.raises(co.UnknownNameError, match="the geocoder knows no place 'Toshknt'"):
        fetch(server, tmp_path, source="Toshknt", geocoder=server.geocoder)
    assert not list(tmp_path.glob("cache/*"))  # it may be known tomorrow
    server.script = [(200, {}, b'[{"place_id": 1, "osm_ty')]
    with pytest.raises(ConnectionError, match="no whole answer"):
        fetch(server, tmp_path, source="Toshkent", geocoder=server.geocoder)
    assert not list(tmp_path.glob("cache/*"))


def test_an_itinerary_is_an_area_with_a_buffer(net):
    from corridors.sources.osm.areas import area_km2, area_of

    trip = co.route(net, "Karachi", "Tashkent")
    area, _ = area_of(trip, 10)
    assert 0.7 < area_km2(area) / (20 * trip.distance_km) < 1.1
    with pytest.raises(ValueError, match="buffer_km is 0"):
        area_of(trip, 0)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ((69.1, 41.2, 69.0, 41.5), "antimeridian"),
        ((170.0, 50.0, -170.0, 60.0), "antimeridian"),
        ((69.1, 41.5, 69.4, 41.5), "is not .west, south, east, north."),
        ((500_000, 4_500_000, 510_000, 4_510_000), "perhaps it is in metres"),
        ((30.0, 100.0, 31.0, 110.0), "perhaps its axes are swapped"),
        ((24.8, 67.0, 24.9, 67.1), "are lon and lat swapped"),  # Karachi as (lat, lon)
        ((8.0, 56.5, 8.3, 57.5), None),
        ((60.0, 20.0, 80.0, 40.0), "take a .osm.pbf extract"),
        (LineString([(60, 40), (61, 41)]), "say how far around it: buffer_km=10"),
        (Polygon([(60, 40), (61, 41), (61, 40), (60, 41)]), "the polygon is not valid"),
        (42, "source is a file, a place's name"),
    ],
)
def test_areas_that_cannot_be(source, message):
    from corridors.sources.osm.areas import area_of

    if message is None:
        assert area_of(source, None)[0].area > 0
        return
    with pytest.raises((ValueError, TypeError), match=message):
        area_of(source, None)


def test_an_area_without_crs_is_refused():
    import geopandas as gpd

    from corridors.sources.osm.areas import area_of

    shape = gpd.GeoSeries([Polygon([(69, 41), (69.1, 41), (69.1, 41.1)])])
    with pytest.raises(co.DataError, match="the area has no CRS"):
        area_of(shape, None)
    there = shape.set_crs("EPSG:4326").to_crs("EPSG:32642")
    assert area_of(there, None)[0].bounds[0] == pytest.approx(69, abs=1e-4)
