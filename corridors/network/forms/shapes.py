"""The gate for shapes and coordinate systems: neither too deep, nor naming files of the machine."""

from __future__ import annotations

import json
import re
import sys
from typing import Literal

from corridors.network.forms.gate import current

#: Kinds of shapes in binary: as GEOS reads them, a line, and what is made of whole shapes.
_LINES, _OF_PARTS = (2, 8), (4, 5, 6, 7, 9, 10, 11, 12)
_ORDERS: dict[int, Literal["little", "big"]] = {0: "big", 1: "little"}
#: Shorter shapes cannot be nested deep enough to do harm.
SHORT = 1_000
_OPENING, _CLOSING = (40, 91, 123), (41, 93, 125)


def depth_of_text(text: str) -> int:
    """Return how deep the brackets of a text are nested.

    Examples
    --------
    >>> depth_of_text("MULTILINESTRING ((0 0, 1 1), (2 2, 3 3))")
    2
    """
    import numpy as np

    held = np.frombuffer(text.encode("utf-8", "replace"), np.uint8)
    steps = np.isin(held, _OPENING).astype(np.int32) - np.isin(held, _CLOSING)
    return int(np.cumsum(steps).max(initial=0))


def depth_of_wkb(data: bytes) -> int:
    """Return how deep shapes stand in shapes in well-known binary; up to where it can be read.

    Examples
    --------
    >>> depth_of_wkb(bytes.fromhex("0107000000010000000102000000" + "00" * 4))
    2
    """
    at, deep, open_parts = 0, 0, [1]
    order = sys.byteorder
    while open_parts and at + 5 <= len(data):
        order = _ORDERS.get(data[at], order)  # of another sign, that of the shape before
        code = int.from_bytes(data[at + 1 : at + 5], order)
        kind, wide = (code & 0xFFFF) % 1000, _ordinates(code)
        at += 9 if code & 0x20000000 else 5
        open_parts[-1] -= 1
        deep = max(deep, len(open_parts))
        if kind in _OF_PARTS:
            open_parts.append(int.from_bytes(data[at : at + 4], order))
            at += 4
        else:
            at = _after(data, at, kind, 8 * wide, order)
        while open_parts and open_parts[-1] <= 0:
            open_parts.pop()
    return deep


def _ordinates(code: int) -> int:
    of_iso = (code & 0xFFFF) // 1000
    return 2 + (code >> 31 & 1 or of_iso in (1, 3)) + (code >> 30 & 1 or of_iso in (2, 3))


def _after(data: bytes, at: int, kind: int, point: int, order: Literal["little", "big"]) -> int:
    """Return where a point, line or polygon ends that begins there."""
    if kind == 1:
        return at + point
    count = int.from_bytes(data[at : at + 4], order)
    at += 4
    if kind in _LINES:
        return at + count * point
    for _ in range(count):
        if at + 4 > len(data):
            break
        at += 4 + int.from_bytes(data[at : at + 4], order) * point
    return at


def check_shape(value: object) -> None:
    """Raise if a shape in text, hexadecimal or binary is nested beyond the limit.

    GEOS reads shapes within shapes by calling itself: too many end the program.

    Raises
    ------
    ValueError
        In words that go behind the place of the shape.
    """
    if not isinstance(value, str | bytes | bytearray | memoryview) or len(value) < SHORT:
        return
    if isinstance(value, str):
        hexadecimal = value.lstrip()[:2] in ("00", "01")
        try:
            deep = depth_of_wkb(bytes.fromhex(value)) if hexadecimal else depth_of_text(value)
        except ValueError:
            return  # no shape: told where it is read
    else:
        deep = depth_of_wkb(bytes(value))
    if deep > current().depth:
        raise ValueError(
            f"shapes within shapes, {deep:,} deep, more than depth = {current().depth:g}"
        )


# -- coordinate systems --------------------------------------------------------------------------

_NAMES_FILE = re.compile(
    r"""(?:nadgrids|geoidgrids|grids|file|catalog|init)\s*=\s*[^\s+]*[/\\]"""
    r"""|PARAMETERFILE\s*\[[^\]]*[/\\]|(?:grids|init)\s*=\s*["']""",
    re.IGNORECASE,
)


def crs_fault(crs: object) -> str:
    """Return what is wrong with a coordinate system that others have written, ``""`` if nothing.

    PROJ opens the files that it names, whatever they are: a pipe is waited for. What is none at
    all is no fault here.

    Examples
    --------
    >>> crs_fault("+proj=merc +nadgrids=@null"), crs_fault("+proj=longlat +nadgrids=/dev/stdin")
    ('', 'names a file by its path, which is not opened')
    """
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    told = "names a file by its path, which is not opened"
    text = crs if isinstance(crs, str) else json.dumps(crs) if isinstance(crs, dict) else ""
    if _NAMES_FILE.search(text):
        return told
    try:
        written = CRS.from_user_input(crs).to_wkt()
    except (CRSError, TypeError, ValueError):
        return ""
    return told if _NAMES_FILE.search(written) else ""
