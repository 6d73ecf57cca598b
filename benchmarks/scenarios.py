"""Speed of scenarios as ratios in one run: against networkx, against loading, one worker or two.

Run with ``python benchmarks/scenarios.py`` (``--quick``: a tenth of the scenarios). The
networkx loop does what people write: a MultiDiGraph whose edges carry weights, changed for
each scenario, ``multi_source_dijkstra`` from each origin to each destination, and the ledger
summed over the path's edges. It runs part of the scenarios; the time is scaled, and the line
says so. It does not know the rule that no country is entered twice, which ours obeys.
"""

from __future__ import annotations

import argparse
import random
import time
import warnings
from itertools import pairwise

import networkx as nx
import numpy as np
from clock import median_s, once_s

import corridors as co
from corridors.graph.compiled import compiled
from corridors.network.files import DATA_FOLDER
from corridors.network.network import Network
from corridors.network.tables import read_tables
from corridors.routing.conditions import Conditions
from corridors.routing.plan import plan_of

PAIRS = [
    ("Karachi", "Istanbul"),
    ("Karachi", "Tashkent"),
    ("Karachi", "Tbilisi"),
    ("Lahore", "Baku"),
    ("Lahore", "Istanbul"),
    ("Almaty", "Istanbul"),
    ("Almaty", "Poti"),
    ("Tashkent", "Istanbul"),
    ("Tashkent", "Karachi"),
    ("Islamabad", "Bishkek"),
]
MORE = [
    ("Istanbul", "Karachi"),
    ("Istanbul", "Tashkent"),
    ("Baku", "Lahore"),
    ("Kabul", "Istanbul"),
    ("Tehran", "Tashkent"),
    ("Bishkek", "Karachi"),
    ("Dushanbe", "Istanbul"),
    ("Quetta", "Ankara"),
    ("Kashgar", "Karachi"),
    ("Herat", "Baku"),
]


def scenarios(net, count, seed=1):
    """Return made-up scenarios: closures, border hours, frequencies, prices."""
    pick = random.Random(seed)
    links = [str(k) for k in net.table("links")["link_id"]]
    bcps = sorted(net.bcp_links)
    countries = ["PK", "IR", "TR", "KZ", "AZ", "UZ", "TM", "GE", "CN", "AF"]
    found = []
    for k in range(count):
        kind = k % 4
        if kind == 0:
            override = co.Override("close", "links", {"link_id": pick.sample(links, 5)})
        elif kind == 1:
            where, factor = (
                {"bcp_id": pick.sample(bcps, 3), "mode": ["road", "rail"]},
                pick.uniform(0.2, 3),
            )
            override = co.Override("change", "border_crossings", where, "hours", "multiply", factor)
        elif kind == 2:
            where, factor = {"mode": "ferry"}, pick.uniform(0.5, 3)
            override = co.Override(
                "change", "services", where, "departures_per_week", "multiply", factor
            )
        else:
            where = {"mode": pick.choice(["road", "rail"]), "country": pick.choice(countries)}
            override = co.Override(
                "change", "tariffs", where, "usd_per_km", "multiply", pick.uniform(0.5, 2)
            )
        found.append(co.Scenario(f"made-up-{k}", f"Made up {k}", (override,)))
    good = []
    for card in found:
        try:
            net.apply(card)
        except co.ScenarioError:  # a selection that happens to be empty
            good.append(found[0])
        else:
            good.append(card)
    return good


def networkx_loop(net, cards):
    """Do the sweep as people do with networkx: change the edges, route, sum the ledger."""
    graph = compiled(net)
    base = plan_of(net, Conditions()).weights
    loop = nx.MultiDiGraph()
    loop.add_nodes_from(range(graph.size))
    edges = {}
    for arc, (tail, head) in enumerate(
        zip(graph.arcs["tail"].tolist(), graph.arcs["head"].tolist(), strict=True)
    ):
        edges[arc] = loop.edges[tail, head, loop.add_edge(tail, head, arc=arc, weight=base[arc])]
    found = 0
    for card in cards:
        weights = plan_of(net.apply(card), Conditions()).weights  # the new prices come free
        changed = np.flatnonzero(weights != base).tolist()
        for arc in changed:
            edges[arc]["weight"] = weights[arc]
        for origin, destination in PAIRS:
            start, end = (net.gazetteer.node_id(p) for p in (origin, destination))
            found += nx_route(loop, graph, graph.origin[start], graph.destination[end])
        for arc in changed:
            edges[arc]["weight"] = base[arc]
    return found


def open_weight(_tail, _head, parallel):
    least = min(data["weight"] for data in parallel.values())
    return None if least == np.inf else least


def nx_route(loop, graph, start, end):
    try:
        _, path = nx.bidirectional_dijkstra(loop, start, end, weight=open_weight)
    except nx.NetworkXNoPath:
        return 0
    totals: dict[int, list[float]] = {}
    for tail, head in pairwise(path):
        best = min(loop[tail][head].values(), key=lambda data: data["weight"])["arc"]
        part = totals.setdefault(int(graph.arcs["kind"][best]), [0.0, 0.0, 0.0])
        for k, name in enumerate(("usd_40ft", "h50", "km")):
            part[k] += graph.arcs[name][best]
    return 1


def load_anew():
    net = Network(read_tables(DATA_FOLDER), name="embedded")
    return compiled(net)


def dask_ratio(net, cards):
    """Return seconds with one and with two single-threaded Dask workers.

    The client and the scheduler need a core of their own: with two cores in all, two workers
    share them with this process.
    """
    from distributed import Client, LocalCluster

    seconds = {}
    for workers in (1, 2):
        with (
            LocalCluster(
                n_workers=workers, threads_per_worker=1, dashboard_address=None
            ) as cluster,
            Client(cluster) as client,
        ):
            co.sweep(net, cards[: 100 * workers], PAIRS, executor=client)  # compile in every worker
            seconds[workers] = once_s(lambda: co.sweep(net, cards, PAIRS, executor=client))
    return seconds


def say(what, ours, peer, ratio, goal):
    verdict = "met" if ratio >= goal else "MISSED"
    print(
        f"{what}: {ours} against {peer}: {ratio:.1f} times (goal {goal:g}, {verdict})", flush=True
    )


def main():
    reader = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    reader.add_argument("--quick", action="store_true", help="a tenth of the scenarios")
    count = 100 if reader.parse_args().quick else 1000
    warnings.simplefilter("ignore")
    net = co.load()
    cards = scenarios(net, count)
    co.sweep(net, cards[: max(100, count // 10)], PAIRS)  # compile, or load what was compiled

    # time of the processor: both work in one thread, and the machine may be shared
    part = max(4, count // 50)
    ours, peer = 0.0, 0.0
    for k in range(0, count, count // 5):
        ours += once_s(lambda: co.sweep(net, cards[k : k + count // 5], PAIRS), time.process_time)  # noqa: B023
        peer += once_s(lambda: networkx_loop(net, cards[k : k + part // 5]), time.process_time)  # noqa: B023
    peer *= count / (part // 5 * 5)
    what = f"{count} scenarios x {len(PAIRS)} pairs with ledgers, one process"
    say(what, f"{ours:.2f} s", f"networkx {peer:.0f} s ({part} scenarios, scaled)", peer / ours, 30)

    apply = median_s(lambda: net.apply(random.choice(cards)), 200)
    load = median_s(load_anew, 5)
    say(
        "applying a scenario",
        f"{apply * 1e3:.2f} ms",
        f"loading {load * 1e3:.0f} ms",
        load / apply,
        50,
    )

    close = median_s(lambda: co.criticality(net, PAIRS + MORE, what="links"), 3)
    links = len(net.table("links"))
    say(f"closing each of {links} links in turn, 20 pairs", f"{close:.2f} s", "2 s", 2 / close, 1)

    try:
        seconds = dask_ratio(net, cards * 5)
    except ImportError:
        print("Dask workers: not measured; install corridors[cluster]")
        return
    say(
        "two Dask workers",
        f"{seconds[2]:.2f} s",
        f"one {seconds[1]:.2f} s",
        seconds[1] / seconds[2],
        1.6,
    )


if __name__ == "__main__":
    main()
