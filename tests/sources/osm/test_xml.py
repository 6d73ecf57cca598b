"""OpenStreetMap as XML: it says what the same extract says as PBF; what is no such file is refused."""

from __future__ import annotations

import pytest
from osm_server import lengths
from osm_toy import NODES, WAYS, xml

import corridors as co


def test_xml_and_pbf_give_the_same_network(toy_xml, tmp_path):
    pytest.importorskip("osmium", reason="reading .osm.pbf needs the extra 'pbf'")
    from osm_toy import write_pbf

    write_pbf(tmp_path / "toy.osm.pbf")
    one, other = (co.network_from_osm(tmp_path / n) for n in ("toy.osm", "toy.osm.pbf"))
    assert lengths(one) == lengths(other)
    assert one.table("nodes")["name"] == other.table("nodes")["name"]
    assert one.table("links")["oneway"] == other.table("links")["oneway"]


@pytest.mark.parametrize(
    ("head", "word"),
    [
        ('<!DOCTYPE osm [<!ENTITY a "aaaa">]>', "entities"),
        ('<!DOCTYPE osm SYSTEM "file:///etc/passwd">', "a document type"),
    ],
)
def test_entities_are_refused(tmp_path, head, word):
    path = tmp_path / "bomb.osm"
    path.write_text(xml(head=head), encoding="utf-8")
    with pytest.raises(co.DataError, match=f"bomb.osm: declares {word}"):
        co.network_from_osm(path)


def test_broken_xml_is_refused(tmp_path):
    path = tmp_path / "cut.osm"
    path.write_text(xml()[:900], encoding="utf-8")
    with pytest.raises(co.DataError, match="not a whole OpenStreetMap XML file"):
        co.network_from_osm(path)
    path.write_bytes(xml().encode("utf-32"))
    with pytest.raises(co.DataError, match="cut.osm: its encoding is not read; save it as UTF-8"):
        co.network_from_osm(path)
    path.write_bytes(xml().encode("utf-16"))  # which says that it is UTF-8
    with pytest.raises(co.DataError, match="not a whole OpenStreetMap XML file: encoding"):
        co.network_from_osm(path)


@pytest.mark.parametrize(("encoding", "mark"), [("utf-16-le", True), ("utf-16-be", True),
                                                ("utf-16-le", False)])  # fmt: skip
def test_utf_16_is_read_and_its_entities_are_refused(toy_xml, tmp_path, encoding, mark):
    said = xml().replace('encoding="UTF-8"', 'encoding="UTF-16"')
    path = tmp_path / "wide.osm"
    path.write_bytes(("\ufeff" * mark + said).encode(encoding))
    one, other = (co.network_from_osm(p) for p in (toy_xml, path))
    assert one.table("links").columns.keys() == other.table("links").columns.keys()
    assert lengths(one) == lengths(other)
    assert one.table("nodes")["name"] == other.table("nodes")["name"]
    bomb = said.replace("<osm", '<!DOCTYPE osm [<!ENTITY a "aaaa">]><osm', 1)
    path.write_bytes(("\ufeff" * mark + bomb).encode(encoding))
    with pytest.raises(co.DataError, match="declares entities"):
        co.network_from_osm(path)


def test_what_is_deleted_in_the_data_is_left_out(toy_xml):
    whole = co.network_from_osm(toy_xml)
    text = toy_xml.read_text(encoding="utf-8")
    text = text.replace('<way id="203"', '<way id="203" visible="false"')
    toy_xml.write_text(text.replace('<node id="5"', '<node id="5" visible="false"'), "utf-8")
    net = co.network_from_osm(toy_xml)
    ways = lambda net: set(";".join(net.table("links")["osm_ids"]).split(";"))  # noqa: E731
    assert ways(whole) - ways(net) == {"203"}
    assert net.report.seen["left"]["deleted (visible=false)"] == 1
    assert "osm-5" not in net.table("nodes")["node_id"]


@pytest.mark.parametrize(
    "change",
    [
        ('id="100"', 'id="99999999999999999999999"'),
        ('ref="30"', 'ref="99999999999999999999999"'),
        ('ref="30"', 'ref="x"'),
        ('lon="69.2"', 'lon="east"'),
        ('encoding="UTF-8"', 'encoding="klingon"'),
        ('encoding="UTF-8"', 'encoding="big5"'),
        ('k="usage"', 'key="usage"'),
    ],
)
def test_xml_with_a_broken_value_is_refused_in_a_sentence(toy_xml, change):
    toy_xml.write_text(toy_xml.read_text(encoding="utf-8").replace(*change), "utf-8")
    with pytest.raises(co.DataError, match=r"toy\.osm: not a whole OpenStreetMap XML file: "):
        co.network_from_osm(toy_xml)


def test_clipped_xml_is_cut_and_told_like_a_pbf(tmp_path):
    pytest.importorskip("osmium", reason="reading .osm.pbf needs the extra 'pbf'")
    from osm_toy import write_pbf

    clipped = {n: row for n, row in NODES.items() if n not in (3, 51)}
    (tmp_path / "clip.osm").write_text(xml(clipped), encoding="utf-8")
    write_pbf(tmp_path / "clip.osm.pbf", clipped)
    one, other = (co.network_from_osm(tmp_path / n) for n in ("clip.osm", "clip.osm.pbf"))
    assert lengths(one) == lengths(other)
    assert one.report.seen["cut"] == other.report.seen["cut"] == {"points outside the extract": 2}
    assert "ways cut at: points outside the extract 2" in str(one.report)


def test_xml_of_ways_alone_is_said(tmp_path):
    path = tmp_path / "ways.osm"
    path.write_text(xml({}), encoding="utf-8")
    with pytest.raises(co.DataError, match="no position of any point of its ways"):
        co.network_from_osm(path)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<gpx></gpx>", "begins with <gpx>, expected <osm>"),
        ('<osm><node id="1" lon="69"/></osm>', "no attribute 'lat'"),
        ('<osm><node id="1" lon="nan" lat="4"/></osm>', "node 1 lies at"),
    ],
)
def test_xml_that_is_no_openstreetmap_is_refused(tmp_path, text, message):
    path = tmp_path / "other.osm"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(co.DataError, match=message):
        co.network_from_osm(path)


def test_a_station_that_is_an_area_is_read_from_xml(tmp_path):
    nodes = NODES | {80: (69.1999, 41.2801, {}), 81: (69.2001, 41.2801, {})}
    nodes[1] = (*NODES[1][:2], {})
    ways = WAYS | {300: ([80, 81, 1, 80], {"railway": "station", "name": "Area"})}
    path = tmp_path / "area.osm"
    path.write_text(xml(nodes, ways), encoding="utf-8")
    net = co.network_from_osm(path, modes="rail")
    assert "Area" in net.table("nodes")["name"]


def test_xml_without_ways_is_said(tmp_path):
    path = tmp_path / "empty.osm"
    path.write_text(xml(ways={}), encoding="utf-8")
    with pytest.raises(co.DataError, match="no way of mode rail or road"):
        co.network_from_osm(path)
