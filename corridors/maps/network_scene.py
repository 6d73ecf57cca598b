"""The scene of a network: layers by mode, by corridor, and its places."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING

from corridors.errors import UnknownNameError, there_is_no
from corridors.maps.labels import is_small
from corridors.maps.palette import (
    MODE_COLOURS,
    MODE_WIDTHS,
    MODE_WORDS,
    STATUS_WORDS,
    corridor_colours,
)
from corridors.maps.scene import Rows, Scene, shifts
from corridors.network.countries import country_name
from corridors.vocabulary import counted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from corridors.network.network import Network

#: Size in pixels and the zoom from which a kind of place is drawn.
_SIZE = {"seaport": 15, "dry_port": 13, "rail_terminal": 12, "border_crossing": 12, "city": 12}
_FROM_ZOOM = {
    "city": 4.5,
    "seaport": 3.5,
    "border_crossing": 5.25,
    "dry_port": 5,
    "rail_terminal": 5.5,
}
_FLOW = "#7b3294"
_PLACE_GROUPS = {
    "Cities": ("city",),
    "Ports and terminals": ("seaport", "dry_port", "rail_terminal", "pipeline_station"),
    "Border crossings": ("border_crossing",),
    "Junctions": ("junction",),
}


def network_scene(
    net: Network, flows: Mapping[str, float] | None = None, flow_unit: str = "TEU a year"
) -> dict:
    """Return the scene of a network, with flows on its links if there are any."""
    scene = Scene(
        _title(net),
        notes=[f"Situation: {net.situation}. {counted(len(net.table('links')), 'link')}."],
    )
    numbers = {
        link["link_id"]: scene.add_line(
            net, link["link_id"], link["name"], link_rows(link), link_sources(link)
        )
        for link in net.table("links")
    }
    offsets = side_offsets(net)
    _add_modes(scene, net, numbers, offsets)
    if flows:
        _add_flows(scene, net, flows, flow_unit)
    _add_corridors(scene, net, numbers)
    _add_places(scene, net)
    small = is_small(net)
    if small:
        _name_pipelines(scene, net)
    return scene.to_dict(net, find=True, trim=0.0 if small else 0.03)


def _title(net: Network) -> str:
    """Return the name of the corridor that a network is a part of, or its own."""
    corridors = net.table("corridors")
    names = dict(zip(corridors["corridor_id"], corridors["name"], strict=True))
    plain = "Freight network" if net.name == "embedded" else f"Network: {net.name}"
    return str(names.get(net.name, plain))


def _name_pipelines(scene: Scene, net: Network) -> None:
    """Write the name of each pipeline at the middle of its longest link."""
    longest: dict[str, tuple[float, str]] = {}
    for link in net.table("links"):
        if link["mode"] == "pipeline" and link["line_ref"]:
            name, found = str(link["line_ref"]), (link["length_km"], str(link["link_id"]))
            longest[name] = max(found, longest.get(name, found))
    for name, (_, link_id) in longest.items():
        scene.add_line_name(name, net.line(link_id))


def side_offsets(net: Network) -> dict[str, float]:
    """Return the pixels by which parallel links stand apart, on either side of the way."""
    pairs: dict[tuple, list[dict]] = defaultdict(list)
    for link in net.table("links"):
        ends = (link["from_node"], link["to_node"])
        pairs[min(ends), max(ends)].append(link)
    found = {}
    for links in pairs.values():
        ordered = sorted(links, key=lambda x: (list(MODE_COLOURS).index(x["mode"]), x["link_id"]))
        for link, shift in zip(ordered, shifts(len(ordered), 3.5), strict=True):
            forward = link["from_node"] <= link["to_node"]
            found[link["link_id"]] = shift if forward else -shift
    return found


def link_rows(link: dict) -> Rows:
    """Return what a link's card says."""
    gauge = f", {link['gauge_mm']:.0f} mm gauge" if link["mode"] == "rail" else ""
    rows = [
        ["mode", MODE_WORDS[link["mode"]] + gauge],
        ["line", link["line_ref"]],
        ["status", link["status"]],
        ["length", f"{link['length_km']:,.0f} km ({link['length_basis']})"],
        ["carries", link["commodity"]],
        ["note", link["note"]],
        ["id", link["link_id"]],
    ]
    return [row for row in rows if row[1]]


def link_sources(row: dict) -> list[str]:
    """Return the sources of a row."""
    return [str(row[name]) for name in ("source_id", "length_source_id") if row.get(name)]


def _add_modes(scene: Scene, net: Network, numbers: dict, offsets: dict) -> None:
    by_mode: dict[str, list[str]] = defaultdict(list)
    for link in net.table("links"):
        by_mode[link["mode" if link["status"] == "operational" else "status"]].append(
            link["link_id"]
        )
    layers = [
        {
            "name": f"{MODE_WORDS[mode].capitalize()} ({len(by_mode[mode])})",
            "on": True,
            "mode": mode,
            "width": MODE_WIDTHS[mode],
            "items": [[numbers[link], offsets[link]] for link in by_mode[mode]],
        }
        for mode in ("sea", "lng", "pipeline", "road", "rail", "inland_water", "ferry", "air")
        if mode in by_mode
    ]
    others = [
        {
            "name": f"{STATUS_WORDS[status].capitalize()} ({len(by_mode[status])})",
            "on": True,
            "mode": "road",
            "status": status,
            "items": [[numbers[link], offsets[link]] for link in by_mode[status]],
        }
        for status in ("suspended", "planned", "construction")
        if status in by_mode
    ]
    scene.add_group("Modes", layers, exclusive=False, z=2)
    scene.add_group("Not in operation", others, exclusive=False, z=1)


def _add_flows(scene: Scene, net: Network, flows: Mapping[str, float], unit: str) -> None:
    """Add lines as wide as the square root of what flows on them."""
    rows = {link["link_id"]: link for link in net.table("links")}
    unknown = sorted(set(flows) - set(rows))
    if unknown:
        raise UnknownNameError(there_is_no("link", unknown[0], rows))
    most = max(flows.values())
    items = []
    for link, flow in sorted(flows.items()):
        if flow > 0:
            row = rows[link]
            text = [["flow", f"{flow:,.0f} {unit}"], *link_rows(row)]
            number = scene.add_line(net, link, row["name"], text, link_sources(row))
            items.append([number, 0, round(1 + 11 * math.sqrt(flow / most), 1)])
    layer = {
        "name": f"Flow, up to {most:,.0f} {unit}",
        "on": True,
        "colour": _FLOW,
        "mode": "flow",
        "items": items,
    }
    scene.add_group("Flows", [layer], exclusive=False, z=4)


def _add_corridors(scene: Scene, net: Network, numbers: dict) -> None:
    members: dict[str, set[str]] = defaultdict(set)
    for entry in net.table("corridor_links"):
        if entry["link_id"] in numbers:
            members[str(entry["corridor_id"])].add(str(entry["link_id"]))
    colours = corridor_colours(members, net)
    users = {
        link: [c for c in members if link in members[c]] for link in set().union(*members.values())
    }
    layers = [
        {
            "name": str(row["name"]),
            "on": False,
            "colour": colours[row["corridor_id"]],
            "width": 4.2,
            "halo": True,
            "items": [
                [
                    numbers[link],
                    shifts(len(users[link]), 4.5)[users[link].index(row["corridor_id"])],
                ]
                for link in sorted(members[row["corridor_id"]])
            ],
        }
        for row in net.table("corridors")
        if row["corridor_id"] in members
    ]
    scene.add_group("Corridors", layers, exclusive=False, z=3)


def _add_places(scene: Scene, net: Network) -> None:
    nodes, small = list(net.table("nodes")), is_small(net)
    layers = []
    for name, kinds in _PLACE_GROUPS.items():
        items = [
            [
                scene.add_place(
                    net,
                    node["node_id"],
                    str(node["name"]),
                    _place_rows(node),
                    link_sources(node),
                    size=_SIZE.get(node["kind"], 10),
                    from_zoom=0 if small else _FROM_ZOOM.get(node["kind"], 6.5),
                )
            ]
            for node in nodes
            if node["kind"] in kinds
        ]
        if items:
            label = f"{name} ({len(items)})"
            layers.append(
                {"name": label, "on": True, "glyph": kinds[0], "spots": True, "items": items}
            )
    scene.add_group("Places", layers, exclusive=False)


def _place_rows(node: dict) -> Rows:
    others = [name for name in str(node["aliases"]).split(";") if name][:6]
    rows = [
        ["kind", str(node["kind"]).replace("_", " ")],
        ["country", country_name(node["country"])],
        ["also", " · ".join(others)],
        ["changes between", str(node["terminal_classes"]).replace(";", ", ")],
        ["note", node["note"]],
        ["id", node["node_id"]],
    ]
    return [row for row in rows if row[1]]
