"""Print the choices from Karachi to Istanbul that no other beats on cost, time and transits.

The ship is cheap and slow, the road through Iran quick and simple, and between them lie rail
and road together. Prints the front, its ends by name, the values of goods at which the best
one changes, and how far each can be relied on; draws the front to a PNG file.
"""

import corridors as co

net = co.load()
front = co.pareto(net, "Karachi", "Istanbul", criteria=("cost", "time", "transits"))
print(front)
print("     USD   days  transits (borders)")
for trip in front:
    through = ", ".join(trip.transit_countries) or "the sea"
    print(
        f"{trip.cost_usd:8,.0f} {trip.time_h / 24:6.1f} {trip.transit_count:9} "
        f"({trip.border_crossings})  {'+'.join(trip.modes):16} through {through}"
    )

cheap = min(front, key=lambda trip: trip.cost_usd)
quick = min(front, key=lambda trip: trip.time_h)
few = min(front, key=lambda trip: (trip.border_crossings, trip.cost_usd))
simple = min(front, key=lambda trip: (trip.transit_count, trip.cost_usd))
for words, trip in (
    ("Cheapest", cheap),
    ("Quickest", quick),
    ("Fewest borders", few),
    ("Fewest transits", simple),
    ("Compromise", front.knee()),
):
    print(f"\n{words}: {trip}")
    print(f"  by {', '.join(leg.name for leg in trip.steps if leg.kind == 'border')}")

saved = (cheap.time_h - quick.time_h) / 24
print(f"\nThe quickest saves {saved:.1f} days for {quick.cost_usd - cheap.cost_usd:,.0f} USD more:")
print("each way is the best from these values of the goods on, if a day costs 1.35 % of it")
for row in co.break_values(net, "Karachi", "Istanbul", shares_per_day=0.0135).itertuples():
    by = "+".join(row.modes)
    print(f"{row.value_from_usd:10,.0f} USD  {row.time_h / 24:5.1f} days by {by}")

sea = co.simulate(net, "Karachi", "Istanbul", weight="cost", n=4000)
road = co.simulate(net, "Karachi", "Istanbul", weight="time", n=4000)
print(f"\nCheapest: {sea}\nQuickest: {road}")
print(f"The quickest arrives within 14 days in {road.within_days(14):.0%} of the draws,")
print(f"and before the cheapest in {road.beats(sea):.0%}.")
worst = road.tornado().iloc[0]
print(f"What moves its time most: {worst['input']} ({worst['swing'] / 24:.1f} days).")

front.plot().savefig("karachi-istanbul-front.png")
