"""Lengths of many short segments at once, on the WGS84 ellipsoid."""

from __future__ import annotations

import numpy as np

from corridors.network.earth import EARTH_RADIUS_KM

#: WGS84.
_A_KM, _E2 = 6378.137, 0.00669437999014
#: Above this a segment is measured as a geodesic; below, on the local ellipsoid (to 1e-6).
LONG_KM = 30.0


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
    km = np.hypot(_A_KM * np.cos(middle) / w * dx, _A_KM * (1 - _E2) / w**3 * dy)
    far = np.flatnonzero(km > LONG_KM)
    if len(far):
        from pyproj import Geod

        ends = (lon[far], lat[far], lon[far + 1], lat[far + 1])
        km[far] = Geod(ellps="WGS84").inv(*ends)[2] / 1000
    return km


def unit_vectors(lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    """Return points on a sphere of the Earth's radius in km, for distance trees."""
    x, y = np.radians(np.asarray(lon, float)), np.radians(np.asarray(lat, float))
    return EARTH_RADIUS_KM * np.stack([np.cos(y) * np.cos(x), np.cos(y) * np.sin(x), np.sin(y)], 1)
