"""
Whose goods go by which corridor in a year?
===========================================

A planner of Central Asian trade asks what each group of goods finds once ports, borders, lines
and ships are as full as they can be. Each bar is a group of demands, split by the corridors that
its goods follow; what finds no capacity is hatched.
"""

import corridors as co

net = co.load()
groups = ["Uzbek", "Central Asia", "Middle Corridor"]
assigned = co.flows(net, year=2030, group=groups)

# %%
# The network's own table of demand, assigned at the least cost for all together.
co.draw_flows(assigned)
