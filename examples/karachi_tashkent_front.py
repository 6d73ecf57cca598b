"""Print the choices from Karachi to Tashkent, and what it costs to stay out of Afghanistan.

The front on cost, time, distance and transits with every country, and without Afghanistan;
then alternatives that a forwarder would call different.
"""

import corridors as co

net = co.load()
CRITERIA = ("cost", "time", "distance", "transits")


def show(front: co.ParetoFront) -> None:
    """Print a front's ends and its compromise."""
    print(front)
    ends = {
        "cheapest": min(front, key=lambda trip: trip.cost_usd),
        "quickest": min(front, key=lambda trip: trip.time_h),
        "fewest transits": min(front, key=lambda trip: (trip.transit_count, trip.cost_usd)),
        "compromise": front.knee(),
    }
    for name, trip in ends.items():
        print(f"  {name:16} {trip}")


show(co.pareto(net, "Karachi", "Tashkent", criteria=CRITERIA))
print("\nWithout Afghanistan:")
show(co.pareto(net, "Karachi", "Tashkent", criteria=CRITERIA, avoid=["Afghanistan"]))

print("\nFive ways that share at most half of their kilometres:")
for trip in co.alternatives(net, "Karachi", "Tashkent", k=5, max_overlap=0.5):
    print(f"  {trip}")
