"""What is renamed works on, says what to use instead and in which version it goes: RELEASING.md."""

import ast
import re
import warnings
from pathlib import Path

import pytest

import corridors as co

PACKAGE = Path(co.__file__).parent
NOW = tuple(map(int, co.__version__.split(".")[:2]))
#: Each old word: what warns of it, how it is told in the changelog, and how it is used.
OLD = {
    ("routing/simulate/__init__.py", "Simulation.within"): lambda toy: co.simulate(
        toy, "Alpha", "Epsilon", n=5
    ).within(99),
    ("criteria.py", "by='time_h'"): lambda toy: co.simulate(toy, "Alpha", "Epsilon", n=5).tornado(
        by="time_h"
    ),
    ("network/changes/overrides.py", "'link'"): lambda _: co.Override(
        "close", where={"link": "rail-cd"}
    ),
}


def calls():
    """Return where the package warns of an old word, and in which version it goes."""
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "deprecated":
                found.append((path.relative_to(PACKAGE).as_posix(), ast.literal_eval(node.args[2])))
    return found


def test_there_is_one_way_to_warn_of_an_old_word():
    naming = [p for p in PACKAGE.rglob("*.py") if "DeprecationWarning" in p.read_text("utf-8")]
    assert naming == [PACKAGE / "errors.py"]


def test_every_old_word_is_tried_here():
    assert sorted(file for file, _ in calls()) == sorted(file for file, _ in OLD)


@pytest.mark.parametrize(("file", "goes"), calls())
def test_the_version_in_which_it_goes_is_still_to_come(file, goes):
    """It works for a minor version more than the one that deprecates it: this one, at the latest."""
    version = tuple(map(int, goes.split(".")))
    assert version > NOW, f"{file}: remove it, or keep it for longer"


@pytest.mark.parametrize("old", OLD, ids=lambda old: old[1])
def test_it_works_and_says_what_to_use(old, toy):
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always", DeprecationWarning)
        assert OLD[old](toy) is not None
    assert len(told) == 1
    assert re.fullmatch(r".+ goes in \d+\.\d+: use .+", str(told[0].message))
    assert old[1] in str(told[0].message)
    assert told[0].filename == __file__, "it must point at the line of the caller"


def test_the_changelog_lists_it():
    text = (PACKAGE.parent / "CHANGELOG.md").read_text(encoding="utf-8")
    section = text.split("**Deprecated**", 1)[1].split("\n* ", 1)[0]
    for _, word in OLD:
        assert f"`{word.strip(chr(39))}" in section, word
