"""A region-size graph for the benchmarks: road and rail of the world graphs, joined.

Built from the ``scgraph_data`` wheel (data © OpenStreetMap contributors, ODbL), clipped to a
window from the Balkans to China. Rates differ by mode and by square of ten degrees,
which stands for countries; a crossing from square to square is a border.
"""

from __future__ import annotations

import importlib
import sys
import tempfile
import types
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.spatial import cKDTree

#: south, north, west, east
WINDOW = (20.0, 54.0, 15.0, 105.0)
CACHE = Path(tempfile.gettempdir()) / "corridors-benchmark-region.npz"


@dataclass(frozen=True)
class Region:
    """Arcs sorted by tail; ``cost`` in USD, h, km, transits, kg CO2e."""

    lon: np.ndarray
    lat: np.ndarray
    tail: np.ndarray
    head: np.ndarray
    cost: np.ndarray

    @property
    def first_out(self) -> np.ndarray:
        return np.searchsorted(self.tail, np.arange(len(self.lon) + 1))


def load() -> Region:
    """Return the graph, built once and kept in the temporary folder."""
    if not CACHE.exists():
        region = _build()
        np.savez(CACHE, **region.__dict__)
    with np.load(CACHE) as data:
        return Region(**{name: data[name] for name in Region.__dataclass_fields__})


def _read(name: str):
    stub = types.ModuleType("scgraph.core")

    class GeoGraph:
        def __init__(self, graph, nodes, **_):
            self.graph, self.nodes = graph, nodes

    stub.GeoGraph = GeoGraph
    known = sys.modules.get("scgraph.core")
    sys.modules["scgraph.core"] = stub
    raw = getattr(importlib.import_module(f"scgraph_data.{name}"), f"{name}_geograph")
    if known is None:
        del sys.modules["scgraph.core"]
    else:
        sys.modules["scgraph.core"] = known
    lat, lon = np.array(raw.nodes, float).T
    south, north, west, east = WINDOW
    keep = (lat > south) & (lat < north) & (lon > west) & (lon < east)
    number = np.full(len(lat), -1)
    number[keep] = np.arange(keep.sum())
    rows = [
        (number[i], number[j], w)
        for i, row in enumerate(raw.graph)
        if keep[i]
        for j, w in row.items()
        if j > i and keep[j]
    ]
    return lon[keep], lat[keep], np.array(rows, float)


def _build() -> Region:
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    parts, offset, lons, lats = [], 0, [], []
    for mode, name in enumerate(("world_highways", "world_railways")):
        lon, lat, rows = _read(name)
        parts.append((rows[:, :2].astype(int) + offset, rows[:, 2], np.full(len(rows), mode)))
        lons.append(lon)
        lats.append(lat)
        offset += len(lon)
    lon, lat = np.concatenate(lons), np.concatenate(lats)
    road = len(lons[0])
    xy = np.stack([lon * np.cos(np.radians(38)), lat], 1)
    off, near = cKDTree(xy[:road]).query(xy[road:])
    rail = np.flatnonzero(off < 0.02)[::40]  # a terminal at every fortieth place that could be one
    joins = np.stack([near[rail], rail + road], 1)
    parts.append((joins, np.full(len(rail), 2.0), np.full(len(rail), 2)))
    ends = np.concatenate([p[0] for p in parts])
    km = np.concatenate([p[1] for p in parts])
    mode = np.concatenate([p[2] for p in parts])
    graph = coo_array((np.ones(len(ends)), ends.T), shape=(len(lon), len(lon)))
    component = connected_components(graph, directed=False)[1]
    keep = component == np.bincount(component).argmax()
    number = np.cumsum(keep) - 1
    chosen = keep[ends[:, 0]]
    ends, km, mode = number[ends[chosen]], km[chosen], mode[chosen]
    lon, lat = lon[keep], lat[keep]
    square = (lon // 10 + 100 * (lat // 10)).astype(int)
    cost = _costs(ends, km, mode, square)
    tail, head = np.concatenate([ends, ends[:, ::-1]]).T
    order = np.lexsort((head, tail))
    return Region(lon, lat, tail[order], head[order], np.concatenate([cost, cost])[order])


def _costs(ends: np.ndarray, km: np.ndarray, mode: np.ndarray, square: np.ndarray) -> np.ndarray:
    rng = np.random.default_rng(0)
    factor = dict(zip(np.unique(square).tolist(), rng.uniform(0.7, 1.4, (99, 2)), strict=False))
    by_square = np.array([factor[s] for s in square[ends[:, 0]].tolist()])
    border = square[ends[:, 0]] != square[ends[:, 1]]
    usd = km * np.array([1.1, 0.45, 0])[mode] * by_square[:, 0]
    hours = km / np.array([45, 28, 9e9])[mode] * by_square[:, 1]
    usd += 180.0 * border + 120.0 * (mode == 2)
    hours += 12.0 * border + 10.0 * (mode == 2)
    kg = km * 20 * np.array([0.08, 0.02, 0])[mode]
    transits = border.astype(float) + (mode == 2)
    return np.stack([usd, hours, km, transits, kg], 1)
