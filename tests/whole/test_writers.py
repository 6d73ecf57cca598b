"""Nothing writes to the disk but through one door: ``corridors.network.files``."""

import ast
from pathlib import Path

import pytest

import corridors as co

PACKAGE = Path(co.__file__).parent
#: Methods and functions that write, make or take away something on the disk, whatever they are of.
WRITING = {
    "write_text", "write_bytes", "mkdir", "makedirs", "touch", "unlink", "rmdir", "rmtree",
    "symlink_to", "hardlink_to", "link", "symlink", "chmod", "chown", "copyfile", "copytree",
    "copy2", "move", "mkdtemp", "mkstemp", "TemporaryDirectory", "NamedTemporaryFile",
    "extractall", "to_csv", "to_file", "to_excel", "to_parquet", "to_feather", "to_pickle",
    "to_hdf", "to_sql", "to_gpkg", "savefig", "savetxt", "savez", "savez_compressed", "tofile",
    "imsave", "write_dataframe", "write_table", "write_graphml", "write_geometry", "write_styles",
    "save_graphml", "urlretrieve",
}  # fmt: skip
#: The same of these modules alone; elsewhere the words mean something else.
OF_MODULES = {
    "os": {"rename", "replace", "remove", "open", "truncate"},
    "np": {"save"},
    "json": {"dump"},
    "pickle": {"dump"},
    "sqlite3": {"connect"},
}
#: The door, where all of it is allowed.
DOOR = "network/files"
#: Whoever else writes: to a path or folder that the door gave (or that its caller got there), or to
#: a folder for a while that is gone afterwards. It is a table to be read when it is added to.
THROUGH_THE_DOOR = {
    ("cli/importing.py", "_tell"),
    ("cli/printed.py", "write_chart"),
    ("formats/__init__.py", "_write_geojson"),
    ("formats/__init__.py", "_write_parquet"),
    ("formats/gmns/own.py", "_write"),
    ("formats/gmns/own.py", "write_gmns"),
    ("formats/graphml.py", "write_graphml"),
    ("network/forms/folder.py", "fill_folder"),
    ("network/forms/geometry.py", "write_geometry"),
    ("network/forms/geopackage.py", "write_geopackage"),
    ("network/forms/styles.py", "write_styles"),
    ("network/tables.py", "write_table"),
    ("reports/__init__.py", "_write"),
    ("reports/batch.py", "save_batch"),
    ("reports/files.py", "fill_folder"),
    ("reports/sheet.py", "write_form"),
    ("studies/sweep/__init__.py", "write"),
}
#: Folders for a while, that are gone afterwards: files of others are unpacked or indexed there.
FOR_A_WHILE = {
    ("engines/elimination.py", "by_nested_dissection"),
    ("serve/answer.py", "write"),
    ("serve/answer.py", "written"),
    ("sources/lines/files.py", "_of_zip"),
    ("sources/lines/files.py", "_unpack"),
    ("sources/osm/overpass.py", "_fill"),
    ("sources/osm/overpass.py", "_set"),
    ("sources/osm/pbf.py", "_index"),
}
#: Words that write elsewhere, and here read (databases, by mode=ro), fill memory, make the folder
#: in which the door then stands, or take a torn answer out of a cache.
NOT_ON_THE_DISK = {
    ("network/forms/content.py", "check_geopackage"),
    ("network/forms/geopackage.py", "_begun"),
    ("network/forms/geopackage.py", "_check_whole"),
    ("network/forms/geopackage.py", "_let_go"),
    ("reports/pdf.py", "to_bytes"),
    ("sources/osm/overpass.py", "_drop_torn"),
    ("sources/osm/overpass.py", "_keep_whole"),
    ("studies/sweep/__init__.py", "_kept_alone"),
}


def is_writing(node):
    """Say whether a call writes to the disk, as far as its words tell."""
    name = node.func.attr if isinstance(node.func, ast.Attribute) else None
    if isinstance(node.func, ast.Name):
        name = node.func.id
        return opens_to_write(node, 1) if name == "open" else name in WRITING - {"write_text"}
    if name is None:
        return False
    of = ast.unparse(node.func.value)
    if name == "open" and of != "os":
        return opens_to_write(node, 0)
    return name in WRITING or name in OF_MODULES.get(of, ())


def opens_to_write(node, place):
    """Say whether a call of ``open`` is not for reading alone."""
    given = [k.value for k in node.keywords if k.arg == "mode"] + node.args[place : place + 1]
    modes = [mode.value for mode in given if isinstance(mode, ast.Constant)]
    return any(isinstance(mode, str) and set(mode) & set("wax+") for mode in modes)


def writing(tree, function=""):
    """Yield the functions in which something writes."""
    for node in ast.iter_child_nodes(tree):
        inner = node.name if isinstance(node, ast.FunctionDef) else function
        if isinstance(node, ast.Call) and is_writing(node):
            yield inner
        yield from writing(node, inner)


def found():
    return {
        (path.relative_to(PACKAGE).as_posix(), function)
        for path in PACKAGE.rglob("*.py")
        if "_geodata" not in path.parts and not path.is_relative_to(PACKAGE / DOOR)
        for function in writing(ast.parse(path.read_text(encoding="utf-8")))
    }


def test_nothing_writes_but_through_the_door():
    assert found() == THROUGH_THE_DOOR | FOR_A_WHILE | NOT_ON_THE_DISK


@pytest.mark.parametrize("module", sorted({module for module, _ in THROUGH_THE_DOOR}))
def test_who_writes_has_its_path_from_the_door(module):
    """The module opens the door itself, or every other that calls it does."""
    text = (PACKAGE / module).read_text(encoding="utf-8")
    if "new_file(" in text or "new_folder(" in text:
        return
    called = {function for name, function in THROUGH_THE_DOOR if name == module}
    callers = {
        name
        for name, _ in THROUGH_THE_DOOR
        if name != module and any(f in (PACKAGE / name).read_text("utf-8") for f in called)
    }
    assert callers


@pytest.mark.parametrize(
    ("text", "writes"),
    [
        ("open(p, 'w')", True),
        ("p.open('wb')", True),
        ("p.open(mode='a')", True),
        ("open(p)", False),
        ("p.open(encoding='utf-8')", False),
        ("archive.open(member)", False),
        ("os.replace(a, b)", True),
        ("text.replace(a, b)", False),
        ("frame.to_csv(p)", True),
        ("write_text(text, p)", False),
        ("p.write_text(text)", True),
        ("np.save(p, a)", True),
        ("figure.savefig(p)", True),
    ],
)
def test_what_writes_is_known(text, writes):
    assert bool(list(writing(ast.parse(f"def f():\n    {text}")))) is writes
