"""Cut each writer at each call of the system that writes, and look what stands there afterwards.

A process that has all loaded forks a child for each point, which ``strace`` kills, or lets fail, at
the n-th call of a name. Needs Linux and ``strace``; run by hand:

    python benchmarks/trust/interruptions.py [--size nightly] [--only NAME …]
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).parents[2] / "tests"), str(Path(__file__).parent)]

import interruptions as cases  # noqa: E402
from record import FIGURES, Record  # noqa: E402

from corridors.errors import CorridorsError  # noqa: E402

#: Calls that write, or change names or rights. Of ``openat`` only those that create or write count.
CALLS = (
    "openat", "write", "pwrite64", "writev", "pwritev", "pwritev2", "ftruncate", "fallocate",
    "fsync", "fdatasync", "rename", "renameat", "renameat2", "link", "linkat", "symlink",
    "symlinkat", "unlink", "unlinkat", "mkdir", "mkdirat", "rmdir", "chmod", "fchmod", "fchmodat",
    "chown", "fchown", "fchownat", "lchown", "utimensat", "copy_file_range", "sendfile",
)  # fmt: skip
#: Calls by which a disk may tell late what it has not taken, and those that take one disk for two.
LATE, NAMES = {"fsync", "fdatasync", "close"}, {"rename", "renameat", "renameat2", "link", "linkat"}
_LINE = re.compile(r"^(\d+) +(\w+)\((.*)$")
_OPENS = re.compile(r"O_CREAT|O_WRONLY|O_RDWR")
#: A child ends so: all went well, it told a sentence, or another library's exception came through.
DONE, TOLD, RAW = 0, 3, 4
#: Writers that only save time: that they cannot write is nobody's business.
KEEPS = ("kept order", "kept answer")
#: Written by the same code as a folder, or with some hundred calls of GDAL into a working folder: of
#: these, some of the calls are enough but for a night, and they come last.
MANY = ("csv", "gmns", "gmns in place", "geoparquet", "gpkg", "gpkg, checked")
#: As others are written, but drawing them takes seconds a point.
SLOW = ("booklet", "sheet pdf", "chart svg", "chart pdf")
NOBODY = 65534
Point = tuple[str, int]


def child(name: str, path: Path, before: Callable[[], object]) -> int:
    """Fork a process that stops, then writes the new state; return its number."""
    number = os.fork()
    if number:
        os.waitpid(number, os.WUNTRACED)
        return number
    code = RAW
    try:
        os.kill(os.getpid(), signal.SIGSTOP)
        before()
        code = DONE
        with warnings.catch_warnings(record=True) as said:
            warnings.simplefilter("always")
            cases.WRITERS[name].write(cases.NEW, path)
        if any(issubclass(one.category, RuntimeWarning) for one in said):
            code = TOLD
    except (OSError, CorridorsError):
        code = TOLD
    except BaseException as error:  # noqa: BLE001  each is a fault, and told
        os.write(2, f"    {name}: {type(error).__name__}: {error}\n"[:300].encode())
        code = RAW
    finally:
        os._exit(code)


def let(number: int, strace: list[str]) -> int:
    """Let a stopped child go on under ``strace``; return how it ended, a signal as less than 0."""
    watcher = None
    if strace:
        command = ["strace", "-f", "-y", "-s", "0", "-p", str(number), *strace]
        watcher = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        assert watcher.stderr is not None
        watcher.stderr.readline()  # it is attached
    os.kill(number, signal.SIGCONT)
    _, status = os.waitpid(number, 0)
    if watcher:
        watcher.communicate()
    return os.waitstatus_to_exitcode(status)


def calls_of(name: str, path: Path, log: Path) -> list[Point]:
    """Return the calls below a folder that write, each with its number among those of its name."""
    known = f"trace={','.join((*CALLS, 'close'))}"
    code = let(child(name, path, lambda: None), ["-e", known, "-o", str(log)])
    if code != DONE:
        raise RuntimeError(f"{name}: ended with {code} where nothing was cut")
    numbers: Counter = Counter()
    found = []
    place = str(path.parent)
    for line in log.read_text(errors="replace").splitlines():
        if not (match := _LINE.match(line)):
            continue
        thread, call, rest = match.groups()
        numbers[thread, call] += 1
        if place in rest and (call != "openat" or _OPENS.search(rest)):
            found.append((call, numbers[thread, call]))
    return list(dict.fromkeys(found))


def some(points: list[Point], most: int) -> list[Point]:
    """Return so many of the points, the last ones among them, where names are exchanged."""
    if len(points) <= most:
        return points
    last = points[-(most // 2) :]
    step = (len(points) - len(last)) / (most - len(last))
    return [points[int(k * step)] for k in range(most - len(last))] + last


def draw_once() -> None:
    """Keep what is drawn, of either state: it is the writing that is cut, not the drawing."""
    from corridors import reports
    from corridors.charts import figure
    from corridors.maps import draw
    from corridors.reports import accuracy, batch, booklet_forms, sheet_forms

    def kept(make: Callable[..., Any], key: Callable[[Any], object] = id) -> Callable[..., Any]:
        made: dict[object, Any] = {}
        held = []  # a number of an object is its own as long as it lives

        def once(first: Any, *args: Any, **words: Any) -> Any:
            known = key(first)
            if known not in made:
                held.append(first)
                made[known] = make(first, *args, **words)
            return made[known]

        return once

    for module, names in (
        (reports, ("make_content", "page_html", "markdown", "excel")),
        (figure, ("png_bytes", "svg_bytes")),
        (draw, ("make_scene", "map_page")),
        (accuracy, ("accuracy_page",)),
        (batch, ("_excel",)),
    ):
        for name in names:
            setattr(module, name, kept(getattr(module, name)))
    for forms in (sheet_forms.FORMS, booklet_forms.FORMS):
        for ending, make in forms.items():
            forms[ending] = kept(make, repr)  # type: ignore[index]


class Campaign:
    """Cuts writers, and counts what stands there afterwards."""

    def __init__(self, root: Path, until: float) -> None:
        self.root, self.until = root, until
        self.holder = root / "expected"
        self.holder.mkdir()
        self.seen: dict[str, dict[str, Counter]] = {}  # by fault and writer
        self.faults: list[str] = []
        self._judged: dict[tuple[str, str], str] = {}

    def fresh(self, name: str) -> Path:
        """Return a path with the old state."""
        kept, here = self.root / f"{name}, old", self.root / name
        if not kept.exists():
            kept.mkdir()
            cases.prepare(name, kept)
        shutil.rmtree(here, ignore_errors=True)
        shutil.copytree(kept, here, symlinks=True)
        here.chmod(0o755)
        return here / cases.WRITERS[name].target

    def cut(
        self, fault: str, name: str, what: str, strace: list[str],
        before: Callable[[], object] = lambda: None,
    ) -> None:  # fmt: skip
        """Cut a writer once, look what stands there, write again and look again."""
        path = self.fresh(name)
        code = let(child(name, path, before), strace)
        state = self.judged(name, path)
        told = []
        if state not in (cases.OLD, cases.NEW):
            told.append(state)
        if code == RAW:
            told.append("an exception of another library")
        if code == DONE and state != cases.NEW and name not in KEEPS:
            told.append("said that it was written")
        cases.WRITERS[name].write(cases.NEW, path)
        if (after := self.judged(name, path)) != cases.NEW:
            told.append(f"written again it is {after}")
        if left := cases.debris(path.parent):
            told.append(f"left after the next writing: {left}")
        counts = self.seen.setdefault(fault, {}).setdefault(name, Counter())
        counts["points"] += 1
        counts[state.partition(":")[0]] += 1
        counts["dead"] += code == -signal.SIGKILL
        counts["faults"] += bool(told)
        if told:
            self.faults.append(f"{fault}, {name}, {what}: {'; '.join(told)}")
            print("   ", self.faults[-1], flush=True)

    def judged(self, name: str, path: Path) -> str:
        """Return the state of what stands at a path; files of the same bytes are read once."""
        held = hashlib.sha256()
        for file in sorted(files(path.parent)):
            inner = file.relative_to(path.parent)
            if not inner.parts[0].startswith(".corridors-writing-"):
                held.update(f"{inner}\0".encode() + file.read_bytes())
        key = (name, held.hexdigest())
        if key not in self._judged:
            self._judged[key] = cases.found(name, path, self.holder)
        return self._judged[key]

    def all_of(self, name: str, *, most: int, errors: int) -> None:
        """Kill a writer at each of its calls, and let some of them fail."""
        for state in (cases.NEW, cases.OLD):  # all that is loaded and drawn, is so now
            cases.WRITERS[name].write(state, self.fresh(name))
            cases.found(name, self.fresh(name), self.holder)
        log = self.root / "calls.log"
        every = calls_of(name, self.fresh(name), log)
        points = [point for point in every if point[0] != "close"]
        begin = time.monotonic()
        for call, number in some(points, most):
            inject = f"inject={call}:signal=KILL:when={number}"
            self.cut(
                "killed",
                name,
                f"{call} {number}",
                ["-e", f"trace={call}", "-e", inject, "-o", "/dev/null"],
            )
            if time.monotonic() > self.until:
                return
        for fault, word in (("full disk", "ENOSPC"), ("quota", "EDQUOT"), ("disk fault", "EIO")):
            for call, number in some(points, errors):
                inject = f"inject={call}:error={word}:when={number}+"
                words = ["-e", f"trace={call}", "-e", inject, "-o", "/dev/null"]
                self.cut(fault, name, f"{call} {number}", words)
        for fault, word, calls in (("told late", "ENOSPC", LATE), ("another disk", "EXDEV", NAMES)):
            for call, number in some([point for point in every if point[0] in calls], errors):
                inject = f"inject={call}:error={word}:when={number}"
                words = ["-e", f"trace={call}", "-e", inject, "-o", "/dev/null"]
                self.cut(fault, name, f"{call} {number}", words)
        size = max((f.stat().st_size for f in files(self.root / name)), default=0)
        for part in (0.0, 0.3, 0.6, 0.95):
            most_bytes = int(size * part)
            limit = lambda b=most_bytes: resource.setrlimit(resource.RLIMIT_FSIZE, (b, b))  # noqa: E731
            self.cut("limit of size", name, f"{most_bytes} bytes", [], limit)
        if os.geteuid() == 0:
            self.cut("read-only folder", name, "", [], lambda: as_nobody(self.root / name))
        print(f"{name}: {len(points)} calls, {time.monotonic() - begin:.0f} s", flush=True)

    def at_once(self, name: str, seconds: float) -> None:
        """Read while two processes write the old and the new over each other."""
        path = self.fresh(name)
        states = {cases.OLD, cases.NEW}
        for state in states:  # so that nothing is loaded, or expected, while they write
            cases.found(name, path, self.holder)
            cases.WRITERS[name].write(state, path)
        writers = [forked(lambda s=s: cases.WRITERS[name].write(s, path)) for s in states]
        counts = self.seen.setdefault("read while two write", {}).setdefault(name, Counter())
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            state = cases.found(name, path, self.holder)
            if "a program writes it now" in state:
                state = "refused"  # it was written over and over for a second
            counts["points"] += 1
            counts[state.partition(":")[0]] += 1
            if state not in {*states, "refused"}:
                counts["faults"] += 1
                self.faults.append(f"read while two write, {name}: {state}")
                print("   ", self.faults[-1], flush=True)
        for writer in writers:
            os.kill(writer, signal.SIGKILL)
            os.waitpid(writer, 0)
        cases.WRITERS[name].write(cases.NEW, path)
        if left := cases.debris(path.parent):
            self.faults.append(f"two writers, {name}: left {left}")
            counts["faults"] += 1


def forked(call: Callable[[], object]) -> int:
    """Do something over and over in another process, and return its number."""
    number = os.fork()
    if number:
        return number
    try:
        while True:
            call()
    except BaseException as error:  # noqa: BLE001  it is told
        os.write(2, f"    a writer ended: {type(error).__name__}: {error}\n".encode())
    finally:
        os._exit(1)


def as_nobody(folder: Path) -> None:
    """Go on as a user who may write nowhere."""
    os.umask(0o022)
    for one in (folder, *folder.rglob("*")):
        one.chmod(0o555 if one.is_dir() else 0o444)
    os.setgid(NOBODY)
    os.setuid(NOBODY)


def files(folder: Path) -> Iterator[Path]:
    """Yield the files below a folder that was written."""
    return (one for one in folder.rglob("*") if one.is_file())


def told(record: Record, seen: dict[str, dict[str, Counter]], names: Sequence[str]) -> None:
    """Add a row each fault, over all writers: those not cut now as the last run had them."""
    file = FIGURES / f"{record.name}.json"
    kept = json.loads(file.read_text(encoding="utf-8"))["rows"] if file.exists() else []
    before = {row["what"]: row.get("by_writer", {}) for row in kept}
    of = {fault: dict(before.get(fault, {})) for fault in (*before, *seen) if fault != "writers"}
    for fault, by_writer in seen.items():
        of[fault] |= {name: dict(counts) for name, counts in by_writer.items()}
    if record.name == "interruptions":
        cut = [name for name in cases.WRITERS if name in of.get("killed", {})]
        every = {*cut, *names, *(n for n in cases.WRITERS if n not in SLOW)}
        record.add("writers", f"{len(cut)} of {len(every)}", ", ".join(cut))
    for fault, by_writer in of.items():
        counts = sum((Counter(one) for one in by_writer.values()), Counter())
        lost, half = counts["lost"], counts["half"]
        record.add(
            fault,
            f"{counts['points']:,} points: {lost} lost, {half} half",
            f"{counts['old']} old, {counts['new']} new"
            + (f", {counts['refused']} refused" if counts["refused"] else "")
            + (f", {counts['dead']} ended by it" if counts["dead"] else "")
            + f"; other faults: {counts['faults'] - lost - half}",
        )
        record.rows[-1]["by_writer"] = by_writer


def main() -> None:
    """Cut every writer, and keep the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--size", choices=("some", "nightly"), default="some")
    parser.add_argument("--only", nargs="+", choices=cases.WRITERS)
    parser.add_argument("--part", choices=("cut", "meanwhile"), default="cut")
    parser.add_argument("--minutes", type=float, default=60.0, help="stop after so many")
    given = parser.parse_args()
    nightly = given.size == "nightly"
    shared = Path("/dev/shm")  # what is killed leaves the same on any disk
    holder = shared if shared.is_dir() and os.access(shared, os.W_OK) else None
    meanwhile = Record(
        "meanwhile", "Read while it is written",
        "Two processes write the old and the new over each other without a pause, and a third reads. "
        "What it reads must be the one or the other, or be refused in a sentence.",
        "python benchmarks/trust/interruptions.py --part meanwhile",
    )  # fmt: skip
    record = meanwhile if given.part == "meanwhile" else Record(
        "interruptions", "Interruptions",
        "Writers of files and folders, killed (SIGKILL) before each call of the system that "
        "writes (where these are hundreds into a folder of its own, 40 of them; --size nightly: all), "
        "or with that call and all later ones of its name refused (told late: that fsync or close "
        "alone; another disk: that renaming). Afterwards the target "
        "must be the old or the new, whole, for us and (folders that are exchanged by name) for "
        "any other program; the next writing must succeed and leave nothing behind.",
        "python benchmarks/trust/interruptions.py",
    )  # fmt: skip
    draw_once()
    with tempfile.TemporaryDirectory(dir=holder, prefix="corridors-cut-") as folder:
        Path(folder).chmod(0o755)
        found = Campaign(Path(folder), time.monotonic() + given.minutes * 60)
        names = given.only or [n for n in cases.WRITERS if nightly or n not in SLOW]
        names.sort(key=lambda name: (name in MANY, "folder" in name))  # quick ones first
        for name in names if given.part == "cut" else ():
            if time.monotonic() > found.until:
                break
            most = 10**9 if nightly or name not in MANY else 40
            found.all_of(name, most=most, errors=10**9 if nightly else 4 if name in MANY else 6)
            if time.monotonic() > found.until:  # in the midst of it
                for by_writer in found.seen.values():
                    by_writer.pop(name, None)
        for name in ("folder", "folder in place", "gmns", "gpkg", "report text", "batch csv"):
            if given.part == "meanwhile" and (given.only is None or name in given.only):
                found.at_once(name, 20.0 if nightly else 5.0)
    told(record, found.seen, names)
    print(*(f"{row['what']}: {row['figure']} ({row['remark']})" for row in record.rows), sep="\n")
    record.write()
    with contextlib.suppress(BrokenPipeError):
        print(*found.faults, sep="\n")
    sys.exit(bool(found.faults))


if __name__ == "__main__":
    main()
