"""What is asked of the server: places, conditions and the network on which they are asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from corridors.errors import UnknownNameError, there_is_no
from corridors.network.changes.cards import scenario_ids
from corridors.network.places import Place, read_place
from corridors.routing.conditions import Conditions, Shipment
from corridors.routing.conditions.typed import avoided
from corridors.routing.conditions.words import typed_weight

if TYPE_CHECKING:
    from corridors.network.network import Network

_GOODS = ("box", "cargo_t", "value_usd", "commodity", "quantity", "unit")
_OF_NETWORK = ("as_of", "departure", "scenario", "service")
#: Words that say what is minimised: one of them.
WEIGHED_BY = ("weight", "usd_per_day")
_SAME = ("irregular", "departure")
#: The words of a question, in order.
Key = tuple[tuple[str, Any], ...]
#: A question has no more pairs of places.
MOST_PAIRS = 24


@dataclass(frozen=True)
class Asked:
    """A question, read.

    Parameters
    ----------
    plain
        The network that is served.
    words
        The values that were given, by their words.
    """

    plain: Network
    words: Mapping[str, Any]

    def get(self, name: str, default: Any = None) -> Any:
        """Return what was given for a word."""
        return self.words.get(name, default)

    def key(self, *besides: str) -> Key:
        """Return the question in a form that tells it from others, without some words."""
        return tuple(sorted((n, value) for n, value in self.words.items() if n not in besides))

    def one_place(self, name: str) -> Place:
        """Return the place of a word.

        Raises
        ------
        ValueError
            If it was not given.
        """
        if name not in self.words:
            raise ValueError(f"{name} is missing: give a place")
        return read_place(self.words[name])

    def places(self, name: str) -> list[Place]:
        """Return the places of a word that takes several."""
        if not self.words.get(name):
            raise ValueError(f"{name} is missing: give a place, or several")
        return [read_place(text) for text in self.words[name]]

    @property
    def pair(self) -> tuple[Place, Place]:
        """Both ends."""
        return self.one_place("origin"), self.one_place("destination")

    def pairs(self, most: int = MOST_PAIRS) -> tuple[list[Place], list[Place]]:
        """Return origins and destinations, of which there are not too many.

        Raises
        ------
        ValueError
            If they make more pairs.
        """
        ends = self.places("origin"), self.places("destination")
        if len(ends[0]) * len(ends[1]) > most:
            count = len(ends[0]) * len(ends[1])
            raise ValueError(f"these are {count} pairs of places: {most} at most in one question")
        return ends

    @cached_property
    def before(self) -> Network:
        """The network of the day, without the scenarios."""
        if not self.scenarios:
            return self.net
        return self._told.with_(scenarios=()).situation(self.plain)

    @cached_property
    def net(self) -> Network:
        """The network of the day, with the scenarios."""
        if self.words.keys().isdisjoint(_OF_NETWORK):
            return self.plain
        return self._told.situation(self.plain)

    @property
    def scenarios(self) -> tuple[str, ...]:
        """The ids of the scenarios: embedded cards alone, no file of the server's disk.

        Raises
        ------
        UnknownNameError
            If there is no such card.
        """
        found: tuple[str, ...] = self.words.get("scenario", ())
        known = scenario_ids() if found else ()
        for name in found:
            if name not in known:
                raise UnknownNameError(there_is_no("scenario", name, known, "/scenarios has all"))
        return found

    @property
    def is_weighed(self) -> bool:
        """Whether it was said what is minimised."""
        return not self.words.keys().isdisjoint(WEIGHED_BY)

    @property
    def _weight(self) -> str | dict[str, float]:
        """What is minimised."""
        a_day = self.words.get("usd_per_day")
        if a_day is None:
            return typed_weight(self.words["weight"])
        if "weight" in self.words:
            raise ValueError("usd_per_day stands in place of weight: give one of them")
        return {"cost": 1.0, "time": a_day / 24} if a_day else "cost"

    @cached_property
    def conditions(self) -> Conditions:
        """The conditions on that network: day and scenarios are in it already."""
        given = self.words
        goods = {name: given[name] for name in _GOODS if name in given}
        words = {name: given[name] for name in _SAME if name in given}
        if self.is_weighed:
            words["weight"] = self._weight
        if isinstance(given.get("corridor"), str):
            words["corridor"] = given["corridor"]
        if "mode" in given:
            words["modes"] = given["mode"]
        if "avoid" in given:
            words["avoid"] = avoided(self.before, given["avoid"])
        if "via" in given:
            words["via"] = [read_place(text) for text in given["via"]]
        return Conditions.of(shipment=Shipment(**goods), **words)

    @cached_property
    def _told(self) -> Conditions:
        """The day, the scenarios and the class of service, which make the network."""
        words = {n: self.words[n] for n in ("as_of", "service", "departure") if n in self.words}
        return Conditions.of(scenarios=self.scenarios, **words)
