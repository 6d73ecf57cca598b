"""Railway sections of a corridor on their real lines in OpenStreetMap.

Looks for the regional extract in the folder that the environment variable CORRIDORS_REFERENCE
names; without it, a hand-written line from Mary to Turkmenabat stands in, so that the example
runs offline everywhere.

Prints what was imported, then each section that was replaced, with its length before and after.
"""

import os
import tempfile
from pathlib import Path

import corridors as co

EXTRACT = Path(os.environ.get("CORRIDORS_REFERENCE", ".")) / "rail_AF-AZ-TM-bbox_2026-02.osm.pbf"
#: Points of the railway from Mary over Uchajy to Turkmenabat, read off a map.
LINE = [
    (61.833, 37.598), (62.020, 37.640), (62.230, 37.700), (62.400, 37.850), (62.620, 38.000),
    (62.790, 38.100), (62.900, 38.280), (63.050, 38.500), (63.200, 38.700), (63.350, 38.850),
    (63.480, 38.980), (63.570, 39.085),
]  # fmt: skip


def hand_written(folder: str) -> Path:
    """Write the line as OpenStreetMap XML."""
    nodes = "".join(f'<node id="{k}" lon="{x}" lat="{y}"/>' for k, (x, y) in enumerate(LINE, 1))
    refs = "".join(f'<nd ref="{k}"/>' for k in range(1, len(LINE) + 1))
    tags = '<tag k="railway" v="rail"/><tag k="gauge" v="1520"/><tag k="usage" v="main"/>'
    path = Path(folder) / "mary-turkmenabat.osm"
    way = f'<way id="1">{refs}{tags}</way>'
    text = f'<?xml version="1.0" encoding="UTF-8"?><osm version="0.6">{nodes}{way}</osm>'
    path.write_text(text, encoding="utf-8")
    return path


with tempfile.TemporaryDirectory() as folder:
    source = EXTRACT if EXTRACT.is_file() else hand_written(folder)
    real = co.network_from_osm(source, modes="rail")
print(real.report)

net = co.load()
new = co.realign(net, real)
done = [one for one in new.report if not one.left_because]
for one in sorted(done, key=lambda one: -one.km)[:15]:
    points = len(net.line(one.link_id)), len(new.line(one.link_id))
    print(
        f"{one.link_id:36} {one.km_before:7.1f} -> {one.km:7.1f} km, "
        f"{points[0]} -> {points[1]} points"
    )
print(f"{len(done)} sections on their real lines, {len(new.report) - len(done)} left as they were")

for name, network in (("before", net), ("after", new)):
    trip = co.route(network, "Ashgabat", "Turkmenabat", modes=["rail"])
    print(f"Ashgabat - Turkmenabat by rail, {name}: {trip.distance_km:,.1f} km")
