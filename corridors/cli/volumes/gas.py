"""``gas``: what a pipeline delivers, to whom, at what cost, and who earns."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from corridors.cli.app import app
from corridors.cli.completion import one_of_words
from corridors.cli.grouping import Group
from corridors.cli.options import Asked, network, number_of
from corridors.cli.printed import CHARTS, Printed, check_target, printed, write_chart
from corridors.errors import one_of
from corridors.studies.energy import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from corridors.studies.energy.pipeline import PipelineStudy

#: What a chart of a pipeline shows.
_DRAWN = ("pressure", "earnings")

#: The comma between two off-takes, not that of a place's country.
_AFTER_AMOUNT = re.compile(r"(?<=\d),(?=[^,=]*[^\d,=.][^=]*=)")


@dataclass(frozen=True)
class Shown:
    """What of a pipeline is shown.

    Attributes
    ----------
    table
        One table alone; ``None``: all.
    chart
        The file of a chart.
    by
        What the chart shows.
    """

    table: str | None = None
    chart: Path | None = None
    by: str = "pressure"

    def check(self) -> None:
        """Raise ``ValueError``, before any work, if it cannot be shown."""
        one_of("--by", self.by, _DRAWN)
        if self.table is not None:
            one_of("--table", self.table, TABLES)
        if self.chart is not None:
            check_target(self.chart, CHARTS)


def _shown(
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
) -> dict[str, Any]:
    return {"table": table, "chart": chart, "by": by}


#: ``--table``, ``--chart`` and ``--by``; the command has them as ``shown``.
showing = Group(_shown, "shown", lambda _, __, given: Shown(**given))


@app.command()
@network
@showing
@printed
def gas(
    line: Annotated[str, typer.Argument(help="a pipeline, of oil too: tapi, tanap, scp, btc, wop")],
    asked: Asked,
    out: Printed,
    shown: Shown,
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
) -> None:
    """Show what a pipeline delivers, to whom, at what cost, and who earns."""
    from corridors.studies.energy.pipeline import pipeline

    shown.check()
    taken = offtakes_of(offtake or ())
    study = pipeline(asked.net, line, offtakes=taken, crude_usd_per_bbl=crude)
    _show(study, out, shown.table)
    if shown.chart is not None:
        _draw(study, shown.chart, shown.by, quiet=out.plain)
    if out.map_file is not None:
        links = [s.link_id for one in (study.line, *study.line.branches) for s in one.sections]
        out.draw(study.network.subset(links, name=study.line.ref))


def _show(study: PipelineStudy, out: Printed, table: str | None) -> None:
    from corridors.cli.prints.gas import print_pipeline, print_table

    is_csv = out.as_csv or (out.file is not None and out.file.suffix == ".csv")
    if table is None and not is_csv:
        value = study.to_dict() if out.plain or out.file else {}
        out.show([], lambda: print_pipeline(study), value=value)
        return
    name = table or "deliveries"
    frame = study.table(name)
    rows = frame.to_dict("records")
    out.show(rows, lambda: print_table(study, name), columns=tuple(frame.columns))


def offtakes_of(words: Iterable[str]) -> dict[str, float]:
    """Read ``Fazilka=5`` or ``Fazilka=5,Multan=3``: a place, and billion cubic metres a year.

    Raises
    ------
    ValueError
        If a word is of another form, or a place stands twice.

    Examples
    --------
    >>> offtakes_of(["Fazilka=5,Multan, PK=3", "Gwadar=6.8"])
    {'Fazilka': 5.0, 'Multan, PK': 3.0, 'Gwadar': 6.8}
    """
    found: dict[str, float] = {}
    for word in (part for several in words for part in _AFTER_AMOUNT.split(several)):
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
