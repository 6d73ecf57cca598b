"""Pictures of shares."""

import pytest

import corridors as co
from corridors.charts.figure import svg_bytes

PAIR = ("Alpha", "Epsilon")


def texts(figure):
    return " ".join(text.get_text() for axes in figure.axes for text in axes.texts)


def test_bands_are_as_wide_as_shares(toy):
    split = co.shares(toy, *PAIR, quantity=1000, unit="teu")
    figure = co.draw_shares(split)
    blocks = [patch for patch in figure.axes[0].patches if hasattr(patch, "get_height")]
    heights = [block.get_height() for block in blocks]
    corridors = split.by_corridor()["share"].tolist()
    modes = split.by_mode()["share"].tolist()
    assert heights == pytest.approx([1.0, *corridors, *modes])
    said = texts(figure)
    for word in (
        "Alpha (XX) - Epsilon (ZZ)",
        "line-c",
        "on no corridor",
        "road + rail",
        "1,000 TEU",
    ):
        assert word in said


def test_a_picture_of_all_or_nothing_has_one_band(toy):
    figure = co.draw_shares(co.shares(toy, *PAIR, by="all-or-nothing"))
    assert "100%" in texts(figure)
    assert "ship" not in texts(figure)


def test_the_same_picture_each_time(toy):
    split = co.shares(toy, *PAIR)
    assert svg_bytes(co.draw_shares(split)) == svg_bytes(split.plot())


def test_bars_add_up_to_a_hundred(toy):
    before = co.shares(toy, *PAIR)
    after = co.shares(toy, *PAIR, avoid=["sea-pq"])
    axes = co.draw_share_bars({"before": before, "after": after}).axes[0]
    widths = {0.0: 0.0, 1.0: 0.0}
    for bar in axes.patches:
        row = bar.get_y() + bar.get_height() / 2
        widths[round(row, 6)] = widths.get(round(row, 6), 0.0) + bar.get_width()
    assert widths[0.0] == pytest.approx(100)
    assert widths[1.0] == pytest.approx(100)
    assert [label.get_text() for label in axes.get_yticklabels()] == ["before", "after"]


def test_what_cannot_be_drawn():
    with pytest.raises(ValueError, match="nothing to draw"):
        co.draw_share_bars({})
    with pytest.raises(TypeError, match="cannot draw int"):
        co.draw_shares(3)
