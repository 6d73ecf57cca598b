"""The toy extract as XML."""

from __future__ import annotations

import pytest
from osm_toy import xml


@pytest.fixture
def toy_xml(tmp_path):
    path = tmp_path / "toy.osm"
    path.write_text(xml(), encoding="utf-8")
    return path
