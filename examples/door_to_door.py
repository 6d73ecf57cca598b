"""A container from a street in Karachi to a warehouse in Tashkent: one ledger, door to door.

The streets are two hand-written pieces of OpenStreetMap, so that the example runs offline. With
your own extracts, give ``co.network_from_osm("karachi.osm.pbf")``, or a place's name:
``co.network_from_osm("Karachi, Pakistan")``.

Prints what the import did in Tashkent, how far each address was snapped, and the ledger.
"""

import tempfile
from pathlib import Path

import corridors as co

STREETS = {
    "karachi": (
        {
            1: (67.0000, 24.8500),
            2: (67.0100, 24.8600),
            3: (67.0300, 24.8700),
            4: (67.0500, 24.8900),
        },
        {
            10: ([1, 2, 3], "primary", "M. A. Jinnah Road"),
            11: ([3, 4], "trunk", "Shahrah-e-Faisal"),
        },
    ),
    "tashkent": (
        {
            1: (69.2400, 41.2990),
            2: (69.2600, 41.3100),
            3: (69.2900, 41.3200),
            4: (69.3300, 41.3300),
        },
        {20: ([1, 2], "trunk", "Bunyodkor"), 21: ([2, 3, 4], "secondary", "Mirzo Ulugbek")},
    ),
}
STREET_IN_KARACHI, WAREHOUSE_IN_TASHKENT = (67.0005, 24.8505), (69.3302, 41.3303)


def osm_xml(city: str) -> str:
    """Return a city's streets as OpenStreetMap XML; ids are the city's own."""
    nodes, ways = STREETS[city]
    base = 1000 * (1 + list(STREETS).index(city))
    lines = ['<?xml version="1.0" encoding="UTF-8"?><osm version="0.6">']
    lines += [f'<node id="{base + n}" lon="{x}" lat="{y}"/>' for n, (x, y) in nodes.items()]
    for way, (points, kind, name) in ways.items():
        refs = "".join(f'<nd ref="{base + n}"/>' for n in points)
        tags = f'<tag k="highway" v="{kind}"/><tag k="name" v="{name}"/>'
        lines.append(f'<way id="{way}">{refs}{tags}</way>')
    return "".join([*lines, "</osm>"])


whole = co.load()
with tempfile.TemporaryDirectory() as folder:
    for city in STREETS:
        file = Path(folder) / f"{city}.osm"
        file.write_text(osm_xml(city), encoding="utf-8")
        streets = co.network_from_osm(file, modes="road")
        whole = co.join(whole, streets, at=[city.capitalize()])
        for joint in whole.report:
            print(f"{city.capitalize()} joined by {joint.vehicle} at {joint.km:.2f} km")
print(streets.report)
for address in (STREET_IN_KARACHI, WAREHOUSE_IN_TASHKENT):
    row = co.snap(whole, [address]).iloc[0]
    print(f"{address} lies {row['snapped_km'] * 1000:.0f} m from {row['node_id']}")

trip = co.route(whole, STREET_IN_KARACHI, WAREHOUSE_IN_TASHKENT, weight="time")
for leg in trip.steps:
    print(f"{leg.kind:12} {leg.name[:58]:58} {leg.km:7.1f} km {leg.usd:7.0f} USD {leg.h:6.1f} h")
print(
    f"{trip.distance_km:,.0f} km, {trip.cost_usd:,.0f} USD, {trip.time_h / 24:.1f} days, "
    f"{trip.border_crossings} borders: one ledger from door to door"
)
