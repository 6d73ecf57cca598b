"""The words of a question: one table that reads them, refuses them, and documents them."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from corridors.errors import did_you_mean, number_hint, one_of
from corridors.languages import LANGUAGES
from corridors.network.changes.serving import SERVICES
from corridors.network.prices import BOXES
from corridors.routing.conditions.typed import joined
from corridors.vocabulary import COMMODITIES, MODES, TONNES_PER_UNIT

#: A text of a question has no more letters, a list no more members.
MOST_LETTERS, MOST_MEMBERS = 200, 50
_YES, _NO = ("true", "yes", "1"), ("false", "no", "0")
_UNITS = tuple(dict.fromkeys(unit for units in TONNES_PER_UNIT.values() for unit in units))


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a question.

    Parameters
    ----------
    name, what
        The word, and what it means.
    kind
        ``"string"``, ``"number"``, ``"integer"`` or ``"boolean"``.
    many
        Whether it may be repeated, or be a list in a body.
    choices
        The values that there are; empty: any.
    default
        What holds if it is left out, for people.
    least, most
        Bounds of a number.
    joined
        Whether several may stand in one text, with commas.
    """

    name: str
    what: str
    kind: str = "string"
    many: bool = False
    choices: tuple[str, ...] = ()
    default: str = ""
    least: float = -math.inf
    most: float = math.inf
    joined: bool = False

    def read(self, given: Sequence[Any]) -> Any:
        """Return the value that was given, checked.

        Raises
        ------
        ValueError
            If it is none that can be, or given twice.
        """
        if len(given) > 1 and not self.many:
            raise ValueError(f"{self.name} is given {len(given)} times: give it once")
        if len(given) > MOST_MEMBERS:
            raise ValueError(f"{self.name} has {len(given)} values: {MOST_MEMBERS} at most")
        found = [self._one(value) for value in given]
        if not self.many:
            return found[0]
        if self.joined:
            found = [*joined(found)]
        if self.choices:
            found = [one_of(self.name, word, self.choices) for word in found]
        return tuple(dict.fromkeys(found))

    def _one(self, value: Any) -> Any:
        if self.kind == "string":
            text = _text(self.name, value)
            return one_of(self.name, text, self.choices) if self.choices and not self.many else text
        if self.kind == "boolean":
            return _truth(self.name, value)
        found = _number(self.name, value)
        if not self.least <= found <= self.most:
            bounds = f"from {self.least:g} to {self.most:g}"
            raise ValueError(f"{self.name} must be {bounds}, not {found:g}")
        if self.kind == "integer" and found != int(found):
            raise ValueError(f"{self.name} must be a whole number, not {found:g}")
        return int(found) if self.kind == "integer" else found


def _text(name: str, value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{name} is a text, not {_short(value)}")  # noqa: TRY004  one kind
    if len(value) > MOST_LETTERS:
        raise ValueError(f"{name} has {len(value):,} letters: {MOST_LETTERS} at most")
    if not value.strip():
        raise ValueError(f"{name} is empty: give a value, or leave it out")
    if any(unicodedata.category(letter) in ("Cc", "Cs", "Co", "Cn") for letter in value):
        raise ValueError(f"{name} has a character that is no letter, sign or space")
    return value.strip()


def _truth(name: str, value: Any) -> bool:
    if isinstance(value, bool):
        return value
    word = value.lower() if isinstance(value, str) else ""
    if word not in (*_YES, *_NO):
        raise ValueError(f"{name} is true or false, not {_short(value)}")
    return word in _YES


def _number(name: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ValueError(f"{name} is a number, not {_short(value)}")  # noqa: TRY004
    try:
        found = float(value) if not isinstance(value, str) or len(value) <= 40 else math.nan
    except (ValueError, OverflowError):
        found = math.nan
    if not math.isfinite(found):
        raise ValueError(f"{name} is a number, not {_short(value)}{number_hint(value)}")
    return found


def _short(value: Any) -> str:
    """Return what was given in a few letters, whatever it is."""
    text = value if isinstance(value, str) else "null" if value is None else type(value).__name__
    return repr(text if len(text) <= 40 else f"{text[:40]}\u2026")


def of(*words: Word) -> dict[str, Word]:
    """Return words by their names."""
    return {word.name: word for word in words}


_PLACE = "a name in any usual spelling or script, a node id, a UN/LOCODE, or lon,lat[,country]"
PAIR = of(
    Word("origin", f"where the goods leave: {_PLACE}"),
    Word("destination", f"where they go: {_PLACE}"),
)
PAIRS = of(
    Word("origin", f"where the goods leave: {_PLACE}; repeatable", many=True),
    Word("destination", f"where they go: {_PLACE}; repeatable", many=True),
)
SHIPMENT = of(
    Word("box", "the container", choices=BOXES, default="40ft"),
    Word("cargo_t", "mass of the goods, tonnes", "number", default="20"),
    Word("value_usd", "value of the goods, USD", "number", default="50000"),
    Word("commodity", "what is shipped", choices=COMMODITIES, default="container"),
    Word("quantity", "how much in a unit of its own, in place of cargo_t", "number"),
    Word("unit", "of quantity: of gas or oil", choices=_UNITS),
)
SITUATION = of(
    Word(
        "as_of",
        "day, such as 2026-03-15: the network as it stood then; reference: without events",
    ),
    Word(
        "scenario", "id of an embedded card, as /scenarios lists them; repeatable, or a,b",
        many=True, joined=True,
    ),
    Word(
        "service", "by rail: in a train of its own, or wagon by wagon", choices=SERVICES,
        default="what runs on each line",
    ),
)  # fmt: skip
WAYS = of(
    Word("mode", "mode allowed; repeatable, or a,b", many=True, joined=True, choices=tuple(MODES)),
    Word(
        "avoid", "link, node, corridor, mode, country, border (Khunjerab; PK-AF, or PK>AF one "
        "way) or passage (hormuz, suez) to avoid; repeatable, or a,b", many=True,
    ),
    Word("via", "place to pass, in order; repeatable", many=True),
    Word("irregular", "use services that run now and then, too", "boolean", default="false"),
    Word(
        "departure", "when the goods leave, such as 2026-01-16 or 2026-01-16T08:00, UTC unless "
        "a zone is given: services, opening hours, seasons and the events of that day then count",
    ),
)  # fmt: skip
WEIGHT = of(
    Word(
        "weight", "what is minimised: cost, time, distance, transits, co2e, generalised, or "
        "cost=1,time=30 (USD an hour)", default="cost",
    ),
    Word(
        "usd_per_day", "in place of weight: cost and time count, and a day is worth so much",
        "number", least=0, most=1e9,
    ),
)  # fmt: skip
LANGUAGE = of(
    Word(
        "language", "of the sentences and names that are shown", choices=tuple(LANGUAGES),
        default="en",
    ),
)  # fmt: skip
CORRIDOR = of(Word("corridor", "id of a corridor to follow, as /corridors lists them"))
CORRIDORS = of(
    Word(
        "corridor", "id of a corridor to compare; repeatable, or a,b", many=True, joined=True,
        default="all",
    ),
)  # fmt: skip


def read_words(known: Mapping[str, Word], given: Mapping[str, Sequence[Any]]) -> dict[str, Any]:
    """Return the values of a question, each checked by its row of the table.

    Parameters
    ----------
    known
        The words that may be given.
    given
        What was given, each once or several times.

    Raises
    ------
    ValueError
        If a word is not known here, or a value is none that can be.

    Examples
    --------
    >>> read_words({**PAIR, **SHIPMENT}, {"origin": ["Karachi"], "cargo_t": ["18"]})
    {'origin': 'Karachi', 'cargo_t': 18.0}
    """
    for name in given:
        if name not in known:
            near = did_you_mean(name, known) or f" There are {', '.join(known)}."
            raise ValueError(f"there is no word {_short(name)} here.{near}")
    return {name: known[name].read(values) for name, values in given.items() if values}
