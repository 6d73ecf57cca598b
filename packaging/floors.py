"""Print the oldest dependencies that pyproject.toml allows, as requirements.

    python packaging/floors.py > floors.txt

Those of the `test` extra that tests alone need stay as they are: what users are promised is
the floors of the library and of its extras of features.
"""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

PYPROJECT = Path(__file__).parents[1] / "pyproject.toml"
#: Extras whose floors are promised; the others are for maintainers.
PROMISED = ("pbf", "parquet", "cluster", "large", "excel", "serve")
REQUIREMENT = re.compile(
    r"^(?P<name>[A-Za-z0-9._-]+)(?:>=|==)(?P<version>[^;,\s]+)(?P<rest>\s*;.*)?$"
)


def floors(pyproject: dict) -> dict[str, str]:
    """Return each dependency's oldest version, with its marker, by name."""
    project = pyproject["project"]
    extras = project.get("optional-dependencies", {})
    asked = [*project["dependencies"], *(r for extra in PROMISED for r in extras.get(extra, ()))]
    found: dict[str, str] = {}
    for requirement in asked:
        if requirement.startswith("corridors["):
            continue
        match = REQUIREMENT.match(requirement)
        if match is None:
            sys.exit(f"{requirement!r} has no floor (name>=version)")
        # The highest floor of several is the one that holds.
        name, pin = match["name"], f"{match['version']}{match['rest'] or ''}"
        if name not in found or _numbers(pin) > _numbers(found[name]):
            found[name] = pin
    return found


def _numbers(version: str) -> list[int]:
    return [int(n) for n in re.findall(r"\d+", version.split(";", maxsplit=1)[0])]


if __name__ == "__main__":
    for package, pin in sorted(floors(tomllib.loads(PYPROJECT.read_text())).items()):
        print(f"{package}=={pin}")
