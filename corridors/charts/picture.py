"""A figure that shows itself in notebooks, and ticks that are round; imported when one is made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from matplotlib import figure, rc_context, text, ticker

from corridors.charts.letters import in_lines_of, tell

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Dots an inch of a picture in a notebook: two a pixel of the screen, so that it is sharp.
_SHARP, _SCREEN = 192, 96
_MOST_DECIMALS = 6
#: A matplotlibrc of the working folder runs no LaTeX on names.
_NO_TEX = {"text.usetex": False}


class Figure(figure.Figure):
    """A matplotlib figure that notebooks show as a picture, with texts in its language.

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

    #: The language of its texts, whether they were put in it before they were written, and which
    #: are in it.
    language = "en"
    is_told = False
    said: set[str]

    def draw(self, renderer: Any) -> None:
        """Draw what is in the figure; a dollar sign in a name is a dollar sign, no formula."""
        with rc_context(_NO_TEX):  # ticks are made while they are drawn
            plain_texts(self)
            super().draw(renderer)

    def _repr_png_(self) -> tuple[bytes, dict[str, int]]:
        """Return the picture, and the size in which a notebook shows it."""
        return shown(self)


def plain_texts(chart: figure.Figure) -> None:
    """Let every text in a figure be what it says, in its language: names are written as they are.

    Parameters
    ----------
    chart
        The figure.
    """
    if isinstance(chart, Figure):
        tell(chart)
    for written in chart.findobj(text.Text):
        written.set_parse_math(False)
        written.set_usetex(False)


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


class ToldTicks(ticker.Formatter):
    """Writes ticks as another formatter does, in a language.

    Parameters
    ----------
    written
        The other.
    language
        The language.
    """

    def __init__(self, written: ticker.Formatter, language: str) -> None:
        self._written, self._language = written, language

    def set_axis(self, axis: Any) -> None:
        """Tell both formatters of which axis the ticks are."""
        super().set_axis(axis)
        self._written.set_axis(axis)

    def set_locs(self, locs: Any) -> None:
        """Tell both formatters where the ticks are."""
        super().set_locs(locs)
        self._written.set_locs(locs)

    def format_ticks(self, values: Any) -> list[str]:
        """Return what is written at each tick."""
        return [in_lines_of(text, self._language) for text in self._written.format_ticks(values)]

    def __call__(self, x: float, pos: Any = None) -> str:
        """Return what is written of one value."""
        return in_lines_of(self._written(x, pos), self._language)


def _written(value: float, decimals: int) -> str:
    text = f"{value:,.{decimals}f}"
    return text if float(text.replace(",", "")) else text.removeprefix("-")


def _fits(value: float, decimals: int) -> bool:
    return abs(round(value, decimals) - value) < 10.0 ** (-decimals - 3)
