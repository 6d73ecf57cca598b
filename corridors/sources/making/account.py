"""What an import did: everything that was kept, left out, joined, assumed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from corridors.sources.making.gaps import Gap
from corridors.vocabulary import counted

#: Lines of a list that the printed summary shows.
SHOWN = 8


@dataclass(frozen=True, slots=True)
class Island:
    """A part of the network of one vehicle class that does not hang together with the rest."""

    vehicle: str
    links: int
    km: float
    lon: float
    lat: float
    routable: bool


@dataclass(frozen=True)
class ImportReport:
    """The account of an import; ``print(report)`` shows it, ``to_dict()`` holds all of it.

    ``seen`` counts the source's ways: kept, left out and why, and by gauge, usage, service,
    electrification and status.
    """

    source: str
    nodes: int
    links: int
    countries: tuple[str, ...]
    km: Mapping[str, float]
    seen: Mapping[str, Counter]
    gauges: Mapping[str, int]
    gap_tolerance_km: float
    gaps: tuple[Gap, ...]
    islands: tuple[Island, ...]
    borders: Mapping[str, int]
    shallow_stretches: int
    places: Mapping[str, int]
    connectors_km: tuple[float, ...]
    loading_places: int = 0
    joined: str = "railway gaps"
    notes: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain values, for JSON."""
        plain = asdict(self)
        plain["seen"] = {facet: dict(counts.most_common()) for facet, counts in self.seen.items()}
        return plain

    def with_borders(self, borders: Mapping[str, int]) -> ImportReport:
        """Return the same with the border crossing points that were made."""
        return replace(self, borders=dict(borders))

    def __str__(self) -> str:
        """Return the summary as text."""
        lines = [
            (
                f"{self.source}: {counted(self.nodes, 'node')}, {counted(self.links, 'link')} in "
                f"{', '.join(self.countries)}"
            )
        ]
        lines += [f"  {what}: {km:,.1f} km" for what, km in sorted(self.km.items())]
        for facet, counts in self.seen.items():
            if counts:
                head = {"kept": "ways kept", "left": "ways left out", "cut": "ways cut at"}
                lines.append(f"  {head.get(facet, facet)}: {_counted(counts)}")
        if any(self.gauges.values()):
            lines.append(f"  gauge of railways: {_counted(Counter(self.gauges))}")
        lines += self._gap_lines() + self._island_lines()
        if self.borders:
            lines.append(f"  border crossing points: {_counted(Counter(self.borders))}")
        if self.shallow_stretches:
            lines.append(
                f"  {self.shallow_stretches} stretches dip over a border by less than the outlines "
                "are exact; they count as their neighbour's"
            )
        if self.places:
            lines.append(f"  places: {_counted(Counter(self.places))}")
        if self.connectors_km:
            lines.append(
                f"  {counted(len(self.connectors_km), 'terminal')} joined to a road by a "
                f"straight line (assumed), up to {max(self.connectors_km):.2f} km"
            )
        return "\n".join([*lines, *(f"  {note}" for note in self.notes)])

    def _gap_lines(self) -> list[str]:
        if self.gap_tolerance_km <= 0:
            return []
        head = (
            f"  {self.joined} joined (up to {self.gap_tolerance_km * 1000:g} m): {len(self.gaps)}"
        )
        longest = sorted(self.gaps, key=lambda gap: -gap.length_m)
        shown = [
            f"    {gap.length_m:g} m at ({gap.lon:.4f}, {gap.lat:.4f}), way {gap.from_way} to "
            f"{gap.to_way}"
            for gap in longest[:SHOWN]
        ]
        return [head, *shown, *_rest(len(self.gaps), self.joined)]

    def _island_lines(self) -> list[str]:
        lines = []
        for vehicle in sorted({island.vehicle for island in self.islands}):
            parts = [island for island in self.islands if island.vehicle == vehicle]
            good = sum(island.routable for island in parts)
            lines.append(
                f"  {vehicle}: {len(parts)} parts that do not hang together, {good} large enough "
                f"to route; the others are kept, but nothing is loaded or snapped there"
            )
            for island in parts[: SHOWN // 2]:
                use = "" if island.routable else ", island"
                lines.append(
                    f"    {island.km:,.1f} km, {counted(island.links, 'link')}, near "
                    f"({island.lon:.3f}, {island.lat:.3f}){use}"
                )
        return lines


def _counted(counts: Mapping[str, int]) -> str:
    pairs = Counter(counts).most_common()
    return ", ".join(f"{word} {n:,}" for word, n in pairs if n)


def _rest(count: int, what: str) -> list[str]:
    return (
        [f"    and {count - SHOWN} {what} more (to_dict() has them all)"] if count > SHOWN else []
    )


def unfit_notes(links: Sequence[str]) -> list[str]:
    """Return what the summary says of links whose stated length no straight line allows."""
    if not links:
        return []
    told = f"{counted(len(links), 'link')}, such as {links[0]}: the drawn one is used"
    return [f"a stated length does not fit the straight line between the ends of {told}"]


#: Most links are run faster, and none of a mode is, but with hours in another unit, km/h.
_SLOW_KMH, _FAST_KMH = 3.0, 160.0
_FAST_BY = {"sea": 100.0, "ferry": 100.0, "inland_water": 100.0, "air": 1200.0}


def hours_notes(
    links: Iterable[tuple[str, str, float]], hours: Iterable[float | None]
) -> Iterator[str]:
    """Yield what the summary says of hours of links that may be in another unit.

    ``links`` are name, mode and km of each. Links over a border may well be slow, so that is told
    only where most are.
    """
    rows = [(*link, h) for link, h in zip(links, hours, strict=True) if h]
    fast = [(at, km / h) for at, mode, km, h in rows if km / h > _FAST_BY.get(mode, _FAST_KMH)]
    slow = [(at, km / h) for at, _, km, h in rows if km / h < _SLOW_KMH]
    for found, word in ((fast, "fast"), (slow if 2 * len(slow) > len(rows) else [], "slow")):
        if found:
            at, kmh = found[0]
            yield (
                f"time_h makes {counted(len(found), 'link')} of {len(rows)} too {word} ({at}: "
                f"{kmh:,.1f} km/h), and is kept: are these hours?"
            )
