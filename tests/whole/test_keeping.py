"""What others cite, validate and release by: generated files, floors, the release script."""

from __future__ import annotations

import importlib.util
import json
import tomllib
from pathlib import Path

import pytest

import corridors as co

ROOT = Path(__file__).parents[2]


def script(name):
    spec = importlib.util.spec_from_file_location(name, ROOT / "packaging" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_what_is_generated_is_up_to_date():
    for name, content in script("generated").generated().items():
        assert (ROOT / name).read_text("utf-8") == content, f"{name}: python packaging/generated.py"


def test_every_table_and_line_of_geodata_is_in_the_data_package():
    package = json.loads((ROOT / "geodata/datapackage.json").read_text("utf-8"))
    told = {resource["path"] for resource in package["resources"]}
    there = {p.name for p in (ROOT / "geodata").iterdir() if p.suffix in (".csv", ".geojson")}
    assert told == there
    assert package["version"] == co.data_version()


def test_the_data_package_says_what_cells_may_hold():
    package = json.loads((ROOT / "geodata/datapackage.json").read_text("utf-8"))
    links = next(r["schema"] for r in package["resources"] if r["name"] == "links")
    fields = {field["name"]: field for field in links["fields"]}
    assert fields["length_km"]["type"] == "number"
    assert fields["length_km"]["unit"] == "km"
    assert fields["length_km"]["constraints"] == {
        "required": True,
        "minimum": 0.001,
        "maximum": 40000,
    }
    assert "rail" in fields["mode"]["constraints"]["enum"]
    assert links["primaryKey"] == ["link_id"]
    assert {
        "fields": ["from_node"],
        "reference": {"resource": "nodes", "fields": ["node_id"]},
    } in links["foreignKeys"]


def test_floors_are_those_of_the_project():
    floors = script("floors").floors(tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8")))
    assert floors["numpy"] == "1.26"
    assert floors["osmium"] == "4"
    # Of two floors the higher one holds: pyarrow >= 15 for GeoParquet, >= 14 for sweeps.
    assert floors["pyarrow"] == "15"
    assert "pytest" not in floors


def test_a_dependency_without_a_floor_is_refused():
    with pytest.raises(SystemExit, match="'numpy' has no floor"):
        script("floors").floors({"project": {"dependencies": ["numpy"]}})


def test_the_conda_recipe_asks_for_what_the_project_asks_for():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    recipe = (ROOT / "packaging/conda/recipe.yaml").read_text("utf-8")
    other = {"matplotlib": "matplotlib-base", "XStatic-Leaflet": "xstatic-leaflet"}
    run = recipe.split("  run:\n")[1].split("\n\n")[0]
    asked = {line.strip()[2:].replace(" ", "") for line in run.splitlines()} - {"python>=3.11"}
    names = {r.split(";")[0].strip() for r in project["dependencies"]}
    for conda, pip in ((new, old) for old, new in other.items()):
        names = {n.replace(pip, conda, 1) if n.startswith(pip) else n for n in names}
    assert asked == names


def a_checkout(tmp_path, unreleased="* something new\n"):
    release = script("release")
    (tmp_path / "corridors").mkdir()
    (tmp_path / "corridors/__init__.py").write_text('__version__ = "0.1.0"\n')
    (tmp_path / "CHANGELOG.md").write_text(
        f"# Changelog\n\n## Unreleased\n\n{unreleased}\n## 0.1.0 - 2026-01-01\n"
    )
    (tmp_path / "pyproject.toml").write_text("[project]\n[project.urls]\nHomepage = 'x'\n")
    release._git(tmp_path, "init", "--quiet")
    release._git(tmp_path, "add", ".")
    release._git(
        tmp_path, "-c", "user.name=t", "-c", "user.email=t@t", "commit", "--quiet", "-m", "t"
    )
    return release


def test_a_release_is_stamped_once(tmp_path):
    release = a_checkout(tmp_path)
    assert release.faults(tmp_path, "0.2.0") == []
    release.stamp(tmp_path, "0.2.0", "2026-12-01")
    assert release.current(tmp_path) == "0.2.0"
    told = (tmp_path / "CHANGELOG.md").read_text()
    assert "## Unreleased\n\n## 0.2.0 - 2026-12-01\n\n* something new" in told
    # Now the tree is changed, nothing is unreleased, and the section is there.
    again = release.faults(tmp_path, "0.2.0")
    assert len(again) == 3, again


@pytest.mark.parametrize(
    ("version", "says"),
    [
        ("0.2", "no version as MAJOR"),
        ("v0.2.0", "no version as MAJOR"),
        ("0.0.9", "older than 0.1.0"),
    ],
)
def test_a_version_that_is_none_is_refused(tmp_path, version, says):
    assert says in "\n".join(a_checkout(tmp_path).faults(tmp_path, version))


def test_a_release_with_nothing_to_tell_is_refused(tmp_path):
    assert "says nothing" in "\n".join(a_checkout(tmp_path, "").faults(tmp_path, "0.2.0"))
