"""What the file of a card says: read as people write it, every fault with its line."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from corridors.errors import MOST_SUGGESTED, ScenarioError, nearest_words, suggesting
from corridors.network.changes.overrides import ADD_TABLES, OVERRIDE_KEYS, Override
from corridors.network.files import read_toml
from corridors.network.forms.gate import reads
from corridors.network.lookup import KEYS, OLD_KEYS
from corridors.network.opening import TEXT_COLUMNS

#: What a card says besides its overrides, and what it means: key, whether it is a list, meaning.
CARD_KEYS: Mapping[str, str] = {
    "id": "what commands call the card: lower-case words joined by hyphens; else the file's name",
    "title": "a short name for people; the only key that a card must have besides its overrides",
    "what": "what changes, in a sentence",
    "why": "why it is talked about",
    "source_ids": "where the numbers come from: ids of sources.csv; else 'own-assumption'",
    "basis": "how good the numbers are: measured, published, derived or assumed (the default)",
    "requires": "ids of cards that are applied with it: in the same folder, or embedded",
    "conflicts": "ids of cards that it cannot be combined with",
    "between": "codes of countries, if only goods from one of them to another gain by it",
    "claim": "the published figure that its effect should come near to",
    "claim_source_id": "the id of the source of the claim",
    "note": "what is left out",
}
Selection = tuple[tuple[str, tuple[str, ...]], ...]
LISTS = ("source_ids", "requires", "conflicts", "between")
SELECTION_KEYS = frozenset(key for keys in KEYS.values() for key in keys)
_TEXTS = ("action", "table", "column", "op", "unit", "as_at", "source_id", "basis", "note")
_HEADER = re.compile(r"\s*\[\[\s*overrides?\s*\]\]")
_KEY = re.compile(r"""\s*+["']?(\w+)["']?\s*+=""")
_NUMBERED = re.compile(r"override (\d+): (.*)", re.DOTALL)


@dataclass
class Draft:
    """A card as far as it can be read.

    ``values`` are the card's keys, ``overrides`` those that could be made, by their number,
    ``faulty`` the added rows that could not, ``selections`` the table and selection of others,
    ``faults`` what is wrong, without file and
    line (:meth:`at` adds them).
    """

    file: Path
    text: str
    values: dict[str, Any] = field(default_factory=dict)
    overrides: dict[int, Override] = field(default_factory=dict)
    faulty: dict[int, Override] = field(default_factory=dict)
    selections: dict[int, tuple[str, Selection]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def at(self, fault: str) -> str:
        """Return a fault with the file and, where it is known, the line that it is about."""
        lines, headers, keys = self._lines
        numbered = _NUMBERED.match(fault)
        if numbered and int(numbered[1]) <= len(headers):
            number = int(numbered[1])
            first = headers[number - 1]
            last = headers[number] if number < len(headers) else len(lines)
            line = _line_of(numbered[2], keys, range(first + 1, last))
            line = first if line is None else line
        else:
            line = _line_of(fault, keys, range(headers[0] if headers else len(lines)))
        place = "" if line is None else f"{line + 1}:"
        return f"{self.file.name}:{place} {fault}"

    @cached_property
    def _lines(self) -> tuple[list[str], list[int], dict[str, list[int]]]:
        """The lines, which of them begin an override, and those that begin with each key."""
        lines = self.text.splitlines()
        headers = [k for k, line in enumerate(lines) if _HEADER.match(line)]
        keys: dict[str, list[int]] = {}
        for number, line in enumerate(lines):
            if found := _KEY.match(line):
                keys.setdefault(found[1], []).append(number)
        return lines, headers, keys

    @staticmethod
    def renumbered(fault: str, numbers: Sequence[int]) -> str:
        """Return a fault of some of the overrides with the number that its override has here."""
        found = _NUMBERED.match(fault)
        return f"override {numbers[int(found[1]) - 1]}: {found[2]}" if found else fault


def _line_of(fault: str, keys: Mapping[str, list[int]], block: range) -> int | None:
    """Return the line of the first key that a fault names."""
    for word in re.findall(r"\w+", fault):
        lines = keys.get(word, [])
        first = bisect_left(lines, block.start)
        if first < len(lines) and lines[first] < block.stop:
            return lines[first]
    return None


@reads
def read_draft(file: Path) -> Draft:
    """Read a card as far as it can be read.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ScenarioError
        If it is not TOML.
    """
    if not file.is_file():
        raise FileNotFoundError(f"{file}: there is no such file, so no card of a scenario")
    try:
        text, card = read_toml(file)
    except ValueError as error:
        raise ScenarioError([f"{file.name}: not TOML in UTF-8: {error}"]) from None
    draft = Draft(file, text)
    lists = {"override", "overrides"} & set(card)
    if len(lists) > 1:
        draft.faults.append("override and overrides are the same: write [[override]] throughout")
    entries = [entry for key in sorted(lists) for entry in _entries(card[key], draft)]
    for number, entry in enumerate(entries, start=1):
        _read_override(entry, number, draft)
    head = {key: value for key, value in card.items() if key not in lists}
    for key, value in _corrected(head, CARD_KEYS, "", draft.faults).items():
        _read_value(key, value, draft)
    draft.values.setdefault("id", slug(file.stem))
    if not draft.values.get("title"):
        draft.faults.append('title is missing: write title = "a short name"')
        draft.values["title"] = "-"
    if not entries:
        draft.faults.append("it has no override: 'corridors scenario new' prints an example")
    return draft


def slug(name: str) -> str:
    """Return a name as the id of a card.

    Examples
    --------
    >>> slug("My Card_2")
    'my-card-2'
    """
    return "-".join(re.findall(r"[a-z0-9]+", name.lower())) or "card"


def _entries(found: Any, draft: Draft) -> list[dict]:
    if isinstance(found, dict):  # [override] in place of [[override]]
        return [found]
    if not isinstance(found, list) or not all(isinstance(e, dict) for e in found):
        draft.faults.append("override is a list of tables: [[override]]")
        return []
    return found


def _corrected(
    given: Mapping[str, Any], known: Collection[str], where: str, faults: list[str]
) -> dict[str, Any]:
    """Return the values under known keys: misspelt ones are told, and read as what they mean."""
    found = {}
    names = sorted(set(known) - set(OLD_KEYS))
    for key, value in given.items():
        if key in known:
            found[key] = value
            continue
        what = f"{where}unknown key {key!r}"
        if len(faults) > MOST_SUGGESTED:  # of very many, who has mended the first finds the others
            faults.append(what)
            continue
        faults.append(suggesting(what, key, names, end=f"; keys: {', '.join(names)}"))
        near = nearest_words(key, names)
        if near and near[0] not in given:
            found[near[0]] = value
    return found


def _read_value(key: str, value: Any, draft: Draft) -> None:
    many = key in LISTS
    if many and isinstance(value, str):
        value = [value]
    if many and isinstance(value, list) and all(isinstance(v, str) for v in value):
        draft.values[key] = tuple(value)
    elif not many and isinstance(value, str):
        draft.values[key] = value
    else:
        kind = 'a list of texts, as ["a", "b"]' if many else 'a text, as "…"'
        draft.faults.append(f"{key} {value!r} is not {kind}")


def _read_override(entry: Mapping[str, Any], number: int, draft: Draft) -> None:
    """Read one override of a card; note its faults, those of its values too."""
    where, faults = f"override {number}: ", draft.faults
    before = len(faults)
    known = {*OVERRIDE_KEYS, *SELECTION_KEYS, *OLD_KEYS}
    found = _corrected(entry, known, where, faults)
    misread = len(faults) > before
    selection = _selection(found, where, faults)
    wrong = _wrong_kinds(found)
    faults += [f"{where}{fault}" for fault in wrong.values()]
    if "action" not in found:
        faults.append(f"{where}action is missing: close, open, add or change")
        return
    rest = {k: v for k, v in found.items() if k in OVERRIDE_KEYS and k not in (*wrong, "where")}
    if "action" in wrong or "table" in wrong:
        return
    try:
        made = Override(**rest, where=selection)
    except (TypeError, ValueError):
        faults.append(f"{where}line {entry.get('line')!r} is not a list of [lon, lat]")
        return
    hushed = (*wrong, *(("nothing selects",) if misread else ()))
    own = [fault for fault in made.faults() if not fault.startswith(hushed)]
    faults += [f"{where}{fault}" for fault in own]
    if len(faults) == before:
        draft.overrides[number] = made
    elif made.action == "add" and made.table in ADD_TABLES and made.row:
        draft.faulty[number] = made
    elif (
        selection
        and made.table in KEYS
        and all(key in KEYS[made.table] for key, _ in made.selection)
    ):
        draft.selections[number] = (made.table, made.selection)


def _selection(
    found: Mapping[str, Any], where: str, faults: list[str]
) -> tuple[tuple[str, Any], ...]:
    """Return what selects the rows: keys of the override, and those in ``where``."""
    pairs = [(key, value) for key, value in found.items() if key not in OVERRIDE_KEYS]
    within = found.get("where", {})
    if isinstance(within, dict):
        known = {*SELECTION_KEYS, *OLD_KEYS}
        pairs += _corrected(within, known, f"{where}where: ", faults).items()
    else:
        faults.append(f'{where}where {within!r} is not a table: where = {{ bcp_id = "…" }}')
    good = []
    for key, words in pairs:
        many = words if isinstance(words, list) else [words]
        if all(isinstance(w, str | int | float) and not isinstance(w, bool) for w in many):
            good.append((key, words))
        else:
            faults.append(f"{where}selection {key} {words!r} is not a text or a list of texts")
    return tuple(good)


def _wrong_kinds(entry: Mapping[str, Any]) -> dict[str, str]:
    """Return the faults of values of another kind than their key has, by key."""
    wrong = {
        name: f"{name} {entry[name]!r} is not a text"
        for name in _TEXTS
        if not isinstance(entry.get(name, ""), str)
    }
    text = entry.get("column") in TEXT_COLUMNS
    value = entry.get("value", "" if text else 0)
    if isinstance(value, bool) or not isinstance(value, str if text else int | float):
        wrong["value"] = f"value {value!r} is not {'a text' if text else 'a number'}"
    if not isinstance(entry.get("row", {}), dict):
        wrong["row"] = f"row {entry['row']!r} is not a table: row = {{ … }}"
    if not isinstance(entry.get("line", []), list):
        wrong["line"] = f"line {entry['line']!r} is not a list of [lon, lat]"
    return wrong
