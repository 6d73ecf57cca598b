"""The state graph: a network compiled to arrays.

A vertex is a node with a vehicle class: a container on a 1520 mm wagon at Altynkol and
the same container on a 1435 mm wagon there are two vertices, and the break of gauge is
the arc between them. Each arc is one row of an itinerary's ledger; a link becomes a chain
of arcs (waiting for the service, line-haul, border).

Where goods can change vehicle, each class has two vertices, so that nothing is put on a
vehicle and taken off it again at one place::

      … ──line-haul──> in ──through──> out ──line-haul──> …
                       in ──terminal──> out of another class

A port has four for each ship class, so that customs are paid by goods that enter the
country and not by those that change ship::

      land ──terminal──> out ──customs──> dep ──waiting, line-haul──> …
      land <─terminal─── in  <──customs── arr <───────────────────── …
                                          arr ──terminal──> dep   (change of ship)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from corridors.graph.rates import Ref
from corridors.vocabulary import COMMODITIES, LEG_KINDS

if TYPE_CHECKING:
    import numpy as np

LINE_HAUL, BORDER, GAUGE_BREAK, TERMINAL, WAITING, ACCESS = range(len(LEG_KINDS))
#: Bit mask of the commodities that an arc lets pass.
ALL_COMMODITIES = (1 << len(COMMODITIES)) - 1
#: What makes arcs: the table ("ports" for the customs of a quay) and the key of its row.
Group = tuple[str, tuple[str, ...]]


class Arc(NamedTuple):
    """One row of a ledger before it is an array; whole numbers but for the measures."""

    tail: int
    head: int
    kind: int
    from_place: int
    to_place: int
    vehicle: int
    link: int = -1
    commodities: int = ALL_COMMODITIES
    open: bool = True
    km: float = 0.0
    h50: float = 0.0
    h90: float = 0.0
    usd_20ft: float = 0.0
    usd_40ft: float = 0.0
    usd_per_t: float = 0.0
    kg_per_t: float = 0.0
    transits: int = 0


ARC_COLUMNS = Arc._fields
#: Those of them that are whole numbers.
WHOLE_COLUMNS = frozenset((*ARC_COLUMNS[:9], "transits"))


@dataclass(frozen=True)
class StateGraph:
    """Arrays of vertices and arcs; arcs are sorted by tail.

    ``arcs[name]`` is one value an arc for each field of :class:`Arc`; ``refs`` names the table
    rows that its money and its hours come from. ``groups`` are the arcs that one row of
    links or transshipments, or one quay, makes; ``inputs`` every table row they are made of.
    """

    vertices: tuple[tuple[str, str, str], ...]  # (node id, vehicle class, role)
    country: np.ndarray  # number of the territory of each vertex; -1 at sea
    territories: tuple[str, ...]
    arcs: Mapping[str, np.ndarray]
    refs: tuple[tuple[tuple[str, int], tuple[str, int]], ...]
    first_out: np.ndarray
    origin: Mapping[str, int]
    destination: Mapping[str, int]
    link_ids: tuple[str, ...]
    arcs_of_link: Mapping[str, tuple[int, ...]]
    arcs_at_node: Mapping[str, tuple[int, ...]]
    groups: Mapping[Group, tuple[int, ...]] = field(default_factory=dict)
    inputs: Mapping[Group, frozenset[Ref]] = field(default_factory=dict)

    def __getstate__(self) -> dict:
        """Pickle the arrays, not what was made of them."""
        return {one.name: getattr(self, one.name) for one in fields(self)}

    @cached_property
    def abroad(self) -> np.ndarray:
        """Whether the places of each arc lie in two territories."""
        land = self.country[list(self.origin.values())]  # one a node, in the order of the table
        return land[self.arcs["from_place"]] != land[self.arcs["to_place"]]

    @property
    def size(self) -> int:
        """Number of vertices."""
        return len(self.vertices)

    @cached_property
    def number(self) -> Mapping[tuple[str, str, str], int]:
        """The number of each vertex."""
        return {vertex: k for k, vertex in enumerate(self.vertices)}

    @cached_property
    def dependents(self) -> Mapping[Ref, tuple[Group, ...]]:
        """The groups of arcs that are made of each table row."""
        found: dict[Ref, list[Group]] = {}
        for group, refs in self.inputs.items():
            for ref in refs:
                found.setdefault(ref, []).append(group)
        return {ref: tuple(groups) for ref, groups in found.items()}

    @cached_property
    def group_of(self) -> Mapping[int, tuple[Group, int]]:
        """The group of each arc and its place in it."""
        return {
            arc: (group, place)
            for group, arcs in self.groups.items()
            for place, arc in enumerate(arcs)
        }
