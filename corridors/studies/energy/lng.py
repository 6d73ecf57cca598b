"""Gas of a pipeline that goes on as LNG: the steps to each terminal, and whether it sells there."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from corridors.network.countries import country_name
from corridors.studies.energy.costs import usd_per_energy
from corridors.vocabulary import MMBTU_PER_1000M3, T_PER_1000M3, listed

if TYPE_CHECKING:
    from corridors.network.network import Network
    from corridors.studies.energy.lines import Line
    from corridors.studies.energy.prices import EnergyPrice, EnergyPrices

Row = dict[str, Any]
_SHIP = "lng"
_MMBTU_PER_T = MMBTU_PER_1000M3 / T_PER_1000M3


@dataclass(frozen=True)
class Lane:
    """A lane of LNG in operation, with the rows of its ship and of both its terminals."""

    to_node: str
    name: str
    country: str
    km: float
    ship: Row
    plant: Row
    terminal: Row


def lanes_from(net: Network, node: str) -> list[Lane]:
    """Return the lanes of LNG in operation from a place: links, services, liquefaction, unloading.

    Parameters
    ----------
    net
        The network.
    node
        Where gas is liquefied.
    """
    nodes, ships = net.table("nodes"), _ships(net)
    handled = {
        (row["node_id"], row["from_class"], row["to_class"]): row
        for row in net.table("transshipments")
        if not math.isnan(row["usd_per_t"])
    }
    found = []
    for link in net.table("links"):
        if link["mode"] != _SHIP or link["status"] != "operational" or link["from_node"] != node:
            continue
        to, ship = str(link["to_node"]), ships.get(str(link["link_id"]))
        plant = handled.get((node, "pipeline", _SHIP))
        terminal = handled.get((to, _SHIP, "destination"))
        if ship is None or plant is None or terminal is None:
            continue  # nothing goes by it, as for a route
        at = net.node_row(to)
        name, country = str(nodes["name"][at]), str(nodes["country"][at])
        found.append(Lane(to, name, country, float(link["length_km"]), ship, plant, terminal))
    return found


def _ships(net: Network) -> dict[str, Row]:
    """Return the cheapest ship in operation of each lane."""
    found: dict[str, Row] = {}
    for row in net.table("services"):
        if row["mode"] != _SHIP or row["status"] != "operational" or math.isnan(row["usd_per_t"]):
            continue
        known = found.get(str(row["link_id"]))
        if known is None or row["usd_per_t"] < known["usd_per_t"]:
            found[str(row["link_id"])] = row
    return found


def exports(net: Network, line: Line, prices: EnergyPrices, parts: list[Row]) -> Iterator[Row]:
    """Yield the steps of gas of a branch that goes on as LNG, in USD per MMBtu, by terminal.

    Money is that of the network (liquefaction and unloading of ``transshipments``, ships of
    ``services``); ``energy_prices`` has the gas that is burnt, and within what each step lies.

    Parameters
    ----------
    net
        The network, with its lanes of LNG.
    line
        The pipeline, with what is taken off.
    prices
        Its prices.
    parts
        What :func:`~corridors.studies.energy.costs.cost_parts` yields.
    """
    for branch in line.branches:
        taken = next((o for o in line.offtakes if o.line_ref == branch.ref and o.amount > 0), None)
        if taken is None:
            continue
        usd = math.fsum(p["usd"] for p in parts if p["node_id"] == taken.node_id)
        gas = usd_per_energy(usd, line.commodity)
        burnt = prices.one("liquefaction_gas", branch.ref)
        for lane in lanes_from(net, taken.node_id):
            to = {"country": lane.country, "to": country_name(lane.country), "terminal": lane.name}
            yield {**to, **_step(f"gas at {taken.name}", gas, gas, gas)}
            if burnt:
                yield {**to, **_step("gas burnt to liquefy", *[gas * burnt.value] * 3),
                       "source_id": burnt.source_id, "basis": burnt.basis}  # fmt: skip
            told = (
                ("liquefaction", lane.plant), ("shipping", lane.ship),
                ("regasification", lane.terminal),
            )  # fmt: skip
            for item, row in told:
                price = prices.one(item, branch.ref, lane.country)
                yield {**to, **_of(item, row, price), **_sailing(item, lane)}


def _of(item: str, row: Row, price: EnergyPrice | None) -> Row:
    """Return a step at the price of a row of the network, and the range that is published."""
    usd = float(row["usd_per_t"]) / _MMBTU_PER_T
    low, high = (price.low / price.value, price.high / price.value) if price else (1.0, 1.0)
    return {
        **_step("ship" if item == "shipping" else item, usd * low, usd, usd * high),
        "source_id": str(row["price_source_id"] or row["source_id"]),
        "basis": str(row["price_basis"] or row["basis"]),
    }


def _sailing(item: str, lane: Lane) -> Row:
    """Return how far a ship goes, and how long."""
    return {"km": lane.km, "days": lane.ship["hours_p50"] / 24} if item == "shipping" else {}


def _step(step: str, low: float, usd: float, high: float) -> Row:
    return {
        "step": step, "low": low, "usd": usd, "high": high, "km": math.nan, "days": math.nan,
        "source_id": "", "basis": "derived",
    }  # fmt: skip


def verdict(steps: list[Row]) -> str:
    """Say whether LNG sells at the prices that were published where it arrives; ``""`` of none.

    Parameters
    ----------
    steps
        Rows of the table ``exports``.
    """
    sells, never, told = [], [], []
    for terminal in dict.fromkeys(row["terminal"] for row in steps):
        mine = [row for row in steps if row["terminal"] == terminal]
        name = mine[0]["to"]
        cost = next(row for row in mine if row["step"] == "on the ship there")
        paid = [row for row in mine if row["step"].startswith("published")]
        if not paid:
            continue
        last, most = paid[-1], max(row["high"] for row in paid)
        if cost["usd"] <= last["usd"]:
            sells.append(name)
        elif cost["low"] > most:
            never.append(name)
        year = last["step"].split()[-1]
        told.append(
            f"{name} {cost['usd']:.2f}, paid {last['usd']:.2f} in {year}, {most:.2f} at most"
        )
    if not told:
        return ""
    found = f"At the latest published price it sells in {listed(sells)}"
    if not sells:
        found = "At the latest published prices LNG does not sell"
        if len(never) == len(told):
            found = "LNG does not sell at any published price"
    return f"{found} (on the ship, USD/MMBtu: {'; '.join(told)})."
