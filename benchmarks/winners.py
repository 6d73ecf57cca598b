"""Whether winners are winners: 105 pairs of 15 places, and headline days against draws.

For each pair, whether a starred row of ``compare`` is beaten by ``route`` or by another row, and
whether the itinerary's p50 and p90 are those of ``simulate`` within 1 %.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np

import corridors as co

PLACES = ["Karachi", "Lahore", "Gwadar", "Kabul", "Tehran", "Bandar Abbas", "Istanbul", "Baku",
          "Tbilisi", "Ashgabat", "Tashkent", "Dushanbe", "Bishkek", "Almaty", "Xi'an"]  # fmt: skip
TOTAL = {"cost": "cost_usd", "time": "time_h", "transits": "transit_count"}
DRAWS = 40_000


def main() -> None:
    """Measure and print."""
    net = co.load()
    beaten = stars = rows = 0
    off50, off90 = [], []
    for pair in combinations(PLACES, 2):
        table = co.compare(net, *pair)
        rows += int(table["served"].sum())
        for word, total in TOTAL.items():
            trip = co.route(net, *pair, weight=word)
            starred = table[table["best"].map(lambda names, t=total: t in names)]
            least = min(table.loc[table["served"], total].min(), getattr(trip, total))
            stars += len(starred)
            beaten += int((starred[total] > least + 1e-5).sum())
        drawn = co.simulate(net, *pair, weight="time", n=DRAWS)
        p50, p90 = np.percentile(drawn.time_h, [50, 90])
        off50.append(drawn.itinerary.time_p50_h / p50 - 1)
        off90.append(drawn.itinerary.time_p90_h / p90 - 1)
    print(f"{len(off50)} pairs, {rows} ways, {stars} stars, of which beaten: {beaten}")
    for name, off in (("p50", off50), ("p90", off90)):
        worst = max(np.abs(off))
        print(
            f"{name} against {DRAWS:,} draws: off by {np.mean(np.abs(off)):.2%}, most {worst:.2%}"
        )


if __name__ == "__main__":
    main()
