"""
How near do the days come to what was published?
================================================

A reviewer asks whether to believe the figures. Each point is the published time of a whole trip
that was no input, against the answer of the model; on the line both are one. Full points lie in
the published range, widened by a quarter. What markets report is another thing than the first run
of a train, or a schedule: the key tells them apart.
"""

import matplotlib.pyplot as plt

import corridors as co

net = co.load()
table = co.validate(net, category="time").dropna(subset=["model"])

# %%
# The bar of a point is the published range.
figure, axes = plt.subplots(figsize=(7.5, 6), layout="constrained")
for number, (kind, rows) in enumerate(table.groupby("kind")):
    middle = (rows["low"] * rows["high"]) ** 0.5
    words = f"{kind}: {rows['inside'].mean():.0%} of {len(rows)} inside"
    axes.hlines(rows["model"], rows["low"], rows["high"], color=f"C{number}", linewidth=0.7)
    axes.scatter(middle[rows["inside"]], rows["model"][rows["inside"]], c=f"C{number}", label=words)
    axes.scatter(middle, rows["model"], facecolors="none", edgecolors=f"C{number}")
ends = [table[["low", "model"]].min().min(), table[["high", "model"]].max().max()]
axes.plot(ends, ends, color="black", linewidth=0.8)
axes.set(xscale="log", yscale="log", xlabel="published (days)", ylabel="model (days)")
ticks = [2, 5, 10, 20, 50, 100]
axes.set_xticks(ticks, ticks)
axes.set_yticks(ticks, ticks)
axes.set_title(f"{table['inside'].mean():.0%} of {len(table)} published times inside", loc="left")
axes.legend(frameon=False)
figure
