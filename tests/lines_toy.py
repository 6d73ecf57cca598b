"""Lines as other programs write them, and the mutations that they are put through.

row 41.2 N   a ───────── b ───────── c       rail, 1520 mm; 0.1 degree of longitude each
                         │
                         d                   a road from b to the south
"""

from __future__ import annotations

import copy
import json
import random

#: One degree of longitude at 41.2 N, and of latitude there, in km on the ellipsoid of WGS84.
EAST_KM, NORTH_KM = 83.8803, 111.0568

FEATURES = [
    {"GAUGE": 1520, "TYPE": "T", "NAME": "Ғарб", "len_m": 8388.0, "usd": 10.5, "dir": 0},
    {"GAUGE": 1520, "TYPE": "T", "NAME": "East", "len_m": 8388.0, "usd": 12.0, "dir": 0},
    {"GAUGE": None, "TYPE": "S", "NAME": "South", "len_m": 11105.8, "usd": 5.0, "dir": 1},
]
POINTS = [
    [[69.2, 41.2], [69.25, 41.2], [69.3, 41.2]],
    [[69.3, 41.2], [69.4, 41.2]],
    [[69.3, 41.2], [69.3, 41.15], [69.3, 41.1]],
]
COLUMNS = {
    "gauge_mm": "GAUGE",
    "name": "NAME",
    "mode": {"column": "TYPE", "values": {"T": "rail", "S": "road"}},
    "length_km": {"column": "len_m", "scale": 0.001},
    "cost_usd": "usd",
    "oneway": "dir",
}


def collection(features=FEATURES, points=POINTS):
    """Return the lines as a GeoJSON collection."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": dict(values),
                "geometry": {"type": "LineString", "coordinates": copy.deepcopy(line)},
            }
            for values, line in zip(features, points, strict=True)
        ],
    }


def frame(features=FEATURES, points=POINTS, crs=4326):
    """Return the lines as a GeoDataFrame."""
    import geopandas as gpd
    import shapely

    lines = [shapely.LineString(line) for line in points]
    return gpd.GeoDataFrame(features, geometry=lines, crs=crs)


def write_all(folder):
    """Write the lines in every form; return the files."""
    import zipfile

    lines = frame()
    files = [folder / f"lines.{end}" for end in ("geojson", "gpkg", "shp", "parquet", "csv", "zip")]
    files[0].write_text(json.dumps(collection(), ensure_ascii=False), encoding="utf-8")
    lines.to_file(files[1], layer="tracks")
    lines.to_file(files[2], encoding="utf-8")
    lines.to_parquet(files[3])
    lines.assign(WKT=lines.geometry.to_wkt()).drop(columns="geometry").to_csv(files[4], index=False)
    with zipfile.ZipFile(files[5], "w", zipfile.ZIP_DEFLATED) as archive:
        for end in ("shp", "shx", "dbf", "prj", "cpg"):
            archive.write(folder / f"lines.{end}", f"data/lines.{end}")
    return files


ODD = (
    None, True, -1, 0, 1e400, float("nan"), 2**70, -(2**63) - 1, "", "nan", "é" * 50, "\x00", [],
    {}, [[]], [None, None], {"a": {"b": 1}}, "LineString", "Polygon", [1, 2], [[1, 2, 3, 4]],
    "[/x]", 1e308,
)  # fmt: skip


def mutated_json(value, rng: random.Random):
    """Return a value with one to three odd places."""
    value = copy.deepcopy(value)
    for _ in range(rng.randint(1, 3)):
        places = list(_places(value))
        if not places:  # nothing is left
            break
        holder, key = rng.choice(places)
        what = rng.random()
        if what < 0.15:
            del holder[key]
        elif what < 0.3 and isinstance(holder, list):
            holder.insert(key, copy.deepcopy(rng.choice(ODD)))
        else:
            holder[key] = copy.deepcopy(rng.choice(ODD))
    return value


def _places(value):
    keys = value if isinstance(value, dict) else range(len(value))
    for key in keys:
        yield value, key
        if isinstance(value[key], dict | list):
            yield from _places(value[key])


def mutated_bytes(data: bytes, rng: random.Random) -> bytes:
    """Return bytes that are cut, overwritten, lengthened or in another encoding."""
    what = rng.random()
    if what < 0.2:
        return data[: rng.randrange(len(data))]
    if what < 0.25:
        return data + bytes(rng.randrange(256) for _ in range(rng.randint(1, 200)))
    if what < 0.3:
        return data.decode("latin-1").encode("utf-16")
    found = bytearray(data)
    for _ in range(rng.choice((1, 2, 5, 40))):
        place = rng.randrange(len(found))
        if what < 0.8:
            found[place] = rng.choice((0, 1, 255, 127, rng.randrange(256)))
        else:
            del found[place : place + rng.randint(1, 9)]
            found = found or bytearray(b"x")
    return bytes(found)
