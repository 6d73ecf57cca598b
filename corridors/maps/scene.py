"""The scene: what a map shows, as plain data that the page's own script draws.

A scene is a mapping ready for JSON. ``lines`` are encoded once; ``features`` are lines or
places with a title, rows of text and source ids; ``groups`` hold layers, and a layer's items
point at features. No text is HTML: the script puts every text in as a text node.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from corridors.maps.basemap import basemap, encode
from corridors.maps.labels import country_labels, place_labels
from corridors.maps.palette import KIND_WORDS, MODE_COLOURS, MODE_WORDS, STATUS_WORDS
from corridors.network.forms.credits import map_credits
from corridors.network.price_level import price_note, price_statement

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from corridors.network.network import Network

DISCLAIMER = (
    "Borders, names and colours imply no view on the legal status of any territory. "
    "Distances are along the line; hours are expected ones (means); "
    "each value's source is in its card."
)
#: Decimals of a line's coordinates: 0.001 degrees is about 100 m.
DIGITS = 3

Rows = list[list[str]]


class Scene:
    """Collects lines, features, groups and sources, each once.

    ``points`` are those that the map opens on. Of a network they are of every line but sea lanes,
    which would push the land to a corner; with ``whole``, as of a way, of all.
    """

    def __init__(self, title: str, *, notes: Sequence[str] = ()) -> None:
        self.title = title
        self.notes = list(notes)
        self.lines: list[str] = []
        self.features: list[dict[str, Any]] = []
        self.groups: list[dict[str, Any]] = []
        self.labels: list[list[Any]] = []
        self.sources: dict[str, list[str]] = {}
        self.points: list[tuple[float, float]] = []
        self._ends: list[tuple[float, float]] = []
        self.coloured = False
        self.whole = False
        self._line_numbers: dict[str, int] = {}
        self._net: Network | None = None
        self._source_rows: dict[str, int] | None = None
        self._modes: set[str] = set()
        self._statuses: set[str] = set()
        self._kinds: set[str] = set()

    def add_line(
        self, net: Network, link_id: str, title: str, rows: Rows, source_ids: Iterable[str]
    ) -> int:
        """Add the line of a link, in the direction of the link; return its number."""
        links, row = net.table("links"), net.link_row(link_id)
        mode, status = str(links["mode"][row]), str(links["status"][row])
        line = net.line(link_id)
        text = encode(line, DIGITS)
        if text not in self._line_numbers:
            self._line_numbers[text] = len(self.lines)
            self.lines.append(text)
        if self.whole or mode != "sea":
            self.points += line
        self._ends += [line[0], line[-1]]
        self._modes.add(mode)
        self._statuses.add(status)
        return self._add(
            net,
            {"l": self._line_numbers[text], "m": mode, "s": status, "t": title, "r": rows},
            source_ids,
        )

    def add_place(
        self,
        net: Network,
        node_id: str,
        title: str,
        rows: Rows,
        source_ids: Iterable[str],
        *,
        glyph: str = "",
        size: float = 14,
        from_zoom: float = 0,
    ) -> int:
        """Add a place; return its number."""
        nodes, row = net.table("nodes"), net.node_row(node_id)
        kind = glyph or str(nodes["kind"][row])
        self._kinds.add(kind)
        feature = {
            "n": [round(nodes["lon"][row], 4), round(nodes["lat"][row], 4)],
            "k": kind,
            "t": title,
            "r": rows,
            "z": size,
        }
        if from_zoom:
            feature["f"] = from_zoom
        return self._add(net, feature, source_ids)

    def _add(self, net: Network, feature: dict[str, Any], source_ids: Iterable[str]) -> int:
        used = list(dict.fromkeys(s for s in source_ids if s))
        if used:
            feature["q"] = used
            self._remember(net, used)
        self.features.append(feature)
        return len(self.features) - 1

    def _remember(self, net: Network, source_ids: Iterable[str]) -> None:
        table = net.table("sources")
        rows = self._source_rows
        if rows is None or self._net is not net:
            rows = {str(source): k for k, source in enumerate(table["source_id"])}
            self._net, self._source_rows = net, rows
        for source in source_ids:
            if source not in self.sources and source in rows:
                k = rows[source]
                self.sources[source] = [
                    str(table[name][k]) for name in ("title", "publisher", "year", "url")
                ]

    def add_line_name(self, name: str, line: Sequence[tuple[float, float]]) -> None:
        """Add the name of a line, to be written at its middle."""
        lon, lat = line[len(line) // 2]
        self.labels.append([name, round(lon, 3), round(lat, 3), "line", 0, 99])

    def add_group(
        self, name: str, layers: Sequence[Mapping[str, Any]], *, exclusive: bool, z: int = 1
    ) -> None:
        """Add a group of layers; of an exclusive one, a single layer is shown at a time.

        A group with a higher ``z`` is drawn above.
        """
        if layers:
            group = {"name": name, "layers": list(layers), "exclusive": exclusive, "z": z}
            self.groups.append(group)

    def to_dict(
        self, net: Network, *, ends: Sequence[str] = (), find: bool = False, trim: float = 0.0
    ) -> dict:
        """Return the scene as plain data.

        ``ends`` are nodes to be named before all others, ``find`` adds a search box, and
        ``trim`` is the share of points on each side that the opening view may leave out.
        """
        if not self._ends:
            raise ValueError("there is nothing to draw")
        lons, lats = (sorted(values) for values in zip(*(self.points or self._ends), strict=True))
        margin = int(len(lons) * trim)
        west, east = lons[margin], lons[-1 - margin]
        south, north = lats[margin], lats[-1 - margin]
        return {
            "title": self.title,
            "notes": self.notes,
            "attribution": map_credits(net),
            "prices": price_note(net),
            "disclaimer": f"{price_statement(net)} {DISCLAIMER}",
            "digits": DIGITS,
            "lines": self.lines,
            "features": self.features,
            "groups": self.groups,
            "labels": sorted(
                [*country_labels(), *self.labels, *place_labels(net, ends)],
                key=lambda label: label[3] != "end",
            ),
            "sources": self.sources,
            "base": basemap(),
            "colours": MODE_COLOURS,
            "coloured": self.coloured,
            "modes": [[m, w] for m, w in MODE_WORDS.items() if m in self._modes],
            "statuses": [[s, w] for s, w in STATUS_WORDS.items() if s in self._statuses],
            "kinds": [[k, w] for k, w in KIND_WORDS.items() if k in self._kinds],
            "bounds": [[south, west], [north, east]],
            "find": find,
        }


def shifts(count: int, gap_px: float) -> list[float]:
    """Return the offsets, in pixels, of lines that run side by side.

    Examples
    --------
    >>> shifts(1, 4), shifts(2, 4), shifts(3, 4)
    ([0.0], [-2.0, 2.0], [-4.0, 0.0, 4.0])
    """
    return [(k - (count - 1) / 2) * gap_px for k in range(count)]
