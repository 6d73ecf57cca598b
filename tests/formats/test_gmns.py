"""GMNS: that of others takes the embedded values."""

from __future__ import annotations

import random
import shutil

import pytest
from formats.gmns.samples import FOLDER, SAMPLES
from toy import toy_network

import corridors as co
from corridors import formats

FILES = ("node", "link", "links", "config", "geometry", "lane", "use_group", "use_definition")


def gmns_of_others(net, folder, *columns):
    """Write a GMNS folder with only the columns of the specification, and some more."""
    import pandas as pd

    co.export_network(net, folder, form="gmns")
    for file in folder.iterdir():
        if file.name not in ("node.csv", "link.csv", "config.csv"):
            file.unlink()
    spec = "link_id from_node_id to_node_id directed length facility_type free_speed geometry"
    links = pd.read_csv(folder / "link.csv", dtype=str)
    links[[*spec.split(), "commodity", *columns]].to_csv(folder / "link.csv", index=False)
    return folder


def test_gmns_of_others_takes_embedded_values(local, tmp_path):
    back = co.import_network(gmns_of_others(local, tmp_path / "g", "gauge_mm", "status", "tags"))
    for row in local.table("links"):
        again = back.table("links")
        k = back.link_row(row["link_id"])
        for column in ("status", "oneway", "gauge_mm", "speed_kmh", "length_km", "tags"):
            assert repr(again[column][k]) == repr(row[column]), column
        assert back.line(row["link_id"]) == local.line(row["link_id"])
    assert co.route(back, "osm-1", "osm-5", modes=["rail"]).border_crossings == 1


def test_ships_of_a_known_link_keep_their_service_and_others_have_sane_prices(tmp_path):
    net = co.load()
    folder = gmns_of_others(net, tmp_path / "g", "usd_40ft")
    text = (folder / "link.csv").read_text(encoding="utf-8")
    ships = [r for r in net.table("services") if r["mode"] in ("sea", "ferry")]
    stranger, priced = ships[0]["link_id"], ships[-1]["link_id"]
    (folder / "link.csv").write_text(text.replace(f"{stranger},", "stranger,"), encoding="utf-8")
    back = co.import_network(folder)
    found = {r["link_id"]: r for r in back.table("services")}
    for row in ships:
        if row["link_id"] != stranger and row["mode"] != "inland_water":
            assert found[row["link_id"]]["usd_40ft"] > 0
    assert repr(found[priced]) == repr(ships[-1])
    dearest = max(
        r["usd_40ft"] / net.table("links")["length_km"][net.link_row(r["link_id"])] for r in ships
    )
    assert found["stranger"]["usd_40ft"] <= max(
        50, dearest * back.table("links")["length_km"][back.link_row("stranger")]
    )
    assert co.export_network(back, tmp_path / "g.gpkg") == ()


def test_values_that_no_column_allows_are_told(tmp_path, monkeypatch):
    def dear(path):
        net = toy_network()
        tariffs = net.table("tariffs")
        return net.replaced(
            {"tariffs": tariffs.with_values({"usd_per_km": (99.0,) * len(tariffs)})}
        )

    gmns = formats.FORMATS["gmns"]
    monkeypatch.setitem(formats.FORMATS, "gmns", gmns._replace(read=dear))
    with pytest.raises(co.DataError, match=r"tariffs.csv:2: usd_per_km 99.0 is outside 0 to 10"):
        co.import_network(tmp_path, form="gmns")


def test_a_path_that_is_no_folder_is_told(tmp_path):
    (tmp_path / "link.csv").write_text("x")
    with pytest.raises(FileNotFoundError, match=r"link\.csv: no such folder"):
        co.import_network(tmp_path / "link.csv", form="gmns")


# -- broken files ----------------------------------------------------------------------------------


def _cell(draw, text):
    """Put something odd in a cell."""
    lines = text.splitlines(keepends=True)
    k = draw.randrange(len(lines))
    cells = lines[k].rstrip("\n").split(",")
    odd = ("", "nan", "-1", "1e400", "\ufffd", '"', "'", "0x1F", "None", "x" * 300, "{", "1;2", "٣",
           "LINESTRING (1 2)", "POINT EMPTY", '"{""type"": 1}"', "TRUE", "-999", "00", "\x0b")  # fmt: skip
    cells[draw.randrange(len(cells))] = draw.choice(odd)
    lines[k] = ",".join(cells) + "\n"
    return "".join(lines)


def _column(draw, text):
    """Put one odd value in a whole column, or take its name away."""
    lines = text.splitlines()
    at = draw.randrange(len(lines[0].split(",")))
    value = draw.choice(("", "nan", "0", "-7", "1e308", "abc", "1,5", "inf", "LINESTRING EMPTY"))
    first = 0 if draw.random() < 0.3 else 1
    for k in range(first, len(lines)):
        cells = lines[k].split(",")
        cells[min(at, len(cells) - 1)] = value
        lines[k] = ",".join(cells)
    return "\n".join(lines)


def _bytes(draw, data):
    """Change, cut or double some bytes."""
    data, at = bytearray(data), draw.randrange(len(data))
    how = draw.randrange(5)
    if how == 0:
        return bytes(data[:at])
    if how == 1:
        data[at] = draw.randrange(256)
    elif how == 2:
        del data[at : at + draw.randrange(1, 40)]
    elif how == 3:
        data[at:at] = bytes(draw.randrange(256) for _ in range(draw.randrange(1, 6)))
    else:
        data[at:at] = data[at : at + draw.randrange(200)]
    return bytes(data)


def _whole(draw, text):
    """Write a whole file otherwise."""
    how = draw.randrange(8)
    if how == 0:
        return draw.choice(("", "\n\n", ",,,\n", "{}", "<html>", "a")).encode()
    if how == 1:
        return text.encode(draw.choice(("utf-16", "utf-8-sig", "utf-32", "cp500")), "replace")
    if how == 2:
        return text.replace(",", draw.choice((";", "\t", "|", " "))).encode()
    if how == 3:
        return text.replace("\n", draw.choice(("\r", "\r\n", "\n\n"))).encode()
    if how == 4:
        return text.upper().encode()
    if how == 5:
        lines = text.splitlines(keepends=True)
        return "".join(lines[:1] + draw.sample(lines[1:], len(lines) - 1) + lines[1:3]).encode()
    if how == 6:
        return text.replace("-", "").encode()
    return text.replace(".", ",").encode()


@pytest.mark.parametrize("part", range(4))
def test_broken_files_give_a_network_or_a_sentence_that_names_the_file(tmp_path, part):
    """No exception of another library, and no warning (which is an error here), gets out."""
    draw = random.Random(f"gmns {part}")
    names = [
        name for name in (*SAMPLES, "sioux_falls", "cambridge_paths") if name != "chongqing_rail"
    ]
    for turn in range(120):
        name = draw.choice(names[part::4])
        target = tmp_path / f"{turn}"
        shutil.copytree(FOLDER / name, target)
        for _ in range(draw.randrange(1, 4)):
            file = draw.choice(sorted(target.glob("*.csv")))
            data = file.read_bytes()
            if not data:
                continue
            text = data.decode("utf-8", errors="replace")
            how = draw.choice((_cell, _cell, _column, _bytes, _whole))
            new = how(draw, data if how is _bytes else text)
            file.write_bytes(new if isinstance(new, bytes) else new.encode())
        try:
            net = co.import_network(target, form="gmns")
        except (co.CorridorsError, FileNotFoundError) as error:
            told = str(error)
        else:
            told = str(net.report)
            assert len(net.table("links")) >= 1
        assert any(f"{file}.csv" in told for file in FILES), told
