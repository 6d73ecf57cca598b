"""A state graph with other values: only the arcs made of changed rows are made again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from corridors.graph.cabotage import HomeLanes, home_lanes
from corridors.graph.compiler import Compiler
from corridors.graph.directions import Directions
from corridors.graph.paid import PaidByKm
from corridors.graph.rates import Rates
from corridors.graph.spread import means_of, wait_of
from corridors.graph.stategraph import (
    BORDER,
    LINE_HAUL,
    VALUE_COLUMNS,
    WAITING,
    Arc,
    Group,
    Ref,
    Refs,
    StateGraph,
    refs_with,
)
from corridors.network.once import Same
from corridors.network.prices import PRICE_COLUMNS, Price
from corridors.network.tables import Table
from corridors.vocabulary import SHIP_CLASSES, rate_mode

_ENDS = ("tail", "head", "kind")
#: Values of an arc but for its price, and what they are where they are not said.
_VALUES = tuple(
    (name, default) for name, default in Arc._field_defaults.items() if name in VALUE_COLUMNS
)
_FREE = Price()
#: The price of a km is that of so many arcs that these are not made again one by one.
_BY_KM = ("tariffs", "usd_per_km")
#: Nor are waits for services that go more or less often, nor stays at borders: their hours are.
_TIMED = (
    ("services", "departures_per_week"),
    ("border_crossings", "hours_p50"),
    ("border_crossings", "hours_p90"),
)


def dependent_groups(graph: StateGraph, rows: Iterable[Ref]) -> list[Group]:
    """Return the groups of arcs that are made of any of the table rows, in a fixed order."""
    return sorted({group for row in rows for group in graph.dependents.get(row, ())})


class _Restructured(Exception):  # noqa: N818  no error: the caller compiles anew
    """A group of arcs hangs together in another way."""


class _Again(Compiler):
    """Makes the arcs of some groups again, on the vertices that there are."""

    def __init__(self, tables: Mapping[str, Table], rates: Rates, graph: StateGraph) -> None:
        super().__init__(tables, rates, graph.once(_directions))
        self.number = graph.number  # type: ignore[assignment]  # only read
        self.at_home = graph.once(_at_home)

    def _vertex(self, node: str, vehicle: str, role: str) -> int:
        try:
            return self.number[node, vehicle, role]
        except KeyError:
            raise _Restructured from None

    def _arc(
        self,
        ends: tuple[int, int],
        kind: int,
        places: tuple[str, str],  # noqa: ARG002
        vehicle: str,  # noqa: ARG002
        usd: Price = _FREE,
        refs: tuple[Ref, Ref] = (("", -1), ("", -1)),
        **measures: Any,
    ) -> None:
        given = measures.get
        self.rows.append((*ends, kind, *[given(name, default) for name, default in _VALUES], *usd))
        self.refs.append(refs)

    def _made_of(self, *refs: Ref) -> None:
        """Note nothing: the same rows go into the same groups."""

    def _passes(self) -> None:
        raise _Restructured  # whether it did before, nobody knows

    def emit(self, group: Group) -> None:
        """Make the arcs of one group."""
        table, key = group
        if table == "links":
            self.add_link(self.link_row[key[0]])
        elif table == "transshipments":
            self.add_terminal(self.change_row[key])
        else:
            self.add_port(*key)


def updated(
    graph: StateGraph,
    tables: Mapping[str, Table],
    rates: Rates,
    places: Iterable[tuple[str, int, str]],
) -> StateGraph | None:
    """Return the graph with the arcs made again that some values of the tables make.

    ``places`` are the table, row and column of each value that is new. ``None`` if the arcs
    would hang together in another way: then compile the tables anew.
    """
    many = set(places)
    by_km = {place for place in many if place[::2] == _BY_KM}
    graph = _priced(graph, tables) if by_km else graph
    timed = {place for place in many if place[::2] in _TIMED}
    graph = _timed(graph, tables, sorted({place[:2] for place in timed})) if timed else graph
    shut = {place for place in many if _shuts(tables, place)}
    graph = _shut(graph, sorted(row for _, row, _ in shut)) if shut else graph
    groups = dependent_groups(graph, {place[:2] for place in many - by_km - timed - shut})
    compiler = _Again(tables, rates, graph)
    made: list[int] = []
    try:
        for group in groups:
            compiler.emit(group)
            made += graph.groups[group]
    except _Restructured:
        return None
    if not made:
        return graph
    where = np.array(made)
    if len(compiler.rows) != len(where):
        return None
    new = np.array(compiler.rows, float).T
    old = np.array([graph.arcs[name][where] for name in (*_ENDS, *VALUE_COLUMNS)])
    differs = (new != old).any(axis=1).tolist()
    if any(differs[: len(_ENDS)]):
        return None
    values = zip(VALUE_COLUMNS, new[len(_ENDS) :], differs[len(_ENDS) :], strict=True)
    fresh = {name: column for name, column, is_new in values if is_new}
    if not fresh.keys().isdisjoint(("h50", "h90")):
        p50, p90 = (new[len(_ENDS) + VALUE_COLUMNS.index(name)] for name in ("h50", "h90"))
        fresh["h"] = means_of(p50, p90)
    refs = graph.refs
    if any(refs[place] != ref for place, ref in zip(made, compiler.refs, strict=True)):
        refs = refs_with(refs, zip(made, compiler.refs, strict=True))
    return _with(graph, where, fresh, refs)


def _priced(graph: StateGraph, tables: Mapping[str, Table]) -> StateGraph:
    """Return the graph with the line-hauls that are paid by the km priced anew."""
    where = graph.structure.get(graph, _paid_by_km, Same(graph.refs), most=4)
    hauls = graph.once(_hauls)
    prices = np.array([*tables["tariffs"]["usd_per_km"], np.inf])  # row -1: none, so not carried
    km = graph.arcs["km"]
    fresh = {}
    for name, paid in zip(PRICE_COLUMNS, hauls, strict=True):
        length, rate = km[paid.arc], np.zeros(len(km))
        more = np.divide(paid.km, length, out=np.zeros(len(length)), where=length > 0)
        part = np.clip(paid.share + more, 0, 2 * paid.share)
        some = part > 0
        np.add.at(rate, paid.arc[some], part[some] * prices[paid.row[some]])
        fresh[name] = km[where] * rate[where]
    return _with(graph, where, fresh)


def _timed(graph: StateGraph, tables: Mapping[str, Table], refs: Sequence[Ref]) -> StateGraph:
    """Return the graph with the waits for services and stays at borders of today."""
    stays = graph.once(_stays)
    pairs = [(arc, _hours_of(tables, ref)) for ref in refs for arc in stays.get(ref, ())]
    if not pairs:
        return graph
    where = np.array([arc for arc, _ in pairs])
    p50, p90 = np.array([hours for _, hours in pairs]).T
    fresh = {"h50": p50, "h90": p90, "h": means_of(p50, p90)}
    return _with(graph, where, fresh)


def _hours_of(tables: Mapping[str, Table], ref: Ref) -> tuple[float, float]:
    table, row = tables[ref[0]], ref[1]
    if ref[0] == "services":
        return wait_of(table["departures_per_week"][row])
    return table["hours_p50"][row], table["hours_p90"][row]


def _stays(graph: StateGraph) -> dict[Ref, list[int]]:
    """Return the arcs on which is waited for a service, or stayed at a border, by its row."""
    found: dict[Ref, list[int]] = {}
    kinds = graph.arcs["kind"]
    for arc in np.flatnonzero((kinds == WAITING) | (kinds == BORDER)).tolist():
        ref = graph.refs[arc][1]
        if ref[0] in ("services", "border_crossings"):
            found.setdefault(ref, []).append(arc)
    return found


def _shuts(tables: Mapping[str, Table], place: tuple[str, int, str]) -> bool:
    """Say whether a new value closes a link, and with it all of its arcs."""
    name, row, column = place
    if (name, column) != ("links", "status"):
        return False
    return bool(tables[name][column][row] != "operational")


def _shut(graph: StateGraph, rows: Sequence[int]) -> StateGraph:
    arcs = [arc for row in rows for arc in graph.arcs_of_link.get(graph.link_ids[row], ())]
    return _with(graph, np.array(arcs, np.int64), {"open": np.zeros(len(arcs))})


def _with(
    graph: StateGraph,
    where: np.ndarray,
    values: Mapping[str, np.ndarray],
    refs: Sequence[Refs] | None = None,
) -> StateGraph:
    """Return the graph with other values of some arcs, and other rows that say them."""
    arcs = dict(graph.arcs)
    for name, fresh in values.items():
        column = arcs[name].copy()
        column[where] = fresh
        column.flags.writeable = False
        arcs[name] = column
    return graph.with_values(arcs, graph.refs if refs is None else refs)


def _at_home(graph: StateGraph) -> HomeLanes:
    return home_lanes(graph.tables)


def _directions(graph: StateGraph) -> Directions:
    return Directions(graph.tables)


def priced_by(graph: StateGraph, row: int) -> frozenset[int]:
    """Return the line-hauls of whose km a row of tariffs prices some, if tariffs price them."""
    return graph.structure.get(graph, _priced_by, row, most=32)


def _priced_by(graph: StateGraph, row: int) -> frozenset[int]:
    arcs: set[int] = set()
    for paid in graph.once(_hauls):
        here = paid.row == row
        arcs |= set(paid.arc[here].tolist())
    return frozenset(arcs)


def _paid_by_km(graph: StateGraph, refs: Same) -> np.ndarray:
    """Return those of the line-hauls whose price a tariff tells."""
    arcs = np.unique(graph.once(_hauls)[0].arc)
    return arcs[[refs.thing[arc][0][0] == "tariffs" for arc in arcs.tolist()]]


class _Hauls(NamedTuple):
    """Line-hauls that tariffs can price: arc and row, and of how many km, an entry each."""

    arc: np.ndarray
    row: np.ndarray
    share: np.ndarray
    km: np.ndarray


def _hauls(graph: StateGraph) -> tuple[_Hauls, ...]:
    """Return what tariffs can price of each line-haul, for each thing that a price can be for."""
    nodes, links = graph.tables["nodes"], graph.tables["links"]
    paid_by_km = PaidByKm(graph.tables, Rates(graph.tables), graph.once(_directions))
    modes = [rate_mode(*key) for key in zip(links["mode"], links["commodity"], strict=True)]
    columns = (graph.arcs[name] for name in ("kind", "link", "from_place", "to_place"))
    found: list[list[tuple[float, ...]]] = [[] for _ in PRICE_COLUMNS]
    for arc, (kind, link, *places) in enumerate(zip(*(c.tolist() for c in columns), strict=True)):
        if kind == LINE_HAUL and links["mode"][link] not in SHIP_CLASSES:
            a, b = (nodes["node_id"][p] for p in places)
            homes = [nodes["country"][p] for p in places]
            rows = paid_by_km.rows(modes[link], (a, b), homes)
            for entries, paid in zip(found, rows, strict=True):
                entries += [(arc, row, share, km) for row, (_, share, km) in paid]
    return tuple(_columns_of(entries) for entries in found)


def _columns_of(entries: list[tuple[float, ...]]) -> _Hauls:
    arc, row, share, km = np.array(entries, float).reshape(-1, 4).T
    return _Hauls(arc.astype(np.int64), row.astype(np.int64), share, km)
