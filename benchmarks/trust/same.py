"""Sixty fixed questions asked in many ways and places: are the answers the same?

    python benchmarks/trust/same.py [--pythons python3.12 python3.13] [--venvs FOLDER] [--minutes 60]

Each way is a process of its own that asks the questions of ``tests/same_questions.py`` and keeps
the answers with all digits. They are compared with the golden answers at 1e-9, and with those of
the first process (of the oldest dependencies) digit by digit. Environments are made with pip, in a folder that is kept if it is
named: the wheel, each other Python with the newest dependencies, and this Python with the oldest
that ``pyproject.toml`` allows.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from record import Record

ROOT = Path(__file__).resolve().parents[2]
ASK = ROOT / "tests" / "same_answers.py"
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "packaging")]

RUNS = (1, 2)
HASH_SEEDS = ("0", "1", "4294967295")
THREADS = (1, 2, 8)
ORDERS = (1, 2)


@dataclass(frozen=True)
class Way:
    """One process: of which kind it is, and how it is started."""

    kind: str
    name: str
    python: str = sys.executable
    words: tuple[str, ...] = ()
    env: dict[str, str] = field(default_factory=dict)
    checkout: bool = True

    def answers(self, file: Path) -> dict[str, Any]:
        """Ask in a new process."""
        env = {**os.environ, "PYTHONHASHSEED": "random", **self.env}
        env.pop("PYTHONPATH", None)
        if self.checkout:
            env["PYTHONPATH"] = str(ROOT)
        done = subprocess.run(
            [self.python, str(ASK), "--to", str(file), *self.words],
            env=env, cwd=file.parent, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise SystemExit(f"{self.kind}, {self.name}: {done.stderr[-3000:]}")
        found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        where = Path(found["made_by"]["package"])
        if where.is_relative_to(ROOT / "corridors") is not self.checkout:
            raise SystemExit(f"{self.kind}, {self.name}: answered by another copy, {where}")
        return found


def ways(venvs: Path, pythons: list[str]) -> Iterator[Way]:
    """Return all ways of asking; the environments are made when their turn comes."""
    made = environment(venvs / "oldest", sys.executable, oldest=True)
    yield Way("oldest dependencies", "oldest", str(made))
    for python in pythons:
        made = environment(venvs / Path(python).name, python)
        yield Way("other Pythons, newest dependencies", Path(python).name, str(made))
    yield Way("the wheel", "installed", str(wheel(venvs / "wheel")), checkout=False)
    yield Way("numba", "is not installed", words=("--without", "numba"))
    yield Way("numba", "compiles nothing", env={"NUMBA_DISABLE_JIT": "1"})
    for order in ORDERS:
        yield Way("orders of rows", f"{order}", words=("--rows", f"{order}"))
    for number in RUNS:
        yield Way("runs, newest dependencies", f"run {number}")
    for seed in HASH_SEEDS:
        yield Way("hash seeds", seed, env={"PYTHONHASHSEED": seed})
    for number in THREADS:
        yield Way(
            "threads", f"{number}", words=("--threads", f"{number}"),
            env=dict.fromkeys(("NUMBA_NUM_THREADS", "OMP_NUM_THREADS"), f"{number}"),
        )  # fmt: skip


def environment(folder: Path, python: str, *, oldest: bool = False) -> Path:
    """Return the Python of an environment with the dependencies; make it, if it is not there."""
    from floors import floors

    made = folder / "bin" / "python"
    if made.exists():
        return made
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    pins = [f"{name}=={pin}" for name, pin in floors(pyproject).items()]
    asked = pins if oldest else [*pyproject["project"]["dependencies"], "pyarrow", "osmium"]
    subprocess.run([python, "-m", "venv", str(folder)], check=True)
    _pip(made, "install", *asked)
    return made


def wheel(folder: Path) -> Path:
    """Return the Python of an environment with the wheel, which is built anew."""
    built, made = Path(f"{folder}-built"), folder / "bin" / "python"
    shutil.rmtree(built, ignore_errors=True)
    _pip(Path(sys.executable), "wheel", "--no-deps", "--wheel-dir", str(built), str(ROOT))
    if made.exists():
        _pip(made, "uninstall", "--yes", "corridors")
    else:
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    _pip(made, "install", *map(str, built.glob("*.whl")))
    return made


def _pip(python: Path, *words: str) -> None:
    said = ["-m", "pip", "--quiet", "--disable-pip-version-check", *words]
    subprocess.run([str(python), *said], check=True)


def worst(told: Any, first: Any) -> float:
    """Return by how much numbers of two answers differ at the most, as a share."""
    if isinstance(told, dict):
        return max((worst(told[k], first[k]) for k in told), default=0.0)
    if isinstance(told, list):
        return max((worst(a, b) for a, b in zip(told, first, strict=True)), default=0.0)
    if isinstance(told, float) and told != first:
        return abs(told - first) / max(abs(told), abs(first), 1.0)
    return 0.0


def main() -> None:
    """Ask in every way, compare, and keep the figures."""
    from same_answers import apart, kept_answers

    parser = argparse.ArgumentParser(description="Are the answers the same everywhere?")
    parser.add_argument("--pythons", nargs="*", default=["python3.12", "python3.13"])
    parser.add_argument("--venvs", type=Path)
    parser.add_argument("--minutes", type=float, default=60.0, help="no new way after so long")
    said = parser.parse_args()
    pythons = [python for python in said.pythons if shutil.which(python)]
    record = Record(
        "same",
        "The same answer everywhere",
        "Sixty fixed questions (routes, comparisons, fronts, matrices, draws, sweeps, flows, gas, "
        "networks of one's own) asked in processes of their own, and compared with the golden "
        "answers, which are reviewed on change: texts and ways must be equal, numbers at 1e-9.",
        "python benchmarks/trust/same.py",
    )
    kept, first, end = kept_answers(), None, time.monotonic() + 60 * said.minutes
    kinds: dict[str, list[tuple[Way, list[str], float, dict[str, str]]]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for way in ways(said.venvs or Path(folder), pythons):
            if time.monotonic() > end:
                break
            found = way.answers(Path(folder) / "answers.json")
            first = first or found["answers"]
            faults = apart(found["answers"], kept)
            off = worst(found["answers"], first) if not faults else math.nan
            kinds.setdefault(way.kind, []).append((way, faults, off, found["made_by"]))
            print(
                f"{way.kind}, {way.name}: {len(faults)} differ, the most {off:.1e}",
                *faults[:9],
                sep="\n  ",
                flush=True,
            )
    for kind, told in kinds.items():
        differing = sum(len({fault.split(".")[0] for fault in faults}) for _, faults, _, _ in told)
        off = max(off for _, _, off, _ in told)
        record.add(
            f"{kind} ({_named(kind, told)})",
            f"{differing} of {len(told) * len(kept)} answers differ",
            "equal in every digit" if off == 0 else f"numbers differ by {off:.0e} at the most",
        )
    print(record.write())
    sys.exit(any(faults for told in kinds.values() for _, faults, _, _ in told))


def _named(kind: str, told: list) -> str:
    """Return what the ways of a kind were."""
    if "dependencies" not in kind:
        return ", ".join(way.name for way, *_ in told)
    return "; ".join(
        ", ".join(f"{name} {v}" for name, v in by.items() if name != "package") for *_, by in told
    )


if __name__ == "__main__":
    main()
