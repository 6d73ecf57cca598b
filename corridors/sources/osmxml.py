"""Read ``.osm`` XML through osmnx, after refusing what such a file never needs."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError
from xml.sax import SAXParseException

from corridors.errors import DataError
from corridors.sources.graphs import ways_from_graph
from corridors.sources.overpass import Download, osmnx_session, place_tags, places_of
from corridors.sources.tags import ALL, Wanted
from corridors.sources.ways import Ways

_REFUSED = {b"<!ENTITY": "entities", b"<!DOCTYPE": "a document type"}
_CHUNK = 1 << 20
#: osmnx holds the whole file in memory several times over: larger ones belong in a PBF.
MAX_BYTES = 500_000_000


def read_osm_xml(path: str | Path, wanted: Wanted = ALL) -> Ways:
    """Read the railways, roads, ferries and places of a file.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    DataError
        If it declares entities or a document type, is not whole, or holds no such way.
    """
    path = Path(path)
    if not path.is_file():
        raise FileNotFoundError(f"{path}: no such file")
    refuse_entities(path)
    if path.stat().st_size > MAX_BYTES:
        raise DataError([f"{path.name}: over {MAX_BYTES / 1e6:g} MB; convert it to .osm.pbf first"])
    import osmnx as ox

    with osmnx_session(Download()) as session:
        try:
            graph = session.ask(
                lambda: ox.graph_from_xml(path, simplify=False, retain_all=True), missing=None
            )
        except (SAXParseException, ParseError, KeyError, ValueError) as error:
            raise DataError(
                [f"{path.name}: not a whole OpenStreetMap XML file: {error}"]
            ) from error
        if graph is None or not len(graph.edges):
            raise DataError([f"{path.name}: no way of mode {wanted}"])
        places: list[Any] = session.ask(
            lambda: places_of(ox.features_from_xml(path, tags=place_tags())), missing=[]
        )
    return ways_from_graph(graph, wanted=wanted, places=places, raw=True, source=path.name)


def refuse_entities(path: Path) -> None:
    """Raise ``DataError`` if an XML file declares a document type or entities.

    They can make a small file grow without end, or read other files.
    """
    with path.open("rb") as stream:
        head = stream.read(4)
        if head[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in head:
            raise DataError([f"{path.name}: not in UTF-8"])
        tail = head
        while chunk := stream.read(_CHUNK):
            text = tail + chunk
            for word, what in _REFUSED.items():
                if word in text.upper():
                    raise DataError(
                        [f"{path.name}: declares {what}, which no OpenStreetMap file does;"
                         " it is not read"]
                    )  # fmt: skip
            tail = text[-16:]
