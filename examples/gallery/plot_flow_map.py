"""
Where do the goods of a year run, and how full are the lines?
=============================================================

A regional planner asks which lines carry the trade and which are full. Width is tonnes a year,
colour how much of a capacity is used; where no capacity is known the line is grey. What is full
is named.
"""

import corridors as co

net = co.load()
assigned = co.flows(net, year=2030)

# %%
# For print: ``savefig("flows.pdf")``.
co.draw_print_map(assigned)
