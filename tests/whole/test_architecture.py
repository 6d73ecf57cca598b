"""Floors: imports go downwards, lazy ones too; drawers are small; what is private stays so."""

import ast
import re
from pathlib import Path

import pytest

import corridors as co

PACKAGE = Path(co.__file__).parent
#: A floor imports only from floors with a lower number; of one number, none from the other.
FLOORS = {
    "errors": 0,
    "vocabulary": 0,
    "arguments": 1,
    "criteria": 1,
    "languages": 1,
    "display": 1,
    "network": 2,
    "engines": 2,
    "sources": 3,
    "graph": 3,
    "formats": 4,
    "routing": 4,
    "studies": 5,
    "maps": 6,
    "charts": 7,
    "reports": 8,
    "serve": 9,
    "cli": 10,
    "__main__": 11,
}
#: The table of the ways in which objects show themselves names modules above it.
TABLE_OF_WAYS = "corridors.display"
#: Modules and what they still import from above. It may only shrink: each pair must occur.
NOT_YET: set[tuple[str, str]] = set()
#: Modules in a drawer, ``__init__`` left out; and the drawers that hold more, which may only shrink.
MOST_MODULES = 16
NOT_YET_SMALL: dict[str, int] = {}
#: Lines of a module; and the modules that have more, of which none may be left here in vain.
MOST_LINES = 400
NOT_YET_SHORT: set[str] = set()
#: Lines of a function, its docstring left out; and how many functions are longer, kernels apart:
#: a compiled loop is one function, as what it calls cannot take its arrays apart. The number may
#: only shrink.
MOST_LINES_OF_A_FUNCTION = 40
NOT_YET_SHORT_FUNCTIONS = 8
#: Private names that others give no public way to, and who needs them.
FOREIGN_PRIVATE = {
    # folium gives elements random ids; a page must be the same each time it is written.
    ("corridors.maps.page", "_id"),
    # A pool that replaces a broken one starts its workers as the caller's did.
    ("corridors.studies.sweep.dispatch", "_mp_context"),
}
#: Documented parts of named tuples, which begin with _ so that no field can bear their name.
OF_NAMED_TUPLES = {"_asdict", "_field_defaults", "_fields", "_make", "_replace"}


def name_of(path):
    parts = ("corridors", *path.relative_to(PACKAGE).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def read(path):
    return ast.parse(path.read_text(encoding="utf-8"))


PATHS = sorted(p for p in PACKAGE.rglob("*.py") if "_geodata" not in p.parts)
MODULES = {name_of(path): path for path in PATHS}
each_module = pytest.mark.parametrize("name", MODULES)


def floor(module):
    return FLOORS[module.split(".")[1]]


def imported(tree):
    """Yield the modules of this package that any part of a module imports or names in a text."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            if node.module == "corridors":
                yield from (f"corridors.{alias.name}" for alias in node.names)
            else:
                yield node.module
        elif isinstance(node, ast.Constant) and node.value != "corridors":
            yield from {str(node.value)} & MODULES.keys()


def own_imports(tree):
    """Yield those of this package; the version is told by the package itself."""
    for module in imported(tree):
        if module.split(".")[0] == "corridors" and module != "corridors.__version__":
            yield module


def upward(name, tree):
    """Yield what a module imports from its own or a higher floor, beside its own drawer."""
    drawer = name.split(".")[1]
    for module in own_imports(tree):
        assert module != "corridors", f"{name} imports the package; import the module"
        assert module.split(".")[1] in FLOORS, f"{name}: import {module} from its module"
        if module.split(".")[1] != drawer and floor(module) >= floor(name):
            yield name, module


def every_upward():
    below = {name for name in MODULES if name not in ("corridors", TABLE_OF_WAYS)}
    return {pair for name in below for pair in upward(name, read(MODULES[name]))}


def test_every_drawer_has_a_floor():
    assert {name.split(".")[1] for name in MODULES if name != "corridors"} == set(FLOORS)


@each_module
def test_imports_go_downwards(name):
    if name in ("corridors", TABLE_OF_WAYS):
        return
    found = set(upward(name, read(MODULES[name]))) - NOT_YET
    assert not found, f"imports from its own or a higher floor: {sorted(found)}"


def test_what_is_not_yet_done_is_not_done():
    assert every_upward() >= NOT_YET
    held = {name: len(found) for name, found in drawers().items()}
    assert {name: held[name] for name in NOT_YET_SMALL} == NOT_YET_SMALL
    assert all(count > MOST_MODULES for count in NOT_YET_SMALL.values())


@pytest.mark.parametrize(
    "text",
    [
        "import corridors.maps.draw",
        "from corridors.maps import draw",
        "def f():\n    from corridors.maps.draw import draw_map",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from corridors.cli import app",
        "def f():\n    import_module('corridors.maps.draw')",
        "from corridors.engines.plain import x",
        "from corridors.sources.models import x",
    ],
)
def test_imports_that_go_upwards_or_aside_are_seen(text):
    assert list(upward("corridors.network.tables", ast.parse(text)))


@pytest.mark.parametrize("text", ["def f():\n    import corridors", "from corridors import route"])
def test_the_package_is_not_imported_by_its_parts(text):
    with pytest.raises(AssertionError, match="import"):
        list(upward("corridors.network.tables", ast.parse(text)))


def test_the_table_of_ways_is_all_that_looks_up():
    """It imports nothing: who draws is named in its table, and read when it is asked for."""
    tree = read(MODULES[TABLE_OF_WAYS])
    nodes = [n for n in ast.walk(tree) if isinstance(n, ast.Import | ast.ImportFrom)]
    assert {n.module for n in nodes} == {"__future__", "importlib", "typing"}


def drawers():
    """Return the modules of each drawer; drawers in it are not counted."""
    found = {}
    for path in PATHS:
        if path.name != "__init__.py":
            found.setdefault(name_of(path.parent / "__init__.py"), []).append(path.stem)
    return found


def test_drawers_are_small():
    for name, found in drawers().items():
        assert len(found) <= NOT_YET_SMALL.get(name, MOST_MODULES), (name, sorted(found))


def lines_of_code(text):
    """Count the lines of a module without its docstrings, which are to be complete."""
    told = 0
    for node in ast.walk(ast.parse(text)):
        with_one = isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        if with_one and ast.get_docstring(node) is not None:
            told += node.body[0].end_lineno - node.body[0].lineno + 1
    return len(text.splitlines()) - told


def test_modules_are_short():
    lines = {n: lines_of_code(p.read_text(encoding="utf-8")) for n, p in MODULES.items()}
    assert {name for name, count in lines.items() if count > MOST_LINES} == NOT_YET_SHORT


def lines_of_functions(tree):
    """Yield the name of each function and its lines, without decorators and docstring."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            told = node.body[0] if ast.get_docstring(node) is not None else None
            docstring = told.end_lineno - told.lineno + 1 if told else 0
            yield node.name, node.end_lineno - node.lineno + 1 - docstring


def test_functions_are_short():
    longer = [
        f"{name}.{function}: {lines}"
        for name, path in MODULES.items()
        if not name.endswith("_kernel")
        for function, lines in lines_of_functions(read(path))
        if lines > MOST_LINES_OF_A_FUNCTION
    ]
    assert len(longer) == NOT_YET_SHORT_FUNCTIONS, longer


def test_lines_of_a_function_are_counted():
    text = '@wraps\ndef f():\n    """One.\n\n    Two.\n    """\n    def g():\n        pass\n'
    assert list(lines_of_functions(ast.parse(text))) == [("f", 3), ("g", 2)]


def is_private(name):
    return name.startswith("_") and not name.endswith("__")


def own_private(tree):
    """Return the private names that a module's own classes have: their methods may share them."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            found.add(node.name)
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            found.add(node.target.id)
        elif is_self_attribute(node) and isinstance(node.ctx, ast.Store):
            found.add(node.attr)
    return found


def is_self(node):
    if isinstance(node, ast.Call):
        return ast.unparse(node.func) == "super"
    return isinstance(node, ast.Name) and node.id in ("self", "cls")


def is_self_attribute(node):
    return isinstance(node, ast.Attribute) and is_self(node.value)


def vars_of_others(tree):
    """Yield the calls ``vars(other)``, but for attributes such as ``__signature__`` of a function.

    Those are a protocol, not private, and a type checker lets nobody set them by a dot.
    """
    protocol = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Subscript) and re.fullmatch("'__.*__'", ast.unparse(node.slice))
    }
    for node in ast.walk(tree):
        by_vars = isinstance(node, ast.Call) and ast.unparse(node.func) == "vars" and node.args
        if by_vars and not is_self(node.args[0]) and id(node) not in protocol:
            yield node


def foreign_private(tree):
    """Yield the private names of other objects and modules that a module uses."""
    own = own_private(tree) | OF_NAMED_TUPLES
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            yield from (alias.name for alias in node.names if is_private(alias.name))
        elif isinstance(node, ast.Attribute) and not is_self_attribute(node):
            hidden = node.attr == "__dict__" or is_private(node.attr)
            yield from {node.attr} - own if hidden else ()
    yield from ("__dict__" for _ in vars_of_others(tree))


@each_module
def test_nobody_uses_what_is_private_to_others(name):
    found = {(name, word) for word in foreign_private(read(MODULES[name]))}
    assert not found - FOREIGN_PRIVATE


def test_the_exceptions_for_private_names_are_needed():
    for name, word in FOREIGN_PRIVATE:
        assert word in set(foreign_private(read(MODULES[name]))), (name, word)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("from a import _b", ["_b"]),
        ("net.__dict__['x'] = 1", ["__dict__"]),
        ("vars(net)['x'] = 1", ["__dict__"]),
        ("vars(f)['__signature__'] = x", []),
        ("net._memory", ["_memory"]),
        ("a.b._c.d", ["_c"]),
        ("self._x + cls._y + super()._z", []),
        ("class A:\n    def f(self, other):\n        self._x = other._x", []),
        ("row._replace(a=1)", []),
        ("object.__new__(x).__class__", []),
    ],
)
def test_private_names_are_seen(text, words):
    assert list(foreign_private(ast.parse(text))) == words
