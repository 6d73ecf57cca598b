"""The model's own charges: on links, over borders, for a change of vehicle, at nodes, of a trip."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from corridors.errors import DataError
from corridors.network.network import Network
from corridors.network.prices import LOAD_T, PRICE_COLUMNS
from corridors.network.schema import schema
from corridors.sources.making.defaults import from_rows
from corridors.sources.models.account import Account
from corridors.sources.models.columns import PER, Columns
from corridors.sources.models.permissive import tell_odd
from corridors.sources.models.rows import Row
from corridors.vocabulary import is_ship

#: Source of what a model says.
MODEL = "imported-model"
_SAID = {"note": "of the model", "source_id": MODEL, "basis": "published"}
_COSTS = ("cost_usd", "cost_usd_per_km")
_HOURS = ("hours_p50", "hours_p90")
#: Ships of a model that prices them sail when they are needed: so many a week, the most that a
#: table can say, so that the wait for one is some seconds: it is quicker to sail on than to land.
_SAILINGS = schema()["services"]["departures_per_week"].maximum


@dataclass(frozen=True)
class Charges:
    """What a model charges, and how our tables carry it.

    A border charge is paid where a link passes from one country to another, at each of its ends
    that has one; a transfer charge where goods change gauge or mode. The charge for passing a
    node lies in halves on the links that meet there; a constant of every trip is paid at loading.
    With costs of its own, the model has no other charge: loading and what it does not price are
    free and take no time.
    """

    nodes: Mapping[str, Row]
    columns: tuple[str, ...]
    others: tuple[str, ...]
    trip: tuple[float, float]
    ends: float
    per_t: bool
    own: bool
    any: bool
    account: Account

    @classmethod
    def of(
        cls, nodes: Sequence[Row], links: Sequence[Row], columns: Columns, account: Account
    ) -> Charges:
        """Return the charges of a model's rows."""
        own = columns.own
        if own is None:
            own = any(word in row for row in links for word in _COSTS)
        at_nodes = {word for row in nodes for word in row if word.endswith(("_usd", "_h"))}
        trip = (columns.trip_usd, columns.trip_h)
        filled = PER[columns.box]
        others = [
            p
            for p in PRICE_COLUMNS
            if p not in filled and not all(math.isnan(row.get(p, math.nan)) for row in links)
        ]
        charges = cls(
            nodes={str(row["node_id"]): row for row in nodes},
            columns=filled,
            others=tuple(others),
            trip=trip,
            ends=0.5 if columns.passing_at_ends == "full" else 0.0,
            per_t="usd_per_t" in filled,
            own=own,
            any=own or bool(at_nodes) or trip != (0.0, 0.0),
            account=account,
        )
        charges._tell(at_nodes)
        return charges

    def _tell(self, at_nodes: set[str]) -> None:
        told = self.account.assume
        if self.own:
            told(
                "nothing is charged but the model's own prices: loading, borders and changes that "
                "it does not price are free and take no time, at every node"
            )
        if self.trip != (0.0, 0.0):
            usd, hours = self.trip
            told(f"the constant of a trip, {usd:g} USD and {hours:g} h, is paid at loading")
        if at_nodes & {"passing_usd", "passing_h"}:
            part = "the other half there at loading and unloading" if self.ends else "half there"
            told(
                "the charge for passing a node lies in halves on the links that meet there: a trip "
                f"that begins or ends there pays {part}"
            )
        if self.others and (self.trip[0] or at_nodes & {"transfer_usd", "passing_usd"}):
            told(
                f"charges at nodes and of trips are for {', '.join(self.columns)}: by "
                f"{', '.join(self.others)} there are none"
            )

    # -- on links -----------------------------------------------------------------------------

    def on_links(self, links: Sequence[Row]) -> list[Row]:
        """Return the links with prices and hours in our columns, and what lies on them of nodes.

        Raises
        ------
        DataError
            With every link on which a charge cannot lie, or whose price no table can hold.
        """
        faults: list[str] = []
        tell_odd(links, self.account)
        found = [self._on_link(row, faults) for row in links]
        if faults:
            raise DataError(faults)
        return found

    def _on_link(self, row: Row, faults: list[str]) -> Row:
        made = {**row, **{p: row.get(p, math.nan) for p in PRICE_COLUMNS}}
        cost = row.get("cost_usd", math.nan)
        if math.isnan(cost):
            cost = row.get("cost_usd_per_km", math.nan) * row["length_km"]
        if not math.isnan(cost):
            made |= dict.fromkeys(self.columns, cost)
        priced = not all(math.isnan(made[p]) for p in PRICE_COLUMNS)
        if self.own and not priced:
            self.account.change("without a price of its own: the embedded tariff by km", row["at"])
        hours = row.get("time_h", math.nan)
        hours = row.get("hours_p50", math.nan) if math.isnan(hours) else hours
        usd, passing_h = (self._at_ends(row, word) / 2 for word in ("passing_usd", "passing_h"))
        if usd:
            lacking = [p for p in self.columns if math.isnan(made[p])]
            if lacking:
                faults.append(
                    f"{row['at']}: has no cost_usd to which half of passing_usd at its ends can be "
                    "added"
                )
            made |= {p: made[p] + usd for p in self.columns}
        if passing_h:
            if math.isnan(hours):
                hours = row["length_km"] / row.get("speed_kmh", math.nan)
            if math.isnan(hours):
                faults.append(
                    f"{row['at']}: has no time_h or speed_kmh to which half of passing_h at its "
                    "ends can be added"
                )
            hours += passing_h
        made["hours_p50"] = hours
        made["hours_p90"] = hours if "time_h" in row or passing_h else row.get("hours_p90", hours)
        faults += _too_much("links", made, (*PRICE_COLUMNS, *_HOURS), row["at"])
        return made

    def _at_ends(self, row: Row, word: str) -> float:
        return sum(_value(self.nodes[row[end]], word) for end in ("from_node", "to_node"))

    # -- over borders -------------------------------------------------------------------------

    def crossings(self, links: Sequence[Row]) -> list[str]:
        """Return a border crossing for each link: its own, or the one said, at one charge each."""
        charged: dict[str, set[tuple[float, float]]] = {}
        for row in links:
            charged.setdefault(row.get("bcp_id", ""), set()).add(self.border_of(row))
        return [
            f"border-{row['link_id']}"
            if not (bcp := row.get("bcp_id", ""))
            else (bcp if len(charged[bcp]) == 1 else f"{bcp}-{row['link_id']}")
            for row in links
        ]

    def border_of(self, link: Mapping[str, Any]) -> tuple[float, float]:
        """Return what passing the border on a link costs and takes, at both of its ends."""
        return self._at_ends(dict(link), "border_usd"), self._at_ends(dict(link), "border_h")

    def port(self, node: str) -> tuple[float, float]:
        """Return what the border at a port costs and takes."""
        row = self.nodes[node]
        return _value(row, "border_usd"), _value(row, "border_h")

    @cached_property
    def free(self) -> dict[str, float]:
        """Prices of what the model gives away: 0 for what it carries, else none."""
        carried = {*self.columns, *self.others}
        return {p: 0.0 if p in carried else math.nan for p in PRICE_COLUMNS}


def with_charges(net: Network, charges: Charges) -> Network:
    """Return the network with the model's charges at its borders, terminals and for ships.

    Raises
    ------
    DataError
        With every charge that our tables cannot hold.
    """
    faults: list[str] = []
    tables = {
        "services": _services(net),
        "border_crossings": _borders(net, charges, faults),
        "transshipments": _changes(net, charges, faults),
    }
    if faults:
        raise DataError(sorted(set(faults)))
    return net.replaced({name: from_rows(name, rows) for name, rows in tables.items()})


def _borders(net: Network, charges: Charges, faults: list[str]) -> list[dict]:
    of_bcp = {link["bcp_id"]: link for link in net.table("links") if link["bcp_id"]}
    found = []
    for row in net.table("border_crossings"):
        if is_ship(row["mode"]):
            usd, hours = charges.port(row["bcp_id"])
            at = charges.nodes[row["bcp_id"]]["at"]
        else:
            link = of_bcp[row["bcp_id"]]
            usd, hours = charges.border_of(link)
            at = charges.nodes[link["from_node"]]["at"]
        if charges.own or usd or hours:
            fee = usd * LOAD_T if charges.per_t else usd  # a border's fee is for a load
            said = {"cost_usd": fee, "hours_p50": hours, "hours_p90": hours, **_SAID}
            faults += _too_much("border_crossings", said, ("cost_usd", "hours_p50"), at)
            found.append({**row, **said})
        else:
            found.append(row)
    return found


def _changes(net: Network, charges: Charges, faults: list[str]) -> list[dict]:
    found = []
    for row in net.table("transshipments"):
        node = charges.nodes[row["node_id"]]
        loads, unloads = row["from_class"] == "origin", row["to_class"] == "destination"
        if loads or unloads:
            added = [charges.ends * _value(node, word) for word in ("passing_usd", "passing_h")]
            added = [a + t * loads for a, t in zip(added, charges.trip, strict=True)]
        else:
            added = [_value(node, word) for word in ("transfer_usd", "transfer_h")]
        usd, hours = added
        if (charges.own or usd or hours) and row["from_class"] != row["to_class"]:
            kept = not charges.own and (loads or unloads)  # the embedded handling, and this
            base = row if kept else {**row, **dict.fromkeys(_HOURS, 0.0)}
            prices = {p: row[p] for p in PRICE_COLUMNS} if not charges.own else charges.free
            said = {h: base[h] + hours for h in _HOURS} | prices
            said |= {p: (prices[p] if kept else 0.0) + usd for p in charges.columns}
            faults += _too_much("transshipments", said, (*PRICE_COLUMNS, *_HOURS), node["at"])
            found.append({**row, **said, **_SAID})
        else:
            found.append(row)
    return found


def _services(net: Network) -> list[dict]:
    """Return the ships with the model's price where it has one, which sail when needed.

    Their hours are those of the link.
    """
    links, rows = net.table("links"), []
    for row in net.table("services"):
        k = net.link_row(row["link_id"])
        prices = {price: links[price][k] for price in PRICE_COLUMNS}
        said: dict[str, Any] = {}
        if not all(map(math.isnan, prices.values())):
            said = {**prices, "departures_per_week": _SAILINGS, "note": "cost of the model",
                    "price_source_id": MODEL, "price_basis": _SAID["basis"]}  # fmt: skip
        if not math.isnan(links["hours_p50"][k]):
            said |= dict.fromkeys(_HOURS, math.nan)
        rows.append({**row, **said})
    return rows


def _too_much(table: str, row: Mapping[str, Any], words: Sequence[str], at: str) -> list[str]:
    """Return what of a row is more than its column holds."""
    known = schema()[table]
    return [
        f"{at}: {word} comes to {row[word]:g}, over the {known[word].maximum:g} that "
        f"{table.replace('_', ' ')} can have; is the unit another, or is it for more than a box?"
        for word in words
        if row[word] > known[word].maximum
    ]


def _value(row: Mapping[str, Any], key: str) -> float:
    value = row.get(key, math.nan)
    return 0.0 if math.isnan(value) else float(value)
