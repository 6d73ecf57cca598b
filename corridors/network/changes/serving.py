"""Classes of service: a box in a train of its own, or one of many that waits until it is full."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from corridors.network.network import Network

#: The classes: a block train, and an ordinary box.
SERVICES = ("block", "ordinary")
_TABLE = "service_classes"
#: What a class is told of: how a box runs, and how it is loaded.
_COLUMNS = ("running", "loading")


def serving(net: Network, service: str) -> Network:
    """Return the network in which every box goes by one class of service.

    Raises
    ------
    ValueError
        If an ordinary box is asked for where no row says what it waits and takes.
    """
    table = net.table(_TABLE)
    if not len(table):
        if service == "ordinary":
            raise ValueError(
                f"{_TABLE}.csv of {net.name} has no rows: what an ordinary box waits and takes is "
                "not known there"
            )
        return net
    if all(set(table[column]) == {service} for column in _COLUMNS):
        return net
    situation = f"{net.situation}; service {service}"
    return net.through(partial(_served, service=service)).replaced(
        {}, situation=situation, places=frozenset()
    )


def _served(net: Network, service: str) -> Network:
    table = net.table(_TABLE)
    fresh = {column: (service,) * len(table) for column in _COLUMNS}
    places = frozenset(
        (_TABLE, row, column)
        for column in _COLUMNS
        for row, word in enumerate(table[column])
        if word != service
    )
    return net.replaced({_TABLE: table.with_values(fresh)}, places=places)
