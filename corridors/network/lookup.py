"""Rows of a table by what they belong to: a country, a mode, a corridor, a border crossing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from corridors.errors import UnknownNameError, there_is_no
from corridors.network.countries import blocs
from corridors.network.schema import Value, schema
from corridors.network.tables import Table

#: What the rows of each table can be selected by: in the words of the tables' columns.
KEYS: Mapping[str, tuple[str, ...]] = {
    "links": (
        "link_id",
        "node_id",
        "corridor_id",
        "country",
        "mode",
        "gauge_mm",
        "status",
        "bcp_id",
        "bloc",
        "passage",
        "service_id",
    ),
    "border_crossings": (
        "bcp_id",
        "mode",
        "country",
        "from_country",
        "to_country",
        "bloc",
        "corridor_id",
        "node_id",
        "status",
    ),
    "services": (
        "service_id",
        "link_id",
        "node_id",
        "corridor_id",
        "mode",
        "country",
        "passage",
        "status",
    ),
    "transshipments": ("node_id", "country", "from_class", "to_class", "corridor_id"),
    "tariffs": ("mode", "country", "box", "towards"),
    "speeds": ("mode", "country", "line_ref"),
    "service_classes": ("mode", "country", "line_ref"),
    "driving_limits": ("country",),
    "emission_factors": ("mode", "country"),
    "capacities": ("subject", "unit_of_capacity"),
    "pipelines": ("link_id",),
    "offtakes": ("offtake_id", "line_ref", "node_id"),
    "energy_prices": ("energy_price", "line_ref", "item", "country"),
}
#: Words of a selection that were used before those of the columns, and go on working.
OLD_KEYS: Mapping[str, str] = {
    "bcp": "bcp_id",
    "corridor": "corridor_id",
    "link": "link_id",
    "node": "node_id",
    "service": "service_id",
}
#: Words of a selection that stand in a column of another name.
_COLUMNS = {"capacities": {"unit_of_capacity": "unit"}}

Where = Mapping[str, Iterable[str]]


class Lookup:
    """Finds rows of the tables of one network."""

    def __init__(self, tables: Mapping[str, Table]) -> None:
        self._tables = tables
        self._index: dict[tuple[str, str], dict[str, set[int]]] = {}

    def rows(self, table: str, where: Where) -> list[int]:
        """Return the rows for which every key has one of its words, in order."""
        found: set[int] | None = None
        for key, words in where.items():
            if key == "bloc":
                match = self._within(table, words)
            else:
                index = self.index(table, key)
                match = set().union(*(index.get(word, ()) for word in words))
            found = match if found is None else found & match
        return sorted(found if found is not None else range(len(self._tables[table])))

    def words(self, table: str, key: str) -> Iterable[str]:
        """Return the words that a key of a table can have."""
        if key == "bloc":
            return [*blocs(), *sorted(set(self._country.values()) - {""})]
        return sorted(self.index(table, key))

    def index(self, table: str, key: str) -> Mapping[str, set[int]]:
        """Return the rows of each word of a key."""
        if (table, key) not in self._index:
            index: dict[str, set[int]] = {}
            for row, words in enumerate(self._words(table, key)):
                for word in words:
                    index.setdefault(word, set()).add(row)
            self._index[table, key] = index
        return self._index[table, key]

    # -- the words of every row -------------------------------------------------------------

    def _words(self, table: str, key: str) -> Iterable[Iterable[str]]:
        column = _COLUMNS.get(table, {}).get(key, key)
        columns = self._tables[table].columns
        if column in columns:
            if column == "line_ref":  # one row for several lines; "": all others
                return (str(value).split(";") for value in columns[column])
            return ((_text(value),) for value in columns[column])
        if table == "links":
            return self._words_of_links(key)
        if table == "services":
            known = dict(
                zip(self._tables["links"]["link_id"], self._words_of_links(key), strict=True)
            )
            return [known.get(link, ()) for link in columns["link_id"]]
        if table == "border_crossings":
            return self._words_of_crossings(key)
        return self._words_of_terminals(key)

    def _words_of_links(self, key: str) -> Sequence[Iterable[str]]:
        links = self._tables["links"]
        ends = list(zip(links["from_node"], links["to_node"], strict=True))
        if key == "node_id":
            return ends
        if key == "country":
            return [{self._country.get(node, "") for node in pair} for pair in ends]
        if key == "passage":
            return [str(words).split(";") if words else () for words in links["passages"]]
        if key == "corridor_id":
            return [self._corridors.get(link, ()) for link in links["link_id"]]
        return [self._services.get(link, ()) for link in links["link_id"]]

    def _words_of_crossings(self, key: str) -> Sequence[Iterable[str]]:
        table = self._tables["border_crossings"]
        if key == "country":
            sides = zip(table["from_country"], table["to_country"], strict=True)
            return [(str(a), str(b)) for a, b in sides]
        found: dict[tuple[str, str], set[str]] = {}
        words = self._words_of_links(key)
        for link, named in zip(self._tables["links"], words, strict=True):
            ends = () if link["bcp_id"] else (link["from_node"], link["to_node"])
            for place in (link["bcp_id"], *ends):
                found.setdefault((place, link["mode"]), set()).update(named)
        return [found.get(key, ()) for key in zip(table["bcp_id"], table["mode"], strict=True)]

    def _words_of_terminals(self, key: str) -> Sequence[Iterable[str]]:
        nodes = self._tables["transshipments"]["node_id"]
        if key == "country":
            return [(self._country.get(node, ""),) for node in nodes]
        found: dict[str, set[str]] = {}
        for link in self._tables["links"]:
            for end in (link["from_node"], link["to_node"]):
                found.setdefault(end, set()).update(self._corridors.get(link["link_id"], ()))
        return [found.get(node, ()) for node in nodes]

    def _within(self, table: str, words: Iterable[str]) -> set[int]:
        """Return the rows whose two countries are both members."""
        members = {code for word in words for code in blocs().get(word, (word,))}
        columns = self._tables[table].columns
        if table == "links":
            pairs = [
                (self._country.get(a, ""), self._country.get(b, ""))
                for a, b in zip(columns["from_node"], columns["to_node"], strict=True)
            ]
        else:
            pairs = list(zip(columns["from_country"], columns["to_country"], strict=True))
        return {row for row, pair in enumerate(pairs) if members.issuperset(pair)}

    # -- between tables -------------------------------------------------------------------

    @cached_property
    def _country(self) -> dict[str, str]:
        nodes = self._tables["nodes"]
        return dict(zip(nodes["node_id"], nodes["country"], strict=True))

    @cached_property
    def _corridors(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for row in self._tables["corridor_links"]:
            if row["link_id"]:
                found.setdefault(row["link_id"], set()).add(row["corridor_id"])
        return found

    @cached_property
    def _services(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        services = self._tables["services"]
        for link, service in zip(services["link_id"], services["service_id"], strict=True):
            found.setdefault(link, set()).add(service)
        return found


def _text(value: Value) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


#: What tells a row of a table, where the schema has no key of its own for it.
_TOLD_BY: Mapping[str, tuple[str, ...]] = {
    "border_crossings": ("bcp_id", "mode", "from_country", "to_country"),
    "border_activities": (
        "bcp_id", "mode", "from_country", "to_country", "side", "activity", "year",
    ),
    "transshipments": ("node_id", "from_class", "to_class"),
    "corridor_links": ("corridor_id", "link_id", "node_id", "gate"),
    "corridor_stages": ("corridor_id", "country", "stage"),
    "waypoints": ("link_id", "seq"),
}  # fmt: skip


def key_columns(table: Table) -> tuple[str, ...]:
    """Return the columns that tell the rows of a table apart: its key, or the first column.

    Parameters
    ----------
    table
        A table of a network.

    Examples
    --------
    >>> import corridors as co
    >>> key_columns(co.load().table("tariffs"))
    ('mode', 'country', 'box', 'towards', 'valid_from')
    """
    columns = schema()[table.name]
    keys = tuple(name for name, column in columns.items() if column.key == "id")
    told = keys or _TOLD_BY.get(table.name, tuple(columns)[:1])
    return tuple(name for name in told if name in table.columns)


def row_name(table: Table, row: int) -> str:
    """Return what a row is called: its table and the words of its key, which :func:`rows_of` reads.

    Parameters
    ----------
    table
        A table of a network.
    row
        The number of the row.

    Examples
    --------
    >>> import corridors as co
    >>> table = co.load().table("tariffs")
    >>> row_name(table, rows_of(table, "rail PK 40ft")[0])
    'tariffs rail PK 40ft'
    """
    names = table.once(_names)
    if row not in names:
        words = (_text(table[column][row]) for column in table.once(key_columns))
        names[row] = " ".join((table.name, *filter(None, words)))
    return names[row]


def _names(table: Table) -> dict[int, str]:
    """Return where the names of rows are kept, once each was asked for."""
    del table
    return {}


def rows_of(table: Table, key: str) -> list[int]:
    """Return the numbers of the rows of a table with a key, or that begin with it.

    Parameters
    ----------
    table
        A table of a network.
    key
        The words of its key columns, with or without the table before them, as :func:`row_name`
        tells them; or the first of them: a border without more is each direction and mode.

    Raises
    ------
    UnknownNameError
        If there is no such row.

    Examples
    --------
    >>> import corridors as co
    >>> len(rows_of(co.load().table("nodes"), "pk-karachi"))
    1
    >>> len(rows_of(co.load().table("border_crossings"), "ir-tm-sarakhs rail IR TM"))
    1
    """
    whole, begun = table.once(_called)
    words = " ".join(str(key).split())
    for word in (str(key), words, words.removeprefix(f"{table.name} ")):
        found = whole.get(word) or begun.get(word)
        if found:
            return list(found)
    known = sorted({*whole, *begun})
    raise UnknownNameError(there_is_no(f"row of {table.name} called", key, known))


def _called(table: Table) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
    """Return the rows by the words of their whole key, and by the first words of it."""
    whole: dict[str, list[int]] = {}
    begun: dict[str, list[int]] = {}
    for row, key in enumerate(zip(*(table[name] for name in key_columns(table)), strict=True)):
        words = [word for word in map(_text, key) if word]
        whole.setdefault(" ".join(words), []).append(row)
        for count in range(1, len(words)):
            begun.setdefault(" ".join(words[:count]), []).append(row)
    return whole, begun
