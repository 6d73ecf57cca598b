"""How to download: server, patience, and where answers are kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path

from corridors.network.files import cache_folder


@dataclass(frozen=True)
class Download:
    """How to download.

    Parameters
    ----------
    endpoint
        Base address of an Overpass server; ``None``: that of osmnx's settings.
    geocoder
        Base address of the Nominatim server that finds places by name; ``None``: that of osmnx's
        settings.
    timeout_s
        Seconds after which a request is given up, at the server and here, with its repetitions
        and the pauses before them.
    cache_folder
        Where whole answers are kept, to be used again; ``None``: ``osm`` in ``CORRIDORS_CACHE``,
        else in the user's cache. Where there is no such folder, or it cannot be written, they are
        not kept.
    tile_km
        Areas are requested in squares of this side.
    tries
        How often a request that a busy server refuses is made.
    wait_s
        Pause before the second try; doubled each time, or what the server asks for (at most 120).
    buffer_km
        For an itinerary, a line or a place that is a point: how far around it.
    progress
        Called with a line of text after each answer.
    """

    endpoint: str | None = None
    geocoder: str | None = None
    timeout_s: float = 180.0
    cache_folder: str | Path | None = None
    tile_km: float = 50.0
    tries: int = 4
    wait_s: float = 15.0
    buffer_km: float | None = None
    progress: Callable[[str], None] | None = None

    def __post_init__(self) -> None:
        for field in ("endpoint", "geocoder"):
            if not isinstance(getattr(self, field), str | None):
                raise TypeError(f"{field} is an address, not {getattr(self, field)!r}")
        for field, low, high in (("timeout_s", 1, 3600), ("tile_km", 1, 500), ("tries", 1, 20),
                                 ("wait_s", 0, 600)):  # fmt: skip
            value = getattr(self, field)
            if not low <= value <= high:
                raise ValueError(f"{field} is {value}, expected {low} to {high}")

    @property
    def folder(self) -> Path | None:
        """The cache's folder, ``None`` where there is none."""
        return cache_folder("osm") if self.cache_folder is None else Path(self.cache_folder)

    def chosen(self) -> list[str]:
        """Return the names of the options that are not left as they are."""
        usual = Download()
        return [f.name for f in fields(self) if getattr(self, f.name) != getattr(usual, f.name)]
