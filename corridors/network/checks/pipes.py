"""Checks of pipelines: their pipes, and what is taken off."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping

from corridors.network.tables import Table


def check_pipes(tables: Mapping[str, Table]) -> list[str]:
    """Return the faults of the tables ``pipelines`` and ``offtakes``, as ``file:row: what``."""
    return [*_pipes(tables), *_shares(tables["offtakes"])]


def _pipes(tables: Mapping[str, Table]) -> Iterator[str]:
    """Yield rows of what is no pipeline, of one twice, and pipes that are all wall."""
    modes = tables["links"].pairs("link_id", "mode")
    seen: dict[str, int] = {}
    for row, pipe in enumerate(tables["pipelines"]):
        at, link = f"pipelines.csv:{row + 2}:", str(pipe["link_id"])
        if link in seen:
            yield f"{at} link_id {link!r} stands already in row {seen[link]}"
        seen.setdefault(link, row + 2)
        if modes.get(link, "pipeline") != "pipeline":
            yield f"{at} link_id {link!r} is of mode {modes[link]}, expected pipeline"
        if pipe["wall_mm"] * 2 >= pipe["outer_mm"]:
            yield (
                f"{at} wall_mm {pipe['wall_mm']:g} leaves nothing of outer_mm {pipe['outer_mm']:g}"
            )
        if not math.isnan(pipe["capacity"]) and not pipe["unit"]:
            yield f"{at} capacity {pipe['capacity']:g} has no unit"


def _shares(table: Table) -> Iterator[str]:
    """Yield lines of which more is taken off than all."""
    taken: Counter[str] = Counter()
    for row in table:
        if not row["instead_of"]:
            taken[str(row["line_ref"])] += row["share"]
    for line, share in taken.items():
        if share > 1 + 1e-9:
            first = table["line_ref"].index(line) + 2
            yield f"offtakes.csv:{first}: the shares of {line} add up to {share:g}, more than 1"
