"""What a reader of files that others may have edited finds: faults, and what it read otherwise."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np

from corridors.errors import DataError
from corridors.network.countries import are_swapped
from corridors.network.schema import schema
from corridors.network.tables import Table
from corridors.vocabulary import counted

#: Places that are named of each kind.
SHOWN = 3
#: A place in the faults of checks between tables: table, row of its CSV file.
_PLACE = re.compile(r"^(\w+)\.csv:(\d+):")
_FIRST = re.compile(r"(stands already in row )(\d+)$")
_FILE = re.compile(rf"\b({'|'.join(schema())})\.csv\b")
#: What to do about ids that stand twice.
_SPLIT = {
    "links": "; each part of a split line needs a link_id, ends and a length of its own",
    "nodes": "; a place that was copied needs a node_id of its own",
}


@dataclass(frozen=True)
class EditReport:
    """What of an edited file was read otherwise than it stands there; ``print(report)`` shows it.

    ``notes`` has the places of each kind of thing. A line that follows its node, a column that no
    table has, a layer in another coordinate system: each is there.
    """

    source: str
    notes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain values, for JSON."""
        return asdict(self)

    def __str__(self) -> str:
        """Return the account as text, a line each kind."""
        lines = [f"{self.source}: read, and"]
        return "\n".join([*lines, *(f"  {_told(*note)}" for note in self.notes.items())])


def _told(what: str, places: tuple[str, ...]) -> str:
    named = [place for place in places if place]
    if not named:
        return what
    more = f" and {len(named) - SHOWN:,} more" if len(named) > SHOWN else ""
    return f"{what}: {counted(len(named), 'place')} ({', '.join(named[:SHOWN])}{more})"


def _tables_named(fault: str) -> str:
    """Return a fault that speaks of tables, not of their CSV files."""
    return _FILE.sub(lambda found: found[1], fault)


class Reading:
    """Gathers faults and notes of one file, and names places as its user knows them.

    Parameters
    ----------
    source
        The name of the file or folder.
    at
        Names a row of a table, counted from 0; by default ``file: table:row``.
    """

    def __init__(self, source: str, at: Callable[[str, int], str] | None = None) -> None:
        self.source = source
        self.faults: list[str] = []
        self.hints: list[str] = []
        self.at = at or (lambda table, row: f"{source}: {table}:{row + 1}")
        self._notes: dict[str, dict[str, None]] = {}

    def note(self, what: str, at: str = "") -> None:
        """Note what is read otherwise than it stands; ``what`` is the same for all of a kind."""
        self._notes.setdefault(what, {})[at] = None

    def renamed(self, faults: Iterable[str]) -> list[str]:
        """Return faults of checks between tables with the places of this file."""
        return [self._renamed(fault) for fault in faults]

    def _renamed(self, fault: str) -> str:
        place = _PLACE.match(fault)
        if not place:
            return f"{self.source}: {_tables_named(fault)}"
        table, row = place[1], int(place[2]) - 2
        told = _tables_named(fault[place.end() :])
        first = _FIRST.search(told)
        if first:
            where = self.at(table, int(first[2]) - 2).removeprefix(f"{self.source}: ")
            told = f"{told[: first.start()]}stands already at {where}{_SPLIT.get(table, '')}"
        return f"{self.at(table, row)}:{told}"

    def stop_at_faults(self) -> None:
        """Raise if there are faults, with what to do about them.

        Raises
        ------
        DataError
            With all of them.
        """
        if self.faults:
            raise DataError(self.faults, hints=self.hints)

    def report(self) -> EditReport | None:
        """Return the account, ``None`` if all was read as it stands; warn of what was not."""
        if not self._notes:
            return None
        found = EditReport(self.source, {what: tuple(at) for what, at in self._notes.items()})
        warnings.warn(str(found), UserWarning, stacklevel=2)
        return found


def stop_at_faults(nodes: Table, reading: Reading) -> None:
    """Raise if there are faults, or most nodes lie in their country only with axes exchanged."""
    reading.stop_at_faults()
    lon, lat = (np.array(nodes[c], float) for c in ("lon", "lat"))
    if are_swapped(nodes["country"], lon, lat):
        first = f"{nodes['node_id'][0]!r}, {nodes['country'][0]}, at ({lon[0]:g}, {lat[0]:g})"
        raise DataError(
            f"{reading.source}: nodes: x and y are exchanged: most nodes lie far outside their "
            "country, and in it with longitude and latitude the other way round, such as " + first
        )
