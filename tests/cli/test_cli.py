"""The command line as a user meets it."""

import csv
import io
import json
import subprocess
import sys

import pytest
from toy import change, toy_network

import corridors as co
from corridors.network.tables import Table


@pytest.fixture
def folder(tmp_path):
    toy_network().write(tmp_path / "toy")
    return tmp_path / "toy"


def test_route_prints_ledger_and_totals(run, folder):
    code, out, _ = run("route", "Alpha", "Epsilon", "--weight", "time", "--data", folder)
    assert code == 0
    assert "900 km, 1,120 USD, 2.5 days" in out
    assert "xy-zeta (XX to YY)" in out
    assert "toy (assumed)" in out


def test_route_json_and_csv_agree(run, folder):
    _, text, _ = run("route", "Alpha", "Epsilon", "--data", folder, "--json")
    trip = json.loads(text)
    _, table, _ = run("route", "Alpha", "Epsilon", "--data", folder, "--csv")
    rows = list(csv.DictReader(io.StringIO(table)))
    assert len(rows) == len(trip["legs"])
    assert sum(float(r["usd"]) for r in rows) == pytest.approx(trip["cost_usd"])


@pytest.mark.parametrize(
    "name", ["n.gpkg", "n.geojson", "n.graphml", "n.gmns", "n.geoparquet", "n"]
)
def test_network_takes_every_format(run, tmp_path, name):
    if name.endswith("parquet"):
        pytest.importorskip("pyarrow", reason="GeoParquet needs the extra 'parquet'")
    co.export_network(toy_network(), tmp_path / name)
    for option in ("--data", "--network"):
        code, out, _ = run("route", "Alpha", "Epsilon", "--weight", "time", option, tmp_path / name)
        assert code == 0
        assert "900 km, 1,120 USD, 2.5 days" in out
    code, out, _ = run("data", "--check", tmp_path / name)
    assert (code, "no faults" in out) == (0, True)


def test_network_of_no_format_is_one_message(run, tmp_path):
    (tmp_path / "n.osm").write_text("<osm/>")
    (tmp_path / "n.graphml").write_text("<graph")
    for name, message in (
        ("n.osm", "n.osm: the ending is none of .gpkg, .geojson"),
        ("n.graphml", "n.graphml: not a graph that osmnx wrote"),
        ("none", "none: no such file or folder"),
    ):
        code, _, err = run("route", "Alpha", "Epsilon", "--network", tmp_path / name)
        assert code == 2
        assert message in " ".join(err.split()).replace("/ ", "/")
    _, out, _ = run("route", "--help")
    assert ".graphml" in " ".join(out.split())


def test_compare_marks_the_best_and_says_why_not(run, folder):
    code, out, _ = run("compare", "Alpha", "Epsilon", "--data", folder)
    assert code == 0
    assert "★ 635" in out
    # ship 1,100 USD (worked out in test_route), rail 635: line-haul 720 against 355
    assert "cheapest: line-c by 465 USD before ship (line-haul: 365 USD less)" in out
    assert "simplest: line-c and ship, equal" in out
    assert "gas-line: it carries gas, not container" in out
    assert "future: needs what is not in operation: rail-ab (planned)" in out


def test_compare_csv_has_a_row_each_corridor(run, folder):
    _, out, _ = run("compare", "Alpha", "Beta", "Epsilon", "--data", folder, "--csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert len(rows) == 3 * 4
    assert {r["served"] for r in rows} == {"True", "False"}


def test_departure_counts_waits_of_the_day(run, folder):
    code, out, _ = run("compare", "Alpha", "Epsilon", "--data", folder, "--departure", "2026-03-02")
    assert code == 0
    assert "All leave on Mon 2026-03-02 00:00 UTC" in out
    code, out, _ = run(
        "route", "Alpha", "Epsilon", "--weight", "time", "--data", folder,
        "--departure", "2026-03-02T08:00+0500",
    )  # fmt: skip
    assert code == 0
    assert "Leaves Mon 2026-03-02 08:00 UTC+05:00, arrives " in out
    _, out, _ = run(
        "route", "Alpha", "Epsilon", "--data", folder, "--departure", "2026-03-02", "--json"
    )
    trip = json.loads(out)
    assert trip["departure"] == "2026-03-02T00:00:00"
    assert trip["departure"] < trip["arrival"]
    code, _, err = run("route", "Alpha", "Epsilon", "--data", folder, "--departure", "soon")
    assert code == 2
    assert "soon" in err


def test_typos_get_a_suggestion(run, folder):
    code, _, err = run("route", "Alpha", "Epsilom", "--data", folder)
    assert code == 2
    assert "there is no place 'Epsilom'. Did you mean 'Epsilon'?" in err
    code, _, err = run("route", "Alpha", "Epsilon", "--corridor", "shp", "--data", folder)
    assert code == 2
    assert "Did you mean 'ship'?" in err


def test_no_way_has_its_own_exit_code(run, folder):
    code, out, err = run("route", "Alpha", "Epsilon", "--mode", "sea", "--data", folder)
    assert (code, out) == (1, "")
    assert "not by sea alone" in err


def test_faulty_tables_list_every_fault_without_traceback(run, tmp_path):
    bad = toy_network()
    bad.write(tmp_path)
    text = (tmp_path / "links.csv").read_text()
    text = text.replace("road-ab,road-ab,xx-a,xx-b,road", "road-ab,road-ab,xx-aa,xx-b,rood")
    text = text.replace(",1000,", ",long,")
    (tmp_path / "links.csv").write_text(text)
    code, _, err = run("data", "--check", tmp_path)
    assert code == 2
    assert "2 faults in the data" in err
    assert "'rood' is not one of road, rail" in err
    assert "length_km 'long' is not a number" in err
    assert "Traceback" not in err


def test_bad_map_folder_leaves_nothing(run, folder, tmp_path):
    missing = tmp_path / "no" / "map.html"
    code, _, err = run("map", "--data", folder, "-o", missing)
    assert code == 2
    assert str(missing.parent) in err
    assert not missing.exists()


def test_data_lists_tables_and_filters_rows(run, folder):
    _, out, _ = run("data", "--data", folder)
    assert "border_crossings" in out
    _, out, _ = run("data", "nodes", "--where", "country=YY", "--data", folder, "--csv")
    assert [r["node_id"] for r in csv.DictReader(io.StringIO(out))] == ["yy-f"]
    code, _, err = run("data", "nods", "--data", folder)
    assert code == 2
    assert "Did you mean 'nodes'" in err
    code, _, err = run("data", "nodes", "--where", "land=YY", "--data", folder)
    assert code == 2
    assert "column of nodes: 'land' is not one of node_id, name" in err
    code, _, err = run("data", "nodes", "--where", "country", "--data", folder)
    assert (code, "'country' is not column=value" in err) == (2, True)


def test_bad_weight_says_the_form(run, folder):
    code, _, err = run("route", "Alpha", "Epsilon", "--weight", "cost=x", "--data", folder)
    assert code == 2
    assert "cost=1,time=30" in err


def test_compare_needs_two_places(run, folder):
    code, _, err = run("compare", "Alpha", "--data", folder)
    assert code == 2
    assert "at least two places" in err


def test_runs_as_a_module():
    done = subprocess.run(
        [sys.executable, "-m", "corridors", "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("corridors ")


def test_closed_crossing_table_is_kept_in_a_round_trip(tmp_path):
    net = toy_network()
    shut: Table = change(net.table("border_crossings"), "status", {"mode": "sea"}, "suspended")
    net.replaced({"border_crossings": shut}).write(tmp_path)
    from corridors import read_network

    assert set(read_network(tmp_path).table("border_crossings")["status"]) == {
        "operational",
        "suspended",
    }
