"""Coordinate systems as users name them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from corridors.errors import DataError

if TYPE_CHECKING:
    import numpy as np
    from pyproj import CRS


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
    try:
        found = CRS.from_user_input(crs)
    except (CRSError, TypeError, ValueError) as error:
        raise DataError([f"{where} {crs!r} is no coordinate system; {hint}"]) from error
    if not (found.is_geographic or found.is_projected):
        raise DataError([f"{where} {crs!r} is neither in degrees nor a map projection; {hint}"])
    return found


def degrees(x: np.ndarray, y: np.ndarray, crs: str) -> tuple[np.ndarray, np.ndarray]:
    """Return longitudes and latitudes of points; ``inf`` where the system does not reach."""
    import numpy as np

    if crs.upper() == "EPSG:4326":
        return x, y
    from pyproj import Transformer
    from pyproj.exceptions import ProjError

    try:
        turn = Transformer.from_crs(crs, "EPSG:4326", always_xy=True)
        lon, lat = turn.transform(x, y)
    except ProjError:
        return np.full(len(x), np.inf), np.full(len(x), np.inf)
    return np.asarray(lon, float), np.asarray(lat, float)


def to_degrees(shape: Any, crs: str) -> Any:
    """Return a shape in degrees, without heights; ``inf`` where the system does not reach."""
    import numpy as np
    import shapely

    flat = shapely.force_2d(shape)
    return shapely.transform(flat, lambda xy: np.column_stack(degrees(xy[:, 0], xy[:, 1], crs)))
