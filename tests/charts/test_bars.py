"""Waterfalls and tornadoes."""

import numpy as np
import pandas as pd
import pytest
from toy import toy_network

import corridors as co


def test_a_waterfall_goes_from_one_total_to_the_other(trips):
    figure = co.draw_waterfall(trips["cost"], trips["time"], names=("old", "new"))
    bars = figure.axes[0].patches
    assert bars[0].get_height() == pytest.approx(trips["cost"].cost_usd)
    assert bars[-1].get_height() == pytest.approx(trips["time"].cost_usd)
    changes = sum(bar.get_height() for bar in bars[1:-1])
    assert changes == pytest.approx(trips["time"].cost_usd - trips["cost"].cost_usd)


def test_a_tornado_has_the_widest_on_top():
    figure = co.draw_tornado(10, {"narrow": (9, 11), "wide": (1, 30)})
    assert [t.get_text() for t in figure.axes[0].get_yticklabels()] == ["narrow", "wide"]
    with pytest.raises(ValueError, match="nothing to draw"):
        co.draw_tornado(1, {})


def test_a_tornado_takes_a_simulation_as_it_is():
    """It "cannot draw NoneType", and named what nobody had given."""
    sim = co.simulate(co.load(), "Karachi", "Tashkent", n=100)
    ours, table = co.draw_tornado(sim), co.draw_tornado(sim.tornado())
    for figure in (ours, table):
        assert figure.axes[0].get_xlabel() == "days"
    said = [[text.get_text() for text in one.axes[0].texts] for one in (ours, table)]
    assert said[0] == said[1] != []
    with pytest.raises(TypeError, match="cannot draw float: give effects as a mapping"):
        co.draw_tornado(3.0)


def test_a_tornado_takes_the_table_of_a_simulation():
    sim = co.simulate(toy_network(spread=True), "Alpha", "Epsilon", n=400, seed=1)
    for by, unit, factor in (("time", "days", 1 / 24), ("cost", "USD", 1.0)):
        table = sim.tornado(by)
        figure = co.draw_tornado(table)
        axes = figure.axes[0]
        assert axes.get_xlabel() == unit
        rows = [text.get_text() for text in axes.get_yticklabels()]
        assert rows[::-1] == table["input"].tolist()[: len(rows)]
        ends = sorted(bar.get_x() + bar.get_width() for bar in axes.patches[-2:])
        widest = table.iloc[0]
        assert ends == pytest.approx([widest["low"] * factor, widest["high"] * factor])
        median = float(np.median(getattr(sim, {"time": "time_h", "cost": "cost_usd"}[by]))) * factor
        assert axes.patches[0].get_x() == pytest.approx(median)
    table.attrs = {}
    with pytest.raises(ValueError, match="does not know the base"):
        co.draw_tornado(table)
    assert co.draw_tornado(900, table, unit="EUR").axes[0].get_xlabel() == "EUR"


def inside(figure):
    """Say whether all that is written in the axes is within them, and clear of the title."""
    figure.draw_without_rendering()
    axes = figure.axes[0]
    frame = axes.get_window_extent()
    return all(text.get_window_extent().y1 <= frame.y1 + 1 for text in axes.texts)


@pytest.mark.parametrize("by", ["cost", "time", "co2e"])
def test_what_is_written_on_a_waterfall_is_not_under_its_title(trips, by):
    for a in trips.values():
        for b in trips.values():
            assert inside(co.draw_waterfall(a, b, by=by))


def test_no_change_is_a_thin_line_with_a_nought(trips):
    figure = co.draw_waterfall(trips["cost"], trips["cost"])
    axes = figure.axes[0]
    assert not axes.patches
    total = f"{trips['cost'].cost_usd:,.0f} USD"
    assert [text.get_text() for text in axes.texts] == [total, "0", total]
    assert "nothing changes" in axes.get_title(loc="left")


def test_a_small_change_is_not_written_as_none(trips):
    from dataclasses import replace

    before = trips["cost"]
    first = next(leg for leg in before.steps if leg.usd)
    dearer = replace(first, usd=first.usd + 0.3)
    after = replace(before, steps=tuple(dearer if leg is first else leg for leg in before.steps))
    texts = [text.get_text() for text in co.draw_waterfall(before, after).axes[0].texts]
    assert texts[1] == "+0.3"


def test_a_tornado_of_a_table_leaves_out_what_does_not_move_the_result():
    """Rows that said 11.0 at either end stood at the foot of every tornado."""
    table = pd.DataFrame(
        {"input": ["wide", "slight", "still"], "low": [8.0, 9.8, 9.99], "high": [18.0, 10.0, 10.0]}
    )
    table.attrs.update(base=10.0, unit="USD", data_version="2031.01")
    figure = co.draw_tornado(table)
    assert [text.get_text() for text in figure.axes[0].get_yticklabels()] == ["slight", "wide"]
    assert "Data 2031.01." in figure.texts[0].get_text()
    table["low"], table["high"] = 10.0, 10.0
    assert len(co.draw_tornado(table).axes[0].get_yticklabels()) == 3
