"""Build what is derived: geometry, measured lengths, transshipments, outlines.

Run it from anywhere, in an environment with the ``build`` extra::

    python geodata/build/build.py geometry          # geometry.geojson, links.csv lengths
    python geodata/build/build.py geometry ID …     # only these links
    python geodata/build/build.py real FOLDER       # real lines of eleven countries, their lengths
    python geodata/build/build.py real FOLDER ID …  # only these links
    python geodata/build/build.py transshipments    # from build/handling.csv and the terminals
    python geodata/build/build.py outlines FOLDER   # land.geojson, basemap.geojson (world-atlas)
    python geodata/build/ground.py                  # ground.json, of basemap and disputed borders

``real`` comes after ``geometry`` and needs the reference lines (see ``reallines.py``), which are
no part of this repository; ``nearness.py`` measures what came of it.

Pinned inputs: scgraph_data 2.0.0, searoute 1.6.0 (both on the package index), and the npm
package world-atlas 2.0.2 unpacked in FOLDER. The same inputs give the same files.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable
from pathlib import Path

from shapely import LineString

GEODATA = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(GEODATA.parent))
sys.path.insert(0, str(Path(__file__).resolve().parent))

import align  # noqa: E402
import lanes  # noqa: E402
import outlines  # noqa: E402
import worldgraph  # noqa: E402
from transshipments import expand  # noqa: E402

from corridors.network.earth import polyline_km  # noqa: E402
from corridors.network.files import new_file, write_text  # noqa: E402

#: Geometry is generalised to this, in degrees (about 150 m), and rounded to 4 decimals.
TOLERANCE_DEG = 0.0015
SEA_TOLERANCE_DEG = 0.01
#: A published length this far from the measured one is reported.
REPORT_SHARE = 0.06
#: Lengths from these sources are the build's own and are measured anew; others are kept.
OWN_LENGTHS = ("osm", "osm-2021", "searoute", "own-assumption")
#: What maintainers say of real lines: where nodes lie, what is believed, what is passed.
HAND = ("build/anchors", "build/judged", "build/through")
WORLD = {"rail": "world_railways", "road": "world_highways"}


def read(name: str) -> list[dict[str, str]]:
    """Return the rows of one table as text."""
    with (GEODATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(name: str, rows: list[dict[str, str]]) -> None:
    """Write the rows of one table."""
    with (
        new_file(GEODATA / f"{name}.csv") as target,
        target.open("w", encoding="utf-8", newline="") as file,
    ):
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def geometry(only: Iterable[str]) -> None:
    """Lay links over the world graphs; write geometry and measured lengths."""
    from corridors.network.forms.geometry import read_geometry, write_geometry

    wanted = set(only)
    links, file = read("links"), GEODATA / "geometry.geojson"
    lines = read_geometry(file) if wanted and file.exists() else {}
    place, stops = _places(), _stops()
    layer = _Layer()
    for link in links:
        name = link["link_id"]
        if wanted and name not in wanted:
            continue
        between = stops.get(name, [])
        ends = place[link["from_node"]], place[link["to_node"]]
        line, km, method, remarks = layer.lay(link, [ends[0], *between, ends[1]])
        tolerance = SEA_TOLERANCE_DEG if method == "lane" else TOLERANCE_DEG
        lines[name] = _generalise(line, tolerance)
        link["geometry"] = method
        _set_length(link, km, method)
        for remark in remarks:
            print(f"{name}: {remark}")
    known = {link["link_id"] for link in links}
    with new_file(file) as target:
        write_geometry({k: v for k, v in lines.items() if k in known}, target)
    write("links", links)


def lay_real(folder: Path, only: Iterable[str]) -> None:
    """Lay links of eleven countries on real lines; write geometry, lengths and what was refused."""
    import real

    from corridors.network.forms.geometry import read_geometry, write_geometry

    wanted, here = set(only), Path(__file__).parent
    links, file, table = read("links"), GEODATA / "geometry.geojson", here / "laid.csv"
    lines, place, stops = read_geometry(file), _places(), _stops()
    lays = real.RealLines(folder, *map(read, HAND))
    before = real.read_verdicts(table) if table.exists() else {}
    for link in links:
        name = link["link_id"]
        if not real.concerns(link) or (wanted and name not in wanted):
            continue
        known = before.get(name) if link["length_source_id"] == "osm-2021" else None
        verdict, line = lays.lay(link, place, stops.get(name, []), lines[name], known)
        before[name] = verdict
        if line is not None:
            lines[name] = line
            link["geometry"] = "real"
            if verdict.length_from == "lines":
                link["length_km"] = f"{verdict.km:.1f}"
                link["length_basis"] = verdict.basis()
                link["length_source_id"] = "osm-2021"
    order = [link["link_id"] for link in links]
    real.write_verdicts([before[name] for name in order if name in before], table)
    with new_file(file) as target:
        write_geometry({name: lines[name] for name in order if name in lines}, target)
    write("links", links)


def _places() -> dict[str, tuple[float, float]]:
    return {n["node_id"]: (float(n["lon"]), float(n["lat"])) for n in read("nodes")}


def _stops() -> dict[str, list[tuple[float, float]]]:
    """Return the named places of each link in their order."""
    found: dict[str, list[tuple[int, tuple[float, float]]]] = {}
    for row in read("waypoints"):
        point = (float(row["lon"]), float(row["lat"]))
        found.setdefault(row["link_id"], []).append((int(row["seq"]), point))
    return {name: [point for _, point in sorted(rows)] for name, rows in found.items()}


class _Layer:
    """Lays links; loads each world graph when it is first needed."""

    def __init__(self) -> None:
        self._graphs: dict[str, worldgraph.WorldGraph] = {}
        self._lanes: dict | None = None

    def lay(self, link: dict, stops: list) -> tuple[list, float, str, list[str]]:
        if link["mode"] == "sea":
            self._lanes = self._lanes or lanes.load_lanes()
            passages = link["passages"].split(";")
            line, km = lanes.sail(self._lanes, stops[0], stops[-1], passages)
            return line, km, "lane", []
        if link["mode"] not in WORLD:
            return stops, polyline_km(stops), "drawn", []
        name = WORLD[link["mode"]]
        if name not in self._graphs:
            self._graphs[name] = worldgraph.load(name)
        drawn = link["mode"] == "rail" and link["status"] in align.DRAWN_STATUS
        laid = align.align(self._graphs[name], stops, drawn=drawn, mode=link["mode"])
        return laid.line, laid.km, laid.method, laid.remarks


def _generalise(line: list, tolerance: float) -> list[tuple[float, float]]:
    simple = LineString(line).simplify(tolerance) if len(line) > 2 else LineString(line)
    rounded = [(round(x, 4), round(y, 4)) for x, y in simple.coords]
    return [p for k, p in enumerate(rounded) if k == 0 or p != rounded[k - 1]] or rounded[:1]


def _set_length(link: dict, km: float, method: str) -> None:
    """Set a measured length, or report how far a published one is from it."""
    if link["length_source_id"] not in ("", *OWN_LENGTHS):
        share = float(link["length_km"]) / max(km, 0.1)
        if abs(share - 1) > REPORT_SHARE and method == "graph":
            print(f"{link['link_id']}: published {link['length_km']} km, measured {km:.1f}")
        return
    link["length_km"] = f"{max(km, 0.5):.1f}"
    if method in ("graph", "lane"):
        link["length_basis"] = "measured"
        link["length_source_id"] = "osm" if method == "graph" else "searoute"
    else:
        link["length_basis"] = "derived" if method == "mixed" else "assumed"
        link["length_source_id"] = "osm" if method == "mixed" else "own-assumption"


def main(arguments: list[str]) -> int:
    """Run one step of the build."""
    step, *rest = arguments or ["help"]
    if step == "geometry":
        geometry(rest)
    elif step == "real" and rest:
        lay_real(Path(rest[0]), rest[1:])
    elif step == "transshipments":
        with (Path(__file__).parent / "handling.csv").open(encoding="utf-8", newline="") as file:
            templates = list(csv.DictReader(file))
        tables = (read("nodes"), read("links"), templates, read("terminals"))
        write("transshipments", expand(*tables))
    elif step == "outlines" and len(rest) == 1:
        for name, collection in outlines.build(Path(rest[0])).items():
            text = json.dumps(collection, ensure_ascii=False, separators=(",", ":"))
            write_text(text + "\n", GEODATA / name)
    else:
        print(__doc__)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
