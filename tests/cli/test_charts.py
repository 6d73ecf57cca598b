"""The commands that draw."""

import pytest
from toy import toy_network

ON = ("Alpha", "Epsilon", "--network", "toy")


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    toy_network().write(tmp_path / "toy")
    return tmp_path


@pytest.mark.parametrize("words", [("tcd",), ("breakdown", "--by", "cost,co2e")])
def test_without_a_file_a_name_is_taken_and_said(run, here, words):
    code, out, _ = run(*words, *ON)
    target = here / f"{words[0]}.png"
    assert (code, out) == (0, f"Chart: {target}\n")
    assert target.read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("name", "start"), [("c.png", b"\x89PNG"), ("c.svg", b"<?xml"), ("c.pdf", b"%PDF")]
)
def test_a_chart_is_what_its_ending_says(run, here, name, start):
    files = []
    for _ in range(2):
        assert run("tcd", *ON, "-o", name)[0] == 0
        files.append((here / name).read_bytes())
    assert files[0].startswith(start)
    assert files[0] == files[1]


def test_one_bar_a_corridor(run, here):
    assert run("breakdown", *ON, "--corridor", "line-c,ship", "-o", "b.svg")[0] == 0
    text = (here / "b.svg").read_text(encoding="utf-8")
    assert "<!-- line-c -->" in text
    assert "<!-- ship -->" in text


def test_the_waterfall_is_of_scenarios(run, here):
    code, out, _ = run("waterfall", "Karachi", "Istanbul", "-s", "suez-closed", "-o", "w.svg")
    assert (code, out) == (0, f"Chart: {here / 'w.svg'}\n")


def test_a_chart_is_no_table_and_no_map(run):
    for option in (("--json",), ("--csv",), ("--map", "m.html")):
        code, out, err = run("tcd", *ON, *option)
        assert (code, out) == (2, "")
        assert f"tcd takes no {option[0]}: it draws a chart" in err


def test_a_map_of_some_corridors_of_any_network(run, here):
    """With a network, too, only the corridors that are named are drawn."""
    for name, corridors in (("all", ()), ("part", ("line-c",))):
        assert run("map", *corridors, "--network", "toy", "-o", f"{name}.html")[0] == 0
    part, whole = ((here / f"{name}.html").read_text("utf-8") for name in ("part", "all"))
    assert "road-af" in whole
    assert "road-af" not in part
    code, _, err = run("map", "line-d", "--network", "toy")
    assert code == 2
    assert "there is no corridor 'line-d'. Did you mean 'line-c'?" in err
    assert not (here / "corridors.html").exists()
