"""The gate for Parquet: what a file unpacks to is counted before it is unpacked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from corridors.errors import DataError
from corridors.network.forms.gate import beyond, check_columns, current, no_file
from corridors.network.forms.shapes import SHORT, check_shape


def check_parquet(path: Path) -> None:
    """Raise if a Parquet file holds more than the limits, whatever it says of its size.

    A few bytes may stand for one long text in each of a million rows: the values of a column are
    counted as often as they stand there, without being made.

    Raises
    ------
    DataError
        If its cells, or what they unpack to, are beyond the limits, or it is no Parquet file.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    if why := no_file(path):
        raise DataError([why])
    try:
        with pq.ParquetFile(path) as file:
            known = file.metadata
            rows, columns = known.num_rows, known.num_columns
            check_columns(range(columns), path.name)
            if rows * columns > current().cells:
                raise DataError([beyond(path.name, f"has {rows * columns:,} cells", "cells")])
            most = current().unpacked_mb * 1e6
            _check_shapes(path, file.schema_arrow)
            if _at_most(known) > most and _text_bytes(path, file.schema_arrow, most) > most:
                raise DataError([beyond(path.name, "unpacks to much", "unpacked_mb")])
    except (pa.ArrowException, OSError, MemoryError) as error:
        why = " ".join(str(error).replace(str(path), path.name).split())
        raise DataError([f"{path.name}: not a whole Parquet file: {why[:300]}"]) from error


def _check_shapes(path: Path, schema: Any) -> None:
    """Raise if a shape in binary is nested beyond the limit."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    held = [field.name for field in schema if pa.types.is_binary(field.type)]
    with pq.ParquetFile(path) as file:
        for name in held:
            row = 0
            for batch in file.iter_batches(batch_size=1_000, columns=[name], use_threads=False):
                column = batch.column(0)
                long = pc.greater(pc.binary_length(column), SHORT)
                for k in pc.indices_nonzero(long).to_pylist():
                    try:
                        check_shape(column[k].as_py())
                    except ValueError as error:
                        raise DataError(
                            [f"{path.name}: row {row + k + 1}: {name}: {error}"]
                        ) from None
                row += len(batch)


def _at_most(known: Any) -> int:
    """Return what a file can unpack to at most: each value as long as its whole column."""
    size = 0
    for k in range(known.num_row_groups):
        group = known.row_group(k)
        for column in map(group.column, range(group.num_columns)):
            wide = column.physical_type in ("BYTE_ARRAY", "FIXED_LEN_BYTE_ARRAY")
            each = column.total_uncompressed_size if wide else 8
            size += column.num_values * min(each, column.total_uncompressed_size + 8)
    return size


def _text_bytes(path: Path, schema: Any, most: float) -> float:
    """Return the bytes of all texts of a file, counted up to a limit."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    texts = [
        field.name
        for field in schema
        if pa.types.is_string(field.type) or pa.types.is_binary(field.type)
        or pa.types.is_large_string(field.type) or pa.types.is_large_binary(field.type)
    ]  # fmt: skip
    size = 0.0
    with pq.ParquetFile(path, read_dictionary=texts) as file:
        for batch in file.iter_batches(columns=texts, use_threads=False):
            for column in batch.columns:
                if not pa.types.is_dictionary(column.type):
                    size += column.nbytes
                    continue
                long = pc.binary_length(column.dictionary.cast(pa.large_binary()))
                size += pc.sum(long.take(column.indices)).as_py() or 0
            if size > most:
                break
    return size
