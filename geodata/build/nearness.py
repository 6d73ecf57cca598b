"""Measure how near the links' lines lie to real railways and roads.

Run it with the folder of the reference lines, which are no part of this repository::

    python geodata/build/nearness.py FOLDER                     # the lines of this repository
    python geodata/build/nearness.py FOLDER old-geometry.geojson # another file of lines

Railways are compared with those of February 2026 in three boxes, roads with the motorways, trunks
and primaries of August 2021 in eleven countries, at points each 250 m. Only links in operation
count. Where the folder is absent nothing is measured.
"""

from __future__ import annotations

import csv
import sys
from itertools import pairwise
from pathlib import Path

import numpy as np

GEODATA = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(GEODATA.parent))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from scipy.spatial import cKDTree  # noqa: E402

from corridors.network.earth import unit_vectors  # noqa: E402
from corridors.network.forms.geometry import read_geometry  # noqa: E402

#: lon_min, lat_min, lon_max, lat_max of the railways of 2026.
BOXES = ((44.8, 38.4, 50.6, 41.9), (52.5, 35.1, 66.7, 42.8), (60.5, 29.4, 74.9, 38.5))
COUNTRIES = ("AF", "AM", "AZ", "GE", "IR", "KG", "PK", "TJ", "TM", "TR", "UZ")
#: Points of lines are taken this far apart, those of the reference too, km.
STEP_KM, REFERENCE_STEP_KM = 0.25, 0.1
WITHIN_KM = (0.25, 0.5, 1.0, 3.0)


def rail_tree(folder: Path) -> cKDTree:
    """Index the railways of 2026."""
    import reallines as rl
    import shapely

    kinds = ("rail", "construction", "disused")
    shapes = [shapely.LineString(line) for line, kind, _ in rl.newest_rail(folder) if kind in kinds]
    return _tree(shapes)


def road_tree(folder: Path) -> cKDTree:
    """Index the roads of 2021."""
    import pandas as pd
    import shapely

    frame = pd.read_parquet(folder / "roads_osm2021.parquet")
    return _tree(shapely.from_wkb(frame["geometry"].to_numpy()))


def _tree(shapes) -> cKDTree:
    import shapely

    fine = shapely.get_coordinates(shapely.segmentize(shapes, REFERENCE_STEP_KM / 111.0))
    return cKDTree(unit_vectors(fine[:, 0], fine[:, 1]))


def samples(line: list[tuple[float, float]]) -> np.ndarray:
    """Return points along a line, and its last."""
    points = np.array(line, float)
    pieces = [points[:1]]
    for a, b in pairwise(points):
        km = float(np.hypot((b - a)[0] * 111 * np.cos(np.radians(a[1])), (b - a)[1] * 111))
        parts = max(1, round(km / STEP_KM))
        pieces.append(a + (b - a) * np.linspace(0, 1, parts + 1)[1:, None])
    return np.concatenate(pieces)


def in_boxes(points: np.ndarray) -> np.ndarray:
    """Say which points lie in one of the boxes."""
    lon, lat = points.T
    return np.any([(w < lon) & (lon < e) & (s < lat) & (lat < n) for w, s, e, n in BOXES], axis=0)


def measure(folder: Path, lines: dict, mode: str) -> dict[str, np.ndarray]:
    """Return how far from the real lines each point of each link in operation lies, km."""
    tree = rail_tree(folder) if mode == "rail" else road_tree(folder)
    with (GEODATA / "links.csv").open(encoding="utf-8", newline="") as file:
        links = [
            row for row in csv.DictReader(file) if row["mode"] == mode and row["link_id"] in lines
        ]
    found = {}
    for link in links:
        ends = {link[end][:2].upper() for end in ("from_node", "to_node")}
        if link["status"] != "operational" or not ends <= {*COUNTRIES}:
            continue
        points = samples(lines[link["link_id"]])
        if mode == "rail":
            points = points[in_boxes(points)]
        if len(points):
            found[link["link_id"]], _ = tree.query(unit_vectors(points[:, 0], points[:, 1]))
    return found


def main(arguments: list[str]) -> int:
    """Print shares of length within some distances, and the links that are worst."""
    if not arguments or not Path(arguments[0]).is_dir():
        print("no folder of reference lines: nothing is measured")
        return 0
    folder = Path(arguments[0])
    lines = read_geometry(Path((arguments[1:] or [GEODATA / "geometry.geojson"])[0]))
    for mode in ("rail", "road"):
        off = measure(folder, lines, mode)
        every = np.concatenate(list(off.values()))
        shares = ", ".join(f"{km} km: {(every <= km).mean():.1%}" for km in WITHIN_KM)
        print(f"{mode}: {len(off)} links, {len(every) * STEP_KM:,.0f} km; within {shares}")
        limit = 0.5 if mode == "rail" else 1.0
        worst = sorted(off, key=lambda k: -(off[k] > limit).sum())[:25]
        for link in worst:
            away = (off[link] > limit).sum() * STEP_KM
            if away:
                print(
                    f"  {link}: {away:.0f} km off by over {limit} km, {off[link].max():.1f} at most"
                )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
