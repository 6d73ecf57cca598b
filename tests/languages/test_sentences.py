"""Texts are found whole, by their blanks, or piece by piece; what is not known stays."""

import pytest

from corridors.languages import sentences
from corridors.languages.catalogue import Catalogue, catalogue_of
from corridors.languages.sentences import blanks_of, in_language, sentence_of

WORDS = {
    "road": "ROAD", "rail": "RAIL", "by": "BY", "no way": "NO WAY",
    "It takes {days:n} days by {way}.": "{way}: DAYS {days}.",
    "{where} is shut since {day:d}": "SINCE {day}: {where}",
    "{name} against {name2} {name}": "{name2}+{name}",
    "On the way: {told}.": "WAY: {told}.",
    "Best of all.": "BEST.",
    "{count:n} way": ["{count} WAY", "{count} WAYS", "{count} WAYZ"],
    "{count:n} ways": ["{count} WAY", "{count} WAYS", "{count} WAYZ"],
}  # fmt: skip


@pytest.fixture(autouse=True)
def known(monkeypatch):
    forms = catalogue_of("ru").forms | {"group": "'", "day": "{d}/{m}/{year}"}
    made = Catalogue("xx", WORDS, {"Iran": "IRAN"}, {" and ": " AND "}, forms)
    monkeypatch.setattr(sentences, "catalogue_of", lambda language: made)
    sentences._in_language.cache_clear()
    sentences._sentences.cache_clear()
    yield
    sentences._in_language.cache_clear()
    sentences._sentences.cache_clear()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("road", "ROAD"), ("Road", "ROAD"), (" road ", " ROAD "), ("Iran", "IRAN"), ("", ""), (" ", " "),
        # blanks are put in the language, numbers and days too; a number is no word
        ("It takes 1,234.5 days by road.", "ROAD: DAYS 1'234,5."),
        ("It takes long days by road.", "It takes long days by road."),
        ("Torkham is shut since 2026-03-05", "SINCE 5/3/2026: Torkham"),
        # one expression that stands twice is the same twice
        ("A against B A", "B+A"), ("A against B C", "A against B C"),
        # sentences one by one, in any order; what is not known stays in its place
        ("Best of all. It takes 2 days by rail.", "BEST. RAIL: DAYS 2."),
        ("Unheard of. Best of all.", "Unheard of. BEST."),
        ("On the way: Best. Best of all.", "WAY: Best. BEST."),
        # a blank holds sentences and pieces of their own
        ("On the way: rail, road and Iran.", "WAY: RAIL, ROAD AND IRAN."),
        ("Karachi (Iran): rail; road", "Karachi (IRAN): RAIL; ROAD"), ("road+rail", "ROAD+RAIL"),
        # names stay as they are, and what stands between them
        ("Dover and Calais", "Dover and Calais"), ("Broadway", "Broadway"),
        ("1 way", "1 WAY"), ("3 ways", "3 WAYS"), ("11 ways", "11 WAYZ"), ("1.5 ways", "1,5 WAYS"),
    ],
)  # fmt: skip
def test_texts(text, told):
    assert in_language(text, "xx") == told


def test_english_is_the_same_object():
    text = "It takes 2 days by road."
    assert in_language(text, "en") is text


def test_a_text_that_is_hostile_takes_no_time():
    long = "A and " * 4000 + "It takes " * 2000
    assert in_language(long, "xx") == long


def test_blanks():
    assert list(blanks_of("{a} {b:n} {a}")) == ["a", "b", "a"]
    assert sentence_of("{a} (x)", "").pattern.fullmatch("b (x)")["a"] == "b"


def test_sentences_of_the_situation_are_told_in_each_language(monkeypatch):
    """Faults: *is more than can be* was told by its end alone, *since* with its source behind."""
    monkeypatch.setattr(sentences, "catalogue_of", catalogue_of)
    gain = (
        "'Torkham closed' is about goods between Pakistan and Afghanistan; the tables do not tell "
        "goods apart, so what it gains on a way from Pakistan to Iran is more than can be."
    )
    ends = (
        "The evidence on events ends on 2026-06-30: "
        "what began or ended between then and 2026-12-14 is not known."
    )
    for language in ("ru", "tr", "zh"):
        told = in_language(gain, language)
        assert "goods" not in told
        assert "can be" not in told
        assert in_language("Torkham closed", language) in told
        assert "evidence" not in in_language(ends, language)
    since = in_language("On the way: A (since 2025-05-03; source: B, c).", "tr")
    assert since == "Yol \u00fczerinde: A (3 May 2025 tarihinden beri; kaynak: B, c)."
    leaves = "All leave on Mon 2026-12-14 00:00 UTC; waits are those of the day."
    for language in ("ru", "tr", "zh"):
        told = in_language(leaves, language)
        assert "Mon" not in told
        assert "00:00 UTC" in told


@pytest.mark.parametrize("language", ["ru", "tr", "zh"])
def test_a_position_is_written_alike_in_all_languages(language):
    """It was half a list of numbers: "(51.4, 35,7)" has three."""
    for text in ("(51.4, 35.7)", "(51.4, 35.7) - (69.24, 41.31)", "(38.5, 43.881, 'TR')"):
        assert in_language(text, language) == text
    told = in_language("Loading at (51.4, 35.7) (road)", language)
    assert "(51.4, 35.7)" in told
    assert "road" not in told
