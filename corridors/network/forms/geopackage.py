"""One GeoPackage file for a whole network: a layer each table, nodes and links with geometry.

It is written with GDAL and read with SQLite alone: a file that is none is not offered to the
hundred other readers of GDAL, some of which open further files and addresses, and all layers
are of one moment.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corridors.errors import DataError
from corridors.network.files import new_file
from corridors.network.forms.content import STEPS, check_geopackage
from corridors.network.forms.frames import frames_of, network_of_frames
from corridors.network.forms.gate import in_time
from corridors.network.forms.inventory import INVENTORY, inventory_of
from corridors.network.forms.reading import Reading
from corridors.network.forms.shapes import check_shape, crs_fault
from corridors.network.forms.styles import write_styles
from corridors.network.forms.written import AS_WRITTEN
from corridors.network.schema import schema
from corridors.network.tables import REQUIRED_TABLES, check_writable_texts

if TYPE_CHECKING:
    import pandas as pd

    from corridors.network.network import Network

#: Layers that are made for other programs, and that reading leaves.
_FOR_OTHERS = (INVENTORY, "layer_styles")
#: Bytes of the envelope in the head of a geometry, by its code.
_ENVELOPES = (0, 32, 48, 48, 64)


def write_geopackage(net: Network, path: str | Path) -> None:
    """Write a network to a GeoPackage that :func:`corridors.read_network` reads as it was.

    It opens styled in QGIS, with a further layer ``inventory`` for people.
    """
    import pyogrio

    check_writable_texts(net.table(name) for name in net.table_names)
    _let_go(Path(path))
    layers = {
        name: frame
        for name, frame in {**frames_of(net), INVENTORY: inventory_of(net)}.items()
        if len(frame) or name in REQUIRED_TABLES
    }
    with new_file(path) as file:
        made = file.with_name("network.gpkg")  # GDAL asks for this ending, whatever the file's is
        try:
            for name, frame in layers.items():
                pyogrio.write_dataframe(
                    frame, made, layer=name, driver="GPKG", append=made.exists()
                )
            write_styles(net, made)
            _check_whole(made, {name: len(frame) for name, frame in layers.items()})
        except (
            pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError,
            pyogrio.errors.FeatureError, sqlite3.Error,
        ) as error:  # fmt: skip
            raise OSError(f"{path}: cannot be written: {error}") from error
        made.replace(file)


def _let_go(path: Path) -> None:
    """Take in what another program left beside a GeoPackage: it would change the one to come.

    Raises
    ------
    OSError
        If a program has it open now.
    """
    place = path.resolve()
    if place.is_file() and _beside(place, "-wal", "-journal"):
        with suppress(sqlite3.Error), closing(sqlite3.connect(place, timeout=0)) as database:
            database.execute("SELECT count(*) FROM sqlite_master").fetchone()
            database.execute("PRAGMA journal_mode = DELETE").fetchone()
    for end in _beside(place, "-wal", "-journal"):
        told = f"{end.name} is beside it: a program has it open; close it there"
        raise OSError(f"{path}: cannot be written: {told}, or give another file")


def _beside(place: Path, *ends: str) -> list[Path]:
    """Return the files that SQLite has beside a database; where a name has no room, it has none."""
    found = [place.with_name(f"{place.name}{end}") for end in ends]
    return [one for one in found if os.path.lexists(one)]


def _check_whole(file: Path, rows: Mapping[str, int]) -> None:
    """Raise unless a GeoPackage has all rows: not all that a full disk refuses is told by GDAL."""
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as database:
        said = database.execute("PRAGMA quick_check(1)").fetchone()[0]
        if said != "ok":
            raise sqlite3.DatabaseError(said)
        for name, count in rows.items():
            asked = f'SELECT count(*) FROM "{name}"'  # noqa: S608 - a name of ours # nosec B608
            found = database.execute(asked).fetchone()[0]
            if found != count:
                raise sqlite3.DatabaseError(f"layer {name} has {found} of {count} rows")


def is_network(path: Path) -> bool:
    """Say whether a GeoPackage has the links of a network as a layer.

    Raises
    ------
    FileNotFoundError, DataError
        If there is no such file, or it is no GeoPackage.
    """
    check_geopackage(path, read={*schema(), AS_WRITTEN})
    try:
        with _opened(path) as database:
            found = database.execute("SELECT table_name FROM gpkg_contents").fetchall()
    except (sqlite3.Error, UnicodeError) as error:
        raise DataError([f"{path.name}: not a GeoPackage: {error}"]) from error
    return ("links",) in found


def read_geopackage(path: str | Path) -> Network:
    """Read a network from a GeoPackage whose layers are the tables.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    DataError
        If it is no GeoPackage, or with every fault of its tables.
    """
    path = Path(path)
    if not is_network(path):
        raise DataError(
            f"{path.name}: no network that corridors wrote, as it has no layer 'links'; lines of "
            "a GIS: co.network_from_lines, or 'corridors import lines'"
        )
    reading = Reading(path.name)
    try:
        with _opened(path) as database:
            frames = _frames(database, reading)
    except (sqlite3.Error, UnicodeError, OverflowError) as error:
        raise DataError([f"{path.name}: not a whole GeoPackage: {error}"]) from error
    reading.stop_at_faults()
    return network_of_frames(frames, path.name, path.stem, reading=reading)


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a database for reading; all that is read is of one moment."""
    place = path.resolve()
    address = f"{place.as_uri()}?mode=ro"
    try:
        database = _begun(address)
    except sqlite3.OperationalError:
        if _beside(place, "-wal", "-journal", "-shm"):
            raise
        # Of the kind that QGIS leaves open, in a folder that cannot be written.
        database = _begun(f"{address}&immutable=1")
    with closing(database):
        yield database


def _begun(address: str) -> sqlite3.Connection:
    database = sqlite3.connect(address, uri=True, isolation_level=None)
    database.set_progress_handler(in_time(), STEPS)
    try:
        database.execute("PRAGMA trusted_schema = OFF")
        database.execute("BEGIN")
        database.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.Error:
        database.close()
        raise
    return database


def _frames(database: sqlite3.Connection, reading: Reading) -> dict[str, pd.DataFrame]:
    """Return the layers that are tables; others are noted, but for those made for others."""
    kinds = {
        name: "virtual table" if kind == "table" and not root else kind
        for name, kind, root in database.execute("SELECT name, type, rootpage FROM sqlite_master")
    }
    layers = [name for (name,) in database.execute("SELECT table_name FROM gpkg_contents")]
    forms = {
        name: (column, srs)
        for name, column, srs in database.execute(
            "SELECT table_name, column_name, srs_id FROM gpkg_geometry_columns"
        )
    } if "gpkg_geometry_columns" in kinds else {}  # fmt: skip
    frames = {}
    for name in layers:
        if name not in schema() and name != AS_WRITTEN:
            if name not in _FOR_OTHERS:
                reading.note("layers that are no tables are left out", str(name))
        elif kinds.get(name) != "table":
            what = kinds.get(name, "missing table")
            reading.faults.append(f"{reading.source}: layer {name!r} is a {what}, expected a table")
        else:
            frames[name] = _frame(database, name, *forms.get(name, (None, 0)))
    return frames


def _frame(database: sqlite3.Connection, name: str, geometry: str | None, srs: int) -> pd.DataFrame:
    """Return a layer without the database's own numbers of rows."""
    import geopandas as gpd
    import pandas as pd

    info = database.execute(f'PRAGMA table_info("{name}")').fetchall()
    keys = {column[1] for column in info if column[5]} - schema().get(name, {}).keys()
    cursor = database.execute(f'SELECT * FROM "{name}"')  # noqa: S608 - a name of the schema # nosec B608
    words = [column[0] for column in cursor.description]
    rows = cursor.fetchall()
    values = {word: [row[k] for row in rows] for k, word in enumerate(words)}
    shapes = [_wkb(value) for value in values.pop(geometry, [])] if geometry else []
    kept = {w: pd.Series(v, dtype=object) for w, v in values.items() if w not in keys}
    frame = pd.DataFrame(kept, index=range(len(rows)))
    if not geometry or geometry not in words:
        return frame
    try:
        for shape in shapes:
            check_shape(shape)
        made = gpd.GeoSeries.from_wkb(pd.Series(shapes, dtype=object), crs=_crs(database, srs))
    except Exception:  # noqa: BLE001 - of several libraries: told row by row, where lines are read
        return frame.assign(geometry=pd.Series(shapes, dtype=object))
    return gpd.GeoDataFrame(frame, geometry=made)


def _wkb(value: Any) -> Any:
    """Return the well-known binary in a geometry of a GeoPackage; what is none stays."""
    if not isinstance(value, bytes) or value[:2] != b"GP" or len(value) < 9:
        return value
    code = value[3] >> 1 & 7
    return value[8 + _ENVELOPES[code] :] if code < len(_ENVELOPES) else value


def _crs(database: sqlite3.Connection, srs: int) -> str | None:
    """Return the coordinate system of a number in the database; ``None`` if it has none."""
    found = database.execute(
        "SELECT organization, organization_coordsys_id, definition FROM gpkg_spatial_ref_sys "
        "WHERE srs_id = ?",
        (srs,),
    ).fetchone()
    if not found or srs <= 0 or str(found[2]).startswith('LOCAL_CS["Undefined'):
        return None
    said = f"EPSG:{found[1]}" if str(found[0]).upper() == "EPSG" else str(found[2])
    return None if crs_fault(said) else said
