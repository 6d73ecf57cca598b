"""
Which delays make the arrival uncertain?
========================================

A logistics manager asks what to insure against. Each bar is how far the days to the destination
move between a good and a bad day of one border, terminal, wait or run; the widest stand on top.
"""

import corridors as co

net = co.load()
drawn = co.simulate(net, "Karachi", "Tashkent", weight="time", n=4000)

# %%
# Four thousand consignments, correlated as the tables say.
co.draw_tornado(drawn)
