"""A toy network small enough to work out by hand.

    A ──road 100── B ──rail-1435 200── C ══border, break of gauge at D══ D ──rail-1520 300── E
    │                                                                                        │
    └───────── road 400 ── F (country Y) ── road 500 ────────────────────────────────────────┘
    P (port of A's country) ──sea 1000, 2 a week── Q (port of E's country)
    A ── G pipeline gas 50 ── H

Countries: A, B, C, P, G, H in X; F in Y; D, E, Q in Z. Prices are round numbers:

* road 1 USD/km (40 ft), 50 km/h, 12 driving hours a day, so 24 h elapsed for 600 km
* rail 0.5 USD/km, 40 km/h and 1 h of stops per 100 km, so 3.5 h per 100 km
* sea freight 600 USD, 100 h, a wait of 84 / 2 = 42 h
* border road 10 h 100 USD; border rail 20 h 50 USD; port customs 5 h 30 USD each way
* road-rail 6 h 80 USD; break of gauge at D 8 h 120 USD; road-sea 12 h 150 USD
* loading or unloading 2 h 10 USD (road), 4 h 20 USD (rail)
* emissions: road 100, rail 20, sea 10 g/tkm
* hours are certain (90th percentile = median), but for the wait; with ``spread=True`` the 90th
  percentile of borders and terminals is twice the median, that of speeds and the ship 1.5 and 1.3
"""

from __future__ import annotations

import math

from corridors.network.network import Network
from corridors.network.schema import schema
from corridors.network.tables import Table

PROVENANCE = {"source_id": "toy", "basis": "assumed"}

NODES = [
    ("xx-a", "Alpha", "city", "XX", 60.0, 40.0, "road;rail-1435"),
    ("xx-b", "Beta", "city", "XX", 60.9, 40.0, "road;rail-1435"),
    ("xx-c", "Gamma", "border_crossing", "XX", 62.9, 40.0, ""),
    ("zz-d", "Delta", "border_crossing", "ZZ", 63.0, 40.0, "rail-1435;rail-1520"),
    ("zz-e", "Epsilon", "city", "ZZ", 66.0, 40.0, "road;rail-1520"),
    ("yy-f", "Zeta", "city", "YY", 62.0, 43.0, ""),
    ("xx-p", "Port Pi", "seaport", "XX", 60.0, 39.5, "road;sea"),
    ("zz-q", "Port Kappa", "seaport", "ZZ", 66.0, 39.5, "road;sea"),
    ("xx-g", "Gas Field", "pipeline_station", "XX", 60.0, 41.0, ""),
    ("xx-h", "Gas Hub", "pipeline_station", "XX", 60.5, 41.0, ""),
]

LINKS = [
    # id, from, to, mode, gauge, status, bcp, commodity, km
    ("road-ab", "xx-a", "xx-b", "road", None, "operational", "", "", 100),
    ("rail-ab", "xx-a", "xx-b", "rail", 1435, "planned", "", "", 90),
    ("rail-bc", "xx-b", "xx-c", "rail", 1435, "operational", "", "", 200),
    ("rail-cd", "xx-c", "zz-d", "rail", 1435, "operational", "xz-gamma", "", 10),
    ("rail-de", "zz-d", "zz-e", "rail", 1520, "operational", "", "", 300),
    ("road-af", "xx-a", "yy-f", "road", None, "operational", "xy-zeta", "", 400),
    ("road-fe", "yy-f", "zz-e", "road", None, "operational", "yz-zeta", "", 500),
    ("road-ap", "xx-a", "xx-p", "road", None, "operational", "", "", 60),
    ("road-eq", "zz-e", "zz-q", "road", None, "operational", "", "", 60),
    ("sea-pq", "xx-p", "zz-q", "sea", None, "operational", "", "", 1000),
    ("pipe-gh", "xx-g", "xx-h", "pipeline", None, "operational", "", "gas", 50),
]

CROSSINGS = [
    ("xz-gamma", "rail", "XX", "ZZ", 20, 20, 50),
    ("xz-gamma", "rail", "ZZ", "XX", 24, 24, 60),
    ("xy-zeta", "road", "XX", "YY", 10, 10, 100),
    ("xy-zeta", "road", "YY", "XX", 10, 10, 100),
    ("yz-zeta", "road", "YY", "ZZ", 10, 10, 100),
    ("yz-zeta", "road", "ZZ", "YY", 10, 10, 100),
    ("xx-p", "sea", "XX", "*", 5, 5, 30),
    ("xx-p", "sea", "*", "XX", 5, 5, 30),
    ("zz-q", "sea", "ZZ", "*", 5, 5, 30),
    ("zz-q", "sea", "*", "ZZ", 5, 5, 30),
]

HANDLING = {
    ("origin", "road"): (2, 10),
    ("road", "destination"): (2, 10),
    ("origin", "rail"): (4, 20),
    ("rail", "destination"): (4, 20),
    ("origin", "sea"): (12, 150),
    ("sea", "destination"): (12, 150),
    ("road", "rail"): (6, 80),
    ("rail", "road"): (6, 80),
    ("rail", "rail"): (8, 120),
    ("road", "sea"): (12, 150),
    ("sea", "road"): (12, 150),
    ("origin", "pipeline"): (1, 1),
    ("pipeline", "destination"): (1, 1),
}


def toy_tables(*, spread: bool = False) -> dict[str, Table]:
    """Return the tables of the toy network."""
    rows: dict[str, list[dict]] = {name: [] for name in schema()}
    rows["sources"] = [{"source_id": "toy", "title": "Made up"}]
    for node, name, kind, country, lon, lat, terminal in NODES:
        rows["nodes"].append(
            {
                "node_id": node,
                "name": name,
                "kind": kind,
                "country": country,
                "lon": lon,
                "lat": lat,
                "aliases": "",
                "terminal_classes": terminal,
            }
        )
    for link, a, b, mode, gauge, status, bcp, commodity, km in LINKS:
        rows["links"].append(
            {
                "link_id": link,
                "name": link,
                "from_node": a,
                "to_node": b,
                "mode": mode,
                "gauge_mm": float(gauge) if gauge else math.nan,
                "status": status,
                "bcp_id": bcp,
                "commodity": commodity,
                "length_km": float(km),
                "length_basis": "assumed",
                "length_source_id": "toy",
            }
        )
    for bcp, mode, a, b, p50, p90, usd in CROSSINGS:
        rows["border_crossings"].append(
            {
                "bcp_id": bcp,
                "name": bcp,
                "mode": mode,
                "from_country": a,
                "to_country": b,
                "hours_p50": float(p50),
                "hours_p90": float(p90) * (2 if spread else 1),
                "cost_usd": float(usd),
                "status": "operational",
            }
        )
    rows["transshipments"] = list(_transshipments(2 if spread else 1))
    rows["services"] = [
        {
            "service_id": "s",
            "name": "Pi-Kappa line",
            "mode": "sea",
            "link_id": "sea-pq",
            "departures_per_week": 2.0,
            "timetable": "even",
            "hours_p50": 100.0,
            "hours_p90": 130.0 if spread else 100.0,
            "usd_20ft": 400.0,
            "usd_40ft": 600.0,
            "usd_per_t": 20.0,
            "status": "operational",
        }
    ]
    for mode, usd, kmh, stop, gram in (
        ("road", 1.0, 50, 0.0, 100),
        ("rail", 0.5, 40, 1.0, 20),
        ("sea", 0.0, 25, 0.0, 10),
        ("access", 2.0, 40, 0.0, 100),
        ("pipeline-gas", 0.01, 40, 0.0, 5),
    ):
        for box, share in (("20ft", 0.8), ("40ft", 1.0), ("t", 0.05)):
            if mode != "sea":
                rows["tariffs"].append(
                    {
                        "mode": mode,
                        "country": "*",
                        "box": box,
                        "usd_per_km": usd * share,
                        "fixed_usd": 0.0,
                        "price_year": 2024.0,
                    }
                )
        rows["speeds"].append(
            {
                "mode": mode,
                "country": "*",
                "speed_kmh": float(kmh),
                "stop_h_per_100km": stop,
                "p90_ratio": 1.5 if spread else 1.0,
            }
        )
        rows["emission_factors"].append({"mode": mode, "country": "*", "g_per_tkm": float(gram)})
    rows["driving_limits"] = [{"country": "*", "driving_h_per_day": 12.0}]
    rows["corridors"] = [
        _corridor("line-c", "Rail line", "container"),
        _corridor("ship", "Ship line", "container"),
        _corridor("gas-line", "Gas line", "gas"),
        _corridor("future", "Planned rail", "container"),
    ]
    rows["corridor_links"] = [
        _gate("line-c", "rail-bc", 1, "Beta-Gamma"),
        _gate("line-c", "rail-de", 2, "Delta-Epsilon"),
        _gate("ship", "sea-pq", 1, "the sea"),
        _gate("gas-line", "pipe-gh", 1, "the pipe"),
        _gate("future", "rail-ab", 1, "the planned railway"),
    ]
    rows["corridor_stages"] = []
    return {name: table(name, found) for name, found in rows.items()}


def _corridor(corridor_id: str, name: str, commodities: str) -> dict:
    return {
        "corridor_id": corridor_id,
        "name": name,
        "description": name,
        "status": "operational",
        "commodities": commodities,
    }


def _gate(corridor_id: str, link: str, gate: int, name: str) -> dict:
    return {"corridor_id": corridor_id, "link_id": link, "gate": float(gate), "gate_name": name}


def _transshipments(ratio):
    for node, _, _, _, _, _, terminal in NODES:
        present = {
            f"rail-{g}" if m == "rail" else m for _, a, b, m, g, *_ in LINKS if node in (a, b)
        }
        terminals = set(terminal.split(";")) & present
        pairs = {("origin", c) for c in present} | {(c, "destination") for c in present}
        pairs |= {(a, b) for a in terminals for b in terminals if a != b}
        for a, b in sorted(pairs):
            hours, usd = HANDLING[a.split("-")[0], b.split("-")[0]]
            yield {
                "node_id": node,
                "from_class": a,
                "to_class": b,
                "hours_p50": float(hours),
                "hours_p90": float(hours) * ratio,
                "usd_20ft": float(usd),
                "usd_40ft": float(usd),
                "usd_per_t": usd / 20,
            }


def table(name: str, rows: list[dict]) -> Table:
    columns = {}
    for column in schema()[name].values():
        empty = math.nan if column.type in ("float", "int") else ""
        default = PROVENANCE.get(column.name, empty)
        columns[column.name] = tuple(row.get(column.name, default) for row in rows)
    return Table(name, columns)


def toy_network(*, spread: bool = False, **replaced: Table) -> Network:
    """Return the toy network, with some tables replaced."""
    return Network({**toy_tables(spread=spread), **replaced}, name="toy")


def change(old: Table, column: str, key: dict, value) -> Table:
    """Return a table with one column changed in the rows that match."""
    values = tuple(
        value if all(row[k] == v for k, v in key.items()) else row[column] for row in old
    )
    return Table(old.name, {**old.columns, column: values})
