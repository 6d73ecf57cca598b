"""
What is a saved day worth between the cheapest and the quickest way?
====================================================================

A shipper with goods of some value chooses between a cheap slow way and a dear quick one. Every
point is a way that no other beats on cost, time and transits at once; those to the lower left are
better, the ringed one is the compromise.
"""

import corridors as co

net = co.load()
front = co.pareto(net, "Karachi", "Istanbul", criteria=("cost", "time", "transits"))

# %%
# Cost across, days upwards, transits as colour.
front.plot()
