"""Values of other programs in one form: words, truths, numbers and ids in any type or spelling.

osmnx, networkx, pandas and GraphML write one and the same value as ``True``, ``"True"``, ``"yes"``
or ``1``; as ``1520``, ``"1520.0"`` or ``1520.0``; several of them as a list, a set, an array, the
text of one of these, or separated by ``;``. What is read here is equal for all of them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Any

#: Texts that stand for no value.
NOTHING = frozenset(
    [
        "",
        "nan",
        "NaN",
        "NAN",
        "None",
        "none",
        "null",
        "NULL",
        "<NA>",
        "NaT",
        "set()",
        "frozenset()",
        "()",
    ]
)
_TRUE = frozenset(["yes", "true", "1", "t", "y", "on"])
_FALSE = frozenset(["no", "false", "0", "f", "n", "off"])
#: One-way against the direction in which a way is drawn.
_AGAINST = frozenset(["-1", "reverse", "reversed"])
#: Keys whose values are texts for people: they are not taken apart or turned into anything else.
TEXTS = frozenset(["name", "name:en", "ref", "int_ref"])
#: Keys whose values are yes and no, at least.
FLAGS = frozenset(
    ["toll", "electrified", "access", "motor_vehicle", "motorcar", "hgv", "train", "rail"]
)
#: Ids beyond this have no place in an array of whole numbers.
LARGEST_ID = 2**62

_TOKEN = re.compile(
    r"""'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|([^\s,\[\](){}'"]+)(?![^\s,\[\](){}'"]*\()"""
)
_OF_LIST = re.compile(
    r"(?:array|set|frozenset)?\(?\[.*\]\)?.*|(?:frozenset\()?\{.*\}\)?|\(['\"\d-].*\)", re.S
)
_POINT_ZERO = re.compile(r"[+-]?\d+\.0*")
_POWER = re.compile(r"[+-]?\d+(?:\.\d+)?[eE]\+?\d{1,3}")


def texts_of(value: Any) -> Iterator[str]:
    """Yield the texts of a value, one by one if it is a list of any type or the text of one.

    Examples
    --------
    >>> list(texts_of("['trunk', 'primary']")), list(texts_of({1520.0, float("nan")}))
    (['trunk', 'primary'], ['1520'])
    >>> list(texts_of("[np.int64(5) nan]")), list(texts_of("array(['a' 'b'], dtype=object)"))
    (['5'], ['a', 'b'])
    """
    if not isinstance(value, str) and hasattr(value, "tolist"):
        value = value.tolist()  # of numpy or pandas, one value or many
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    if isinstance(value, str):
        text = value.strip()
        if text[:1] in "[{(asf" and _OF_LIST.fullmatch(text):
            for one in _tokens(text):
                yield from _plain(one)
        else:
            yield from _plain(text)
    elif isinstance(value, bool):
        yield "yes" if value else "no"
    elif isinstance(value, int):
        yield str(value)
    elif isinstance(value, dict | list | tuple | set | frozenset):
        for one in value.values() if isinstance(value, dict) else value:
            yield from texts_of(one)
    elif value is not None:
        yield from _plain(str(value))


def _tokens(text: str) -> Iterator[str]:
    """Yield what stands in the text of a list, set or array of Python, numpy or JSON."""
    for single, double, bare in _TOKEN.findall(text):
        if bare:
            if not bare.startswith("dtype="):
                yield bare
        else:
            yield re.sub(r"\\(.)", r"\1", single or double)


def _plain(text: str) -> Iterator[str]:
    """Yield a text without spaces around, whole numbers without a point; nothing if it is empty."""
    text = text.strip()
    if text in NOTHING:
        return
    if _POINT_ZERO.fullmatch(text):
        text = text.partition(".")[0]
    elif _POWER.fullmatch(text):
        number = float(text)
        text = str(int(number)) if number.is_integer() else text
    yield text


def words(key: str, value: Any) -> tuple[str, ...]:
    """Return the values of a key, each once, in the order of the alphabet.

    Texts for people (names, refs) are whole; others are split at ``;``, and their truths are
    ``yes`` and ``no``.

    Examples
    --------
    >>> words("highway", ["trunk", "primary"]), words("gauge", "1520.0;1435"), words("toll", 1)
    (('primary', 'trunk'), ('1435', '1520'), ('yes',))
    """
    if key in TEXTS:
        return tuple(sorted({*texts_of(value)}))
    found = set()
    for text in texts_of(value):
        for part in text.split(";") if ";" in text else (text,):
            for word in _plain(part):
                found.add(_flag(key, word))
    return tuple(sorted(found))


def _flag(key: str, word: str) -> str:
    low = word.lower()
    if low in ("true", "false") or (key in FLAGS and (low in _TRUE or low in _FALSE)):
        return "yes" if low in _TRUE else "no"
    return word


def truth(value: Any) -> bool | None:
    """Return what a value says, ``None`` if it says nothing or both.

    Examples
    --------
    >>> truth("True"), truth("no"), truth(0.0), truth("reversed"), truth([True, False])
    (True, False, False, True, None)
    """
    said = {text.lower() for text in texts_of(value)}
    if said and said <= _TRUE | _AGAINST:
        return True
    return False if said and said <= _FALSE else None


def number(value: Any, other: float = math.nan) -> float:
    """Return a finite number, ``other`` for everything else.

    Examples
    --------
    >>> number("69.2"), number(4), number("69,2"), number(None)
    (69.2, 4.0, nan, nan)
    """
    if isinstance(value, bool):
        return other
    try:
        found = float(value)
    except (TypeError, ValueError, OverflowError):
        return other
    return found if math.isfinite(found) else other


def ids_of(value: Any) -> tuple[int | str, ...]:
    """Return the ids in a value, each once, numbers first.

    Examples
    --------
    >>> ids_of("[20, 3]"), ids_of(7.0), ids_of("rail-w7"), ids_of(2**70) == (2**70,), ids_of("3;4")
    ((3, 20), (7,), ('rail-w7',), True, (3, 4))
    """
    found: set[int | str] = set()
    for text in texts_of(value):
        parts = re.split(r"[;,|]", text)
        numbers = [whole(word) for part in parts for word in _plain(part)]
        if all(number is not None for number in numbers):
            found.update(n for n in numbers if n is not None)
        else:
            found.add(text)
    return tuple(sorted(found, key=lambda one: (isinstance(one, str), one)))


def whole(text: str) -> int | None:
    """Return the whole number that a text is in the usual spelling, else ``None``.

    Examples
    --------
    >>> whole("-7"), whole("007"), whole("a7")
    (-7, None, None)
    """
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) < 400):
        return None
    return int(text) if digits == "0" or digits[0] != "0" else None


def node_word(node: Any) -> str:
    """Return the id of a node as text; of equal ones of different types, the same.

    Examples
    --------
    >>> node_word(7), node_word("7"), node_word(7.0), node_word("7.0"), node_word("n7")
    ('7', '7', '7', '7', 'n7')
    """
    if hasattr(node, "tolist"):
        node = node.tolist()
    text = node.strip() if isinstance(node, str) else str(node)
    return next(_plain(text), text)
