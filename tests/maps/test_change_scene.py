"""The scene of two networks: what differs."""

import pytest
from toy import change, toy_network

import corridors as co
from corridors.maps.draw import make_scene


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
