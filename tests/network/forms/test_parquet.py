"""What a Parquet file unpacks to is counted before."""

import pytest

import corridors as co
from corridors.network.forms.parquet import check_parquet


def test_parquet_of_usual_size_passes(tmp_path):
    pytest.importorskip("pyarrow", reason="Parquet needs the extra 'parquet'")
    import pandas as pd

    path = tmp_path / "a.parquet"
    pd.DataFrame({"a": ["x", None] * 1000, "b": b"y", "c": 1.0}).to_parquet(path)
    check_parquet(path)
    with (
        co.limits(cells=5_999),
        pytest.raises(co.DataError, match="6,000 cells, more than cells = 5,999"),
    ):
        check_parquet(path)
    with co.limits(unpacked_mb=0.002), pytest.raises(co.DataError, match="unpacks to much"):
        check_parquet(path)
    with co.limits(unpacked_mb=0.004):
        check_parquet(path)


def repeated(kind):
    """Return a column of one long text in many rows, in one of the forms of Arrow."""
    import pyarrow as pa

    rows = 2_000
    text = pa.DictionaryArray.from_arrays(pa.array([0] * rows, pa.int32()), pa.array(["x" * 5_000]))
    if kind == "list":
        return pa.ListArray.from_arrays(pa.array(range(rows + 1), pa.int32()), text)
    if kind == "structure":
        return pa.StructArray.from_arrays([text], ["a"])
    return text if kind == "dictionary" else pa.array([b"x" * 5_000] * rows, pa.binary(5_000))


@pytest.mark.parametrize("kind", ["list", "structure", "dictionary", "fixed"])
def test_texts_are_counted_in_every_form(tmp_path, kind):
    pa = pytest.importorskip("pyarrow", reason="Parquet needs the extra 'parquet'")
    import pyarrow.parquet as pq

    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"a": repeated(kind)}), path, compression="zstd")
    check_parquet(path)
    with co.limits(unpacked_mb=9), pytest.raises(co.DataError, match="unpacks to much"):
        check_parquet(path)


def test_members_of_a_list_are_cells(tmp_path):
    pa = pytest.importorskip("pyarrow", reason="Parquet needs the extra 'parquet'")
    import pyarrow.parquet as pq

    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"a": [[7] * 3_000]}), path)
    with co.limits(cells=2_999), pytest.raises(co.DataError, match="3,000 cells"):
        check_parquet(path)


@pytest.mark.parametrize("kind", ["binary", "large_binary", "fixed", "dictionary"])
def test_shapes_are_looked_at_in_every_form(tmp_path, kind):
    pa = pytest.importorskip("pyarrow", reason="Parquet needs the extra 'parquet'")
    import pyarrow.parquet as pq

    deep = b"\x01\x07\0\0\0\x01\0\0\0" * 300
    of = {"large_binary": pa.large_binary(), "fixed": pa.binary(len(deep))}.get(kind, pa.binary())
    column = pa.array([deep], of)
    column = column.dictionary_encode() if kind == "dictionary" else column
    pq.write_table(pa.table({"geometry": column}), tmp_path / "a.parquet")
    with pytest.raises(co.DataError, match="row 1: geometry: shapes within shapes, 300 deep"):
        check_parquet(tmp_path / "a.parquet")
