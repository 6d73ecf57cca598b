"""Sixty fixed questions, whose answers are the same everywhere; the golden ones are kept.

    python tests/same_answers.py            compare with the golden answers, print what differs
    python tests/same_answers.py --write    write the golden answers, print what changed
    python tests/same_answers.py --to FILE  keep the answers, with all digits, and what gave them
        --rows 3        the rows of every table and file that is read in another order
        --threads 8     asked from so many threads at once, which share the networks
        --without numba as if the module were not installed

The golden answers keep twelve digits of a number; answers are compared at 1e-9.
"""

from __future__ import annotations

import argparse
import csv
import dataclasses
import datetime as dt
import json
import math
import platform
import random
import shutil
import sys
import tempfile
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from same_questions import QUESTIONS, Asked

GOLDEN = Path(__file__).parent / "data" / "same_answers.json"
#: Relative and absolute: what sums of hours and USD may differ in between two orders of adding.
APART = 1e-9


def plain(value: Any) -> Any:
    """Return an answer as values of JSON, tables as rows; a number that is none is its word."""
    import numpy as np
    import pandas as pd

    if isinstance(value, dt.date | np.datetime64):
        return "" if pd.isna(value) else pd.Timestamp(value).isoformat()
    if value is None or isinstance(value, bool | str | int):
        return value
    if isinstance(value, np.generic):
        return plain(value.item())
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if isinstance(value, pd.DataFrame):
        return _rows(value)
    if isinstance(value, pd.Series):
        return plain(value.to_dict())
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, set | frozenset):
        return sorted(plain(one) for one in value)
    if isinstance(value, list | tuple | np.ndarray):
        return [plain(one) for one in value]
    if hasattr(value, "__geo_interface__"):
        return plain(value.__geo_interface__)
    if dataclasses.is_dataclass(value):
        return {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    raise TypeError(f"no plain form of {type(value).__name__}")


def _rows(frame: Any) -> list[list]:
    """Return a table as a header and its rows; an index that says something is a column."""
    import pandas as pd

    if not isinstance(frame.index, pd.RangeIndex):
        frame = frame.reset_index()
    columns = [[plain(value) for value in frame[name]] for name in frame.columns]
    return [[str(name) for name in frame.columns], *map(list, zip(*columns, strict=True))]


def apart(told: Any, kept: Any, where: str = "") -> list[str]:
    """Return in sentences where two answers differ by more than 1e-9."""
    if isinstance(told, float | int) and isinstance(kept, float | int):
        same = math.isclose(told, kept, rel_tol=APART, abs_tol=APART)
        return (
            []
            if same and isinstance(told, bool) is isinstance(kept, bool)
            else [_said(told, kept, where)]
        )
    if isinstance(told, dict) and isinstance(kept, dict):
        keys = [*kept, *(key for key in told if key not in kept)]
        parts = [
            apart(told.get(k, "(nothing)"), kept.get(k, "(nothing)"), f"{where}.{k}") for k in keys
        ]
        return [fault for part in parts for fault in part]
    if isinstance(told, list) and isinstance(kept, list) and len(told) == len(kept):
        parts = [
            apart(a, b, f"{where}[{n}]") for n, (a, b) in enumerate(zip(told, kept, strict=True))
        ]
        return [fault for part in parts for fault in part]
    return [] if told == kept else [_said(told, kept, where)]


def _said(told: Any, kept: Any, where: str) -> str:
    before, now = (json.dumps(v, ensure_ascii=False)[:160] for v in (kept, told))
    return f"{where.lstrip('.') or 'the answer'}: {before} -> {now}"


def kept_answers() -> dict[str, Any]:
    """Return the golden answers."""
    found: dict[str, Any] = json.loads(GOLDEN.read_text(encoding="utf-8"))
    return found


def shortened(value: Any) -> Any:
    """Return an answer whose numbers have twelve digits."""
    if isinstance(value, float):
        return float(f"{value:.12g}")
    if isinstance(value, dict):
        return {key: shortened(one) for key, one in value.items()}
    return [shortened(one) for one in value] if isinstance(value, list) else value


def write(answers: dict[str, Any], path: Path) -> None:
    """Write answers, a row of a table or a value of an answer a line, so that changes show."""
    parts = [f"{_key(name)}: {_lined(answer, ' ')}" for name, answer in answers.items()]
    path.write_text("{\n" + ",\n".join(parts) + "\n}\n", encoding="utf-8")


def _key(name: str) -> str:
    return json.dumps(name, ensure_ascii=False)


def _lined(value: Any, indent: str) -> str:
    flat = json.dumps(value, ensure_ascii=False)
    if len(flat) + len(indent) <= 120 or not isinstance(value, list | dict):
        return flat
    inner = indent + " "
    if isinstance(value, dict):
        parts = [f"{inner}{_key(k)}: {_lined(v, inner)}" for k, v in value.items()]
        return "{\n" + ",\n".join(parts) + f"\n{indent}}}"
    if not any(isinstance(one, list | dict) and one for one in value):
        return flat  # a row of a table
    return "[\n" + ",\n".join(inner + _lined(one, inner) for one in value) + f"\n{indent}]"


def answers(asked: Asked, threads: int = 1) -> dict[str, Any]:
    """Ask all questions, from some threads at once."""
    with ThreadPoolExecutor(threads) as pool:
        found = pool.map(lambda name: answer(name, asked), QUESTIONS)
        return dict(zip(QUESTIONS, found, strict=True))


def answer(name: str, asked: Asked) -> Any:
    """Ask one question; return its answer in plain values."""
    # Through JSON, so that what is compared is what is kept.
    return json.loads(json.dumps(plain(QUESTIONS[name](asked)), ensure_ascii=False))


def mixed_data(folder: Path, rows: int) -> Path:
    """Return a copy of the embedded tables and lines whose rows are in another order.

    The schema stays: its order is that of the columns.
    """
    from corridors.network.files import DATA_FOLDER

    made = folder / "geodata"
    shutil.copytree(DATA_FOLDER, made, ignore=shutil.ignore_patterns("build"))
    for path in sorted(made.glob("*.csv")):
        if path.name == "schema.csv":
            continue
        with path.open(encoding="utf-8", newline="") as stream:
            head, *lines = csv.reader(stream)
        random.Random(rows).shuffle(lines)
        with path.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream, lineterminator="\n").writerows([head, *lines])
    lines_of = made / "geometry.geojson"
    drawn = json.loads(lines_of.read_text(encoding="utf-8"))
    random.Random(rows).shuffle(drawn["features"])
    lines_of.write_text(json.dumps(drawn, ensure_ascii=False), encoding="utf-8")
    return made


def made_by() -> dict[str, str]:
    """Return what answered: the package, Python and the libraries that compute."""
    from importlib.metadata import version

    import corridors

    names = ("numpy", "pandas", "scipy", "numba", "networkx", "shapely", "geopandas")
    return {
        "package": corridors.__file__,
        "python": platform.python_version(),
        **{name: version(name) for name in names},
    }


def main() -> None:
    """Ask, and compare, write or keep."""
    parser = argparse.ArgumentParser(description="Ask sixty fixed questions.")
    parser.add_argument("--write", action="store_true", help="write the golden answers")
    parser.add_argument("--to", type=Path, help="keep the answers in this file")
    parser.add_argument("--rows", type=int, help="another order of rows")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--without", help="a module that is taken not to be installed")
    said = parser.parse_args()
    if said.without:
        sys.modules[said.without] = None  # type: ignore[assignment]
    with tempfile.TemporaryDirectory() as folder:
        if said.rows is not None:
            from corridors.network import files

            files.DATA_FOLDER = mixed_data(Path(folder), said.rows)
        found = answers(Asked(Path(folder), said.rows), said.threads)
    if said.to:
        kept = {"made_by": made_by(), "answers": found}
        said.to.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
        return
    changed = apart(found, kept_answers() if GOLDEN.exists() else {})
    print("\n".join(changed) or f"{len(found)} answers are as they were")
    if said.write:
        write(shortened(found), GOLDEN)
    elif changed:
        sys.exit(1)


if __name__ == "__main__":
    main()
