"""Run every command as a user who may write nowhere but in one folder, without a home.

As in a container: the package lies in a tree that is only read, nothing that is compiled can be
kept, and ``HOME`` is not set. Needs ``setpriv`` and to be run by root, who becomes nobody for it.

    python benchmarks/trust/nowhere.py
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NOBODY = 65534
#: Run by nobody: each command of a list, in one process, all kernels compiled at once.
SCRIPT = """
import contextlib, io, os, sys, traceback
tree, words_of = sys.argv[1:3]
sys.path[:0] = [tree, f"{tree}/tests", f"{tree}/tests/cli"]
import corridors as co
assert co.__file__.startswith(tree), co.__file__
assert not os.access(os.path.dirname(co.__file__), os.W_OK) and "HOME" not in os.environ
from corridors.engines import jit
if words_of == "all":
    jit.PLAIN_S = jit.PLAIN_COLD_S = -1.0
import test_every_command as table
from corridors.cli import main
with contextlib.suppress(ImportError):
    import uvicorn
    uvicorn.Server.run = lambda self, sockets: None
for words in table.GOOD if words_of == "all" else words_of.split(","):
    sys.argv = ["corridors", *words.split(), *table.GOOD[words]]
    said, code = io.StringIO(), 0
    try:
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            main()
    except SystemExit as stop:
        code = stop.code or 0
    except BaseException:
        code, said = -1, io.StringIO(traceback.format_exc())
    sentence = "Error:" in said.getvalue()
    print("@", words, code, int(sentence), said.getvalue()[-200:].replace(chr(10), " "), sep="\\t")
"""
#: What writes where it stands if nothing else is said.
WRITING = "map,tcd,breakdown,waterfall,report,export,import osm,import gmns,import lines"


def prepared(folder: Path) -> None:
    """Write what the commands read."""
    sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests/cli")]
    import osm_toy
    import test_every_command as table
    from toy import toy_network

    import corridors as co

    toy_network().write(folder / "toy")
    co.export_network(toy_network(), folder / "gmns", form="gmns")
    for name, text in {
        "gate.toml": table.CARD,
        "consignments.csv": "origin,destination,cargo_t\nAlpha,Epsilon,10\n",
        "demand.csv": "origin,destination,quantity\nAlpha,Epsilon,10\n",
        "toy.osm": osm_toy.xml(),
        "lines.geojson": table.LINES,
    }.items():
        (folder / name).write_text(text, encoding="utf-8")


def run(tree: Path, here: Path, words: str) -> list[list[str]]:
    """Run commands as nobody in a folder; return words, code, whether a sentence, and the text."""
    done = subprocess.run(
        [
            "setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups",
            "--bounding-set=-all", "--inh-caps=-all", sys.executable, "-c", SCRIPT, str(tree), words,
        ],
        cwd=here, env={"PATH": os.defpath}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    found = [line.split("\t")[1:] for line in done.stdout.splitlines() if line.startswith("@")]
    if not found:
        sys.exit(done.stderr)
    return found


def main() -> None:
    """Run all commands, and keep the figures."""
    sys.path.insert(0, str(Path(__file__).parent))
    from record import Record

    if os.geteuid() != 0:
        sys.exit("run it as root, who becomes nobody for it")
    record = Record(
        "nowhere", "Nothing can be written",
        "Every command in a process of nobody: the package in a tree that is only read, no home, "
        "nothing compiled is kept, and every kernel is compiled.",
        "python benchmarks/trust/nowhere.py",
    )  # fmt: skip
    with tempfile.TemporaryDirectory(prefix="corridors-nowhere-") as folder:
        Path(folder).chmod(0o755)
        tree, here, shut = (Path(folder) / name for name in ("tree", "here", "shut"))
        for part in ("corridors", "geodata", "tests"):
            shutil.copytree(
                ROOT / part, tree / part, ignore=shutil.ignore_patterns("__pycache__", ".*")
            )
        for made in (here, shut):
            made.mkdir()
            prepared(made)
        for one in (Path(folder), *Path(folder).rglob("*")):
            one.chmod(0o555 if one.is_dir() else 0o444)
        os.chown(here, NOBODY, NOBODY)
        here.chmod(0o755)
        worked = run(tree, here, "all")
        refused = run(tree, shut, WRITING)
    wrong = [one for one in worked if one[1] != "0"]
    wrong += [one for one in refused if one[1] != "2" or one[2] != "1"]
    good = sum(one[1] == "0" for one in worked)
    record.add("commands that work", f"{good} of {len(worked)}")
    told = sum(one[1:3] == ["2", "1"] for one in refused)
    remark = "those that write where they stand, in a folder that cannot be written"
    record.add("refused in a sentence", f"{told} of {len(refused)}", remark)
    print(*(f"{row['what']}: {row['figure']}" for row in record.rows), *wrong, sep="\n")
    record.write()
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
