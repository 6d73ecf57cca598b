"""Files of one writing are known, and those of another among them."""

import pytest

from corridors.network.files import manifest


def write(folder, **texts):
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / name).write_text(text)
    return manifest.manifest_of(folder, "net")


def test_a_list_comes_back_as_it_was(tmp_path):
    made = write(tmp_path / "f", a="1", b="22")
    made.before = {"a": [(3, "x")]}
    manifest.write_manifest(tmp_path / "f", made)
    assert manifest.read_manifest(tmp_path / "f", "net") == made
    assert manifest.read_manifest(tmp_path / "f", "other") is None
    assert manifest.read_manifest(tmp_path / "none", "net") is None
    assert [other.kind for other in manifest.others(tmp_path / "f", "csv")] == ["net"]
    assert manifest.others(tmp_path / "f", "net") == []


@pytest.mark.parametrize("text", ["", "{}", '{"files": 1, "before": {}}', "[" * 100_000, "\xff"])
def test_a_torn_list_is_told(tmp_path, text):
    (tmp_path / manifest.name_of("net")).write_text(text, encoding="latin-1")
    with pytest.raises(ValueError, match="torn"):
        manifest.read_manifest(tmp_path, "net")
    assert manifest.mixed(tmp_path, "net") == [".corridors-net.json is torn"]
    assert manifest.others(tmp_path, "csv") == []


def second_writing(tmp_path):
    """Return a folder with a new a and no b, over one with an old a and b."""
    manifest.write_manifest(tmp_path / "old", write(tmp_path / "old", a="old", b="b", c="c"))
    new = write(tmp_path / "new", a="new", c="c")
    manifest.remember(new, tmp_path / "old", ["a", "b", "c"])
    manifest.write_manifest(tmp_path / "new", new)
    return tmp_path / "new"


def test_a_file_of_the_writing_before_is_known(tmp_path):
    folder = second_writing(tmp_path)
    assert manifest.mixed(folder, "net") == []
    (folder / "a").write_text("old")
    told = "a is what it was before the other files were written"
    assert manifest.mixed(folder, "net") == [told]
    (folder / "b").write_text("b")  # it went with the last writing: all of it is undone
    assert manifest.mixed(folder, "net") == []


def test_who_takes_back_the_one_change_that_was_written_is_read(tmp_path):
    manifest.write_manifest(tmp_path / "old", write(tmp_path / "old", prices="10", links="x"))
    new = write(tmp_path / "new", prices="12", links="x")
    manifest.remember(new, tmp_path / "old", ["prices", "links"])
    manifest.write_manifest(tmp_path / "new", new)
    (tmp_path / "new" / "prices").write_text("10")
    assert manifest.mixed(tmp_path / "new", "net") == []


def test_a_file_that_came_with_the_last_writing_is_not_of_the_one_before(tmp_path):
    manifest.write_manifest(tmp_path / "old", write(tmp_path / "old", links="x"))
    new = write(tmp_path / "new", links="y", lines="l")
    manifest.remember(new, tmp_path / "old", ["links"])
    manifest.write_manifest(tmp_path / "new", new)
    (tmp_path / "new" / "links").write_text("x")
    assert manifest.mixed(tmp_path / "new", "net") == [
        "links is what it was before the other files were written"
    ]


def test_what_people_edit_or_add_is_no_mixture(tmp_path):
    folder = second_writing(tmp_path)
    (folder / "a").write_text("mine")
    (folder / "b").write_text("B")
    (folder / "d").write_text("d")
    assert manifest.mixed(folder, "net") == []
    assert manifest.missing(folder, "net") == []
    (folder / "c").unlink()
    assert manifest.missing(folder, "net") == ["c is missing, which was written with the others"]


def test_several_writings_are_remembered_and_what_came_again_is_not(tmp_path):
    folder = tmp_path / "f"
    for text in ("0", "1", "2", "0"):
        new = write(tmp_path / text, a=text)
        manifest.remember(new, folder, ["a"])
        write(folder, a=text)
        manifest.write_manifest(folder, new)
    known = [digest for _, digest in new.before["a"]]
    assert len(known) == 2
    assert new.files["a"][1] not in known


def written(folder, **texts):
    """Write a state over the one before, with its list."""
    new = manifest.Manifest("net")
    for name, text in texts.items():
        file = folder.with_name("made")
        file.write_text(text)
        new.files[name] = manifest.print_of(file)
    manifest.remember(new, folder, [name for name in texts if (folder / name).exists()])
    write(folder, **texts)
    manifest.write_manifest(folder, new)


def test_each_state_of_before_is_whole_and_what_is_of_two_is_not(tmp_path):
    folder = tmp_path / "f"
    states = [("t0", "l0", "x"), ("t1", "l0", "x"), ("t1", "l1", "x"), ("t2", "l2", "y")]
    for state in states:
        written(folder, **dict(zip("tlx", state, strict=True)))
    for state in states:
        write(folder, **dict(zip("tlx", state, strict=True)))
        assert manifest.mixed(folder, "net") == [], state
    for state in [("t0", "l1", "x"), ("t2", "l1", "y"), ("t1", "l1", "y"), ("t0", "mine", "y")]:
        write(folder, **dict(zip("tlx", state, strict=True)))
        assert manifest.mixed(folder, "net"), state
    write(folder, t="mine", l="l1", x="x")  # edited after the last change was taken back
    assert manifest.mixed(folder, "net") == []
