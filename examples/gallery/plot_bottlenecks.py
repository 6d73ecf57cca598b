"""
Which capacity is worth widening first?
=======================================

A development bank ranks the places where money would carry more. The left bars say how full a
capacity is, the right ones what a hundredth more of it would save all shippers in a year: a full
place that saves nothing has another before or behind it, or a way round that is as good.
"""

import corridors as co

net = co.load()
assigned = co.flows(net, year=2030)

# %%
# What is worth most first, then the fullest.
co.draw_bottlenecks(assigned, most=10)
