"""GeoPackages: what is let in, one moment a read, and how QGIS finds them."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pyogrio
import pytest
from toy import toy_network

import corridors as co
from corridors.network.forms import geopackage
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
    with pytest.raises(co.DataError, match=r"net\.gpkg: layer 'speeds' is a view, which is not ru"):
        co.read_network(file)


def test_a_view_that_is_none_of_the_tables_is_left_out(file):
    """QGIS registers views of its users; what is not read need not be refused."""
    change(
        file, "CREATE VIEW mine AS SELECT * FROM links",
        "INSERT INTO gpkg_contents (table_name, data_type, identifier) "
        "VALUES ('mine', 'attributes', 'mine')",
    )  # fmt: skip
    with pytest.warns(UserWarning, match=r"no tables are left out: 1 place \(mine\)"):
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


def in_wal_mode(path):
    """Return a connection that has changed a GeoPackage, and keeps the change beside it."""
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA wal_autocheckpoint = 0")
    database.execute("UPDATE speeds SET speed_kmh = 7")
    return database


def test_a_file_that_a_program_has_open_is_not_replaced(tmp_path):
    """What lies beside it would be read into the new one."""
    path = tmp_path / "net.gpkg"
    toy_network().write(path)
    with closing(in_wal_mode(path)):
        with pytest.raises(OSError, match=r"net.gpkg-wal is beside it: a program has it open"):
            toy_network().write(path)
        assert set(co.read_network(path).table("speeds")["speed_kmh"]) == {7.0}
    toy_network().write(path)
    assert 7.0 not in co.read_network(path).table("speeds")["speed_kmh"]


def test_what_a_killed_program_left_beside_a_file_does_not_change_the_new_one(tmp_path):
    path, copy = tmp_path / "net.gpkg", tmp_path / "copy.gpkg"
    toy_network().write(path)
    with closing(in_wal_mode(path)):
        for end in ("", "-wal"):
            shutil.copy(f"{path}{end}", f"{copy}{end}")
    toy_network().write(copy)
    assert not Path(f"{copy}-wal").exists()
    assert 7.0 not in co.read_network(copy).table("speeds")["speed_kmh"]


def test_a_file_that_lacks_rows_or_pages_does_not_take_its_place(tmp_path, monkeypatch):
    """GDAL does not tell all that a full disk refuses."""
    path = tmp_path / "net.gpkg"
    real = geopackage.write_styles

    def lose_rows(net, file):
        real(net, file)
        with closing(sqlite3.connect(file)) as database, database:
            database.execute("DELETE FROM speeds WHERE rowid = 1")

    def lose_pages(net, file):
        real(net, file)
        file.write_bytes(file.read_bytes()[:-20_000])

    for lose, told in ((lose_rows, r"layer speeds has \d+ of \d+ rows"), (lose_pages, "malformed")):
        monkeypatch.setattr(geopackage, "write_styles", lose)
        with pytest.raises(OSError, match=f"net.gpkg: cannot be written: .*{told}"):
            toy_network().write(path)
        assert not list(tmp_path.iterdir())
