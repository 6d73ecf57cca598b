"""Outcomes are refused where they are inputs, out of order, or of no known place or unit."""

import math

import pytest
from toy import change, table, toy_network, toy_tables

import corridors as co
from corridors.network.schema import schema

OUTCOME = {
    "outcome_id": "a-e", "origin": "xx-a", "destination": "zz-e", "metric": "time", "low": 4.0,
    "high": 6.0, "unit": "days", "year": 2024.0, "scope": "door", "kind": "market",
    "source_id": "paper", "basis": "published",
}  # fmt: skip
PAPER = {"source_id": "paper", "title": "Paper", "url": "https://paper.example/1"}


def network(sources=(), **changed):
    """Return the toy network with one outcome."""
    tables = toy_tables()
    blank = {name: math.nan if c.type in ("float", "int") else "" for name, c in columns()}
    rows = [{**blank, **OUTCOME, **changed.pop("outcome", {})}]
    listed = [dict(row) for row in tables["sources"]]
    listed += [{**listed[0], **row} for row in ({**PAPER}, *sources)]
    return toy_network(
        outcomes=table("outcomes", rows), sources=table("sources", listed), **changed
    )


def columns():
    return schema()["outcomes"].items()


def faults(**given):
    with pytest.raises(co.DataError) as caught:
        network(**given)
    return caught.value.faults


def services(**values):
    rows = [dict(row) for row in toy_tables()["services"]]
    return table("services", [{**rows[0], **values}, *rows[1:]])


def test_what_is_right_is_taken():
    assert len(network().table("outcomes")) == 1


@pytest.mark.parametrize(
    ("outcome", "says"),
    [
        ({"low": 7.0}, "outcomes.csv:2: low 7 is above high 6"),
        ({"unit": "USD"}, "unit 'USD' is not one of days, hours, in which a time is"),
        ({"metric": "price"}, "unit 'days' is not one of USD, USD/t, in which a price is"),
        ({"metric": "distance"}, "unit 'days' is not one of km, in which a distance is"),
        ({"origin": "xx-aa"}, "outcomes.csv:2: origin 'xx-aa' is not in nodes.csv. Did you mean"),
        ({"destination": "xx-a"}, "destination 'xx-a' is the origin"),
        ({"via": "xx-b;xx-z"}, "outcomes.csv:2: via 'xx-z' is not in nodes.csv. Did you mean"),
        ({"as_of": "soon"}, "as_of 'soon' is no day such as '2026-03-15'"),
        ({"source_id": "papre"}, "source_id 'papre' is not in sources.csv. Did you mean 'paper'?"),
        ({"corridor": "line-x"}, "corridor 'line-x' is not in corridors.csv"),
    ],
)
def test_each_fault_has_file_row_and_column(outcome, says):
    (fault,) = faults(outcome=outcome)
    assert fault.startswith("outcomes.csv:2: ")
    assert says in fault


#: The toy's ship goes from Port Pi (xx-p) to Port Kappa (zz-q).
BY_SHIP = {"origin": "xx-p", "destination": "zz-q"}


def test_the_source_of_the_same_pair_is_an_input():
    (fault,) = faults(outcome=BY_SHIP, services=services(source_id="paper"))
    assert fault == (
        "outcomes.csv:2: source_id 'paper' is an input of the same two places: services.csv:2: "
        "source_id; what is an input is no outcome, so take the row out"
    )


def test_the_way_back_is_the_same_pair():
    back = {"origin": "zz-q", "destination": "xx-p"}
    assert "is an input" in faults(outcome=back, services=services(source_id="paper"))[0]


def test_a_city_stands_for_its_port():
    # Alpha lies 56 km from Port Pi, Epsilon as far from Port Kappa.
    assert "is an input" in faults(services=services(source_id="paper"))[0]


def test_the_same_address_is_the_same_source():
    other = {**PAPER, "source_id": "again"}
    (fault,) = faults(sources=[other], outcome=BY_SHIP, services=services(source_id="again"))
    assert "source_id 'paper' is an input" in fault


def test_another_pair_or_measure_of_the_source_is_no_input():
    inner = {"origin": "xx-b", "destination": "zz-d"}
    assert network(outcome=inner, services=services(source_id="paper"))
    far = {**BY_SHIP, "metric": "distance", "unit": "km"}
    assert network(outcome=far, services=services(source_id="paper"))


def test_a_price_of_the_pair_is_an_input_of_prices():
    usd = {**BY_SHIP, "metric": "price", "unit": "USD"}
    assert "is an input" in faults(outcome=usd, services=services(source_id="paper"))[0]


def test_a_price_of_another_source_is_no_input_of_hours_but_of_prices():
    both = services(source_id="toy", price_source_id="paper")
    usd = {**BY_SHIP, "metric": "price", "unit": "USD"}
    assert "services.csv:2: price_source_id" in faults(outcome=usd, services=both)[0]
    assert network(outcome=BY_SHIP, services=both)
    hours = services(source_id="paper", price_source_id="toy")
    assert network(outcome=usd, services=hours)
    assert "services.csv:2: source_id" in faults(outcome=BY_SHIP, services=hours)[0]


def test_the_source_of_the_price_back_is_an_input_of_prices():
    back = services(source_id="toy", back_source_id="paper", back_ratio=2.0)
    usd = {**BY_SHIP, "metric": "price", "unit": "USD"}
    assert "services.csv:2: back_source_id" in faults(outcome=usd, services=back)[0]
    assert network(outcome=BY_SHIP, services=back)


@pytest.mark.parametrize(
    ("figure", "where"),
    [
        # The toy's ship takes 100 h and 600 USD (40 ft) over 1,000 km.
        (
            {"metric": "price", "unit": "USD", "low": 600.0, "high": 700.0},
            "services.csv:2: usd_40ft",
        ),
        ({"unit": "hours", "low": 90.0, "high": 100.0}, "services.csv:2: hours_p50"),
        ({"low": 100 / 24, "high": 5.0}, "services.csv:2: hours_p50"),
        ({"metric": "distance", "unit": "km", "low": 1000.0, "high": 1000.0}, "length_km"),
    ],
)
def test_the_very_figure_of_the_pair_is_an_input_whoever_told_it(figure, where):
    (fault,) = faults(outcome={**BY_SHIP, **figure})
    assert f"is the very figure of {where}" in fault or where in fault
    assert network(outcome={**BY_SHIP, **figure, "origin": "xx-b"})
    assert network(outcome={**BY_SHIP, **figure, "modes": "rail"})


def test_the_figure_of_another_box_is_none_of_it():
    other = {**BY_SHIP, "metric": "price", "unit": "USD", "low": 600.0, "high": 700.0}
    assert network(outcome={**other, "box": "20ft"})


def test_a_length_is_an_input_of_distances_alone():
    links = change(toy_tables()["links"], "length_source_id", {"link_id": "sea-pq"}, "paper")
    km = {**BY_SHIP, "metric": "distance", "unit": "km"}
    assert "links.csv:11: length_source_id" in faults(outcome=km, links=links)[0]
    assert network(outcome=BY_SHIP, links=links)


def test_a_note_that_names_the_pair_makes_an_input():
    rows = [dict(row) for row in toy_tables()["tariffs"]]
    number = next(n for n, row in enumerate(rows) if row["mode"] == "road")
    rows[number] |= {"source_id": "paper", "note": "Alpha-Epsilon cost 900 USD"}
    usd = {"metric": "price", "unit": "USD"}
    (fault,) = faults(outcome=usd, tariffs=table("tariffs", rows))
    assert f"tariffs.csv:{number + 2}: source_id" in fault
    for note in ("from Epsilon by Zeta to Alpha 900", "Alpha to Epsilon, 2024"):
        rows[number] |= {"note": note}
        assert "is an input" in faults(outcome=usd, tariffs=table("tariffs", rows))[0]
    for note in ("Alpha-Beta cost 100 USD", "Alpha-Beta 100, Beta-Epsilon 800", "Alphas-Epsilon"):
        rows[number] |= {"note": note}
        assert network(outcome=usd, tariffs=table("tariffs", rows))


def test_what_goes_by_another_mode_is_no_input():
    assert network(outcome={**BY_SHIP, "modes": "road;rail"}, services=services(source_id="paper"))
    by_sea = {**BY_SHIP, "modes": "road;sea"}
    assert "is an input" in faults(outcome=by_sea, services=services(source_id="paper"))[0]


def test_a_part_has_no_outcomes():
    assert len(network().subset(["road-ab"], name="part").table("outcomes")) == 0
