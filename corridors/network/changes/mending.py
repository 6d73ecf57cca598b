"""A card with faults of reading, made whole for a trial: so that these hide no others."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from corridors.errors import ScenarioError, nearest_words
from corridors.network.changes.cards import Scenario
from corridors.network.changes.overrides import Override, cell_faults
from corridors.network.changes.reading import Draft, slug
from corridors.network.schema import Column, Value, schema
from corridors.network.tables import Table
from corridors.vocabulary import BASES

#: What stands for a value that cannot be read: the least that the table has, and the greatest.
VARIANTS = (0, -1)


def trials(draft: Draft, tables: Mapping[str, Table]) -> Iterator[Scenario]:
    """Return a card with all its overrides, once by each variant of what cannot be read.

    What is wrong with both is wrong whatever stands there.
    """
    for variant in VARIANTS:
        mended = {
            number: _mended(override, tables[override.table], variant)
            for number, override in draft.faulty.items()
        }
        every = {**draft.overrides, **mended}
        if every:
            yield _card(draft, tuple(every[number] for number in sorted(every)))


def numbers(draft: Draft) -> list[int]:
    """Return the numbers that the overrides of a trial have in the file."""
    return sorted({*draft.overrides, *draft.faulty})


def _card(draft: Draft, overrides: Sequence[Override]) -> Scenario:
    values: dict[str, Any] = dict(draft.values)
    try:
        return Scenario(**values, overrides=overrides, path=draft.file)
    except ScenarioError:
        name = slug(draft.file.stem)
        requires = tuple(other for other in values.get("requires", ()) if other != name)
        return Scenario(name, "-", overrides, requires=requires, path=draft.file)


def _mended(override: Override, table: Table, variant: int) -> Override:
    """Return the override of an added row with another value for each that cannot be read."""
    columns, given = schema()[override.table], dict(override.row)
    for name in [name for name in given if name not in columns]:
        near = nearest_words(name, columns)
        if near and near[0] not in given:
            given[near[0]] = given[name]
    row = {}
    for name, column in columns.items():
        if cell_faults(column, given):
            row[name] = _other(column, table, variant)
        elif name in given:
            row[name] = given[name]
    as_at = override.as_at if override.table in ("links", "services") else ""
    line = override.line if override.table == "links" else ()
    plain = Override("add", override.table, row=row, line=line, as_at=as_at, note=override.note)
    basis = override.basis if override.basis in BASES else ""
    return replace(plain, source_id=override.source_id, basis=basis)


def _other(column: Column, table: Table, variant: int) -> Value:
    """Return a value that a column may have."""
    if column.key == "id":
        return f"not-said-{variant + 2}"
    values = table[column.name]
    known = sorted({value for value in values if value not in ("", None) and not _is_nan(value)})
    return known[variant] if known else ""


def _is_nan(value: Value) -> bool:
    return isinstance(value, float) and math.isnan(value)
