"""Where people let something be written: over links to other disks, under the longest names."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import interruptions
import pytest
from interruptions import NEW, OLD, WRITERS

#: One of each way of writing: all others are one of these.
KINDS = ("folder", "folder in place", "gpkg", "report text", "sweep")


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    monkeypatch.setattr(os, "fsync", lambda number: None)


def needs(name):
    if name == "sweep":
        pytest.importorskip("pyarrow", reason="a file of results needs the extra 'cluster'")


@pytest.mark.parametrize("name", KINDS)
def test_a_link_to_another_disk_stays_one(tmp_path, name):
    needs(name)
    shared = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=shared if os.access(shared, os.W_OK) else None) as far:
        there = interruptions.prepare(name, Path(far))
        (tmp_path / "here").mkdir()
        link = tmp_path / "here" / there.name
        link.symlink_to(there)
        WRITERS[name].write(NEW, link)
        assert link.is_symlink()
        assert interruptions.found(name, there, tmp_path) == NEW
        assert interruptions.debris(Path(far)) == []
        assert [*link.parent.iterdir()] == [link]


@pytest.mark.parametrize("name", KINDS)
def test_a_name_may_be_as_long_as_the_disk_lets_it_be(tmp_path, name):
    needs(name)
    writer = WRITERS[name]
    end = Path(writer.target).suffix
    path = tmp_path / f"{'n' * (255 - len(end))}{end}"
    for state in (OLD, NEW):
        writer.write(state, path)
    for state in (OLD, NEW):
        writer.write(state, tmp_path / writer.target)
    assert writer.read(path) == writer.read(tmp_path / writer.target)
    assert {*tmp_path.iterdir()} == {path, tmp_path / writer.target}
