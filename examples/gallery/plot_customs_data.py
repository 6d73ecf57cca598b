"""
What would an exchange of customs data save?
============================================

Two customs services consider sending each other declarations ahead of the trucks. The card tells
which posts gain, and the table what that is worth to a consignment both ways, beside two greater
reforms. The exchange saves hours at borders alone; a way that passes none of the posts gains
nothing.
"""

import corridors as co

net = co.load()
cards = ["azerbaijan-pakistan-customs-edi", "ots-harmonised-customs-with-pakistan", "tir-etir"]
pairs = [("Karachi", "Baku"), ("Baku", "Karachi"), ("Karachi", "Istanbul"), ("Lahore", "Tashkent")]
gains = co.effects(net, cards, pairs, weight="time", together=False)

# %%
# Change of the quickest way, for one shipment: expected days, the 90th percentile, and money.
gains["pair"] = gains["origin"] + " → " + gains["destination"]
gains["card"] = gains["scenario"].map(lambda card: co.scenario(card).title)
names = {"time_h_before": "days now", "time_h_change": "change, days", "time_p90_h_change": "90 %"}
gains[[*names]] /= 24
names |= {"cost_usd_change": "USD", "generalised_usd_change": "USD with the value of time"}
table = gains.set_index(["card", "pair"])[[*names]].rename(columns=names)
style = table.style.format("{:.1f}").format("{:,.0f}", [*names.values()][3:])
style.background_gradient("Greens_r", subset=["USD with the value of time"])
