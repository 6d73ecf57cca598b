"""
How many days lie between the capitals?
=======================================

A chamber of commerce wants one table of the region: expected days from each capital to each other
by the quickest way. Read from the row to the column; both directions differ, as borders do. The
darker, the further.
"""

import corridors as co

net = co.load()
capitals = ["Islamabad", "Kabul", "Tehran", "Ashgabat", "Tashkent", "Bishkek"]
capitals += ["Astana", "Baku", "Tbilisi", "Ankara"]
days = co.matrix(net, capitals, capitals, weight="time") / 24

# %%
# A row each origin.
style = days.replace(0, float("nan")).style.format("{:.1f}", na_rep="")
style.background_gradient("YlGnBu", axis=None).highlight_null(props="background-color: transparent")
