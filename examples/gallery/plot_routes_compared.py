"""
Which corridor for a container to Tashkent?
===========================================

A forwarder in Karachi has a 40-ft container for Tashkent and must name a way, its price and its
days. Each row is the best way on a corridor by cost, time or transits, searched for by itself;
the best of each column is green. Days are expected ones and those that nine in ten consignments
keep.
"""

import corridors as co

net = co.load()
table = co.compare(net, "Karachi", "Tashkent", within_days=15)

# %%
# The corridors that serve the pair, the cheapest way first; ``reason`` says why others cannot.
served = table[table["served"] & (table["corridor"] != "any way")].sort_values("cost_usd")
served["days"], served["days, 90 %"] = served["time_h"] / 24, served["time_p90_h"] / 24
served["by"] = served["modes"].map("+".join)
served["its best in"] = served["best_by"].map(", ".join)
served["through"] = served["transit_countries"].map(", ".join)
names = {"distance_km": "km", "cost_usd": "USD", "transit_count": "transits"}
served = served.rename(columns=names | {"within_15_days": "in 15 days"})
few = ["km", "USD", "days", "days, 90 %", "transits"]
served = served.set_index(["corridor", "its best in"])[["by", *few, "in 15 days", "through"]]
best = {"props": "font-weight: bold; color: #1b7f4b"}
style = served.style.format("{:,.0f}", few).format("{:.1f}", few[2:4])
style = style.format("{:.0%}", ["in 15 days"]).highlight_min(few, **best)
style.highlight_max(["in 15 days"], **best)
