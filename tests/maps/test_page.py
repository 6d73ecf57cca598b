"""The page of a map: complete, safe, the same each time."""

import base64
import hashlib
import json
import re

from toy import change, toy_network

import corridors as co
from corridors.maps.page import add_policy, data_block

HOSTILE = "<script>window.hacked=1</script><img src=x onerror=window.hacked=1>\u2028\"'&"


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
