"""Where ways come from: the row of sources, and how their nodes and links are called."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from corridors.network.tables import Table
from corridors.sources.making.defaults import with_source
from corridors.sources.making.ways import Ways


@dataclass(frozen=True)
class Origin:
    """What tells OpenStreetMap from other sources of ways.

    A node without a label is called ``prefix`` and its number. ``countries`` are those of points,
    by their numbers, where the source says them.
    """

    source_id: str = "osm-import"
    title: str = "OpenStreetMap data"
    licence: str = "ODbL 1.0, © OpenStreetMap contributors"
    prefix: str = "osm-"
    countries: Mapping[int, str] = field(default_factory=dict)

    @property
    def is_osm(self) -> bool:
        """Whether numbers of ways are OpenStreetMap's."""
        return self.prefix == "osm-"

    @property
    def provenance(self) -> dict[str, Any]:
        """Columns of every link."""
        own = {"source_id": self.source_id, "basis": "published"}
        return {**own, "length_basis": "measured", "length_source_id": self.source_id}

    def sources(self, name: str) -> Table:
        """Return the embedded sources and this one."""
        return with_source(self.source_id, f"{self.title}: {name}", self.licence)

    def node_names(self, ways: Ways, points: np.ndarray) -> dict[int, str]:
        """Return the id of each point's node: that of the source."""
        numbers = ways.point_ids[points].tolist()
        names = [f"{self.prefix}{n}" if n >= 0 else f"{self.prefix}x{-n}" for n in numbers]
        if ways.labels:
            names = [ways.labels.get(n, name) for n, name in zip(numbers, names, strict=True)]
        return dict(zip(points.tolist(), names, strict=True))

    def link_ids(self, rows: Iterable[tuple[str, int, str]], names: Mapping[int, str]) -> list[str]:
        """Return an id each link of a mode, way and ending; ``names`` are ids that the source has.

        A number of OpenStreetMap tells no mode. Of equal ids all but the first get a number.
        """
        taken: dict[str, int] = {}
        found = []
        for mode, way, ending in rows:
            name = names.get(way, "")
            is_number = not name or (self.is_osm and name.lstrip("-").isdigit())
            base = link = (f"{mode}-w{name or way}" if is_number else name) + ending
            while link in taken:
                taken[base] += 1
                link = f"{base}-{taken[base]}"
            taken[link] = 1
            found.append(link)
        return found

    def with_countries(self, ways: Ways, country: np.ndarray) -> np.ndarray:
        """Return the country of each point: what the source says, else by position."""
        if not self.countries:
            return country
        said = self.said(ways, np.arange(len(ways.lon)))
        found: np.ndarray = np.where(np.array(said) == "", country, said)
        return found

    def said(self, ways: Ways, points: np.ndarray) -> list[str]:
        """Return the country of some points that the source says, "" where it says none."""
        return [self.countries.get(n, "") for n in ways.point_ids[points].tolist()]


OSM = Origin()
