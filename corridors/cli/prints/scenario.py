"""What the scenario commands print."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from types import MappingProxyType

from rich.console import Console

from corridors.cli.printed import wide_console
from corridors.cli.prints.fitted import Fitted as RichTable
from corridors.cli.prints.fitted import told
from corridors.cli.prints.itineraries import print_notice
from corridors.criteria import CRITERIA, signed
from corridors.errors import NoItineraryError
from corridors.network.changes.cards import Scenario
from corridors.network.changes.checking import Checked
from corridors.network.countries import country_name
from corridors.network.network import Network
from corridors.network.places.naming import Pair
from corridors.routing.itinerary import Itinerary
from corridors.studies.break_even import BreakEven
from corridors.studies.compare import Difference, total
from corridors.studies.pairs import YEARLY, Amounts
from corridors.vocabulary import counted

_KIND_WORDS = {"terminal": "port and terminal"}
_MOST_ROWS = 12


def on_terminal() -> bool:
    """Say whether a progress bar would be seen."""
    return Console(stderr=True).is_terminal


def card_row(card: Scenario) -> dict:
    """Return the values of a card in a list."""
    return {
        "id": card.id,
        "title": card.title,
        "overrides": len(card.overrides),
        "basis": card.basis,
        "requires": ", ".join(card.requires),
    }


def print_checked(checked: Checked) -> None:
    """Print that a card is sound, how much it changes, and what it does not do."""
    values = checked.values or {}
    print(
        f"{checked.name}: no faults; {counted(len(checked.card.overrides), 'override')}, "
        f"{counted(sum(values.values()), 'value')} changed or added"
        if checked.card
        else f"{checked.name}: no faults"
    )
    for note in checked.notes:
        print(f"  Note: {note}")


def print_card(net: Network, checked: Checked) -> None:
    """Print a card, its sources, how many values each override changes, and what it does not do."""
    card, counts = checked.card, checked.values or {}
    if card is None:
        return
    console = wide_console()
    sources = dict(
        zip(net.table("sources")["source_id"], net.table("sources")["title"], strict=True)
    )
    console.print(told((card.title, "bold"), f" ({card.id})"))
    for head, text in (("What", card.what), ("Why", card.why), ("Note", card.note)):
        if text:
            console.print(f"{head}: {text}", markup=False)
    if card.claim:
        console.print(f"Published: {card.claim} ({card.claim_source_id})", markup=False)
    for name in card.source_ids:
        console.print(f"Source: {sources.get(name, 'not in sources.csv')} ({name})", markup=False)
    about = ("Of goods between", tuple(map(country_name, card.between)))
    for head, names in (
        ("Requires", card.requires), ("Conflicts with", card.conflicts), about,
    ):  # fmt: skip
        if names:
            console.print(f"{head}: {', '.join(names)}")
    table = RichTable(title=f"Overrides (basis: {card.basis})", title_justify="left")
    for name in ("", "what it does", "values changed", "source", "basis"):
        table.add_column(name, overflow="fold")
    for number, override in enumerate(card.overrides, start=1):
        table.add_row(
            str(number), override.words, str(counts.get(number, 0)), *card.sourced(override)
        )
    console.print(table)
    for note in checked.notes:
        console.print(f"Note: {note}", markup=False)


# -- compare --------------------------------------------------------------------------------------


def print_differences(
    found: Sequence[Difference], net: Network, reason: str, amounts: Amounts,
    shares: Mapping[str, Sequence[float]] = MappingProxyType({}),
) -> None:  # fmt: skip
    """Print a table each pair and criterion, the scenarios in rows; of amounts, the sums too.

    ``shares`` are those of :func:`~corridors.studies.compare.shares_of_differences`, or none.
    """
    console = wide_console()
    console.print(f"Situation before: {net.situation}.", markup=False)
    keyed = sorted(
        enumerate(found),
        key=lambda item: (item[1].pair, list(CRITERIA).index(item[1].criterion), item[0]),
    )
    for (pair, criterion), rows in groupby(keyed, key=lambda i: (i[1].pair, i[1].criterion)):
        console.print()
        numbers, mine = zip(*((number, row) for number, row in rows), strict=True)
        split = [[of[n] for of in shares.values()] for n in numbers]
        console.print(_differences_table(pair, criterion, mine, split))
        for remark in dict.fromkeys(row.remark for row in mine if row.change and row.remark):
            console.print(remark, markup=False)
    if amounts.unit or len(amounts.pairs) > 1:
        console.print()
        console.print(_sums_table(found, amounts))
    console.print()
    if shares:
        console.print(
            "Share: of the goods of the pair that take this row's way, among the best ways by each "
            "criterion, before and after ('corridors shares' splits over more ways).",
            markup=False,
        )
    if reason:
        console.print(f"In complement: {reason}", markup=False)
    console.print(
        "Each change is the sum of its parts. In isolation: against the network as it is; in "
        "complement: against the network with all the other scenarios.",
        style="dim",
    )
    print_notice(net)


def _sums_table(found: Sequence[Difference], amounts: Amounts) -> RichTable:
    """Return what each scenario changes by each criterion for all pairs: a year, or in the mean."""
    yearly, unit = amounts.yearly, amounts.unit
    what = f"all {unit}, a year" if yearly else f"mean of all pairs{' by weight' * bool(unit)}"
    columns = list(dict.fromkeys(one.criterion for one in found))
    table = RichTable(title=f"Change, {what}", title_justify="left", title_style="bold")
    for name in ("scenario", "valued"):
        table.add_column(name, justify="left", overflow="fold")
    for criterion in columns:
        table.add_column(CRITERIA[criterion].shown, justify="right")
    table.add_column("pairs counted", justify="right")
    rows: dict[tuple[str, str], list[Difference]] = {}
    for one in found:
        rows.setdefault((one.scenario.title, one.valued), []).append(one)
    for (title, valued), differences in rows.items():
        both = [one for one in differences if not math.isnan(one.change)]
        cells = []
        for criterion in columns:
            mine = [one for one in both if one.criterion == criterion]
            whole = 1.0 if yearly else math.fsum(amounts.times[one.number] for one in mine)
            value = math.fsum(amounts.times[one.number] * one.change for one in mine)
            by = CRITERIA[criterion]
            cells.append(signed(value / whole / by.per_shown, by.digits) if whole else "-")
        count = len({one.number for one in both})
        table.add_row(title, valued, *cells, f"{count} of {len(amounts.pairs)}")
    return table


def before_and_after(found: Sequence[Difference]) -> dict[str, list[Itinerary]]:
    """Return the itineraries of a comparison by what a map calls them: before, and each scenario.

    Raises
    ------
    NoItineraryError
        If there is none at all.
    """
    groups: dict[str, dict[tuple, Itinerary]] = {"before": {}}
    for row in found:
        if row.valued == "in complement":
            continue
        for name, trip in (("before", row.before), (row.scenario.title, row.after)):
            if trip is not None:
                groups.setdefault(name, {})[row.pair, row.criterion] = trip
    if not any(groups.values()):
        raise NoItineraryError("there is no way before or after, and so nothing to draw")
    return {name: list(trips.values()) for name, trips in groups.items() if trips}


def _differences_table(
    pair: Pair, criterion: str, rows: Sequence[Difference], shares: Sequence[Sequence[float]]
) -> RichTable:
    by = CRITERIA[criterion]
    divisor, digits = by.per_shown, by.digits
    title = f"{pair}: {by.best} itinerary, {by.shown}"
    table = RichTable(title=title, title_justify="left", title_style="bold")
    for name, justify in (
        ("scenario", "left"),
        ("valued", "left"),
        ("before", "right"),
        ("after", "right"),
        ("change", "right"),
        *([("share", "right")] if any(shares) else []),
        ("comes from", "left"),
        ("through", "left"),
        ("uses", "left"),
    ):
        table.add_column(name, justify=justify, overflow="fold")  # type: ignore[arg-type]
    for row, split in zip(rows, shares, strict=True):
        before, after = (total(trip, by) / divisor for trip in (row.before, row.after))
        table.add_row(
            row.scenario.title,
            row.valued,
            _number(before, digits),
            _number(after, digits),
            _change(row, divisor, digits),
            *([" -> ".join(map(_share, split[:2]))] if split else []),
            _parts(row, divisor, digits),
            _way(row),
            "; ".join(row.used) if row.used else "-",
        )
    return table


def _share(value: float) -> str:
    return "-" if math.isnan(value) else f"{value:.0%}"


def _number(value: float, digits: int) -> str:
    return "no way" if math.isnan(value) else f"{value:,.{digits}f}"


def _change(row: Difference, divisor: float, digits: int) -> str:
    if row.outcome in ("opened", "cut", "no way"):
        return {"opened": "a way opens", "cut": "cut off", "no way": "none"}[row.outcome]
    value = signed(row.change / divisor, digits)
    return "no change" if value == "0" else value


def _parts(row: Difference, divisor: float, digits: int) -> str:
    if row.before is None or row.after is None:
        return ""
    parts = sorted(row.split.items(), key=lambda item: (-abs(item[1]), item[0]))
    said = ((kind, signed(value / divisor, digits)) for kind, value in parts)
    return ", ".join(
        f"{_KIND_WORDS.get(kind, kind)} {value}" for kind, value in said if value != "0"
    )


def _way(row: Difference) -> str:
    trip = row.after or row.before
    if trip is None:
        return ""
    names = ", ".join(country_name(c) for c in trip.transit_countries) or "no other country"
    same = {"same way": " (as before)", "cut": " (before)"}.get(row.outcome, "")
    return f"{names}, by {' + '.join(trip.by)}{same}"


# -- criticality, break-even -----------------------------------------------------------------------


def print_ranking(rows: Sequence[dict], what: str, net: Network, unit: str = "") -> None:
    """Print what is lost when each is closed, the worst first: a table each criterion.

    Rows of pairs that count in a ``unit`` tell what is hit and cut in it, and what a year loses.
    """
    console = wide_console()
    console.print(f"Situation: {net.situation}.", markup=False)
    kind, named = what.replace("_", " "), _named(rows)
    for by, group in groupby(rows, key=lambda row: str(row["by"])):
        best = CRITERIA[by].best if by in CRITERIA else f"best by {by}"
        table = RichTable(title=f"Closed in turn: {kind}; the {best} ways", title_justify="left")
        heads = (*_hit_columns(unit), *_lost_columns(by, unit))
        for name in ("rank", kind, "pairs hit", "pairs cut", *heads):
            table.add_column(name, justify="left" if name == kind else "right")
        table.add_column("worst pair")
        for row in group:
            table.add_row(
                str(row["rank"]),
                named(row),
                str(row["pairs_hit"]),
                str(row["pairs_cut"]),
                *_hit_columns(unit, row),
                *_lost_columns(by, unit, row),
                str(Pair.of_row(row)),
            )
        console.print(table)
    counted_by = f" Pairs count by their {unit}." if unit else ""
    console.print(
        "The sum of what the pairs lose that are not cut: the ways are the best by one criterion "
        f"before and after, and USD and days are those of the same ways.{counted_by}",
        style="dim",
    )


def _named(rows: Sequence[dict]) -> Callable[[dict], str]:
    """Return what a row is called: by its name, and by its id where another has the same name."""
    bearers: dict[str, set[str]] = {}
    for row in rows:
        bearers.setdefault(row["name"], set()).add(row["id"])
    return lambda row: (
        row["name"] if len(bearers[row["name"]]) == 1 else f"{row['name']} ({row['id']})"
    )


def _hit_columns(unit: str, row: dict | None = None) -> list[str]:
    """Return the heads of what pairs hit and cut count, or the values of a row."""
    if not unit:
        return []
    words = {"tonnes": "t a year", "teu": "TEU a year"}.get(unit, unit)
    if row is None:
        return [f"{words} hit", f"{words} cut"]
    return [f"{row[name]:,.10g}" for name in ("weight_hit", "weight_cut")]


def _lost_columns(by: str, unit: str, row: dict | None = None) -> list[str]:
    """Return the heads of what is lost, or the values of a row: money, time and the criterion."""
    cells = [
        ("USD more, in all", "lost_usd", 1.0, 0),
        ("days more, in all", "lost_h", 24.0, 1),
    ]
    if unit in YEARLY:
        cells = [
            ("thousand USD more a year", "lost_usd_year", 1000.0, 1),
            ("days more a year, of all shipments", "lost_h_year", 24.0, 0),
        ]
    if by not in ("cost", "time"):
        unit = CRITERIA[by].shown if by in CRITERIA else "USD with the value of time"
        per, digits = (CRITERIA[by].per_shown, CRITERIA[by].digits) if by in CRITERIA else (1.0, 0)
        cells.append((f"{unit} more, in all", "lost", per, digits))
    if row is None:
        return [head for head, *_ in cells]
    return [signed(row[name] / per, digits) for _, name, per, digits in cells]


def print_break_even(found: BreakEven) -> None:
    """Print the break-even in a sentence, and the values."""
    console = wide_console()
    pair = f"{found.origin} - {found.destination}"
    console.print(f"Situation: {found.situation}.", markup=False)
    if found.wins_now:
        console.print(f"{found.corridor} wins {pair} as things are.")
        return
    lost = f"{found.corridor} loses {pair} by {found.gap_now:,.1f} {found.unit}"
    if not found.reached:
        left = f"{found.gap_at_limit:,.1f} {found.unit}"
        if math.isinf(found.gap_at_limit):
            left = "more than can be said"
        console.print(f"{lost}; with {found.column} x {found.limit:g} it still loses by {left}.")
        return
    console.print(f"{lost}; it wins with {found.column} x {found.factor:.4g}.")
    table = RichTable(title=found.column, title_justify="left")
    for name, justify in (("row", "left"), ("now", "right"), ("at break-even", "right")):
        table.add_column(name, justify=justify)  # type: ignore[arg-type]
    for name, now, then in found.values[:_MOST_ROWS]:
        table.add_row(name, f"{now:,.4g}", f"{then:,.4g}")
    console.print(table)
    if len(found.values) > _MOST_ROWS:
        console.print(f"and {counted(len(found.values) - _MOST_ROWS, 'more row')}", style="dim")
