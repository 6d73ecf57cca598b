"""Charts in other languages: their texts put in the language, in letters that a font has."""

from __future__ import annotations

import textwrap
import warnings
from functools import cache
from typing import TYPE_CHECKING, Any

from corridors.languages import in_language, known_language, words_in

if TYPE_CHECKING:
    from corridors.charts.picture import Figure

PLAIN = "DejaVu Sans"
#: Fonts with Chinese letters that systems have, the plainest first.
_CHINESE = (
    "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN",
    "Microsoft YaHei", "PingFang SC", "Hiragino Sans GB", "Heiti SC", "STHeiti", "SimHei",
    "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "Droid Sans Fallback", "Noto Sans CJK JP",
    "Arial Unicode MS", "SimSun", "Songti SC", "Noto Serif CJK SC", "AR PL UMing CN",
)  # fmt: skip
NO_CHINESE = (
    "no font with Chinese letters is installed, so the texts are in English: install one, such as "
    "Noto Sans CJK SC, and draw again"
)
#: A Chinese letter is as wide as so many others.
_WIDE = 1.8
#: Letters of a language are so much wider than those of English.
_WIDTHS = {"ru": 1.12}
#: Words of other languages are so much longer.
_LONGER = 1.3


def drawn_language(language: str) -> str:
    """Return the language in which a chart can be drawn; where a font lacks, say so: English.

    Parameters
    ----------
    language
        The one that is asked for.

    Raises
    ------
    ValueError
        If there is no catalogue of it.

    Examples
    --------
    >>> drawn_language("ru")
    'ru'
    """
    if not has_letters(known_language(language)):
        warnings.warn(NO_CHINESE, stacklevel=4)
        return "en"
    return language


def has_letters(language: str) -> bool:
    """Say whether a font that is installed has the letters of a language.

    Examples
    --------
    >>> has_letters("en"), has_letters("tr")
    (True, True)
    """
    return language != "zh" or bool(_chinese_font())


@cache
def _chinese_font() -> str:
    """Return the first installed font with Chinese letters, or nothing."""
    from matplotlib.font_manager import fontManager

    there = {font.name for font in fontManager.ttflist}
    return next((name for name in _CHINESE if name in there), "")


def families(language: str) -> list[str]:
    """Return the fonts of a language: what the first has not is looked for in the next."""
    return [PLAIN, _chinese_font()] if language == "zh" else [PLAIN]


def say(figure: Any, text: str, *, is_name: bool = False) -> str:
    """Return a text in the language of a figure, before it is measured or put in lines.

    A name stays as it is. What was said is not put in the language again: a number would be
    another one.
    """
    language = getattr(figure, "language", "en")
    if language == "en":
        return text
    told = text if is_name or figure.is_told else in_language(text, language)
    figure.said.add(_without_spaces(told))
    return told


def _without_spaces(text: str) -> str:
    return "".join(text.split())


def capitals(text: str, language: str) -> str:
    """Return a text in capitals: Turkish has two letters of ``i``.

    Examples
    --------
    >>> capitals("Iran", "en"), capitals("\u0130ran", "tr"), capitals("\u00c7in", "tr")
    ('IRAN', '\u0130RAN', '\u00c7\u0130N')
    """
    return (text.replace("i", "\u0130") if language == "tr" else text).upper()


def tell(figure: Figure) -> None:
    """Put every text of a figure that is not yet in its language, with fonts that have it."""
    from matplotlib.text import Text

    language = figure.language
    if language == "en":
        return
    ticks: set[int] = set()
    for axes in figure.axes:
        for axis in (axes.xaxis, axes.yaxis):
            if not figure.is_told:
                _tell_ticks(axis, language)
            ticks.update(
                id(one) for tick in axis.get_major_ticks() for one in (tick.label1, tick.label2)
            )
    for text in figure.findobj(Text):
        text.set_fontfamily(families(language))
        written = text.get_text()
        if not (figure.is_told or id(text) in ticks or _without_spaces(written) in figure.said):
            text.set_text(in_lines_of(written, language))
            figure.said.add(_without_spaces(text.get_text()))


def _tell_ticks(axis: Any, language: str) -> None:
    from corridors.charts.picture import ToldTicks

    written = axis.get_major_formatter()
    if not isinstance(written, ToldTicks):
        axis.set_major_formatter(ToldTicks(written, language))


def in_lines_of(text: str, language: str) -> str:
    """Return a text in a language, in lines as wide as those that it had.

    Parameters
    ----------
    text
        One line, or several: of one text that was put in lines, or each of its own.
    language
        The language.
    """
    lines = text.split("\n")
    if len(lines) == 1:
        return in_language(text, language)
    whole = " ".join(lines)
    alone = [in_language(line, language) for line in lines]
    apart = all(line.count("(") == line.count(")") for line in lines)  # no name is cut in two
    if alone != lines and apart and whole not in words_in(language):
        return "\n".join(alone)
    told = in_language(whole, language)
    if told == whole:
        return text
    return "\n".join(wrapped(told, round(_LONGER * max(map(len, lines))), language))


def wrapped(text: str, letters: int, language: str) -> list[str]:
    """Return a text in lines of so many letters of English."""
    wide = sum(letter > "\u2e7f" for letter in text) / max(len(text), 1) if language == "zh" else 0
    most = letters / (1 + (_WIDE - 1) * wide) / _WIDTHS.get(language, 1)
    cut = language in ("en", "zh")
    return textwrap.wrap(text, max(int(most), 4), break_long_words=cut)
