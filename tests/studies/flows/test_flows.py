"""Flows under capacities: worked by hand, what goes where, and at which price."""

import pytest

import corridors as co
from tests.toy import table, toy_network

#: Alpha to Epsilon, a 40-foot box of 20 t: by rail from Beta 10 + 100 + 80 + 255 + 50 + 120 + 20
#: = 635 USD; by ship 10 + 60 + 150 + 30 + 600 + 30 + 150 + 60 + 10 = 1,100 USD; by road through
#: Zeta 10 + 900 + 200 + 10 = 1,120 USD.
RAIL, SHIP, ROAD = 635.0, 1_100.0, 1_120.0
BOXES = {"origin": "Alpha", "destination": "Epsilon", "quantity": 20, "unit": "teu"}


def scarce(*rows, net=toy_network):
    """Return the toy network with capacities: (subject, kind, amount, unit)."""
    names = ("subject", "subject_kind", "capacity", "unit")
    return net(capacities=table("capacities", [dict(zip(names, row, strict=True)) for row in rows]))


def ways_of(found):
    return {row.modes: round(row.shipments, 6) for row in found.to_dataframe("ways").itertuples()}


def price_of(found, subject):
    frame = found.to_dataframe("capacities").set_index("subject")
    return frame.loc[subject, "shadow_usd"]


def test_without_capacities_everything_goes_its_best_way():
    found = co.flows(toy_network(), [BOXES], weight="cost")
    assert found.usd == pytest.approx(10 * RAIL)
    assert found.usd == pytest.approx(
        10 * co.route(toy_network(), "Alpha", "Epsilon", weight="cost").cost_usd
    )
    assert found.scarcity_usd == pytest.approx(0)


def test_a_full_link_sends_the_rest_by_the_next_way():
    """120 t by rail are 6 boxes; 4 take the ship, which costs 465 USD more for 20 t."""
    found = co.flows(scarce(("rail-bc", "link", 120, "t_per_year")), [BOXES], weight="cost")
    assert ways_of(found) == {"road rail": 6, "road sea": 4}
    assert found.usd == pytest.approx(6 * RAIL + 4 * SHIP)
    assert price_of(found, "rail-bc") == pytest.approx((SHIP - RAIL) / 20)
    assert found.to_dataframe("capacities")["rests_on"].tolist() == ["detours"]


def test_two_scarce_things_have_two_prices():
    """The ship carries 2 boxes besides, 2 go by road: each price is what the next way costs."""
    net = scarce(("rail-bc", "link", 120, "t_per_year"), ("s", "service", 4, "teu_per_year"))
    found = co.flows(net, [BOXES], weight="cost")
    assert ways_of(found) == {"road rail": 6, "road sea": 2, "road": 2}
    assert price_of(found, "rail-bc") == pytest.approx((ROAD - RAIL) / 20)
    assert price_of(found, "s") == pytest.approx((ROAD - SHIP) / 2)
    assert found.bottlenecks["subject"].tolist() == ["rail-bc", "s"]


def test_a_shadow_price_is_what_one_more_unit_saves():
    net = scarce(("rail-bc", "link", 120, "t_per_year"), ("s", "service", 4, "teu_per_year"))
    more = scarce(("rail-bc", "link", 121, "t_per_year"), ("s", "service", 4, "teu_per_year"))
    before, after = (co.flows(one, [BOXES], weight="cost") for one in (net, more))
    assert before.usd - after.usd == pytest.approx(price_of(before, "rail-bc"))


def test_who_loses_least_goes_round():
    """Beta has no ship nearby: it keeps the rail, and Alpha's boxes go round."""
    net = scarce(("rail-bc", "link", 200, "t_per_year"))
    other = {**BOXES, "origin": "Beta", "demand_id": "beta"}
    found = co.flows(net, [{**BOXES, "demand_id": "alpha"}, other], weight="cost", lost=10)
    shares = {
        (row.demand_id, row.modes): row.share for row in found.to_dataframe("ways").itertuples()
    }
    assert shares["beta", "rail"] == pytest.approx(1)
    assert shares["alpha", "road sea"] == pytest.approx(1)


def test_a_corridor_of_a_demand_is_kept_to():
    found = co.flows(toy_network(), [{**BOXES, "corridor": "ship"}], weight="cost")
    assert ways_of(found) == {"road sea": 10}


def test_a_demand_without_a_way_is_told_and_the_rest_is_carried():
    rows = [BOXES, {"origin": "Alpha", "destination": "Gas Hub", "quantity": 10, "demand_id": "no"}]
    found = co.flows(toy_network(), rows)
    (why,) = found.to_dataframe("unserved")["why"]
    assert "no itinerary from Alpha to Gas Hub" in why
    with pytest.raises(co.DataError, match="no itinerary from Alpha to Gas Hub"):
        co.flows(toy_network(), rows[1:])


def test_words_that_cannot_be_are_refused():
    net = toy_network()
    with pytest.raises(ValueError, match="weight must be generalised or cost, not 'time'"):
        co.flows(net, [BOXES], weight="time")
    with pytest.raises(ValueError, match="lost must be above 1"):
        co.flows(net, [BOXES], lost=0.5)
    with pytest.raises(ValueError, match="there is no row of demand"):
        co.flows(net, [])
    with pytest.raises(ValueError, match="level and group choose among the network's own"):
        co.flows(net, [BOXES], level="high")


def test_a_scenario_that_adds_capacity_is_felt():
    net = scarce(("rail-bc", "link", 120, "t_per_year"))
    card = co.Scenario(
        "more",
        "More trains",
        (
            co.Override(
                "change",
                "capacities",
                where={"subject": "rail-bc"},
                column="capacity",
                op="set",
                value=200.0,
            ),
        ),
    )
    found = co.flows(net, [BOXES], weight="cost", scenarios=card)
    assert ways_of(found) == {"road rail": 10}


def test_a_day_costs_what_is_said_and_goods_that_choose_anew_say_what_it_costs(toy):
    rows = [BOXES]
    slow, quick = (
        co.flows(toy, rows, shipment=co.Shipment(time_share_per_day=share)) for share in (0.0, 1.0)
    )
    way = [found.to_dataframe("ways")["modes"].iloc[0] for found in (slow, quick)]
    assert way[0] != way[1]  # rail costs 635 USD, by road 60 h are the least
    told = "--time-value 0.05"
    assert any(told in one for one in co.flows(toy, rows, kept=False).remarks)
    choice = co.load().table("choice_model")
    source = toy.table("sources")["source_id"][0]
    own = [
        {**row, "source_id": source}
        | ({"value": 0.002} if row["coefficient"] == "time_share_per_day" else {})
        for row in choice
    ]
    remarks = co.flows(
        toy.replaced({"choice_model": table("choice_model", own)}), rows, kept=False
    ).remarks
    assert any("fitted by 0.2 % (--time-value 0.2)" in one for one in remarks)
    assert not any(told in one for one in co.flows(toy, rows).remarks)
    said = co.Shipment(time_share_per_day=0.0005)
    assert not any(told in one for one in co.flows(toy, rows, kept=False, shipment=said).remarks)
