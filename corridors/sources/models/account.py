"""What reading another program's tables did: kept, left out, inferred, assumed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from corridors.vocabulary import counted

if TYPE_CHECKING:
    from corridors.network.network import Network

#: Rows that the printed summary names of each kind.
SHOWN = 3


@dataclass(frozen=True)
class TableReport:
    """The account of an import from tables; ``print(report)`` shows it, ``to_dict()`` holds it.

    ``rows`` counts the rows read of each file, ``left`` the rows left out by the reason (with
    where they stand), ``changed`` the rows kept otherwise than they are written, ``inferred`` and
    ``assumed`` tell in sentences what the files do not say.
    """

    source: str
    rows: Mapping[str, int] = field(default_factory=dict)
    nodes: int = 0
    links: int = 0
    countries: tuple[str, ...] = ()
    km: Mapping[str, float] = field(default_factory=dict)
    left: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    changed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    inferred: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain values, for JSON."""
        return asdict(self)

    def __str__(self) -> str:
        """Return the summary as text."""
        read = ", ".join(f"{counted(n, 'row')} of {file}" for file, n in self.rows.items())
        where = f" in {', '.join(self.countries)}" if self.countries else ""
        made = f"{counted(self.nodes, 'node')}, {counted(self.links, 'link')}{where}"
        lines = [f"{self.source}: {made}" + (f" (of {read})" if read else "")]
        lines += [f"  {mode}: {km:,.1f} km" for mode, km in sorted(self.km.items())]
        for head, kinds in (("left out", self.left), ("changed", self.changed)):
            lines += [f"  {head}: {_told(what, places)}" for what, places in kinds.items()]
        lines += [f"  inferred: {sentence}" for sentence in self.inferred]
        return "\n".join([*lines, *(f"  assumed: {sentence}" for sentence in self.assumed)])


class Account:
    """Gathers what a reader does, row by row; :meth:`report` closes it."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._rows: dict[str, int] = {}
        self._left: dict[str, list[str]] = defaultdict(list)
        self._changed: dict[str, list[str]] = defaultdict(list)
        self._inferred: dict[str, None] = {}
        self._assumed: dict[str, None] = {}

    def read(self, file: str, rows: int) -> None:
        """Count the rows of a file; what a reader left out before it gave them on counts, too."""
        self._rows[file] = max(rows, self._rows.get(file, 0))

    def leave(self, why: str, at: str) -> None:
        """Note a row that is left out: ``why`` is the same for all of a kind, ``at`` its place."""
        self._left[why].append(at)

    def change(self, how: str, at: str) -> None:
        """Note a row that is kept otherwise than it is written."""
        self._changed[how].append(at)

    def infer(self, sentence: str) -> None:
        """Note what the files do not say but show."""
        self._inferred[sentence] = None

    def assume(self, sentence: str) -> None:
        """Note what the files neither say nor show."""
        self._assumed[sentence] = None

    def left(self) -> list[str]:
        """Return what was left out, a sentence each kind."""
        return [f"left out: {_told(why, tuple(at))}" for why, at in self._left.items()]

    def report(self, net: Network) -> TableReport:
        """Return the account, with what the network holds in the end."""
        links = net.table("links")
        km: Counter[str] = Counter()
        for mode, length in zip(links["mode"], links["length_km"], strict=True):
            km[mode] += length
        return TableReport(
            source=self._source,
            rows=dict(self._rows),
            nodes=len(net.table("nodes")),
            links=len(links),
            countries=tuple(sorted(set(net.table("nodes")["country"]) - {""})),
            km=dict(km),
            left={why: tuple(places) for why, places in self._left.items()},
            changed={how: tuple(places) for how, places in self._changed.items()},
            inferred=tuple(self._inferred),
            assumed=tuple(self._assumed),
        )

    def closed(self, net: Network) -> Network:
        """Return the network with the account as its ``report``."""
        return net.replaced({}, places=frozenset(), report=self.report(net))


def _told(what: str, places: tuple[str, ...]) -> str:
    shown = ", ".join(places[:SHOWN])
    more = f" and {len(places) - SHOWN:,} more" if len(places) > SHOWN else ""
    return f"{what}: {counted(len(places), 'row')} ({shown}{more})"
