"""Lanes of ships: where they meet, which points lie at sea, and which shores they join."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from corridors.network.land import is_sea
from corridors.vocabulary import counted, is_ship, vehicle_class


def put_to_sea(
    nodes: dict[str, Any], said: Sequence[Mapping[str, Any]], links: Sequence[Mapping[str, Any]]
) -> tuple[str, ...]:
    """Take the country from points at sea, and return those of them that nobody called so.

    Only lanes of ships lead to such a point, several of them, and its country is not told. It is
    called a junction, or nothing is told of its kind and it lies off the land. Where one lane
    ends there is a port.
    """
    modes: dict[str, set[str]] = {}
    others: dict[str, set[str]] = {}  # two rows may be one lane, there and back
    for row in links:
        ends = str(row["from_node"]), str(row["to_node"])
        for end, other in (ends, ends[::-1]):
            modes.setdefault(end, set()).add(row.get("mode") or "road")
            others.setdefault(end, set()).add(other)
    found = []
    for k, row in enumerate(said):
        node, kind = nodes["node_id"][k], row.get("kind") or ""
        several = len(others.get(node, ())) > 1
        if row.get("country") or not several or not all(map(is_ship, modes[node])):
            continue
        lies = not kind and is_sea(nodes["lon"][k], nodes["lat"][k])
        if lies or kind == "junction":
            nodes["kind"][k], nodes["country"][k] = "junction", ""
        if lies:
            found.append(node)
    return tuple(found)


def meetings(links: Mapping[str, Sequence]) -> dict[str, set[str]]:
    """Return the classes of ships of which two lanes or more meet, by node."""
    count: Counter[tuple[str, str]] = Counter()
    columns = (links[c] for c in ("mode", "gauge_mm", "from_node", "to_node"))
    for mode, gauge_mm, *ends in zip(*columns, strict=True):
        vehicle = vehicle_class(mode, gauge_mm)
        if is_ship(vehicle):
            count.update((node, vehicle) for node in ends)
    found: dict[str, set[str]] = {}
    for (node, vehicle), lanes in count.items():
        if lanes > 1:
            found.setdefault(node, set()).add(vehicle)
    return found


def shores(
    nodes: Mapping[str, Sequence], links: Mapping[str, Sequence]
) -> dict[int, frozenset[str]]:
    """Return the countries that ships may come from and go to, by the number of each lane.

    On the sea they go on through every port, on ferries through points at sea only.
    """
    country = dict(zip(nodes["node_id"], nodes["country"], strict=True))
    lanes = {
        k: (mode, ends)
        for k, (mode, *ends) in enumerate(
            zip(*(links[c] for c in ("mode", "from_node", "to_node")), strict=True)
        )
        if is_ship(mode)
    }
    of_point: dict[tuple[str, str], list[int]] = {}
    for k, (mode, ends) in lanes.items():
        for node in ends:
            if mode == "sea" or not country[node]:
                of_point.setdefault((mode, node), []).append(k)
    found: dict[int, frozenset[str]] = {}
    for start in lanes:
        if start in found:
            continue
        part, queue = {start}, [start]
        while queue:
            mode, ends = lanes[queue.pop()]
            fresh = {k for node in ends for k in of_point.pop((mode, node), ())} - part
            part |= fresh
            queue += fresh
        homes = frozenset({country[node] for k in part for node in lanes[k][1]} - {""})
        found.update(dict.fromkeys(part, homes))
    return found


def unjoined(columns: Mapping[str, Sequence], changes: Mapping[str, object]) -> list[str]:
    """Return what to say of the nodes where lanes of ships meet, but goods have no way on."""
    met = sorted(node for node in meetings(columns) if node not in changes)
    if not met:
        return []
    shown = ", ".join(met[:5]) + (f" and {len(met) - 5} more" if len(met) > 5 else "")
    told = (
        f"lanes of ships meet at {counted(len(met), 'node')} without another mode ({shown}): "
        "goods do not go from lane to lane there; draw each lane from port to port, or give the "
        "lanes as a table (read_mapped), whose ships sail on"
    )
    return [told]
