"""What of a module's strings is a text, and what its blanks are."""

import pytest

from corridors.languages import of_reports
from corridors.languages.gather import (
    ALSO,
    NOT_SHOWN,
    PACKAGE,
    TOLD,
    is_text,
    texts_of_module,
    texts_of_source,
)


@pytest.mark.parametrize(
    ("source", "texts"),
    [
        ('"""A docstring of a module."""', []),
        ('def f() -> "a text":\n    """Return a text."""\n    return "no way remains"', ["no way remains"]),
        ('raise ValueError(f"{name} is no way at all")', []),
        ('f"{trip.cost_usd:,.0f} USD by {way}"', ["{cost_usd:n} USD by {way}"]),
        ('f"from {a} to {a} or to {b.a}"', ["from {a} to {a} or to {a2}"]),
        ('f"on {day:%Y-%m-%d} it was"', ["on {day:d} it was"]),
        ('f"it was{f\' by {x}\' if x else \'\'} shut"', ["it was by {x} shut", "it was shut"]),
        ('x = "One text. Another text."', ["One text.", "Another text."]),
        ('W = " for want of "\nf"shut{W}{x} here"', ["for want of", "shut for want of {x} here"]),
        ('Column("km", ",.0f")', ["km"]), ('ReportTable("key", "Title", c, r)', ["Title"]),
        ('counted(n, "way")', ["{count:n} way"]),
        ('x["a key of two"] == "as it is"', []), ('"<b>some text</b>"', []), ('"corridors --help is"', []),
    ],
)  # fmt: skip
def test_texts_of_module(source, texts):
    assert list(texts_of_module(source)) == texts


def test_what_is_told_is_there():
    for name, told in TOLD.items():
        assert all((PACKAGE / one).exists() for one in told)
        texts = texts_of_source(name)
        assert not set(texts) & set(NOT_SHOWN)
        assert set(ALSO[name]) <= set(texts)


def test_what_is_not_shown_is_of_the_source():
    found = set()
    for told in TOLD.values():
        for name in told:
            path = PACKAGE / name
            files = [path] if path.suffix else path.glob("*.py")
            for file in (file for file in files if file.suffix == ".py"):
                found.update(texts_of_module(file.read_text(encoding="utf-8")))
    left_out = {**NOT_SHOWN, **of_reports.NOT_SHOWN}
    assert set(left_out) <= found
    assert all(left_out.values())


def test_signs_alone_are_no_text():
    assert not any(
        is_text(text) for text in ("", "{a} ({b})", "{a}, {b}", "km", "a_b c", "# of a b")
    )
