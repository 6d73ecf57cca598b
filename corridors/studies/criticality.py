"""What hurts most when it is closed: links, nodes, border crossings, countries."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Unpack

import numpy as np

from corridors.arguments import asks
from corridors.criteria import COST, CRITERIA, TIME
from corridors.errors import one_of
from corridors.graph.compiled import compiled
from corridors.graph.gates import arcs_of
from corridors.network.countries import country_name
from corridors.network.places.naming import PAIR_COLUMNS
from corridors.network.vintage import dated
from corridors.routing.compare import searched_by
from corridors.routing.conditions import Conditions, Words, says
from corridors.routing.doors import Way
from corridors.routing.question import Question, best_ways
from corridors.routing.questions import PairsOf, Questions
from corridors.studies.pairs import Amounts, amounts_of

if TYPE_CHECKING:
    import pandas as pd

    from corridors.network.network import Network

KINDS = ("links", "nodes", "border_crossings", "countries")
#: What is closed is judged by these if nothing else is said.
BY = ("cost", "time")


_BESIDES = ("weight", "corridor", "via", "departure")


@says(*_BESIDES)
@asks
def criticality(
    net: Network,
    pairs: PairsOf,
    *,
    what: str = "links",
    by: str | Iterable[str] = BY,
    weights: Sequence[float] | None = None,
    unit: str = "",
    conditions: Conditions | None = None,
    **words: Unpack[Words],
) -> pd.DataFrame:
    """Close every link, node, border crossing or country in turn and rank what is lost.

    Only pairs whose itinerary uses what is closed are routed again; a pair that begins or
    ends there is not counted.

    Parameters
    ----------
    net
        The network.
    pairs
        (origin, destination) pairs of places, with weights as :func:`read_pairs` gives them, or the
        name of such a CSV file.
    what
        ``"links"``, ``"nodes"``, ``"border_crossings"`` or ``"countries"``.
    by
        What the ways are the best by, each in turn, as in :func:`compare`: ``"cost"``,
        ``"time"``, ``"distance"``, ``"transits"``, ``"co2e"`` and ``"generalised"``.
    weights
        How much each pair counts; ``None``: what ``pairs`` say, else all alike.
    unit
        What the weights are: ``"tonnes"`` or ``"teu"`` a year, which go in shipments of the size
        asked for; ``"weight"`` or nothing: no amounts.
    shipment, modes, avoid, irregular, as_of, scenarios, conditions
        As in :func:`route`, for each pair.
    service
        How a box goes by rail, as in :func:`route`.

    Returns
    -------
    DataFrame
        By the id of what is closed, for each word of ``by`` the worst first: ``by``, ``rank``
        (among those of the word), ``name``, ``pairs_hit`` (their best way by that word uses it),
        ``pairs_cut`` (no itinerary is left), ``lost`` and its ``unit`` (what the best ways by
        that word lose of it, over the pairs not cut), ``lost_usd`` and ``lost_h`` (the money and
        the time that the same ways lose; below 0, the way that is left is cheaper or quicker),
        ``lost_value_usd`` (both, with the value of time), each for one shipment a pair;
        ``weight_hit`` and ``weight_cut`` (what these pairs count, in ``attrs["weights_in"]``);
        ``lost_usd_year``, ``lost_h_year`` and ``lost_value_usd_year`` (what all shipments of the
        pairs lose that are not cut, where weights are tonnes or TEU a year; else ``nan``);
        ``worst_pair``, and its ``origin``, ``origin_country``, ``destination`` and
        ``destination_country``. What no best way uses is left out: closing it changes nothing. The
        rank goes by what is cut, then by what is lost, each pair as often as it counts.

    Raises
    ------
    ValueError
        If ``what`` or ``by`` is none of these words, or a pair joins a place with itself.
    UnknownNameError
        If a place, a scenario or a word of ``avoid`` is not known.
    ScenarioError
        If the scenarios have faults or cannot be combined.
    TypeError
        If a keyword is not known, or a value is of another kind.

    Examples
    --------
    >>> import corridors as co
    >>> pair = ("Karachi", "Istanbul")
    >>> table = co.criticality(co.load(), pair, what="countries", by="cost")
    >>> bool((table["lost_usd"] >= 0).all())
    True
    """
    import pandas as pd

    one_of("what", what, KINDS)
    said = Conditions.of(conditions, besides=_BESIDES, **words)
    searched = searched_by(by, said, weighed=False)
    net = said.situation(net)
    there = said.with_(as_of=None, scenarios=())
    subjects, names = _subjects(net, what), names_of(net, what)
    amounts = amounts_of(pairs, said.shipment, weights, unit)
    rows: list[dict] = []
    for word in searched:
        asked = Questions.of_pairs(net, amounts.pairs, there.with_(weight=word))
        ways = asked.best()
        costs = [
            None if way is None else one.costs_of(way) for one, way in zip(asked, ways, strict=True)
        ]
        used = _used_by(what, subjects, ways, asked)
        losses = [
            _Loss(subject, word, _lost(asked, subjects[subject], costs, hit), asked, amounts)
            for subject, hit in used.items()
        ]
        ranked = sorted(losses, key=lambda loss: (-loss.weight_cut, -loss.own, loss.subject))
        rows += [
            {"rank": rank, "name": names.get(loss.subject, loss.subject), **loss.row()}
            for rank, loss in enumerate(ranked, start=1)
        ]
    frame = pd.DataFrame(rows, columns=["id", *_COLUMNS]).set_index("id")
    frame.attrs["weights_in"] = amounts.unit
    return dated(frame, net)


_COLUMNS = (
    "by", "rank", "name", "pairs_hit", "pairs_cut", "lost", "unit", "lost_usd", "lost_h",
    "lost_value_usd", "weight_hit", "weight_cut", "lost_usd_year", "lost_h_year",
    "lost_value_usd_year", "worst_pair", *PAIR_COLUMNS,
)  # fmt: skip


@dataclass(frozen=True)
class _Loss:
    """What closing one subject costs the ways that are the best by one word.

    ``lost`` are the criteria that each pair loses, by its number; ``None`` if it is cut.
    """

    subject: str
    by: str
    lost: Mapping[int, np.ndarray | None]
    asked: Questions
    amounts: Amounts

    @cached_property
    def cut(self) -> list[int]:
        """The pairs that no itinerary is left for."""
        return [k for k, lost in self.lost.items() if lost is None]

    @cached_property
    def of_pair(self) -> dict[int, float]:
        """What each pair loses of what its way is the best by; ``inf`` if it is cut."""
        weights = self.asked[0].plan.coefficient
        return {
            k: math.inf if lost is None else max(0.0, float(lost @ weights))
            for k, lost in self.lost.items()
        }

    @cached_property
    def own(self) -> float:
        """What all pairs that are not cut lose of it, each as often as it counts."""
        times = self.amounts.times
        return math.fsum(
            times[k] * value for k, value in self.of_pair.items() if math.isfinite(value)
        )

    @property
    def weight_cut(self) -> float:
        """What the pairs count that are cut."""
        return math.fsum(self.amounts.weights[k] for k in self.cut)

    def _worst(self, pair: int) -> tuple[bool, float, int]:
        """Return how bad it is for a pair, as often as it counts."""
        value, times = self.of_pair[pair], self.amounts.times[pair]
        cut = math.isinf(value)
        return (cut and times > 0, times if cut else times * value, -pair)

    def _year(self, left: Mapping[int, np.ndarray], hour_usd: float) -> dict[str, float]:
        """Return what all shipments of a year lose; ``nan`` if pairs have no amounts."""
        shipments = self.amounts.shipments
        usd, hours = (
            math.fsum(shipments[k] * float(lost[c]) for k, lost in left.items())
            if self.amounts.yearly
            else math.nan
            for c in (COST, TIME)
        )
        return {
            "lost_usd_year": usd,
            "lost_h_year": hours,
            "lost_value_usd_year": usd + hour_usd * hours,
        }

    def row(self) -> dict:
        """Return the values of one row of :func:`criticality`, but rank and name."""
        left = {k: lost for k, lost in self.lost.items() if lost is not None}
        usd, hours = (math.fsum(float(lost[c]) for lost in left.values()) for c in (COST, TIME))
        hour_usd = self.asked[0].conditions.shipment.usd_per_h
        worst = self.asked[max(self.lost, key=self._worst)].labels
        return {
            "id": self.subject,
            "by": self.by,
            "pairs_hit": len(self.lost),
            "pairs_cut": len(self.cut),
            "lost": math.fsum(self.of_pair[k] for k in left),
            "unit": CRITERIA[self.by].unit if self.by in CRITERIA else "USD",
            "lost_usd": usd,
            "lost_h": hours,
            "lost_value_usd": usd + hour_usd * hours,
            "weight_hit": math.fsum(self.amounts.weights[k] for k in self.lost),
            "weight_cut": self.weight_cut,
            **self._year(left, hour_usd),
            "worst_pair": f"{worst.origin} - {worst.destination}",
            **worst.row(),
        }


def _subjects(net: Network, what: str) -> dict[str, np.ndarray]:
    """Return the arcs of everything that can be closed."""
    graph = compiled(net)
    if what == "links":
        found: Mapping[str, Iterable[int]] = graph.arcs_of_link
    elif what == "nodes":
        found = graph.arcs_at_node
    elif what == "countries":
        countries = sorted(set(map(str, net.table("nodes")["country"])) - {""})
        found = {country: arcs_of(net, country) for country in countries}
    else:
        land = {
            b: [a for k in ids for a in graph.arcs_of_link[k]] for b, ids in net.bcp_links.items()
        }
        ports: dict[str, list[int]] = {g[1][0]: [] for g in graph.groups if g[0] == "ports"}
        for group, arcs in graph.groups.items():
            if group[0] == "ports":
                ports[group[1][0]] += arcs
        borders = set(map(str, net.table("border_crossings")["bcp_id"]))
        found = {name: arcs for name, arcs in {**ports, **land}.items() if name in borders}
    return {name: np.array(sorted(arcs), np.int64) for name, arcs in sorted(found.items())}


def _used_by(
    what: str,
    subjects: Mapping[str, np.ndarray],
    ways: Sequence[Way | None],
    asked: Questions,
) -> dict[str, list[int]]:
    """Return the pairs whose way uses each subject, but those that begin or end in it."""
    on_arc: dict[int, set[int]] = {}
    for number, way in enumerate(ways):
        for arc in way.arcs if way else ():
            on_arc.setdefault(arc, set()).add(number)
    used = {}
    for subject, arcs in subjects.items():
        hit = set().union(*(on_arc.get(arc, ()) for arc in arcs.tolist()))
        ends = {
            k
            for k in hit
            for e in (*asked[k].origin.entries, *asked[k].destination.entries)
            if subject in (e.node_id, e.country)
        }
        if hit - ends or (hit and what in ("links", "border_crossings")):
            used[subject] = sorted(hit if what in ("links", "border_crossings") else hit - ends)
    return used


def _lost(
    asked: Questions, arcs: np.ndarray, costs: Sequence[np.ndarray | None], hit: Sequence[int]
) -> dict[int, np.ndarray | None]:
    """Return the criteria that each pair loses, ``None`` if it is cut."""
    closed = asked[0].plan.closing(arcs, bounded=True)
    again: list[Question] = [asked[k].under(closed) for k in hit]
    found: dict[int, np.ndarray | None] = {}
    for k, question, way in zip(hit, again, best_ways(again), strict=True):
        old = costs[k]
        found[k] = None if way is None or old is None else question.costs_of(way) - old
    return found


def names_of(net: Network, what: str) -> dict[str, str]:
    """Return the names for people of what can be closed, by id."""
    if what == "countries":
        return {c: country_name(c) for c in set(net.table("nodes")["country"])}
    key = {"links": "link_id", "nodes": "node_id", "border_crossings": "bcp_id"}[what]
    table = net.table(what)
    names = list(map(str, table["name"]))
    if what == "links":  # a line's name is that of many links
        places = dict(zip(net.table("nodes")["node_id"], net.table("nodes")["name"], strict=True))
        ends = zip(table["from_node"], table["to_node"], table["mode"], strict=True)
        names = [f"{places[a]} - {places[b]} by {mode}" for a, b, mode in ends]
    elif what == "nodes":
        names = [f"{n}, {c}" for n, c in zip(names, table["country"], strict=True)]
    return {id_: name or id_ for id_, name in zip(table[key], names, strict=True)}
