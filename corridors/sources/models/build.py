"""A network of a foreign model's rows: ids, countries, gauges, and the model's charges."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from corridors.errors import DataError, suggesting
from corridors.network.checks.rules import PERMISSIVE, rules_table
from corridors.network.countries import (
    UNKNOWN,
    countries_of,
    far_from,
    is_covered,
    known_countries,
    usual_gauge_mm,
)
from corridors.network.earth import segment_km
from corridors.network.forms.geometry import Line
from corridors.network.network import Network
from corridors.network.prices import BOX_PRICES, LOAD_T, PRICE_COLUMNS
from corridors.network.tables import Table
from corridors.sources.making.assemble import Draft, assemble, classes_at
from corridors.sources.making.defaults import from_rows, rate_tables, with_source
from corridors.sources.making.gauges import embedded_gauge
from corridors.sources.making.lanes import meetings, put_to_sea
from corridors.sources.models.permissive import price_faults
from corridors.vocabulary import counted

if TYPE_CHECKING:
    from corridors.sources.models import Columns

#: Source of what a model says.
MODEL = "imported-model"
_LOADING = ("city", "seaport", "rail_terminal", "dry_port", "")


def build(
    nodes: list[dict[str, Any]], links: list[dict[str, Any]], columns: Columns, name: str,
    source: str, lines: Mapping[str, Line],
) -> Network:  # fmt: skip
    """Return the network of typed rows."""
    _check_ends(nodes, links, columns.labels)
    own = any(k in row for row in links for k in ("cost_usd", "cost_usd_per_km"))
    charged = own or any(k.startswith(("border_", "transfer_")) for row in nodes for k in row)
    node_columns = _nodes(nodes, columns.crs, source)
    put_to_sea(node_columns, nodes, links)
    link_columns = _links(links, node_columns, columns.box, source)
    if dear := price_faults(link_columns, columns.labels.get("links", "links")):
        raise DataError(dear)
    if charged:  # each link over a border has its own charge
        link_columns["bcp_id"] = [
            bcp or f"border-{link}"
            for bcp, link in zip(link_columns["bcp_id"], link_columns["link_id"], strict=True)
        ]
    home = dict(zip(node_columns["node_id"], node_columns["country"], strict=True))
    present = {node: found for node, found in classes_at(link_columns).items() if home[node]}
    kind = dict(zip(node_columns["node_id"], (r.get("kind", "") for r in nodes), strict=True))
    loading = {n: v for n, v in present.items() if kind[n] in _LOADING}
    loading = loading or present
    changes = {n: v for n, v in present.items() if len(v) > 1}
    node_columns["terminal_classes"] = [
        row.get("terminal_classes") or ";".join(sorted(present.get(node, ())))
        for row, node in zip(nodes, node_columns["node_id"], strict=True)
    ]
    sailing = meetings(link_columns)
    draft = Draft(node_columns, link_columns, loading, changes, sailing=sailing)
    tables = _own_rates() if own else {}
    tables = {**tables, "sources": with_source(MODEL, f"Model: {name}")}
    tables["rules"] = rules_table(PERMISSIVE)
    net = assemble(draft, name=name, geometry=lambda: lines, tables=tables)
    return _with_charges(net, nodes, columns.box, own=own) if charged else net


def _check_ends(nodes: list, links: list, labels: Mapping[str, str]) -> None:
    """Raise with every node that stands twice and every link whose end is no node."""
    faults: list[str] = []
    known: dict[Any, int] = {}
    files = {table: labels.get(table, table) for table in ("nodes", "links")}
    for number, row in enumerate(nodes, start=2):
        if row["node_id"] in known:
            faults.append(
                f"{files['nodes']}:{number}: node_id {row['node_id']!r} stands already in row "
                f"{known[row['node_id']]}"
            )
        known.setdefault(row["node_id"], number)
    for number, row in enumerate(links, start=2):
        for end in ("from_node", "to_node"):
            if row[end] not in known:
                faults.append(
                    suggesting(
                        f"{files['links']}:{number}: {end} {row[end]!r} is no node",
                        row[end],
                        known,
                    )
                )
        if row["from_node"] == row["to_node"]:
            faults.append(f"{files['links']}:{number}: begins and ends at {row['to_node']!r}")
    if not nodes or not links:
        faults.append("a network needs at least two nodes and a link")
    if faults:
        raise DataError(faults)


def _nodes(nodes: list[dict[str, Any]], crs: str, source: str) -> dict[str, Any]:
    given = (np.array([row["lon"] for row in nodes]), np.array([row["lat"] for row in nodes]))
    x, y = _degrees(given[0], given[1], crs)
    inside = (np.abs(x) <= 180) & (np.abs(y) <= 90)
    if not inside.all():
        k = int(np.argmin(inside))
        raise DataError(
            f"{source}: node {nodes[k]['node_id']!r} lies at ({x[k]:g}, {y[k]:g}), which are no "
            'degrees; say the coordinate system: crs = "EPSG:32642" (or lon and lat are swapped)'
        )
    _check_countries(nodes, given, (x, y), crs, source)
    by_place = countries_of(x, y)
    return {
        "node_id": [str(row["node_id"]) for row in nodes],
        "name": [str(row.get("name") or row["node_id"]) for row in nodes],
        "kind": [row.get("kind") or "city" for row in nodes],
        "country": [
            str(row.get("country") or home) for row, home in zip(nodes, by_place, strict=True)
        ],
        "zone": [row.get("zone", "") for row in nodes],
        "lon": x.tolist(),
        "lat": y.tolist(),
        "aliases": [row.get("aliases", "") for row in nodes],
        "unlocode": [row.get("unlocode", "") for row in nodes],
        "source_id": MODEL,
        "basis": "published",
        "note": f"from {source}",
    }


def _degrees(x: np.ndarray, y: np.ndarray, crs: str) -> tuple[np.ndarray, np.ndarray]:
    if crs.upper() == "EPSG:4326":
        return x, y
    from pyproj import Transformer

    return Transformer.from_crs(crs, "EPSG:4326", always_xy=True).transform(x, y)


def _check_countries(
    nodes: list[dict[str, Any]], given: tuple, degrees: tuple, crs: str, source: str
) -> None:
    """Raise if most nodes with a country lie far outside it: then the axes or the crs are wrong."""
    said = [str(row.get("country", "")) for row in nodes]
    lon, lat = degrees
    turned = _degrees(given[1], given[0], crs)
    fits = (np.abs(turned[0]) <= 180) & (np.abs(turned[1]) <= 90)
    fits &= ~far_from(said, *(np.where(fits, v, 0.0) for v in turned))
    judged = np.isin(said, known_countries())
    outside = far_from(said, lon, lat) & (is_covered(lon, lat) | fits)
    if 2 * outside.sum() <= judged.sum():
        return
    k = int(np.argmax(outside))
    home = str(countries_of(lon[k : k + 1], lat[k : k + 1])[0])
    swapped = 2 * (fits & judged).sum() > judged.sum()
    why = (
        "lon and lat are swapped"
        if swapped
        else f"lon and lat are swapped, or the crs {crs!r} is wrong"
    )
    raise DataError(
        f"{source}: {outside.sum()} of {counted(judged.sum(), 'node')} with a country lie far "
        f"outside it: {why}. The first is {nodes[k]['node_id']!r}, said to be in {said[k]}, but "
        f"({lon[k]:.2f}, {lat[k]:.2f}) is in {'none that is known' if home == UNKNOWN else home}"
    )


def _links(
    links: list[dict[str, Any]], nodes: Mapping[str, list], box: str, source: str
) -> dict[str, Any]:
    row_of = {node: k for k, node in enumerate(nodes["node_id"])}
    known: dict[str, int] = {}
    columns: dict[str, list] = {name: [] for name in _COLUMNS}
    for number, row in enumerate(links, start=1):
        a, b = row_of[str(row["from_node"])], row_of[str(row["to_node"])]
        mode = row.get("mode") or "road"
        link = str(row.get("link_id") or f"link-{number}")
        known[link] = known.get(link, 0) + 1
        link = link if known[link] == 1 else f"{link}-{known[link]}"
        km = row.get("length_km", math.nan)
        if math.isnan(km):
            ends = np.array([a, b])
            lon, lat = np.array(nodes["lon"])[ends], np.array(nodes["lat"])[ends]
            km = max(0.001, float(segment_km(lon, lat)[0]))
        prices = {p: row.get(p, math.nan) for p in PRICE_COLUMNS}
        cost = row.get("cost_usd", math.nan)
        if math.isnan(cost):
            cost = row.get("cost_usd_per_km", math.nan) * km
        if not math.isnan(cost):
            prices[BOX_PRICES[box]] = cost
        hours = row.get("time_h", math.nan)
        values = {
            "link_id": link, "from_node": nodes["node_id"][a], "to_node": nodes["node_id"][b],
            "name": row.get("name") or f"{nodes['name'][a]} - {nodes['name'][b]}",
            "mode": mode, "status": row.get("status") or "operational", "length_km": km,
            "gauge_mm": _gauge(row, mode, nodes["country"][a]), "bcp_id": row.get("bcp_id", ""),
            "commodity": row.get("commodity", ""), "line_ref": row.get("line_ref", ""),
            "speed_kmh": row.get("speed_kmh", math.nan), "oneway": row.get("oneway", ""),
            **{h: row.get(h, math.nan) if math.isnan(hours) else hours for h in _HOURS},
            "tags": row.get("tags", ""), "passages": row.get("passages", ""), **prices,
        }  # fmt: skip
        for name, column in columns.items():
            column.append(values[name])
    return {
        **columns, "source_id": MODEL, "basis": "published", "length_basis": "published",
        "length_source_id": MODEL, "note": f"from {source}",
    }  # fmt: skip


#: A model tells no spread: what it says is certain.
_HOURS = ("hours_p50", "hours_p90")
_COLUMNS = (
    "link_id", "name", "from_node", "to_node", "mode", "gauge_mm", "status", "bcp_id", "commodity",
    "length_km", "line_ref", "speed_kmh", "oneway", *_HOURS, *PRICE_COLUMNS,
    "tags", "passages",
)  # fmt: skip


def _gauge(row: Mapping[str, Any], mode: str, country: str) -> float:
    if mode != "rail":
        return math.nan
    said = row.get("gauge_mm", math.nan)
    if not math.isnan(said):
        return float(said)
    return float(embedded_gauge(country) or usual_gauge_mm(country))


def _own_rates() -> dict[str, Table]:
    """Return the embedded rates without fees on entering a country: the model has its own."""
    tables = rate_tables()
    tariffs = tables["tariffs"]
    free = {**tariffs.columns, "fixed_usd": (0.0,) * len(tariffs)}
    return {**tables, "tariffs": Table("tariffs", free)}


def _with_charges(net: Network, nodes: list[dict], box: str, *, own: bool) -> Network:
    """Return the network with the model's charges at its nodes.

    A border charge is paid where a link passes from one country to another, at each of its ends
    that has one; a transfer charge where goods change gauge or mode. With costs of its own, the
    model has no other charge: loading and what it does not price are free and take no time.
    """
    of_node = {str(row["node_id"]): row for row in nodes}
    charges: dict[str, tuple[float, float]] = {}
    for link in net.table("links"):
        if link["bcp_id"]:
            ends = [of_node[link[e]] for e in ("from_node", "to_node")]
            usd, hours = (sum(_value(e, key) for e in ends) for key in ("border_usd", "border_h"))
            found = (float(usd), float(hours))
            charges[link["bcp_id"]] = max(found, charges.get(link["bcp_id"], (0.0, 0.0)))
    borders = []
    for row in net.table("border_crossings"):
        usd, hours = charges.get(row["bcp_id"], (0.0, 0.0))
        if own or usd or hours:
            fee = usd * LOAD_T if box == "t" else usd  # a border's fee is for a load
            row |= {"cost_usd": fee, "hours_p50": hours, "hours_p90": hours, "note": "of the model",
                    "source_id": MODEL, "basis": "published"}  # fmt: skip
        borders.append(row)
    changes = []
    for row in net.table("transshipments"):
        at_end = "origin" in row["from_class"] or "destination" in row["to_class"]
        node = of_node[row["node_id"]]
        usd, hours = (0.0 if at_end else _value(node, k) for k in ("transfer_usd", "transfer_h"))
        if (own or usd or hours) and row["from_class"] != row["to_class"]:
            row |= {"hours_p50": hours, "hours_p90": hours, "note": "of the model",
                    "source_id": MODEL, "basis": "published"}  # fmt: skip
            row |= {price: usd if b == box else math.nan for b, price in BOX_PRICES.items()}
        changes.append(row)
    return net.replaced(
        {
            "services": from_rows("services", _own_services(net)),
            "border_crossings": from_rows("border_crossings", borders),
            "transshipments": from_rows("transshipments", changes),
        }
    )


def _own_services(net: Network) -> list[dict]:
    """Return the ferries with the model's cost and time where it has them, without waiting."""
    links, rows = net.table("links"), []
    for row in net.table("services"):
        k = net.link_row(row["link_id"])
        prices = {price: links[price][k] for price in PRICE_COLUMNS}
        if not all(map(math.isnan, prices.values())):
            row |= {**prices, "departures_per_week": 500.0, "note": "cost of the model"}
        if not math.isnan(links["hours_p50"][k]):
            row |= {name: links[name][k] for name in _HOURS}
        rows.append(row)
    return rows


def _value(row: Mapping[str, Any], key: str) -> float:
    value = row.get(key, math.nan)
    return 0.0 if math.isnan(value) else float(value)
