"""What of a price events and scenarios have made: a surcharge, or freight that rose or fell."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from corridors.network.changes.apply import resolve
from corridors.network.changes.event_rows import event_override
from corridors.network.lookup import row_name
from corridors.network.schema import schema
from corridors.routing.notes.felt import felt_events, period

if TYPE_CHECKING:
    from corridors.network.changes.cards import Scenario
    from corridors.network.changes.overrides import Override
    from corridors.network.network import Network
    from corridors.network.schema import Value

_ASSUMED = "own-assumption"


class _Made(NamedTuple):
    """What changed a cell: its name, source and basis, why, and its share of the price now."""

    row: str
    source_id: str
    basis: str
    how: str
    share: float = 0.0


#: Of a cell that was changed, what changed it, in the order in which it did.
_Changed = Mapping[tuple[str, str], list[_Made]]


def apart(net: Network, part: dict[str, Any], column: str) -> Iterator[dict[str, Any]]:
    """Yield a part of a price as its row was before, then what events and scenarios made of it.

    These lead to the row of the event, or to the scenario, and to their sources. What nothing has
    changed is yielded as it is.

    Parameters
    ----------
    net
        The network of the price.
    part
        A row of :func:`charges`.
    column
        The column of its row that is paid.
    """
    made = net.once(_changed).get((part["row"], column), ())
    share = 1 - math.fsum(one.share for one in made)
    if not made:
        yield part
        return
    if not math.isclose(share, 0, abs_tol=1e-12):
        yield {**part, **{name: part[name] * share for name in ("usd", "low", "high")}}
    for one in made:
        usd = part["usd"] * one.share
        yield {
            **part, "usd": usd, "low": usd, "high": usd, "km": 0.0, "row": one.row,
            "source_id": one.source_id, "basis": one.basis, "how": one.how,
        }  # fmt: skip


def row_name_of(event: Mapping[str, Value]) -> str:
    """Return what the row of an event is called, as legs name rows.

    Parameters
    ----------
    event
        A row of the table of events.
    """
    return f"events {event['event_id']}"


def _changed(net: Network) -> _Changed:
    """Return the money that events and scenarios changed, by name of the row and column."""
    if not net.felt and not net.scenarios:
        return {}
    base = net.base or net
    reference = base.reference or base
    found: dict[tuple[str, str], list[_Made]] = {}
    by_event, by_card = _events(net), _cards(net)
    for place in sorted({*by_event, *by_card}):
        event, card = by_event.get(place), by_card.get(place)
        then, between, now = (_value(one, place) for one in (reference, base, net))
        if place[1] >= len(reference.table(place[0])) or not now:
            continue  # what a scenario added is its own
        before = then if event is None else between
        made = [
            one._replace(share=(after - start) / now)
            for one, start, after in ((event, then, between), (card, before, now))
            if one is not None and not math.isclose(start, after)
        ]
        if made:
            found[row_name(net.table(place[0]), place[1]), place[2]] = made
    return found


def _value(net: Network, place: tuple[str, int, str]) -> float:
    """Return a price; 0 where there is none, or what is not carried."""
    table, row, column = place
    values = net.table(table)[column]
    usd = values[row] if row < len(values) else math.nan
    return float(usd) if math.isfinite(usd) else 0.0


def _is_money(table: str, column: str) -> bool:
    return schema()[table][column].unit.startswith("USD")


def _events(net: Network) -> dict[tuple[str, int, str], _Made]:
    found: dict[tuple[str, int, str], _Made] = {}
    for felt in felt_events(net):
        event = felt.event
        if event["action"] != "change":
            continue
        override = event_override(event)
        how = f"{event['title']} ({period(event)})"
        source = str(event["source_id"])
        made = _Made(row_name_of(event), source, _basis(source, str(event["op"])), how)
        for column in filter(lambda name: _is_money(override.table, name), override.columns):
            found |= {(table, row, column): made for table, row in felt.places
                      if table == override.table}  # fmt: skip
    return found


def _basis(source_id: str, op: str) -> str:
    """Return how the money of an event was obtained: what multiplies was reckoned."""
    if source_id == _ASSUMED:
        return "assumed"
    return "derived" if op == "multiply" else "published"


def _cards(net: Network) -> dict[tuple[str, int, str], _Made]:
    if not net.scenarios:
        return {}
    cards = {card.id: card for card in net.scenarios}
    found: dict[tuple[str, int, str], _Made] = {}
    for place, cells in resolve(net.base or net, net.scenarios).cells.items():
        name, number = cells[-1].owner
        if name in cards and _is_money(place[0], place[2]):
            found[place] = _of_card(cards[name], cards[name].overrides[number - 1])
    return found


def _of_card(card: Scenario, override: Override) -> _Made:
    """Return what a scenario says of where its change comes from; what it leaves out is assumed."""
    source = override.source_id or next(iter(card.source_ids), _ASSUMED)
    basis = override.basis or card.basis or "assumed"
    return _Made(f"scenarios {card.id}", source, basis, f"{card.title}: {override.words}")
