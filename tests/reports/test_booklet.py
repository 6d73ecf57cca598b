"""Several ways as one file to hand over: what it says."""

from datetime import date

import pytest

import corridors as co
from corridors.reports.booklet import make_booklet, way_name

MADE = date(2026, 3, 2)


@pytest.fixture
def ways(toy):
    """By road through YY, and by rail: the cheapest first."""
    return co.alternatives(toy, "Alpha", "Epsilon", k=3)


def test_what_is_so_of_all_ways_stands_at_the_front_and_the_rest_with_its_way(ways):
    book = make_booklet({way_name(trip): trip for trip in ways}, MADE)
    assert book.title == f"Alpha (XX) - Epsilon (ZZ): {len(ways)} ways"
    front = dict(book.facts.rows)
    assert front["from"] == "Alpha (XX)"
    assert front["made on"] == MADE
    assert "by" not in front
    for trip, sheet in zip(ways, book.sheets, strict=True):
        own = dict(sheet.facts.rows)
        assert own["by"] == ", ".join(trip.by)
        assert not own.keys() & front.keys()
        assert not set(sheet.not_said) & set(book.not_said)
    assert any("not for quoting" in line for line in book.not_said)


def test_contents_have_the_totals_of_each_way(ways):
    book = make_booklet({way_name(trip): trip for trip in ways}, MADE)
    heads = [column.name for column in book.contents.columns]
    for number, (trip, row) in enumerate(zip(ways, book.contents.rows, strict=True), 1):
        said = dict(zip(heads, row, strict=True))
        assert (said["no."], said["way"]) == (number, way_name(trip))
        assert said["USD"] == trip.cost_usd
        assert said["days, expected"] == trip.time_h / 24
        assert said["transits"] == trip.transit_count


def test_one_way_alone_is_a_file_too(toy, tmp_path):
    trip = co.route(toy, "Alpha", "Epsilon")
    text = co.save_trips(trip, tmp_path / "one.md", made=MADE).read_text("utf-8")
    assert text.startswith("# Alpha (XX) - Epsilon (ZZ): one way\n")
    assert text.count(f"{way_name(trip)}") == 2


def test_ways_that_go_alike_are_told_apart_and_names_are_the_callers(toy, tmp_path):
    trip, other = co.route(toy, "Alpha", "Epsilon"), co.route(toy, "Beta", "Epsilon")
    text = co.save_trips([trip, trip, other], tmp_path / "w.md", made=MADE).read_text("utf-8")
    assert text.startswith("# 2 pairs of places: 3 ways\n")
    assert f"## 1. {way_name(trip)}\n" in text
    assert f"## 2. {way_name(trip)} (2)\n" in text
    named = co.save_trips({"ours": trip, "theirs": other}, tmp_path / "n.md", made=MADE)
    assert "\n## 2. theirs\n" in named.read_text("utf-8")


def test_names_say_in_what_ways_differ(net, tmp_path):
    """Fault: ways by the same modes through the same countries were called "(2)", "(3)"."""
    trips = [co.route(net, "Karachi", "Kabul", modes="road", weight=w) for w in ("cost", "time")]
    text = co.save_trips(trips, tmp_path / "w.md", made=MADE).read_text("utf-8")
    assert "## 1. By road, by Ghulam Khan\n" in text
    assert "## 2. By road, by Torkham\n" in text


def test_a_front_is_written_as_it_stands(toy, tmp_path):
    front = co.pareto(toy, "Alpha", "Epsilon")
    text = co.save_trips(front, tmp_path / "f.md", made=MADE).read_text("utf-8")
    assert text.count("\n## ") == len(front) + 2  # the contents, and what prices do not hold


def test_what_is_no_way_is_refused(toy, tmp_path):
    trip = co.route(toy, "Alpha", "Epsilon")
    for trips, error, said in (
        ([], ValueError, "trips is empty"),
        ({}, ValueError, "trips is empty"),
        ([trip, "x"], TypeError, "trips are itineraries, not 'x'"),
        (3, TypeError, "trips"),
    ):
        with pytest.raises(error, match=said):
            co.save_trips(trips, tmp_path / "x.md")
    with pytest.raises(ValueError, match=r"x.docx: expected a file ending in .pdf, .xlsx"):
        co.save_trips(trip, tmp_path / "x.docx")
    assert not list(tmp_path.iterdir())


def test_only_the_best_way_is_said_to_be_the_best(toy, ways):
    """Fault: the heading of a front and of alternatives said of all ways "best by: cost"."""
    for trips in (ways, list(co.pareto(toy, "Alpha", "Epsilon"))):
        book = make_booklet({f"way {k}": trip for k, trip in enumerate(trips)}, MADE)
        assert len(trips) > 1
        assert "best by" not in dict(book.facts.rows)
        said = ["best by" in dict(sheet.facts.rows) for sheet in book.sheets]
        assert said == [trip.cost_usd == min(t.cost_usd for t in trips) for trip in trips]
    both = {word: co.route(toy, "Alpha", "Epsilon", weight=word) for word in ("cost", "time")}
    book = make_booklet(both, MADE)
    assert [dict(sheet.facts.rows)["best by"] for sheet in book.sheets] == ["cost", "time"]
