"""Commands about tables: ``data`` and ``check``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corridors.cli.app import EXIT_BAD_INPUT, app
from corridors.cli.completion import complete_tables
from corridors.cli.evidence import AUDIT, SHARES, WORD, Wanted, judged, show_evidence
from corridors.cli.options import Asked, network
from corridors.cli.printed import (
    Printed,
    paged,
    print_note,
    print_rows,
    table_of,
    wide_console,
)
from corridors.errors import DataError, not_one_of
from corridors.network.lookup import OLD_KEYS, rows_of
from corridors.vocabulary import BASES, counted

if TYPE_CHECKING:
    from corridors.network.network import Network
    from corridors.network.tables import Table

#: Faults that ``check`` prints before it only counts.
SHOWN = 50
#: Values of a column that are named where none of them is asked for.
_NAMED = 12


Key = Annotated[
    list[str] | None,
    typer.Argument(
        help="id of a row, or its key as it is printed elsewhere ('tariffs rail PK 40ft'): "
        "printed as a card"
    ),
]


@app.command()
@network
@paged.but(map_file="'corridors map' draws a network")
@judged
def data(
    asked: Asked,
    out: Printed,
    wanted: Wanted,
    table: Annotated[
        str | None,
        typer.Argument(
            help="table to print; none lists the tables and corridors; validate: answers beside "
            "published outcomes; audit: how well the rows are known",
            autocompletion=complete_tables,
        ),
    ] = None,
    key: Key = None,
    where: Annotated[
        list[str] | None, typer.Option(help="column=value, only such rows (repeatable)")
    ] = None,
    check: Annotated[
        Path | None, typer.Option(help="check a network file or folder and list every fault")
    ] = None,
) -> None:
    """List tables, print one or a row of it, check a folder, validate or audit."""
    table, row = _row_asked(table, key or ())
    if table in (WORD, AUDIT, SHARES):
        _only_tables(table, key=row, where=where, check=check)
        show_evidence(table, asked.net, out, wanted)
        return
    wanted.refuse(out)
    if check:
        _check(check, out)
        return
    if table is None:
        _show_catalogue(asked.net, out, where)
        return
    if not row:
        _show_rows(asked.net.table(table), out, where or [])
        return
    if where:
        raise ValueError("give the id of a row or --where, not both")
    _show_row(asked.net, out, table, row)


def _row_asked(table: str | None, key: Sequence[str]) -> tuple[str | None, str]:
    """Return the table and the words of a key, which may stand in one text with the table."""
    words = " ".join((table or "", *key)).split(maxsplit=1)
    return (words[0] if words else None), (words[1] if len(words) > 1 else "")


def _show_catalogue(net: Network, out: Printed, where: Sequence[str] | None) -> None:
    if where:
        raise ValueError("--where needs a table: 'corridors data TABLE --where column=value'")
    out.show(_catalogue(net), lambda: print_catalogue(net))


def _check(source: Path, out: Printed) -> None:
    from corridors.formats import import_network

    net = import_network(source)
    counts = {name: len(net.table(name)) for name in ("nodes", "links")}
    out.show(
        [{"network": str(source), **counts, "faults": 0}],
        lambda: print(f"{source}: {net!r}: no faults"),
    )


def _only_tables(word: str, **given: object) -> None:
    """Refuse what belongs to tables."""
    for name, value in given.items():
        if value:
            what = f"the id {value!r}" if name == "key" else f"--{name}"
            raise ValueError(f"{what} belongs to a table, not to 'data {word}'")


def _show_row(net: Network, out: Printed, name: str, key: str) -> None:
    from corridors.cli.prints.cards import print_cards

    numbers, every = rows_of(net.table(name), key), list(net.table(name))
    out.show([every[number] for number in numbers], lambda: print_cards(net, name, numbers))


def _show_rows(found: Table, out: Printed, where: Sequence[str]) -> None:
    rows = matching_rows(found, where)
    if rows:
        out.show(
            rows, lambda: print_rows(rows, title=f"{found.name} ({counted(len(rows), 'row')})")
        )
        return
    out.show(rows, lambda: None, columns=found.columns)
    print_note(f"{found.name}: no rows{_why_none(found, where)}")


def _catalogue(net: Network) -> list[dict]:
    """Return how many rows each table has, by basis."""
    return [
        {"table": name, "rows": len(rows), **{basis: _count(rows, basis) for basis in BASES}}
        for name, rows in ((name, net.table(name)) for name in net.table_names)
    ]


def _count(table: Table, basis: str) -> int | str:
    return table["basis"].count(basis) if "basis" in table.columns else ""


def print_catalogue(net: Network) -> None:
    """Print the tables with their sizes, and the corridors."""
    console = wide_console()
    head = [("table", "left"), *((name, "right") for name in ("rows", *BASES))]
    table = table_of(f"Tables of the {net.name} network", head)
    for row in _catalogue(net):
        table.add_row(*map(str, row.values()))
    console.print(table)
    names = ("corridor", "name", "status", "carries")
    listing = table_of("Corridors", [(name, "left") for name in names])
    for row in net.table("corridors"):
        carries = row["commodities"].replace(";", ", ")
        listing.add_row(row["corridor_id"], row["name"], row["status"], carries)
    console.print(listing)


# -- rows by their values -------------------------------------------------------------------------


def matching_rows(table: Table, where: Sequence[str]) -> list[dict]:
    """Return the rows whose columns have the values asked for, each read as the column's type."""
    asked = [_condition(table, text) for text in where]
    return [
        row
        for row in table
        if all(row[column] == value or _both_empty(row[column], value) for column, value in asked)
    ]


def _condition(table: Table, text: str) -> tuple[str, object]:
    """Return the column and the value of ``column=value``."""
    from corridors.network.schema import schema

    column, sign, value = (part.strip() for part in text.partition("="))
    column = OLD_KEYS.get(column, column) if column not in table.columns else column
    if not sign:
        raise ValueError(
            f"--where {text!r} is not column=value; columns: {', '.join(table.columns)}"
        )
    if column not in table.columns:
        raise ValueError(not_one_of(f"--where: column of {table.name}:", column, table.columns))
    if not value:
        return column, ""
    try:
        return column, schema()[table.name][column].parse(value)
    except ValueError as error:
        raise ValueError(f"--where {column}: {error}") from None


def _both_empty(cell: object, value: object) -> bool:
    return value == "" and cell != cell  # noqa: PLR0124  nan: empty


def _why_none(table: Table, where: Sequence[str]) -> str:
    """Say what values the columns have that were asked for in vain."""
    said = []
    for text in where:
        column, value = _condition(table, text)
        if matching_rows(table, [text]):
            continue
        cells = [cell for cell in table[column] if cell == cell and cell != ""]  # noqa: PLR0124
        known = sorted(set(cells), key=lambda cell: (-cells.count(cell), str(cell)))
        listed = [f"{cell:g}" if isinstance(cell, float) else str(cell) for cell in known]
        word = f"{value:g}" if isinstance(value, float) else value
        said.append(_none_is(column, word, listed))
    return f": {'; '.join(said)}" if said else (" with all of these" if where else "")


def _none_is(column: str, word: object, known: Sequence[str]) -> str:
    from corridors.errors import did_you_mean

    more = f" and {len(known) - _NAMED} more" if len(known) > _NAMED else ""
    has = ", ".join(known[:_NAMED]) or "no value"
    return f"no {column} is {word!s}, it has {has}{more}.{did_you_mean(word, known)}"


# -- faults ---------------------------------------------------------------------------------------


@app.command()
def check(
    source: Annotated[Path, typer.Argument(help="network file or folder of any format")],
    form: Annotated[str | None, typer.Option("--format", help="where it is not clear")] = None,
    show_all: Annotated[
        bool, typer.Option("--all", help=f"print every fault, not the first {SHOWN}")
    ] = False,
) -> None:
    """List the faults of a network, with counts; exit with 2 if there are any."""
    from corridors.formats import import_network
    from corridors.network.checks.landings import silent_ports

    try:
        net = import_network(source, form=form)
    except DataError as error:
        print(f"{source}: {counted(len(error.faults), 'fault')}")
        for table, count in _by_table(error.faults):
            print(f"  {table}: {count}")
        shown = error.faults if show_all else error.faults[:SHOWN]
        for fault in shown:
            print(f"    {fault}")
        if len(error.faults) > len(shown):
            print(f"    and {len(error.faults) - len(shown)} more: --all prints them")
        raise typer.Exit(EXIT_BAD_INPUT) from error
    print(f"{source}: {net!r}: no faults")
    for table in net.table_names:
        print(f"  {table}: {counted(len(net.table(table)), 'row')}")
    for told in silent_ports({name: net.table(name) for name in net.table_names}):
        print(f"To know: {told}")


def _by_table(faults: tuple[str, ...]) -> list[tuple[str, int]]:
    """Return how many faults each table or file has."""
    counts: dict[str, int] = {}
    for fault in faults:
        parts = fault.split(":")
        table = (
            parts[1].strip() if parts[0].endswith((".gpkg", ".geojson", "parquet")) else parts[0]
        )
        counts[table] = counts.get(table, 0) + 1
    return sorted(counts.items())
