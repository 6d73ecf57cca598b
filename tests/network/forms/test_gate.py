"""The gate for what others have made: its limits, and what passes it."""

from pathlib import Path

import pytest
from hostile import CASES, SLOW, run

import corridors as co
from corridors.network.forms.gate import VARIABLE, check_file, current, no_file, out_of

QUICK = sorted(CASES.keys() - SLOW)


@pytest.fixture(scope="module")
def found():
    return run(QUICK)


def test_hostile_files_are_refused_in_a_sentence_in_time_and_memory(found):
    told = {name: said for name, (said, *_) in found.items()}
    assert {name: said for name, said in told.items() if said.startswith("raw")} == {}
    answered = {name for name, said in told.items() if said == "right"}
    assert answered == {"a long cell of a number", "a long name"}


def test_nothing_is_read_that_a_file_names(found):
    for name in (
        "a mapping that names other files",
        "a file in an entity",
        "a CRS that names a file",
    ):
        assert "root:" not in found[name][0]
    assert "outside the mapping's folder" in found["a mapping that goes up"][0]


def test_limits_hold_within_and_no_longer():
    usual = current().file_mb
    with co.limits(file_mb=5, depth=7) as now:
        assert (now.file_mb, current().depth) == (5, 7)
        with co.limits(depth=8):
            assert (current().file_mb, current().depth) == (5, 8)
        assert current().depth == 7
    assert current().file_mb == usual


def test_limits_of_the_environment(monkeypatch):
    monkeypatch.setenv(VARIABLE, "file_mb=0.00001, depth=9")
    assert (current().file_mb, current().depth) == (0.00001, 9)
    with co.limits(depth=10):
        assert current().file_mb == 0.00001
    monkeypatch.setenv(VARIABLE, "file_mb=lots")
    with pytest.raises(ValueError, match="'file_mb=lots' is no limit; write such as file_mb=5000"):
        current()


@pytest.mark.parametrize(
    ("words", "error", "told"),
    [
        ({"file": 1}, TypeError, "no limit 'file'. Did you mean 'file_mb'"),
        ({"file_mb": -1}, ValueError, "file_mb is a number of 0 or more, not -1"),
        ({"file_mb": float("nan")}, ValueError, "not nan"),
        ({"file_mb": True}, ValueError, "not True"),
        ({"file_mb": "1"}, ValueError, "not '1'"),
    ],
)
def test_limits_that_are_none(words, error, told):
    with pytest.raises(error, match=told), co.limits(**words):
        pass


def test_a_limit_that_is_raised_lets_pass(folder):
    with co.limits(file_mb=0.000_1), pytest.raises(co.DataError) as caught:
        co.read_network(folder)
    assert "nodes.csv: has 0.00" in str(caught.value)
    assert (
        "more than file_mb = 0.0001; raise it if you trust the file: co.limits(file_mb=...)"
        in str(caught.value)
    )
    assert len(co.read_network(folder).nodes) == 10


def test_a_file_in_a_folder_beside_may_be_let(tmp_path):
    from models_toy import MAPPING, model

    (tmp_path / "in").mkdir()
    mapping = model(tmp_path / "in", mapping=MAPPING.replace('"n.csv"', '"../n.csv"'))
    (tmp_path / "in" / "n.csv").rename(tmp_path / "n.csv")
    with pytest.raises(co.DataError, match="outside the mapping's folder"):
        co.read_mapped(mapping)
    with co.limits(outside=1):
        assert len(co.read_mapped(mapping).nodes) == 4


def test_no_file(tmp_path):
    assert no_file(tmp_path / "none") == ""
    assert "a folder" in no_file(tmp_path)
    assert "cannot be read" in no_file(tmp_path / ("x" * 300))
    assert no_file(tmp_path / "a\0b") == ""  # no file has that name
    with pytest.raises(FileNotFoundError, match="none: no such file"):
        check_file(tmp_path / "none")


@pytest.mark.parametrize("name", ["a\\b", "/a", "..", "a/../../b"])
def test_names_that_lead_out(name, tmp_path):
    assert out_of(tmp_path, name)
    assert not out_of(tmp_path, "a/../b")


@pytest.mark.parametrize("folder", [".", "..", "../.."])
def test_names_lead_out_of_the_working_folder_too(folder, tmp_path, monkeypatch):
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    monkeypatch.chdir(deep)
    assert out_of(Path(folder), "../nodes.csv")
    assert out_of(Path(folder), "../../nodes.csv")
    assert not out_of(Path(folder), "data/nodes.csv")
    assert not out_of(Path(folder), str(Path(folder).resolve() / "nodes.csv"))
