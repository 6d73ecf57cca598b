"""Arcs of one kind as columns, and the rows of tables that they are made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from corridors.graph.stategraph import MADE_COLUMNS, WHOLE_COLUMNS, Arc, Ref, Refs
from corridors.network.prices import PRICE_COLUMNS

#: What a column is that is not said.
DEFAULTS: Mapping[str, float] = {**Arc._field_defaults, **dict.fromkeys(PRICE_COLUMNS, 0.0)}
_NO_TABLE = 0


@dataclass(frozen=True)
class Block:
    """Arcs: the number of the group of each, ascending, and its columns.

    A column is an array, or one value for all; what is left out has its default. ``table`` and
    ``row`` have two columns each: the rows that money and hours come from.
    """

    group: np.ndarray
    columns: Mapping[str, np.ndarray | float]
    table: np.ndarray
    row: np.ndarray


@dataclass(frozen=True)
class Made:
    """Arcs that are made of whole columns, and from which rows: by a kind of each group.

    ``kind`` is that of each row of a table, -1 where it makes no arcs here.
    """

    block: Block
    kind: np.ndarray
    shared: tuple[frozenset[Ref], ...]


class Numbered:
    """Numbers the tables that rows come from; 0 is none."""

    def __init__(self) -> None:
        self._number: dict[str, int] = {"": _NO_TABLE}

    @property
    def names(self) -> tuple[str, ...]:
        """The name of each number."""
        return tuple(self._number)

    def of(self, table: str) -> int:
        """Return the number of a table."""
        return self._number.setdefault(table, len(self._number))

    def columns(self, refs: Sequence[Refs]) -> tuple[np.ndarray, np.ndarray]:
        """Return the tables and rows of money and hours, two columns each."""
        tables = [[self.of(table) for table, _ in pair] for pair in refs]
        rows = [[row for _, row in pair] for pair in refs]
        return (
            np.array(tables, np.int16).reshape(-1, 2),
            np.array(rows, np.int32).reshape(-1, 2),
        )


def block_of_rows(
    group: Sequence[int], rows: Sequence[Sequence[float]], refs: Sequence[Refs], tables: Numbered
) -> Block:
    """Return arcs that were made row by row."""
    columns = np.array(rows, float).reshape(-1, len(MADE_COLUMNS)).T
    return Block(
        np.array(group, np.int64),
        dict(zip(MADE_COLUMNS, columns, strict=True)),
        *tables.columns(refs),
    )


def joined(blocks: Sequence[Block], name: str, order: np.ndarray) -> np.ndarray:
    """Return a column of all blocks, in an order, which nobody may change."""
    kind = np.int64 if name in WHOLE_COLUMNS else float
    parts = []
    for block in blocks:
        value = block.columns.get(name, DEFAULTS.get(name, 0.0))
        size = len(block.group)
        parts.append(np.broadcast_to(np.asarray(value), (size,)).astype(kind, copy=False))
    found: np.ndarray = np.concatenate(parts)[order]
    found.flags.writeable = False
    return found
