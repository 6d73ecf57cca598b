"""Corridors through the years."""

import pytest

import corridors as co


def test_ranks_are_whole_numbers_with_the_first_on_top(net):
    days = ["2023-06-01", "2024-06-01"]
    frame = co.timeline(net, ("Karachi", "Istanbul"), days)
    figure = co.draw_timeline(frame, by="rank")
    axes = figure.axes[0]
    figure.draw_without_rendering()
    low, high = axes.get_ylim()
    assert low > high
    shown = [t.get_text() for t in axes.get_yticklabels() if high <= t.get_position()[1] <= low]
    most = int(frame["rank_cost"].max())
    assert most > 2
    assert shown == [str(rank) for rank in range(1, most + 1)]


@pytest.mark.parametrize("by", ["cost", "time"])
def test_no_two_ticks_say_the_same(toy, by):
    figure = co.draw_timeline(co.timeline(toy, ("Alpha", "Epsilon"), ["2024-01-01"]), by=by)
    figure.draw_without_rendering()
    written = [text.get_text() for text in figure.axes[0].get_yticklabels()]
    assert len(set(written)) == len(written)


def test_the_foot_tells_the_version_of_the_data(toy):
    frame = co.timeline(toy, ("Alpha", "Epsilon"), ["2024-01-01"])
    frame.attrs["data_version"] = "2031.01"
    said = [text.get_text() for text in co.draw_timeline(frame).texts]
    assert said == ["Data 2031.01. For comparing ways, not for quoting."]
    frame.attrs = {}
    assert [text.get_text() for text in co.draw_timeline(frame).texts] == [
        "For comparing ways, not for quoting."
    ]
