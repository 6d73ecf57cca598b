"""Links on which nothing but the line-haul is to be told: no ship, service, border or reloading."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from corridors.graph.bulk.blocks import Block, Made, Numbered
from corridors.graph.bulk.codes import Calls, Coded, coded, floats, prices, together
from corridors.graph.carried import carried_by
from corridors.graph.stategraph import LINE_HAUL
from corridors.network.prices import PRICE_COLUMNS
from corridors.vocabulary import rate_mode

if TYPE_CHECKING:
    from corridors.graph.compiler import Compiler
    from corridors.graph.rates import Running

_KEY = ("mode", "commodity", "line_ref", "link_id", "speed_kmh")


class Hauls:
    """The links of a network that are plain, and what running along them takes.

    Parameters
    ----------
    made
        The compiler of the network.
    calls
        Which vehicles call where.
    """

    def __init__(self, made: Compiler, calls: Calls) -> None:
        self._made, self._links, self._calls = made, made.links, calls
        self._country = coded(made.nodes["country"])
        self._mode, self._commodity = coded(self._links["mode"]), coded(self._links["commodity"])
        self.plain = self._plain()

    def _plain(self) -> np.ndarray:
        made, links, (home, away) = self._made, self._links, self._calls.ends
        found = ~self._calls.ships[self._calls.of_link]
        found &= self._country.code[home] == self._country.code[away]
        found &= coded(links["bcp_id"]).mask(("",))
        if len(made.services):
            known = made.services_of
            found &= ~np.fromiter((link in known for link in links["link_id"]), bool, len(links))
        near = [made.node_row[node] for node in made.reloading.near]
        found &= ~(np.isin(home, near) & np.isin(away, near))
        kind, first = together(self._mode, self._commodity, self._country.code[home])
        directed = [
            made.paid.is_directed(
                rate_mode(links["mode"][k], links["commodity"][k]), made.nodes["country"][home[k]]
            )
            for k in first.tolist()
        ]
        plain: np.ndarray = found & ~np.array(directed, bool)[kind]
        return plain

    def arcs(self, begin: int, leaving: np.ndarray, entering: np.ndarray, tables: Numbered) -> Made:
        """Return the line-hauls of the plain links, there and back.

        Parameters
        ----------
        begin
            The number of the first link's group.
        leaving, entering
            The vertex by which each vehicle class leaves each node, and by which it comes there.
        tables
            The numbers of tables.
        """
        row = np.flatnonzero(self.plain)
        kind, rates = self._rates(row)
        measures, table, told = self._measures(row, kind, rates, tables)
        back = coded(self._links["oneway"]).mask(("yes",))[row]
        twice = np.repeat(np.arange(len(row)), np.where(back, 1, 2))
        turned = np.append(False, twice[1:] == twice[:-1])
        vehicle = self._calls.of_link[row][twice]
        home, away = (end[row][twice] for end in self._calls.ends)
        start, end = np.where(turned, away, home), np.where(turned, home, away)
        columns: dict[str, np.ndarray | float] = {
            "tail": leaving[start, vehicle], "head": entering[end, vehicle], "kind": LINE_HAUL,
            "from_place": start, "to_place": end, "vehicle": vehicle, "link": row[twice],
        }  # fmt: skip
        columns |= {name: value[twice] for name, value in measures.items()}
        kinds = np.full(len(self.plain), -1, np.int32)
        kinds[row] = kind
        block = Block(begin + row[twice], columns, table[twice], told[twice])
        return Made(block, kinds, tuple(rate.inputs for rate in rates))

    def _rates(self, row: np.ndarray) -> tuple[np.ndarray, list[Running]]:
        """Return the kind of each row by its rate, and the rates."""
        made, links = self._made, self._links
        lines = coded(links["line_ref"])
        named = made.rates.lines
        own = np.array([link in named for link in links["link_id"]] if named else (), bool)
        speed = floats(links, "speed_kmh")
        columns: list[Coded | np.ndarray] = [
            _of(self._mode, row), _of(self._commodity, row), _of(lines, row),
            self._country.code[self._calls.ends[0][row]],
            np.unique(np.where(np.isnan(speed), -1.0, speed)[row], return_inverse=True)[1],
        ]  # fmt: skip
        if own.any():  # a link that rows of speeds or of classes name
            columns.append(np.where(own, np.arange(1, len(own) + 1), 0)[row])
        kind, first = together(*columns)
        rates = []
        for k in row[first].tolist():
            link = {name: links[name][k] for name in _KEY}
            home = made.nodes["country"][self._calls.ends[0][k]]
            rates.append(made.rates.running(link, home, home))
        return kind, rates

    def _measures(
        self, row: np.ndarray, kind: np.ndarray, rates: list[Running], tables: Numbered
    ) -> tuple[Mapping[str, np.ndarray], np.ndarray, np.ndarray]:
        """Return the columns of running along links, and the rows that money and hours are of."""
        links = self._links
        km = floats(links, "length_km")[row]
        per_h, per_h90, moving, per_kg = (
            np.array([getattr(rate, name) for rate in rates], float)[kind]
            for name in ("h_per_km", "h90_per_km", "moving", "kg_per_tkm")
        )
        found = {"km": km, "moving": moving, "kg_per_t": km * per_kg,
                 "h50": km * per_h, "h90": km * per_h90}  # fmt: skip
        usd = np.array([rate.usd_per_km for rate in rates], float).reshape(-1, len(PRICE_COLUMNS))
        with np.errstate(invalid="ignore"):  # nothing times what is not carried
            of_rate = {name: km * usd[kind, k] for k, name in enumerate(PRICE_COLUMNS)}
        table, told = tables.columns([(rate.money_ref, rate.hours_ref) for rate in rates])
        table, told = table[kind], told[kind]
        own = {name: usd[row] for name, usd in prices(links).items()}
        known = np.minimum.reduce([*own.values()]) < np.inf
        for name in PRICE_COLUMNS:
            found[name] = np.where(known, own[name], of_rate[name])
        hours, late = (floats(links, name)[row] for name in ("hours_p50", "hours_p90"))
        said = ~np.isnan(hours)
        found["h50"] = np.where(said, hours, found["h50"])
        late = np.where(np.isnan(late), found["h50"] * per_h90 / per_h, late)
        found["h90"] = np.where(said, late, found["h90"])
        for column, mask in enumerate((known, said)):
            table[mask, column], told[mask, column] = tables.of("links"), row[mask]
        found["open"] = coded(links["status"]).mask(("operational",))[row].astype(float)
        found["commodities"] = self._carried(row)
        return found, table, told

    def _carried(self, row: np.ndarray) -> np.ndarray:
        """Return which commodities links let pass, as bits."""
        links, freight = self._links, coded(self._links["freight"])
        kind, first = together(_of(freight, row), _of(self._commodity, row))
        bits = [
            carried_by({name: links[name][k] for name in ("freight", "commodity")})
            for k in row[first].tolist()
        ]
        found: np.ndarray = np.array(bits, np.int64)[kind]
        return found


def _of(column: Coded, row: np.ndarray) -> Coded:
    return Coded(column.code[row], column.words)
