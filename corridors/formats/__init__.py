"""Files that others use: which format a path means, writing, reading, and what differs."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from corridors.arguments import asks
from corridors.errors import DataError, suggesting
from corridors.formats.check import differences, tables_of_json, tables_to_json
from corridors.formats.gmns import GMNS_FILES, read_gmns, write_gmns
from corridors.formats.graphml import OURS, read_graphml, write_graphml
from corridors.network.checks import check_values
from corridors.network.files import new_file, new_folder, read_whole, settle
from corridors.network.forms.credits import follows_openstreetmap
from corridors.network.forms.folder import KIND, fill_folder, folder_files, read_folder
from corridors.network.forms.frames import frames_of, network_of_frames
from corridors.network.forms.gate import check_file, json_of, path_of, reads
from corridors.network.forms.geometry import read_features, shape_of_geojson
from corridors.network.forms.geopackage import is_network, read_geopackage, write_geopackage
from corridors.network.forms.parquet import check_parquet
from corridors.network.forms.written import AS_WRITTEN, as_it_stands
from corridors.network.network import CRS, Network
from corridors.network.schema import schema
from corridors.sources.lines import network_from_lines

if TYPE_CHECKING:
    import pandas as pd


#: Tables with a geometry.
_SPATIAL = ("nodes", "links")


class Format(NamedTuple):
    """How a format is written and read, and for a folder the names of its files."""

    write: Callable[[Network, Path], None]
    read: Callable[[Path], Network]
    files: tuple[str, ...] = ()


@asks
def export_network(net: Network, path: str | Path, *, form: str | None = None) -> tuple[str, ...]:
    """Write a network to a file or folder of another format, and say what is lost by it.

    What was written is read back and checked before it takes its place, and compared table by
    table. A GMNS folder and a GraphML file have all our tables beside what their own
    specification names, so they come back whole; other programs see the specified part. Of a
    network of a day what holds on that day is written, without events and prices of other days.

    Parameters
    ----------
    net
        The network.
    path
        ``.gpkg`` (GeoPackage), ``.geojson``, ``.graphml`` (as osmnx writes it), ``.geoparquet``
        (a folder with a Parquet file each table; needs the extra ``parquet``), else a folder of
        CSV tables. It is whole or not there.
    form
        ``"gpkg"``, ``"geojson"``, ``"graphml"``, ``"geoparquet"``, ``"gmns"`` or ``"csv"``,
        where the path's ending does not say.

    Returns
    -------
    tuple of str
        The tables, with their columns, that come back other than they were; nothing if none does.

    Raises
    ------
    DataError
        If what was written has faults when it is read back; nothing is left at ``path`` then.
    ValueError
        If there is no such format.

    Examples
    --------
    >>> import corridors as co
    >>> co.export_network(co.load("tapi"), "tapi.graphml")  # doctest: +SKIP
    ()
    """
    path = path_of("export_network: path", path)
    name = format_of(path, form)
    chosen = FORMATS[name]
    files = chosen.files
    folder = new_folder(path, name, instead_of=files) if files else None
    with folder or new_file(path) as target:
        chosen.write(as_it_stands(net), target)
        try:
            back = chosen.read(target)
        except DataError as error:
            told = f"{path.name} was not written, for it would have these faults"
            raise DataError(error.faults, hints=[*error.hints, told]) from error
        return differences(net, back)


@reads
def import_network(path: str | Path, *, form: str | None = None) -> Network:
    """Read a network from a file or folder that :func:`export_network` or another program wrote.

    What this library wrote comes back whole, also after edits elsewhere: what is read otherwise
    than it stands there is warned of and in ``network.report``. What a file of another program
    does not hold (border times, handling, prices) comes from the embedded tables. A file of lines
    that says itself what they are (by OpenStreetMap's tags, or a column ``mode``) is read as
    :func:`network_from_lines` reads it, which others need.

    Parameters
    ----------
    path
        A file or folder of a format that :func:`export_network` writes, or a file of lines: a
        GeoPackage, GeoJSON, shapefile (``.shp`` or ``.zip``) or Parquet.
    form
        The format, where the path does not say.

    Returns
    -------
    Network
        With every table of the schema.

    Raises
    ------
    FileNotFoundError, DataError
        If it is missing, or with every fault.
    ValueError
        If there is no such format.

    Examples
    --------
    >>> import corridors as co
    >>> co.import_network("gmns-folder")  # doctest: +SKIP
    Network('gmns-folder': 120 nodes, 310 links, 2 countries)
    """
    path = path_of("import_network: path", path)
    if not path.exists():
        raise FileNotFoundError(f"{path}: no such file or folder")
    settle(path)  # what broke off may have the files of one format still, and those of the next
    if form is None and path.is_file() and path.suffix.lower() in _OF_LINES:
        return network_from_lines(path)
    if form is None and path.is_file() and path.suffix.lower().removeprefix(".") not in FORMATS:
        raise ValueError(
            f"{path.name}: the ending is none of {_ENDINGS}; say which format it is, or make one "
            "of it with 'corridors export' or 'corridors import'"
        )
    chosen = format_of(path, form)
    if chosen == "csv" and path.is_file():
        raise ValueError(f"{path.name} is a file; form 'csv' is a folder of tables")
    form_of = FORMATS[chosen]
    read = form_of.read
    net = read_whole(path, lambda: read(path), chosen) if form_of.files else read(path)
    faults = check_values({name: net.table(name) for name in net.table_names})
    if faults:
        raise DataError(faults)
    return net


def format_of(path: str | Path, form: str | None = None) -> str:
    """Return the format that a path's ending, or a folder's files, mean."""
    path = Path(path)
    name = form or path.suffix.lower().removeprefix(".")
    if form is None and name not in FORMATS:
        if path.suffix and not path.is_dir():
            raise ValueError(
                f"{path.name}: the ending is none of {_ENDINGS}; say which format it is"
            )
        marks = {"node.csv": "gmns", "nodes.parquet": "geoparquet"}
        return next((f for file, f in marks.items() if (path / file).exists()), "csv")
    if name not in FORMATS:
        listed = ", ".join(FORMATS)
        raise ValueError(suggesting(f"format {name!r} is none of {listed}", name, FORMATS))
    return name


# -- GeoJSON -------------------------------------------------------------------------------------


def _write_geojson(net: Network, path: Path) -> None:
    """Write nodes and links as features, and one without a place that holds the other tables.

    As a feature they come through programs that know nothing of other members.
    """
    frames = frames_of(net)
    features = []
    for table in _SPATIAL:
        rows = json.loads(frames[table].to_json(drop_id=True))["features"]
        features += [{**row, "properties": {"table": table, **row["properties"]}} for row in rows]
    others = {name: frame for name, frame in frames.items() if name not in _SPATIAL}
    held = json.dumps(tables_to_json(others), ensure_ascii=False, allow_nan=False)
    features.append(
        {"type": "Feature", "properties": {"table": OURS, OURS: held}, "geometry": None}
    )
    credit = "© OpenStreetMap contributors where a line follows their data (ODbL)"
    whole = {
        "type": "FeatureCollection",
        **({"attribution": credit} if follows_openstreetmap(net) else {}),
        "features": features,
    }
    path.write_text(json.dumps(whole, ensure_ascii=False, allow_nan=False), encoding="utf-8")


def _holds_ours(path: Path) -> bool:
    check_file(path)
    return '"corridors_tables"' in path.read_text(encoding="utf-8", errors="replace")


def _read_geojson(path: Path) -> Network:
    import geopandas as gpd
    import pandas as pd

    if not _holds_ours(path):
        return network_from_lines(path)
    whole, features, crs = read_features(path, any_crs=True)
    held = [whole.get(OURS), *(feature["properties"].get(OURS) for feature in features)]
    frames = _tables_held(next(filter(None, held), None), path.name)
    lists: list[dict[str, list]] = [{table: [] for table in _SPATIAL} for _ in range(3)]
    rows, forms, numbers = lists
    faults = []
    for number, feature in enumerate(features, start=1):
        values = dict(feature["properties"])
        table = values.pop("table", None)
        if table == OURS:
            continue
        at = f"{path.name}: feature {number}"
        if not isinstance(table, str) or table not in rows:
            faults.append(f"{at} is of table {table!r}, expected one of {', '.join(rows)}")
            continue
        try:
            forms[table].append(shape_of_geojson(feature.get("geometry")))
        except ValueError as error:
            faults.append(f"{at} {error}")
        rows[table].append(values)
        numbers[table].append(number)
    if faults:
        raise DataError(faults)
    for table, found in rows.items():
        made = gpd.GeoDataFrame(pd.DataFrame(found, dtype=object), geometry=forms[table], crs=CRS)
        frames[table] = made if crs is None else made.set_crs(crs, allow_override=True)

    def place(table: str, row: int) -> str:
        known = numbers.get(table, [])
        if row < len(known):
            return f"{path.name}: feature {known[row]} ({table})"
        return f"{path.name}: {table}:{row + 1}"

    return network_of_frames(frames, path.name, path.stem, at=place)


def _tables_held(held: Any, source: str) -> dict[str, Any]:
    """Return the tables that a collection holds beside nodes and links."""
    try:
        found = tables_of_json(json_of(held) if isinstance(held, str) else held)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DataError(
            f"{source}: no GeoJSON that corridors wrote, or its feature of table {OURS!r} was left "
            f"out, which holds prices, borders and sources; for files of others: "
            f"corridors import csv --example ({error})"
        ) from error
    return dict(found)


def _read_geopackage(path: Path) -> Network:
    return read_geopackage(path) if is_network(path) else network_from_lines(path)


# -- GeoParquet ----------------------------------------------------------------------------------


def _write_parquet(net: Network, path: Path) -> None:
    _pyarrow()
    path.mkdir(exist_ok=True)
    for name, frame in frames_of(net).items():
        frame.to_parquet(path / f"{name}.parquet", index=False)


def _read_parquet(path: Path) -> Network:
    _pyarrow()
    frames = {}
    for file in sorted(path.glob("*.parquet")):
        if file.stem in schema() or file.stem == AS_WRITTEN:
            frames[file.stem] = _read_frame(file)
    return network_of_frames(frames, path.name, path.stem)


def _read_frame(file: Path) -> pd.DataFrame:
    """Return a table; where its geometry cannot be read, with the bytes, which say in which row."""
    import geopandas as gpd
    import pandas as pd
    import pyarrow.parquet
    import shapely

    broken = (  # a damaged length makes Arrow ask for memory that nobody has
        ValueError, OSError, KeyError, TypeError, NotImplementedError, MemoryError,
        pyarrow.ArrowException,
    )  # fmt: skip
    check_parquet(file)
    try:
        held = pyarrow.parquet.read_schema(file).metadata or {}
        return gpd.read_parquet(file) if b"geo" in held else pd.read_parquet(file)
    except (*broken, shapely.errors.ShapelyError):
        try:
            return pd.read_parquet(file)
        except broken as error:
            why = " ".join(str(error).rpartition(f"{file}': ")[2].split())
            raise DataError([f"{file.name}: not a Parquet file: {why}"]) from error


def _pyarrow() -> None:
    try:
        import pyarrow  # noqa: F401
    except ImportError as error:
        raise ImportError(
            "GeoParquet needs the package pyarrow: pip install 'corridors[parquet]'"
        ) from error


FORMATS = {
    "gpkg": Format(write_geopackage, _read_geopackage),
    "geojson": Format(_write_geojson, _read_geojson),
    "geoparquet": Format(
        _write_parquet,
        _read_parquet,
        tuple(f"{table}.parquet" for table in (*schema(), AS_WRITTEN)),
    ),
    "graphml": Format(write_graphml, read_graphml),
    "gmns": Format(write_gmns, read_gmns, GMNS_FILES),
    KIND: Format(fill_folder, read_folder, folder_files()),
}
#: Endings of files that can hold lines alone.
_OF_LINES = (".shp", ".zip", ".parquet", ".json")
_ENDINGS = ", ".join(f".{name}" for name in FORMATS)
