"""A file is whole or absent, and errors name the path that the user gave."""

import pytest
from toy import toy_network

import corridors as co
from corridors.network.files import cache_folder, new_file, new_folder, write_text


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
