"""Rows of demand: what is read, what lies between years, what is refused."""

import pytest

import corridors as co
from corridors.studies.flows.demand import demands_of
from tests.studies.flows.test_flows import BOXES
from tests.toy import table, toy_network


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"origin": "Alpa"}, "Did you mean 'Alpha'"),
        ({"destination": "Alpha"}, "origin and destination are the same"),
        ({"quantity": -1}, "quantity '-1' is no number of 0 or more"),
        ({"quantity": "many"}, "quantity 'many' is no number"),
        ({"quantity": ""}, "quantity is empty"),
        ({"unit": "bcm"}, "unit 'bcm' does not measure container"),
        ({"unit": "TEUs"}, "unit 'TEUs' does not measure container"),
        ({"commodity": "gass"}, "commodity 'gass' is not one of"),
        ({"corridor": "line-x"}, "there is no corridor 'line-x'"),
        ({"value_usd_per_t": "dear"}, "value_usd_per_t 'dear' is no number"),
    ],
)
def test_a_row_that_cannot_be_is_told(row, said):
    with pytest.raises(co.DataError) as caught:
        co.flows(toy_network(), [{**BOXES, **row}])
    assert said in str(caught.value)


def test_a_file_is_read(tmp_path):
    file = tmp_path / "goods.csv"
    file.write_text(
        "origin;destination;quantity;unit;commodity;group;modes;via;t_per_teu\n"
        "Alpha;Epsilon;20;teu;;boxes;road,rail;;14\n"
        "Gas Field;Gas Hub;2;bcm;gas;gas;;;\n".replace("road,rail", "road")
    )
    boxes, gas = demands_of(file, co.Shipment())
    assert (boxes.shipments, boxes.tonnes, boxes.teu) == (10, 280, 20)
    assert boxes.modes == ("road",)
    assert boxes.demand_id == "goods.csv:2"
    assert gas.tonnes == pytest.approx(2 * 735_000)
    assert gas.teu == 0


def test_faults_of_a_file_name_it(tmp_path):
    file = tmp_path / "goods.csv"
    file.write_text("origin,destination,quantity,unit\nAlpha,Epsilon,x,teu\nAlpha,,1,teu\n")
    with pytest.raises(co.DataError) as caught:
        demands_of(file, co.Shipment())
    assert caught.value.faults == (
        "goods.csv:2: quantity 'x' is no number of 0 or more", "goods.csv:3: destination is empty",
    )  # fmt: skip
    file.write_text("origin,destinaton,quantity\nAlpha,Epsilon,1\n")
    with pytest.raises(co.DataError, match=r"no column 'destination'. Did you mean 'destinaton'"):
        demands_of(file, co.Shipment())
    file.write_text("origin,destination,quantity,commodty\nAlpha,Epsilon,1,gas\n")
    with pytest.raises(co.DataError, match=r"'commodty' is none of a demand"):
        demands_of(file, co.Shipment())
    with pytest.raises(FileNotFoundError, match="there is no file"):
        demands_of(tmp_path / "none.csv", co.Shipment())
    with pytest.raises(TypeError, match="row 1 of the demand is no mapping"):
        demands_of([3], co.Shipment())


def test_empty_boxes_weigh_nothing_and_take_room():
    (row,) = demands_of([{**BOXES, "t_per_teu": 0}], co.Shipment())
    assert row.tonnes < 0.1
    assert row.teu == 20


def years(**by_year):
    rows = [
        {"demand_id": f"d-{year[1:]}", "origin": "xx-a", "destination": "zz-e", "commodity": "container",
         "unit": "teu", "quantity": value, "low": value / 2, "high": value * 2, "year": float(year[1:]),
         "group": "toy"}
        for year, value in by_year.items()
    ]  # fmt: skip
    return toy_network(demand=table("demand", rows))


def test_between_two_years_growth_is_equal():
    """100 in 2020 and 400 in 2024: twice as much every two years."""
    net = years(y2020=100.0, y2024=400.0)
    assert co.demand(net, year=2022)["quantity"].tolist() == pytest.approx([200])
    assert co.demand(net, year=2022)["basis"].tolist() == ["derived"]
    assert co.demand(net, year=2024)["quantity"].tolist() == [400]
    assert co.demand(net, year=2024, level="low")["quantity"].tolist() == [200]
    assert co.demand(net, year=2021, level="high")["quantity"].tolist() == pytest.approx(
        [200 * 2**0.5]
    )


def test_no_year_is_made_up():
    net = years(y2020=100.0, y2024=400.0)
    with pytest.raises(ValueError, match="no demand of 2025; the table has 2020, 2024"):
        co.demand(net, year=2025)
    with pytest.raises(ValueError, match="group 'tapi' is not one of toy"):
        co.demand(net, group="tapi")
    with pytest.raises(ValueError, match="level 'middle' is not one of"):
        co.demand(net, level="middle")
    with pytest.raises(ValueError, match="the network has no table of demand"):
        co.demand(toy_network())


def test_flows_take_the_demand_of_the_network():
    found = co.flows(years(y2024=20.0), year=2024, weight="cost")
    assert found.carried_t == pytest.approx(200)
    assert co.flows(years(y2024=20.0), level="high").carried_t == pytest.approx(400)


def test_numbers_that_may_be_others_are_refused(tmp_path):
    """12,000 in two cells was 12; 1.500 in a file with semicolons was one and a half."""
    file = tmp_path / "goods.csv"
    file.write_text("origin,destination,quantity\nAlpha,Epsilon,12,000\n")
    with pytest.raises(co.DataError, match=r"goods\.csv:2: has more cells than the first line"):
        demands_of(file, co.Shipment())
    file.write_text("origin;destination;quantity\nAlpha;Epsilon;1.500\n")
    with pytest.raises(co.DataError, match=r"quantity '1\.500' can be 1500 or 1\.5"):
        demands_of(file, co.Shipment())
    file.write_text("origin,destination,quantity,quantity\nAlpha,Epsilon,1,2\n")
    with pytest.raises(co.DataError, match="column 'quantity' stands twice"):
        demands_of(file, co.Shipment())
    file.write_text(f"origin,destination,quantity,note\nAlpha,Epsilon,1,{'x' * 140_000}\n")
    with pytest.raises(co.DataError, match="is no row of a CSV"):
        demands_of(file, co.Shipment())


def test_rows_of_several_years_are_not_added_up():
    rows = [{**BOXES, "year": 2024, "demand_id": "a"}, {**BOXES, "year": 2030, "demand_id": "b"}]
    found = co.flows(toy_network(), rows, year=2024, weight="cost")
    assert found.demand_t == pytest.approx(200)
    assert "1 row of demand of other years left out" in found.remarks
    with pytest.raises(co.DataError, match="demand of 2026 is asked for; rows are of 2024, 2030"):
        co.flows(toy_network(), rows, year=2026)
    one_year = co.flows(toy_network(), rows[:1], year=2026, weight="cost")
    assert one_year.demand_t == pytest.approx(200)


def test_ids_that_stand_twice_are_refused():
    rows = [{**BOXES, "demand_id": "same"}, {**BOXES, "demand_id": "same"}]
    with pytest.raises(co.DataError, match="demand_id 'same' stands more than once"):
        demands_of(rows, co.Shipment())


def test_the_value_of_the_box_counts():
    (row,) = demands_of([BOXES], co.Shipment(value_usd=5e6))
    assert row.shipment.value_usd == pytest.approx(5e6)
    with pytest.raises(ValueError, match="shipment is the box of goods in containers, not bulk"):
        demands_of([BOXES], co.Shipment(commodity="bulk"))


@pytest.mark.parametrize("shipments", [-5.0, float("nan")])
def test_demand_made_by_hand_is_checked(shipments):
    made = co.Demand("a", "Alpha", "Epsilon", co.Shipment(), shipments, 1.0, "teu")
    with pytest.raises(co.DataError, match="is no number of 0 or more"):
        demands_of([made], co.Shipment())
