"""What a file is by its first bytes, whatever its name: nothing else may choose how it is opened.

A name is no proof: GDAL opens a text named ``x.gpkg`` that names other files, or addresses, and
reads those.
"""

from __future__ import annotations

from collections.abc import Container
from pathlib import Path
from typing import TYPE_CHECKING

from corridors.errors import DataError
from corridors.network.forms.gate import check_file, in_time

if TYPE_CHECKING:
    import sqlite3

#: The first bytes of files, and what each is.
_BEGINNINGS = (
    (b"SQLite format 3\x00", "sqlite"),
    (b"\x00\x00\x27\x0a", "shapefile"),
    (b"PAR1", "parquet"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\x1f\x8b", "gzip"),
    (b"fgb", "FlatGeobuf"),
    (b"ARROW1", "Feather"),
    (b"%PDF", "PDF"),
    (b"\x89PNG", "picture"),
)
_TEXT_MARKS = (b"\xef\xbb\xbf",)
#: So many bytes tell a text from other content.
_SAMPLE = 4096
#: A database looks at the clock after so many steps of its machine.
STEPS = 100_000


def content_of(path: Path) -> str:
    """Return what a file is by its content: a word of ``_BEGINNINGS`` or one of text.

    Of texts: ``json`` if it begins with a brace or bracket, ``xml`` if with ``<``, ``utf-16`` by
    its mark, else ``text``; ``binary`` if it holds a zero byte, ``empty`` if nothing.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    DataError
        If it cannot be read.
    """
    if not path.is_file():
        raise FileNotFoundError(f"{path}: no such file")
    try:
        with path.open("rb") as stream:
            head = stream.read(_SAMPLE)
    except OSError as error:
        raise DataError([f"{path.name}: cannot be read: {error.strerror}"]) from error
    return content_of_bytes(head)


def content_of_bytes(head: bytes) -> str:
    """Return what begins with some bytes.

    Examples
    --------
    >>> content_of_bytes(b"PAR1..."), content_of_bytes(b' {"type": 1}'), content_of_bytes(b"<OGR")
    ('parquet', 'json', 'xml')
    """
    for beginning, what in _BEGINNINGS:
        if head.startswith(beginning):
            return what
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    for mark in _TEXT_MARKS:
        head = head.removeprefix(mark)
    text = head.lstrip()
    if not text:
        return "empty"
    if b"\x00" in head:
        return "binary"
    first = text[:1]
    return "json" if first in b"{[\x1e" else "xml" if first == b"<" else "text"


def check_geopackage(path: Path, read: Container[str] | None = None) -> None:
    """Raise unless a file is a GeoPackage whose tables are its own.

    Parameters
    ----------
    path
        The file.
    read
        The layers that are read; a view elsewhere does no harm. ``None``: any may be.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    DataError
        If it is none, or holds a table that another program would fill from elsewhere.
    """
    import sqlite3
    from contextlib import closing

    check_file(path)
    found = content_of(path)
    if found != "sqlite":
        raise DataError([f"{path.name}: not a GeoPackage: its content is {NAMES[found]}"])
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as base:
            base.set_progress_handler(in_time(), STEPS)
            base.text_factory = bytes  # of a file that is not whole, texts are none
            found_rows = base.execute("SELECT name, sql, type FROM sqlite_master").fetchall()
            _no_view_of_its_own(found_rows, path.name)
            kept = _layers(base) if any(row[0] == b"gpkg_contents" for row in found_rows) else {}
            kept = {name: made for name, made in kept.items() if read is None or name in read}
    except (sqlite3.Error, UnicodeDecodeError) as error:  # its own messages may be no text
        raise DataError([f"{path.name}: not a GeoPackage: {error}"]) from error
    rows = [[bytes(cell or b"").decode("utf-8", "replace") for cell in row] for row in found_rows]
    if not any(name == "gpkg_contents" for name, *_ in rows):
        raise DataError(
            [f"{path.name}: not a GeoPackage: a database of SQLite without the table gpkg_contents"]
        )
    for name, sql, kind in rows:
        words = sql.upper().split()
        virtual = words[:3] == ["CREATE", "VIRTUAL", "TABLE"]
        if virtual and "USING RTREE" not in " ".join(words):
            raise DataError([f"{path.name}: table {name!r} is filled from elsewhere: not opened"])
        if kind == "view" and name in kept:
            raise DataError(
                [f"{path.name}: layer {name!r} is a view, which is not run: {_AS_TABLE}"]
            )
    for name, computed in kept.items():
        if computed:
            told = f"{path.name}: layer {name!r}: column {computed!r} is computed, which is not run"
            raise DataError([f"{told}: {_AS_TABLE}"])


def _no_view_of_its_own(rows: list[tuple[bytes, bytes, str]], label: str) -> None:
    """Raise if a table by which a GeoPackage tells of itself is a view: it may have no end."""
    for name, _, kind in rows:
        word = bytes(name or b"").decode("utf-8", "replace")
        is_view = kind in (b"view", "view")
        if is_view and word.lower().startswith(("gpkg_", "rtree_", "layer_styles")):
            raise DataError([f"{label}: {word!r} is a view, which is not run: {_AS_TABLE}"])


_AS_TABLE = "save it as a table of its own"


def _layers(base: sqlite3.Connection) -> dict[str, str]:
    """Return the layers of a GeoPackage, each with the first of its columns that is computed."""
    names = [
        bytes(name or b"").decode("utf-8", "replace") if not isinstance(name, str) else name
        for (name,) in base.execute("SELECT table_name FROM gpkg_contents")
    ]
    found = {}
    for name in names:
        columns = base.execute("SELECT name, hidden FROM pragma_table_xinfo(?)", (name,)).fetchall()
        made = [str(bytes(word), "utf-8", "replace") for word, hidden in columns if hidden > 1]
        found[name] = next(iter(made), "")
    return found


#: What a file is, in words for people.
NAMES = {
    "sqlite": "a database of SQLite",
    "shapefile": "a shapefile",
    "parquet": "Parquet",
    "zip": "a zip archive",
    "gzip": "compressed by gzip",
    "json": "JSON",
    "xml": "XML (KML, GML, VRT or the like)",
    "utf-16": "a text in UTF-16",
    "text": "a text",
    "binary": "of no kind that is known",
    "empty": "nothing at all",
    "FlatGeobuf": "FlatGeobuf",
    "Feather": "Feather",
    "PDF": "PDF",
    "picture": "a picture",
}
