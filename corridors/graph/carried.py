"""Which vehicles call at places, and which commodities links and changes let pass, as bits."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from corridors.graph.stategraph import ALL_COMMODITIES
from corridors.network.tables import Table
from corridors.vocabulary import COMMODITIES, MODES, VEHICLE_CLASSES, mode_of, vehicle_class

_BIT = {commodity: 1 << k for k, commodity in enumerate(COMMODITIES)}
_NOT_PIPED = ALL_COMMODITIES & ~_BIT["gas"]
_TIGHT = {"origin", "destination"} | {name for name, mode in MODES.items() if "gas" in mode.carries}


def carried_by(link: Mapping) -> int:
    """Return which commodities a link lets pass: none where its line carries no freight."""
    if link["freight"] == "no":
        return 0
    return _BIT[link["commodity"]] if link["commodity"] else _NOT_PIPED


def carried_between(a: str, b: str) -> int:
    """Return which commodities may make the change from one vehicle class to another."""
    own = [MODES[mode].carries for mode in map(mode_of, (a, b)) if mode in MODES]
    own = [carries for carries in own if carries]
    if not own:
        return _NOT_PIPED
    both = set(own[0]).intersection(*own)
    is_tight = {a, b} <= _TIGHT  # gas leaves neither pipe nor tank for anything else
    return sum(_BIT[commodity] for commodity in both if is_tight or commodity != "gas")


def vehicles_at(nodes: Table, links: Table) -> dict[str, set[str]]:
    """Return the vehicle classes of the links at each place."""
    found: dict[str, set[str]] = {str(node): set() for node in nodes["node_id"]}
    ends = (links[name] for name in ("mode", "gauge_mm", "from_node", "to_node"))
    for mode, gauge_mm, a, b in zip(*ends, strict=True):
        vehicle = vehicle_class(mode, gauge_mm)
        found[a].add(vehicle)
        found[b].add(vehicle)
    return found


def changing_at(changes: Iterable[tuple[str, str, str]]) -> set[tuple[str, str]]:
    """Return at which places goods leave or join which vehicle class, for another one."""
    return {
        (node, vehicle)
        for node, a, b in changes
        for vehicle in (a, b)
        if a != "origin" and b not in ("destination", a)
    }


def classes_of(links: Table) -> tuple[str, ...]:
    """Return the vehicle classes: those of the embedded network, then those of links besides."""
    pairs = zip(links["mode"], links["gauge_mm"], strict=True)
    gauged = {vehicle_class(*pair) for pair in {p for p in pairs if not math.isnan(p[1])}}
    return (*VEHICLE_CLASSES, *sorted(gauged - {*VEHICLE_CLASSES}))
