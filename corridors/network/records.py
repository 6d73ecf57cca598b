"""One row of a table as a card: each column a line, with unit, source and what it means."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from corridors.errors import UnknownNameError, there_is_no
from corridors.network.schema import schema

if TYPE_CHECKING:
    from corridors.network.network import Network
    from corridors.network.tables import Table


@dataclass(frozen=True)
class Line:
    """One column of a card.

    Attributes
    ----------
    column
        Its name.
    value
        Its value as text, with the unit if it has one; empty where there is none. A source is
        told by title, publisher, year and address.
    description
        What the column means.
    """

    column: str
    value: str
    description: str


def key_column(table: Table) -> str:
    """Return the column by which rows of a table are called: its id, or the first column.

    Parameters
    ----------
    table
        A table of a network.

    Examples
    --------
    >>> import corridors as co
    >>> key_column(co.load().table("border_crossings"))
    'bcp_id'
    """
    columns = schema()[table.name]
    return next((n for n, column in columns.items() if column.key == "id"), next(iter(columns)))


def rows_of(net: Network, name: str, key: str) -> list[int]:
    """Return the numbers of the rows of a table with a key: of a border, each direction and mode.

    Parameters
    ----------
    net
        The network.
    name
        The table.
    key
        What stands in its key column.

    Raises
    ------
    UnknownNameError
        If there is no such table, or no such row.

    Examples
    --------
    >>> import corridors as co
    >>> len(rows_of(co.load(), "nodes", "pk-karachi"))
    1
    """
    table = net.table(name)
    found = table.rows_of(key_column(table)).get(key)
    if not found:
        known = sorted(map(str, table.rows_of(key_column(table))))
        raise UnknownNameError(there_is_no(f"row of {name} called", key, known))
    return list(found)


def card(net: Network, name: str, row: int) -> list[Line]:
    """Return a row as lines, those without a value left out.

    Parameters
    ----------
    net
        The network.
    name
        The table.
    row
        The number of the row.

    Examples
    --------
    >>> import corridors as co
    >>> net = co.load()
    >>> lines = card(net, "border_crossings", rows_of(net, "border_crossings", "af-pk-torkham")[0])
    >>> [line.value for line in lines if line.column == "hours_p50"]
    ['... h']
    """
    table = net.table(name)
    lines = []
    for column in schema()[name].values():
        text = _text(table[column.name][row], column.unit)
        if text and column.key == "sources.source_id":
            text = source_words(net, text)
        if text:
            lines.append(Line(column.name, text, column.description))
    return lines


def _text(value: Any, unit: str) -> str:
    if isinstance(value, float):
        if math.isnan(value):
            return ""
        value = f"{value:,.10g}" if unit != "year" else f"{value:g}"
    return f"{value} {unit}" if value != "" and unit else str(value)


def source_words(net: Network, source_id: str) -> str:
    """Return a source by its title, publisher, year, id and address.

    Parameters
    ----------
    net
        The network.
    source_id
        The id of the source.

    Examples
    --------
    >>> import corridors as co
    >>> source_words(co.load(), "own-assumption")
    '... (own-assumption)'
    """
    sources = net.table("sources")
    row = sources.index("source_id").get(source_id)
    if row is None:
        return source_id
    told = (sources[column][row] for column in ("title", "publisher", "year"))
    url = sources["url"][row]
    return f"{', '.join(str(word) for word in told if word)} ({source_id})" + (
        f" {url}" if url else ""
    )
