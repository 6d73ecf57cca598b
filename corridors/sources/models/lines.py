"""Ids, drawn lines and lengths of a model's links."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from corridors.network.earth import segment_km
from corridors.network.forms.geometry import Line, line_of_form, shape_of
from corridors.network.schema import schema
from corridors.sources.making.crs import to_degrees
from corridors.sources.models.account import Account
from corridors.sources.models.rows import Row

#: No link is shorter, km.
SHORTEST_KM = schema()["links"]["length_km"].minimum


def with_ids(
    links: Sequence[Row], lines: Mapping[str, Line], account: Account
) -> tuple[list[Row], dict[str, Line]]:
    """Return the links each with an id of its own, and the lines by these.

    A link without an id is numbered by its row. Of links that share an id all but the first get
    a number behind it; the caller's line of the id is that of the last.
    """
    counts: dict[str, int] = {}
    said = [row.get("link_id") or f"link-{row['number']}" for row in links]
    taken, of_last, found = {*said}, {name: k for k, name in enumerate(said)}, []
    kept: dict[str, Line] = {}
    for k, (row, name) in enumerate(zip(links, said, strict=True)):
        counts[name] = counts.get(name, 0) + 1
        link = name
        if counts[name] > 1:
            while link in taken:
                link = f"{name}-{counts[name]}"
                counts[name] += link in taken
            taken.add(link)
            account.change("a link_id that stands already: a number is put behind it", row["at"])
        if name in lines and of_last[name] == k:
            kept[link] = lines[name]
        found.append({**row, "link_id": link})
    return found, kept


def drawn(links: Sequence[Row], crs: str, account: Account, faults: list[str]) -> dict[str, Line]:
    """Return the lines of links that have a ``geometry`` as WKT, in degrees."""
    found = {}
    for row in links:
        if not row.get("geometry"):
            continue
        try:
            shape = shape_of(row["geometry"])
            if shape.is_empty:
                account.change("a geometry with nothing in it: drawn straight", row["at"])
                continue
            line = line_of_form(to_degrees(shape, crs))
        except ValueError as error:
            faults.append(f"{row['at']}: geometry {error}")
            continue
        if line:
            found[row["link_id"]] = line
    return found


def with_lengths(
    links: Sequence[Row], at: Mapping[str, tuple[float, float]], lines: Mapping[str, Line],
    account: Account,
) -> list[Row]:  # fmt: skip
    """Return the links each with a length: its own, else that of its line, else the straight one.

    A length of less than a metre counts as missing where the ends are further apart than that.
    ``at`` are the positions of the nodes, degrees.
    """
    if not links:
        return []
    ends = [at[row[end]] for row in links for end in ("from_node", "to_node")]
    straight = segment_km(*np.array(ends, float).T)[::2].tolist()
    found = []
    for row, km in zip(links, straight, strict=True):
        said, line = row.get("length_km", math.nan), lines.get(row["link_id"])
        if said > 0:
            found.append(row)
            continue
        measured = float(segment_km(*np.array(line).T).sum()) if line else km
        if said == 0 and measured < SHORTEST_KM:
            account.change("a length under 1 m counts as 1 m", row["at"])
        elif said == 0:
            how = "along its line" if line else "straight"
            account.change(
                f"a length under 1 m between ends further apart: measured {how}", row["at"]
            )
        else:
            how = "along its line" if line else "the straight line between its ends"
            account.change(f"without a length: {how}", row["at"])
        found.append({**row, "length_km": max(SHORTEST_KM, measured)})
    return found
