"""Read ``.osm`` XML in one streamed pass, after refusing what such a file never needs."""

from __future__ import annotations

from codecs import getincrementaldecoder
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError, iterparse  # nosec B405 - after refuse_entities

import numpy as np

from corridors.errors import DataError
from corridors.network.forms.gate import check_file, no_file
from corridors.sources.making.tags import ALL, Wanted, WayTags, read_place, read_way
from corridors.sources.making.ways import WayCollector, Ways

_REFUSED = {"<!ENTITY": "entities", "<!DOCTYPE": "a document type"}
_CHUNK = 1 << 20
#: Why a way with ``visible="false"`` is left out.
DELETED = "deleted (visible=false)"


def read_osm_xml(path: str | Path, wanted: Wanted = ALL) -> Ways:
    """Read the railways, roads, ferries and places of a file.

    A way is cut where the file lacks one of its points, as at the edge of an extract.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    DataError
        If it declares entities or a document type, is not whole, or holds no such way.
    """
    path = Path(path)
    if path.is_file() and (why := no_file(path, "xml_mb")):
        raise DataError([f"{why}; or convert it to .osm.pbf"])
    check_file(path, "xml_mb")
    refuse_entities(path)
    reader = _Reader(path.name, wanted)
    try:
        for element in _elements(path):
            reader.take(element)
    except (ParseError, KeyError, ValueError, LookupError, OverflowError) as error:
        what = f"no attribute {error}" if isinstance(error, KeyError) else error
        raise DataError([f"{path.name}: not a whole OpenStreetMap XML file: {what}"]) from error
    return reader.ways()


def _elements(path: Path) -> Iterator[Element]:
    """Yield the nodes and ways of a file; each is forgotten when the next is asked for."""
    root = None
    for event, element in iterparse(path, events=("start", "end")):  # noqa: S314  # nosec B314
        if root is None:
            root = element
            if root.tag != "osm":
                raise ValueError(f"it begins with <{root.tag}>, expected <osm>")
        if event == "end" and element.tag in ("node", "way", "relation"):
            if element.get("action") != "delete":
                yield element
            root.clear()


class _Reader:
    """Takes nodes and ways, in any order."""

    def __init__(self, file: str, wanted: Wanted) -> None:
        self._file, self._wanted = file, wanted
        self._collector = WayCollector()
        self._positions: dict[int, tuple[float, float]] = {}
        self._known: dict[tuple, WayTags | str] = {}
        self._areas: list[tuple[str, str, str, list[int]]] = []

    def take(self, element: Element) -> None:
        """Take a node, or a way; what is deleted in the data (``visible="false"``) is left."""
        if element.get("visible") == "false":
            if element.tag == "way":
                self._collector.add(int(element.attrib["id"]), DELETED, [])
            return
        tags = {tag.attrib["k"]: tag.attrib["v"] for tag in element.iter("tag")}
        kind, name = read_place(tags), tags.get("name:en") or tags.get("name", "")
        number = int(element.attrib["id"])
        if abs(number) >= 2**63:
            raise ValueError(f"the id {number} of a {element.tag} is too large")
        if element.tag == "node":
            position = (float(element.attrib["lon"]), float(element.attrib["lat"]))
            if not (abs(position[0]) <= 180 and abs(position[1]) <= 90):
                lon, lat = position
                what = f"node {number} lies at ({lon:g}, {lat:g}), which are no degrees"
                raise DataError([f"{self._file}: {what}"])
            self._positions[number] = position
            if kind:
                self._collector.add_place(f"n{number}", kind, name, position)
        elif element.tag == "way":
            refs = [int(nd.attrib["ref"]) for nd in element.iter("nd")]
            if kind and refs:
                self._areas.append((f"w{number}", kind, name, refs))
            if not tags.keys().isdisjoint(("railway", "highway", "route", "ferry")):
                self._collector.add(number, self._read(tags), refs)

    def _read(self, tags: dict[str, str]) -> WayTags | str:
        key = tuple(tags.items())
        if key not in self._known:
            self._known[key] = read_way(tags, self._wanted)
        return self._known[key]

    def ways(self) -> Ways:
        """Return the ways with their positions, and the places that are areas at their middle."""
        collector, file = self._collector, self._file
        if not collector.tags:
            left = ", ".join(f"{n} x {why}" for why, n in collector.seen["left"].most_common(5))
            nothing = f"{file}: no way of mode {self._wanted}"
            raise DataError([nothing + (f"; left out: {left}" if left else "")])
        for osm_id, kind, name, refs in self._areas:
            known = [self._positions[ref] for ref in dict.fromkeys(refs) if ref in self._positions]
            if known:
                lon, lat = np.mean(known, axis=0).tolist()
                collector.add_place(osm_id, kind, name, (lon, lat))
        used = {ref: self._positions[ref] for ref in collector.refs if ref in self._positions}
        if not used:
            raise DataError([f"{file}: no position of any point of its ways: nodes are missing"])
        positions = np.array(list(used.values()), float)
        return collector.freeze(np.array(list(used), np.int64), *positions.T)


def refuse_entities(path: Path) -> None:
    """Raise ``DataError`` if an XML file declares a document type or entities.

    They can make a small file grow without end, or read other files.
    """
    with path.open("rb") as stream:
        decode = _decoder(path.name, stream.read(4))
        stream.seek(0)
        tail = ""
        while chunk := stream.read(_CHUNK):
            text = tail + decode(chunk)
            for word, what in _REFUSED.items():
                if word in text.upper():
                    raise DataError(
                        f"{path.name}: declares {what}, which no OpenStreetMap file does;"
                        " it is not read"
                    )
            tail = text[-16:]


def _decoder(file: str, head: bytes) -> Callable[[bytes], str]:
    """Return what turns chunks of a file into text, as an XML parser tells by its first bytes."""
    if b"\x00\x00" in head:
        raise DataError([f"{file}: its encoding is not read; save it as UTF-8"])
    little = head[:2] in (b"\xff\xfe", b"<\x00")
    wide = little or head[:2] in (b"\xfe\xff", b"\x00<")
    encoding = ("utf-16-le" if little else "utf-16-be") if wide else "latin-1"
    return getincrementaldecoder(encoding)("replace").decode
