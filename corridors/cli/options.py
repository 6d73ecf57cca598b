"""Groups of options that commands share: each told once, added by a decorator, read as one.

``@network``, ``@conditions`` and ``@shipment`` add their options to a command and hand it what they
mean as one argument, ``asked``; ``@printed`` (in :mod:`corridors.cli.printed`) as ``out``. What a
command cannot take is named with the reason: ``@conditions.but(weight="…")`` hides the option from
its help and refuses it in one sentence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any

import typer

from corridors.cli.completion import (
    complete_corridors,
    complete_criteria,
    complete_modes,
    complete_scenarios,
    complete_weights,
    one_of_words,
)
from corridors.cli.grouping import Group
from corridors.errors import no_number
from corridors.network.changes.serving import SERVICES
from corridors.network.network import Network
from corridors.network.places import Place, read_place
from corridors.network.places.pairs import Pairs, read_pairs
from corridors.network.prices import BOXES
from corridors.routing.conditions import Conditions, Shipment
from corridors.routing.conditions.typed import avoided, joined
from corridors.routing.conditions.words import typed_weight, weight_text
from corridors.vocabulary import COMMODITIES, TONNES_PER_UNIT

PlaceArgument = Annotated[str, typer.Argument(help="name, node id, UN/LOCODE, or lon,lat")]
Places = Annotated[list[str], typer.Argument(help="two or more places; all pairs in this order")]
#: The same, where a file of pairs will do.
SomePlaces = Annotated[
    list[str] | None, typer.Argument(help="two or more places; all pairs in this order")
]
PairsFile = Annotated[
    Path | None,
    typer.Option(
        "--pairs",
        help="CSV of pairs: origin, destination and tonnes or teu a year, or weight",
    ),
]
#: The legs of one row of a table.
Details = Annotated[int | None, typer.Option(help="show the legs of this row, too")]
SearchedBy = Annotated[
    list[str] | None,
    typer.Option(
        "--by", autocompletion=complete_criteria, show_default="cost, time, transits",
        help="what each corridor is searched by, generalised too (repeatable, or a,b)",
    ),
]  # fmt: skip
NETWORK_HELP = (
    "network instead of the embedded one: a folder of tables, GMNS or GeoParquet, or a .gpkg, "
    ".geojson or .graphml file"
)
#: Of the conditions, those that make the network.
_SITUATION = ("as_of", "scenarios", "service")
#: The day of the departure as well, if no other is said.
_OF_THE_DAY = (*_SITUATION, "departure")

#: Units of quantities, of any commodity.
UNITS = tuple(dict.fromkeys(unit for units in TONNES_PER_UNIT.values() for unit in units))


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
            words["avoid"] = avoided(self.before, words["avoid"])
        return Conditions.of(**words)

    @property
    def scenarios(self) -> tuple[Any, ...]:
        """The scenarios, of a command that compares them."""
        return self._told.scenarios

    @cached_property
    def _told(self) -> Conditions:
        """The day and the scenarios; those beside them are read by :attr:`conditions`."""
        return Conditions.of(**{n: w for n, w in self.words.items() if n in _OF_THE_DAY})

    @cached_property
    def _plain(self) -> Network:
        return network_of(self.file)


# -- the groups -----------------------------------------------------------------------------------


def _network(
    network: Annotated[
        Path | None, typer.Option("--network", "--data", help=NETWORK_HELP)
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option(
            help="day, such as 2026-03-15: the network as it stood then; reference: without events"
        ),
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
    service: Annotated[
        str | None,
        typer.Option(
            help="by rail: block, in a train of its own, or ordinary, wagon by wagon",
            show_default="what runs on each line", autocompletion=one_of_words(SERVICES),
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
            help="link, node, corridor, mode, country, border (Khunjerab; PK-AF, or PK>AF one way) "
            "or passage (hormuz, suez) to avoid (repeatable, or a,b)"
        ),
    ] = None,
    via: Annotated[
        list[str] | None, typer.Option(help="place to pass, in order (repeatable)")
    ] = None,
    irregular: Annotated[
        bool,
        typer.Option("--irregular", help="use services that run now and then, too"),
    ] = False,
    departure: Annotated[
        str | None,
        typer.Option(
            help="when the goods leave, such as 2026-01-16 or 2026-01-16T08:00, UTC unless a zone "
            "is given: services, opening hours, seasons and the events of that day then count",
        ),
    ] = None,
) -> dict[str, Any]:  # fmt: skip
    return {
        "weight": None if weight is None else typed_weight(weight),
        "service": service,
        "corridors": joined(corridor),
        "modes": joined(mode),
        "avoid": tuple(avoid or ()),
        "via": [place_of(place) for place in via or ()],
        "irregular": irregular or None,
        "departure": departure,
    }


Unit = Annotated[
    str | None,
    typer.Option(
        help="of --quantity: bcm, mcm (million m3), MMBtu or t of gas, bbl or t of oil",
        autocompletion=one_of_words(UNITS),
    ),
]
TimeValue = Annotated[
    float | None,
    typer.Option(
        help="what a day in transit costs, % of the goods' value: 0.05 fits published shares "
        "of containers (shares take it), 1.35 is of goods that choose between air and sea",
        min=0,
        max=100,
        show_default="1.35",
    ),
]


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
    quantity: Annotated[
        float | None,
        typer.Option(help="how much in a --unit of its own, in place of --cargo-t"),
    ] = None,
    unit: Unit = None,
    value_usd: Annotated[
        float | None, typer.Option(
            help="value of the goods, USD; gas and oil have that of their price if none is said",
            show_default="50000",
        ),
    ] = None,
    commodity: Annotated[
        str | None,
        typer.Option(
            help="container, bulk, oil or gas", show_default="container",
            autocompletion=one_of_words(COMMODITIES),
        ),
    ] = None,
    time_value: TimeValue = None,
) -> dict[str, Any]:  # fmt: skip
    given = {
        "box": box, "cargo_t": cargo_t, "value_usd": value_usd, "commodity": commodity,
        "quantity": quantity, "unit": unit,
        "time_share_per_day": None if time_value is None else time_value / 100,
    }  # fmt: skip
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
#: ``--weight``, ``--service``, ``--corridor``, ``--mode``, ``--avoid``, ``--via``, ``--irregular``,
#: ``--departure``.
conditions = Group(_conditions, "asked", _ask_on_one)
#: The same, for a command that has several corridors as ``asked.corridors``.
conditions_by_corridor = replace(conditions, put=_ask)
#: ``--box``, ``--cargo-t``, ``--quantity``, ``--unit``, ``--value-usd``, ``--commodity`` and
#: ``--time-value``.
shipment = Group(_shipment, "asked", _ask)


# -- what words mean ------------------------------------------------------------------------------


def network_of(file: Path | None) -> Network:
    """Return the network of a file or folder, or the embedded one."""
    if file is None:
        from corridors.network.catalogue import load

        return load()
    from corridors.formats import import_network

    return import_network(file)


def number_of(option: str, text: str) -> float:
    """Read a number of an option that takes several."""
    try:
        return float(text)
    except ValueError:
        raise ValueError(f"{option} {no_number(text)}") from None


def place_of(text: str) -> Place:
    """Read ``lon,lat`` as a position, everything else as a name."""
    if not text.strip():
        raise ValueError("a place is empty: give a name, a node id, a UN/LOCODE, or lon,lat")
    return read_place(text)


def pairs_of(places: Sequence[str]) -> list[tuple[Place, Place]]:
    """Return all pairs of some places, in their order."""
    from itertools import combinations

    if len(places) < 2:
        raise ValueError("give at least two places")
    return list(combinations([place_of(place) for place in places], 2))


def listed(places: Sequence[str] | None, file: Path | None) -> Pairs:
    """Return the pairs of a file, or all of some places.

    Raises
    ------
    ValueError
        If both are given, or fewer than two places.
    """
    if file is None:
        named = tuple(pairs_of(places or ()))
        return Pairs(named, (1.0,) * len(named))
    if places:
        raise ValueError("give places or --pairs, not both")
    return read_pairs(file)


def weight_words(given: Conditions) -> str:
    """Return a weight as people type it.

    Examples
    --------
    >>> weight_words(Conditions.of(weight={"cost": 1, "time": 30}))
    'cost=1,time=30'
    """
    return weight_text(given.given_weight)
