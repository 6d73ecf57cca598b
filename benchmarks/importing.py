"""Speed of importing, as ratios in one run beside bare passes of the libraries underneath.

Run with ``python benchmarks/importing.py [file.osm.pbf …]``; without files, one is made. Needs
the extra ``pbf``. Four goals: PBF to a routable network within 3 times a bare osmium pass with
the same filters; an osmnx graph of 100,000 edges to a network in under 5 s; the GraphML of one to
a network within 3 times ``networkx.read_graphml`` (both in CPU time); 10,000 points snapped in
under 0.5 s.

Two bare passes are shown. The first only iterates over what the filters let through; the second
also takes tags and positions out of C++, which is the least that any reader must do.

Memory is measured on Linux, in processes of their own (``--memory`` measures it alone), on files
with the same railways and roads and eleven times the points, and on one with five times the
railways and roads: what the reading process holds at most beyond what it held before
(anonymous memory; osmium's index lies on disk).
"""

from __future__ import annotations

import re
import resource
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import networkx as nx
import numpy as np
import osmnx as ox
from clock import median_s
from shapely import LineString

import corridors as co
from corridors.graph.compiled import compiled
from corridors.network.countries import countries_of
from corridors.sources.making import network_from_ways
from corridors.sources.osm import pbf
from corridors.sources.osm.pbf import filtered_pass, read_pbf
from corridors.sources.osm.plain import read_plain_graph

SIDE = 160


def take_out(path):
    return [
        (dict(thing.tags), [(n.lon, n.lat) for n in thing.nodes])
        for thing in filtered_pass(path)
        if thing.is_way()
    ]


def grid_graph(side):
    """Return an osmnx-like graph of a street grid: about 4 edges a node."""
    graph = nx.MultiDiGraph(crs="EPSG:4326", simplified=True)
    for i in range(side):
        for j in range(side):
            graph.add_node(i * side + j, x=69.0 + 0.002 * i, y=41.0 + 0.0015 * j)
    kinds = ("primary", "secondary", "tertiary")
    way = 0
    for i in range(side):
        for j in range(side):
            for a, b in ((i + 1, j), (i, j + 1)):
                if a < side and b < side:
                    way += 1
                    tags = {"osmid": way, "highway": kinds[way % 3], "length": 170.0}
                    graph.add_edge(i * side + j, a * side + b, reversed=False, **tags)
                    graph.add_edge(a * side + b, i * side + j, reversed=True, **tags)
    return graph


def made_pbf(folder, others=0, kept=20_000):
    """Write a file of railway and road ways of eight points, and other points in houses."""
    import osmium
    from osmium.osm import mutable

    path, points = Path(folder) / f"made-{kept}-{others}.osm.pbf", 8 * kept
    rng = np.random.default_rng(0)
    with osmium.SimpleWriter(str(path), overwrite=True) as writer:
        lon, lat = 69 + np.cumsum(rng.normal(0, 1e-3, points)) % 3, rng.uniform(40, 41, kept)
        for k in range(points):
            where = (float(lon[k]), float(lat[k // 8] + 0.001 * (k % 8)))
            writer.add_node(mutable.Node(id=k + 1, version=1, location=where))
        for k in range(points, points + others):
            writer.add_node(mutable.Node(id=k + 1, version=1, location=(70.0, 40.5)))
        for k in range(kept):
            tags = {"railway": "rail"} if k % 2 else {"highway": "primary"}
            refs = list(range(8 * k + 1, 8 * k + 9))
            writer.add_way(mutable.Way(id=k + 1, version=1, nodes=refs, tags=tags))
        for k in range(points, points + others, 5):
            refs, tags = list(range(k + 1, k + 6)), {"building": "yes"}
            writer.add_way(mutable.Way(id=k + 1, version=1, nodes=refs, tags=tags))
    return path


def with_lines(graph):
    """Return the same graph with a bent line and a name on each edge, as osmnx writes it."""
    graph = graph.copy()
    for a, b, data in graph.edges(data=True):
        (x, y), (u, v) = ((graph.nodes[n]["x"], graph.nodes[n]["y"]) for n in (a, b))
        line = LineString([(x, y), ((x + u) / 2, (y + v) / 2 + 1e-4), (u, v)])
        data.update(name="Street", oneway=False, maxspeed="60", lanes="2", geometry=line)
    return graph


def print_graphml(graph, folder):
    """Print how long a GraphML of a graph takes, beside networkx's own reader."""
    path = Path(folder) / "net.graphml"
    ox.save_graphml(graph, path)
    ratios = []
    for _ in range(3):  # in turns, for a machine that others use
        start = time.process_time()
        nx.read_graphml(path, node_type=int, force_multigraph=True)
        bare = time.process_time() - start
        start = time.process_time()
        read_plain_graph(path)
        plain = time.process_time() - start
        start = time.process_time()
        co.network_from_graph(path)
        ratios.append(((time.process_time() - start) / bare, plain / bare, bare))
    whole, plain, bare = sorted(ratios)[1]
    print(
        f"GraphML of {len(graph.edges):,} edges, {path.stat().st_size / 1e6:.0f} MB: networkx reads "
        f"it in {bare:.1f} s of CPU; the network takes {whole:.2f} times that (goal 3), reading "
        f"alone {plain:.2f}"
    )


def anonymous_mb():
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.search(r"RssAnon:\s+(\d+)", status)[1]) / 1024


def print_memory(path):
    """Print the most memory that reading a file and making its network take (in a new process)."""
    pbf.LARGE_FILE_BYTES = 0
    co.load()
    countries_of(np.array([69.0]), np.array([41.0]))
    before, most, done = anonymous_mb(), [0.0, 0.0], threading.Event()
    step = 0

    def watch():
        while not done.wait(0.002):
            most[step] = max(most[step], anonymous_mb() - before)

    watcher = threading.Thread(target=watch)
    watcher.start()
    ways = read_pbf(path)
    step = 1
    network_from_ways(ways, name="made")
    done.set()
    watcher.join()
    print(f"to read it {most[0]:.0f} MB, to make the network {most[1]:.0f} MB")


def print_memories(folder):
    """Print the memory of files with more other points, and with more ways that are kept."""
    for kept, others in MEMORY:
        path = made_pbf(folder, others, kept)
        command = [sys.executable, __file__, "--memory", path]
        answer = subprocess.run(command, capture_output=True, text=True, check=True)
        print(
            f"{8 * kept:,} points kept of {8 * kept + others:,} in a file of "
            f"{path.stat().st_size / 1e6:.1f} MB: {answer.stdout.strip()}",
            flush=True,
        )
        path.unlink()


#: Ways that are kept, and other points, of the files of which the memory is measured.
MEMORY = ((20_000, 0), (20_000, 1_600_000), (100_000, 0))


def main():
    if sys.argv[1:2] == ["--memory"]:
        if sys.argv[2:]:
            print_memory(Path(sys.argv[2]))
            return
        with tempfile.TemporaryDirectory() as folder:
            print_memories(folder)
        return
    co.load()
    countries_of(np.array([69.0]), np.array([41.0]))
    with tempfile.TemporaryDirectory() as folder:
        for path in [Path(p) for p in sys.argv[1:]] or [made_pbf(folder)]:
            bare = median_s(lambda path=path: sum(1 for _ in filtered_pass(path)), 3)
            taken = median_s(lambda path=path: take_out(path), 3)
            read = median_s(lambda path=path: read_pbf(path), 3)
            ways = read_pbf(path)
            built = median_s(
                lambda ways=ways, path=path: network_from_ways(ways, name=path.name), 3
            )
            net = network_from_ways(ways, name=path.name)
            start = time.perf_counter()
            _ = compiled(net)
            compiling = time.perf_counter() - start
            whole = read + built
            print(
                f"{path.name}: {len(ways):,} ways, {len(ways.lon):,} points, "
                f"{len(net.table('links')):,} links\n"
                f"  bare pass {bare:.2f} s; with tags and positions taken out {taken:.2f} s\n"
                f"  read {read:.2f} s, network {built:.2f} s: {whole:.2f} s, "
                f"{whole / taken:.1f} times the pass that takes out (goal 3), "
                f"{whole / bare:.0f} times the one that only iterates; state graph {compiling:.2f} s"
            )
        if Path("/proc/self/status").exists():
            print_memories(folder)
    graph = grid_graph(SIDE)
    start = time.perf_counter()
    net = co.network_from_graph(graph)
    print(
        f"osmnx graph of {len(graph.edges):,} edges: {time.perf_counter() - start:.2f} s "
        f"(goal 5) to {net!r}"
    )
    with tempfile.TemporaryDirectory() as folder:
        print_graphml(with_lines(graph), folder)
    rng = np.random.default_rng(1)
    points = np.stack([rng.uniform(69.0, 69.3, 10_000), rng.uniform(41.0, 41.2, 10_000)], 1)
    co.snap(net, points[:10])
    print(f"10,000 points snapped: {median_s(lambda: co.snap(net, points), 3):.2f} s (goal 0.5)")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


if __name__ == "__main__":
    main()
