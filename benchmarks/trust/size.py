"""How large a network may be: a grid of up to 1,000,000 links, each size in a process of its own.

    python benchmarks/trust/size.py [--size nightly]

``--size quick`` (the default) ends at 100,000 links; ``nightly`` has the million, and the million
under 4 GB. Peak memory is that of the whole process, the graph that is imported included.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve()
sys.path[:0] = [str(HERE.parents[2] / "tests"), str(HERE.parents[2])]

from grids import grid_graph  # noqa: E402
from record import Record  # noqa: E402

import corridors as co  # noqa: E402

# coverage.py stands beside this script, and numba would take it for the library of that name.
sys.path = [folder for folder in sys.path if folder != str(HERE.parent)]

SIZES = {"quick": (10_000, 100_000), "nightly": (10_000, 100_000, 1_000_000)}
#: Address space of the process that is given too little, and the links of its network.
LIMIT_GB, TOO_MANY = 4, 1_000_000


def measured(links: int) -> dict[str, float]:
    """Return the seconds of each step on a grid of so many links, and the peak memory."""
    graph, found = grid_graph(links), {}

    def step(name, call):
        begin, spent = time.perf_counter(), time.process_time()
        made = call()
        found[name] = time.perf_counter() - begin
        found[f"{name} cpu"] = time.process_time() - spent
        found[f"{name} GB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
        print(name, found[name], found[f"{name} cpu"], file=sys.stderr, flush=True)
        return made

    net = step("import", lambda: co.network_from_graph(graph))
    found["links"] = len(net.table("links"))
    nodes = net.table("nodes")["node_id"]
    ends = nodes[len(nodes) // 3], nodes[len(nodes) * 2 // 3]
    step("first route", lambda: co.route(net, *ends))
    step("the same again", lambda: co.route(net, *ends))
    step("another route", lambda: co.route(net, nodes[17], ends[1]))
    some = random.Random(3).sample(nodes, 200)
    step("matrix", lambda: co.matrix(net, some[:100], some[100:]))
    return found


def refused(links: int, limit_gb: float) -> str:
    """Return what a process says that has too little memory for a grid of so many links."""
    resource.setrlimit(resource.RLIMIT_AS, (int(limit_gb * 1024**3),) * 2)
    graph = grid_graph(links)
    try:
        net = co.network_from_graph(graph)
        nodes = net.table("nodes")["node_id"]
        co.route(net, nodes[5], nodes[-5])
        some = random.Random(3).sample(nodes, 200)
        co.matrix(net, some[:100], some[100:])
    except co.CorridorsError as error:
        return f"refused: {error}"
    return "answered"


def in_a_process(*words: str) -> str:
    """Return the last line that this script prints in a new process."""
    command = [sys.executable, str(HERE), *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        return f"failed: {done.stderr.strip().splitlines()[-1:]}"
    return done.stdout.strip().splitlines()[-1]


def main(size: str) -> None:
    """Measure all sizes and write the figures."""
    record = Record(
        "size", "Size",
        "A grid of roads and railways over the borders of Central Asia is imported from a graph "
        "and asked a route, the same again, another, and a matrix of 100 x 100, in a process of "
        "its own for each size.",
        f"python benchmarks/trust/size.py --size {size}",
    )  # fmt: skip
    in_a_process("--links", "100000")  # compiles the kernels, once on a machine
    for links in SIZES[size]:
        told = in_a_process("--links", str(links))
        found = json.loads(told)
        print(links, told, flush=True)
        for name in ("import", "first route", "the same again", "another route", "matrix"):
            record.add(
                f"{found['links']:,} links: {name}",
                f"{found[name]:.3g} s",
                f"{found[f'{name} cpu']:.3g} s of one processor; "
                f"peak memory so far {found[f'{name} GB']:.2f} GB",
            )
    if size == "nightly":
        told = in_a_process("--links", str(TOO_MANY), "--limit", str(LIMIT_GB))
        print(told)
        record.add(f"{TOO_MANY:,} links in a process of {LIMIT_GB} GB", "one sentence", told)
    record.write()


if __name__ == "__main__":
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--size", choices=SIZES, default="quick")
    words.add_argument("--links", type=int)
    words.add_argument("--limit", type=float)
    said = words.parse_args()
    if said.links and said.limit:
        print(refused(said.links, said.limit).replace("\n", " "))
    elif said.links:
        print(json.dumps(measured(said.links)))
    else:
        main(said.size)
