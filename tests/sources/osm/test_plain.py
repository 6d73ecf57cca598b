"""GraphML is read as networkx reads it, each value as text, or refused in a sentence."""

from __future__ import annotations

import networkx as nx
import pytest

import corridors as co
from corridors.sources.osm.plain import SHOWN, plain_graph, read_plain_graph

HEAD = '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">'
KEYS = (
    '<key id="x" for="node" attr.name="x" attr.type="double"><default>69</default></key>'
    '<key id="t" attr.name="toll" attr.type="boolean"/>'
)


def read(tmp_path, text):
    path = tmp_path / "net.graphml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_plain_graph(path)


@pytest.mark.parametrize("kind", [nx.Graph, nx.DiGraph, nx.MultiGraph, nx.MultiDiGraph])
def test_as_networkx_reads_it(tmp_path, kind):
    graph = kind(name="a < b & c", crs="EPSG:4326")
    graph.add_node(1, x=69.25, note="Ташкент\n2")
    graph.add_node(2, x=1e-7, flag=True, empty="")
    graph.add_edge(1, 2, osmid=7, length=1.5)
    graph.add_edge(2, 1, osmid=8)
    nx.write_graphml(graph, tmp_path / "net.graphml")
    plain = read_plain_graph(tmp_path / "net.graphml")
    theirs = nx.read_graphml(tmp_path / "net.graphml", force_multigraph=True)
    as_text = lambda data: {k: str(v) for k, v in data.items() if k != "id"}  # noqa: E731
    assert plain.directed == graph.is_directed()
    assert dict(plain.nodes) == {n: as_text(d) for n, d in theirs.nodes(data=True)}
    assert [(u, v, as_text(d)) for u, v, d in theirs.edges(data=True)] == [
        (u, v, {k: x for k, x in d.items() if k != "id"}) for u, v, d in plain.edges
    ]
    memory = plain_graph(graph)
    assert [(str(u), str(v)) for u, v, _ in memory.edges] == [(u, v) for u, v, _ in plain.edges]
    assert plain.attributes["crs"] == memory.attributes["crs"]


def test_defaults_namespaces_and_what_no_one_needs(tmp_path):
    text = (
        f'<g:graphml xmlns:g="http://graphml.graphdrawing.org/xmlns">{KEYS}<graph edgedefault='
        '"directed"><desc>mine</desc><node id="a"><port name="p"/></node><node id="b">'
        '<data key="x">70</data></node><edge source="a" target="b"><data key="t"/></edge></graph>'
    )
    text = text.replace("<", "<g:").replace("<g:/", "</g:").replace("<g:g:", "<g:") + "</g:graphml>"
    plain = read(tmp_path, text)
    assert plain.nodes == {"a": {"x": "69"}, "b": {"x": "70"}}
    assert plain.edges == [("a", "b", {"toll": ""})]


UNDIRECTED = "<edge source='a' target='b' directed='false'/>"
NODES = '<node id="a"/><node id="b"/>'


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "net.graphml:1: not whole XML: no element found at column 1; write the graph again"),
        (f"{HEAD}<graph>", "net.graphml:1: not whole XML: no element found"),
        (f"{HEAD}<graph></node>", "net.graphml:1: not whole XML: mismatched tag"),
        ("<html></html>", "net.graphml: not GraphML: it begins with <html>; write the graph"),
        (f"{HEAD}</graphml>", "it begins with a <graphml> without a <graph>"),
        (f"{HEAD}<graph/><graph/></graphml>", "it holds 2 graphs; write each to a file"),
        (f"{HEAD}<graph><hyperedge/></graph></graphml>", "line 1: a hyperedge joins more than two"),
        (f"{HEAD}<graph><node/></graph></graphml>", "line 1: a node without an id"),
        (f"{HEAD}<graph>\n\n{NODES}{NODES}</graph></graphml>", "line 3: node 'b' stands there a"),
        (f"{HEAD}<graph>{NODES}<edge source='a'/></graph></graphml>", "without source or target"),
        (
            f"{HEAD}<graph>{NODES}<edge source='a' target='c'/></graph></graphml>",
            "edge 'a' - 'c': there is no node 'c'",
        ),
        (
            f"{HEAD}<graph edgedefault='directed'>{NODES}{UNDIRECTED}</graph></graphml>",
            "edge 'a' - 'b' says directed='false', and the graph edgedefault='directed'",
        ),
        (
            f"{HEAD}<graph><node id='a'><data key='d9'>1</data></node></graph></graphml>",
            "line 1: data of the key 'd9', which the file does not declare",
        ),
        (
            b"<?xml version='1.0' encoding='klingon'?><graphml/>",
            "not XML in KLINGON: unknown encoding",
        ),
        (b"<?xml version='1.0' encoding='zip'?><graphml/>", "not XML in ZIP: 'zip' is not a text"),
        (b"<?xml version='1.0' encoding='big5'?><graphml>\xff\xff", "net.graphml: not XML in BIG5"),
        (b"<graphml>\xff\xfe</graphml>", "not whole XML: not well-formed"),
        (b"\xff\xfe<\x00", "net.graphml:1: not whole XML: unclosed token"),
        (b"\xff\xfe<\x00g", "net.graphml: not XML in UTF-16"),
        ("<!DOCTYPE x []><graphml/>", "declares a document type"),
        ("<!DOCTYPE x []><graphml/>".encode("utf-16"), "declares a document type"),
        (
            "<?xml version='1.0' encoding='cp1252'?><!DOCTYPE x [<!ENTITY a 'b'>]><graphml/>",
            "declares a document type",
        ),
    ],
)
def test_what_is_no_graphml_is_told(tmp_path, text, says):
    with pytest.raises(co.DataError) as caught:
        read(tmp_path, text)
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", ""), ("utf-8-sig", ""), ("utf-16", "UTF-16"), ("utf-16", ""), ("utf-16", "utf-8"),
        ("utf-16-le", "UTF-16"), ("utf-16-be", "utf-16-be"), ("utf-32", "UTF-32"),
        ("cp1251", "windows-1251"), ("koi8-r", "KOI8-R"), ("big5", "Big5"), ("gb18030", "GB18030"),
    ],
)  # fmt: skip
def test_any_encoding_that_is_declared_is_read(tmp_path, encoding, declared):
    name = "臺北" if encoding == "big5" else "Ташкент"
    head = f'<?xml version="1.0" encoding="{declared}"?>\n' if declared else ""
    body = f'{KEYS}<key id="n" attr.name="name"/><graph><node id="a"><data key="n">{name}'
    text = f"{head}{HEAD}{body}</data></node></graph></graphml>"
    plain = read(tmp_path, text.encode(encoding))
    assert plain.nodes == {"a": {"x": "69", "name": name}}


def test_a_graph_in_utf_16_is_the_same_network(tmp_path):
    graph = nx.MultiDiGraph(crs="EPSG:4326")
    graph.add_node(1, x=69.20, y=41.28)
    graph.add_node(2, x=69.25, y=41.32)
    graph.add_edge(1, 2, osmid=7, highway="primary", name="Ўзбекистон")
    nx.write_graphml(graph, tmp_path / "a.graphml")
    text = (tmp_path / "a.graphml").read_text(encoding="utf-8")
    (tmp_path / "b.graphml").write_bytes(text.replace("utf-8", "UTF-16").encode("utf-16"))
    one, other = (co.import_network(tmp_path / f"{x}.graphml") for x in "ab")
    assert repr([*one.table("links")]) == repr([*other.table("links")])


def test_of_many_faults_some_are_told(tmp_path):
    edges = "".join(f"<edge source='a' target='c{k}'/>" for k in range(50))
    with pytest.raises(co.DataError, match=r"(?s)^50 faults in the data:.*and 30 more$") as caught:
        read(tmp_path, f"{HEAD}<graph>{NODES}{edges}</graph></graphml>")
    assert len(caught.value.faults) == SHOWN
