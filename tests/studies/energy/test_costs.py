"""Parts of the cost of a pipeline of three countries, worked by hand."""

from dataclasses import replace

import pytest

import corridors as co
from corridors.studies.energy.costs import cost_parts, earnings, markets, own_costs, usd_per_energy
from corridors.studies.energy.lines import line_of
from corridors.studies.energy.prices import EnergyPrices

NET = co.load()
TAPI = line_of(NET, "tapi")
PRICES = EnergyPrices(NET, ("TAPI",), "gas")


def test_units_of_energy():
    assert usd_per_energy(34.121, "gas") == pytest.approx(1)
    assert usd_per_energy(7.33, "oil") == pytest.approx(1)


def test_nothing_is_paid_for_the_way_before_the_border():
    km = {
        part["node_id"]: part["how"]
        for part in cost_parts(TAPI, PRICES)
        if part["part"] == "transport"
    }
    assert km["af-tapi-herat"].startswith("153 km")  # 370.1 less the 217.1 to the border


def test_what_is_not_taken_earns_nothing():
    none = replace(TAPI, offtakes=tuple(replace(one, amount=0.0) for one in TAPI.offtakes))
    assert all(row["musd"] == 0 for row in earnings(none, list(cost_parts(none, PRICES))))


def test_an_offtake_is_counted_once():
    rows = {row["who"]: row for row in earnings(TAPI, list(cost_parts(TAPI, PRICES)))}
    assert rows["operator of TAPI"]["amount"] == pytest.approx(33)
    assert rows["Afghanistan"]["amount"] == pytest.approx(33 * 0.84)


def test_a_tax_of_india_is_not_on_gas_for_gwadar():
    net = NET.apply("tapi-gwadar-spur")
    table = net.table("energy_prices")
    row = table["energy_price"].index("tapi-transit-pk")
    made = {
        name: tuple(value if k == row else old for k, old in enumerate(table[name]))
        for name, value in (("item", "tax"), ("country", "IN"))
    }
    net = net.replaced({"energy_prices": table.with_values(made)}, name="taxed")
    line = line_of(net, "tapi")
    parts = list(cost_parts(line, EnergyPrices(net, ("TAPI", "TAPI-Gwadar"), "gas")))
    assert {p["place"] for p in parts if p["part"] == "tax India"} == {"Fazilka"}


def test_a_line_that_is_built_costs_beside_what_its_tariff_brings():
    """The spur: 439 million USD a year; 48.83 USD per 1,000 m3 of 6.798 bcm are 332."""
    net = NET.apply("tapi-gwadar-spur")
    line = line_of(net, "tapi")
    parts = list(cost_parts(line, EnergyPrices(net, ("TAPI", "TAPI-Gwadar"), "gas")))
    told = list(own_costs(net, line, parts))
    assert [sentence.split()[0] for sentence in told] == ["TAPI", "TAPI-Gwadar"]
    assert told[1].startswith("TAPI-Gwadar costs 439 million USD a year")
    assert told[1].endswith("its tariff brings 332.")
    assert list(own_costs(NET, TAPI, parts)) == []


@pytest.mark.parametrize(
    ("action", "where", "names"),
    [
        ("open", {"node_id": "pk-gwadar-port", "mode": "pipeline"}, ["TAPI-Gwadar"]),
        ("open", {"node_id": "pk-tapi-quetta"}, ["TAPI", "TAPI-Gwadar"]),
        ("close", {"link_id": "pipeline-pk-tapi-quetta-pk-gwadar-port"}, []),
    ],
)
def test_a_line_is_built_by_whatever_selects_its_links_and_opens_them(action, where, names):
    card = co.Scenario("tapi-gwadar-spur", "A spur", (co.Override(action, "links", where),))
    net = NET.apply("tapi-gwadar-spur")
    line = line_of(net, "tapi")
    parts = list(cost_parts(line, EnergyPrices(net, ("TAPI", "TAPI-Gwadar"), "gas")))
    assert [told.split()[0] for told in own_costs(NET.apply(card), line, parts)] == names


def test_a_price_by_formula_says_of_which_crude():
    prices = EnergyPrices(NET, ("TAPI",), "gas", 50.0)
    (row,) = [r for r in markets(TAPI, prices) if r["country"] == "PK"]
    assert row["by_formula"]
    assert row["note"].startswith("formula of 2016 at crude of 50 USD a barrel")


def test_a_border_price_by_formula_says_so_and_of_which_crude():
    """It was "published, 2012" in the money of 2012, and moved with the price of crude."""
    for crude in (60.0, 90.0):
        study = co.pipeline(NET, "tapi", crude_usd_per_bbl=crude)
        border = study.costs[study.costs["part"] == "border price"].iloc[0]
        assert border["usd_per_mmbtu"] == pytest.approx(0.0917 * crude)
        assert border["how"].endswith(f"formula of 2012 at crude of {crude:g} USD a barrel")
        formula, others = study.notes[1:3]
        assert f"formula of 2012 at crude of {crude:g} USD" in formula
        assert others.startswith("Other prices are in the money of the year")
