"""The groups of arcs of a large state graph, and the table rows that they are made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

import numpy as np

from corridors.graph.stategraph import Group, Ref


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
