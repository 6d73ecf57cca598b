"""Reports and sheets in other languages: no English of ours is left, and English stays as it was."""

from datetime import date

import pytest
from untold import left_in_english, names_of, words_of

import corridors as co
from corridors.languages import LANGUAGES
from corridors.reports.booklet import make_booklet
from corridors.reports.content import make_content
from corridors.reports.files import markdown
from corridors.reports.sheet import make_sheet
from corridors.reports.sheet_forms import sheet_html, sheet_markdown
from corridors.routing.conditions import DEFAULT_SHIPMENT

OTHERS = [language for language in LANGUAGES if language != "en"]
MADE = date(2026, 6, 1)
#: What is English by design: titles of events are headlines, sources have names and ids.
ENGLISH = {"events": ("title",), "sources": ("source_id", "publisher")}
#: Names of things that every language writes so, and of what only the library has.
NAMES = {"corridors", "data", "net", "row", "effects", "scenario", "compare", "embedded", "tir", "cmr",
    "utc", "asycuda", "world", "ncts", "iti", "eco"}  # fmt: skip


@pytest.fixture(scope="module")
def content(net):
    return make_content(
        net, "Karachi", "Istanbul", (), weight="cost", shipment=DEFAULT_SHIPMENT, corridors=None
    )


@pytest.fixture(scope="module")
def trip(net):
    return co.route(net, "Karachi", "Tashkent", departure="2026-05-04", modes=["road", "rail"])


def texts_of_table(table):
    yield table.title
    yield from filter(None, [table.note])
    for column in table.columns:
        yield column.head
        if not column.names:
            yield from (column.text(row[table.columns.index(column)]) for row in table.rows)


def texts_of(shown):
    """Yield all that a report or a sheet shows, but remarks of the tables."""
    yield shown.title
    for name in ("question", "findings", "method", "notes", "not_said"):
        told = getattr(shown, name, ())
        yield from [told] if isinstance(told, str) else told
    tables = [
        getattr(shown, name) for name in ("facts", "totals", "contents") if hasattr(shown, name)
    ]
    for table in (*tables, *getattr(shown, "tables", ())):
        yield from texts_of_table(table)


def left(shown, net, language):
    """Return the texts of ours that are in English, with the words that tell it."""
    known = NAMES.union(*(
        words_of(str(cell)) for name, columns in ENGLISH.items()
        for column in columns for cell in net.table(name)[column]
    ))  # fmt: skip
    remarks = [one for part in (shown, *getattr(shown, "sheets", ()))
               for one in getattr(part, "remarks", ())]  # fmt: skip
    told = set(texts_of(shown.in_language(language))) - set(remarks)
    before = set(texts_of(shown))
    found = left_in_english(told, net, language, before=before)
    return {text: words_of(text) - names_of(net) - known for text in found
            if words_of(text) - names_of(net) - known}  # fmt: skip


@pytest.mark.parametrize("language", OTHERS)
def test_no_english_of_ours_is_left_in_a_report(content, net, language):
    assert left(content, net, language) == {}


@pytest.mark.parametrize("language", OTHERS)
def test_no_english_of_ours_is_left_in_a_sheet(trip, net, language):
    assert left(make_sheet(trip, MADE), net, language) == {}
    assert left(make_booklet({"1": trip, "2": trip}, MADE), net, language) == {}


def test_english_is_what_it_was(content, trip):
    sheet = make_sheet(trip, MADE)
    assert content.in_language("en") is content
    assert sheet.in_language("en") is sheet
    assert make_booklet({"1": trip}, MADE).language == "en"


@pytest.mark.parametrize("language", OTHERS)
def test_amounts_are_those_of_english(content, language):
    """Numbers are the same, digit by digit, whatever stands between their digits."""
    for mine, told in zip(content.tables, content.in_language(language).tables, strict=True):
        assert mine.rows == told.rows
        for column, other in zip(mine.columns, told.columns, strict=True):
            for row in mine.rows:
                value = row[mine.columns.index(column)]
                if isinstance(value, int | float):
                    digits = [c for c in other.text(value) if c.isdigit()]
                    assert digits == [c for c in column.text(value) if c.isdigit()]


def test_forms_say_the_language(content, trip):
    sheet = make_sheet(trip, MADE).in_language("ru")
    assert b'<html lang="ru">' in sheet_html(sheet)
    assert "## По участкам" in sheet_markdown(sheet).decode()
    assert "## Метод и версия данных" in markdown(content.in_language("ru"))
    assert b'<html lang="en">' in sheet_html(make_sheet(trip, MADE))


def test_remarks_of_the_tables_stay_and_are_said_to(trip):
    sheet = make_sheet(trip, MADE)
    told = sheet.in_language("tr")
    assert sheet.remarks
    assert told.notes[-len(sheet.remarks) :] == sheet.remarks
    assert told.notes[-len(sheet.remarks) - 1] == "Tabloların açıklamaları İngilizcedir:"


def test_an_unknown_language_is_refused_before_anything_is_written(trip, net, tmp_path):
    for write in (
        lambda path: trip.save(path, language="rus"),
        lambda path: co.save_trips([trip], path, language="rus"),
        lambda path: co.report(net, "Karachi", "Istanbul", path, language="rus"),
    ):
        with pytest.raises(ValueError, match="language 'rus' is not one of en, ru, tr, zh"):
            write(tmp_path / "a.html")
    assert [*tmp_path.iterdir()] == []


def test_a_pdf_is_in_letters_that_a_font_has(toy, tmp_path, monkeypatch):
    """Without a font for Chinese a sheet is in English, and that is said; no boxes are printed."""
    from corridors.charts import letters

    trip = co.route(toy, "Alpha", "Epsilon")
    monkeypatch.setattr(letters, "_chinese_font", lambda: "")
    with pytest.warns(UserWarning, match="no font with Chinese letters"):
        trip.save(tmp_path / "zh.pdf", made=MADE, language="zh")
    trip.save(tmp_path / "en.pdf", made=MADE)
    assert (tmp_path / "zh.pdf").read_bytes() == (tmp_path / "en.pdf").read_bytes()
