"""A file is whole or absent, and errors name the path that the user gave."""

import contextlib
import errno
import os
import shutil
from pathlib import Path

import pytest
from toy import toy_network

import corridors as co
from corridors.network.files import (
    HALF_WRITTEN,
    alone_with,
    cache_folder,
    new_file,
    new_folder,
    read_whole,
    write_text,
)


def test_a_text_is_whole_or_absent(tmp_path):
    file = tmp_path / "x.html"
    with pytest.raises(UnicodeEncodeError):
        write_text("\ud800", file)
    assert list(tmp_path.iterdir()) == []
    assert write_text("Ärger\n", file) == file.resolve()
    assert file.read_bytes() == "Ärger\n".encode()
    with pytest.raises(UnicodeEncodeError):
        write_text("\ud800", file)
    assert file.read_bytes() == "Ärger\n".encode()
    assert list(tmp_path.iterdir()) == [file]


def test_a_new_file_has_the_rights_of_any_file(tmp_path):
    (tmp_path / "plain").touch()
    write_text("x", tmp_path / "new")
    assert (tmp_path / "new").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_a_link_to_a_file_stays_a_link(tmp_path):
    (tmp_path / "there").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "there" / "file")
    write_text("x", tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "there" / "file").read_text() == "x"


@pytest.mark.parametrize(
    "write",
    [
        lambda path: write_text("x", path),
        lambda path: co.save_map(toy_network(), path),
        lambda path: co.export_network(toy_network(), path, form="graphml"),
        lambda path: toy_network().write(path.with_suffix(".gpkg")),
        lambda path: co.report(toy_network(), "Alpha", "Delta", path),
    ],
    ids=["text", "map", "export", "write", "report"],
)
def test_a_target_in_no_folder_is_named(tmp_path, write):
    path = tmp_path / "no" / "such" / "m.html"
    with pytest.raises(FileNotFoundError) as caught:
        write(path)
    assert str(path.with_suffix("")) in str(caught.value)
    assert f"there is no folder {path.parent}" in str(caught.value)


def test_a_relative_target_is_named_as_it_was_given(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(FileNotFoundError, match=r"^no/such/m\.html: there is no folder no/such$"):
        co.save_map(toy_network(), "no/such/m.html")


def test_a_folder_where_a_file_is_meant_is_named(tmp_path):
    with pytest.raises(IsADirectoryError, match="is a folder; give a file"):
        write_text("x", tmp_path)
    (tmp_path / "file").touch()
    with (
        pytest.raises(FileExistsError, match="is a file; give a folder"),
        new_folder(tmp_path / "file"),
    ):
        pass


@pytest.mark.parametrize("new", [new_file, new_folder])
def test_what_the_system_refuses_names_the_users_path(tmp_path, monkeypatch, new):
    def refuse(**words):
        raise PermissionError(13, "Permission denied", f"{words['dir']}/.writing-abc")

    monkeypatch.setattr("tempfile.mkdtemp", refuse)
    with pytest.raises(PermissionError) as caught, new(tmp_path / "m.html"):
        pass
    assert caught.value.filename == str(tmp_path / "m.html")
    assert ".writing-" not in str(caught.value)


def test_a_folder_takes_its_files_only_if_all_goes_well(tmp_path):
    with pytest.raises(ZeroDivisionError), new_folder(tmp_path / "f") as folder:
        (folder / "a").touch()
        _ = 1 / 0
    assert not any(tmp_path.iterdir())
    with new_folder(tmp_path / "f") as folder:
        (folder / "a").touch()
    assert [file.name for file in (tmp_path / "f").iterdir()] == ["a"]


@pytest.mark.parametrize("ending", [".html", ".md", ".xlsx", ""])
def test_a_report_is_whole_or_absent(tmp_path, monkeypatch, ending):
    """What fails half-way leaves nothing, and what was there stays."""

    def fail(*_, **__):
        raise ZeroDivisionError

    for name in ("page_html", "markdown", "excel"):
        monkeypatch.setattr(f"corridors.reports.{name}", fail)
    monkeypatch.setattr("corridors.reports.files.markdown", fail)  # the last file of a folder
    with pytest.raises(ZeroDivisionError):
        co.report(toy_network(), "Alpha", "Delta", tmp_path / f"r{ending}")
    assert list(tmp_path.iterdir()) == []


def test_the_cache_is_where_the_environment_says(tmp_path, monkeypatch):
    monkeypatch.setenv("CORRIDORS_CACHE", str(tmp_path / "own"))
    assert cache_folder() == tmp_path / "own"
    monkeypatch.delenv("CORRIDORS_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_folder("osm") == tmp_path / "corridors" / "osm"


class Killed(BaseException):
    """What ends a process at once."""


@pytest.fixture
def killed_after(monkeypatch):
    """Let a process end before the n-th file takes its place or goes."""
    from pathlib import Path

    left = [10**9]

    def cut(name):
        real = getattr(Path, name)

        def counted(self, *args, **words):
            if left[0] == 0:
                raise Killed
            left[0] -= 1
            return real(self, *args, **words)

        monkeypatch.setattr(Path, name, counted)

    for name in ("replace", "rename", "unlink", "write_text"):
        cut(name)
    return left


@pytest.mark.parametrize("form", ["csv", "gmns", "geoparquet"])
def test_a_folder_that_was_cut_while_written_is_old_new_or_refused(
    tmp_path, monkeypatch, killed_after, form
):
    """At every third file that takes its place; writing again completes it."""
    if form == "geoparquet":
        pytest.importorskip("pyarrow", reason="GeoParquet needs the extra 'parquet'")
    monkeypatch.setattr("corridors.network.files._PAUSE_S", 0.0)
    old, new = co.load("tapi"), toy_network()
    seen = set()
    co.export_network(old, tmp_path / "old", form=form)
    for point in (0, 1, 2, 9, 20, 33, 36, 40, 44, 48, 90):
        path = tmp_path / f"{point}"
        shutil.copytree(tmp_path / "old", path)
        killed_after[0] = point
        with contextlib.suppress(Killed):
            co.export_network(new, path, form=form)
        killed_after[0] = 10**9
        if (path / HALF_WRITTEN).exists():
            with pytest.raises(co.DataError, match="it is half written"):
                co.import_network(path, form=form)
            seen.add("refused")
        else:
            ids = co.import_network(path, form=form).table("nodes")["node_id"]
            assert ids in (old.table("nodes")["node_id"], new.table("nodes")["node_id"])
            seen.add("new" if ids == new.table("nodes")["node_id"] else "old")
    assert seen == {"old", "new", "refused"}
    (path / HALF_WRITTEN).touch()
    assert co.export_network(new, path, form=form) == ()
    assert co.import_network(path, form=form).table("links")["link_id"]


def test_a_folder_that_is_new_appears_whole(tmp_path, killed_after):
    killed_after[0] = 0
    with pytest.raises(Killed):
        toy_network().write(tmp_path / "net")
    assert not (tmp_path / "net").exists()


def test_a_folder_that_is_exchanged_while_it_is_read_is_read_again(tmp_path):
    def write(text):
        with new_folder(tmp_path / "f") as folder:
            for name in "ab":
                (folder / name).write_text(text)

    write("1")
    turns = iter([lambda: write("2"), lambda: None])

    def read():
        first = (tmp_path / "f" / "a").read_text()
        next(turns)()
        return first + (tmp_path / "f" / "b").read_text()

    assert read_whole(tmp_path / "f", read) == "22"


#: What writes one file, by the ending or the name of what is written.
WRITERS = {
    "net.gpkg": lambda net, path: net.write(path),
    "net.geojson": co.export_network,
    "net.graphml": co.export_network,
    "report.md": lambda net, path: co.route(net, "xx-a", "zz-e").save(path),
    "report.xlsx": lambda net, path: co.route(net, "xx-a", "zz-e").save(path),
    "text.txt": lambda net, path: write_text(f"{net}\n" * 2, path),
}


@pytest.fixture
def full_disk(monkeypatch):
    """Let the n-th call that makes what is written last, or puts it in its place, fail."""
    left, order = [10**9], []

    def counted(name, real):
        def called(*args, **words):
            order.append(name)
            if left[0] == 0:
                raise OSError(errno.ENOSPC, "No space left on device")
            left[0] -= 1
            return real(*args, **words)

        return called

    monkeypatch.setattr("os.fsync", counted("fsync", os.fsync))
    for name in ("replace", "rename"):
        monkeypatch.setattr(f"os.{name}", counted(name, getattr(os, name)))
        monkeypatch.setattr(f"pathlib.Path.{name}", counted(name, getattr(Path, name)))
    return left, order


@pytest.mark.parametrize("name", WRITERS)
def test_a_disk_that_is_full_leaves_the_old_or_the_new(tmp_path, full_disk, name):
    left, order = full_disk
    path, net = tmp_path / name, toy_network()
    co.route(net, "xx-a", "zz-e")
    seen = set()
    for point in (1, 9):  # GDAL's file has another name first, which is one call more
        path.write_text("old")
        order.clear()
        left[0] = point
        with contextlib.suppress(OSError):
            WRITERS[name](net, path)
        left[0] = 10**9
        whole = path.read_bytes()
        assert whole == b"old" or len(whole) > 50
        seen.add("old" if whole == b"old" else "new")
        assert [file.name for file in tmp_path.iterdir()] == [name]
    assert seen == {"old", "new"}
    assert order[-1] == "fsync"  # of the folder, after that of the file and its renaming
    assert "fsync" in order[: order.index("replace", len(order) - 2)]


def test_a_disk_that_is_full_leaves_a_folder_old_or_refused(tmp_path, full_disk):
    left, _ = full_disk
    seen = set()
    for point in range(9):
        path = tmp_path / f"{point}"
        for text in ("old", "new"):
            left[0] = point if text == "new" else 10**9
            with contextlib.suppress(OSError), new_folder(path) as folder:
                for name in "ab":
                    (folder / name).write_text(text)
        left[0] = 10**9
        found = {(path / name).read_text() for name in "ab"}
        marked = (path / HALF_WRITTEN).exists()
        assert marked or len(found) == 1
        seen.add("refused" if marked else found.pop())
    assert seen >= {"old", "refused"}
    assert not list(tmp_path.glob("**/.writing-*"))


def test_a_disk_that_is_full_while_a_file_is_filled_names_the_users_path(tmp_path):
    path = tmp_path / "net.txt"
    with pytest.raises(OSError, match="net.txt"), new_file(path):
        raise OSError(errno.ENOSPC, "No space left on device")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (".".join("a" * 100_000) + " = 1", "more than 8 parts"),
        ("a = " + "[" * 5_000, "not TOML.*too deep"),
        ("a = {" + " . ".join("b" * 300) + " = 1}", "more than 8 parts"),
        ("# " + "a" * 300_000, "title is missing"),
        ("# a long line of dots " + "." * 300_000, "title is missing"),
        ('"a b".' * 100_000, "more than 8 parts"),
        (".".join(["'a.b'"] * 9) + " = 1", "more than 8 parts"),
        ('a = "' + "b." * 100_000, "not TOML"),
        ('# "' * 100_000, "title is missing"),
        ("# " + "x" * 1_000_000, "more than toml_mb = 1"),
    ],
)
def test_toml_that_nobody_writes_is_refused_at_once(tmp_path, text, told):
    file = tmp_path / "card.toml"
    file.write_text(text)
    with pytest.raises(co.ScenarioError, match=told):
        co.read_scenario(file)
    with pytest.raises(co.DataError):
        co.read_mapped(file)


def test_who_works_on_a_file_keeps_others_out_until_the_end(tmp_path):
    file = tmp_path / "results"
    with alone_with(file):
        told = pytest.raises(co.CorridorsError, match="results: another process works on it now")
        with told, alone_with(file):
            pytest.fail("there were two")
        with alone_with(tmp_path / "others"):
            pass
    with alone_with(file):
        pass
    assert list(tmp_path.iterdir()) == []
