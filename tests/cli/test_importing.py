"""The commands that import, join, convert and check networks of others."""

from __future__ import annotations

import json

import networkx as nx
import pytest
from models_toy import model
from osm_toy import WAYS, xml
from toy import toy_network

import corridors as co


def test_a_corridor_from_the_command_line(run, server, tmp_path):
    how = ("--endpoint", server.url, "--cache", tmp_path / "cache", "--mode", "rail")
    along = ("--along", "Tashkent", "Shymkent", "--weight", "distance")
    target = tmp_path / "corridor.gpkg"
    code, out, err = run("import", "osm", *along, "--buffer-km", "12", *how, "-o", target)
    assert code == 0, err
    assert out.startswith("along Itinerary(Tashkent (UZ) - Shymkent (KZ): ")
    assert "12 km around Tashkent (UZ) - Shymkent (KZ): " in out
    assert "osm-1" in co.read_network(target).table("nodes")["node_id"]
    assert "squares of 50 km a side: " in " ".join(err.split())
    for wrong, message in (
        (along, "--along needs --buffer-km"),
        ((), "give a SOURCE or --along ORIGIN DESTINATION, and not both"),
        (("x.osm", *along), "and not both"),
        (("x.osm", "--corridor", "tapi"), "--corridor goes with --along"),
        (("--along", "Tashkent", "Shymkant", "--buffer-km", "12"), "Did you mean 'Shymkent'"),
    ):
        code, _, err = run("import", "osm", *wrong, *how, "-o", tmp_path / "no.gpkg")
        assert code == 2
        assert message in " ".join(err.split())
    assert not (tmp_path / "no.gpkg").exists()


def test_import_route_convert_check(run, toy_file, tmp_path):
    target = tmp_path / "net.gpkg"
    code, out, _ = run("import", "osm", toy_file, "-o", target, "--report", tmp_path / "r.json")
    assert code == 0
    assert "railway gaps joined (up to 100 m): 1" in out
    assert len(json.loads((tmp_path / "r.json").read_text())["gaps"]) == 1
    code, out, _ = run("route", "Tashkent Yuk", "Saryagash", "--mode", "rail", "--network", target)
    assert code == 0
    assert "1 border crossing" in out
    code, out, err = run("convert", target, "-o", tmp_path / "g", "--format", "gmns")
    assert code == 0
    assert "loses" not in err
    code, out, _ = run("check", tmp_path / "g")
    assert code == 0
    assert "no faults" in out
    code, out, _ = run("import", "gmns", tmp_path / "g", "-o", tmp_path / "again")
    assert code == 0
    assert (tmp_path / "again" / "nodes.csv").exists()


def test_import_a_graph_with_its_small_roads(run, tmp_path):
    graph = nx.DiGraph(crs="EPSG:4326")
    for node, (x, y) in {1: (69.2, 41.28), 2: (69.25, 41.28), 3: (69.25, 41.33)}.items():
        graph.add_node(node, x=x, y=y)
    graph.add_edge(1, 2, osmid=10, highway="primary")
    graph.add_edge(2, 3, osmid=11, highway="residential")
    nx.write_graphml(graph, tmp_path / "town.graphml")
    to = ("-o", tmp_path / "town.gpkg")
    code, out, err = run(
        "import", "osm", tmp_path / "town.graphml", "--lowest-road", "residential", *to
    )
    assert code == 0, err
    assert "road residential, in operation 1" in out
    assert len(co.read_network(tmp_path / "town.gpkg").table("links")) == 2
    (tmp_path / "town.graphml").write_text("<graphml>")
    code, _, err = run("import", "osm", tmp_path / "town.graphml", *to)
    assert code != 0
    assert "town.graphml:1: not whole XML" in " ".join(err.split())


def test_import_csv_and_join(run, toy_file, tmp_path):
    code, out, _ = run("import", "csv", model(tmp_path), "-o", tmp_path / "m.gpkg")
    assert code == 0
    assert "'Steppe model': 4 nodes, 3 links, 2 countries" in out
    code, out, _ = run(
        "import", "osm", toy_file, "-o", tmp_path / "j.gpkg", "--join", "Tashkent", "--mode", "road"
    )
    assert code == 0, out
    assert "joined at uz-tashkent by road" in out


def test_check_counts_faults(run, tmp_path):
    toy_network().write(tmp_path / "t")
    links = (tmp_path / "t" / "links.csv").read_text()
    (tmp_path / "t" / "links.csv").write_text(links.replace(",road,", ",raod,"))
    code, out, _ = run("check", tmp_path / "t")
    assert code == 2
    assert "5 faults" in out
    assert "links.csv: 5" in out
    assert "Did you mean 'road'" in out


def test_check_prints_every_fault_if_asked(run, tmp_path, monkeypatch):
    from corridors.cli import data

    monkeypatch.setattr(data, "SHOWN", 2)
    toy_network().write(tmp_path / "t")
    links = (tmp_path / "t" / "links.csv").read_text()
    (tmp_path / "t" / "links.csv").write_text(links.replace(",road,", ",raod,"))
    code, out, _ = run("check", tmp_path / "t")
    assert (code, out.count("'raod'")) == (2, 2)
    assert "and 3 more: --all prints them" in out
    code, out, _ = run("check", tmp_path / "t", "--all")
    assert (code, out.count("'raod'")) == (2, 5)
    assert "more" not in out


def test_bad_input_is_one_message(run, tmp_path):
    code, _, err = run("import", "osm", tmp_path / "none.osm.pbf", "-o", tmp_path / "x.gpkg")
    assert code == 2
    assert "no such file" in err
    code, _, err = run("import", "osm", "69,41,68,42", "-o", tmp_path / "x.gpkg")
    assert code == 2
    assert "antimeridian" in err
    code, _, err = run("import", "osm", "1,2,3", "-o", tmp_path / "x.gpkg")
    assert code == 2
    assert "a box is four numbers, west,south,east,north" in " ".join(err.split())
    assert not list(tmp_path.glob("x*"))


def test_a_target_that_cannot_be_is_told_before_the_work(run, toy_file, tmp_path):
    for options, message in (
        (("-o", tmp_path / "none" / "x.gpkg"), "there is no folder"),
        (("-o", tmp_path / "x.shp"), "the ending is none of .gpkg"),
        (("-o", tmp_path / "x.gpkg", "--join", "Tashknt"), "Did you mean 'Tashkent'"),
    ):
        code, out, err = run("import", "osm", toy_file, *options)
        assert (code, out) == (2, "")
        assert message in " ".join(err.split())
    code, _, err = run("route", "Tashkent", "Almaty", "--network", toy_file)
    assert code == 2
    assert "make one of it with 'corridors export' or 'corridors import'" in " ".join(err.split())


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        (
            "foot.osm",
            xml(ways={206: WAYS[206]}),
            "foot.osm: no way of mode rail or road; left out: 1 x highway=footway",
        ),
        (
            "far.osm",
            xml(
                nodes={1: (1.0, 101.0, {}), 2: (1.0, 2.0, {})},
                ways={1: ([1, 2], {"highway": "trunk"})},
            ),
            "far.osm: node 1 lies at (1, 101), which are no degrees",
        ),
        ("packed.osm.bz2", "BZh", "unpack a compressed file first"),
        ("other.o5m", "o5m2", "expected .osm.pbf, .osm or .graphml"),
        ("text.osm.pbf", "hello", "text.osm.pbf: not a whole OpenStreetMap file"),
        ("bomb.osm", xml(head='<!DOCTYPE osm [<!ENTITY a "x">]>'), "bomb.osm: declares entities"),
    ],
)
def test_files_that_are_no_map(run, tmp_path, name, content, message):
    (tmp_path / name).write_text(content, encoding="utf-8")
    code, out, err = run("import", "osm", tmp_path / name, "-o", tmp_path / "x.gpkg")
    assert (code, out) == (2, "")
    assert message in " ".join(err.split())
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_check_tells_of_ships_with_no_border(tmp_path, run):
    toy_network().write(tmp_path / "t")
    table = tmp_path / "t" / "border_crossings.csv"
    rows = table.read_text().splitlines(keepends=True)
    table.write_text("".join(row for row in rows if not row.startswith("zz-q,")))
    code, out, _ = run("check", tmp_path / "t")
    assert code == 0
    assert "To know: border_crossings has no rows from and to '*' by sea of zz-q" in out
