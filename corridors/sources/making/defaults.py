"""What a source from elsewhere does not say, taken from the embedded tables.

Tariffs, speeds, driving limits and emission factors are the embedded ones. Handling at a
terminal is the median of the embedded terminals for the same change of vehicle. A border
crossing takes the values of the embedded crossing within ``SAME_CROSSING_KM``, else the median
of its pair of countries, else of its mode. All but the first are marked as assumed.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from functools import cache
from statistics import median
from typing import Any

from corridors.network.catalogue import load
from corridors.network.earth import unit_vectors
from corridors.network.prices import PRICE_COLUMNS
from corridors.network.schema import schema
from corridors.network.tables import Table
from corridors.vocabulary import SHIP_CLASSES, is_ship

RATE_TABLES = (
    "tariffs", "speeds", "driving_limits", "emission_factors", "correlations", "sources",
    "deflators", "ranges",
)  # fmt: skip
ASSUMED = {"source_id": "own-assumption", "basis": "assumed"}
#: Freight by air: 3 USD/kg, the middle of 1.50 to 4.50 (World Bank, 2009), over some 7,000 km.
AIR_USD_PER_TKM = 0.43
#: Columns of a network of any size that have but few values.
_FEW_WORDS = ("country", "zone", "kind")
#: How the note begins of a change of vehicle that is taken as another.
LIKE = "taken as "
#: A crossing this near to one of the embedded network, of the same mode and countries, is it.
SAME_CROSSING_KM = 15.0


def make_table(name: str, size: int, columns: Mapping[str, Any]) -> Table:
    """Return a table of some columns; a single value fills its column, the others are empty."""
    filled: dict[str, tuple] = {}
    alike: dict[object, tuple] = {}  # columns of one value, and words, are one object each
    words: dict[str, str] = {}
    for column in schema()[name].values():
        empty = float("nan") if column.type in ("float", "int") else ""
        value = columns.get(column.name, empty)
        whole = isinstance(value, list | tuple)
        if not whole:
            filled[column.name] = alike.setdefault(repr(value), (value,) * size)
        elif column.name in _FEW_WORDS:
            filled[column.name] = tuple(words.setdefault(word, word) for word in value)
        else:
            filled[column.name] = tuple(value)
    return Table(name, filled)


def from_rows(name: str, rows: Iterable[Mapping[str, Any]]) -> Table:
    """Return a table of rows; a column that a row lacks is empty."""
    rows = list(rows)
    columns = {}
    for column in schema()[name].values():
        empty = float("nan") if column.type in ("float", "int") else ""
        columns[column.name] = [row.get(column.name, empty) for row in rows]
    return make_table(name, len(rows), columns)


def rate_tables() -> dict[str, Table]:
    """Return the embedded tables of prices, speeds, emissions and sources."""
    net = load()
    return {name: net.table(name) for name in RATE_TABLES}


def with_source(source_id: str, title: str, licence: str = "") -> Table:
    """Return the embedded sources and one more."""
    rows = [*load().table("sources")]
    return from_rows(
        "sources", [*rows, {"source_id": source_id, "title": title, "licence": licence}]
    )


#: Columns of prices.


@cache
def handling() -> Mapping[tuple[str, str], Mapping[str, Any]]:
    """Return the median hours and charges of the embedded terminals by change of vehicle.

    Examples
    --------
    >>> handling()["origin", "road"]["basis"]
    'assumed'
    """
    groups: dict[tuple[str, str], list[dict]] = {}
    for row in load().table("transshipments"):
        groups.setdefault((row["from_class"], row["to_class"]), []).append(row)
    found = {}
    for pair, rows in groups.items():
        values: dict[str, Any] = {}
        for column in ("hours_p50", "hours_p90", *PRICE_COLUMNS):
            known = [row[column] for row in rows if row[column] == row[column]]
            values[column] = float(median(known)) if known else float("nan")
        values["note"] = f"median of {len(rows)} embedded terminals"
        found[pair] = {**values, **ASSUMED}
    return found


def handling_of(a: str, b: str) -> Mapping[str, Any]:
    """Return the handling of one change of vehicle; an unknown pair of railways is any other."""
    known = handling()
    if (a, b) in known:
        return known[a, b]
    rail = [k for k in known if all(x.startswith("rail-") for x in k)]
    modes = tuple(x.split("-", maxsplit=1)[0] for x in (a, b))
    alike = [k for k in known if tuple(x.split("-", maxsplit=1)[0] for x in k) == modes]
    like = rail if modes == ("rail", "rail") else alike
    pair = min(like) if like else ("road", "rail-1435")
    return {**known[pair], "note": f"{LIKE}{' to '.join(sorted(pair))}: {known[pair]['note']}"}


#: As which crossings those of a mode pass that the embedded network has none of.
_AS_CROSSINGS = {"air": ("sea", "ports"), "inland_water": ("rail", "railways")}


class Crossings:
    """The border crossing points of the embedded network, by mode, countries and position."""

    def __init__(self) -> None:
        net = load()
        self._rows: dict[tuple, dict] = {
            (row["bcp_id"], row["mode"], row["from_country"], row["to_country"]): row
            for row in net.table("border_crossings")
        }
        links, home = (
            net.table("links"),
            dict(zip(net.table("nodes")["node_id"], net.table("nodes")["country"], strict=True)),
        )
        self._tree = cache(self._find_tree)
        self._points: dict[tuple, list[tuple[float, float, str]]] = {}
        for link in links:
            if link["bcp_id"]:
                pair = tuple(sorted((home[link["from_node"]], home[link["to_node"]])))
                near = self._points.setdefault((link["mode"], *pair), [])
                near += [(x, y, link["bcp_id"]) for x, y in net.line(link["link_id"])]

    def nearest(self, mode: str, a: str, b: str, lon: float, lat: float) -> str:
        """Return the id of the embedded crossing at a point, ``""`` if there is none."""
        pair = tuple(sorted((a, b)))
        found = self._tree(mode, *pair)
        if found is None:
            return ""
        tree, names = found
        km, k = tree.query(unit_vectors([lon], [lat])[0])
        known = all((names[k], mode, *ends) in self._rows for ends in (pair, pair[::-1]))
        return names[k] if km <= SAME_CROSSING_KM and known else ""

    def _find_tree(self, mode: str, a: str, b: str) -> tuple[Any, list[str]] | None:
        """Return a tree over the points of the crossings between two countries, and their ids."""
        from scipy.spatial import cKDTree

        points = self._points.get((mode, a, b))
        if not points:
            return None
        lon, lat, names = zip(*points, strict=True)
        return cKDTree(unit_vectors(lon, lat)), list(names)

    def values(self, bcp: str, mode: str, a: str, b: str) -> dict[str, Any]:
        """Return the row of a crossing, or the median of its countries or its mode."""
        row = self._rows.get((bcp, mode, a, b))
        if row is not None:
            told = "; the change of truck is not taken over" if row["reloads"] > 0 else ""
            return {**row, "reloads": math.nan, "reloads_at": "", "note": f"{row['note']}{told}"}
        sea = is_ship(mode)
        pair = [r for (_, m, x, y), r in self._rows.items() if m == mode and (x, y) == (a, b)]
        like, what = _AS_CROSSINGS.get(mode, (mode, "its mode"))
        alike = pair or [
            r
            for (_, m, x, _), r in self._rows.items()
            if m == like and (not sea or (x == "*") == (a == "*"))
        ]
        what = f"{a} to {b}" if pair else what
        return {
            **{
                c: float(median(r[c] for r in alike))
                for c in ("hours_p50", "hours_p90", "cost_usd")
            },
            "status": "operational",
            "note": f"median of {len(alike)} embedded crossings of {what}",
            **ASSUMED,
        }


@cache
def embedded_crossings() -> Crossings:
    """Return the border crossing points of the embedded network, looked up once."""
    return Crossings()


def embedded_services(link_id: str, mode: str, ends: tuple[str, str]) -> list[dict[str, Any]]:
    """Return the services of the embedded link of the same id, mode and ends, if any."""
    return [dict(row) for row in _services_of_links().get((link_id, mode, *sorted(ends)), ())]


@cache
def _services_of_links() -> Mapping[tuple, list[dict]]:
    net = load()
    found: dict[tuple, list[dict]] = {}
    for row in net.table("services"):
        if row["mode"] in SHIP_CLASSES:
            k, links = net.link_row(row["link_id"]), net.table("links")
            ends = sorted((links["from_node"][k], links["to_node"][k]))
            found.setdefault((row["link_id"], links["mode"][k], *ends), []).append(row)
    return found


@cache
def _usd_per_km(mode: str, column: str) -> float:
    """Return the median freight per km of the embedded services of a mode of ships."""
    net = load()
    length = net.table("links").pairs("link_id", "length_km")
    rows = [r for r in net.table("services") if r["mode"] == mode and r["link_id"] in length]
    found: float = median(r[column] / length[r["link_id"]] for r in rows if r[column] == r[column])
    return found


def _flight(link_id: str, name: str, km: float, hours: float, *, priced: bool) -> dict[str, Any]:
    """Return a flight a day for goods by the tonne; no box flies."""
    price = f"{AIR_USD_PER_TKM:g} USD/tkm (3 USD/kg, the middle of the range of the World Bank, "
    price += "2009, over 7,000 km); no boxes"
    return {
        "service_id": f"svc-{link_id}",
        "name": name,
        "mode": "air",
        "link_id": link_id,
        "departures_per_week": 7.0,
        "hours_p50": hours if math.isnan(hours) else max(hours, 0.5),
        "hours_p90": hours if math.isnan(hours) else max(hours, 0.5) * 1.2,
        "usd_per_t": round(km * AIR_USD_PER_TKM, 2),
        "status": "operational",
        "note": _assumed(price, priced=priced),
        **ASSUMED,
    }


def _assumed(price: str, *, priced: bool) -> str:
    """Return what the note of a service says that is assumed; ``priced``: its link has a price."""
    if priced:
        return "timetable assumed: daily; the price is the link's own"
    return f"timetable and price assumed: daily, {price}"


def ferry_service(
    link_id: str, name: str, km: float, hours: float, *,
    mode: str = "ferry", is_part: bool = False, priced: bool = False,
) -> dict[str, Any]:  # fmt: skip
    """Return a service for a ship whose price and timetable are not known: seven a week.

    The freight is the median USD/km of the embedded services of the mode, 50 USD at least, and
    the running time that given, half an hour at least, or the speed of the embedded tables. A
    lane that is part of one that goes on at sea (``is_part``) may cost and take less. ``priced``
    says that its link has a price, which takes the place of this one.
    """
    like = "sea" if mode == "sea" else "ferry"
    if mode == "air":
        return _flight(link_id, name, km, hours, priced=priced)
    freight = {}
    for column in PRICE_COLUMNS:
        least, most = 2.0 if column == "usd_per_t" else 50.0, schema()["services"][column].maximum
        least = 0.0 if is_part else least
        freight[column] = round(min(max(least, km * _usd_per_km(like, column)), most), 2)
    known = not math.isnan(hours)
    shortest = 0.001 if is_part else 0.5
    price = f"median USD/km of the embedded {'sea lanes' if like == 'sea' else 'ferries'}"
    return {
        "service_id": f"svc-{link_id}",
        "name": name,
        "mode": mode,
        "link_id": link_id,
        "departures_per_week": 7.0,
        "hours_p50": max(hours, shortest) if known else float("nan"),
        "hours_p90": max(hours, shortest) * 1.5 if known else float("nan"),
        **freight,
        "status": "operational",
        "note": ("running time: the tag duration; " if known else "")
        + _assumed(price, priced=priced),
        **ASSUMED,
    }


def table_speeds(mode: str) -> dict[str, float]:
    """Return the speed of each country where no line has one of its own."""
    return {
        str(row["country"]): float(row["speed_kmh"])
        for row in load().table("speeds")
        if row["mode"] == mode and not row["line_ref"]
    }


def speed_factors() -> dict[str, float]:
    """Return how much faster or slower trucks run in each country than at large: 0.6 to 1.3."""
    speeds = table_speeds("road")
    return {c: min(1.3, max(0.6, v / speeds["*"])) for c, v in speeds.items()}
