"""Compare all corridors from Karachi to Istanbul and print who wins by what.

Prints one line for each corridor that serves the pair, cheapest first.
"""

import corridors as co

net = co.load()
table = co.compare(net, "Karachi", "Istanbul")
served = table[table["served"]].sort_values("cost_usd")
for row in served.itertuples():
    print(
        f"{row.corridor:28} {row.distance_km:8,.0f} km {row.cost_usd:8,.0f} USD "
        f"{row.time_h / 24:6.1f} days {row.transit_count:3.0f} transits  "
        f"best: {', '.join(row.best) or '-'}"
    )
