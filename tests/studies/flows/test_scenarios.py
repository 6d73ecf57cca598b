"""Flows under many scenarios equal flows under each."""

from concurrent.futures import ThreadPoolExecutor

import pytest

import corridors as co
from tests.studies.flows.test_build import wider
from tests.studies.flows.test_flows import BOXES, scarce

SHUT = co.Scenario("shut", "No rail", (co.Override("close", "links", {"link_id": "rail-de"}),))
CARDS = [wider("more", "rail-bc", 200.0), SHUT]


@pytest.mark.parametrize("threads", [False, True])
def test_a_row_is_what_flows_say(threads):
    net = scarce(("rail-bc", "link", 120, "t_per_year"))
    with ThreadPoolExecutor(2) as executor:
        table = co.flows_by_scenario(
            net, CARDS, [BOXES], weight="cost", executor=executor if threads else None
        ).set_index("scenario")
    assert table.index.tolist() == ["", "more", "shut"]
    for name, cards in (("", ()), ("more", CARDS[0]), ("shut", SHUT)):
        found = co.flows(net, [BOXES], weight="cost", scenarios=cards)
        assert table.loc[name, "usd"] == pytest.approx(found.usd)
        assert table.loc[name, "carried_t"] == pytest.approx(found.carried_t)
    assert table.loc["more", "change_usd"] == pytest.approx(
        table.loc["more", "usd"] - table.loc["", "usd"]
    )
    assert table.loc["", ["scarce", "dearest", "unit"]].tolist() == [1, "rail-bc", "t_per_year"]
    assert table.loc["more", "scarce"] == 0


def test_a_card_without_an_answer_says_why():
    """With the gas cut there is no demand left that has a way."""
    net = scarce()
    gas = {
        "origin": "Gas Field",
        "destination": "Gas Hub",
        "quantity": 1,
        "unit": "Mt",
        "commodity": "gas",
    }
    cut = co.Scenario("cut", "No pipe", (co.Override("close", "links", {"link_id": "pipe-gh"}),))
    table = co.flows_by_scenario(net, cut, [gas])
    assert "no itinerary from Gas Field to Gas Hub" in table.loc[1, "fault"]
    assert table.loc[0, "fault"] == ""


def test_an_executor_submits():
    with pytest.raises(TypeError, match="executor is one with a method submit"):
        co.flows_by_scenario(scarce(), CARDS, [BOXES], executor=3)


def test_goods_that_are_stranded_save_nothing():
    """With the rail closed, boxes of its corridor stay: they count as lost, not as nothing."""
    held = {**BOXES, "corridor": "line-c", "demand_id": "held"}
    free = {**BOXES, "demand_id": "free"}
    table = co.flows_by_scenario(scarce(), SHUT, [held, free], weight="cost").set_index("scenario")
    assert table.loc["shut", "change_usd"] > 0
    assert table.loc["shut", "change_t"] == pytest.approx(-200)


def test_goods_that_a_card_lets_go_gain():
    """What they cost is less than what they counted for as lost."""
    from tests.toy import change, toy_tables

    links = change(toy_tables()["links"], "status", {"link_id": "pipe-gh"}, "planned")
    gas = {"origin": "Gas Field", "destination": "Gas Hub", "quantity": 1, "unit": "Mt",
           "commodity": "gas", "demand_id": "gas"}  # fmt: skip
    card = co.Scenario("open", "Pipe", (co.Override("open", "links", {"link_id": "pipe-gh"}),))
    table = co.flows_by_scenario(scarce().replaced({"links": links}), card, [BOXES, gas])
    assert table.loc[1, "change_usd"] < 0
    assert table.loc[1, "change_t"] == pytest.approx(1e6)
