"""The gate for Parquet: what a file unpacks to is counted before it is unpacked."""

from __future__ import annotations

from collections.abc import Iterator
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
            check_columns(range(known.num_columns), path.name)
            if (cells := _cells(known)) > current().cells:
                raise DataError([beyond(path.name, f"has {cells:,} cells", "cells")])
            most = current().unpacked_mb * 1e6
            if _fixed_bytes(known) > most:
                raise DataError([beyond(path.name, "unpacks to much", "unpacked_mb")])
            _check_shapes(path, file.schema_arrow)
            if _at_most(known) > most and _text_bytes(path, known, most) > most:
                raise DataError([beyond(path.name, "unpacks to much", "unpacked_mb")])
    except (pa.ArrowException, OSError, MemoryError) as error:
        why = " ".join(str(error).replace(str(path), path.name).split())
        raise DataError([f"{path.name}: not a whole Parquet file: {why[:300]}"]) from error


def _check_shapes(path: Path, schema: Any) -> None:
    """Raise if a shape in binary is nested beyond the limit."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    held = [field.name for field in schema if _is_bytes(field.type)]
    with pq.ParquetFile(path) as file:
        for name in held:
            row = 0
            for batch in file.iter_batches(batch_size=1_000, columns=[name], use_threads=False):
                column = _plain(batch.column(0)).cast(pa.large_binary())
                long = pc.greater(pc.binary_length(column), SHORT)
                for k in pc.indices_nonzero(long).to_pylist():
                    try:
                        check_shape(column[k].as_py())
                    except ValueError as error:
                        raise DataError(
                            [f"{path.name}: row {row + k + 1}: {name}: {error}"]
                        ) from None
                row += len(batch)


def _is_bytes(kind: Any) -> bool:
    """Return whether a column of a kind holds bytes, in any of the forms that Arrow has."""
    import pyarrow as pa

    if pa.types.is_dictionary(kind):
        return _is_bytes(kind.value_type)
    return str(kind).startswith(("binary", "large_binary", "fixed_size_binary"))


def _plain(column: Any) -> Any:
    """Return a column without its dictionary."""
    import pyarrow as pa

    return column.dictionary_decode() if pa.types.is_dictionary(column.type) else column


def _columns(known: Any) -> Iterator[tuple[Any, Any]]:
    """Yield each part of a column, those within lists and structures too, and what it is."""
    for k in range(known.num_row_groups):
        group = known.row_group(k)
        for n in range(group.num_columns):
            yield group.column(n), known.schema.column(n)


def _cells(known: Any) -> int:
    """Return how many values a file has, each member of a list counted, and rows times columns."""
    listed: int = sum(column.num_values for column, _ in _columns(known))
    return max(listed, int(known.num_rows * known.num_columns))


def _fixed_bytes(known: Any) -> int:
    """Return the bytes of values that all have one length."""
    size: int = sum(
        column.num_values * what.length
        for column, what in _columns(known)
        if what.physical_type == "FIXED_LEN_BYTE_ARRAY"
    )
    return size


def _at_most(known: Any) -> int:
    """Return what a file can unpack to at most: each text as long as its whole column."""
    size = 0
    for column, what in _columns(known):
        each = column.total_uncompressed_size if what.physical_type == "BYTE_ARRAY" else 8
        size += column.num_values * min(each, column.total_uncompressed_size + 8)
    return size


def _text_bytes(path: Path, known: Any, most: float) -> float:
    """Return the bytes of all texts of a file, counted up to a limit."""
    import pyarrow.parquet as pq

    leaves = map(known.schema.column, range(known.num_columns))
    texts = [leaf.path for leaf in leaves if leaf.physical_type == "BYTE_ARRAY"]
    size = 0.0
    with pq.ParquetFile(path, read_dictionary=texts) as file:
        for batch in file.iter_batches(batch_size=1_000, columns=texts, use_threads=False):
            size += sum(map(_bytes_of, batch.columns))
            if size > most:
                break
    return size


def _bytes_of(column: Any) -> float:
    """Return the bytes of the texts of a column, however deep in lists and structures."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_dictionary(column.type):
        long = pc.binary_length(column.dictionary.cast(pa.large_binary()))
        return float(pc.sum(long.take(column.indices)).as_py() or 0)
    if pa.types.is_struct(column.type):
        return sum(map(_bytes_of, column.flatten()))
    if pa.types.is_map(column.type):
        return _bytes_of(column.keys) + _bytes_of(column.items)
    if pa.types.is_list(column.type) or pa.types.is_large_list(column.type):
        return _bytes_of(column.flatten())
    return float(column.nbytes)
