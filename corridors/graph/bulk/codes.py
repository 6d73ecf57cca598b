"""The columns of a network that a large state graph is made of, as numbers."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from corridors.network.prices import OTHERWISE, PRICE_COLUMNS
from corridors.network.tables import Table
from corridors.vocabulary import VEHICLE_CLASSES, is_ship, vehicle_class


@dataclass(frozen=True)
class Coded:
    """A column as numbers: ``words[code[row]]`` is the value of a row."""

    code: np.ndarray
    words: tuple

    def of(self, row: int) -> Any:
        """Return the value of a row."""
        return self.words[self.code[row]]

    def mask(self, wanted: Sequence) -> np.ndarray:
        """Return which rows have one of some values."""
        found: np.ndarray = np.array([word in wanted for word in self.words], bool)[self.code]
        return found


def coded(values: Sequence[Hashable]) -> Coded:
    """Return a column as numbers, by the first row of each value."""
    number = {word: k for k, word in enumerate(dict.fromkeys(values))}
    return Coded(numbers_of(values, number), tuple(number))


def numbers_of(values: Sequence[Hashable], number: Mapping) -> np.ndarray:
    """Return the number of each value."""
    return np.fromiter(map(number.__getitem__, values), np.int32, len(values))


def together(*columns: Coded | np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return a number for each row by what several columns say, and the first row of each."""
    codes = [column.code if isinstance(column, Coded) else column for column in columns]
    key = np.zeros(len(codes[0]), np.int64)
    for code in codes:
        key = key * (int(code.max(initial=0)) + 1) + code
        _, first, key = np.unique(key, return_index=True, return_inverse=True)
    return key.astype(np.int32), first


def floats(table: Table, column: str) -> np.ndarray:
    """Return a column of numbers."""
    return np.array(table[column], float)


def prices(table: Table) -> dict[str, np.ndarray]:
    """Return the prices of all rows; one that is missing is not carried, never free."""
    told = {column: floats(table, column) for column in PRICE_COLUMNS}
    found = {}
    for column in PRICE_COLUMNS:
        usd, other = told[column], column
        while other in OTHERWISE:
            other = OTHERWISE[other]
            usd = np.where(np.isnan(usd), told[other], usd)
        found[column] = np.where(np.isnan(usd), math.inf, usd)
    return found


@dataclass(frozen=True)
class Calls:
    """Which vehicles call where, and which of them goods change from or to.

    ``at`` and ``changing`` have a row a node and a column a vehicle class; ``of_link`` is the
    class of each link, ``ends`` the nodes that it leads from and to.
    """

    vehicles: tuple[str, ...]
    of_link: np.ndarray
    ends: tuple[np.ndarray, np.ndarray]
    at: np.ndarray
    changing: np.ndarray

    @property
    def ships(self) -> np.ndarray:
        """Which vehicle classes leave from a quay."""
        return np.array([is_ship(vehicle) for vehicle in self.vehicles], bool)


def calls_of(nodes: Table, links: Table, changes: Changes) -> Calls:
    """Return which vehicles call where in a network."""
    number = nodes.index("node_id")
    ends = numbers_of(links["from_node"], number), numbers_of(links["to_node"], number)
    gauge = coded([-1.0 if math.isnan(value) else value for value in links["gauge_mm"]])
    kind, first = together(coded(links["mode"]), gauge)
    classes = [vehicle_class(links["mode"][k], links["gauge_mm"][k]) for k in first.tolist()]
    vehicles = (*VEHICLE_CLASSES, *sorted({*classes} - {*VEHICLE_CLASSES}))
    of_link = numbers_of(classes, {vehicle: k for k, vehicle in enumerate(vehicles)})[kind]
    at = np.zeros((len(nodes), len(vehicles)), bool)
    changing = np.zeros_like(at)
    for end in ends:
        at[end, of_link] = True
    joins = ~changes.before.mask(("origin",)) & ~changes.after.mask(("destination",))
    joins &= ~changes.alike
    for side in (changes.before, changes.after):
        column = numbers_of(side.words, _Else(vehicles))[side.code]
        known = joins & (column >= 0)
        changing[changes.node[known], column[known]] = True
    return Calls(vehicles, of_link, ends, at, changing & at)


@dataclass(frozen=True)
class Changes:
    """Where goods change from which vehicle class to which: a row each."""

    node: np.ndarray
    before: Coded
    after: Coded

    @property
    def alike(self) -> np.ndarray:
        """Which rows have the same class on both sides."""
        number = _Else(self.after.words)
        found: np.ndarray = numbers_of(self.before.words, number)[self.before.code] == (
            self.after.code
        )
        return found


def changes_of(nodes: Table, changes: Table) -> Changes:
    """Return the changes of vehicle of a network as numbers."""
    node = numbers_of(changes["node_id"], nodes.index("node_id"))
    return Changes(node, coded(changes["from_class"]), coded(changes["to_class"]))


class _Else(dict):
    """The number of each word; -1 for any other."""

    def __init__(self, words: Sequence[str]) -> None:
        super().__init__((word, k) for k, word in enumerate(words))

    def __missing__(self, word: str) -> int:
        return -1
