"""What closures keep shut of the links that cards open or add, and the crossings on them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING

from corridors.network.changes.additions import KEY_COLUMNS
from corridors.network.changes.apply import resolve
from corridors.network.changes.event_rows import event_override
from corridors.network.changes.resolve import STATUS_AFTER
from corridors.routing.notes.felt import felt_events, passage_name, shut_since
from corridors.vocabulary import listed

if TYPE_CHECKING:
    from corridors.network.changes.cards import Scenario
    from corridors.network.changes.overrides import Override
    from corridors.network.changes.resolve import Cell, Owner
    from corridors.network.network import Network

_SHUT = STATUS_AFTER["close"]


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
    return group[-1].value == _SHUT and any(cell.implied for cell in group)


def _titles(net: Network, cells: list[Cell]) -> str:
    """Return the titles of the cards and events of some cells."""
    titles = {card.id: card.title for card in net.scenarios}
    events = net.table("events").pairs("event_id", "title") if net.felt else {}
    owners = dict.fromkeys(cell.owner[0] for cell in cells)
    return " and ".join(repr(str(titles.get(name) or events.get(name, name))) for name in owners)


def cannot_run(net: Network, cards: Iterable[Scenario]) -> str:
    """Say of the links that cards add or open that they cannot be used, and what shuts them.

    Empty if nothing shuts them: neither an event of the day nor another card.

    Parameters
    ----------
    net
        The network with the cards.
    cards
        The cards asked about.

    Examples
    --------
    >>> import corridors as co
    >>> card = co.scenario("karachi-istanbul-direct-weekly")
    >>> cannot_run(co.load(as_of="2026-05-01").apply(card), [card])[:62]
    'Karachi - Ambarlı direct goes by Suez, shut since 2026-03-01 ('
    """
    names = {card.id for card in cards}
    found = [*_own_shut(net, names), *_posts_shut(net, names)]
    found += [note for note in kept_shut(net) if any(f"{c.title!r} cannot" in note for c in cards)]
    return " ".join(dict.fromkeys(found))


def _own_shut(net: Network, names: Collection[str]) -> Iterator[str]:
    """Say which of the links that cards add are shut, and by what."""
    changes = resolve(net.base or net, net.scenarios)
    for (table, row, column), group in changes.cells.items():
        if (table, column) != ("links", "status") or group[-1].value != _SHUT:
            continue
        links, owner = net.table("links"), group[-1].owner
        by = changes.added.get(("links", str(links["link_id"][row])))
        if by and by[0] in names and owner[0] != by[0]:
            override, why = _closure(net, owner)
            passages = dict(override.selection).get("passage", ())
            on = [name for name in str(links["passages"][row]).split(";") if name in passages]
            where = f"goes by {listed(map(passage_name, on))}," if on else "is"
            yield f"{links['name'][row]} {where} {why}."


def _posts_shut(net: Network, names: Collection[str]) -> Iterator[str]:
    """Say which crossings and ports of the links that cards add an event has shut."""
    added = resolve(net.base or net, net.scenarios).added
    keys = [key for (table, key), owner in added.items() if table == "links" and owner[0] in names]
    links, posts = net.table("links"), net.table("border_crossings")
    row_of = links.index(*KEY_COLUMNS["links"])
    for row in (row_of[key] for key in keys):
        places = {str(links[name][row]) for name in ("bcp_id", "from_node", "to_node")}
        for felt in felt_events(net):
            rows = [k for table, k in felt.places if table == "border_crossings"]
            shut = {
                str(posts["name"][k])
                for k in rows
                if posts["bcp_id"][k] in places
                and posts["mode"][k] == links["mode"][row]
                and posts["status"][k] == _SHUT
            }
            for name in sorted(shut):
                why = _closure(net, (str(felt.event["event_id"]), 1))[1]
                yield f"{links['name'][row]} goes by {name}, {why}."


def _closure(net: Network, owner: Owner) -> tuple[Override, str]:
    """Return what shuts a row, and since when and by which source it does so."""
    for card in net.scenarios:
        if card.id == owner[0]:
            return card.overrides[owner[1] - 1], f"shut by {card.title!r}"
    event = next(one for one in net.table("events") if one["event_id"] == owner[0])
    return event_override(event), f"shut {shut_since(net, event)}"
