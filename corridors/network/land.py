"""Is a point on land? By the embedded Natural Earth outline, without heavy imports."""

from __future__ import annotations

import json
from functools import cache

from corridors.network.folder import DATA_FOLDER

Ring = list[tuple[float, float]]


@cache
def _rings() -> list[tuple[tuple[float, float, float, float], Ring]]:
    with (DATA_FOLDER / "land.geojson").open(encoding="utf-8") as stream:
        collection = json.load(stream)
    rings = []
    for feature in collection["features"]:
        for polygon in feature["geometry"]["coordinates"]:
            for ring in polygon:
                lons, lats = zip(*ring, strict=True)
                rings.append(((min(lons), min(lats), max(lons), max(lats)), ring))
    return rings


def is_land(lon: float, lat: float) -> bool:
    """Say whether a point lies on land (outlines generalised to about 2 km).

    Examples
    --------
    >>> is_land(67.01, 24.9), is_land(65.0, 23.0), is_land(51.0, 41.5)
    (True, False, False)
    """
    inside = False
    for (west, south, east, north), ring in _rings():
        if west <= lon <= east and south <= lat <= north and _crosses(ring, lon, lat):
            inside = not inside
    return inside


def _crosses(ring: Ring, lon: float, lat: float) -> bool:
    """Say whether a point is inside a ring, by the parity of crossings (even-odd rule)."""
    inside = False
    x0, y0 = ring[-1]
    for x1, y1 in ring:
        if (y1 > lat) != (y0 > lat) and lon < (x0 - x1) * (lat - y1) / (y0 - y1) + x1:
            inside = not inside
        x0, y0 = x1, y1
    return inside
