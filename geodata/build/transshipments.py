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
    "note",
)
SHIPS = ("sea", "ferry")


def expand(nodes: list[dict], links: list[dict], templates: list[dict]) -> list[dict]:
    """Return the rows of ``transshipments.csv``.

    At a terminal, goods change between every pair of its classes for which there is a
    template. At any node, goods are loaded on and unloaded from the trucks, wagons and pipes
    that reach it.
    """
    present: dict[str, set[str]] = {}
    for link in links:
        vehicle = f"rail-{link['gauge_mm']}" if link["mode"] == "rail" else link["mode"]
        for end in ("from_node", "to_node"):
            present.setdefault(link[end], set()).add(vehicle)
    rows = []
    for node in sorted(nodes, key=lambda n: n["node_id"]):
        here = present.get(node["node_id"], set())
        terminal = set(filter(None, node["terminal_classes"].split(";"))) & here
        for a, b in sorted(_changes(here, terminal)):
            template = _template(templates, node, a, b)
            if template is not None:
                rows.append(_row(node, a, b, template))
    return rows


def _changes(here: set[str], terminal: set[str]) -> Iterable[tuple[str, str]]:
    """Return the pairs of classes between which goods change at a node.

    Trucks and wagons are loaded and unloaded at every place they reach, ships at ports.
    """
    loads = {c for c in here if c in terminal or c not in SHIPS}
    yield from (("origin", c) for c in loads)
    yield from ((c, "destination") for c in loads)
    yield from ((a, b) for a in terminal for b in terminal if a != b or a in SHIPS)


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
