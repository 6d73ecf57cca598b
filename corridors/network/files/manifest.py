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
        What these, and those that went, were in writings before; the latest first. Of what came
        later than others it is empty.
    """

    kind: str
    files: dict[str, Print] = field(default_factory=dict)
    before: dict[str, list[Print]] = field(default_factory=dict)


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
        before = {str(n): [_print(one) for one in many] for n, many in said["before"].items()}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(f"{name_of(kind)} is torn") from error
    return Manifest(kind, files, before)


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
    """Add to a list what the files of some names are that it is to take the place of."""
    try:
        old = read_manifest(place, new.kind)
    except ValueError:
        old = None
    known = old.before if old else {}
    if old:  # what comes only now: nothing was there before
        known = {**{name: [] for name in new.files.keys() - old.files.keys()}, **known}
    for name in sorted({*names, *known}):
        file = place / name
        there = [print_of(file)] if file.is_file() and not file.is_symlink() else []
        found = dict.fromkeys((*there, *known.get(name, ())))
        found.pop(new.files.get(name, (-1, "")), None)
        if found or name in known:
            new.before[name] = list(found)[:_REMEMBERED]


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
    changed = [n for n, before in manifest.before.items() if before or (folder / n).exists()]
    if old == changed:
        return []  # all of a writing is undone, by hand as like as not: what is there is whole
    return [f"{name} is what it was before the other files were written" for name in old]


def _is_one_of(file: Path, prints: Collection[Print]) -> bool:
    if not file.is_file() or file.stat().st_size not in {size for size, _ in prints}:
        return False
    return print_of(file) in prints


def missing(folder: Path, kind: str) -> list[str]:
    """Return what says that files of a folder are gone."""
    manifest = read_manifest(folder, kind)
    names = manifest.files if manifest else ()
    return [
        f"{name} is missing, which was written with the others"
        for name in names
        if not (folder / name).exists()
    ]
