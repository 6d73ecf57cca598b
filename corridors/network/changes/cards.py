"""Scenario cards: TOML files with a source, each a list of overrides."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corridors.errors import (
    ScenarioError,
    UnknownNameError,
    not_one_of,
    several,
    suggesting,
    there_is_no,
)
from corridors.network.changes.overrides import Override
from corridors.network.changes.reading import Draft, read_draft, slug
from corridors.network.countries import country_name
from corridors.network.files import DATA_FOLDER
from corridors.network.forms.gate import path_of
from corridors.vocabulary import BASES

if TYPE_CHECKING:
    import pandas as pd

CARD_FOLDER = DATA_FOLDER / "scenarios"
EXAMPLE_FOLDER = CARD_FOLDER / "examples"
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_CODE = re.compile(r"[A-Z]{2}")
#: So many faults of a card are listed; more are counted.
_MOST_TOLD = 500
#: Any override, of a card that is judged without its own.
_NOTHING = Override("close", "links", {"link_id": "any"})


@dataclass(frozen=True)
class Scenario:
    """A named, sourced list of overrides.

    Parameters
    ----------
    id
        Lower case letters, digits and hyphens.
    title
        A short name for people.
    overrides
        What changes. No two of them may touch the same value.
    what, why
        What changes, and why it is talked about.
    source_ids, basis
        Where the numbers come from, and how good they are: measured, published, derived or
        assumed.
    requires
        Ids of the scenarios that are applied with it.
    conflicts
        Ids of the scenarios that it cannot be combined with.
    between
        Codes of countries: only goods from one of them to another gain by it. The tables do not
        tell goods apart, so a verb that is asked about others says so.
    claim, claim_source_id
        The published figure that its effect should come near to.
    note
        What is left out.
    path
        The file that it was read from, if it was.

    Raises
    ------
    ScenarioError
        With every fault that can be seen without a network.

    Examples
    --------
    >>> import corridors as co
    >>> shut = co.Override("close", "border_crossings", {"bcp_id": "ir-tr-gurbulak"})
    >>> strike = co.Scenario("strike", "Gürbulak shut", (shut,))
    >>> co.route(co.load().apply(strike), "Tehran", "Istanbul", modes=["road"]).situation
    'reference year; scenario strike'
    """

    id: str
    title: str
    overrides: Sequence[Override]
    what: str = ""
    why: str = ""
    source_ids: Sequence[str] = ()
    basis: str = "assumed"
    requires: Sequence[str] = ()
    conflicts: Sequence[str] = ()
    between: Sequence[str] = ()
    claim: str = ""
    claim_source_id: str = ""
    note: str = ""
    path: Path | None = field(default=None, compare=False, repr=False)

    def __post_init__(self) -> None:
        for name in ("overrides", "source_ids", "requires", "conflicts", "between"):
            object.__setattr__(self, name, several(name, getattr(self, name)))
        for override in self.overrides:
            if not isinstance(override, Override):
                raise TypeError(f"overrides are Overrides, not {override!r}")
        found = self.faults()
        if found:
            raise ScenarioError([f"{self.id or 'scenario'}: {fault}" for fault in found])

    def faults(self) -> list[str]:
        """Return what is wrong with it, whatever the network."""
        found = []
        if not isinstance(self.id, str) or not _ID.fullmatch(self.id):
            found.append(f"id {self.id!r} is not lower-case words joined by hyphens")
        if not self.title:
            found.append("title is missing")
        if self.basis not in BASES:
            found.append(not_one_of("basis", self.basis, BASES))
        if not self.overrides:
            found.append("it has no override")
        codes = set(self.between)
        if codes and (len(codes) < 2 or not all(map(_CODE.fullmatch, codes))):
            told = ", ".join(self.between)
            found.append(f'between {told!r} are not two or more country codes, as ["AZ", "PK"]')
        both = set(self.requires) & set(self.conflicts)
        found += [f"it both requires and conflicts with {other!r}" for other in sorted(both)]
        if self.id in (*self.requires, *self.conflicts):
            found.append("it requires or conflicts with itself")
        for number, override in enumerate(self.overrides, start=1):
            found += [f"override {number}: {fault}" for fault in override.faults()]
        return found

    def about_others(self, home: str, away: str) -> str:
        """Return a sentence if it is about other goods than those from one country to another.

        Parameters
        ----------
        home, away
            Codes of the countries of origin and destination.
        """
        if not self.between or (home != away and {home, away} <= set(self.between)):
            return ""
        *some, last = map(country_name, self.between)
        return (
            f"{self.title!r} is about goods between {', '.join(some)} and {last}; the tables do "
            f"not tell goods apart, so what it gains on a way from {country_name(home)} to "
            f"{country_name(away)} is more than can be."
        )

    def sourced(self, override: Override) -> tuple[str, str]:
        """Return source and basis of an override: its own, or the card's.

        Parameters
        ----------
        override
            One of its overrides.

        Raises
        ------
        TypeError
            If it is none.
        """
        if not isinstance(override, Override):
            raise TypeError(f"override is an Override, not {override!r}")
        first = self.source_ids[0] if self.source_ids else "own-assumption"
        return override.source_id or first, override.basis or self.basis


def read_scenario(path: str | Path) -> Scenario:
    """Read a scenario card from a TOML file.

    Parameters
    ----------
    path
        A TOML file. What it does not say is taken so: the id is the file's name, and numbers are
        the card's own assumptions. ``corridors scenario new`` writes one to begin with,
        ``docs/scenarios.md`` explains each key.

    Returns
    -------
    Scenario
        The card, with the path it was read from.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ScenarioError
        With every fault of the card that can be seen without a network, its file and line; ids
        are checked when the card is applied, and by ``corridors scenario check``.

    Examples
    --------
    >>> import corridors as co
    >>> co.read_scenario("my-card.toml")  # doctest: +SKIP
    Scenario(id='my-card', ...)
    """
    draft = read_draft(path_of("read_scenario: path", path))
    made, faults = drafted(draft)
    if made is None or faults:
        raise ScenarioError([draft.at(fault) for fault in faults], most=_MOST_TOLD)
    return made


def drafted(draft: Draft) -> tuple[Scenario | None, list[str]]:
    """Return a card with what could be read of it, if anything could, and every fault of it."""
    faults = list(draft.faults)
    if not draft.overrides:
        return None, faults + _faults_of_values(draft.values)
    overrides = tuple(draft.overrides.values())
    try:
        return Scenario(**draft.values, overrides=overrides, path=draft.file), faults
    except ScenarioError:
        return None, faults + _faults_of_values(draft.values)


def _faults_of_values(values: Mapping[str, Any]) -> list[str]:
    """Return what is wrong with a card but for its overrides."""
    try:
        Scenario(**values, overrides=(_NOTHING,))
    except ScenarioError as error:
        return [fault.partition(": ")[2] for fault in error.faults]
    return []


# -- the embedded cards ---------------------------------------------------------------------------


def scenario_ids() -> tuple[str, ...]:
    """Return the ids of the embedded cards, in order."""
    return tuple(sorted(file.stem for file in CARD_FOLDER.glob("*.toml")))


def example_kinds() -> tuple[str, ...]:
    """Return the kinds of example cards, in order."""
    return tuple(sorted(file.stem for file in EXAMPLE_FOLDER.glob("*.toml")))


def example_card(kind: str, name: str = "") -> str:
    """Return the text of an example card, with comments, under a name of its own.

    Raises
    ------
    UnknownNameError
        If there is no example of that kind.
    """
    if kind not in example_kinds():
        raise UnknownNameError(not_one_of("example", kind, example_kinds()))
    text = (EXAMPLE_FOLDER / f"{kind}.toml").read_text(encoding="utf-8")
    if not name:
        return text
    return text.replace("NAME.toml", f"{name}.toml").replace(f'"own-{kind}"', f'"{slug(name)}"')


@cache
def scenario(scenario_id: str) -> Scenario:
    """Return an embedded scenario card.

    Parameters
    ----------
    scenario_id
        An id as in :func:`scenarios`.

    Returns
    -------
    Scenario
        The card.

    Raises
    ------
    UnknownNameError
        If there is no card of that id.

    Examples
    --------
    >>> import corridors as co
    >>> co.scenario("suez-closed").overrides[0].action
    'close'
    """
    if scenario_id not in scenario_ids():
        raise UnknownNameError(
            there_is_no(
                "scenario", scenario_id, scenario_ids(), "'corridors scenario list' lists them"
            )
        )
    return read_scenario(CARD_FOLDER / f"{scenario_id}.toml")


def scenarios() -> pd.DataFrame:
    """Return the embedded scenario cards.

    Returns
    -------
    DataFrame
        By ``scenario_id``: title, what, why, overrides (how many), basis, source_ids,
        requires, conflicts, claim.

    Examples
    --------
    >>> import corridors as co
    >>> "suez-closed" in co.scenarios().index
    True
    """
    import pandas as pd

    rows = [
        {
            "scenario_id": card.id,
            "title": card.title,
            "what": card.what,
            "why": card.why,
            "overrides": len(card.overrides),
            "basis": card.basis,
            "source_ids": card.source_ids,
            "requires": card.requires,
            "conflicts": card.conflicts,
            "claim": card.claim,
        }
        for card in map(scenario, scenario_ids())
    ]
    columns = ["scenario_id", "title", "what", "why", "overrides", "basis", "source_ids"]
    columns += ["requires", "conflicts", "claim"]
    return pd.DataFrame(rows, columns=columns).set_index("scenario_id")


def overrides_of(cards: Sequence[Scenario], name: str) -> pd.DataFrame:
    """Return what one of some scenarios changes, a row an override, with source and basis.

    Raises
    ------
    UnknownNameError
        If none of them has this id.
    """
    import pandas as pd

    for card in cards:
        if card.id == name:
            rows = [
                {
                    "scenario": name, "title": card.title, "change": one.words,
                    "source_id": one.source_id or ";".join(card.source_ids),
                    "basis": one.basis or card.basis, "note": one.note,
                }
                for one in card.overrides
            ]  # fmt: skip
            return pd.DataFrame(rows)
    raise UnknownNameError(there_is_no("scenario applied called", name, [c.id for c in cards]))


def scenarios_of(given: str | Scenario | Iterable[str | Scenario]) -> tuple[Scenario, ...]:
    """Return scenarios: cards, ids of embedded ones, or paths of ``.toml`` files."""
    many = (given,) if isinstance(given, str | Scenario) else several("scenarios", given)
    found: list[Scenario] = []
    for one in many:
        if isinstance(one, Scenario):
            found.append(one)
        elif isinstance(one, str):
            found.append(read_scenario(one) if one.endswith(".toml") else scenario(one))
        else:
            raise TypeError(f"a scenario is a Scenario or the id of one, not {one!r}")
    return tuple(card for k, card in enumerate(found) if card not in found[:k])


# -- which scenarios go together ------------------------------------------------------------------


def with_required(chosen: Sequence[Scenario], *, declared: bool = True) -> list[Scenario]:
    """Return the scenarios with all they require, in the order of their ids.

    Parameters
    ----------
    chosen
        Scenarios.
    declared
        Whether those that declare so cannot be combined.

    Raises
    ------
    ScenarioError
        If one is missing, two conflict, two differ under one id, or requirements go round
        in a circle; every fault is listed.
    """
    found: dict[str, Scenario] = {}
    faults: list[str] = []
    queue = list(chosen)
    for card in queue:
        if card.id in found:
            if found[card.id] != card:
                faults.append(f"two different scenarios are called {card.id!r}")
            continue
        found[card.id] = card
        for other in card.requires:
            if other not in found:
                queue += _required(card, other, chosen, faults)
    faults += _circles(found)
    faults += [
        f"{card.id!r} cannot be combined with {other!r}: {card.title}"
        for card in found.values()
        for other in (card.conflicts if declared else ())
        if other in found
    ]
    if faults:
        raise ScenarioError(sorted(set(faults)))
    return [found[key] for key in sorted(found)]


def _required(
    card: Scenario, other: str, chosen: Sequence[Scenario], faults: list[str]
) -> list[Scenario]:
    """Return a scenario that another needs: given, in the same folder, or embedded."""
    given = [c for c in chosen if c.id == other]
    if given:
        return given
    beside = card.path.parent / f"{other}.toml" if card.path else None
    if beside is not None and beside.exists():
        return [read_scenario(beside)]
    if other in scenario_ids():
        return [scenario(other)]
    faults.append(
        suggesting(
            f"{card.id!r} requires {other!r}, which is no scenario",
            other,
            [*scenario_ids(), *(c.id for c in chosen)],
        )
    )
    return []


def _circles(cards: Mapping[str, Scenario]) -> list[str]:
    faults = []
    for start in sorted(cards):
        way, seen = [start], {start}
        while way:
            onward = [r for r in cards[way[-1]].requires if r in cards]
            if start in onward:
                if start == min(way):
                    faults.append(f"requirements go round in a circle: {' > '.join([*way, start])}")
                break
            nexts = [r for r in onward if r not in seen]
            if not nexts:
                way.pop()
                continue
            seen.add(nexts[0])
            way.append(nexts[0])
    return faults
