"""Rows on the screen and in files."""

import csv
import io
import json

import pytest
from toy import change, toy_network, toy_tables

from corridors.cli.printed import (
    Printed,
    check_target,
    print_error,
    print_note,
    write_chart,
)


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    toy_network().write(tmp_path / "toy")
    return tmp_path


ON = ("Alpha", "Epsilon", "--network", "toy")
#: Every command that prints rows.
PRINTING = [
    ("route", *ON), ("compare", *ON), ("matrix", *ON), ("pareto", *ON), ("alternatives", *ON),
    ("timeline", *ON, "--day", "2024-01-01,2025-01-01"), ("simulate", *ON, "--draws", "50"),
    ("break-values", *ON), ("data", "links", "--network", "toy"), ("data", "--network", "toy"),
    ("scenario", "list"), ("scenario", "criticality", *ON),
    ("scenario", "break-even", *ON, "--corridor", "line-c", "--where", "bcp_id=xz-gamma",
     "--column", "hours"),
    ("scenario", "compare", "Karachi", "Istanbul", "-s", "suez-closed"),
    ("scenario", "sweep", "Karachi", "Istanbul", "-s", "suez-closed"),
]  # fmt: skip


@pytest.mark.parametrize("words", PRINTING, ids=lambda words: " ".join(words[:2]))
def test_a_file_holds_what_is_printed(run, here, words):
    for form in ("json", "csv"):
        code, printed, err = run(*words, f"--{form}")
        assert code == 0, err
        target = here / f"x.{form}"
        code, out, err = run(*words, "-o", target.name)
        assert (code, out) == (0, f"Written: {target}\n"), err
        assert target.read_text(encoding="utf-8") == printed
    rows = list(csv.DictReader(io.StringIO(printed)))
    assert rows
    assert all(None not in row and None not in row.values() for row in rows)


@pytest.mark.parametrize("command", ["route", "compare", "pareto", "alternatives", "simulate"])
def test_a_map_wherever_an_itinerary_is_shown(run, here, command):
    code, out, _ = run(command, *ON, "--map", "m.html")
    assert code == 0
    assert f"Map: {here / 'm.html'}" in out
    assert "Epsilon" in (here / "m.html").read_text(encoding="utf-8")
    code, out, err = run(command, *ON, "--map", "m.html", "--json")
    json.loads(out)
    assert "Map: " in err


def test_a_map_of_before_and_after(run, here):
    words = ("scenario", "compare", "Karachi", "Istanbul", "-s", "suez-closed", "--map", "m.html")
    assert run(*words)[0] == 0
    text = (here / "m.html").read_text(encoding="utf-8")
    assert "before" in text


def test_targets_are_checked_before_any_work(here):
    check_target(here / "x.csv", (".csv",))
    for path, message in (
        (here / "x.txt", "expected a file ending in .csv"),
        (here / "no" / "x.csv", "there is no folder"),
    ):
        with pytest.raises((ValueError, OSError), match=message):
            check_target(path, (".csv",))
    (here / "d.csv").mkdir()
    with pytest.raises(IsADirectoryError, match=r"d\.csv is a folder; give a file"):
        check_target(here / "d.csv", (".csv",))


def test_an_error_names_the_users_own_path(run):
    _, _, err = run("map", "--network", "toy", "-o", "no/such/m.html")
    assert "no/such/m.html: there is no folder no/such" in " ".join(err.split())


def test_where_nothing_can_be_written_is_told_before_anything_is_printed(run):
    for option, file in (("-o", "/proc/x.csv"), ("--map", "/proc/x.html")):
        code, out, err = run("route", "Karachi", "Istanbul", option, file)
        assert (code, out) == (2, "")
        assert f"{file}: nothing can be written in /proc" in err
        assert "Errno" not in err


@pytest.mark.parametrize("ending", ["png", "svg", "pdf"])
def test_a_map_for_print_goes_by_the_ending(run, here, ending):
    """Wish: maps for print were known to Python alone."""
    begins = {"png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF"}[ending]
    for words in (("route", *ON, "--map"), ("map", *ON[2:], "-o")):
        code, out, err = run(*words, f"m.{ending}")
        assert code == 0, err
        assert f"Map: {here / f'm.{ending}'}" in out
        assert (here / f"m.{ending}").read_bytes().startswith(begins)
    assert run("route", *ON, "--map", "m.docx")[0] == 2


ROWS = [{"name": "=1+1", "by": ("@rail", "sea"), "usd": -5.0, "note": "-"}]


def test_a_file_that_a_spreadsheet_opens_holds_no_formula(here, capsys):
    """What is printed for programs is as it is; a number is a number."""
    Printed(file=here / "rows.csv").show(ROWS, lambda: None)
    assert (here / "rows.csv").read_text() == "name,by,usd,note\n'=1+1,'@rail;sea,-5.0,-\n"
    capsys.readouterr()
    Printed(as_csv=True).show(ROWS, lambda: None)
    assert capsys.readouterr().out == "name,by,usd,note\n=1+1,@rail;sea,-5.0,-\n"


def test_a_terminal_is_told_nothing_to_obey(capsys, monkeypatch):
    print_error("there is no place '\x1b[31mred\x07'")
    print_note("a\rb")
    err = capsys.readouterr().err
    assert "'\\x1b[31mred\\x07'" in err
    assert "a\\rb" in err
    assert not {"\x1b", "\x07", "\r"} & set(err)
    rows = [{"name": "\x1b[2J"}]
    Printed(as_csv=True).show(rows, lambda: None)
    assert "\x1b[2J" in capsys.readouterr().out
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    Printed(as_csv=True).show(rows, lambda: None)
    assert capsys.readouterr().out == "name\n\\x1b[2J\n"


def test_a_check_for_programs_is_no_sentence(run, here):
    code, out, _ = run("data", "--check", here / "toy", "--json")
    assert code == 0
    (found,) = json.loads(out)
    assert found == {"network": str(here / "toy"), "nodes": 10, "links": 11, "faults": 0}


@pytest.mark.parametrize(
    "command", [["simulate", "--draws", "20"], ["route"], ["data", "nodes", "xx-a"]]
)
def test_brackets_in_a_name_are_no_markup(run, here, command):
    nodes = change(toy_tables()["nodes"], "name", {"node_id": "xx-a"}, "[bold red]x [/y] :smile:")
    toy_network(nodes=nodes).write(here / "named")
    ends = () if command[0] == "data" else ("xx-a", "Epsilon")
    code, out, _ = run(*command, *ends, "--network", here / "named")
    assert code == 0
    assert "[bold red]x [/y] :smile:" in " ".join(out.split())


def test_a_chart_is_drawn_before_its_file_is_written(tmp_path):
    """Fault: on a full disk the PDF ended in an AttributeError of the drawing library."""

    class Drawn:
        def savefig(self, target, **_):
            target.write(b"%PDF")

    write_chart(Drawn(), tmp_path / "chart.pdf", quiet=True)
    assert (tmp_path / "chart.pdf").read_bytes() == b"%PDF"
