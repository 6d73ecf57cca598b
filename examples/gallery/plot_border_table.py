"""
How long does a truck stand at each border, by direction?
=========================================================

A customs service compares its posts, and both directions of each, as entering is seldom as quick
as leaving. Hours are the median and the 90th percentile at the post, USD what a truck pays there;
the redder the cell, the longer or the dearer. ``basis`` says how a row is known.
"""

import corridors as co

net = co.load()
rows = net.border_crossings.reset_index()
road = rows[(rows["mode"] == "road") & (rows["status"] == "operational")]

# %%
# The borders of Pakistan, and of Iran with Türkiye and Turkmenistan.
borders = {"AF-PK", "IR-PK", "CN-PK", "IR-TR", "IR-TM"}
sides = road[["from_country", "to_country"]]
shown = road[["-".join(sorted(pair)) in borders for pair in sides.to_numpy()]]
direction = shown["from_country"] + " → " + shown["to_country"]
table = shown.assign(direction=direction).set_index(["name", "direction"]).sort_index()
columns = {"hours_p50": "hours, median", "hours_p90": "hours, 90 %", "cost_usd": "USD"}
table = table[[*columns, "basis", "source_id"]].rename(columns=columns)
table.style.format(precision=0).background_gradient("OrRd", subset=[*columns.values()])
