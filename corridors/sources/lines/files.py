"""Files of lines: what they are by their content, and the layers in them."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from corridors.errors import DataError, not_one_of
from corridors.network.forms.content import NAMES, check_geopackage, content_of
from corridors.network.forms.gate import check_file, check_unpacked, json_of
from corridors.network.forms.geometry import crs_name
from corridors.network.forms.parquet import check_parquet
from corridors.sources.lines.layer import Layer, layer_of_frame, told
from corridors.sources.models.sheets import rows_of_text, separator_of, text_of_file
from corridors.vocabulary import counted

#: What is read, in words for people.
READ = "GeoPackage, GeoJSON, shapefile (also in a zip), GeoParquet, or CSV with a column of WKT"
#: Other content, and how to come from it to what is read.
_ELSE = f"save it as one of these: {READ}"
#: What reads files with these endings.
_DOORS = {
    ".pbf": "co.network_from_osm",
    ".osm": "co.network_from_osm",
    ".graphml": "co.import_network",
    ".toml": "co.read_mapped",
}
_OTHER_TEXT = (
    "texts are not in the encoding that the file says; read as ISO-8859-1, so names may be wrong "
    "(put the right one into a .cpg file)"
)
#: Files of a shapefile.
_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_GEOJSON = (
    "Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon",
    "GeometryCollection",
)  # fmt: skip


def read_layers(
    path: Path, *, layer: str | Iterable[str] | None = None, geometry: str | None = None
) -> list[Layer]:
    """Return the layers of a file that have shapes; of a GeoPackage those asked for.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    DataError
        If it is none of the kinds that are read, or not whole.
    """
    if path.is_dir():
        path = _of_folder(path)
    check_file(path)
    what = content_of(path)
    if path.suffix.lower() in (".shx", ".dbf", ".prj", ".cpg"):
        raise DataError(f"{path.name}: a part of a shapefile; give {path.stem}.shp")
    if what == "zip":
        return _of_zip(path, layer, geometry)
    if what == "sqlite":
        return _of_geopackage(path, layer)
    if layer is not None:
        raise DataError(f"{path.name}: layer {layer!r}: only a GeoPackage has layers")
    if what == "shapefile":
        return [_of_shapefile(path)]
    if what == "parquet":
        return [_of_parquet(path, geometry)]
    if what == "utf-16":
        what = "json" if _text_of(path).lstrip()[:1] in ("{", "[") else "text"
    if what == "json":
        return [_of_geojson(path)]
    if what == "text":
        return [_of_csv(path, geometry)]
    if what == "empty":
        raise DataError(f"{path.name}: the file is empty")
    door = _DOORS.get(path.suffix.lower())
    raise DataError(
        f"{path.name}: its content is {NAMES[what]}; {f'{door} reads it' if door else _ELSE}"
    )


def _of_folder(path: Path) -> Path:
    found = sorted(path.glob("*.[sS][hH][pP]"))
    if len(found) == 1:
        return found[0]
    listed = ", ".join(file.name for file in found[:5]) or "none"
    raise DataError(f"{path.name}: a folder, with {listed} as shapefiles; give one file")


# -- through GDAL --------------------------------------------------------------------------------


def _raw(path: Path, label: str, driver: str, **how: Any) -> Layer:
    """Return a layer as GDAL reads it, by the one driver that is meant."""
    import pyogrio
    import shapely

    notes: tuple[str, ...] = ()
    with told(label, "cannot be read"):
        if (found := pyogrio.read_info(path, **how)["driver"]) != driver:
            raise DataError(f"{label}: opened as {found}, expected {driver}")
        try:
            meta, _, forms, fields = pyogrio.raw.read(path, force_2d=True, **how)
        except pyogrio.errors.CRSError as error:
            why = " ".join(str(error).split())
            raise DataError(f"{label}: its coordinate system cannot be read: {why}") from error
        except UnicodeDecodeError:
            how["encoding"] = "ISO-8859-1"
            meta, _, forms, fields = pyogrio.raw.read(path, force_2d=True, **how)
            notes = (f"{label}: {_OTHER_TEXT}",)
        columns = {str(n): f.tolist() for n, f in zip(meta["fields"], fields, strict=True)}
        if forms is None:
            forms = np.full(len(next(iter(columns.values()), [])), None, object)
        shapes = shapely.from_wkb(forms, on_invalid="ignore")
    lost = [k + 1 for k, (a, b) in enumerate(zip(forms, shapes, strict=True)) if a and b is None]
    if lost:
        told_so = [f"{label}: feature {k}: its geometry cannot be read" for k in lost]
        raise DataError(told_so, most=20)
    return Layer(label, columns, shapes, meta["crs"], notes=notes)


def _of_geopackage(path: Path, wanted: str | Iterable[str] | None) -> list[Layer]:
    import pyogrio

    check_geopackage(path)
    with told(path.name, "not a GeoPackage"):
        found = pyogrio.list_layers(path)
        kinds = {str(name): str(kind) for name, kind in found if kind is not None}
    if not kinds:
        raise DataError(f"{path.name}: no layer of it has shapes")
    if not wanted and {"nodes", "links", "inventory"} <= kinds.keys():
        raise DataError(
            f"{path.name}: a network of this library, not lines of a GIS: read it with "
            "co.import_network, or give layer="
        )
    names = [wanted] if isinstance(wanted, str) else list(wanted or kinds)
    for name in names:
        if name not in kinds:
            raise DataError(f"{path.name}: {not_one_of('layer', name, kinds)}")
    single = len(kinds) == 1
    return [
        _raw(path, path.name if single else f"{path.name}, layer {name!r}", "GPKG", layer=name)
        for name in names
    ]


def _of_shapefile(path: Path) -> Layer:
    files = {file.suffix.lower() for file in path.parent.glob(f"{path.stem}.*")}
    if ".shx" not in files:
        raise DataError(
            f"{path.name}: {path.stem}.shx is missing: a shapefile is .shp, .shx, .dbf and "
            ".prj together"
        )
    if path.suffix.lower() != ".shp":
        raise DataError(f"{path.name}: a shapefile whose name does not end in .shp")
    with path.open("rb") as stream:
        said = 2 * int.from_bytes(stream.read(28)[24:28], "big")  # in words of 16 bits
    if said > path.stat().st_size:
        raise DataError(
            f"{path.name}: is cut: it says that it has {said:,} bytes, and has "
            f"{path.stat().st_size:,}"
        )
    layer = replace(_raw(path, path.name, "ESRI Shapefile"), short=True)
    if ".dbf" not in files:
        layer = layer.with_note(f"{path.stem}.dbf is missing: the lines have no columns")
    return layer


# -- an archive ----------------------------------------------------------------------------------


def _of_zip(path: Path, layer: Any, geometry: str | None) -> list[Layer]:
    """Return the layers of the one file of lines in an archive."""
    with TemporaryDirectory(prefix="corridors-") as folder:
        with told(path.name, "not a whole zip archive"), zipfile.ZipFile(path) as archive:
            members = {m.filename: m for m in archive.infolist() if not m.is_dir()}
            inside = [n for n in members if PurePosixPath(n).suffix.lower() in _INSIDE]
            inside = [n for n in inside if not PurePosixPath(n).name.startswith(".")]
            if len(inside) != 1:
                listed = ", ".join(inside[:5]) or "none"
                raise DataError(
                    f"{path.name}: files of lines in the archive: {listed}; expected one: unpack"
                )
            main = PurePosixPath(inside[0])
            beside = {
                PurePosixPath(n).suffix.lower(): m
                for n, m in members.items()
                if PurePosixPath(n).with_suffix("") == main.with_suffix("")
            }
            beside = {end: m for end, m in beside.items() if end in (*_PARTS, main.suffix.lower())}
            check_unpacked(archive, path.name, beside.values())
            for end, member in beside.items():
                # A name of the archive is never a path of this machine.
                _unpack(archive, member, Path(folder) / f"lines{end}", path.name)
        unpacked, label = f"lines{main.suffix.lower()}", f"{path.name}/{main.name}"
        try:
            found = read_layers(Path(folder) / unpacked, layer=layer, geometry=geometry)
        except DataError as error:
            told_so = [fault.replace(unpacked, label, 1) for fault in error.faults]
            raise DataError(told_so, hints=error.hints) from error
        return [replace(one, label=one.label.replace(unpacked, label, 1)) for one in found]


_INSIDE = (".shp", ".gpkg", ".geojson", ".json", ".parquet", ".csv")


def _unpack(archive: zipfile.ZipFile, member: zipfile.ZipInfo, to: Path, label: str) -> None:
    with archive.open(member) as stream, to.open("wb") as file:
        left = member.file_size
        while block := stream.read(1 << 20):
            left -= len(block)
            if left < 0:
                raise DataError(f"{label}: {member.filename} is larger than the archive says")
            file.write(block)


# -- text ----------------------------------------------------------------------------------------


def _text_of(path: Path) -> str:
    return text_of_file(path, way_out="save it in UTF-8")[0]


def _of_geojson(path: Path) -> Layer:
    """Return the features of GeoJSON, whole, one a line, or a bare geometry."""
    features, crs = _features(_text_of(path), path.name)
    label = path.name
    import shapely

    columns: dict[str, list[Any]] = {}
    shapes = np.full(len(features), None, object)
    faults = []
    for k, feature in enumerate(features):
        bare = isinstance(feature, dict) and feature.get("type") in _GEOJSON
        whole = {"geometry": feature, "properties": {}} if bare else feature
        if not isinstance(whole, dict) or "geometry" not in whole:
            faults.append(f"{label}: feature {k + 1} is no GeoJSON feature with a geometry")
            continue
        values = whole.get("properties") or {}
        if not isinstance(values, dict):
            faults.append(f"{label}: feature {k + 1}: its properties are no table")
            continue
        for name, value in values.items():
            if name not in columns:
                columns[name] = [None] * len(features)
            columns[name][k] = value
        if (form := whole["geometry"]) is not None:
            try:
                shapes[k] = shapely.from_geojson(json.dumps(form))
            except (shapely.errors.ShapelyError, ValueError, RecursionError, TypeError):
                shown = repr(form)[:80]
                faults.append(f"{label}: feature {k + 1}: its geometry is no GeoJSON: {shown}")
    if faults:
        raise DataError(faults, most=20)
    return Layer(label, columns, shapes, crs or "OGC:CRS84", notes=() if crs else (_STANDARD,))


_STANDARD = "GeoJSON is in degrees of WGS84 by its standard, as the file names no other CRS"


def _features(text: str, label: str) -> tuple[list[Any], str]:
    """Return the features of a text of GeoJSON, and the name of the CRS that it states."""
    try:
        whole = json_of(text)
    except ValueError as error:
        lines = [line.strip("\x1e \t\r") for line in text.splitlines()]
        lines = [line for line in lines if line]
        try:
            return [json_of(line) for line in lines], ""
        except ValueError:
            raise DataError(f"{label}: not JSON: {error}") from error
    if isinstance(whole, list):
        return whole, ""
    kind = whole.get("type")
    if kind == "Topology" or "arcs" in whole:
        raise DataError(f"{label}: TopoJSON; {_ELSE}")
    if kind == "FeatureCollection":
        if not isinstance(whole.get("features"), list):
            raise DataError(f"{label}: a collection without a list of features")
        return whole["features"], crs_name(whole)
    if kind == "Feature" or kind in _GEOJSON:
        return [whole], crs_name(whole)
    raise DataError(f"{label}: JSON, but no GeoJSON: its type is {str(kind)[:40]!r}")


def _of_csv(path: Path, geometry: str | None) -> Layer:
    import pandas as pd

    text = _text_of(path)
    (_, header), rows, uneven = rows_of_text(text, separator_of(text), path.name)
    if uneven:
        raise DataError(uneven, most=20)
    frame = pd.DataFrame([row for _, row in rows], columns=header, dtype=str)
    layer = layer_of_frame(frame, path.name, geometry)
    if all(shape is None for shape in layer.shapes):
        listed = ", ".join(map(str, frame.columns[:12]))
        raise DataError(
            f"{path.name}: no column holds lines as WKT, such as LINESTRING (69 41, 70 42); its "
            f"{counted(len(frame.columns), 'column')}: {listed[:200]}"
        )
    return layer


# -- Parquet -------------------------------------------------------------------------------------


def _of_parquet(path: Path, geometry: str | None) -> Layer:
    try:
        import pyarrow  # noqa: F401
    except ImportError as error:
        raise ImportError(
            "GeoParquet needs the package pyarrow: pip install 'corridors[parquet]'"
        ) from error
    import geopandas as gpd
    import pandas as pd
    import pyarrow as pa
    import shapely

    other = (ValueError, KeyError, TypeError, shapely.errors.ShapelyError, pa.ArrowException)
    check_parquet(path)
    with told(path.name, "not a whole Parquet file"):
        try:
            frame = gpd.read_parquet(path)
        except other:  # without the metadata of GeoParquet, or with shapes that are broken
            frame = pd.read_parquet(path)
    return layer_of_frame(frame, path.name, geometry)
