"""Generated input of every kind, in the size of a night: what is neither answered nor told.

``python benchmarks/trust/fuzz.py [--size quick|nightly] [--seed N] [--minutes M]``
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from pathlib import Path

from record import Record

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests"))

import fuzz as cases
import hostile

SIZES = {"quick": 5_000, "nightly": 200_000}
#: The process may hold so much, GB.
MOST_GB = 6


def main() -> None:
    """Run the campaign, print what it found, and keep the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--size", choices=SIZES, default="nightly")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=float("inf"))
    parser.add_argument("--kinds", nargs="*")
    given = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_AS, (MOST_GB * 10**9, MOST_GB * 10**9))
    record = Record(
        "fuzz",
        "Any input",
        "Files of every format, tables, cards, mappings, lists, commands, arguments and requests are "
        "generated with odd words, bytes and shapes. Each must end within "
        f"{cases.MOST_S} s in an answer or in an error of the library whose message is a sentence; an "
        "exception of another library, a traceback or no end is a fault. Files made to do harm (bombs, "
        "depth, devices, other files' names) are read in a child with "
        f"{hostile.MOST_MB:,} MB and {hostile.MOST_S} s.",
        f"python benchmarks/trust/fuzz.py --size {given.size} --seed {given.seed}",
    )
    end = time.monotonic() + 60 * given.minutes
    faults, counts, answered = cases.campaign(
        SIZES[given.size], given.seed, goes_on=lambda: time.monotonic() < end, kinds=given.kinds
    )
    for case, fault in faults.items():
        print(f"{case}: {fault}")
    total = sum(counts.values())
    wanted = SIZES[given.size]
    record.add(
        "generated cases",
        f"{total:,}",
        "" if total >= 0.99 * wanted else f"of {wanted:,}: stopped by time",
    )
    record.add("of these answered, the others refused", f"{sum(answered.values()):,}")
    record.add(
        "neither answered nor told in a sentence",
        f"{len(faults):,}",
        "kinds: " + ", ".join(sorted({f.split(":")[0] for f in faults})) if faults else "",
    )
    for kind in cases.KINDS:
        record.add(f"cases of kind {kind}", f"{counts[kind]:,}", f"{answered[kind]:,} answered")
    found = hostile.run(hostile.CASES)
    raw = {name: told for name, (told, *_) in found.items() if told.startswith("raw")}
    for name, told in raw.items():
        print(f"{name}: {told}")
    slow, large = max(one[1] for one in found.values()), max(one[2] for one in found.values())
    record.add("hostile files", f"{len(found)}", f"{len(raw)} not refused in a sentence")
    record.add("most time of a hostile file", f"{slow:.1f} s", "of the processor")
    record.add(
        "most memory of a hostile file", f"{large / 1000:,.0f} MB", "with the program itself"
    )
    print(record.write())


if __name__ == "__main__":
    main()
