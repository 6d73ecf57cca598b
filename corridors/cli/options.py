"""Groups of options that commands share: each told once, added by a decorator, read as one.

``@network``, ``@conditions`` and ``@shipment`` add their options to a command and hand it what they
mean as one argument, ``asked``; ``@printed`` (in :mod:`corridors.cli.printed`) as ``out``. What a
command cannot take is named with the reason: ``@conditions.but(weight="…")`` hides the option from
its help and refuses it in one sentence.
"""

from __future__ import annotations

import copy
import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, TypeVar, cast, get_type_hints

import typer

from corridors.cli.completion import (
    complete_corridors,
    complete_modes,
    complete_scenarios,
    complete_weights,
    one_of_words,
)
from corridors.errors import UnknownNameError
from corridors.network.network import Network
from corridors.network.places import Place
from corridors.network.prices import BOXES
from corridors.routing.conditions import Conditions, Shipment
from corridors.vocabulary import COMMODITIES

PlaceArgument = Annotated[str, typer.Argument(help="name, node id, UN/LOCODE, or lon,lat")]
Places = Annotated[list[str], typer.Argument(help="two or more places; all pairs in this order")]
NETWORK_HELP = (
    "network instead of the embedded one: a folder of tables, GMNS or GeoParquet, or a .gpkg, "
    ".geojson or .graphml file"
)
Command = Callable[..., Any]
C = TypeVar("C", bound=Command)
#: Of the conditions, those that make the network.
_SITUATION = ("as_of", "scenarios")


@dataclass(frozen=True)
class Asked:
    """What the options of a command ask for.

    Attributes
    ----------
    file
        The network's file or folder; ``None``: the embedded one.
    words
        The keywords of :class:`Conditions` that were given.
    corridors
        Of a command that takes several: the ids, empty for all.
    """

    file: Path | None = None
    words: Mapping[str, Any] = field(default_factory=dict)
    corridors: tuple[str, ...] = ()

    @cached_property
    def before(self) -> Network:
        """The network of the day, without the scenarios."""
        return self._told.with_(scenarios=()).situation(self._plain)

    @cached_property
    def net(self) -> Network:
        """The network of the day, with the scenarios."""
        return self._told.situation(self._plain)

    @cached_property
    def conditions(self) -> Conditions:
        """The conditions on that network: day and scenarios are in it already."""
        words = {name: word for name, word in self.words.items() if name not in _SITUATION}
        if "avoid" in words:
            words["avoid"] = _names(self.before, words["avoid"])
        return Conditions.of(**words)

    @property
    def scenarios(self) -> tuple[Any, ...]:
        """The scenarios, of a command that compares them."""
        return self._told.scenarios

    @cached_property
    def _told(self) -> Conditions:
        """The day and the scenarios; those beside them are read by :attr:`conditions`."""
        return Conditions.of(**{n: w for n, w in self.words.items() if n in _SITUATION})

    @cached_property
    def _plain(self) -> Network:
        return network_of(self.file)


@dataclass(frozen=True)
class Group:
    """Options that commands share; as a decorator it adds them to a command.

    Attributes
    ----------
    reader
        Its parameters are the options; it returns what their values mean.
    argument
        The argument by which a command has that.
    put
        Adds what the reader returns to the argument; it is given the command's name first.
    refused
        Why a command cannot take some of them: they are hidden from its help, and refused.
    without
        Options that a command has itself.
    """

    reader: Callable[..., dict[str, Any]]
    argument: str
    put: Callable[[str, Any, dict[str, Any]], Any]
    refused: Mapping[str, str] = field(default_factory=dict)
    without: tuple[str, ...] = ()

    def but(self, **refused: str) -> Group:
        """Return the group for a command that cannot take some options, and why."""
        known = inspect.signature(self.reader).parameters
        if unknown := sorted(set(refused) - set(known)):
            raise TypeError(f"there is no option {unknown[0]!r} among {', '.join(known)}")
        return replace(self, refused={**self.refused, **refused})

    def __call__(self, command: C) -> C:
        """Return a command that takes these options in place of the argument that they make."""
        own = [p for p in _signature(self.reader).parameters.values() if p.name not in self.without]
        signature = _signature(command)
        rest = [one for one in signature.parameters.values() if one.name != self.argument]
        name = command.__name__.replace("_", "-")

        def gathered(**given: Any) -> Any:
            values = {one.name: given.pop(one.name) for one in own}
            for word, why in self.refused.items():
                if values[word] not in (None, False, [], ()):
                    raise ValueError(f"{name} takes no {_flag(own, word)}: {why}")
            made = self.put(name, given.get(self.argument), self.reader(**values))
            return command(**{**given, self.argument: made})

        added = [_hidden(one) if one.name in self.refused else one for one in own]
        parameters = [one.replace(kind=one.KEYWORD_ONLY) for one in (*rest, *added)]
        return _dressed(gathered, command, signature.replace(parameters=parameters))


def _dressed(wrapped: Command, command: C, signature: inspect.Signature) -> C:
    """Return a function that looks like a command, with another signature."""
    wrapped.__name__, wrapped.__doc__ = command.__name__, command.__doc__
    # typer reads either of these, by its version
    vars(wrapped)["__signature__"] = signature
    wrapped.__annotations__ = {one.name: one.annotation for one in signature.parameters.values()}
    return cast("C", wrapped)


def _signature(function: Callable[..., Any]) -> inspect.Signature:
    """Return a signature whose annotations are no texts."""
    hints = get_type_hints(function, include_extras=True)
    found = inspect.signature(function)
    typed = [
        one.replace(annotation=hints.get(one.name, one.annotation))
        for one in found.parameters.values()
    ]
    return found.replace(parameters=typed)


def _flag(options: Sequence[inspect.Parameter], word: str) -> str:
    """Return an option as it is typed."""
    info = next(one.annotation.__metadata__[0] for one in options if one.name == word)
    # typer keeps the first name that stands without a default in the place of the default
    names = [info.default, *(info.param_decls or ())]
    flags = [name for name in names if isinstance(name, str) and name.startswith("--")]
    return flags[0] if flags else f"--{word.replace('_', '-')}"


def _hidden(one: inspect.Parameter) -> inspect.Parameter:
    """Return an option that help does not show."""
    kind, info = one.annotation.__origin__, copy.copy(one.annotation.__metadata__[0])
    info.hidden = True
    return one.replace(annotation=Annotated[kind, info])


# -- the groups -----------------------------------------------------------------------------------


def _network(
    network: Annotated[
        Path | None, typer.Option("--network", "--data", help=NETWORK_HELP)
    ] = None,
    as_of: Annotated[
        str | None, typer.Option(help="day, such as 2026-03-15: the network as it stood then")
    ] = None,
    scenario: Annotated[
        list[str] | None,
        typer.Option(
            "--scenario", "--scenarios", "-s", autocompletion=complete_scenarios,
            help="id of a card, or a .toml file (repeatable, or a,b)",
        ),
    ] = None,
) -> dict[str, Any]:  # fmt: skip
    return {"file": network, "as_of": as_of, "scenarios": joined(scenario)}


def _conditions(
    weight: Annotated[
        str | None,
        typer.Option(
            help="cost, time, distance, transits, co2e, generalised, or cost=1,time=30",
            show_default="cost", autocompletion=complete_weights,
        ),
    ] = None,
    corridor: Annotated[
        list[str] | None,
        typer.Option(
            help="corridor to follow; where several are compared, repeatable, or a,b",
            autocompletion=complete_corridors,
        ),
    ] = None,
    mode: Annotated[
        list[str] | None,
        typer.Option(help="mode allowed (repeatable, or a,b)", autocompletion=complete_modes),
    ] = None,
    avoid: Annotated[
        list[str] | None,
        typer.Option(
            help="link, node, corridor, mode, country or border to avoid (repeatable, or a,b)"
        ),
    ] = None,
    via: Annotated[
        list[str] | None, typer.Option(help="place to pass, in order (repeatable)")
    ] = None,
    departure: Annotated[
        str | None,
        typer.Option(
            help="when the goods leave, such as 2026-01-16 or 2026-01-16T08:00, UTC unless a zone "
            "is given: services, opening hours and seasons then count",
        ),
    ] = None,
) -> dict[str, Any]:  # fmt: skip
    return {
        "weight": None if weight is None else weight_of(weight),
        "corridors": joined(corridor),
        "modes": joined(mode),
        "avoid": tuple(avoid or ()),
        "via": [place_of(place) for place in via or ()],
        "departure": departure,
    }


def _shipment(
    box: Annotated[
        str | None,
        typer.Option(
            help="20ft or 40ft", show_default="40ft", autocompletion=one_of_words(BOXES)
        ),
    ] = None,
    cargo_t: Annotated[
        float | None, typer.Option(help="mass of the goods, tonnes", show_default="20")
    ] = None,
    value_usd: Annotated[
        float | None, typer.Option(help="value of the goods, USD", show_default="50000")
    ] = None,
    commodity: Annotated[
        str | None,
        typer.Option(
            help="container, bulk, oil or gas", show_default="container",
            autocompletion=one_of_words(COMMODITIES),
        ),
    ] = None,
) -> dict[str, Any]:  # fmt: skip
    given = {"box": box, "cargo_t": cargo_t, "value_usd": value_usd, "commodity": commodity}
    return {"shipment": Shipment(**{n: v for n, v in given.items() if v is not None})}  # type: ignore[arg-type]


def _ask(name: str, asked: Asked | None, given: dict[str, Any]) -> Asked:
    """Return what is asked with the words of one more group."""
    del name
    asked = asked or Asked()
    file, corridors = given.pop("file", asked.file), given.pop("corridors", asked.corridors)
    words = {word: value for word, value in given.items() if value not in (None, (), [])}
    return replace(asked, file=file, corridors=corridors, words={**asked.words, **words})


def _ask_on_one(name: str, asked: Asked | None, given: dict[str, Any]) -> Asked:
    """Return what is asked where an itinerary follows one corridor."""
    ids = given.pop("corridors")
    if len(ids) > 1:
        raise ValueError(
            f"{name} follows one --corridor, not {len(ids)}: 'corridors compare' takes several"
        )
    return _ask(name, asked, {**given, "corridor": ids[0] if ids else None})


#: ``--network``, ``--as-of`` and ``--scenario``.
network = Group(_network, "asked", _ask)
#: ``--weight``, ``--corridor``, ``--mode``, ``--avoid``, ``--via`` and ``--departure``.
conditions = Group(_conditions, "asked", _ask_on_one)
#: The same, for a command that has several corridors as ``asked.corridors``.
conditions_by_corridor = replace(conditions, put=_ask)
#: ``--box``, ``--cargo-t``, ``--value-usd`` and ``--commodity``.
shipment = Group(_shipment, "asked", _ask)


# -- commands -------------------------------------------------------------------------------------


def renamed(command: C, old: str, new: str) -> C:
    """Return a command under its old word, which says the new one on standard error."""

    def noted(**given: Any) -> Any:
        from corridors.cli.printed import print_note

        print_note(f"'corridors {old}' is called 'corridors {new}' now")
        return command(**given)

    return _dressed(noted, command, _signature(command))


# -- what words mean ------------------------------------------------------------------------------


def joined(words: Iterable[str] | None) -> tuple[str, ...]:
    """Return the words of an option that is given several times, or once with commas.

    Examples
    --------
    >>> joined(["rail,ferry", "sea"])
    ('rail', 'ferry', 'sea')
    """
    parts = (part.strip() for word in words or () for part in word.split(","))
    return tuple(dict.fromkeys(part for part in parts if part))


def _names(net: Network, words: Sequence[str]) -> tuple[str, ...]:
    """Return words that may be joined by commas, but for places whose names have one."""
    found: list[str] = []
    for word in words:
        try:
            net.gazetteer.node_id(word)
        except UnknownNameError:
            found += joined([word])
        else:
            found.append(word)
    return tuple(found)


def network_of(file: Path | None) -> Network:
    """Return the network of a file or folder, or the embedded one."""
    if file is None:
        from corridors.network.catalogue import load

        return load()
    from corridors.formats import import_network

    return import_network(file)


def place_of(text: str) -> Place:
    """Read ``lon,lat`` as a position, everything else as a name."""
    parts = text.split(",")
    if len(parts) == 2:
        try:
            return float(parts[0]), float(parts[1])
        except ValueError:
            return text
    return text


def pairs_of(places: Sequence[str]) -> list[tuple[Place, Place]]:
    """Return all pairs of some places, in their order."""
    from itertools import combinations

    if len(places) < 2:
        raise ValueError("give at least two places")
    return list(combinations([place_of(place) for place in places], 2))


def weight_of(text: str) -> str | dict[str, float]:
    """Read a criterion, or ``cost=1,time=30``."""
    if "=" not in text:
        return text
    pairs = [part.partition("=") for part in text.split(",")]
    try:
        return {name.strip(): float(value) for name, _, value in pairs}
    except ValueError:
        raise ValueError(f"weight {text!r} is not of the form cost=1,time=30") from None


def weight_words(given: Conditions) -> str:
    """Return a weight as people type it.

    Examples
    --------
    >>> weight_words(Conditions.of(weight={"cost": 1, "time": 30}))
    'cost=1,time=30'
    """
    weight = given.given_weight
    if isinstance(weight, str):
        return weight
    return ",".join(f"{name}={value:g}" for name, value in weight.items())
