"""Pipelines: the pressure along the line, and who earns what."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from corridors.arguments import asks
from corridors.charts.figure import (
    INK,
    in_lines,
    new_figure,
    plain_axes,
    round_ticks,
    say_prices,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from corridors.studies.energy.pipeline import PipelineStudy

_LINE, _STATION, _TAP = "#0b6e99", "#c2410c", "#117733"
#: Colours of what is earned as what.
_AS = {"producer": "#8a6d1d", "operator": "#4a545a", "transit": "#0b6e99", "tax": "#77529e"}
_NAMES = 30
#: Room over the highest pressure for the names of off-takes, as a share of the pressures drawn.
_NAMES_ROOM = 0.34


@asks
def draw_pressure(study: PipelineStudy, *, language: str = "en") -> Figure:
    """Draw the pressure along a gas pipeline, its stations and what is taken off.

    Parameters
    ----------
    study
        What :func:`corridors.pipeline` returns.
    language
        Of its texts: ``"en"``, ``"ru"``, ``"tr"`` or ``"zh"``; names stay as they are.

    Returns
    -------
    Figure
        For ``savefig`` as SVG, PNG or PDF.

    Raises
    ------
    ValueError
        If it carries no gas.
    DataError
        If the table ``pipelines`` lacks what is needed, with the rows and columns.

    Examples
    --------
    >>> import corridors as co
    >>> co.draw_pressure(co.pipeline(co.load(), "tapi"))
    <Figure size ...>
    """
    flow, line = study.flow, study.line
    figure = new_figure(10.5, 4.9, language=language)
    axes = plain_axes(figure, grid="y")
    km, bar = zip(*flow.points, strict=True)
    axes.plot(km, bar, color=_LINE, linewidth=2)
    axes.fill_between(km, min(bar), bar, color=_LINE, alpha=0.08, linewidth=0)
    for station in flow.stations:
        at = (station.km, station.suction_bar)
        axes.plot(*at, marker="^", color=_STATION, markersize=7, zorder=3)
        axes.annotate(
            f"{station.mw:,.0f} MW\n\u00d7{station.ratio:.2f}", at, (0, -8),
            textcoords="offset points", ha="center", va="top", fontsize=7.5, color=_STATION,
        )  # fmt: skip
    span = max(bar) - min(bar) or 1.0
    _taps(axes, study, max(bar) + 0.04 * span)
    axes.set_ylim(min(bar) - 0.22 * span, max(bar) + _NAMES_ROOM * span)
    axes.set_xlim(km[0], max(line.km, km[-1]))
    axes.set_xlabel("km from the beginning", color=INK)
    axes.set_ylabel("pressure (bar)", color=INK)
    for axis in (axes.xaxis, axes.yaxis):
        round_ticks(axis)
    _title(figure, f"{line.ref}: pressure along the line at {line.amount:,.4g} bcm a year")
    assumed = study.assumed
    where = " ".join(study.notes[:1]) if study.notes and study.notes[0].startswith("As if") else ""
    say_prices(
        figure,
        text=(
            f"{where} Steady state by the general flow equation (Colebrook), level ground; "
            f"roughness {assumed.roughness_mm:g} mm, {assumed.kelvin - 273.15:.0f} \u00b0C, walls "
            "and where stations stand partly assumed. Triangles: compressor stations, their power "
            "and ratio of pressures."
        ).strip(),
    )
    return figure


def _taps(axes: Axes, study: PipelineStudy, height: float) -> None:
    """Name what is taken off, above the line, where it leaves it."""
    line = study.line
    branches = {branch.ref: branch.branch_km for branch in line.branches}
    last = -math.inf
    for one in line.offtakes:
        if one.amount <= 0:
            continue
        km = branches.get(one.line_ref, one.km)
        axes.axvline(km, color=_TAP, linewidth=0.9, linestyle=":", zorder=1)
        by = f" by {one.line_ref}" if one.line_ref in branches else ""
        near = km - last < 0.09 * line.km
        last = km
        right = km > 0.9 * line.km
        axes.annotate(
            f"{one.name}{by}\n{one.amount:,.3g} {line.unit}", (km, height),
            (-3 if right else 3, 26 if near else 0), textcoords="offset points",
            ha="right" if right else "left", va="bottom", fontsize=8, color=_TAP,
        )  # fmt: skip


@asks
def draw_earnings(study: PipelineStudy, *, language: str = "en") -> Figure:
    """Draw who earns what of a pipeline in a year: a bar each.

    Parameters
    ----------
    study
        What :func:`corridors.pipeline` returns.
    language
        Of its texts: ``"en"``, ``"ru"``, ``"tr"`` or ``"zh"``; names stay as they are.

    Returns
    -------
    Figure
        For ``savefig`` as SVG, PNG or PDF.

    Raises
    ------
    ValueError
        If no price of it is known.

    Examples
    --------
    >>> import corridors as co
    >>> co.draw_earnings(co.pipeline(co.load(), "tapi"))
    <Figure size ...>
    """
    frame = study.earnings
    rows = [row for row in frame.to_dict("records") if row["musd"] == row["musd"]]
    if not rows:
        raise ValueError(f"no price of {study.line.ref} is known, so nobody earns a known sum")
    rows.sort(key=lambda row: -row["musd"])
    figure = new_figure(10.5, 1.6 + 0.5 * len(rows), language=language)
    axes = plain_axes(figure, grid="x")
    highest = max(row["musd"] for row in rows)
    for number, row in enumerate(rows):
        axes.barh(number, row["musd"], color=_AS[row["as"]], height=0.62)
        axes.text(row["musd"], number, f" {row['musd']:,.0f}", va="center", fontsize=9, color=INK)
    names = [
        in_lines(row["who"] if row["as"] == "operator" else f"{row['who']} ({row['as']})", _NAMES)
        for row in rows
    ]
    axes.set_yticks(range(len(rows)), names, fontsize=9)
    axes.invert_yaxis()
    axes.set_xlim(0, highest * 1.12 or 1)
    axes.set_xlabel("million USD a year", color=INK)
    round_ticks(axes.xaxis)
    line = study.line
    _title(figure, f"{line.ref}: who earns what at {line.amount:,.4g} {line.unit} a year")
    note = " ".join(study.notes)
    say_prices(
        figure,
        text=f"{note} Crude at {study.crude_usd_per_bbl:g} USD a barrel; tariff and fees in the "
        "money of the year in which they were told.".strip(),
    )
    return figure


def _title(figure: Figure, words: str) -> None:
    figure.suptitle(words, x=0.01, ha="left", fontsize=12, fontweight="bold", color=INK)


def study_png(study: PipelineStudy) -> Any:
    """Return the picture by which a study shows itself: pressure, or who earns if none is known.

    Parameters
    ----------
    study
        What :func:`corridors.pipeline` returns.
    """
    from corridors.charts.picture import shown

    if study.why_no_flow and study.earnings.empty:
        return None
    return shown(draw_earnings(study) if study.why_no_flow else draw_pressure(study))
