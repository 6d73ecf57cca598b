"""Cells of a foreign table: numbers as others write them."""

from __future__ import annotations

import math

import pytest
from models_toy import LINKS, MAPPING, NODES, model

import corridors as co
from corridors.sources.models.cells import number_of


def comma(text: str) -> str:
    """Write a table with semicolons and decimal commas."""
    return text.replace(",", ";").replace(".", ",")


@pytest.mark.parametrize(
    ("text", "number"), [("1.5", 1.5), ("-2", -2), (".5", 0.5), ("1e3", 1000), ("+3.", 3)]
)
def test_numbers(text, number):
    assert number_of(text) == number


@pytest.mark.parametrize("text", ["", "NaN", "null", "None", "N/A", "-", "<NA>", "#N/A"])
def test_numbers_that_there_are_not(text):
    assert math.isnan(number_of(text))


@pytest.mark.parametrize(
    "text", ["1_000", "inf", "1,5", "\u0661", "0x10", "1e999", "a", "1 2", "--1"]
)
def test_what_is_no_number(text):
    with pytest.raises(ValueError, match="is not a "):
        number_of(text)


def test_a_decimal_comma_is_seen_and_told(tmp_path):
    net = co.read_mapped(model(tmp_path, comma(NODES), comma(LINKS)))
    assert net.table("nodes")["lon"][1] == 80.25
    assert "inferred: n.csv: numbers have a decimal comma" in str(net.report)


def test_a_decimal_comma_is_said(tmp_path):
    said = MAPPING.replace('file = "n.csv"', 'file = "n.csv"\ndecimal = ","')
    net = co.read_mapped(model(tmp_path, comma(NODES), mapping=said))
    assert "decimal comma" not in str(net.report)
    with pytest.raises(co.DataError, match=r"n.csv:2: lon '77.0' has a point, but decimals have"):
        co.read_mapped(model(tmp_path, NODES.replace(",", ";"), mapping=said))


def test_a_comma_between_thousands_or_before_decimals_is_asked_about(tmp_path):
    links = comma(LINKS).replace("330000", "330,000").replace("640000", "640,000")
    links = links.replace("15000", "15,000")
    with pytest.raises(co.DataError, match=r"l.csv: a number such as '330,000' has a decimal com"):
        co.read_mapped(model(tmp_path, links=links))
    for said, km in (('thousands = ","', 330), ('decimal = ","', 0.33)):
        spec = MAPPING.replace('file = "l.csv"', f'file = "l.csv"\n{said}')
        if km == 0.33:
            spec = spec.replace("0.001", "1.0")
        net = co.read_mapped(model(tmp_path, links=links, mapping=spec))
        assert net.table("links")["length_km"][0] == km * (1 if km == 330 else 1000)


def test_thousands_may_be_apart_by_spaces_and_points(tmp_path):
    for sign, kind in ((" ", " "), ("\u00a0", " "), (".", "."), ("'", "'")):
        links = LINKS.replace(",", ";").replace("330000", f"330{sign}000,5")
        said = MAPPING.replace(
            'file = "l.csv"', f'file = "l.csv"\ndecimal = ","\nthousands = "{kind}"'
        )
        net = co.read_mapped(model(tmp_path, links=links, mapping=said))
        assert net.table("links")["length_km"][0] == pytest.approx(330.0005)


def test_a_number_with_a_comma_among_points_is_told(tmp_path):
    with pytest.raises(co.DataError, match=r"n.csv:3: lon '80,25' is not a number; if it is one"):
        co.read_mapped(model(tmp_path, NODES.replace("80.25", '"80,25"')))
    with pytest.raises(co.DataError, match=r"lon 'x' is not a number \(column 'X'\)"):
        co.read_mapped(model(tmp_path, NODES.replace("80.25", "x")))
    both = MAPPING.replace('file = "n.csv"', 'file = "n.csv"\nthousands = "."')
    with pytest.raises(co.DataError, match=r"n.csv: decimal and thousands are both '.'"):
        co.read_mapped(model(tmp_path, mapping=both))


def test_a_value_for_every_row_may_have_a_unit(tmp_path):
    said = MAPPING.replace('time_h = "Hours"', 'time_h = { value = 90, unit = "min" }')
    net = co.read_mapped(model(tmp_path, mapping=said))
    assert set(net.table("links")["hours_p50"]) == {1.5}


@pytest.mark.parametrize(
    ("unit", "cells", "gauges"),
    [("in", ("56.5", "42"), [1435, 1067]), ("ft", ("5.5", "5"), [1676, 1524]), ("m", ("1.435", "1.52"), [1435, 1520])],
)  # fmt: skip
def test_a_gauge_in_another_unit_is_in_whole_mm(tmp_path, unit, cells, gauges):
    nodes = "node,lon,lat\nA,69.2,41.2\nB,69.3,41.2\nC,69.4,41.2\n"
    links = f"from,to,gauge\nA,B,{cells[0]}\nB,C,{cells[1]}\n"
    mapping = (
        '[nodes]\nfile = "n.csv"\nnode_id = "node"\nlon = "lon"\nlat = "lat"\n'
        '[links]\nfile = "l.csv"\nfrom_node = "from"\nto_node = "to"\nmode = { value = "rail" }\n'
        f'gauge_mm = {{ column = "gauge", unit = "{unit}" }}\n'
    )
    net = co.read_mapped(model(tmp_path, nodes, links, mapping))
    assert list(net.table("links")["gauge_mm"]) == gauges
