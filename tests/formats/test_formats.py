"""Other formats, out and back."""

from __future__ import annotations

import json

import pytest
from toy import toy_network

import corridors as co
from corridors import formats

LOSSLESS = ("net.gpkg", "net.geojson", "net.geoparquet", "net.graphml", "net.gmns", "tables")


def same(one, other):
    for name in one.table_names:
        a, b = one.table(name), other.table(name)
        assert {k: repr(v) for k, v in a.columns.items()} == {
            k: repr(v) for k, v in b.columns.items()
        }, name
    for link in one.table("links")["link_id"]:
        assert one.line(link) == other.line(link)


@pytest.mark.parametrize("name", LOSSLESS)
def test_round_trip_loses_nothing(local, tmp_path, name):
    if name.endswith("parquet"):
        pytest.importorskip("pyarrow", reason="GeoParquet needs the extra 'parquet'")
    for k, net in enumerate((local, toy_network(), co.load("tapi"))):
        path = tmp_path / f"{k}-{name}"
        form = "gmns" if name == "net.gmns" else None
        assert co.export_network(net, path, form=form) == ()
        same(net, co.import_network(path, form=form))


def test_nothing_half_written(local, tmp_path, monkeypatch):
    target = tmp_path / "net.gpkg"
    co.export_network(toy_network(), target)
    before = target.read_bytes()
    import pyogrio

    calls = []

    def broken(*args, **kwargs):
        calls.append(args)
        if len(calls) == 3:
            raise OSError("disk full")
        return real(*args, **kwargs)

    real = pyogrio.write_dataframe
    monkeypatch.setattr(pyogrio, "write_dataframe", broken)
    with pytest.raises(OSError, match="disk full"):
        co.export_network(local, target)
    assert target.read_bytes() == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["net.gpkg"]


def test_read_network_takes_a_geopackage(local, tmp_path):
    local.write(tmp_path / "net.gpkg")
    net = co.read_network(tmp_path / "net.gpkg")
    assert co.route(net, "Tashkent Yuk", "Saryagash", modes=["rail"]).border_crossings == 1


def test_faults_of_an_edited_geopackage_are_told(tmp_path):
    import geopandas as gpd

    path = tmp_path / "net.gpkg"
    toy_network().write(path)
    links = gpd.read_file(path, layer="links")
    links.loc[0, "mode"] = "rial"
    links.loc[1, "length_km"] = -4.0
    links["hours_p5"] = 3.0
    links = links.drop(columns="hours_p50")
    links.to_file(path, layer="links")
    with pytest.raises(co.DataError) as caught:
        co.read_network(path)
    text = str(caught.value)
    assert "net.gpkg: links:1: mode 'rial' is not one of" in text
    assert "links:2: length_km -4.0 is outside 0.001 to 40000 km" in text
    assert "links: unknown column 'hours_p5'. Did you mean 'hours_p50'?" in text


def test_wrong_files_and_formats(tmp_path):
    (tmp_path / "false.gpkg").write_bytes(b"nothing")
    with pytest.raises(co.DataError, match=r"false\.gpkg: not a GeoPackage"):
        co.read_network(tmp_path / "false.gpkg")
    with pytest.raises(FileNotFoundError):
        co.import_network(tmp_path / "none.gpkg")
    (tmp_path / "other.geojson").write_text('{"type": "FeatureCollection", "features": []}')
    with pytest.raises(co.DataError, match=r"other\.geojson: no feature in it"):
        co.import_network(tmp_path / "other.geojson")
    with pytest.raises(ValueError, match=r"format 'gpgk' is none of .* Did you mean 'gpkg'"):
        formats.format_of("x", "gpgk")
    with pytest.raises(ValueError, match="net.shp: the ending is none of"):
        co.export_network(toy_network(), tmp_path / "net.shp")
    (tmp_path / "bomb.graphml").write_text('<!DOCTYPE x [<!ENTITY a "b">]><graphml/>')
    with pytest.raises(co.DataError, match="declares"):
        co.import_network(tmp_path / "bomb.graphml")


def test_geojson_is_readable_by_others(local, tmp_path):
    import geopandas as gpd

    co.export_network(local, tmp_path / "net.geojson")
    frame = gpd.read_file(tmp_path / "net.geojson")
    assert len(frame) == len(local.table("nodes")) + len(local.table("links")) + 1
    assert frame["table"].iloc[-1] == "corridors_tables"
    assert "OpenStreetMap" in json.loads((tmp_path / "net.geojson").read_text())["attribution"]


@pytest.mark.filterwarnings("ignore")  # of GDAL, on the ending
def test_a_form_that_a_file_is_not_is_told_by_that_form(tmp_path, toy):
    odd = tmp_path / "network.dat"
    toy.write(tmp_path / "network.gpkg")
    (tmp_path / "network.gpkg").rename(odd)
    found = formats.import_network(odd, form="gpkg")
    assert found.table("links")["link_id"] == toy.table("links")["link_id"]
    with pytest.raises(ValueError, match="network.dat is a file; form 'csv' is a folder of tables"):
        formats.import_network(odd, form="csv")


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("ending", ["", ".db", ".zip", ".geopackage", ".GPKG", ".json", ".a.gpkg"])
@pytest.mark.parametrize("form", list(formats.FORMATS))
def test_every_format_is_written_and_read_under_any_name_without_a_warning(
    toy, tmp_path, form, ending
):
    """The ending is the caller's; no warning of another library's comes of it."""
    if form == "geoparquet":
        pytest.importorskip("pyarrow", reason="GeoParquet needs the extra 'parquet'")
    path = tmp_path / f"network{ending}"
    assert co.export_network(toy, path, form=form) == ()
    back = co.import_network(path, form=form)
    assert list(back.table("nodes")["node_id"]) == list(toy.table("nodes")["node_id"])
    assert [file.name for file in tmp_path.iterdir()] == [path.name]
    assert path.is_file() == (form in ("gpkg", "geojson", "graphml"))


def test_a_geopackage_is_read_where_links_to_files_are_not_allowed(toy, tmp_path, monkeypatch):
    co.export_network(toy, tmp_path / "n.db", form="gpkg")

    def refuse(*_):
        raise OSError

    monkeypatch.setattr("pathlib.Path.symlink_to", refuse)
    back = co.import_network(tmp_path / "n.db", form="gpkg")
    assert len(back.table("links")) == len(toy.table("links"))


def test_what_stands_in_a_geojson(tmp_path):
    """A feature each place and link, one without a place that holds the other tables."""
    co.export_network(toy_network(), tmp_path / "net.geojson")
    text = (tmp_path / "net.geojson").read_text(encoding="utf-8")
    whole = json.loads(text)
    assert set(whole) == {"type", "features"}  # no line follows OpenStreetMap: nobody is credited
    assert whole["type"] == "FeatureCollection"
    features = whole["features"]
    assert {one["type"] for one in features} == {"Feature"}
    tables = [one["properties"]["table"] for one in features]
    assert tables == ["nodes"] * 10 + ["links"] * 11 + ["corridors_tables"]
    alpha = features[0]
    assert alpha["geometry"] == {"type": "Point", "coordinates": [60.0, 40.0]}
    assert (alpha["properties"]["node_id"], alpha["properties"]["name"]) == ("xx-a", "Alpha")
    assert features[-1]["geometry"] is None
    held = json.loads(features[-1]["properties"]["corridors_tables"])
    assert not {"nodes", "links"} & set(held)
    assert "NaN" not in text
    assert len(held["tariffs"]["data"]) == 12


def test_a_feature_of_another_table_or_without_a_shape_is_told_by_its_number(tmp_path):
    co.export_network(toy_network(), tmp_path / "net.geojson")
    whole = json.loads((tmp_path / "net.geojson").read_text(encoding="utf-8"))
    whole["features"][2]["properties"]["table"] = "places"
    whole["features"][3]["properties"]["kind"] = "town"
    whole["features"][12]["geometry"]["type"] = "Linestring"
    (tmp_path / "net.geojson").write_text(json.dumps(whole), encoding="utf-8")
    with pytest.raises(co.DataError) as told:
        co.import_network(tmp_path / "net.geojson")
    assert "feature 3 is of table 'places', expected one of nodes, links" in str(told.value)
    assert "feature 13" in str(told.value)
    whole["features"][2]["properties"]["table"] = "nodes"
    whole["features"][12]["geometry"]["type"] = "LineString"
    (tmp_path / "net.geojson").write_text(json.dumps(whole), encoding="utf-8")
    with pytest.raises(co.DataError, match=r"net.geojson: feature 4 \(nodes\)"):
        co.import_network(tmp_path / "net.geojson")


def test_which_format_a_path_means(tmp_path):
    for name, form in (
        ("a.gpkg", "gpkg"), ("a.GEOJSON", "geojson"), ("a.graphml", "graphml"),
        ("a.geoparquet", "geoparquet"), ("folder", "csv"),
    ):  # fmt: skip
        assert formats.format_of(tmp_path / name) == form
    for mark, form in (("node.csv", "gmns"), ("nodes.parquet", "geoparquet"), ("x.csv", "csv")):
        (tmp_path / form).mkdir()
        (tmp_path / form / mark).touch()
        assert formats.format_of(tmp_path / form) == form
    assert formats.format_of("a.gpkg", "csv") == "csv"
    listed = "gpkg, geojson, geoparquet, graphml, gmns, csv"
    with pytest.raises(ValueError, match=f"format 'gpgk' is none of {listed}.* 'gpkg'"):
        formats.format_of("a", "gpgk")
    with pytest.raises(ValueError, match=r"a\.xlsx: the ending is none of \.gpkg, \.geojson"):
        formats.format_of("a.xlsx")
