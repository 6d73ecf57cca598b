"""Text of PDF pages: no line wider than its place, nothing lost, whatever the words are."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from toy import change, toy_network

import corridors as co
from corridors.reports.columns import Column, ReportTable
from corridors.reports.pdf import _advance, _Pages, column_widths, sheet_pdf, text_width, wrapped
from corridors.reports.sheet import make_sheet


@given(st.text("ab Wi-.", max_size=60), st.floats(8, 200))
@settings(max_examples=60, deadline=None)
def test_wrapped_lines_are_no_wider_and_keep_every_letter(text, width):
    lines = wrapped(text, width, 7)
    assert all(text_width(line, 7) <= width or len(line) == 1 for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_columns_fill_no_more_than_the_page():
    row = ("a very long word: " + "x" * 400, 1.0, "some words that may stand in several lines")
    table = ReportTable("k", "t", (Column("what"), Column("n", ".1f"), Column("why")), (row,) * 2)
    for width in (60, 300, 500):
        widths = column_widths(table, width, 7)
        assert sum(widths) <= width
        assert min(widths) > 0


def test_long_sheets_go_on_and_nothing_leaves_the_page(monkeypatch):
    names = change(
        toy_network().table("nodes"), "name", {"node_id": "zz-e"}, "$x^2$ " + "long " * 90
    )
    trip = co.route(toy_network(nodes=names), "Alpha", "zz-e")
    kept = []
    monkeypatch.setattr(_Pages, "to_bytes", lambda self, title: kept.append((self, title)) or b"")
    sheet_pdf(make_sheet(trip, date(2026, 3, 2)))
    pages = kept[0][0].pages
    assert len(pages) > 1
    for page in pages:
        page.draw_without_rendering()
        whole = page.bbox
        for text in page.texts:
            box = text.get_window_extent()
            assert box.x0 >= whole.x0
            assert box.x1 <= whole.x1
            assert box.y0 >= whole.y0 + 30


def test_pages_are_numbered(tmp_path, toy):
    trip = co.route(toy, "Alpha", "Epsilon")
    seen = []
    real = _Pages.to_bytes

    def keep(self, title):
        data = real(self, title)
        seen.extend(page.texts[-1].get_text() for page in self.pages)
        return data

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_Pages, "to_bytes", keep)
        data = trip.save(tmp_path / "trip.pdf").read_bytes()
    assert data.startswith(b"%PDF-")
    assert data.count(b"/Type /Page ") == len(seen)
    assert seen == [
        f"Alpha (XX) - Epsilon (ZZ), page {k} of {len(seen)}" for k in range(1, len(seen) + 1)
    ]


def test_letters_are_measured_by_matplotlib_3_8_too(monkeypatch):
    """Its fonts have no LoadFlags: each sheet as PDF ended there."""
    from matplotlib import ft2font

    now = text_width("Karachi - Tashkent", 10)
    monkeypatch.delattr(ft2font, "LoadFlags", raising=False)
    _advance.cache_clear()
    assert text_width("Karachi - Tashkent", 10) == now
