"""``network_from_osm``: one door for files, places, polygons, boxes and corridor buffers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from corridors.errors import one_of
from corridors.network.forms.gate import reads
from corridors.network.network import Network
from corridors.sources.making import GAP_KM, network_from_ways
from corridors.sources.making.tags import LOWEST_ROAD, ROAD_CLASSES, Wanted
from corridors.sources.making.ways import Ways
from corridors.sources.osm.download import Download

#: Modes that can be asked for. Car ferries come with roads, train ferries with railways.
OSM_MODES = ("rail", "road")


@reads
def network_from_osm(
    source: Any,
    *,
    modes: Iterable[str] = OSM_MODES,
    lowest_road: str = LOWEST_ROAD,
    gap_km: float = GAP_KM,
    max_points: int | None = None,
    name: str | None = None,
    endpoint: str | None = Download.endpoint,
    geocoder: str | None = Download.geocoder,
    timeout_s: float = Download.timeout_s,
    cache_folder: str | Path | None = Download.cache_folder,
    tile_km: float = Download.tile_km,
    tries: int = Download.tries,
    wait_s: float = Download.wait_s,
    buffer_km: float | None = Download.buffer_km,
    progress: Callable[[str], None] | None = Download.progress,
) -> Network:
    """Make a network of OpenStreetMap data.

    Roads are motorway to ``lowest_road`` and their slip roads, with one-way traffic, a truck's
    speed by class, surface, limit and country, and toll; railways have a gauge (said, or inferred
    and marked so), usage, electrification; what is under construction, proposed, disused or
    abandoned has that status. Stations, yards, terminals, ports and border posts become nodes,
    and border crossings appear where a way passes from one country to another. Trucks load at
    every node of a road; wagons at stations, yards, ports and terminals, and where too few of
    them are named, at ends of lines and other nodes 5 km or more apart. Prices, border times
    and handling come from the embedded tables. ``network.report`` tells all that was kept, left
    out, joined and assumed, and how many places can load goods.

    Parameters
    ----------
    source
        A file ``.osm.pbf`` (needs the extra ``pbf``), ``.osm``, or ``.graphml`` of osmnx (as
        :func:`network_from_graph` reads it); or, through osmnx and
        Overpass, the name of a place, a (west, south, east, north) box, a shapely polygon in
        WGS84, or an itinerary or line with ``buffer_km``.
    modes
        ``"rail"``, ``"road"`` or both. Train ferries come with rail, car ferries with road.
    lowest_road
        The lowest class of road that is read: motorway, trunk, primary, secondary, tertiary,
        unclassified or residential. Living streets and service roads are never read.
    gap_km
        Railway gaps up to this length are joined; each is in ``network.report.gaps``.
    max_points
        Of a ``.osm.pbf``: reading stops with an error when the ways kept have more points than
        this, by default 5 million (about 5 GB of memory with all that routing needs).
    name
        The network's name; by default that of the source.
    endpoint
        Base address of an Overpass server; ``None``: that of osmnx's settings.
    geocoder
        Base address of the Nominatim server that finds places by name; ``None``: that of osmnx's
        settings.
    timeout_s
        Seconds after which a request is given up, at the server and here.
    cache_folder
        Where whole answers are kept, to be used again; ``None``: ``osm`` in ``CORRIDORS_CACHE``,
        else in the user's cache. Where there is no such folder, or it cannot be written, they are
        not kept.
    tile_km
        Areas are requested in squares of this side.
    tries
        How often a request that a busy server refuses is made.
    wait_s
        Pause before the second try; doubled each time, or what the server asks for (at most 120).
    buffer_km
        For an itinerary, a line or a place that is a point: how far around it.
    progress
        Called with a line of text after each answer.

    Returns
    -------
    Network
        With its ``report``.

    Raises
    ------
    FileNotFoundError, DataError
        If a file is missing, not whole, or holds no such way.
    ValueError
        If a mode or class of road is unknown, or a box or polygon is not in degrees.
    UnknownNameError
        If there is no place of that name.
    ConnectionError
        If the server does not give a whole answer within the tries allowed.
    TypeError
        If a keyword does not go with the source: ``max_points`` without a ``.osm.pbf`` file, or
        one of a download with a file.

    Examples
    --------
    >>> import corridors as co
    >>> net = co.network_from_osm("pakistan.osm.pbf", modes=["rail"])  # doctest: +SKIP
    >>> print(net.report)  # doctest: +SKIP
    pakistan.osm.pbf: 5,120 nodes, 6,044 links
    ...
    """
    wanted = wanted_of(modes, lowest_road)
    check_gap(gap_km)
    if max_points is not None and max_points < 1:
        raise ValueError(f"max_points is {max_points}, expected 1 or more")
    how = Download(
        endpoint=endpoint,
        geocoder=geocoder,
        timeout_s=timeout_s,
        cache_folder=cache_folder,
        tile_km=tile_km,
        tries=tries,
        wait_s=wait_s,
        buffer_km=buffer_km,
        progress=progress,
    )
    file = file_of(source)
    if max_points is not None and not (file and file.name.lower().endswith(".pbf")):
        raise TypeError("max_points: only for a .osm.pbf file")
    if file is None:
        _check_no_numbers(source)
        from corridors.sources.osm.overpass import download_ways

        ways, label = download_ways(source, wanted, how)
        return network_from_ways(ways, name=name or label, gap_km=gap_km)
    if chosen := how.chosen():
        raise TypeError(f"{', '.join(sorted(chosen))}: only for a download, not for {file.name}")
    if file.suffix.lower() == ".graphml":
        from corridors.sources.osm.graphs import network_from_graph

        return network_from_graph(
            file, modes=modes, lowest_road=lowest_road, gap_km=gap_km, name=name
        )
    ways = _read(file, wanted, max_points)
    return network_from_ways(ways, name=name or file.name, gap_km=gap_km)


def _check_no_numbers(source: Any) -> None:
    """Raise if a place's name is a list of numbers: a box is meant, not a name."""
    parts = source.split(",") if isinstance(source, str) else []
    try:
        numbers = [float(part) for part in parts]
    except ValueError:
        return
    if numbers:
        raise ValueError(
            f"{source!r} is no name of a place; a box is four numbers, west,south,east,north in "
            f"degrees (in Python a tuple of them), but this is {len(numbers)} in text"
        )


def check_gap(gap_km: float) -> None:
    """Raise ``ValueError`` if railway gaps of such a length are none that may be joined."""
    if not 0 <= gap_km <= 5:
        raise ValueError(f"gap_km is {gap_km}, expected 0 to 5")


def wanted_of(modes: Iterable[str], lowest_road: str) -> Wanted:
    """Return which ways are read, after looking whether the words are known."""
    return Wanted(_modes(modes), one_of("lowest_road", lowest_road, ROAD_CLASSES))


def _modes(modes: Iterable[str]) -> tuple[str, ...]:
    wanted = (modes,) if isinstance(modes, str) else tuple(modes)
    if not wanted:
        raise ValueError(f"modes is empty; expected some of {', '.join(OSM_MODES)}")
    return tuple(sorted({one_of("mode", mode, OSM_MODES) for mode in wanted}))


def file_of(source: Any) -> Path | None:
    """Return the file that a source means, or ``None`` for a place or an area."""
    if isinstance(source, Path):
        return source
    if not isinstance(source, str):
        return None
    named_so = source.lower().removesuffix(".bz2").removesuffix(".gz").endswith(_ENDINGS)
    return Path(source) if named_so or Path(source).is_file() else None


_ENDINGS = (".pbf", ".osm", ".xml", ".o5m", ".graphml")


def _read(file: Path, wanted: Wanted, max_points: int | None) -> Ways:
    if file.name.lower().endswith(".pbf"):
        from corridors.sources.osm.pbf import MAX_POINTS, read_pbf

        return read_pbf(file, wanted, max_points=max_points or MAX_POINTS)
    if file.suffix.lower() in (".osm", ".xml"):
        from corridors.sources.osm.xml import read_osm_xml

        return read_osm_xml(file, wanted)
    raise ValueError(
        f"{file.name}: expected .osm.pbf, .osm or .graphml; unpack a compressed file first; "
        "lines of a GIS: co.network_from_lines, or 'corridors import lines'"
    )
