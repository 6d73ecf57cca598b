"""
Would a direct ship from Karachi to Istanbul pay?
=================================================

A ship owner and two ministries ask what a cargo line without a hub between saves, and whether a
ship a fortnight is enough. Each bar is the way by ship as it is or with the line, taken apart by
what money and time are spent on.
"""

import corridors as co

net = co.load()
cards = {
    "by a hub, as it is": [],
    "direct, every fortnight": ["karachi-istanbul-direct-fortnightly"],
    "direct, every week": ["karachi-istanbul-direct-weekly"],
}
asked = {"origin": "Karachi", "destination": "Istanbul", "corridor": "deep-sea-suez"}
ways = {name: co.route(net, **asked, scenarios=card) for name, card in cards.items()}

# %%
# That the line charges what the hub does is an assumption of the cards.
figure = co.draw_breakdown(ways)
saved = (ways["by a hub, as it is"].time_h - ways["direct, every week"].time_h) / 24
title = f"Karachi - Istanbul by ship: a weekly line would save {saved:.0f} days"
figure.suptitle(title, x=0.01, ha="left", fontweight="bold", fontsize=12)
figure
