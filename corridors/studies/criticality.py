"""What hurts most when it is closed: links, nodes, border crossings, countries."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from corridors.errors import did_you_mean
from corridors.graph.gates import arcs_of
from corridors.network.countries import country_name
from corridors.routing.conditions import Shipment
from corridors.routing.route import DEFAULT_SHIPMENT, Plan, Way, make_plan
from corridors.studies.bounds import Pair, PairOf, as_pairs, best_ways
from corridors.vocabulary import VALUE_OF_TIME_SHARE_PER_DAY

if TYPE_CHECKING:
    import pandas as pd

    from corridors.network.network import Network

KINDS = ("links", "nodes", "border_crossings", "countries")
#: What is lost is measured on the best itineraries by these, in these units.
_LOSSES = {"cost": "lost_usd", "time": "lost_h"}


def criticality(
    net: Network,
    pairs: PairOf | Iterable[PairOf],
    *,
    what: str = "links",
    shipment: Shipment = DEFAULT_SHIPMENT,
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
    shipment
        What is shipped, in each pair.

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

    Examples
    --------
    >>> import corridors as co
    >>> table = co.criticality(co.load(), [("Karachi", "Istanbul")], what="countries")
    >>> bool((table["lost_usd"] >= 0).all())
    True
    """
    import pandas as pd

    if what not in KINDS:
        raise ValueError(
            f"what {what!r} is not one of {', '.join(KINDS)}.{did_you_mean(str(what), KINDS)}"
        )
    found = as_pairs(net, pairs)
    subjects = _subjects(net, what)
    losses: dict[str, _Loss] = {}
    for weight in _LOSSES:
        plan = make_plan(net, weight=weight, shipment=shipment)
        ways = best_ways(plan, found)
        for subject, hit in _used_by(net, what, subjects, ways, found).items():
            loss = losses.setdefault(subject, _Loss())
            loss.add(weight, hit, _lost(plan, subjects[subject], ways, found, hit))
    hour_usd = shipment.value_usd * VALUE_OF_TIME_SHARE_PER_DAY / 24
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

    def row(self, subject: str, pairs: Sequence[Pair], hour_usd: float) -> dict:
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
            "worst_pair": " - ".join(pairs[worst].labels),
        }


def _subjects(net: Network, what: str) -> dict[str, np.ndarray]:
    """Return the arcs of everything that can be closed."""
    graph = net.state_graph
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
        found = {**ports, **land}
    return {name: np.array(sorted(arcs), np.int64) for name, arcs in sorted(found.items())}


def _used_by(
    net: Network,
    what: str,
    subjects: Mapping[str, np.ndarray],
    ways: Sequence[Way | None],
    pairs: Sequence[Pair],
) -> dict[str, list[int]]:
    """Return the pairs whose way uses each subject, but those that begin or end in it."""
    on_arc: dict[int, set[int]] = {}
    for number, way in enumerate(ways):
        for arc in way.arcs if way else ():
            on_arc.setdefault(arc, set()).add(number)
    nodes = net.table("nodes")
    used = {}
    for subject, arcs in subjects.items():
        hit = set().union(*(on_arc.get(arc, ()) for arc in arcs.tolist()))
        ends = {
            k
            for k in hit
            for e in (*pairs[k].starts, *pairs[k].ends)
            if subject in (e.node_id, nodes["country"][net.node_row(e.node_id)])
        }
        if hit - ends or (hit and what in ("links", "border_crossings")):
            used[subject] = sorted(hit if what in ("links", "border_crossings") else hit - ends)
    return used


def _lost(
    plan: Plan,
    arcs: np.ndarray,
    ways: Sequence[Way | None],
    pairs: Sequence[Pair],
    hit: Sequence[int],
) -> dict[int, float]:
    """Return what each pair loses, ``inf`` if it is cut."""
    weights = plan.weights.copy()
    weights[arcs] = np.inf
    closed = replace(plan, weights=weights, searches={})
    fresh = best_ways(closed, [pairs[k] for k in hit])
    return {
        k: math.inf if way is None else max(0.0, value_of(plan, way) - value_of(plan, ways[k]))
        for k, way in zip(hit, fresh, strict=True)
    }


def value_of(plan: Plan, way: Way | None) -> float:
    """Return a way's total of what is minimised, without what breaks ties."""
    if way is None:
        return math.inf
    value = float((plan.costs[list(way.arcs)] @ plan.coefficient).sum())
    return value + plan.entry_cost(way.start) + plan.entry_cost(way.end)


def _names(net: Network, what: str) -> dict[str, str]:
    if what == "countries":
        return {c: country_name(c) for c in set(net.table("nodes")["country"])}
    key = {"links": "link_id", "nodes": "node_id", "border_crossings": "bcp_id"}[what]
    table = net.table(what)
    return dict(zip(table[key], table["name"], strict=True))
