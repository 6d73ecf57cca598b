"""
What would a closed Iran cost the quickest consignments?
========================================================

A shipper asks what changes when a country on the way shuts. The waterfall leads from the days as
it is to those of the quickest way that is left, a step each kind of travel or stop: what takes
longer leads up, what takes less leads down.
"""

import corridors as co

net = co.load()
before = co.route(net, "Karachi", "Istanbul", weight="time")
after = co.route(net, "Karachi", "Istanbul", weight="time", scenarios="iran-closed")

# %%
# The same shipment, before and after the scenario card.
card = co.scenario("iran-closed")
co.draw_waterfall(before, after, by="time", names=("Iran open", card.title))
