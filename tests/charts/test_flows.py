"""Bars of flows: shares that add up, prices that can be compared."""

import pytest
from flows_toy import scarce_flows, scarce_network

import corridors as co


@pytest.fixture
def found(tmp_path):
    return scarce_flows(tmp_path)


def bars(axes):
    return [patch for patch in axes.patches if patch.get_width() > 0]


def test_shares_of_a_group_add_up_to_all_that_is_wanted(found):
    axes = co.draw_flows(found).axes[0]
    rows = {}
    for bar in bars(axes):
        rows.setdefault(round(bar.get_y() + bar.get_height() / 2), []).append(bar.get_width())
    assert [sum(widths) for widths in rows.values()] == pytest.approx([100, 100])
    assert sorted(rows[0]) == pytest.approx([50, 50])  # half of the gas is not carried
    assert [tick.get_text() for tick in axes.get_yticklabels()] == ["Gas", "East"]


def test_a_legend_names_what_carries_and_what_is_not_carried(found):
    names = [text.get_text() for text in co.draw_flows(found).legends[0].get_texts()]
    assert names[-1] == "not carried"
    assert {"line-c", "ship", "by no corridor"} <= set(names)


def test_bottlenecks_are_drawn_dearest_first_with_their_use(found):
    use, worth = co.draw_bottlenecks(found).axes
    names = [tick.get_text().split("\n")[0] for tick in use.get_yticklabels()]
    assert names[:3] == found.bottlenecks["name"].tolist()
    assert names[3] == "xy-zeta"
    assert [round(bar.get_width()) for bar in bars(use)] == [100, 100, 100, 20]
    # what a hundredth more saves: the price of a unit times a hundredth of what there is
    rows = found.bottlenecks
    wanted = (rows["shadow_usd"] * rows["capacity"] / 100 / 1e6).tolist()
    assert [bar.get_width() for bar in bars(worth)[:3]] == pytest.approx(wanted)


def test_prices_that_rest_on_what_is_not_carried_are_hatched(found):
    figure = co.draw_bottlenecks(found)
    rests = found.bottlenecks["rests_on"].tolist()
    hatched = [bool(bar.get_hatch()) for bar in bars(figure.axes[1])[:3]]
    assert hatched == [word == "lost" for word in rests]
    assert len(figure.legends[0].get_texts()) == len(set(rests))


def test_only_the_first_are_drawn(found):
    assert len(co.draw_bottlenecks(found, most=2).axes[0].get_yticklabels()) == 2


def test_without_a_known_capacity_there_is_nothing_to_draw(tmp_path):
    with pytest.raises(ValueError, match="no capacity that is known"):
        co.draw_bottlenecks(scarce_flows(tmp_path, scarce_network([])))
