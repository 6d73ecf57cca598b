"""The embedded network and its corridors."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from corridors.errors import UnknownNameError, there_is_no
from corridors.network.files import DATA_FOLDER
from corridors.network.forms.geometry import GEOMETRY_FILE, read_geometry
from corridors.network.network import Network
from corridors.network.tables import read_tables

if TYPE_CHECKING:
    from datetime import date

    import pandas as pd


def load(*corridor_ids: str, as_of: str | date | None = None) -> Network:
    """Load the embedded network, or the part of it that belongs to some corridors.

    Parameters
    ----------
    *corridor_ids
        Ids as in :func:`corridors`; none loads everything.
    as_of
        A day, such as ``"2026-03-15"``: the network as it stood then. ``None``: the
        reference year.

    Returns
    -------
    Network
        The whole network, or the part.

    Raises
    ------
    UnknownNameError
        If there is no corridor of that id.
    ValueError
        If ``as_of`` is no date.

    Examples
    --------
    >>> import corridors as co
    >>> "Turkmenistan" in set(co.load("tapi").nodes["country"])
    False
    >>> sorted(set(co.load("tapi").nodes["country"]))
    ['AF', 'IN', 'PK', 'TM']
    """
    network = _embedded()
    network = part_of_corridors(network, corridor_ids)
    return network if as_of is None else network.at(as_of)


def part_of_corridors(network: Network, corridor_ids: tuple[str, ...]) -> Network:
    """Return the part of a network that belongs to some corridors; of none, all of it.

    Raises
    ------
    UnknownNameError
        If it has no corridor of that id.
    """
    if not corridor_ids:
        return network
    ids = network.corridor_ids
    for corridor_id in corridor_ids:
        if corridor_id not in ids:
            raise UnknownNameError(
                there_is_no("corridor", corridor_id, ids, f"Corridors: {', '.join(ids)}")
            )
    table = network.table("corridor_links")
    links = [
        str(link)
        for corridor, link in zip(table["corridor_id"], table["link_id"], strict=True)
        if corridor in corridor_ids and link
    ]
    return network.subset(links, name="+".join(corridor_ids))


@cache
def _embedded() -> Network:
    return Network(
        read_tables(DATA_FOLDER),
        geometry=lambda: read_geometry(DATA_FOLDER / GEOMETRY_FILE),
        name="embedded",
    )


def data_version() -> str:
    """Return the version of the embedded tables, by year and month.

    It is in every result of a network of these tables: ``net.data_version``, the ``attrs`` of
    tables, JSON, and the line on prices below sheets, charts and maps. ``CHANGELOG.md`` says
    under **Data** what has changed, old -> new.

    Returns
    -------
    str
        Such as ``"2026.11"``.

    Examples
    --------
    >>> import corridors as co
    >>> co.data_version() == co.load().data_version
    True
    """
    return _embedded().data_version


def corridors() -> pd.DataFrame:
    """Return the corridors of the embedded network.

    Returns
    -------
    DataFrame
        By ``corridor_id``: name, countries, length_km (of all its links, branches and
        parallel modes included), links, gates, modes, status, commodities, description.

    Examples
    --------
    >>> import corridors as co
    >>> "middle-corridor" in co.corridors().index
    True
    """
    import pandas as pd

    network = _embedded()
    links, nodes = network.table("links"), network.table("nodes")
    country = dict(zip(nodes["node_id"], nodes["country"], strict=True))
    members: dict[str, set[str]] = {}
    gates: dict[str, dict[int, str]] = {}
    for entry in network.table("corridor_links"):
        if entry["link_id"]:
            members.setdefault(entry["corridor_id"], set()).add(entry["link_id"])
        if entry["gate"]:
            names = gates.setdefault(entry["corridor_id"], {})
            names.setdefault(int(entry["gate"]), entry["gate_name"])
    rows = []
    for corridor in network.table("corridors"):
        name = corridor["corridor_id"]
        picked = [network.link_row(link) for link in sorted(members.get(name, ()))]
        ends = [country[links[end][k]] for k in picked for end in ("from_node", "to_node")]
        rows.append(
            {
                "corridor_id": name,
                "name": corridor["name"],
                "countries": tuple(sorted(set(ends))),
                "length_km": sum(links["length_km"][k] for k in picked),
                "links": len(picked),
                "gates": tuple(gates.get(name, {})[k] for k in sorted(gates.get(name, {}))),
                "modes": tuple(sorted({links["mode"][k] for k in picked})),
                "status": corridor["status"],
                "commodities": tuple(corridor["commodities"].split(";")),
                "description": corridor["description"],
            }
        )
    return pd.DataFrame(rows).set_index("corridor_id")
