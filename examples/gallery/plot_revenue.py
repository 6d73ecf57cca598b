"""
Who earns from transit, and who loses when a border shuts?
==========================================================

A finance ministry asks what a closed border costs its truckers, terminals and customs, and who
gains what they lose. Each pair of bars is what a country earns of the same goods in a year, by
kind of operator, before and after; all together it is what shippers pay.
"""

import corridors as co

net = co.load()
teu = 5000
earned = co.revenue(
    net, ("Karachi", "Tashkent"), weights=[teu], unit="teu", scenarios="torkham-closed"
)

# %%
# Of all the goods of a pair, by the ways that are best by generalised cost.
figure = co.draw_revenue(earned)
more = (earned.paid_after_usd - earned.paid_usd) / 1e6
said = (
    f"Karachi - Tashkent, {teu:,} TEU a year: before (above), after {earned.scenarios[0]} (below);"
)
said += f"\nshippers pay {more:+.1f} million USD"
figure.suptitle(said, x=0.01, ha="left", fontsize=12, fontweight="bold")
figure
