"""What hurts most when it is closed: links, nodes, border crossings, countries."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Unpack

import numpy as np

from corridors.errors import one_of
from corridors.graph.compiled import compiled
from corridors.graph.gates import arcs_of
from corridors.network.countries import country_name
from corridors.routing.conditions import Conditions, Words, says
from corridors.routing.doors import Way
from corridors.routing.question import Question, best_ways
from corridors.routing.questions import PairOf, Questions, pairs_of

if TYPE_CHECKING:
    import pandas as pd

    from corridors.network.network import Network

KINDS = ("links", "nodes", "border_crossings", "countries")
#: What is lost is measured on the best itineraries by these, in these units.
_LOSSES = ("cost", "time")


_BESIDES = ("weight", "corridor", "via", "departure")


@says(*_BESIDES)
def criticality(
    net: Network,
    pairs: PairOf | Iterable[PairOf],
    *,
    what: str = "links",
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
        (origin, destination) pairs of places.
    what
        ``"links"``, ``"nodes"``, ``"border_crossings"`` or ``"countries"``.
    shipment, modes, avoid, as_of, scenarios, conditions
        As in :func:`route`, for each pair.
    service
        How a box goes by rail, as in :func:`route`.

    Returns
    -------
    DataFrame
        By the id of what is closed, the worst first: ``name``, ``rank``, ``pairs_hit`` (their
        cheapest or quickest itinerary uses it), ``pairs_cut`` (no itinerary is left),
        ``lost_usd`` (added to the cheapest itineraries of the pairs not cut), ``lost_h``
        (added to the quickest), ``lost_value_usd`` (both, with the value of time) and
        ``worst_pair``. What no itinerary uses is left out: closing it changes nothing. The
        rank goes by pairs cut, then by value lost.

    Raises
    ------
    ValueError
        If ``what`` is none of these words, or a pair joins a place with itself.
    UnknownNameError
        If a place, a scenario or a word of ``avoid`` is not known.
    ScenarioError
        If the scenarios have faults or cannot be combined.
    TypeError
        If a keyword is not known, or a value is of another kind.

    Examples
    --------
    >>> import corridors as co
    >>> table = co.criticality(co.load(), [("Karachi", "Istanbul")], what="countries")
    >>> bool((table["lost_usd"] >= 0).all())
    True
    """
    import pandas as pd

    one_of("what", what, KINDS)
    said = Conditions.of(conditions, besides=_BESIDES, **words)
    net = said.situation(net)
    there = said.with_(as_of=None, scenarios=())
    subjects, pairs = _subjects(net, what), pairs_of(pairs)
    losses: dict[str, _Loss] = {}
    for weight in _LOSSES:
        asked = Questions.of_pairs(net, pairs, there.with_(weight=weight))
        ways = asked.best()
        values = [one.value_of(way) for one, way in zip(asked, ways, strict=True)]
        for subject, hit in _used_by(what, subjects, ways, asked).items():
            loss = losses.setdefault(subject, _Loss())
            loss.add(weight, hit, _lost(asked, subjects[subject], values, hit))
    found = [(q.origin.label, q.destination.label) for q in asked]
    hour_usd = said.shipment.usd_per_h
    rows = [loss.row(subject, found, hour_usd) for subject, loss in losses.items()]
    rows.sort(key=lambda r: (-r["pairs_cut"], -r["lost_value_usd"], r["id"]))
    names = _names(net, what)
    for rank, row in enumerate(rows, start=1):
        row |= {"rank": rank, "name": names.get(row["id"], row["id"])}
    columns = ["id", "rank", "name", "pairs_hit", "pairs_cut", "lost_usd", "lost_h"]
    return pd.DataFrame(rows, columns=[*columns, "lost_value_usd", "worst_pair"]).set_index("id")


class _Loss:
    """What closing one subject costs."""

    def __init__(self) -> None:
        self.hit: set[int] = set()
        self.lost: dict[str, dict[int, float]] = {weight: {} for weight in _LOSSES}

    def add(self, weight: str, hit: Sequence[int], lost: Mapping[int, float]) -> None:
        self.hit |= set(hit)
        self.lost[weight] |= lost

    def row(self, subject: str, pairs: Sequence[tuple[str, str]], hour_usd: float) -> dict:
        """Return the values of one row of :func:`criticality`, but rank and name."""
        cost, time = self.lost["cost"], self.lost["time"]
        cut = {k for lost in self.lost.values() for k, value in lost.items() if math.isinf(value)}
        value = {
            k: math.inf if k in cut else cost.get(k, 0.0) + hour_usd * time.get(k, 0.0)
            for k in sorted(self.hit)
        }
        worst = max(value, key=lambda k: (value[k], -k))
        return {
            "id": subject,
            "pairs_hit": len(self.hit),
            "pairs_cut": len(cut),
            "lost_usd": math.fsum(v for v in cost.values() if math.isfinite(v)),
            "lost_h": math.fsum(v for v in time.values() if math.isfinite(v)),
            "lost_value_usd": math.fsum(v for v in value.values() if math.isfinite(v)),
            "worst_pair": " - ".join(pairs[worst]),
        }


def _subjects(net: Network, what: str) -> dict[str, np.ndarray]:
    """Return the arcs of everything that can be closed."""
    graph = compiled(net)
    if what == "links":
        found: Mapping[str, Iterable[int]] = graph.arcs_of_link
    elif what == "nodes":
        found = graph.arcs_at_node
    elif what == "countries":
        countries = sorted(set(map(str, net.table("nodes")["country"])))
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
    asked: Questions, arcs: np.ndarray, values: Sequence[float], hit: Sequence[int]
) -> dict[int, float]:
    """Return what each pair loses, ``inf`` if it is cut."""
    closed = asked[0].plan.closing(arcs)
    again: list[Question] = [asked[k].under(closed) for k in hit]
    found = {}
    for k, question, way in zip(hit, again, best_ways(again), strict=True):
        lost = question.value_of(way) - values[k]
        found[k] = math.inf if way is None else max(0.0, lost)
    return found


def _names(net: Network, what: str) -> dict[str, str]:
    if what == "countries":
        return {c: country_name(c) for c in set(net.table("nodes")["country"])}
    key = {"links": "link_id", "nodes": "node_id", "border_crossings": "bcp_id"}[what]
    table = net.table(what)
    return dict(zip(table[key], table["name"], strict=True))
