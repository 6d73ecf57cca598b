"""Columns and shapes of tables in memory."""

import numpy as np
import pandas as pd
import pytest
import shapely
from lines_toy import frame

import corridors as co
from corridors.sources.lines.layer import layer_of_frame, shapes_of, told


def test_levels_of_the_index_are_columns():
    """Edges of osmnx have u, v and key as their index."""
    edges = frame().assign(u=[1, 2, 3], v=[2, 3, 4], key=0).set_index(["u", "v", "key"])
    layer = layer_of_frame(edges, "edges")
    assert layer.columns["u"] == [1, 2, 3]
    assert len(layer) == 3
    assert layer.at(0) == "edges: feature 1"


@pytest.mark.parametrize("form", ["wkt", "wkb", "hex", "shapes"])
def test_shapes_are_found_in_any_column(form):
    line = shapely.LineString([(69.2, 41.2), (69.3, 41.2)])
    value = {
        "wkt": line.wkt, "wkb": line.wkb, "hex": line.wkb_hex, "shapes": line,
    }[form]  # fmt: skip
    table = pd.DataFrame({"number": [1, 2], "strange": [value, None]})
    layer = layer_of_frame(table, "table")
    assert layer.shapes.tolist() == [line, None]
    assert layer.columns == {"number": [1, 2]}
    assert layer.word == "row"


def test_the_srid_of_shapes_is_their_crs():
    shapes, srid = shapes_of(["SRID=32642;POINT (1 2)", None], "t", "row")
    assert (srid, shapes[1]) == (32642, None)
    with pytest.raises(co.DataError, match="several coordinate systems: SRID 4326, 32642"):
        shapes_of(["SRID=32642;POINT (1 2)", "SRID=4326;POINT (1 2)"], "t", "row")


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("LINESTRING (1 2", "t: row 1: its geometry cannot be read"), (b"\x01\x02", "row 1: its geometry"),
        (5, "'5' is a int, no shape"), ("SRID=x;POINT (1 2)", "no number after SRID="),
    ],
)  # fmt: skip
def test_a_shape_that_cannot_be_read_is_named(value, why):
    with pytest.raises(co.DataError, match=why):
        shapes_of([value], "t", "row")


def test_columns_that_are_there_twice_or_not_at_all():
    twice = pd.concat([frame(), pd.Series([1, 2, 3], name="usd")], axis=1)
    with pytest.raises(co.DataError, match="several columns 'usd'; rename them"):
        layer_of_frame(twice, "t")
    with pytest.raises(
        co.DataError, match="geometry column 'geometri' is not one of .* Did you mean"
    ):
        layer_of_frame(frame(), "t", "geometri")
    assert all(s is None for s in layer_of_frame(pd.DataFrame({"a": [1]}), "t").shapes)


def test_another_librarys_error_is_one_sentence():
    with (
        pytest.raises(co.DataError, match="x: cannot be read: two lines$"),
        told("x", "cannot be read"),
    ):
        raise RuntimeError("two\n   lines")
    with pytest.raises(FileNotFoundError), told("x", "cannot be read"):
        raise FileNotFoundError("y")
    with told("x", "cannot be read"):
        np.float64(1) / np.float64(0)  # a warning, which would be an error here
