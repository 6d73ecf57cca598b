"""What a pipeline delivers, to whom, at what cost, and who earns: the verb and its answer."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from corridors.arguments import asks
from corridors.errors import UnknownNameError
from corridors.network.changes.cards import Scenario, scenarios_of
from corridors.network.countries import country_name
from corridors.network.vintage import dated
from corridors.studies.energy import TABLES
from corridors.studies.energy.costs import (
    NO_PRICE,
    Row,
    cost_parts,
    earnings,
    markets,
    own_costs,
    usd_per_energy,
)
from corridors.studies.energy.flow import USUAL, Assumed
from corridors.studies.energy.hydraulics import Hydraulics, hydraulics_of
from corridors.studies.energy.lines import Line, line_of, not_built
from corridors.studies.energy.lng import exports, verdict
from corridors.studies.energy.prices import EnergyPrices
from corridors.vocabulary import listed

if TYPE_CHECKING:
    import pandas as pd

    from corridors.network.network import Network

_OF_FLOW = ("stations", "pressure")
#: Tables that are made when they are asked for, and in no answer as a whole.
_ASKED_FOR = ("pandapipes",)


@dataclass(frozen=True, eq=False)
class PipelineStudy:
    """What a pipeline delivers, to whom, at what cost, and who earns.

    Amounts are a year: billion cubic metres (``bcm``) of gas, million tonnes (``Mt``) of oil. USD
    are those of the year of each price, per thousand cubic metres of gas or tonne of oil, and per
    MMBtu or barrel.

    Parameters
    ----------
    network
        The network that was asked, with the scenarios.
    line
        The pipeline: sections, off-takes, branches.
    prices
        Its prices, at a price of crude.
    assumed
        What no table says of the gas and the compressors.
    before
        The same line without the scenarios of the network; ``None`` if there are none.

    Examples
    --------
    >>> import corridors as co
    >>> study = co.pipeline(co.load(), "tapi")
    >>> study
    PipelineStudy('TAPI': 33 of 33 bcm a year over 1,814 km)
    >>> round(study.flow.mw), round(study.flow.arrival_bar)
    (135, 95)
    """

    network: Network
    line: Line
    prices: EnergyPrices = field(repr=False)
    assumed: Assumed = USUAL
    before: PipelineStudy | None = field(default=None, repr=False)

    def __repr__(self) -> str:
        line = self.line
        return (
            f"PipelineStudy({line.ref!r}: {line.amount:,.4g} of {line.capacity:,.4g} {line.unit} a "
            f"year over {line.km:,.0f} km)"
        )

    def _repr_png_(self) -> Any:
        from corridors.display import show

        return show(self, "PipelineStudy", "_repr_png_")

    @property
    def crude_usd_per_bbl(self) -> float:
        """The price of crude by which formulas were read."""
        return self.prices.crude

    @property
    def notes(self) -> tuple[str, ...]:
        """What must be known: what is not built, what no price is known of."""
        told = [not_built(self.line)]
        if self.prices.one("border_price", self.line.ref) is None:
            told.append(f"{NO_PRICE[0].upper()}{NO_PRICE[1:]}.")
        if self.prices.one("tariff", self.line.ref) is None:
            told.append(f"No tariff of {self.line.ref} is known: transport is left out.")
        told += [
            f"{part['part']} is in kind and has no price here ({part['how']})."
            for part in {p["part"]: p for p in self._parts if math.isnan(p["usd"])}.values()
        ]
        formulas = sorted({int(part["year"]) for part in self._parts if part["by_crude"]})
        if formulas:
            told.append(
                f"The border price is by the formula of {listed(map(str, formulas))} at crude of "
                f"{self.crude_usd_per_bbl:g} USD a barrel: it moves with crude, and is in the "
                "money of that crude."
            )
        years = sorted({int(part["year"]) for part in self._parts if not part["by_crude"]})
        if years:
            span = f"{years[0]}" if len(years) == 1 else f"{years[0]} to {years[-1]}"
            told.append(
                f"{'Other prices' if formulas else 'Prices'} are in the money of the year in which "
                f"each was told ({span}), not brought to one year."
            )
        told += [*own_costs(self.network, self.line, self._parts), self.verdict]
        return tuple(filter(None, told))

    @property
    def verdict(self) -> str:
        """Whether LNG sells at published prices; ``""`` where there is none."""
        return verdict(self.exports.to_dict("records"))

    @cached_property
    def _parts(self) -> list[Row]:
        return list(cost_parts(self.line, self.prices))

    @property
    def deliveries(self) -> pd.DataFrame:
        """What is taken off: ``place``, ``country``, ``km``, amount, share, USD, source."""
        line = self.line
        rows = []
        for one in line.offtakes:
            usd = _sum(p["usd"] for p in self._parts if p["node_id"] == one.node_id)
            rows.append(
                {
                    "place": one.name, "node_id": one.node_id, "country": one.country,
                    "line": one.line_ref, "km": one.km, line.unit: one.amount,
                    "share": one.amount / line.capacity, **self._both(usd),
                    "source_id": one.source_id, "basis": one.basis,
                }
            )  # fmt: skip
        return self._frame(rows)

    @property
    def costs(self) -> pd.DataFrame:
        """The parts of the price at each off-take, with how, the row that says it, its source."""
        rows = [
            {
                "place": p["place"], "node_id": p["node_id"], "country": p["country"],
                "part": p["part"], **self._both(p["usd"]),
                **{key: p[key] for key in ("how", "year", "by_crude", "row", "source_id", "basis")},
            }
            for p in self._parts
        ]  # fmt: skip
        return self._frame(rows)

    @property
    def earnings(self) -> pd.DataFrame:
        """Who earns what in a year: ``who``, ``as``, ``musd`` (million USD), on what amount."""
        rows = [
            {**{("of_" + self.line.unit if k == "amount" else k): v for k, v in row.items()}}
            for row in earnings(self.line, self._parts)
        ]
        return self._frame(rows)

    @property
    def changes(self) -> pd.DataFrame:
        """What the scenarios change: amounts delivered, and million USD earned in a year."""
        if self.before is None:
            return self._frame([])
        unit, found = self.line.unit, []
        for what, column, tables in (
            ("delivered", unit, (self.before.deliveries, self.deliveries)),
            ("earned", "musd", (self.before.earnings, self.earnings)),
        ):
            key = "place" if what == "delivered" else "who"
            old, new = (
                {} if frame.empty else frame.groupby(key, sort=False)[column].sum().to_dict()
                for frame in tables
            )
            for name in dict.fromkeys([*old, *new]):
                was, now = old.get(name, 0.0), new.get(name, 0.0)
                if abs(now - was) > 1e-9:
                    of = unit if what == "delivered" else "million USD"
                    found.append(
                        {
                            "who": name, "what": what, "before": was, "after": now,
                            "change": now - was, "unit": of,
                        }
                    )  # fmt: skip
        return self._frame(found)

    @property
    def exports(self) -> pd.DataFrame:
        """The steps of LNG to each country in USD per MMBtu, their sum, and published prices.

        The lanes are those of the network; ``km`` and ``days`` are those of the ship.
        """
        rows = list(exports(self.network, self.line, self.prices, self._parts))
        priced = list(markets(self.line, self.prices))
        found: list[Row] = []
        for terminal in dict.fromkeys(row["terminal"] for row in rows):
            steps = [row for row in rows if row["terminal"] == terminal]
            found += steps
            sums = {name: _sum(row[name] for row in steps) for name in ("low", "usd", "high")}
            country = steps[0]["country"]
            to = {"country": country, "to": country_name(country), "terminal": terminal}
            found.append({**to, "step": "delivered", **sums, "source_id": "", "basis": "derived"})
            on_ship = [row for row in steps if row["step"] != "regasification"]
            ship = {n: _sum(row[n] for row in on_ship) for n in ("low", "usd", "high")}
            found.append({**to, "step": "on the ship there", **ship, "source_id": "",
                          "basis": "derived"})  # fmt: skip
            for market in (one for one in priced if one["country"] == country):
                price = {key: market[key] for key in ("low", "usd", "high", "source_id", "basis")}
                found.append({**to, "step": f"published price {market['year']}", **price})
        return self._frame(found)

    @property
    def markets(self) -> pd.DataFrame:
        """Published prices to compare with, in USD per MMBtu (of oil: a barrel)."""
        return self._frame(list(markets(self.line, self.prices)))

    @property
    def sections(self) -> pd.DataFrame:
        """The links of the line: km, status, pipe, capacity, and what flows there."""
        line, rows = self.line, []
        branches = {branch.ref: branch.branch_km for branch in line.branches}
        for section in line.sections:
            pipe = section.pipe
            flows = [
                one.amount for one in line.offtakes
                if branches.get(one.line_ref, one.km) > section.start_km + 1e-9
            ]  # fmt: skip
            rows.append(
                {
                    "link_id": section.link_id, "section": section.name, "km": section.km,
                    "status": section.status, line.unit: math.fsum(flows),
                    **{
                        name: pipe.get(name, math.nan)
                        for name in (
                            "strings", "outer_mm", "loop_mm", "wall_mm", "pressure_bar",
                            "stations", "capacity", "source_id", "basis",
                        )
                    },
                }
            )  # fmt: skip
        return self._frame(rows)

    @cached_property
    def flow(self) -> Hydraulics:
        """The steady state of the gas: pressure, stations, power, fuel.

        Raises
        ------
        ValueError
            If it carries no gas.
        DataError
            If the table ``pipelines`` lacks what is needed, with the rows and columns.
        """
        return hydraulics_of(self.line, self.assumed)

    @property
    def stations(self) -> pd.DataFrame:
        """Compressor stations: km, pressures, ratio, flow, power, fuel; raises as ``flow``."""
        return self.flow.station_table

    @property
    def pressure(self) -> pd.DataFrame:
        """Pressure along the line: ``km``, ``bar``; raises as ``flow``."""
        return self.flow.profile

    @property
    def pandapipes(self) -> pd.DataFrame:
        """The pressures by pandapipes beside our own; raises as ``flow``.

        Raises
        ------
        ImportError
            If pandapipes is not installed; the message says which extra brings it.
        """
        from corridors.studies.energy.beside import beside_pandapipes

        return beside_pandapipes(self.flow)

    @property
    def sources(self) -> pd.DataFrame:
        """The sources of all of it: id, title, publisher, address, year."""
        frames = (self.deliveries, self.costs, self.exports, self.markets, self.sections)
        used = {
            word for frame in frames if "source_id" in frame for word in frame["source_id"] if word
        }
        rows = [row for row in self.network.table("sources") if row["source_id"] in used]
        names = ("source_id", "title", "publisher", "url", "year")
        return self._frame([{name: row[name] for name in names} for row in rows])

    def table(self, name: str) -> pd.DataFrame:
        """Return one of the tables by its name: see ``corridors.studies.energy.TABLES``."""
        found: pd.DataFrame = getattr(self, name)
        return found

    def to_dict(self) -> dict[str, Any]:
        """Return all of it as plain values, as JSON has it; what cannot be told is left out."""
        line = self.line
        found: dict[str, Any] = {
            "pipeline": line.ref, "commodity": line.commodity, "km": line.km, "unit": line.unit,
            "capacity": line.capacity, "delivered": line.amount,
            "crude_usd_per_bbl": self.crude_usd_per_bbl, "notes": list(self.notes),
        }  # fmt: skip
        for name in TABLES:
            if name not in _ASKED_FOR and (name not in _OF_FLOW or not self.why_no_flow):
                found[name] = self.table(name).to_dict("records")
        return found

    @cached_property
    def why_no_flow(self) -> str:
        """Why no pressure can be told; ``""`` if it can."""
        try:
            self.flow  # noqa: B018  it is made and kept
        except ValueError as error:  # DataError is one
            return str(error)
        return ""

    def _both(self, usd: float) -> Row:
        gas = self.line.commodity == "gas"
        names = ("usd_per_1000m3", "usd_per_mmbtu") if gas else ("usd_per_t", "usd_per_bbl")
        return dict(zip(names, (usd, usd_per_energy(usd, self.line.commodity)), strict=True))

    def _frame(self, rows: list[Row]) -> pd.DataFrame:
        import pandas as pd

        return dated(pd.DataFrame(rows), self.network)


def _sum(values: Iterable[float]) -> float:
    """Return the sum of what is known; ``nan`` if nothing is."""
    known = [value for value in values if not math.isnan(value)]
    return math.fsum(known) if known else math.nan


@asks
def pipeline(
    net: Network,
    name: str,
    *,
    offtakes: Mapping[str, float] | None = None,
    crude_usd_per_bbl: float | None = None,
    scenarios: str | Scenario | Iterable[str | Scenario] = (),
    assumed: Assumed | None = None,
) -> PipelineStudy:
    """Say what a pipeline delivers, to whom, at what cost, and who earns.

    A line that is planned answers as if it were built, and says so; a branch counts where it is in
    operation, as with the scenario ``tapi-gwadar-spur``. What gas costs at an off-take is the
    border price, the tariff by km, and a fee to each country that it passes; prices are those of
    the table ``energy_prices``, of the latest year of each, in the money of that year.

    Parameters
    ----------
    net
        The network.
    name
        A pipeline as links call it in ``line_ref``, in any case, such as ``"tapi"``.
    offtakes
        Billion cubic metres (of oil: Mt) a year by place, in place of the table's shares of the
        capacity.
    crude_usd_per_bbl
        Price of crude, by which border prices go; ``None``: that of the table (2023).
    scenarios
        Scenarios to apply: cards, ids of embedded ones, or paths of ``.toml`` files.
    assumed
        What no table says of the gas and the compressors.

    Returns
    -------
    PipelineStudy
        Tables ``deliveries``, ``costs``, ``earnings``, ``exports``, ``markets``, ``sections``,
        ``stations`` and ``pressure``, with sources.

    Raises
    ------
    UnknownNameError
        If there is no such pipeline, or a place is none of its off-takes.
    DataError
        If the tables have no capacity or off-takes of it, or prices in units of something else.
    ValueError
        If more is taken off than it carries, or the price of crude is below 0.
    TypeError
        If an amount or the price of crude is no number.
    ScenarioError
        If the scenarios have faults or cannot be combined.

    Examples
    --------
    >>> import corridors as co
    >>> tapi = co.pipeline(co.load(), "tapi")
    >>> tapi.deliveries.groupby("country")["bcm"].sum().round(2).to_dict()
    {'AF': 5.28, 'IN': 13.86, 'PK': 13.86}
    """
    cards = scenarios_of(scenarios)
    changed = net.apply(*cards) if cards else net
    study = _study(changed, name, offtakes, crude_usd_per_bbl, assumed or USUAL)
    if not changed.scenarios or changed.base is None:
        return study
    said = study.line.ref, offtakes, study.crude_usd_per_bbl, study.assumed
    try:
        before = _study(changed.base, *said)
    except (UnknownNameError, ValueError):  # an off-take of a branch, which was not there before
        before = _study(changed.base, study.line.ref, None, *said[2:])
    return replace(study, before=before)


def _study(
    net: Network,
    name: str,
    offtakes: Mapping[str, float] | None,
    crude: float | None,
    assumed: Assumed,
) -> PipelineStudy:
    line = line_of(net, name, offtakes)
    refs = (line.ref, *(branch.ref for branch in line.branches))
    return PipelineStudy(net, line, EnergyPrices(net, refs, line.commodity, crude), assumed)
