"""Whether there is memory for a large network: refused before any work, in a sentence."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from corridors.errors import CorridorsError
from corridors.vocabulary import counted

#: What takes less is not asked about.
_SMALL_BYTES = 100_000_000
_GB = 1e9
_CGROUPS = Path("/sys/fs/cgroup")
_PROCESS = Path("/proc/self")


class Room(NamedTuple):
    """Bytes of memory that this process may still take, and what sets them."""

    left: float
    limit: str


def check_room(
    what: str, each_bytes: float, count: int, noun: str, *, base_bytes: float = 0.0
) -> None:
    """Refuse what does not fit into the memory that is left.

    Parameters
    ----------
    what
        What takes the memory, as the sentence begins.
    each_bytes, count, noun
        What each takes at the peak, about, how many there are, and what one is called: the
        sentence says how many fit.
    base_bytes
        What is taken besides, however many there are.

    Raises
    ------
    CorridorsError
        If it does not fit.
    """
    needs_bytes = base_bytes + each_bytes * count
    if needs_bytes < _SMALL_BYTES:
        return
    room = memory_left()
    if room is None or needs_bytes <= room.left:
        return
    fit = int(max(room.left - base_bytes, 0.0) / each_bytes)
    digits = 10 ** max(len(str(fit)) - 2, 0)
    raise CorridorsError(
        f"{what} of {counted(count, noun)} takes about {needs_bytes / _GB:.1f} GB of memory, and "
        f"{max(room.left, 0.0) / _GB:.1f} GB are left ({room.limit}); about "
        f"{counted(fit // digits * digits, noun)} fit. Take a part of it (Network.subset, a "
        "smaller area, fewer classes of roads), or give the process more memory"
    )


def memory_left() -> Room | None:
    """Return what this process may still take: the least of all limits; ``None``: not known."""
    found = [room for room in (_address_space(), _cgroup(), _machine()) if room is not None]
    return min(found, default=None)


def _address_space() -> Room | None:
    """Return what is left below the limit of the process itself."""
    try:
        import resource

        limit = resource.getrlimit(resource.RLIMIT_AS)[0]
        pages = int((_PROCESS / "statm").read_text(encoding="ascii").split()[0])
    except (ImportError, OSError, ValueError):  # another system
        return None
    if limit == resource.RLIM_INFINITY:
        return None
    left = float(limit - pages * resource.getpagesize())
    return Room(left, f"the process is limited to {limit / _GB:.1f} GB")


def _cgroup() -> Room | None:
    """Return what is left in the container, of the innermost group that has a limit."""
    try:
        lines = (_PROCESS / "cgroup").read_text(encoding="ascii").splitlines()
    except OSError:
        return None
    own = [line.partition("::")[2].strip("/") for line in lines if line.startswith("0::")]
    rooms = []
    for name in own:
        folder = _CGROUPS / name
        for place in (folder, *folder.parents):
            if _CGROUPS not in (place, *place.parents):
                break
            limit, used = _number(place / "memory.max"), _number(place / "memory.current")
            if limit is not None and used is not None:
                told = f"the container is limited to {limit / _GB:.1f} GB"
                rooms.append(Room(limit - used + _reclaimable(place), told))
    return min(rooms, default=None)


def _reclaimable(place: Path) -> float:
    """Return the bytes of files that a container holds in memory and gives back."""
    try:
        lines = (place / "memory.stat").read_text(encoding="ascii").splitlines()
        return sum(float(line.split()[1]) for line in lines if line.startswith("inactive_file "))
    except (OSError, ValueError, IndexError):
        return 0.0


def _machine() -> Room | None:
    """Return what the machine has left."""
    try:
        text = Path("/proc/meminfo").read_text(encoding="ascii")
        lines = dict(line.split(":") for line in text.splitlines())
        left, whole = (1024.0 * int(lines[k].split()[0]) for k in ("MemAvailable", "MemTotal"))
    except (OSError, ValueError, KeyError, IndexError):
        return None
    return Room(left, f"the machine has {whole / _GB:.1f} GB")


def _number(file: Path) -> float | None:
    try:
        return float(int(file.read_text(encoding="ascii")))
    except (OSError, ValueError):  # no such group, or "max"
        return None
