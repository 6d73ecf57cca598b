"""Options of imports: whose rules the network obeys."""

from __future__ import annotations

from typing import Annotated

import typer

from corridors.cli.completion import one_of_words
from corridors.errors import one_of
from corridors.network.checks.rules import SETTINGS

ReEntry = Annotated[
    str | None,
    typer.Option(
        "--re-entry",
        help="may a way come back to a country that it has left: allow (so are models read) or "
        "forbid (so is OpenStreetMap)",
        autocompletion=one_of_words(SETTINGS["re_entry"]),
    ),
]
Lengths = Annotated[
    str | None,
    typer.Option(
        "--lengths",
        help="must lengths of links fit the straight line: check (so is OpenStreetMap read) or "
        "trust (so are models)",
        autocompletion=one_of_words(SETTINGS["lengths"]),
    ),
]


def check_rules(**chosen: str | None) -> None:
    """Raise, before any work, if a rule has no such setting."""
    for rule, word in chosen.items():
        if word is not None:
            one_of(f"--{rule.replace('_', '-')}", word, SETTINGS[rule])
