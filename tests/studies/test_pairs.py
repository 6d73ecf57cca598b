"""Lists of pairs in files."""

import math

import pytest

import corridors as co
from corridors.studies.pairs import shipments_of


def write(tmp_path, text, encoding="utf-8"):
    file = tmp_path / "pairs.csv"
    file.write_bytes(text.encode(encoding))
    return file


def test_pairs_with_their_weights(tmp_path):
    found = co.read_pairs(write(tmp_path, "origin,destination,tonnes\nA,B,12.5\nB,C,0\n"))
    assert found == co.Pairs((("A", "B"), ("B", "C")), (12.5, 0.0), "tonnes")
    found = co.read_pairs(write(tmp_path, 'Origin,Destination,TEU\n\n"67.3,24.9",B,7\n'))
    assert found == co.Pairs((((67.3, 24.9), "B"),), (7.0,), "teu")
    found = co.read_pairs(write(tmp_path, "\ufefforigin; destination \nA; B\n"))
    assert found == co.Pairs((("A", "B"),), (1.0,), "")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("origin,destinations\nA,B\n", "pairs.csv:1: there is no column 'destination'. Did you"),
        ("origin,destination,wieght\nA,B,3\n", "there is no column 'wieght' of weights. Did you"),
        ("origin,destination\nA,\n", "pairs.csv:2: destination is empty"),
        ("origin,destination\nA\n", "pairs.csv:2: destination is empty"),
        ("origin,destination,teu\nA,B,many\n", "pairs.csv:2: teu 'many' is no number of 0 or more"),
        ("origin,destination,teu\nA,B,-1\n", "pairs.csv:2: teu '-1' is no number of 0 or more"),
        ("origin,destination\n", "pairs.csv: there is no pair"),
        ("", "pairs.csv:1: there is no column 'origin'"),
    ],
)
def test_faults_name_the_row(tmp_path, text, fault):
    with pytest.raises(co.DataError) as error:
        co.read_pairs(write(tmp_path, text))
    assert fault in str(error.value)


def test_other_encodings_and_no_file(tmp_path):
    with pytest.raises(co.DataError, match="is not UTF-8 text"):
        co.read_pairs(write(tmp_path, "origin,destination\nKapıkule,Ö\n", "utf-16"))
    with pytest.raises(FileNotFoundError, match="there is no file"):
        co.read_pairs(tmp_path / "none.csv")


def test_amounts_go_in_shipments():
    assert shipments_of(40, "tonnes", co.Shipment(cargo_t=16)) == 2.5
    assert shipments_of(40, "teu", co.Shipment(box="40ft")) == 20
    assert shipments_of(40, "teu", co.Shipment(box="20ft")) == 40
    assert math.isnan(shipments_of(40, "weight", co.Shipment()))
    with pytest.raises(ValueError, match="the goods are oil"):
        shipments_of(40, "teu", co.Shipment(commodity="oil"))
    with pytest.raises(ValueError, match="unit 'tons' is not one of"):
        shipments_of(40, "tons", co.Shipment())
