"""Which of several scenarios can be applied at once, and what those that cannot disagree on."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING

from corridors.errors import ScenarioError
from corridors.network.changes.apply import resolve
from corridors.network.changes.cards import Scenario, with_required
from corridors.vocabulary import listed

if TYPE_CHECKING:
    from corridors.network.network import Network

#: Things that two cards disagree on before the rest is only counted.
_MOST = 2


@dataclass(frozen=True)
class Combined:
    """Scenarios that can be applied at once, in the order given, and why others cannot.

    ``left_out`` says for each of the others with which of the scenarios it cannot be combined,
    and over what; ``without`` has the titles of those others.
    """

    cards: tuple[Scenario, ...] = ()
    left_out: Mapping[str, str] = field(default_factory=dict)
    without: tuple[str, ...] = ()

    @property
    def reason(self) -> str:
        """Why scenarios are left out, in sentences; empty if none is."""
        return " ".join(self.left_out.values())

    @property
    def title(self) -> str:
        """What the scenarios that can be applied at once are called."""
        titles = listed(repr(title) for title in self.without or self.left_out)
        return f"together, without {titles}" if self.left_out else "all together"


def combined(net: Network, cards: Sequence[Scenario]) -> Combined:
    """Return which scenarios can be applied to a network at once.

    Of two that conflict, the one that conflicts with more others is left out, else the later.

    Parameters
    ----------
    net
        The network; it may have scenarios of its own.
    cards
        Scenarios that can each be applied to it alone.
    """
    if not _faults(net, cards):
        return Combined(tuple(cards))
    over = _clashes(net, cards)
    kept, left_out = list(range(len(cards))), {}
    while pairs := [pair for pair in over if set(pair) <= set(kept)]:
        counts = {k: sum(k in pair for pair in pairs) for k in kept}
        worst = max(kept, key=lambda k: (counts[k], k))
        kept.remove(worst)
        told = [_sentence(net, cards[a], cards[b], over[a, b]) for a, b in pairs if worst in (a, b)]
        left_out[cards[worst].id] = f"{' '.join(told)} {cards[worst].id!r} is left out."
    while faults := _faults(net, [cards[k] for k in kept]):  # more than two disagree
        last = kept.pop()
        left_out[cards[last].id] = f"{'; '.join(faults)}: {cards[last].id!r} is left out."
    without = tuple(card.title for card in cards if card.id in left_out)
    return Combined(tuple(cards[k] for k in kept), left_out, without)


def clashing(net: Network, cards: Sequence[Scenario]) -> list[tuple[str, str]]:
    """Return the ids of each two scenarios that cannot be combined."""
    return [(cards[a].id, cards[b].id) for a, b in _clashes(net, cards)]


def _clashes(net: Network, cards: Sequence[Scenario]) -> dict[tuple[int, int], list[str]]:
    """Return which two scenarios cannot be combined, and why."""
    return {
        (a, b): faults
        for a, b in combinations(range(len(cards)), 2)
        if (faults := _faults(net, [cards[a], cards[b]]))
    }


def _faults(net: Network, cards: Sequence[Scenario], *, declared: bool = True) -> list[str]:
    """Return why some scenarios cannot be applied at once."""
    try:
        resolve(net.base or net, with_required([*net.scenarios, *cards], declared=declared))
    except ScenarioError as error:
        return list(error.faults)
    return []


def _sentence(net: Network, one: Scenario, other: Scenario, faults: Sequence[str]) -> str:
    """Return which two scenarios cannot be combined, and what both of them change."""
    saying = [a.id for a, b in ((one, other), (other, one)) if b.id in a.conflicts]
    if saying:
        faults = [f"{' and '.join(map(repr, saying))} {'say' if saying[1:] else 'says'} so"]
    faults = _faults(net, [one, other], declared=False) or faults
    both = [found[1] for fault in faults if (found := re.search(r"both change (.*);", fault))]
    both = list(dict.fromkeys(text.replace("hours_p90", "hours_p50") for text in both))
    more = f" and {len(both) - _MOST} more" if len(both) > _MOST else ""
    twice = [found[1] for fault in faults if (found := re.search(r"('.*?') stands in", fault))]
    if twice and all(" stands " in fault for fault in faults):
        return f"{one.title!r} and {other.title!r} are alternatives: both add {twice[0]}."
    why = f"both change {', '.join(both[:_MOST])}{more}" if both else "; ".join(faults)
    return f"{one.id!r} and {other.id!r} cannot be combined: {why}."
