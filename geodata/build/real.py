"""Lay the links of eleven countries along real lines; list what is laid and what is refused."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass, fields
from pathlib import Path

import laying
import numpy as np
import reallines as rl
from shapely import LineString

from corridors.network.earth import great_circle_km
from corridors.network.files import new_file

Point = tuple[float, float]
#: Lines are simplified to this, km.
TOLERANCE_KM = 0.05
#: A way this far from the published length is another way.
PUBLISHED_SHARE = 0.08
#: A length is measured where no more than this share of it leads over closed gaps.
GAP_SHARE = 0.03
#: A line may begin this far from its node, or this share of its length (as for lines of users).
END_KM, END_SHARE = 4.9, 0.049
#: A node abroad this far from the end of the lines is reached by a straight piece.
BEYOND_KM = 0.5
#: A way outside these shares of a length that was drawn or measured on coarse lines is doubted;
#: those cut the bends of mountain roads.
COARSE_SHARES = (0.85, 1.5)
#: Lengths this near to each other, km, are not compared by share.
NEAR_KM = 4.0
#: Lengths from these sources were made by this build.
COUNTRIES = ("AF", "AM", "AZ", "GE", "IR", "KG", "PK", "TJ", "TM", "TR", "UZ")
OWN_LENGTHS = ("", "osm", "osm-2021", "own-assumption")


@dataclass
class Verdict:
    """What became of one link; lengths in km."""

    link_id: str
    mode: str
    laid: str  # yes | no
    why: str
    km: float  # along the real lines
    km_before: float  # of the table, before any link was laid
    basis_before: str
    source_before: str
    from_off_km: float = -1.0  # from the node to the line; -1: no line near
    to_off_km: float = -1.0
    on_number: str = ""  # share on ways with the link's road number, where the lines know it
    joined_km: float = 0.0  # over closed gaps
    length_from: str = ""  # lines | table

    def basis(self) -> str:
        """Return the basis of the length: over gaps it is arithmetic."""
        return "measured" if self.joined_km <= GAP_SHARE * self.km else "derived"


def costs_of(link: dict[str, str], *, new: bool = False) -> str:
    """Return which row of the costs of a km by class counts for a link."""
    if link["mode"] == "rail":
        return "rail" if link["status"] == "operational" else "planned rail"
    return "new road" if link["status"] == "construction" or new else "road"


def concerns(link: dict[str, str]) -> bool:
    """Say whether a link touches one of the eleven countries by road or rail."""
    countries = {link[end][:2].upper() for end in ("from_node", "to_node")}
    return link["mode"] in ("rail", "road") and bool(countries & {*COUNTRIES})


class RealLines:
    """Lays links over the real lines of one folder; graphs are read when first needed."""

    def __init__(
        self,
        folder: Path,
        anchors: Iterable[dict[str, str]],
        judged: Iterable[dict[str, str]],
        through: Iterable[dict[str, str]] = (),
    ) -> None:
        self.folder = folder
        self.anchors = {
            (row["node_id"], row["mode"]): (float(row["lon"]), float(row["lat"])) for row in anchors
        }
        self.judged = {row["link_id"]: row for row in judged}
        self.through: dict[str, list[Point]] = {}
        for row in through:
            point = (float(row["lon"]), float(row["lat"]))
            self.through.setdefault(row["link_id"], []).append(point)
        self._layers: dict[tuple[str, bool], laying.Layer] = {}

    def layer(self, costs: str, *, newer: bool = False) -> laying.Layer:
        """Return what lays links by a row of costs; ``newer`` with the railways of 2026."""
        name = costs, newer
        if name not in self._layers:
            kinds = rl.COSTS[costs]
            if costs.endswith("road"):
                graph = rl.load_roads(self.folder, kinds)
            else:
                graph = rl.load_rail(self.folder, kinds, newer=newer)
            self._layers[name] = laying.Layer(graph, kinds)
        return self._layers[name]

    def lay(self, link, place, stops: list[Point], old: list[Point], known: Verdict | None = None):
        """Return the verdict and, where it is good, the simplified line of a link."""
        verdict = Verdict(
            link["link_id"],
            link["mode"],
            "no",
            "",
            0.0,
            known.km_before if known else float(link["length_km"]),
            known.basis_before if known else link["length_basis"],
            known.source_before if known else link["length_source_id"],
        )
        hand = self.judged.get(link["link_id"], {})
        if hand.get("verdict") == "refused":
            verdict.why = hand["why"]
            return verdict, None
        for newer in (False, True) if link["mode"] == "rail" else (False,):
            line = self._lay(link, verdict, place, stops, old, newer=newer)
            if line is not None:
                break
        return verdict, line

    def _lay(self, link, verdict: Verdict, place, stops, old, *, newer: bool):
        hand = self.judged.get(link["link_id"], {})
        layer = self.layer(costs_of(link, new=hand.get("verdict") == "new"), newer=newer)
        names = link["from_node"], link["to_node"]
        ends = [layer.anchor(place[n], self.anchors.get((n, link["mode"]))) for n in names]
        if None in ends:
            verdict.why = "an end is not on the lines"
            return None
        graph = layer.graph
        at = [(float(graph.lon[e]), float(graph.lat[e])) for e in ends]
        if ends[0] == ends[1]:
            verdict.why = "both ends at one place of the lines"
            return None
        numbers = rl.numbers(link["line_ref"]) if link["mode"] == "road" else set()
        exact = self.through.get(link["link_id"])
        way = layer.lay(*ends, exact or stops, old, numbers, exact=bool(exact))
        if way.why_not:
            verdict.why = way.why_not
            return None
        line = self._to_nodes(way, verdict, place, names)
        verdict.on_number = f"{way.on_number_km / way.km:.2f}" if way.number_near else ""
        verdict.why = doubt(verdict, way, at)
        if verdict.why and hand.get("verdict") != "laid":
            return None
        own = verdict.source_before in OWN_LENGTHS
        verdict.length_from = "lines" if own or hand.get("length") == "lines" else "table"
        verdict.laid = "yes"
        verdict.why = hand.get("why", "with lines of 2026" if newer else "")
        return line

    @staticmethod
    def _to_nodes(way: laying.Laid, verdict: Verdict, place, names) -> list[Point]:
        """Lead the line on to nodes abroad, where the lines end, and to those that are far off.

        What is added abroad counts; a station far from its town is where the line begins. No way is
        shorter than the straight line from node to node.
        """
        line, added = simplify(way.line), 0.0
        near = max(END_KM, END_SHARE * way.km)
        offs = [
            great_circle_km(*place[n], *p) for n, p in zip(names, (line[0], line[-1]), strict=True)
        ]
        verdict.from_off_km, verdict.to_off_km = (round(off, 2) for off in offs)
        straight = great_circle_km(*place[names[0]], *place[names[1]])
        short = way.km < straight
        for end, (name, off) in enumerate(zip(names, offs, strict=True)):
            abroad = name[:2].upper() not in COUNTRIES and off > BEYOND_KM
            if abroad or short or off > near:
                line = [*line, place[name]] if end else [place[name], *line]
            added += off if abroad else 0.0
        added = max(added, straight - way.km)
        verdict.km = round(way.km + added, 1)
        verdict.joined_km = round(way.by_kind.get("connector", 0.0) + added, 1)
        return line


def doubt(verdict: Verdict, way: laying.Laid, at: list[Point]) -> str:
    """Say why a way is not believed to be the link's, or nothing."""
    straight, before = great_circle_km(*at[0], *at[1]), verdict.km_before
    share, published = verdict.km / before, verdict.source_before not in OWN_LENGTHS
    low, high = (1 - PUBLISHED_SHARE, 1 + PUBLISHED_SHARE) if published else COARSE_SHARES
    if way.passed_by and not 0.92 <= share <= 1.15:
        return f"no line near its place {', '.join(str(int(k) + 1) for k in way.passed_by)}"
    if way.km > 3.2 * max(straight, 8.0):
        return f"a way of {way.km:.0f} km for {straight:.0f} km"
    if not low <= share <= high and abs(verdict.km - before) > NEAR_KM:
        return f"a way of {verdict.km:.1f} km, {verdict.basis_before} {before:.1f} km"
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
    with new_file(file) as target, target.open("w", encoding="utf-8", newline="") as out:
        names = [f.name for f in fields(Verdict)]
        writer = csv.DictWriter(out, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows(vars(v) for v in verdicts)


def read_verdicts(file: Path) -> dict[str, Verdict]:
    """Return what became of each link."""
    with file.open(encoding="utf-8", newline="") as rows:
        found = [Verdict(**row) for row in csv.DictReader(rows)]
    for verdict in found:
        for name in ("km", "km_before", "from_off_km", "to_off_km", "joined_km"):
            setattr(verdict, name, float(getattr(verdict, name)))
    return {verdict.link_id: verdict for verdict in found}
