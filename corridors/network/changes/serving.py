"""Classes of service: a box in a train of its own, or one of many that waits until it is full."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING

from corridors.network.schema import schema

if TYPE_CHECKING:
    from corridors.network.network import Network
    from corridors.network.tables import Table

#: The classes: a block train, and an ordinary box.
SERVICES = ("block", "ordinary")
_TABLE = "service_classes"
#: What a class is told of: how a box runs, and how it is loaded.
_COLUMNS = ("running", "loading")
#: Departures a week of a train that leaves when it is loaded: so many that nobody waits.
_AT_ONCE = schema()["services"]["departures_per_week"].maximum
#: Sailings or trains a week below which a service is none to count on, in either class: one in
#: four weeks (assumed).
RARE_PER_WEEK = 0.25


def serving(net: Network, service: str) -> Network:
    """Return the network in which every box goes by one class of service.

    A train of its own, beside running and loading as one, does not wait for the next train of a
    service on its way, and stays at a border for the hours of block trains where these are
    published (``block_h_p50``), longer or shorter where events and scenarios make it so.

    Raises
    ------
    ValueError
        If an ordinary box is asked for where no row says what it waits and takes.
    """
    table = net.table(_TABLE)
    if not len(table) and service == "ordinary":
        raise ValueError(
            f"{_TABLE}.csv of {net.name} has no rows: what an ordinary box waits and takes is "
            "not known there"
        )
    if not any(True for _ in _fresh(net, service)):
        return net
    situation = f"{net.situation}; service {service}"
    return net.through(partial(_served, service=service)).replaced(
        {}, situation=situation, places=frozenset()
    )


def _served(net: Network, service: str) -> Network:
    tables: dict[str, Table] = {}
    places: set[tuple[str, int, str]] = set()
    for name, values in _fresh(net, service):
        table = net.table(name)
        fresh = {column: list(table[column]) for column in {c for _, c in values}}
        for (row, column), value in values.items():
            fresh[column][row] = value
        tables[name] = table.with_values({column: tuple(cells) for column, cells in fresh.items()})
        places |= {(name, row, column) for row, column in values}
    return net.replaced(tables, places=frozenset(places))


Values = Mapping[tuple[int, str], object]


def _fresh(net: Network, service: str) -> Iterator[tuple[str, Values]]:
    """Yield the tables that are otherwise in a class of service, with their values there."""
    table = net.table(_TABLE)
    classes: Values = {
        (row, column): service
        for column in _COLUMNS
        for row, word in enumerate(table[column])
        if word != service
    }
    found = {_TABLE: classes}
    if service == "block":
        found |= {
            "services": dict(_own_trains(net.table("services"))),
            "border_crossings": dict(_stays(net)),
        }
    yield from ((name, values) for name, values in found.items() if values)


def _own_trains(services: Table) -> Iterator[tuple[tuple[int, str], object]]:
    """Yield the departures of trains that go when they are loaded, by row and column."""
    for row, (mode, often) in enumerate(
        zip(services["mode"], services["departures_per_week"], strict=True)
    ):
        if mode == "rail" and RARE_PER_WEEK <= often < _AT_ONCE:
            yield (row, "departures_per_week"), _AT_ONCE


def _stays(net: Network) -> Iterator[tuple[tuple[int, str], object]]:
    """Yield the hours of block trains at borders and their source, by row and column.

    As many times as events and scenarios made the hours of all, they make those of block trains.
    What the row said of its price keeps the source that it had.
    """
    crossings, before = net.table("border_crossings"), _before(net).table("border_crossings")
    for row, crossing in enumerate(crossings):
        source = crossing["block_source_id"]
        if not source:
            continue
        hours = [crossing["block_h_p50"], crossing["block_h_p90"]]
        if row < len(before):
            for k, column in enumerate(("hours_p50", "hours_p90")):
                usual = before[column][row]
                hours[k] *= crossing[column] / usual if usual else 1.0
        if math.isclose(crossing["hours_p50"], hours[0]):
            continue
        price = crossing["price_source_id"] or crossing["source_id"]
        basis = crossing["price_basis"] or crossing["basis"]
        told = {
            "hours_p50": hours[0],
            "hours_p90": max(hours),
            "source_id": source,
            "basis": "derived",
            "price_source_id": price,
            "price_basis": basis,
        }
        yield from (((row, column), value) for column, value in told.items())


def _before(net: Network) -> Network:
    """Return a network without events and scenarios."""
    base = net.base or net
    return base.reference or base
