"""Every kind of file gives the same lines; what is none is told in one sentence."""

import json
import random
import zipfile

import lines_toy
import pytest
from lines_toy import COLUMNS, collection, frame
from toy import toy_network

import corridors as co
from corridors.sources.lines.files import read_layers

ENDINGS = ("geojson", "gpkg", "shp", "parquet", "csv", "zip")


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("lines")
    return {file.suffix[1:]: file for file in lines_toy.write_all(folder)}


def crs_for(ending):
    return "EPSG:4326" if ending == "csv" else None


@pytest.mark.parametrize("ending", ENDINGS)
def test_every_kind_gives_the_same_network(files, ending):
    net = co.network_from_lines(files[ending], columns=COLUMNS, crs=crs_for(ending))
    same = co.network_from_lines(frame(), columns=COLUMNS)
    for table in ("nodes", "links"):
        for column in ("name", "lon", "lat", "mode", "gauge_mm", "length_km", "usd_40ft", "oneway"):
            if column in net.table(table).columns:
                assert str(net.table(table)[column]) == str(same.table(table)[column]), column
    assert net.name == f"lines.{ending}"
    assert net.table("links")["name"] == ("Ғарб", "East", "South")


@pytest.mark.parametrize("ending", ["shp", "zip", "parquet", "geojson", "gpkg"])
def test_import_network_reads_lines_that_say_what_they_are(tmp_path, ending):
    tagged = frame()[["geometry"]].assign(railway="rail", gauge="1520")
    plain = tmp_path / f"lines.{'shp' if ending == 'zip' else ending}"
    if ending == "parquet":
        tagged.to_parquet(plain)
    else:
        tagged.to_file(plain)
    if ending == "zip":
        with zipfile.ZipFile(tmp_path / "lines.zip", "w") as archive:
            for part in tmp_path.glob("lines.[sdp]*"):
                archive.write(part, part.name)
    net = co.import_network(tmp_path / f"lines.{ending}")
    assert set(net.table("links")["gauge_mm"]) == {1520.0}
    assert "columns read by their names: gauge (gauge_mm), railway" in str(net.report)


def test_import_network_asks_for_the_mode_of_others(files):
    for ending in ("geojson", "gpkg", "shp", "zip", "parquet"):
        with pytest.raises(co.DataError, match=r"lines\..*by which mode are its lines\? Say mode="):
            co.import_network(files[ending])


def test_layers_of_a_geopackage(tmp_path):
    path = tmp_path / "two.gpkg"
    frame().iloc[:2].to_file(path, layer="tracks")
    frame().iloc[2:].to_file(path, layer="roads")
    frame().assign(geometry=frame().representative_point().values).to_file(path, layer="dots")
    net = co.network_from_lines(
        path, mode={"tracks": "rail", "roads": "road"}, columns={"gauge_mm": "GAUGE"}
    )
    assert net.table("links")["mode"] == ("rail", "rail", "road")
    assert "not read, as it has no lines: two.gpkg, layer 'dots'" in str(net.report)
    only = co.network_from_lines(path, mode="rail", layer="tracks", columns={"gauge_mm": "GAUGE"})
    assert set(only.table("links")["mode"]) == {"rail"}
    with pytest.raises(co.DataError, match=r"layer 'track' is not one of .* Did you mean 'tracks'"):
        co.network_from_lines(path, layer="track", mode="rail")
    with pytest.raises(co.DataError, match="layer 'dots': no line in it; its shapes are Point"):
        co.network_from_lines(path, layer="dots", mode="rail")
    with pytest.raises(ValueError, match="mode: layer 'track' is not one of"):
        co.network_from_lines(path, mode={"track": "rail"})


def test_any_geometry_column_of_parquet(tmp_path):
    lines = frame().rename_geometry("geom")
    lines["middle"] = lines.geometry.representative_point()
    lines.to_parquet(tmp_path / "a.parquet")
    assert len(co.network_from_lines(tmp_path / "a.parquet", mode="rail").table("links"))
    plain = lines.drop(columns=["geom", "middle"]).assign(way=lines.geometry.to_wkb())
    import pandas as pd

    pd.DataFrame(plain).to_parquet(tmp_path / "b.parquet")
    with pytest.raises(co.DataError, match=r"b\.parquet: no coordinate system; say it"):
        co.network_from_lines(tmp_path / "b.parquet", mode="rail")
    net = co.network_from_lines(tmp_path / "b.parquet", mode="rail", crs=4326)
    assert len(net.table("links")) == 3


#: LineString (69.2 41.2, 69.3 41.2) in EPSG:4326, as PostGIS writes it.
EWKB = "0102000020E610000002000000CDCCCCCCCC4C51409A9999999999444033333333335351409A99999999994440"


@pytest.mark.parametrize(
    ("head", "rows", "crs"),
    [
        ("id;way", '1;"LINESTRING (69.2 41.2, 69.3 41.2)"', 4326),
        ("id\tthe_geom", "1\tMULTILINESTRING ((69.2 41.2, 69.3 41.2))", 4326),
        ("id,geom", '1,"SRID=4326;LINESTRING (69.2 41.2, 69.3 41.2)"', None),
        ("id,geom", f"1,{EWKB}", None),
    ],
)  # fmt: skip
def test_tables_with_wkt_or_wkb(tmp_path, head, rows, crs):
    (tmp_path / "x.csv").write_text(f"{head}\n{rows}\n", encoding="utf-8-sig")
    net = co.network_from_lines(tmp_path / "x.csv", mode="rail", crs=crs)
    assert net.table("links")["length_km"][0] == pytest.approx(lines_toy.EAST_KM / 10, rel=1e-4)


def test_geojson_of_other_forms(tmp_path):
    whole = collection()
    path = tmp_path / "x.geojson"
    path.write_text("\n".join(map(json.dumps, whole["features"])), encoding="utf-8")
    assert len(co.network_from_lines(path, mode="rail").table("links")) == 3
    path.write_text(json.dumps(whole["features"][0]), encoding="utf-8")
    assert len(co.network_from_lines(path, mode="rail").table("links")) == 1
    path.write_text(json.dumps(whole["features"][0]["geometry"]), encoding="utf-8")
    assert len(co.network_from_lines(path, mode="rail").table("links")) == 1


def test_geojson_with_a_crs_of_its_own(tmp_path):
    plane = frame().to_crs(32642)
    whole = json.loads(plane.to_json())
    whole["crs"] = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32642"}}
    (tmp_path / "x.geojson").write_text(json.dumps(whole), encoding="utf-8")
    net = co.network_from_lines(tmp_path / "x.geojson", mode="rail")
    assert min(net.table("nodes")["lon"]) == pytest.approx(69.2, abs=1e-6)
    assert "coordinates are in EPSG:32642" in str(net.report)


def test_a_shapefile_without_parts_or_in_another_encoding(tmp_path):
    lines = frame()[["NAME", "geometry"]].assign(NAME="Größe")
    lines.to_file(tmp_path / "x.shp", encoding="ISO-8859-1")
    (tmp_path / "x.cpg").write_text("UTF-8")
    dbf = (tmp_path / "x.dbf").read_bytes()
    (tmp_path / "x.dbf").write_bytes(dbf[:29] + b"\x00" + dbf[30:])
    net = co.network_from_lines(tmp_path / "x.shp", mode="road", columns={"name": "NAME"})
    assert net.table("links")["name"][0] == "Größe"
    assert "read as ISO-8859-1" in str(net.report)
    (tmp_path / "x.dbf").unlink()
    assert "x.dbf is missing" in str(co.network_from_lines(tmp_path / "x.shp", mode="road").report)
    (tmp_path / "x.prj").unlink()
    with pytest.raises(co.DataError, match=r"x\.shp: no coordinate system"):
        co.network_from_lines(tmp_path / "x.shp", mode="road")
    (tmp_path / "x.shx").unlink()
    with pytest.raises(co.DataError, match=r"x\.shx is missing: a shapefile is"):
        co.network_from_lines(tmp_path / "x.shp", mode="road")


def test_names_that_a_shapefile_cut_are_known(tmp_path):
    frame()[["geometry"]].assign(cost_usd_p=1.5, railway="rail").to_file(tmp_path / "x.shp")
    net = co.network_from_lines(tmp_path / "x.shp")
    row = next(iter(net.table("links")))
    assert row["usd_40ft"] == pytest.approx(1.5 * row["length_km"], abs=1e-3)


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("x.kml", b"<?xml version='1.0'?><kml/>", "its content is XML .KML, GML, VRT or the like.; save"),
        ("x.osm.pbf", b"\x00\x00\x00\x0d", "no kind that is known; co.network_from_osm reads it"),
        ("x.gpkg", b"", "the file is empty"), ("x.fgb", b"fgb\x03fgb", "FlatGeobuf; save it as"),
        ("x.dbf", b"\x03abc", r"a part of a shapefile; give x\.shp"), ("x.csv", b"a,b\n1,2\n", "no column holds lines as WKT"),
        ("x.geojson", b'{"type": "Topology", "arcs": []}', "TopoJSON"), ("x.json", b'{"a": 1}', "JSON, but no GeoJSON"),
        ("x.json", b'{"type": "gdal_streamed_alg", "command_line": "gdal vector read secret"}', "no GeoJSON: its type"),
        ("x.json", b"[" * 100_000, "nested too deeply|not JSON"), ("x.zip", b"PK\x03\x04", "not a whole zip archive"),
        ("x.csv", "имя;wkt\n".encode("cp1251"), "x.csv:1: not in UTF-8 .byte e8.; save it in UTF-8"),
    ],
)  # fmt: skip
def test_other_content_is_refused_with_a_way_out(tmp_path, name, data, told):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(co.DataError, match=told):
        co.network_from_lines(tmp_path / name, mode="rail")


def test_archives_are_opened_with_care(tmp_path, files):
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("../../evil.shp", b"\x00\x00\x27\x0a")
    with pytest.raises(co.DataError, match=r"x\.zip/evil\.shp: .*missing"):
        co.network_from_lines(tmp_path / "x.zip", mode="rail")
    assert not list(tmp_path.parent.glob("evil*"))
    with (
        co.limits(unpacked_mb=0.000_1),
        pytest.raises(co.DataError, match="more than unpacked_mb = 0.0001"),
    ):
        read_layers(files["zip"])
    with zipfile.ZipFile(tmp_path / "two.zip", "w") as archive:
        archive.writestr("a.shp", b"")
        archive.writestr("b.geojson", b"")
    with pytest.raises(co.DataError, match=r"a\.shp, b\.geojson; expected one"):
        co.network_from_lines(tmp_path / "two.zip", mode="rail")


def test_a_folder_is_its_one_shapefile(tmp_path):
    with pytest.raises(co.DataError, match="a folder, with none as shapefiles"):
        co.network_from_lines(tmp_path, mode="rail")
    frame().to_file(tmp_path / "x.shp")
    assert len(read_layers(tmp_path)[0]) == 3


def outcome(path, **how):
    """Read a file, or be told by the one error that may be raised."""
    told = ""
    try:
        told = f"{path.name} {co.network_from_lines(path, columns=COLUMNS, **how).report}"
    except co.DataError as error:
        told = str(error)
    assert path.name in told


@pytest.mark.parametrize("seed", range(150))
def test_odd_geojson_is_read_or_refused_in_a_sentence(seed, tmp_path):
    rng = random.Random(seed)
    path = tmp_path / "odd.geojson"
    path.write_text(json.dumps(lines_toy.mutated_json(collection(), rng)), encoding="utf-8")
    outcome(path)


@pytest.mark.parametrize("ending", ["geojson", "gpkg", "parquet", "csv", "zip"])
@pytest.mark.parametrize("seed", range(50))
def test_broken_files_are_read_or_refused_in_a_sentence(seed, ending, tmp_path, files):
    rng = random.Random(f"{ending}{seed}")
    path = tmp_path / f"broken.{ending}"
    path.write_bytes(lines_toy.mutated_bytes(files[ending].read_bytes(), rng))
    outcome(path, crs=crs_for(ending))


@pytest.mark.parametrize("part", ["shp", "shx", "dbf", "prj", "cpg"])
@pytest.mark.parametrize("seed", range(15))
def test_broken_shapefiles_are_read_or_refused_in_a_sentence(seed, part, tmp_path, files):
    rng = random.Random(f"{part}{seed}")
    for end in ("shp", "shx", "dbf", "prj", "cpg"):
        data = files["shp"].with_suffix(f".{end}").read_bytes()
        data = lines_toy.mutated_bytes(data, rng) if end == part else data
        (tmp_path / f"broken.{end}").write_bytes(data)
    outcome(tmp_path / "broken.shp")


@pytest.mark.parametrize("row", ["road,1,200,5", "road,1"])
def test_a_row_of_a_csv_file_that_is_too_long_or_short_is_refused(tmp_path, row):
    line = '"LINESTRING (69.2 41.2, 69.3 41.2)"'
    path = tmp_path / "x.csv"
    path.write_text(f"WKT,mode,cost_usd,time_h\n{line},road,900,4,,\n\n{line},{row}\n")
    cells = 1 + len(row.split(","))
    with pytest.raises(co.DataError, match=rf"x\.csv:4: {cells} cells, but 4 columns$"):
        co.network_from_lines(path, crs="EPSG:4326")


def test_a_cut_shapefile_is_refused(tmp_path):
    """Fault: half a file was read as three of eight lines."""
    frame().to_file(tmp_path / "x.shp")
    whole = (tmp_path / "x.shp").read_bytes()
    (tmp_path / "x.shp").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(co.DataError, match=r"x\.shp: is cut: it says that it has"):
        co.network_from_lines(tmp_path / "x.shp", mode="rail")


def test_a_network_of_ours_is_no_file_of_lines(tmp_path):
    """Fault: its inventory was read beside its links, so that each was there twice."""
    co.export_network(toy_network(), tmp_path / "net.gpkg")
    with pytest.raises(co.DataError, match=r"net\.gpkg: a network of this library"):
        co.network_from_lines(tmp_path / "net.gpkg")


def test_ids_that_several_lines_bear_are_told(tmp_path):
    """Fault: the second of a doubled id was renamed without a word, so a closure hit the first."""
    table = frame().assign(mine="a")
    net = co.network_from_lines(table, mode="rail", columns={"link_id": "mine"})
    assert "1 link_id of several lines, such as 'a': numbered" in str(net.report)
    other = table.assign(mine=[f"line {k}" for k in range(len(table))])
    net = co.network_from_lines(other, mode="rail", columns={"link_id": "mine"})
    assert "of several lines" not in str(net.report)


@pytest.mark.parametrize("ending", ["csv", "geojson"])
def test_a_text_in_utf_16_is_read_by_its_mark(tmp_path, ending):
    name, wkt = "Ўзбекистон", "LINESTRING (69.2 41.2, 69.3 41.2)"
    text = f'mode;name;wkt\nroad;{name};"{wkt}"\n'
    if ending == "geojson":
        line = {"type": "LineString", "coordinates": [[69.2, 41.2], [69.3, 41.2]]}
        whole = {"type": "Feature", "properties": {"mode": "road", "name": name}, "geometry": line}
        text = json.dumps(whole, ensure_ascii=False)
    (tmp_path / f"a.{ending}").write_bytes(text.encode("utf-16"))
    crs = {"crs": "EPSG:4326"} if ending == "csv" else {}
    net = co.network_from_lines(tmp_path / f"a.{ending}", **crs)
    assert net.table("links")["name"] == (name,)
