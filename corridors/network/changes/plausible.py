"""Whether what scenarios add can be: borders, lengths, lines, hours, prices, speeds."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

from corridors.errors import did_you_mean, suggesting
from corridors.network.changes.additions import KEY_COLUMNS
from corridors.network.changes.resolve import Owner
from corridors.network.checks import MAX_LENGTH_RATIO
from corridors.network.countries import countries
from corridors.network.earth import great_circle_km, polyline_km
from corridors.network.land import countries_near, known_codes
from corridors.network.prices import PRICE_COLUMNS
from corridors.network.schema import Value
from corridors.network.tables import Table
from corridors.vocabulary import SHIP_CLASSES

if TYPE_CHECKING:
    from corridors.network.forms.geometry import Line

Row = Mapping[str, Value]
#: No vehicle of a mode is quicker, whatever is said of it: km/h.
FASTEST_KMH: Mapping[str, float] = {
    "road": 110.0, "rail": 160.0, "sea": 50.0, "ferry": 70.0, "inland_water": 40.0,
    "pipeline": 60.0, "air": 1000.0, "lng": 50.0,
}  # fmt: skip
#: A link this much shorter, or longer, than its line is a fault: shares, and km of rounding.
_SHORT, _LONG, _ROUND_KM, _BENDS_KM = 0.8, 1.9, 5.0, 30.0
#: A place may lie so far outside the outlines of its country, which are coarse.
_OUTSIDE_KM = 50.0
_ENDS = ("from_node", "to_node")


def implausible(
    tables: Mapping[str, Table], added: Mapping[tuple[str, str], Owner], lines: Mapping[str, Line]
) -> list[str]:
    """Return what cannot be in added rows, by card and override.

    Parameters
    ----------
    tables
        The tables with the added rows.
    added
        Who added each row: by table, and the values of its key in a text.
    lines
        The lines of added links.
    """
    there = _There(tables)
    found = []
    for (name, key), owner in added.items():
        row = there.row(name, key)
        line = lines.get(str(row.get("link_id", "")), []) if name == "links" else []
        faults = there.faults(name, row, line)
        found += [f"{owner[0]}: override {owner[1]}: {fault}" for fault in faults]
    return found


class _There:
    """The tables in which rows stand."""

    def __init__(self, tables: Mapping[str, Table]) -> None:
        self.tables = tables
        self.nodes = tables["nodes"].index("node_id")
        self.links = tables["links"].index("link_id")

    def row(self, name: str, key: str) -> dict[str, Value]:
        """Return an added row by the text of its key."""
        table, names = self.tables[name], KEY_COLUMNS[name]
        near = table.rows_of(names[0]).get(key.partition(" ")[0], ())
        every = chain(near, range(len(table)))  # an id may have a space in it
        number = next(k for k in every if " ".join(str(table[n][k]) for n in names) == key)
        return {column: table[column][number] for column in table.columns}

    @cached_property
    def passing(self) -> Mapping[tuple[str, str], list[frozenset[str]]]:
        """The countries that links join, by the border crossing point and mode that they name."""
        found: dict[tuple[str, str], list[frozenset[str]]] = {}
        columns = (self.tables["links"][name] for name in ("bcp_id", "mode", *_ENDS))
        for bcp, mode, a, b in zip(*columns, strict=True):
            if bcp and a in self.nodes and b in self.nodes:
                both = frozenset({self.country(str(a)), self.country(str(b))})
                found.setdefault((str(bcp), str(mode)), []).append(both)
        return found

    @cached_property
    def passages(self) -> set[str]:
        """The passages that more than one link names: one alone may be misspelt."""
        counts: dict[str, int] = {}
        for words in self.tables["links"]["passages"]:
            for word in filter(None, str(words).split(";")):
                counts[word] = counts.get(word, 0) + 1
        return {word for word, count in counts.items() if count > 1}

    def country(self, node: str) -> str:
        """Return the country of a node."""
        return str(self.tables["nodes"]["country"][self.nodes[node]])

    def faults(self, name: str, row: Row, line: Sequence) -> Iterator[str]:
        """Return what cannot be in a row."""
        if name == "nodes":
            return self._of_node(row)
        if name == "links":
            return self._of_link(row, line)
        if name == "border_crossings":
            return self._of_crossing(row)
        if name == "services":
            return self._of_service(row)
        return self._of_gate(row) if name == "corridor_links" else self._of_handling(row)

    def _of_node(self, row: Row) -> Iterator[str]:
        node, home = row["node_id"], str(row["country"])
        others = zip(self.tables["nodes"]["node_id"], self.tables["nodes"]["country"], strict=True)
        known = {*countries(), *(str(c) for n, c in others if n != node)}
        if home not in known:
            yield suggesting(f"country {home!r} of {node!r} is no ISO 3166 code", home, known)
        elif home in known_codes():
            lon, lat = float(row["lon"]), float(row["lat"])
            near = countries_near(lon, lat, _OUTSIDE_KM)
            if home not in near:
                told = f"in or near {', '.join(sorted(near))}" if near else "in no country"
                yield f"{node!r} is said to lie in {home}, but ({lon:g}, {lat:g}) is {told}"

    def _of_link(self, row: Row, line: Sequence) -> Iterator[str]:
        link, mode, km = row["link_id"], str(row["mode"]), _number(row["length_km"])
        yield from self._too_fast(repr(link), mode, km, row)
        speed = _number(row["speed_kmh"])
        if speed > FASTEST_KMH.get(mode, math.inf):
            yield _fast(f"{link!r} has speed_kmh {speed:g}", mode)
        yield from _free(repr(link), row)
        if mode in SHIP_CLASSES and row["bcp_id"]:
            yield f"{link!r} is {mode}, so it has no bcp_id: formalities are those of its ports"
        for word in filter(None, str(row["passages"]).split(";")):
            if word not in self.passages and (near := did_you_mean(word, self.passages)):
                yield f"passages {word!r} is on no other link.{near}"
        straight = self._straight(row)
        if line:
            yield from self._of_line(row, line, km)
        elif mode in SHIP_CLASSES and km > MAX_LENGTH_RATIO * straight + _BENDS_KM:
            yield (
                f"{link!r} is {km:g} km, over {MAX_LENGTH_RATIO:g} times the straight line of "
                f"{straight:.0f}; if it goes a long way round, draw it: line = [[lon, lat], …]"
            )

    def _straight(self, row: Row) -> float:
        """Return the straight line between a link's ends, ``nan`` if one is not known."""
        if any(row[end] not in self.nodes for end in _ENDS):
            return math.nan
        return great_circle_km(*(x for end in _ENDS for x in self._position(str(row[end]))))

    def _position(self, node: str) -> tuple[float, float]:
        nodes, number = self.tables["nodes"], self.nodes[node]
        return float(nodes["lon"][number]), float(nodes["lat"][number])

    def _of_line(self, row: Row, line: Sequence, km: float) -> Iterator[str]:
        """Compare a link's length with its line, and the ends of the line with its nodes."""
        from corridors.network.forms.geometry import NEAR_KM, NEAR_SHARE

        link, drawn = row["link_id"], polyline_km(line)
        if any(not (-180 <= x <= 180 and -90 <= y <= 90) for x, y in line) or len(line) < 2:
            yield f"the line of {link!r} needs two or more points as [lon, lat] in degrees"
            return
        if km < _SHORT * drawn - _ROUND_KM:
            yield f"{link!r} is {km:g} km, its line {drawn:.0f}"
        elif km > _LONG * drawn + _BENDS_KM:
            yield f"{link!r} is {km:g} km, over {_LONG:g} times its line of {drawn:.0f}"
        if any(row[end] not in self.nodes for end in _ENDS):
            return
        most = max(NEAR_KM, NEAR_SHARE * min(km, drawn))
        ends = [self._position(str(row[end])) for end in _ENDS]
        ways = [
            [great_circle_km(x, y, *at) for (x, y), at in zip(points, ends, strict=True)]
            for points in ((line[0], line[-1]), (line[-1], line[0]))
        ]
        for end, apart in zip(_ENDS, min(ways, key=sum), strict=True):
            if apart > most:
                yield (
                    f"the line of {link!r} ends {apart:,.0f} km from its {end} {row[end]!r}; "
                    f"expected within {most:,.0f} km"
                )

    def _of_service(self, row: Row) -> Iterator[str]:
        service, link = row["service_id"], str(row["link_id"])
        yield from _free(repr(service), row)
        if link not in self.links:
            return
        number, links = self.links[link], self.tables["links"]
        mode = str(links["mode"][number])
        if row["mode"] != mode:
            yield f"{service!r} is {row['mode']}, but its link {link!r} is {mode}"
        yield from self._too_fast(repr(service), mode, _number(links["length_km"][number]), row)

    def _too_fast(self, what: str, mode: str, km: float, row: Row) -> Iterator[str]:
        """Tell hours in which no vehicle covers the distance."""
        hours = _number(row["hours_p50"])
        if math.isnan(hours):
            return
        if hours <= 0:
            yield f"{what} has hours_p50 {hours:g}: nothing moves in no time"
        elif km / hours > FASTEST_KMH.get(mode, math.inf):
            said = f"{what} covers {km:g} km in {hours:g} h, {km / hours:,.0f} km/h"
            yield _fast(said, mode)

    def _of_crossing(self, row: Row) -> Iterator[str]:
        bcp, mode = str(row["bcp_id"]), str(row["mode"])
        sides = [str(row["from_country"]), str(row["to_country"])]
        if sides[0] == sides[1]:
            yield f"{bcp!r}: from_country and to_country are both {sides[0]}"
            return
        if mode not in ("pipeline",) and _number(row["hours_p50"]) <= 0:
            yield f"{bcp!r} has hours_p50 {row['hours_p50']:g}: no border takes no time at all"
        if mode in SHIP_CLASSES:
            yield from self._of_port(bcp, mode, sides)
            return
        joined = self.passing.get((bcp, mode))
        if not joined:
            known = {name for name, by in self.passing if by == mode}
            what = f"no link by {mode} passes {bcp!r}"
            yield suggesting(what, bcp, known, end="; a link passes it by bcp_id")
        elif frozenset(sides) not in joined:
            told = " and ".join(" - ".join(sorted(both)) for both in dict.fromkeys(joined))
            yield f"{bcp!r} is from {sides[0]} to {sides[1]}, but its links by {mode} join {told}"

    def _of_port(self, port: str, ship: str, sides: Sequence[str]) -> Iterator[str]:
        if port not in self.nodes:
            what = f"bcp_id {port!r} by {ship} is no node: it is a port"
            yield suggesting(what, port, self.nodes)
            return
        home = self.country(port)
        if set(sides) != {"*", home}:
            yield (
                f"{port!r} lies in {home}, so its formalities by {ship} are from * (the sea) to "
                f"{home} and back, not {sides[0]} to {sides[1]}"
            )

    def _of_handling(self, row: Row) -> Iterator[str]:
        what = f"{row['from_class']} to {row['to_class']} at {row['node_id']!r}"
        if _number(row["hours_p50"]) <= 0:
            yield f"{what} has hours_p50 {row['hours_p50']:g}: nothing is handled in no time"
        yield from _free(what, row)

    def _of_gate(self, row: Row) -> Iterator[str]:
        own = tuple(row[name] for name in KEY_COLUMNS["corridor_links"])
        table = self.tables["corridor_links"]
        columns = (table[name] for name in KEY_COLUMNS["corridor_links"])
        others = [key for key in zip(*columns, strict=True) if key[0] == own[0] and key != own]
        gates = sorted({int(key[3]) for key in others} - {0})
        if own[3] and gates and own[3] not in gates:
            yield f"{own[0]!r} has the gates {', '.join(map(str, gates))}, not {own[3]}"


def _number(value: Value) -> float:
    return value if isinstance(value, int | float) else math.nan


def _fast(what: str, mode: str) -> str:
    return f"{what}: nothing by {mode} is quicker than {FASTEST_KMH[mode]:g} km/h"


def _free(what: str, row: Row) -> Iterator[str]:
    """Tell prices of nothing."""
    for name in PRICE_COLUMNS:
        if row.get(name) == 0:
            yield f"{what} has {name} 0, no price; leave it out where none is carried"
