"""Orders of elimination: kept on disk, made anew where the copy is broken."""

from __future__ import annotations

import numpy as np
import pytest
from random_graphs import random_graph

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
