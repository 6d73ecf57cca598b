"""One row of a table as a card: each column a line, with unit, source and what it means."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from corridors.cli.printed import wide_console
from corridors.cli.prints.fitted import told
from corridors.network.schema import schema

if TYPE_CHECKING:
    from corridors.network.network import Network


def print_cards(net: Network, name: str, numbers: Sequence[int]) -> None:
    """Print rows of a table as cards, a line each column."""
    from rich.table import Table as RichTable

    console = wide_console()
    for place, number in enumerate(numbers, start=1):
        grid = RichTable(show_header=False, box=None, padding=(0, 2, 0, 0))
        for _ in range(3):
            grid.add_column(overflow="fold")
        grid.columns[0].no_wrap = True
        grid.columns[1].ratio, grid.columns[2].ratio = 3, 2
        for line in card(net, name, number):
            said = told((line.description, "dim"))
            grid.add_row(told((line.column, "bold")), line.value, said)
        several = f" ({place} of {len(numbers)})" if len(numbers) > 1 else ""
        console.print(f"{name}{several}", style="bold")
        console.print(grid)
        console.print()


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
    >>> from corridors.network.lookup import rows_of
    >>> net = co.load()
    >>> rows = rows_of(net.table("border_crossings"), "af-pk-torkham")
    >>> lines = card(net, "border_crossings", rows[0])
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
    return [*lines, *(_activities(net, row) if name == "border_crossings" else ())]


#: What tells a crossing, in a direction and by a mode.
_CROSSING = ("bcp_id", "mode", "from_country", "to_country")


def _activities(net: Network, row: int) -> list[Line]:
    """Return what was published of the hours at a crossing: a line each post and activity."""
    crossings = net.table("border_crossings")
    key = tuple(crossings[column][row] for column in _CROSSING)
    said: dict[tuple[str, str], list[str]] = {}
    for one in sorted(net.table("border_activities"), key=lambda one: one["year"]):
        if tuple(one[column] for column in _CROSSING) == key:
            note = f", {one['note']}" if one["note"] else ""
            text = f"{one['hours']:g} h in {one['year']:g} ({one['source_id']}{note})"
            said.setdefault((one["side"], one["activity"]), []).append(text)
    return [
        Line(
            f"{side}: {activity}",
            "; ".join(texts),
            f"mean hours at the post of {side}, as published (border_activities)",
        )
        for (side, activity), texts in sorted(said.items())
    ]


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
