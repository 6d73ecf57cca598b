"""Coordinate systems as users name them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from corridors.errors import DataError
from corridors.network.forms.shapes import crs_fault
from corridors.network.network import CRS as WGS84

if TYPE_CHECKING:
    import numpy as np
    from pyproj import CRS

#: From x and y to longitude and latitude.
Degrees = Callable[["np.ndarray", "np.ndarray"], "tuple[np.ndarray, np.ndarray]"]


def check_crs(crs: Any, where: str) -> CRS:
    """Return a coordinate system of degrees or of a plane; ``where`` begins the message else.

    Raises
    ------
    DataError
        If it is none, or none that points on the ground have.
    """
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    hint = 'write "EPSG:4326" for degrees, or such as "EPSG:32642" for a zone of UTM'
    if fault := crs_fault(crs):
        raise DataError([f"{where} {str(crs)[:100]!r} {fault}"])
    try:
        found = CRS.from_user_input(crs)
    except (CRSError, TypeError, ValueError) as error:
        raise DataError([f"{where} {crs!r} is no coordinate system; {hint}"]) from error
    if not (found.is_geographic or found.is_projected):
        raise DataError([f"{where} {crs!r} is neither in degrees nor a map projection; {hint}"])
    return found


def to_wgs84(crs: CRS, where: str) -> Degrees | None:
    """Return what makes longitudes and latitudes of coordinates, ``None`` where they are these.

    Raises
    ------
    DataError
        If there is no way from one system to the other; ``where`` begins the message.
    """
    from pyproj import CRS, Transformer
    from pyproj.exceptions import ProjError

    if crs.equals(CRS(WGS84), ignore_axis_order=True):
        return None
    try:
        found: Degrees = Transformer.from_crs(crs, WGS84, always_xy=True).transform
    except (ProjError, ValueError) as error:
        raise DataError([f"{where} leads to no degrees on the Earth"]) from error
    return found


def degrees(x: np.ndarray, y: np.ndarray, crs: str) -> tuple[np.ndarray, np.ndarray]:
    """Return longitudes and latitudes of points; ``inf`` where the system does not reach."""
    import numpy as np

    if crs.upper() == WGS84:
        return x, y
    try:
        turn = to_wgs84(check_crs(crs, "crs"), f"crs {crs!r}")
    except DataError:
        return np.full(len(x), np.inf), np.full(len(x), np.inf)
    lon, lat = (x, y) if turn is None else turn(x, y)
    return np.asarray(lon, float), np.asarray(lat, float)


def to_degrees(shape: Any, crs: str) -> Any:
    """Return a shape in degrees, without heights; ``inf`` where the system does not reach."""
    import numpy as np
    import shapely

    flat = shapely.force_2d(shape)
    return shapely.transform(flat, lambda xy: np.column_stack(degrees(xy[:, 0], xy[:, 1], crs)))
