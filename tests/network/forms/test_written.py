"""What a file says of what it held, and what is told of what has changed since."""

import pandas as pd
import pytest
from toy import toy_network

from corridors.network.earth import polyline_km
from corridors.network.forms.reading import Reading
from corridors.network.forms.written import (
    followed,
    frame_of,
    lengths_km,
    lines_as_written,
    note_lengths,
    written_of,
    written_of_lines,
)


def test_lengths_are_those_of_each_line():
    lines = {
        "a": [(60.0, 40.0), (61.0, 40.0)],
        "b": [(10.0, 0.0), (11.0, 5.0), (12.0, 5.0)],
        "c": [(0.0, 0.0), (0.0, 0.0)],
    }
    found = lengths_km(lines)
    assert list(found) == list(lines)
    for name, line in lines.items():
        assert found[name] == pytest.approx(polyline_km(line), abs=1e-6)
    assert lengths_km({}) == {}


def test_a_record_comes_back_and_one_that_was_spoilt_is_none():
    toy = toy_network()
    frame = frame_of(toy)
    written = written_of(frame)
    assert written.nodes["xx-b"] == (60.9, 40.0)
    assert written.links["road-ab"].length_km == 100
    assert not written.links["road-ab"].own
    assert written.gone("nodes", {*toy.table("nodes")["node_id"]} - {"xx-b"}) == {"xx-b"}
    for spoilt in (None, frame.drop(columns="lon"), frame.assign(lon="x"), pd.DataFrame()):
        assert written_of(spoilt) is None


def test_lines_keep_what_they_were_in_their_own_file():
    toy = toy_network()
    line = [(60.0, 40.0), (60.4, 40.1), (60.9, 40.0)]
    held = lines_as_written(toy, {"road-ab": line})
    written = written_of_lines({"road-ab": held["road-ab"], "other": {"as_written": [1]}, "no": {}})
    assert written.nodes == {"xx-a": (60.0, 40.0), "xx-b": (60.9, 40.0)}
    assert written.links["road-ab"].line_km == pytest.approx(polyline_km(line))
    assert written_of_lines({"other": {}}) is None


def test_a_line_beside_its_node_stays_and_is_told():
    """It ended 2 km off Beta, so nobody knows whether it is to follow."""
    toy = toy_network()
    tables = {name: toy.table(name) for name in toy.table_names}
    line = [(60.0, 40.0), (60.88, 40.0)]
    written = written_of_lines(lines_as_written(toy, {"road-ab": line}))
    nodes = tables["nodes"]
    lon = tuple(
        60.91 if n == "xx-b" else x for n, x in zip(nodes["node_id"], nodes["lon"], strict=True)
    )
    tables["nodes"] = nodes.with_values({"lon": lon})
    reading = Reading("net")
    assert followed({"road-ab": line}, tables, written, reading) == {"road-ab": line}
    with pytest.warns(UserWarning, match="does not end at the node that was moved, and stays: 1"):
        reading.report()


def test_a_new_length_of_an_edited_line_is_nobodys_business():
    toy = toy_network()
    tables = {name: toy.table(name) for name in toy.table_names}
    written = written_of(frame_of(toy))
    longer = {"road-ab": [(60.0, 40.0), (60.4, 40.5), (60.9, 40.0)]}
    links = tables["links"]
    for km, told in ((100.0, True), (131.0, False)):
        values = tuple(
            km if link == "road-ab" else old
            for link, old in zip(links["link_id"], links["length_km"], strict=True)
        )
        reading = Reading("net")
        now = {**tables, "links": links.with_values({"length_km": values})}
        note_lengths(longer, now, written, reading)
        if told:
            with pytest.warns(UserWarning, match=r"road-ab: 100 km as before, its line 76\.7 -> 1"):
                reading.report()
        else:
            assert reading.report() is None
