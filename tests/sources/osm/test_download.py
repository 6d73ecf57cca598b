"""How downloads are kept, and what their options may be."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from osm_server import BOX, fetch, lengths, settings_of_osmnx
from osm_toy import WAYS, overpass

import corridors as co
from corridors.network.files import cache_folder
from corridors.sources.osm.overpass import Download


def test_a_cache_that_cannot_be_written_is_no_fault(server, tmp_path):
    (tmp_path / "file").write_text("")
    told, before = [], settings_of_osmnx()
    words = {"cache_folder": tmp_path / "file" / "below", "timeout_s": 7}
    net = fetch(server, tmp_path, progress=told.append, **words)
    assert len(net.table("links")) > 0
    assert sum(line.startswith("answers are not kept: ") for line in told) == 1
    assert settings_of_osmnx() == before
    whole = json.dumps(overpass({100: WAYS[100]})).encode()
    server.script = [(200, {}, whole), (400, {}, b"parse error")]
    with pytest.raises(ConnectionError, match="answered 400 .*parse error"):
        fetch(server, tmp_path, **words)
    assert settings_of_osmnx() == before


def test_the_cache_is_where_the_environment_says(monkeypatch, tmp_path):
    for name in ("CORRIDORS_CACHE", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    assert Download().folder == tmp_path / ".cache" / "corridors" / "osm"
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    assert Download().folder == tmp_path / "xdg" / "corridors" / "osm"
    monkeypatch.setenv("CORRIDORS_CACHE", str(tmp_path / "own"))
    assert Download().folder == tmp_path / "own" / "osm"
    assert cache_folder() == tmp_path / "own"
    assert Download(cache_folder=tmp_path).folder == tmp_path


def test_without_a_home_nothing_is_kept(server, monkeypatch, toy_xml):
    def homeless():
        raise RuntimeError("Could not determine home directory.")

    for name in ("CORRIDORS_CACHE", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(Path, "home", homeless)
    assert Download().folder is None
    how = {"endpoint": server.url, "modes": "rail"}
    first = co.network_from_osm(BOX, **how)
    count = len(server.asked)
    assert lengths(co.network_from_osm(BOX, **how)) == lengths(first)
    assert len(server.asked) == 2 * count
    assert lengths(co.network_from_osm(toy_xml, modes="rail")) == lengths(first)


def test_options_are_checked():
    with pytest.raises(ValueError, match="tries is 0, expected 1 to 20"):
        Download(tries=0)
