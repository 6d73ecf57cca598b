"""From the rows that a compiler makes to the arrays of the state graph."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from corridors.graph.spread import means_of
from corridors.graph.stategraph import MADE_COLUMNS, WHOLE_COLUMNS, StateGraph
from corridors.graph.territories import territories

if TYPE_CHECKING:
    from corridors.graph.compiler import Compiler


def frozen(made: Compiler) -> StateGraph:
    """Return what a compiler has made as arrays, the arcs sorted by tail."""
    values = np.fromiter(chain.from_iterable(made.rows), float)
    columns = values.reshape(-1, len(MADE_COLUMNS)).T
    order = np.argsort(columns[0], kind="stable")
    place = np.argsort(order, kind="stable").tolist()
    arcs = _arrays(columns[:, order])
    first_out = np.searchsorted(arcs["tail"], np.arange(len(made.vertices) + 1))
    nowhere = {(name, -1) for name in ("", *made.tables)}  # what no row says
    territory = territories(made.vertices, made.nodes, made.links)
    names = tuple(sorted(set(territory) - {""}))
    numbers = {name: k for k, name in enumerate(names)} | {"": -1}
    link_ids = tuple(str(v) for v in made.links["link_id"])
    node_of = [v[0] if v[0] in made.node_row else "" for v in made.vertices]
    by_link, by_node = _by_place(arcs, link_ids, node_of)
    return StateGraph(
        vertices=tuple(made.vertices),
        country=np.array([numbers[t] for t in territory]),
        territories=names,
        arcs=arcs,
        refs=tuple(made.refs[k] for k in order),
        first_out=first_out,
        origin={n: v for (n, _, role), v in made.number.items() if role == "origin"},
        destination={n: v for (n, _, role), v in made.number.items() if role == "destination"},
        link_ids=link_ids,
        arcs_of_link={k: tuple(v) for k, v in by_link.items()},
        arcs_at_node={k: tuple(v) for k, v in by_node.items()},
        groups={g: tuple(place[k] for k in made) for g, made in made.groups.items()},
        inputs={g: frozenset(refs) - nowhere for g, refs in made.inputs.items() if g[0]},
        vehicles=tuple(made.vehicles),
        tables=made.tables,
    )


def _arrays(columns: np.ndarray) -> dict[str, np.ndarray]:
    arcs = {
        name: column.astype(np.int64 if name in WHOLE_COLUMNS else float)
        for name, column in zip(MADE_COLUMNS, columns, strict=True)
    }
    arcs["h"] = means_of(arcs["h50"], arcs["h90"])
    for column in arcs.values():
        column.flags.writeable = False
    return arcs


def _by_place(
    arcs: dict[str, np.ndarray], link_ids: tuple[str, ...], node_of: list[str]
) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
    """Return the arcs of each link, and those at each node."""
    by_link: dict[str, list[int]] = {}
    by_node: dict[str, list[int]] = {}
    for k, (tail, head, link) in enumerate(
        zip(*(arcs[c].tolist() for c in ("tail", "head", "link")), strict=True)
    ):
        if link >= 0:
            by_link.setdefault(link_ids[link], []).append(k)
        a, b = node_of[tail], node_of[head]
        if a:
            by_node.setdefault(a, []).append(k)
        if b and b != a:
            by_node.setdefault(b, []).append(k)
    return by_link, by_node
