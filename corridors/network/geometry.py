"""The file of the links' geometry: GeoJSON, one line a link."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

Line = list[tuple[float, float]]
GEOMETRY_FILE = "geometry.geojson"


def read_geometry(file: Path) -> dict[str, Line]:
    """Read link geometry from GeoJSON: LineStrings whose property is ``link_id``."""
    with file.open(encoding="utf-8") as stream:
        collection = json.load(stream)
    return {
        feature["properties"]["link_id"]: [(x, y) for x, y in feature["geometry"]["coordinates"]]
        for feature in collection["features"]
    }


def write_geometry(lines: Mapping[str, Line], file: Path) -> None:
    """Write link geometry as GeoJSON, one feature a line, with its licence."""
    head = {
        "type": "FeatureCollection",
        "attribution": "© OpenStreetMap contributors",
        "licence": "ODbL-1.0 where derived from OpenStreetMap",
    }
    features = [
        json.dumps(
            {
                "type": "Feature",
                "properties": {"link_id": link},
                "geometry": {"type": "LineString", "coordinates": [list(p) for p in line]},
            },
            separators=(",", ":"),
        )
        for link, line in sorted(lines.items())
    ]
    text = json.dumps(head, ensure_ascii=False)[:-1]
    body = ",\n".join(features)
    file.write_text(f'{text},"features":[\n{body}\n]}}\n', encoding="utf-8")
