"""Orders of elimination: kept on disk, made anew where the copy is broken."""

from __future__ import annotations

import numpy as np
import pytest
from random_graphs import random_graph
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from corridors.engines import elimination as orders
from corridors.network.files import ArrayShelf

needs_kit = pytest.mark.skipif(orders.bindings() is None, reason="pyroutingkit is not installed")


@needs_kit
def test_order_is_kept_on_disk_and_a_broken_copy_is_made_anew(tmp_path, monkeypatch):
    monkeypatch.setattr(orders, "LARGE", 0)
    tail, head, _, lon, lat = random_graph(8)
    first = orders.ranks(tail, head, lon, lat, shelf=ArrayShelf(tmp_path))
    (file,) = tmp_path.iterdir()
    np.save(file, first[::-1])
    assert (
        orders.ranks(tail, head, lon, lat, shelf=ArrayShelf(tmp_path)) == first[::-1]
    ).all()  # is read
    orders.ranks(tail, head, lon + 1, lat, shelf=ArrayShelf(tmp_path))
    assert len(list(tmp_path.iterdir())) == 2
    broken = np.zeros_like(first), np.arange(3), np.array([object()] * len(first))
    for content in broken:
        np.save(file, content, allow_pickle=True)
        assert (orders.ranks(tail, head, lon, lat, shelf=ArrayShelf(tmp_path)) == first).all()
    for content in (b"", b"no array", file.read_bytes()[:-8]):
        file.write_bytes(content)
        assert (orders.ranks(tail, head, lon, lat, shelf=ArrayShelf(tmp_path)) == first).all()
    assert len(list(tmp_path.iterdir())) == 2


@needs_kit
def test_an_unwritable_cache_is_no_fault(tmp_path, monkeypatch):
    monkeypatch.setattr(orders, "LARGE", 0)
    tail, head, _, lon, lat = random_graph(8)
    blocked = tmp_path / "file"
    blocked.write_text("")
    found = orders.ranks(tail, head, lon, lat, shelf=ArrayShelf(blocked / "below"))
    assert orders.is_order(found, len(lon))


@needs_kit
def test_files_of_another_kind_leave_the_order_to_scipy(monkeypatch):
    class Other(orders.bindings().CCHTopology):
        def save(self, folder):
            np.zeros(2, np.uint32).tofile(f"{folder}/rank")

    monkeypatch.setattr(orders, "LARGE", 0)
    monkeypatch.setattr(orders.bindings(), "CCHTopology", Other)
    tail, head, _, lon, lat = random_graph(8)
    found = orders.ranks(tail, head, lon, lat)
    assert (found == orders.by_least_degree(tail, head, len(lon))).all()


def grid(side):
    number = np.arange(side * side).reshape(side, side)
    ends = [(number[:, :-1], number[:, 1:]), (number[:-1], number[1:])]
    tail = np.concatenate([a.ravel() for a, _ in ends])
    head = np.concatenate([b.ravel() for _, b in ends])
    return tail, head, number


def test_a_dissection_cuts_a_grid_into_large_parts_with_a_short_cut():
    side = 12
    tail, head, number = grid(side)
    rows, columns = np.divmod(number.ravel(), side)
    rank = orders.by_dissection(tail, head, columns.astype(float), rows.astype(float))
    assert orders.is_order(rank, side * side)
    left = rank < side * side - side - 1  # without as many as a row has, and one
    inner = left[tail] & left[head]
    joined = coo_array((np.ones(inner.sum()), (tail[inner], head[inner])), shape=(side**2,) * 2)
    _, part = connected_components(joined, directed=False)
    largest = np.bincount(part[left]).max()
    assert largest <= 0.75 * side * side


def test_dead_ends_come_first_and_parts_may_be_apart():
    tail, head = np.array([0, 1, 2, 3, 5, 6, 7]), np.array([1, 2, 0, 0, 6, 7, 5])
    rank = orders.by_dissection(tail, head, np.zeros(9), np.zeros(9))
    assert orders.is_order(rank, 9)
    assert {*np.argsort(rank)[:3].tolist()} == {3, 4, 8}  # one arc, or none
    empty = np.zeros(0, np.int64)
    assert len(orders.by_dissection(empty, empty, np.zeros(0), np.zeros(0))) == 0


def test_numbers_once_each():
    assert orders.once_each(np.array([3, 1, 3, 2, 1])).tolist() == [1, 2, 3]
    assert orders.once_each(np.zeros(0, np.int64)).tolist() == []
