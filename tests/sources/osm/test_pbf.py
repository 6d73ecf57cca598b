"""OpenStreetMap from PBF: what is read, cut and refused."""

from itertools import pairwise

import pytest
from osm_toy import NODES, WAYS, write_pbf

import corridors as co
from corridors.sources.osm.pbf import read_pbf


def test_source_and_modes_are_checked(toy_pbf, tmp_path):
    with pytest.raises(
        ValueError, match=r"mode 'rial' is not one of rail, road. Did you mean 'rail'"
    ):
        co.network_from_osm(toy_pbf, modes=["rial"])
    with pytest.raises(ValueError, match=r"modes is empty"):
        co.network_from_osm(toy_pbf, modes=[])
    with pytest.raises(ValueError, match="gap_km is 9"):
        co.network_from_osm(toy_pbf, gap_km=9)
    with pytest.raises(FileNotFoundError, match="no such file"):
        co.network_from_osm(tmp_path / "none.osm.pbf")
    with pytest.raises(TypeError, match="timeout_s: only for a download"):
        co.network_from_osm(toy_pbf, timeout_s=3)


def test_truncated_and_false_files_are_refused(toy_pbf, tmp_path):
    whole = toy_pbf.read_bytes()
    for name, content in (("cut", whole[: len(whole) // 2]), ("false", b"not a pbf" * 50)):
        path = tmp_path / f"{name}.osm.pbf"
        path.write_bytes(content)
        with pytest.raises(co.DataError, match=rf"{name}\.osm.pbf: not a whole OpenStreetMap file"):
            co.network_from_osm(path)


def test_no_way_of_the_mode_is_said(tmp_path):
    path = tmp_path / "tram.osm.pbf"
    write_pbf(path, ways={104: WAYS[104]})
    with pytest.raises(co.DataError, match=r"no way of mode rail; left out: 1 x railway=tram"):
        co.network_from_osm(path, modes="rail")


def test_a_way_over_the_antimeridian_is_cut_there_and_told(tmp_path):
    path = tmp_path / "chukotka.osm.pbf"
    nodes = {
        1: (179.8, 66.0, {}),
        2: (179.9, 66.0, {}),
        3: (-179.9, 66.0, {}),
        4: (-179.7, 66.0, {}),
    }
    write_pbf(path, nodes, {1: ([1, 2, 3, 4], {"highway": "primary"})})
    net = co.network_from_osm(path)
    assert net.report.seen["cut"] == {"the antimeridian": 1}
    ends = {(r["from_node"], r["to_node"]) for r in net.table("links")}
    assert ends == {("osm-1", "osm-2"), ("osm-3", "osm-4")}
    # Beyond the outlines of the countries: no country is made up, and the summary says so.
    assert net.report.countries == ("XX",)
    assert "4 nodes outside the outlines, 25 W to 150 E and up to 65 N" in str(net.report)


def test_points_outside_the_extract_cut_a_way(tmp_path):
    path = tmp_path / "cut.osm.pbf"
    nodes = {n: v for n, v in NODES.items() if n != 54}
    write_pbf(path, nodes, {203: ([50, 51, 52, 54, 55, 53], {"highway": "trunk"})})
    ways = read_pbf(path)
    lines = [ways.point_ids[ways.refs[a:b]].tolist() for a, b in pairwise(ways.first)]
    assert lines == [[50, 51, 52], [55, 53]]
    assert ways.seen["cut"] == {"points outside the extract": 1}


def test_more_points_than_memory_holds_are_refused_and_it_is_said_what_to_do(toy_pbf):
    message = (
        r"over 10 points: cut the file to a region \(osmium extract\), take modes=\"rail\" alone, "
        r"leave out small roads \(lowest_road='secondary'\), or allow more .*max_points=20"
    )
    with pytest.raises(co.DataError, match=message):
        co.network_from_osm(toy_pbf, max_points=10)
    with pytest.raises(co.DataError, match=r"extract\), or allow more"):
        co.network_from_osm(toy_pbf, modes="rail", max_points=3)
    # Each way out that the message names is one.
    assert len(co.network_from_osm(toy_pbf, max_points=25).table("links")) == 11
    assert len(co.network_from_osm(toy_pbf, modes="rail", max_points=10).table("links")) > 1
    with pytest.raises(ValueError, match="max_points is 0, expected 1 or more"):
        co.network_from_osm(toy_pbf, max_points=0)
    with pytest.raises(TypeError, match=r"max_points: only for a .osm.pbf file"):
        co.network_from_osm((69.0, 41.0, 69.1, 41.1), max_points=5)


def test_an_index_that_the_disk_has_no_room_for_is_refused(toy_pbf, monkeypatch):
    from corridors.sources.osm import pbf

    monkeypatch.setattr(pbf, "LARGE_FILE_BYTES", 0)
    monkeypatch.setattr(pbf, "INDEX_RATIO", 1e12)
    with pytest.raises(co.DataError, match=r"need about .* GB in .*set TMPDIR to a larger disk"):
        co.network_from_osm(toy_pbf)


def test_a_large_file_keeps_its_points_on_disk(toy_pbf, imported, monkeypatch):
    from corridors.sources.osm import pbf

    monkeypatch.setattr(pbf, "LARGE_FILE_BYTES", 10)
    again = co.network_from_osm(toy_pbf)
    assert again.table("links").columns == imported.table("links").columns or all(
        repr(again.table("links")[c]) == repr(imported.table("links")[c])
        for c in imported.table("links").columns
    )


def test_ways_before_nodes_are_refused(tmp_path):
    path = tmp_path / "unsorted.osm.pbf"
    write_pbf(path, nodes={}, ways={200: WAYS[200]})
    with pytest.raises(co.DataError, match="no position of any point"):
        co.network_from_osm(path)
