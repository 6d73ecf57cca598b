"""Tests stand where their modules do: ``tests/<drawer>/test_<module>.py``, one file a module."""

import ast
from pathlib import Path

import pytest

import corridors as co

PACKAGE = Path(co.__file__).parent
TESTS = Path(__file__).parents[1]
#: What is about the whole product, and about the data; no module is mirrored there.
WHOLE = ("whole", "data")
#: Tests of what holds for all modules of a drawer at once.
OF_DRAWERS = {"cli/test_every_command.py"}
#: Modules with functions and without tests of their own. It may only shrink.
NOT_YET = {
    "cli/test_report.py",
    "cli/prints/test_scenario.py",
    "cli/prints/test_values.py",
    "network/forms/test_folder.py",
    "network/forms/test_interchange.py",
    "network/test_catalogue.py",
    "network/test_schema.py",
    "reports/test_tables.py",
    "sources/making/test_assemble.py",
    "sources/making/test_defaults.py",
    "sources/test_osm.py",
    "studies/sweep/test_tasks.py",
}


def home_of(path):
    """Return the file of the tests of a module; those of a drawer bear the drawer's name."""
    within = path.relative_to(PACKAGE)
    if within.name != "__init__.py":
        return (within.parent / f"test_{within.stem}.py").as_posix()
    beside = within.parent.parent if within.parent.parent.name else within.parent
    return (beside / f"test_{within.parent.name}.py").as_posix()


def is_of_names_alone(text):
    """Say whether a module has no function of its own: constants, a docstring, records."""
    return not any(isinstance(node, ast.FunctionDef) for node in ast.walk(ast.parse(text)))


MODULES = {
    home_of(path): path
    for path in sorted(PACKAGE.rglob("*.py"))
    if "_geodata" not in path.parts and path.parent != PACKAGE
} | {home_of(path): path for path in PACKAGE.glob("[a-z]*.py")}
FILES = {path.relative_to(TESTS).as_posix() for path in TESTS.rglob("test_*.py")}


def test_each_file_of_tests_names_a_module():
    mirrored = {name for name in FILES if name.split("/")[0] not in WHOLE}
    assert mirrored - OF_DRAWERS <= set(MODULES)
    assert mirrored >= OF_DRAWERS


def test_each_module_with_a_function_has_tests():
    """A compiled kernel is tested through the one module that calls it."""
    found = {
        home
        for home, path in MODULES.items()
        if home not in FILES
        and not path.stem.endswith("_kernel")
        and not is_of_names_alone(path.read_text(encoding="utf-8"))
    }
    assert found == NOT_YET


@pytest.mark.parametrize(
    ("module", "tests"),
    [
        ("errors.py", "test_errors.py"),
        ("network/tables.py", "network/test_tables.py"),
        ("sources/osm/pbf.py", "sources/osm/test_pbf.py"),
        ("routing/simulate/__init__.py", "routing/test_simulate.py"),
        ("reports/__init__.py", "reports/test_reports.py"),
    ],
)
def test_where_tests_stand(module, tests):
    assert home_of(PACKAGE / module) == tests


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ('"""Words."""\nA = 1', True),
        ("class A:\n    x: int", True),
        ("class A:\n    def f(self): ...", False),
        ("def f(): ...", False),
    ],
)
def test_modules_of_names_alone_need_none(text, alone):
    assert is_of_names_alone(text) is alone


def test_there_is_one_toy_and_one_clock():
    """Small networks are made in ``toy.py``, and no test measures time."""
    clocks = {"time.time", "time.perf_counter", "time.monotonic", "time.process_time"}
    toys, timers = set(), set()
    for path in TESTS.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name in ("toy_network", "toy_tables"):
                toys.add(path.name)
            elif isinstance(node, ast.Attribute) and ast.unparse(node) in clocks:
                timers.add(path.name)
    assert toys == {"toy.py"}
    assert timers == set()
