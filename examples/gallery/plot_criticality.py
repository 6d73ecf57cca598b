"""
Which section hurts most when it shuts?
=======================================

A ministry of transport asks where a closure would cost its trade most. Every section of the best
ways of these pairs is shut in turn, and the goods take the next best way. Dark red lines lose
most; the key says what all pairs together lose, a shipment each, and how many of them pass there.
Sections of one line lose the same and share a number.
"""

import corridors as co

net = co.load()
pairs = [(a, b) for a in ("Karachi", "Lahore") for b in ("Kabul", "Tashkent", "Istanbul", "Almaty")]
lost = co.criticality(net, pairs, by="generalised")

# %%
# By price and the value of time together.
co.draw_criticality(net, lost)
