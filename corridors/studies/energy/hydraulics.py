"""Pressure along a gas pipeline, what its stations take, and the flow for which it is designed."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from corridors.errors import DataError
from corridors.studies.energy.flow import (
    USUAL,
    Assumed,
    compressor_mw,
    fuel_bcm,
    pressures_bar,
)
from corridors.vocabulary import counted

if TYPE_CHECKING:
    import pandas as pd

    from corridors.studies.energy.lines import Line, Section

#: Columns of ``pipelines`` without which there is no pressure to work out.
_NEEDED = ("strings", "outer_mm", "wall_mm", "pressure_bar", "stations")
#: The flow for which a line is designed is found as exactly as this share of it.
_EXACT = 1e-4
_STATIONS = ("station", "km", "suction_bar", "discharge_bar", "ratio", "bcm", "mw", "fuel_bcm")


@dataclass(frozen=True)
class Piece:
    """A stretch of one pipe and one flow, between stations, off-takes and other pipes.

    ``string_bcm`` is what flows in one of ``strings`` pipes of ``inner_mm``.
    """

    start_km: float
    end_km: float
    bcm: float
    string_bcm: float
    inner_mm: float
    strings: float
    limit_bar: float
    section: str
    station: bool


@dataclass(frozen=True)
class Station:
    """A compressor station: what comes to it, and what it takes to bring that to pressure."""

    number: int
    km: float
    suction_bar: float
    discharge_bar: float
    bcm: float
    mw: float
    fuel_bcm: float

    @property
    def ratio(self) -> float:
        """Pressure after over pressure before."""
        return self.discharge_bar / self.suction_bar


@dataclass(frozen=True)
class Hydraulics:
    """The steady state of a gas pipeline.

    Attributes
    ----------
    line
        The pipeline, with what is taken off.
    points
        (km, bar) along it: two at a station.
    stations
        The compressor stations on the way; that at its head is not counted.
    runs_dry_km
        Where the pressure is used up; ``nan`` if it is not.
    """

    line: Line
    pieces: tuple[Piece, ...]
    points: tuple[tuple[float, float], ...]
    stations: tuple[Station, ...]
    runs_dry_km: float
    assumed: Assumed = USUAL

    @property
    def arrival_bar(self) -> float:
        """The pressure at its end; ``nan`` if it does not come so far."""
        return math.nan if self.points[-1][0] < self.line.km - 1e-6 else self.points[-1][1]

    @property
    def mw(self) -> float:
        """Power of all stations."""
        return math.fsum(one.mw for one in self.stations)

    @property
    def fuel_bcm(self) -> float:
        """Gas that the stations burn in a year."""
        return math.fsum(one.fuel_bcm for one in self.stations)

    @property
    def most_ratio(self) -> float:
        """The highest ratio of pressures: of a station, or of the last stretch."""
        if not math.isnan(self.runs_dry_km):
            return math.inf
        last = self.pieces[-1].limit_bar / self.arrival_bar
        return max([last, *(one.ratio for one in self.stations)])

    @property
    def profile(self) -> pd.DataFrame:
        """The pressure along the line: ``km``, ``bar``."""
        import pandas as pd

        return pd.DataFrame(list(self.points), columns=["km", "bar"])

    @property
    def station_table(self) -> pd.DataFrame:
        """The stations, a row each."""
        import pandas as pd

        rows = [
            (s.number, s.km, s.suction_bar, s.discharge_bar, s.ratio, s.bcm, s.mw, s.fuel_bcm)
            for s in self.stations
        ]
        return pd.DataFrame(rows, columns=list(_STATIONS))


def hydraulics_of(line: Line, assumed: Assumed = USUAL, scale: float = 1.0) -> Hydraulics:
    """Return the steady state of a gas pipeline.

    It begins at design pressure. Its stations, of which the tables tell how many, stand where
    these say (``stations_km``), else at equal distances: on their links where sources place all of
    them, else along the line. Each brings the gas back to design pressure.

    Parameters
    ----------
    line
        The pipeline, with what is taken off.
    assumed
        The gas and the compressors.
    scale
        So many times the flow.

    Raises
    ------
    ValueError
        If it carries no gas.
    DataError
        If the table ``pipelines`` lacks what is needed, with the rows and columns.
    """
    if line.commodity != "gas":
        raise ValueError(f"pressure is worked out of gas; {line.ref} carries {line.commodity}")
    _check(line)
    if not any(one.amount > 0 for one in line.offtakes):
        raise ValueError(f"nothing is taken off {line.ref}, so nothing flows in it")
    pieces = tuple(_pieces(line, scale))
    bar = pieces[0].limit_bar
    points, dry = [(pieces[0].start_km, bar)], math.nan
    stations: list[Station] = []
    for piece in pieces:
        if piece.station:
            stations.append(_station(len(stations) + 1, piece, bar, assumed))
            points.append((piece.start_km, piece.limit_bar))
            bar = piece.limit_bar
        length = piece.end_km - piece.start_km
        run = pressures_bar(bar, piece.string_bcm, length, piece.inner_mm, assumed)
        points += [(piece.start_km + km, there) for km, there in run[1:]]
        bar = run[-1][1]
        if run[-1][0] < length - 1e-6:
            dry = piece.start_km + run[-1][0]
            break
    return Hydraulics(line, pieces, tuple(points), tuple(stations), dry, assumed)


def capacity_bcm(line: Line, assumed: Assumed = USUAL) -> float:
    """Return the flow for which a line is designed, by its pipe and stations alone.

    It is the flow, taken off in the shares of the line, at which no station has to raise the
    pressure more than ``assumed.most_ratio`` times, and the gas arrives with no less than that
    share of the design pressure.

    Parameters
    ----------
    line
        The pipeline, with what is taken off.
    assumed
        The gas and the compressors.
    """
    low, high = 0.0, 8.0
    while high - low > _EXACT * max(low, _EXACT):
        middle = (low + high) / 2
        fits = hydraulics_of(line, assumed, middle).most_ratio <= assumed.most_ratio
        low, high = (middle, high) if fits else (low, middle)
    return low * line.amount


def _check(line: Line) -> None:
    lacking = []
    for section in line.sections:
        missing = [name for name in _NEEDED if not section.pipe or math.isnan(section.pipe[name])]
        if missing:
            what = f"no {', '.join(missing)}" if section.pipe else "no row"
            lacking.append(f"pipelines.csv, {section.link_id}: {what}")
    if lacking:
        raise DataError(lacking)


def _pieces(line: Line, scale: float) -> Iterator[Piece]:
    """Yield the stretches of one pipe and one flow, cut at stations and off-takes."""
    stations = _station_km(line)
    taken = [(_on_the_line(line, one.line_ref, one.km), one.amount) for one in line.offtakes]
    cuts = sorted({*stations, *(km for km, _ in taken)})
    for section in line.sections:
        inside = sorted(
            km for km in {*cuts, _loop_end(section)} if section.start_km < km < section.end_km
        )
        for start, end in _pairs([section.start_km, *inside, section.end_km]):
            flow = scale * math.fsum(amount for km, amount in taken if km > start + 1e-9)
            if end - start <= 1e-9 or flow <= 0:
                continue
            station = any(abs(km - start) < 1e-9 for km in stations)
            yield _piece(section, start, end, flow, station=station)


def _station_km(line: Line) -> list[float]:
    """Return where the stations stand.

    Where the table says; else, where sources place all of them on links, evenly within these; else
    evenly along the line.
    """
    said = [
        section.start_km + float(km)
        for section in line.sections
        for km in filter(None, str(section.pipe.get("stations_km", "")).split(";"))
    ]
    having = [
        section
        for section in line.sections
        if section.pipe["stations"] and not section.pipe.get("stations_km")
    ]
    begin = line.sections[0].start_km
    if all(section.pipe["stations_basis"] == "published" for section in having):
        spans = [(s.start_km, s.end_km, int(s.pipe["stations"])) for s in having]
    else:
        spans = [(begin, line.km, sum(int(s.pipe["stations"]) for s in having))]
    evenly = [
        start + (end - start) * k / (count + 1)
        for start, end, count in spans
        for k in range(1, count + 1)
    ]
    return sorted([*said, *evenly])


def _loop_end(section: Section) -> float:
    """Return the km at which the loop of a section ends: at its own end where nothing is said."""
    km = section.pipe.get("loop_km", math.nan)
    return section.end_km if math.isnan(km) else section.start_km + km


def _on_the_line(line: Line, ref: str, km: float) -> float:
    """Return where an off-take leaves the line itself: that of a branch where the branch does."""
    return next((one.branch_km for one in line.branches if one.ref == ref), km)


def _pairs(values: Sequence[float]) -> list[tuple[float, float]]:
    return list(pairwise(values))


def _piece(section: Section, start: float, end: float, flow: float, *, station: bool) -> Piece:
    """Return a stretch; what flows is shared by its pipes as wide pipes carry more (d ** 2.5)."""
    pipe: dict[str, Any] = section.pipe
    inner = pipe["outer_mm"] - 2 * pipe["wall_mm"]
    strings = pipe["strings"]
    if not math.isnan(pipe["loop_mm"]) and end <= _loop_end(section) + 1e-9:
        loop = pipe["loop_mm"] * inner / pipe["outer_mm"]
        strings += (loop / inner) ** 2.5
    return Piece(
        start,
        end,
        flow,
        flow / strings,
        inner,
        strings,
        pipe["pressure_bar"],
        section.name,
        station,
    )


def _station(number: int, piece: Piece, suction: float, assumed: Assumed) -> Station:
    mw = compressor_mw(piece.bcm, suction, piece.limit_bar, assumed)
    fuel = fuel_bcm(mw, assumed)
    return Station(number, piece.start_km, suction, piece.limit_bar, piece.bcm, mw, fuel)


def told(found: Hydraulics) -> list[str]:
    """Return the steady state in sentences.

    Parameters
    ----------
    found
        The steady state.
    """
    line, assumed = found.line, found.assumed
    if not math.isnan(found.runs_dry_km):
        return [f"The pressure is used up after {found.runs_dry_km:,.0f} km: no such flow passes."]
    stations = counted(len(found.stations), "station")
    share = found.fuel_bcm / line.amount if line.amount else 0.0
    pressure = (
        f"Pressure: {found.points[0][1]:,.0f} bar at the head, {found.arrival_bar:,.1f} bar at the "
        f"end; {stations} of {found.mw:,.0f} MW in all burn {found.fuel_bcm:,.2f} bcm a year "
        f"({share:.1%} of what is delivered, on top of it)."
    )
    lines = [pressure]
    if line.amount:
        design = capacity_bcm(line, assumed)
        lines.append(
            f"By pipe and stations alone it carries {design:,.1f} bcm a year at a ratio of "
            f"{assumed.most_ratio:g} ({design / line.capacity - 1:+.0%} of the "
            f"{line.capacity:,.4g} published)."
        )
    return lines
