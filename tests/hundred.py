"""A model of a hundred nodes in five countries, and its costs and hours by brute force.

What a trip costs is worked out on a graph of its own, with networkx: a node that is passed is an
edge that costs the whole charge, its origin and destination cost half of it; a change of vehicle,
a border and the constant of a trip are edges, too.
"""

from __future__ import annotations

import random
from itertools import pairwise

import networkx as nx

#: West to east; the box of (lon, lat) inside each, and the forms in which a row may say it.
LANDS = {
    "DEU": ((9, 50, 12, 52), ("DEU", "de", "Germany", "276")),
    "POL": ((17, 51, 22, 53), ("POL", "Poland", "616.0", "pl")),
    "UKR": ((27, 48.5, 34, 50), ("UKR", "UA", "ukraine", "804")),
    "KAZ": ((55, 48, 78, 50), ("KAZ", "Kazakhstan", "398", "Republic of Kazakhstan")),
    "CHN": ((90, 37, 110, 40), ("CHN", "cn", "People's Republic of China", "156")),
}
CLASSES = (("rail", "1435"), ("rail", "1520"), ("road", ""))
TRIP_USD, TRIP_H = 75.0, 12.0
MAPPING = """
name = "Hundred nodes"
price_per = "40ft"
trip_usd = 75
trip_h = 12
[nodes]
file = "n.csv"
node_id = "id"
country = "land"
border_usd = { column = "border", unit = "EUR", rate = 1.25 }
border_h = "border_h"
transfer_usd = "transfer"
transfer_h = { column = "transfer_min", unit = "min" }
passing_usd = "passing"
passing_h = "passing_h"
[nodes.positions]
file = "p.csv"
node_id = "id"
lon = "x"
lat = "y"
[links]
file = "l.csv"
from_node = "a"
to_node = "b"
mode = "mode"
gauge_mm = "gauge"
length_km = { column = "miles", unit = "mi" }
cost_usd = "cost"
time_h = "hours"
oneway = "dir"
parallel = "cheapest"
"""


class Hundred:
    """The model: ``nodes`` by id, ``links`` as rows; ``write`` puts its files into a folder."""

    def __init__(self, seed: int = 1) -> None:
        dice = random.Random(seed)
        self.nodes: dict[str, dict] = {}
        self.links: list[dict] = []
        for land, (box, _) in LANDS.items():
            for k in range(20):
                lon, lat = dice.uniform(box[0], box[2]), dice.uniform(box[1], box[3])
                self.nodes[f"{land}{k:02}"] = {
                    "land": land, "lon": round(lon, 4), "lat": round(lat, 4),
                    "border": dice.randint(400, 800), "border_h": dice.randint(100, 200),
                    "transfer": dice.randint(5, 90), "transfer_min": dice.randint(30, 900),
                    "passing": dice.choice([0, dice.randint(1, 30)]),
                    "passing_h": dice.choice([0, 0.25, 1.5]),
                }  # fmt: skip
        for land in LANDS:
            of = [node for node in self.nodes if node.startswith(land)]
            for k, node in enumerate(of[1:], start=1):  # a tree, and as many links again
                self._link(dice, node, of[dice.randrange(k)])
            for _ in range(20):
                self._link(dice, *dice.sample(of, 2))
        for west, east in pairwise(LANDS):
            for _ in range(3):
                self._link(dice, f"{west}{dice.randrange(20):02}", f"{east}{dice.randrange(20):02}")
        for row in dice.sample(self.links, 25):  # dearer and cheaper twins
            cost = round(row["cost"] * dice.uniform(0.4, 2.0), 2)
            ends = (row["a"], row["b"]) if row["dir"] else dice.sample([row["a"], row["b"]], 2)
            self.links.append({**row, "a": ends[0], "b": ends[1], "cost": cost})

    def _link(self, dice: random.Random, a: str, b: str) -> None:
        one, other = self.nodes[a], self.nodes[b]
        mode, gauge = dice.choice(CLASSES)
        km = 10 + 111 * (abs(one["lon"] - other["lon"]) + abs(one["lat"] - other["lat"]))
        tree = not any({a, b} & {row["a"], row["b"]} for row in self.links)
        self.links.append(
            {
                "a": a, "b": b, "mode": mode, "gauge": gauge, "miles": round(km / 1.609344, 3),
                "cost": round(dice.uniform(5, 60), 2), "hours": round(dice.uniform(1, 9), 2),
                "dir": "" if tree else dice.choice(["0", "", "", "B", "no"]),
            }
        )  # fmt: skip

    def write(self, folder, mapping: str = MAPPING):
        """Write the mapping and three tables, each as another program would; return the mapping."""
        dice = random.Random(2)
        node_words = ("border", "border_h", "transfer", "transfer_min", "passing", "passing_h")
        nodes = [";".join(("id", "land", *node_words))]
        for node, row in self.nodes.items():
            cells = [str(row[word]).replace(".", ",") for word in node_words]
            nodes.append(";".join((node, dice.choice(LANDS[row["land"]][1]), *cells)))
        positions = ["id\tx\ty", *(f"{n}\t{r['lon']}\t{r['lat']}" for n, r in self.nodes.items())]
        words = tuple(self.links[0])
        links = [",".join(words), *(",".join(str(r[w]) for w in words) for r in self.links)]
        for name, rows in (("n.csv", nodes), ("p.csv", positions), ("l.csv", links)):
            (folder / name).write_text("\r\n".join(rows) + "\r\n", encoding="utf-8-sig")
        (folder / "m.toml").write_text(mapping, encoding="utf-8")
        return folder / "m.toml"

    def graph(self, what: str) -> nx.DiGraph:
        """Return the graph of all that a trip pays, in USD or in hours."""
        usd = what == "cost"
        graph, cheapest = nx.DiGraph(), {}
        for row in self.links:  # of twins the cheaper one is run
            key = (frozenset((row["a"], row["b"])), row["mode"], row["gauge"])
            if key not in cheapest or row["cost"] < cheapest[key]["cost"]:
                cheapest[key] = row
        classes: dict[str, set] = {node: set() for node in self.nodes}
        for row in cheapest.values():
            vehicle = (row["mode"], row["gauge"])
            there = [self.nodes[row[end]] for end in "ab"]
            paid = row["cost"] if usd else row["hours"]
            if there[0]["land"] != there[1]["land"]:
                paid += sum(n["border"] * 1.25 if usd else n["border_h"] for n in there)
            for tail, head in ((row["a"], row["b"]), (row["b"], row["a"])):
                old = graph.get_edge_data(("out", tail, vehicle), ("in", head, vehicle))
                best = min(paid, old["w"]) if old else paid
                graph.add_edge(("out", tail, vehicle), ("in", head, vehicle), w=best)
            for end in "ab":
                classes[row[end]].add(vehicle)
        for node, there in classes.items():
            row = self.nodes[node]
            passing = row["passing"] if usd else row["passing_h"]
            change = row["transfer"] if usd else row["transfer_min"] / 60
            for one in there:
                trip = TRIP_USD if usd else TRIP_H
                graph.add_edge(("from", node), ("out", node, one), w=trip + passing / 2)
                graph.add_edge(("in", node, one), ("to", node), w=passing / 2)
                for other in there:
                    paid = passing + (change if one != other else 0)
                    graph.add_edge(("in", node, one), ("out", node, other), w=paid)
        return graph
