"""What a file is by its first bytes: names choose nothing."""

import sqlite3

import pytest

import corridors as co
from corridors.network.forms.content import check_geopackage, content_of, content_of_bytes


@pytest.mark.parametrize(
    ("head", "what"),
    [
        (b"SQLite format 3\x00rest", "sqlite"), (b"\x00\x00\x27\x0a\x00", "shapefile"),
        (b"PAR1\x15", "parquet"), (b"PK\x03\x04", "zip"), (b"\xef\xbb\xbf {}", "json"), (b"\n[1]", "json"),
        (b"<?xml", "xml"), (b"  <OGRVRTDataSource>", "xml"), (b"\xff\xfea\x00", "utf-16"),
        (b"a,b\n", "text"), (b"a\x00b", "binary"), (b"", "empty"), (b" \n", "empty"), (b"fgb\x03", "FlatGeobuf"),
    ],
)  # fmt: skip
def test_content_is_told_by_the_first_bytes(head, what, tmp_path):
    assert content_of_bytes(head) == what
    (tmp_path / "x.gpkg").write_bytes(head)
    assert content_of(tmp_path / "x.gpkg") == what


VRT = """<OGRVRTDataSource><OGRVRTLayer name="links">
<SrcDataSource>{}</SrcDataSource><SrcLayer>secret</SrcLayer></OGRVRTLayer></OGRVRTDataSource>"""


@pytest.mark.parametrize("door", [co.read_network, co.import_network, co.network_from_lines])
def test_a_text_that_names_another_file_is_not_opened(door, tmp_path):
    """Fault: a VRT of 150 bytes named x.gpkg made read_network read other files and call out."""
    secret = tmp_path / "secret.csv"
    secret.write_text("link_id\nhidden word\n", encoding="utf-8")
    (tmp_path / "x.gpkg").write_text(VRT.format(secret), encoding="utf-8")
    with pytest.raises(co.DataError, match=r"x\.gpkg: .*XML") as caught:
        door(tmp_path / "x.gpkg")
    assert "hidden" not in str(caught.value)


def test_a_table_that_is_filled_from_elsewhere_is_not_opened(tmp_path):
    path = tmp_path / "x.gpkg"
    with sqlite3.connect(path) as base:
        base.execute("CREATE TABLE gpkg_contents (table_name TEXT)")
        base.execute("CREATE TABLE notes (a TEXT)")
    base.close()
    check_geopackage(path)
    with sqlite3.connect(path) as base:
        base.execute("CREATE VIRTUAL TABLE words USING fts5(a)")
    base.close()
    with pytest.raises(co.DataError, match=r"x\.gpkg: table 'words.*' is filled from elsewhere"):
        check_geopackage(path)


def test_another_database_is_no_geopackage(tmp_path):
    with sqlite3.connect(tmp_path / "x.gpkg") as base:
        base.execute("CREATE TABLE a (b TEXT)")
    base.close()
    with pytest.raises(co.DataError, match="without the table gpkg_contents"):
        co.import_network(tmp_path / "x.gpkg")


def test_a_geopackage_of_lines_is_named_to_the_right_door(tmp_path):
    import lines_toy

    lines_toy.frame().to_file(tmp_path / "x.gpkg", layer="tracks")
    with pytest.raises(co.DataError, match=r"no layer 'links'; .*co\.network_from_lines"):
        co.read_network(tmp_path / "x.gpkg")


@pytest.mark.parametrize("name", ["gpkg_contents", "gpkg_data_columns", "GPKG_metadata"])
def test_a_view_by_which_a_geopackage_tells_of_itself_is_not_run(tmp_path, name):
    path = tmp_path / "a.gpkg"
    base = sqlite3.connect(path)
    endless = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c)"
    base.execute(f"CREATE VIEW {name} AS {endless} SELECT x AS table_name FROM c")
    base.commit()
    base.close()
    with pytest.raises(co.DataError, match=f"'{name}' is a view, which is not run"):
        check_geopackage(path)
