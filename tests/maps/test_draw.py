"""Maps are files that are complete, small, the same each time, and folium's to extend."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from toy import toy_network

import corridors as co


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


def test_the_same_map_is_the_same_file(toy, tmp_path):
    a = co.save_map(toy, tmp_path / "a.html").read_bytes()
    assert a == co.save_map(toy_network(), tmp_path / "b.html").read_bytes()
    code = """
import sys
sys.path[:0] = sys.argv[1:3]
import corridors as co
from toy import toy_network
co.save_map(toy_network(), sys.argv[3])
assert "folium" not in sys.modules, "a file needs no folium"
sys.stdout.buffer.write(co.draw_map(toy_network()).get_root().render().encode())
"""
    paths = [str(Path(file).parents[1]) for file in (__file__, co.__file__)]
    run = subprocess.run(
        [sys.executable, "-c", code, *paths, str(tmp_path / "c.html")],
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONHASHSEED": "7"},
    )
    assert (tmp_path / "c.html").read_bytes() == a
    again = co.draw_map(toy).get_root().render().encode()
    assert run.stdout.replace(b"\r\n", b"\n") == again


def test_a_file_and_a_folium_map_show_the_same_scene(toy, tmp_path):
    scene = re.compile(r'<script type="application/json" id="corridors-scene">.*?</script>')
    file = scene.findall(co.save_map(toy, tmp_path / "a.html").read_text(encoding="utf-8"))
    assert file == scene.findall(co.draw_map(toy).get_root().render())
    assert len(file) == 1


def test_a_map_can_be_extended_with_folium(toy):
    import folium

    canvas = co.draw_map(toy)
    assert isinstance(canvas, folium.Map)
    folium.CircleMarker((40, 60), radius=3).add_to(canvas)
    html = canvas.get_root().render()
    assert html.index("corridorsMap.mount(map_corridors") < html.index("L.circleMarker(")
    assert "iframe" in canvas._repr_html_()
