"""Layers import downwards, import is light, names are public on purpose."""

import ast
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


def test_modules_are_short():
    for path in MODULES:
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 470, path
