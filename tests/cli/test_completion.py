"""What a shell asks, and what it is told."""

import subprocess
import sys

import pytest

from corridors.cli import completion


def asked(words, last):
    """Ask as bash does, by the protocol of completion."""
    line = " ".join([*words, last])
    done = subprocess.run(
        [sys.executable, "-m", "corridors"],
        env={"_CORRIDORS_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": str(len(words)),
             "PYTHONPATH": ":".join(sys.path), "HOME": "/nonexistent"},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert not done.stderr
    return done.stdout.split()


@pytest.mark.parametrize(
    ("words", "last", "expected"),
    [
        (["corridors"], "br", {"breakdown", "break-values"}),
        (["corridors", "scenario"], "crit", {"criticality"}),
        (["corridors", "route", "Karachi", "Istanbul"], "--sc", {"--scenario", "--scenarios"}),
        (["corridors", "compare", "--corridor"], "deep", {"deep-sea-cape", "deep-sea-suez"}),
        (["corridors", "route", "--scenario"], "suez", {"suez-closed"}),
        (["corridors", "data"], "border", {"border_activities", "border_crossings"}),
        (["corridors", "route", "--mode"], "r", {"rail", "road"}),
        (["corridors", "route", "--mode"], "rail,f", {"rail,ferry"}),
        (["corridors", "route", "--weight"], "t", {"time", "transits"}),
        (["corridors", "map"], "tap", {"tapi"}),
    ],
)
def test_bash_is_told(words, last, expected):
    assert set(asked(words, last)) == expected


def test_the_script_of_a_shell_is_shown():
    done = subprocess.run(
        [sys.executable, "-m", "corridors", "--show-completion", "bash"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (
        "--install-completion"
        in subprocess.run(
            [sys.executable, "-m", "corridors", "--help"],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
    )
    if done.returncode == 0:  # a version of typer that takes the shell's name
        assert "_CORRIDORS_COMPLETE" in done.stdout


def test_ids_are_those_of_the_network(net):
    assert sorted(completion.complete_corridors("")) == sorted(net.corridor_ids)
    assert set(completion.complete_tables("")) >= set(net.table_names)
    assert completion.complete_criteria("c") == ["cost", "co2e"]
    assert completion.one_of_words(("20ft", "40ft"))("4") == ["40ft"]
