"""What the check of code, dependencies and licences finds: ``make security``."""

import importlib.util
import json
import tomllib
from pathlib import Path
from types import SimpleNamespace

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def security():
    told = importlib.util.spec_from_file_location("security", ROOT / "packaging" / "security.py")
    made = importlib.util.module_from_spec(told)
    told.loader.exec_module(made)
    return made


def test_dependencies_are_free_to_use(security):
    packages = security.needed(tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8")))
    assert {"numpy", "folium", "pandas", "starlette"} <= packages.keys()
    assert security.licence_faults(packages) == []


@pytest.mark.parametrize(
    ("told", "fault"),
    [
        ({"License-Expression": "MIT OR Apache-2.0"}, None),
        ({"Classifier": ["License :: OSI Approved :: BSD License"]}, None),
        ({"License": "GPL-3.0"}, "bound by"),
        (
            {"Classifier": ["License :: OSI Approved :: GNU Affero General Public License v3"]},
            "bound by",
        ),
        ({}, "unknown"),
    ],
)
def test_licences(security, told, fault):
    class Told(dict):
        def get_all(self, name):
            return self.get(name)

    package = SimpleNamespace(metadata=Told({"Name": "x"} | told))
    found = security.licence_faults({"x": package})
    assert (fault in found[0]) if fault else not found


def test_what_is_not_asked_is_not_found_safe(security):
    skipped = {"name": "a", "skip_reason": "not found"}
    known = {"name": "b", "version": "1", "vulns": [{"id": "CVE-1", "fix_versions": ["2"]}]}
    assert security.known_faults("") == (0, [])
    assert security.known_faults(json.dumps({"dependencies": [skipped]})) == (0, [])
    assert security.known_faults(json.dumps({"dependencies": [skipped, known]})) == (
        1, ["b 1: CVE-1 (mended in 2)"],
    )  # fmt: skip
