"""Lanes of ships: where they meet, which points lie at sea, and which shores they join."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np

from corridors.network.land import countries_near, is_sea
from corridors.vocabulary import counted, is_ship, vehicle_class

if TYPE_CHECKING:
    from corridors.network.network import Network
    from corridors.sources.making.ways import Ways


#: Nearer to a coast a point is no point at sea: quays stand in the water of outlines that are
#: drawn to some km.
OFF_SHORE_KM = 5.0


def lies_at_sea(lon: float, lat: float) -> bool:
    """Say whether a point is known to lie in the sea, off every coast.

    Examples
    --------
    >>> lies_at_sea(60.0, 24.3), lies_at_sea(66.97, 24.83)  # off Gwadar, the quays of Karachi
    (True, False)
    """
    return is_sea(lon, lat) and not countries_near(lon, lat, OFF_SHORE_KM)


def put_to_sea(
    nodes: dict[str, Any],
    kinds: Sequence[str],
    countries: Sequence[str],
    links: Sequence[Mapping[str, Any]],
) -> None:
    """Take the country from points at sea.

    Only lanes of ships lead to such a point, several of them, and its country is not told
    (``countries``). It is called a junction (``kinds``), or nothing is told of its kind and it
    lies off the coasts. Where one lane ends there is a port.
    """
    modes: dict[str, set[str]] = {}
    others: dict[str, set[str]] = {}  # two rows may be one lane, there and back
    for row in links:
        ends = str(row["from_node"]), str(row["to_node"])
        for end, other in (ends, ends[::-1]):
            modes.setdefault(end, set()).add(row.get("mode") or "road")
            others.setdefault(end, set()).add(other)
    for k, (kind, country) in enumerate(zip(kinds, countries, strict=True)):
        node = nodes["node_id"][k]
        several = len(others.get(node, ())) > 1
        if country or not several or not all(map(is_ship, modes[node])):
            continue
        if kind == "junction" or (not kind and lies_at_sea(nodes["lon"][k], nodes["lat"][k])):
            nodes["kind"][k], nodes["country"][k] = "junction", ""


def links_at_lanes(links: Mapping[str, Sequence]) -> list[dict[str, str]]:
    """Return ends and mode of the lanes of ships, and of the links that meet them."""
    columns = ("mode", "from_node", "to_node")
    rows = [*zip(*(links[c] for c in columns), strict=True)]
    landings = {node for mode, *ends in rows if is_ship(mode) for node in ends}
    return [
        dict(zip(columns, row, strict=True))
        for row in rows
        if row[1] in landings or row[2] in landings
    ]


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
    nodes: Mapping[str, Sequence],
    links: Mapping[str, Sequence],
    sailing: Mapping[str, Iterable[str]] = MappingProxyType({}),
) -> dict[int, frozenset[str]]:
    """Return the countries that ships may come from and go to, by the number of each lane.

    On the sea they go on through every port; ferries and aircraft through points at sea, and
    where classes of them sail on (``sailing``).
    """
    country = dict(zip(nodes["node_id"], nodes["country"], strict=True))
    lanes = {
        k: (vehicle_class(mode, gauge), ends)
        for k, (mode, gauge, *ends) in enumerate(
            zip(*(links[c] for c in ("mode", "gauge_mm", "from_node", "to_node")), strict=True)
        )
        if is_ship(mode)
    }
    of_point: dict[tuple[str, str], list[int]] = {}
    for k, (vehicle, ends) in lanes.items():
        for node in ends:
            if vehicle == "sea" or not country[node] or vehicle in sailing.get(node, ()):
                of_point.setdefault((vehicle, node), []).append(k)
    found: dict[int, frozenset[str]] = {}
    for start in lanes:
        if start in found:
            continue
        part, queue = {start}, [start]
        while queue:
            vehicle, ends = lanes[queue.pop()]
            fresh = {k for node in ends for k in of_point.pop((vehicle, node), ())} - part
            part |= fresh
            queue += fresh
        homes = frozenset({country[node] for k in part for node in lanes[k][1]} - {""})
        found.update(dict.fromkeys(part, homes))
    return found


def ports_ashore(ways: Ways) -> np.ndarray:
    """Return which points are ends of lanes of ships, but not at sea: ports of call."""
    found = np.zeros(len(ways.lon), bool)
    lanes = np.flatnonzero(ways.each(lambda tags: is_ship(tags.mode)))
    ends = np.union1d(ways.refs[ways.first[lanes]], ways.refs[ways.first[lanes + 1] - 1])
    for point in ends.tolist():
        found[point] = not lies_at_sea(float(ways.lon[point]), float(ways.lat[point]))
    return found


def sails_on(
    nodes: Mapping[str, Sequence], links: Mapping[str, Sequence], *, through_ports: bool
) -> dict[str, set[str]]:
    """Return the classes of ships that go on from lane to lane, by node: at sea, or everywhere."""
    country = dict(zip(nodes["node_id"], nodes["country"], strict=True))
    met = meetings(links)
    return {node: ships for node, ships in met.items() if through_ports or not country[node]}


def assumed_of(net: Network) -> str:
    """Return what is assumed of terminals and ships: prices only of lanes without their own."""
    bases = net.table("services")["price_basis"]
    bare = sum(not basis for basis in bases)
    if not bases:
        return "handling at terminals is assumed"
    if not bare:
        return "handling at terminals and the timetables of ships are assumed"
    whose = "ships" if bare == len(bases) else f"{bare} of {counted(len(bases), 'lane')}"
    return f"handling at terminals and the timetables and prices of {whose} are assumed"


def joints(net: Network) -> Iterator[str]:
    """Yield which points lie at sea, and where ships sail on."""
    nodes, table = net.table("nodes"), net.table("transshipments")
    at_sea = [n for n, home in zip(nodes["node_id"], nodes["country"], strict=True) if not home]
    if at_sea:
        yield f"{counted(len(at_sea), 'junction')} of lanes at sea, in no country: {_few(at_sea)}"
    columns = (table[name] for name in ("node_id", "from_class", "to_class"))
    through = {node for node, a, b in zip(*columns, strict=True) if a == b} - {*at_sea}
    if through:
        yield (
            f"ships sail on from lane to lane at {counted(len(through), 'port')} without handling "
            f"or formalities: {_few(sorted(through))}"
        )


def _few(names: Sequence[str]) -> str:
    """Return the first of some names, and how many more there are."""
    more = f" and {len(names) - _SHOWN:,} more" if len(names) > _SHOWN else ""
    return f"{', '.join(map(repr, names[:_SHOWN]))}{more}"


#: Names that a sentence tells.
_SHOWN = 2


def unjoined(columns: Mapping[str, Sequence], changes: Container[str]) -> list[str]:
    """Return what to say of the nodes where lanes of ships meet, but goods have no way on."""
    met = sorted(node for node in meetings(columns) if node not in changes)
    if not met:
        return []
    shown = ", ".join(met[:5]) + (f" and {len(met) - 5} more" if len(met) > 5 else "")
    told = (
        f"lanes of ships meet at {counted(len(met), 'node')} without another mode ({shown}): "
        "goods do not go from ferry to ferry there; lanes that are drawn (network_from_lines) or "
        "stand in a table (read_mapped) sail on"
    )
    return [told]
