"""Print the choices from Karachi to Tashkent, and what it costs to stay out of Afghanistan.

The front on cost, time, distance and transits as in a normal year, then without Afghanistan,
as since October 2025 its border with Pakistan is shut; then alternatives that a forwarder would
call different, each with the borders it crosses. Draws both fronts to PNG files.
"""

import corridors as co

net = co.load()
CRITERIA = ("cost", "time", "distance", "transits")


def borders(trip: co.Itinerary) -> str:
    """Return the borders that an itinerary crosses."""
    return ", ".join(leg.name for leg in trip.steps if leg.kind == "border")


def ends(front: co.ParetoFront) -> dict[str, co.Itinerary]:
    """Print a front's ends and its compromise, and return them."""
    print(front)
    found = {
        "cheapest": min(front, key=lambda trip: trip.cost_usd),
        "quickest": min(front, key=lambda trip: trip.time_h),
        "fewest transits": min(front, key=lambda trip: (trip.transit_count, trip.cost_usd)),
        "compromise": front.knee(),
    }
    for name, trip in found.items():
        print(f"  {name:16} {trip}\n{'':19}by {borders(trip)}")
    return found


normal = co.pareto(net, "Karachi", "Tashkent", criteria=CRITERIA)
around = co.pareto(net, "Karachi", "Tashkent", criteria=CRITERIA, avoid=["Afghanistan"])
usual = ends(normal)
print("\nWithout Afghanistan:")
other = ends(around)

print("\nWhat staying out of Afghanistan costs:")
for name in ("cheapest", "quickest", "fewest transits"):
    usd = other[name].cost_usd - usual[name].cost_usd
    days = (other[name].time_h - usual[name].time_h) / 24
    transits = other[name].transit_count - usual[name].transit_count
    print(f"  {name:16} {usd:+7,.0f} USD {days:+5.1f} days {transits:+d} transits")

print("\nFive ways that share at most half of their kilometres:")
for trip in co.alternatives(net, "Karachi", "Tashkent", k=5, max_overlap=0.5):
    print(f"  {trip}\n{'':4}by {borders(trip)}")

for name, front in (("normal", normal), ("around-afghanistan", around)):
    front.plot().savefig(f"karachi-tashkent-{name}.png")
