"""What a small state graph keeps in tuples and mappings, here read from arrays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import overload

import numpy as np

from corridors.graph.bulk.codes import Changes
from corridors.graph.stategraph import Refs
from corridors.network.tables import Table

Vertex = tuple[str, str, str]


class Vertices(Sequence[Vertex]):
    """The vertices: those at nodes as numbers, node after node, and the few within links as told.

    Parameters
    ----------
    nodes, vehicles, roles
        The words of each number.
    first
        The first vertex of each node, and the first within links.
    vehicle, role
        The numbers of each vertex at a node.
    within
        The vertices within links.
    """

    def __init__(
        self,
        nodes: Sequence[str],
        vehicles: Sequence[str],
        roles: Sequence[str],
        first: np.ndarray,
        vehicle: np.ndarray,
        role: np.ndarray,
        within: Sequence[Vertex] = (),
    ) -> None:
        self.nodes, self.vehicles, self.roles = nodes, vehicles, roles
        self.first, self.vehicle, self.role = first, vehicle, role
        self.within = list(within)

    def __len__(self) -> int:
        return len(self.vehicle) + len(self.within)

    @overload
    def __getitem__(self, k: int) -> Vertex: ...
    @overload
    def __getitem__(self, k: slice) -> tuple[Vertex, ...]: ...
    def __getitem__(self, k: int | slice) -> Vertex | tuple[Vertex, ...]:
        if isinstance(k, slice):
            return tuple(self[j] for j in range(*k.indices(len(self))))
        k = range(len(self))[k]
        if k >= len(self.vehicle):
            return self.within[k - len(self.vehicle)]
        node = int(np.searchsorted(self.first, k, side="right")) - 1
        return self.nodes[node], self.vehicles[self.vehicle[k]], self.roles[self.role[k]]

    def __iter__(self) -> Iterator[Vertex]:
        for node, begin, end in zip(
            self.nodes, self.first[:-1].tolist(), self.first[1:].tolist(), strict=True
        ):
            for k in range(begin, end):
                yield node, self.vehicles[self.vehicle[k]], self.roles[self.role[k]]
        yield from self.within

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and [*self] == [*other]

    __hash__ = None  # type: ignore[assignment]

    def numbers(self, row: Mapping[str, int]) -> Numbers:
        """Return the number of each vertex; ``row`` is that of each node."""
        return Numbers(self, row)

    @property
    def node(self) -> np.ndarray:
        """The number of the node of each vertex, -1 within links."""
        found = np.repeat(np.arange(len(self.nodes)), np.diff(self.first))
        return np.concatenate([found, np.full(len(self.within), -1)])


class Rows(Mapping[str, int]):
    """The row of each value of a column of keys; pickled as the table that it is of."""

    def __init__(self, table: Table, column: str) -> None:
        self._table, self._column = table, column

    def __getitem__(self, key: str) -> int:
        found: int = self._table.index(self._column)[key]
        return found

    def __len__(self) -> int:
        return len(self._table)

    def __iter__(self) -> Iterator[str]:
        return iter(self._table[self._column])


class Numbers(Mapping[Vertex, int]):
    """The number of each vertex.

    Parameters
    ----------
    vertices
        The vertices; it is not changed but by :meth:`add`.
    row
        The number of each node.
    """

    def __init__(self, vertices: Vertices, row: Mapping[str, int]) -> None:
        self._vertices, self._row = vertices, row
        self._vehicle = {word: k for k, word in enumerate(vertices.vehicles)}
        self._role = {word: k for k, word in enumerate(vertices.roles)}
        begin = len(vertices.vehicle)
        self._within = {vertex: k for k, vertex in enumerate(vertices.within, begin)}

    def __getitem__(self, vertex: Vertex) -> int:
        if vertex in self._within:
            return self._within[vertex]
        node, vehicle, role = vertex
        told = self._vertices
        row, wanted = self._row[node], (self._vehicle[vehicle], self._role[role])
        for k in range(told.first[row], told.first[row + 1]):
            if (told.vehicle[k], told.role[k]) == wanted:
                return k
        raise KeyError(vertex)

    def __len__(self) -> int:
        return len(self._vertices)

    def __iter__(self) -> Iterator[Vertex]:
        return iter(self._vertices)

    def add(self, vertex: Vertex) -> int:
        """Return the number of a vertex within a link, which is added if it is new."""
        known = self.get(vertex)
        if known is None:
            known = self._within[vertex] = len(self._vertices)
            self._vertices.within.append(vertex)
        return known


class OfNodes(Mapping[str, int]):
    """A number for each node."""

    def __init__(self, row: Mapping[str, int], number: np.ndarray) -> None:
        self._row, self._number = row, number

    def __getitem__(self, node: str) -> int:
        return int(self._number[self._row[node]])

    def __len__(self) -> int:
        return len(self._number)

    def __iter__(self) -> Iterator[str]:
        return iter(self._row)


class ArcsOf(Mapping[str, tuple[int, ...]]):
    """The arcs of each link, or at each node, ascending; what has none is left out.

    Parameters
    ----------
    row
        The number of each thing.
    thing, arc
        Pairs of a thing's number and an arc, the arcs ascending.
    """

    def __init__(self, row: Mapping[str, int], thing: np.ndarray, arc: np.ndarray) -> None:
        self._row = row
        order = np.argsort(thing, kind="stable")
        self._arc = arc[order].astype(np.int32)
        self._first = np.searchsorted(thing[order], np.arange(len(row) + 1)).astype(np.int64)

    def __getitem__(self, name: str) -> tuple[int, ...]:
        row = self._row[name]
        found = self._arc[self._first[row] : self._first[row + 1]]
        if not len(found):
            raise KeyError(name)
        return tuple(found.tolist())

    def __len__(self) -> int:
        return int((np.diff(self._first) > 0).sum())

    def __iter__(self) -> Iterator[str]:
        """Yield the names by the first arc of each."""
        some = np.flatnonzero(np.diff(self._first))
        names = tuple(self._row)
        for row in some[np.argsort(self._arc[self._first[some]], kind="stable")].tolist():
            yield names[row]


class ChangeRows(Mapping[tuple[str, str, str], int]):
    """The row of each change of vehicle, by place and both classes.

    Parameters
    ----------
    row
        The number of each node.
    changes
        The changes.
    """

    def __init__(self, row: Mapping[str, int], changes: Changes) -> None:
        self._row, self._changes = row, changes
        self._order = np.argsort(changes.node, kind="stable").astype(np.int32)
        self._first = np.searchsorted(changes.node[self._order], np.arange(len(row) + 1))

    def __getitem__(self, key: tuple[str, str, str]) -> int:
        node, a, b = key
        at, known = self._row[node], self._changes
        for k in self._order[self._first[at] : self._first[at + 1]].tolist():
            if (known.before.of(k), known.after.of(k)) == (a, b):
                return int(k)
        raise KeyError(key)

    def __len__(self) -> int:
        return len(self._order)

    def __iter__(self) -> Iterator[tuple[str, str, str]]:
        known, nodes = self._changes, tuple(self._row)
        for k, node in enumerate(known.node.tolist()):
            yield nodes[node], known.before.of(k), known.after.of(k)


class RefColumns(Sequence[Refs]):
    """The rows that the money and the hours of each arc come from.

    Parameters
    ----------
    tables
        The names of tables.
    table, row
        Two columns each, of money and of hours: numbers of tables, and rows of them.
    other
        Arcs whose rows are others by now.
    """

    def __init__(
        self,
        tables: Sequence[str],
        table: np.ndarray,
        row: np.ndarray,
        other: Mapping[int, Refs] | None = None,
    ) -> None:
        self._tables, self._table, self._row = tables, table, row.astype(np.int32)
        self._other = dict(other or {})

    def __len__(self) -> int:
        return len(self._row)

    @overload
    def __getitem__(self, k: int) -> Refs: ...
    @overload
    def __getitem__(self, k: slice) -> tuple[Refs, ...]: ...
    def __getitem__(self, k: int | slice) -> Refs | tuple[Refs, ...]:
        if isinstance(k, slice):
            return tuple(self[j] for j in range(*k.indices(len(self))))
        k = range(len(self))[k]
        if k in self._other:
            return self._other[k]
        (a, b), (x, y) = self._table[k].tolist(), self._row[k].tolist()
        return (self._tables[a], x), (self._tables[b], y)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and [*self] == [*other]

    __hash__ = None  # type: ignore[assignment]

    def with_other(self, places: Iterable[tuple[int, Refs]]) -> RefColumns:
        """Return the columns with the rows of some arcs replaced."""
        return RefColumns(self._tables, self._table, self._row, {**self._other, **dict(places)})
