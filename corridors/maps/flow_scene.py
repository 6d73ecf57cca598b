"""The scene of flows: links as wide as what they carry, coloured by the use of capacity."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from corridors.maps.network_scene import link_rows, link_sources
from corridors.maps.scene import Rows, Scene
from corridors.studies.flows.words import (
    RESTS_ON,
    amount_text,
    mass_text,
    number_text,
    sentence,
    use_text,
    worth_text,
)

if TYPE_CHECKING:
    from corridors.network.network import Network
    from corridors.studies.flows.answer import Flows

#: From which use on a band begins, what it is called, and its colour: a scale that darkens evenly,
#: for eyes of every kind and in grey.
BANDS = (
    (1 - 1e-6, "full", "#1b0c41"),
    (0.75, "75 to 100 % used", "#6a176e"),
    (0.5, "50 to 75 % used", "#bc3754"),
    (0.25, "25 to 50 % used", "#ee6a24"),
    (0.0, "under 25 % used", "#fbb03b"),
)
UNKNOWN = ("no capacity known", "#8b969c")
#: Widths in pixels of the least and the most that flows.
_THIN, _WIDE = 1.5, 13.0
#: What is named before all others: the ends of so few demands, and what is full.
_FEW_ENDS, _MOST_ENDS = 12, 24
_APART = 1.0


def band_of(use: float) -> tuple[str, str]:
    """Return name and colour of a use of capacity; of none if it is not known.

    Examples
    --------
    >>> band_of(1.0)[0], band_of(0.3)[0], band_of(float("nan"))[0]
    ('full', '25 to 50 % used', 'no capacity known')
    """
    if math.isnan(use):
        return UNKNOWN
    return next((name, colour) for least, name, colour in BANDS if use >= least)


def flow_scene(flows: Flows) -> dict:
    """Return the scene of an assignment: a layer each band of use, the fullest on top."""
    net = flows.network
    links = flows.to_dataframe("links").to_dict("records")
    if not links:
        raise ValueError("nothing flows: there is nothing to draw")
    most = max(row["t"] for row in links)
    widest = f"The widest line is {mass_text(most)} a year; one half as wide carries a quarter."
    remarks = [sentence(one) for one in flows.remarks if ".csv:" not in one]
    notes = [f"{flows}.", widest, f"Situation: {net.situation}.", *remarks]
    scene = Scene(f"Flows of {flows.year:.0f}", notes=notes)
    scene.whole = True
    items: dict[str, list[list]] = defaultdict(list)
    widths = {row["link_id"]: _width(row["t"], most) for row in links}
    offsets = _side_by_side(net, widths)
    for row in sorted(links, key=lambda one: -one["t"]):
        link, name = row["link_id"], band_of(row["use"])[0]
        number = _add_link(scene, flows, row)
        items[name].append([number, offsets[link], widths[link]])
    places = _places(flows)
    for node, rows in places.items():
        name, colour = band_of(max(row["use"] for row in rows))
        number = scene.add_place(
            net, node, rows[0]["name"], capacity_rows(rows), [row["source_id"] for row in rows],
            size=17,
        )  # fmt: skip
        scene.features[number]["c"] = colour
        items[name].append([number])
    layers = [
        {
            "name": f"{name.capitalize()} ({len(items[name])})", "on": True, "colour": colour,
            "mode": "flow", "items": items[name],
        }
        for name, colour in (UNKNOWN, *((name, colour) for _, name, colour in reversed(BANDS)))
        if name in items
    ]  # fmt: skip
    scene.add_group("Use of capacity", layers, exclusive=False, z=3)
    made = scene.to_dict(net, ends=_ends(flows, places))
    return {**made, "modes": [], "statuses": []}  # lines tell use, not what runs on them


def _width(tonnes: float, most: float) -> float:
    """Return the pixels of a line, by the root of its tonnes: ships carry a hundred times more."""
    return round(_THIN + (_WIDE - _THIN) * math.sqrt(tonnes / most), 1)


def _side_by_side(net: Network, widths: Mapping[str, float]) -> dict[str, float]:
    """Return the pixels by which links between the same places stand apart."""
    between: dict[tuple, list[dict]] = defaultdict(list)
    for link in widths:
        row = _link(net, link)
        between[tuple(sorted((row["from_node"], row["to_node"])))].append(row)
    found = {}
    for rows in between.values():
        whole = sum(widths[row["link_id"]] + _APART for row in rows) - _APART
        at = -whole / 2
        for row in sorted(rows, key=lambda one: one["link_id"]):
            wide = widths[row["link_id"]]
            side = 1 if row["from_node"] <= row["to_node"] else -1
            found[row["link_id"]] = round(side * (at + wide / 2), 1) if len(rows) > 1 else 0
            at += wide + _APART
    return found


def _link(net: Network, link: str) -> dict[str, Any]:
    """Return the row of a link."""
    table, row = net.table("links"), net.link_row(link)
    return {name: table[name][row] for name in table.columns}


def _add_link(scene: Scene, flows: Flows, flow: Mapping[str, Any]) -> int:
    """Add the line of a link, whose card tells what flows each way and what it holds."""
    net = flows.network
    row, taken = _link(net, flow["link_id"]), flows.at(flow["link_id"])
    names = [_place(net, row[end]) for end in ("from_node", "to_node")]
    rows: Rows = [["carries", _amount(flow["t"], flow["teu"])]]
    if flow["t_back"] and flow["t_forward"]:
        rows += [
            [f"to {names[1]}", _amount(flow["t_forward"], flow["teu_forward"])],
            [f"to {names[0]}", _amount(flow["t_back"], flow["teu_back"])],
        ]
    else:
        rows += [["towards", names[1] if flow["t_forward"] else names[0]]]
    rows += capacity_rows(taken) if taken else [["capacity", "none known: taken to hold all"]]
    rows += [["Link"], *link_rows(row)]
    sources = [*(one["source_id"] for one in taken), *link_sources(row)]
    return scene.add_line(net, flow["link_id"], row["name"], rows, sources)


def _amount(tonnes: float, teu: float) -> str:
    boxes = f", {teu:,.0f} TEU" if teu >= 0.5 else ""
    return f"{mass_text(tonnes)}{boxes} a year"


def capacity_rows(rows: list[dict[str, Any]]) -> Rows:
    """Return what a card says of capacities."""
    found: Rows = []
    for row in rows:
        name = "Capacity" if row["kind"] in ("link", "node") else row["name"]
        known = row["basis"] if math.isnan(row["year"]) else f"{row['basis']}, {row['year']:.0f}"
        said = [
            ["used", f"{number_text(row['used'])} ({use_text(row['use'])})"],
            ["worth", worth_text(row["shadow_usd"], row["unit"])],
            ["as", RESTS_ON.get(row["rests_on"], "")],
            ["known by", known],
            ["note", row["note"]],
        ]
        found += [[f"{name}: {amount_text(row['capacity'], row['unit'])}"]]
        found += [one for one in said if one[1]]
    return found


def _places(flows: Flows) -> dict[str, list[dict[str, Any]]]:
    """Return the capacities that are used of ports, terminals and borders, by their nodes."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in flows.to_dataframe("capacities").to_dict("records"):
        if row["used"] > 0 and row["kind"] in ("node", "bcp"):
            node = (
                row["subject"]
                if row["kind"] == "node"
                else _of_border(flows.network, row["subject"])
            )
            found[node].append(row)
    return found


def _of_border(net: Network, bcp: str) -> str:
    """Return the node where a border crossing point is drawn."""
    nodes = net.table("nodes")
    ends = list(_ends_of(net, bcp))
    posts = (end for end in ends if nodes["kind"][net.node_row(end)] == "border_crossing")
    return next(posts, ends[0])


def _ends_of(net: Network, bcp: str) -> Iterator[str]:
    for link in net.bcp_links[bcp]:
        row = _link(net, link)
        yield from (row["from_node"], row["to_node"])


def _place(net: Network, node: str) -> str:
    return str(net.table("nodes")["name"][net.node_row(node)])


def _ends(flows: Flows, places: Mapping[str, list[dict[str, Any]]]) -> list[str]:
    """Return the nodes that are named before all others: what is full, and where goods go."""
    full = [node for node, rows in places.items() if max(row["use"] for row in rows) >= BANDS[0][0]]
    ends = {node: None for task in flows.tasks for node in _nodes_of(flows, task)}
    return [*full, *(ends if len(ends) <= _FEW_ENDS else ())][:_MOST_ENDS]


def _nodes_of(flows: Flows, task: Any) -> Iterator[str]:
    for place in (task.demand.origin, task.demand.destination):
        if isinstance(place, str):
            yield flows.network.gazetteer.node_id(place)
