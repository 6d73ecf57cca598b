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
