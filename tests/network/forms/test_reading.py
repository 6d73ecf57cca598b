"""What a reader of an edited file tells: places as its user knows them, kinds with counts."""

import copy
import pickle

import pytest

import corridors as co
from corridors.network.forms.reading import Reading


def test_faults_of_tables_are_those_of_the_file():
    reading = Reading("net.gpkg")
    assert reading.renamed(
        [
            "links.csv:4: from_node 'x' is not in nodes.csv. Did you mean 'y'?",
            "links.csv:9: link_id 'a' stands already in row 3",
            "speeds.csv: no row for mode 'road', country 'XX' or '*'",
        ]
    ) == [
        "net.gpkg: links:3: from_node 'x' is not in nodes. Did you mean 'y'?",
        (
            "net.gpkg: links:8: link_id 'a' stands already at links:2; each part of a split line "
            "needs a link_id, ends and a length of its own"
        ),
        "net.gpkg: speeds: no row for mode 'road', country 'XX' or '*'",
    ]


def test_notes_are_counted_and_warned_of():
    reading = Reading("net.gpkg")
    assert reading.report() is None
    for link in "abcde":
        reading.note("a line goes", link)
    reading.note("nodes were in EPSG:3857")
    with pytest.warns(UserWarning, match="net.gpkg: read, and"):
        report = reading.report()
    assert str(report) == (
        "net.gpkg: read, and\n  a line goes: 5 places (a, b, c and 2 more)\n"
        "  nodes were in EPSG:3857"
    )
    assert report.to_dict()["notes"]["a line goes"] == ("a", "b", "c", "d", "e")
    assert copy.deepcopy(report) == pickle.loads(pickle.dumps(report)) == report


def test_faults_are_raised_at_once():
    reading = Reading("net.gpkg")
    reading.stop_at_faults()
    reading.faults += ["a", "b"]
    with pytest.raises(co.DataError) as caught:
        reading.stop_at_faults()
    assert caught.value.faults == ("a", "b")


def test_swapped_axes_of_a_folder_of_tables_are_refused(tmp_path):
    co.load("tapi").write(tmp_path / "net")
    path = tmp_path / "net" / "nodes.csv"
    header, rest = path.read_text(encoding="utf-8").split("\n", 1)
    names = {"lon": "lat", "lat": "lon"}
    swapped = ",".join(names.get(word, word) for word in header.split(","))
    path.write_text(f"{swapped}\n{rest}", encoding="utf-8")
    with pytest.raises(co.DataError, match=r"net: nodes: x and y are exchanged: .*AF, at \(3"):
        co.read_network(tmp_path / "net")
