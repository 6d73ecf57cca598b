"""Lengths on the Earth: great circles, geodesics, and points in space for trees of distances."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

#: Mean Earth radius (IUGG R1), km.
EARTH_RADIUS_KM = 6371.0088
#: WGS84.
_A_KM, _E2 = 6378.137, 0.00669437999014
#: Above this a segment is measured as a geodesic; below, on the local ellipsoid (to 1e-6).
LONG_KM = 30.0

#: Degrees: one number, or an array of them.
Degrees = np.ndarray | float


def great_circle_km(lon1: float, lat1: float, lon2: float, lat2: float) -> float:
    """Return the great-circle distance in km between two points in degrees.

    Within 0.6 % of the length on the WGS84 ellipsoid.

    Examples
    --------
    >>> round(great_circle_km(67.01, 24.86, 28.97, 41.01))
    3937
    """
    return float(great_circles_km(lon1, lat1, lon2, lat2))


def great_circles_km(lon1: Degrees, lat1: Degrees, lon2: Degrees, lat2: Degrees) -> np.ndarray:
    """Return the great-circle distance in km of each pair of points in degrees.

    Examples
    --------
    >>> great_circles_km(*np.array([[67.01], [24.86], [28.97], [41.01]])).round().tolist()
    [3937.0]
    """
    p1, p2 = np.radians(lat1), np.radians(lat2)
    across = np.sin(np.radians(np.subtract(lon2, lon1)) / 2) ** 2
    h = np.sin((p2 - p1) / 2) ** 2 + np.cos(p1) * np.cos(p2) * across
    found: np.ndarray = 2 * EARTH_RADIUS_KM * np.arcsin(np.minimum(1.0, np.sqrt(h)))
    return found


def polyline_km(line: Sequence[tuple[float, float]]) -> float:
    """Return the length in km of a line of (lon, lat) points."""
    return sum(great_circle_km(*a, *b) for a, b in pairwise(line))


def segment_km(lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    """Return the length in km of each segment of a line of points in degrees.

    Examples
    --------
    >>> segment_km(np.array([66.0, 67.0]), np.array([40.0, 40.0])).round(3).tolist()
    [85.393]
    """
    dx, dy = np.radians(np.diff(lon)), np.radians(np.diff(lat))
    middle = np.radians((lat[:-1] + lat[1:]) / 2)
    w = np.sqrt(1 - _E2 * np.sin(middle) ** 2)
    km: np.ndarray = np.hypot(_A_KM * np.cos(middle) / w * dx, _A_KM * (1 - _E2) / w**3 * dy)
    far = np.flatnonzero(km > LONG_KM)
    if len(far):
        from pyproj import Geod

        # As lists: an array of one value is taken for a number, which NumPy deprecates.
        ends = (end.tolist() for end in (lon[far], lat[far], lon[far + 1], lat[far + 1]))
        km[far] = np.array(Geod(ellps="WGS84").inv(*ends)[2]) / 1000
    return km


def unit_vectors(lon: ArrayLike, lat: ArrayLike) -> np.ndarray:
    """Return points on a sphere of the Earth's radius in km, for distance trees."""
    x, y = np.radians(np.asarray(lon, float)), np.radians(np.asarray(lat, float))
    return EARTH_RADIUS_KM * np.stack([np.cos(y) * np.cos(x), np.cos(y) * np.sin(x), np.sin(y)], 1)
