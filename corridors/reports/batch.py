"""A batch as a workbook or CSV: each consignment, what they sum to, and the faults."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corridors.errors import not_one_of
from corridors.network.files import new_file
from corridors.network.price_level import price_statement
from corridors.reports.columns import Column, ReportTable
from corridors.reports.files import cell_value, csv_text, timeless, workbook
from corridors.reports.sheet_forms import fill_facts, fill_table, set_widths
from corridors.studies.batch.told import PARTS

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from corridors.studies.batch import Batch

_ENDINGS = (".xlsx", ".csv")
#: So many situations are named on one line.
_MOST = 3
#: How columns are headed for people, and their numbers written; hours are shown as days.
_HEADS = {
    "cargo_t": ("cargo t", ".1f"), "value_usd": ("value USD", ",.0f"),
    "transit_countries": ("through", ""), "distance_km": ("km", ",.0f"),
    "cost_usd": ("price USD", ",.0f"),
    **{name: (f"{kind} USD", ",.0f") for kind, name in PARTS.items()},
    "time_h": ("days expected", ".1f"), "time_p50_h": ("days p50", ".1f"),
    "time_p90_h": ("days p90", ".1f"), "arrival_p50": ("half arrive by", ""),
    "arrival_p90": ("nine in ten by", ""), "transit_count": ("transits", ".0f"),
    "co2e_kg": ("CO2e kg", ",.0f"),
}  # fmt: skip
_WIDTHS = {"way": 22, "origin": 18, "destination": 18, "situation": 30, "reason": 60, "fault": 50}


def save_batch(done: Batch, path: str | Path) -> Path:
    """Write a batch to an .xlsx or .csv file, whole or not at all; return its absolute path."""
    file = Path(path)
    if file.suffix.lower() not in _ENDINGS:
        raise ValueError(not_one_of("ending", file.suffix, _ENDINGS))
    if file.suffix.lower() == ".csv":
        names = done.columns
        rows = tuple(tuple(row.get(name) for name in names) for row in done.rows)
        table = ReportTable("consignments", "", tuple(Column(name) for name in names), rows)
        content = csv_text(table).encode()
    else:
        content = _excel(done)
    with new_file(file) as target:
        target.write_bytes(content)
    return file.resolve()


def _excel(done: Batch) -> bytes:
    book = workbook("a batch as a workbook", "write .csv")
    _fill_summary(book.create_sheet("summary"), done)
    _fill_rows(book.create_sheet("consignments"), done, done.rows)
    if done.faulty:
        _fill_rows(book.create_sheet("faults"), done, done.faulty)
    stream = io.BytesIO()
    book.save(stream)
    return timeless(stream.getvalue())


def _fill_rows(page: Worksheet, done: Batch, rows: Iterable[Mapping[str, Any]]) -> None:
    from openpyxl.styles import Alignment, Font

    names = done.columns
    columns = [Column(*_HEADS.get(name, (name, ""))) for name in names]
    page.append([cell_value(column.name) for column in columns])
    for cell in page[1]:
        cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
    for row in rows:
        page.append([_value(name, row.get(name)) for name in names])
    for k, (name, column) in enumerate(zip(names, columns, strict=True), 1):
        letter = page.cell(1, k).column_letter
        page.column_dimensions[letter].width = _WIDTHS.get(name, 14)
        form = "yyyy-mm-dd hh:mm" if name in ("departure", "arrival_p50", "arrival_p90") else ""
        if form := form or (column.excel_form if column.form else ""):
            for (cell,) in page.iter_rows(min_row=2, min_col=k, max_col=k):
                cell.number_format = form
    page.freeze_panes = "B2"
    page.auto_filter.ref = page.dimensions


def _value(name: str, value: Any) -> Any:
    if value is not None and name in ("time_h", "time_p50_h", "time_p90_h"):
        return value / 24
    if isinstance(value, datetime) and value.tzinfo:
        return value.isoformat(" ", "minutes")  # a cell of a day holds no offset from UTC
    return cell_value(value)


def _fill_summary(page: Worksheet, done: Batch) -> None:
    facts = (
        ("consignments", len(done)),
        ("with a fault", len(done.faulty)),
        ("situation", _situations(done)),
        ("data", done.net.data_version),
        ("prices", price_statement(done.net)),
        ("days", "expected days add up; half of the consignments keep p50, nine in ten p90"),
    )
    head = (Column("word"), Column("value"))
    fill_facts(page, "Consignments and their best ways", ReportTable("facts", "", head, facts))
    page.append([])
    fill_table(page, _by_way(done))
    set_widths(page, {"A": 34, "B": 60})


def _situations(done: Batch) -> str:
    """Return of which day the answers are, under which scenarios."""
    told = [*dict.fromkeys(row["situation"] for row in done.rows if not row["fault"])]
    if len(told) > _MOST:
        return f"{len(told)} of them: each row tells its own"
    return " / ".join(told) or done.net.situation


def _by_way(done: Batch) -> ReportTable:
    """Return what the consignments of each way sum to."""
    sums: dict[str, list[float]] = {}
    for row in done.rows:
        if not row["fault"]:
            total = sums.setdefault(str(row["way"]), [0.0] * 4)
            for k, value in enumerate((1, row["cargo_t"], row["cost_usd"], row["co2e_kg"])):
                total[k] += value
    rows = [(way, *sums[way]) for way in sorted(sums, key=lambda way: -sums[way][2])]
    rows.append(("all", *(sum(column) for column in zip(*sums.values(), strict=True))))
    forms = (
        ("by", ""), ("consignments", ",.0f"), ("cargo t", ",.1f"), ("price USD", ",.0f"),
        ("CO2e kg", ",.0f"),
    )  # fmt: skip
    return ReportTable("ways", "", tuple(Column(*form) for form in forms), tuple(rows))
