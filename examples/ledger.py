"""Walk one itinerary leg by leg, with the source of every number.

Prints the ledger of a container from Karachi to Tashkent by way of Afghanistan.
"""

import corridors as co

trip = co.route(co.load(), "Karachi", "Tashkent", corridor="trans-afghan")
print(trip)
for leg in trip.steps:
    print(
        f"{leg.kind:11} {leg.name:55.55} {leg.km:7,.0f} km {leg.usd:7,.0f} USD {leg.h:6.1f} h  "
        f"{leg.source_id} ({leg.basis})"
    )
