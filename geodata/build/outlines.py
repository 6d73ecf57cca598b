"""Make the land outline and the basemap from Natural Earth (npm package world-atlas)."""

from __future__ import annotations

import json
from pathlib import Path

from shapely import box, coverage_simplify, get_parts, make_valid
from shapely.geometry import mapping, shape
from shapely.ops import unary_union

#: lon_min, lat_min, lon_max, lat_max of what is kept.
WINDOW = box(-25, -40, 150, 65)
LAND_TOLERANCE_DEG = 0.02
BORDER_TOLERANCE_DEG = 0.03
ORIGIN = {"source": "Natural Earth 4.1, 1:50m and 1:10m", "licence": "public domain"}


def build(folder: Path) -> dict[str, dict]:
    """Return ``land.geojson`` (precise, near) and ``basemap.geojson`` (countries, for maps)."""
    land = _land(folder / "land-10m.json")
    return {"land.geojson": land, "basemap.geojson": _basemap(folder / "countries-50m.json")}


def _land(file: Path) -> dict:
    window = box(15, 5, 125, 62)
    parts = [shape(g) for g in decode(file, "land")]
    merged = make_valid(unary_union([make_valid(p) for p in parts])).intersection(window)
    simple = make_valid(merged.simplify(LAND_TOLERANCE_DEG))
    polygons = [p for p in get_parts(simple) if p.geom_type == "Polygon" and p.area > 0.01]
    coordinates = [_rings(p) for p in polygons]
    feature = {
        "type": "Feature",
        "properties": {},
        "geometry": {"type": "MultiPolygon", "coordinates": coordinates},
    }
    return {"type": "FeatureCollection", **ORIGIN, "features": [feature]}


def _basemap(file: Path) -> dict:
    countries = decode(file, "countries", names=True)
    shapes = [make_valid(shape(g)).intersection(WINDOW) for _, g in countries]
    kept = [(n, s) for (n, _), s in zip(countries, shapes, strict=True) if not s.is_empty]
    simple = coverage_simplify([s for _, s in kept], BORDER_TOLERANCE_DEG)
    features = [
        {
            "type": "Feature",
            "properties": {"name": name},
            "geometry": {
                "type": "MultiPolygon",
                "coordinates": [_rings(p, 2) for p in get_parts(s) if p.geom_type == "Polygon"],
            },
        }
        for (name, _), s in zip(kept, simple, strict=True)
    ]
    return {"type": "FeatureCollection", **ORIGIN, "features": features}


def _rings(polygon, digits: int = 3) -> list:
    coordinates = mapping(polygon)["coordinates"]
    return [[[round(x, digits), round(y, digits)] for x, y in ring] for ring in coordinates]


def decode(file: Path, name: str, *, names: bool = False) -> list:
    """Decode the geometries of one object of a TopoJSON file."""
    topology = json.loads(file.read_text(encoding="utf-8"))
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        arcs.append(points)

    def ring(numbers: list[int]) -> list:
        points: list = []
        for number in numbers:
            part = arcs[number] if number >= 0 else arcs[~number][::-1]
            points += part[1 if points else 0 :]
        return points

    found = []
    for geometry in topology["objects"][name]["geometries"]:
        polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        decoded = {
            "type": "MultiPolygon",
            "coordinates": [[ring(r) for r in polygon] for polygon in polygons],
        }
        found.append(
            (geometry.get("properties", {}).get("name", ""), decoded) if names else decoded
        )
    return found
