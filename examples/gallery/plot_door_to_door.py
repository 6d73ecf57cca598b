"""
What does a container cost from a factory gate to a warehouse door?
===================================================================

An exporter in Sialkot sells to a buyer in Bursa and needs one account for the whole way. Both
ends are positions on a map, not places of the network: the truck's way to the network is a leg
like any other. The table is the ledger, with runs by country taken together; it adds up to the
price.
"""

import corridors as co

net = co.load()
goods = co.Shipment(box="40ft", cargo_t=18, value_usd=60_000)
factory, warehouse = (74.53, 32.49), (29.06, 40.18)
trip = co.route(net, factory, warehouse, weight="time", shipment=goods)

# %%
# A row each stop, and each run through a country.
legs = trip.legs
through = legs["mode"] + " through " + legs["country"]
legs["what"] = legs["name"].where(legs["kind"] != "line-haul", through)
run = (legs["what"] != legs["what"].shift()).cumsum()
table = legs.groupby(run)[["kind", "what"]].first()
table[["km", "USD", "h"]] = legs.groupby(run)[["km", "usd", "h"]].sum()
table["days since loading began"] = table["h"].cumsum() / 24
total = ["total", str(trip.pair), trip.distance_km, trip.cost_usd, trip.time_h, trip.time_h / 24]
table.loc[len(table) + 1] = total
table.style.hide().format("{:,.0f}", ["km", "USD", "h"]).format("{:.1f}", [table.columns[-1]])
