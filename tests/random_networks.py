"""Small random networks: of roads over the borders of three countries, of hauls of two modes."""

from __future__ import annotations

import numpy as np

from corridors.network.checks.rules import Rules, rules_table
from corridors.network.network import Network
from tests.toy import table, toy_tables

COUNTRIES = ("XX", "YY", "ZZ")


def random_network(seed: int, rules: Rules) -> Network:
    """Return 5 to 6 places of three countries, joined by a chain and some links more.

    Lengths have nothing to do with the straight line, so ways wander over borders and back.
    """
    rng = np.random.default_rng(seed)
    size = int(rng.integers(5, 7))
    home = [COUNTRIES[k] for k in rng.integers(0, 3, size)]
    pairs = [(k, k + 1) for k in range(size - 1)]
    pairs += [tuple(rng.choice(size, 2, replace=False)) for _ in range(4)]
    rows: dict[str, list[dict]] = {name: [] for name in ("nodes", "links", "border_crossings")}
    for k in range(size):
        rows["nodes"].append(
            {"node_id": f"n{k}", "name": f"N{k}", "kind": "city", "country": home[k],
             "lon": 60.0 + k / 10, "lat": 40.0, "terminal_classes": "road"}
        )  # fmt: skip
    for number, (a, b) in enumerate(pairs):
        rows["links"].append(
            {"link_id": f"l{number}", "name": f"l{number}", "from_node": f"n{a}",
             "to_node": f"n{b}", "mode": "road", "status": "operational",
             "bcp_id": "" if home[a] == home[b] else "post", "length_basis": "assumed",
             "length_km": float(rng.integers(20, 400)), "length_source_id": "toy"}
        )  # fmt: skip
    rows["border_crossings"] = [
        {"bcp_id": "post", "name": "Post", "mode": "road", "from_country": a, "to_country": b,
         "hours_p50": 2.0, "hours_p90": 2.0, "cost_usd": 5.0, "status": "operational"}
        for a in COUNTRIES for b in COUNTRIES if a != b
    ]  # fmt: skip
    rows["transshipments"] = [
        {"node_id": f"n{k}", "from_class": a, "to_class": b, "hours_p50": 1.0, "hours_p90": 1.0,
         "usd_20ft": 10.0, "usd_40ft": 10.0, "usd_per_t": 1.0}
        for k in range(size) for a, b in (("origin", "road"), ("road", "destination"))
    ]  # fmt: skip
    made = {name: table(name, found) for name, found in rows.items()}
    empty = ("services", "corridors", "corridor_links", "corridor_stages")
    made |= {name: table(name, []) for name in empty}
    return Network({**toy_tables(), **made, "rules": rules_table(rules)}, name=f"random {seed}")


def random_hauls(seed: int) -> Network:
    """Return 5 places in two countries with roads and railways, and tariffs of two parts.

    A haul costs ``start_usd`` where it begins, however long it is; a railway ``fixed_usd`` besides
    in each country. Everywhere goods change between truck and train.
    """
    rng = np.random.default_rng(seed)
    size, modes = 5, ("road", "rail")
    home = ["XX" if k < rng.integers(2, 4) else "YY" for k in range(size)]
    pairs = [(k, k + 1) for k in range(size - 1)]
    links = [(mode, *pair) for mode in modes for pair in pairs]
    links += [(str(rng.choice(modes)), *rng.choice(size, 2, replace=False)) for _ in range(3)]
    classes = {"road": "road", "rail": "rail-1435"}
    rows: dict[str, list[dict]] = {}
    rows["nodes"] = [
        {"node_id": f"n{k}", "name": f"N{k}", "kind": "city", "country": home[k],
         "lon": 60.0 + k / 10, "lat": 40.0, "terminal_classes": "road;rail-1435"}
        for k in range(size)
    ]  # fmt: skip
    rows["links"] = [
        {"link_id": f"l{number}", "name": f"l{number}", "from_node": f"n{a}", "to_node": f"n{b}",
         "mode": mode, "gauge_mm": 1435.0 if mode == "rail" else float("nan"),
         "status": "operational", "bcp_id": "" if home[a] == home[b] else "post",
         "length_basis": "assumed", "length_km": float(rng.integers(20, 300)),
         "length_source_id": "toy"}
        for number, (mode, a, b) in enumerate(links)
    ]  # fmt: skip
    rows["border_crossings"] = [
        {"bcp_id": "post", "name": "Post", "mode": mode, "from_country": a, "to_country": b,
         "hours_p50": 2.0, "hours_p90": 2.0, "cost_usd": 5.0, "status": "operational"}
        for mode in modes for a, b in (("XX", "YY"), ("YY", "XX"))
    ]  # fmt: skip
    ends = [(a, b) for v in classes.values() for a, b in (("origin", v), (v, "destination"))]
    rows["transshipments"] = [
        {"node_id": f"n{k}", "from_class": a, "to_class": b, "hours_p50": 1.0, "hours_p90": 1.0,
         "usd_20ft": 10.0, "usd_40ft": 10.0, "usd_per_t": 1.0}
        for k in range(size)
        for a, b in (*ends, ("road", "rail-1435"), ("rail-1435", "road"))
    ]  # fmt: skip
    rows["tariffs"] = [
        {"mode": mode, "country": country, "box": box, "price_year": 2024.0,
         "usd_per_km": float(rng.integers(2, 12)) / 10, "fixed_usd": float(rng.integers(0, 40)),
         "start_usd": start}
        for mode in modes for country in ("XX", "YY", "*") for box in ("20ft", "40ft", "t")
        for start in [float(rng.integers(0, 120)) if country != "YY" or mode == "rail"
                      else float("nan")]
    ]  # fmt: skip
    made = {name: table(name, found) for name, found in rows.items()}
    empty = ("services", "corridors", "corridor_links", "corridor_stages")
    made |= {name: table(name, []) for name in empty}
    made["rules"] = rules_table(Rules(lengths="trust"))
    return Network({**toy_tables(), **made}, name=f"random hauls {seed}")
