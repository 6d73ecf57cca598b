"""Long runs of the machine of networks: random sequences of everything, and flat memory.

    python benchmarks/trust/machines.py [--size nightly] [--seed 1]

What the machine does and how each step is checked: ``tests/machine.py``. A fault ends the run with
the steps that lead to it.
"""

from __future__ import annotations

import argparse
import gc
import sys
from pathlib import Path

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test
from record import Record

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from tests.machine import THREADS, Machine

#: Sequences, and steps of each.
SIZES = {"usual": (60, 20), "nightly": (3000, 30)}
#: Memory is measured so often.
PARTS = 10
QUESTIONS = ("route", "pareto", "alternatives", "matrix", "compare", "sweep", "leave", "flows")
NETWORKS = (
    "begin", "apply", "close_or_open", "at", "subset", "through_a_file", "through_a_pickle",
)  # fmt: skip


def resident_mb() -> float:
    """Return the resident memory of this process."""
    gc.collect()
    with Path("/proc/self/status").open(encoding="ascii") as status:
        line = next(line for line in status if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def main(size: str, first: int) -> None:
    """Run, measure and write the figures."""
    sequences, steps = SIZES[size]
    record = Record(
        "machines",
        "Random sequences on random networks",
        "Cards, days, parts, files of seven formats and copies are made of small random networks "
        "with roads, railways and ships, prices of several parts, borders, events and gates, in "
        "any order, and questions asked of all of them. Tables are compared with a second telling "
        "of what cards and events do, answers with a second router that tries every way and adds "
        "up tables by itself; no network may change, and all answers are asked once more from "
        f"{THREADS} threads, of the same networks and of copies.",
        f"python benchmarks/trust/machines.py{'' if size == 'usual' else f' --size {size}'}",
    )
    memory = []
    for part in range(PARTS):
        run_state_machine_as_test(
            seed(first + part)(type(f"Machine{part}", (Machine,), {})),
            settings=settings(
                max_examples=sequences // PARTS,
                stateful_step_count=steps,
                deadline=None,
                database=None,
                phases=(Phase.generate,),
                suppress_health_check=list(HealthCheck),
            ),
        )
        memory.append(resident_mb())
        print(f"{part + 1} of {PARTS}: {Machine.done.total():,} steps, {memory[-1]:.0f} MB",
              flush=True)  # fmt: skip
    figures(record, sequences, memory, first)
    print(record.write())


def figures(record: Record, sequences: int, memory: list[float], first: int) -> None:
    """Add the rows of figures."""
    done = Machine.done
    made, asked = (sum(done[name] for name in names) for names in (NETWORKS, QUESTIONS))
    record.add("sequences", f"{sequences:,}", f"seeds {first} to {first + PARTS - 1}")
    record.add(
        "networks made and compared", f"{made:,}",
        ", ".join(f"{name.replace('_', ' ')} {done[name]:,}" for name in NETWORKS),
    )  # fmt: skip
    record.add(
        "questions checked by every way", f"{asked:,}",
        ", ".join(f"{name} {done[name]:,}" for name in QUESTIONS),
    )  # fmt: skip
    again = done["asked again from threads"]
    record.add(f"answers asked once more from {THREADS} threads", f"{again:,}", "all the same")
    record.add("wrong answers, changed networks, tables that differ", "0")
    record.add(
        "memory", f"{memory[0]:.0f} MB after a tenth, {memory[-1]:.0f} MB at the end",
        "resident, after garbage is collected",
    )  # fmt: skip


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", choices=SIZES, default="usual")
    parser.add_argument("--seed", type=int, default=1)
    said = parser.parse_args()
    main(said.size, said.seed)
