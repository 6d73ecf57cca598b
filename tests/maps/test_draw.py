"""Maps: the scene as data, and the page as one file."""

import base64
import hashlib
import json
import os
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from toy import change, toy_network

import corridors as co
from corridors.maps.basemap import basemap, encode
from corridors.maps.draw import make_scene
from corridors.maps.page import add_policy, data_block
from corridors.maps.palette import corridor_colours
from corridors.maps.scene import shifts
from corridors.network.forms.frames import tables_from_frames

HOSTILE = "<script>window.hacked=1</script><img src=x onerror=window.hacked=1>\u2028\"'&"


def decode(text, digits):
    """The reverse of ``encode``, written apart from it as an oracle."""
    numbers, number, shift = [], 0, 0
    for letter in text:
        part = ord(letter) - 63
        number |= (part & 31) << shift
        shift += 5
        if part < 32:
            numbers.append(~(number >> 1) if number & 1 else number >> 1)
            number, shift = 0, 0
    points, lat, lon = [], 0, 0
    for k in range(0, len(numbers), 2):
        lat, lon = lat + numbers[k], lon + numbers[k + 1]
        points.append((lon / 10**digits, lat / 10**digits))
    return points


@given(st.lists(st.tuples(st.floats(-180, 180), st.floats(-90, 90)), max_size=20))
def test_lines_survive_their_encoding(line):
    back = decode(encode(line), 3)
    assert len(back) == len(line)
    for (lon, lat), (x, y) in zip(line, back, strict=True):
        assert abs(lon - x) <= 5.01e-4
        assert abs(lat - y) <= 5.01e-4


def test_the_basemap_has_closed_land_and_each_border_once():
    base = basemap()
    for text in base["land"]:
        ring = decode(text, base["digits"])
        assert ring[0] == ring[-1]
    seen = set()
    for text in base["borders"] + base["disputed"]:
        line = decode(text, base["digits"])
        for a, b in pairwise(line):
            segment = (min(a, b), max(a, b))
            assert segment not in seen
            seen.add(segment)
    assert len(json.dumps(base)) < 120_000


@pytest.mark.parametrize(
    ("lon", "lat"), [(74.6, 34.7), (79.2, 34.5), (41.7, 42.5), (44.3, 42.5), (34.6, 46.0)]
)
def test_disputed_lines_are_near_the_places_in_dispute(lon, lat):
    base = basemap()
    points = [p for text in base["disputed"] for p in decode(text, base["digits"])]
    assert min(abs(x - lon) + abs(y - lat) for x, y in points) < 1.0
    assert all(entry["note"] for entry in base["disputes"])


def test_lines_side_by_side_are_symmetric():
    for n in range(1, 7):
        found = shifts(n, 4)
        assert sum(found) == 0
        assert all(b - a == 4 for a, b in pairwise(found))


def test_every_corridor_has_a_colour_of_its_own(net):
    colours = corridor_colours(net.corridor_ids)
    assert len(set(colours.values())) == len(colours)
    more = [f"own-{k}" for k in range(300)]
    found = corridor_colours([*net.corridor_ids, "x", *more])
    assert found["x"] not in colours.values()
    assert len(set(found.values())) == len(found)
    # Colours mean the same on every map: not even the colour of a corridor that is not shown.
    assert corridor_colours(["x"])["x"] not in colours.values()


def test_a_network_says_the_colours_of_its_corridors(net):
    table = net.table("corridors")
    row = table["corridor_id"].index("tapi")
    own = change(table, "colour", {"corridor_id": "tapi"}, "#123456")
    assert own["colour"][row] == "#123456"
    changed = net.replaced({"corridors": own})
    assert corridor_colours(["tapi", "cpec"], changed) == {"tapi": "#123456", "cpec": "#117733"}
    frames = {name: net.table(name).to_frame() for name in net.table_names}
    frames["corridors"].loc[row, "colour"] = "red"
    with pytest.raises(co.DataError, match=f"corridors:{row + 1}: colour 'red' is not a colour as"):
        tables_from_frames(frames, "own")


def test_a_network_scene_shows_every_link_and_node_once(toy):
    scene = make_scene(toy)
    lines = [f for f in scene["features"] if "l" in f]
    places = [f for f in scene["features"] if "n" in f]
    assert len(lines) == len(toy.table("links"))
    assert len(places) == len(toy.table("nodes"))
    groups = {group["name"]: group for group in scene["groups"]}
    shown = [
        item[0]
        for name in ("Modes", "Not in operation")
        for layer in groups[name]["layers"]
        for item in layer["items"]
    ]
    assert sorted(shown) == sorted(scene["features"].index(f) for f in lines)
    assert {row[0] for row in scene["statuses"]} == set(toy.table("links")["status"])


def test_parallel_links_stand_apart(toy):
    scene = make_scene(toy)
    by_line = {}
    for layer in scene["groups"][0]["layers"] + scene["groups"][1]["layers"]:
        for number, shift in layer["items"]:
            by_line.setdefault(scene["features"][number]["l"], []).append(shift)
    for found in by_line.values():
        assert len(set(found)) == len(found)


def test_an_itinerary_scene_has_the_whole_ledger(toy):
    trip = co.route(toy, "Alpha", "Epsilon")
    scene = make_scene(trip)
    layer = scene["groups"][0]["layers"][0]
    usd = sum(float(leg["v"].split()[0].replace(",", "")) for leg in layer["legs"])
    assert usd == pytest.approx(trip.cost_usd, abs=len(layer["legs"]))
    assert all(f["r"] for f in scene["features"] if "l" in f)
    assert f"{trip.distance_km:,.0f} km" in layer["sub"]


def test_several_itineraries_stand_apart_and_scenarios_exclude_one_another(toy):
    trip = co.route(toy, "Alpha", "Epsilon")
    scene = make_scene([trip, trip])
    a, b = (
        [item[1] for item in layer["items"] if len(item) > 1]
        for layer in scene["groups"][0]["layers"]
    )
    assert all(x != y for x, y in zip(a, b, strict=True))
    assert [layer["on"] for layer in scene["groups"][0]["layers"]] == [True, True]
    other = co.route(toy_network(), "Alpha", "Epsilon")
    group = make_scene({"before": trip, "after": other})["groups"][0]
    assert group["exclusive"]
    assert [layer["on"] for layer in group["layers"]] == [True, False]
    assert not make_scene({"a": trip, "b": trip})["groups"][0]["exclusive"]
    assert make_scene({"a": trip, "b": trip}, exclusive=True)["groups"][0]["exclusive"]


def test_nothing_to_draw_says_so(toy):
    with pytest.raises(ValueError, match="nothing to draw"):
        co.draw_map([])
    with pytest.raises(ValueError, match="nothing to draw"):
        co.draw_map({"none": []})
    with pytest.raises(TypeError, match="cannot draw int"):
        co.draw_map(3)


def test_the_file_is_complete_and_asks_the_web_for_nothing(net, tmp_path):
    html = co.save_map(net, tmp_path / "net.html").read_text(encoding="utf-8")
    assert len(html.encode()) < 3_000_000
    assert not re.findall(r'<(?:script|link|img|iframe)[^>]+(?:src|href)="?https?:', html)
    assert "jquery" not in html.lower()
    assert "bootstrap" not in html.lower()
    assert "user-scalable=no" not in html
    assert "style=" not in re.sub(r"<(script|style)\b.*?</\1>", "", html, flags=re.DOTALL)


def test_a_comparison_is_small(net, tmp_path):
    trips = [co.route(net, "Karachi", "Istanbul", weight=w) for w in ("cost", "time", "distance")]
    file = co.save_map(trips, tmp_path / "x.html")
    assert file.stat().st_size < 1_500_000


def test_the_policy_names_each_script_and_style(toy):
    html = co.draw_map(toy).get_root().render()
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', html)[1]
    texts = re.findall(r"<(?:script|style)>(.*?)</(?:script|style)>", html, re.DOTALL)
    assert len(texts) > 5
    for text in texts:
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy
    assert "unsafe" not in policy
    assert policy.startswith("default-src 'none'")


def test_the_policy_admits_what_a_user_adds():
    html = '<html><head></head><script src="https://cdn.example.org/a.js"></script></html>'
    assert "script-src https://cdn.example.org" in add_policy(html)


def test_hostile_text_stays_text(toy):
    nodes = change(toy.table("nodes"), "name", {"node_id": "xx-a"}, HOSTILE)
    links = change(toy.table("links"), "name", {"link_id": "rail-bc"}, HOSTILE)
    html = co.draw_map(toy_network(nodes=nodes, links=links)).get_root().render()
    assert "window.hacked" in html
    assert "<script>window" not in html
    assert "<img src=x" not in html
    assert json.loads(data_block("x", HOSTILE).split(">", 1)[1].rsplit("<", 1)[0]) == HOSTILE


def test_the_same_map_is_the_same_file(toy, tmp_path):
    a = co.save_map(toy, tmp_path / "a.html").read_bytes()
    assert a == co.save_map(toy_network(), tmp_path / "b.html").read_bytes()
    code = """
import sys
sys.path[:0] = sys.argv[1:3]
import corridors as co
from toy import toy_network
sys.stdout.buffer.write(co.draw_map(toy_network()).get_root().render().encode())
"""
    paths = [str(Path(file).parents[1]) for file in (__file__, co.__file__)]
    run = subprocess.run(
        [sys.executable, "-c", code, *paths],
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONHASHSEED": "7"},
    )
    assert run.stdout.replace(b"\r\n", b"\n") == a


def test_a_map_can_be_extended_with_folium(toy):
    import folium

    canvas = co.draw_map(toy)
    assert isinstance(canvas, folium.Map)
    folium.CircleMarker((40, 60), radius=3).add_to(canvas)
    html = canvas.get_root().render()
    assert html.index("corridorsMap.mount(map_corridors") < html.index("L.circleMarker(")
    assert "iframe" in canvas._repr_html_()


def test_objects_show_themselves_in_notebooks(toy):
    links = change(toy.table("links"), "name", {"link_id": "rail-bc"}, HOSTILE)
    net = toy_network(links=links)
    trip = co.route(net, "Alpha", "Epsilon")
    for thing in (net, trip):
        shown = thing._repr_html_()
        assert shown.startswith("<div><strong>")
        assert "<script" not in shown
        assert "explore()" in shown
    total = f"{trip.cost_usd:,.0f} USD"
    assert total in trip._repr_html_()


def test_flows_are_as_wide_as_their_root(toy):
    scene = make_scene(toy, flows={"rail-bc": 400.0, "road-af": 100.0, "road-fe": 0.0})
    layer = next(g for g in scene["groups"] if g["name"] == "Flows")["layers"][0]
    widths = {scene["features"][n]["t"]: width for n, _, width in layer["items"]}
    assert set(widths) == {"rail-bc", "road-af"}
    assert (widths["rail-bc"] - 1) == pytest.approx(2 * (widths["road-af"] - 1))
    assert "400 TEU a year" in layer["name"]
    with pytest.raises(co.UnknownNameError, match="no link 'rail-xx'. Did you mean"):
        co.draw_map(toy, flows={"rail-xx": 1.0})
    with pytest.raises(ValueError, match="give a Network"):
        co.draw_map(co.route(toy, "Alpha", "Epsilon"), flows={"rail-bc": 1.0})


def test_two_networks_show_what_differs(toy):
    links = change(toy.table("links"), "status", {"link_id": "rail-bc"}, "suspended")
    links = change(links, "status", {"link_id": "rail-ab"}, "operational")
    crossings = change(
        toy.table("border_crossings"), "cost_usd", {"bcp_id": "xy-zeta", "from_country": "XX"}, 7.0
    )
    after = toy_network(links=links, border_crossings=crossings)
    scene = make_scene({"before": toy, "after": after})
    networks, changes = scene["groups"]
    assert networks["exclusive"]
    assert [layer["on"] for layer in networks["layers"]] == [False, True]
    found = {
        layer["name"]: [scene["features"][item[0]] for item in layer["items"]]
        for layer in changes["layers"]
    }
    assert [f["t"] for f in found["Opened (1)"]] == ["rail-ab"]
    assert [f["t"] for f in found["Closed (1)"]] == ["rail-bc"]
    assert found["Closed (1)"][0]["r"] == [["status", "operational → suspended"]]
    (border,) = found["Other values changed (1)"]
    assert border["t"] == "road-af"
    assert "cost usd 100.0 → 7.0" in border["r"][0][1]
    same = make_scene({"a": toy, "b": toy_network()})
    assert [g["name"] for g in same["groups"]] == ["Networks"]
    with pytest.raises(ValueError, match="a map of changes is of two"):
        co.draw_map({"one": toy})
    with pytest.raises(TypeError, match="networks cannot be mixed"):
        co.draw_map({"one": toy, "two": co.route(toy, "Alpha", "Epsilon")})
