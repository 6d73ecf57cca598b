"""Check the commands and snippets of pages that do not run while the site is built.

``python docs/check_commands.py`` reads every page of ``docs``. The directive ``command`` and the
cells of the tutorials run in the build itself. Here every other ``corridors …`` in a block of the
shell must be a command with options that exist, and is run if all files that it names are made by
the commands before it; every block of Python must run.
"""

from __future__ import annotations

import contextlib
import io
import re
import shlex
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE / "_ext"), str(HERE.parent)]

from manual.commands import tree  # noqa: E402
from manual.running import answer, at  # noqa: E402

#: Endings of files that a command may read.
READ = (".toml", ".csv", ".gpkg", ".shp", ".osm", ".pbf", ".geojson", ".graphml", ".parquet")


def pages() -> list[Path]:
    """Return the pages that people write."""
    made = {HERE / "reference", HERE / "gallery"}
    found = sorted(HERE.rglob("*.md"))
    return [path for path in found if not made & {*path.parents} or path.name == "index.md"]


def blocks(path: Path, *languages: str) -> list[str]:
    """Return the fenced blocks of a page in some languages, as they follow one another."""
    text = path.read_text(encoding="utf-8")
    fenced = re.findall(r"^(`{3,})([^\n]*)\n(.*?)^\1$", text, re.DOTALL | re.MULTILINE)
    return [block for _, language, block in fenced if language.strip() in languages]


def lines(path: Path) -> Iterator[str]:
    """Yield the commands in blocks of the shell, those that go on in the next line joined."""
    for block in blocks(path, "sh", "bash", ""):
        for line in block.replace("\\\n", " ").splitlines():
            if line.startswith("corridors "):
                yield line


def fault_of_words(line: str) -> str | None:
    """Return what the program does not know in a command, without running it."""
    command, words = tree(), shlex.split(line, comments=True)[1:]
    if ">" in words:
        words = words[: words.index(">")]
    while hasattr(command, "commands") and words:
        if words[0] not in command.commands:
            return f"there is no command {words[0]!r}"
        command = command.commands[words.pop(0)]
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            command.make_context(command.name, words)
    except Exception as error:  # noqa: BLE001  # the vendored click has no name of its own
        done = getattr(error, "exit_code", 1) == 0  # an option that prints and ends
        return None if done else f"{type(error).__name__}: {error}"
    return None


def can_run(line: str, folder: Path) -> bool:
    """Say whether every file that a command reads is there."""
    words = shlex.split(line, comments=True)
    if words[1:2] == ["serve"]:  # it ends when it is told to
        return False
    if any(sign in line for sign in ("FILE", "FOLDER", "…", ">", "ID")):
        return False
    written = {words[k + 1] for k, word in enumerate(words[:-1]) if word in {"-o", "--map"}}
    read = [word for word in words if word.endswith(READ) and word not in written]
    return all((folder / word).exists() for word in read) and "osm" not in words


def prepare(folder: Path) -> None:
    """Write the files of others that pages speak of."""
    import geopandas as gpd
    from shapely import LineString

    lines = [LineString([(66.9, 30.2), (66.95, 30.5)]), LineString([(66.95, 30.5), (67.1, 30.9)])]
    columns = {"GAUGE": [1676, 1676], "LEN_M": [33_700.0, 46_900.0]}
    gpd.GeoDataFrame(columns, geometry=lines, crs=4326).to_file(folder / "tracks.shp")


def check(path: Path, ran: list[str]) -> list[str]:
    """Return the faults of a page; ``ran`` gathers what was run."""
    found: list[str] = []
    where = path.relative_to(HERE)
    with tempfile.TemporaryDirectory() as folder:
        prepare(Path(folder))
        for line in lines(path):
            if fault := fault_of_words(line):
                found.append(f"{where}: {line}: {fault}")
            elif can_run(line, Path(folder)):
                code, said = answer(line, folder)
                ran.append(line)
                found += [f"{where}: {line}: exit code {code}: {said}"] if code else []
        for block in blocks(path, "python"):
            try:
                with at(folder), contextlib.redirect_stdout(io.StringIO()):
                    exec(compile(block, str(where), "exec"), {})  # noqa: S102  # our own pages
            except Exception as error:  # noqa: BLE001
                found.append(f"{where}: {type(error).__name__}: {error}\n{block}")
            ran.append(block)
    return found


def main() -> None:
    """Print the faults, and end in an error if there are any."""
    begun, ran = time.perf_counter(), []
    found = [fault for path in pages() for fault in check(path, ran)]
    print("\n".join(found))
    seconds = time.perf_counter() - begun
    print(f"{len(ran)} commands and snippets run in {seconds:.0f} s, {len(found)} faults")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
