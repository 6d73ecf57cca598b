"""How rows, values, charts and maps leave the command line: on the screen or in a file."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from corridors.cli.grouping import Group
from corridors.formats.rows import cell_text, csv_text, json_text
from corridors.languages import LANGUAGES, known_language

if TYPE_CHECKING:
    from corridors.network.network import Network
from corridors.network.files import check_writable

#: Endings of the files that hold what is printed, and of the charts.
ROWS, CHARTS = (".json", ".csv"), (".png", ".svg", ".pdf")
MAPS = (".html", ".htm", *CHARTS)
#: Endings of a sheet to hand over.
SHEETS = (".pdf", ".xlsx", ".html", ".md")
SHEETS_TOLD = f"{', '.join(SHEETS[:-1])} or {SHEETS[-1]}"


@dataclass(frozen=True)
class Printed:
    """In what form a command gives its answer.

    Attributes
    ----------
    as_json, as_csv
        Print that, not a table for people.
    file
        Write it to this file, by its ending.
    map_file
        Write a map to this file, too.
    sheets
        The file may be a sheet to hand over, which the command writes.
    language
        In which people read the sheet, and the map.
    """

    as_json: bool = False
    as_csv: bool = False
    file: Path | None = None
    map_file: Path | None = None
    sheets: bool = False
    language: str = "en"

    @property
    def plain(self) -> bool:
        """Whether standard output is read by programs."""
        return self.as_json or self.as_csv

    def show(
        self,
        rows: Sequence[dict],
        people: Callable[[], None],
        *,
        value: Any = None,
        columns: Iterable[str] = (),
        net: Network | None = None,
    ) -> None:
        """Print rows as they are wanted, or write them; ``people`` prints them as a table.

        ``value`` is what JSON holds, if that is not the rows; ``columns`` those of no rows.
        ``net`` is the network whose prices are in the rows: for programs, which have no place for
        it among the rows, what the prices are is told on standard error.
        """
        if net is not None and (self.plain or self.file is not None):
            from corridors.network.price_level import price_statement

            print_note(price_statement(net))
        whole = rows if value is None else value
        if self.file is not None:
            from corridors.network.files import write_text
            from corridors.reports.files import safe_cell

            if self.file.suffix == ".json":
                text = f"{json_text(whole)}\n"
            else:
                # A spreadsheet opens it; what --csv prints for programs is as it is.
                safe = [{name: safe_cell(value) for name, value in row.items()} for row in rows]
                text = csv_text(safe, columns)
            write_text(text, self.file)
            print(f"Written: {self.file.resolve()}")
        elif self.as_json:
            print(json_text(whole))
        elif self.as_csv:
            text = csv_text(rows, columns)
            print(_on_terminal(text) if sys.stdout.isatty() else text, end="")
        else:
            people()

    @property
    def wants_sheet(self) -> bool:
        """Whether the file is a sheet to hand over, not rows."""
        return self.sheets and self.file is not None and self.file.suffix.lower() in SHEETS

    def draw(self, what: Any) -> None:
        """Write a map of what is shown, if one is wanted."""
        if self.map_file is not None:
            write_map(what, self.map_file, quiet=self.plain, language=self.language)

    def chart(self, make: Callable[[], Any], name: str) -> None:
        """Write a chart to the file, or to ``name.png``, and say where."""
        write_chart(make(), self.file or Path(f"{name}.png"))


_Json = Annotated[bool, typer.Option("--json", help="print JSON")]
_Csv = Annotated[bool, typer.Option("--csv", help="print CSV")]
_Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", help="write it to this .json or .csv file"),
]
_MapFile = Annotated[
    Path | None,
    typer.Option("--map", help="write a map: .html to look around, .png, .svg, .pdf for print"),
]
Language = Annotated[
    str, typer.Option(help=f"in which language people read the file: {', '.join(LANGUAGES)}")
]


def _printed(
    as_json: _Json = False,
    as_csv: _Csv = False,
    output: _Output = None,
    map_file: _MapFile = None,
) -> dict[str, Any]:
    if as_json and as_csv:
        raise ValueError("--json or --csv, not both")
    if map_file is not None:
        check_target(map_file, MAPS)
    return {"as_json": as_json, "as_csv": as_csv, "file": output, "map_file": map_file}


def _printed_for_people(
    as_json: _Json = False,
    as_csv: _Csv = False,
    output: _Output = None,
    map_file: _MapFile = None,
    language: Language = "en",
) -> dict[str, Any]:
    given = _printed(as_json, as_csv, output, map_file)
    return {**given, "language": known_language(language)}


def _print_rows(name: str, out: Printed | None, given: dict[str, Any]) -> Printed:
    del name, out
    made = Printed(**given)
    if made.file is not None:
        check_target(made.file, ROWS)
        wanted = ".json" if made.as_json else ".csv"
        if made.plain and made.file.suffix != wanted:
            raise ValueError(f"{made.file} is no {wanted} file: leave out --{wanted[1:]}")
    return made


def _print_sheet(name: str, out: Printed | None, given: dict[str, Any]) -> Printed:
    made = Printed(**given, sheets=True)
    if not made.wants_sheet:
        if made.language != "en" and made.map_file is None:
            raise ValueError(
                f"--language {made.language} is for a file to hand over or a map: add -o FILE, "
                f"{SHEETS_TOLD}, or --map FILE"
            )
        if made.file is not None:
            check_target(made.file, (*ROWS, *SHEETS))
        return replace(_print_rows(name, out, given), sheets=True)
    if made.plain:
        flag = "--json" if made.as_json else "--csv"
        raise ValueError(f"{made.file} is a sheet to hand over: leave out {flag}")
    check_target(made.file, SHEETS)  # type: ignore[arg-type]
    return made


def _print_book(name: str, out: Printed | None, given: dict[str, Any]) -> Printed:
    made = Printed(**given)
    if made.file is None or made.file.suffix.lower() != ".xlsx" or made.plain:
        if made.file is not None and not made.plain:
            check_target(made.file, (*ROWS, ".xlsx"))
        return _print_rows(name, out, given)
    check_writable(made.file)
    return made


def _print_page(name: str, out: Printed | None, given: dict[str, Any]) -> Printed:
    made = Printed(**given)
    if made.file is None or made.file.suffix.lower() != ".md" or made.plain:
        return _print_rows(name, out, given)
    check_writable(made.file)
    return made


def _print_chart(name: str, out: Printed | None, given: dict[str, Any]) -> Printed:
    del name, out
    made = Printed(**given)
    if made.file is not None:
        check_target(made.file, CHARTS)
    return made


def _print_file(name: str, out: Printed | None, given: dict[str, Any]) -> Printed:
    del name, out
    return Printed(**given)


#: ``--json``, ``--csv``, ``-o`` and ``--map``; the command has them as ``out``.
printed = Group(_printed, "out", _print_rows)
#: The same, for a command whose ``-o`` may be a sheet to hand over, too.
sheeted = replace(printed, reader=_printed_for_people, put=_print_sheet).telling(
    output={
        "help": "write it to this .json or .csv file, or as a sheet to hand over to a .pdf, .xlsx, "
        ".html or .md"
    }
)
#: The same, for a command whose ``-o`` may be a page of Markdown, too.
paged = replace(printed, put=_print_page).telling(
    output={"help": "write it to this .json or .csv file; 'data validate' also to a page, .md"}
)
#: The same, for a command whose ``-o`` may be a workbook, and whose ways are too many for a map.
booked = (
    replace(printed, put=_print_book)
    .but(map_file="a list has too many ways for a map: see 'corridors compare --map'")
    .telling(output={"help": "write it to this .xlsx, .csv or .json file"})
)
_DRAWN = "it draws a chart, -o FILE.png, .svg or .pdf; 'corridors compare' prints the numbers"
#: The same, for a command that writes a chart: ``-o`` is its file.
charted = (
    replace(printed, reader=_printed_for_people, put=_print_chart)
    .but(as_json=_DRAWN, as_csv=_DRAWN)
    .telling(output={"help": "write the chart to this .png, .svg or .pdf file"})
)
#: The same, for a command with an ``-o`` of its own.
filed = replace(printed, put=_print_file, without=("output",))


# -- text -----------------------------------------------------------------------------------------


def _on_terminal(text: str) -> str:
    from corridors.cli.prints.fitted import visible

    return visible(text)


# -- files ----------------------------------------------------------------------------------------


def check_target(path: Path, endings: Sequence[str]) -> None:
    """Raise, before any work, if a file cannot be written or has an unknown ending."""
    if path.suffix.lower() not in endings:
        raise ValueError(f"{path}: expected a file ending in {', '.join(endings)}")
    check_writable(path)


def write_map(what: Any, path: Path, *, quiet: bool = False, language: str = "en") -> None:
    """Write a map, to look around or for print, and say where: ``quiet``, on standard error."""
    check_target(path, MAPS)
    if path.suffix.lower() in CHARTS:
        from corridors.charts.print_map import draw_print_map

        write_chart(draw_print_map(what, language=language), path, quiet=quiet, what="Map")
        return
    from corridors.maps.draw import save_map

    print(
        f"Map: {save_map(what, path, language=language)}", file=sys.stderr if quiet else sys.stdout
    )


def write_chart(figure: Any, path: Path, *, quiet: bool = False, what: str = "Chart") -> None:
    """Write a chart, as its ending says, whole or not at all, and say where it is."""
    from corridors.charts.figure import png_bytes, svg_bytes
    from corridors.network.files import new_file

    check_target(path, CHARTS)
    ending = path.suffix.lower()
    if ending == ".pdf":  # not to the file itself: where a disk is full that ends in a raw error
        whole = BytesIO()
        figure.savefig(whole, format="pdf", metadata={"CreationDate": None})
        data = whole.getvalue()
    else:
        data = svg_bytes(figure) if ending == ".svg" else png_bytes(figure)
    with new_file(path) as file:
        file.write_bytes(data)
    print(f"{what}: {path.resolve()}", file=sys.stderr if quiet else sys.stdout)


# -- on the screen --------------------------------------------------------------------------------


def wide_console() -> Any:
    """Return a console that is wide enough where the output is no terminal.

    No text is markup for it, whatever its brackets: what is to be bold is a ``Text``, or has a
    style.
    """
    from corridors.cli.prints.fitted import Plain

    told = os.environ.get("COLUMNS", "")
    wide = max(140, int(told) if told.isdigit() else 0)
    return Plain(
        highlight=False, markup=False, emoji=False, width=None if sys.stdout.isatty() else wide
    )


def table_of(title: str, columns: Iterable[tuple[str, str]]) -> Any:
    """Return an empty table with columns, each a name and ``left`` or ``right``."""
    from corridors.cli.prints.fitted import Fitted

    table = Fitted(title=title, title_justify="left", title_style="bold")
    for name, side in columns:
        numbers = side == "right"
        table.add_column(name, justify=side, overflow="fold", no_wrap=numbers)  # type: ignore[arg-type]
    return table


def print_error(error: Exception | str) -> None:
    """Print an error as one message on standard error."""
    from rich.console import Console
    from rich.text import Text

    from corridors.cli.prints.fitted import visible

    Console(stderr=True, highlight=False, soft_wrap=True).print(
        Text.assemble(("Error: ", "bold red"), visible(str(error)))
    )


def print_note(text: str) -> None:
    """Print a remark on standard error."""
    from rich.console import Console
    from rich.text import Text

    from corridors.cli.prints.fitted import visible

    console = Console(stderr=True, highlight=False, soft_wrap=True)
    console.print(Text(visible(text), style="yellow"))


def progress(items: Sequence[Any], what: str) -> Iterable[Any]:
    """Yield items with a progress bar on standard error, which vanishes at the end."""
    from rich.console import Console
    from rich.progress import track

    console = Console(stderr=True)
    if not console.is_terminal:
        return iter(items)
    return track(items, description=what, console=console, transient=True)


def print_rows(rows: Sequence[dict], *, title: str) -> None:
    """Print rows of a table, columns that are empty everywhere left out.

    Rows that are too wide for that are a paragraph each.
    """
    columns = [c for c in (rows[0] if rows else ()) if any(cell_text(r[c]) != "" for r in rows)]
    cells = [[_shown(cell_text(row[column])) for column in columns] for row in rows]
    console = wide_console()
    widths = [max(map(len, words)) for words in zip(columns, *cells, strict=True)]
    if sum(widths) + 3 * len(widths) + 1 > console.width:
        _print_paragraphs(title, columns, cells)
        return
    table = table_of(title, [(column, "left") for column in columns])
    for row in cells:
        table.add_row(*row)
    console.print(table)


def _print_paragraphs(title: str, columns: Sequence[str], cells: Sequence[Sequence[str]]) -> None:
    """Print each row as its first cell, the others with their names, and the note below."""
    from rich.text import Text

    console = wide_console()
    console.print(Text(title, "bold"))
    for row in cells:
        named = [
            (column, text)
            for column, text in zip(columns[1:], row[1:], strict=True)
            if text and column != "note"
        ]
        told = "  " + " · ".join(f"{column} {text}" for column, text in named)
        console.print(Text.assemble((row[0], "bold"), told))
        note = row[columns.index("note")] if "note" in columns else ""
        if note:
            console.print(Text(f"    {note}", "dim"))


def _shown(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
