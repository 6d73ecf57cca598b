"""Lanes of ships on which goods may stay inside one country, beside ships that go abroad."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush
from itertools import pairwise
from typing import TypeVar

from corridors.network.earth import great_circle_km
from corridors.network.tables import Table
from corridors.vocabulary import is_ship, mode_of, vehicle_class

_Key = TypeVar("_Key", str, tuple[str, str])
#: Neighbours of a point by lanes: the links there, and how far it is.
_Lanes = dict[str, dict[str, tuple[list[str], float]]]


@dataclass(frozen=True, slots=True)
class HomeLanes:
    """On which lanes goods may stay inside a country, where others go abroad.

    ``of_link`` are the countries inside which goods go by a lane, ``of_stop`` those of each node
    and class of ships at the ends of such lanes.
    """

    of_link: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    of_stop: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)


def of_home(home: str) -> str:
    """Return what the roles of ships end in that carry goods inside a country; ``""`` for none.

    Examples
    --------
    >>> "dep" + of_home("PK"), "dep" + of_home("")
    ('dep in PK', 'dep')
    """
    return f" in {home}" if home else ""


def home_lanes(tables: Mapping[str, Table]) -> HomeLanes:
    """Find the lanes on which goods may stay inside a country whose ports have formalities.

    They are the lanes between two of its ports, and those on the shortest ways between two of its
    ports past points at sea. Where ships go abroad from none of the ports that are joined so,
    there are no formalities to be spared.
    """
    if not any(map(is_ship, set(tables["links"]["mode"]))):
        return HomeLanes()
    nodes = tables["nodes"]
    country = {str(n): str(c) for n, c in zip(nodes["node_id"], nodes["country"], strict=True)}
    at = dict(zip(country, zip(nodes["lon"], nodes["lat"], strict=True), strict=True))
    posts = tables["border_crossings"]
    cleared = {*zip(posts["mode"], posts["bcp_id"], strict=True)}
    links: dict[str, set[str]] = {}
    stops: dict[tuple[str, str], set[str]] = {}
    for vehicle, near in _lanes_of(tables["links"], at).items():
        ports = [node for node in near if country[node] and (mode_of(vehicle), node) in cleared]
        for home in {country[node] for node in ports}:
            for a, b in _ways_home(near, country, home, ports):
                for link in near[a][b][0]:
                    links.setdefault(link, set()).add(home)
                for node in (a, b):
                    stops.setdefault((node, vehicle), set()).add(home)
    return HomeLanes(_sorted(links), _sorted(stops))


def _sorted(found: Mapping[_Key, set[str]]) -> dict[_Key, tuple[str, ...]]:
    return {key: tuple(sorted(homes)) for key, homes in found.items()}


def _lanes_of(links: Table, at: Mapping[str, tuple[float, float]]) -> dict[str, _Lanes]:
    """Return what each class of ships joins."""
    found: dict[str, _Lanes] = {}
    ships = set(filter(is_ship, set(links["mode"])))
    columns = (links[c] for c in ("link_id", "mode", "gauge_mm", "from_node", "to_node"))
    for link, mode, gauge_mm, a, b in zip(*columns, strict=True):
        if mode in ships:
            near = found.setdefault(vehicle_class(mode, gauge_mm), {})
            for one, other in ((a, b), (b, a)):
                beside = near.setdefault(one, {})
                if other not in beside:
                    beside[other] = ([], great_circle_km(*at[one], *at[other]))
                beside[other][0].append(link)
    return found


def _ways_home(
    near: _Lanes, country: Mapping[str, str], home: str, cleared: Iterable[str]
) -> set[tuple[str, str]]:
    """Return the pairs of points between which goods go by lanes inside a country."""
    pairs = set()
    begun = [node for node in cleared if country[node] == home]
    seen = set(begun)
    while begun:
        port = begun.pop()
        for way in _to_next_ports(near, country, home, port):
            pairs |= {*pairwise(way)}
            if way[-1] not in seen:
                seen.add(way[-1])
                begun.append(way[-1])
    return pairs


def _to_next_ports(
    near: _Lanes, country: Mapping[str, str], home: str, port: str
) -> list[list[str]]:
    """Return the ways from a port to others of its country: lanes, and the shortest at sea."""
    others = {node for node in near if country[node] == home and node != port}
    found = [[port, other] for other in near[port] if other in others]
    queue = [(km, point, port) for point, (_, km) in near[port].items() if not country[point]]
    heapify(queue)
    came = {port: ""}
    while queue and others:
        km, node, before = heappop(queue)
        if node in came:
            continue
        came[node] = before
        if node in others:
            others.remove(node)
            found.append(_way_to(node, came))
            continue
        for other, (_, more) in near[node].items():
            if other not in came and country[other] in ("", home):
                heappush(queue, (km + more, other, node))
    return found


def _way_to(node: str, came: Mapping[str, str]) -> list[str]:
    """Return the points of a way to a node."""
    way = [node]
    while came[way[-1]]:
        way.append(came[way[-1]])
    return way[::-1]
