"""By which rules and within which limits a model of others is read, and what is told of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from corridors.network.checks import length_faults
from corridors.network.earth import great_circles_km
from corridors.network.prices import LOAD_T
from corridors.network.schema import schema
from corridors.sources.making.account import hours_notes
from corridors.sources.making.defaults import LIKE
from corridors.sources.making.lanes import joints
from corridors.vocabulary import counted, mode_of

if TYPE_CHECKING:
    from corridors.network.network import Network
    from corridors.sources.models.account import Account

#: Links whose length does not fit that a sentence names.
_SHOWN = 2


def limits() -> dict[str, tuple[float, float]]:
    """Return the least and the most that numbers of a model may be: what our columns hold.

    A border's charge is paid at both ends of a link, and may be for each tonne of a load.

    Examples
    --------
    >>> limits()["cost_usd"], limits()["border_usd"]
    ((0.0, 1000000.0), (0.0, 25000.0))
    """
    most = {
        ours: schema()[table][column].maximum / share
        for ours, table, column, share in (
            ("border_usd", "border_crossings", "cost_usd", 2 * LOAD_T),
            ("border_h", "border_crossings", "hours_p50", 2),
            ("transfer_usd", "transshipments", "usd_per_t", 1),
            ("transfer_h", "transshipments", "hours_p50", 1),
            ("cost_usd", "links", "usd_per_t", 1),
            ("time_h", "links", "hours_p50", 1),
        )
    }
    return {ours: (0.0, value) for ours, value in (*most.items(), ("cost_usd_per_km", 1000.0))}


def tell_rules(net: Network, account: Account) -> None:
    """Tell in an account which rules of the region do not hold, and what they would refuse."""
    if net.rules.may_return and len(set(net.table("nodes")["country"])) > 1:
        account.assume(
            're_entry = "allow": a way may leave a country and come back to it; '
            'with_rules(re_entry="forbid") or --re-entry forbid forbids it, as in the embedded '
            "network"
        )
    for sentence in dict.fromkeys((*joints(net), *_unpriced_breaks(net))):
        account.assume(sentence)
    if net.rules.lengths_checked:
        return
    unfit = list(_unfit(net))
    if unfit:
        more = f" and {len(unfit) - _SHOWN:,} more" if len(unfit) > _SHOWN else ""
        account.assume(
            f'lengths = "trust": {counted(len(unfit), "link")} of lengths that do not fit the '
            f"straight line are taken as they are: {'; '.join(unfit[:_SHOWN])}{more}; "
            'with_rules(lengths="check") or --lengths check refuses them'
        )


def tell_odd(links: Sequence[Mapping], account: Account) -> None:
    """Tell of hours and prices of links that are taken as they are, but may be in another unit."""
    own = [_said(row, "time_h") if _said(row, "time_h") is not None else _said(row, "hours_p50")
           for row in links]  # fmt: skip
    paid = any(_said(row, "cost_usd") for row in links)
    timed = any(hours is not None for hours in own)
    for row, hours in zip(links, own, strict=True):
        if paid and _said(row, "cost_usd") == 0:
            account.change("cost_usd 0 beside others: it is free", row["at"])
        if hours == 0:
            account.change("time_h 0: it takes no time", row["at"])
        if timed and hours is None and _said(row, "speed_kmh") is None:
            account.change("without a time of its own: the embedded speed", row["at"])
    rows = ((row["at"], row.get("mode") or "road", row["length_km"]) for row in links)
    for sentence in hours_notes(rows, own):
        account.assume(sentence)


def _said(row: Mapping, word: str) -> float | None:
    """Return a number of a row, ``None`` where it says none."""
    value = row.get(word)
    return None if value is None or value != value else float(value)  # noqa: PLR0124


def _unpriced_breaks(net: Network) -> Iterator[str]:
    """Yield what is taken for breaks of gauge of which no embedded terminal has hours and USD."""
    table = net.table("transshipments")
    columns = (table[name] for name in ("from_class", "to_class", "note"))
    for a, b, note in zip(*columns, strict=True):
        if mode_of(a) == mode_of(b) == "rail" and note.startswith(LIKE):
            one, other = sorted((a.partition("-")[2], b.partition("-")[2]), key=int)
            yield f"no rate is known for a break of gauge between {one} and {other} mm: {note}"


def _unfit(net: Network) -> Iterator[str]:
    """Yield the links whose length a check would refuse, with why."""
    nodes, links = net.table("nodes"), net.table("links")
    rows = [[net.node_row(node) for node in links[end]] for end in ("from_node", "to_node")]
    at = [np.array(nodes[c], float)[ends] for ends in rows for c in ("lon", "lat")]
    straight = great_circles_km(*at).tolist()
    columns = (links[c] for c in ("link_id", "length_km", "mode"))
    for link, km, mode, line in zip(*columns, straight, strict=True):
        for fault in length_faults(km, line, mode):
            yield f"{link!r} {fault}"
