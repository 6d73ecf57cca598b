"""A router of its own for random worlds: it reads tables, tries every way and adds up.

It shares nothing with the library but the tables: no graph, no rates, no plan, no search.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from corridors.network.network import Network

CRITERIA = ("cost", "time", "distance", "transits", "co2e")
_Z90 = 1.2815515655446004
_PRICE = {"20ft": "usd_20ft", "40ft": "usd_40ft", "t": "usd_per_t"}
_OPEN = "operational"
#: Cost, time, distance, transits, CO2e.
Sums = tuple[float, ...]


@dataclass(frozen=True)
class Way:
    """One way: links in order, each from where, and the sums of all criteria."""

    steps: tuple[tuple[str, str], ...]
    totals: tuple[float, ...]

    @property
    def links(self) -> tuple[str, ...]:
        """The links in the order in which they are first used."""
        return tuple(dict.fromkeys(link for link, _ in self.steps))

    @property
    def turned(self) -> set[str]:
        """The links that it goes in both directions."""
        return {
            a for a, start in self.steps for b, other in self.steps if a == b and start != other
        }

    def value(self, criterion: str) -> float:
        """Return a total."""
        return self.totals[CRITERIA.index(criterion)]


@dataclass(frozen=True)
class Asked:
    """What is asked, in plain words."""

    origin: str
    destination: str
    box: str = "40ft"
    cargo_t: float = 20.0
    modes: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    via: tuple[str, ...] = ()
    corridor: str = ""

    @property
    def units(self) -> float:
        """How often a price is paid: once a box, or for each tonne."""
        return self.cargo_t if self.box == "t" else 1.0

    @property
    def of_load(self) -> float:
        """Part of the fee of a truck or wagon that one unit pays: a tonne a twentieth."""
        return 20.0 if self.box == "t" else 1.0


@dataclass
class OwnRouter:
    """Every way of a network, from its tables."""

    net: Network
    _kept: dict[Asked, list[Way]] = field(default_factory=dict)
    _steps: dict[tuple, Sums | None] = field(default_factory=dict)

    def _rows(self, name: str) -> list[dict]:
        return list(self.net.table(name))

    @cached_property
    def country(self) -> dict[str, str]:
        """Country of each place."""
        return {row["node_id"]: row["country"] for row in self._rows("nodes")}

    @cached_property
    def _tables(self) -> dict[str, list[dict]]:
        names = ("tariffs", "speeds", "driving_limits", "emission_factors", "border_crossings")
        return {name: self._rows(name) for name in names}

    @cached_property
    def changes(self) -> dict[str, list[dict]]:
        """The changes of vehicle at each place."""
        found: dict[str, list[dict]] = {node: [] for node in self.country}
        for row in self._rows("transshipments"):
            found[row["node_id"]].append(row)
        return found

    @cached_property
    def _links_at(self) -> dict[str, list[tuple[dict, str, bool]]]:
        """The links that leave each place: row, other end, whether as the row runs."""
        found: dict[str, list[tuple[dict, str, bool]]] = {node: [] for node in self.country}
        for row in self._rows("links"):
            if row["status"] != _OPEN or row["freight"] == "no":
                continue
            found[row["from_node"]].append((row, row["to_node"], True))
            if row["oneway"] != "yes":
                found[row["to_node"]].append((row, row["from_node"], False))
        return found

    @cached_property
    def apart(self) -> set[tuple[str, str]]:
        """Where arriving and leaving are two things: goods can change from or to the class."""
        at: dict[str, set[str]] = {node: set() for node in self.country}
        for row in self._rows("links"):
            vehicle = _vehicle(row["mode"])
            at[row["from_node"]].add(vehicle)
            at[row["to_node"]].add(vehicle)
        return {
            (node, vehicle)
            for node, rows in self.changes.items()
            for row in rows
            for vehicle in (row["from_class"], row["to_class"])
            if row["from_class"] != "origin" and row["to_class"] != "destination"
            and {row["from_class"], row["to_class"]} <= at[node]
        }  # fmt: skip

    # -- what one thing takes ---------------------------------------------------------------

    def _row(self, name: str, mode: str, country: str, **more: str) -> dict:
        for home in (country, "*"):
            for row in self._tables[name]:
                same = all(row[key] == word for key, word in more.items())
                if row["mode"] == mode and row["country"] == home and same:
                    return row
        raise LookupError((name, mode, country))

    def _driving(self, country: str) -> float:
        known = {row["country"]: row["driving_h_per_day"] for row in self._tables["driving_limits"]}
        return known.get(country, known["*"])

    def _run(self, link: dict, asked: Asked, units: float) -> Sums:
        """Return cost, hours, km, transits, CO2e of running along a link of land."""
        mode, km = link["mode"], link["length_km"]
        homes = [self.country[link[end]] for end in ("from_node", "to_node")]
        usd = h50 = h90 = gram = 0.0
        for home in homes:
            speeds = self._row("speeds", mode, home)
            kmh = speeds["speed_kmh"] if math.isnan(link["speed_kmh"]) else link["speed_kmh"]
            hours = 1 / kmh * (24 / self._driving(home) if mode == "road" else 1.0)
            hours += speeds["stop_h_per_100km"] / 100
            h50 += hours * km / 2
            h90 += hours * speeds["p90_ratio"] * km / 2
            usd += self._row("tariffs", mode, home, box=asked.box)["usd_per_km"] * km / 2
            gram += self._row("emission_factors", mode, home)["g_per_tkm"] / 2
        return usd * units, mean(h50, h90), km, 0.0, gram / 1000 * km * asked.cargo_t

    def _fixed(self, mode: str, country: str, asked: Asked) -> float:
        return self._row("tariffs", mode, country, box=asked.box)["fixed_usd"]

    def _begins(self, mode: str, country: str, asked: Asked) -> float:
        own = self._row("tariffs", mode, country, box=asked.box)["start_usd"]
        any_country = self._row("tariffs", mode, "*", box=asked.box)["start_usd"]
        return next((usd for usd in (own, any_country) if not math.isnan(usd)), 0.0)

    def _border(self, mode: str, bcp: str, a: str, b: str) -> dict | None:
        """Return the open row of a crossing in a direction."""
        for row in self._tables["border_crossings"]:
            ends = row["from_country"], row["to_country"]
            if row["bcp_id"] == bcp and row["mode"] == mode and ends == (a, b):
                return row if row["status"] == _OPEN else None
        return None

    def _step(self, link: dict, a: str, b: str, asked: Asked) -> Sums | None:
        """Return what a link takes from one place to the other; ``None``: it is shut."""
        key = (link["link_id"], a, b, asked.box, asked.cargo_t)
        if key not in self._steps:
            self._steps[key] = self._one_step(link, a, b, asked)
        return self._steps[key]

    def _one_step(self, link: dict, a: str, b: str, asked: Asked) -> Sums | None:
        units = asked.units
        here, there = self.country[a], self.country[b]
        if link["mode"] == "sea":
            return self._sail(link, a, b, asked)
        run = self._run(link, asked, units)
        if here == there:
            return run
        row = self._border(link["mode"], link["bcp_id"], here, there)
        if row is None:
            return None
        fee = row["cost_usd"] / asked.of_load
        fee += self._fixed(link["mode"], there, asked)
        return add(run, (fee * units, mean(row["hours_p50"], row["hours_p90"]), 0.0, 1.0, 0.0))

    def _sail(self, link: dict, a: str, b: str, asked: Asked) -> Sums | None:
        known = [s for s in self._rows("services") if s["link_id"] == link["link_id"]]
        known = [s for s in known if s["status"] == _OPEN]
        here, there = self.country[a], self.country[b]
        customs = [self._border("sea", a, here, "*"), self._border("sea", b, "*", there)]
        if not known or None in customs:
            return None
        (service,) = known
        hours = mean(service["hours_p50"], service["hours_p90"])
        hours += 168 / service["departures_per_week"] / 2
        hours += sum(mean(row["hours_p50"], row["hours_p90"]) for row in customs)
        gram = sum(self._row("emission_factors", "sea", c)["g_per_tkm"] for c in (here, there)) / 2
        km = link["length_km"]
        usd = service[_PRICE[asked.box]]
        usd += sum(row["cost_usd"] for row in customs) / asked.of_load
        return usd * asked.units, hours, km, 1.0, gram / 1000 * km * asked.cargo_t

    def change(self, row: dict, asked: Asked) -> Sums:
        """Return what a change of vehicle takes."""
        key = (row["node_id"], row["from_class"], row["to_class"], asked.box, asked.cargo_t)
        if key not in self._steps:
            self._steps[key] = self._one_change(row, self.country[row["node_id"]], asked)
        return self._steps[key]

    def _one_change(self, row: dict, country: str, asked: Asked) -> Sums:
        a, b = row["from_class"], row["to_class"]
        usd = row[_PRICE[asked.box]]
        mode = b.partition("-")[0]
        if mode in ("road", "rail"):
            usd += self._fixed("rail", country, asked) if mode == "rail" else 0.0
            usd += self._begins(mode, country, asked)
        counted = a != "origin" and b != "destination"
        hours = mean(row["hours_p50"], row["hours_p90"])
        return usd * asked.units, hours, 0.0, float(counted), 0.0

    # -- ways -------------------------------------------------------------------------------

    def ways(self, asked: Asked) -> list[Way]:
        """Return every way that repeats no state and, where that is the rule, no country."""
        if asked not in self._kept:
            self._kept[asked] = [
                way for gates in self._orders(asked) for way in _Walk(self, asked, gates).ways()
            ]
        return self._kept[asked]

    def _orders(self, asked: Asked) -> list[list[tuple[str, frozenset[str]]]]:
        if asked.via:
            return [[("node", frozenset({node})) for node in asked.via]]
        if not asked.corridor:
            return [[]]
        gates: dict[float, set[str]] = {}
        for row in self._rows("corridor_links"):
            if row["corridor_id"] == asked.corridor and row["gate"] > 0:
                gates.setdefault(row["gate"], set()).add(row["link_id"])
        order = [("link", frozenset(gates[number])) for number in sorted(gates)]
        return [order, order[::-1]] if len(order) > 1 else [order]

    def steps_from(self, node: str, vehicle: str, asked: Asked) -> Iterator[tuple[str, str, Sums]]:
        """Yield the links by which goods can go on: link, other end, what it takes."""
        members = {row["link_id"] for row in self._rows("corridor_links")
                   if row["corridor_id"] == asked.corridor}  # fmt: skip
        for link, other, _ in self._links_at[node]:
            mode, name = link["mode"], link["link_id"]
            if _vehicle(mode) != vehicle or (asked.modes and mode not in asked.modes):
                continue
            if mode == "sea" and asked.corridor and name not in members:
                continue  # on a corridor no ship sails that is no part of it
            told = {name, other, self.country[other], mode, link["bcp_id"] or "-"}
            if told & set(asked.avoid):
                continue
            step = self._step(link, node, other, asked)
            if step is not None:
                yield name, other, step


class _At(NamedTuple):
    """Where goods are: ``role`` "in", they have come by the vehicle; "out", they leave by it."""

    node: str
    vehicle: str
    role: str
    layer: int
    totals: Sums
    steps: tuple[tuple[str, str], ...] = ()
    states: frozenset = frozenset()
    countries: tuple[str, ...] = ()


class _Walk:
    """Every way through an order of gates."""

    def __init__(self, router: OwnRouter, asked: Asked, gates: list) -> None:
        self.router, self.asked, self.gates = router, asked, gates
        self.lawful = router.net.rules.re_entry == "forbid"
        self.found: list[Way] = []

    def ways(self) -> list[Way]:
        """Return the ways."""
        router, origin = self.router, self.asked.origin
        home = router.country[origin]
        if {origin, home} & set(self.asked.avoid):
            return []
        for row in router.changes[origin]:
            if row["from_class"] == "origin":
                begun = router.change(row, self.asked)
                layer = self._up(0, "node", origin)
                self._go(_At(origin, row["to_class"], "out", layer, begun, countries=(home,)))
        return self.found

    def _up(self, layer: int, what: str, name: str) -> int:
        """Return the layer after a link or a node."""
        if layer < len(self.gates):
            kind, members = self.gates[layer]
            return layer + (kind == what and name in members)
        return layer

    def _go(self, at: _At) -> None:
        apart = (at.node, at.vehicle) in self.router.apart
        key = (at.node, at.vehicle, at.role if apart else "", at.layer)
        if key in at.states:
            return
        at = at._replace(states=at.states | {key})
        if at.role == "in":
            self._leave_vehicle(at)
            if at.vehicle == "sea":
                return  # no ship sails on: that is a change of ship, which no port has
            if apart:
                self._go(at._replace(role="out"))
                return
        self._run(at)

    def _leave_vehicle(self, at: _At) -> None:
        for row in self.router.changes[at.node]:
            if row["from_class"] != at.vehicle:
                continue
            more = add(at.totals, self.router.change(row, self.asked))
            if row["to_class"] != "destination":
                self._go(at._replace(vehicle=row["to_class"], role="out", totals=more))
            elif at.node == self.asked.destination and at.layer == len(self.gates):
                self.found.append(Way(at.steps, more))

    def _run(self, at: _At) -> None:
        for link, other, step in self.router.steps_from(at.node, at.vehicle, self.asked):
            home = self.router.country[other]
            if self.lawful and home != at.countries[-1] and home in at.countries:
                continue
            layer = self._up(self._up(at.layer, "link", link), "node", other)
            countries = at.countries if home == at.countries[-1] else (*at.countries, home)
            steps = (*at.steps, (link, at.node))
            self._go(
                _At(other, at.vehicle, "in", layer, add(at.totals, step), steps, at.states,
                    countries)
            )  # fmt: skip


def _vehicle(mode: str) -> str:
    return "rail-1435" if mode == "rail" else mode


def mean(p50: float, p90: float) -> float:
    """Return the mean of the lognormal with a median and a 90th percentile."""
    if p50 <= 0 or p90 <= p50:
        return p50
    return p50 * math.exp((math.log(p90 / p50) / _Z90) ** 2 / 2)


def add(one: tuple[float, ...], other: tuple[float, ...]) -> Sums:
    """Return the sums of two rows of numbers."""
    return tuple(a + b for a, b in zip(one, other, strict=True))
