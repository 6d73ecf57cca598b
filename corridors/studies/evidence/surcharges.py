"""What of a price an event has made: a surcharge, or freight that rose or fell."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from corridors.network.changes.event_rows import event_override
from corridors.network.lookup import row_name
from corridors.network.schema import schema
from corridors.routing.notes.felt import felt_events

if TYPE_CHECKING:
    from corridors.network.network import Network
    from corridors.network.schema import Value

_ASSUMED = "own-assumption"
#: Of a cell that an event changed: the event, and the value before over that after it.
_Changed = Mapping[tuple[str, str], tuple[dict[str, "Value"], float]]


def apart(net: Network, part: dict[str, Any], column: str) -> Iterator[dict[str, Any]]:
    """Yield a part of a price as its row was before an event, then what the event makes of it.

    The second leads to the row of the event and to its source. What no event has changed is
    yielded as it is.

    Parameters
    ----------
    net
        The network of the price.
    part
        A row of :func:`charges`.
    column
        The column of its row that is paid.
    """
    event, share = net.once(_changed).get((part["row"], column), (None, 1.0))
    if event is None:
        yield part
        return
    if share:
        yield {**part, **{name: part[name] * share for name in ("usd", "low", "high")}}
    usd = part["usd"] * (1 - share)
    first, last = str(event["from"]), str(event["to"])
    yield {
        **part, "usd": usd, "low": usd, "high": usd, "km": 0.0,
        "row": row_name_of(event), "source_id": str(event["source_id"]), "basis": _basis(event),
        "how": f"{event['title']} ({f'{first} to {last}' if last else f'since {first}'})",
    }  # fmt: skip


def row_name_of(event: Mapping[str, Value]) -> str:
    """Return what the row of an event is called, as legs name rows.

    Parameters
    ----------
    event
        A row of the table of events.
    """
    return f"events {event['event_id']}"


def _basis(event: Mapping[str, Value]) -> str:
    """Return how the money of an event was obtained: what multiplies was reckoned."""
    if event["source_id"] == _ASSUMED:
        return "assumed"
    return "derived" if event["op"] == "multiply" else "published"


def _changed(net: Network) -> _Changed:
    """Return the money that events of a network have changed, by name of the row and column."""
    found: dict[tuple[str, str], tuple[dict[str, Value], float]] = {}
    reference = (net.base or net).reference
    for felt in felt_events(net):
        if felt.event["action"] != "change" or reference is None:
            continue
        override = event_override(felt.event)
        money = [c for c in override.columns if schema()[override.table][c].unit.startswith("USD")]
        now, then = net.table(override.table), reference.table(override.table)
        for row in (row for table, row in felt.places if money and table == override.table):
            for column in money if row < len(then) else ():
                before, after = then[column][row], now[column][row]
                if after > 0 and not math.isclose(before, after):
                    share = before / after if math.isfinite(before) else 0.0
                    found[row_name(now, row), column] = felt.event, share
    return found
