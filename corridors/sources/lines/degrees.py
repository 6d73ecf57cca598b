"""Shapes as lines in degrees: parts taken apart, heights dropped, what is no line left out."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from corridors.errors import DataError
from corridors.sources.lines.layer import Layer
from corridors.sources.making.crs import check_crs, to_wgs84
from corridors.vocabulary import counted

#: Degrees are rounded to so many decimals: a tenth of a millimetre.
DECIMALS = 9
#: Features that a line of the account names.
SHOWN = 3


@dataclass
class Left:
    """What is left out, or kept otherwise, by the reason, and which features."""

    reasons: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def add(self, why: str, number: int) -> None:
        """Note feature ``number``, counted from 1."""
        self.reasons[why].append(number)

    def counts(self, word: str) -> dict[str, int]:
        """Return how many features there are of each reason, which names the first of them."""
        return {f"{why} ({_named(n, word)})": len(n) for why, n in self.reasons.items()}


def _named(numbers: list[int], word: str) -> str:
    more = f" and {len(numbers) - SHOWN:,} more" if len(numbers) > SHOWN else ""
    return f"{word} {', '.join(map(str, numbers[:SHOWN]))}{more}"


@dataclass(frozen=True)
class Parts:
    """Lines in flat arrays: part ``k`` is of feature ``owner[k]``, counted from 0."""

    owner: np.ndarray
    first: np.ndarray
    lon: np.ndarray
    lat: np.ndarray
    notes: tuple[str, ...] = ()


def crs_of(layer: Layer, crs: Any) -> tuple[Any, str]:
    """Return the coordinate system of a layer, and what the account says of it.

    Raises
    ------
    DataError
        If none is known, or the layer's is another than the one given.
    """
    where = f"{layer.label}: crs"
    own = layer.crs.to_string() if hasattr(layer.crs, "to_string") else layer.crs
    crs = crs.to_string() if hasattr(crs, "to_string") else crs
    given = None if crs is None else check_crs(crs, where)
    stated = layer.crs is not None and not any("standard" in note for note in layer.notes)
    if layer.crs is None and given is None:
        raise DataError(
            f'{layer.label}: no coordinate system; say it: crs="EPSG:4326" (--crs) if x and y are '
            'degrees, or such as "EPSG:32642" for a zone of UTM'
        )
    if given is None:
        found = check_crs(own, where)
        return found, "" if not stated else f"{layer.label}: coordinates are in {_name(found)}"
    if stated and not given.equals(check_crs(own, where), ignore_axis_order=True):
        raise DataError(
            f"{layer.label}: it says that it is in {_name(check_crs(own, where))}, not "
            f"in {_name(given)}; leave crs out, or correct the file"
        )
    return given, f"{layer.label}: coordinates are in {_name(given)}, as said"


def _name(crs: Any) -> str:
    authority = crs.to_authority()
    return ":".join(authority) if authority else str(crs.name)


def parts_of(layer: Layer, crs: Any, left: Left) -> Parts:
    """Return the lines of a layer in degrees; what is no line goes to ``left``.

    Raises
    ------
    DataError
        If no feature is a line, or one lies at no place on the Earth.
    """
    import shapely

    owner, lines = _lines(layer, left)
    if not len(lines):
        kinds = sorted({s.geom_type for s in layer.shapes if s is not None})
        raise DataError(
            f"{layer.label}: no line in it; "
            + (f"its shapes are {', '.join(kinds)}" if kinds else "no feature has a shape")
        )
    found, how = crs_of(layer, crs)
    heights = bool(shapely.has_z(lines).any())
    xy, line = shapely.get_coordinates(lines, return_index=True)
    lon, lat = to_degrees(layer, found, xy, owner[line])
    fresh = np.append(True, (np.diff(line) != 0) | (np.diff(lon) != 0) | (np.diff(lat) != 0))
    line, lon, lat = line[fresh], lon[fresh], lat[fresh]
    count = np.bincount(line, minlength=len(lines))
    for k in np.flatnonzero(count < 2).tolist():
        left.add("a line without length", int(owner[k]) + 1)
    long = count[line] >= 2
    kept = count >= 2
    if not kept.any():
        raise DataError(f"{layer.label}: no line in it has a length")
    notes = [how] if how else []
    if heights:
        notes.append(f"{layer.label}: heights are dropped")
    parts = np.bincount(owner, minlength=len(layer))
    if several := int((parts > 1).sum()):
        notes.append(
            f"{layer.label}: {counted(several, layer.word)} of several parts, which are lines each"
        )
    first = np.concatenate([[0], np.cumsum(count[kept])])
    return Parts(owner[kept], first, lon[long], lat[long], tuple(notes))


def _lines(layer: Layer, left: Left) -> tuple[np.ndarray, np.ndarray]:
    """Return the single lines of the features, and of which each is."""
    import shapely

    owner, lines = [], []
    for k, shape in enumerate(layer.shapes):
        if shape is None or shape.is_empty:
            left.add("without a geometry", k + 1)
            continue
        parts = _flat(shape)
        mine = [p for p in parts if p.geom_type in ("LineString", "LinearRing")]
        if not mine:
            left.add(f"a {shape.geom_type}, no line", k + 1)
        elif len(mine) < len(parts):
            left.add("parts of a collection that are no lines", k + 1)
        for part in mine:
            if not np.isfinite(shapely.get_coordinates(part)).all():
                left.add("a line with coordinates that are no numbers", k + 1)
            elif not part.is_empty:
                owner.append(k)
                lines.append(part)
    return np.array(owner, np.int64), np.array(lines, object)


def _flat(shape: Any) -> list[Any]:
    if shape.geom_type in ("MultiLineString", "GeometryCollection"):
        return [part for one in shape.geoms for part in _flat(one)]
    return [shape]


def to_degrees(
    layer: Layer, crs: Any, xy: np.ndarray, owner: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return longitudes and latitudes of WGS84.

    Raises
    ------
    DataError
        With the first feature that has none.
    """
    x, y = xy.T
    turn = to_wgs84(crs, f"{layer.label}: its coordinates cannot be turned into degrees")
    lon, lat = (x, y) if turn is None else turn(x, y)
    if crs.is_projected and (np.abs(x) <= 180).all() and (np.abs(y) <= 90).all():
        raise DataError(
            f"{layer.label}: its coordinates, such as ({x[0]:g}, {y[0]:g}), seem to be degrees, "
            f"not lengths in {_name(crs)}: the crs is EPSG:4326"
        )
    good = (np.abs(lon) <= 180) & (np.abs(lat) <= 90)
    if not good.all():
        k = int(np.argmin(good))
        swapped = crs.is_geographic and bool((np.abs(x) <= 90).all() and (np.abs(y) <= 180).all())
        why = "the crs is another one: say it with crs=, or correct it in the file"
        why = "x and y seem to be swapped" if swapped else why
        raise DataError(
            f"{layer.at(int(owner[k]))}: it has a point at ({x[k]:g}, {y[k]:g}), which in "
            f"{_name(crs)} is no place on the Earth; {why}"
        )
    return np.round(lon, DECIMALS) + 0.0, np.round(lat, DECIMALS) + 0.0
