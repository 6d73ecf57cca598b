from __future__ import annotations

import pytest

import corridors as co
from corridors.studies.batch.consignments import consignments_of

GIVEN = co.Conditions.of(weight="generalised")


def read(*rows):
    return consignments_of([{"origin": "a", "destination": "b", **row} for row in rows], GIVEN)


def faults(**row):
    return "; ".join(read(row)[0].faults)


def test_what_a_row_does_not_say_is_as_given():
    given = GIVEN.with_(shipment=co.Shipment(box="20ft", cargo_t=12, value_usd=9000))
    (row,) = consignments_of([{"origin": "a", "destination": "b", "cargo_t": 7}], given)
    assert row.conditions.shipment == co.Shipment(box="20ft", cargo_t=7, value_usd=9000)
    assert row.conditions.weight == "generalised"


def test_another_kind_of_goods_does_not_take_over_the_tonnes_of_a_box():
    (row,) = read({"commodity": "gas", "quantity": "1", "unit": "bcm"})
    assert row.conditions.shipment == co.Shipment(commodity="gas", quantity=1, unit="bcm")


def test_a_quantity_in_place_of_the_tonnes_given():
    given = GIVEN.with_(shipment=co.Shipment(commodity="oil", cargo_t=500))
    (row,) = consignments_of(
        [{"origin": "a", "destination": "b", "quantity": 10, "unit": "bbl"}], given
    )
    assert row.conditions.shipment.cargo_t == pytest.approx(10 / 7.33)
    given = GIVEN.with_(shipment=co.Shipment(commodity="oil", quantity=10, unit="bbl"))
    (row,) = consignments_of([{"origin": "a", "destination": "b", "value_usd": 100}], given)
    assert row.conditions.shipment.quantity == 10


def test_words_weights_and_days_of_a_row():
    (row,) = read(
        {
            "weight": "cost=1,time=30",
            "modes": "rail;sea",
            "avoid": "Iran ; PK-AF",
            "departure": "2026-05-04",
        }
    )
    said = row.conditions
    assert said.weight == (("cost", 1.0), ("time", 30.0))
    assert said.modes == ("rail", "sea")
    assert said.avoid == ("Iran", "PK-AF")
    assert said.departure.day == 4


def test_every_fault_of_a_row_is_told_and_other_rows_stand():
    bad, good = read({"cargo_t": "heavy", "departure": "soon", "weight": "cots"}, {})
    assert len(bad.faults) == 3, bad.faults
    assert not good.faults


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ({"cargo_t": "-1"}, "cargo_t must be above 0"),
        ({"cargo_t": "nan"}, "cargo_t"),
        ({"box": "30ft"}, "'30ft'"),
        ({"commodity": "tea"}, "'tea'"),
        ({"commodity": "bulk", "box": "20ft"}, "box '20ft' is of containers: the goods are bulk"),
        ({"quantity": "5"}, "has no unit"),
        ({"weight": "cost=x"}, "not of the form"),
        ({"destination": ""}, "destination is empty"),
        ({"destination": float("nan")}, "destination is empty"),
        ({"modes": "rial"}, "'rial'"),
    ],
)
def test_a_fault_is_a_sentence(row, says):
    assert says in faults(**row)


def test_a_misspelled_column_is_refused_and_a_foreign_one_kept():
    with pytest.raises(
        co.DataError, match="column 'departrue' is none that is read. Did you mean 'departure'"
    ):
        read({"departrue": "2026-05-04"})
    (row,) = read({"order": "A1"})
    assert row.other == {"order": "A1"}


def test_a_list_without_places_or_rows_is_refused(tmp_path):
    with pytest.raises(co.DataError, match="no column 'destination'"):
        consignments_of([{"origin": "a"}], GIVEN)
    with pytest.raises(co.DataError, match="there is no consignment"):
        consignments_of([], GIVEN)
    with pytest.raises(TypeError, match="consignments are a file"):
        consignments_of(7, GIVEN)
    with pytest.raises(TypeError, match="consignment 1 is no mapping"):
        consignments_of(["a"], GIVEN)
    with pytest.raises(FileNotFoundError, match="none.csv"):
        consignments_of(tmp_path / "none.csv", GIVEN)


def test_a_doubtful_cell_of_a_file_is_the_fault_of_its_row(tmp_path):
    file = tmp_path / "list.csv"
    file.write_text("origin;destination;cargo_t\na;b;1.500\na;b;15\n")
    first, second = consignments_of(file, GIVEN)
    assert "can be 1500 or 1.5" in first.faults[0]
    assert (first.where, second.faults) == ("list.csv:2", ())


def test_a_workbook_is_read_as_a_csv_is(tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    from datetime import datetime

    book = openpyxl.Workbook()
    book.active.append(["Origin", "destination", "cargo_t", "departure"])
    book.active.append(["a", "b", 15, datetime(2026, 5, 4)])
    book.active.append([None, None, None, None])
    book.save(tmp_path / "list.xlsx")
    (row,) = consignments_of(tmp_path / "list.xlsx", GIVEN)
    assert row.conditions.shipment.cargo_t == 15
    assert row.conditions.departure.month == 5
    (tmp_path / "torn.xlsx").write_bytes(b"PK\3\4")
    with pytest.raises(co.DataError, match=r"torn.xlsx: is no workbook"):
        consignments_of(tmp_path / "torn.xlsx", GIVEN)
    with pytest.raises(FileNotFoundError, match="none.xlsx"):
        consignments_of(tmp_path / "none.xlsx", GIVEN)


def test_columns_in_capitals_are_read_and_what_a_row_cannot_say_is_refused():
    (row,) = read({"BOX": "20ft", " Value_USD ": 7, "Order": "A1"})
    assert row.conditions.shipment == co.Shipment(box="20ft", value_usd=7)
    assert row.other == {"Order": "A1"}
    for word in ("as_of", "Scenarios", "irregular"):
        with pytest.raises(co.DataError, match="is not of a row: it holds for all"):
            read({word: "2026-05-04"})
    for word, meant in (("value", "value_usd"), ("tonnes", "cargo_t")):
        with pytest.raises(co.DataError, match=f"Did you mean '{meant}'"):
            read({word: "7"})
    assert read({"tonnes": "7", "quantity": "7", "unit": "t"})[0].other == {"tonnes": "7"}


def test_a_column_twice_is_refused():
    pd = pytest.importorskip("pandas")
    for words in (["origin", "destination", "destination"], ["origin", "destination", "Origin"]):
        with pytest.raises(co.DataError, match="stands twice"):
            consignments_of(pd.DataFrame([["a", "b", "c"]], columns=words), GIVEN)
    with pytest.raises(co.DataError, match="row 1: column 'box' stands twice"):
        read({"box": "20ft", "Box": "40ft"})


def test_cells_of_numpy_and_pandas_and_positions_are_read():
    import numpy as np

    pd = pytest.importorskip("pandas")
    (row,) = read(
        {"cargo_t": np.float32("nan"), "value_usd": np.int64(7), "box": pd.NA, "modes": ["road"],
         "origin": (60.5, 40), "departure": pd.Timestamp("2026-05-04 10:00")}
    )  # fmt: skip
    assert not row.faults
    assert row.pair == ((60.5, 40.0), "b")
    assert row.conditions.shipment == co.Shipment(value_usd=7)
    assert (row.conditions.modes, row.conditions.departure.hour) == (("road",), 10)


def test_a_column_called_as_a_part_of_the_answer_is_kept_under_another_name():
    (row,) = read({"cost_usd": "5", "row": "mine", "given_cost_usd": "4"})
    assert row.other == {
        "given_cost_usd": "5", "given_row": "mine", "given_given_cost_usd": "4",
    }  # fmt: skip
