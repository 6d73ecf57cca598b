"""The schema of the tables, read from ``schema.csv``, and the checks of single values."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from corridors.errors import not_one_of
from corridors.network.files import DATA_FOLDER
from corridors.vocabulary import WORD_LISTS, is_vehicle_class, mode_of

#: A parsed cell: ``str`` or ``float``, by its column's type.
Value = Any

#: The largest value of a column in a row of anything that does not fly.
BELOW_AIR: Mapping[tuple[str, str], float] = {
    ("links", "speed_kmh"): 160.0,
    ("speeds", "speed_kmh"): 130.0,
    ("emission_factors", "g_per_tkm"): 400.0,
}
_COLOUR = re.compile("#[0-9A-Fa-f]{6}")
#: What no text of a table holds: terminals obey some of it, and neither a CSV file nor a workbook
#: gives all of it back. Tabs and new lines are no fault.
CONTROL = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f]|\\r(?!\\n)|[\\ud800-\\udfff]")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its type, unit, range and what it refers to.

    ``type`` is ``str``, ``float``, ``int``, ``words`` (``;``-separated), ``colour`` (``#rrggbb``)
    or ``a|b|c`` (one of these words; ``rail-*`` is a class of any gauge). ``key`` is
    ``id`` for a part of the table's key, or
    ``table.column`` for a reference.
    """

    table: str
    name: str
    type: str
    unit: str
    required: bool
    key: str
    minimum: float
    maximum: float
    description: str

    def most(self, mode: str) -> float:
        """Return the largest value in a row of a mode.

        Examples
        --------
        >>> speed = schema()["speeds"]["speed_kmh"]
        >>> speed.most("rail"), speed.most("air")
        (130.0, 1000.0)
        """
        return (
            self.maximum
            if mode == "air"
            else min(self.maximum, BELOW_AIR.get((self.table, self.name), math.inf))
        )

    def parse(self, text: str) -> Value:
        """Return the typed value of a cell; raise ``ValueError`` with what is wrong."""
        if text == "":
            if self.required:
                raise ValueError("is empty, but the column is required")
            return math.nan if self.type in ("float", "int") else ""
        if self.type in ("float", "int"):
            return self._number(text)
        if "|" in self.type and text not in self.type.split("|") and not self._of_any_gauge(text):
            raise ValueError(not_one_of("", text, self.type.split("|")))
        if self.type == "colour" and not _COLOUR.fullmatch(text):
            raise ValueError(f"{text!r} is not a colour as #rrggbb")
        if not text.isprintable() and (found := CONTROL.search(text)):
            half = "\ud800" <= found[0] <= "\udfff"
            what = "half a character" if half else "a control character"
            raise ValueError(f"{text[:80]!r} holds {what}, {found[0]!r}")
        return text

    def _of_any_gauge(self, text: str) -> bool:
        """Say whether the column takes classes of any gauge (``rail-*``), and this is one."""
        return f"{mode_of(text)}-*" in self.type.split("|") and is_vehicle_class(text)

    def _number(self, text: str) -> float:
        try:
            number = float(text)
        except ValueError:
            raise ValueError(f"{text!r} is not a number") from None
        if not math.isfinite(number):
            raise ValueError(f"{text!r} is not a finite number")
        if self.type == "int" and number != int(number):
            raise ValueError(f"{text!r} is not a whole number")
        if not self.minimum <= number <= self.maximum:
            unit = f" {self.unit}" if self.unit else ""
            raise ValueError(f"{text} is outside {self.minimum:.15g} to {self.maximum:.15g}{unit}")
        return number


def _words_told(kind: str) -> str:
    """Return a type with the words of the vocabulary in place of the name of their list."""
    parts = [WORD_LISTS.get(part, (part,)) for part in kind.split("|")]
    return "|".join(word for part in parts for word in part)


@cache
def schema() -> dict[str, dict[str, Column]]:
    """Return the columns of every table, by table and column name."""
    tables: dict[str, dict[str, Column]] = {}
    with Path(DATA_FOLDER / "schema.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            column = Column(
                table=row["table"],
                name=row["column"],
                type=_words_told(row["type"]),
                unit=row["unit"],
                required=row["required"] == "yes",
                key=row["key"],
                minimum=float(row["min"] or "-inf"),
                maximum=float(row["max"] or "inf"),
                description=row["description"],
            )
            tables.setdefault(column.table, {})[column.name] = column
    return tables
