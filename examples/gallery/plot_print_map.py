"""
Where do the ways run?
======================

The first map of a study: the ways that are compared, in the colours of their corridors, with the
places where goods stop. Ways that share a section run beside one another.
"""

import corridors as co

net = co.load()
ids = ["trans-afghan", "north-south-east", "karakoram"]
ways = {name: co.route(net, "Karachi", "Tashkent", corridor=name) for name in ids}

# %%
# For print: ``savefig("map.pdf")``.
co.draw_print_map(ways.values())
