"""Positions of nodes that stand in a file of their own."""

from __future__ import annotations

from dataclasses import replace

from corridors.errors import MOST_SUGGESTED, DataError, suggesting
from corridors.sources.models.cells import Mapped


def with_positions(nodes: Mapped, positions: Mapped) -> Mapped:
    """Return the nodes with the positions of another table, looked up by ``node_id``.

    Raises
    ------
    DataError
        With every node that has none there, and every one that has two.
    """
    faults: list[str] = []
    found: dict[str, tuple[int, dict[str, str]]] = {}
    for row, at in zip(positions.rows, positions.numbers, strict=True):
        place = {word: row.get(word, "") for word in ("lon", "lat")}
        node = row.get("node_id", "").strip()
        first, other = found.setdefault(node, (at, place))
        if other != place:
            faults.append(
                f"{positions.file}:{at}: node_id {node!r} stands already in row {first}, at "
                "another position"
            )
    rows = []
    for row, at in zip(nodes.rows, nodes.numbers, strict=True):
        node = row.get("node_id", "").strip()
        if node not in found:
            what = f"{nodes.file}:{at}: node_id {node!r} has no position in {positions.file}"
            near = found if len(faults) < MOST_SUGGESTED else ()
            faults.append(suggesting(what, node, near))
            continue
        rows.append({**row, **found[node][1]})
    if faults:
        raise DataError(faults)
    inferred = list(dict.fromkeys([*nodes.inferred, *positions.inferred]))
    theirs = {
        **nodes.theirs,
        **{w: positions.theirs[w] for w in ("lon", "lat") if w in positions.theirs},
    }
    return replace(nodes, rows=rows, theirs=theirs, inferred=inferred)
