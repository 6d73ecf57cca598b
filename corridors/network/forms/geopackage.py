"""One GeoPackage file for a whole network: a layer each table, nodes and links with geometry."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from corridors.errors import DataError
from corridors.network.files import new_file
from corridors.network.forms.content import check_geopackage
from corridors.network.forms.frames import frames_of, network_of_frames
from corridors.network.schema import schema

if TYPE_CHECKING:
    from corridors.network.network import Network


def write_geopackage(net: Network, path: str | Path) -> None:
    """Write a network to a GeoPackage that :func:`corridors.read_network` reads as it was."""
    import pyogrio

    with new_file(path) as file:
        made = file.with_name("network.gpkg")  # GDAL asks for this ending, whatever the file's is
        for name, frame in frames_of(net).items():
            if len(frame):
                pyogrio.write_dataframe(
                    frame, made, layer=name, driver="GPKG", append=made.exists()
                )
        made.replace(file)


@contextmanager
def _with_ending(path: Path) -> Iterator[Path]:
    """Give a file by a name that ends as GDAL wants it, which warns of every layer otherwise."""
    if path.suffix.lower() == ".gpkg":
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="corridors-") as folder:
        named = Path(folder) / "network.gpkg"
        try:
            named.symlink_to(path.resolve())
        except OSError:  # where links need rights of their own
            shutil.copyfile(path, named)
        yield named


def is_network(path: Path) -> bool:
    """Say whether a GeoPackage has the links of a network as a layer.

    Raises
    ------
    FileNotFoundError, DataError
        If there is no such file, or it is no GeoPackage.
    """
    check_geopackage(path)
    import pyogrio

    try:
        with _with_ending(path) as file:
            return any(name == "links" for name, _ in pyogrio.list_layers(file))
    except pyogrio.errors.DataSourceError as error:
        raise DataError([f"{path.name}: not a GeoPackage: {error}"]) from error


def read_geopackage(path: str | Path) -> Network:
    """Read a network from a GeoPackage whose layers are the tables.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    DataError
        If it is no GeoPackage, or with every fault of its tables.
    """
    import pyogrio
    import shapely

    path = Path(path)
    check_geopackage(path)
    if not is_network(path):
        raise DataError(
            f"{path.name}: no network that corridors wrote, as it has no layer 'links'; lines of "
            "a GIS: co.network_from_lines, or 'corridors import lines'"
        )
    try:
        with _with_ending(path) as file:
            layers = [name for name, _ in pyogrio.list_layers(file) if name in schema()]
            frames = {name: pyogrio.read_dataframe(file, layer=name) for name in layers}
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as error:
        raise DataError([f"{path.name}: not a GeoPackage: {error}"]) from error
    except (pyogrio.errors.GeometryError, shapely.errors.ShapelyError) as error:
        raise DataError([f"{path.name}: a geometry cannot be read: {error}"]) from error
    return network_of_frames(frames, path.name, path.stem)
