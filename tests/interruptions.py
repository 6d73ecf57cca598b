"""What writes, what may cut it short, and what must be true afterwards.

Shared by quick tests, which cut in this process by a hook, and by the campaign
``benchmarks/trust/interruptions.py``, which kills processes at each call of the system.
"""

from __future__ import annotations

import errno
import io
import os
import shutil
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from toy import change, toy_tables

import corridors as co
from corridors.network.files import ArrayShelf, disk, write_text
from corridors.network.network import Network

OLD, NEW = "old", "new"
_DAY = date(2026, 1, 1)


@cache
def network(state: str) -> Network:
    """Return the toy network: of old it has a line of its own, newly it has none and costs more."""
    tables = toy_tables()
    if state == OLD:
        line = ((60.0, 40.0), (60.4, 40.2), (60.9, 40.0))
        return Network(tables, geometry=lambda: {"road-ab": line}, name="toy")
    tables["speeds"] = change(tables["speeds"], "speed_kmh", {"mode": "road"}, 40.0)
    return Network(tables, name="toy")


@cache
def trip(state: str) -> Any:
    return co.route(network(state), "xx-a", "zz-e")


@cache
def batch(state: str) -> Any:
    rows = [{"origin": "xx-a", "destination": "zz-e"}] * (1 if state == OLD else 2)
    return co.batch(network(state), rows)


@cache
def front(state: str) -> Any:
    return co.pareto(network(state), "xx-a", "zz-e")


@cache
def figure(state: str) -> Any:
    return front(state).plot()


# -- what they write, as what it means ------------------------------------------------------------


def in_bytes(path: Path) -> Any:
    """Return the bytes of a file, or of all files of a folder but the hidden list of them."""
    if path.is_dir():
        return {
            str(one.relative_to(path)): one.read_bytes()
            for one in sorted(path.rglob("*"))
            if one.is_file() and not one.relative_to(path).parts[0].startswith(".corridors-")
        }
    return path.read_bytes()


def as_network(path: Path) -> Any:
    """Return all tables and lines of a network, as they are read back."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        net = co.import_network(path)
    return {n: net.table(n).columns for n in net.table_names}, dict(net.own_lines)


def as_rows(path: Path) -> Any:
    """Return the rows of a Parquet file."""
    import pandas as pd

    return pd.read_parquet(path).to_dict("list").__repr__()


def as_network_and_files(path: Path) -> Any:
    """Return what a folder means, and its files: no other program may find a mixture either."""
    return as_network(path), in_bytes(path)


@dataclass(frozen=True)
class Writer:
    """Something that writes.

    Attributes
    ----------
    target
        The name of its file or folder.
    write
        Writes a state to a path.
    read
        What stands there, in a form that can be compared.
    inside
        The folder has a folder of the user in it, so that it cannot be exchanged by its name.
    """

    target: str
    write: Callable[[str, Path], Any]
    read: Callable[[Path], Any] = in_bytes
    inside: bool = False


def _export(state: str, path: Path) -> None:
    form = path.suffix.removeprefix(".") or path.name
    co.export_network(network(state), path, form=form)


def _report(state: str, path: Path) -> None:
    co.report(network(state), "xx-a", "zz-e", path)


def _chart(state: str, path: Path) -> None:
    from corridors.cli.printed import write_chart

    with redirect_stderr(io.StringIO()):
        # The same figure twice is not the same PDF.
        drawn = front(state).plot() if path.suffix == ".pdf" else figure(state)
        write_chart(drawn, path, quiet=True)


def _sweep(state: str, path: Path) -> None:
    from sweeps import PAIRS, cases

    co.sweep(network(OLD), cases(2 if state == OLD else 4), PAIRS, resume=path)


def _array(state: str, path: Path) -> None:
    ArrayShelf(path.parent).write(path.stem, np.arange(9 if state == OLD else 99))


def _shown(state: str, path: Path) -> None:
    from corridors.cli.printed import Printed

    rows = [{"a": k, "b": state} for k in range(2 if state == OLD else 400)]
    with redirect_stdout(io.StringIO()):
        Printed(file=path).show(rows, lambda: None)


def _accuracy(state: str, path: Path) -> None:
    from corridors.reports.accuracy import accuracy_page

    write_text(f"{accuracy_page(network(state))}\n{state}\n", path)


def _answers(state: str, path: Path) -> None:
    """Keep an answer of Overpass, as a download does."""
    from corridors.sources.osm import overpass

    working = path.parent / "working"
    shutil.rmtree(working, ignore_errors=True)
    working.mkdir()
    (working / path.name).write_text('{"elements": [%s]}' % ("1" if state == OLD else "1, 2"))
    overpass._keep_whole(working, path.parent)
    shutil.rmtree(working)


WRITERS: dict[str, Writer] = {
    "folder": Writer("net", lambda s, p: network(s).write(p), as_network_and_files),
    "folder in place": Writer("net", lambda s, p: network(s).write(p), as_network, inside=True),
    "csv": Writer("csv", _export, as_network_and_files),
    "gmns": Writer("gmns", _export, as_network_and_files),
    "gmns in place": Writer("gmns", _export, as_network, inside=True),
    "geoparquet": Writer("net.geoparquet", _export, as_network_and_files),
    "gpkg": Writer("net.gpkg", lambda s, p: network(s).write(p), as_network),
    "gpkg, checked": Writer("net.gpkg", _export, as_network),
    "geojson": Writer("net.geojson", _export, as_network),
    "graphml": Writer("net.graphml", _export, as_network),
    "report folder": Writer("report", _report),
    "report page": Writer("report.html", _report),
    "report text": Writer("report.md", _report),
    "report workbook": Writer("report.xlsx", _report),
    **{
        f"sheet {end}": Writer(f"sheet.{end}", lambda s, p: trip(s).save(p, made=_DAY))
        for end in ("pdf", "xlsx", "html", "md")
    },
    "booklet": Writer("ways.pdf", lambda s, p: co.save_trips(front(s), p, made=_DAY)),
    "map": Writer("map.html", lambda s, p: co.save_map(trip(s), p)),
    **{f"chart {end}": Writer(f"chart.{end}", _chart) for end in ("png", "svg", "pdf")},
    "batch csv": Writer("batch.csv", lambda s, p: batch(s).save(p)),
    "batch workbook": Writer("batch.xlsx", lambda s, p: batch(s).save(p)),
    "sweep": Writer("sweep.parquet", _sweep, as_rows),
    "accuracy page": Writer("accuracy.md", _accuracy),
    "printed csv": Writer("rows.csv", _shown),
    "printed json": Writer("rows.json", _shown),
    "kept order": Writer("order.npy", _array),
    "kept answer": Writer("answer.json", _answers),
}


@cache
def _expected(name: str, state: str, holder: Path, read: Callable[[Path], Any]) -> Any:
    writer = WRITERS[name]
    place = holder / f"{name}-{state}"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    for one in (OLD, NEW) if writer.target.startswith("sweep") and state == NEW else (state,):
        prepare(name, place) if one == OLD else writer.write(one, place / writer.target)
    if writer.inside:
        _of_the_user(place / writer.target)
    return read(place / writer.target)


def prepare(name: str, place: Path) -> Path:
    """Write the old state into an empty folder, and return the path."""
    writer = WRITERS[name]
    path = place / writer.target
    writer.write(OLD, path)
    if writer.inside:
        _of_the_user(path)
    return path


def _of_the_user(path: Path) -> None:
    (path / "mine").mkdir(exist_ok=True)
    (path / "mine" / "notes.txt").write_text("mine")


def found(name: str, path: Path, holder: Path, read: Callable[[Path], Any] | None = None) -> str:
    """Return which state stands at a path: old, new, or what else is wrong with it."""
    writer = WRITERS[name]
    if not path.exists():
        return "lost"
    if writer.inside and (path / "mine" / "notes.txt").read_text() != "mine":
        return "lost"
    reading = read or writer.read
    try:
        there = reading(path)
    except Exception as error:  # noqa: BLE001  whatever it is: it cannot be read
        return f"half: {type(error).__name__}: {error}"[:300]
    for state in (OLD, NEW):
        if there == _expected(name, state, holder, reading):
            return state
    return "half: neither the old nor the new"


def debris(place: Path) -> list[str]:
    """Return what hidden files of writing are below a folder, the lists of folders left out."""
    return [
        str(one.relative_to(place))
        for one in place.rglob(".*")
        if one.name.startswith((".corridors-writing-", ".corridors-exchange")) or "lock" in one.name
    ]


# -- cutting it short in this process -------------------------------------------------------------


class Killed(BaseException):
    """What ends a process at once."""


@dataclass
class Cut:
    """Counts calls that write, and cuts at one of them.

    Attributes
    ----------
    at
        Which, from 0; a large number: none.
    number
        ``None``: the process ends there, so that nothing it calls afterwards is done; else the
        call fails with this number of an error, and what comes after goes its way.
    """

    place: Path
    at: int = 10**9
    number: int | None = None
    count: int = 0
    dead: bool = False
    what: str = ""

    def reach(self, path: Any, what: str = "") -> None:
        """Count a call, and cut there if it is the one."""
        if isinstance(path, bytes):
            path = os.fsdecode(path)
        elsewhere = isinstance(path, str | Path) and Path(path).is_absolute()
        if elsewhere and not Path(path).is_relative_to(self.place):
            return
        if self.dead:
            raise Killed
        self.count += 1
        if self.count - 1 != self.at:
            return
        self.what = what
        if self.number is not None:
            raise OSError(self.number, os.strerror(self.number))
        self.dead = True
        raise Killed


_now: list[tuple[Cut, int]] = []
_hooked: list[bool] = []
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_EVENTS = {
    "os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.chmod",
    "os.chown", "os.truncate",
}  # fmt: skip


def _hook(event: str, args: tuple) -> None:
    if not _now or _now[0][1] != threading.get_ident():
        return
    if event == "open":
        path, mode, flags = args
        writes = flags & _WRITING if mode is None else set(mode) & set("wax+")
        if writes and not isinstance(path, int):
            _now[0][0].reach(path)
    elif event in _EVENTS:
        _now[0][0].reach(args[0], event)


@contextmanager
def cutting(cut: Cut) -> Iterator[Cut]:
    """Cut what this thread writes below a folder."""
    if not _hooked:
        _hooked.append(True)
        sys.addaudithook(_hook)
    fsync, exchange = os.fsync, disk.exchange

    def fsync_cut(number: int) -> None:
        cut.reach(None)
        fsync(number)

    def exchange_cut(one: Path, other: Path) -> None:
        cut.reach(other)
        exchange(one, other)

    os.fsync, disk.exchange = fsync_cut, exchange_cut  # type: ignore[assignment]
    _now.append((cut, threading.get_ident()))
    try:
        with suppress(Killed):
            yield cut
    finally:
        _now.clear()
        os.fsync, disk.exchange = fsync, exchange


def points(count: int, most: int) -> list[int]:
    """Return up to so many of the calls, the last ones among them: there names are exchanged."""
    last = range(max(0, count - most // 2 - 1), count)
    rest = max(1, (count - len(last)) // max(1, most - len(last)))
    return sorted({*range(0, count - len(last), rest), *last})[: most + 2]


def cut_short(
    name: str,
    place: Path,
    at: int,
    number: int | None = None,
    read: Callable[[Path], Any] | None = None,
) -> tuple[str, list[str]]:
    """Cut a writer once; return what stands there then, and faults: none, if all is as it must be.

    ``read`` reads what stands there, in place of the writer's own way.
    """
    writer = WRITERS[name]
    holder = place / "expected"
    holder.mkdir(exist_ok=True)
    here = place / f"{name}-{at}-{number}"
    here.mkdir()
    path = prepare(name, here)
    faults = []
    with cutting(Cut(here, at, number)) as cut:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # a sweep warns, and returns what it has
                writer.write(NEW, path)
        except Exception as error:  # noqa: BLE001  each is looked at
            if number is None or not isinstance(error, OSError):
                faults.append(f"{type(error).__name__}: {error}")
    sweeping = cut.what in {"os.remove", "os.rmdir"}  # what cannot be taken away stays
    left = [one for one in debris(here) if ".corridors-exchange" not in one]  # a plan is completed
    if number is not None and not sweeping and left:
        faults.append(f"left behind by a fault: {left}")
    state = found(name, path, holder, read)
    writer.write(NEW, path)
    if (after := found(name, path, holder, read)) != NEW:
        faults.append(f"written again it is {after}")
    if left := debris(here):
        faults.append(f"left after the next writing: {left}")
    if cut.at < cut.count and number is None and not cut.dead:
        faults.append("was not cut")
    shutil.rmtree(here)
    return state, faults


def count_calls(name: str, place: Path) -> int:
    """Return how many calls a writer makes that write."""
    here = place / f"{name}-counted"
    here.mkdir()
    path = prepare(name, here)
    with cutting(Cut(here)) as cut:
        WRITERS[name].write(NEW, path)
    shutil.rmtree(here)
    return cut.count


#: What a system says when it cannot write.
REFUSALS = {
    "full disk": errno.ENOSPC,
    "quota": getattr(errno, "EDQUOT", errno.ENOSPC),
    "disk fault": errno.EIO,
}
