"""What the documents show must run."""

import re
import runpy
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

import corridors as co

ROOT = Path(__file__).resolve().parents[2]


def blocks(language):
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    return re.findall(rf"```{language}\n(.*?)```", text, flags=re.DOTALL)


def test_readme_python_runs(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    for block in blocks("python"):
        exec(compile(block, "README.md", "exec"), {})
    assert "Karachi (PK) - Istanbul (TR)" in capsys.readouterr().out
    assert (tmp_path / "karachi-istanbul.html").stat().st_size > 10_000


def commands():
    lines = [line for block in blocks("sh") for line in block.splitlines()]
    return [shlex.split(line) for line in lines if line.startswith("corridors ")]


def test_readme_commands_run(tmp_path, monkeypatch, run):
    """One after the other in a folder, as they are typed; here in one process."""
    assert len(commands()) >= 5
    co.load("tapi").write(tmp_path / "my-tables")
    (tmp_path / "shipments.csv").write_text("origin,destination\nKarachi,Istanbul\n")
    monkeypatch.chdir(tmp_path)
    for command in commands():
        code, out, err = run(*command[1:])
        assert code == 0, (command, err)
        assert out + err, command


@pytest.mark.parametrize("place", [0, -1], ids=["first", "last"])
def test_a_readme_command_runs_as_a_process(tmp_path, place):
    co.load("tapi").write(tmp_path / "my-tables")
    done = subprocess.run(
        [sys.executable, "-m", *commands()[place]],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout + done.stderr


@pytest.mark.parametrize("script", sorted((ROOT / "examples").glob("*.py")), ids=lambda p: p.stem)
def test_examples_run(script, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    runpy.run_path(str(script), run_name="__main__")
    assert capsys.readouterr().out.strip()


def test_readme_names_the_make_targets():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in ("demo", "test"):
        assert f"make {target}" in (ROOT / "README.md").read_text(encoding="utf-8")
        assert f"\n{target}:" in makefile
