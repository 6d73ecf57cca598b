"""What a small state graph keeps in tuples and mappings, here read from arrays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import overload

import numpy as np

from corridors.graph.bulk.codes import Changes
from corridors.graph.stategraph import Group, Ref, Refs
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
        return iter(self._table[self._column])  # type: ignore[arg-type]


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


class Groups(Mapping[Group, tuple[int, ...]]):
    """The arcs of each group, in the order in which they are made.

    Parameters
    ----------
    keys
        The key of each group, in order.
    number
        The number of the group of each arc that is made, ascending.
    place
        The number that the arc has in the graph.
    """

    def __init__(self, keys: Keys, number: np.ndarray, place: np.ndarray) -> None:
        self.keys_of, self._place = keys, place.astype(np.int32)
        self._first = np.searchsorted(number, np.arange(len(keys) + 1)).astype(np.int64)

    def __getitem__(self, group: Group) -> tuple[int, ...]:
        k = self.keys_of.number(group)
        found = self._place[self._first[k] : self._first[k + 1]]
        if not len(found):
            raise KeyError(group)
        return tuple(found.tolist())

    def __len__(self) -> int:
        return int((np.diff(self._first) > 0).sum())

    def __iter__(self) -> Iterator[Group]:
        return map(self.keys_of.key, np.flatnonzero(np.diff(self._first)).tolist())

    def turned(self) -> GroupOf:
        """Return the group of each arc."""
        return GroupOf(self)

    def of_arcs(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the number of the group of each arc, and its place in it."""
        number = np.repeat(np.arange(len(self._first) - 1, dtype=np.int32), np.diff(self._first))
        group, place = np.empty_like(number), np.empty_like(number)
        group[self._place] = number
        place[self._place] = np.arange(len(number)) - self._first[number]
        return group, place


class GroupOf(Mapping[int, tuple[Group, int]]):
    """The group of each arc and its place in it."""

    def __init__(self, groups: Groups) -> None:
        self._keys = groups.keys_of
        self._group, self._place = groups.of_arcs()

    def __getitem__(self, arc: int) -> tuple[Group, int]:
        if not 0 <= arc < len(self._group):
            raise KeyError(arc)
        return self._keys.key(int(self._group[arc])), int(self._place[arc])

    def __len__(self) -> int:
        return len(self._group)

    def __iter__(self) -> Iterator[int]:
        return iter(range(len(self._group)))


class Keys:
    """The keys of all groups in order: at places, of links, of changes, of quays.

    A link or change has a number whether it makes arcs or not.

    Parameters
    ----------
    through, ports
        The keys of those at places and of those at quays.
    links, changes
        The key of the row of each: an id, or the words of a key.
    link_row, change_row
        The row of each.
    """

    def __init__(
        self,
        through: Sequence[tuple[str, str]],
        links: Sequence[str],
        changes: Sequence[Sequence[str]],
        ports: Sequence[tuple[str, str]],
        link_row: Mapping[str, int],
        change_row: Mapping[tuple, int],
    ) -> None:
        self._through, self._links, self._changes, self._ports = through, links, changes, ports
        self._link_row, self._change_row = link_row, change_row
        sizes = [len(through), len(links), len(changes[0]), len(ports)]
        #: The number of the first group of each kind, and of all.
        self.begins = np.cumsum([0, *sizes]).tolist()

    def __len__(self) -> int:
        return int(self.begins[-1])

    def number(self, group: Group) -> int:
        """Return the number of a group."""
        table, key = group
        if table == "links":
            return int(self.begins[1] + self._link_row[key[0]])
        if table == "transshipments":
            return int(self.begins[2] + self._change_row[key])
        found: int = self._at_places[group]
        return found

    @cached_property
    def _at_places(self) -> Mapping[Group, int]:
        """The numbers of the groups at places and quays."""
        found: dict[Group, int] = {("through", key): k for k, key in enumerate(self._through)}
        found.update((("ports", key), k) for k, key in enumerate(self._ports, self.begins[3]))
        return found

    def key(self, number: int) -> Group:
        """Return the group of a number."""
        kind = next(k for k in range(3, -1, -1) if number >= self.begins[k])
        row = number - self.begins[kind]
        if kind == 1:
            return "links", (self._links[row],)
        if kind == 2:
            return "transshipments", tuple(column[row] for column in self._changes)
        return ("through", self._through[row]) if kind == 0 else ("ports", self._ports[row])


class Inputs(Mapping[Group, frozenset[Ref]]):
    """The table rows that the arcs of each group are made of.

    Parameters
    ----------
    keys
        The groups.
    kind
        What rows each group shares with others: a number, -1 where it has a set of its own in
        ``own``, -2 where there is no such group.
    shared
        The rows of each kind.
    own
        The rows of other groups, by number.
    """

    def __init__(
        self,
        keys: Keys,
        kind: np.ndarray,
        shared: Sequence[frozenset[Ref]],
        own: Mapping[int, frozenset[Ref]],
    ) -> None:
        self._keys, self._kind, self._shared, self._own = keys, kind, shared, own

    def __getitem__(self, group: Group) -> frozenset[Ref]:
        number = self._keys.number(group)
        if self._kind[number] == -2:
            raise KeyError(group)
        return self._of(number)

    def __len__(self) -> int:
        return int((self._kind > -2).sum())

    def __iter__(self) -> Iterator[Group]:
        return map(self._keys.key, np.flatnonzero(self._kind > -2).tolist())

    def _of(self, number: int) -> frozenset[Ref]:
        kind = int(self._kind[number])
        if kind < 0:
            return self._own.get(number, frozenset())
        begins = self._keys.begins
        is_link = number < begins[2]
        own = ("links", number - begins[1]) if is_link else ("transshipments", number - begins[2])
        return self._shared[kind] | {own}

    def turned(self) -> Dependents:
        """Return the groups that are made of each row."""
        return Dependents(self)

    def numbers_of(self, ref: Ref, own: Mapping[Ref, Sequence[int]]) -> list[int]:
        """Return the numbers of the groups of a row; ``own`` are those with their own sets."""
        found = set(own.get(ref, ()))
        begins, (table, row) = self._keys.begins, ref
        first = {"links": begins[1], "transshipments": begins[2]}.get(table)
        if first is not None and self._is_shared(table, first + row):
            found.add(first + row)
        kinds = [k for k, rows in enumerate(self._shared) if ref in rows]
        if kinds:
            found.update(np.flatnonzero(np.isin(self._kind, kinds)).tolist())
        return sorted(found)

    def _is_shared(self, table: str, number: int) -> bool:
        """Say whether a number is that of a row of a table whose group has no set of its own."""
        begins = self._keys.begins
        begin, end = begins[1:3] if table == "links" else begins[2:4]
        return bool(begin <= number < end and self._kind[number] >= 0)

    def own_by_row(self) -> dict[Ref, list[int]]:
        """Return the groups that have sets of their own, by row."""
        found: dict[Ref, list[int]] = {}
        for number, refs in self._own.items():
            for ref in refs:
                found.setdefault(ref, []).append(number)
        return found

    def every_row(self) -> Iterator[Ref]:
        """Yield the rows of which groups are made, each once."""
        begins = self._keys.begins
        seen = {ref for rows in (*self._shared, *self._own.values()) for ref in rows}
        yield from seen
        for name, begin, end in (("links", *begins[1:3]), ("transshipments", *begins[2:4])):
            for k in np.flatnonzero(self._kind[begin:end] >= 0).tolist():
                if (name, k) not in seen:
                    yield name, k

    def key(self, number: int) -> Group:
        """Return the group of a number."""
        return self._keys.key(number)


class Dependents(Mapping[Ref, tuple[Group, ...]]):
    """The groups of arcs that are made of each table row, searched when they are asked for."""

    def __init__(self, inputs: Inputs) -> None:
        self._inputs, self._own = inputs, inputs.own_by_row()

    def __getitem__(self, ref: Ref) -> tuple[Group, ...]:
        found = self._inputs.numbers_of(ref, self._own)
        if not found:
            raise KeyError(ref)
        return tuple(map(self._inputs.key, found))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __iter__(self) -> Iterator[Ref]:
        return self._inputs.every_row()
