"""What files of other formats need to give our tables back, and what differs if they do not."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from corridors.formats.rows import plain
from corridors.network.network import Network
from corridors.network.schema import schema
from corridors.vocabulary import counted

if TYPE_CHECKING:
    import pandas as pd


def tables_to_json(frames: Mapping[str, pd.DataFrame]) -> dict[str, dict]:
    """Return tables as columns and rows of JSON's types, with every digit of their numbers."""
    return {
        name: {
            "columns": list(frame.columns),
            "data": [list(map(plain, row)) for row in frame.itertuples(index=False, name=None)],
        }
        for name, frame in frames.items()
    }


def tables_of_json(tables: Mapping[str, Any]) -> dict[str, pd.DataFrame]:
    """Return the tables that :func:`tables_to_json` made.

    Raises
    ------
    ValueError
        If they are of another form.
    """
    import pandas as pd

    if not isinstance(tables, Mapping):
        raise ValueError("no tables by their names")  # noqa: TRY004 - of data
    for name, table in tables.items():
        if fault := _form_fault(table):
            raise ValueError(f"table {str(name)[:40]!r}: {fault}")
    return {
        name: pd.DataFrame(table["data"], columns=table["columns"])
        for name, table in tables.items()
    }


def _form_fault(table: Any) -> str:
    """Return what is wrong with the form of a table: it has columns, and rows of as many cells."""
    found = (
        (table.get("columns"), table.get("data")) if isinstance(table, Mapping) else (None, None)
    )
    columns, rows = found
    if not isinstance(columns, list) or not isinstance(rows, list):
        return "it has no columns and data"
    if not all(isinstance(column, str) for column in columns) or len({*columns}) < len(columns):
        return "its columns are not different words"
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, list) or len(row) != len(columns):
            return f"row {number} is not {counted(len(columns), 'cell')}"
        if any(isinstance(cell, list | dict) for cell in row):
            return f"row {number} has a cell that is no text or number"
    return ""


def without_orphans(frames: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Return the tables without rows of nodes and links that another program has taken out."""
    if not all(f"{name[:-1]}_id" in frames.get(name, ()) for name in ("nodes", "links")):
        return dict(frames)  # that is told where the tables are read
    there = {
        "nodes.node_id": {"", *frames["nodes"]["node_id"]},
        "links.link_id": {"", *frames["links"]["link_id"]},
    }
    kept = dict(frames)
    for name in frames.keys() & schema().keys() - {"nodes", "links"}:
        frame = frames[name]
        for column in schema()[name].values():
            if column.key in there and column.name in frame:
                frame = frame[
                    frame[column.name].isna() | frame[column.name].isin(there[column.key])
                ]
        kept[name] = frame
    return kept


def differences(net: Network, back: Network) -> tuple[str, ...]:
    """Return what differs between a network and what a file gave back: tables, columns, lines."""
    found = []
    for name in net.table_names:
        old, new = net.table(name), back.table(name)
        if len(old) != len(new):
            found.append(f"{name}: {counted(len(old), 'row')}, {len(new)} when read back")
            continue
        apart = [c for c in old.columns if not _same(old[c], new[c])]
        if apart:
            found.append(f"{name}: {', '.join(apart)}")
    links = {*net.table("links")["link_id"]} & {*back.table("links")["link_id"]}
    moved = sum(net.line(link) != back.line(link) for link in links)
    if moved:
        found.append(f"lines of {counted(moved, 'link')}")
    return tuple(found)


def _same(one: Iterable[Any], other: Iterable[Any]) -> bool:
    return all(a == b or (_is_nan(a) and _is_nan(b)) for a, b in zip(one, other, strict=True))


def _is_nan(value: Any) -> bool:
    return isinstance(value, float) and math.isnan(value)
