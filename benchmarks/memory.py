"""Does memory stay flat over many varied questions?

    python benchmarks/memory.py [COUNT]

Asks for itineraries with ever other weights, shipments, places to pass, things to avoid, positions,
corridors and days (20,000 by default), and prints the resident memory at each tenth.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

import corridors as co

CITIES = ("Karachi", "Lahore", "Quetta", "Peshawar", "Kabul", "Herat", "Tehran", "Mashhad",
          "Tabriz", "Istanbul", "Ankara", "Tbilisi", "Baku", "Ashgabat", "Tashkent", "Samarkand",
          "Almaty", "Bishkek", "Dushanbe", "Urumqi", "Kashgar")  # fmt: skip
DAYS = ("2024-06-01", "2025-03-01", "2025-11-01", "2026-03-15")


def resident_mb() -> float:
    """Return the resident memory of this process."""
    with Path("/proc/self/status").open(encoding="ascii") as status:
        line = next(line for line in status if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def words_of(dice: random.Random, net: co.Network) -> dict:
    """Return conditions that hardly ever come twice."""
    words: dict = {"weight": {"cost": 1.0, "time": dice.uniform(0, 100)}}
    words["shipment"] = co.Shipment(cargo_t=round(dice.uniform(5, 28), 1))
    if (
        dice.random() < 0.03
    ):  # most of these come back to a country, which takes seconds to rule out
        words["via"] = [dice.choice(CITIES)]
    if dice.random() < 0.3:
        words["avoid"] = [dice.choice(("Iran", "Russia", "sea", "Torkham", "tapi", "Baku"))]
    if dice.random() < 0.1:
        words["corridor"] = dice.choice(net.corridor_ids)
    if dice.random() < 0.1:
        words["as_of"] = dice.choice(DAYS)
    return words


def main(count: int) -> None:
    """Ask, and print."""
    dice, net = random.Random(1), co.load()
    answered = 0
    for number in range(count + 1):
        if number % max(1, count // 10) == 0:
            print(
                f"{number:>7,} questions, {answered:>7,} answered: {resident_mb():.0f} MB",
                flush=True,
            )
        ends = dice.sample(CITIES, 2)
        if dice.random() < 0.3:
            lon, lat = dice.uniform(60, 75), dice.uniform(25, 42)
            ends[0] = (round(lon, 3), round(lat, 3))
        try:
            co.route(net, *ends, **words_of(dice, net))
            answered += 1
        except (LookupError, ValueError):
            continue


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
