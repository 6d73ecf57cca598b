"""Write what is made from what the library says of itself, or check that it is up to date.

    python packaging/generated.py            write
    python packaging/generated.py --check    say what is out of step, and fail

`geodata/datapackage.json`
    the tables as a Frictionless data package: each column's type, unit, bounds and meaning from
    `schema.csv`, keys and foreign keys, licences, hash and bytes of each file.
`geodata/scenarios/card.schema.json`
    the JSON Schema of scenario cards.
`CITATION.cff`, `codemeta.json`, `.zenodo.json`, `geodata/.zenodo.json`, the conda recipe
    version and date of the code, vintage and date of the data.
"""

from __future__ import annotations

import csv
import hashlib
import json
import math
import re
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

import corridors as co  # noqa: E402
from corridors.network.changes.card_schema import card_schema  # noqa: E402
from corridors.network.files import write_text  # noqa: E402
from corridors.network.schema import Column, schema  # noqa: E402

GEODATA = ROOT / "geodata"
TYPES = {
    "str": "string",
    "words": "string",
    "float": "number",
    "int": "integer",
    "colour": "string",
}
ODBL = {"name": "ODbL-1.0", "title": "Open Database License 1.0", "path": "LICENSE"}
TITLE = "corridors: planning and comparing freight corridors"
DATA_TITLE = "corridors geodata: a sourced network of freight corridors"
_OF_SCHEMA = [
    {"name": name, "type": "number" if name in ("min", "max") else "string"}
    for name in ("table", "column", "type", "unit", "required", "key", "min", "max", "description")
]
MAKERS = "The corridors developers"


def vintage() -> dict[str, str]:
    """Return the newest row of the vintages."""
    with (GEODATA / "vintage.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))[-1]


def released() -> str:
    """Return the day of the newest release of the code, or of its data before the first."""
    dated = re.search(
        r"^## .*(\d{4}-\d{2}-\d{2})", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.M
    )
    return dated[1] if dated else vintage()["released"]


# --- geodata/datapackage.json


def datapackage() -> dict[str, Any]:
    """Return the descriptor of geodata/ as a Frictionless data package."""
    tables = [name for name in schema() if (GEODATA / f"{name}.csv").exists()]
    others = ["countries.csv", "map_names.csv"]
    lines = sorted(path.name for path in GEODATA.glob("*.geojson"))
    return {
        "profile": "data-package",
        "name": "corridors-geodata",
        "title": DATA_TITLE,
        "version": vintage()["version"],
        "created": f"{vintage()['released']}T00:00:00Z",
        "licenses": [ODBL],
        "contributors": [{"title": MAKERS, "role": "author"}],
        "resources": [
            *(_table(name) for name in tables),
            {
                **_file("schema.csv"),
                "profile": "tabular-data-resource",
                "schema": {"fields": _OF_SCHEMA},
            },
            *(_file(name) for name in others),
            *(_file(name) for name in lines),
        ],
    }


def _file(name: str) -> dict[str, Any]:
    content = (GEODATA / name).read_bytes()
    kind = Path(name).suffix[1:]
    return {
        "name": Path(name).stem.replace("_", "-"),
        "path": name,
        "format": kind,
        "mediatype": {"csv": "text/csv", "geojson": "application/geo+json"}[kind],
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
    }


def _table(name: str) -> dict[str, Any]:
    with (GEODATA / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        header = next(csv.reader(stream))
    columns = schema()[name]
    known = [columns[column] for column in header if column in columns]
    keys = [column.name for column in known if column.key == "id"]
    described: dict[str, Any] = {"fields": [_field(column, only=keys) for column in known]}
    if keys:
        described["primaryKey"] = keys
    described["foreignKeys"] = [
        {"fields": [column.name], "reference": _reference(*column.key.split("."))}
        for column in known
        if "." in column.key and column.type == "str"
    ]
    return {**_file(f"{name}.csv"), "profile": "tabular-data-resource", "schema": described}


def _reference(table: str, column: str) -> dict[str, Any]:
    return {"resource": table.replace("_", "-"), "fields": [column]}


def _field(column: Column, *, only: list[str]) -> dict[str, Any]:
    told: dict[str, Any] = {
        "name": column.name,
        "type": TYPES.get(column.type, "string"),
        "description": column.description,
    }
    if column.unit:
        told["unit"] = column.unit
    if column.key and column.key != "id":
        told["refersTo"] = column.key
    limits: dict[str, Any] = {}
    if column.required:
        limits["required"] = True
    if only == [column.name]:
        limits["unique"] = True
    if "|" in column.type and "*" not in column.type:
        limits["enum"] = column.type.split("|")
    for word, bound in (("minimum", column.minimum), ("maximum", column.maximum)):
        if math.isfinite(bound):
            limits[word] = int(bound) if bound == int(bound) else bound
    return {**told, "constraints": limits} if limits else told


# --- citations


def codemeta() -> dict[str, Any]:
    """Return the description of the code in the words of CodeMeta."""
    return {
        "@context": "https://doi.org/10.5063/schema/codemeta-2.0",
        "@type": "SoftwareSourceCode",
        "name": "corridors",
        "description": TITLE,
        "version": co.__version__,
        "dateModified": released(),
        "license": "https://spdx.org/licenses/MIT",
        "programmingLanguage": "Python",
        "runtimePlatform": "Python 3.11 or newer",
        "operatingSystem": ["Linux", "macOS", "Windows"],
        "keywords": ["freight", "corridors", "routing", "central asia", "logistics"],
        "author": [{"@type": "Organization", "name": MAKERS}],
        "supportingData": {
            "@type": "Dataset",
            "name": DATA_TITLE,
            "version": vintage()["version"],
            "license": "https://spdx.org/licenses/ODbL-1.0",
        },
    }


def zenodo(*, data: bool) -> dict[str, Any]:
    """Return the deposit of the code, or of the data of this vintage."""
    told = (
        (DATA_TITLE, vintage()["version"], vintage()["released"], "odbl-1.0", "dataset")
        if data
        else (TITLE, co.__version__, released(), "mit", "software")
    )
    title, version, day, licence, kind = told
    return {
        "title": title,
        "description": (
            "Tables of nodes, links, borders, services, prices, events and projects of freight "
            "corridors, each row with its source and basis; see README.md and LICENSE there."
            if data
            else "A Python library and command line that plans and compares freight corridors."
        ),
        "version": version,
        "publication_date": day,
        "upload_type": kind,
        "license": licence,
        "access_right": "open",
        "creators": [{"name": MAKERS}],
        "keywords": ["freight", "corridors", "routing", "central asia", "logistics"],
    }


def _stamped(name: str, patterns: dict[str, str]) -> str:
    """Return a hand-written file with its versions and days as they are now."""
    text = (ROOT / name).read_text(encoding="utf-8")
    for pattern, value in patterns.items():
        text, count = re.subn(
            pattern, lambda match, value=value: match[1] + value, text, flags=re.M
        )
        if count != 1:
            sys.exit(f"{name}: {pattern!r} is there {count} times, not once")
    return text


def generated() -> dict[str, str]:
    """Return the content of every file that is generated, by its name in the repository."""
    data = vintage()
    made = {
        "geodata/datapackage.json": datapackage(),
        "geodata/scenarios/card.schema.json": card_schema(),
        "codemeta.json": codemeta(),
        ".zenodo.json": zenodo(data=False),
        "geodata/.zenodo.json": zenodo(data=True),
    }
    return {
        **{name: json.dumps(it, ensure_ascii=False, indent=1) + "\n" for name, it in made.items()},
        "CITATION.cff": _stamped(
            "CITATION.cff",
            {
                r"^(version: ).*": co.__version__,
                r"^(date-released: ).*": released(),
                r"^(    version: ).*": f'"{data["version"]}"',
                r"^(    date-released: ).*": data["released"],
            },
        ),
        "packaging/conda/recipe.yaml": _stamped(
            "packaging/conda/recipe.yaml", {r"^(  version: )\".*\"": f'"{co.__version__}"'}
        ),
    }


def main() -> None:
    """Write the files, or with --check say which are out of step."""
    check = sys.argv[1:] == ["--check"]
    stale = []
    for name, content in generated().items():
        path = ROOT / name
        if path.exists() and path.read_text(encoding="utf-8") == content:
            continue
        stale.append(name)
        if not check:
            write_text(content, path)
    if check and stale:
        sys.exit(f"out of step: {', '.join(stale)}; run python packaging/generated.py")
    print(f"{'up to date' if not stale else 'written: ' + ', '.join(stale)}")


if __name__ == "__main__":
    main()
