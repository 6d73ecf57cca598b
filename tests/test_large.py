"""Hierarchies give the answers of the small kernels."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from toy import toy_network

import corridors as co
from corridors.routing import large
from corridors.routing.kernels import Search

needs_kit = pytest.mark.skipif(large.bindings() is None, reason="pyroutingkit is not installed")


def random_graph(seed: int, size: int = 60, arcs: int = 200):
    rng = np.random.default_rng(seed)
    tail = np.sort(rng.integers(0, size, arcs))
    head = rng.integers(0, size, arcs)
    weight = rng.random(arcs) * 100 if seed % 2 else rng.integers(0, 9, arcs).astype(float)
    weight[rng.random(arcs) < 0.1] = np.inf
    return tail, head, weight, rng.random(size) * 20, rng.random(size) * 20


@needs_kit
@settings(max_examples=120, deadline=None)
@given(seed=st.integers(0, 10**9))
def test_hierarchy_equals_the_small_kernel(seed):
    tail, head, weight, lon, lat = random_graph(seed)
    hierarchy = large.Topology(tail, head, lon, lat).hierarchy(weight)
    search = Search(hierarchy.topology.first_out, head, weight)
    goals = list(range(0, 60, 7))
    tree = search.run([(0, 0.0)], goals)
    matrix = hierarchy.matrix([0], goals)[0]
    for goal, value in zip(goals, matrix, strict=True):
        found, best = hierarchy.way(0, goal), tree.cost(goal)
        assert value == pytest.approx(best, rel=1e-5, abs=1e-4)
        if found is None:
            assert best == np.inf
            continue
        cost, arcs = found
        assert cost == pytest.approx(best, rel=1e-6, abs=1e-4)
        assert cost == pytest.approx(float(weight[arcs].sum()))
        ends = [0, *head[arcs].tolist()]
        assert tail[arcs].tolist() == ends[:-1]
        assert ends[-1] == goal


@needs_kit
def test_new_weights_need_no_new_order():
    tail, head, _, lon, lat = random_graph(4)
    topology = large.Topology(tail, head, lon, lat)
    for seed in range(5):
        weight = np.random.default_rng(seed).random(len(tail))
        tree = Search(topology.first_out, head, weight).run([(3, 0.0)], [9])
        found = topology.hierarchy(weight).way(3, 9)
        assert (found is None and tree.cost(9) == np.inf) or found[0] == pytest.approx(tree.cost(9))


@needs_kit
def test_order_is_kept_on_disk_and_a_broken_copy_is_made_anew(tmp_path):
    tail, head, weight, lon, lat = random_graph(8)
    first = large.Topology(tail, head, lon, lat, folder=tmp_path).hierarchy(weight).way(0, 21)
    folders = list(tmp_path.glob("order-*"))
    assert len(folders) == 1
    again = large.Topology(tail, head, lon, lat, folder=tmp_path).hierarchy(weight).way(0, 21)
    assert again == first
    assert list(tmp_path.glob("order-*")) == folders
    large.Topology(tail, head, lon + 1, lat, folder=tmp_path)
    assert len(list(tmp_path.glob("order-*"))) == 2
    for file in folders[0].iterdir():
        if file.name != "seal":
            file.write_bytes(b"")
    anew = large.Topology(tail, head, lon, lat, folder=tmp_path).hierarchy(weight).way(0, 21)
    assert anew == first


@needs_kit
def test_an_unwritable_cache_is_no_fault(tmp_path):
    tail, head, _, lon, lat = random_graph(8)
    blocked = tmp_path / "file"
    blocked.write_text("")
    large.Topology(tail, head, lon, lat, folder=blocked / "below")


@needs_kit
def test_route_and_matrix_are_the_same_behind_a_hierarchy(monkeypatch, tmp_path):
    monkeypatch.setenv("CORRIDORS_CACHE", str(tmp_path))
    places = ["Karachi", "Istanbul", "Tashkent", "Baku"]
    for weight in ("cost", "time"):
        monkeypatch.setattr(large, "LARGE", 10**9)
        small = co.matrix(co.load(), places, places, weight=weight)
        trip = co.route(co.load(), "Karachi", "Istanbul", weight=weight)
        monkeypatch.setattr(large, "LARGE", 10)
        net = co.load().with_tables({})  # without what the first one remembers
        behind = co.matrix(net, places, places, weight=weight)
        np.testing.assert_allclose(behind.to_numpy(), small.to_numpy(), rtol=1e-5)
        other = co.route(net, "Karachi", "Istanbul", weight=weight)
        assert other.cost_usd == pytest.approx(trip.cost_usd, rel=1e-4)
        assert other.time_h == pytest.approx(trip.time_h, rel=1e-4)
    assert list(tmp_path.glob("order-*"))


def test_without_the_bindings_the_message_says_what_to_install(monkeypatch):
    monkeypatch.setattr(large, "bindings", lambda: None)
    tail, head, _, lon, lat = random_graph(8)
    with pytest.raises(ImportError, match=r"pip install corridors\[large\]"):
        large.Topology(tail, head, lon, lat)
    monkeypatch.setattr(large, "LARGE", 1)
    assert co.route(toy_network(), "Alpha", "Epsilon").modes == ("road", "rail")


def test_cache_folder(monkeypatch, tmp_path):
    monkeypatch.setenv("CORRIDORS_CACHE", str(tmp_path))
    assert large.cache_folder() == tmp_path
    monkeypatch.delenv("CORRIDORS_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert large.cache_folder() == tmp_path / "corridors"
