"""What `import corridors` gives: every name, told once, typed, and nothing heavy."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

import corridors as co

STUB = Path(co.__file__).with_suffix(".pyi")
USER_CODE = Path(__file__).parents[1] / "data" / "user_code.py"
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
} | {"numpy"}


def run(*words, **env):
    done = subprocess.run(
        [sys.executable, *words], capture_output=True, text=True, env={**os.environ, **env},
        check=False,
    )  # fmt: skip
    return done.stdout + done.stderr


def loaded(code):
    """Return the modules that some code loads in a new process."""
    return set(run("-c", f"import sys; {code}; print(' '.join(sys.modules))").split())


def test_plain_import_is_light():
    found = loaded("import corridors")
    assert not {name.split(".")[0] for name in found} & HEAVY
    assert {name for name in found if name.startswith("corridors")} == {"corridors"}


def test_a_name_loads_no_more_than_it_needs():
    found = loaded("import corridors as co; co.route, co.load, co.DataError")
    assert not {name.split(".")[0] for name in found} & (HEAVY - {"numpy"})


def told():
    """Return the names that the stub imports, with the alias that makes each public."""
    tree = ast.parse(STUB.read_text(encoding="utf-8"))
    nodes = [node for node in tree.body if isinstance(node, ast.ImportFrom)]
    return [(name.name, name.asname) for node in nodes for name in node.names]


def test_all_equals_the_stub():
    names = told()
    assert [name for name, _ in names] == [alias for _, alias in names]
    assert len(set(names)) == len(names)
    assert sorted(co.__all__) == sorted(name for name, _ in names)
    assert STUB.with_name("py.typed").exists()


def test_every_public_name_is_there():
    code = "import corridors as co; print([getattr(co, n) for n in co.__all__] and 'fine')"
    assert run("-c", code).strip() == "fine"
    assert "fine" in run("-c", "from corridors import *; print(route and load and 'fine')")
    assert "fine" in run("-c", "import corridors; print('fine')", EAGER_IMPORT="1")
    assert set(co.__all__) <= set(dir(co))
    assert {"__version__", "__doc__", "__all__"} <= set(dir(co))
    assert dir(co) == sorted(dir(co))


def test_what_is_not_there_is_not_found_and_suggests():
    with pytest.raises(AttributeError, match="no attribute 'rout'. Did you mean 'route'"):
        _ = co.rout
    assert not hasattr(co, "__wrapped__")
    assert run("-c", "import corridors; corridors.rout").count("Did you mean") == 1


def test_names_keep_what_they_are():
    for name in co.__all__:
        assert getattr(co, name).__name__ == name
        assert getattr(co, name) is getattr(co, name)


def test_types_of_public_names_are_seen():
    """A caller's program is read as it is meant, and each of its wrong lines is refused."""
    said = run(
        "-m", "mypy", "--config-file=", "--strict", "--warn-unused-ignores", "--no-site-packages",
        "--ignore-missing-imports", "--follow-imports=silent", str(USER_CODE),
        MYPYPATH=str(STUB.parents[1]),
    )  # fmt: skip
    assert said.strip() == "Success: no issues found in 1 source file"


def test_public_names_have_examples():
    for name in co.__all__:
        thing = getattr(co, name)
        assert thing.__doc__, name
        if not (isinstance(thing, type) and issubclass(thing, Exception)) and name not in (
            "BreakEven",
            "Leg",
        ):
            assert ">>>" in thing.__doc__, name
