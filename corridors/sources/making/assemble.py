"""From bare nodes and links to a network that routes: borders, terminals, services, rates."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np

from corridors.network.countries import zones_of
from corridors.network.earth import great_circle_km
from corridors.network.forms.geometry import Line
from corridors.network.network import Network
from corridors.network.prices import PRICE_COLUMNS
from corridors.network.schema import schema
from corridors.network.tables import Table
from corridors.sources.making.defaults import (
    ASSUMED,
    Crossings,
    embedded_crossings,
    embedded_services,
    ferry_service,
    from_rows,
    handling_of,
    make_table,
    rate_tables,
)
from corridors.sources.making.lanes import shores
from corridors.vocabulary import SHIP_CLASSES, mode_of, vehicle_class

#: What it takes where a ship sails on from lane to lane: nothing, and no change of ship.
SAILS_ON: Mapping[str, Any] = {
    **dict.fromkeys(("hours_p50", "hours_p90", *PRICE_COLUMNS), 0.0),
    "note": "the ship sails on from lane to lane",
}
#: Crossings of one mode and pair of countries within this distance are one.
ONE_CROSSING_KM = 5.0


@dataclass
class Draft:
    """Columns of nodes and links, and where goods are loaded or change vehicle.

    ``loading[node]`` are the vehicle classes that goods board and leave there, ``changes[node]``
    those between which they change; ``carried[node]`` are the modes that the ferries there
    carry, all where a node is left out; ``sailing[node]`` are the classes of ships that sail on
    there from lane to lane.
    """

    nodes: dict[str, Any]
    links: dict[str, Any]
    loading: Mapping[str, Iterable[str]] = field(default_factory=dict)
    changes: Mapping[str, Iterable[str]] = field(default_factory=dict)
    hours: Mapping[str, float] = field(default_factory=dict)
    carried: Mapping[str, frozenset[str]] = field(default_factory=dict)
    sailing: Mapping[str, Iterable[str]] = field(default_factory=dict)


def assemble(
    draft: Draft,
    *,
    name: str,
    geometry: Callable[[], Mapping[str, Line]] | None = None,
    report: object = None,
    tables: Mapping[str, Table] | None = None,
) -> Network:
    """Return the network of a draft, with embedded values where the draft has none.

    ``tables`` replaces any table that would be filled from the embedded ones.
    """
    nodes = dict(draft.nodes)
    if "zone" not in nodes:
        columns = (np.array(nodes[c]) for c in ("country", "lon", "lat"))
        nodes["zone"] = [str(z) for z in zones_of(*columns)]
    links = dict(draft.links)
    links["bcp_id"], crossings = _borders(nodes, links)
    services, ports = _ferries(nodes, links, draft)
    made = {
        "nodes": make_table("nodes", len(nodes["node_id"]), nodes),
        "links": make_table("links", len(links["link_id"]), links),
        "border_crossings": from_rows("border_crossings", [*crossings, *ports]),
        "services": from_rows("services", services),
        "transshipments": _terminals(draft),
        **rate_tables(),
        **(tables or {}),
    }
    for other in schema():
        made.setdefault(other, from_rows(other, []))
    return Network(made, geometry=geometry, name=name, report=report)


def _borders(nodes: dict, links: dict) -> tuple[list[str], list[dict]]:
    """Return the border crossing of each link, and the rows of them all."""
    row = {node: k for k, node in enumerate(nodes["node_id"])}
    country, lon, lat = np.array(nodes["country"], object), nodes["lon"], nodes["lat"]
    tails, heads = ([row[node] for node in links[end]] for end in ("from_node", "to_node"))
    given = links.get("bcp_id", [""] * len(links["link_id"]))
    ids, known, rows = [""] * len(given), embedded_crossings(), {}
    places: dict[tuple, list[tuple[float, float, str]]] = {}
    for k in np.flatnonzero(country[tails] != country[heads]).tolist():
        a, b, mode = tails[k], heads[k], links["mode"][k]
        if mode in SHIP_CLASSES:
            continue
        home, away = country[a], country[b]
        x, y = (lon[a] + lon[b]) / 2, (lat[a] + lat[b]) / 2
        bcp = given[k] or _crossing_id(known, places, (mode, *sorted((home, away))), x, y)
        ids[k] = bcp
        for one, other in ((home, away), (away, home)):
            key = (bcp, mode, one, other)
            if key not in rows:
                base = {"name": _crossing_name(nodes, a, b, bcp)}
                rows[key] = {**base, **known.values(bcp, mode, one, other)} | dict(
                    zip(("bcp_id", "mode", "from_country", "to_country"), key, strict=True)
                )
    return ids, list(rows.values())


def _crossing_id(known: Crossings, places: dict, key: tuple, lon: float, lat: float) -> str:
    """Return the embedded crossing at a point, one already made there, or a new one."""
    mode, a, b = key
    bcp = known.nearest(mode, a, b, lon, lat)
    if bcp:
        return bcp
    near: list[tuple[float, float, str]] = places.setdefault(key, [])
    for x, y, other in near:
        if great_circle_km(lon, lat, x, y) <= ONE_CROSSING_KM:
            return other
    place = f"{abs(lat):.2f}{'NS'[lat < 0]}-{abs(lon):.2f}{'EW'[lon < 0]}"
    bcp = f"{a}-{b}-{mode}-{place}".lower()
    near.append((lon, lat, bcp))
    return bcp


def _crossing_name(nodes: dict, a: int, b: int, bcp: str) -> str:
    for k in (a, b):
        if nodes["name"][k] != nodes["node_id"][k]:
            return str(nodes["name"][k])
    return bcp


def _ferries(nodes: dict, links: dict, draft: Draft) -> tuple[list, list]:
    """Return the services of ferries, and customs rows of the ports of those that go abroad."""
    row = {node: k for k, node in enumerate(nodes["node_id"])}
    known, services, ports = embedded_crossings(), [], {}
    joined = shores(nodes, links, draft.sailing)
    for k, mode in enumerate(links["mode"]):
        if mode not in SHIP_CLASSES:
            continue
        link, km = links["link_id"][k], links["length_km"][k]
        ports_of_link = links["from_node"][k], links["to_node"][k]
        at_sea = "" in {nodes["country"][row[port]] for port in ports_of_link}
        own = _own_price(links, k)
        assumed = ferry_service(
            link, links["name"][k], km, draft.hours.get(link, float("nan")),
            mode=mode, is_part=at_sea, priced=bool(own),
        )  # fmt: skip
        assumed["status"] = links["status"][k]
        known_ones = embedded_services(link, mode, ports_of_link)
        services += [{**service, **own} for service in known_ones or [assumed]]
        ends = [row[port] for port in ports_of_link]
        homes = [nodes["country"][e] for e in ends]
        if len(joined[k]) < 2:
            continue
        for end, home in zip(ends, homes, strict=True):
            if not home:
                continue
            port = nodes["node_id"][end]
            for a, b in ((home, "*"), ("*", home)):
                values = known.values(port, mode, a, b)
                ports[port, mode, a, b] = {
                    "name": nodes["name"][end],
                    **values,
                    "bcp_id": port,
                    "mode": mode,
                    "from_country": a,
                    "to_country": b,
                }
    return services, list(ports.values())


def _own_price(links: Mapping[str, Any], k: int) -> dict[str, Any]:
    """Return what a service has of a link's own price, nothing if it has none."""
    prices = {c: links[c][k] for c in PRICE_COLUMNS if c in links}
    if not any(price == price for price in prices.values()):  # noqa: PLR0124  nan
        return {}
    said = {"price_source_id": links["source_id"], "price_basis": links["basis"]}
    said = {name: v if isinstance(v, str) else v[k] for name, v in said.items()}
    return {**dict.fromkeys(_AS_PUBLISHED, math.nan), "raw_currency": "", "raw_period": "",
            **prices, **said}  # fmt: skip


#: What tells how the price of a service was published: that of a link has none.
_AS_PUBLISHED = ("raw_20ft", "raw_40ft", "raw_per_t", "back_ratio")


def _terminals(draft: Draft) -> Table:
    """Return the handling rows: loading, unloading, and every change of vehicle."""
    of_classes = cache(_pairs)
    pairs = [
        (node, *pair)
        for node in sorted({*draft.loading, *draft.changes})
        for pair in of_classes(
            tuple(draft.loading.get(node, ())),
            tuple(draft.changes.get(node, ())),
            draft.carried.get(node),
        )
    ]
    pairs += [(node, ship, ship) for node in sorted(draft.sailing) for ship in draft.sailing[node]]
    known = {
        (a, b): SAILS_ON if a == b else handling_of(a, b) for a, b in {pair[1:] for pair in pairs}
    }
    columns: dict[str, Any] = {
        "node_id": [node for node, _, _ in pairs],
        "from_class": [a for _, a, _ in pairs],
        "to_class": [b for _, _, b in pairs],
        **ASSUMED,
    }
    values = [known[a, b] for _, a, b in pairs]
    for column in ("hours_p50", "hours_p90", *PRICE_COLUMNS, "note"):
        columns[column] = [row[column] for row in values]
    return make_table("transshipments", len(pairs), columns)


def _pairs(
    loading: Iterable[str], changes: Iterable[str], carried: frozenset[str] | None
) -> list[tuple[str, str]]:
    loaded, changed = sorted(set(loading)), sorted(set(changes))
    aboard = [c for c in changed if carried is None or mode_of(c) in carried]
    return [
        *(("origin", c) for c in loaded),
        *((c, "destination") for c in loaded),
        *(
            (a, b)
            for a in changed
            for b in changed
            if a != b and ("ferry" not in (a, b) or a in aboard or b in aboard)
        ),
    ]


def classes_at(links: Mapping[str, Sequence]) -> dict[str, set[str]]:
    """Return the vehicle classes of the operational links at each node."""
    found: dict[str, set[str]] = {}
    for a, b, mode, gauge, status in zip(
        *(links[c] for c in ("from_node", "to_node", "mode", "gauge_mm", "status")), strict=True
    ):
        if status == "operational":
            vehicle = vehicle_class(mode, gauge)
            found.setdefault(a, set()).add(vehicle)
            found.setdefault(b, set()).add(vehicle)
    return found
