"""Where an imported network loads goods, and where they change vehicle.

Trucks load at every node of a routable part of the roads. Wagons load at the stations, yards,
ports and terminals that the source names on a routable part of the railways. Where it names
fewer than two of them on a part, or fewer than one each ``SPARSE_KM`` of its track, places are
added: ends of lines first, then other nodes, none within ``SPACING_KM`` of a place that there is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from corridors.network.earth import unit_vectors
from corridors.vocabulary import counted, is_ship

#: Kinds of node at which wagons load.
TERMINAL_KINDS = ("rail_terminal", "dry_port", "seaport")
#: A part of a railway with less than one terminal each so many km of track has too few.
SPARSE_KM = 100.0
#: Straight distance between the places that are added (assumed: stations are about so far apart).
SPACING_KM = 5.0


@dataclass(frozen=True)
class Loading:
    """At which nodes each vehicle class loads, changes, and how many loading places are what."""

    loads: Mapping[str, np.ndarray]
    changes: Mapping[str, np.ndarray]
    named: int = 0
    line_ends: int = 0
    spaced: int = 0
    road_nodes: int = 0
    ports: int = 0

    @property
    def total(self) -> int:
        """Nodes at which anything is loaded."""
        some = list(self.loads.values())
        return int(np.logical_or.reduce(some).sum()) if some else 0

    def lines(self) -> list[str]:
        """Return what the summary says: how many places, why, and what to do about too few."""
        total = self.total
        reasons = []
        if self.road_nodes:
            reasons.append(f"trucks load at every node of roads ({self.road_nodes:,})")
        if self.named:
            reasons.append(
                f"wagons load at the stations, yards, ports and terminals ({self.named:,})"
            )
        if self.line_ends or self.spaced:
            reasons.append(
                f"wagons also at ends of lines ({self.line_ends:,}) and other nodes "
                f"({self.spaced:,}), {SPACING_KM:g} km or more apart, on parts where the source "
                f"names fewer than two terminals or one each {SPARSE_KM:g} km of track (assumed)"
            )
        if self.ports:
            reasons.append(
                f"ships load at the ports that no other way reaches ({self.ports:,}; assumed)"
            )
        why = "; ".join(reasons) or "it has no part in operation that is large enough"
        lines = [f"{counted(total, 'place')} can load goods, because: {why}"]
        if total < 2:
            lines.append(
                "WARNING: nothing can be routed between fewer than two places that load: import a "
                "larger area, keep stations and roads when cutting the extract, or raise gap_km"
            )
        return lines


def find_loading(
    present: Mapping[str, np.ndarray],
    part_of: Mapping[str, np.ndarray],
    part_km: Mapping[str, Mapping[int, float]],
    nodes: Mapping[str, list],
    degree: np.ndarray,
    *,
    at_ports: bool = False,
) -> Loading:
    """Return where goods are loaded and where they change vehicle.

    Parameters
    ----------
    present
        At which nodes an operational link of each vehicle class begins or ends.
    part_of
        The part of the network of each class that each node lies in, -1 on islands.
    part_km
        Length of track of each routable part of each class.
    nodes
        Columns of the nodes: kind, lon, lat, country ("" at sea).
    degree
        How many operational links meet at each node.
    at_ports
        Whether ships load at the ports that no other way reaches. Where there are no other ways
        at all they do.
    """
    terminal = np.isin(np.array(nodes["kind"], object), TERMINAL_KINDS)
    xyz = unit_vectors(np.array(nodes["lon"], float), np.array(nodes["lat"], float))
    loads: dict[str, np.ndarray] = {}
    ports = _lone_ports(present, nodes) if at_ports or all(map(is_ship, present)) else None
    named, ends, spaced = (np.zeros(len(terminal), bool) for _ in range(3))
    for vehicle, here in present.items():
        good = here & (part_of[vehicle] >= 0)
        if vehicle.startswith("rail-"):
            found = good & terminal
            named |= found
            for part, km in part_km[vehicle].items():
                inside = np.flatnonzero(good & (part_of[vehicle] == part))
                count = int(found[inside].sum())
                if count < max(2.0, km / SPARSE_KM):
                    added = _added(inside, found, degree, xyz)
                    found[added] = True
                    ends[added] |= degree[added] == 1
                    spaced[added] |= degree[added] != 1
            good = found
        if is_ship(vehicle):
            good = np.zeros(len(terminal), bool) if ports is None else good & ports
        loads[vehicle] = good
    roads = loads.get("road", np.zeros(len(terminal), bool))
    shipped = sum((loads[v] for v in present if is_ship(v)), np.zeros(len(terminal), bool))
    return Loading(
        loads, _changes(present, terminal), int(named.sum()), int((ends & ~named).sum()),
        int((spaced & ~named).sum()), int(roads.sum()), int(shipped.sum()),
    )  # fmt: skip


def _lone_ports(present: Mapping[str, np.ndarray], nodes: Mapping[str, list]) -> np.ndarray:
    """Return the nodes that ships alone reach, but for points at sea."""
    lone: np.ndarray = np.array(nodes["country"], str) != ""
    for vehicle, here in present.items():
        if not is_ship(vehicle):
            lone &= ~here
    return lone


def _added(inside: np.ndarray, found: np.ndarray, degree: np.ndarray, xyz: np.ndarray) -> list[int]:
    """Return the nodes of a part at which wagons load besides the terminals found there.

    Ends of lines come first, then nodes where most links meet; at least two places in all.
    """
    from scipy.spatial import cKDTree

    points = xyz[inside]
    near = cKDTree(points).query_ball_point
    covered = np.zeros(len(inside), bool)
    terminals = np.flatnonzero(found[inside])
    for k in terminals.tolist():
        covered[near(points[k], SPACING_KM)] = True
    meet = degree[inside]
    order = np.lexsort((np.arange(len(inside)), -meet, meet != 1))
    added: list[int] = []
    for k in order.tolist():
        if not covered[k]:
            added.append(k)
            covered[near(points[k], SPACING_KM)] = True
    if len(terminals) + len(added) == 1 and len(inside) > 1:
        only = points[[*terminals.tolist(), *added][0]]
        added.append(int(np.argmax(((points - only) ** 2).sum(axis=1))))
    made: list[int] = inside[added].tolist()
    return made


def _changes(present: Mapping[str, np.ndarray], terminal: np.ndarray) -> dict[str, np.ndarray]:
    """Return where goods change vehicle: terminals that two reach, landings, breaks of gauge."""
    nowhere = np.zeros(len(terminal), bool)
    several = sum((here.astype(int) for here in present.values()), nowhere.astype(int)) > 1
    rails = [here for vehicle, here in present.items() if vehicle.startswith("rail-")]
    several_rails = sum((here.astype(int) for here in rails), nowhere.astype(int)) > 1
    lands = present.get("ferry", nowhere) | present.get("sea", nowhere)
    return {
        vehicle: here
        & ((several & (terminal | lands)) | (several_rails & vehicle.startswith("rail-")))
        for vehicle, here in present.items()
    }


def by_node(nodes: list[str], flags: Mapping[str, np.ndarray]) -> dict[str, tuple[str, ...]]:
    """Return the flags that each node has; a node without any is left out."""
    code = sum(
        (flag.astype(int) << k for k, flag in enumerate(flags.values())), np.zeros(len(nodes), int)
    )
    words = {
        c: tuple(name for k, name in enumerate(flags) if c >> k & 1)
        for c in np.unique(code).tolist()
    }
    return {node: words[c] for node, c in zip(nodes, code.tolist(), strict=True) if c}
