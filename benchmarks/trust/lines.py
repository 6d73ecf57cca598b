"""What the tests run of the package, by floor: lines and branches, from the data of coverage.py.

    make coverage     runs the tests under coverage.py, then this

Without arguments it reads the combined data (``.coverage``) in the top of the repository.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path, PurePosixPath
from typing import Any

from record import Record

ROOT = Path(__file__).resolve().parents[2]
AIM = 95.0
COUNTS = ("num_statements", "covered_lines", "num_branches", "covered_branches")


def report() -> dict[str, Any]:
    """Return coverage.py's report as its JSON says it."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "coverage.json"
        words = ["-m", "coverage", "json", "--quiet", "-o", str(file)]
        subprocess.run([sys.executable, *words], cwd=ROOT, check=True)
        found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return found


def share(count: Counter[str], what: str = "both") -> float:
    """Return the share of lines, of branches, or of both that is run, in per cent."""
    of = {"lines": COUNTS[:2], "branches": COUNTS[2:]}.get(what)
    there = count[of[0]] if of else count[COUNTS[0]] + count[COUNTS[2]]
    run = count[of[1]] if of else count[COUNTS[1]] + count[COUNTS[3]]
    return 100 * run / there if there else 100.0


def said(count: Counter[str]) -> str:
    """Return both shares as a figure."""
    return f"{share(count, 'lines'):.1f} % of lines, {share(count, 'branches'):.1f} % of branches"


def main() -> None:
    """Sum by floor, print what is least run, and keep the figures."""
    record = Record(
        "coverage",
        "What the tests run",
        "The tests under coverage.py, in the processes that they start too. Compiled code leaves "
        "no trace: the kernels are counted where they run interpreted, as they do for their own "
        "tests. Code that mypy alone reads is left out.",
        "make coverage",
    )
    by_floor: defaultdict[str, Counter[str]] = defaultdict(Counter)
    by_file: dict[str, Counter[str]] = {}
    for path, told in report()["files"].items():
        parts = PurePosixPath(Path(path).as_posix()).parts
        inner = parts[parts.index("corridors") + 1 :]
        count = Counter({name: told["summary"][name] for name in COUNTS})
        by_file["/".join(inner)] = count
        by_floor[inner[0] if len(inner) > 1 else "corridors/*.py"] += count
    whole = sum(by_floor.values(), Counter())
    low = [name for name, count in by_file.items() if share(count) < AIM]
    record.add(
        "the package",
        said(whole),
        f"{whole[COUNTS[0]]:,} lines, {whole[COUNTS[2]]:,} branches; "
        f"{len(low)} of {len(by_file)} modules below {AIM:g} %",
    )
    for floor, count in sorted(by_floor.items(), key=lambda one: share(one[1])):
        record.add(floor, said(count))
    for name in sorted(low, key=lambda name: share(by_file[name])):
        print(f"{share(by_file[name]):5.1f} % {name}")
    print(said(whole), record.write())
    sys.exit(share(whole) < AIM)


if __name__ == "__main__":
    main()
