"""Notes speak of the world, not of how the tables were made; addresses are addresses."""

from __future__ import annotations

import re

import pytest

import corridors as co
from corridors.network.files import DATA_FOLDER

#: What no note says: kinds, each with an example of what was found once.
KINDS = {
    "number of a lost list (K024, T060, W005)": r"\b(?:[BCGKPSTW][01]|E0)\d\d\b",
    "file of a workshop (figures.csv)": r"\bfigures?\.csv\b|^(?:as )?figures? [A-Z]\d",
    "who made it": r"\bworkers?\b|\breviewer\b|\bsession\b",
    "mark of an edit": r"NEW ROW|TODO|FIXME|XXX|\bplaceholder\b",
    "how the page was read": r"stored cop|search tool|\bsnippet|\bscraped\b",
    "rows of the tables": r"\* rows?\b|border row|\bthis row\b|\blink id\b|map it on",
    "structures of a program": r"\b(?:world |road |the )graph\b|\bsnaps\b",
}
NET = co.load()
NOTES = [
    (name, number, text)
    for name in NET.table_names
    for column in ("note",)
    if column in NET.table(name).columns
    for number, text in enumerate(NET.table(name)[column])
    if text
]


@pytest.mark.parametrize("kind", KINDS)
def test_no_note_has_words_of_the_workshop(kind):
    found = [f"{name}, row {n}: {text}" for name, n, text in NOTES if re.search(KINDS[kind], text)]
    assert not found, f"{kind}: {found[:5]}"


@pytest.mark.parametrize("kind", KINDS)
def test_no_card_has_them_either(kind):
    for path in (DATA_FOLDER / "scenarios").glob("*.toml"):
        assert not re.search(KINDS[kind], path.read_text(encoding="utf-8")), path.name


def test_notes_are_written_out():
    for name, number, text in NOTES:
        where = f"{name}, row {number}: {text}"
        assert text == text.strip(" ;,"), where
        assert not re.search(r"\(\s*\)|\s[;,)]|  ", text), where


def test_addresses_do_not_end_in_another_host():
    sources = NET.table("sources")
    for url in sources["url"]:
        assert not url or re.match(r"https?://[^/\s]+\.[a-z]{2,}(?::\d+)?(?:/|$|\?)", url), url
        end = url.rstrip("/").rsplit("/", 1)[-1]
        assert end == url.split("//")[-1].rstrip("/") or not re.fullmatch(
            r"(?:[\w-]+\.)+(?:com|org|net)", end
        ), url
