"""What the caller asks for, resolved to masks of arcs: modes allowed, what to avoid, gates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from corridors.errors import UnknownNameError, did_you_mean
from corridors.graph.compiled import compiled
from corridors.graph.stategraph import BORDER, WAITING
from corridors.network.catalogue import load
from corridors.network.changes.serving import RARE_PER_WEEK
from corridors.network.countries import countries, country_code, country_name
from corridors.network.places import Place
from corridors.network.places.crossings import AT_BORDER, crossings_named, one_crossing
from corridors.network.spelling import fold
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

    A corridor whose gates lie on land or on a ferry is no way by sea: ships sail its own lanes
    only, and ``foreign`` are the arcs of all others. So nobody is sent from Baku to Xi'an by
    Bandar Abbas because the Caspian was crossed on the way.
    """

    corridor_id: str
    name: str
    commodities: tuple[str, ...]
    gates: tuple[Gate, ...]
    stages: Mapping[str, tuple[int, ...]]
    foreign: tuple[int, ...] = ()

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
    by_class = np.array([mode_of(vehicle_class) in wanted for vehicle_class in graph.vehicles])
    found: np.ndarray = by_class[vehicle]
    return found


def irregular_boardings(net: Network) -> np.ndarray:
    """Return the arcs by which goods board services that nobody can count on.

    These are the services that their table calls irregular, and those that leave less than once
    in four weeks, as an event or a scenario may leave them.
    """
    return net.once(_irregular_boardings)


def irregular_arcs(net: Network) -> frozenset[int]:
    """Return the same arcs, to ask whether a way has one."""
    return net.once(_irregular_arcs)


def _irregular_arcs(net: Network) -> frozenset[int]:
    return frozenset(irregular_boardings(net).tolist())


def _irregular_boardings(net: Network) -> np.ndarray:
    graph, services = compiled(net), net.table("services")
    found = [
        arc
        for row, word in enumerate(services["regularity"])
        if word == "irregular" or services["departures_per_week"][row] < RARE_PER_WEEK
        for arc in graph.arcs_of_link.get(services["link_id"][row], ())
        if graph.arcs["kind"][arc] == WAITING and graph.refs[arc][1] == ("services", row)
    ]
    boarded = graph.arcs["head"][np.array(found, np.int64)]
    # those who board, and those who sail on from another lane
    return np.flatnonzero(np.isin(graph.arcs["head"], boarded))


def avoided(net: Network, avoid: Iterable[str]) -> np.ndarray:
    """Return which arcs are to be avoided.

    Each word is a link, node, corridor, mode, country (code or name) or bcp id, the name of a place
    or of a border crossing (``Khunjerab``, ``Horgos (RS)``), a passage of ships (``hormuz``, ``Suez
    Canal``), or the land borders of two countries: ``PK-AF`` both ways, ``PK>AF`` one way.
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
        codes = [k for k, name in enumerate(graph.vehicles) if mode_of(name) == word]
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
    passage = _passage(net, word)
    if passage:
        return [arc for link in passages(net)[passage] for arc in graph.arcs_of_link.get(link, ())]
    pair = _borders(net, word)
    if pair is not None:
        return pair
    try:
        return _arcs_at(net, word)
    except UnknownNameError as error:
        if country in countries() or (not net.complete and _elsewhere(word)):
            return []  # what this part of the network lacks is avoided already
        raise _not_known(net, word, error) from error


def _arcs_at(net: Network, word: str) -> list[int]:
    """Return the arcs at the place, or over the border crossing, that a word names."""
    graph, nodes = compiled(net), net.table("nodes")
    crossings = crossings_named(net, word)
    try:
        node = net.gazetteer.node_id(word, whole=True)
    except UnknownNameError:
        if not crossings:
            raise
        crossings, found = one_crossing(word, crossings), set()
    else:
        row = nodes.index("node_id")[node]
        at, is_post = (nodes["lon"][row], nodes["lat"][row]), nodes["kind"][row] == AT_BORDER
        crossings = tuple(c for c in crossings if is_post and c.is_beside(at))
        found = set(graph.arcs_at_node.get(node, ()))
    for crossing in crossings:
        for link in net.bcp_links[crossing.bcp_id]:
            found.update(graph.arcs_of_link[link])
    return sorted(found)


def _elsewhere(word: str) -> bool:
    """Say whether the whole embedded network has a corridor or passage of this name."""
    whole = load()
    return word in whole.corridor_ids or bool(_passage(whole, word))


def passages(net: Network) -> Mapping[str, tuple[str, ...]]:
    """Return the links of each strait or canal that ships of the network pass."""
    return net.once(_passages)


def _passages(net: Network) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    links = net.table("links")
    for link, words in zip(links["link_id"], links["passages"], strict=True):
        for word in str(words).split(";") if words else ():
            found[word] = (*found.get(word, ()), str(link))
    return found


#: What people add to the name of a passage.
_PASSAGE_WORDS = {"strait", "straits", "canal", "of", "the", "passage", "good", "hope"}
_PASSAGE_NAMES = {
    "bosphorus": "bosporus",
    "babalmandab": "babelmandeb",
    "babalmandeb": "babelmandeb",
}


def _passage(net: Network, word: str) -> str:
    """Return the passage that a word means, or ``""``."""
    bare = "".join(w for w in word.lower().split() if w not in _PASSAGE_WORDS)
    name = _PASSAGE_NAMES.get(fold(bare), fold(bare))
    return next((known for known in passages(net) if fold(known) == name), "")


def _borders(net: Network, word: str) -> list[int] | None:
    """Return the arcs over the land borders of two countries, ``None`` if no pair is meant.

    Raises
    ------
    UnknownNameError
        If no link of the network passes a border of the two.
    """
    sign = ">" if ">" in word else "-"
    texts, nodes = word.split(sign), net.table("nodes")
    known = set(nodes["country"])
    for k in range(1, len(texts)):
        home, away = (country_code(sign.join(part).strip()) for part in (texts[:k], texts[k:]))
        if home in known and away in known and home != away:
            break
        if not net.complete and {home, away} <= set(countries()) and home != away:
            return []  # avoided already by a part that lacks one of the two
    else:
        return None
    arcs, lands = compiled(net).arcs, np.array(nodes["country"])
    start, end = lands[arcs["from_place"]], lands[arcs["to_place"]]
    picked = (start == home) & (end == away)
    if sign == "-":
        picked |= (start == away) & (end == home)
    found = np.flatnonzero(picked & (arcs["kind"] == BORDER))
    if len(found) == 0 and net.complete:
        raise UnknownNameError(
            f"avoid: no land link of the network passes a border of {country_name(home)} and "
            f"{country_name(away)}"
        )
    return list(found.tolist())


def _not_known(net: Network, word: str, error: UnknownNameError) -> UnknownNameError:
    """Return the error of a word that means nothing, with what there is."""
    known = [
        *compiled(net).arcs_of_link,
        *net.bcp_links,
        *net.corridor_ids,
        *MODES,
        *passages(net),
        *(country_name(code) for code in sorted(set(net.table("nodes")["country"]) - {""})),
    ]
    if "name of several" in str(error):
        return error
    near = did_you_mean(word, known)
    also = "" if near else f" {str(error)[0].upper()}{str(error)[1:]}."
    straits = f" ({', '.join(passages(net))})" if passages(net) else ""
    return UnknownNameError(
        f"avoid: {word!r} is no link, node, corridor, mode, country, border crossing, passage"
        f"{straits} or pair of countries (PK-AF both ways, PK>AF one way).{near or also}"
    )


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
            foreign=_foreign(net, str(row["corridor_id"]), members.get(row["corridor_id"], {})),
        )
        for row in net.table("corridors")
    }


def _foreign(net: Network, corridor_id: str, gates: Mapping[int, Sequence[int]]) -> tuple[int, ...]:
    """Return the arcs of the sea lanes that are none of a corridor's, if no gate is a lane."""
    arcs = compiled(net).arcs
    sea = (arcs["vehicle"] == VEHICLE_CLASSES.index("sea")) & (arcs["link"] >= 0)
    if not gates or any(sea[list(members)].any() for members in gates.values() if len(members)):
        return ()
    sea[_corridor_arcs(net, corridor_id)] = False
    return tuple(np.flatnonzero(sea).tolist())


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
