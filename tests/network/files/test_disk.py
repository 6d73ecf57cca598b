"""What the disk is asked: names that are exchanged, locks, and what killed writers left."""

import subprocess
import sys

import pytest

import corridors as co
from corridors.network.files import alone_with, disk


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


def can_exchange(folder):
    for name in "ab":
        (folder / name).mkdir()
    try:
        disk.exchange(folder / "a", folder / "b")
    except OSError:
        pytest.skip("this system exchanges no names")


def test_two_folders_exchange_their_names(tmp_path):
    can_exchange(tmp_path)
    (tmp_path / "a" / "file").touch()
    disk.exchange(tmp_path / "a", tmp_path / "b")
    assert (tmp_path / "b" / "file").exists()
    assert not any((tmp_path / "a").iterdir())
    with pytest.raises(FileNotFoundError, match="none"):
        disk.exchange(tmp_path / "a", tmp_path / "none")


def test_who_holds_a_folder_keeps_others_out(tmp_path, monkeypatch):
    monkeypatch.setattr(disk, "_WAIT_S", 0.0)
    told = pytest.raises(BlockingIOError, match="another process writes it now")
    with disk.held(tmp_path), told, disk.held(tmp_path):
        pytest.fail("there were two")
    with disk.held(tmp_path):
        pass


def test_a_folder_that_is_gone_is_not_held(tmp_path):
    with pytest.raises(BlockingIOError):
        disk.hold(tmp_path / "gone")


def test_only_what_killed_writers_left_is_swept_up(tmp_path):
    """A process that is killed lets go of its folder; one at work, and files of others, stay."""
    script = (
        "import os, sys\nfrom pathlib import Path\nfrom corridors.network.files import disk\n"
        "with disk.beside(Path(sys.argv[1]) / 'x', Path(sys.argv[1])) as folder:\n"
        "    (folder / 'half').write_text('half')\n    os.kill(os.getpid(), 9)\n"
    )
    subprocess.run([sys.executable, "-c", script, str(tmp_path)], check=False)
    (left,) = tmp_path.iterdir()
    assert left.name.startswith(disk.WORKING)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "mine").touch()
    (tmp_path / f"{disk.WORKING}link").symlink_to(tmp_path / "elsewhere")
    (tmp_path / f"{disk.WORKING}file").touch()
    with disk.beside(tmp_path / "x", tmp_path) as mine:
        disk.sweep_up(tmp_path)
        assert mine.is_dir()
        assert not left.exists()
    assert (tmp_path / "elsewhere" / "mine").exists()
    assert {one.name for one in tmp_path.iterdir()} == {
        "elsewhere", f"{disk.WORKING}link", f"{disk.WORKING}file"
    }  # fmt: skip


def test_folders_that_are_made_are_there_for_good(tmp_path, monkeypatch):
    flushed = []
    monkeypatch.setattr(disk, "flush", flushed.append)
    disk.make_folders(tmp_path / "a" / "b")
    assert set(flushed) == {tmp_path, tmp_path / "a"}
    assert (tmp_path / "a" / "b").is_dir()


def test_a_working_folder_that_was_swept_up_at_once_is_made_again(tmp_path, monkeypatch):
    """Between its making and its lock another may take it for one that was left."""
    real, turns = disk.hold, [True]

    def hold(folder):
        if turns:
            turns.pop()
            folder.rmdir()
        return real(folder)

    monkeypatch.setattr(disk, "hold", hold)
    with disk.beside(tmp_path / "x", tmp_path) as folder:
        assert folder.is_dir()
    assert not any(tmp_path.iterdir())


def test_a_folder_that_lost_its_name_to_another_is_not_held(tmp_path, monkeypatch):
    (tmp_path / "f").mkdir()
    (tmp_path / "other").mkdir()
    real = disk._take

    def take(number):
        real(number)
        (tmp_path / "f").rename(tmp_path / "before")
        (tmp_path / "other").rename(tmp_path / "f")

    monkeypatch.setattr(disk, "_take", take)
    with pytest.raises(BlockingIOError, match="another folder has this name now"):
        disk.hold(tmp_path / "f")
