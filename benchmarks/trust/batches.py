"""How long a list of unlike consignments takes, with its workbook, and how much memory.

    python benchmarks/trust/batches.py [--rows 10000] [--departures 600]

Each row is another: places, box, tonnes, value, and now and then a weight or modes; then as many
rows as said leave at an hour of their own, 55 of them a day, as 10,000 of half a year do.
"""

from __future__ import annotations

import argparse
import random
import resource
import tempfile
import time
import warnings
from collections.abc import Iterator
from pathlib import Path

from load import PLACES, busy
from record import Record

import corridors as co

#: So many rows leave on one day.
A_DAY = 55


def consignments(count: int, *, departing: bool) -> Iterator[dict]:
    """Yield rows, each another."""
    drawn = random.Random(3)
    days = 1 + count // A_DAY
    for number in range(count):
        origin, destination = drawn.sample(PLACES, 2)
        row = {
            "id": number, "origin": origin, "destination": destination,
            "box": drawn.choice(("20ft", "40ft")), "cargo_t": round(drawn.uniform(2, 26), 2),
            "value_usd": round(drawn.uniform(3e3, 4e5)),
        }  # fmt: skip
        if drawn.random() < 0.3:
            row["weight"] = drawn.choice(
                ("cost", "time", f"cost=1,time={drawn.uniform(1, 60):.3f}")
            )
        if drawn.random() < 0.1:
            row["modes"] = drawn.choice(("road", "rail", "road;sea", "rail;sea"))
        if departing:
            day = drawn.randrange(days)
            row["departure"] = f"2026-{1 + day // 28:02d}-{1 + day % 28:02d}T{day % 24:02d}:30"
        yield row


def measure(record: Record, count: int, *, departing: bool) -> None:
    """Answer a list and write its workbook; tell both."""
    net = co.load()
    rows = list(consignments(count, departing=departing))
    clock, begin = time.monotonic(), time.process_time()
    done = co.batch(net, rows)
    answered = time.process_time() - begin
    with tempfile.TemporaryDirectory() as folder:
        begin = time.process_time()
        size = done.save(Path(folder) / "result.xlsx").stat().st_size
        written = time.process_time() - begin
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    what = "with a departure each" if departing else "at any time"
    record.add(
        f"{count:,} unlike consignments {what}, in one process",
        f"{answered:.0f} s of the processor and {written:.0f} s for the workbook of {size / 1e6:.1f} MB",
        f"{answered / count * 1000:.1f} ms a row, {len(done.faulty):,} rows with a fault; "
        f"{most:,.0f} MB at most; {time.monotonic() - clock:.0f} s by the clock{busy()}",
    )


def main() -> None:
    """Measure both kinds and keep the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--departures", type=int, default=600)
    asked = parser.parse_args()
    warnings.simplefilter("ignore")
    record = Record(
        "batches",
        "Lists of consignments",
        "Each row of a list is another question. Asked for are 10,000 rows in a minute.",
        "python benchmarks/trust/batches.py",
    )
    measure(record, asked.rows, departing=False)
    measure(record, asked.departures, departing=True)
    print(record.write())
    for row in record.rows:
        print(*row.values(), sep=" | ")


if __name__ == "__main__":
    main()
