"""A hand-written piece of OpenStreetMap: Tashkent to Saryagash, as XML, PBF and Overpass JSON.

    railway   1 ── 2 ── 3 ┄gap 8 m┄ 30 ── 4 ══border══ 5        (1520 mm said on 100 only)
              │    └── 20 abandoned spur
              └ station Tashkent (1), Saryagash (5); 40 ── 41 is an island of 0.8 km
    road      50 ══> 51 ══> 52 motorway, one way; 52 ── 53 ── 50 primary, both ways
              52 ── 54 ── 55 trunk over the border; 60 ── 61 an island; 53 ── 56 private
    customs   70 beside 54

The border lies near 41.40 N. 1 degree of latitude is 111.06 km here.
"""

from __future__ import annotations

from xml.sax.saxutils import quoteattr

NODES = {
    1: (69.2000, 41.2800, {"railway": "station", "name": "Тошкент", "name:en": "Tashkent Yuk"}),
    2: (69.2100, 41.3000, {}),
    3: (69.1900, 41.3400, {}),
    30: (69.19005, 41.34006, {}),
    4: (69.1800, 41.3800, {}),
    5: (69.1700, 41.4700, {"railway": "station", "name": "Saryagash"}),
    20: (69.2200, 41.3000, {}),
    40: (69.3000, 41.3000, {}),
    41: (69.3100, 41.3000, {}),
    50: (69.2500, 41.2800, {}),
    51: (69.2500, 41.3000, {}),
    52: (69.2500, 41.3200, {}),
    53: (69.2300, 41.3000, {}),
    54: (69.2500, 41.3800, {}),
    55: (69.2500, 41.4800, {}),
    56: (69.2300, 41.2700, {}),
    60: (69.4000, 41.3000, {}),
    61: (69.4000, 41.3100, {}),
    70: (69.2505, 41.3801, {"amenity": "customs", "name": "Yallama customs"}),
}
WAYS = {
    100: ([1, 2, 3], {"railway": "rail", "gauge": "1520", "usage": "main", "electrified": "yes"}),
    101: ([30, 4, 5], {"railway": "rail", "usage": "main", "electrified": "yes"}),
    102: ([2, 20], {"railway": "abandoned", "abandoned:railway": "rail"}),
    103: ([40, 41], {"railway": "rail", "gauge": "1520"}),
    104: ([2, 53], {"railway": "tram"}),
    200: ([50, 51, 52], {"highway": "motorway", "name": "Ring"}),
    201: ([52, 53], {"highway": "primary", "maxspeed": "40", "ref": "A1"}),
    202: ([53, 50], {"highway": "primary", "surface": "gravel", "toll": "yes"}),
    203: ([52, 54, 55], {"highway": "trunk", "ref": "M39"}),
    204: ([60, 61], {"highway": "tertiary"}),
    205: ([53, 56], {"highway": "tertiary", "access": "private"}),
    206: ([51, 53], {"highway": "footway"}),
}


def xml(nodes: dict = NODES, ways: dict = WAYS, head: str = "") -> str:
    """Return the extract as OSM XML."""
    rows = ['<?xml version="1.0" encoding="UTF-8"?>', head, '<osm version="0.6">']
    for node, (lon, lat, tags) in sorted(nodes.items()):
        rows.append(f'<node id="{node}" version="1" lon="{lon}" lat="{lat}">{_tags(tags)}</node>')
    for way, (refs, tags) in sorted(ways.items()):
        inner = "".join(f'<nd ref="{ref}"/>' for ref in refs)
        rows.append(f'<way id="{way}" version="1">{inner}{_tags(tags)}</way>')
    return "\n".join([*rows, "</osm>"])


def _tags(tags: dict) -> str:
    return "".join(f"<tag k={quoteattr(k)} v={quoteattr(v)}/>" for k, v in tags.items())


def overpass(ways: dict, nodes: dict = NODES) -> dict:
    """Return an answer of Overpass that holds some ways and the nodes they pass."""
    refs = sorted({ref for line, _ in ways.values() for ref in line})
    elements: list[dict] = [
        {"type": "way", "id": way, "nodes": line, "tags": tags}
        for way, (line, tags) in ways.items()
    ]
    elements += [
        {"type": "node", "id": n, "lon": nodes[n][0], "lat": nodes[n][1]}
        | ({"tags": nodes[n][2]} if nodes[n][2] else {})
        for n in refs
    ]
    return {"version": 0.6, "generator": "test", "elements": elements}


def write_pbf(path, nodes: dict = NODES, ways: dict = WAYS) -> None:
    """Write the extract as PBF."""
    import pytest  # here, so that the extract serves where no test is run

    osmium = pytest.importorskip("osmium", reason="reading .osm.pbf needs the extra 'pbf'")
    from osmium.osm import mutable

    with osmium.SimpleWriter(str(path)) as writer:
        for node, (lon, lat, tags) in sorted(nodes.items()):
            writer.add_node(mutable.Node(id=node, version=1, location=(lon, lat), tags=tags))
        for way, (refs, tags) in sorted(ways.items()):
            writer.add_way(mutable.Way(id=way, version=1, nodes=refs, tags=tags))


def links_by(net, **wanted):
    return [
        row for row in net.table("links") if all(row[key] == value for key, value in wanted.items())
    ]
