"""Rows and values as programs read them: JSON and CSV."""

from __future__ import annotations

import io
import json
import math
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from corridors.network.tables import write_csv


def json_text(value: Any) -> str:
    """Return plain values as JSON; a number that is missing or infinite is ``null``.

    Examples
    --------
    >>> print(json_text({"days": float("nan"), "by": ("rail", "sea")}))
    {
      "days": null,
      "by": [
        "rail",
        "sea"
      ]
    }
    """
    return json.dumps(plain(value), ensure_ascii=False, indent=2, allow_nan=False)


def plain(value: Any) -> Any:
    """Return a value as JSON has it: a number that is missing or infinite is ``None``."""
    if isinstance(value, dict):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [plain(v) for v in value]
    if isinstance(value, date):
        return value.isoformat()
    if hasattr(value, "item"):  # a number of numpy
        value = value.item()
    return None if isinstance(value, float) and not math.isfinite(value) else value


def csv_text(rows: Sequence[dict], columns: Iterable[str] = ()) -> str:
    """Return rows as CSV; several words of a cell are joined by ``;``, a missing one is empty.

    Examples
    --------
    >>> print(csv_text([{"by": ("rail", "sea"), "days": float("nan")}]), end="")
    by,days
    rail;sea,
    """
    file = io.StringIO()
    cells = ([cell_text(value) for value in row.values()] for row in rows)
    write_csv(file, rows[0] if rows else columns, cells)
    return file.getvalue()


def cell_text(value: Any) -> Any:
    """Return a value as a cell has it."""
    if isinstance(value, list | tuple):
        return ";".join(map(str, value))
    return "" if isinstance(value, float) and math.isnan(value) else value
