"""A graph as plain lists, from memory or from a GraphML file, each value as it is written."""

from __future__ import annotations

import codecs
import re
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corridors.errors import DataError
from corridors.network.forms.gate import check_file
from corridors.sources.osm.values import truth
from corridors.vocabulary import counted

if TYPE_CHECKING:
    import networkx as nx

#: Faults that a message names; how many more there are is told.
SHOWN = 20
#: What to do about a file that cannot be read.
WAY_OUT = "write the graph again with osmnx.save_graphml or networkx.write_graphml"


@dataclass
class PlainGraph:
    """Attributes of a graph, its nodes and its edges; ``source`` begins every message."""

    source: str
    attributes: dict[str, Any] = field(default_factory=dict)
    directed: bool = True
    nodes: dict[Hashable, Mapping[str, Any]] = field(default_factory=dict)
    edges: list[tuple[Hashable, Hashable, Mapping[str, Any]]] = field(default_factory=list)


def plain_graph(graph: nx.Graph, source: str = "graph") -> PlainGraph:
    """Return a graph of networkx of any kind as lists; nothing is copied.

    Raises
    ------
    TypeError
        If it is no graph of networkx.
    """
    import networkx as nx

    if not isinstance(graph, nx.Graph):
        raise TypeError(f"expected a networkx graph, not {type(graph).__name__}")
    nodes = dict(graph.nodes(data=True))
    return PlainGraph(source, graph.graph, graph.is_directed(), nodes, list(graph.edges(data=True)))


def refuse(source: str, faults: list[str]) -> None:
    """Raise ``DataError`` with the first faults and how many more there are, if there are any."""
    if faults:
        raise DataError([f"{source}: {fault}" for fault in faults], most=SHOWN)


def read_plain_graph(path: Path) -> PlainGraph:
    """Read a GraphML file; every value is text, whatever type the file declares.

    Any encoding that Python knows may be declared, or shown by a mark at the beginning.

    Raises
    ------
    DataError
        If it is no GraphML file, not whole, or with every edge to a node that there is not.
    """
    from xml.parsers import expat

    check_file(path)
    with path.open("rb") as stream:
        encoding = _encoding(stream.read(_HEAD))
    reader = _Reader(path.name, "utf-8" if encoding else None)
    try:
        if encoding:
            with path.open(encoding=encoding, newline="") as text:
                while part := text.read(_CHUNK):
                    reader.parser.Parse(part.encode())
            reader.parser.Parse(b"", True)  # noqa: FBT003 - of expat
        else:
            with path.open("rb") as stream:
                reader.parser.ParseFile(stream)
    except expat.ExpatError as error:
        why = str(error).partition(":")[0]
        raise DataError(
            f"{path.name}:{error.lineno}: not whole XML: {why} at column {error.offset + 1}; "
            f"{WAY_OUT}"
        ) from error
    except DataError:
        raise
    except (ValueError, LookupError) as error:  # of the encoding that the file names
        raise DataError(
            f"{path.name}: not XML in {(encoding or 'utf-8').upper()}: {error}; {WAY_OUT}"
        ) from error
    return reader.graph()


#: The beginning of a file, in which an encoding is declared, and how much is read at once, bytes.
_HEAD, _CHUNK = 400, 1 << 20
_DECLARED = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([^"']*)""")


def _encoding(head: bytes) -> str:
    """Return in what a file of XML is, ``""`` for UTF-8, which the parser reads itself."""
    for mark, wide in _MARKS:
        if head.startswith(mark):
            return wide
    said = _DECLARED.match(head.replace(b"\x00", b"").removeprefix(codecs.BOM_UTF8).lstrip())
    name = said[1].decode("ascii", "replace").strip().lower() if said else ""
    zeros = [k % 2 for k, byte in enumerate(head[:40]) if not byte]
    if zeros:  # two bytes a letter without a mark at the beginning
        return name if name.startswith(("utf-16-", "utf-32-")) else f"utf-16-{'bl'[zeros[0]]}e"
    return "" if name in ("utf-8", "utf8") else name


_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip


class _Reader:
    """Takes a GraphML file from expat, which is twice as fast as building a tree of it."""

    def __init__(self, source: str, encoding: str | None = None) -> None:
        from xml.parsers import expat

        self.parser = parser = expat.ParserCreate(encoding)
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._refused
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        self._graph = PlainGraph(source)
        self._keys: dict[str, str] = {}
        self._defaults: dict[str, dict[str, str]] = {"node": {}, "edge": {}, "graph": {}}
        self._faults: list[str] = []
        self._graphs = 0
        self._root = self._key = self._default_of = ""
        self._at: list[dict[str, Any]] = []  # of the nodes, edges and graphs that are open
        self._parts: list[str] | None = None

    def _refused(self, *_: object) -> None:
        """Refuse a document type: its entities make small files grow, or read other files."""
        raise DataError(
            f"{self._graph.source}: declares a document type, which no GraphML file needs; it is "
            "not read"
        )

    def _start(self, name: str, given: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        if not self._root:
            self._root = name
        if name == "data":
            self._key, self._parts = given.get("key", ""), []
        elif name == "edge":
            self._open_edge(given)
        elif name == "node":
            self._open_node(given)
        elif name == "graph":
            self._open_graph(given)
        elif name == "key":
            self._open_key(given)
        elif name == "default":
            self._parts = []
        elif name == "hyperedge":
            self._fault("a hyperedge joins more than two nodes; write it as edges")

    def _text(self, text: str) -> None:
        if self._parts is not None:
            self._parts.append(text)

    def _end(self, name: str) -> None:
        name = name.rpartition(":")[2]
        if name == "data":
            if self._parts is not None and self._at:
                if self._key in self._keys:
                    self._at[-1][self._keys[self._key]] = "".join(self._parts)
                else:
                    self._fault(f"data of the key {self._key!r}, which the file does not declare")
            self._parts = None
        elif name in ("node", "edge", "graph") and self._at:
            self._at.pop()
        elif name == "default":
            text, self._parts = "".join(self._parts or ()), None
            for what in ("node", "edge", "graph"):
                if self._default_of in (what, "all"):
                    self._defaults[what][self._keys[self._key]] = text

    def _fault(self, what: str) -> None:
        self._faults.append(f"line {self.parser.CurrentLineNumber}: {what}")

    def _open_key(self, given: dict[str, str]) -> None:
        self._key = given.get("id", "")
        self._default_of = given.get("for", "all")
        self._keys[self._key] = given.get("attr.name") or given.get("yfiles.type") or self._key

    def _open_graph(self, given: dict[str, str]) -> None:
        if not self._at:
            self._graphs += 1
            self._graph.directed = given.get("edgedefault") == "directed"
            self._graph.attributes.update(self._defaults["graph"])
        self._at.append(self._graph.attributes if not self._at else {})

    def _open_node(self, given: dict[str, str]) -> None:
        data: dict[str, Any] = dict(self._defaults["node"])
        node = given.get("id")
        if node is None:
            self._fault("a node without an id")
        elif node in self._graph.nodes:
            self._fault(f"node {node!r} stands there a second time")
        else:
            self._graph.nodes[node] = data
        self._at.append(data)

    def _open_edge(self, given: dict[str, str]) -> None:
        data: dict[str, Any] = dict(self._defaults["edge"])
        ends = given.get("source"), given.get("target")
        if ends[0] is None or ends[1] is None:
            self._fault("an edge without source or target")
        else:
            self._graph.edges.append((*ends, data))
        said = truth(given.get("directed"))
        if said is not None and said != self._graph.directed:
            self._fault(
                f"edge {ends[0]!r} - {ends[1]!r} says directed={given['directed']!r}, and the "
                f"graph edgedefault={'directed' if self._graph.directed else 'undirected'!r}; "
                "a graph must be one or the other"
            )
        self._at.append(data)

    def graph(self) -> PlainGraph:
        """Return what was read, after looking whether it holds together."""
        made = self._graph
        if self._root != "graphml" or not self._graphs:
            what = "a <graphml> without a <graph>" if self._root == "graphml" else f"<{self._root}>"
            raise DataError(f"{made.source}: not GraphML: it begins with {what}; {WAY_OUT}")
        if self._graphs > 1:
            many = counted(self._graphs, "graph")
            raise DataError(f"{made.source}: it holds {many}; write each to a file of its own")
        for tail, head, _ in made.edges:
            for node in (tail, head):
                if node not in made.nodes:
                    self._faults.append(f"edge {tail!r} - {head!r}: there is no node {node!r}")
        refuse(made.source, self._faults)
        return made
