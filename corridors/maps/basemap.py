"""The background of every map: land, borders and disputed lines, each point once; lines as text."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from corridors.network.files import DATA_FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Point = tuple[float, float]
Line = list[Point]

#: A text of more letters is read by arrays, a shorter one letter by letter: each is quicker there.
_LONG = 100


def encode(line: Iterable[Sequence[float]], digits: int = 3) -> str:
    """Return (lon, lat) points as a string of small printable letters.

    References
    ----------
    Google, "Encoded Polyline Algorithm Format", here with a chosen number of decimals.

    Examples
    --------
    >>> encode([(-120.2, 38.5), (-120.95, 40.7), (-126.453, 43.252)], digits=5)
    '_p~iF~ps|U_ulLnnqC_mqNvxq`@'
    """
    scale = 10**digits
    letters: list[str] = []
    before = (0, 0)
    for point in line:
        lat, lon = round(point[1] * scale), round(point[0] * scale)
        for step in (lat - before[0], lon - before[1]):
            number = ~(step << 1) if step < 0 else step << 1
            while number >= 0x20:
                letters.append(chr((0x20 | (number & 0x1F)) + 63))
                number >>= 5
            letters.append(chr(number + 63))
        before = (lat, lon)
    return "".join(letters)


def decode(text: str, digits: int = 3) -> Line:
    """Return the (lon, lat) points of a string that :func:`encode` made.

    Examples
    --------
    >>> decode("_p~iF~ps|U_ulLnnqC_mqNvxq`@", digits=5)
    [(-120.2, 38.5), (-120.95, 40.7), (-126.453, 43.252)]
    """
    scale = 10**digits
    if len(text) > _LONG:
        steps = _steps(np.frombuffer(text.encode("ascii"), np.uint8).astype(np.int64) - 63)
        points = np.cumsum(steps.reshape(-1, 2), axis=0)[:, ::-1] / scale
        return [(lon, lat) for lon, lat in points.tolist()]
    numbers: list[int] = []
    number = shift = 0
    for letter in text:
        part = ord(letter) - 63
        number |= (part & 0x1F) << shift
        shift += 5
        if part < 0x20:
            numbers.append(~(number >> 1) if number & 1 else number >> 1)
            number = shift = 0
    line, lat, lon = [], 0, 0
    for k in range(0, len(numbers), 2):
        lat, lon = lat + numbers[k], lon + numbers[k + 1]
        line.append((lon / scale, lat / scale))
    return line


def _steps(parts: np.ndarray) -> np.ndarray:
    """Return the numbers whose parts of five bits follow one another, lowest first."""
    last = np.flatnonzero(parts < 0x20)
    first = np.concatenate([[0], last[:-1] + 1])
    place = np.arange(len(parts)) - np.repeat(first, last - first + 1)
    number = np.add.reduceat((parts & 0x1F) << (5 * place), first)
    return np.where(number & 1, ~(number >> 1), number >> 1)


@cache
def basemap() -> dict[str, Any]:
    """Return land, borders and disputed lines of the embedded basemap, encoded.

    A stretch of outline that two countries share is a border and is kept once; one that
    belongs to a single country is coast. So no border is drawn twice, and the land has no
    seams. ``geodata/build/ground.py`` makes them of the outlines.
    """
    text = (DATA_FOLDER / "ground.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found
