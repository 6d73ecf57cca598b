"""Lay the links of eleven countries along real lines; list what is laid and what is refused."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import laying
import numpy as np
import reallines as rl
from shapely import LineString

from corridors.network.earth import great_circle_km

Point = tuple[float, float]
#: Lines are simplified to this, km.
TOLERANCE_KM = 0.05
#: A way this far from the published length is another way.
PUBLISHED_SHARE = 0.08
#: A way outside these shares of a length measured on coarse lines, or drawn, is doubted; coarse
#: lines cut the bends of mountain roads.
COARSE_SHARES = {"measured": (0.85, 1.5), "derived": (0.85, 1.5), "assumed": (0.85, 1.5)}
#: Lengths this near to each other, km, are not compared by share.
NEAR_KM = 4.0
#: A link in operation may lie on lines out of use for this share.
UNUSED_SHARE = 0.15
#: Lengths from these sources were made by this build.
OWN_LENGTHS = ("", "osm", "osm-2021", "own-assumption")


@dataclass
class Verdict:
    """What became of one link."""

    link_id: str
    mode: str
    laid: bool
    why: str
    km: float
    km_before: float
    basis_before: str
    from_off_km: float
    to_off_km: float
    on_number: str  # share on ways with the link's road number, "" where it has none
    unused_km: float


def costs_of(link: dict[str, str]) -> str:
    """Return which row of the costs of a km by class counts for a link."""
    planned = link["mode"] == "rail" and link["status"] != "operational"
    return "planned rail" if planned else link["mode"]


class RealLines:
    """Lays links over the real lines of one folder; graphs are read when first needed."""

    def __init__(self, folder: Path, hand: Iterable[dict[str, str]] = ()) -> None:
        self.folder = folder
        self.hand = {
            (row["node_id"], row["mode"]): (float(row["lon"]), float(row["lat"])) for row in hand
        }
        self._layers: dict[tuple[str, bool], laying.Layer] = {}

    def layer(self, costs: str, *, newer: bool = False) -> laying.Layer:
        """Return what lays links by a row of costs; ``newer`` with the railways of 2026."""
        name = costs, newer
        if name not in self._layers:
            kinds = rl.COSTS[costs]
            if costs == "road":
                graph = rl.load_roads(self.folder, kinds)
            else:
                graph = rl.load_rail(self.folder, kinds, newer=newer)
            self._layers[name] = laying.Layer(graph, kinds)
        return self._layers[name]

    def lay(self, link, place, stops: list[Point], old: list[Point]):
        """Return the verdict and, where it is good, the simplified line of a link."""
        tries = (False, True) if link["mode"] == "rail" else (False,)
        for newer in tries:
            verdict, line = self._lay(link, place, stops, old, newer=newer)
            if line is not None:
                break
        return verdict, line

    def _lay(self, link, place, stops, old, *, newer: bool):
        layer = self.layer(costs_of(link), newer=newer)
        graph = layer.graph
        names = link["from_node"], link["to_node"]
        ends = [layer.anchor(place[n], self.hand.get((n, link["mode"]))) for n in names]
        verdict = Verdict(
            link["link_id"],
            link["mode"],
            False,
            "",
            0.0,
            float(link["length_km"]),
            f"{link['length_basis']} {link['length_source_id']}",
            -1.0,
            -1.0,
            "",
            0.0,
        )
        if None in ends:
            verdict.why = "an end is not on the lines"
            return verdict, None
        at = [(float(graph.lon[e]), float(graph.lat[e])) for e in ends]
        verdict.from_off_km, verdict.to_off_km = (
            round(great_circle_km(*place[n], *p), 2) for n, p in zip(names, at, strict=True)
        )
        if ends[0] == ends[1]:
            verdict.why = "both ends at one place of the lines"
            return verdict, None
        numbers = rl.numbers(link["line_ref"]) if link["mode"] == "road" else set()
        way = layer.lay(*ends, stops, old, numbers=numbers)
        if way.why_not:
            verdict.why = way.why_not
            return verdict, None
        verdict.km = round(way.km, 1)
        unused = [k for k in way.by_kind if k in ("disused", "abandoned", "proposed")]
        verdict.unused_km = round(sum(way.by_kind[k] for k in unused), 1)
        if numbers & set(graph.refs):
            verdict.on_number = f"{way.on_number_km / way.km:.2f}"
        verdict.why = doubt(link, verdict, way, at)
        verdict.laid = not verdict.why
        if verdict.laid and newer:
            verdict.why = "with lines of 2026"
        return verdict, simplify(way.line) if verdict.laid else None


def doubt(link, verdict: Verdict, way: laying.Laid, at: list[Point]) -> str:
    """Say why a way is not believed to be the link's, or nothing."""
    straight = great_circle_km(*at[0], *at[1])
    share = way.km / verdict.km_before
    if way.passed_by and not 0.92 <= share <= 1.15:
        return f"no line near its place {', '.join(str(int(k) + 1) for k in way.passed_by)}"
    if way.km > 3.2 * max(straight, 8.0):
        return f"{way.km:.0f} km for {straight:.0f} km"
    if link["status"] == "operational" and verdict.unused_km > UNUSED_SHARE * way.km:
        return f"{verdict.unused_km:.0f} of {way.km:.0f} km out of use"
    near = abs(way.km - verdict.km_before) <= NEAR_KM
    if link["length_source_id"] not in OWN_LENGTHS:
        if abs(share - 1) > PUBLISHED_SHARE and not near:
            return f"{way.km:.1f} km, published {verdict.km_before:.1f} km"
    low, high = COARSE_SHARES.get(link["length_basis"], (0.0, 9.9))
    if link["length_source_id"] in OWN_LENGTHS and not (low <= share <= high or near):
        return f"{way.km:.1f} km, coarse {verdict.km_before:.1f} km"
    return ""


def simplify(line: np.ndarray) -> list[Point]:
    """Return a line within 50 m of the given one, rounded to 11 m."""
    scale = np.cos(np.radians(line[:, 1].mean()))
    flat = LineString(np.c_[line[:, 0] * scale, line[:, 1]])
    simple = np.array(flat.simplify(TOLERANCE_KM / 111.2).coords)
    rounded = [(round(x / scale, 4), round(y, 4)) for x, y in simple.tolist()]
    return [p for k, p in enumerate(rounded) if k == 0 or p != rounded[k - 1]]


def write_verdicts(verdicts: list[Verdict], file: Path) -> None:
    """Write one row a link."""
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(Verdict.__dataclass_fields__), lineterminator="\n")
        writer.writeheader()
        writer.writerows(vars(v) for v in verdicts)
