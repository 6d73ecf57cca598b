"""Checks of pipelines: their pipes, and what is taken off."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping

from corridors.network.schema import Value
from corridors.network.tables import Table


def check_pipes(tables: Mapping[str, Table]) -> list[str]:
    """Return the faults of the tables ``pipelines`` and ``offtakes``, as ``file:row: what``."""
    return [*_pipes(tables), *_shares(tables["offtakes"])]


def _pipes(tables: Mapping[str, Table]) -> Iterator[str]:
    """Yield rows of what is no pipeline, of one twice, and pipes that are all wall."""
    modes = tables["links"].pairs("link_id", "mode")
    kilometres = tables["links"].pairs("link_id", "length_km")
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
        yield from (f"{at} {fault}" for fault in _placed(pipe, kilometres.get(link, math.inf)))
        if not math.isnan(pipe["capacity"]) and not pipe["unit"]:
            yield f"{at} capacity {pipe['capacity']:g} has no unit"


def _placed(pipe: Mapping[str, Value], length_km: float) -> Iterator[str]:
    """Yield stations that stand nowhere on their link, and loops that are longer than it."""
    words = [word for word in str(pipe["stations_km"]).split(";") if word]
    if words and len(words) != pipe["stations"]:
        yield f"stations_km places {len(words)}, but stations is {pipe['stations']:g}"
    for word in words:
        try:
            is_on_it = 0 <= float(word) <= length_km
        except ValueError:
            is_on_it = False
        if not is_on_it:
            yield f"stations_km {word!r} is no km from 0 to {length_km:g}, the length of the link"
    if not math.isnan(pipe["loop_km"]) and pipe["loop_km"] > length_km:
        yield f"loop_km {pipe['loop_km']:g} is more than the {length_km:g} km of the link"


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
