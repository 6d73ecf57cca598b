"""
From which value of the goods on is the quick way the better one?
=================================================================

A trader asks for which goods the truck pays. Goods lose a share of their value every day on the
way: each line is a way's price and what its days cost, by the value of the goods. The lowest line
is the way to take; where the ground changes its colour, the choice changes.
"""

import matplotlib.pyplot as plt

import corridors as co

net = co.load()
SHARE_PER_DAY = 0.0135
best = co.break_values(net, "Karachi", "Tashkent", shares_per_day=SHARE_PER_DAY)

# %%
# Every way that is the best for some value.
figure, axes = plt.subplots(figsize=(9, 5.4), layout="constrained")
last = 1.6 * best["value_from_usd"].iloc[-1]
for number, row in enumerate(best.itertuples()):
    usd_per_value = SHARE_PER_DAY * row.time_h / 24
    words = f"{'+'.join(row.modes)}: {row.time_h / 24:.1f} days, {row.cost_usd:,.0f} USD"
    ends = [row.cost_usd, row.cost_usd + usd_per_value * last]
    words = f"from {row.value_from_usd:,.0f} USD on: {words}"
    axes.plot([0, last], ends, color=f"C{number}", linewidth=1.8, label=words)
    axes.axvspan(row.value_from_usd, min(row.value_to_usd, last), color=f"C{number}", alpha=0.15)
top = best["cost_usd"].iloc[-1] + SHARE_PER_DAY * best["time_h"].iloc[-1] / 24 * last
axes.set(xlim=(0, last), ylim=(best["cost_usd"].min() * 0.9, top * 1.1))
days_cost = f"days at {SHARE_PER_DAY:.2%} of the value each"
axes.set(xlabel="value of the goods (USD)", ylabel=f"price, and {days_cost} (USD)")
for axis in (axes.xaxis, axes.yaxis):
    axis.set_major_formatter("{x:,.0f}")
axes.set_title(f"{best.attrs['pair']}: the best way by the value of the goods", loc="left")
figure.legend(loc="outside lower center", ncols=2, frameon=False, fontsize=9)
figure
