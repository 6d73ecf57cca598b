"""Where the numbers of a report or a sheet are from: marks in the tables, and the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corridors.reports.columns import Cited, Column, ReportTable
from corridors.reports.tables import CHEAPEST, FASTEST
from corridors.studies.evidence.charges import summed_charges

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from corridors.network.network import Network
    from corridors.routing.itinerary import Itinerary

#: What stands behind the number of a source of a value that is assumed.
_ASSUMED = "*"
#: How the marks are read.
MARKS = f"Sources by their number in the list below; {_ASSUMED} a value that is assumed."


class Citations:
    """The sources of a sheet, numbered as they are first cited.

    Parameters
    ----------
    net
        The network whose sources they are.
    anchor
        What leads to them on a page: a word of their own for each sheet of a page.
    """

    def __init__(self, net: Network, anchor: str = "source") -> None:
        self._net, self._anchor = net, anchor
        self._numbers: dict[str, str] = {}

    def __contains__(self, source: str) -> bool:
        return source in self._net.table("sources").index("source_id")

    def cite(self, sources: Iterable[tuple[str, str]], *, told: bool = False) -> Cited:
        """Return the marks of sources, each once.

        Parameters
        ----------
        sources
            Ids of sources, each with the basis of what is from it; without an id there is none.
        told
            Whether the basis is told in words; else only that a value is assumed.
        """
        marks: dict[tuple[str, str], None] = {}
        for source, basis in sources:
            if source:
                number = self._numbers.setdefault(source, str(len(self._numbers) + 1))
                short = _ASSUMED if basis == "assumed" else ""
                marks[number, f" ({basis})" if told and basis else short] = None
        return Cited(self._anchor, tuple(marks))

    def table(self) -> ReportTable:
        """Return the list of what is cited: titles, publishers, years and addresses."""
        columns = (
            Column("no."),
            Column("title", names=True),
            Column("publisher", names=True),
            Column("year"),
            Column("address", names=True),
        )
        sources = self._net.table("sources")
        row_of = sources.index("source_id")
        rows = []
        for source, number in self._numbers.items():
            row = row_of.get(source)
            told = (
                (source, "", "", "")
                if row is None
                else (str(sources[name][row]) for name in ("title", "publisher", "year", "url"))
            )
            rows.append((number, *told))
        return ReportTable("sources", "Sources", columns, tuple(rows), anchor=self._anchor)


def charges_table(trips: Mapping[str, Itinerary]) -> ReportTable:
    """Return what the prices of the cheapest and the quickest way are made of, with sources.

    Parameters
    ----------
    trips
        The ways of a report by their names.
    """
    columns = (
        Column("way"),
        Column("part"),
        Column("what"),
        Column("USD", ",.0f"),
        Column("range, USD"),
        Column("how"),
        Column("row of the tables", names=True),
        Column("source"),
    )
    rows, told = [], set()
    for name in (CHEAPEST, FASTEST):
        trip = trips.get(name)
        way = tuple(leg.link_id for leg in trip.steps) if trip else ()
        if trip is None or way in told:
            continue
        told.add(way)
        for one in summed_charges(trip):
            spread = f"{one['low']:,.0f}-{one['high']:,.0f}" if one["high"] > one["low"] else ""
            rows.append(
                (
                    name, one["part"] if one["in_price"] else f"besides: {one['part']}",
                    one["name"], one["usd"], spread, one["how"], one["row"],
                    Cited("source", ((one["source_id"], f" ({one['basis']})"),)),
                )
            )  # fmt: skip
    note = (
        "The parts add up to the price; what is besides is in no total. 'corridors data' with the "
        "words of a row, or net.row() of the library, opens it."
    )
    title = "What the prices of the cheapest and the quickest way are made of"
    return ReportTable("charges", title, columns, tuple(rows), note, grouped=True)
