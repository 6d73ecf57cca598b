"""Random networks of roads, railways and a ship with prices, borders, events and gates, and cards.

Everything has to do with everything: links that are shut, fees once a haul, hours with a spread,
line speeds, events that overlap, a corridor of two gates. Small enough for every way to be found.
Places lie so far apart that nothing is trucked from one to the next past the network.
"""

from __future__ import annotations

import math

import numpy as np

import corridors as co
from corridors.network.checks.rules import Rules, rules_table
from corridors.network.network import Network
from tests.toy import table, toy_tables

COUNTRIES = ("XX", "YY", "ZZ")
CLASSES = {"road": "road", "rail": "rail-1435", "sea": "sea"}
DAYS = ("2025-01-10", "2025-02-10", "2025-03-10", "2025-04-10")
_NAN = math.nan


def random_world(seed: int, *, re_entry: str = "forbid") -> Network:
    """Return a network of 4 or 5 places in three countries."""
    rng = np.random.default_rng(seed)
    size = int(rng.integers(4, 6))
    home = [COUNTRIES[k] for k in rng.integers(0, 3, size)]
    links = _links(rng, size, home)
    made = {
        "nodes": _nodes(rng, size, home, links),
        "links": links,
        "border_crossings": _crossings(rng) + _customs(rng, links, home),
        "services": _services(rng, links),
        "events": _events(rng, links),
        "capacities": [
            {"subject": f"l{k}", "subject_kind": "link", "unit": "t_per_year", "year": 2020.0,
             "capacity": float(rng.integers(0, 30)) * 20}
            for k in rng.choice(len(links), 2, replace=False)
        ],
        **_rates(rng),
        **_corridor(rng, links),
    }  # fmt: skip
    made["transshipments"] = _handling(rng, made["nodes"])
    tables = {name: table(name, rows) for name, rows in made.items()}
    tables["corridor_stages"] = table("corridor_stages", [])
    tables["rules"] = rules_table(Rules(re_entry, "trust"))
    lines = _lines(rng, made["nodes"], links)
    return Network({**toy_tables(), **tables}, geometry=lambda: lines, name=f"world {seed}")


def _lines(rng, nodes: list[dict], links: list[dict]) -> dict[str, list[tuple[float, float]]]:
    """Return lines of some links, with every digit that a number has."""
    at = {row["node_id"]: (row["lon"], row["lat"]) for row in nodes}
    found = {}
    for row in links:
        if rng.random() < 0.4:
            (x, y), end = at[row["from_node"]], at[row["to_node"]]
            bend = ((x + end[0]) / 2 + float(rng.random()), y + float(rng.random()))
            found[row["link_id"]] = [(x, y), bend, end]
    return found


def _links(rng, size: int, home: list[str]) -> list[dict]:
    pairs = [("road", k, k + 1) for k in range(size - 1)]
    pairs += [
        (str(rng.choice(("road", "rail", "rail"))), *rng.choice(size, 2, replace=False))
        for _ in range(4)
    ]
    abroad = [(a, b) for a in range(size) for b in range(a) if home[a] != home[b]]
    if abroad and rng.random() < 0.6:
        pairs.append(("sea", *abroad[rng.integers(len(abroad))]))
    return [
        {"link_id": f"l{number}", "name": f"l{number}", "from_node": f"n{a}", "to_node": f"n{b}",
         "mode": mode, "gauge_mm": 1435.0 if mode == "rail" else _NAN,
         "status": str(rng.choice(("operational",) * 5 + ("planned", "suspended"))),
         "oneway": "yes" if mode != "sea" and rng.random() < 0.1 else "",
         "bcp_id": "" if home[a] == home[b] or mode == "sea" else _post(home[a], home[b]),
         "length_basis": "assumed", "length_km": float(rng.integers(20, 300)),
         "speed_kmh": float(rng.integers(20, 90)) if rng.random() < 0.2 else _NAN,
         "length_source_id": "toy"}
        for number, (mode, a, b) in enumerate(pairs)
    ]  # fmt: skip


def _post(a: str, b: str) -> str:
    return "post-" + "".join(sorted((a[0] + b[0]).lower()))


def _nodes(rng, size: int, home: list[str], links: list[dict]) -> list[dict]:
    quays = {row[end] for row in links if row["mode"] == "sea" for end in ("from_node", "to_node")}
    rows = []
    for k in range(size):
        node, classes = f"n{k}", ["road"]
        classes += ["rail-1435"] if rng.random() < 0.7 else []
        classes += ["sea"] if node in quays else []
        rows.append(
            {"node_id": node, "name": f"N{k}", "kind": "seaport" if node in quays else "city",
             "country": home[k], "lon": 50.0 + 4.0 * k + float(rng.random()),
             "lat": 40.0 + float(rng.random()), "terminal_classes": ";".join(classes)}
        )  # fmt: skip
    return rows


def _crossings(rng) -> list[dict]:
    return [
        {"bcp_id": _post(a, b), "name": f"{_post(a, b)} {mode}", "mode": mode, "from_country": a,
         "to_country": b, "cost_usd": float(rng.integers(0, 200)), **_hours(rng, 1, 40),
         "status": str(rng.choice(("operational",) * 7 + ("suspended",)))}
        for mode in ("road", "rail") for a in COUNTRIES for b in COUNTRIES if a != b
    ]  # fmt: skip


def _customs(rng, links: list[dict], home: list[str]) -> list[dict]:
    quays = {row[end] for row in links if row["mode"] == "sea" for end in ("from_node", "to_node")}
    return [
        {"bcp_id": quay, "name": f"customs of {quay}", "mode": "sea", "from_country": a,
         "to_country": b, "cost_usd": float(rng.integers(0, 200)), **_hours(rng, 1, 40),
         "status": str(rng.choice(("operational",) * 7 + ("suspended",)))}
        for quay in sorted(quays) for here in [home[int(quay[1:])]]
        for a, b in ((here, "*"), ("*", here))
    ]  # fmt: skip


def _hours(rng, least: int, most: int) -> dict[str, float]:
    middle = float(rng.integers(least, most))
    return {"hours_p50": middle, "hours_p90": middle * float(rng.choice((1.0, 1.5, 3.0)))}


def _services(rng, links: list[dict]) -> list[dict]:
    return [
        {"service_id": "ship", "name": "Ship", "mode": "sea", "link_id": row["link_id"],
         "departures_per_week": float(rng.choice((0.5, 1.0, 2.0, 7.0))), "timetable": "even",
         **_hours(rng, 20, 90), "usd_20ft": float(rng.integers(50, 400)),
         "usd_40ft": float(rng.integers(50, 600)), "usd_per_t": float(rng.integers(1, 20)),
         "status": "operational"}
        for row in links if row["mode"] == "sea"
    ]  # fmt: skip


def _handling(rng, nodes: list[dict]) -> list[dict]:
    rows = []
    for node in nodes:
        classes = node["terminal_classes"].split(";")
        pairs = [("origin", c) for c in CLASSES.values()] + [
            (c, "destination") for c in CLASSES.values()
        ]
        pairs += [(a, b) for a in classes for b in classes if a != b]
        for a, b in pairs:
            usd = float(rng.integers(5, 200))
            rows.append(
                {"node_id": node["node_id"], "from_class": a, "to_class": b,
                 **_hours(rng, 1, 12), "usd_20ft": usd, "usd_40ft": 1.5 * usd,
                 "usd_per_t": usd / 20}
            )  # fmt: skip
    return rows


def _rates(rng) -> dict[str, list[dict]]:
    tariffs = [
        {"mode": mode, "country": country, "box": box, "price_year": 2024.0,
         "usd_per_km": float(rng.integers(2, 15)) / 10 / (20 if box == "t" else 1),
         "fixed_usd": float(rng.integers(0, 60)),
         "start_usd": float(rng.integers(0, 120)) if rng.random() < 0.5 else _NAN}
        for mode in ("road", "rail", "access") for country in ("XX", "YY", "*")
        for box in ("20ft", "40ft", "t")
    ]  # fmt: skip
    speeds = [
        {"mode": mode, "country": country, "speed_kmh": float(rng.integers(20, 80)),
         "stop_h_per_100km": float(rng.integers(0, 4)) / 2,
         "p90_ratio": float(rng.choice((1.0, 1.4)))}
        for mode in ("road", "rail", "sea", "access") for country in ("XX", "*")
    ]  # fmt: skip
    return {
        "tariffs": tariffs,
        "speeds": speeds,
        "driving_limits": [
            {"country": "*", "driving_h_per_day": 12.0},
            {"country": "YY", "driving_h_per_day": 9.0},
        ],
        "emission_factors": [
            {"mode": mode, "country": country, "g_per_tkm": float(rng.integers(5, 120))}
            for mode in ("road", "rail", "sea", "access")
            for country in ("ZZ", "*")
        ],
    }


def _corridor(rng, links: list[dict]) -> dict[str, list[dict]]:
    chosen = rng.choice(len(links), 3, replace=False)
    return {
        "corridors": [
            {"corridor_id": "line", "name": "Line", "description": "A line",
             "status": "operational", "commodities": "container;bulk"}
        ],
        "corridor_links": [
            {"corridor_id": "line", "link_id": f"l{k}", "gate": float(gate),
             "gate_name": f"G{gate}"}
            for k, gate in zip(chosen, (1, 2, 2), strict=True)
        ],
    }  # fmt: skip


def _events(rng, links: list[dict]) -> list[dict]:
    rows = []
    for number in range(4):
        kind = int(rng.integers(5))
        link = f"l{rng.integers(len(links))}"
        post = _post(*rng.choice(COUNTRIES, 2, replace=False))
        month = int(rng.integers(1, 4))
        said = (
            {"action": "close", "table": "links", "select": f"link_id={link}"},
            {"action": "open", "table": "links", "select": f"link_id={link}"},
            {"action": "close", "table": "border_crossings",
             "select": f"mode=road;bcp_id=post-xy|{post}"},
            {"action": "change", "table": "border_crossings", "select": "mode=rail|road",
             "column": "hours", "op": "multiply", "value": float(rng.integers(2, 5))},
            {"action": "change", "table": "tariffs", "select": "mode=road;country=XX",
             "column": "usd_per_km", "op": "multiply", "value": float(rng.choice((0.5, 2.0)))},
        )[kind]  # fmt: skip
        rows.append(
            {"event_id": f"e{number}", "title": f"Event {number}",
             "from": f"2025-0{month}-01", "confidence": "high", "value": _NAN,
             "to": f"2025-0{month + int(rng.integers(0, 2))}-20" if rng.random() < 0.7 else "",
             **said}
        )  # fmt: skip
    # so that no day asked for lies before the first
    first = {"event_id": "e9", "title": "First", "from": "2025-01-01", "to": "2025-01-02",
             "confidence": "low", "value": _NAN, "action": "close", "table": "links",
             "select": "link_id=l0"}  # fmt: skip
    return [*rows, first]


# -- cards ---------------------------------------------------------------------------------------

#: What a card of these may say: action, table, key, its column, operation, unit and the numbers.
_CHANGES = (
    ("links", "link_id", "length_km", "multiply", "", (0.5, 2.0)),
    ("links", "link_id", "length_km", "add", "km", (10.0, 200.0)),
    ("links", "link_id", "speed_kmh", "set", "km/h", (10.0, 90.0)),
    ("border_crossings", "bcp_id", "hours", "multiply", "", (0.25, 0.5, 3.0)),
    ("border_crossings", "bcp_id", "cost_usd", "set", "USD", (0.0, 300.0)),
    ("border_crossings", "mode", "cost_usd", "add", "USD", (5.0, 40.0)),
    ("tariffs", "mode", "usd_per_km", "multiply", "", (0.25, 2.0)),
    ("tariffs", "country", "fixed_usd", "set", "USD", (0.0, 90.0)),
    ("tariffs", "country", "start_usd", "set", "USD", (0.0, 90.0)),
    ("speeds", "mode", "speed_kmh", "multiply", "", (0.5, 1.5)),
    ("speeds", "mode", "stop_h_per_100km", "set", "h", (0.0, 3.0)),
    ("driving_limits", "country", "driving_h_per_day", "set", "h", (8.0, 20.0)),
    ("emission_factors", "mode", "g_per_tkm", "multiply", "", (0.5, 2.0)),
    ("transshipments", "node_id", "hours", "multiply", "", (0.5, 2.0)),
    ("transshipments", "node_id", "usd", "multiply", "", (0.5, 2.0)),
    ("services", "service_id", "departures_per_week", "multiply", "", (0.5, 3.0)),
    ("services", "service_id", "usd_40ft", "set", "USD", (10.0, 900.0)),
)  # fmt: skip


def random_card(rng: np.random.Generator, net: Network, name: str) -> co.Scenario:
    """Return a card of one to three overrides of rows that a network has."""
    overrides = [_override(rng, net) for _ in range(int(rng.integers(1, 4)))]
    return co.Scenario(name, name, overrides, source_ids=["toy"])


def _override(rng: np.random.Generator, net: Network) -> co.Override:
    kind = int(rng.integers(6))
    if kind < 3:
        action = ("close", "open", "open")[kind]
        if kind == 1 or rng.random() < 0.6:
            words = _some(rng, net.table("links")["link_id"])
            return co.Override(action, "links", {"link_id": words})
        rows = list(net.table("border_crossings"))
        words = _some(rng, [row["bcp_id"] for row in rows])
        modes = _some(rng, [row["mode"] for row in rows if row["bcp_id"] in words])
        return co.Override(action, "border_crossings", {"bcp_id": words, "mode": modes[:1]})
    known = [change for change in _CHANGES if len(net.table(change[0]))]
    name, key, column, op, unit, values = known[rng.integers(len(known))]
    words = _some(rng, [word for word in net.table(name)[key] if word not in ("access", "*")])
    value = float(rng.choice(values))
    return co.Override("change", name, {key: words}, column, op, value, unit)


def _some(rng: np.random.Generator, words) -> list[str]:
    known = sorted({str(word) for word in words if word})
    count = min(len(known), int(rng.integers(1, 3)))
    return [str(word) for word in rng.choice(known, count, replace=False)]
