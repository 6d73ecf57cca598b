"""What ``gas`` prints for people: deliveries, costs, who earns, LNG, pressure, sources."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from corridors.cli.printed import table_of, wide_console
from corridors.cli.prints.fitted import told
from corridors.network.countries import country_name
from corridors.studies.energy import TABLES

if TYPE_CHECKING:
    from corridors.studies.energy.pipeline import PipelineStudy

Rows = list[dict[str, Any]]
#: Columns that a table for people leaves out.
_HIDDEN = {"node_id", "link_id", "row", "note", "licence"}


def print_pipeline(study: PipelineStudy) -> None:
    """Print everything that is known of a pipeline."""
    console, line = wide_console(), study.line
    console.print(
        told(
            (line.ref, "bold"),
            f": {line.km:,.0f} km, {line.capacity:,.4g} {line.unit} a year, of "
            f"which {line.amount:,.4g} are taken off. Crude at {study.crude_usd_per_bbl:g} USD a "
            f"barrel. Situation: {study.network.situation}.",
        )
    )
    for note in study.notes:
        console.print(note, markup=False)
    _deliveries(study)
    _costs(study)
    _earnings(study)
    if not study.changes.empty:
        _changes(study)
    if not study.exports.empty:
        _exports(study)
    if not study.markets.empty:
        _markets(study)
    console.print()
    for sentence in _pressure(study):
        console.print(sentence, markup=False)
    _sources(study)


def print_table(study: PipelineStudy, name: str) -> None:
    """Print one table as it is."""
    frame = study.table(name)
    names = [column for column in frame.columns if column not in _HIDDEN]
    sides = ["right" if frame[column].dtype.kind in "fi" else "left" for column in names]
    title = f"{study.line.ref}: {TABLES[name]}"
    table = table_of(title, list(zip(names, sides, strict=True)))
    for row in frame.to_dict("records"):
        table.add_row(*(_cell(row[column]) for column in names))
    wide_console().print(table)


def _cell(value: Any) -> str:
    if isinstance(value, float):
        return (
            "" if math.isnan(value) else f"{value:,.4g}" if abs(value) < 1000 else f"{value:,.0f}"
        )
    return str(value)


def _head(study: PipelineStudy) -> tuple[str, str]:
    gas = study.line.commodity == "gas"
    return ("USD/1,000 m3", "USD/MMBtu") if gas else ("USD/t", "USD/bbl")


def _two(row: dict[str, Any], digits: int = 2) -> tuple[str, str]:
    """Return the price of a row in both units: fees of tenths of a cent want a third digit."""
    names = [name for name in row if name.startswith("usd_per_")]
    known = [row[name] for name in names]
    return tuple("-" if v != v else f"{v:,.{digits}f}" for v in known)  # type: ignore[return-value]  # noqa: PLR0124


def _deliveries(study: PipelineStudy) -> None:
    line, head = study.line, _head(study)
    columns = [("delivered at", "left"), ("", "left"), ("km", "right"), (line.unit, "right")]
    table = table_of(
        "What is delivered, to whom, at what cost",
        [*columns, ("share", "right"), *((name, "right") for name in head), ("share by", "left")],
    )
    for row in study.deliveries.to_dict("records"):
        table.add_row(
            row["place"], country_name(row["country"]), f"{row['km']:,.0f}",
            f"{row[line.unit]:,.2f}", f"{row['share']:.1%}", *_two(row),
            f"{row['source_id']} ({row['basis']})".strip(),
        )  # fmt: skip
    wide_console().print(table)


def _costs(study: PipelineStudy) -> None:
    """Print the parts of the price at each off-take."""
    frame = study.costs
    if frame.empty:
        return
    head = [("what is paid", "left"), *((name, "right") for name in _head(study))]
    table = table_of("Of what the cost is made", [*head, ("how", "left"), ("source", "left")])
    for place in dict.fromkeys(frame["place"]):
        rows = frame[frame["place"] == place].to_dict("records")
        for number, row in enumerate(rows, 1):
            table.add_row(
                f"{place}: {row['part']}", *_two(row, 3), row["how"],
                f"{row['source_id']} ({row['basis']}, {_of_year(row)})",
                end_section=number == len(rows),
            )  # fmt: skip
    wide_console().print(table)


def _of_year(row: dict[str, Any]) -> str:
    return f"formula of {row['year']}" if row["by_crude"] else str(row["year"])


def _earnings(study: PipelineStudy) -> None:
    frame = study.earnings
    if frame.empty:
        return
    unit = study.line.unit
    heads = [
        ("who", "left"),
        ("as", "left"),
        ("million USD a year", "right"),
        (f"on {unit}", "right"),
    ]
    table = table_of("Who earns what", [*heads, ("source", "left")])
    for row in frame.to_dict("records"):
        usd = "in kind" if math.isnan(row["musd"]) else f"{row['musd']:,.0f}"
        told = f"{row['source_id']} ({row['basis']})"
        table.add_row(row["who"], row["as"], usd, f"{row[f'of_{unit}']:,.2f}", told)
    wide_console().print(table)


def _changes(study: PipelineStudy) -> None:
    heads = [("", "left"), ("", "left"), ("before", "right"), ("after", "right")]
    table = table_of("What the scenarios change", [*heads, ("change", "right"), ("a year", "left")])
    for row in study.changes.to_dict("records"):
        digits = 0 if row["what"] == "earned" else 2
        numbers = (f"{row[name]:,.{digits}f}" for name in ("before", "after"))
        told = f"{row['change']:+,.{digits}f}"
        table.add_row(row["who"], row["what"], *numbers, told, row["unit"])
    wide_console().print(table)


def _exports(study: PipelineStudy) -> None:
    heads = [("to", "left"), ("step", "left"), ("USD/MMBtu", "right"), ("range", "right")]
    table = table_of("As LNG by sea", [*heads, ("source", "left")])
    for row in study.exports.to_dict("records"):
        spread = f"{row['low']:,.2f}-{row['high']:,.2f}" if row["high"] > row["low"] else ""
        told = f"{row['source_id']} ({row['basis']})".strip()
        far = f", {row['km']:,.0f} km, {row['days']:.0f} days" if row["km"] > 0 else ""
        step = row["step"] + far
        table.add_row(f"{row['terminal']}, {row['to']}", step, f"{row['usd']:,.2f}", spread, told)
    wide_console().print(table)


def _markets(study: PipelineStudy) -> None:
    unit = _head(study)[1]
    heads = [("in", "left"), ("year", "right"), (unit, "right"), ("range", "right")]
    table = table_of(
        "Published prices to compare with", [*heads, ("what", "left"), ("source", "left")]
    )
    for row in study.markets.to_dict("records"):
        spread = f"{row['low']:,.2f}-{row['high']:,.2f}" if row["high"] > row["low"] else ""
        year = "formula" if row["by_formula"] else str(row["year"])
        told = row["in"], year, f"{row['usd']:,.2f}", spread, row["note"]
        table.add_row(*told, row["source_id"])
    wide_console().print(table)


def _pressure(study: PipelineStudy) -> list[str]:
    from corridors.studies.energy.hydraulics import told

    if study.why_no_flow:
        return [f"No pressure: {study.why_no_flow}"]
    return told(study.flow)


def _sources(study: PipelineStudy) -> None:
    table = table_of("Sources", [("id", "left"), ("title", "left"), ("address", "left")])
    for row in study.sources.to_dict("records"):
        title = f"{row['title']}, {row['publisher']} {row['year']}"
        table.add_row(row["source_id"], title, row["url"])
    wide_console().print(table)
