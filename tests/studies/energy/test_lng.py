"""LNG as links of the network: steps to each terminal, their sums, and whether it sells."""

import math

import pytest
import toy

import corridors as co
from corridors.studies.energy.lng import lanes_from, verdict
from corridors.vocabulary import MMBTU_PER_1000M3, T_PER_1000M3

NET = co.load()
TAPI = co.pipeline(NET, "tapi")
SPUR = co.pipeline(NET, "tapi", scenarios="tapi-gwadar-spur")
ITEMS = {"liquefaction": "liquefaction", "ship": "shipping", "regasification": "regasification"}


def test_it_is_the_sum_of_its_steps():
    steps = SPUR.exports[SPUR.exports["country"] == "JP"].set_index("step")["usd"]
    gas = SPUR.deliveries.set_index("node_id").loc["pk-gwadar-port", "usd_per_mmbtu"]
    assert steps["gas burnt to liquefy"] == pytest.approx(0.15 * gas)
    assert steps["on the ship there"] == pytest.approx(1.15 * gas + 2.8 + 1.0, abs=0.002)
    assert steps["delivered"] == pytest.approx(steps["on the ship there"] + 0.9, abs=0.002)
    assert {"published price 2023", "published price 2024"} <= set(steps.index)
    assert TAPI.exports.empty


def test_the_network_has_the_money_of_energy_prices():
    """The steps are rows of the network in USD a tonne, what was published stands in USD/MMBtu."""
    steps = SPUR.exports
    for country in ("CN", "JP", "TH"):
        mine = steps[steps["country"] == country].set_index("step")
        for step, item in ITEMS.items():
            price = SPUR.prices.one(item, "TAPI-Gwadar", country)
            told = [value / MMBTU_PER_1000M3 for value in (price.low, price.value, price.high)]
            assert mine.loc[step, ["low", "usd", "high"]].tolist() == pytest.approx(told, abs=1e-3)


def test_a_card_that_makes_ships_dear_is_felt():
    dear = co.Scenario(
        "dear-ships", "Dear ships",
        (co.Override("change", "services", {"service_id": "svc-lng-gwd-jp"}, "usd_per_t", "multiply", 2.0),),
    )  # fmt: skip
    study = co.pipeline(NET, "tapi", scenarios=["tapi-gwadar-spur", dear])
    ship = study.exports[study.exports["step"] == "ship"].set_index("country")["usd"]
    assert ship["JP"] == pytest.approx(2.0, abs=0.002)
    assert ship["TH"] == pytest.approx(0.65, abs=0.002)


def test_a_route_has_the_same_steps():
    """1,000 t: 129.98 + 46.42 + 41.78 USD a tonne beyond the pipe."""
    trip = co.route(
        NET.apply("tapi-gwadar-spur"), "Galkynysh", "Tokyo",
        shipment=co.Shipment(commodity="gas", quantity=1000, unit="t"),
    )  # fmt: skip
    assert trip.modes == ("pipeline", "lng")
    steps = {leg.name: leg.usd for leg in trip.steps if leg.mode == "lng" and leg.usd}
    assert sum(steps.values()) == pytest.approx(1000 * (129.98 + 46.42 + 41.78))
    assert any(name.startswith("Liquefaction at Gwadar Port") for name in steps)
    assert any(name.startswith("Unloading and regasification") for name in steps)
    assert any("15% of the gas besides" in note for note in trip.notes)
    per_t = MMBTU_PER_1000M3 / T_PER_1000M3
    rows = SPUR.exports[SPUR.exports["country"] == "JP"].set_index("step")["usd"]
    assert sum(steps.values()) / 1000 / per_t == pytest.approx(rows[list(ITEMS)].sum())


def test_nothing_but_gas_goes_by_it():
    built = NET.apply("tapi-gwadar-spur")
    with pytest.raises(co.NoItineraryError):
        co.route(built, "Karachi", "Tokyo")
    with pytest.raises(co.NoItineraryError, match="not in operation"):
        gas = co.Shipment(commodity="gas", quantity=1, unit="bcm")
        co.route(NET, "Galkynysh", "Guangdong", shipment=gas)


def test_lanes_are_those_in_operation():
    assert lanes_from(NET, "pk-gwadar-port") == []
    lanes = lanes_from(SPUR.network, "pk-gwadar-port")
    assert {lane.country for lane in lanes} == {"CN", "JP", "TH"}
    assert lanes_from(SPUR.network, "pk-karachi-port") == []


@pytest.mark.parametrize(
    ("node", "left"), [("pk-gwadar-port", set()), ("jp-tokyo-bay-lng", {"CN", "TH"})]
)
def test_what_is_not_liquefied_or_unloaded_at_a_price_is_no_lane(node, left):
    """A step that no row prices is not one that costs nothing."""
    table = SPUR.network.table("transshipments")
    usd = tuple(
        math.nan if at == node and "lng" in (a, b) else value
        for at, a, b, value in zip(
            table["node_id"], table["from_class"], table["to_class"], table["usd_per_t"],
            strict=True,
        )
    )  # fmt: skip
    net = SPUR.network.replaced({"transshipments": table.with_values({"usd_per_t": usd})})
    assert {lane.country for lane in lanes_from(net, "pk-gwadar-port")} == left
    rows = [row for row in table if row["node_id"] != node]
    net = SPUR.network.replaced({"transshipments": toy.table("transshipments", rows)})
    assert {lane.country for lane in lanes_from(net, "pk-gwadar-port")} == left


def step(name, low, usd, high):
    return {"terminal": "Bay", "to": "Japan", "step": name, "low": low, "usd": usd, "high": high}


@pytest.mark.parametrize(
    ("on_ship", "says"),
    [
        ((8.0, 9.0, 10.0), "it sells in Japan"),
        ((11.0, 12.0, 13.0), "At the latest published prices LNG does not sell"),
        ((15.0, 16.0, 17.0), "LNG does not sell at any published price"),
    ],
)
def test_it_sells_at_no_more_than_the_latest_price(on_ship, says):
    prices = [
        step("published price 2023", 9, 13.8, 14.0), step("published price 2024", 9.3, 9.3, 9.3)
    ]  # fmt: skip
    assert says in verdict([step("on the ship there", *on_ship), *prices])
    assert verdict([step("on the ship there", *on_ship)]) == ""


def test_the_answer_says_so():
    assert any("LNG does not sell" in note for note in SPUR.notes)
    assert TAPI.verdict == ""
