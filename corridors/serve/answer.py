"""An answer: its bytes, what they are, and the forms that several answers have in common."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corridors.formats.rows import cell_text, plain
from corridors.network.price_level import price_statement
from corridors.network.tables import write_csv
from corridors.network.vintage import DATA_VERSION
from corridors.reports.files import safe_cell

if TYPE_CHECKING:
    from corridors.network.network import Network
    from corridors.routing.itinerary import Itinerary

JSON, GEOJSON, CSV = "application/json", "application/geo+json", "text/csv; charset=utf-8"
HTML, MARKDOWN = "text/html; charset=utf-8", "text/markdown; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
GPKG, PDF, SVG = "application/geopackage+sqlite3", "application/pdf", "image/svg+xml"
#: What a form of the word ``format`` is.
MEDIA = {
    "json": JSON, "geojson": GEOJSON, "csv": CSV, "gpkg": GPKG, "html": HTML, "md": MARKDOWN,
    "xlsx": XLSX, "pdf": PDF, "svg": SVG,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answer:
    """What is sent back.

    Parameters
    ----------
    body
        Its bytes.
    media
        Their media type.
    name
        The name of the file as which it is kept; empty: it is shown.
    language
        In which what it shows is; empty: in none.
    """

    body: bytes
    media: str = JSON
    name: str = ""
    language: str = ""


def json_answer(value: Any, media: str = JSON) -> Answer:
    """Return plain values as JSON; a number that is missing or infinite is ``null``."""
    return Answer(short_json(value).encode(), media)


def short_json(value: Any) -> str:
    """Return plain values as JSON without spaces.

    Examples
    --------
    >>> short_json({"days": float("nan"), "by": ("rail", "sea")})
    '{"days":null,"by":["rail","sea"]}'
    """
    try:
        return _encode(value)
    except ValueError:  # a number that is none
        return _encode(plain(value))


def json_of_parts(values: Mapping[str, Any], **parts: Sequence[str]) -> Answer:
    """Return plain values as JSON, and after them lists of what is JSON already."""
    more = "".join(f',"{name}":[{",".join(texts)}]' for name, texts in parts.items())
    return Answer(f"{short_json(values)[:-1]}{more}}}".encode(), JSON)


class Texts:
    """The JSON of what is made of things that stay as they are, kept by which they are.

    Parameters
    ----------
    make
        Makes plain values of such things.
    most
        So many are kept; then all go.

    Examples
    --------
    >>> texts, places = Texts(lambda places: {"at": places[0]}), ("Baku",)
    >>> texts.of(places), texts.of(places) is texts.of(places)
    ('{"at":"Baku"}', True)
    """

    def __init__(self, make: Callable[[Any], Any], most: int = 4096) -> None:
        self._make, self._most = make, most
        self._kept: dict[tuple[int, ...], tuple[Sequence[Any], str]] = {}

    def of(self, things: Sequence[Any]) -> str:
        """Return the JSON of what is made of some things."""
        key = tuple(map(id, things))
        found = self._kept.get(key)
        if found is None:
            if len(self._kept) >= self._most:
                self._kept.clear()
            found = self._kept[key] = things, short_json(self._make(things))  # they keep their ids
        return found[1]


def _as_plain(value: Any) -> Any:
    """Return what JSON does not know as it does: a number of numpy, a day."""
    if isinstance(value, date) or hasattr(value, "item"):
        return plain(value)
    raise TypeError(f"{type(value).__name__} is not plain")


_encode = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=_as_plain
).encode


def with_origin(net: Network, **values: Any) -> dict[str, Any]:
    """Return values with the situation, the vintage of the data and what its prices are."""
    told = {"situation": net.situation, DATA_VERSION: net.data_version}
    return {**values, **told, "prices": price_statement(net)}


def csv_answer(rows: Sequence[Mapping[str, Any]], name: str) -> Answer:
    """Return rows as CSV: no text of them is a formula to a spreadsheet."""
    import io

    file, cells = io.StringIO(), (map(safe_cell, row.values()) for row in rows)
    write_csv(file, rows[0] if rows else (), cells, end="\r\n")
    return Answer(file.getvalue().encode("utf-8-sig"), CSV, f"{name}.csv")


def features_of(
    trips: Iterable[Itinerary], rows: Iterable[Mapping[str, Any]], **values: Any
) -> Answer:  # fmt: skip
    """Return ways as GeoJSON: a line each way, its row as properties."""
    features = [
        {"type": "Feature", "properties": dict(row), "geometry": _line(trip)}
        for trip, row in zip(trips, rows, strict=True)
    ]
    return json_answer({"type": "FeatureCollection", **values, "features": features}, GEOJSON)


def _line(trip: Itinerary) -> Any:
    return trip.__geo_interface__["geometry"] if any(leg.link_id for leg in trip.steps) else None


def geopackage(trips: Sequence[Itinerary], rows: Sequence[Mapping[str, Any]], name: str) -> Answer:
    """Return ways as a GeoPackage: layer ``ways`` has a line each, ``legs`` those of all."""
    import geopandas as gpd
    import pandas as pd

    cells = [{word: cell_text(value) for word, value in row.items()} for row in rows]
    lines = [trip.geometry for trip in trips]
    ways = gpd.GeoDataFrame({"way": range(1, len(rows) + 1)}, geometry=lines, crs="EPSG:4326")
    ways = ways.join(pd.DataFrame(cells))
    parts = [trip.to_gdf().assign(way=number) for number, trip in enumerate(trips, 1)]
    legs = gpd.GeoDataFrame(pd.concat(parts, ignore_index=True), crs="EPSG:4326")
    plain_legs = legs.assign(
        **{
            column: legs[column].map(lambda value: cell_text(plain(value)))
            for column in legs.columns
            if column != "geometry" and legs[column].dtype == object
        }
    )

    def write(path: Path) -> None:
        ways.to_file(path, layer="ways", driver="GPKG")
        plain_legs.to_file(path, layer="legs", driver="GPKG")

    return written(write, name, "gpkg")


def written(write: Callable[[Path], object], name: str, ending: str) -> Answer:
    """Return what is written to a file, which is gone afterwards: nothing stays on the disk."""
    with tempfile.TemporaryDirectory(prefix="corridors-serve-") as folder:
        path = Path(folder) / f"answer.{ending}"
        write(path)
        return Answer(path.read_bytes(), MEDIA[ending], f"{name}.{ending}")
