"""GMNS: that of others takes the embedded values."""

from __future__ import annotations

import pytest
from toy import toy_network

import corridors as co
from corridors import formats


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
