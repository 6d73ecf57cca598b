"""Speed of flows under capacities, in one run, beside networkx on the same graph.

Run with ``python benchmarks/flows.py``. Demand is made: pairs of cities and ports of the embedded
network in two countries, three commodities each, with quantities that fill some capacities.
"""

from __future__ import annotations

import random
import resource
import time
from concurrent.futures import ProcessPoolExecutor

import corridors as co

SEED = 3
COMMODITIES = (("container", "teu", 3e4), ("bulk", "t", 6e5), ("oil", "t", 4e5))


def demand_of(net: co.Network, pairs: int) -> list[dict]:
    """Return so many pairs with three commodities each."""
    draw = random.Random(SEED)
    nodes = [
        n
        for n in net.table("nodes")
        if n["kind"] in ("city", "seaport", "dry_port") and n["country"]
    ]
    found: dict[tuple[str, str], None] = {}
    while len(found) < pairs:
        a, b = draw.sample(nodes, 2)
        if a["country"] != b["country"]:
            found[a["node_id"], b["node_id"]] = None
    scale = 200 / pairs
    return [
        {"origin": a, "destination": b, "commodity": commodity, "unit": unit,
         "quantity": max(draw.random() * most * scale, 1.0), "demand_id": f"{a}-{b}-{commodity}"}
        for a, b in found
        for commodity, unit, most in COMMODITIES
    ]  # fmt: skip


def timed(make):
    """Return what is made, and the CPU and wall seconds that it took."""
    cpu, wall = time.process_time(), time.perf_counter()
    found = make()
    return found, time.process_time() - cpu, time.perf_counter() - wall


def main() -> None:
    """Print a line a measure."""
    net = co.load()
    for pairs in (200, 200, 500, 1000, 2000):  # the first time kernels are made or loaded
        rows = demand_of(net, pairs)
        found, cpu, wall = timed(lambda rows=rows: co.flows(net, rows, year=2024))
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{pairs:,} pairs x 3 commodities: {cpu:.2f} s CPU, {wall:.2f} s, {memory:.0f} MB; "
            f"{len(found.columns):,} ways, {len(found.bottlenecks)} scarce, gap {found.gap:.1e}"
        )
    cards = co.scenarios().index.tolist()[:50]
    rows = demand_of(net, 20)
    _, cpu, wall = timed(lambda: co.flows_by_scenario(net, cards, rows))
    print(f"{len(cards)} scenarios, 20 pairs x 3: {cpu:.2f} s CPU, {wall:.2f} s in this process")
    with ProcessPoolExecutor(2) as executor:
        _, _, wall = timed(lambda: co.flows_by_scenario(net, cards, rows, executor=executor))
    print(f"the same on two processes: {wall:.2f} s")


if __name__ == "__main__":
    main()
