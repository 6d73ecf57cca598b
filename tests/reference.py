"""Where the reference extracts lie, if they are there: they are not part of the repository."""

from __future__ import annotations

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
