"""Tables that others wrote, read once more by hand: csv and networkx, nothing of the reader."""

from __future__ import annotations

import csv
import math
from pathlib import Path

import networkx as nx

FOLDER = Path(__file__).parents[2] / "data" / "gmns"
_FEET, _MILES, _METRES = 0.0003048, 1.609344, 0.001
#: For each set: km of its unit of length, as one sees by looking at it; the rows that trucks may
#: use; whether each row goes one way.
SAMPLES = {
    "arlington": (_FEET, lambda row: row["facility_type"] == "ARTERIAL", True),
    "cambridge": (_FEET, lambda row: "AUTO" in row["allowed_uses"], True),
    "freeway": (_FEET, lambda row: True, True),
    "lima": (_FEET, lambda row: True, True),
    "leavenworth": (_METRES, lambda row: True, False),
    "rdu_i40": (_METRES, lambda row: True, True),
    "tempe_miles": (_MILES, lambda row: True, True),
    "tempe_metres": (_METRES, lambda row: True, True),
    "phoenix_motorways": (_METRES, lambda row: True, True),
    "chongqing_rail": (_METRES, lambda row: True, True),
}


def rows(name, file):
    with (FOLDER / name / file).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def straight_km(a, b):
    """Haversine between two nodes in degrees."""
    lon1, lat1, lon2, lat2 = (
        math.radians(float(v)) for v in (a["x_coord"], a["y_coord"], b["x_coord"], b["y_coord"])
    )
    half = math.sin((lat2 - lat1) / 2) ** 2
    half += math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * 6371.0088 * math.asin(math.sqrt(half))


def graph_of(name):
    """The graph of a set: km as weights, parallel rows by the shorter."""
    km, freight, oneway = SAMPLES[name]
    node = {row["node_id"]: row for row in rows(name, "node.csv")}
    graph = nx.DiGraph()
    for row in rows(name, "link.csv"):
        a, b = row["from_node_id"], row["to_node_id"]
        if a not in node or b not in node or not freight(row):
            continue
        length = float(row["length"]) * km if row["length"] else straight_km(node[a], node[b])
        for one, other in ((a, b),) if oneway else ((a, b), (b, a)):
            shorter = graph.edges[one, other]["km"] if graph.has_edge(one, other) else math.inf
            graph.add_edge(one, other, km=min(shorter, length))
    return graph
