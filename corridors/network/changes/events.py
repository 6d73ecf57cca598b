"""The network as it stood on a day: dated events, in the words of a scenario's overrides."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import numpy as np

from corridors.errors import DataError
from corridors.network.changes.apply import Changes, changed_network
from corridors.network.changes.event_rows import event_override
from corridors.network.changes.resolve import Cell, Resolver
from corridors.vocabulary import counted

if TYPE_CHECKING:
    from corridors.network.network import Network


#: Asks for the network of the reference year, without events.
REFERENCE = "reference"


def plain_time(what: str, moment: Any) -> Any:
    """Return a time of NumPy or pandas as one of Python; anything else as it is.

    Raises
    ------
    ValueError
        If it is no time: ``NaT``.

    Examples
    --------
    >>> plain_time("a day", np.datetime64("2026-03-15T08:00"))
    datetime.datetime(2026, 3, 15, 8, 0)
    """
    if str(moment) == "NaT":
        raise ValueError(f"{what} is NaT, no time at all")
    if isinstance(moment, np.datetime64):
        return moment.astype("datetime64[us]").item()
    return moment.to_pydatetime(warn=False) if hasattr(moment, "to_pydatetime") else moment


def parse_day(day: str | date) -> date:
    """Return a date.

    Raises
    ------
    ValueError
        If it is neither a date nor the text of one.

    Examples
    --------
    >>> parse_day("2026-03-15")
    datetime.date(2026, 3, 15)
    """
    day = plain_time("a day", day)
    if isinstance(day, date):
        return day.date() if isinstance(day, datetime) else day
    try:
        return date.fromisoformat(day)
    except (TypeError, ValueError) as error:
        if isinstance(day, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", day):  # 2026-02-30
            raise ValueError(f"{day!r} is no day there is: {error}") from None
        raise ValueError(f"a day is a date or a text such as '2026-03-15', not {day!r}") from None


def parse_as_of(day: str | date) -> str | date:
    """Return a date, or ``"reference"``.

    Raises
    ------
    ValueError
        If it is neither.

    Examples
    --------
    >>> parse_as_of("reference"), parse_as_of("2026-03-15")
    ('reference', datetime.date(2026, 3, 15))
    """
    if isinstance(day, str) and day.strip().lower() == REFERENCE:
        return REFERENCE
    try:
        return parse_day(day)
    except ValueError as error:
        raise ValueError(f"{error}; or 'reference', the network without events") from None


def network_at(net: Network, day: str | date) -> Network:
    """Return the network as it stood on a day, with its scenarios applied to that.

    ``"reference"`` is the network without events, chosen: a departure then brings none. Where
    events overlap on a value, the one that began last is felt. Values are always
    those of the reference year changed once.

    Raises
    ------
    ValueError
        If the day is no date, or lies before the first event.
    DataError
        With every fault of the table of events.
    ScenarioError
        If the network's scenarios cannot be applied to that day.
    """
    when = parse_as_of(day)
    start = net.base or net
    start = start.reference or start
    if not isinstance(when, date):
        then = start.replaced({}, places=frozenset(), reference=start)
        return then.apply(*net.scenarios) if net.scenarios else then
    check_begun(start, when)
    events = felt_events(start, when)
    resolver = Resolver(
        {name: start.table(name) for name in start.table_names},
        start.lookup,
        strict=start.complete,
    )
    tables = resolver.tables
    merged: dict[tuple[str, int, str], list[Cell]] = {}
    felt = []
    for event in events:
        cells = resolver.cells(event_override(event), (str(event["event_id"]), 1))
        felt += [str(event["event_id"])] if cells else []
        merged |= {cell.place: [cell] for cell in cells}
    resolver.merged([cells[-1] for cells in merged.values()])
    if resolver.faults:
        raise DataError([f"events.csv: {fault}" for fault in resolver.faults])
    history = {
        "situation": _text(when, len(felt)), "reference": start, "felt": tuple(felt), "day": when,
    }  # fmt: skip
    then = changed_network(start, Changes(tables, merged, {}, {}), (), **history)
    return then.apply(*net.scenarios) if net.scenarios else then


def evidence(net: Network) -> tuple[date, date] | None:
    """Return the first and the last day that the table of events tells of; ``None`` of none."""
    return net.once(_evidence)


def _evidence(net: Network) -> tuple[date, date] | None:
    table = net.table("events")
    days = [date.fromisoformat(str(day)) for name in ("from", "to") for day in table[name] if day]
    return (min(days), max(days)) if days else None


def check_begun(net: Network, day: date) -> None:
    """Refuse a day of which the events say nothing: one before the first of them."""
    known = evidence(net) if felt_events(net, day) == [] else None
    if known and day < known[0]:
        raise ValueError(
            f"{day} lies before {known[0]}, the first day that events.csv tells of; "
            "as_of='reference' asks the network without events"
        )


def evidence_ends(net: Network) -> str:
    """Return a sentence if the network is of a day after the last of which events tell."""
    known = evidence(net) if net.day else None
    if known is None or net.day is None or net.day <= known[1]:
        return ""
    return (
        f"The evidence on events ends on {known[1]}: "
        f"what began or ended between then and {net.day} is not known."
    )


def felt_events(net: Network, day: date) -> list[dict]:
    """Return the events of a day in the order in which they began."""
    faults: list[str] = []
    found = []
    for event in net.table("events"):
        try:
            first = date.fromisoformat(str(event["from"]))
            last = date.fromisoformat(str(event["to"])) if event["to"] else date.max
        except ValueError as error:
            faults.append(f"events.csv: {event['event_id']}: {error}; write YYYY-MM-DD")
            continue
        if last < first:
            faults.append(f"events.csv: {event['event_id']}: ends {last} before it begins {first}")
        if first <= day <= last:
            found.append((first, str(event["event_id"]), event))
    if faults:
        raise DataError(faults)
    return [event for _, _, event in sorted(found, key=lambda item: item[:2])]


def _text(day: date, felt: int) -> str:
    if not felt:
        return f"{day.isoformat()}, no event felt"
    return f"{day.isoformat()}, {counted(felt, 'event')} felt"
