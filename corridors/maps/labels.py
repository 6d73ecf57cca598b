"""Names on the map: places by rank, countries and seas."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from corridors.network.countries import countries

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corridors.network.network import Network

#: Where the names of seas stand: longitude, latitude.
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
_FROM_ZOOM = {"city": 4.5, "seaport": 5, "dry_port": 6, "rail_terminal": 7, "border_crossing": 6.25}


#: A network of so few places has them all named, however far one is from it.
_FEW = 80


def is_small(net: Network) -> bool:
    """Say whether a network has so few places that all are shown and named from afar."""
    return len(net.table("nodes")) <= _FEW


def country_labels() -> list[list]:
    """Return the names of countries and seas: name, lon, lat, class, first and last zoom."""
    found = [
        [country.name, *country.label_at, "country", country.label_zoom, 6.5]
        for country in countries().values()
        if country.label_at
    ]
    return [*found, *([name, *at, "sea", 3, 7] for name, at in SEAS_AT.items())]


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

    found, small = [], is_small(net)
    for k in sorted(range(len(nodes["node_id"])), key=order):
        node, kind = nodes["node_id"][k], nodes["kind"][k]
        style = "end" if node in ends else "main" if node in main else "place"
        first = 0 if node in ends or small else 2 if node in main else _FROM_ZOOM.get(kind, 8)
        name = str(nodes["name"][k])
        found.append([name, round(nodes["lon"][k], 3), round(nodes["lat"][k], 3), style, first, 99])
    return found
