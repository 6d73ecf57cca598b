"""Whose data a network shows: named only where they are there."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from corridors.network.network import Network

#: Links with these in the column ``geometry`` follow lines of OpenStreetMap.
_FOLLOWING = frozenset(("real", "graph", "mixed"))
_SOURCES = ("source_id", "length_source_id")


def follows_openstreetmap(net: Network) -> bool:
    """Say whether any link of a network comes from OpenStreetMap, or follows its lines.

    Examples
    --------
    >>> import corridors as co
    >>> follows_openstreetmap(co.load())
    True
    """
    return net.once(_follows)


def _follows(net: Network) -> bool:
    links, sources = net.table("links"), net.table("sources")
    if any(links["osm_ids"]) or not _FOLLOWING.isdisjoint(links["geometry"]):
        return True
    open_data = {
        source
        for source, title in zip(sources["source_id"], sources["title"], strict=True)
        if "OpenStreetMap" in title
    }
    return any(not open_data.isdisjoint(links[column]) for column in _SOURCES)


def alignments(net: Network) -> str:
    """Return a sentence on whose alignments are shown, ``""`` where there are none of others.

    Examples
    --------
    >>> import corridors as co
    >>> alignments(co.load())
    'Alignments © OpenStreetMap contributors (ODbL).'
    """
    return "Alignments © OpenStreetMap contributors (ODbL)." if follows_openstreetmap(net) else ""


def map_credits(net: Network) -> str:
    """Return whose data a map of a network shows: alignments, outlines, places.

    Examples
    --------
    >>> import corridors as co
    >>> map_credits(co.load())
    'Alignments © OpenStreetMap contributors (ODbL) · outlines Natural Earth · places GeoNames ...'
    """
    places = "geonames" in net.table("nodes")["source_id"]
    told = (
        alignments(net).rstrip("."),
        "outlines Natural Earth" if follows_openstreetmap(net) else "Outlines Natural Earth",
        "places GeoNames (CC BY)" if places else "",
    )
    return " · ".join(filter(None, told))
