"""Crossings that a closure keeps shut, where a card opens or builds a link over them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corridors.network.changes.apply import resolve
from corridors.network.changes.resolve import STATUS_AFTER

if TYPE_CHECKING:
    from corridors.network.changes.resolve import Cell
    from corridors.network.network import Network


def kept_shut(net: Network) -> tuple[str, ...]:
    """Name the crossings that stay shut, what shuts them, and what cannot be used over them.

    Parameters
    ----------
    net
        A network with scenarios.

    Examples
    --------
    >>> import corridors as co
    >>> net = co.load().apply("trans-afghan-torkham", "torkham-closed")
    >>> kept_shut(net)
    ("Torkham stays shut for rail ('Torkham closed'): 'Trans-Afghan railway by Kabul and \
Torkham' cannot be used over it.",)
    """
    return net.once(_kept)


def _kept(net: Network) -> tuple[str, ...]:
    if not net.scenarios:
        return ()
    cells = resolve(net.base or net, net.scenarios).cells
    found: dict[str, None] = {}
    for (table, row, column), group in sorted(cells.items(), key=lambda item: item[0]):
        if table == "border_crossings" and column == "status" and _lost(group):
            crossings = net.table(table)
            shut = _titles(net, [cell for cell in group if not cell.implied])
            over = _titles(net, [cell for cell in group if cell.implied])
            found[
                f"{crossings['name'][row]} stays shut for {crossings['mode'][row]} ({shut}): "
                f"{over} cannot be used over it."
            ] = None
    return tuple(found)


def _lost(group: list[Cell]) -> bool:
    """Say whether what comes along with a link is shut by what is said of the crossing."""
    return group[-1].value == STATUS_AFTER["close"] and any(cell.implied for cell in group)


def _titles(net: Network, cells: list[Cell]) -> str:
    """Return the titles of the cards and events of some cells."""
    titles = {card.id: card.title for card in net.scenarios}
    events = net.table("events").pairs("event_id", "title") if net.felt else {}
    owners = dict.fromkeys(cell.owner[0] for cell in cells)
    return " and ".join(repr(str(titles.get(name) or events.get(name, name))) for name in owners)
