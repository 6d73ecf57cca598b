"""Files that others use: which format a path means, writing, reading, and what is lost."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from corridors.errors import DataError, did_you_mean
from corridors.network.atomic import new_file, new_folder
from corridors.network.frames import frames_of, network_of_frames
from corridors.network.network import Network, read_network
from corridors.sources.gmns import read_gmns, write_gmns
from corridors.sources.graphs import network_from_graph


class Format(NamedTuple):
    """How a format is written, read, and what it cannot hold."""

    write: Callable[[Network, Path], None]
    read: Callable[[Path], Network]
    lost: tuple[str, ...] = ()


def export_network(net: Network, path: str | Path, *, form: str | None = None) -> tuple[str, ...]:
    """Write a network to a file or folder of another format; return what it cannot hold.

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

    Raises
    ------
    ValueError
        If there is no such format.

    Examples
    --------
    >>> import corridors as co
    >>> co.export_network(co.load("tapi"), "tapi.graphml")  # doctest: +SKIP
    ('links that are not operational', 'transshipments, border_crossings, ...')
    """
    chosen = FORMATS[format_of(path, form)]
    chosen.write(net, Path(path))
    return chosen.lost


def import_network(path: str | Path, *, form: str | None = None) -> Network:
    """Read a network from a file or folder that :func:`export_network` or another program wrote.

    What a format does not hold (border times, handling, prices) comes from the embedded tables.

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
    path = Path(path)
    if not path.exists():
        raise FileNotFoundError(f"{path}: no such file or folder")
    return FORMATS[format_of(path, form)].read(path)


def format_of(path: str | Path, form: str | None = None) -> str:
    """Return the format that a path's ending, or a folder's files, mean."""
    path = Path(path)
    name = form or path.suffix.lower().removeprefix(".")
    if form is None and name not in FORMATS:
        if path.suffix and not path.is_dir():
            raise ValueError(
                f"{path.name}: the ending is none of {', '.join(f'.{f}' for f in FORMATS)}; "
                "say which format it is"
            )
        return "gmns" if (path / "node.csv").exists() else "csv"
    if name not in FORMATS:
        raise ValueError(
            f"format {name!r} is none of {', '.join(FORMATS)}.{did_you_mean(name, FORMATS)}"
        )
    return name


# -- GeoJSON -------------------------------------------------------------------------------------


def _write_geojson(net: Network, path: Path) -> None:
    """Write nodes and links as features, the other tables as a member of the collection."""
    frames = frames_of(net)
    features = []
    for table in ("nodes", "links"):
        rows = json.loads(frames[table].to_json(drop_id=True))["features"]
        features += [{**row, "properties": {"table": table, **row["properties"]}} for row in rows]
    others = {
        name: json.loads(frame.to_json(orient="split", index=False, double_precision=15))
        for name, frame in frames.items()
        if name not in ("nodes", "links")
    }
    whole = {
        "type": "FeatureCollection",
        "attribution": "© OpenStreetMap contributors where a line follows their data (ODbL)",
        "features": features,
        "corridors_tables": others,
    }
    with new_file(path) as file:
        file.write_text(json.dumps(whole, ensure_ascii=False, allow_nan=False), encoding="utf-8")


def _read_geojson(path: Path) -> Network:
    import geopandas as gpd
    import pandas as pd

    try:
        whole = json.loads(path.read_text(encoding="utf-8"))
        features = whole["features"]
        others = whole["corridors_tables"]
    except (ValueError, KeyError, TypeError) as error:
        raise DataError(
            [f"{path.name}: no GeoJSON that corridors wrote ({error}); for other files give a mapping:"
             " corridors import csv --help"]
        ) from error  # fmt: skip
    frames: dict[str, Any] = {
        name: pd.DataFrame(table["data"], columns=table["columns"])
        for name, table in others.items()
    }
    for table in ("nodes", "links"):
        rows = [f for f in features if f["properties"].get("table") == table]
        frame = gpd.GeoDataFrame.from_features(rows, crs="EPSG:4326")
        frames[table] = frame.drop(columns="table", errors="ignore")
    return network_of_frames(frames, path.name, path.stem)


# -- GeoParquet ----------------------------------------------------------------------------------


def _write_parquet(net: Network, path: Path) -> None:
    _pyarrow()
    with new_folder(path) as folder:
        for name, frame in frames_of(net).items():
            frame.to_parquet(folder / f"{name}.parquet", index=False)


def _read_parquet(path: Path) -> Network:
    _pyarrow()
    import geopandas as gpd
    import pandas as pd

    frames = {}
    for file in sorted(path.glob("*.parquet")):
        spatial = file.stem in ("nodes", "links")
        frames[file.stem] = gpd.read_parquet(file) if spatial else pd.read_parquet(file)
    return network_of_frames(frames, path.name, path.stem)


def _pyarrow() -> None:
    try:
        import pyarrow  # noqa: F401
    except ImportError as error:
        raise ImportError(
            "GeoParquet needs the package pyarrow: pip install 'corridors[parquet]'"
        ) from error


# -- GraphML -------------------------------------------------------------------------------------


def _write_graphml(net: Network, path: Path) -> None:
    import osmnx as ox

    with new_file(path) as file:
        ox.save_graphml(net.to_networkx(), file)


def _read_graphml(path: Path) -> Network:
    from xml.etree.ElementTree import ParseError

    import osmnx as ox

    from corridors.sources.osmxml import refuse_entities

    refuse_entities(path)
    try:
        graph = ox.load_graphml(path, node_dtypes={"osmid": str}, edge_dtypes={"osmid": str})
    except (ParseError, KeyError, ValueError) as error:
        raise DataError([f"{path.name}: not a graph that osmnx wrote: {error}"]) from error
    return network_from_graph(graph, name=path.stem, gap_km=0)


FORMATS = {
    "gpkg": Format(lambda net, path: net.write(path), read_network),
    "geojson": Format(_write_geojson, _read_geojson),
    "geoparquet": Format(_write_parquet, _read_parquet),
    "graphml": Format(
        _write_graphml,
        _read_graphml,
        (
            "links that are not operational",
            "transshipments, border_crossings, services, corridors, tariffs, speeds and every "
            "other table (on reading, the embedded values stand in)",
            "sources, basis and notes of nodes and links; sea links come back as ferries",
        ),
    ),
    "gmns": Format(
        write_gmns,
        read_gmns,
        (
            "transshipments, border_crossings, services, corridors, tariffs, speeds and every "
            "other table (on reading, the embedded values stand in)",
            "aliases, waypoints, sources and notes",
        ),
    ),
    "csv": Format(lambda net, path: net.write(path), read_network),
}
