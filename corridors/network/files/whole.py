"""The door through which all is written: whole files and folders, at once or not at all.

A file is made in a working folder beside its place, brought to the disk, and renamed. A folder is
made so, too. Where there was one, the two exchange their names, which the system does at once;
where it cannot (on Windows, on some disks, at a mount, with folders in it, where a process has its
working folder in it), the new files go into the folder itself with a plan, and from the moment
that this has its name the folder is the new one: who reads or writes next brings it to an end.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import stat
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import sleep
from typing import TypeVar

from corridors.errors import DataError
from corridors.network.files import disk, manifest
from corridors.network.files.disk import WORKING, beside, flush, held, hold, named, sweep_up

T = TypeVar("T")
#: Stands in a folder with the files that come into it, and the plan.
EXCHANGE = ".corridors-exchange"
_PLAN = "plan.json"
#: So often a folder is looked at again that is being written, after so many seconds each.
_LOOKS, _PAUSE_S = 20, 0.05


# -- files ----------------------------------------------------------------------------------------


@contextmanager
def new_file(path: str | Path) -> Iterator[Path]:
    """Give a path to write to; it takes the place of ``path`` only if all goes well.

    Where ``path`` is a link to a file, the file takes the place of what the link means. It has
    the rights that the file had which was there.

    Raises
    ------
    OSError
        If ``path`` cannot be written; it names ``path``, not what is written beside it.
    """
    path = Path(path)
    place = _place_of_file(path)
    with beside(path, place.parent) as folder:
        target = folder / path.name
        yield target
        with named(path):
            _same_rights(place, target)
            flush(target)
            target.replace(place)
            flush(place.parent)


def write_text(text: str, path: str | Path) -> Path:
    """Write a file of text, in UTF-8, whole or not at all; return its absolute path."""
    with new_file(path) as file:
        file.write_text(text, encoding="utf-8", newline="\n")
    return Path(path).resolve()


def check_writable(path: Path) -> None:
    """Raise, before any work, if a file cannot be written.

    Raises
    ------
    OSError
        In a sentence that names ``path``.
    """
    place = _place_of_file(path)
    try:
        with beside(path, place.parent):
            pass
    except OSError as error:
        raise type(error)(f"{path}: nothing can be written in {path.parent}") from error


def _place_of(path: Path) -> Path:
    """Return where a path leads, past all links."""
    try:
        return path.resolve()
    except RuntimeError:  # links in a circle, before Python 3.13
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path)) from None


def _place_of_file(path: Path) -> Path:
    """Return where a file is to stand, or raise if it cannot."""
    place = _place_of(path)
    if place.is_dir():
        raise IsADirectoryError(f"{path} is a folder; give a file")
    if not place.parent.is_dir():
        raise FileNotFoundError(f"{path}: there is no folder {path.parent}")
    if place.exists() and not place.is_file():
        raise FileExistsError(f"{path} is a pipe or a device; give a file")
    if place.exists() and not os.access(place, os.W_OK):
        raise PermissionError(f"{path} is protected from writing; give another file")
    return place


def _same_rights(old: Path, new: Path) -> None:
    """Give a file or folder the rights of the one whose place it takes."""
    if not old.exists():
        return
    here, there = old.stat(), new.stat()
    if hasattr(os, "chown") and (here.st_uid, here.st_gid) != (there.st_uid, there.st_gid):
        with suppress(OSError):  # to give it away is for the superuser alone
            os.chown(new, here.st_uid, here.st_gid)
    new.chmod(stat.S_IMODE(here.st_mode))


# -- folders --------------------------------------------------------------------------------------


@contextmanager
def new_folder(
    path: str | Path, kind: str = "files", *, instead_of: Collection[str] = ()
) -> Iterator[Path]:
    """Give a folder to fill; its files take their places in ``path`` only if all goes well.

    Of the files that were in ``path``, those go that the last writing of this kind put there, or
    whose names are in ``instead_of``; others stay.

    Parameters
    ----------
    path
        The folder. Where it is a link, what the link means.
    kind
        What the files are together: a list of them is kept in the folder, by which
        :func:`read_whole` knows those that are of another writing.
    instead_of
        Names that such a folder may have had.

    Raises
    ------
    OSError
        If ``path`` cannot be written; it names ``path``, not what is written beside it. If it has
        files of another kind that would get other content: these would be a mixture.
    """
    path = Path(path)
    place = _place_of(path)
    if place.exists() and not place.is_dir():
        raise FileExistsError(f"{path} is a file; give a folder")
    with named(path):
        disk.make_folders(place.parent)
    if place.exists():
        sweep_up(place)
    within = place if place.exists() and _why_not_exchanged(place) else place.parent
    with beside(path, within) as working:
        folder = working / (place.name or "folder")
        folder.mkdir()
        yield folder
        with named(path):
            _put(folder, place, kind, instead_of)


def _put(folder: Path, place: Path, kind: str, instead_of: Collection[str]) -> None:
    """Put a folder that is filled in its place."""
    new = manifest.manifest_of(folder, kind)
    for name in new.files:
        flush(folder / name)
    if not place.exists():
        flush(manifest.write_manifest(folder, new))
        flush(folder)
        try:
            folder.rename(place)
        except OSError:
            if not place.exists():
                raise
        else:
            flush(place.parent)
            return
    with held(place):
        settle(place, alone=True)
        gone = _check(new, place, instead_of)
        manifest.remember(new, place, gone)
        flush(manifest.write_manifest(folder, new))
        ours = {manifest.name_of(kind), *new.files, *gone}
        if not _exchanged(folder, place, ours):
            flush(folder)
            _put_into(folder, place, sorted(gone - new.files.keys()))


def _check(new: manifest.Manifest, place: Path, instead_of: Collection[str]) -> set[str]:
    """Return the names in a folder whose files are to go, or raise if these are not ours."""
    try:
        old = manifest.read_manifest(place, new.kind)
    except ValueError:
        old = None
    gone = {*instead_of, *new.files, *(old.files if old else ())}
    for name in sorted(gone):
        if (place / name).is_dir() and not (place / name).is_symlink():
            raise IsADirectoryError(f"{place / name} is a folder, and a file is to come there")
    for other in manifest.others(place, new.kind):
        changed = [
            name
            for name in sorted(other.files.keys() & gone)
            if (place / name).exists() and other.files[name] != new.files.get(name)
        ]
        if changed:
            told = f"holds other files ({other.kind}), of which {changed[0]} would be changed"
            raise FileExistsError(f"{place} {told}; give another folder")
    return {name for name in gone if (place / name).is_symlink() or (place / name).exists()}


def _why_not_exchanged(place: Path) -> str:
    """Return why a folder cannot be exchanged for another: nothing if it can be tried."""
    if os.path.ismount(place):
        return "a disk of its own is there"
    if not os.access(place.parent, os.W_OK | os.X_OK):
        return "the folder above it cannot be written"
    if hasattr(os, "geteuid") and place.stat().st_uid != os.geteuid():
        return "it is another user's"
    with suppress(OSError):
        if Path.cwd().is_relative_to(place):
            return "this process has its working folder in it"
    with os.scandir(place) as found:
        if any(entry.is_dir(follow_symlinks=False) for entry in found):
            return "it has folders in it"
    return ""


def _exchanged(folder: Path, place: Path, ours: Collection[str]) -> bool:
    """Let a folder and the one in its place exchange their names; say whether that went.

    Files of others come along, by a second name, and those that came or changed meanwhile after.
    """
    if _why_not_exchanged(place) or folder.parent.parent != place.parent:
        return False
    along = {}
    try:
        with os.scandir(place) as found:
            for entry in found:
                if entry.name not in ours:
                    os.link(entry.path, folder / entry.name, follow_symlinks=False)
                    along[entry.name] = entry.inode()
        _same_rights(place, folder)
        flush(folder)
        disk.exchange(folder, place)
    except NotImplementedError:  # of links, on some systems
        return False
    except OSError as error:
        if error.errno in {*disk.NO_ROOM, errno.EIO}:
            raise
        return False  # this disk or system does not do that
    flush(place.parent)
    with os.scandir(folder) as found:
        late = [e.name for e in found if e.name not in ours and along.get(e.name) != e.inode()]
    for name in late:
        (folder / name).replace(place / name)
    return True


def _put_into(folder: Path, place: Path, gone: Collection[str]) -> None:
    """Put the files of a folder into another: from one moment on they are those of that one."""
    working = folder.parent
    names = sorted(file.name for file in folder.iterdir())
    plan = working / _PLAN
    said = {"folder": folder.name, "new": names, "gone": list(gone)}
    plan.write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
    for one in (plan, working):
        flush(one)
    working.rename(place / EXCHANGE)
    flush(place)
    settle(place, alone=True)


def settle(place: Path, *, alone: bool = False) -> bool:
    """Bring to an end what broke off after the plan of a folder was made; say whether it is.

    ``alone``: nobody else works on it now.
    """
    staged = place / EXCHANGE
    if staged.is_symlink() or not staged.is_dir():
        return True
    if not alone:
        try:
            number = hold(place)
        except BlockingIOError:
            return False
        try:
            return settle(place, alone=True)
        except OSError:
            return False
        finally:
            if number is not None:
                os.close(number)
    _complete(staged, place)
    flush(place)
    done = place / f"{WORKING}{os.getpid()}-done"
    staged.rename(done)
    shutil.rmtree(done, ignore_errors=True)
    return True


def _complete(staged: Path, place: Path) -> None:
    """Put the files of a plan in their places, those that are not there yet."""
    said = json.loads((staged / _PLAN).read_text(encoding="utf-8"))
    folder = staged / Path(said["folder"]).name
    if folder.is_symlink():
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(place))
    for name in (Path(one).name for one in said["new"]):
        if (folder / name).is_file() and not (folder / name).is_symlink():
            (folder / name).replace(place / name)
    for name in (Path(one).name for one in said["gone"]):
        (place / name).unlink(missing_ok=True)


def read_whole(folder: Path, read: Callable[[], T], kind: str = "files") -> T:
    """Return what a function reads of a folder whose files are all of one writing.

    While another process exchanges them this waits, up to a second; what broke off it brings to
    an end.

    Raises
    ------
    DataError
        If its files are of several writings, or it is written over and over.
    """
    for _ in range(_LOOKS):
        if settle(folder):
            before = _files_of(folder)
            try:
                _refuse(folder, kind, manifest.mixed(folder, kind))
                found = read()
                _refuse(folder, kind, manifest.missing(folder, kind))
            except Exception:  # of files that do not belong together anything may be raised
                if _files_of(folder) == before:
                    raise
            else:
                if _files_of(folder) == before:
                    return found
        sleep(_PAUSE_S)
    told = "a program writes it now, or broke off where it cannot be written now"
    raise DataError([f"{folder.name}: {told}; read it again later, or write it again"])


def _refuse(folder: Path, kind: str, found: Collection[str]) -> None:
    """Raise if anything says that the files of a folder are of several writings."""
    if found:
        listed = manifest.name_of(kind)
        way_out = f"copy or write all of it again, or delete {listed} in it to read what is there"
        told = [f"{folder.name}: not all of one writing: {why}" for why in found]
        raise DataError(told, hints=[way_out])


def _files_of(folder: Path) -> dict[str, tuple[int, int]]:
    """Return the files of a folder, and which and of when they are; none if it is no folder."""
    try:
        with os.scandir(folder) as found:
            return {
                entry.name: (entry.inode(), entry.stat().st_mtime_ns)
                for entry in found
                if entry.is_file() or entry.is_symlink()
            }
    except OSError:
        return {}
