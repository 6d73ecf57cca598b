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

Goods that go from port to port of one country have no customs, though the ships do that come from
abroad: such lanes (``graph/cabotage.py``) have dep, arr and what is between once more "in" that
country, which only its own quays lead to and from.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from corridors.network.checks.rules import rules_in
from corridors.network.once import Once
from corridors.network.prices import PRICE_COLUMNS, Price
from corridors.vocabulary import COMMODITIES, LEG_KINDS, VEHICLE_CLASSES

if TYPE_CHECKING:
    import numpy as np

    from corridors.network.tables import Table

LINE_HAUL, BORDER, GAUGE_BREAK, TERMINAL, WAITING, ACCESS = range(len(LEG_KINDS))
#: Bit mask of the commodities that an arc lets pass.
ALL_COMMODITIES = (1 << len(COMMODITIES)) - 1
#: What makes arcs: the table ("ports" for the customs of a quay) and the key of its row.
Group = tuple[str, tuple[str, ...]]
#: A table and a row of it.
Ref = tuple[str, int]
#: The rows that money and hours come from.
Refs = tuple[Ref, Ref]
T = TypeVar("T")


class Arc(NamedTuple):
    """One row of a ledger before it is an array, but for its price."""

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
    moving: float = 0.0  # share of the hours on the move; the rest is rest and stops
    kg_per_t: float = 0.0
    transits: int = 0


MADE_COLUMNS = (*Arc._fields, *PRICE_COLUMNS)
#: The expected hours follow from their median and 90th percentile.
ARC_COLUMNS = (*MADE_COLUMNS, "h")
#: Those of them that are whole numbers.
WHOLE_COLUMNS = frozenset((*Arc._fields[:9], "transits"))
#: Columns that a new value in a table may change; the others say how arcs hang together.
VALUE_COLUMNS = (
    *Arc._fields[Arc._fields.index("open") :],
    *PRICE_COLUMNS,
)


@dataclass(frozen=True)
class StateGraph:
    """Arrays of vertices and arcs; arcs are sorted by tail.

    ``arcs[name]`` is one value an arc for each field of :class:`Arc`, each price, and ``h``, the
    expected hours; ``refs`` names the table rows that its money and its hours come from.
    ``groups`` are the arcs that one row of links or transshipments, or one quay, makes; ``inputs``
    every table row they are made of.
    ``tables`` are those that its structure was made of; values may be others by now.
    """

    vertices: Sequence[tuple[str, str, str]]  # (node id, vehicle class, role)
    country: np.ndarray  # number of the territory of each vertex; -1 at sea
    territories: tuple[str, ...]
    arcs: Mapping[str, np.ndarray]
    refs: Sequence[Refs]
    first_out: np.ndarray
    origin: Mapping[str, int]
    destination: Mapping[str, int]
    link_ids: tuple[str, ...]
    arcs_of_link: Mapping[str, tuple[int, ...]]
    arcs_at_node: Mapping[str, tuple[int, ...]]
    groups: Mapping[Group, tuple[int, ...]] = field(default_factory=dict)
    inputs: Mapping[Group, frozenset[Ref]] = field(default_factory=dict)
    #: The vehicle class of each number in ``arcs["vehicle"]``.
    vehicles: tuple[str, ...] = VEHICLE_CLASSES
    tables: Mapping[str, Table] = field(default_factory=dict, repr=False)

    structure: Once = field(default_factory=Once, repr=False, compare=False)

    def with_values(self, arcs: Mapping[str, np.ndarray], refs: Sequence[Refs]) -> StateGraph:
        """Return the graph with other values; what was made of its structure is shared."""
        return replace(self, arcs=arcs, refs=refs)

    def once(self, make: Callable[..., T], *more: Hashable) -> T:
        """Return ``make(graph, *more)`` of the structure, which graphs of other values share."""
        return self.structure.get(self, make, *more)

    @property
    def price(self) -> Price:
        """The prices of all arcs: an array for each thing that a price can be for."""
        return Price(*[self.arcs[name] for name in PRICE_COLUMNS])  # type: ignore[arg-type]

    @property
    def abroad(self) -> np.ndarray:
        """Whether the places of each arc lie in two territories."""
        return self.once(_abroad)

    @property
    def once_only(self) -> np.ndarray:
        """The territory of each vertex that a way may enter only once: -1 for none.

        All is -1 where the rules of the network let ways come back to a country; every search
        that heeds the rule asks here.
        """
        return self.once(_once_only)

    @property
    def size(self) -> int:
        """Number of vertices."""
        return len(self.vertices)

    @property
    def number(self) -> Mapping[tuple[str, str, str], int]:
        """The number of each vertex."""
        return self.once(_number)

    @property
    def dependents(self) -> Mapping[Ref, tuple[Group, ...]]:
        """The groups of arcs that are made of each table row."""
        return self.once(_dependents)

    @property
    def group_of(self) -> Mapping[int, tuple[Group, int]]:
        """The group of each arc and its place in it."""
        return self.once(_group_of)


def _once_only(graph: StateGraph) -> np.ndarray:
    if not rules_in(graph.tables).may_return:
        return graph.country
    import numpy as np

    return np.full_like(graph.country, -1)


def _abroad(graph: StateGraph) -> np.ndarray:
    land = graph.country[list(graph.origin.values())]  # one a node, in the order of the table
    home, away = (land[graph.arcs[end]] for end in ("from_place", "to_place"))
    found: np.ndarray = (home != away) & (home >= 0) & (away >= 0)  # the sea is no foreign shore
    return found


def refs_with(refs: Sequence[Refs], places: Iterable[tuple[int, Refs]]) -> Sequence[Refs]:
    """Return the rows that arcs come from, with those of some arcs replaced."""
    if isinstance(refs, tuple):
        several = list(refs)
        for place, ref in places:
            several[place] = ref
        return tuple(several)
    return refs.with_other(places)  # type: ignore[attr-defined, no-any-return]


# A large graph keeps no tuples and mappings but reads them from arrays (``graph/bulk/views.py``).


def _number(graph: StateGraph) -> Mapping[tuple[str, str, str], int]:
    if not isinstance(graph.vertices, tuple):
        return graph.vertices.numbers(graph.tables["nodes"].index("node_id"))  # type: ignore[attr-defined, no-any-return]
    return {vertex: k for k, vertex in enumerate(graph.vertices)}


def _dependents(graph: StateGraph) -> Mapping[Ref, tuple[Group, ...]]:
    if not isinstance(graph.inputs, dict):
        return graph.inputs.turned()  # type: ignore[attr-defined, no-any-return]
    found: dict[Ref, list[Group]] = {}
    for group, refs in graph.inputs.items():
        for ref in refs:
            found.setdefault(ref, []).append(group)
    return {ref: tuple(groups) for ref, groups in found.items()}


def _group_of(graph: StateGraph) -> Mapping[int, tuple[Group, int]]:
    if not isinstance(graph.groups, dict):
        return graph.groups.turned()  # type: ignore[attr-defined, no-any-return]
    return {
        arc: (group, place)
        for group, arcs in graph.groups.items()
        for place, arc in enumerate(arcs)
    }
