"""
Where do the days go on the way?
================================

A transport ministry asks which border or terminal to work on first. In the time-distance diagram
of UNESCAP a slope is travel and a vertical step is a stop: the tall steps, which are named, are
where days can be won. Travel by ship is dashed; the band runs from the 10th to the 90th
percentile.
"""

import corridors as co

net = co.load()
asked = {
    "Iran": {"corridor": "islamabad-tehran-istanbul"},
    "the Caspian": {"corridor": "middle-corridor"},
    "Suez": {"corridor": "deep-sea-suez"},
}
ways = {}
for name, words in asked.items():
    way = co.route(net, "Karachi", "Istanbul", weight="time", **words)
    ways[f"by {name} ({', '.join(way.modes)})"] = way

# %%
# The quickest way on three corridors, from the yard in Karachi to the consignee in Istanbul.
co.draw_tcd(ways, steps_named=5)
