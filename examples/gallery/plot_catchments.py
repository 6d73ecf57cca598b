"""
Which port serves which city of the landlocked countries?
=========================================================

A port authority asks how far its hinterland reaches. Each city is in the colour of the port from
which a container comes to it at the least cost; the number beside it is that cost, from the quay
on: the voyage to the port is not in it.
"""

import corridors as co

net = co.load()
ports = ["Karachi Port", "Gwadar Port", "Bandar Abbas (Shahid Rajaee port)"]
ports += ["Mersin port", "Poti Sea Port", "Lianyungang port"]
cities = ["Kabul", "Kandahar", "Herat", "Dushanbe", "Tashkent", "Nukus", "Ashgabat", "Mary"]
cities += ["Bishkek", "Osh", "Almaty", "Astana", "Aktobe", "Atyrau", "Kyzylorda", "Semey"]
cities += ["Balkhash", "Baku", "Tbilisi", "Yerevan"]

# %%
# One matrix of all pairs; the least of each column is the catchment.
costs = co.matrix(net, ports, cities)
co.draw_catchment(net, costs)
