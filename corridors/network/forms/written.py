"""What a file held when it was written, kept in it: so that reading tells what was edited since.

A row each node and link: where the node lay, how long the link's line was and the length that its
row said, and whether the line was the link's own or the straight one between its nodes.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from corridors.network.earth import great_circle_km, great_circles_km
from corridors.network.forms.geometry import SAME_DEGREES, Line
from corridors.network.prices import HOLDING, rows_held
from corridors.network.tables import Table

if TYPE_CHECKING:
    import pandas as pd

    from corridors.network.forms.reading import Reading
    from corridors.network.network import Network

#: The table that files have beside those of the schema.
AS_WRITTEN = "as_written"
COLUMNS = ("what", "id", "lon", "lat", "line_km", "length_km", "own_line", "rows")
#: A line as long as it was, within so much, is the one that was written: coordinates are rounded
#: by some programs to seven digits.
_SAME_KM, _SAME_SHARE = 0.01, 1e-4
#: A line that has become so much longer or shorter no longer has the length that its row says.
_LONGER_KM, _LONGER_SHARE = 0.1, 0.01
#: The length of a new link over that of its line: outside, one of them is wrong.
_FITS = (0.97, 1.3)


class _Link(NamedTuple):
    line_km: float
    length_km: float
    own: bool


@dataclass(frozen=True)
class Written:
    """What a file held: positions of nodes, lines of links, rows of tables."""

    nodes: Mapping[str, tuple[float, float]]
    links: Mapping[str, _Link]
    tables: Mapping[str, int] = field(default_factory=dict)

    def gone(self, table: str, there: set[str]) -> set[str]:
        """Return the ids of nodes or links that the file held and that are no longer there."""
        held: Mapping[str, Any] = self.nodes if table == "nodes" else self.links
        return held.keys() - there


def as_it_stands(net: Network) -> Network:
    """Return a network as files can hold it: one of a day with what holds on that day.

    Its values are those of the day. The events that made them so are left out, or they would be
    felt once more by whoever reads the file, and so are prices and charges of other periods. Who
    reads it is of no day, on which charges with a period are not due: those that are have none.
    """
    if net.day is None:
        return net
    held = {name: _held_on(net.table(name), net.day) for name in HOLDING}
    charges = held["charges"]
    always = dict.fromkeys(("valid_from", "valid_to"), ("",) * len(charges))
    return net.replaced(
        {
            **held,
            "events": _picked(net.table("events"), []),
            "charges": charges.with_values(always),
        }
    )


def _held_on(table: Table, day: date) -> Table:
    """Return the rows of a table that hold on a day."""
    return _picked(table, sorted(set(rows_held(table, day).values())))


def _picked(table: Table, rows: Sequence[int]) -> Table:
    """Return some rows of a table."""
    return Table(table.name, {c: tuple(v[k] for k in rows) for c, v in table.columns.items()})


def frame_of(net: Network) -> pd.DataFrame:
    """Return what a file of a network is to keep of it."""
    import pandas as pd

    nodes, links = net.table("nodes"), net.table("links")
    km = lengths_km({link: net.line(link) for link in links["link_id"]})
    nan = math.nan
    rows: list[tuple] = [
        ("table", name, nan, nan, nan, nan, "", float(len(net.table(name))))
        for name in net.table_names
    ]
    rows += [
        ("node", node, lon, lat, nan, nan, "", nan)
        for node, lon, lat in zip(nodes["node_id"], nodes["lon"], nodes["lat"], strict=True)
    ]
    own = net.own_lines
    rows += [
        ("link", link, nan, nan, km[link], length, "yes" if link in own else "no", nan)
        for link, length in zip(links["link_id"], links["length_km"], strict=True)
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def written_of(frame: pd.DataFrame | None) -> Written | None:
    """Return what a file held, ``None`` if it does not say, or no longer in its own words."""
    if frame is None or not set(COLUMNS) <= set(frame.columns):
        return None
    try:
        rows = list(zip(*(frame[name].tolist() for name in COLUMNS), strict=True))
        nodes = {str(r[1]): (float(r[2]), float(r[3])) for r in rows if r[0] == "node"}
        links = {
            str(r[1]): _Link(float(r[4]), float(r[5]), r[6] == "yes")
            for r in rows
            if r[0] == "link"
        }
        tables = {str(r[1]): int(float(r[7])) for r in rows if r[0] == "table"}
    except (TypeError, ValueError, OverflowError):
        return None
    return Written(nodes, links, tables)


def lines_as_written(net: Network, lines: Mapping[str, Line]) -> dict[str, dict[str, list]]:
    """Return what a file of lines alone is to keep of each link: ends, length of line and row."""
    nodes, links = net.table("nodes"), net.table("links")
    number, km = nodes.index("node_id"), lengths_km(lines)
    found = {}
    for link in lines:
        row = net.link_row(link)
        ends = [links[end][row] for end in ("from_node", "to_node")]
        at = [[node, nodes["lon"][number[node]], nodes["lat"][number[node]]] for node in ends]
        found[link] = {AS_WRITTEN: [*at[0], *at[1], km[link], links["length_km"][row]]}
    return found


def written_of_lines(properties: Mapping[str, Mapping[str, Any]]) -> Written | None:
    """Return what a file of lines held, ``None`` if it does not say."""
    nodes: dict[str, tuple[float, float]] = {}
    links: dict[str, _Link] = {}
    for link, said in properties.items():
        try:
            a, lon_a, lat_a, b, lon_b, lat_b, km, length_km = said[AS_WRITTEN]
            nodes |= {
                str(a): (float(lon_a), float(lat_a)),
                str(b): (float(lon_b), float(lat_b)),
            }
            links[link] = _Link(float(km), float(length_km), own=True)
        except (KeyError, TypeError, ValueError):
            continue
    return Written(nodes, links) if links else None


def lengths_km(lines: Mapping[str, Line]) -> dict[str, float]:
    """Return the length of each line, on the sphere.

    Examples
    --------
    >>> {k: round(km, 1) for k, km in lengths_km({"a": [(60, 40), (61, 40), (62, 40)]}).items()}
    {'a': 170.4}
    """
    if not lines:
        return {}
    counts = np.array([len(line) for line in lines.values()])
    points = np.array([point for line in lines.values() for point in line], float)
    steps = great_circles_km(points[:-1, 0], points[:-1, 1], points[1:, 0], points[1:, 1])
    ends = np.cumsum(counts)
    steps[ends[:-1] - 1] = 0.0  # from one line to the next
    starts = ends - counts
    sums = np.concatenate([[0.0], np.cumsum(steps)])
    found = sums[ends - 1] - sums[starts]
    return dict(zip(lines, found.tolist(), strict=True))


def followed(
    lines: Mapping[str, Line], tables: Mapping[str, Table], written: Written, reading: Reading
) -> dict[str, Line]:
    """Return lines that follow the nodes that were moved, and note what was done.

    The straight line of a link without one of its own goes where its nodes go. The end of a line
    that lay on a node goes with it. Lengths stay as the rows say; those that fit their lines no
    more are noted.
    """
    links, rows = tables["links"], tables["links"].index("link_id")
    now = tables["nodes"].index("node_id")
    lon, lat = tables["nodes"]["lon"], tables["nodes"]["lat"]
    at = {node: (lon[row], lat[row]) for node, row in now.items()}
    moved = {node for node, old in written.nodes.items() if node in at and not _same(old, at[node])}
    for node in sorted(moved):
        far = great_circle_km(*written.nodes[node], *at[node])
        reading.note("nodes were moved since the file was written", f"{node} by {far:,.1f} km")
    km = lengths_km(lines)
    found: dict[str, Line] = {}
    for link, line in lines.items():
        held = written.links.get(link)
        if link not in rows or held is None:
            found[link] = line
            continue
        ends = {str(links[end][rows[link]]) for end in ("from_node", "to_node")} & at.keys()
        same = abs(km[link] - held.line_km) <= max(_SAME_KM, _SAME_SHARE * held.line_km)
        if not held.own and same and len(line) == 2:
            if ends & moved:
                reading.note("the straight line of a link goes with its node", link)
                continue
            found[link] = line
        else:
            found[link] = _led(link, line, sorted(ends & moved), written, at, reading)
    return found


def _same(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return all(abs(a - b) <= SAME_DEGREES for a, b in zip(one, other, strict=True))


def _led(
    link: str,
    line: Line,
    moved: list[str],
    written: Written,
    at: Mapping[str, tuple[float, float]],
    reading: Reading,
) -> Line:
    """Return a line whose ends go with the nodes that they lay on."""
    led = list(line)
    for node in moved:
        if any(_same(led[end], at[node]) for end in (0, -1)):
            continue  # its line was moved with it
        for end in (0, -1):
            if _same(led[end], written.nodes[node]):
                led[end] = at[node]
                reading.note("the end of a line goes with its node", link)
                break
        else:
            reading.note("a line does not end at the node that was moved, and stays", link)
    return led


def note_loose_ends(
    lines: Mapping[str, Line], tables: Mapping[str, Table], reading: Reading
) -> None:
    """Note straight lines that end beside their nodes, of a file that does not say what it held.

    Nobody draws such a line: its node was moved without it, or it without its node.
    """
    links, rows = tables["links"], tables["links"].index("link_id")
    now = tables["nodes"].index("node_id")
    lon, lat = tables["nodes"]["lon"], tables["nodes"]["lat"]
    for link, line in lines.items():
        ends = [links[end][rows[link]] for end in ("from_node", "to_node")]
        if len(line) == 2 and all(end in now for end in ends):
            at = [(lon[now[end]], lat[now[end]]) for end in ends]
            if not (_same(line[0], at[0]) and _same(line[1], at[1])):
                reading.note("straight lines end beside their nodes, and stay", link)


def note_lengths(
    lines: Mapping[str, Line], tables: Mapping[str, Table], written: Written, reading: Reading
) -> None:
    """Note the links whose length no longer fits their line."""
    links, rows = tables["links"], tables["links"].index("link_id")
    nodes = tables["nodes"].index("node_id")
    lon, lat = tables["nodes"]["lon"], tables["nodes"]["lat"]
    drawn = dict(lines)
    for link, row in rows.items():
        if link not in drawn and link in written.links:
            ends = (nodes[links[end][row]] for end in ("from_node", "to_node"))
            drawn[link] = [(lon[k], lat[k]) for k in ends]
    for link, km in lengths_km(drawn).items():
        if link not in rows:
            continue
        said, held = links["length_km"][rows[link]], written.links.get(link)
        if held is None:
            if link in lines and not _FITS[0] * km - 1 <= said <= _FITS[1] * km + 1:
                reading.note(
                    "length_km does not fit the line of a new link; correct one of them",
                    f"{link}: {said:g} km, its line {km:,.1f}",
                )
        elif said == held.length_km and abs(km - held.line_km) > max(
            _LONGER_KM, _LONGER_SHARE * held.line_km
        ):
            reading.note(
                "length_km no longer fits the line; set it anew if the way has changed",
                f"{link}: {said:g} km as before, its line {held.line_km:,.1f} -> {km:,.1f}",
            )
