"""An imported network joined to another one, so that a journey from door to door is one ledger."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from corridors.arguments import asks
from corridors.errors import DataError
from corridors.network.checks.rules import rules_table
from corridors.network.earth import great_circle_km
from corridors.network.network import Network
from corridors.network.places import ACCESS_CIRCUITY
from corridors.network.schema import schema
from corridors.network.tables import Table
from corridors.sources.local.snapping import snap
from corridors.sources.making.defaults import ASSUMED, from_rows
from corridors.vocabulary import counted, vehicle_class

#: A place is joined to a node of the local network no further away than this, km.
REACH_KM = 10.0
MAX_REACH_KM = 250.0
_KINDS = ("city", "seaport", "rail_terminal", "dry_port", "border_crossing")


@dataclass(frozen=True, slots=True)
class Joint:
    """A place of one network joined to a node of the other, by a class of vehicle."""

    node_id: str
    local_id: str
    vehicle: str
    km: float


@asks
def join(
    net: Network,
    local: Network,
    *,
    at: Iterable[str] | Mapping[str, str] | None = None,
    reach_km: float = REACH_KM,
) -> Network:
    """Join an imported network to another at terminals and border crossings.

    Each place is joined by a short link of every vehicle class that both have there: the same
    truck drives on, so a street, the corridor and another street are one itinerary with one
    ledger. A link's length is 1.3 times the straight line (assumed).

    Parameters
    ----------
    net
        The strategic network, such as that of :func:`corridors.load`.
    local
        The network of streets or railways.
    at
        Names or ids of places of ``net``, or a mapping of them to node ids of ``local``;
        ``None``: every city, port, terminal and border crossing of ``net`` within reach.
    reach_km
        How far a place may lie from the node it is joined to.

    Returns
    -------
    Network
        All of both; ``report`` is a tuple of :class:`Joint`. At another day, or under scenarios,
        it is still joined. Whether a way may come back to a country is as in ``net``; lengths
        that either of them trusts are trusted.

    Raises
    ------
    DataError
        If the two have an id in common that means different things, are joined already, or
        nothing can be joined.
    UnknownNameError
        If a place or node does not exist.
    ValueError
        If a place that was named lies out of reach, or ``reach_km`` is not 0 to 250.

    Examples
    --------
    >>> import corridors as co
    >>> streets = co.network_from_osm("karachi.osm.pbf")  # doctest: +SKIP
    >>> whole = co.join(co.load(), streets, at=["Karachi"])  # doctest: +SKIP
    >>> trip = co.route(whole, (67.0099, 24.8615), "Tashkent")  # doctest: +SKIP
    """
    if not 0 <= reach_km <= MAX_REACH_KM:
        raise ValueError(f"reach_km is {reach_km:g}, expected 0 to {MAX_REACH_KM:g}")
    places = at if at is None or isinstance(at, str | Mapping) else tuple(at)
    return net.through(lambda one: _joined(one, local, places, reach_km))


def _joined(
    net: Network, local: Network, at: Iterable[str] | Mapping[str, str] | None, reach_km: float
) -> Network:
    """Return one network joined to another, whatever it was changed from."""
    joints = _joints(net, local, at, reach_km)
    if not joints:
        raise DataError(
            f"{local.name!r} cannot be joined to {net.name!r}: no place of the one lies within "
            f"{reach_km:g} km of a node of the other with the same mode and gauge"
        )
    tables = _united(net, local)
    _check_new(net, local)
    links = [*tables["links"], *(_link(net, local, joint) for joint in joints)]
    lines = {link: local.line(link) for link in local.table("links")["link_id"]}
    return net.replaced(
        {**tables, "links": from_rows("links", links)},
        lines=lines,
        name=f"{net.name}+{local.name}",
        report=tuple(joints),
    )


def _check_new(net: Network, local: Network) -> None:
    """Raise if a network is already part of the other one."""
    known = set(net.table("links")["link_id"])
    if known.issuperset(local.table("links")["link_id"]):
        done = sorted(link for link in known if str(link).startswith("joint-"))
        raise DataError(
            [f"{local.name!r} is part of {net.name!r} already"
             + (f", joined by {counted(len(done), 'link')} such as {done[0]!r}" if done else "")
             + "; join it once, to the first network, and name all the places: at=['Karachi', ...]"]
        )  # fmt: skip


def _joints(
    net: Network, local: Network, at: Iterable[str] | Mapping[str, str] | None, reach_km: float
) -> list[Joint]:
    classes, here = _classes(net), _classes(local)
    nodes = net.table("nodes")
    if at is None:
        wanted = [
            str(n) for n, k in zip(nodes["node_id"], nodes["kind"], strict=True) if k in _KINDS
        ]
    else:
        wanted = [net.gazetteer.node_id(place) for place in ((at,) if isinstance(at, str) else at)]
    given: Mapping[str, str] = at if isinstance(at, Mapping) else {}
    chosen = {net.gazetteer.node_id(place): node for place, node in given.items()}
    for node in chosen.values():
        local.node_row(node)
    found = []
    for vehicle in sorted(
        {v for n in wanted for v in classes.get(n, ())} & set().union(*here.values())
    ):
        if vehicle.startswith(("sea", "ferry", "pipeline", "air")):
            continue
        places = [n for n in wanted if vehicle in classes.get(n, ())]
        if not places:
            continue
        rows = [net.node_row(n) for n in places]
        near = snap(local, [(nodes["lon"][r], nodes["lat"][r]) for r in rows], vehicle=vehicle)
        for place, node, km in zip(places, near["node_id"], near["snapped_km"], strict=True):
            if place in chosen:
                if vehicle in here.get(chosen[place], ()):
                    found.append(
                        Joint(place, chosen[place], vehicle, _km(net, local, place, chosen[place]))
                    )
            elif km <= reach_km and (at is not None or _one_country(net, local, place, str(node))):
                found.append(Joint(place, str(node), vehicle, float(km)))
    missing = (
        [n for n in wanted if n not in {joint.node_id for joint in found}] if at is not None else []
    )
    if missing:
        raise ValueError(
            f"{', '.join(missing)}: no node of {local.name!r} with the same mode and gauge within "
            f"{reach_km:g} km; name the node: at={{{missing[0]!r}: 'osm-123'}}, or raise reach_km"
        )
    return found


def _one_country(net: Network, local: Network, place: str, node: str) -> bool:
    a = net.table("nodes")["country"][net.node_row(place)]
    return bool(a == local.table("nodes")["country"][local.node_row(node)])


def _km(net: Network, local: Network, place: str, node: str) -> float:
    ends = [(n.table("nodes"), n.node_row(i)) for n, i in ((net, place), (local, node))]
    (a, i), (b, k) = ends
    return great_circle_km(a["lon"][i], a["lat"][i], b["lon"][k], b["lat"][k])


def _classes(net: Network) -> dict[str, set[str]]:
    """Return the vehicle classes of the operational links at each node."""
    from corridors.sources.making.assemble import classes_at

    return classes_at(net.table("links").columns)


def _united(net: Network, local: Network) -> dict[str, Table]:
    """Return the rows of both; of those with the same key, the first network's."""
    faults: list[str] = []
    united = {}
    for name in net.table_names:
        first, second = net.table(name), local.table(name)
        keys = [c.name for c in schema()[name].values() if c.key == "id"]
        keys = keys or _KEYS.get(name, list(schema()[name]))
        known = set(zip(*(first[k] for k in keys), strict=True)) if len(first) else set()
        rows = list(first)
        for row in second:
            key = tuple(row[k] for k in keys)
            if key not in known:
                rows.append(row)
            elif name in ("nodes", "links") and not _same(row, first, keys, key):
                faults.append(f"{name}: {key[0]!r} is in both networks, and is not the same")
        united[name] = from_rows(name, rows)
    if faults:
        raise DataError(faults)
    if net.rules.lengths != local.rules.lengths:  # what one of them trusts, no check may refuse
        united["rules"] = rules_table(net.rules._replace(lengths="trust"))
    else:
        united["rules"] = net.table("rules")
    return united


_KEYS = {
    "border_crossings": ["bcp_id", "mode", "from_country", "to_country"],
    "transshipments": ["node_id", "from_class", "to_class"],
    "corridor_links": ["corridor_id", "link_id", "node_id", "gate"],
}


def _same(row: Mapping[str, Any], table: Table, keys: list[str], key: tuple) -> bool:
    number = table.index(*keys)[key if len(key) > 1 else key[0]]
    return all(repr(table[c][number]) == repr(v) for c, v in row.items())


def _link(net: Network, local: Network, joint: Joint) -> dict[str, Any]:
    """Return the link of a joint."""
    a, b = net.node_row(joint.node_id), local.node_row(joint.local_id)
    home, away = net.table("nodes"), local.table("nodes")
    if home["country"][a] != away["country"][b]:
        raise DataError(
            f"{joint.node_id} lies in {home['country'][a]}, but {joint.local_id} in "
            f"{away['country'][b]}: a joint does not cross a border; name another node"
        )
    mode = "rail" if joint.vehicle.startswith("rail-") else joint.vehicle
    gauge = float(joint.vehicle.split("-")[1]) if mode == "rail" else math.nan
    if vehicle_class(mode, gauge) != joint.vehicle:
        raise DataError(f"no link can carry {joint.vehicle!r}, so it joins nothing")
    name = str(home["name"][a])
    return {
        **{
            c.name: math.nan if c.type in ("float", "int") else ""
            for c in schema()["links"].values()
        },
        "link_id": f"joint-{joint.vehicle}-{joint.node_id}-{joint.local_id}",
        "name": f"{name} - {away['name'][b]}",
        "from_node": joint.node_id,
        "to_node": joint.local_id,
        "mode": mode,
        "gauge_mm": gauge,
        "status": "operational",
        "length_km": max(0.001, round(joint.km * ACCESS_CIRCUITY, 4)),
        "length_basis": "assumed",
        "length_source_id": ASSUMED["source_id"],
        "note": f"joins {net.name} and {local.name}",
        **ASSUMED,
    }
