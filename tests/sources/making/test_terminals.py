"""Stations of imported networks."""

from osm_toy import links_by


def test_stations_are_nodes_joined_to_the_road(imported):
    nodes = imported.table("nodes")
    kind = dict(zip(nodes["name"], nodes["kind"], strict=True))
    assert kind["Tashkent Yuk"] == "rail_terminal"
    assert kind["Yallama customs"] == "border_crossing"
    connectors = [r for r in links_by(imported, mode="road") if "usage=connector" in r["tags"]]
    assert len(connectors) == len(imported.report.connectors_km)
