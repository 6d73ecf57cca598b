"""Which overrides of a scenario an itinerary owes its values to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from corridors.graph.compiled import compiled
from corridors.network.changes.apply import Changes
from corridors.network.changes.resolve import Owner
from corridors.network.prices import PRICE_COLUMNS

if TYPE_CHECKING:
    from corridors.network.network import Network


def touched_overrides(
    base: Network, net: Network, changes: Changes, arcs: Iterable[int]
) -> list[Owner]:
    """Return the overrides that some arcs of the changed network owe their values to."""
    graph, old = compiled(net), compiled(base)
    by_group = _cells_by_group(net, changes)
    found: set[Owner] = set()
    for arc in arcs:
        group, place = graph.group_of[arc]
        before = old.groups.get(group, ())
        link = ("links", group[1][0])
        for cell in by_group.get(group, ()):
            for name in _ARC_COLUMNS.get(cell.column, _HOURS if "hours" in cell.column else _USD):
                now = graph.arcs[name][arc]
                if place >= len(before) or now != old.arcs[name][before[place]]:
                    found.add(cell.owner)
        if not before or len(before) != len(graph.groups[group]):
            found |= {
                owner
                for key, owner in changes.added.items()
                if key == link or _serves(net, key, group) or key[1] == " ".join(group[1])
            }
    return sorted(found)


_HOURS, _USD = ("h50", "h90"), PRICE_COLUMNS
_ARC_COLUMNS = {
    "status": ("open",),
    "speed_kmh": _HOURS,
    "stop_h_per_100km": _HOURS,
    "p90_ratio": _HOURS,
    "driving_h_per_day": _HOURS,
    "departures_per_week": _HOURS,
    "g_per_tkm": ("kg_per_t",),
    "opening_hours": (),
    "season": (),
    "length_km": ("km", "h50", "usd_40ft", "kg_per_t"),
}


def _cells_by_group(net: Network, changes: Changes) -> dict:
    found: dict = {}
    for (table, row, _), cells in changes.cells.items():
        for group in compiled(net).dependents.get((table, row), ()):
            found.setdefault(group, []).extend(cells)
    return found


def _serves(net: Network, key: tuple[str, str], group: tuple[str, tuple[str, ...]]) -> bool:
    """Say whether an added service sails a link."""
    if key[0] != "services" or group[0] != "links":
        return False
    services = net.table("services")
    found: bool = services["link_id"][services.index("service_id")[key[1]]] == group[1][0]
    return found
