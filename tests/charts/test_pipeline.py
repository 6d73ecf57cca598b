"""The pressure along a line and who earns: what is drawn is what was worked out."""

import math

import pytest
from toy import change

import corridors as co
from corridors.errors import DataError

NET = co.load()
TAPI = co.pipeline(NET, "tapi")
SPUR = co.pipeline(NET, "tapi", scenarios="tapi-gwadar-spur")


def texts(figure):
    return [text.get_text() for axes in figure.axes for text in axes.texts]


def test_the_line_is_the_profile():
    axes = co.draw_pressure(TAPI).axes[0]
    line = axes.lines[0]
    assert list(line.get_xdata()) == TAPI.pressure["km"].tolist()
    assert list(line.get_ydata()) == TAPI.pressure["bar"].tolist()


def test_stations_and_taps_are_named():
    told = texts(co.draw_pressure(TAPI))
    assert sum("MW" in text for text in told) == 6
    assert "TAPI Multan\n12.5 bcm" in told
    assert any(
        text.startswith("Gwadar Port by TAPI-Gwadar") for text in texts(co.draw_pressure(SPUR))
    )


def test_it_says_that_it_is_not_built():
    assert any(
        "As if it were built" in text.get_text().replace("\n", " ")
        for text in co.draw_pressure(TAPI).texts
    )
    assert not any(
        "As if it were built" in text.get_text() for text in co.draw_pressure(SPUR).texts
    )


def test_bars_are_what_is_earned_the_highest_first():
    axes = co.draw_earnings(TAPI).axes[0]
    widths = [bar.get_width() for bar in axes.patches]
    assert widths == sorted(TAPI.earnings["musd"], reverse=True)
    assert [text.get_text() for text in axes.get_yticklabels()][:2] == [
        "Turkmenistan (producer)",
        "operator of TAPI",
    ]


def test_what_cannot_be_drawn_is_told():
    pipes = change(NET.table("pipelines"), "wall_mm", {}, math.nan)
    with pytest.raises(DataError, match="no wall_mm"):
        co.draw_pressure(co.pipeline(NET.replaced({"pipelines": pipes}), "tapi"))
    with pytest.raises(ValueError, match="carries oil"):
        co.draw_pressure(co.pipeline(NET, "btc"))
    with pytest.raises(ValueError, match="no price of SCP is known"):
        co.draw_earnings(co.pipeline(NET, "scp"))
