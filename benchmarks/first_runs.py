"""The first run of commands on a machine, with nothing compiled and with what it left behind.

``python benchmarks/first_runs.py`` prints seconds of the whole process, ``import osmnx`` beside.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PAIR = ("Karachi", "Tashkent")
COMMANDS = {
    "import osmnx": None,
    "route": ("route", *PAIR),
    "compare": ("compare", *PAIR),
    "alternatives": ("alternatives", *PAIR),
    "pareto": ("pareto", *PAIR),
    "matrix": ("matrix", *PAIR),
    "breakdown": ("breakdown", *PAIR, "-o", "{folder}/breakdown.png"),
    "simulate": ("simulate", *PAIR),
    "map": ("map", "-o", "{folder}/map.html"),
    "report": ("report", *PAIR, "-o", "{folder}/report.html"),
    "export": ("export", "geodata", "-o", "{folder}/network.graphml"),
    "data": ("data",),
}


def seconds(words: tuple[str, ...] | None, folder: Path, cache: Path) -> str:
    """Return how long a process takes; with ``!`` if it fails."""
    call = [sys.executable, "-c", "import osmnx"]
    if words is not None:
        own = [word.format(folder=folder) for word in words]
        call = [sys.executable, "-m", "corridors", *own]
    places = {"NUMBA_CACHE_DIR": str(cache / "numba"), "CORRIDORS_CACHE": str(cache / "own")}
    begin = time.perf_counter()
    done = subprocess.run(call, capture_output=True, check=False, env=os.environ | places)
    taken = time.perf_counter() - begin
    return f"{taken:.2f}{'!' if done.returncode else ''}"


def main() -> None:
    """Print the table: each command begins with an empty folder of its own."""
    chosen = sys.argv[1:] or list(COMMANDS)
    print(f"{'command':16}{'empty cache':>14}{'second run':>14}   s")
    for name in chosen:
        with tempfile.TemporaryDirectory() as text:
            folder = Path(text)
            runs = [seconds(COMMANDS[name], folder, folder / "cache") for _ in range(2)]
        print(f"{name:16}{runs[0]:>14}{runs[1]:>14}", flush=True)


if __name__ == "__main__":
    main()
