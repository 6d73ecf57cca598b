"""The order in which the vertices of a graph are contracted: the rank of each.

It depends on which vertices are joined and not on weights. RoutingKit's nested dissection
(``pip install corridors[large]``) gives the better one for large graphs, in seconds, and is
kept on disk; else SciPy's SuperLU gives one of least degree, several times sooner, with
which queries take about twice as long. Both take too long for still larger graphs: those are
dissected here, in about a second for a million vertices.
"""

from __future__ import annotations

import hashlib
import tempfile
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from corridors.engines.jit import Kernels

kernel = Kernels("corridors.engines.dissection.dissection_kernel")

#: Graphs with so many vertices are worth a nested dissection.
LARGE = 50_000
#: Graphs with so many are dissected here.
HUGE = 100_000
_FORMAT = b"2"


class Shelf(Protocol):
    """Keeps arrays by name, between one run and the next."""

    def read(self, name: str) -> np.ndarray | None:
        """Return an array, ``None`` if it is not there or cannot be read."""

    def write(self, name: str, array: np.ndarray) -> None:
        """Keep an array, if that can be done."""


@cache
def bindings() -> Any:
    """Return the RoutingKit bindings, or ``None`` where they are not installed."""
    try:
        import pyroutingkit  # type: ignore[import-not-found, unused-ignore]
    except ImportError:
        return None
    return pyroutingkit


def ranks(
    tail: np.ndarray,
    head: np.ndarray,
    lon: np.ndarray,
    lat: np.ndarray,
    *,
    shelf: Shelf | None = None,
) -> np.ndarray:
    """Return the rank of each vertex.

    Parameters
    ----------
    tail, head
        The arcs.
    lon, lat
        Coordinates of the vertices.
    shelf
        Where a nested dissection is kept, by a hash of the arrays; ``None`` keeps nothing.
    """
    if len(lon) >= HUGE:
        return by_dissection(tail, head, lon, lat)
    if len(lon) < LARGE or bindings() is None:
        return by_least_degree(tail, head, len(lon))
    arrays = (
        tail.astype(np.uint32), head.astype(np.uint32),
        np.asarray(lat, np.float32), np.asarray(lon, np.float32),
    )  # fmt: skip
    digest = hashlib.blake2b(_FORMAT, digest_size=16)
    for array in arrays:
        digest.update(np.int64(len(array)).tobytes())
        digest.update(np.ascontiguousarray(array).tobytes())
    name = f"order-{digest.hexdigest()}"
    known = None if shelf is None else shelf.read(name)
    if known is not None and is_order(known, len(lon)):
        return known.astype(np.int64)
    found = by_nested_dissection(*arrays)
    if shelf is not None:
        shelf.write(name, found.astype(np.uint32))
    return found


def by_dissection(
    tail: np.ndarray, head: np.ndarray, lon: np.ndarray, lat: np.ndarray
) -> np.ndarray:
    """Return an order by nested dissection with the narrowest cuts of four sweeps over the map."""
    size = len(lon)
    joins = tail != head
    pair = np.concatenate([tail * size + head, head * size + tail])[np.tile(joins, 2)]
    pair = once_each(pair)
    first = np.searchsorted(pair, np.arange(size + 1) * size)
    near = (pair % max(size, 1)).astype(np.int32)
    del pair
    rank = np.full(size, -1, np.int64)
    low = kernel.peel(first, near, rank)
    kept = np.flatnonzero(rank < 0)
    x, y = lon[kept] * np.cos(np.radians(lat.mean() if size else 0.0)), lat[kept]
    sweeps = [kept[np.argsort(key, kind="stable")] for key in (x, y, x + y, x - y)]
    kernel.dissect(first, near, np.array(sweeps, np.int32), low, rank)
    return rank


def once_each(values: np.ndarray) -> np.ndarray:
    """Return the values of an array, each once, in order: numpy's own is slow for many numbers."""
    found = np.sort(values)
    new = np.ones(len(found), bool)
    new[1:] = found[1:] != found[:-1]
    return found[new]


def by_nested_dissection(
    tail: np.ndarray, head: np.ndarray, lat: np.ndarray, lon: np.ndarray
) -> np.ndarray:
    """Return RoutingKit's order; SciPy's where its files are not as expected."""
    topology = bindings().CCHTopology()
    topology.build(tail, head, lat, lon, len(lon))
    with tempfile.TemporaryDirectory() as folder:
        topology.save(folder)
        file = Path(folder) / "rank"
        found = np.fromfile(file, np.uint32).astype(np.int64) if file.exists() else np.empty(0)
    if is_order(found, len(lon)):
        return found
    return by_least_degree(tail.astype(np.int64), head.astype(np.int64), len(lon))


def by_least_degree(tail: np.ndarray, head: np.ndarray, size: int) -> np.ndarray:
    """Return the order that SuperLU takes to factorise a matrix with the graph's pattern."""
    from scipy.sparse import coo_array, diags_array
    from scipy.sparse.linalg import splu

    if size == 0:
        return np.empty(0, np.int64)
    joined = coo_array((np.ones(len(tail)), (tail, head)), shape=(size, size)).tocsc()
    joined.data[:] = -1.0
    joined = joined + joined.T
    heavy = diags_array(1.0 - joined.sum(axis=0))  # dominant, so that nothing is pivoted
    factors = splu(
        (joined + heavy).tocsc(), permc_spec="MMD_AT_PLUS_A", diag_pivot_thresh=0.0,
        options={"SymmetricMode": True},
    )  # fmt: skip
    found: np.ndarray = factors.perm_c.astype(np.int64)
    return found


def is_order(found: np.ndarray, size: int) -> bool:
    """Say whether an array holds each rank once."""
    return len(found) == size and bool((np.sort(found) == np.arange(size)).all())
