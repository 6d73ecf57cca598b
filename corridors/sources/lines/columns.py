"""Which column of a layer is what: by the caller's mapping, else by its name."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from corridors.errors import DataError, not_one_of, suggesting
from corridors.network.countries import countries, country_code
from corridors.sources.lines.layer import Layer
from corridors.sources.making.spelling import AGAINST, ALONG, BOTH, read_speed, unread_speeds
from corridors.sources.making.tags import LIFECYCLE, WAY_KEYS
from corridors.vocabulary import MODES

#: Words of a column's entry in ``columns``.
SPEC = ("column", "value", "values", "scale")
_STATUS = ("operational", "construction", "planned", "suspended")
_STATUSES = {
    **{word: word for word in _STATUS}, **LIFECYCLE, "open": "operational", "active": "operational",
    "in operation": "operational", "in use": "operational", "existing": "operational",
    "under construction": "construction", "planned": "planned", "closed": "suspended",
}  # fmt: skip
#: Words for modes that others write.
MODE_WORDS = {
    **{name: name for name, mode in MODES.items() if mode.is_link},
    "railway": "rail", "railroad": "rail", "train": "rail", "highway": "road", "street": "road",
    "truck": "road", "ship": "sea", "maritime": "sea", "waterway": "inland_water",
    "river": "inland_water", "canal": "inland_water", "barge": "inland_water",
    "train ferry": "train ferry", "rail ferry": "train ferry",
}  # fmt: skip
#: Of the letters T and F, see ``_settled``.
_ONEWAY = {**dict.fromkeys(ALONG, 1), **dict.fromkeys(AGAINST, -1), **dict.fromkeys(BOTH, 0)}
#: What letters mean in a column that has B, as Geofabrik writes OpenStreetMap.
_LETTERS = {"f": "yes", "t": "-1"}


#: What no table can hold: control characters, halves of pairs of UTF-16.
_UNWRITABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]+")


def text_of(value: Any) -> str:
    """Return a cell as text: nothing is empty, and a whole number has no decimals.

    Examples
    --------
    >>> text_of(1520.0), text_of(None), text_of(" main ")
    ('1520', '', 'main')
    """
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    text = _UNWRITABLE.sub(" ", str(value)).strip()
    return "" if text in ("nan", "None", "NaN", "<NA>", "NULL", "NaT") else text


def number_of(low: float, high: float) -> Callable[[str], float | None]:
    """Return a reader of numbers in a range; ``1,5`` is 1.5."""

    def read(text: str) -> float | None:
        if not text:
            return None
        plain = text.replace(",", ".") if text.count(",") == 1 and "." not in text else text
        try:
            number = float(plain)
        except ValueError:
            raise ValueError(f"{text[:40]!r} is no number") from None
        if not low <= number <= high:
            raise ValueError(f"{text[:40]} is outside {low:g} to {high:g}")
        return number

    return read


def _word_of(what: str, words: Mapping[str, Any], otherwise: Any) -> Callable[[str], Any]:
    def read(text: str) -> Any:
        if not text:
            return otherwise
        found = words.get(text.lower().replace("_", " "), words.get(text.lower()))
        if found is None:
            raise ValueError(not_one_of(what, text[:40], words).removeprefix(f"{what} "))
        return found

    return read


def _country(text: str) -> str:
    code = country_code(text) if text else ""
    if code and code not in countries():
        known = [word for c in countries().values() for word in (c.code, c.alpha3, c.name)]
        raise ValueError(suggesting(f"{text[:40]!r} is no country by its ISO code", text, known))
    return code


def _limit(text: str) -> float | str | None:
    """Return a limit in km/h; a text with a number that is none stays, so that it is told."""
    found = read_speed(text)
    return next(iter(unread_speeds(text)), None) if math.isnan(found) else found


def _gauge(text: str) -> str:
    """Return gauges as text, without what tables add to whole numbers: ``1520.0``, ``1,520``."""
    plain = re.sub(r"^(\d),(\d{3})$", r"\1\2", text)
    return re.sub(r"(\d)\.0+(?!\d)", r"\1", plain)


@dataclass(frozen=True)
class Field:
    """One of our words: the names by which it is found in a layer, and how cells are read."""

    names: tuple[str, ...]
    read: Callable[[str], Any] = str


FIELDS: Mapping[str, Field] = {
    "mode": Field(("mode",)),
    "gauge_mm": Field(("gauge_mm", "gauge"), _gauge),
    "status": Field(("status",), _word_of("status", _STATUSES, "")),
    "speed_kmh": Field(("speed_kmh",), number_of(3, 160)),
    "maxspeed": Field(("maxspeed",), _limit),
    "oneway": Field(("oneway", "one_way"), _word_of("oneway", _ONEWAY, None)),
    "name": Field(("name:en", "name_en", "name")),
    "ref": Field(("line_ref", "ref")),
    "country": Field(("country",), _country),
    "length_km": Field(("length_km",), number_of(0.0, 40_000)),
    "time_h": Field(("time_h", "hours_p50"), number_of(0.0, 2000)),
    "cost_usd": Field(("cost_usd",), number_of(0.0, 100_000)),
    "cost_usd_per_km": Field(("cost_usd_per_km",), number_of(0.0, 1000)),
    "commodity": Field(("commodity",), _word_of("commodity", {"gas": "gas", "oil": "oil"}, "")),
    "link_id": Field(("link_id",)),
}
_NUMBERS = ("speed_kmh", "length_km", "time_h", "cost_usd", "cost_usd_per_km")
_IN_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}", re.ASCII)
#: Tags of OpenStreetMap that say what a line is, and those that say more of it.
TAGS = ("highway", "railway", "route")
#: What tells that one line is above another.
LEVELS = ("layer", "bridge", "tunnel", "level")
_OSM = tuple(k for k in WAY_KEYS if k not in ("gauge", "maxspeed", "oneway", "name", "ref"))


@dataclass(frozen=True)
class Columns:
    """Values of a layer by our words, one a feature, and its tags of OpenStreetMap.

    ``mapped`` are the words that the caller named, ``known`` those that a column's name tells.
    """

    values: Mapping[str, list[Any]]
    tags: Mapping[str, list[str]]
    mapped: tuple[str, ...] = ()
    known: Mapping[str, str] = ()  # type: ignore[assignment]
    notes: tuple[str, ...] = ()

    def at(self, word: str, k: int) -> Any:
        """Return a value of feature ``k``, ``None`` where there is no such column."""
        column = self.values.get(word)
        return None if column is None else column[k]


def check_columns(columns: Mapping[str, Any] | None) -> dict[str, dict[str, Any] | None]:
    """Return the caller's mapping with each entry whole.

    Raises
    ------
    TypeError, ValueError
        If it is no mapping of our words to columns.
    """
    if columns is None:
        return {}
    if not isinstance(columns, Mapping):
        raise TypeError(f'columns: {columns!r} is no table, such as {{"gauge_mm": "GAUGE"}}')
    known = (*FIELDS, *_OSM, "geometry")
    whole: dict[str, dict[str, Any] | None] = {}
    for word, given in columns.items():
        if word not in known:
            raise ValueError(suggesting(f"columns: {word!r} is none of ours", word, known))
        if given is None or isinstance(given, str):
            whole[word] = None if given is None else {"column": given}
            continue
        if not isinstance(given, Mapping):
            raise ValueError(  # noqa: TRY004 - of data
                f'columns: {word}: {given!r} is neither the name of a column nor a table '
                'such as {"value": "rail"}'
            )  # fmt: skip
        for key in given:
            if key not in SPEC:
                raise ValueError(not_one_of(f"columns: {word}:", key, SPEC))
        if ("column" in given) == ("value" in given):
            raise ValueError(f'columns: {word}: give a "column" or a "value" for every line')
        scale = given.get("scale", 1.0)
        if isinstance(scale, bool) or not isinstance(scale, int | float) or not scale > 0:
            raise ValueError(f"columns: {word}: scale {scale!r} is no number above 0")
        if not isinstance(given.get("values", {}), Mapping):
            raise ValueError(  # noqa: TRY004 - of data
                f"columns: {word}: values {given['values']!r} is no table"
            )
        whole[word] = dict(given)
    return whole


def columns_of(layer: Layer, wanted: Mapping[str, Mapping[str, Any] | None]) -> Columns:
    """Return what a layer's columns say, by a mapping that is checked.

    Raises
    ------
    DataError
        If a column that is named is lacking, or holds what it cannot.
    """
    faults: list[str] = []
    names = {_folded(name): name for name in reversed(list(layer.columns))}
    values, known, taken = {}, {}, set()
    notes: list[str] = []
    for word, field in FIELDS.items():
        if word in wanted:
            given = wanted[word]
            if given is not None:
                values[word] = _mapped(layer, word, given, field, faults, notes)
                taken.add(given.get("column"))
            continue
        name = next((n for w in field.names if (n := _found(names, w, layer))), None)
        if name is None:
            continue
        try:
            values[word] = _by_name(layer, word, name, field, notes)
            known[word] = name
            taken.add(name)
        except ValueError as error:
            notes.append(f"{layer.label}: column {name!r} is not used: {word} {error}")
    tags = {}
    for key in _OSM:
        given = wanted.get(key, {})
        if given is None:
            continue
        name = given.get("column") or _found(names, key, layer)
        if name and name not in layer.columns:
            faults.append(_lacking(layer, key, name))
        elif name:
            tags[key] = [_word(v, key) for v in layer.columns[name]]
            known[key] = name
            taken.add(name)
    if faults:
        raise DataError(faults, most=40)
    mapped = tuple(w for w, given in wanted.items() if given is not None)
    notes = [*_told(layer, known, taken), *notes]
    return Columns(values, tags, mapped, known, tuple(notes))


def _folded(name: str) -> str:
    return name.strip().lower()


def _found(names: Mapping[str, str], word: str, layer: Layer) -> str | None:
    """Return the column of a name; those of a shapefile are cut to ten letters."""
    cut = word[:10] if layer.short else word
    return names.get(word) or names.get(cut)


def _lacking(layer: Layer, word: str, column: str) -> str:
    listed = ", ".join(layer.columns) or "none"
    return suggesting(
        f"{layer.label}: {word}: there is no column {column!r}; its columns are {listed[:400]}",
        column,
        layer.columns,
    )


def _by_name(layer: Layer, word: str, name: str, field: Field, notes: list[str]) -> list[Any]:
    """Return the values of a column whose name tells what it is."""
    texts = _settled(layer, word, [_word(value, word) for value in layer.columns[name]], notes)
    try:
        return [field.read(text) for text in texts]
    except ValueError as error:
        raise ValueError(f"{error}; map it") from None


def _settled(layer: Layer, word: str, texts: list[str], notes: list[str]) -> list[str]:
    """Return the cells of a column, read together, as they must be where one has two meanings.

    Raises
    ------
    ValueError
        If they have two even so.
    """
    if word in _NUMBERS and (text := _unclear_comma(texts)):
        raise ValueError(
            f"{text!r} has a decimal comma or a comma between thousands; write it without commas"
        )
    if word == "oneway" and (letters := {text.lower() for text in texts}) & {"t", "f"}:
        if "b" not in letters or letters - {"f", "t", "b", ""}:
            raise ValueError(
                "T and F may be true and false, or to and from; say which by its values, such as "
                '{"t": "yes", "f": "no"}'
            )
        notes.append(f"{layer.label}: {word} F is along a line, T against it, as B is both ways")
        return [_LETTERS.get(text.lower(), text) for text in texts]
    return texts


def _unclear_comma(texts: Iterable[str]) -> str:
    """Return a number whose comma may be of thousands, as no other cell shows that it is not."""
    texts = [text for text in texts if "," in text or "." in text]
    unclear = next((text for text in texts if _IN_THOUSANDS.fullmatch(text)), "")
    points = any("," not in text for text in texts)
    decimals = any(text.count(",") == 1 and not _IN_THOUSANDS.fullmatch(text) for text in texts)
    return unclear if points or not decimals else ""


def _mapped(
    layer: Layer,
    word: str,
    given: Mapping[str, Any],
    field: Field,
    faults: list[str],
    notes: list[str],
) -> list[Any]:
    """Return the values of a column that the caller named."""
    if "value" in given:
        try:
            texts = _settled(layer, word, [text_of(given["value"])], notes)
            return [field.read(texts[0])] * len(layer)
        except ValueError as error:
            faults.append(f"columns: {word} {error}")
            return []
    column = given["column"]
    if column not in layer.columns:
        faults.append(_lacking(layer, word, str(column)))
        return []
    words = {text_of(k): text_of(v) for k, v in given.get("values", {}).items()}
    texts = [words.get(t := _word(v, word), t) for v in layer.columns[column]]
    try:
        texts = _settled(layer, word, texts, notes)
    except ValueError as error:
        faults.append(f"{layer.label}: {word} {error} (column {column!r})")
        return []
    found = []
    for k, text in enumerate(texts):
        try:
            if "scale" in given and text:
                scaled = (number_of(-math.inf, math.inf)(text) or 0.0) * given["scale"]
                found.append(field.read(repr(scaled)))
            else:
                found.append(field.read(text))
        except ValueError as error:
            faults.append(f"{layer.at(k)}: {word} {error} (column {column!r})")
            found.append(None)
    return found


def _told(layer: Layer, known: Mapping[str, str], taken: set) -> list[str]:
    """Return what the account says of the columns."""
    told = []
    if known:
        pairs = ", ".join(n if n == w else f"{n} ({w})" for w, n in known.items())
        told.append(f"{layer.label}: columns read by their names: {pairs}")
    unused = [n for n in layer.columns if n not in taken and n.lower() not in _ENDS]
    if unused:
        more = f" and {len(unused) - 12} more" if len(unused) > 12 else ""
        told.append(f"{layer.label}: columns not used: {', '.join(unused[:12])}{more}")
    return told


#: Columns of edges that name their nodes.
ENDS = (
    ("u", "v"), ("from_node", "to_node"), ("from_node_id", "to_node_id"), ("from_id", "to_id"),
    ("source", "target"), ("node_from", "node_to"), ("a", "b"),
)  # fmt: skip
_ENDS = frozenset(word for pair in ENDS for word in pair)


# -- several values in one cell ------------------------------------------------------------------

_QUOTED = re.compile(r"'([^']*)'|\"([^\"]*)\"|([\w.:-]+)")
#: Classes of roads by their weight; a merged road is of the heaviest.
_CLASSES = ("motorway", "trunk", "primary", "secondary", "tertiary")


def _word(value: Any, key: str) -> str:
    """Return a cell as text; of the several values of a merged line, the one that freight takes.

    That is the heaviest class, the lowest speed limit, every gauge and number; of who may pass,
    the first that lets pass; of names and the rest, the first.

    Examples
    --------
    >>> _word("['tertiary', 'trunk']", "highway"), _word(["60", "40"], "maxspeed")
    ('trunk', '40')
    """
    words = several_of(value)
    if len(words) <= 1:
        return words[0] if words else ""
    if key == "highway":
        ranks = {c: n for n, c in enumerate(_CLASSES)}
        return min(words, key=lambda w: (ranks.get(w.removesuffix("_link"), 99), w))
    if key == "maxspeed":
        return min(words, key=lambda w: (math.inf if math.isnan(s := read_speed(w)) else s, w))
    if key in ("gauge", "gauge_mm", "ref"):
        return ";".join(words)
    if key in ("hgv", "motor_vehicle", "access"):
        return min(words, key=lambda w: (w in ("no", "private"), w))
    return words[0]


def several_of(value: Any) -> list[str]:
    """Return the values of a cell: of a list, or of the text of one."""
    if isinstance(value, str) and value[:1] == "[" and value[-1:] == "]":
        return [a or b or c for a, b, c in _QUOTED.findall(value[1:-1])]
    if isinstance(value, list | tuple | set) or type(value).__name__ == "ndarray":
        return [word for one in value if (word := text_of(one))]
    text = text_of(value)
    return [text] if text else []
