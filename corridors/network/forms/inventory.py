"""The inventory of a network: a row each link in words for people, as far as the tables say."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import geopandas as gpd

    from corridors.network.network import Network

#: The layer of a GeoPackage.
INVENTORY = "inventory"
#: Columns by the tags of the source that fill them, the first that is there.
_TAGS = {
    "tracks": ("tracks", "passenger_lines", "lanes"),
    "electrified": ("electrified",),
    "voltage_v": ("voltage",),
    "operator": ("operator", "owner"),
}


def inventory_of(net: Network) -> gpd.GeoDataFrame:
    """Return a row each link: ends, gauge, tracks, electrification, status, capacity, source.

    What the tables do not say is empty.
    """
    import geopandas as gpd
    from shapely import LineString

    from corridors.network.network import CRS

    nodes = {row["node_id"]: row for row in net.table("nodes")}
    titles = net.table("sources").pairs("source_id", "title")
    capacities = _capacities(net)
    rows, lines = [], []
    for link in net.table("links"):
        ends = {end: nodes[link[f"{end}_node"]] for end in ("from", "to")}
        tags = dict(part.partition("=")[::2] for part in str(link["tags"]).split(";") if part)
        rows.append(
            {
                "link_id": link["link_id"],
                "name": link["name"],
                **{end: node["name"] for end, node in ends.items()},
                **{f"{end}_country": node["country"] for end, node in ends.items()},
                "mode": link["mode"],
                "line_ref": link["line_ref"],
                "gauge_mm": None if math.isnan(link["gauge_mm"]) else link["gauge_mm"],
                **{column: _first(tags, words) for column, words in _TAGS.items()},
                "status": link["status"],
                "capacity": "; ".join(capacities[link["link_id"]]),
                "length_km": link["length_km"],
                "length_basis": link["length_basis"],
                "source": titles.get(link["source_id"], ""),
            }
        )
        lines.append(LineString(net.line(link["link_id"])))
    return gpd.GeoDataFrame(rows, geometry=lines, crs=CRS)


def _first(tags: dict[str, str], words: tuple[str, ...]) -> Any:
    return next((tags[word] for word in words if tags.get(word)), "")


def _capacities(net: Network) -> defaultdict[str, list[str]]:
    """Return what is known of the capacity of each link, with its unit and year."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for row in net.table("capacities"):
        year = "" if math.isnan(row["year"]) else f" ({row['year']:.0f})"
        found[row["subject"]].append(f"{row['capacity']:g} {row['unit']}{year}")
    return found
