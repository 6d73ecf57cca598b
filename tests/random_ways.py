"""Small random ways on a grid of points."""

import numpy as np
from hypothesis import strategies as st

from corridors.sources.making.tags import WayTags
from corridors.sources.making.ways import WayCollector

POINTS = 12


#: Points of a grid 1 km apart; no chain is long enough to be halved for its winding.
LON = 69.0 + 0.012 * (np.arange(POINTS) % 4)


LAT = 41.0 + 0.009 * (np.arange(POINTS) // 4)


kinds = st.sampled_from(
    [
        WayTags("rail", "rail", "operational"),
        WayTags("rail", "rail", "operational", gauges_mm=(1520,)),
        WayTags("rail", "rail", "operational", gauges_mm=(1435,)),
        WayTags("road", "trunk", "operational", oneway=1),
        WayTags("road", "trunk", "operational", oneway=-1),
        WayTags("road", "primary", "operational", name="A"),
        WayTags("road", "primary", "operational", name="B"),
    ]
)


lines = st.lists(st.integers(0, POINTS - 1), min_size=2, max_size=6, unique=True)


some_ways = st.lists(st.tuples(kinds, lines), min_size=1, max_size=8)


flags = st.lists(st.booleans(), min_size=POINTS, max_size=POINTS)


def ways_of(rows):
    collector = WayCollector()
    for number, (tags, refs) in enumerate(rows, start=1):
        collector.add(number, tags, refs)
    return collector.freeze(np.arange(POINTS), LON, LAT)
