"""Which column is what, and what its cells mean."""

import math

import numpy as np
import pytest
from lines_toy import frame

import corridors as co
from corridors.sources.lines.columns import (
    check_columns,
    columns_of,
    number_of,
    several_of,
    text_of,
)
from corridors.sources.lines.layer import layer_of_frame


def read(columns=None, **values):
    return columns_of(layer_of_frame(frame().assign(**values), "t"), check_columns(columns))


@pytest.mark.parametrize(
    ("value", "text"),
    [(1520.0, "1520"), (1.5, "1.5"), (None, ""), (math.nan, ""), ("  a ", "a"), ("nan", ""), (2**70, str(2**70)),
     ("a\x00b\nc", "a b c"), ("\ud800x", "x"), (True, "True")],
)  # fmt: skip
def test_cells_are_text(value, text):
    assert text_of(value) == text


@pytest.mark.parametrize(
    ("value", "found"),
    [("['a', 'b c']", ["a", "b c"]), ("[1, 2]", ["1", "2"]), (["x", None], ["x"]), (np.array([1, 2]), ["1", "2"]),
     ("a;b", ["a;b"]), (None, [])],
)  # fmt: skip
def test_several_values_in_a_cell(value, found):
    assert several_of(value) == found


def test_numbers_with_a_decimal_comma():
    assert number_of(0, 10)("1,5") == 1.5
    assert number_of(0, 10)("") is None
    for text, why in (("x", "is no number"), ("11", "is outside 0 to 10"), ("nan", "outside")):
        with pytest.raises(ValueError, match=why):
            number_of(0, 10)(text)


@pytest.mark.parametrize(
    ("word", "cells", "wanted"),
    [
        ("oneway", ["yes", -1.0, False], [1, -1, 0]), ("oneway", ["FT", "TF", "B"], [1, -1, 0]), ("oneway", ["1.0", "-1.0", "0.0"], [1, -1, 0]),
        ("oneway", [None, "", math.nan], [None, None, None]),
        ("status", ["Under construction", "proposed", "open"], ["construction", "planned", "operational"]),
        ("country", ["Pakistan", "PAK", "pk"], ["PK", "PK", "PK"]), ("gauge_mm", [1520.0, "1,520", "1435;1520.0"], ["1520", "1520", "1435;1520"]),
        ("maxspeed", ["['60', '40']", "30 mph", "none"], [40.0, pytest.approx(48.28, abs=0.01), None]),
        ("speed_kmh", ["60", 45.5, None], [60.0, 45.5, None]),
    ],
)  # fmt: skip
def test_cells_of_a_word(word, cells, wanted):
    assert read({word: "c"}, c=cells).values[word] == wanted


@pytest.mark.parametrize(
    ("columns", "cell", "told"),
    [
        ({"speed_kmh": "c"}, "fast", "t: feature 1: speed_kmh 'fast' is no number .column 'c'."),
        ({"speed_kmh": "c"}, 900, "speed_kmh 900 is outside 3 to 160"),
        ({"oneway": "c"}, "maybe", "oneway 'maybe' is not one of yes, true"),
        ({"status": "c"}, "plannd", "status 'plannd' is not one of .* Did you mean 'planned'"),
        ({"country": "c"}, "Pakistn", "country 'Pakistn' is no country by its ISO code. Did you mean 'Pakistan'"),
        ({"gauge_mm": "GAUG"}, 1, "gauge_mm: there is no column 'GAUG'; its columns are .* Did you mean 'GAUGE'"),
        ({"highway": "hw"}, 1, "highway: there is no column 'hw'"),
        ({"speed_kmh": {"value": "x"}}, 1, "columns: speed_kmh 'x' is no number"),
    ],
)  # fmt: skip
def test_what_a_mapped_column_cannot_hold_is_told_with_its_place(columns, cell, told):
    with pytest.raises(co.DataError, match=told):
        read(columns, c=[cell, None, None])


def test_a_column_that_only_bears_a_name_is_left_where_it_means_something_else():
    found = read(status=["paved", "gravel", "paved"])
    assert "status" not in found.values
    assert any(
        "column 'status' is not used: status 'paved' is not one of" in n for n in found.notes
    )


def test_values_scales_and_columns_that_are_not_to_be_read():
    found = read(
        {"length_km": {"column": "len_m", "scale": 0.001}, "oneway": {"column": "dir", "values": {0: "no", 1: "yes"}},
         "status": {"value": "planned"}, "name": None},
        name="x",
    )  # fmt: skip
    assert found.values["length_km"] == pytest.approx([8.388, 8.388, 11.1058])
    assert found.values["oneway"] == [0, 0, 1]
    assert found.values["status"] == ["planned"] * 3
    assert "name" not in found.values
    assert any("columns not used: TYPE, NAME, usd, name" in note for note in found.notes)


@pytest.mark.parametrize(
    ("columns", "error", "told"),
    [
        ({"gauge": "G"}, ValueError, "'gauge' is none of ours. Did you mean 'gauge_mm'"),
        ([], TypeError, "is no table"), ({"mode": 5}, ValueError, "neither the name of a column"),
        ({"mode": {"colum": "x"}}, ValueError, "Did you mean 'column'"), ({"mode": {}}, ValueError, 'a "column" or a "value"'),
        ({"mode": {"column": "a", "value": "b"}}, ValueError, 'a "column" or a "value"'),
        ({"length_km": {"column": "a", "scale": 0}}, ValueError, "scale 0 is no number above 0"),
        ({"mode": {"column": "a", "values": 3}}, ValueError, "values 3 is no table"),
    ],
)  # fmt: skip
def test_a_mapping_of_another_form_is_refused(columns, error, told):
    with pytest.raises(error, match=told):
        check_columns(columns)


@pytest.mark.parametrize(
    ("cells", "wanted"),
    [(["1,5", "1,200", ""], [1.5, 1.2, None]), (["0,500", "2,500", None], [0.5, 2.5, None]), (["1,200", "2,500", ""], None),
     (["1,200", "0.5", None], None), (["1,5", "1,200", "0.5"], None), (["1,200", "7", "8"], None)],
)  # fmt: skip
def test_a_comma_that_may_be_of_thousands_is_not_guessed(cells, wanted):
    found = read(cost_usd=cells)
    assert found.at("cost_usd", 0) == (wanted and wanted[0])
    assert found.values.get("cost_usd") == wanted
    unclear = "cost_usd '1,200' has a decimal comma or a comma between thousands"
    assert any(f"column 'cost_usd' is not used: {unclear}" in n for n in found.notes) == (
        not wanted
    )
    for given in ("USD", {"column": "USD", "scale": 2}):
        if wanted is None:
            with pytest.raises(co.DataError, match=unclear):
                read({"cost_usd": given}, USD=cells)
    told = {"column": "USD", "values": {"1,200": 1200, "2,500": "2500"}}
    if "0.5" not in cells:
        assert read({"cost_usd": told}, USD=cells).at("cost_usd", 1) in (1200, 2500, 7)


@pytest.mark.parametrize("given", [None, {"oneway": "oneway"}])
def test_f_and_t_are_from_and_to_beside_b(given):
    found = read(given, oneway=["F", "t", "B"])
    assert found.values["oneway"] == [1, -1, 0]
    assert "t: oneway F is along a line, T against it, as B is both ways" in found.notes


@pytest.mark.parametrize("cells", [["t", "f", "f"], ["T", None, ""], ["F", "no", "B"]])
def test_t_and_f_that_may_be_true_and_false_are_not_guessed(cells):
    found = read(oneway=cells)
    assert "oneway" not in found.values
    why = "oneway T and F may be true and false, or to and from; say which"
    assert any(f"column 'oneway' is not used: {why}" in note for note in found.notes)
    with pytest.raises(co.DataError, match=why):
        read({"oneway": "oneway"}, oneway=cells)
    truths = {"t": "yes", "T": "yes", "f": "no", "F": "no"}
    found = read({"oneway": {"column": "oneway", "values": truths}}, oneway=cells)
    assert found.at("oneway", 0) == (0 if cells[0] == "F" else 1)
