"""Overpass, by a server on this machine that answers like it: asked in squares, kept, given up."""

from __future__ import annotations

import json
import re
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from osm_server import BOX, fetch, lengths, settings_of_osmnx
from osm_toy import WAYS, overpass
from shapely import LineString

import corridors as co
from corridors.sources.osm.overpass import _Bounded


def test_settings_of_osmnx_are_as_they_were(toy_xml, server, tmp_path):
    before, resolve = settings_of_osmnx(), socket.getaddrinfo
    co.network_from_osm(toy_xml)
    fetch(server, tmp_path)
    with pytest.raises(ValueError, match="metres"):
        fetch(server, tmp_path, source=(4e6, 5e6, 4.1e6, 5.1e6))
    assert settings_of_osmnx() == before
    assert socket.getaddrinfo is resolve


@pytest.mark.parametrize("step", ["_fill", "_keep_whole"])
def test_settings_of_osmnx_survive_what_nobody_expects(server, tmp_path, monkeypatch, step):
    before, resolve = settings_of_osmnx(), socket.getaddrinfo

    def broken(*_):
        raise RuntimeError("nobody expects this")

    monkeypatch.setattr(f"corridors.sources.osm.overpass.{step}", broken)
    with pytest.raises(RuntimeError, match="nobody expects this"):
        fetch(server, tmp_path, timeout_s=7)
    assert settings_of_osmnx() == before
    assert socket.getaddrinfo is resolve


def test_a_box_gives_what_the_file_gives(server, tmp_path, toy_xml):
    told = []
    net = fetch(server, tmp_path, progress=told.append)
    assert lengths(net) == lengths(co.network_from_osm(toy_xml))
    assert told[0] == "976 km2, asked for in squares of 50 km a side: 1, by 4 requests"
    assert len(told) == 1 + len(server.asked)
    assert any('["highway"~"^(motorway|' in query for query in server.asked)
    assert co.route(net, "Tashkent Yuk", "Saryagash", modes=["rail"]).border_crossings == 1


def test_answers_are_kept_and_used_again(server, tmp_path):
    first = fetch(server, tmp_path)
    count = len(server.asked)
    again = fetch(server, tmp_path)
    assert len(server.asked) == count
    assert lengths(first) == lengths(again)


@pytest.mark.parametrize(
    "torn", [b"", b'{"elements": [{"ty', b"\xff\xfe", b"7", b"{}", b'{"e": [,]}']
)
def test_a_torn_answer_in_the_cache_is_asked_for_again(server, tmp_path, torn):
    first = fetch(server, tmp_path)
    count = len(server.asked)
    kept = sorted((tmp_path / "cache").glob("*.json"))
    kept[0].write_bytes(torn)
    assert lengths(fetch(server, tmp_path)) == lengths(first)
    asked = len(server.asked)
    assert asked > count
    fetch(server, tmp_path)  # and is whole in the cache
    assert len(server.asked) == asked


def test_a_redirect_is_looked_at(server, tmp_path, monkeypatch):
    server.script = [(302, {"Location": "http://10.0.0.7/api/interpreter"}, b"")]
    monkeypatch.setattr("corridors.sources.osm.redirects._is_inner", "10.0.0.7".__eq__)
    with pytest.raises(ConnectionError, match="inner host"):
        fetch(server, tmp_path)


def test_only_the_modes_wanted_are_asked_for(server, tmp_path):
    net = fetch(server, tmp_path, modes="rail")
    assert set(net.table("links")["mode"]) == {"rail"}
    assert not any('["highway"' in query for query in server.asked)


def test_large_areas_are_asked_for_in_tiles(server, tmp_path):
    fetch(server, tmp_path, modes="rail", tile_km=20)
    assert len([q for q in server.asked if '["railway"~' in q]) > 1


def test_the_squares_told_of_a_long_thin_area_are_those_asked_for(server, tmp_path):
    told = []
    line = LineString([(69.2, 41.25), (69.2, 42.4), (70.6, 42.5)])
    fetch(server, tmp_path, line, buffer_km=2, modes="rail", tile_km=20, progress=told.append)
    count = re.search(r"20 km a side: (\d+), by (\d+) requests", told[0])
    assert int(count[1]) == len([q for q in server.asked if '["railway"~' in q]) > 10
    assert int(count[2]) == len(server.asked)


def test_main_roads_only_are_asked_for(server, tmp_path):
    fetch(server, tmp_path, modes="road", lowest_road="primary")
    (query, *_) = [q for q in server.asked if '["highway"~' in q]
    assert '"^(motorway|trunk|primary|motorway_link|trunk_link|primary_link|con' in query


def test_a_busy_server_is_asked_again(server, tmp_path):
    server.script = [(429, {"Retry-After": "0"}, b"rate limited"), (504, {}, b"")]
    told = []
    net = fetch(server, tmp_path, progress=told.append)
    assert len(net.table("links")) > 0
    assert sum("busy" in line for line in told) == 2


def test_a_server_that_stays_busy_is_given_up(server, tmp_path):
    server.script = [(429, {}, b"rate limited")] * 3
    with pytest.raises(ConnectionError, match=r"busy \(429 .*\); given up after 3 tries"):
        fetch(server, tmp_path, tries=3)


@pytest.mark.parametrize(
    ("reply", "message"),
    [
        (
            (200, {}, b"<html><body>Under maintenance</body></html>"),
            "no whole answer .*maintenance",
        ),
        ((400, {}, b"<html>Error: line 1: parse error</html>"), "answered 400 .*parse error"),
        ((200, {}, json.dumps(overpass(WAYS)).encode()[:700]), "no whole answer from the server"),
        (
            (200, {}, b'{"elements": [], "remark": "runtime error: Query timed out"}'),
            "the server broke off: runtime error: Query timed out",
        ),
    ],
)
def test_no_answer_is_an_error_and_leaves_no_cache(server, tmp_path, reply, message):
    server.script = [reply]
    with pytest.raises(ConnectionError, match=message):
        fetch(server, tmp_path)
    assert not list((tmp_path / "cache").glob("*")) if (tmp_path / "cache").exists() else True
    assert len(fetch(server, tmp_path).table("links")) > 0


def test_whole_answers_survive_a_later_failure(server, tmp_path):
    server.script = [(200, {}, json.dumps(overpass({100: WAYS[100]})).encode()), (400, {}, b"no")]
    with pytest.raises(ConnectionError):
        fetch(server, tmp_path)
    kept = list((tmp_path / "cache").glob("*"))
    assert [f.suffix for f in kept] == [".json"]
    json.loads(kept[0].read_text())


def test_no_server(tmp_path):
    with pytest.raises(ConnectionError, match="the server gave no answer"):
        co.network_from_osm(BOX, endpoint="http://127.0.0.1:9/api", cache_folder=tmp_path)


def test_nothing_there_is_said(server, tmp_path):
    server.script = [(200, {}, b'{"elements": []}')] * 4
    with pytest.raises(co.DataError, match="OpenStreetMap has no rail or road there"):
        fetch(server, tmp_path)


def test_no_pause_before_a_next_try_outlasts_the_time_limit(server, tmp_path, monkeypatch):
    slept = []
    monkeypatch.setattr("time.sleep", slept.append)
    server.script = [(429, {"Retry-After": "40"}, b"rate limited")]
    with pytest.raises(ConnectionError, match=r"given up after 1 try: the next, in 40 s, .*s=5"):
        fetch(server, tmp_path, timeout_s=5)
    assert sum(slept) < 5


def test_an_answer_that_drips_is_given_up_in_time(tmp_path):
    """Each byte comes in time, the last one never."""
    given_up = threading.Event()

    class Dripping(BaseHTTPRequestHandler):
        def do_POST(self):
            self.send_response(200)
            self.end_headers()
            while not given_up.wait(0.1):
                self.wfile.write(b" ")

        def log_message(self, *_):
            pass

    dripping = ThreadingHTTPServer(("127.0.0.1", 0), Dripping)
    threading.Thread(target=dripping.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{dripping.server_port}/api"
    with pytest.raises(ConnectionError, match="no whole answer in timeout_s=1"):
        co.network_from_osm(BOX, endpoint=url, cache_folder=tmp_path, timeout_s=1)
    given_up.set()
    dripping.shutdown()
    dripping.server_close()


def test_without_a_network_no_minute_is_waited(tmp_path, monkeypatch):
    import osmnx as ox

    slept = []
    monkeypatch.setattr("time.sleep", slept.append)
    monkeypatch.setattr(ox.settings, "overpass_url", "http://127.0.0.1:9/api")
    with pytest.raises(ConnectionError, match="the server gave no answer"):
        co.network_from_osm(BOX, cache_folder=tmp_path, timeout_s=5)
    assert sum(slept) < 5


def test_a_name_that_nobody_resolves_is_given_up_in_time(tmp_path, monkeypatch):
    from threading import Event
    from time import perf_counter

    silent = Event()
    monkeypatch.setattr(socket, "gethostbyname", lambda _: silent.wait(20))
    begin = perf_counter()
    with pytest.raises(ConnectionError, match="no address of nowhere.invalid found in 1 s"):
        co.network_from_osm(
            BOX, endpoint="http://nowhere.invalid/api", cache_folder=tmp_path, timeout_s=1
        )
    assert perf_counter() - begin < 15
    silent.set()


def test_an_answer_without_end_is_broken_off():
    """What it unpacks to counts, piece by piece: it is never held whole."""

    class Raw:
        given, closed = 0, False

        def stream(self, size, **_):
            while True:
                self.given += 1
                yield b"x" * size

        def close(self):
            self.closed = True

    raw = Raw()
    with pytest.raises(ConnectionError, match="more than answer_mb = 1; raise it"):
        for _ in _Bounded(raw, 1.0).stream(100_000, decode_content=True):
            pass
    assert raw.closed
    assert raw.given == 11
