"""A figure that shows itself in notebooks, and ticks that are round; imported when one is made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from matplotlib import figure, text, ticker

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Dots an inch of a picture in a notebook: two a pixel of the screen, so that it is sharp.
_SHARP, _SCREEN = 192, 96
_MOST_DECIMALS = 6


class Figure(figure.Figure):
    """A matplotlib figure that notebooks show as a picture.

    It belongs to no window, so matplotlib's own way into notebooks, which is by ``pyplot``,
    passes it by.

    Examples
    --------
    >>> import corridors as co
    >>> chart = co.draw_tornado(2400, {"road tariff": (2200, 2700)})
    >>> data, size = chart._repr_png_()
    >>> data[1:4], size["width"]
    (b'PNG', 1008)
    """

    def draw(self, renderer: Any) -> None:
        """Draw what is in the figure; a dollar sign in a name is a dollar sign, no formula."""
        plain_texts(self)
        super().draw(renderer)

    def _repr_png_(self) -> tuple[bytes, dict[str, int]]:
        """Return the picture, and the size in which a notebook shows it."""
        return shown(self)


def plain_texts(chart: figure.Figure) -> None:
    """Let every text in a figure be what it says: names are written as they are.

    Parameters
    ----------
    chart
        The figure.
    """
    for written in chart.findobj(text.Text):
        written.set_parse_math(False)


def shown(chart: figure.Figure) -> tuple[bytes, dict[str, int]]:
    """Return the picture of a figure, and the size in which a notebook shows it.

    Parameters
    ----------
    chart
        The figure.
    """
    from corridors.charts.figure import png_bytes

    width, height = (round(inches * _SCREEN) for inches in chart.get_size_inches())
    return png_bytes(chart, dots_per_inch=_SHARP), {"width": width, "height": height}


class RoundTicks(ticker.Formatter):
    """Writes every tick of an axis with as many decimals as tell the ticks apart."""

    def format_ticks(self, values: Sequence[float]) -> list[str]:
        """Return what is written at each tick."""
        enough = (n for n in range(_MOST_DECIMALS) if all(_fits(value, n) for value in values))
        decimals = next(enough, _MOST_DECIMALS)
        return [_written(value, decimals) for value in values]

    def __call__(self, x: float, pos: Any = None) -> str:  # noqa: ARG002
        """Return what is written of one value alone, as beside the pointer."""
        return self.format_ticks([x])[0]


def _written(value: float, decimals: int) -> str:
    text = f"{value:,.{decimals}f}"
    return text if float(text.replace(",", "")) else text.removeprefix("-")


def _fits(value: float, decimals: int) -> bool:
    return abs(round(value, decimals) - value) < 10.0 ** (-decimals - 3)
