"""Texts in another language: found whole, by the blanks of their sentences, or piece by piece."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from corridors.languages.catalogue import Catalogue, catalogue_of
from corridors.languages.figures import DAY, NUMBER, figure_in

#: A blank of a sentence: any text, a number (``:n``), one with its unit (``:q``), a day (``:d``).
BLANK = re.compile(r"\{(\w+)(?::([nqd]))?\}")
#: Where a sentence ends and another begins, and what parts the pieces of one.
SENTENCES = re.compile(r"(?<=[.!?]) (?=[^\W\d_a-z]|\{|'|\d)")
_PIECES = re.compile(r"(^\d+\. |; |: | = | - | / | \u00b7 | and | or |, | \(|\)|\+|\u2013)")
#: A piece that is no name: what is not known of a text with such a piece is not told by pieces.
_PROSE = re.compile(r"[^\W\d_A-Z]\S* .*", re.DOTALL)
#: What parts things that are told each by itself, where it stands in no brackets.
_LISTED = re.compile(r"(; and |; | = | \u00b7 |(?<=\)) and (?=[a-z])|(?<=\)), (?=[a-z]))")
#: What a piece is followed by in brackets.
_BRACKETS = re.compile(r"(.*?)( ?)\(([^()]*)\)", re.DOTALL)
#: Two brackets at the end: the last is of what stands before it, with the first.
_TWICE = re.compile(r"\) \([^()]*\)$")
#: Between things of one kind: put in the language where both are known.
_OF_LISTS = (" and ", " or ", ", ")
#: From where to where: two countries, or their codes.
_PAIR = re.compile(r"(.+) to (.+)")
_CODE = re.compile(r"[A-Z]{2}")
#: A position, which is written alike in all languages: it is no list of two numbers.
_POSITION = re.compile(r"\(-?\d+(?:\.\d+)?, -?\d+(?:\.\d+)?(?:, '[A-Z]{2}')?\)")
#: What stands for positions while a text is told: a letter of nobody for each.
_FIRST_HELD, _MOST_HELD = 0xE000, 6400
#: Any text of one sentence that has all its brackets.
_ANY = r"(?:(?![.!?] [A-Z])(?:[^()]|\((?:[^()]|\([^()]*\))*\)))*?"
_QUANTITY = rf"{NUMBER} (?:USD|days?|km|transits?|kg CO2e|h|[kM]?t|TEU)"
_BLANKS = {"n": NUMBER, "q": _QUANTITY, "d": DAY, None: _ANY}
#: So many sentences can be one text of the catalogue; so deep lie blanks in blanks.
_MOST_SENTENCES, _DEEPEST = 3, 6
_KEPT = 20_000
_LEAST_LETTERS = 4
_BY, _AND, _DOT = "by ", " and ", " \u00b7 "


@dataclass(frozen=True)
class Sentence:
    """A text of the catalogue that has blanks.

    Attributes
    ----------
    pattern
        What English texts look like that are made of it.
    piece
        Its longest piece between blanks, which a text made of it has.
    told
        Its translation; of what is counted, its forms.
    """

    pattern: re.Pattern[str]
    piece: str
    told: str | list[str]


def in_language(text: str, language: str) -> str:
    """Return a text that is shown to people in a language; what is in no catalogue stays.

    Parameters
    ----------
    text
        In English, as the library says it.
    language
        One of ``LANGUAGES``.

    Examples
    --------
    >>> in_language("1,234.5", "tr"), in_language("Uzbekistan", "ru"), in_language("gauge", "en")
    ('1.234,5', '\u0423\u0437\u0431\u0435\u043a\u0438\u0441\u0442\u0430\u043d', 'gauge')
    """
    return text if language == "en" else _in_language(str(text), language)


@lru_cache(maxsize=_KEPT)
def _in_language(text: str, language: str) -> str:
    known, held = catalogue_of(language), dict.fromkeys(_POSITION.findall(text))
    letters = {chr(_FIRST_HELD + number): one for number, one in enumerate(held)}
    if not letters or len(letters) > _MOST_HELD or any(letter in text for letter in letters):
        return _told(text, known, 0) or text
    for letter, one in letters.items():
        text = text.replace(one, letter)
    told = _told(text, known, 0) or text
    return "".join(letters.get(letter, letter) for letter in told)


def _told(text: str, known: Catalogue, depth: int) -> str | None:
    """Return a text in a language; ``None`` if nothing of it is known."""
    inner = text.strip()
    if not inner or depth > _DEEPEST:
        return None
    found = _whole(inner, known, depth) if _DOT in inner else None
    if found is None and not inner.endswith("."):
        found = _each_listed(inner, known, depth)
    if found is None and _TWICE.search(inner):
        found = _in_pieces(inner, known, depth)
    if found is None:
        found = _whole(inner, known, depth)
    if found is None:
        found = _in_sentences(inner, known, depth)
    if found is None:
        found = _all_known(inner, known) or _in_pieces(inner, known, depth)
    return None if found is None else text.replace(inner, found, 1)


def _whole(text: str, known: Catalogue, depth: int) -> str | None:
    """Return a text that is a word, a country, a figure or a sentence of the catalogue."""
    simple = _simple(text, known)
    if simple is not None:
        return simple
    if len(SENTENCES.findall(text)) < _MOST_SENTENCES:
        for one in _sentences(known.language):
            found = one.pattern.fullmatch(text) if one.piece in text else None
            if found:
                return _filled(one, found, known, depth)
    if text[0].isupper():  # a sentence may begin with what stands elsewhere within one
        lower = text[0].lower() + text[1:]
        simple = _simple(lower, known)
        if simple is not None:
            return simple[0].upper() + simple[1:]
    return None


def _each_listed(text: str, known: Catalogue, depth: int) -> str | None:
    """Return things that are listed, each told by itself; nothing if one of them is prose."""
    parts = [""]
    inside = 0
    for number, part in enumerate(_LISTED.split(text)):
        if number % 2 and inside == 0:
            parts += [part, ""]
        else:
            parts[-1] += part
        inside += part.count("(") - part.count(")")
    if len(parts) < 3:
        return None
    told = [_told(part, known, depth + 1) for part in parts[::2]]
    if not any(told) or any(_is_prose(a) for a, b in zip(parts[::2], told, strict=True) if not b):
        return None
    signs = [known.signs.get(sign, sign) for sign in parts[1::2]]
    pieces = (b or a for a, b in zip(parts[::2], told, strict=True))
    return "".join(f"{part}{sign}" for part, sign in zip(pieces, [*signs, ""], strict=True))


def _is_prose(text: str) -> bool:
    """Say whether a piece is no name, which may stand in English beside what is told."""
    return _PROSE.fullmatch(text.strip()) is not None


def _simple(text: str, known: Catalogue) -> str | None:
    word = known.words.get(text)
    if isinstance(word, str) and word:
        return word
    if text in known.countries:
        return known.countries[text]
    if text.startswith(_BY):
        means = [known.words.get(mode) for mode in re.split(" and |, ", text.removeprefix(_BY))]
        sign = known.signs.get(", ", ", ")
        return sign.join(map(str, means)) if all(isinstance(one, str) for one in means) else None
    return figure_in(text, known.forms) or _pair(text, known)


def _pair(text: str, known: Catalogue) -> str | None:
    """Return two countries, their codes, or two vehicles, with the way between them."""
    found = _PAIR.fullmatch(text)
    if found is None:
        return None
    ends = [end if _CODE.fullmatch(end) else _end(end, known) for end in found.groups()]
    return None if None in ends else str(known.signs.get(" to ", " - ")).join(map(str, ends))


def _end(text: str, known: Catalogue) -> str | None:
    if " " not in text:
        return _whole(text, known, _DEEPEST)
    return known.countries.get(text) or _all_known(text, known)


def _filled(one: Sentence, found: re.Match[str], known: Catalogue, depth: int) -> str:
    """Return a sentence whose blanks are put in the language, too."""
    said = {name: value or "" for name, value in found.groupdict().items()}
    told = one.told
    if isinstance(told, list):
        told = told[_form_of(said["count"], len(told))]
    values = {name: _told(value, known, depth + 1) or value for name, value in said.items()}
    first = next(iter(said), "")
    begins = said[first][:1].isupper() and found.start(first) == 0
    word = _simple(said[first][:1].lower() + said[first][1:], known) if begins else None
    if word is None:
        return BLANK.sub(lambda blank: values[blank[1]], told)
    values[first] = word  # a word that stands elsewhere in another language begins small
    text = BLANK.sub(lambda blank: values[blank[1]], told)
    return text[0].upper() + text[1:]


def _form_of(count: str, forms: int) -> int:
    """Return which form a number takes: Russian has three; parts of one take the second.

    Examples
    --------
    >>> [_form_of(count, 3) for count in ("1", "2", "5", "11", "21", "1,112", "1.5")]
    [0, 1, 2, 2, 0, 2, 1]
    """
    plain = count.lstrip("+-").replace(",", "")
    if forms == 1:
        return 0
    if not plain.isdigit():
        return 1
    number = int(plain)
    if forms == 2:
        return int(number != 1)
    if number % 10 == 1 and number % 100 != 11:
        return 0
    return 1 if number % 10 in (2, 3, 4) and number % 100 not in (12, 13, 14) else 2


def _in_sentences(text: str, known: Catalogue, depth: int) -> str | None:
    """Return a text of several sentences, each told by itself; what is not known stays."""
    parts = SENTENCES.split(text)
    if len(parts) < 2:
        return None
    told: list[str] = []
    changed, first = False, 0
    while first < len(parts):
        for last in range(first + 1, min(first + _MOST_SENTENCES, len(parts)) + 1):
            whole = _whole(" ".join(parts[first:last]), known, depth)
            if whole is not None:
                break
        if whole is None:
            last = first + 1
            whole = _in_pieces(parts[first], known, depth)
        changed = changed or whole is not None
        told.append(whole or parts[first])
        first = last
    return " ".join(told).replace("\u3002 ", "\u3002") if changed else None


def _all_known(text: str, known: Catalogue) -> str | None:
    """Return names with *and* between them, if all are known; else nothing."""
    told = [_simple(part, known) for part in text.split(_AND)]
    if len(told) < 2 or None in told:
        return None
    return known.signs.get(_AND, _AND).join(map(str, told))


def _in_pieces(text: str, known: Catalogue, depth: int) -> str | None:
    """Return a text of pieces with signs between them; nothing if one that stays is prose."""
    end = text[-1] if text[-1] in ".:;,?!" and len(text) > 1 else ""
    whole = _told(text[:-1], known, depth + 1) if end else None
    if whole is not None:
        return whole + known.signs.get(end, end)
    parts = _apart(text)
    if len(parts) < 2:
        return None
    told = list(parts)
    stay = []  # what is written as in English is known, too: kg, Pakistan
    for number in range(0, len(parts), 2):
        piece = parts[number]
        found = _told(piece, known, depth + 1) if piece.strip() else None
        told[number] = found or piece
        stay.append(found is None and bool(piece.strip()))
    if told == parts or any(
        _is_prose(piece) for piece, stays in zip(parts[::2], stay, strict=True) if stays
    ):
        return None
    for number, sign in enumerate(parts[1::2]):
        if sign not in _OF_LISTS or not (stay[number] or stay[number + 1]):
            told[2 * number + 1] = known.signs.get(sign, sign)
    return "".join(told)


def _apart(text: str) -> list[str]:
    """Return the pieces of a text and what stands between them; brackets at its end first."""
    found = _BRACKETS.fullmatch(text)
    if found:
        return [found[1], f"{found[2]}(", found[3], ")", ""]
    return _PIECES.split(text)


@cache
def _sentences(language: str) -> tuple[Sentence, ...]:
    """Return the texts of a language that have blanks, the most exact first."""
    words = catalogue_of(language).words
    made = [
        (sentence_of(text, told), -sum(map(len, BLANK.split(text)[::3])))
        for text, told in words.items()
        if told and BLANK.search(text) and _is_exact(text)
    ]
    return tuple(one for one, _ in sorted(made, key=lambda pair: pair[1]))


def _is_exact(text: str) -> bool:
    """Say whether a text has enough beside its blanks to be known by: ``{km} km`` has not."""
    kinds = {blank[2] for blank in BLANK.finditer(text)}
    return None not in kinds or len(re.sub(r"\W", "", BLANK.sub("", text))) >= _LEAST_LETTERS


def sentence_of(text: str, told: str | list[str]) -> Sentence:
    """Return a text of the catalogue with blanks, to be found in what is said.

    Parameters
    ----------
    text
        In English.
    told
        Its translation, or its forms.

    Examples
    --------
    >>> sentence_of("{usd:n} USD by {way}.", "").pattern.fullmatch("1,234 USD by road.")["way"]
    'road'
    """
    pattern, seen, at = "", set[str](), 0
    for blank in BLANK.finditer(text):
        pattern += re.escape(text[at : blank.start()])
        name = blank[1]
        pattern += f"(?P={name})" if name in seen else f"(?P<{name}>{_BLANKS[blank[2]]})"
        seen.add(name)
        at = blank.end()
    pattern += re.escape(text[at:])
    pieces = BLANK.split(text)[::3]
    return Sentence(re.compile(pattern, re.DOTALL), max(pieces, key=len), told)


def blanks_of(text: str) -> Iterator[str]:
    """Yield the names of the blanks of a text."""
    return (blank[1] for blank in BLANK.finditer(text))
