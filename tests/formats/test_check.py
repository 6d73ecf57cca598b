"""What a format loses is told, and what it breaks is not written."""

from __future__ import annotations

import json
import math

import pandas as pd
import pytest
from toy import change, toy_network

import corridors as co
from corridors import formats
from corridors.formats import check
from corridors.formats.check import tables_of_json, tables_to_json, without_orphans
from corridors.network.tables import Table
from tests.whole.test_written_back import LINES, odd_network


@pytest.mark.parametrize("name", ["net.gpkg", "net.geojson", "net.graphml", "net.gmns"])
def test_every_difference_of_the_embedded_network_is_told(tmp_path, name):
    net = co.load()
    form = name.partition(".")[2]
    told = " ".join(co.export_network(net, tmp_path / name, form=form))
    back = co.import_network(tmp_path / name, form=form)
    for table in net.table_names:
        old, new = net.table(table), back.table(table)
        for column in old.columns:
            if repr(old[column]) != repr(new[column]):
                assert table in told, table
                assert column in told or len(old) != len(new), column
    there, here = (co.route(n, "Karachi", "Istanbul") for n in (net, back))
    assert here.cost_usd == there.cost_usd
    assert here.modes == there.modes
    if form == "graphml":  # what came through one form goes through another
        assert co.export_network(back, tmp_path / "again.gpkg") == ()
        again = co.read_network(tmp_path / "again.gpkg")
        assert again.table("nodes")["name"] == net.table("nodes")["name"]


def test_what_a_format_loses_is_told_and_what_it_breaks_is_not_written(tmp_path, monkeypatch):
    net = co.load("tapi")

    def careless(path):
        back = co.read_network(path)
        nodes, waypoints = back.table("nodes"), back.table("waypoints")
        free = {"note": ("",) * len(nodes), "unlocode": ("",) * len(nodes)}
        none = dict.fromkeys(waypoints.columns, ())
        return back.replaced(
            {"nodes": nodes.with_values(free), "waypoints": Table("waypoints", none)}
        )

    csv = formats.FORMATS["csv"]
    monkeypatch.setitem(formats.FORMATS, "csv", csv._replace(read=careless))
    lost = co.export_network(net, tmp_path / "t")
    assert any(what.startswith("nodes: ") and "note" in what for what in lost)
    assert f"waypoints: {len(net.table('waypoints'))} rows, 0 when read back" in lost
    assert not any("links" in what for what in lost)

    def broken(net, path):
        net.write(path)
        (path / "speeds.csv").unlink()

    monkeypatch.setitem(formats.FORMATS, "csv", csv._replace(write=broken))
    with pytest.raises(co.DataError, match=r"speeds\.csv: no such file.*\n.*no was not written"):
        co.export_network(net, tmp_path / "no")
    assert not (tmp_path / "no").exists()


def test_rows_of_what_was_taken_out_elsewhere_go_and_all_others_stay():
    """Epsilon and the road to it are gone; what names neither, or nothing, stays."""
    frames = {name: toy_network().table(name).to_frame() for name in toy_network().table_names}
    nodes, links = frames["nodes"], frames["links"]
    cut = {
        **frames,
        "nodes": nodes[nodes["node_id"] != "zz-e"],
        "links": links[links["link_id"] != "sea-pq"],
    }
    found = without_orphans(cut)
    assert found["nodes"] is cut["nodes"]
    assert found["links"] is cut["links"]
    doors = frames["transshipments"]
    assert len(found["transshipments"]) == (doors["node_id"] != "zz-e").sum() < len(doors)
    assert list(found["services"]["service_id"]) == []
    # members of gates name a link and no node: the ship's line alone is gone
    assert set(found["corridor_links"]["link_id"]) == {"rail-bc", "rail-de", "pipe-gh", "rail-ab"}
    assert found["tariffs"].equals(frames["tariffs"])
    missing = frames["corridor_links"].assign(node_id=None)
    kept = without_orphans({**cut, "corridor_links": missing})["corridor_links"]
    assert len(kept) == 4
    bare = {"nodes": nodes.drop(columns="node_id"), "links": links, "services": frames["services"]}
    assert without_orphans(bare) == bare  # whatever is wrong is told where they are read


def test_tables_as_json_keep_every_digit_and_tell_what_is_missing():
    frame = pd.DataFrame({"a": [0.1 + 0.2, math.nan], "b": ["x", ""], "c": [1, 2]})
    told = tables_to_json({"t": frame})
    assert told == {
        "t": {"columns": ["a", "b", "c"], "data": [[0.30000000000000004, "x", 1], [None, "", 2]]}
    }
    assert json.loads(json.dumps(told, allow_nan=False)) == told
    back = tables_of_json(told)["t"]
    assert (back["a"][0], back["b"].tolist()) == (frame["a"][0], ["x", ""])
    assert math.isnan(back["a"][1])


@pytest.mark.parametrize(
    ("tables", "told"),
    [
        ([], "no tables by their names"),
        ({"a": 1}, "table 'a': it has no columns and data"),
        ({"a": {"columns": [{}], "data": []}}, "its columns are not different words"),
        ({"a": {"columns": ["b", "b"], "data": []}}, "its columns are not different words"),
        ({"a": {"columns": ["b"], "data": [["c"], 1]}}, "row 2 is not 1 cell"),
        ({"a": {"columns": ["b"], "data": [[{}]]}}, "row 1 has a cell that is no text or number"),
    ],
)
def test_tables_of_another_form_are_refused(tables, told):
    with pytest.raises(ValueError, match=told):
        tables_of_json(tables)


def test_what_differs_is_told_by_table_column_rows_and_lines(tmp_path):
    net = odd_network()
    assert formats.differences(net, net) == ()
    tables = {"nodes": change(net.table("nodes"), "note", {"node_id": "xx-a"}, "seen")}
    moved = {**LINES, "road-af": [(60.0, 40.0), (61.0, 41.0), (62.0, 43.0)]}
    assert formats.differences(net, net.replaced(tables)) == ("nodes: note",)
    assert formats.differences(net, net.replaced({}, lines=moved)) == ("lines of 1 link",)
    few = net.subset(["road-ab", "rail-ab"], name="few")
    told = formats.differences(net, few)
    assert "nodes: 10 rows, 2 when read back" in told
    assert "links: 11 rows, 2 when read back" in told
    assert not any("lines" in what for what in told)


@pytest.mark.parametrize("pair", [(math.nan, 1.0), (1.0, math.nan), ("", "a")])
def test_a_number_for_none_is_a_difference(pair):
    assert not check._same([pair[0]], [pair[1]])
    assert check._same([pair[0]], [pair[0]])
