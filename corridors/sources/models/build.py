"""A network of a foreign model's typed rows: countries, gauges, prices, hours."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from corridors.errors import DataError
from corridors.network.checks.rules import PERMISSIVE, rules_table
from corridors.network.countries import (
    UNKNOWN,
    countries,
    countries_of,
    far_from,
    is_covered,
    known_countries,
    usual_gauge_mm,
)
from corridors.network.forms.geometry import Line, fit_lines
from corridors.network.network import Network
from corridors.network.prices import PRICE_COLUMNS
from corridors.network.tables import Table
from corridors.sources.making.assemble import Draft, assemble, classes_at
from corridors.sources.making.crs import degrees
from corridors.sources.making.defaults import rate_tables, with_source
from corridors.sources.making.gauges import embedded_gauge
from corridors.sources.making.lanes import meetings, put_to_sea
from corridors.sources.models.account import Account
from corridors.sources.models.charges import MODEL, Charges, with_charges
from corridors.sources.models.columns import Columns
from corridors.sources.models.lines import with_lengths
from corridors.sources.models.rows import Row, chosen_of_parallel
from corridors.vocabulary import counted

_LOADING = ("city", "seaport", "rail_terminal", "dry_port")
#: A model tells no spread: what it says is certain.
_HOURS = ("hours_p50", "hours_p90")
_COLUMNS = (
    "link_id", "name", "from_node", "to_node", "mode", "gauge_mm", "status", "bcp_id", "commodity",
    "length_km", "line_ref", "speed_kmh", "oneway", *_HOURS, *PRICE_COLUMNS,
    "tags", "passages",
)  # fmt: skip
_WORDS = ("bcp_id", "commodity", "line_ref", "oneway", "tags", "passages")
_OUR_ROW = re.compile(r"(nodes|links)\.csv:(\d+)")


def build(
    nodes: Sequence[Row], links: Sequence[Row], columns: Columns, name: str, source: str,
    lines: Mapping[str, Line], account: Account,
) -> Network:  # fmt: skip
    """Return the network of typed rows that can be used."""
    node_columns = _nodes(nodes, columns, source, account)
    kinds, homes = ([row.get(word) or "" for row in nodes] for word in ("kind", "country"))
    put_to_sea(node_columns, kinds, homes, links)
    places = zip(node_columns["lon"], node_columns["lat"], strict=True)
    at = dict(zip(node_columns["node_id"], places, strict=True))
    links = with_lengths(links, at, lines, account)
    charges = Charges.of(nodes, links, columns, account)
    links = chosen_of_parallel(links, columns.parallel, account, charges.columns[0])
    link_columns = _links(charges.on_links(links), node_columns, source, account)
    if charges.any:  # each link over a border has its own charge
        link_columns["bcp_id"] = charges.crossings(links)
    draft = _draft(nodes, node_columns, link_columns, own=charges.own)
    tables = _own_rates() if charges.own else {}
    tables = {**tables, "sources": with_source(MODEL, f"Model: {name}")}
    tables["rules"] = rules_table(PERMISSIVE)
    kept = {row["link_id"]: lines[row["link_id"]] for row in links if row["link_id"] in lines}
    try:
        net = assemble(draft, name=name, geometry=lambda: kept, tables=tables)
    except DataError as error:
        raise _of_their_rows(error, nodes, links) from None
    faults: list[str] = []
    label = columns.labels.get("links", source)
    kept.update(fit_lines(kept, {t: net.table(t) for t in ("nodes", "links")}, label, faults))
    if faults:
        raise DataError(faults)
    return with_charges(net, charges) if charges.any else net


def _of_their_rows(error: DataError, nodes: Sequence[Row], links: Sequence[Row]) -> DataError:
    """Return faults of our tables with the rows of the user's files that they come from."""
    rows = {"nodes": nodes, "links": links}

    def place(found: re.Match[str]) -> str:
        table, number = rows[found[1]], int(found[2]) - 2
        return str(table[number]["at"]) if number < len(table) else found[0]

    return DataError([_OUR_ROW.sub(place, fault) for fault in error.faults], hints=error.hints)


def _draft(
    nodes: Sequence[Row], node_columns: dict[str, Any], link_columns: dict[str, Any], *, own: bool
) -> Draft:
    """Return nodes and links, and where goods are loaded or change vehicle.

    Where the model has its own prices, they are loaded at every node: a border post is one of the
    places between which it gives costs.
    """
    home = dict(zip(node_columns["node_id"], node_columns["country"], strict=True))
    present = {node: found for node, found in classes_at(link_columns).items() if home[node]}
    kind = dict(zip(node_columns["node_id"], node_columns["kind"], strict=True))
    loading = {n: v for n, v in present.items() if own or kind[n] in _LOADING}
    changes = {n: v for n, v in present.items() if len(v) > 1}
    node_columns["terminal_classes"] = [
        row.get("terminal_classes") or ";".join(sorted(present.get(node, ())))
        for row, node in zip(nodes, node_columns["node_id"], strict=True)
    ]
    sailing = meetings(link_columns)
    return Draft(node_columns, link_columns, loading or present, changes, sailing=sailing)


# -- nodes ----------------------------------------------------------------------------------------


def _nodes(nodes: Sequence[Row], columns: Columns, source: str, account: Account) -> dict[str, Any]:
    crs = columns.crs
    given = (np.array([row["lon"] for row in nodes]), np.array([row["lat"] for row in nodes]))
    x, y = degrees(given[0], given[1], crs)
    inside = (np.abs(x) <= 180) & (np.abs(y) <= 90)
    if not inside.all():
        k = int(np.argmin(inside))
        raise DataError(
            f"{source}: node {nodes[k]['node_id']!r} lies at ({x[k]:g}, {y[k]:g}), which are no "
            'degrees; say the coordinate system: crs = "EPSG:32642" (or lon and lat are swapped)'
        )
    _check_countries(nodes, given, (x, y), crs, source, account)
    return {
        "node_id": [str(row["node_id"]) for row in nodes],
        "name": [str(row.get("name") or row["node_id"]) for row in nodes],
        "kind": [row.get("kind") or columns.kind for row in nodes],
        "country": _countries(nodes, x, y, columns, account),
        "zone": [row.get("zone", "") for row in nodes],
        "lon": x.tolist(),
        "lat": y.tolist(),
        "aliases": [row.get("aliases", "") for row in nodes],
        "unlocode": [row.get("unlocode", "") for row in nodes],
        "source_id": MODEL,
        "basis": "published",
        "note": f"from {source}",
    }


def _countries(
    nodes: Sequence[Row], x: np.ndarray, y: np.ndarray, columns: Columns, account: Account
) -> list[str]:
    """Return the country of each node: what its row says, else where it lies."""
    said = [str(row.get("country") or "") for row in nodes]
    silent = [k for k, word in enumerate(said) if not word]
    if silent:
        for k, home in zip(silent, countries_of(x[silent], y[silent]), strict=True):
            said[k] = str(home)
        account.infer(f"the country of {counted(len(silent), 'node')} is where it lies")
        lost = sum(said[k] == UNKNOWN for k in silent)
        if lost:
            account.assume(
                f"{counted(lost, 'node')} in no country that is known by outline ({UNKNOWN})"
            )
    if columns.own_countries:
        account.assume(
            f"the model's own zones are its countries: {', '.join(sorted(set(said))[:12])}"
        )
    return said


def _check_countries(
    nodes: Sequence[Row], given: tuple, points: tuple, crs: str, source: str, account: Account
) -> None:  # fmt: skip
    """Raise if most nodes with a country lie far outside it: then the axes or the crs are wrong.

    Of fewer, each is told.
    """
    said = [str(row.get("country", "")) for row in nodes]
    lon, lat = points
    turned = degrees(given[1], given[0], crs)
    fits = (np.abs(turned[0]) <= 180) & (np.abs(turned[1]) <= 90)
    fits &= ~far_from(said, *(np.where(fits, v, 0.0) for v in turned))
    judged = np.isin(said, known_countries())
    outside = far_from(said, lon, lat) & (is_covered(lon, lat) | fits)
    if 2 * outside.sum() <= judged.sum():
        lies = countries_of(lon, lat)
        foreign = np.isin(said, [*countries()]) & ~judged & np.isin(lies, known_countries())
        for k in np.flatnonzero(far_from(said, lon, lat) | foreign).tolist():
            where = f"{nodes[k]['at']}: {nodes[k]['node_id']!r}, {said[k]}"
            account.change("lies far outside the country that it says, which is kept", where)
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


# -- links ----------------------------------------------------------------------------------------


def _links(
    links: Sequence[Row], nodes: Mapping[str, list], source: str, account: Account
) -> dict[str, Any]:
    name = dict(zip(nodes["node_id"], nodes["name"], strict=True))
    country = dict(zip(nodes["node_id"], nodes["country"], strict=True))
    columns: dict[str, list] = {column: [] for column in _COLUMNS}
    assumed = 0
    for row in links:
        a, b, mode = row["from_node"], row["to_node"], row.get("mode") or "road"
        gauge, is_said = _gauge(row, mode, country[a])
        assumed += mode == "rail" and not is_said
        values = {
            "link_id": row["link_id"], "from_node": a, "to_node": b, "mode": mode,
            "name": row.get("name") or f"{name[a]} - {name[b]}",
            "status": row.get("status") or "operational", "gauge_mm": gauge,
            **{h: row.get(h, math.nan) for h in _HOURS},
            **{p: row.get(p, math.nan) for p in PRICE_COLUMNS},
            **{c: row.get(c, math.nan) for c in ("length_km", "speed_kmh")},
            **{c: row.get(c, "") for c in _WORDS},
            "passages": ";".join(filter(None, re.split(r"[,;|\s]+", row.get("passages", "")))),
        }  # fmt: skip
        for column, cells in columns.items():
            cells.append(values[column])
    if assumed:
        account.assume(
            f"the gauge of {counted(assumed, 'railway')} is the usual one of its country"
        )
    if not any(row.get("mode") for row in links):
        account.assume("every link is a road: no row says its mode")
    return {
        **columns, "source_id": MODEL, "basis": "published", "length_basis": "published",
        "length_source_id": MODEL, "note": f"from {source}",
    }  # fmt: skip


def _gauge(row: Row, mode: str, country: str) -> tuple[float, bool]:
    """Return the gauge of a link, and whether its row says it.

    Only railways have one, and ferries whose row says that they carry wagons of it.
    """
    said = row.get("gauge_mm", math.nan)
    if mode == "ferry":
        return said, True
    if mode != "rail":
        return math.nan, True
    if not math.isnan(said):
        return float(said), True
    return float(embedded_gauge(country) or usual_gauge_mm(country)), False


def _own_rates() -> dict[str, Table]:
    """Return the embedded rates without what is charged once: the model has its own fees."""
    tables = rate_tables()
    tariffs = tables["tariffs"]
    fixed = (0.0,) * len(tariffs)
    # A price of one direction has no start of its own.
    start = tuple(math.nan if towards else 0.0 for towards in tariffs["towards"])
    free = {**tariffs.columns, "fixed_usd": fixed, "start_usd": start}
    return {**tables, "tariffs": Table("tariffs", free)}
