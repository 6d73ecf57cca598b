"""Names on the map: places by rank, countries and seas."""

from __future__ import annotations

import csv
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from corridors.network.countries import countries
from corridors.network.files import DATA_FOLDER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corridors.network.network import Network

_FROM_ZOOM = {"city": 4.5, "seaport": 5, "dry_port": 6, "rail_terminal": 7, "border_crossing": 6.25}


#: A network of so few places has them all named, however far one is from it.
_FEW = 80


def is_small(net: Network) -> bool:
    """Say whether a network has so few places that all are shown and named from afar."""
    return len(net.table("nodes")) <= _FEW


@cache
def _named() -> tuple[dict[str, tuple[float, float]], dict[str, int]]:
    """Return where seas are named, and the rank of each city that a reader looks for first.

    The other cities follow by the number of links that meet there.
    """
    with (DATA_FOLDER / "map_names.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    seas = {r["name"]: (float(r["lon"]), float(r["lat"])) for r in rows if r["kind"] == "sea"}
    cities = [row["name"] for row in rows if row["kind"] == "city"]
    return seas, {node: k for k, node in enumerate(cities)}


def country_labels() -> list[list]:
    """Return the names of countries and seas: name, lon, lat, class, first and last zoom."""
    found = [
        [country.name, *country.label_at, "country", country.label_zoom, 6.5]
        for country in countries().values()
        if country.label_at
    ]
    return [*found, *([name, *at, "sea", 3, 7] for name, at in _named()[0].items())]


def place_labels(net: Network, ends: Sequence[str]) -> list[list]:
    """Return the names of places, the most important first, in the form of countries'.

    Those of seaports say so at the end: maps write them on the water where they can.

    Where two names would touch, the page draws the one that comes first.
    """
    nodes = net.table("nodes")
    links = net.table("links")
    degree = Counter([*links["from_node"], *links["to_node"]])
    main = _named()[1]

    def order(k: int) -> tuple:
        node = nodes["node_id"][k]
        return (
            node not in ends,
            main.get(node, len(main)),
            nodes["kind"][k] not in ("city", "seaport"),
            -degree[node],
            node,
        )

    found, small = [], is_small(net)
    for k in sorted(range(len(nodes["node_id"])), key=order):
        node, kind = nodes["node_id"][k], nodes["kind"][k]
        style = "end" if node in ends else "main" if node in main else "place"
        first = 0 if node in ends or small else 2 if node in main else _FROM_ZOOM.get(kind, 8)
        name = str(nodes["name"][k])
        at = round(nodes["lon"][k], 3), round(nodes["lat"][k], 3)
        port = [kind] if kind == "seaport" else []
        found.append([name, *at, style, first, 99, *port])
    return found
