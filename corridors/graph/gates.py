"""What the caller asks for, resolved to masks of arcs: modes allowed, what to avoid, gates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from corridors.errors import UnknownNameError, did_you_mean, suggesting
from corridors.graph.compiled import compiled
from corridors.network.catalogue import load
from corridors.network.countries import countries, country_code, country_name
from corridors.network.places import Place
from corridors.vocabulary import MODES, VEHICLE_CLASSES, mode_of

if TYPE_CHECKING:
    from corridors.graph.stategraph import StateGraph
    from corridors.network.network import Network

#: A gate: the arcs of which an itinerary must use at least one, and its name.
Gate = tuple[str, tuple[int, ...]]


@dataclass(frozen=True)
class Corridor:
    """A corridor's name, what it carries, its gates in order, and the countries it serves.

    ``stages`` are the numbers of gates before each country: between a country of stage 0 and
    one of stage 2, gates 1 and 2 are passed, and between stages 1 and 2 only gate 2. A
    corridor without stages serves every country, through all its gates.
    """

    corridor_id: str
    name: str
    commodities: tuple[str, ...]
    gates: tuple[Gate, ...]
    stages: Mapping[str, tuple[int, ...]]

    def gate_orders(self, home: str, away: str) -> list[tuple[Gate, ...]]:
        """Return the orders of gates between two countries; none if it does not join them."""
        return [gates for gates in self._orders(home, away) if all(members for _, members in gates)]

    def _orders(self, home: str, away: str) -> list[tuple[Gate, ...]]:
        """Return the orders, also through gates of which this network has no link."""
        if not self.stages:
            return [self.gates, self.gates[::-1]][: 2 if len(self.gates) > 1 else 1]
        found = []
        for a in self.stages.get(home, ()):
            for b in self.stages.get(away, ()):
                gates = self.gates[a:b] if a < b else self.gates[b:a][::-1]
                if gates and gates not in found:
                    found.append(gates)
        return found

    def refuses(self, commodity: str, home: str, away: str) -> str:
        """Return why the corridor does not serve a commodity between two countries, or ``""``."""
        if commodity not in self.commodities:
            return f"it carries {' and '.join(self.commodities)}, not {commodity}"
        if self.gate_orders(home, away):
            return ""
        beyond = [gates for gates in self._orders(home, away) if gates]
        if beyond:
            lacking = [name for name, members in beyond[0] if not members]
            return f"its gate {lacking[0]} lies outside this part of the network"
        missing = [c for c in dict.fromkeys((home, away)) if c not in self.stages]
        if missing:
            return f"it does not serve {' and '.join(country_name(c) for c in missing)}"
        stage = self.stages[home][0]
        gate = self.gates[min(stage, len(self.gates) - 1)][0]
        return f"both ends lie on the same side of its gate {gate}"


def allowed_by_modes(graph: StateGraph, modes: Iterable[str] | None) -> np.ndarray:
    """Return which arcs use only the modes allowed."""
    vehicle = graph.arcs["vehicle"]
    if modes is None:
        return np.ones(len(vehicle), bool)
    wanted = set(modes)
    by_class = np.array([mode_of(vehicle_class) in wanted for vehicle_class in VEHICLE_CLASSES])
    found: np.ndarray = by_class[vehicle]
    return found


def avoided(net: Network, avoid: Iterable[str]) -> np.ndarray:
    """Return which arcs are to be avoided.

    Each word is a link, node, corridor, mode, country (code or name) or bcp id, or a place's
    name.
    """
    mask = np.zeros(len(compiled(net).arcs["tail"]), bool)
    for word in avoid:
        mask[arcs_of(net, word)] = True
    return mask


def arcs_of(net: Network, word: str) -> list[int]:
    """Return the arcs that a word of ``avoid`` means."""
    graph = compiled(net)
    if word in graph.arcs_of_link:
        return list(graph.arcs_of_link[word])
    crossings = net.bcp_links
    if word in crossings:
        return [arc for link in crossings[word] for arc in graph.arcs_of_link[link]]
    if word in net.corridor_ids:
        return _corridor_arcs(net, word)
    if word in MODES:
        codes = [k for k, name in enumerate(VEHICLE_CLASSES) if mode_of(name) == word]
        return np.flatnonzero(np.isin(graph.arcs["vehicle"], codes)).tolist()
    nodes = net.table("nodes")
    country = country_code(word)
    if country in nodes["country"]:
        homes = [
            node
            for node, home in zip(nodes["node_id"], nodes["country"], strict=True)
            if home == country
        ]
        return sorted({arc for node in homes for arc in graph.arcs_at_node.get(node, ())})
    try:
        return list(graph.arcs_at_node.get(net.gazetteer.node_id(word), ()))
    except UnknownNameError as error:
        if country in countries() or (not net.complete and word in load().corridor_ids):
            return []  # what this part of the network lacks is avoided already
        known = [
            *graph.arcs_of_link,
            *crossings,
            *net.corridor_ids,
            *MODES,
            *(country_name(code) for code in sorted(set(nodes["country"]))),
        ]
        kinds = "link, node, corridor, mode, country or border crossing"
        _, _, hint = str(error).partition(f"there is no place {word!r}.")
        message = suggesting(f"avoid: {word!r} is no {kinds}", word, known, end=f".{hint}")
        raise UnknownNameError(message) from error


def corridor_of(net: Network, corridor_id: str) -> Corridor:
    """Return a corridor with its gates resolved to arcs.

    Raises
    ------
    UnknownNameError
        If the network has no such corridor.
    """
    if corridor_id not in net.corridor_ids:
        near = did_you_mean(str(corridor_id), net.corridor_ids)
        raise UnknownNameError(
            f"there is no corridor {corridor_id!r}.{near} Corridors: {', '.join(net.corridor_ids)}"
        )
    return net.once(_resolved)[corridor_id]


def _resolved(net: Network) -> dict[str, Corridor]:
    """Return the corridors of a network by id."""
    graph = compiled(net)
    members: dict[str, dict[int, list[int]]] = {}
    names: dict[str, dict[int, str]] = {}
    for entry in net.table("corridor_links"):
        number, name = int(entry["gate"]), str(entry["corridor_id"])
        if number > 0:
            arcs = members.setdefault(name, {}).setdefault(number, [])
            arcs.extend(_member_arcs(graph, entry))
            names.setdefault(name, {}).setdefault(number, str(entry["gate_name"]))
    stages: dict[str, dict[str, tuple[int, ...]]] = {}
    for entry in net.table("corridor_stages"):
        served = stages.setdefault(str(entry["corridor_id"]), {})
        country = str(entry["country"])
        served[country] = (*served.get(country, ()), int(entry["stage"]))
    return {
        str(row["corridor_id"]): Corridor(
            corridor_id=str(row["corridor_id"]),
            name=str(row["name"]),
            commodities=tuple(str(row["commodities"]).split(";")),
            gates=tuple(
                (names[row["corridor_id"]][number], tuple(arcs))
                for number, arcs in sorted(members.get(row["corridor_id"], {}).items())
            ),
            stages=stages.get(row["corridor_id"], {}),
        )
        for row in net.table("corridors")
    }


def _member_arcs(graph: StateGraph, entry: dict) -> tuple[int, ...]:
    if entry["link_id"]:
        return graph.arcs_of_link.get(entry["link_id"], ())
    return graph.arcs_at_node.get(entry["node_id"], ())


def _corridor_arcs(net: Network, corridor_id: str) -> list[int]:
    return sorted(
        {
            arc
            for entry in net.table("corridor_links")
            if entry["corridor_id"] == corridor_id
            for arc in _member_arcs(compiled(net), entry)
        }
    )


def via_gates(net: Network, via: Iterable[Place]) -> list[Gate]:
    """Return a gate for each place of ``via``: the itinerary must pass it."""
    gates, graph = [], compiled(net)
    for place in via:
        node, heads = net.gazetteer.entries(place)[0].node_id, graph.arcs["head"]
        arcs = [k for k in graph.arcs_at_node.get(node, ()) if graph.vertices[heads[k]][0] == node]
        gates.append((net.gazetteer.label(node), tuple(arcs)))
    return gates


def orders_through(gates: Sequence[Gate], via: Sequence[Gate]) -> list[tuple[Gate, ...]]:
    """Return every order of gates and ``via`` that keeps the order of each."""
    total = len(gates) + len(via)
    orders = []
    for places in combinations(range(total), len(via)):
        rest, inner = iter(gates), iter(via)
        orders.append(tuple(next(inner if k in places else rest) for k in range(total)))
    return orders


def gate_bits(gates: Sequence[Gate], arcs: int) -> np.ndarray:
    """Return the bit mask of gates that each arc belongs to."""
    bits = np.zeros(arcs, np.int64)
    for number, (_, members) in enumerate(gates):
        bits[list(members)] |= 1 << number
    return bits
