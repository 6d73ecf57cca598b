"""What a map opens on, in a browser: nothing lies under a panel, on a phone neither."""

import html
import json
import re
import shutil
import subprocess

import pytest

import corridors as co

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")

#: Says of each point that is to be seen whether it is off the map or under a control.
LOOK = """
<body><iframe src="map.html" width="%d" height="%d"></iframe><pre id="found"></pre><script>
document.querySelector("iframe").onload = function () {
  var map = this.contentWindow.map_corridors, scene = map.corridors.scene, size = map.getSize();
  var box = map.getContainer().getBoundingClientRect(), hidden = [];
  var points = scene.features.filter(function (f) { return f.n && scene.coloured; })
    .map(function (f) { return [f.t, [f.n[1], f.n[0]]]; });
  points.push(["south-west", scene.bounds[0]], ["north-east", scene.bounds[1]]);
  points.forEach(function (point) {
    var p = map.latLngToContainerPoint(point[1]);
    var off = p.x < 0 || p.y < 0 || p.x > size.x || p.y > size.y;
    map.getContainer().querySelectorAll(".leaflet-control").forEach(function (node) {
      var r = node.getBoundingClientRect();
      off = off || (p.x > r.left - box.left && p.x < r.right - box.left
                    && p.y > r.top - box.top && p.y < r.bottom - box.top);
    });
    if (off) hidden.push(point[0]);
  });
  var labels = [].map.call(document.querySelector("iframe").contentDocument
    .querySelectorAll(".co-label.co-end"), function (node) { return node.textContent; });
  document.getElementById("found").textContent =
    JSON.stringify({hidden: hidden, seen: points.length, ends: labels});
};
</script></body>
"""


def looked_at(what, size, folder):
    """Return what a browser of some size shows of a map when it is opened."""
    co.save_map(what, folder / "map.html")
    page = folder / "look.html"
    page.write_text(LOOK % size, encoding="utf-8")
    command = [
        CHROMIUM, "--headless=new", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}/me",
        "--allow-file-access-from-files", "--virtual-time-budget=4000", "--window-size=1400,900",
        "--dump-dom", page.as_uri(),
    ]  # fmt: skip
    shown = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout
    return json.loads(html.unescape(re.search(r'<pre id="found">(.*?)</pre>', shown)[1]))


@pytest.mark.parametrize("size", [(390, 844), (760, 558), (1280, 800)], ids=str)
def test_every_stop_of_a_way_is_seen_when_the_map_is_opened(net, size, tmp_path):
    ways = [co.route(net, "Istanbul", "Almaty"), co.route(net, "Karachi", "Istanbul")]
    found = looked_at(ways, size, tmp_path)
    assert found["seen"] > 8
    assert not found["hidden"]
    assert {"Istanbul", "Almaty", "Karachi"} <= set(found["ends"])


@pytest.mark.parametrize("size", [(390, 844), (1280, 800)], ids=str)
def test_a_corridor_is_seen_whole(size, tmp_path):
    assert not looked_at(co.load("tapi"), size, tmp_path)["hidden"]
