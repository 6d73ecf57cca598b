"""Sections of a strategic network measured and drawn on real lines of an imported one."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from corridors.arguments import asks
from corridors.network.forms.geometry import Line
from corridors.network.network import Network
from corridors.network.tables import Table
from corridors.sources.local.snapping import snap
from corridors.vocabulary import vehicle_class

#: Ends of a link may lie this far from the imported lines, km.
REACH_KM = 10.0
#: A way along real lines that differs more than this from the link is not the same line.
MOST_APART = 0.25


@dataclass(frozen=True, slots=True)
class Realigned:
    """What became of a link: its length before and on the real line, or why it was left."""

    link_id: str
    km_before: float
    km: float
    left_because: str = ""


@asks
def realign(
    net: Network,
    local: Network,
    links: Iterable[str] | None = None,
    *,
    reach_km: float = REACH_KM,
    most_apart: float = MOST_APART,
) -> Network:
    """Replace links' lengths and lines by the shortest way over an imported network.

    Parameters
    ----------
    net
        The network whose links are replaced, where the way is found.
    local
        The imported network.
    links
        Link ids; ``None``: every operational road and railway link whose ends are within reach.
    reach_km
        How far each end may lie from a node that can be routed; that distance is added.
    most_apart
        A way whose length differs by more than this share is left: it is another line.

    Returns
    -------
    Network
        With the new lengths (``length_basis`` measured) and lines; ``report`` is a tuple of
        :class:`Realigned`, one each link that was looked at. At another day, or under scenarios,
        lengths and lines stay.

    Raises
    ------
    UnknownNameError
        If there is no such link.

    Examples
    --------
    >>> import corridors as co
    >>> real = co.network_from_osm("turkmenistan.osm.pbf", modes="rail")  # doctest: +SKIP
    >>> co.realign(co.load(), real).report  # doctest: +SKIP
    (Realigned(link_id='rail-tm-mary-tm-turkmenabat', km_before=240.1, km=244.9, ...), ...)
    """
    chosen = None if links is None else [links] if isinstance(links, str) else list(links)
    return net.through(lambda one: _realigned(one, local, chosen, reach_km, most_apart))


def _realigned(
    net: Network, local: Network, links: list[str] | None, reach_km: float, most_apart: float
) -> Network:
    """Return one network on the real lines, whatever it was changed from."""
    table = net.table("links")
    rows = _candidates(net, links)
    found: list[Realigned] = []
    lines: dict[str, Line] = {}
    for vehicle in sorted({_vehicle(table, k) for k in rows}):
        group = [k for k in rows if _vehicle(table, k) == vehicle]
        try:
            ways = _Ways(local, vehicle)
        except ValueError:
            continue
        for k, near in zip(group, _snapped(net, local, group, vehicle), strict=True):
            one, line = ways.along(net, k, near, reach_km, most_apart)
            if one.left_because and links is None and "km from" in one.left_because:
                continue
            found.append(one)
            if not one.left_because:
                lines[one.link_id] = line
    new = {one.link_id: one.km for one in found if not one.left_because}
    columns = dict(table.columns)
    ids = table["link_id"]
    columns["length_km"] = tuple(
        new.get(i, km) for i, km in zip(ids, table["length_km"], strict=True)
    )
    columns["length_basis"] = tuple(
        "measured" if i in new else b for i, b in zip(ids, table["length_basis"], strict=True)
    )
    return net.replaced({"links": Table("links", columns)}, lines=lines, report=tuple(found))


def _vehicle(table: Table, row: int) -> str:
    return vehicle_class(table["mode"][row], table["gauge_mm"][row])


def _candidates(net: Network, links: Iterable[str] | None) -> list[int]:
    if links is not None:
        return [net.link_row(link) for link in links]
    table = net.table("links")
    return [
        k
        for k, (mode, status) in enumerate(zip(table["mode"], table["status"], strict=True))
        if mode in ("road", "rail") and status == "operational"
    ]


#: Where the two ends of a link come to lie: their places, nodes, and how far these are, km.
Ends = tuple[list[tuple[float, float]], tuple[str, str], tuple[float, float]]


def _snapped(net: Network, local: Network, rows: list[int], vehicle: str) -> list[Ends]:
    """Return the snapped ends of each link."""
    links, nodes = net.table("links"), net.table("nodes")
    ends = [net.node_row(links[e][k]) for k in rows for e in ("from_node", "to_node")]
    places = [(float(nodes["lon"][k]), float(nodes["lat"][k])) for k in ends]
    near = snap(local, places, vehicle=vehicle, max_km=math.inf)
    ids, km = near["node_id"].tolist(), near["snapped_km"].tolist()
    return [
        (places[i : i + 2], (ids[i], ids[i + 1]), (km[i], km[i + 1]))
        for i in range(0, len(places), 2)
    ]


class _Ways:
    """Shortest ways over the operational links of one vehicle class."""

    def __init__(self, net: Network, vehicle: str) -> None:
        from scipy.sparse import coo_array

        self.net, self.vehicle = net, vehicle
        links = net.table("links")
        used = [
            k
            for k in range(len(links))
            if links["status"][k] == "operational" and _vehicle(links, k) == vehicle
        ]
        if not used:
            raise ValueError(f"{net.name!r} has no operational link of {vehicle}")
        tail, head = (
            np.array([net.node_row(links[e][k]) for k in used]) for e in ("from_node", "to_node")
        )
        km = np.array([links["length_km"][k] for k in used])
        both = np.array([links["oneway"][k] != "yes" for k in used])
        rows, columns = np.concatenate([tail, head[both]]), np.concatenate([head, tail[both]])
        cost, link = np.concatenate([km, km[both]]), np.array(used)
        link = np.concatenate([link, link[both]])
        order = np.lexsort((link, cost, columns, rows))
        first = np.ones(len(order), bool)
        first[1:] = (np.diff(rows[order]) != 0) | (np.diff(columns[order]) != 0)
        keep = order[first]
        size = len(net.table("nodes"))
        self.graph = coo_array(
            (cost[keep], (rows[keep], columns[keep])), shape=(size, size)
        ).tocsr()
        # The searches of scipy before 1.15 take places of 32 bits alone, and cast none.
        self.graph.indices = self.graph.indices.astype(np.int32)
        self.graph.indptr = self.graph.indptr.astype(np.int32)
        pairs = zip(rows[keep].tolist(), columns[keep].tolist(), strict=True)
        self.link = dict(zip(pairs, link[keep].tolist(), strict=True))

    def along(
        self, net: Network, row: int, ends: Ends, reach_km: float, most_apart: float
    ) -> tuple[Realigned, Line]:
        """Return what a link becomes, and its line."""
        from scipy.sparse.csgraph import dijkstra

        links = net.table("links")
        before = float(links["length_km"][row])
        result = Realigned(str(links["link_id"][row]), before, math.nan)
        places, near, apart = ends
        far = max(apart)
        if far > reach_km:
            return replace(result, left_because=f"an end lies {far:.1f} km from the lines"), []
        a, b = (self.net.node_row(node) for node in near)
        km, before_of = dijkstra(
            self.graph, indices=a, return_predecessors=True, limit=before * (1 + most_apart) + 50
        )
        if not math.isfinite(km[b]) or a == b:
            return replace(result, left_because="no way over the lines joins its ends"), []
        whole = float(km[b]) + sum(apart)
        if abs(whole / before - 1) > most_apart:
            why = f"the way is {whole:.1f} km, {whole / before - 1:+.0%}: another line"
            return replace(result, km=whole, left_because=why), []
        return replace(result, km=round(whole, 2)), [
            places[0],
            *self._line(a, b, before_of),
            places[1],
        ]

    def _line(self, a: int, b: int, before: np.ndarray) -> Line:
        steps = []
        while b != a:
            steps.append((int(before[b]), b))
            b = int(before[b])
        links, nodes = self.net.table("links"), self.net.table("nodes")
        points: Line = []
        for tail, head in reversed(steps):
            k = self.link[tail, head]
            line = self.net.line(str(links["link_id"][k]))
            forward = links["from_node"][k] == nodes["node_id"][tail]
            line = line if forward else line[::-1]
            points += line if not points else line[1:]
        return points
