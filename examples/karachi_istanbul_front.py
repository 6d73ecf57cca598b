"""Print the choices from Karachi to Istanbul that no other beats on cost, time and transits.

The cheap way is by sea, the quick and simple one is the road through Iran, and between them
lie rail and road together. Prints the front, the compromise, the values of goods at which the
best one changes, and how reliable the ends of the front are.
"""

import corridors as co

net = co.load()
front = co.pareto(net, "Karachi", "Istanbul", criteria=("cost", "time", "transits"))
print(front)
for trip in front:
    through = ", ".join(trip.transit_countries) or "the sea"
    print(
        f"{trip.cost_usd:8,.0f} USD {trip.time_h / 24:5.1f} days {trip.transit_count:2} transits  "
        f"{'+'.join(trip.modes):15} through {through}"
    )

cheap, quick = front[0], min(front, key=lambda trip: trip.time_h)
few = min(front, key=lambda trip: (trip.transit_count, trip.cost_usd))
print(f"\nCheapest:       {cheap}")
print(f"Quickest:       {quick}")
print(f"Fewest borders: {few}")
print(f"Compromise:     {front.knee()}")

print("\nValue of the goods from which each is best (a day costs 1.35 % of it):")
for row in co.break_values(net, "Karachi", "Istanbul", shares_per_day=0.0135).itertuples():
    by = "+".join(row.modes)
    print(f"{row.value_from_usd:10,.0f} USD  {row.time_h / 24:5.1f} days by {by}")

sea = co.simulate(net, "Karachi", "Istanbul", weight="cost", n=4000)
road = co.simulate(net, "Karachi", "Istanbul", weight="time", n=4000)
print(f"\nCheapest: {sea}\nQuickest: {road}")
print(f"The quickest is there first in {road.beats(sea):.0%} of the draws.")
worst = road.tornado().iloc[0]
print(f"What moves its time most: {worst['input']} ({worst['swing'] / 24:.1f} days).")
