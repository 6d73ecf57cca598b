"""What goods come to from an origin, and from where they come to a destination."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from corridors.graph.stategraph import LINE_HAUL
from corridors.network.countries import country_name
from corridors.network.earth import great_circles_km, unit_vectors
from corridors.vocabulary import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corridors.network.network import Network
    from corridors.routing.question import Question

#: Countries that a sentence names.
_MOST_COUNTRIES = 8


@dataclass(frozen=True)
class Part:
    """The places of one end's part of a network, by the classes of vehicles that come there."""

    nodes: dict[str, set[str]]
    km: float
    countries: tuple[str, ...]

    @property
    def told(self) -> str:
        """How many places, and in which countries."""
        names = list(map(country_name, self.countries))
        more = f" and {len(names) - _MOST_COUNTRIES} more" if len(names) > _MOST_COUNTRIES else ""
        where = f" in {', '.join(names[:_MOST_COUNTRIES])}{more}" if names else ""
        return f"{counted(len(self.nodes), 'place')}{where}"


def parts_of(question: Question) -> tuple[Part, Part]:
    """Return the places that goods reach from the origin, and those from which they arrive."""
    ends = [door.vertex for door in question.ends]
    return _part(question, [v for v, _ in question.seeds]), _part(question, ends, backwards=True)


def _part(question: Question, starts: Sequence[int], *, backwards: bool = False) -> Part:
    """Return what lies behind some vertices, over the arcs that goods may use."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import breadth_first_order

    graph, arcs, usable = question.plan.graph, question.plan.graph.arcs, question.usable
    ends = [arcs[name][usable] for name in (("head", "tail") if backwards else ("tail", "head"))]
    begin = graph.size  # a vertex before all starts
    tail = np.concatenate([ends[0], np.full(len(starts), begin)])
    head = np.concatenate([ends[1], np.array(starts, int)])
    size = (begin + 1, begin + 1)
    joined = coo_array((np.ones(len(tail), bool), (tail, head)), shape=size).tocsr()
    seen = np.zeros(begin + 1, bool)
    seen[breadth_first_order(joined, begin, return_predecessors=False)] = True
    run = usable & (arcs["kind"] == LINE_HAUL) & seen[arcs["head" if backwards else "tail"]]
    links, nodes = question.network.table("links"), question.network.table("nodes")
    rows = [question.network.link_row(graph.link_ids[k]) for k in np.unique(arcs["link"][run])]
    number = nodes.index("node_id")
    found: dict[str, set[str]] = {}
    for name in ("from_place", "to_place"):
        for place, vehicle in zip(*(arcs[c][run].tolist() for c in (name, "vehicle")), strict=True):
            found.setdefault(str(nodes["node_id"][place]), set()).add(graph.vehicles[vehicle])
    homes = {str(nodes["country"][number[node]]) for node in found} - {""}
    km = sum(float(links["length_km"][row]) for row in rows)
    return Part(found, km, tuple(sorted(homes, key=country_name)))


def nearest(net: Network, here: Part, there: Part) -> str:
    """Say where two parts come nearest to one another, and what is lacking between them."""
    shared = sorted(here.nodes.keys() & there.nodes.keys())
    name = net.gazetteer.label
    if shared:
        one, other = (" or ".join(sorted(part.nodes[shared[0]])) for part in (here, there))
        lacking = f"no handling is known there from {one} to {other}"
        only = "" if one != other else "it is entered from the one side only"
        return f"both come to {name(shared[0])}, but {only or lacking}"
    from scipy.spatial import cKDTree

    nodes = net.table("nodes")
    ids = [sorted(part.nodes) for part in (here, there)]
    at = [
        [np.array([nodes[c][net.node_row(node)] for node in side]) for c in ("lon", "lat")]
        for side in ids
    ]
    gap, match = cKDTree(unit_vectors(*at[1])).query(unit_vectors(*at[0]))
    k = int(np.argmin(gap))
    j = int(match[k])
    (km,) = great_circles_km(*(np.array([v]) for v in (at[0][0][k], at[0][1][k])),
                             *(np.array([v]) for v in (at[1][0][j], at[1][1][j])))  # fmt: skip
    return (
        f"they come nearest at {name(ids[0][k])} and {name(ids[1][j])}, {km:,.1f} km from one "
        "another"
    )
