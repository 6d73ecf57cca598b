"""The command line as a whole: errors, networks, how it is called."""

import subprocess
import sys

import pytest
import typer
from toy import change, toy_network

import corridors as co
from corridors.network.tables import Table


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
        ("n.graphml", "n.graphml:1: not whole XML"),
        ("none", "none: no such file or folder"),
    ):
        code, _, err = run("route", "Alpha", "Epsilon", "--network", tmp_path / name)
        assert code == 2
        assert message in " ".join(err.split()).replace("/ ", "/")
    _, out, _ = run("route", "--help")
    assert ".graphml" in " ".join(out.split())


def test_typos_get_a_suggestion(run, folder):
    code, _, err = run("route", "Alpha", "Epsilom", "--data", folder)
    assert code == 2
    assert "there is no place 'Epsilom'. Did you mean 'Epsilon'?" in err
    code, _, err = run("route", "Alpha", "Epsilon", "--corridor", "shp", "--data", folder)
    assert code == 2
    assert "Did you mean 'ship'?" in err


def test_no_way_has_its_own_exit_code(run, folder):
    code, out, err = run("route", "Alpha", "Zeta", "--mode", "sea", "--data", folder)
    assert (code, out) == (1, "")
    assert "not by sea alone" in err


def test_bad_map_folder_leaves_nothing(run, folder, tmp_path):
    missing = tmp_path / "no" / "map.html"
    code, _, err = run("map", "--data", folder, "-o", missing)
    assert code == 2
    assert str(missing.parent) in err
    assert not missing.exists()


def test_runs_as_a_module():
    done = subprocess.run(
        [sys.executable, "-m", "corridors", "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout == f"corridors {co.__version__}, data {co.data_version()}\n"


def test_closed_crossing_table_is_kept_in_a_round_trip(tmp_path):
    net = toy_network()
    shut: Table = change(net.table("border_crossings"), "status", {"mode": "sea"}, "suspended")
    net.replaced({"border_crossings": shut}).write(tmp_path)
    from corridors import read_network

    assert set(read_network(tmp_path).table("border_crossings")["status"]) == {
        "operational",
        "suspended",
    }


@pytest.mark.parametrize(
    ("option", "said"),
    [
        (
            ("--value-usd", "48,000"),
            "'--value-usd': '48,000' is no number: write it without a comma",
        ),
        (("--cargo-t", "20,5"), "'--cargo-t': '20,5' is no number: write it with a point, 20.5"),
        (("--cargo-t", "many"), "'--cargo-t': 'many' is no number\n"),
    ],
)
def test_a_number_that_is_none_is_told_with_its_option(run, option, said):
    """It said "Input should be a valid number, unable to parse string", and not of what."""
    code, _, err = run("route", "Karachi", "Lahore", *option)
    assert code == 2
    assert said in err


@pytest.mark.parametrize(
    ("by_click", "said"),
    [
        ("'20,5' is not a valid float.", "'20,5' is no number: write it with a point, 20.5\n"),
        ("'many' is not a valid integer.", "'many' is no whole number\n"),
        ("'cheap' is not a valid word.", "'cheap' is not a valid word.\n"),
    ],
)
def test_an_older_typer_which_says_it_by_click_is_put_in_the_same_words(
    run, monkeypatch, by_click, said
):
    def refused(*_):
        raise typer.BadParameter(by_click)

    monkeypatch.setattr(typer.core.TyperGroup, "invoke", refused)
    code, _, err = run("route", "Karachi", "Lahore")
    assert code == 2
    assert said in err


def test_ctrl_c_that_comes_upon_compiled_code_is_no_fault_of_the_program(run, monkeypatch):
    """Numba gives a SystemError, made of the KeyboardInterrupt."""
    from corridors.cli import app

    def interrupted(**_):
        raise SystemError("returned a result with an exception set") from KeyboardInterrupt()

    monkeypatch.setattr(app, "_commands", lambda: interrupted)
    code, out, err = run("route", "Alpha", "Epsilon")
    assert (code, out, err) == (app.EXIT_INTERRUPTED, "", "")
