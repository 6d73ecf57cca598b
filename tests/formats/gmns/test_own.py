"""Our own networks as GMNS: edited by other programs, and read back."""

from __future__ import annotations

import csv

import pytest

import corridors as co
from corridors.formats.gmns.own import is_own
from tests.toy import toy_network


@pytest.fixture
def written(tmp_path):
    co.export_network(toy_network(), tmp_path / "g", form="gmns")
    return tmp_path / "g"


def edit(file, change):
    with file.open(encoding="utf-8", newline="") as stream:
        rows = change(list(csv.DictReader(stream)))
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def test_a_folder_is_ours_while_our_tables_stand_beside(written):
    assert is_own(written)
    (written / "tariffs.csv").unlink()
    assert not is_own(written)


@pytest.mark.parametrize(
    ("word", "times"), [("mile", 1 / 1.609344), ("Metres", 1000), ("ft", 3280.839895)]
)
def test_lengths_may_be_written_in_another_unit(written, word, times):
    def longer(rows):
        return [row | {"length": repr(float(row["length"]) * times)} for row in rows]

    edit(written / "link.csv", longer)
    edit(written / "config.csv", lambda rows: [rows[0] | {"long_length": word}])
    back = co.import_network(written, form="gmns")
    assert back.table("links")["length_km"] == pytest.approx(
        toy_network().table("links")["length_km"]
    )


@pytest.mark.parametrize(
    ("word", "kmh"), [("mph", 1.609344), ("Miles per hour", 1.609344), ("m/s", 3.6)]
)
def test_speeds_may_be_written_in_another_unit(written, word, kmh):
    edit(written / "link.csv", lambda rows: [row | {"free_speed": repr(80 / kmh)} for row in rows])
    edit(written / "config.csv", lambda rows: [rows[0] | {"speed": word}])
    back = co.import_network(written, form="gmns")
    assert back.table("links")["speed_kmh"] == pytest.approx([80.0] * len(back.table("links")))


def test_speeds_without_a_unit_beside_miles_are_as_they_were_written_and_told(written):
    edit(written / "config.csv", lambda rows: [rows[0] | {"speed": "", "long_length": "mile"}])
    edit(written / "link.csv", lambda rows: [row | {"free_speed": "80"} for row in rows])
    with pytest.warns(UserWarning, match="free_speed is in km/h, as written"):
        back = co.import_network(written, form="gmns")
    assert set(back.table("links")["speed_kmh"]) == {80.0}


@pytest.mark.parametrize(
    ("gone", "told"),
    [
        ("free_speed", "links: speed_kmh"),
        ("usd_40ft", "links: usd_40ft"),
        ("geometry_kind", "links: geometry_kind"),
        ("geometry", "links: lines"),
    ],
)
def test_columns_that_are_gone_are_told(written, gone, told):
    edit(written / "link.csv", without(gone))
    with pytest.warns(UserWarning, match=f"columns are gone, and read as empty: .*{told}"):
        back = co.import_network(written, form="gmns")
    assert any(told in places for places in back.report.notes.values())
    assert back.table("links")["length_km"] == toy_network().table("links")["length_km"]


def test_columns_of_other_programs_are_told(written):
    edit(written / "link.csv", lambda rows: [row | {"toll": "5", "mode": "x"} for row in rows])
    edit(written / "node.csv", lambda rows: [row | {"ctrl_type": "signal"} for row in rows])
    with pytest.warns(UserWarning, match="columns that no table has are left out"):
        back = co.import_network(written, form="gmns")
    assert set(back.report.notes["columns that no table has are left out"]) == {
        "links: toll", "links: mode", "nodes: ctrl_type",
    }  # fmt: skip
    assert back.table("links")["mode"] == toy_network().table("links")["mode"]


def test_a_unit_that_is_none_is_refused(written):
    edit(written / "config.csv", lambda rows: [rows[0] | {"long_length": "furlong"}])
    with pytest.raises(
        co.DataError, match=r"config\.csv:2: long_length 'furlong' is not one of km"
    ):
        co.import_network(written, form="gmns")
    edit(written / "config.csv", lambda rows: [rows[0] | {"long_length": "km", "speed": "fast"}])
    with pytest.raises(co.DataError, match=r"config\.csv:2: speed 'fast' is no unit of speed"):
        co.import_network(written, form="gmns")


@pytest.mark.parametrize(("yes", "no"), [("1.0", "0.0"), ("True", "False"), ("t", "f")])
def test_directions_may_be_written_in_any_form(written, yes, no):
    def told(rows):
        return [row | {"directed": yes if row["directed"] == "1" else no} for row in rows]

    before = co.import_network(written, form="gmns").table("links")["oneway"]
    edit(written / "link.csv", lambda rows: [rows[0] | {"directed": "1"}, *rows[1:]])
    edit(written / "link.csv", told)
    with pytest.warns(UserWarning, match=r"directed and oneway differ.*\(link\.csv:2\)"):
        after = co.import_network(written, form="gmns").table("links")["oneway"]
    assert after == ("yes", *before[1:])


def without(*words):
    return lambda rows: [{k: v for k, v in row.items() if k not in words} for row in rows]


def directions(folder, oneway, directed):
    """Write both words of the first link, ``None`` for none, and read the direction back."""
    words = {"oneway": oneway, "directed": directed}
    said = {word: text for word, text in words.items() if text is not None}
    edit(folder / "link.csv", lambda rows: [rows[0] | words | said, *rows[1:]])
    edit(folder / "link.csv", without(*(words.keys() - said)))
    return co.import_network(folder, form="gmns").table("links")["oneway"][0]


@pytest.mark.parametrize("directed", [None, ""])
def test_a_link_stays_one_way_where_directed_is_gone(written, directed):
    assert directions(written, "yes", directed) == "yes"


@pytest.mark.parametrize(
    ("oneway", "directed", "says", "found"),
    [
        ("yes", "0", "directed and oneway differ: directed counts", ""),
        ("", "1", "directed and oneway differ: directed counts", "yes"),
        ("yes", "perhaps", "directed says neither yes nor no: oneway counts", "yes"),
    ],
)
def test_directions_that_differ_are_told(written, oneway, directed, says, found):
    with pytest.warns(UserWarning, match=says):
        assert directions(written, oneway, directed) == found


def test_rows_in_another_order_and_new_columns_change_nothing(written):
    edit(written / "link.csv", lambda rows: list(reversed(rows)))
    back = co.import_network(written, form="gmns")
    for row in toy_network().table("links"):
        assert back.table("links")["length_km"][back.link_row(row["link_id"])] == row["length_km"]


def test_what_stands_in_the_tables_of_the_specification(written):
    """The words of GMNS for ours; lengths in km, speeds in km/h, degrees."""
    read = {}
    for name in ("config", "node", "link"):
        with (written / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
            read[name] = list(csv.DictReader(stream))
    net = toy_network()
    assert read["config"] == [
        {"dataset_name": net.name, "long_length": "km", "speed": "kph", "crs": "EPSG:4326"}
    ]
    alpha = next(row for row in read["node"] if row["node_id"] == "xx-a")
    assert (alpha["x_coord"], alpha["y_coord"], alpha["node_type"]) == ("60.0", "40.0", "city")
    assert not {"lon", "lat", "kind"} & set(alpha)
    rail = next(row for row in read["link"] if row["link_id"] == "rail-cd")
    assert (rail["from_node_id"], rail["to_node_id"]) == ("xx-c", "zz-d")
    assert (rail["length"], rail["facility_type"], rail["free_speed"]) == ("10.0", "rail", "")
    assert (rail["directed"], rail["allowed_uses"]) == ("0", "freight")
    assert rail["geometry"] == "LINESTRING (62.9 40.0, 63.0 40.0)"
    names = {file.name for file in written.iterdir() if not file.name.startswith(".")}
    assert {"node.csv", "link.csv", "config.csv", "tariffs.csv", "as_written.csv"} <= names
    assert not {"nodes.csv", "links.csv"} & names
