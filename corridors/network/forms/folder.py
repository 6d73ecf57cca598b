"""Networks in folders of tables, and in GeoPackages: reading and writing them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from corridors.network.files import new_folder, read_whole
from corridors.network.forms.credits import follows_openstreetmap
from corridors.network.forms.gate import path_of, reads
from corridors.network.forms.geometry import GEOMETRY_FILE, Line, read_lines, write_geometry
from corridors.network.forms.reading import Reading, stop_at_faults
from corridors.network.forms.written import (
    Written,
    as_it_stands,
    followed,
    lines_as_written,
    note_lengths,
    written_of_lines,
)
from corridors.network.network import Network
from corridors.network.schema import schema
from corridors.network.tables import check_writable_texts, read_tables, write_table

#: What the files of a folder of tables are together.
KIND = "csv"


def folder_files() -> tuple[str, ...]:
    """Return the names of the files of a network's folder."""
    return (*(f"{table}.csv" for table in schema()), GEOMETRY_FILE)


def write_network(net: Network, path: str | Path) -> None:
    """Write a network to a folder or GeoPackage; see :meth:`Network.write`."""
    there = path_of("write: path", path)
    net = as_it_stands(net)
    if there.suffix.lower() == ".gpkg":
        from corridors.network.forms.geopackage import write_geopackage

        write_geopackage(net, path)
    else:
        write_folder(net, path)


def write_folder(net: Network, path: str | Path) -> None:
    """Write a network to a folder of tables, whatever its name."""
    check_writable_texts(net.table(name) for name in net.table_names)
    with new_folder(path, KIND, instead_of=folder_files()) as folder:
        fill_folder(net, folder)


def fill_folder(net: Network, folder: Path) -> None:
    """Write the tables of a network, and its own lines, into a folder that is being made."""
    links = set(net.table("links")["link_id"])
    lines = {link: line for link, line in net.own_lines.items() if link in links}
    for name in net.table_names:
        write_table(net.table(name), folder / f"{name}.csv")
    if lines:
        write_geometry(
            lines,
            folder / GEOMETRY_FILE,
            lines_as_written(net, lines),
            theirs=follows_openstreetmap(net),
        )


@reads
def read_network(path: str | Path) -> Network:
    """Read a network from a folder of tables or a GeoPackage.

    :func:`corridors.import_network` reads these and every other format.

    Parameters
    ----------
    path
        A folder with at least ``nodes``, ``links``, ``tariffs``, ``speeds``,
        ``emission_factors`` and ``sources`` as ``.csv``, as described by ``schema.csv``;
        ``geometry.geojson`` is optional; or a ``.gpkg`` file with these tables as layers.

    Returns
    -------
    Network
        Named as the folder or file.

    Raises
    ------
    FileNotFoundError
        If there is no such folder or file.
    DataError
        With every fault of every table and line.

    Notes
    -----
    Lines may be in parts that meet end to end, with heights, or drawn backwards. They are in
    degrees (EPSG:4326) and end within 5 km, or 5 % of the link's length, of the link's nodes.

    To move a node of a GeoPackage, move its point: straight lines go with it, and the ends of
    lines that lay on it. Where a layer has columns ``lon`` and ``lat`` too and they differ by more
    than 0.000001 degrees nobody can know which was meant, so that is a fault. What is read
    otherwise than it stands in an edited file is warned of and in ``network.report``.

    Examples
    --------
    >>> import corridors as co
    >>> co.load("tapi").write("tapi-tables")  # doctest: +SKIP
    >>> co.read_network("tapi-tables")  # doctest: +SKIP
    Network('tapi-tables': ...)
    """
    folder = path_of("read_network: path", path)
    if folder.suffix.lower() == ".gpkg":
        from corridors.network.forms.geopackage import read_geopackage

        return read_geopackage(folder)
    return read_folder(folder)


def read_folder(path: str | Path) -> Network:
    """Read a network from a folder of tables, whatever its name; as :func:`read_network`."""
    folder = Path(path)
    folder = folder if folder.name else folder.resolve()  # "." has a name, too
    return read_whole(folder, lambda: _read_folder(folder), KIND)


def _read_folder(folder: Path) -> Network:
    reading = Reading(folder.name)
    tables = read_tables(folder, reading.note)
    stop_at_faults(tables["nodes"], reading)
    held: list[Written] = []

    def led(lines: dict[str, Line], properties: dict[str, Any]) -> dict[str, Line]:
        written = written_of_lines(properties)
        if not written or not set(tables["links"]["link_id"]) >= lines.keys():
            return lines
        held.append(written)
        return followed(lines, tables, written, reading)

    lines = read_lines(folder / GEOMETRY_FILE, tables, led)
    net = Network(tables, geometry=lambda: lines, name=folder.name)
    for written in held:
        note_lengths(lines, tables, written, reading)
    report = reading.report()
    return net.replaced({}, places=frozenset(), report=report) if report else net
