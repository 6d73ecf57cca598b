"""What is asked: the shipment, and the conditions of its itineraries, put in order once."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, TypedDict, TypeVar

from corridors.errors import did_you_mean, one_of
from corridors.network.changes.cards import Scenario, scenarios_of
from corridors.network.changes.events import REFERENCE, parse_as_of
from corridors.network.changes.serving import SERVICES, serving
from corridors.network.places import Place
from corridors.routing.conditions.shipment import DEFAULT_SHIPMENT as DEFAULT_SHIPMENT
from corridors.routing.conditions.shipment import Shipment as Shipment
from corridors.routing.conditions.words import (
    Moment,
    Weight,
    coefficients,
    modes_of,
    moment_of,
    one_corridor,
    texts,
    via_of,
    weight_of,
    yes_or_no,
)

if TYPE_CHECKING:
    import numpy as np

    from corridors.network.network import Network

#: A network keeps those of so many days and sets of scenarios.
_SITUATIONS = 8
F = TypeVar("F", bound=Callable[..., Any])


class _Common(TypedDict, total=False):
    weight: Weight
    shipment: Shipment
    service: str | None
    modes: str | Iterable[str] | None
    avoid: str | Iterable[str]
    via: Place | Iterable[Place]
    irregular: bool
    departure: Moment | None
    as_of: str | date | None


class ChangeWords(_Common, total=False):
    """The keywords of a verb that has a corridor of its own."""

    scenarios: str | Scenario | Iterable[str | Scenario]


class CorridorWords(_Common, total=False):
    """The keywords of a verb that has scenarios of its own."""

    corridor: str | None


class Words(ChangeWords, CorridorWords, total=False):
    """The keywords by which every verb takes its conditions."""


@dataclass(frozen=True, slots=True)
class Conditions:
    """Under what conditions an itinerary is asked for; every verb takes them.

    Make them with :meth:`of`, which reads whatever callers say: a text or several, an iterator,
    ``None``. It is the only place that does.

    Parameters
    ----------
    weight
        What is minimised: ``"cost"`` (USD), ``"time"`` (h), ``"distance"`` (km), ``"transits"``,
        ``"co2e"`` (kg), ``"generalised"`` (USD with the value of time), or a mapping of the first
        five to coefficients of their units, kept as a tuple of pairs.
    shipment
        What is shipped.
    service
        How a box goes by rail: ``"block"``, in a train of its own, or ``"ordinary"``, wagon by
        wagon, after a wait until a train is full. ``None``: by what runs on each line.
    corridor
        Id of a corridor whose gates must be passed.
    modes
        Modes allowed; ``None`` allows all.
    avoid
        Link, node, corridor, mode, country or border crossing ids, or names; passages of ships
        (``"hormuz"``); land borders of two countries (``"PK-AF"``, one way ``"PK>AF"``).
    via
        Places to pass, in order.
    irregular
        Whether to use services that run now and then, so that nobody can count on them.
    departure
        When the goods leave; ``None``: any time.
    as_of
        The day as whose network it is asked, or ``"reference"``: the one without events.
        ``None``: the network given; with a departure, that of the departure's day.
    scenarios
        Scenarios applied to it.

    Examples
    --------
    >>> import corridors as co
    >>> quick = co.Conditions.of(weight={"time": 1.0}, modes="road", avoid=["Iran"])
    >>> quick.modes, quick.weight
    (('road',), (('time', 1.0),))
    >>> co.route(co.load(), "Karachi", "Tashkent", conditions=quick).modes
    ('road',)
    """

    weight: str | tuple[tuple[str, float], ...] = "cost"
    shipment: Shipment = DEFAULT_SHIPMENT
    service: str | None = None
    corridor: str | None = None
    modes: tuple[str, ...] | None = None
    avoid: tuple[str, ...] = ()
    via: tuple[Place, ...] = ()
    irregular: bool = False
    departure: datetime | None = None
    as_of: date | str | None = None
    scenarios: tuple[Scenario, ...] = ()

    def __post_init__(self) -> None:
        for one in fields(self):  # whoever makes one by hand says it as to ``of``
            object.__setattr__(self, one.name, _READERS[one.name](getattr(self, one.name)))

    @classmethod
    def of(
        cls, conditions: Conditions | None = None, *, besides: Iterable[str] = (), **words: Any
    ) -> Conditions:
        """Return the conditions that some words mean, on top of others if these are given.

        Parameters
        ----------
        conditions
            What holds where the words say nothing.
        besides
            Words that this caller does not take.
        **words
            As the parameters of the class, in any usual form.

        Raises
        ------
        TypeError
            If a word is not one of these, or its value of another kind.
        ValueError
            If a value is none that can be.
        UnknownNameError
            If there is no scenario of an id.
        """
        known = _READERS.keys() - set(besides)
        for word in words:
            if word not in known:
                more = _NOT_HERE.get(word) or did_you_mean(word, sorted(known))
                raise TypeError(f"there is no keyword {word!r} here.{more}")
        if conditions is not None and not isinstance(conditions, Conditions):
            raise TypeError(f"conditions is a Conditions, not {conditions!r}")
        base = _NONE if conditions is None else conditions
        for word in set(besides) - {"weight"}:  # a weight is the criterion of verbs that have none
            if getattr(base, word) != getattr(_NONE, word):
                more = _NOT_HERE.get(word, "")
                raise TypeError(f"these conditions have {word!r}, which means nothing here.{more}")
        return _saying(base, words) if words else base

    def with_(self, **words: Any) -> Conditions:
        """Return the conditions with other words.

        Parameters
        ----------
        **words
            As the parameters of the class, in any usual form.

        Raises
        ------
        TypeError, ValueError, UnknownNameError
            As :meth:`of`.
        """
        return Conditions.of(self, **words)

    @property
    def coefficients(self) -> np.ndarray:
        """The weight of each criterion, in the order of ``CRITERIA``."""
        return coefficients(self.weight, self.shipment)

    @property
    def given_weight(self) -> str | dict[str, float]:
        """The weight as a caller gives it: a word or a mapping of its own."""
        return self.weight if isinstance(self.weight, str) else dict(self.weight)

    def situation(self, net: Network) -> Network:
        """Return the network of the day, with the scenarios applied, in the class of service.

        The day is that of ``as_of``, else that which the network is set to, else that of the
        departure.

        Parameters
        ----------
        net
            The network that the conditions are put to.

        Raises
        ------
        ScenarioError
            If the scenarios have faults there or cannot be combined.
        ValueError
            If the day lies before the first event.
        """
        day = self._day(net)
        if day is None and not self.scenarios and self.service is None:
            return net
        return net.once(_situation, day, self.scenarios, self.service, most=_SITUATIONS)

    def _day(self, net: Network) -> date | str | None:
        """Return the day to which a network is to be set; ``None``: it stays as it is."""
        if self.as_of == REFERENCE and self.departure is None and net.reference is None:
            return None  # it is that already
        if self.as_of is not None or self.departure is None or net.reference is not None:
            return self.as_of
        if not net.table("events"):
            return None
        moment = self.departure
        return (moment.astimezone(UTC) if moment.tzinfo else moment).date()


def _situation(
    net: Network, day: date | str | None, scenarios: tuple[Scenario, ...], service: str | None
) -> Network:
    then = net if day is None else net.at(day)
    then = then.apply(*scenarios) if scenarios else then
    return then if service is None else serving(then, service)


def _shipment_of(shipment: Shipment) -> Shipment:
    if not isinstance(shipment, Shipment):
        raise TypeError(f"shipment is a Shipment, not {shipment!r}")
    return shipment


#: Why a word that others take is not taken.
_NOT_HERE = {
    "departure": (
        " It is of any day: route, compare, matrix, pareto, alternatives, simulate, effects, "
        "compare_scenarios and sweep take a departure."
    )
}
_READERS: Mapping[str, Callable[[Any], Any]] = {
    "weight": weight_of,
    "shipment": _shipment_of,
    "service": lambda word: None if word is None else one_of("service", word, SERVICES),
    "corridor": one_corridor,
    "modes": modes_of,
    "avoid": lambda words: texts(words, "avoid"),
    "via": via_of,
    "irregular": lambda word: yes_or_no("irregular", word),
    "departure": lambda moment: None if moment is None else moment_of(moment),
    "as_of": lambda day: None if day is None else parse_as_of(day),
    "scenarios": scenarios_of,
}

_NONE = Conditions()


def _saying(base: Conditions, words: Mapping[str, Any]) -> Conditions:
    """Return conditions with some words, which alone are read: the others have been."""
    made = object.__new__(type(base))
    for word, read in _READERS.items():
        value = read(words[word]) if word in words else getattr(base, word)
        object.__setattr__(made, word, value)
    return made


# -- signatures -----------------------------------------------------------------------------------


def says(*besides: str) -> Callable[[F], F]:
    """Let a verb that takes ``**words: Unpack[Words]``, or part of them, show them one by one.

    ``besides`` are those that it does not take. Help, completion and ``inspect.signature`` then
    tell each keyword with its default.
    """

    def shown(verb: F) -> F:
        signature = inspect.signature(verb)
        own = [p for p in signature.parameters.values() if p.kind is not p.VAR_KEYWORD]
        named = {p.name for p in own}
        hints = Words.__annotations__
        words = [
            inspect.Parameter(
                one.name, inspect.Parameter.KEYWORD_ONLY, default=one.default,
                annotation=hints[one.name],
            )
            for one in fields(Conditions)
            if one.name not in {*besides, *named}
        ]  # fmt: skip
        vars(verb)["__signature__"] = signature.replace(parameters=[*own, *words])
        return verb

    return shown
