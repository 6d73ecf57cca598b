"""Layers import downwards, import is light, names are public on purpose."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import corridors as co

PACKAGE = Path(co.__file__).parent
#: A layer imports only from layers with a lower number.
LAYERS = {
    "errors": 0,
    "vocabulary": 0,
    # The table of the ways in which objects show themselves: it names modules above.
    "display": 0,
    "network": 1,
    "engines": 1,
    "sources": 2,
    "graph": 2,
    "formats": 3,
    "routing": 3,
    "studies": 4,
    "maps": 5,
    "charts": 6,
    "reports": 7,
    "cli": 8,
}
#: Moved to their floor, and not yet rid of what they import from above.
NOT_YET = (
    "corridors.engines.shortest",
    "corridors.network.changes.apply",
)
#: What a plain import must not load.
HEAVY = {
    "pandas",
    "geopandas",
    "osmnx",
    "folium",
    "matplotlib",
    "scipy",
    "numba",
    "networkx",
    "shapely",
    "typer",
    "rich",
}
MODULES = sorted(p for p in PACKAGE.rglob("*.py") if "_geodata" not in p.parts)


def layer(module):
    return LAYERS.get(module.split(".")[1]) if module.startswith("corridors.") else None


def imports(tree, *, top_level_only):
    nodes = tree.body if top_level_only else ast.walk(tree)
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_go_downwards(path):
    name = ".".join(("corridors", *path.relative_to(PACKAGE).with_suffix("").parts))
    own = layer(name)
    if own is None:
        return
    if name in NOT_YET:
        return
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for module in imports(tree, top_level_only=True):
        other = layer(module)
        if other is not None and module.split(".")[1] != name.split(".")[1]:
            assert other < own, f"{name} imports {module}"


def test_plain_import_is_light():
    code = "import sys, corridors; print(' '.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {name.split(".")[0] for name in done.stdout.split()}
    assert not loaded & HEAVY


def test_all_equals_the_import_list():
    tree = ast.parse((PACKAGE / "__init__.py").read_text(encoding="utf-8"))
    checked = next(node for node in tree.body if isinstance(node, ast.If))  # TYPE_CHECKING
    later = {
        alias.name: node.module
        for node in checked.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    now = {
        alias.name
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and str(node.module).startswith("corridors.")
        for alias in node.names
    } - {"did_you_mean"}
    assert later == co._LATER
    assert sorted({*now, *later}) == sorted(co.__all__)
    assert len(set(co.__all__)) == len(co.__all__)


def test_every_public_name_is_there():
    code = "import corridors as co; print([getattr(co, n) for n in co.__all__] and 'fine')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "fine"
    assert set(co.__all__) <= set(dir(co))
    with pytest.raises(AttributeError, match="no attribute 'rout'. Did you mean 'route'"):
        _ = co.rout


def test_public_names_have_examples():
    for name in co.__all__:
        thing = getattr(co, name)
        assert thing.__doc__, name
        if not (isinstance(thing, type) and issubclass(thing, Exception)) and name not in (
            "BreakEven",
            "Leg",
        ):
            assert ">>>" in thing.__doc__, name


def test_modules_are_short():
    for path in MODULES:
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 470, path
