"""Speed of fronts, alternatives, draws and matrices beside named peers, in one run.

Run with ``python benchmarks/choices.py``; ``--write`` puts the table into
``benchmarks/README.md``. Needs the extra ``bench``. Peers do the same task on the same graph;
where a peer is slow, a part of the task is run and the time scaled, and the line says so.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from itertools import islice, pairwise
from pathlib import Path

import networkx as nx
import numpy as np
import region
from clock import median_s, once_s
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

import corridors as co
from corridors.engines import fronts
from corridors.engines.elimination import bindings, by_least_degree
from corridors.engines.hierarchy import Topology
from corridors.engines.shortest import KShortest
from corridors.graph.compiled import compiled
from corridors.network.files import write_text
from corridors.routing.by_weights import ledger_columns, totals_of_best
from corridors.routing.conditions import Conditions
from corridors.routing.plan import plan_of
from corridors.routing.question import Question

PAIRS = [("Karachi", "Istanbul"), ("Karachi", "Tashkent"), ("Lahore", "Baku"),
         ("Islamabad", "Almaty"), ("Quetta", "Ankara"), ("Karachi", "Tbilisi"),
         ("Peshawar", "Dushanbe"), ("Tehran", "Tashkent"), ("Istanbul", "Almaty"),
         ("Kabul", "Tbilisi")]  # fmt: skip
CRITERIA = ("cost", "time", "distance", "transits")
README = Path(__file__).with_name("README.md")
ROWS: list[tuple[str, str, str, str, str, str]] = []


def text_s(seconds):
    return f"{seconds * 1e3:.3g} ms" if seconds < 1 else f"{seconds:.3g} s"


def below(what, ours, limit):
    """Record a measure with a limit of its own."""
    verdict = "reached" if ours <= limit else "MISSED"
    record(what, text_s(ours), "-", "-", f"under {text_s(limit)}", verdict)


def times(what, ours, peer_name, peer, aim):
    """Record a measure that aims to be so many times faster than a peer."""
    ratio = peer / ours
    verdict = "reached" if ratio >= aim else "MISSED"
    record(what, text_s(ours), f"{peer_name} {text_s(peer)}", f"{ratio:.3g}", f"{aim:g}", verdict)


def record(*row):
    ROWS.append(row)
    print(" | ".join(row), flush=True)


# -- the embedded network -----------------------------------------------------------------------


def embedded():
    net = co.load()
    first = once_s(lambda: co.pareto(net, *PAIRS[0], criteria=CRITERIA))
    print("first front in this process", text_s(first))
    for a, b in PAIRS[:2]:
        below(f"exact front of 4 criteria, {a}-{b}, warm",
              median_s(lambda a=a, b=b: co.pareto(net, a, b, criteria=CRITERIA)), 0.02)  # fmt: skip
    weight_vectors(net)
    k_shortest(net)
    co.simulate(net, *PAIRS[0], weight="time", rechoose=True, n=300)
    below("10,000 re-chosen draws, Karachi-Istanbul, by time",
          median_s(lambda: co.simulate(net, *PAIRS[0], weight="time", rechoose=True), 3),
          1.0)  # fmt: skip
    matrix_of_places(net)
    cold_start()


def simple_arrays(plan):
    """Return the arcs a peer without parallel arcs can hold: the cheapest of each pair of ends."""
    arcs = compiled(plan.network).arcs
    usable = np.flatnonzero(np.isfinite(plan.weights))
    return arcs["tail"][usable], arcs["head"][usable], usable


def cheapest(tail, head, weight, size):
    """Return the places of the cheapest parallel arcs."""
    order = np.lexsort((weight, head, tail))
    pair = tail[order] * size + head[order]
    first = np.ones(len(order), bool)
    first[1:] = pair[1:] != pair[:-1]
    return order[first]


def ends_of(net):
    graph = compiled(net)
    node = net.gazetteer.node_id
    return [(graph.origin[node(a)], graph.destination[node(b)]) for a, b in PAIRS]


def weight_vectors(net, n=1000):
    plan, graph = plan_of(net, Conditions()), compiled(net)
    ends = ends_of(net)
    vectors = np.random.default_rng(0).dirichlet(np.ones(5), n) / [4000, 400, 6000, 4, 6000]
    sources, goals = (np.array(v) for v in zip(*ends, strict=True))
    totals_of_best(plan, PAIRS, vectors[:2])
    ours = median_s(lambda: totals_of_best(plan, PAIRS, vectors), 3)
    tail, head, arcs = simple_arrays(plan)
    costs = ledger_columns(plan)[arcs]  # criteria, then USD and hours by kind of leg

    def with_scipy(count):
        for vector in vectors[:count]:
            weight = costs[:, :5] @ vector + 1e-12
            pick = cheapest(tail, head, weight, graph.size)
            matrix = csr_array((weight[pick], (tail[pick], head[pick])), shape=(graph.size,) * 2)
            _, before = dijkstra(matrix, indices=sources, return_predecessors=True)
            place = dict(
                zip(
                    zip(tail[pick].tolist(), head[pick].tolist(), strict=True),
                    pick.tolist(),
                    strict=True,
                )
            )
            for row, goal in enumerate(goals.tolist()):
                way, vertex = [], goal
                while vertex != sources[row]:
                    up = int(before[row, vertex])
                    way.append(place[up, vertex])
                    vertex = up
                costs[way].sum(axis=0)

    def with_networkx(count):
        for vector in vectors[:count]:
            weight = costs[:, :5] @ vector
            pick = cheapest(tail, head, weight, graph.size)
            g = nx.DiGraph()
            rows = zip(
                tail[pick].tolist(),
                head[pick].tolist(),
                weight[pick].tolist(),
                pick.tolist(),
                strict=True,
            )
            g.add_edges_from((a, b, {"weight": w, "arc": k}) for a, b, w, k in rows)
            for a, b in ends:
                path = nx.dijkstra_path(g, a, b)
                way = [g[u][v]["arc"] for u, v in pairwise(path)]
                costs[way].sum(axis=0)

    what = "1,000 weight vectors x 10 pairs, sums of the ledgers, one thread"
    times(what, ours, "networkx (10 vectors, scaled)", once_s(lambda: with_networkx(10)) * 100, 30)
    times(what, ours, "scipy (50 vectors, scaled)", once_s(lambda: with_scipy(50)) * 20, 4)


def k_shortest(net):
    import igraph

    question = Question.of(net, *PAIRS[0], Conditions())
    problem = question.weighted_problem(())
    ours = median_s(lambda: KShortest(problem).shortest(20))
    tail, head, weight = problem.tail.tolist(), problem.head.tolist(), problem.cost[:, 0].tolist()
    g = nx.DiGraph()
    for a, b, w in sorted(zip(tail, head, weight, strict=True), reverse=True):
        g.add_edge(a, b, weight=w)
    slow = once_s(
        lambda: list(
            islice(nx.shortest_simple_paths(g, problem.source, problem.sink, "weight"), 20)
        )
    )
    peer = igraph.Graph(n=problem.size, edges=list(zip(tail, head, strict=True)), directed=True)
    quick = median_s(
        lambda: peer.get_k_shortest_paths(
            problem.source, problem.sink, k=20, weights=weight, output="epath"
        ), 3,
    )  # fmt: skip
    what = "20 shortest ways, Karachi-Istanbul, same state graph"
    times(what, ours, "igraph", quick, 50)
    times(what, ours, "networkx", slow, 300)


def matrix_of_places(net):
    nodes = net.table("nodes")
    names = [n for n, kind in zip(nodes["node_id"], nodes["kind"], strict=True) if kind == "city"]
    names = names[:: max(1, len(names) // 50)][:50]
    co.matrix(net, names, names)
    ours = median_s(lambda: co.matrix(net, names, names), 5)
    plan, graph = plan_of(net, Conditions()), compiled(net)
    tail, head, arcs = simple_arrays(plan)
    g = nx.DiGraph()
    rows = sorted(
        zip(tail.tolist(), head.tolist(), plan.weights[arcs].tolist(), strict=True), reverse=True
    )
    g.add_weighted_edges_from(rows)
    peer = once_s(
        lambda: [
            nx.single_source_dijkstra_path_length(g, graph.origin[n])
            for n in names
            if graph.origin[n] in g
        ]
    )
    times(f"matrix of {len(names)} x {len(names)} places", ours, "networkx", peer, 50)


def cold_start():
    front = "co.pareto(net, 'Karachi', 'Istanbul', criteria=('cost', 'time', 'transits'))"
    table = (
        "from corridors.graph.compiled import compiled; "
        "places = list(compiled(net).origin)[::15][:50]; co.matrix(net, places, places)"
    )
    first, warm = fresh_s(front)
    what = "first front in a fresh process, import and load included, compile cache warm"
    below(what, warm, 1.5)
    what = "the first-ever front on a machine (compiles the kernels)"
    record(what, text_s(first), "-", "-", "-", "stated")
    first, warm = fresh_s(table)
    what = "first matrix in a fresh process, import and load included, compile cache warm"
    record(what, text_s(warm), "-", "-", "-", "stated")
    record("the first-ever matrix on a machine", text_s(first), "-", "-", "-", "stated")


def fresh_s(call):
    """Return the seconds of a call in fresh processes: without and with a compile cache."""
    script = (
        "import time; t = time.perf_counter()\nimport corridors as co\nnet = co.load()\n"
        f"{call}\nprint(time.perf_counter() - t)"
    )

    def fresh(folder):
        done = subprocess.run(
            [sys.executable, "-c", script], capture_output=True, text=True, check=True,
            env={**os.environ, "NUMBA_CACHE_DIR": folder},
        )  # fmt: skip
        return float(done.stdout)

    with tempfile.TemporaryDirectory() as folder:
        return fresh(folder), statistics.median(fresh(folder) for _ in range(3))


# -- the region ---------------------------------------------------------------------------------


def large_graph(*, hierarchies):
    graph = region.load()
    tree = region.cKDTree(np.stack([graph.lon, graph.lat], 1))
    near = lambda lon, lat: int(tree.query((lon, lat))[1])  # noqa: E731
    karachi, istanbul = near(67.0, 24.9), near(29.0, 41.0)
    size = len(graph.lon)
    record(f"region: {size:,} vertices, {len(graph.tail):,} arcs", "", "", "", "", "")
    for columns, limit in (([0, 1], 1.0), ([0, 1, 2, 3], 5.0)):
        nothing = np.zeros(len(columns))

        def front(columns=columns, nothing=nothing):
            problem = fronts.make_problem(
                (graph.tail, graph.head), graph.cost[:, columns], np.ones(len(graph.tail), bool),
                np.full(size, -1), seeds=[(karachi, nothing)], goals=[(istanbul, nothing)],
            )  # fmt: skip
            found = fronts.solve(problem, max_labels=8_000_000)
            assert found.exact

        front()
        below(
            f"region: exact front of {len(columns)} criteria, Karachi-Istanbul",
            median_s(front, 3),
            limit,
        )
    weight = graph.cost @ [1.0, 8.0, 0, 0, 0]
    rng = np.random.default_rng(1)
    pairs = rng.integers(0, size, (200, 2))
    build = lambda: Topology(graph.tail, graph.head, graph.lon, graph.lat)  # noqa: E731
    build()  # compiles
    topology = build()
    hierarchy = topology.hierarchy(weight)
    what = "region: order and edges of the hierarchy, once a graph"
    record(what, text_s(once_s(build)), "-", "-", "-", "stated")
    what = "region: the order by SciPy, where pyroutingkit is absent"
    order_s = once_s(lambda: by_least_degree(topology.tail, topology.head, size))
    record(what, text_s(order_s), "-", "-", "-", "stated")
    what = "region: new weights into the hierarchy"
    record(what, text_s(median_s(lambda: topology.hierarchy(weight), 5)), "-", "-", "-", "stated")
    queries(graph, hierarchy, weight, pairs)
    sweep_region(graph, topology, pairs[:10])
    matrix_region(graph, hierarchy, weight, rng)
    if hierarchies:
        scgraph_hierarchy(graph, hierarchy, weight, pairs)


def best_of_both(ours, peer, repeats=9):
    """Return the best time of two tasks run in turn: fair on a machine that others use too."""
    pairs = [(once_s(ours), once_s(peer)) for _ in range(repeats)]
    return min(a for a, _ in pairs), min(b for _, b in pairs)


def queries(graph, hierarchy, weight, pairs):
    kit = bindings()
    order = kit.CCHTopology()
    order.build(
        graph.tail.astype(np.uint32), graph.head.astype(np.uint32),
        graph.lat.astype(np.float32), graph.lon.astype(np.float32), len(graph.lon),
    )  # fmt: skip
    metric = kit.CCHMetric(order)
    metric.customize(np.rint(weight * (2**30 / weight.max() / 10_000)).astype(np.uint32))
    rows = pairs.tolist()
    hierarchy.way(*rows[0])
    ours, peer = best_of_both(
        lambda: [hierarchy.way(a, b) for a, b in rows],
        lambda: [metric.query(a, b) for a, b in rows],
    )
    what = "region: a warm query with arcs and float cost"
    times(what, ours / len(rows), "pyroutingkit itself", peer / len(rows), 0.8)


def sweep_region(graph, topology, pairs):
    size, n = len(graph.lon), 50
    vectors = np.random.default_rng(2).dirichlet(np.ones(5), n)
    vectors = vectors / [1, 0.03, 0.7, 0.001, 1]

    def with_hierarchy():
        for vector in vectors:
            hierarchy = topology.hierarchy(graph.cost @ vector)
            for a, b in pairs.tolist():
                graph.cost[hierarchy.way(a, b)[1]].sum(axis=0)

    def with_scipy(count):
        for vector in vectors[:count]:
            weight = graph.cost @ vector + 1e-12
            pick = cheapest(graph.tail, graph.head, weight, size)
            matrix = csr_array(
                (weight[pick], (graph.tail[pick], graph.head[pick])), shape=(size, size)
            )
            dijkstra(matrix, indices=pairs[:, 0], return_predecessors=True)

    what = "region: 50 new weight vectors x 10 pairs"
    times(
        what,
        once_s(with_hierarchy),
        "scipy (5 vectors, scaled)",
        once_s(lambda: with_scipy(5)) * 10,
        5,
    )


def matrix_region(graph, hierarchy, weight, rng):
    import igraph
    import pandana
    import pandas as pd

    size = len(graph.lon)
    places = rng.choice(size, 500, replace=False)
    hierarchy.table(places[:2], places[:2], weight)
    ours = median_s(lambda: hierarchy.table(places, places, weight), 3)
    pick = cheapest(graph.tail, graph.head, weight, size)
    net = pandana.Network(
        pd.Series(graph.lon), pd.Series(graph.lat), pd.Series(graph.tail[pick]),
        pd.Series(graph.head[pick]), pd.DataFrame({"w": weight[pick]}), twoway=False,
    )  # fmt: skip
    starts, ends = np.repeat(places, 500), np.tile(places, 500)
    slow = once_s(lambda: net.shortest_path_lengths(starts.tolist(), ends.tolist()))
    peer = igraph.Graph(n=size, edges=np.stack([graph.tail, graph.head], 1).tolist(), directed=True)
    part = places[:25].tolist()
    other = once_s(lambda: peer.distances(part, places.tolist(), weights=weight.tolist())) * 20
    what = "region: matrix of 500 x 500"
    times(what, ours, "pandana (order built before)", slow, 15)
    times(what, ours, "igraph (25 rows, scaled)", other, 50)


def scgraph_hierarchy(graph, hierarchy, weight, pairs):
    from scgraph import Graph

    rows = [{} for _ in graph.lon]
    for a, b, w in zip(graph.tail.tolist(), graph.head.tolist(), weight.tolist(), strict=True):
        rows[a][b] = min(w, rows[a].get(b, np.inf))
    peer = Graph(rows)
    build = once_s(peer.create_contraction_hierarchy)
    print("scgraph contraction hierarchy built in", text_s(build), flush=True)
    chosen = pairs[:50].tolist()
    ours, other = best_of_both(
        lambda: [hierarchy.way(a, b) for a, b in chosen],
        lambda: [peer.contraction_hierarchy(a, b) for a, b in chosen],
        5,
    )
    ours, other = ours / len(chosen), other / len(chosen)
    times("region: a warm query", ours, "scgraph contraction hierarchies", other, 8)


# -- the table ----------------------------------------------------------------------------------


def write():
    names = ("numba", "numpy", "networkx", "scipy", "igraph", "pandana", "pyroutingkit", "scgraph")
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in names)
    lines = [
        "# Speed",
        "",
        "Measured in one run with the peers installed beside (`pip install '.[bench]'`), by",
        "",
        "```sh",
        "python benchmarks/choices.py --write",
        "```",
        "",
        "`ratio` is the peer's time over ours. A peer's scaled time is a part of the task times",
        "the rest. igraph (GPL) and pandana (AGPL) are peers only, never dependencies.",
        "",
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()};",
        f"{versions}. The load of the machine was {os.getloadavg()[0]:.1f}; others used it too.",
        "",
        "| measure | ours | peer | ratio | aim | |",
        "|---|---|---|---|---|---|",
        *(f"| {' | '.join(row)} |" for row in ROWS),
        "",
        "The region's graph is built by `benchmarks/region.py` from road and rail of the world",
        "graphs in `scgraph_data` (© OpenStreetMap contributors, ODbL).",
        "",
    ]
    _, head, others = README.read_text(encoding="utf-8").partition(OTHERS)
    write_text("\n".join(lines) + head + others, README)


#: How what other scripts measured begins, which stays as it is.
OTHERS = "## Memory of an import"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write benchmarks/README.md")
    parser.add_argument("--no-scgraph", action="store_true", help="skip a build of minutes")
    parser.add_argument("--only", choices=("embedded", "region"))
    options = parser.parse_args()
    if options.only != "region":
        embedded()
    if options.only != "embedded":
        if bindings() is None:
            sys.exit("the region needs pyroutingkit: pip install '.[bench]'")
        large_graph(hierarchies=not options.no_scgraph)
    if options.write:
        write()


if __name__ == "__main__":
    main()
