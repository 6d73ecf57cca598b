"""Load on one process: is memory flat over many routes, and how long do many scenarios take?

    python benchmarks/trust/load.py [--part routes|sweeps] [--size nightly] [--minutes 20]

Routes: each question is another (places, goods, weight, modes, now and then a departure or a
scenario), asked and told as JSON, one after the other; memory is looked at on the way.
Scenarios: made-up cards (closures, hours at borders, sailings, prices by km) for 200 pairs of 20
origins and 10 destinations, by ``sweep`` in this process. Each ends when its minutes are over; what
was done by then is what is told, and nothing is claimed beyond it.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import sys
import time
import warnings
from collections.abc import Iterator
from pathlib import Path

from record import Record

import corridors as co

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

#: Routes and scenarios, by size.
SIZES = {"quick": (2_000, 40), "usual": (200_000, 1_000), "nightly": (1_000_000, 10_000)}
ORIGINS = (
    "Karachi", "Istanbul", "Tashkent", "Almaty", "Baku", "Ashgabat", "Islamabad", "Tehran", "Lahore",
    "Kabul", "Bishkek", "Mersin", "Gwadar", "Poti", "Dushanbe", "Samarkand", "Quetta", "Peshawar",
    "Urumqi", "Bandar Abbas",
)  # fmt: skip
DESTINATIONS = (
    "Shanghai", "Tbilisi", "Ankara", "Moscow", "Astana", "Multan", "Mashhad", "Herat", "Kashgar",
    "Aktau",
)  # fmt: skip
PLACES = (*ORIGINS, *DESTINATIONS)
#: Memory is looked at so often, or every 500 questions.
LOOKS = 40
#: Such as are asked now and then, each by one question in so many.
CARDS, DAYS, SELDOM = ("suez-closed", "torkham-closed"), ("2026-03-15", "2026-05-02T09:00"), 200


def memory_mb() -> float:
    """Return what this process holds now."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * resource.getpagesize() / 2**20


def questions(seed: int) -> Iterator[tuple[tuple[str, str], dict]]:
    """Yield pairs of places and keywords, each another."""
    drawn = random.Random(seed)
    while True:
        goods = co.Shipment(
            box=drawn.choice(("20ft", "40ft")), cargo_t=round(drawn.uniform(2, 26), 2),
            value_usd=float(round(drawn.uniform(3e3, 4e5))),
        )  # fmt: skip
        words = {"shipment": goods, "weight": {"cost": 1.0, "time": drawn.uniform(0, 60)}}
        if drawn.random() < 0.1:
            words["modes"] = drawn.choice((("road",), ("road", "sea"), ("rail", "sea", "road")))
        if drawn.randrange(SELDOM) == 0:
            words["scenarios"] = drawn.choice(CARDS)
        if drawn.randrange(SELDOM) == 0:
            words["departure"] = drawn.choice(DAYS)
        yield tuple(drawn.sample(PLACES, 2)), words


def routes(record: Record, count: int, seconds: float) -> None:
    """Ask so many routes, or until the seconds are over; tell the time of each, and the memory."""
    net = co.load()
    held, none, asked = [], 0, questions(5)
    begin, cpu = time.monotonic(), time.process_time()
    step, done = max(1, min(500, count // LOOKS)), 0
    while done < count and time.monotonic() - begin < seconds:
        pair, words = next(asked)
        try:
            json.dumps(co.route(net, *pair, **words).to_dict())
        except co.NoItineraryError:
            none += 1
        done += 1
        if done % step == 0:
            held.append((done, memory_mb()))
    each_ms = (time.process_time() - cpu) / done * 1000
    record.add(
        f"`route` in one process, each with its ledger and notes: {done:,} of {count:,} questions",
        f"{each_ms:.1f} ms of the processor each",
        f"{none:,} have no way and say why; {time.monotonic() - begin:,.0f} s by the clock{busy()}",
    )
    quarters = [held[max(0, len(held) * k // 4 - 1)] for k in (1, 2, 3, 4)]
    more, over = (quarters[-1][k] - quarters[1][k] for k in (1, 0))
    record.add(
        "memory after a quarter, a half, three quarters and all of them",
        ", ".join(f"{mb:,.0f} MB" for _, mb in quarters),
        f"in the second half {more / max(1, over) * 1000:+.2f} MB a thousand questions, while what is "
        "kept in bounds fills; nothing is claimed for more questions than these",
    )


def sweeps(record: Record, count: int, seconds: float) -> None:
    """Sweep scenarios by hundreds until the seconds are over; then all of these in one table."""
    import scenarios as made_up

    net = co.load()
    pairs = [(a, b) for a in ORIGINS for b in DESTINATIONS]
    begin = time.monotonic()
    tried = made_up.scenarios(net, min(count, 100))
    co.sweep(net, tried[:4], pairs)
    cpu = time.process_time()
    co.sweep(net, tried, pairs)
    each_s = (time.process_time() - cpu) / len(tried)
    left = seconds - (time.monotonic() - begin)
    fits = max(len(tried), min(count, int(left / each_s / 6)))  # others may have the processor too
    cards = made_up.scenarios(net, fits, seed=2)
    before, cpu, begin = memory_mb(), time.process_time(), time.monotonic()
    table = co.sweep(net, cards, pairs)
    took = time.process_time() - cpu
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    each_ms = took / len(cards) * 1000
    record.add(
        f"`sweep` in one process: {len(cards):,} of {count:,} scenarios, {len(pairs)} pairs, "
        f"{len(table):,} rows",
        f"{took:,.0f} s of the processor: {each_ms:.1f} ms a scenario",
        f"{time.monotonic() - begin:,.0f} s by the clock{busy()}; at this rate 10,000 take "
        f"{each_ms * 10:,.0f} s of one processor; asked for is a minute",
    )
    record.add(
        f"memory of that: {len(table):,} rows",
        f"{before:,.0f} MB before, {most:,.0f} MB at most",
        f"{(most - before) / len(table) * 1e6:,.0f} MB a million rows, of which 10,000 scenarios "
        "make two; asked for is 2 GB",
    )


def busy() -> str:
    """Say how busy the machine was."""
    return f", load of the machine {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors"


PARTS = {
    "routes": (
        routes,
        "Many routes in one process",
        (
            "Many different routes one after the other, told as JSON, with the memory looked at on the "
            "way. It ends when the time given is over, and the rows say how much was done by then."
        ),
    ),
    "sweeps": (
        sweeps,
        "Many scenarios in one process",
        (
            "Scenarios made up at random (links closed, hours at borders, sailings, prices by km), "
            "one change in each, for 200 pairs in one table."
        ),
    ),
}


def main() -> None:
    """Do one or both, and keep the figures of each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", choices=SIZES, default="usual")
    parser.add_argument("--minutes", type=float, default=20.0, help="of each part, at most")
    parser.add_argument("--part", choices=PARTS)
    asked = parser.parse_args()
    warnings.simplefilter("ignore")
    for name, count in zip(PARTS, SIZES[asked.size], strict=True):
        if asked.part not in (None, name):
            continue
        run, title, what = PARTS[name]
        words = f"--part {name} --size {asked.size} --minutes {asked.minutes:g}"
        record = Record(name, title, what, f"python benchmarks/trust/load.py {words}")
        run(record, count, asked.minutes * 60)
        print(record.write())
        for row in record.rows:
            print(*row.values(), sep=" | ")


if __name__ == "__main__":
    main()
