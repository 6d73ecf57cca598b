"""Speed of the main job, as ratios against named peers measured in the same run.

Run with ``make bench``. Prints one line a measure: what, the figure, the peer's, the ratio,
and the ratio aimed at.
"""

from __future__ import annotations

import resource
import subprocess
import sys

from clock import median_s

import corridors as co
from corridors.graph.compiled import compiled

PLACES = ["Karachi", "Istanbul", "Tashkent", "Almaty", "Ashgabat", "Kabul", "Baku", "Tehran",
          "Bishkek", "Dushanbe"]  # fmt: skip
REPEATS = 7


def process_seconds(*arguments: str) -> float:
    """Return the median wall time of a process."""
    command = [sys.executable, *arguments]
    run = lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: E731
    return median_s(run, REPEATS)


def show(what: str, ours: float, peer: float, aim: float, unit: str = "s") -> None:
    """Print one measure; a ratio up to the aim is reached."""
    ratio = ours / peer
    print(f"{what:58} {ours:9.4f} {unit:3} {peer:9.4f} {unit:3} x{ratio:7.3f}  aim x{aim:g}  "
          f"{'reached' if ratio <= aim else 'MISSED'}")  # fmt: skip


def main() -> None:
    """Measure and print."""
    osmnx = process_seconds("-c", "import osmnx")
    route = process_seconds("-m", "corridors", "route", "Karachi", "Istanbul")
    show("process: corridors route / import osmnx", route, osmnx, 1.0)
    show(
        "process: import corridors / import osmnx",
        process_seconds("-c", "import corridors"),
        osmnx,
        0.25,
    )

    net = co.load()
    for _ in range(10):
        co.route(net, "Karachi", "Istanbul")
    few = median_s(lambda: co.route(net, "Karachi", "Istanbul"), 20)
    show("a route before kernels pay (interpreted) / 5 ms", few, 0.005, 1.0)
    for _ in range(2_000):  # until the kernels are loaded, which pays after some hundreds
        co.route(net, "Karachi", "Istanbul")
    warm = median_s(lambda: co.route(net, "Karachi", "Istanbul"), 200)
    show("warm route / 1 ms", warm, 0.001, 1.0)

    graph = compiled(net)
    from corridors.routing.conditions import Conditions
    from corridors.routing.plan import plan_of

    weights = plan_of(net, Conditions()).weights
    import networkx as nx
    import numpy as np

    peer = nx.MultiDiGraph()
    for arc in np.flatnonzero(np.isfinite(weights)):
        peer.add_edge(
            int(graph.arcs["tail"][arc]), int(graph.arcs["head"][arc]), weight=weights[arc]
        )
    ends = graph.origin["pk-karachi"], graph.destination["tr-istanbul"]
    networkx = median_s(lambda: nx.dijkstra_path(peer, *ends), 20)
    show("warm route with ledger / networkx dijkstra_path", warm, networkx, 1.0)

    co.compare(net, PLACES, PLACES)
    table = median_s(lambda: co.compare(net, PLACES, PLACES), 5)
    show("comparison of 10 places x 15 corridors, warm / 1 s", table, 1.0, 1.0)

    command = [sys.executable, "-m", "corridors", "compare", *PLACES[:5], "--map", "/dev/null"]
    code = (
        "import resource,subprocess,sys;"
        f"subprocess.run({command[:-2]!r},check=True,stdout=subprocess.DEVNULL);"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    peak = int(subprocess.run([sys.executable, "-c", code], check=True, capture_output=True).stdout)
    scale = 1024 if sys.platform == "darwin" else 1
    show("peak memory of the demo's comparison / 400 MB", peak / scale / 1024, 400, 1.0, "MB")
    print(f"this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
