"""
How do the goods of a pair split over its ways?
===============================================

A railway asks what share of the goods it may hope for. Bands lead from the pair to corridors and
on to modes, as wide as their share by a logit on price, hours and their spread: near equals
share, a way that is much worse gets little.
"""

import corridors as co

net = co.load()
split = co.shares(net, "Karachi", "Tashkent", quantity=5000, unit="teu")

# %%
# Bands of one year's goods.
split.plot()
