"""Whether there is memory for a large network."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from grids import grid_graph

import corridors as co
from corridors.graph import compiled as door
from corridors.network.checks import room
from corridors.sources.osm import graphs

LIMITED = """
import resource

from corridors.errors import CorridorsError
from corridors.network.checks.room import check_room

limit = 4 * 10**9
resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
check_room("routing on a network", 200, 1_000_000, "link")
try:
    check_room("routing on a network", 4_000, 1_000_000, "link")
except CorridorsError as error:
    print(error)
"""


def place(folder, name, **files):
    made = folder / name
    made.mkdir(parents=True, exist_ok=True)
    for file, text in files.items():
        (made / file.replace("_", ".")).write_text(str(text), encoding="ascii")


def test_what_does_not_fit_is_refused_with_what_does(monkeypatch):
    told = room.Room(2e9, "the process is limited to 4.0 GB")
    monkeypatch.setattr(room, "memory_left", lambda: told)
    room.check_room("routing on a network", 1_900, 1_000_000, "link")
    with pytest.raises(co.CorridorsError, match=(
        r"routing on a network of 1,000,000 links takes about 5\.0 GB of memory, and 2\.0 GB are "
        r"left \(the process is limited to 4\.0 GB\); about 330,000 links fit\. Take a part"
    )):  # fmt: skip
        room.check_room("routing on a network", 4_500, 1_000_000, "link", base_bytes=5e8)


@pytest.mark.parametrize("told", [None, room.Room(-5.0, "none")])
def test_what_is_small_is_not_asked_about_and_what_is_not_known_is_tried(monkeypatch, told):
    monkeypatch.setattr(room, "memory_left", lambda: told)
    room.check_room("a network", 1e3, 1_000, "link")
    if told is None:
        room.check_room("a network", 1e12, 1_000, "link")
    else:
        with pytest.raises(co.CorridorsError, match="0.0 GB are left .none.; about 0 links fit"):
            room.check_room("a network", 1e6, 1_000, "link")


def test_the_container_of_the_process_or_one_around_it_sets_the_limit(monkeypatch, tmp_path):
    groups, process = tmp_path / "groups", tmp_path / "self"
    place(tmp_path, "self", cgroup="0::/a/b\n", statm="100 1 1")
    place(groups, "a", memory_max=3_000_000_000, memory_current=2_500_000_000)
    place(groups, "a/b", memory_max="max", memory_current=5)
    monkeypatch.setattr(room, "_CGROUPS", groups)
    monkeypatch.setattr(room, "_PROCESS", process)
    monkeypatch.setattr(room, "_machine", lambda: room.Room(9e9, "the machine"))
    assert room.memory_left() == (5e8, "the container is limited to 3.0 GB")
    place(groups, "a", memory_stat="anon 5\ninactive_file 400000000\n")
    assert room.memory_left() == (9e8, "the container is limited to 3.0 GB")
    place(tmp_path, "self", cgroup="4:memory:/x\n")
    assert room.memory_left() == (9e9, "the machine")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks Linux")
def test_a_process_of_little_memory_is_told_what_fits():
    done = subprocess.run(
        [sys.executable, "-c", LIMITED], capture_output=True, text=True, check=False, timeout=120,
        cwd=Path(co.__file__).parents[1],
    )  # fmt: skip
    assert done.stderr == ""
    assert done.stdout.startswith("routing on a network of 1,000,000 links takes about 4.0 GB")
    assert re.search(r"\(the process is limited to 4.0 GB\); about 9\d0,000 links", done.stdout)


def test_a_network_too_large_is_refused_before_it_is_compiled(toy, monkeypatch):
    monkeypatch.setattr(room, "memory_left", lambda: room.Room(3e9, "the machine has 3.0 GB"))
    monkeypatch.setattr(door, "_ARC_BYTES", 10**9)
    monkeypatch.setattr(door, "LARGE_LINKS", 0)
    with pytest.raises(co.CorridorsError, match=r"routing on a network of \d+ links takes about"):
        co.route(toy.replaced({}), "xx-a", "xx-b")


def test_memory_that_ends_in_the_midst_is_told_in_a_sentence(monkeypatch):
    def greedy(*_, **__):
        raise MemoryError

    monkeypatch.setattr(graphs, "ways_from_graph", greedy)
    with pytest.raises(co.CorridorsError, match="memory that this process may take is used up"):
        co.network_from_graph(grid_graph(12))
