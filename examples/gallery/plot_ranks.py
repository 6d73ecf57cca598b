"""
How did the ranks of the corridors move from 2019 to 2026?
==========================================================

An analyst asks which corridors the events of these years favoured: freight rates, closed borders,
the Red Sea. Each line is a corridor's rank by cost among those that served the pair on that day,
the first on top; a line ends where the corridor was cut.
"""

import corridors as co

net = co.load()
days = [f"{year}-06-01" for year in range(2019, 2026)] + ["2025-12-01", "2026-03-15"]
moved = co.timeline(net, ("Karachi", "Istanbul"), days)

# %%
# The network of each day, by the dated events of the tables.
co.draw_timeline(moved, by="rank")
