"""A layer of features: columns and shapes, wherever they come from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from corridors.errors import DataError, not_one_of
from corridors.network.forms.shapes import check_shape

if TYPE_CHECKING:
    import pandas as pd

#: Names of columns that hold shapes as text or bytes, in the order in which they are tried.
SHAPE_COLUMNS = (
    "geometry", "geom", "wkt", "the_geom", "wkb_geometry", "wkt_geom", "wkb", "shape", "geom_wkt",
)  # fmt: skip
#: First words of well-known text.
_WKT = (
    "LINESTRING", "MULTILINESTRING", "POINT", "MULTIPOINT", "POLYGON", "MULTIPOLYGON",
    "GEOMETRYCOLLECTION", "LINEARRING", "SRID=",
)  # fmt: skip
#: So many cells tell whether a column holds shapes.
_SAMPLE = 50
#: So many letters of another library's message are told.
_TOLD = 160


@dataclass(frozen=True)
class Layer:
    """Features in their order: a value a feature in each column, and its shape or ``None``.

    ``label`` begins every message; ``word`` is what one of them is called there. ``short`` says
    that names of columns are cut to ten letters, ``notes`` what reading had to assume.
    """

    label: str
    columns: Mapping[str, list[Any]]
    shapes: np.ndarray
    crs: Any = None
    word: str = "feature"
    notes: tuple[str, ...] = ()
    short: bool = False

    def __len__(self) -> int:
        return len(self.shapes)

    def at(self, k: int) -> str:
        """Return where feature ``k``, counted from 0, stands."""
        return f"{self.label}: {self.word} {k + 1}"

    def with_note(self, note: str) -> Layer:
        """Return the same with something more that reading assumed."""
        return replace(self, notes=(*self.notes, note))


@contextmanager
def told(label: str, what: str) -> Iterator[None]:
    """Turn whatever another library raises into one sentence, and keep its warnings still.

    GDAL, Arrow, GEOS and PROJ raise errors of many classes, some of which are plain exceptions.
    """
    import warnings

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except (DataError, FileNotFoundError):
        raise
    except Exception as error:
        why = " ".join(str(error).split())[:_TOLD] or type(error).__name__
        raise DataError(f"{label}: {what}: {why}") from error


def layer_of_frame(frame: pd.DataFrame, label: str, geometry: str | None = None) -> Layer:
    """Return the layer of a table of pandas; ``geometry`` names the column of shapes.

    Raises
    ------
    DataError
        If it has no such column, or shapes that cannot be read.
    """
    word = "row" if not hasattr(frame, "geom_type") else "feature"
    frame = _with_index(frame)
    names = [str(name) for name in frame.columns]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise DataError(f"{label}: there are several columns {twice[0]!r}; rename them")
    frame = frame.set_axis(names, axis=1)
    column = _shape_column(frame, label, geometry)
    crs = _crs_of(frame, column)
    others = [n for n in names if n != column and str(frame[n].dtype) != "geometry"]
    columns = {}
    for name in others:
        with told(label, f"column {name!r} cannot be read"):
            columns[name] = frame[name].tolist()
    if column is None:
        return Layer(label, columns, np.full(len(frame), None, object), word=word)
    values = frame[column].tolist()
    shapes, srid = shapes_of(values, label, word)
    if crs is None and srid:
        crs = f"EPSG:{srid}"
    return Layer(label, columns, shapes, crs, word)


def _with_index(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a table with the named levels of its index, such as u, v and key, as columns."""
    named = [n for n in frame.index.names if n is not None and n not in frame.columns]
    with told("table", "its index cannot be read"):
        values = {name: frame.index.get_level_values(name) for name in named}
    frame = frame.reset_index(drop=True)
    for name, level in values.items():
        frame[name] = level
    return frame


def _crs_of(frame: pd.DataFrame, column: str | None) -> Any:
    if column is None or str(frame[column].dtype) != "geometry":
        return None
    return frame[column].crs


def _shape_column(frame: pd.DataFrame, label: str, wanted: str | None) -> str | None:
    """Return the column that holds the shapes, ``None`` if none does."""
    if wanted is not None:
        if wanted not in frame:
            raise DataError(f"{label}: {not_one_of('geometry column', wanted, frame.columns)}")
        return wanted
    active = getattr(frame, "active_geometry_name", None)
    if active is not None:
        return str(active)
    typed = [name for name in frame.columns if str(frame[name].dtype) == "geometry"]
    if typed:
        return str(typed[0])
    by_name = sorted(
        frame.columns,
        key=lambda n: SHAPE_COLUMNS.index(n.lower()) if n.lower() in SHAPE_COLUMNS else 99,
    )
    return next((str(name) for name in by_name if _holds_shapes(frame[name])), None)


def _holds_shapes(column: Any) -> bool:
    """Say whether most of the first cells of a column are shapes, as text, bytes or objects."""
    import shapely

    cells = [c for c in column.head(_SAMPLE).tolist() if not _is_nothing(c)]
    return bool(cells) and 2 * sum(
        isinstance(c, bytes | shapely.Geometry) or (isinstance(c, str) and _is_text_of_shape(c))
        for c in cells
    ) > len(cells)


def _is_text_of_shape(text: str) -> bool:
    word = text.lstrip().upper()
    return word.startswith(_WKT) or _is_hex(word)


def _is_hex(text: str) -> bool:
    return (
        len(text) >= 42
        and text[:2] in ("00", "01")
        and not set(text[:42]) - set("0123456789ABCDEF")
    )


def _is_nothing(value: Any) -> bool:
    return value is None or value == "" or (isinstance(value, float) and value != value)  # noqa: PLR0124  nan


def shapes_of(values: list[Any], label: str, word: str) -> tuple[np.ndarray, int]:
    """Return shapes of shapely, of WKT or WKB, and the SRID that they say, 0 if none.

    Raises
    ------
    DataError
        With the first that cannot be read.
    """
    import shapely

    found = np.full(len(values), None, object)
    srids: set[int] = set()
    faults = []
    for k, value in enumerate(values):
        if _is_nothing(value):
            continue
        try:
            found[k], srid = _shape(value)
        except (ValueError, TypeError, shapely.errors.ShapelyError) as error:
            why = " ".join(str(error).split())[:_TOLD]
            faults.append(f"{label}: {word} {k + 1}: its geometry cannot be read: {why}")
            continue
        srids.add(srid)
    if faults:
        raise DataError(faults, most=20)
    srids -= {0}
    if len(srids) > 1:
        listed = ", ".join(map(str, sorted(srids)))
        raise DataError(f"{label}: its shapes are in several coordinate systems: SRID {listed}")
    return found, srids.pop() if srids else 0


def _shape(value: Any) -> tuple[Any, int]:
    import shapely

    if isinstance(value, shapely.Geometry):
        return value, 0
    check_shape(value)
    if isinstance(value, bytes | bytearray | memoryview):
        shape = shapely.from_wkb(bytes(value))
        return shape, int(shapely.get_srid(shape))
    if not isinstance(value, str):
        raise TypeError(f"{str(value)[:40]!r} is a {type(value).__name__}, no shape")
    text = value.strip()
    srid = 0
    if text.upper().startswith("SRID="):
        number, _, text = text[5:].partition(";")
        if not number.strip().isdigit():
            raise ValueError(f"{value[:40]!r} has no number after SRID=")
        srid = int(number)
    if _is_hex(text.upper()):
        shape = shapely.from_wkb(text)
        return shape, int(shapely.get_srid(shape))
    with np.errstate(invalid="ignore"):
        return shapely.from_wkt(text), srid
