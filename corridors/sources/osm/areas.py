"""What an area is: a box, a polygon, or so many km around a line; checked before any request."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from corridors.errors import DataError

if TYPE_CHECKING:
    from shapely import MultiPolygon, Polygon

#: Larger areas belong in a PBF extract, not in requests to a public server, km2.
MAX_AREA_KM2 = 250_000.0


def area_of(source: Any, buffer_km: float | None) -> tuple[Polygon | MultiPolygon, str]:
    """Return the polygon that a source means, in WGS84 degrees, and a label.

    Raises
    ------
    ValueError
        If it is not in degrees, seems to have its axes swapped, crosses the antimeridian, is
        empty or too large.
    DataError
        If a GeoDataFrame or GeoSeries has no CRS.
    """
    import shapely
    from shapely.geometry import shape

    if isinstance(source, tuple | list) and len(source) == 4:
        return _checked(_box(source)), "bbox"
    form = _in_wgs84(source)
    if not isinstance(form, shapely.Geometry):
        if not hasattr(form, "__geo_interface__"):
            raise TypeError(
                "source is a file, a place's name, a (west, south, east, north) box, a polygon, or "
                f"a line with buffer_km, not {type(source).__name__}"
            )
        form = _geometry(form.__geo_interface__, shape)
    if form.is_empty:
        raise ValueError("the area is empty")
    if form.geom_type not in ("Polygon", "MultiPolygon") or buffer_km is not None:
        if buffer_km is None:
            raise ValueError(f"a {form.geom_type} is no area; say how far around it: buffer_km=10")
        _check_degrees(form)
        form = around(form, buffer_km)
    if not form.is_valid:
        raise ValueError(f"the polygon is not valid: {shapely.is_valid_reason(form)}")
    return _checked(form), "area"


def _box(values: Any) -> Polygon:
    import shapely

    try:
        west, south, east, north = (float(v) for v in values)
    except (TypeError, ValueError):
        raise TypeError(f"a box is (west, south, east, north) in degrees, not {values!r}") from None
    box = shapely.box(min(west, east), min(south, north), max(west, east), max(south, north))
    _check_degrees(box)
    if west > east:
        raise ValueError(
            f"the box goes from {west:g} east to {east:g}: over the antimeridian it must be given "
            "as two boxes; else west and east are swapped"
        )
    if south >= north or west == east:
        raise ValueError(f"the box {tuple(values)} is not (west, south, east, north)")
    return box


def _in_wgs84(source: Any) -> Any:
    """Return the union of a GeoDataFrame or GeoSeries in degrees; anything else as it is."""
    if not hasattr(source, "to_crs"):
        return source
    if source.crs is None:
        raise DataError(["the area has no CRS; set it with .set_crs('EPSG:4326') or what it is in"])
    return source.to_crs("EPSG:4326").union_all()


def _geometry(mapping: Any, shape: Any) -> Any:
    """Return the geometry of a GeoJSON mapping: a geometry, a feature, or a collection."""
    import shapely

    kind = mapping.get("type")
    if kind == "FeatureCollection":
        parts = [_geometry(feature, shape) for feature in mapping["features"]]
        return shapely.union_all([part for part in parts if part is not None])
    if kind == "Feature":
        return shape(mapping["geometry"]) if mapping["geometry"] else None
    return shape(mapping)


def _check_degrees(form: Any) -> None:
    west, south, east, north = form.bounds
    if max(abs(west), abs(east)) > 180 or max(abs(south), abs(north)) > 90:
        hint = "its axes are swapped" if max(map(abs, form.bounds)) <= 180 else "it is in metres"
        raise ValueError(
            f"the area spans ({west:g}, {south:g}, {east:g}, {north:g}), which are no (lon, lat) "
            f"degrees: perhaps {hint}; give WGS84"
        )
    if east - west > 180:
        raise ValueError(
            f"the area spans {east - west:.0f} degrees of longitude: one that crosses the "
            "antimeridian must be given in two parts"
        )


def _checked(form: Any) -> Any:
    """Return an area after looking at its place and size."""
    from corridors.network.countries import on_land

    _check_degrees(form)
    size = area_km2(form)
    if size > MAX_AREA_KM2:
        raise ValueError(
            f"the area is {size:,.0f} km2, over {MAX_AREA_KM2:,.0f}; take a .osm.pbf extract "
            "instead"
        )
    point = form.representative_point()
    corners = [(point.x, point.y), *list(form.envelope.exterior.coords)[:4]]
    swapped = [(y, x) for x, y in corners if abs(x) <= 90]
    if not on_land(corners) and on_land(swapped):
        raise ValueError(
            f"the area around ({point.x:.2f}, {point.y:.2f}) lies in the sea, but "
            f"({point.y:.2f}, {point.x:.2f}) on land: are lon and lat swapped?"
        )
    return form


def squares_of(area: Polygon | MultiPolygon, side_km: float) -> int:
    """Return by how many requests osmnx asks for an area in squares of a side.

    It cuts the convex hull of what is larger than a square, or of several parts, in the zone of
    UTM, along evenly spaced lines, at least one in each direction.
    """
    import osmnx as ox
    import shapely

    form, _ = ox.projection.project_geometry(area)
    side_m = side_km * 1000
    if form.geom_type != "Polygon" or form.area > side_m**2:
        form = form.convex_hull
    if form.area <= side_m**2:
        return 1
    west, south, east, north = form.bounds
    x, y = (
        np.linspace(low, high, max(math.ceil((high - low) / side_m), 2) + 1)
        for low, high in ((west, east), (south, north))
    )
    left, bottom = (part.ravel() for part in np.meshgrid(x[:-1], y[:-1]))
    right, top = (part.ravel() for part in np.meshgrid(x[1:], y[1:]))
    pieces = shapely.intersection(shapely.box(left, bottom, right, top), form)
    return int((shapely.area(pieces) > 0).sum())


def area_km2(form: Any) -> float:
    """Return the area of a polygon in degrees, km2, on the ellipsoid."""
    from pyproj import Geod

    return abs(Geod(ellps="WGS84").geometry_area_perimeter(form)[0]) / 1e6


def around(form: Any, buffer_km: float) -> Any:
    """Return the area within some km of a geometry, piece by piece so that no zone distorts it."""
    import shapely

    if not 0 < buffer_km <= 200:
        raise ValueError(f"buffer_km is {buffer_km}, expected over 0 to 200")
    fine = shapely.segmentize(shapely.simplify(form, buffer_km / 1000), 0.5)
    pieces = []
    for part in shapely.get_parts(fine):
        points = shapely.get_coordinates(part)
        lines = [part] if len(points) < 2 else [
            shapely.LineString(points[k : k + 8]) for k in range(0, max(1, len(points) - 1), 7)
        ]  # fmt: skip
        pieces += [_one_buffer(line, buffer_km) for line in lines]
    return shapely.union_all(pieces)


def _one_buffer(line: Any, buffer_km: float) -> Any:
    import shapely

    squeeze = np.cos(np.radians(shapely.get_coordinates(line)[:, 1].mean()))
    flat = shapely.transform(line, lambda xy: xy * [squeeze, 1.0])
    wide = shapely.buffer(flat, buffer_km / 111.2, quad_segs=4)
    return shapely.transform(wide, lambda xy: xy / [squeeze, 1.0])
