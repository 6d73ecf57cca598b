"""What gas or oil of a pipeline costs where it is delivered, and who earns what of it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from corridors.network.countries import country_name
from corridors.studies.energy.lines import Line, Offtake
from corridors.studies.flows.projects import MUSD, RATE, known_projects
from corridors.vocabulary import BBL_PER_T, MMBTU_PER_1000M3

if TYPE_CHECKING:
    from corridors.network.network import Network
    from corridors.studies.energy.prices import EnergyPrice, EnergyPrices

Row = dict[str, Any]
_TRANSPORT, _PROJECTS = "transport", "project_costs"
#: What stands for the price at the border where none is known.
NO_PRICE = "no border price is known: what it costs is the transport alone"


def usd_per_energy(usd: float, commodity: str) -> float:
    """Return USD per MMBtu of USD per thousand cubic metres, or per barrel of USD per tonne.

    Parameters
    ----------
    usd
        USD per thousand cubic metres of gas, or per tonne of oil.
    commodity
        ``"gas"`` or ``"oil"``.

    Examples
    --------
    >>> round(usd_per_energy(341.21, "gas"), 6)
    10.0
    """
    return usd / (MMBTU_PER_1000M3 if commodity == "gas" else BBL_PER_T)


def cost_parts(line: Line, prices: EnergyPrices) -> Iterator[Row]:
    """Yield what is paid for a unit at each off-take: border price, transport, fees.

    Parameters
    ----------
    line
        The pipeline, with what is taken off.
    prices
        Its prices.
    """
    border = prices.one("border_price", line.ref)
    begin = line.border_km() if border else line.sections[0].start_km
    for one in line.offtakes:
        place = {"place": one.name, "node_id": one.node_id, "country": one.country}
        if border:
            how = "at the border"
            if border.by_crude:
                how += f", formula of {border.year} at crude of {prices.crude:g} USD a barrel"
            yield {**place, **_part("border price", border, border.value, how)}
        for ref, km in _stretches(line, one, begin):
            tariff = prices.one("tariff", ref)
            if tariff and km > 0:
                how = f"{km:,.0f} km at {tariff.value:,.4g} USD per 100 km"
                part = _TRANSPORT if ref == line.ref else f"{_TRANSPORT} by {ref}"
                yield {**place, **_part(part, tariff, tariff.value * km / 100, how)}
        yield from ({**place, **fee} for fee in _fees(line, one, prices, border))


def _stretches(line: Line, one: Offtake, begin: float) -> Iterator[tuple[str, float]]:
    """Yield the km on the line itself, then those on its branch."""
    branch = next((b for b in line.branches if b.ref == one.line_ref), None)
    leaves = one.km if branch is None else branch.branch_km
    yield line.ref, max(leaves - begin, 0.0)
    if branch is not None:
        yield branch.ref, one.km - branch.branch_km


def _fees(
    line: Line, one: Offtake, prices: EnergyPrices, border: EnergyPrice | None
) -> Iterator[Row]:
    """Yield transit fees of the countries passed on the way, and taxes of those it comes to."""
    passed = line.passed_to(one)
    for item, word in (("transit_fee", "transit fee"), ("tax", "tax")):
        for fee in prices.all(item, line.ref):
            ends = (line.home, one.country) if item == "transit_fee" else ()
            if fee.country not in passed or fee.country in ends:
                continue
            name = country_name(fee.country)
            usd, how = fee.value, f"of what passes {name}"
            if fee.is_share:
                usd = fee.value * border.value if border else math.nan
                how = f"{fee.value:.0%} of what passes {name}, in kind"
            yield {**_part(f"{word} {name}", fee, usd, how), "payee": fee.country}


def _part(part: str, price: EnergyPrice, usd: float, how: str) -> Row:
    return {
        "part": part,
        "usd": usd,
        "how": how,
        "year": price.year,
        "by_crude": price.by_crude,
        "row": price.row,
        "source_id": price.source_id,
        "basis": price.basis,
        "payee": "",
    }


def earnings(line: Line, parts: list[Row]) -> Iterator[Row]:
    """Yield who earns what in a year, in million USD: producer, operator, countries of transit.

    Parameters
    ----------
    line
        The pipeline, with what is taken off.
    parts
        What :func:`cost_parts` yields.
    """
    amount = {one.node_id: one.amount for one in line.offtakes}
    sums: dict[tuple[str, str], Row] = {}
    paid: set[tuple[tuple[str, str], str]] = set()
    for part in parts:
        if part["part"] == "border price":
            key = "producer", line.home
        elif part["part"].startswith(_TRANSPORT):
            key = "operator", ""
        else:
            key = "tax" if part["part"].startswith("tax") else "transit", str(part["payee"])
        row = sums.setdefault(
            key,
            {
                "who": country_name(key[1]) if key[1] else f"operator of {line.ref}",
                "as": key[0], "country": key[1], "musd": 0.0, "amount": 0.0,
                "source_id": part["source_id"], "basis": part["basis"],
            },
        )  # fmt: skip
        # a bcm is a million thousands of cubic metres, a Mt a million tonnes
        row["musd"] += part["usd"] * amount[part["node_id"]]
        if (key, part["node_id"]) not in paid:
            row["amount"] += amount[part["node_id"]]
        paid.add((key, part["node_id"]))
    yield from sums.values()


def own_costs(net: Network, line: Line, parts: list[Row]) -> Iterator[str]:
    """Yield what the pipes that scenarios build cost in a year, beside what their tariff brings.

    Parameters
    ----------
    net
        The network, with the scenarios.
    line
        The pipeline, with what is taken off.
    parts
        What :func:`cost_parts` yields.
    """
    amount = {one.node_id: one.amount for one in line.offtakes}
    ends = {row["card_id"]: (row["capex_low"], row["capex_high"]) for row in net.table(_PROJECTS)}
    links = net.table("links")["link_id"]
    for project in known_projects(net):
        opened = {
            links[row]
            for one in project.card.overrides
            if one.table == "links" and one.action == "open"
            for row in net.lookup.rows("links", dict(one.selection))
        }
        for pipe in (line, *line.branches):
            if opened.isdisjoint(section.link_id for section in pipe.sections):
                continue
            word = _TRANSPORT if pipe is line else f"{_TRANSPORT} by {pipe.ref}"
            paid = (p["usd"] * amount[p["node_id"]] for p in parts if p["part"] == word)
            low, high = ends[project.card.id]
            yield (
                f"{pipe.ref} costs {project.yearly_usd(RATE) / MUSD:,.0f} million USD a year "
                f"({project.usd / MUSD:,.0f} to build, {low:,.0f} to {high:,.0f}; paid back over "
                f"{project.years:.0f} years at {RATE:.0%}, and kept; {project.source_id}, "
                f"{project.basis}); its tariff brings {math.fsum(paid):,.0f}."
            )


def markets(line: Line, prices: EnergyPrices) -> Iterator[Row]:
    """Yield published prices to compare with, in USD per MMBtu (of oil: a barrel).

    Parameters
    ----------
    line
        The pipeline.
    prices
        Its prices.
    """
    regas = {p.country: usd_per_energy(p.value, "gas") for p in prices.all("regasification")}
    for price in sorted(prices.every("market_price"), key=lambda p: (p.country, p.year)):
        ends = [usd_per_energy(v, line.commodity) for v in (price.low, price.value, price.high)]
        formula = f"formula of {price.year} at crude of {prices.crude:g} USD a barrel: "
        yield {
            "country": price.country, "in": country_name(price.country), "low": ends[0],
            "usd": ends[1], "high": ends[2], "year": price.year,
            "regasified": ends[1] + regas.get(price.country, math.nan),
            "by_formula": price.by_crude, "source_id": price.source_id, "basis": price.basis,
            "note": f"{formula if price.by_crude else ''}{price.note}",
        }  # fmt: skip
