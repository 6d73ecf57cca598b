"""Which files of a folder are of one writing: a hidden list with their hashes.

People edit the tables of a network, so a file with another hash is no fault. One that is what it
was *before* the folder was written last is, if others changed then that are not: a copy broke off,
or a disk lost a part. So the list tells both.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TypeAlias

#: Bytes of a file, and their hash.
Print: TypeAlias = tuple[int, str]
#: So many writings of old are remembered of a file.
_REMEMBERED = 5
_BEGIN, _END = ".corridors-", ".json"


@dataclass
class Manifest:
    """The files of a folder that were written together.

    Attributes
    ----------
    kind
        What they are together: a report, a network in some form.
    files
        Each with its bytes and hash.
    before
        What these, and those that went, were in the same several states of the folder before, the
        latest first; ``None``: not there. Only of files that were ever others.
    """

    kind: str
    files: dict[str, Print] = field(default_factory=dict)
    before: dict[str, list[Print | None]] = field(default_factory=dict)


def name_of(kind: str) -> str:
    """Return the name of the list of a kind of folder."""
    return f"{_BEGIN}{kind}{_END}"


def print_of(file: Path) -> Print:
    """Return the bytes of a file and their hash."""
    found = hashlib.sha256()
    size = 0
    with file.open("rb") as stream:
        while part := stream.read(1 << 20):
            found.update(part)
            size += len(part)
    return size, found.hexdigest()


def read_manifest(folder: Path, kind: str) -> Manifest | None:
    """Return the list of a folder; ``None`` if there is none.

    Raises
    ------
    ValueError
        If it is torn.
    """
    try:
        data = (folder / name_of(kind)).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    try:
        said = json.loads(data)
        files = {str(name): _print(one) for name, one in said["files"].items()}
        before = {str(n): [*map(_print_or_none, many)] for n, many in said["before"].items()}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(f"{name_of(kind)} is torn") from error
    return Manifest(kind, files, before)


def _print_or_none(said: Iterable | None) -> Print | None:
    return None if said is None else _print(said)


def _print(said: Iterable) -> Print:
    size, digest = said
    return int(size), str(digest)


def write_manifest(folder: Path, manifest: Manifest) -> Path:
    """Write the list into a folder that is being made, and return its file."""
    file = folder / name_of(manifest.kind)
    text = json.dumps(asdict(manifest), indent=1, ensure_ascii=False, sort_keys=True)
    file.write_text(f"{text}\n", encoding="utf-8", newline="\n")
    return file


def manifest_of(folder: Path, kind: str) -> Manifest:
    """Return the list of the files of a folder that is being made."""
    files = {file.name: print_of(file) for file in sorted(folder.iterdir())}
    files.pop(name_of(kind), None)
    return Manifest(kind, files)


def remember(new: Manifest, place: Path, names: Collection[str]) -> None:
    """Add to a list the state of a folder that it is to take the place of.

    ``names`` are the files there that are to go.
    """
    try:
        old = read_manifest(place, new.kind)
    except ValueError:
        old = None
    known = old.before if old else {}
    depth = max(map(len, known.values()), default=0)
    every = sorted({*names, *known, *new.files})
    now = tuple(new.files.get(name) for name in every)
    rows = []
    for name in every:
        file = place / name
        there = print_of(file) if file.is_file() and not file.is_symlink() else None
        rows.append([there, *(known.get(name) or [old.files.get(name) if old else there] * depth)])
    states = [state for state in dict.fromkeys(zip(*rows, strict=False)) if any(state)]
    states = [state for state in states if state != now][:_REMEMBERED]
    for name, *held in zip(every, *states, strict=True):
        if any(one != new.files.get(name) for one in held):
            new.before[name] = held


def others(place: Path, kind: str) -> list[Manifest]:
    """Return the lists of other kinds in a folder; one that is torn tells nothing."""
    found = []
    for file in sorted(place.glob(f"{_BEGIN}*{_END}")):
        other = file.name[len(_BEGIN) : -len(_END)]
        if other != kind and file.is_file():
            try:
                manifest = read_manifest(place, other)
            except ValueError:
                continue
            if manifest:
                found.append(manifest)
    return found


def mixed(folder: Path, kind: str) -> list[str]:
    """Return what says that the files of a folder are of several writings."""
    try:
        manifest = read_manifest(folder, kind)
    except ValueError as error:
        return [str(error)]
    if manifest is None:
        return []
    old = [name for name, before in manifest.before.items() if _is_one_of(folder / name, before)]
    if not old:
        return []
    whole = set(range(1 + max(map(len, manifest.before.values()))))  # states that it may be all of
    for name, before in manifest.before.items():
        file = folder / name
        there = print_of(file) if file.is_file() else None
        states = [manifest.files.get(name), *before]
        if there in states:  # else somebody edited it, of whatever state it was
            whole &= {k for k, state in enumerate(states) if state == there}
    if whole:
        return []  # changes are undone, by hand as like as not
    return [f"{name} is what it was before the other files were written" for name in old]


def _is_one_of(file: Path, prints: Collection[Print | None]) -> bool:
    sizes = {one[0] for one in prints if one is not None}
    return file.is_file() and file.stat().st_size in sizes and print_of(file) in prints


def missing(folder: Path, kind: str) -> list[str]:
    """Return what says that files of a folder are gone."""
    manifest = read_manifest(folder, kind)
    names = manifest.files if manifest else ()
    return [
        f"{name} is missing, which was written with the others"
        for name in names
        if not (folder / name).exists()
    ]
