"""Pictures of shares: from the pair by corridor to modes, and several splits side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from corridors.arguments import of_ours
from corridors.charts.figure import INK, PALE, in_lines, new_figure, plain_axes, say_prices
from corridors.charts.letters import say
from corridors.maps.palette import MODE_COLOURS, corridor_colours
from corridors.studies.flows.shares import NO_CORRIDOR, Shares, WayShare

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.patches import Rectangle

#: Where the blocks of the pair, of corridors and of modes stand across, and their width.
_COLUMNS, _BLOCK = (0.0, 1.0, 2.0), 0.05
#: Gaps between blocks, as a share of the whole, and letters of a line beside one.
_GAP, _LETTERS = 0.06, 34
#: Less than this is no band that can be seen.
_LEAST = 0.002
#: A block thinner than this has its words in one line.
_THIN = 0.07
_NO_CORRIDOR_COLOUR = "#8b9499"


def draw_shares(split: Shares, *, language: str = "en") -> Figure:
    """Draw how the goods of a pair split: bands from the pair to corridors and on to modes.

    Parameters
    ----------
    split
        What :func:`shares` returns.
    language
        Of its texts: ``"en"``, ``"ru"``, ``"tr"`` or ``"zh"``; names stay as they are.

    Returns
    -------
    Figure
        For ``savefig`` as SVG, PNG or PDF.

    Raises
    ------
    TypeError
        If it is something else.

    Examples
    --------
    >>> import corridors as co
    >>> co.draw_shares(co.shares(co.load(), "Karachi", "Tashkent"))
    <Figure size ...>
    """
    if not isinstance(split, Shares):
        raise TypeError(f"cannot draw {type(split).__name__}: give what corridors.shares returns")
    ways = [way for way in split.rows if way.share >= _LEAST]
    corridors = _sums(ways, [way.corridor for way in ways])
    modes = _sums(ways, [_modes(way) for way in ways])
    figure = new_figure(10.5, 2.2 + 0.55 * max(len(corridors), len(modes)), language=language)
    say_prices(figure, split.rows[0].itinerary.network)
    axes = plain_axes(figure, grid=None)
    axes.set_axis_off()
    colours = _colours(corridors, split)
    _blocks(axes, 0, {str(split.pair): sum(corridors.values())}, {}, split)
    middle = _blocks(axes, 1, corridors, colours, split)
    right = _blocks(axes, 2, modes, {name: _mode_colour(name) for name in modes}, split)
    start, out, into = _edge(sum(corridors.values()), 1), dict(middle), dict(right)
    for corridor in corridors:
        own = [way for way in ways if way.corridor == corridor]
        whole = corridors[corridor]
        _band(axes, 0, (start, middle[corridor]), whole, colours[corridor])
        start -= whole
        for mode in modes:
            part = sum(way.share for way in own if _modes(way) == mode)
            if part > 0:
                _band(axes, 1, (out[corridor], into[mode]), part, colours[corridor])
                out[corridor] -= part
                into[mode] -= part
    axes.set_xlim(-0.62, 2.75)
    most = max(_edge(1.0, len(parts)) for parts in (corridors, modes))
    axes.set_ylim(-most - 0.04, most + 0.04)
    axes.set_title(
        f"{split.pair}: who goes where", loc="left", fontsize=12, fontweight="bold", color=INK
    )
    return figure


def draw_share_bars(splits: Mapping[str, Shares], *, language: str = "en") -> Figure:
    """Draw several splits of goods as bars of corridors, one below the other.

    Parameters
    ----------
    splits
        What :func:`shares` returns, by names: pairs, or ``"before"`` and ``"after"``.
    language
        Of its texts: ``"en"``, ``"ru"``, ``"tr"`` or ``"zh"``; names stay as they are.

    Returns
    -------
    Figure
        For ``savefig`` as SVG, PNG or PDF.

    Raises
    ------
    ValueError
        If there is nothing to draw.

    Examples
    --------
    >>> import corridors as co
    >>> net = co.load()
    >>> now = co.shares(net, "Karachi", "Tashkent")
    >>> shut = co.shares(net, "Karachi", "Tashkent", scenarios="torkham-closed")
    >>> co.draw_share_bars({"as it is": now, "Torkham closed": shut})
    <Figure size ...>
    """
    if not isinstance(splits, Mapping) or not splits:
        raise ValueError("there is nothing to draw: give a mapping of names to shares")
    of_ours("splits", splits.values(), "Shares")
    sums = {
        name: _sums(one.rows, [way.corridor for way in one.rows]) for name, one in splits.items()
    }
    every = dict.fromkeys(word for found in sums.values() for word in found)
    first = next(iter(splits.values()))
    colours = _colours(every, first)
    figure = new_figure(
        10.5, 1.9 + 0.55 * len(sums) + 0.22 * ((len(every) + 2) // 3), language=language
    )
    axes = plain_axes(figure, grid="x")
    _bars(axes, [*sums.values()], colours)
    axes.set_yticks(range(len(sums)), [in_lines(name, _LETTERS) for name in sums], fontsize=9)
    axes.invert_yaxis()
    axes.set_xlim(0, 100)
    axes.set_xlabel("share (%)", color=INK)
    handles = [axes.barh(0, 0, color=colours[name], label=name) for name in every]
    figure.legend(
        handles=handles, labels=[*every], loc="outside lower center", ncols=3, frameon=False
    )
    say_prices(figure, first.rows[0].itinerary.network)
    figure.suptitle(
        "Shares of corridors", x=0.01, ha="left", fontsize=12, fontweight="bold", color=INK
    )
    return figure


def _bars(axes: Axes, sums: Sequence[Mapping[str, float]], colours: Mapping[str, str]) -> None:
    """Draw a bar of each split, a part each corridor."""
    for row, found in enumerate(sums):
        left = 0.0
        for corridor, colour in colours.items():
            share = 100 * found.get(corridor, 0.0)
            axes.barh(row, share, left=left, color=colour, height=0.62)
            if share >= 4:
                axes.text(
                    left + share / 2, row, f"{share:.0f}", ha="center", va="center", color="white",
                    fontsize=9,
                )  # fmt: skip
            left += share


def _modes(way: WayShare) -> str:
    return " + ".join(way.itinerary.by)


def _sums(ways: Sequence[WayShare], words: Sequence[str]) -> dict[str, float]:
    """Return the share of each word, the largest first."""
    found: dict[str, float] = {}
    for word, way in zip(words, ways, strict=True):
        found[word] = found.get(word, 0.0) + way.share
    return dict(sorted(found.items(), key=lambda item: -item[1]))


def _colours(corridors: Mapping[str, float] | dict[str, None], split: Shares) -> dict[str, str]:
    """Return the colour of each: of several corridors that of the first."""
    firsts = [name.split(" + ")[0] for name in corridors if name != NO_CORRIDOR]
    own = corridor_colours(firsts, split.rows[0].itinerary.network)
    found, used = {}, set()
    for name in corridors:
        colour = _NO_CORRIDOR_COLOUR if name == NO_CORRIDOR else own[name.split(" + ")[0]]
        if colour in used:
            colour = corridor_colours([*firsts, name])[name]
        used.add(colour)
        found[name] = colour
    return found


def _mode_colour(modes: str) -> str:
    """Return the colour of a chain of modes: that of the one that is rarest on land."""
    order = ("pipeline", "lng", "air", "rail", "ferry", "sea", "inland_water", "road")
    return next((MODE_COLOURS[mode] for mode in order if mode in modes.split(" + ")), PALE)


def _edge(whole: float, blocks: int) -> float:
    """Return the upper edge of a column: its middle is at 0."""
    return (whole + _GAP * (blocks - 1)) / 2


def _blocks(
    axes: Axes, column: int, parts: Mapping[str, float], colours: Mapping[str, str], split: Shares
) -> dict[str, float]:
    """Draw the blocks of a column with their words; return the upper edge of each."""
    top, found = _edge(sum(parts.values()), len(parts)), {}
    for name, share in parts.items():
        found[name] = top
        left = _COLUMNS[column] - _BLOCK / 2
        axes.add_patch(_box(left, top - share, share, colours.get(name, INK)))
        name_told, amount = (say(axes.figure, text) for text in (name, _amount(share, split)))
        words = in_lines(name_told, _LETTERS) if column != 1 else name_told
        told = f"{words}{chr(10) if share > _THIN else '  '}{amount}"
        told = say(axes.figure, told, is_name=True)
        side = -1 if column == 0 else 1
        axes.text(
            _COLUMNS[column] + side * _BLOCK, top - share / 2, told, va="center", color=INK,
            ha="right" if side < 0 else "left", fontsize=9, zorder=5,
        )  # fmt: skip
        top -= share + _GAP
    return found


def _amount(share: float, split: Shares) -> str:
    if split.unit:
        unit = split.unit.upper() if split.unit == "teu" else split.unit
        return f"{share:.0%}, {share * split.quantity:,.0f} {unit} a year"
    return f"{share:.0%}"


def _box(left: float, bottom: float, height: float, colour: str) -> Rectangle:
    from matplotlib.patches import Rectangle

    return Rectangle((left, bottom), _BLOCK, height, color=colour, linewidth=0, zorder=4)


def _band(axes: Axes, column: int, tops: tuple[float, float], height: float, colour: str) -> None:
    """Draw a band from a block of a column to one of the next, as wide as its share."""
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    left, right = _COLUMNS[column] + _BLOCK / 2, _COLUMNS[column + 1] - _BLOCK / 2
    middle, (a, b) = (left + right) / 2, tops
    corners = [
        (left, a), (middle, a), (middle, b), (right, b), (right, b - height), (middle, b - height),
        (middle, a - height), (left, a - height), (left, a),
    ]  # fmt: skip
    codes = [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3, Path.CLOSEPOLY]
    axes.add_patch(PathPatch(Path(corners, codes), color=colour, alpha=0.42, linewidth=0))
