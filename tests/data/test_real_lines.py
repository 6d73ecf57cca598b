"""Links on real lines: the list of what was laid, and how near the lines are where they are at hand."""

import csv
import importlib.util
import os
import sys
from pathlib import Path

import pytest

from corridors.network.catalogue import DATA_FOLDER

BUILD = Path(__file__).resolve().parents[2] / "geodata" / "build"
#: The folder of the reference lines, which are no part of the repository.
REFERENCE = os.environ.get("CORRIDORS_REFERENCE", "")

pytestmark = pytest.mark.skipif(not BUILD.exists(), reason="the build is not here")


def rows(file):
    with file.open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def module(name):
    sys.path.insert(0, str(BUILD))
    try:
        spec = importlib.util.spec_from_file_location(name, BUILD / f"{name}.py")
        found = importlib.util.module_from_spec(spec)
        sys.modules[name] = found
        spec.loader.exec_module(found)
        return found
    finally:
        sys.path.remove(str(BUILD))


def test_the_list_of_laid_links_is_that_of_the_table():
    links = {row["link_id"]: row for row in rows(DATA_FOLDER / "links.csv")}
    laid = rows(BUILD / "laid.csv")
    assert {r["link_id"] for r in laid if r["laid"] == "yes"} == {
        name for name, row in links.items() if row["geometry"] == "real"
    }
    for row in laid:
        assert row["laid"] == "yes" or row["why"], row
        if row["length_from"] == "lines":
            assert links[row["link_id"]]["length_source_id"] == "osm-2021", row


def test_published_lengths_are_kept_within_eight_per_cent_or_by_hand():
    judged = {row["link_id"] for row in rows(BUILD / "judged.csv")}
    for row in rows(BUILD / "laid.csv"):
        if row["length_from"] == "table" and row["link_id"] not in judged:
            km, before = float(row["km"]), float(row["km_before"])
            assert abs(km - before) <= max(4.0, 0.08 * before), row


def test_a_line_is_simplified_within_50_m():
    np, real = pytest.importorskip("numpy"), module("real")
    line = np.array([(60.0, 40.0), (60.01, 40.0003), (60.02, 40.0), (60.03, 40.01)])
    assert real.simplify(line) == [(60.0, 40.0), (60.02, 40.0), (60.03, 40.01)]
    bent = np.array([(60.0, 40.0), (60.01, 40.001), (60.02, 40.0)])  # 111 m aside
    assert len(real.simplify(bent)) == 3


def test_numbers_of_roads_are_spelt_in_one_way():
    lines = module("reallines")
    assert lines.numbers("N-25; AH7") == {"N25", "AH7"}
    assert lines.numbers("D.100/E 80") == {"D100", "E80"}
    assert lines.numbers("\N{CYRILLIC CAPITAL LETTER EM}39") == {"M39"}
    assert lines.numbers("Turksib") == set()


def test_without_the_reference_nothing_is_measured(capsys):
    assert module("nearness").main(["no/such/folder"]) == 0
    assert "nothing is measured" in capsys.readouterr().out


@pytest.mark.skipif(not REFERENCE, reason="the reference lines are not here")
@pytest.mark.parametrize(("mode", "km"), [("rail", 0.5), ("road", 1.0)])
def test_links_lie_near_the_real_lines(mode, km):
    import numpy as np

    from corridors.network.forms.geometry import read_geometry

    nearness = module("nearness")
    off = nearness.measure(Path(REFERENCE), read_geometry(DATA_FOLDER / "geometry.geojson"), mode)
    assert (np.concatenate(list(off.values())) <= km).mean() > 0.95


#: Lines that run past the end of another one of their gauge without a stop there.
_PAST = {
    ("rail-az-absheron-az-alat", "az-sangachal"),
    ("rail-ir-qom-ir-tehran", "ir-aprin"),
    ("rail-pk-multan-pk-kot-adu", "pk-mahmood-kot"),
    ("rail-tm-balkanabat-tm-turkmenbashi", "tm-turkmenbashi-port"),
    ("rail-tr-toprakkale-tr-iskenderun", "tr-iskenderun-port"),
}


def test_a_railway_is_cut_where_another_begins_on_it(net):
    """Else trains run past a place and come back, as those for Istanbul did from Halkal\u0131."""
    np = pytest.importorskip("numpy")
    links, ends, lines = net.table("links"), {}, {}
    drawn = net.links.geometry
    for row in links:
        if row["mode"] == "rail" and row["geometry"] == "real" and row["status"] == "operational":
            line = np.array(drawn[row["link_id"]].coords)
            lines[row["link_id"]] = row, line
            ends.setdefault((row["gauge_mm"], row["from_node"]), line[0])
            ends.setdefault((row["gauge_mm"], row["to_node"]), line[-1])
    found = set()
    places, at = list(ends), np.array(list(ends.values()))
    for name, (row, line) in lines.items():
        low, high = line.min(axis=0) - 0.01, line.max(axis=0) + 0.01
        for k in np.flatnonzero(((low <= at) & (at <= high)).all(axis=1)):
            (gauge, node), end = places[k], at[k]
            if gauge == row["gauge_mm"] and node not in (row["from_node"], row["to_node"]):
                flat = (line - end) * (111.2 * np.cos(np.radians(end[1])), 111.2)
                along = np.diff(flat, axis=0)
                square = np.maximum((along**2).sum(axis=1), 1e-12)
                part = np.clip(-(flat[:-1] * along).sum(axis=1) / square, 0, 1)
                off = flat[:-1] + part[:, None] * along
                if np.sqrt((off**2).sum(axis=1)).min() < 0.05:
                    found.add((name, node))
    assert found == _PAST
