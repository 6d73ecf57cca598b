"""The tables of an answer add up."""

import pytest

import corridors as co
from tests.studies.flows.test_flows import BOXES, RAIL, price_of, scarce, ways_of


def test_what_is_too_dear_is_not_carried():
    """At 1.5 times the best way (952.5 USD) nobody takes the ship."""
    net = scarce(("rail-bc", "link", 120, "t_per_year"))
    found = co.flows(net, [BOXES], weight="cost", lost=1.5)
    assert ways_of(found) == {"road rail": 6}
    assert found.carried_t == pytest.approx(120)
    assert price_of(found, "rail-bc") == pytest.approx((1.5 * RAIL - RAIL) / 20)
    assert found.to_dataframe("unserved")["t"].tolist() == pytest.approx([80])


def test_flows_on_links_add_up():
    found = co.flows(scarce(("rail-bc", "link", 120, "t_per_year")), [BOXES], weight="cost")
    links = found.to_dataframe("links").set_index("link_id")
    assert links.loc["rail-bc", "t"] == pytest.approx(120)
    assert links.loc["sea-pq", ["t", "teu"]].tolist() == pytest.approx([80, 8])
    assert links.loc["road-eq", ["t_forward", "t_back"]].tolist() == pytest.approx([0, 80])
    assert links.loc["rail-bc", "use"] == pytest.approx(1)


def test_corridors_share_what_they_carry():
    found = co.flows(scarce(("rail-bc", "link", 120, "t_per_year")), [BOXES], weight="cost")
    shares = dict(found.to_dataframe("corridors")[["corridor", "share"]].itertuples(index=False))
    assert shares == pytest.approx({"line-c": 0.6, "ship": 0.4})


def test_tables_of_one_answer_agree():
    net = scarce(("rail-bc", "link", 120, "t_per_year"), ("s", "service", 4, "teu_per_year"))
    found = co.flows(net, [BOXES], weight="cost")
    ways = found.to_dataframe("ways")
    assert ways["t"].sum() == pytest.approx(found.carried_t)
    assert (ways["shipments"] * ways["generalised_usd"]).sum() == pytest.approx(found.usd)
    assert next(trip.cost_usd for _, trip in found.itineraries("demand, row 1")) == pytest.approx(
        RAIL
    )
    assert found.to_dataframe("demand")["t"].sum() == pytest.approx(found.demand_t)
    with pytest.raises(ValueError, match="table 'road' is not one of"):
        found.to_dataframe("road")
    assert "200 t of 200 t a year are carried, 1 flow; 2 capacities scarce" in str(found)
