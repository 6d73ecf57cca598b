"""A local network to write and read."""

from __future__ import annotations

import pytest
from osm_toy import xml

import corridors as co


@pytest.fixture(scope="module")
def local(tmp_path_factory):
    path = tmp_path_factory.mktemp("osm") / "toy.osm"
    path.write_text(xml(), encoding="utf-8")
    return co.network_from_osm(path)
