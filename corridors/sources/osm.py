"""``network_from_osm``: one door for files, places, polygons, boxes and corridor buffers."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from corridors.errors import did_you_mean
from corridors.network.network import Network
from corridors.sources.importer import GAP_KM, network_from_ways

#: Modes that can be asked for. Car ferries come with roads, train ferries with railways.
OSM_MODES = ("rail", "road")


def network_from_osm(
    source: Any,
    *,
    modes: Iterable[str] = OSM_MODES,
    gap_km: float = GAP_KM,
    name: str | None = None,
    **online: Any,
) -> Network:
    """Make a network of OpenStreetMap data.

    Roads are motorway to tertiary and their slip roads, with one-way traffic, a truck's speed
    by class, surface, limit and country, and toll; railways have a gauge (said, or inferred and
    marked so), usage, electrification; what is under construction, proposed, disused or
    abandoned has that status. Stations, yards, terminals, ports and border posts become nodes,
    and border crossings appear where a way passes from one country to another. Prices, border
    times and handling come from the embedded tables. ``network.report`` tells all that was
    kept, left out, joined and assumed.

    Parameters
    ----------
    source
        A file ``.osm.pbf`` (needs the extra ``pbf``) or ``.osm``; or, through osmnx and
        Overpass, the name of a place, a (west, south, east, north) box, a shapely polygon in
        WGS84, or an itinerary or line with ``buffer_km``.
    modes
        ``"rail"``, ``"road"`` or both. Train ferries come with rail, car ferries with road.
    gap_km
        Railway gaps up to this length are joined; each is in ``network.report.gaps``.
    name
        The network's name; by default that of the source.
    **online
        Options of a download: see :class:`corridors.sources.overpass.Download`.

    Raises
    ------
    FileNotFoundError, DataError
        If a file is missing, not whole, or holds no such way.
    ValueError
        If a mode is unknown, or a box or polygon is not in degrees.
    ConnectionError
        If the server does not give a whole answer within the tries allowed.

    Examples
    --------
    >>> import corridors as co
    >>> net = co.network_from_osm("pakistan.osm.pbf", modes=["rail"])  # doctest: +SKIP
    >>> print(net.report)  # doctest: +SKIP
    pakistan.osm.pbf: 5,120 nodes, 6,044 links
    ...
    """
    wanted = _modes(modes)
    if not 0 <= gap_km <= 5:
        raise ValueError(f"gap_km is {gap_km}, expected 0 to 5")
    file = _file(source)
    if file is None:
        from corridors.sources.overpass import Download, download_ways

        ways, label = download_ways(source, wanted, Download(**online))
        return network_from_ways(ways, name=name or label, gap_km=gap_km)
    if online:
        raise TypeError(f"{', '.join(sorted(online))}: only for a download, not for {file.name}")
    return network_from_ways(_read(file, wanted), name=name or file.name, gap_km=gap_km)


def _modes(modes: Iterable[str]) -> tuple[str, ...]:
    wanted = (modes,) if isinstance(modes, str) else tuple(modes)
    if not wanted:
        raise ValueError(f"modes is empty; expected some of {', '.join(OSM_MODES)}")
    for mode in wanted:
        if mode not in OSM_MODES:
            raise ValueError(
                f"mode {mode!r} is not one of {', '.join(OSM_MODES)}.{did_you_mean(mode, OSM_MODES)}"
            )
    return tuple(sorted(set(wanted)))


def _file(source: Any) -> Path | None:
    """Return the file that a source means, or ``None`` for a place or an area."""
    if isinstance(source, Path):
        return source
    if isinstance(source, str) and source.lower().endswith((".pbf", ".osm", ".xml", ".osm.bz2")):
        return Path(source)
    return None


def _read(file: Path, modes: tuple[str, ...]) -> Any:
    if file.name.lower().endswith(".pbf"):
        from corridors.sources.pbf import read_pbf

        return read_pbf(file, modes=modes)
    if file.suffix.lower() in (".osm", ".xml"):
        from corridors.sources.osmxml import read_osm_xml

        return read_osm_xml(file, modes=modes)
    raise ValueError(f"{file.name}: expected .osm.pbf or .osm; unpack a compressed file first")
