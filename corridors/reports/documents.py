"""The documents that an itinerary needs: a look-up in the table ``documents``, nothing computed."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corridors.arguments import asks
from corridors.errors import not_one_of
from corridors.vocabulary import MODES

if TYPE_CHECKING:
    import pandas as pd

    from corridors.network.network import Network
    from corridors.routing.itinerary import Itinerary

_ANY = "*"


@dataclass(frozen=True, slots=True)
class Document:
    """A document on the checklist of an itinerary.

    Attributes
    ----------
    document_id, name
        Its id in the table, and what it is called.
    countries
        Codes of the countries of the trip in which it is asked for, in the order of the trip.
    when
        ``origin``, ``destination``, ``transit``, ``border``, ``entry`` or ``trip``.
    regime
        The agreement or customs regime; may be empty.
    need
        ``always``; ``instead`` of others, where it is used; ``goods``: only for what
        ``applies_to`` names.
    applies_to
        The goods; ``*`` for all.
    note, source_id, basis
        Remarks, where it is said, and how good that is.
    """

    document_id: str
    name: str
    countries: tuple[str, ...]
    when: str
    regime: str
    need: str
    applies_to: str
    note: str
    source_id: str
    basis: str


@dataclass(frozen=True)
class _Trip:
    """What the table is asked about: countries in order, borders passed and modes used."""

    countries: tuple[str, ...]
    #: Mode, country left, country entered; of a ship the countries of its ports.
    borders: tuple[tuple[str, str, str], ...]
    #: Modes by which a country is touched.
    used: frozenset[tuple[str, str]]

    def modes_in(self, country: str) -> set[str]:
        return {mode for mode, where in self.used if where == country}


def documents_of(trip: Itinerary, *, goods: Collection[str] | None = None) -> tuple[Document, ...]:
    """Return the checklist of documents for an itinerary; empty if it passes no border.

    It is a look-up by the countries, modes, borders and commodity of the trip: a list to begin
    from, not advice on the law; ``source_id`` says where to read on.

    Parameters
    ----------
    trip
        The itinerary.
    goods
        Which goods of :func:`kinds_of_goods` it is of, such as ``{"plants"}``; documents for
        other kinds are left out. ``None``: not known, all are listed with what they are for.

    Returns
    -------
    tuple of Document
        In the order of the trip: origin, on the way, borders, destination.

    Raises
    ------
    ValueError
        If there are no documents for one of the ``goods``.

    Examples
    --------
    >>> import corridors as co
    >>> from corridors.reports.documents import documents_of
    >>> trip = co.route(co.load(), "Karachi", "Tashkent", modes="road")
    >>> [d.countries for d in documents_of(trip) if d.document_id == "cmr"]
    [('PK', 'AF', 'UZ')]
    """
    for kind in goods or ():
        if kind not in kinds_of_goods(trip.network):
            raise ValueError(not_one_of("goods:", kind, kinds_of_goods(trip.network)))
    asked = _asked(trip)
    if not asked.borders:
        return ()
    found = []
    for row in trip.network.table("documents"):
        if not _is_for(row, trip.shipment.commodity, goods):
            continue
        if countries := _RULES[row["when"]](row, asked):
            kept = {name: row[name] for name in Document.__slots__ if name != "countries"}
            found.append(Document(countries=countries, **kept))
    return tuple(sorted(found, key=lambda d: (_ORDER.index(d.when), d.need, d.document_id)))


@asks
def documents(trip: Itinerary, *, goods: str | Collection[str] | None = None) -> pd.DataFrame:
    """Return the checklist of documents for an itinerary as a table, with its sources.

    It is a look-up by the countries, modes, borders and commodity of the trip: a list to begin
    from, not advice on the law. It has no rows if the trip passes no border.

    Parameters
    ----------
    trip
        The itinerary.
    goods
        What kinds of goods it is of, such as ``"plants"``; documents for other kinds are left out.
        ``None``: not known, all are listed with what they are for.

    Returns
    -------
    DataFrame
        A row each document, in the order of the trip: ``document_id``, ``name``, ``countries`` in
        which it is asked for (a tuple of codes), ``when`` (``origin``, ``trip``, ``border``,
        ``entry``, ``transit``, ``destination``), ``regime`` (agreement or customs regime), ``need``
        (``always``, ``instead`` of others, or for some ``goods``), ``applies_to``, ``note``,
        ``source_id`` and ``basis``, and of the source its ``source`` (title), ``publisher``,
        ``year`` and ``url``.

    Raises
    ------
    ValueError
        If there are no documents for one of the ``goods``; the message lists the kinds.

    Examples
    --------
    >>> import corridors as co
    >>> trip = co.route(co.load(), "Karachi", "Tashkent", modes="road")
    >>> table = co.documents(trip, goods="plants")
    >>> table.set_index("document_id").loc["cmr", "countries"]
    ('PK', 'AF', 'UZ')
    """
    import pandas as pd

    kinds = (goods,) if isinstance(goods, str) else goods
    sources = trip.network.table("sources")
    row = sources.index("source_id")
    rows = []
    for one in documents_of(trip, goods=kinds):
        known = {name: sources[column][row[one.source_id]] for name, column in _OF_A_SOURCE.items()}
        rows.append({name: getattr(one, name) for name in Document.__slots__} | known)
    return pd.DataFrame(rows, columns=[*Document.__slots__, *_OF_A_SOURCE])


#: What the table tells of a source: its columns, and those of the table of sources.
_OF_A_SOURCE = {"source": "title", "publisher": "publisher", "year": "year", "url": "url"}


def kinds_of_goods(net: Network) -> tuple[str, ...]:
    """Return the kinds of goods for which the table has documents of their own.

    Parameters
    ----------
    net
        The network.

    Examples
    --------
    >>> import corridors as co
    >>> "plants" in kinds_of_goods(co.load())
    True
    """
    table = net.table("documents")
    kinds = zip(table["need"], table["applies_to"], strict=True)
    return tuple(sorted({str(words) for need, words in kinds if need == "goods"}))


def _asked(trip: Itinerary) -> _Trip:
    borders: list[tuple[str, str, str]] = []
    port = ""  # the country of the last port, until the goods go on by land
    used: set[tuple[str, str]] = set()
    for leg in trip.steps:
        if leg.mode.startswith("pipeline"):
            continue
        names = [name for name in leg.country.split(">") if name]
        used |= {(leg.mode, name) for name in names}
        if leg.kind == "border" and len(names) == 2:
            borders.append((leg.mode, *names))  # type: ignore[arg-type]
        elif leg.kind == "border" and names:
            if port and port != names[0]:
                borders.append((leg.mode, port, names[0]))
            port = names[0]
        elif leg.km and not MODES[leg.mode].scheduled:
            port = ""
    return _Trip(trip.countries, tuple(borders), frozenset(used))


def _is_for(row: dict, commodity: str, goods: Collection[str] | None) -> bool:
    words = row["applies_to"]
    if row["need"] == "goods":
        return goods is None or words in goods
    return bool(words in (_ANY, commodity))


def _has(words: str, one: str) -> bool:
    return words == _ANY or one in words.split(";")


def _has_mode(row: dict, modes: Iterable[str]) -> bool:
    return any(_has(row["mode"], mode) for mode in modes)


def _is_with(row: dict, others: Iterable[str]) -> bool:
    return not row["with_country"] or any(_has(row["with_country"], one) for one in others)


def _at_end(row: dict, asked: _Trip, end: int) -> tuple[str, ...]:
    country, other = asked.countries[end], asked.countries[-1 - end]
    fits = _has(row["country"], country) and _is_with(row, [other])
    return (country,) if fits and _has_mode(row, asked.modes_in(country)) else ()


def _at_origin(row: dict, asked: _Trip) -> tuple[str, ...]:
    return _at_end(row, asked, 0)


def _at_destination(row: dict, asked: _Trip) -> tuple[str, ...]:
    return _at_end(row, asked, -1)


def _in_order(countries: Collection[str], asked: _Trip) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for one in asked.countries if one in countries))


def _passing(row: dict, asked: _Trip) -> tuple[str, ...]:
    found = {
        one
        for one in asked.countries[1:-1]
        if _has(row["country"], one)
        and _is_with(row, set(asked.countries) - {one})
        and _has_mode(row, asked.modes_in(one))
    }
    return _in_order(found, asked)


def _at_border(row: dict, asked: _Trip) -> tuple[str, ...]:
    found = {
        entered
        for mode, left, entered in asked.borders
        if _has(row["country"], entered) and _is_with(row, [left]) and _has(row["mode"], mode)
    }
    return _in_order(found, asked)


def _on_entry(row: dict, asked: _Trip) -> tuple[str, ...]:
    """Return by which of its countries the group is entered from outside."""
    group = row["country"].split(";")
    found = {
        entered
        for mode, left, entered in asked.borders
        if entered in group
        and left not in group
        and _has(row["mode"], mode)
        and _is_with(row, set(asked.countries) - {entered})
    }
    return _in_order(found, asked)


def _on_trip(row: dict, asked: _Trip) -> tuple[str, ...]:
    touched = {
        one
        for mode, *both in asked.borders
        if _has(row["mode"], mode)
        for one in both
        if _has(row["country"], one) and _is_with(row, set(asked.countries) - {one})
    }
    return _in_order(touched, asked)


_RULES = {
    "origin": _at_origin,
    "trip": _on_trip,
    "border": _at_border,
    "entry": _on_entry,
    "transit": _passing,
    "destination": _at_destination,
}
_ORDER = tuple(_RULES)
