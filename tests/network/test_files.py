"""Where files lie, and what of them is read."""

import subprocess
import sys

import numpy as np
import pytest

import corridors as co
from corridors.network.files import ArrayShelf, cache_folder, read_toml


def test_the_cache_is_where_the_environment_says(tmp_path, monkeypatch):
    monkeypatch.setenv("CORRIDORS_CACHE", str(tmp_path / "own"))
    assert cache_folder() == tmp_path / "own"
    monkeypatch.delenv("CORRIDORS_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_folder("osm") == tmp_path / "corridors" / "osm"


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
        ("a = [{b = 1" + "0" * 400 + "}]", "a whole number of 401 digits"),
    ],
)
def test_toml_that_nobody_writes_is_refused_at_once(tmp_path, text, told):
    file = tmp_path / "card.toml"
    file.write_text(text)
    with pytest.raises(co.ScenarioError, match=told):
        co.read_scenario(file)
    with pytest.raises(co.DataError):
        co.read_mapped(file)


@pytest.mark.parametrize("left", [b"", b"no array", None])
def test_an_array_that_is_torn_is_none_and_is_written_anew(tmp_path, left):
    shelf = ArrayShelf(tmp_path / "kept")
    shelf.write("order", np.arange(9))
    file = tmp_path / "kept" / "order.npy"
    file.write_bytes(file.read_bytes()[:-3] if left is None else left)
    assert shelf.read("order") is None
    shelf.write("order", np.arange(5))
    assert shelf.read("order").tolist() == [0, 1, 2, 3, 4]


def test_an_array_of_a_size_that_no_memory_has_is_none(tmp_path):
    head = b"{'descr': '<i8', 'fortran_order': False, 'shape': (99999999999999,), }"
    head += b" " * (117 - len(head)) + b"\n"
    (tmp_path / "order.npy").write_bytes(b"\x93NUMPY\x01\x00" + b"\x76\x00" + head + b"1234")
    assert ArrayShelf(tmp_path).read("order") is None


def test_an_array_for_which_there_is_no_room_is_not_kept(tmp_path):
    """NumPy does not tell that the end of a file was refused."""
    script = (
        "import resource, sys\nimport numpy as np\nfrom pathlib import Path\n"
        "from corridors.network.files import ArrayShelf\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (500, 500))\n"
        "ArrayShelf(Path(sys.argv[1])).write('order', np.arange(99))\n"
    )
    done = subprocess.run([sys.executable, "-c", script, str(tmp_path)], check=False)
    assert done.returncode == 0
    assert not list(tmp_path.iterdir())


LONG = "www.a.b.c.d.e.f.g.h.i.j"


@pytest.mark.parametrize(
    "text",
    [f"# {LONG}\na = 1\n", f"a = 1 # it's {LONG}\n", f'a = """\n{LONG} "x" it\'s\n"""\n',
     f"a = '''\n{LONG} it's \"x\n'''\n"],
)  # fmt: skip
def test_points_in_comments_and_texts_of_toml_are_no_keys(tmp_path, text):
    (tmp_path / "a.toml").write_text(text)
    assert [*read_toml(tmp_path / "a.toml")[1]] == ["a"]


@pytest.mark.parametrize(
    "text",
    [f"{LONG} = 1\n", f'a = """x"""\n{LONG} = 1\n', f'a = {{b = """x"""", {LONG} = 1}}\n',
     f'a = "#"\n[{LONG}]\n', f"a = '''x''''\n{LONG} = 1\n", f'a = ["""x""""", {{{LONG} = 1}}]\n'],
)  # fmt: skip
def test_long_keys_are_seen_behind_texts(tmp_path, text):
    (tmp_path / "a.toml").write_text(text)
    with pytest.raises(ValueError, match="more than 8 parts"):
        read_toml(tmp_path / "a.toml")


def test_the_network_of_the_working_folder_has_a_name(tmp_path, monkeypatch):
    folder = tmp_path / "mine"
    co.load("tapi").write(folder)
    monkeypatch.chdir(folder)
    assert co.read_network(".").name == "mine"


def test_without_other_words_the_cache_is_in_the_home_folder(tmp_path, monkeypatch):
    for name in ("CORRIDORS_CACHE", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert cache_folder("osm") == tmp_path / ".cache" / "corridors" / "osm"


def test_the_folders_of_a_shelf_are_made(tmp_path):
    ArrayShelf(tmp_path / "a" / "b").write("order", np.arange(3))
    assert ArrayShelf(tmp_path / "a" / "b").read("order").tolist() == [0, 1, 2]
