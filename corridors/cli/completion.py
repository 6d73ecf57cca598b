"""What a shell completes: words that are few and cheap to know."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable

from corridors.criteria import CRITERIA
from corridors.network.files import DATA_FOLDER
from corridors.vocabulary import MODES


def one_of_words(words: Iterable[str]) -> Callable[[str], list[str]]:
    """Return what completes one of some words."""
    return lambda incomplete: _begun(incomplete, words)


def complete_modes(incomplete: str) -> list[str]:
    """Return the modes that begin so."""
    return _begun(incomplete, MODES)


def complete_weights(incomplete: str) -> list[str]:
    """Return the criteria that begin so."""
    return _begun(incomplete, (*CRITERIA, "generalised"))


def complete_criteria(incomplete: str) -> list[str]:
    """Return the criteria, each of its own, that begin so."""
    return _begun(incomplete, CRITERIA)


def complete_corridors(incomplete: str) -> list[str]:
    """Return the embedded corridors that begin so: from their table alone, which is quick."""
    with (DATA_FOLDER / "corridors.csv").open(encoding="utf-8", newline="") as file:
        return _begun(incomplete, [row["corridor_id"] for row in csv.DictReader(file)])


def complete_scenarios(incomplete: str) -> list[str]:
    """Return the embedded scenarios that begin so."""
    from corridors.network.changes.cards import scenario_ids

    return _begun(incomplete, scenario_ids())


def complete_tables(incomplete: str) -> list[str]:
    """Return the tables that begin so."""
    from corridors.network.schema import schema

    return _begun(incomplete, schema())


def _begun(incomplete: str, words: Iterable[str]) -> list[str]:
    """Return the words that begin so; of several joined by commas, the last is completed."""
    before, comma, last = incomplete.rpartition(",")
    return [f"{before}{comma}{word}" for word in words if word.startswith(last)]
