"""Checks of money: prices of 0 or more, of which year and currency, and which of them hold when."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import pairwise

import numpy as np

from corridors.errors import suggesting
from corridors.network.prices import (
    HOLDING,
    PRICE_COLUMNS,
    RAW_COLUMNS,
    US_DOLLAR,
    rate_parts,
)
from corridors.network.schema import Value, schema
from corridors.network.tables import Table
from corridors.vocabulary import SHIP_CLASSES

_PERIOD = re.compile(r"\d{4}(-(0[1-9]|1[0-2]))?")
_FOREVER = (date.min, date.max)


def check_money(tables: Mapping[str, Table]) -> list[str]:
    """Return the faults of prices, each with file, row and column."""
    return [
        *_no_prices(tables),
        *_lacking(tables),
        *_tariff_parts(tables["tariffs"]),
        *(fault for name in RAW_COLUMNS for fault in _raw(tables, name)),
        *(fault for name, key in HOLDING.items() for fault in _periods(tables[name], key)),
    ]


def _at(table: str, row: int) -> str:
    return f"{table}.csv:{row + 2}:"


def _no_prices(tables: Mapping[str, Table]) -> Iterator[str]:
    """Yield money that is no number of 0 or more, or lacks where it is required."""
    for name, table in tables.items():
        for column in schema()[name].values():
            if column.unit.split("/")[0] != "USD":
                continue
            values = np.array(table[column.name], float)
            wrong = (values < 0) | np.isinf(values) | (np.isnan(values) & column.required)
            for row in np.flatnonzero(wrong).tolist():
                yield f"{_at(name, row)} {column.name} {values[row]:g} is no price of 0 or more"


def _lacking(tables: Mapping[str, Table]) -> Iterator[str]:
    """Yield ships without a price: no tariff by the km stands in for it."""
    links, services = tables["links"], tables["services"]
    columns = ("service_id", "link_id", "mode", *PRICE_COLUMNS)
    told = set()
    for row, (service, link, mode, *usd) in enumerate(
        zip(*(services[name] for name in columns), strict=True)
    ):
        if mode in SHIP_CLASSES:
            told.add(link)
            if all(map(math.isnan, usd)):
                what = f"{', '.join(PRICE_COLUMNS)} are empty, but {service!r} goes by {mode}"
                yield f"{_at('services', row)} {what}, where no tariff by the km holds"
    for row, (link, mode) in enumerate(zip(links["link_id"], links["mode"], strict=True)):
        if mode in SHIP_CLASSES and link not in told:
            yield f"{_at('links', row)} {link!r} needs a row with a price in services.csv"


def _tariff_parts(tariffs: Table) -> Iterator[str]:
    """Yield parts of a price that make no whole, and a start that a direction would have alone."""
    columns = (tariffs[name] for name in ("parts", "towards", "start_usd"))
    for row, (parts, towards, start_usd) in enumerate(zip(*columns, strict=True)):
        try:
            rate_parts(parts)
        except ValueError as error:
            yield f"{_at('tariffs', row)} parts {error}"
        if towards and not math.isnan(start_usd):
            what = f"start_usd {start_usd:g} of a row towards {towards!r}"
            yield f"{_at('tariffs', row)} {what}: a haul begins before it goes any way"


def _raw(tables: Mapping[str, Table], name: str) -> Iterator[str]:
    """Yield prices as published whose currency or period lacks, or is in no table of rates."""
    table, rates = tables[name], tables["deflators"]
    known = set(zip(rates["currency"], rates["period"], strict=True))
    values = np.array([table[column] for column in RAW_COLUMNS[name]], float)
    some = ~np.isnan(values).all(axis=0) if len(table) else np.zeros(0, bool)
    told = zip(table["raw_currency"], table["raw_period"], strict=True)
    for row, (currency, period) in enumerate(told if _is_any(table, some) else ()):
        where = _at(name, row)
        if not some[row]:
            if currency or period:
                yield f"{where} {RAW_COLUMNS[name][0]} is empty, but has raw_currency or raw_period"
            continue
        if not currency:
            yield f"{where} raw_currency is empty, but the row has a price as published"
        elif not _PERIOD.fullmatch(period):
            what = f"{period!r} is no year or month" if period else "is empty"
            yield (
                f"{where} raw_period {what}: a price in {currency} needs that in which it held, "
                "such as 2023 or 2023-10"
            )
        elif known and (currency, period) not in known:
            words = {f"{one} of {when}" for one, when in known}
            lacks = f"raw_currency, raw_period {currency} of {period} has no row in deflators.csv"
            yield f"{where} {suggesting(lacks, f'{currency} of {period}', words)}"
        elif known and (US_DOLLAR, period[:4]) not in known:
            yield f"{where} raw_period {period}: deflators.csv has no price index of that year"


def _is_any(table: Table, some: np.ndarray) -> bool:
    return bool(some.any()) or any(table["raw_currency"]) or any(table["raw_period"])


def _periods(table: Table, key: tuple[str, ...]) -> Iterator[str]:
    """Yield days that are none, and rows of one key that hold on the same day."""
    if not any(table["valid_from"]) and not any(table["valid_to"]):
        return
    held: dict[tuple, list[tuple[date, date, int]]] = {}
    for row, one in enumerate(table):
        where = _at(table.name, row)
        try:
            first, last = _held(one)
        except ValueError as error:
            yield f"{where} valid_from, valid_to {error}: a day is YYYY-MM-DD"
            continue
        if last < first:
            yield f"{where} valid_to {last} lies before valid_from {first}"
        held.setdefault(tuple(one[name] for name in key), []).append((first, last, row))
    for told, rows in held.items():
        what = ", ".join(f"{name} {word!r}" for name, word in zip(key, told, strict=True) if word)
        yield from _overlapping(table.name, what, sorted(rows))


def _held(row: Mapping[str, Value]) -> tuple[date, date]:
    first, last = (str(row[name]) for name in ("valid_from", "valid_to"))
    return (
        date.fromisoformat(first) if first else _FOREVER[0],
        date.fromisoformat(last) if last else _FOREVER[1],
    )


def _overlapping(table: str, what: str, rows: list[tuple[date, date, int]]) -> Iterator[str]:
    for (first, last, one), (start, _, other) in pairwise(rows):
        if start <= last:
            where = _at(table, other)
            yield f"{where} valid_from: {what} holds already in row {one + 2}, {_span(first, last)}"
        elif last + timedelta(1) < start:
            lacks = f"{last + timedelta(1)} to {start - timedelta(1)}"
            yield f"{_at(table, other)} valid_from: {what} has no price from {lacks}"


def _span(first: date, last: date) -> str:
    told = [f"from {first}"] if first != _FOREVER[0] else []
    told += [f"to {last}"] if last != _FOREVER[1] else []
    return " ".join(told) or "at any time"
