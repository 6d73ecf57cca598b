"""GeoPackages: what is let in, one moment a read, and how QGIS finds them."""

import sqlite3
from contextlib import closing

import pyogrio
import pytest
from toy import toy_network

import corridors as co
from corridors.network.tables import Table


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "net.gpkg"
    toy_network().write(path)
    return path


def change(file, *statements):
    with closing(sqlite3.connect(file)) as database, database:
        for statement in statements:
            database.execute(statement)


VRT = """<OGRVRTDataSource><OGRVRTLayer name="nodes"><SrcDataSource>{source}</SrcDataSource>
<SrcLayer>secret</SrcLayer></OGRVRTLayer></OGRVRTDataSource>"""


@pytest.mark.parametrize(
    "text",
    [VRT.format(source="secret.csv"), VRT.format(source="/vsicurl/http://127.0.0.1:9/x"), "", "{}",
     "SQLite format 3", "PAR1", "<gml/>"],
)  # fmt: skip
@pytest.mark.parametrize("name", ["net.gpkg", "net.dat"])
def test_only_an_sqlite_database_is_opened(tmp_path, monkeypatch, text, name):
    """A virtual file that names another one is not offered to GDAL, whatever it is called."""
    (tmp_path / "secret.csv").write_text("node_id\nthe-secret\n")
    (tmp_path / name).write_text(text)

    def never(*_, **__):
        raise AssertionError("GDAL was asked")

    monkeypatch.setattr(pyogrio, "list_layers", never)
    monkeypatch.setattr(pyogrio, "read_dataframe", never)
    with pytest.raises(co.DataError, match=rf"{name}: not a GeoPackage: ") as e:
        co.import_network(tmp_path / name, form="gpkg")
    assert "secret" not in str(e.value)


def test_views_and_virtual_tables_are_no_layers(file):
    change(file, "ALTER TABLE speeds RENAME TO s", "CREATE VIEW speeds AS SELECT * FROM s")
    with pytest.raises(co.DataError, match=r"net\.gpkg: layer 'speeds' is a view, expected a tab"):
        co.read_network(file)


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.95])
def test_a_file_that_was_cut_off_is_refused(file, share):
    whole = file.read_bytes()
    file.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(co.DataError, match=r"net\.gpkg"):
        co.read_network(file)


def test_a_database_that_is_no_geopackage_is_told(tmp_path):
    change(tmp_path / "x.gpkg", "CREATE TABLE nodes (node_id)")
    with pytest.raises(co.DataError, match=r"x\.gpkg: not a GeoPackage: .*gpkg_contents"):
        co.read_network(tmp_path / "x.gpkg")


def test_a_file_that_is_changed_meanwhile_is_read_as_of_one_moment(file, monkeypatch):
    """Between two layers another program changes both; both are read as they were."""
    from corridors.network.forms import geopackage

    change(file, "PRAGMA journal_mode = WAL")
    real, seen = geopackage._frame, []

    def slow(database, name, *rest):
        if seen[-1:] == ["speeds"]:
            change(file, "UPDATE tariffs SET note = 'New'", "UPDATE speeds SET note = 'New'")
        seen.append(name)
        return real(database, name, *rest)

    monkeypatch.setattr(geopackage, "_frame", slow)
    net = co.read_network(file)
    assert "New" not in {*net.table("tariffs")["note"], *net.table("speeds")["note"]}
    assert set(co.read_network(file).table("tariffs")["note"]) == {"New"}
    assert {"speeds", "tariffs"} <= set(seen)


def test_a_table_without_rows_is_read_back(tmp_path):
    """Fault: a network by sea alone, which needs no tariffs, was written and then refused."""
    files = {
        "n.csv": "id,x,y\nA,51.2,43.6\nB,49.9,40.4\n",
        "l.csv": "a,b,t,c\nA,B,20,100\n",
        "m.toml": '[nodes]\nfile="n.csv"\nnode_id="id"\nlon="x"\nlat="y"\n[links]\nfile="l.csv"\n'
        'from_node="a"\nto_node="b"\ntime_h="t"\ncost_usd="c"\nmode={value="sea"}\n',
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    net = co.read_mapped(tmp_path / "m.toml")
    tariffs = net.table("tariffs")
    bare = net.replaced({"tariffs": Table("tariffs", dict.fromkeys(tariffs.columns, ()))})
    bare.write(tmp_path / "net.gpkg")
    back = co.read_network(tmp_path / "net.gpkg")
    assert len(back.table("tariffs")) == 0
    assert co.route(back, "A", "B").cost_usd == co.route(bare, "A", "B").cost_usd
