"""Names on the map: places by rank, countries and seas."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from corridors.vocabulary import COUNTRY_NAMES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corridors.network.network import Network

#: Where a country's name stands at low zoom: longitude, latitude.
COUNTRY_AT = {
    "AE": (54.2, 23.6),
    "AF": (65.6, 33.9),
    "AZ": (47.6, 40.5),
    "BY": (28.2, 53.4),
    "CN": (98.0, 36.2),
    "IN": (78.5, 22.8),
    "IR": (54.2, 32.4),
    "KG": (74.6, 41.6),
    "KZ": (67.6, 48.2),
    "OM": (56.6, 20.9),
    "PK": (69.4, 29.4),
    "PL": (19.4, 52.1),
    "RO": (24.9, 45.9),
    "RU": (52.0, 56.6),
    "TJ": (71.0, 38.4),
    "TM": (59.2, 39.2),
    "TR": (34.6, 39.3),
    "UZ": (63.6, 42.1),
    "DE": (10.4, 51.0),
    "GE": (43.3, 42.15),
    "AM": (44.9, 40.3),
    "BG": (25.2, 42.7),
    "HU": (19.4, 47.1),
    "AT": (14.3, 47.5),
    "RS": (20.8, 44.1),
}
#: Neighbours that are drawn but not in the network.
OTHERS_AT = {
    "Iraq": (43.2, 33.0),
    "Saudi Arabia": (45.0, 24.0),
    "Syria": (38.4, 35.0),
    "Ukraine": (31.6, 49.2),
    "Mongolia": (103.5, 46.8),
    "Egypt": (29.5, 26.8),
    "Nepal": (83.9, 28.3),
    "Ethiopia": (39.6, 8.6),
    "Sudan": (30.2, 15.6),
    "South Africa": (23.6, -30.4),
    "Yemen": (47.6, 15.7),
}
SEAS_AT = {
    "Caspian Sea": (50.6, 41.9),
    "Black Sea": (34.4, 43.3),
    "Arabian Sea": (63.6, 19.5),
    "Persian Gulf": (51.6, 27.0),
    "Mediterranean Sea": (22.0, 34.6),
    "Red Sea": (37.8, 20.6),
    "Indian Ocean": (66.0, -10.0),
    "Atlantic Ocean": (-5.0, -12.0),
}
#: Cities that a reader looks for first; the others follow by the number of links that meet there.
MAIN_CITIES = (
    "tr-istanbul",
    "pk-karachi",
    "ir-tehran",
    "uz-tashkent",
    "az-baku",
    "kz-almaty",
    "pk-islamabad",
    "ge-tbilisi",
    "af-kabul",
    "cn-urumqi",
    "tm-ashgabat",
    "tr-ankara",
    "pk-lahore",
    "tj-dushanbe",
    "kg-bishkek",
    "cn-kashgar",
    "kz-astana",
    "am-yerevan",
    "pk-gwadar",
    "kz-aktau",
    "tm-turkmenbashi",
    "tr-mersin",
    "ir-bandar-abbas",
    "in-delhi",
    "in-mumbai",
    "ru-moscow",
    "af-herat",
    "pk-quetta",
    "ae-dubai",
    "cn-xian",
)
#: Countries large enough to be named from far.
_LARGE = ("AF", "CN", "IN", "IR", "KZ", "PK", "RU", "TR", "UZ")
_FROM_ZOOM = {"city": 4.5, "seaport": 5, "dry_port": 6, "rail_terminal": 7, "border_crossing": 6.25}


def country_labels() -> list[list]:
    """Return the names of countries and seas: name, lon, lat, class, first and last zoom."""
    near = [
        [COUNTRY_NAMES[c], *at, "country", 3 if c in _LARGE else 4.5, 6.5]
        for c, at in COUNTRY_AT.items()
    ]
    far = [[name, *at, "country", 3.5, 6.5] for name, at in OTHERS_AT.items()]
    return [*near, *far, *([name, *at, "sea", 3, 7] for name, at in SEAS_AT.items())]


def place_labels(net: Network, ends: Sequence[str]) -> list[list]:
    """Return the names of places, the most important first, in the form of countries'.

    Where two names would touch, the page draws the one that comes first.
    """
    nodes = net.table("nodes")
    links = net.table("links")
    degree = Counter([*links["from_node"], *links["to_node"]])
    main = {node: k for k, node in enumerate(MAIN_CITIES)}

    def order(k: int) -> tuple:
        node = nodes["node_id"][k]
        return (
            node not in ends,
            main.get(node, len(main)),
            nodes["kind"][k] not in ("city", "seaport"),
            -degree[node],
            node,
        )

    found = []
    for k in sorted(range(len(nodes["node_id"])), key=order):
        node, kind = nodes["node_id"][k], nodes["kind"][k]
        style = "end" if node in ends else "main" if node in main else "place"
        first = 0 if node in ends else 2.5 if node in main else _FROM_ZOOM.get(kind, 8)
        name = str(nodes["name"][k])
        found.append([name, round(nodes["lon"][k], 3), round(nodes["lat"][k], 3), style, first, 99])
    return found
