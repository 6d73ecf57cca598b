"""``gas``: what a pipeline delivers, to whom, at what cost, and who earns."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corridors.cli.app import app
from corridors.cli.completion import one_of_words
from corridors.cli.options import Asked, network, number_of
from corridors.cli.printed import CHARTS, Printed, check_target, printed, write_chart
from corridors.errors import one_of
from corridors.studies.energy import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from corridors.studies.energy.pipeline import PipelineStudy

#: What a chart of a pipeline shows.
_DRAWN = ("pressure", "earnings")


@app.command()
@network
@printed
def gas(
    line: Annotated[str, typer.Argument(help="a pipeline, of oil too: tapi, tanap, scp, btc, wop")],
    asked: Asked,
    out: Printed,
    offtake: Annotated[
        list[str] | None,
        typer.Option(
            help="what a place takes, bcm a year (of oil: Mt), as Fazilka=5 (repeatable); by the "
            "shares of the table if none is given"
        ),
    ] = None,
    crude: Annotated[
        float | None, typer.Option(help="price of crude, USD a barrel; that of the table if none")
    ] = None,
    table: Annotated[
        str | None,
        typer.Option(
            help=f"one table alone: {', '.join(TABLES)}; CSV is of deliveries if none is named",
            autocompletion=one_of_words(tuple(TABLES)),
        ),
    ] = None,
    chart: Annotated[
        Path | None, typer.Option(help="draw it to this .png, .svg or .pdf file, too")
    ] = None,
    by: Annotated[
        str,
        typer.Option(
            help="what --chart shows: pressure or earnings", autocompletion=one_of_words(_DRAWN)
        ),
    ] = "pressure",
) -> None:
    """Show what a pipeline delivers, to whom, at what cost, and who earns."""
    from corridors.cli.prints.gas import print_pipeline, print_table
    from corridors.studies.energy.pipeline import pipeline

    one_of("--by", by, _DRAWN)
    if table is not None:
        one_of("--table", table, TABLES)
    if chart is not None:
        check_target(chart, CHARTS)
    study = pipeline(asked.net, line, offtakes=offtakes_of(offtake or ()), crude_usd_per_bbl=crude)
    is_csv = out.as_csv or (out.file is not None and out.file.suffix == ".csv")
    name = table or ("deliveries" if is_csv else "")
    rows = study.table(name).to_dict("records") if name else []
    columns = tuple(study.table(name).columns) if name else ()
    if table:
        out.show(rows, lambda: print_table(study, table), columns=columns)
    else:
        value = None if is_csv else study.to_dict() if out.plain or out.file else {}
        out.show(rows, lambda: print_pipeline(study), value=value, columns=columns)
    if chart is not None:
        _draw(study, chart, by, quiet=out.plain)
    if out.map_file is not None:
        links = [s.link_id for one in (study.line, *study.line.branches) for s in one.sections]
        out.draw(study.network.subset(links, name=study.line.ref))


def offtakes_of(words: Iterable[str]) -> dict[str, float]:
    """Read ``Fazilka=5``: a place, and billion cubic metres a year.

    Raises
    ------
    ValueError
        If a word is of another form, or a place stands twice.

    Examples
    --------
    >>> offtakes_of(["Fazilka=5", "Gwadar=6.8"])
    {'Fazilka': 5.0, 'Gwadar': 6.8}
    """
    found: dict[str, float] = {}
    for word in words:
        place, is_said, amount = word.rpartition("=")
        if not is_said or not place.strip():
            raise ValueError(f"--offtake {word!r} is not of the form Fazilka=5")
        if place.strip() in found:
            raise ValueError(f"--offtake {place.strip()} is given twice")
        found[place.strip()] = number_of("--offtake", amount)
    return found


def _draw(study: PipelineStudy, path: Path, by: str, *, quiet: bool) -> None:
    from corridors.charts.pipeline import draw_earnings, draw_pressure

    figure = draw_pressure(study) if by == "pressure" else draw_earnings(study)
    write_chart(figure, path, quiet=quiet)
