"""Cells as pandas, spreadsheets and GIS leave them."""

import datetime
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from corridors.network.forms.cells import edited_header, edited_rows, is_empty, plain
from corridors.network.schema import schema

LINKS = schema()["links"]


@pytest.mark.parametrize("value", [None, "", float("nan"), pd.NA, pd.NaT, np.float64("nan")])
def test_every_gap_is_empty(value):
    assert is_empty(value)
    assert plain(LINKS["note"], value) is None


@pytest.mark.parametrize(
    ("column", "value", "cell"),
    [
        ("oneway", True, "yes"),
        ("oneway", np.bool_(0), "no"),
        ("oneway", "TRUE", "yes"),
        ("oneway", 0.0, "no"),
        ("oneway", "-1", "-1"),  # no truth value: its column refuses it
        ("line_ref", 39.0, "39"),
        ("line_ref", 39.5, "39.5"),
        ("line_ref", np.int64(39), "39"),
        ("note", datetime.datetime(2026, 3, 1), "2026-03-01"),
        ("note", pd.Timestamp("2026-03-01 12:00"), "2026-03-01T12:00:00"),
        ("tags", ["a=1", "b=2"], "a=1;b=2"),
        ("gauge_mm", 1520, "1520"),
        ("gauge_mm", Decimal(1520), 1520.0),
        ("note", " x ", "x"),
        ("note", "  ", None),
    ],
)
def test_cells_are_texts_and_numbers(column, value, cell):
    assert plain(LINKS[column], value) == cell


def test_the_header_of_an_edited_file():
    noted = []
    header = ["", "Link_ID", "speed_kph", "mine", "none", "Unnamed: 7"]
    rows = [["0", "a", "50", "x", "", "0"]]
    found = edited_header(header, "links", "links.csv", rows, lambda *told: noted.append(told))
    assert found == [None, "link_id", "speed_kph", None, None, None]
    assert noted == [("columns that no table has are left out", "links.csv: mine")]


def test_columns_that_are_gone_are_told_but_not_of_a_table_that_is_written_by_hand():
    header = [word for word in LINKS if word not in ("speed_kmh", "usd_40ft")]
    told = []
    edited_header(header, "links", "links.csv", [], lambda *note: told.append(note))
    gone = "columns are gone, and read as empty"
    assert told == [(gone, "links.csv: speed_kmh"), (gone, "links.csv: usd_40ft")]
    told.clear()
    needed = [word for word, column in LINKS.items() if column.required]
    edited_header([*needed, "note"], "links", "links.csv", [], lambda *note: told.append(note))
    assert told == []


def test_the_rows_of_an_edited_file():
    noted = []
    rows = [["1.0", "TRUE", "nan"], ["", "0", "x"], ["short"], ["2.0", "", ""]]
    found = edited_rows(
        rows, ["line_ref", "oneway", "note"], "links", "links.csv",
        lambda *told: noted.append(told),
    )  # fmt: skip
    assert found == [["1", "yes", ""], ["", "no", "x"], ["short"], ["2", "", ""]]
    assert noted == [("cells with the word 'nan' are empty", "links.csv: note")]
