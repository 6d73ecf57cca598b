"""``data validate`` and ``data audit``: what answers rest on, and how near they come."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from corridors.cli.grouping import Group
from corridors.cli.printed import Printed, print_note, table_of, wide_console

if TYPE_CHECKING:
    import pandas as pd

    from corridors.network.network import Network
    from corridors.studies.evidence.audit import Audit
    from corridors.studies.flows.calibration import Calibration

#: The words that stand in the place of a table.
WORD, AUDIT, SHARES = "validate", "audit", "shares"
#: So many rows are printed of an audit.
_MOST_ROWS = 25
_MOST_OF_ALL = 10
#: The ending of the page.
PAGE = ".md"
EXIT_OUTSIDE = 1


@dataclass(frozen=True)
class Wanted:
    """What of ``data validate`` is wanted.

    Attributes
    ----------
    category
        The measure that is compared; ``None``: all.
    strict
        Whether an answer outside ends the command with 1.
    """

    category: str | None = None
    strict: bool = False

    def refuse(self, out: Printed, *, page: bool = False) -> None:
        """Raise ``ValueError`` if something of it is asked of a table, which has no ``page``."""
        if self != Wanted():
            flag = "--strict" if self.strict else "--category"
            raise ValueError(f"{flag} belongs to 'corridors data {WORD}'")
        if not page and out.file is not None and out.file.suffix.lower() == PAGE:
            raise ValueError(
                f"{out.file}: expected a .json or .csv file; 'corridors data {WORD}' writes a page"
            )


def _wanted(
    category: Annotated[
        str | None, typer.Option(help="of validate: distance, time or price alone")
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="of validate: exit with 1 if an answer is outside")
    ] = False,
) -> dict[str, Any]:
    return {"category": category, "strict": strict}


#: ``--category`` and ``--strict``; the command has them as ``wanted``.
judged = Group(_wanted, "wanted", lambda _, __, given: Wanted(**given))


def show_evidence(word: str, net: Network, out: Printed, wanted: Wanted) -> None:
    """Show what a word in the place of a table asks for."""
    if word == WORD:
        show_validation(net, out, wanted)
        return
    wanted.refuse(out, page=word == SHARES)
    if word == SHARES:
        show_published_shares(net, out)
        return
    show_audit(net, out)


def show_published_shares(net: Network, out: Printed) -> None:
    """Print published shares beside the modelled ones, or write the page of it."""
    from corridors.network.files import write_text
    from corridors.reports.share_page import shares_page
    from corridors.studies.flows.calibration import calibrate_shares

    if out.file is not None and out.file.suffix.lower() == PAGE:
        write_text(shares_page(net), out.file)
        print(f"Written: {out.file.resolve()}")
        return
    found = calibrate_shares(net, fit="nothing")
    frame = found.to_frame()
    rows = frame.to_dict("records")
    out.show(rows, lambda: print_published_shares(found), columns=[*frame.columns], net=net)


def print_published_shares(found: Calibration) -> None:
    """Print each published share beside the modelled one."""
    heads = [("of", "left"), ("way", "left"), ("published %", "right"), ("model %", "right")]
    title = "Published shares beside the modelled ones"
    table = table_of(title, [*heads, ("residual", "right"), ("fitted", "left")])
    for row in found.rows:
        table.add_row(
            f"{row.of}, {row.year}", row.way, f"{100 * row.low:.4g}-{100 * row.high:.4g}",
            f"{100 * row.modelled:.1f}", f"{100 * row.residual:+.1f}",
            "yes" if row.fitted else "no",
        )  # fmt: skip
    wide_console().print(table)


def show_validation(net: Network, out: Printed, wanted: Wanted) -> None:
    """Print how the answers compare with published outcomes, or write the page of it.

    Raises
    ------
    typer.Exit
        With 1, if it is strict and an answer is outside.
    ValueError
        If a page is wanted of one category, or the category is none.
    """
    from corridors.studies.evidence.validate import COLUMNS, validate

    is_page = out.file is not None and out.file.suffix.lower() == PAGE
    if is_page and wanted.category is not None:
        raise ValueError(f"{out.file} has every category: leave out --category")
    frame = validate(net, category=wanted.category)
    if is_page and out.file is not None:
        write_page(net, out.file)
    else:
        rows = frame.reset_index().to_dict("records")
        out.show(rows, lambda: print_validation(frame), columns=COLUMNS, net=net)
    if not len(frame):
        print_note("outcomes: no rows; they are of a whole network, not of a part")
    if wanted.strict and not frame["inside"].all():
        raise typer.Exit(EXIT_OUTSIDE)


def write_page(net: Network, path: Path) -> None:
    """Write the page and say where it is."""
    from corridors.network.files import write_text
    from corridors.reports.accuracy import accuracy_page

    write_text(accuracy_page(net), path)
    print(f"Written: {path.resolve()}")


def print_validation(frame: pd.DataFrame) -> None:
    """Print each outcome outside, and how many of each category are inside."""
    console = wide_console()
    head = [("outcome", "left"), ("published", "right"), ("model", "right"), ("ratio", "right")]
    missed = frame[~frame["inside"]]
    table = table_of("Outside", [*head, ("why", "left")])
    for name, row in missed.iterrows():
        span = f"{row['low']:g}" if row["low"] == row["high"] else f"{row['low']:g}-{row['high']:g}"
        model = f"{row['model']:,.1f}" if row["model"] == row["model"] else "-"
        ratio = f"{row['ratio']:.2f}" if row["ratio"] == row["ratio"] else "-"
        table.add_row(str(name), f"{span} {row['unit']}", model, ratio, row["why"])
    if len(missed):
        console.print(table)
    counts = Counter(frame["category"])
    inside = Counter(frame.loc[frame["inside"], "category"])
    for category, count in counts.items():
        share = inside[category] / count
        console.print(f"{category}: {inside[category]} of {count} inside ({share:.0%})")


def show_audit(net: Network, out: Printed) -> None:
    """Print on what the main comparisons rest, and what to measure next."""
    from corridors.studies.evidence.audit import audit

    found = audit(net)
    out.show(found.rows.to_dict("records"), lambda: print_audit(found), net=net)


def print_audit(found: Audit) -> None:
    """Print the shares by basis, and the assumed rows on which most rests."""
    from corridors.studies.evidence.audit import told

    console = wide_console()
    for line in told(found):
        console.print(line, markup=False)
    head = [("row", "left"), ("of", "left"), ("share", "right"), ("ways", "right")]
    most = table_of("Most rests on them", [*head, ("basis", "left"), ("moves most", "left")])
    for one in found.rows.head(_MOST_OF_ALL).itertuples():
        most.add_row(str(one.row), *_resting(one), str(one.basis), _moving(one))
    console.print(most)
    title = "Assumed, and what their ranges leave open is most: measure these next"
    table = table_of(title, [*head, ("range", "right"), ("moves most", "left")])
    for one in found.next_to_measure(_MOST_ROWS).itertuples():
        spread = f"{one.low:.0%}-{one.high:.0%}" if one.low == one.low else "not known"
        table.add_row(str(one.row), *_resting(one), spread, _moving(one))
    console.print(table)


def _resting(one: Any) -> tuple[str, str, str]:
    """Return of what a row of an audit is, which share of that and in how many ways."""
    of = {"usd": "money", "h": "hours"}[str(one.of)]
    return of, f"{one.share:.1%}", str(one.ways)


def _moving(one: Any) -> str:
    """Say which answer a change of a row moves most, and by how much."""
    return f"{one.moves_pair}: 10 % here moves it by {one.moves / 10:.1%}"
