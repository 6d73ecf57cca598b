"""
Which way keeps a promise of 15 days?
=====================================

A buyer needs goods within 15 days. Each curve is the quickest way on a corridor: how many of a
hundred consignments have arrived by a day. Where a curve crosses the dashed line is what may be
promised; a steep curve is a reliable way.
"""

import matplotlib.pyplot as plt

import corridors as co

net = co.load()
ids = ["islamabad-tehran-istanbul", "middle-corridor", "lapis-lazuli", "deep-sea-suez"]
ways = {name: co.route(net, "Karachi", "Istanbul", weight="time", corridor=name) for name in ids}

# %%
# The share by day, from the distribution of the sum of all legs.
figure, axes = plt.subplots(figsize=(9, 5.2), layout="constrained")
days = [day / 2 for day in range(10, 101)]
for name, way in ways.items():
    shares = [100 * way.within_days(day) for day in days]
    axes.plot(days, shares, linewidth=2, label=f"{name}: {way.within_days(15):.0%} in 15 days")
axes.axvline(15, color="black", linestyle="--", linewidth=1)
axes.set(xlim=(5, 50), ylim=(0, 100), xlabel="days since the departure", ylabel="arrived (%)")
axes.set_title(f"{way.pair}: arrived by the day", loc="left", fontweight="bold")
figure.legend(loc="outside lower center", ncols=2, frameon=False)
axes.grid(alpha=0.3)
figure.supxlabel(f"Quickest ways, data {co.data_version()}.", fontsize=7, x=0.01, ha="left")
figure
