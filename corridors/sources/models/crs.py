"""Coordinate systems as users name them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from corridors.errors import DataError

if TYPE_CHECKING:
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
