"""Expand the handling templates to one row a terminal and pair of vehicle classes."""

from __future__ import annotations

from collections.abc import Iterable

COLUMNS = (
    "node_id",
    "from_class",
    "to_class",
    "hours_p50",
    "hours_p90",
    "usd_20ft",
    "usd_40ft",
    "usd_per_t",
    "source_id",
    "basis",
    "price_source_id",
    "price_basis",
    "note",
)
SHIPS = ("sea", "ferry", "ferry-1435", "ferry-1520", "lng")
#: What a price is for, and the lift that it takes.
LIFTS = {"usd_20ft": "20ft", "usd_40ft": "40ft", "usd_per_t": "bulk"}


def expand(
    nodes: list[dict], links: list[dict], templates: list[dict], terminals: list[dict]
) -> list[dict]:
    """Return the rows of ``transshipments.csv``.

    Goods change between the classes of a place (``terminal_classes``) for which there is a
    template. To lift them from one mode to another takes a terminal: a row of
    ``terminals.csv``, which says what it lifts. Wagons roll aboard ferries, trucks drive; breaks
    of gauge and tanks of pipelines need none. At any node, goods are loaded on and unloaded from
    the trucks, wagons and pipes that reach it; where trucks are changed at a border, a template
    of the node says so.
    """
    lifts = {t["node_id"]: set(t["lifts"].split(";")) for t in terminals}
    present: dict[str, set[str]] = {}
    for link in links:
        gauge = f"-{link['gauge_mm']}" if link["gauge_mm"] else ""
        vehicle = f"{link['mode']}{gauge}"
        for end in ("from_node", "to_node"):
            present.setdefault(link[end], set()).add(vehicle)
    rows = []
    for node in sorted(nodes, key=lambda n: n["node_id"]):
        here = present.get(node["node_id"], set())
        terminal = set(filter(None, node["terminal_classes"].split(";"))) & here
        for a, b in sorted(_changes(here, terminal)):
            template = _template(templates, node, a, b)
            if template is None:
                continue
            row = _row(node, a, b, template)
            lifted = lifts.get(node["node_id"], set())
            for price, lift in LIFTS.items():
                if _is_lift(a, b) and lift not in lifted:
                    row[price] = ""
            if any(row[price] for price in LIFTS):
                rows.append(row)
    return rows


def _changes(here: set[str], terminal: set[str]) -> Iterable[tuple[str, str]]:
    """Return the pairs of classes between which goods change at a node.

    Trucks and wagons are loaded and unloaded at every place they reach, ships at ports.
    """
    loads = {c for c in here if c in terminal or c not in SHIPS}
    yield from (("origin", c) for c in loads)
    yield from ((c, "destination") for c in loads)
    yield from ((a, b) for a in terminal for b in terminal if a != b or a in SHIPS)
    if "pipeline" in here and "lng" in terminal:  # a plant that liquefies what the pipe brings
        yield "pipeline", "lng"
    if "road" in here:
        yield "road", "road"


def _is_lift(a: str, b: str) -> bool:
    """Say whether goods are lifted from one mode to another, which takes a terminal.

    Wagons roll aboard ferries, trucks drive.
    """
    modes = {a.partition("-")[0], b.partition("-")[0]}
    aboard = modes == {"road", "ferry"} or (modes == {"rail", "ferry"} and a[-4:] == b[-4:])
    return len(modes) == 2 and not aboard and not modes & {"origin", "destination", "pipeline"}


def _template(templates: list[dict], node: dict, a: str, b: str) -> dict | None:
    """Return the most exact template: of the node, of its country, of anywhere."""
    for place in ((node["node_id"], None), ("*", node["country"]), ("*", "*")):
        for row in templates:
            if (row["from_class"], row["to_class"]) != (a, b) or row["node_id"] != place[0]:
                continue
            if place[1] is None or row["country"] == place[1]:
                return row
    return None


def _row(node: dict, a: str, b: str, template: dict) -> dict:
    row = {name: template.get(name, "") for name in COLUMNS}
    return {**row, "node_id": node["node_id"], "from_class": a, "to_class": b}
