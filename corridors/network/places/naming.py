"""Find the place that a name means: its own, an alias, an id, a UN/LOCODE or a part of one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from corridors.errors import UnknownNameError, did_you_mean, nearest_words
from corridors.network.countries import country_code, country_name
from corridors.network.earth import great_circle_km
from corridors.network.once import Once
from corridors.network.spelling import fold
from corridors.network.tables import Table

#: Places that bear one name within this distance are one place: both sides of a border, say.
SAME_PLACE_KM = 50.0
#: A part of a name has so many letters at least; so many places are told of those it may mean.
LEAST_LETTERS, _MOST_TOLD = 3, 6
#: The columns by which tables tell a pair.
PAIR_COLUMNS = ("origin", "origin_country", "destination", "destination_country")
_PIPES = "pipeline_station"
#: Kinds of places at which goods are handled.
_TERMINALS = ("seaport", "dry_port", "rail_terminal")
#: Which kind a bare name means when several places bear it.
_KIND_ORDER = (
    "city",
    "seaport",
    "dry_port",
    "rail_terminal",
    "border_crossing",
    "junction",
    "pipeline_station",
)


def _spellings(node: dict) -> Iterator[tuple[int, str]]:
    """Yield the spellings of a node, folded, with their rank, the best first.

    They are its name, other names, and short forms.
    ``A (B)`` is A for short, ``A/B`` is either; each spelling may be followed by the country.
    """
    aliases = str(node["aliases"]).split(";")
    plain = [name.partition(" (")[0].removesuffix(" Junction") for name in (node["name"], *aliases)]
    short = [part for name in plain for part in (name, *name.split("/"))]
    ranked = [(0, str(node["name"])), *((1, a) for a in (*aliases, str(node["unlocode"])))]
    ranked += [(2, name) for name in short if name != node["name"] and name not in aliases]
    endings = _folded_country(str(node["country"]))
    for rank, name in ranked:
        key = fold(name)
        if key:  # what stands on either side of a comma folds on its own
            yield rank, key
            for ending in endings:
                yield rank, key + ending


@cache
def _folded_country(code: str) -> tuple[str, str]:
    """Return the code and the name of a country, folded."""
    return fold(code), fold(country_name(code))


def words_of(text: str) -> frozenset[str]:
    """Return the words of a name, folded."""
    found = (fold(word) for word in re.split(r"[\W_]+", text))
    return frozenset(word for word in found if word)


def qualified(name: str) -> tuple[str, str]:
    """Split ``Horgos, KZ`` or ``Jalalabad (Afghanistan)`` into the name and a country's code."""
    parts = re.fullmatch(r"(.+?)\s*(?:,\s*([^,()]+)|\(([^()]+)\))\s*", name)
    if parts is None:
        return name, ""
    return parts[1], country_code(str(parts[2] or parts[3]).strip())


def with_country(label: str, country: str) -> str:
    """Return a label with its country's code, unless it tells the country itself.

    Examples
    --------
    >>> with_country("Karachi", "PK"), with_country("Horgos, KZ", "KZ")
    ('Karachi (PK)', 'Horgos, KZ')
    """
    told = not country or qualified(label)[1] == country
    return label if told else f"{label} ({country})"


@dataclass(frozen=True, order=True)
class Pair:
    """Origin and destination as a caller called them, with the countries that they lie in."""

    origin: str
    destination: str
    origin_country: str = ""
    destination_country: str = ""

    @classmethod
    def of_row(cls, row: Mapping) -> Pair:
        """Return the pair of a row of a table; tables of old may lack the countries."""
        return cls(**{name: str(row.get(name, "")) for name in PAIR_COLUMNS})

    def row(self) -> dict[str, str]:
        """Return the four columns of a table."""
        return {name: getattr(self, name) for name in PAIR_COLUMNS}

    def __str__(self) -> str:
        ends = (self.origin, self.origin_country), (self.destination, self.destination_country)
        return " - ".join(with_country(*end) for end in ends)


class Names:
    """The names of the nodes of one network."""

    def __init__(self, nodes: Table) -> None:
        self._nodes = nodes
        self._row = nodes.index("node_id")
        self._by_name: dict[str, dict[int, int]] = {}
        named = (name != node for name, node in zip(nodes["name"], nodes["node_id"], strict=True))
        for row, (node, has_name) in enumerate(zip(nodes, named, strict=True)):
            if not has_name:  # a street corner: found by its id or its position
                continue
            for rank, spelling in _spellings(node):
                self._by_name.setdefault(spelling, {}).setdefault(row, rank)

    def node_id(self, name: str, *, whole: bool = False) -> str:
        """Return the id of a node by id, UN/LOCODE, name or alias, or a unique part of a name.

        A name may be followed by its country: ``Horgos, KZ``, ``Jalalabad (Afghanistan)``. If
        nothing bears the name, the one place is meant that has a spelling that begins with it, or
        has all its words; ``whole`` refuses such parts. Places within ``SAME_PLACE_KM`` of one
        another are one: a city, then its port; further apart, the name is asked back.

        Raises
        ------
        UnknownNameError
            If no place bears the name, or places far apart or of the same kind do.
        """
        if not isinstance(name, str):
            raise TypeError(f"a place is a name or a (lon, lat) pair, not {name!r}")
        if name in self._row:
            return name
        coded = self._by_code.get(name.strip().upper(), ())
        if len(coded) == 1:
            return str(self._nodes["node_id"][coded[0]])
        rows = dict(self._by_name.get(fold(name), {}))
        exact = bool(rows)
        if not rows and not whole:
            rows = dict.fromkeys(self._partly(name), 0)
        if not rows:
            raise UnknownNameError(f"there is no place {name!r}.{self._suggest(name)}", place=name)
        return str(self._nodes["node_id"][self._decided(name, rows, exact=exact)])

    def matches(self, text: str, most: int) -> list[tuple[str, str]]:
        """Return the places that a text may become as it is typed, in any script, the best first.

        Each is the id of a node and the spelling that matches: all of it before its beginning,
        that before the beginning of one of its words; a country may follow, as in ``Horgos, K``.
        """
        base, _, land = text.rpartition(",") if "," in text else (text, "", "")
        key, land = fold(base), fold(land)
        if not key:
            return []
        found: list[tuple[int, int, int, str, str]] = []
        for row, rank, spelling, words in self._spellings:
            place = next((k for k, word in enumerate(words) if word.startswith(key)), None)
            country = str(self._nodes["country"][row])
            if place is None or not any(c.startswith(land) for c in _folded_country(country)):
                continue
            fit = (0 if words[0] == key else 1) if place == 0 else 2
            kind = _KIND_ORDER.index(self._nodes["kind"][row])
            found.append((fit, kind, rank, spelling, str(self._nodes["node_id"][row])))
        coded = self._by_code.get(base.strip().upper(), ())
        best = {str(self._nodes["node_id"][row]): base.strip().upper() for row in coded}
        if base.strip() in self._row:
            best[base.strip()] = base.strip()
        for *_, spelling, node in sorted(found):
            best.setdefault(node, spelling)
        return list(best.items())[:most]

    @cached_property
    def _spellings(self) -> list[tuple[int, int, str, tuple[str, ...]]]:
        """Each spelling of the places that have names: row, whether it is another name, words.

        The first word is the whole spelling folded, then come its words.
        """
        named = sorted({row for rows in self._by_name.values() for row in rows})
        return [
            (row, int(k > 0), spelling, (fold(spelling), *map(fold, re.split(r"[\W_]+", spelling))))
            for row in named
            for k, spelling in enumerate(
                (str(self._nodes["name"][row]), *str(self._nodes["aliases"][row]).split(";"))
            )
            if spelling
        ]

    def is_code(self, text: str) -> bool:
        """Say whether a text is an id or a UN/LOCODE, not a name."""
        return text in self._row or text.strip().upper() in self._by_code

    def _decided(self, name: str, rows: dict[int, int], *, exact: bool) -> int:
        """Return the row that is meant by a name; rows have the rank of the spelling."""
        kinds = self._nodes["kind"]
        able = [row for row in rows if kinds[row] != _PIPES] or list(rows)
        order = {row: (rows[row], _KIND_ORDER.index(kinds[row])) for row in able}
        best = [row for row in able if order[row] == min(order.values())]
        far = [row for row in able if self._km(best[0], row) > SAME_PLACE_KM]
        if len(best) == 1 and not far:
            across = self._handled_abroad(name, best[0]) if exact else []
            if not across:
                return best[0]
            best += across
        asked = sorted(able if far else best, key=lambda row: order.get(row, (9, 0)))
        told = "; ".join(self._told(row) for row in asked[:_MOST_TOLD])
        more = f" and {len(asked) - _MOST_TOLD} more" if len(asked) > _MOST_TOLD else ""
        what = "is the name of several places" if exact else "may mean several places"
        raise UnknownNameError(
            f"{name!r} {what}: {told}{more}. Give the id, or the country as in "
            f"'{name}, {self._nodes['country'][asked[0]]}'",
            place=name,
        )

    def _handled_abroad(self, name: str, post: int) -> list[int]:
        """Return the places across the border that have the name of a post in one of theirs.

        None, unless one of them is a terminal: opposite posts are one place, but goods that are
        handled abroad are elsewhere (Khorgos, and Khorgos Gateway in Kazakhstan).
        """
        nodes, words = self._nodes, words_of(name)
        if nodes["kind"][post] != "border_crossing" or not words:
            return []
        found = [
            row
            for row in range(len(nodes))
            if nodes["country"][row] != nodes["country"][post]
            and nodes["kind"][row] != _PIPES
            and self._km(post, row) <= SAME_PLACE_KM
            and any(
                words <= words_of(spelling)
                for spelling in (nodes["name"][row], *str(nodes["aliases"][row]).split(";"))
            )
        ]
        return found if any(nodes["kind"][row] in _TERMINALS for row in found) else []

    def _told(self, row: int) -> str:
        """Return a place for people who must choose."""
        name, kind, country, node = (
            str(self._nodes[column][row]) for column in ("name", "kind", "country", "node_id")
        )
        return f"{name} ({country_name(country)}, {kind.replace('_', ' ')}): {node!r}"

    def _km(self, one: int, other: int) -> float:
        lon, lat = self._nodes["lon"], self._nodes["lat"]
        return great_circle_km(lon[one], lat[one], lon[other], lat[other])

    def _partly(self, name: str) -> list[int]:
        """Return the rows of the places of which a name is the beginning, or has words."""
        base, country = qualified(name)
        known = set(self._nodes["country"])
        if country not in known:
            base, country = name, ""
        key, words = fold(base), words_of(base)
        if len(key) < LEAST_LETTERS:
            return []
        found = set(self._by_name.get(key, ()))
        if not found:
            for other, rows in self._by_name.items():
                if other.startswith(key):
                    found.update(rows)
            for row, spelt in self._spelt:
                if words <= spelt:
                    found.add(row)
        return sorted(r for r in found if not country or self._nodes["country"][r] == country)

    @cached_property
    def _spelt(self) -> list[tuple[int, frozenset[str]]]:
        """Rows and the words of each spelling of the places that have names."""
        nodes = self._nodes
        return [
            (row, words_of(spelling))
            for row in sorted({row for rows in self._by_name.values() for row in rows})
            for spelling in (nodes["name"][row], *str(nodes["aliases"][row]).split(";"))
        ]

    @cached_property
    def _by_code(self) -> dict[str, list[int]]:
        """Rows of each UN/LOCODE."""
        found: dict[str, list[int]] = {}
        for row, code in enumerate(self._nodes["unlocode"]):
            if code:
                found.setdefault(str(code).upper(), []).append(row)
        return found

    def _suggest(self, name: str) -> str:
        """Return what may be meant by a name that there is none of; the last ones are kept."""
        found: str = self._suggested.get(self, Names._nearest, name)
        return found

    @cached_property
    def _suggested(self) -> Once:
        return Once()

    def _nearest(self, name: str) -> str:
        if not name.strip():
            return " Give a name, a node id, a UN/LOCODE, or a (lon, lat) pair"
        keys = nearest_words(fold(name), self._shown, 8)
        near = list(dict.fromkeys(self._shown[key] for key in keys))[:3]
        if near:
            return f" Did you mean {' or '.join(repr(n) for n in near)}?"
        return did_you_mean(name, self._row) or " 'corridors data nodes' lists the places"

    @cached_property
    def _shown(self) -> dict[str, str]:
        """The spelling of each folded name as the table has it."""
        return {key: self._spelling(key, next(iter(rows))) for key, rows in self._by_name.items()}

    def _spelling(self, key: str, row: int) -> str:
        """Return the spelling of a folded name as the table has it."""
        spellings = [self._nodes["name"][row], *str(self._nodes["aliases"][row]).split(";")]
        return next((str(s) for s in spellings if fold(str(s)) == key), str(spellings[0]))
