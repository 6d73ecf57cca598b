"""A file or folder is the old or the new one, whatever cuts its writing; errors name its path."""

import contextlib
import errno
import os
import threading
from pathlib import Path

import interruptions
import pytest
from toy import toy_network

import corridors as co
from corridors.network.files import (
    check_writable,
    disk,
    new_file,
    new_folder,
    read_whole,
    settle,
    whole,
    write_text,
)


def test_a_text_is_whole_or_absent(tmp_path, monkeypatch):
    file = tmp_path / "x.html"

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(whole, "flush", full)
        with pytest.raises(OSError, match="No space"):
            write_text("new", file)
    assert list(tmp_path.iterdir()) == []
    assert write_text("Ärger\n", file) == file.resolve()
    assert file.read_bytes() == "Ärger\n".encode()
    with monkeypatch.context() as patch:
        patch.setattr(whole, "flush", full)
        with pytest.raises(OSError, match="No space"):
            write_text("new", file)
    assert file.read_bytes() == "Ärger\n".encode()
    assert list(tmp_path.iterdir()) == [file]


def test_half_a_character_is_written_as_what_it_is(tmp_path):
    assert write_text("a\ud800", tmp_path / "x").read_bytes() == rb"a\ud800"


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
    assert {file.name for file in (tmp_path / "f").iterdir()} == {"a", ".corridors-files.json"}


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


# -- cut short ------------------------------------------------------------------------------------

#: What of the campaign is quick; all of it: benchmarks/trust/interruptions.py.
QUICK = (
    "folder", "folder in place", "report folder", "report text", "sheet md", "batch csv", "sweep",
    "accuracy page", "printed csv", "kept order", "kept answer",
)  # fmt: skip


@pytest.mark.parametrize("name", QUICK)
def test_what_is_cut_short_is_old_or_new_and_the_next_writing_cleans_up(
    tmp_path, monkeypatch, name
):
    """Killed at some of its calls, and refused by the disk there; the campaign takes each."""
    monkeypatch.setattr(os, "fsync", lambda number: None)  # counted all the same
    if name == "sweep":
        pytest.importorskip("pyarrow", reason="a file of results needs the extra 'cluster'")
    read = interruptions.in_bytes if name.startswith("folder") else None
    count = interruptions.count_calls(name, tmp_path)
    seen = set()
    for at in interruptions.points(count, 2):
        for number in (None, errno.ENOSPC):
            state, faults = interruptions.cut_short(name, tmp_path, at, number, read)
            seen.add(state)
            assert (faults, state in {"old", "new"}) == ([], True), (at, number, state)
    assert seen == {"old", "new"}


def test_each_call_that_puts_a_folder_in_place_may_be_the_last(tmp_path, monkeypatch):
    """Of both ways: by an exchange of names, and by a plan in the folder itself."""
    monkeypatch.setattr(os, "fsync", lambda number: None)
    for inside in (False, True):
        seen = []
        for at in range(60):
            path = tmp_path / f"{inside}-{at}"
            fill(path, a="1", b="1", old="1")
            (path / "mine").write_text("mine")
            if inside:
                (path / "folder").mkdir()
            with interruptions.cutting(interruptions.Cut(tmp_path, at)) as cut:
                fill(path, a="2", b="2")
            there = read_whole(path, lambda path=path: texts(path))
            assert there.pop("mine") == "mine"
            assert there in ({"a": "1", "b": "1", "old": "1"}, {"a": "2", "b": "2"})
            seen.append(there["a"])
            fill(path, a="3", b="3")
            assert texts(path) == {"a": "3", "b": "3", "mine": "mine"}
            assert not interruptions.debris(tmp_path)
            if not cut.dead:
                break
        assert seen == sorted(seen)
        assert set(seen) == {"1", "2"}


def fill(path, **files):
    with new_folder(path) as folder:
        for name, text in files.items():
            (folder / name).write_text(text)


def texts(path):
    files = [f for f in path.iterdir() if f.is_file() and not f.name.startswith(".")]
    return {file.name: file.read_text() for file in files}


def test_all_is_on_the_disk_before_it_has_its_name(tmp_path, monkeypatch):
    """A file is flushed before it is renamed, the folder that has its name after."""
    order = []
    monkeypatch.setattr(whole, "flush", lambda path: order.append(("flush", path.name)))
    for name in ("replace", "rename"):
        real = getattr(Path, name)
        monkeypatch.setattr(
            Path,
            name,
            lambda self, to, real=real: (order.append(("name", self.name)), real(self, to))[1],
        )
    write_text("x", tmp_path / "file")
    assert order == [("flush", "file"), ("name", "file"), ("flush", tmp_path.name)]
    order.clear()
    fill(tmp_path / "f", a="1")
    assert order == [
        ("flush", "a"), ("flush", ".corridors-files.json"), ("flush", "f"), ("name", "f"),
        ("flush", tmp_path.name),
    ]  # fmt: skip


def test_a_disk_that_is_full_while_a_file_is_filled_names_the_users_path(tmp_path):
    path = tmp_path / "net.txt"
    with pytest.raises(OSError, match="net.txt"), new_file(path):
        raise OSError(errno.ENOSPC, "No space left on device")
    assert not list(tmp_path.iterdir())


# -- mixtures -------------------------------------------------------------------------------------


def test_what_the_last_writing_had_and_this_one_has_not_goes(tmp_path):
    fill(tmp_path / "f", a="1", flows="1")
    (tmp_path / "f" / "mine").write_text("mine")
    fill(tmp_path / "f", a="2")
    assert texts(tmp_path / "f") == {"a": "2", "mine": "mine"}


def test_a_network_without_lines_leaves_none_of_the_one_before(tmp_path):
    path = tmp_path / "net"
    interruptions.network("old").write(path)
    interruptions.network("new").write(path)
    assert not (path / "geometry.geojson").exists()
    assert not co.read_network(path).own_lines


def test_a_folder_of_two_writings_is_refused_and_told_how_to_read_it(tmp_path):
    path = tmp_path / "net"
    interruptions.network("old").write(path)
    old = (path / "speeds.csv").read_bytes()
    interruptions.network("new").write(path)
    (path / "speeds.csv").write_bytes(old)
    for read in (co.read_network, co.import_network):
        with pytest.raises(co.DataError, match="net: not all of one writing: speeds.csv") as told:
            read(path)
        assert "delete .corridors-csv.json in it" in str(told.value)
    (path / ".corridors-csv.json").unlink()
    assert co.read_network(path)


def test_a_copy_that_broke_off_is_refused(tmp_path):
    path = tmp_path / "net"
    interruptions.network("old").write(path)
    (path / "geometry.geojson").unlink()
    with pytest.raises(co.DataError, match="geometry.geojson is missing, which was written with"):
        co.read_network(path)


def test_files_of_another_kind_are_not_changed(tmp_path):
    path = tmp_path / "net"
    co.export_network(interruptions.network("old"), path, form="gmns")
    with pytest.raises(FileExistsError, match=r"holds other files \(gmns\), of which speeds.csv"):
        co.export_network(interruptions.network("new"), path, form="csv")
    before = co.import_network(path, form="gmns").table("speeds")
    co.export_network(interruptions.network("old"), path, form="csv")  # what they share is the same
    assert co.import_network(path, form="gmns").table("speeds").columns == before.columns


# -- links, rights, devices -----------------------------------------------------------------------


def test_a_link_to_a_folder_stays_one_and_links_in_it_are_not_followed(tmp_path):
    fill(tmp_path / "there", a="1", b="1")
    (tmp_path / "elsewhere").write_text("mine")
    (tmp_path / "there" / "a").unlink()
    (tmp_path / "there" / "a").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "there" / "mine").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "link").symlink_to(tmp_path / "there")
    fill(tmp_path / "link", a="2", b="2")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "elsewhere").read_text() == "mine"
    assert not (tmp_path / "there" / "a").is_symlink()
    assert (tmp_path / "there" / "mine").is_symlink()
    assert texts(tmp_path / "there") == {"a": "2", "b": "2", "mine": "mine"}


def test_a_link_to_nothing_is_where_the_file_or_folder_comes(tmp_path):
    (tmp_path / "file").symlink_to(tmp_path / "real-file")
    (tmp_path / "folder").symlink_to(tmp_path / "real-folder")
    write_text("x", tmp_path / "file")
    fill(tmp_path / "folder", a="1")
    assert (tmp_path / "real-file").read_text() == "x"
    assert texts(tmp_path / "real-folder") == {"a": "1"}


def test_links_in_a_circle_are_an_error_of_the_system(tmp_path):
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    for write in (write_text, lambda _, path: fill(path, a="1")):
        with contextlib.suppress(OSError):  # since Python 3.13 the link itself is replaced
            write("x", tmp_path / "a")


def test_a_pipe_or_a_device_is_not_replaced(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for write in (lambda path: write_text("x", path), check_writable):
        with pytest.raises(FileExistsError, match="is a pipe or a device; give a file"):
            write(tmp_path / "pipe")
    assert (tmp_path / "pipe").is_fifo()


def test_rights_stay_as_they_were(tmp_path):
    write_text("x", tmp_path / "file")
    fill(tmp_path / "f", a="1")
    (tmp_path / "file").chmod(0o600)
    (tmp_path / "f").chmod(0o700)
    write_text("y", tmp_path / "file")
    fill(tmp_path / "f", a="2")
    assert (tmp_path / "file").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "f").stat().st_mode & 0o777 == 0o700


def test_a_file_that_is_protected_stays(tmp_path, monkeypatch):
    write_text("x", tmp_path / "file")
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path).name != "file")
    with pytest.raises(PermissionError, match="file is protected from writing"):
        write_text("y", tmp_path / "file")
    assert (tmp_path / "file").read_text() == "x"


# -- who writes and reads at the same time --------------------------------------------------------


def test_a_folder_that_is_exchanged_while_it_is_read_is_read_again(tmp_path):
    fill(tmp_path / "f", a="1", b="1")
    turns = iter([lambda: fill(tmp_path / "f", a="2", b="2"), lambda: None])

    def read():
        first = (tmp_path / "f" / "a").read_text()
        next(turns)()
        return first + (tmp_path / "f" / "b").read_text()

    assert read_whole(tmp_path / "f", read) == "22"


@pytest.mark.parametrize("inside", [False, True])
def test_of_two_writers_at_once_one_wins(tmp_path, inside):
    path = tmp_path / "f"
    fill(path, a="0", b="0")
    if inside:
        (path / "folder").mkdir()
    mine = threading.Thread(target=lambda: [fill(path, a="1", b="1", c="1") for _ in range(8)])
    mine.start()
    for _ in range(8):
        fill(path, a="2", b="2")
        assert set(read_whole(path, lambda: texts(path)).values()) in ({"1"}, {"2"})
    mine.join()
    assert len(set(texts(path).values())) == 1
    assert not interruptions.debris(tmp_path)


def test_what_comes_into_a_folder_while_it_is_written_stays(tmp_path, monkeypatch):
    path = tmp_path / "f"
    fill(path, a="1")
    real = disk.exchange

    def exchange(one, other):
        (path / "late").write_text("late")
        real(one, other)

    monkeypatch.setattr(disk, "exchange", exchange)
    fill(path, a="2")
    assert texts(path) == {"a": "2", "late": "late"}


def test_where_names_cannot_be_exchanged_a_plan_does_it(tmp_path, monkeypatch):
    def refuse(one, other):
        raise OSError(errno.EINVAL, "Invalid argument", str(other))

    monkeypatch.setattr(disk, "exchange", refuse)
    fill(tmp_path / "f", a="1", b="1")
    (tmp_path / "f" / "mine").write_text("mine")
    fill(tmp_path / "f", a="2")
    assert texts(tmp_path / "f") == {"a": "2", "mine": "mine"}
    assert not interruptions.debris(tmp_path)


def test_the_folder_that_a_process_works_in_stays_the_same(tmp_path, monkeypatch):
    fill(tmp_path / "f", a="1")
    monkeypatch.chdir(tmp_path / "f")
    number = Path().stat().st_ino
    fill(Path(), a="2")
    assert (Path().stat().st_ino, Path("a").read_text()) == (number, "2")


def broken_off(path, **plan):
    """Leave a folder as a writer does that was killed after its plan had its name."""
    fill(path, a="1", b="1")
    (path / "folder").mkdir()
    for at in range(30):
        with interruptions.cutting(interruptions.Cut(path.parent, at)):
            fill(path, a="2", b="2")
        if (path / whole.EXCHANGE).exists():
            return
    pytest.fail("no plan was made")


def test_a_plan_is_brought_to_its_end_by_who_reads_next(tmp_path):
    broken_off(tmp_path / "f")
    assert read_whole(tmp_path / "f", lambda: texts(tmp_path / "f")) == {"a": "2", "b": "2"}
    assert not (tmp_path / "f" / whole.EXCHANGE).exists()


def test_a_plan_that_cannot_be_ended_here_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(whole, "_PAUSE_S", 0.0)
    broken_off(tmp_path / "f")

    def refuse(*_):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(whole, "_complete", refuse)
    with pytest.raises(co.DataError, match="broke off where it cannot be written now"):
        read_whole(tmp_path / "f", lambda: None)
    with disk.held(tmp_path / "f"):
        assert not settle(tmp_path / "f")


def test_a_plan_reaches_nothing_outside_of_its_folder(tmp_path):
    """A folder may come from anywhere, and a plan in it, too."""
    (tmp_path / "outside").write_text("mine")
    (tmp_path / "others").mkdir()
    (tmp_path / "others" / "a").write_text("mine")
    staged = tmp_path / "f" / whole.EXCHANGE
    staged.mkdir(parents=True)
    (staged / "files").symlink_to(tmp_path / "others")
    names = '{"folder": "%s", "new": ["../outside", "a"], "gone": ["../outside"]}'
    (staged / "plan.json").write_text(names % "files")
    assert not settle(tmp_path / "f")
    (staged / "plan.json").write_text(names % "../../others")
    settle(tmp_path / "f")
    assert (tmp_path / "outside").read_text() == "mine"
    assert (tmp_path / "others" / "a").read_text() == "mine"


def test_whatever_a_mixture_raises_it_is_read_again(tmp_path):
    """Two files of two writings may raise anything where they are put together."""
    fill(tmp_path / "f", a="1", b="1")
    turns = iter([True, False])

    def read():
        if next(turns):
            fill(tmp_path / "f", a="2", b="2")
            raise KeyError("of the other writing")
        return texts(tmp_path / "f")

    assert read_whole(tmp_path / "f", read) == {"a": "2", "b": "2"}


def test_a_folder_that_takes_no_file_is_told_before_any_work(tmp_path, monkeypatch):
    def refuse(**_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tempfile.mkdtemp", refuse)
    with pytest.raises(PermissionError) as caught:
        check_writable(tmp_path / "x")
    assert str(caught.value) == f"{tmp_path / 'x'}: nothing can be written in {tmp_path}"


def test_what_people_do_in_folders_within_is_no_writing(tmp_path):
    fill(tmp_path / "f", a="1")
    (tmp_path / "f" / "mine").mkdir()
    turns = iter(range(99))

    def read():
        (tmp_path / "f" / "mine" / str(next(turns))).touch()
        return (tmp_path / "f" / "a").read_text()

    assert read_whole(tmp_path / "f", read) == "1"
    assert next(turns) == 1


@pytest.mark.parametrize(("number", "stands"), [(errno.EIO, "old"), (errno.EINVAL, "new")])
def test_a_file_that_the_disk_has_not_is_not_put_in_its_place(
    tmp_path, monkeypatch, number, stands
):
    """But where a disk cannot be asked, it is."""
    path = write_text("old", tmp_path / "x")

    def refuse(_):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", refuse)
    with contextlib.suppress(OSError) if stands == "new" else pytest.raises(OSError, match="x"):
        write_text("new", path)
    assert path.read_text() == stands
    assert list(tmp_path.iterdir()) == [path]
