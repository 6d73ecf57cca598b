"""Where lines meet: the same points, ends within a tolerance, crossings.

Lines are straight between their points in degrees, as they are drawn. Points at the same position
are one. A dangling end (nothing else is there) moves to the nearest end of a line within the
tolerance, else to the nearest point, else on to the nearest stretch of another line, which gets a
point there. Each such move is told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from corridors.network.earth import great_circle_km, unit_vectors
from corridors.sources.lines.degrees import DECIMALS, Parts
from corridors.sources.making.gaps import Gap

#: How lines that cross are taken: they meet at ends, at points that both have, or wherever.
CROSSINGS = ("ends", "shared", "all")
#: Km of a degree of latitude.
KM_PER_DEGREE = 111.195


@dataclass
class Drawing:
    """Lines as lists of numbers of points, and where the points lie."""

    refs: list[list[int]]
    owner: list[int]
    lon: list[float]
    lat: list[float]
    gaps: list[Gap] = field(default_factory=list)
    crossings: int = 0
    made: int = 0

    def point(self, lon: float, lat: float) -> int:
        """Return a new point."""
        self.lon.append(round(lon, DECIMALS))
        self.lat.append(round(lat, DECIMALS))
        return len(self.lon) - 1

    def position(self, point: int) -> tuple[float, float]:
        """Return longitude and latitude of a point."""
        return self.lon[point], self.lat[point]


def join_lines(
    parts: Parts, *, snap_m: float, crossings: str, levels: Sequence[str] = ()
) -> Drawing:
    """Return the lines with common points where they meet.

    Parameters
    ----------
    parts
        The lines, in degrees.
    snap_m
        Dangling ends move up to so far; 0: only equal positions meet.
    crossings
        ``"shared"``: lines meet where both have a point; ``"ends"``: only where one of them ends;
        ``"all"``: wherever they cross, unless their levels differ.
    levels
        Of each feature, what tells bridges and tunnels from what they cross.
    """
    drawing = _numbered(parts)
    if snap_m > 0:
        _snap(drawing, snap_m / 1000)
    _cross(drawing, levels or [""] * (max(drawing.owner, default=0) + 1), split=crossings == "all")
    if crossings == "ends":
        _part_inner(drawing)
    return drawing


def _numbered(parts: Parts) -> Drawing:
    """Return the lines by points: those at one position are one, in the order of positions."""
    xy = np.stack([parts.lon, parts.lat], 1)
    points, ref = np.unique(xy, axis=0, return_inverse=True)
    numbers: list[int] = ref.ravel().tolist()
    cuts = parts.first.tolist()
    refs = [numbers[a:b] for a, b in pairwise(cuts)]
    return Drawing(refs, parts.owner.tolist(), points[:, 0].tolist(), points[:, 1].tolist())


# -- ends ----------------------------------------------------------------------------------------


def _snap(drawing: Drawing, reach_km: float) -> None:
    """Move dangling ends: to ends, else to points, else on to stretches of other lines."""
    degree: dict[int, int] = defaultdict(int)
    lines_of: dict[int, set[int]] = defaultdict(set)
    for k, line in enumerate(drawing.refs):
        for place, point in enumerate(line):
            degree[point] += 1 if place in (0, len(line) - 1) else 2
            lines_of[point].add(k)
    ends = {p for line in drawing.refs for p in (line[0], line[-1])}
    dangling = sorted(p for p in ends if degree[p] == 1)
    moved: dict[int, int] = {}
    _to_points(drawing, dangling, ends, lines_of, moved, reach_km)
    # Two ends that met one another may lie beside a third line, which they meant.
    for end, target in moved.items():
        lines_of[target] |= lines_of[end]
    left = [p for p in dangling if p not in moved]
    _to_stretches(drawing, left, lines_of, moved, reach_km)
    for line in drawing.refs:
        line[:] = [moved.get(p, p) for p in (moved.get(point, point) for point in line)]
        line[:] = [p for k, p in enumerate(line) if k == 0 or p != line[k - 1]]


def _to_points(
    drawing: Drawing, dangling: list[int], ends: set[int], lines_of: dict, moved: dict[int, int],
    reach_km: float,
) -> None:  # fmt: skip
    """Move dangling ends to ends and other points within reach, the nearest pairs first."""
    from scipy.spatial import cKDTree

    if not dangling:
        return
    xyz = unit_vectors(np.array(drawing.lon), np.array(drawing.lat))
    used = np.array(sorted(lines_of), np.int64)
    near = cKDTree(xyz[dangling]).query_ball_tree(cKDTree(xyz[used]), reach_km)
    pairs = []
    for end, found in zip(dangling, near, strict=True):
        for other in used[found].tolist():
            if other != end and (lines_of[other] - lines_of[end] or other in ends):
                km = great_circle_km(*drawing.position(end), *drawing.position(other))
                pairs.append((other not in ends, km, drawing.position(other), end, other))
    targets: set[int] = set()
    for *_, end, other in sorted(pairs):
        target = moved.get(other, other)
        if end in moved or target == end or end in targets:
            continue
        if lines_of[end] == lines_of[other] and _is_short(drawing, lines_of[end], reach_km):
            continue  # both ends of a line that is shorter than the tolerance
        far = great_circle_km(*drawing.position(end), *drawing.position(target))
        if far > reach_km:
            continue
        moved[end] = target
        targets.add(target)
        _tell(drawing, lines_of, end, target, far)


def _is_short(drawing: Drawing, lines: set[int], reach_km: float) -> bool:
    return any(_km(drawing, drawing.refs[k]) <= 3 * reach_km for k in lines)


def _km(drawing: Drawing, line: list[int]) -> float:
    at = [drawing.position(p) for p in line]
    return sum(great_circle_km(*a, *b) for a, b in pairwise(at))


def _tell(drawing: Drawing, lines_of: dict, end: int, other: int, km: float) -> None:
    lines = (min(lines_of[end]), min(lines_of[other] - lines_of[end] or lines_of[other]))
    one, two = (drawing.owner[k] + 1 for k in lines)
    drawing.gaps.append(Gap(one, two, *drawing.position(end), round(1000 * km, 3)))


def _to_stretches(
    drawing: Drawing, ends: list[int], lines_of: dict, moved: dict[int, int], reach_km: float
) -> None:
    """Move dangling ends on to the nearest stretch of another line within reach."""
    import shapely

    if not ends:
        return
    tree, line, place = _stretches(drawing)
    cos = np.maximum(0.01, np.cos(np.radians([drawing.lat[p] for p in ends])))
    reach = reach_km / KM_PER_DEGREE / cos
    points = shapely.points([drawing.position(p) for p in ends])
    which, found = tree.query(points, predicate="dwithin", distance=reach)
    best: dict[int, tuple] = {}
    for n, s in zip(which.tolist(), found.tolist(), strict=True):
        end, k = ends[n], int(line[s])
        if k in lines_of[end]:
            continue
        a, b = drawing.refs[k][place[s]], drawing.refs[k][place[s] + 1]
        share, at = _foot(drawing, end, a, b)
        km = great_circle_km(*drawing.position(end), *at)
        if km <= reach_km:
            best[end] = min(best.get(end, (np.inf,)), (km, k, int(place[s]), share, at))
    added: dict[int, list] = defaultdict(list)
    for end, (km, k, where, share, at) in best.items():
        stretch = drawing.refs[k][where : where + 2]
        point = next((p for p in stretch if _same(drawing.position(p), at)), -1)
        if point == end:
            continue
        if point < 0:
            point = drawing.point(*at)
            added[k].append((where, share, point))
        lines_of[point].add(k)
        moved[end] = point
        _tell(drawing, lines_of, end, point, km)
    _insert(drawing, added)


def _foot(drawing: Drawing, end: int, a: int, b: int) -> tuple[float, tuple[float, float]]:
    """Return how far along a stretch the point nearest to an end lies, and its position."""
    scale = np.array([np.cos(np.radians(drawing.lat[end])), 1.0])
    p, start, stop = (np.array(drawing.position(x)) for x in (end, a, b))
    along = (stop - start) * scale
    share = float(np.clip(((p - start) * scale) @ along / (along @ along), 0.0, 1.0))
    at = start + share * (stop - start)
    return share, (float(at[0]), float(at[1]))


def _stretches(drawing: Drawing) -> tuple:
    """Return a tree over the stretches between points, and the line and place of each."""
    import shapely

    sizes = np.array([len(line) for line in drawing.refs])
    refs = np.array([p for line in drawing.refs for p in line])
    owner = np.repeat(np.arange(len(sizes)), sizes)
    place = np.arange(len(refs)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    inner = np.flatnonzero(owner[:-1] == owner[1:])
    xy = np.stack([np.array(drawing.lon), np.array(drawing.lat)], 1)
    lines = shapely.linestrings(np.stack([xy[refs[inner]], xy[refs[inner + 1]]], 1))
    return shapely.STRtree(lines), owner[inner], place[inner]


def _insert(drawing: Drawing, added: dict[int, list]) -> None:
    """Put points into lines: (after which place, how far along the stretch, point) of each."""
    for k, more in added.items():
        old = drawing.refs[k]
        keyed = [(place, 0.0, point) for place, point in enumerate(old)]
        points = [point for _, _, point in sorted([*keyed, *more], key=lambda r: r[:2])]
        drawing.refs[k] = [p for n, p in enumerate(points) if n == 0 or p != points[n - 1]]


# -- crossings -----------------------------------------------------------------------------------


def _cross(drawing: Drawing, levels: Sequence[str], *, split: bool) -> None:
    """Count the places where lines cross without a common point, or make points there."""
    import shapely

    alive = [k for k, line in enumerate(drawing.refs) if len(line) > 1]
    lines = shapely.linestrings(
        np.array([drawing.position(p) for k in alive for p in drawing.refs[k]]).reshape(-1, 2),
        indices=np.repeat(np.arange(len(alive)), [len(drawing.refs[k]) for k in alive]),
    )
    a, b = shapely.STRtree(lines).query(lines, predicate="crosses")
    a, b = a[a < b], b[a < b]
    met = shapely.intersection(lines[a], lines[b])
    added: dict[int, list] = defaultdict(list)
    for x, y, shape in zip(a.tolist(), b.tolist(), met, strict=True):
        one, other = alive[x], alive[y]
        common = set(drawing.refs[one]) & set(drawing.refs[other])
        known = {drawing.position(p) for p in common}
        for place in shapely.get_parts([shape]).tolist():
            if place.geom_type != "Point":
                continue
            at = (round(place.x, DECIMALS), round(place.y, DECIMALS))
            if any(_same(at, there) for there in known):
                continue
            if split and levels[drawing.owner[one]] == levels[drawing.owner[other]]:
                drawing.made += 1
                point = _point_at(drawing, (one, other), at)
                for k in (one, other):
                    added[k].append((*_where(drawing, k, at), point))
            else:
                drawing.crossings += 1
    _insert(drawing, added)


def _same(a: tuple[float, float], b: tuple[float, float]) -> bool:
    return abs(a[0] - b[0]) < 2e-9 and abs(a[1] - b[1]) < 2e-9


def _point_at(drawing: Drawing, lines: tuple[int, int], at: tuple[float, float]) -> int:
    """Return the point of one of two lines at a place, or a new one."""
    for k in lines:
        for point in drawing.refs[k]:
            if _same(drawing.position(point), at):
                return point
    return drawing.point(*at)


def _where(drawing: Drawing, k: int, at: tuple[float, float]) -> tuple[int, float]:
    """Return after which place of a line, and how far along the stretch there, a point lies."""
    xy = np.array([drawing.position(p) for p in drawing.refs[k]])
    along = np.diff(xy, axis=0)
    share = ((np.array(at) - xy[:-1]) * along).sum(axis=1) / (along**2).sum(axis=1)
    share = np.clip(share, 0.0, 1.0)
    off = ((xy[:-1] + share[:, None] * along - np.array(at)) ** 2).sum(axis=1)
    place = int(np.argmin(off))
    return place, float(share[place])


def _part_inner(drawing: Drawing) -> None:
    """Give lines points of their own where they meet others, unless one of them ends there."""
    ends = {p for line in drawing.refs for p in (line[0], line[-1])}
    seen: set[int] = set()
    for line in drawing.refs:
        for place, point in enumerate(line):
            if point in ends:
                continue
            if point in seen:
                line[place] = drawing.point(*drawing.position(point))
            seen.add(point)
