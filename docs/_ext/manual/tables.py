"""Pages of the tables and their columns, from ``geodata/schema.csv``."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping

from corridors.network.schema import Column, schema
from manual.writing import GEODATA, code, plain, rows, table

#: Tables of networks that the embedded one has not.
NOT_EMBEDDED = {"rules": "whose rules hold in this network, where they are not those of the house"}


def descriptions() -> dict[str, str]:
    """Return what each table is, as ``geodata/README.md`` says."""
    text = (GEODATA / "README.md").read_text(encoding="utf-8")
    said = dict(NOT_EMBEDDED)
    for names, what in re.findall(r"^\| ([a-z_, ]+) \| (.+) \|$", text, flags=re.MULTILINE):
        said |= dict.fromkeys((name.strip() for name in names.split(",")), what)
    return said


def pages() -> dict[str, str]:
    """Return a page for each table, and one that lists them."""
    said = descriptions()
    made = {f"reference/tables/{n}.md": _page(n, cols, said[n]) for n, cols in schema().items()}
    made["reference/tables/all.md"] = _list(said)
    return made


def _list(said: dict[str, str]) -> str:
    """Return the page that lists the tables."""
    lines = ([f"[`{name}`]({name}.md)", str(len(_embedded(name))), said[name]] for name in schema())
    return (
        "(tables)=\n# Tables and columns\n\n"
        "The embedded network is these tables, one CSV file each; a network of your own has the\n"
        "same shape. `corridors data` lists them, `corridors data TABLE` prints one,\n"
        "`corridors check FOLDER` lists every fault of your own.\n\n"
        + table(["table", "rows", "what"], lines)
        + "\n```{toctree}\n:hidden:\n\n"
        + "".join(f"{name}\n" for name in schema())
        + "```\n"
    )


def _embedded(name: str) -> list[dict[str, str]]:
    """Return the rows of an embedded table; none if the embedded network has it not."""
    return rows(f"{name}.csv") if (GEODATA / f"{name}.csv").is_file() else []


def _page(name: str, columns: Mapping[str, Column], what: str) -> str:
    """Return the page of one table."""
    kept = _embedded(name)
    text = f"(table-{name})=\n# `{name}`\n\n{what[0].upper()}{what[1:]}.\n\n"
    if kept:
        text += f"{len(kept):,} rows in the embedded network{_by_basis(kept)}. "
        text += f"`corridors data {name}` prints them.\n\n"
    lines = ([f"`{column}`", _type(one), plain(one.description)] for column, one in columns.items())
    text += table(["column", "what it holds", "what it means"], lines)
    return text + (_first_row(name, kept[0]) if kept else "")


def _by_basis(kept: list[dict[str, str]]) -> str:
    """Return how many rows are of each basis, if the table says."""
    counts = Counter(row["basis"] for row in kept if row.get("basis"))
    said = ", ".join(f"{counts[b]:,} {b}" for b in sorted(counts, key=lambda b: -counts[b]))
    return f" ({said})" if said else ""


def _type(one: Column) -> str:
    """Return what a column holds in words: type, unit, range, key, and if it may be empty."""
    words = {
        "str": "text",
        "float": "number",
        "int": "whole number",
        "even": "even number",
        "words": "words joined by `;`",
        "colour": "colour, `#rrggbb`",
    }
    if "|" in one.type:
        said = ["one of " + ", ".join(code(word) or "empty" for word in one.type.split("|"))]
    else:
        said = [
            words.get(one.type, plain(one.type)) + (f" ({plain(one.unit)})" if one.unit else "")
        ]
    if math.isfinite(one.minimum):
        said.append(f"from {one.minimum:g}")
    if math.isfinite(one.maximum):
        said.append(f"up to {one.maximum:g}")
    if "." in one.key:
        other = one.key.split(".")[0]
        said.append(f"a key of [`{other}`]({other}.md)")
    elif one.key:
        said.append("part of the key")
    return ", ".join([*said, *([] if one.required else ["may be empty"])])


def _first_row(name: str, row: dict[str, str]) -> str:
    """Return the first row, a line a column."""
    filled = [[f"`{column}`", plain(value)] for column, value in row.items() if value]
    return f"\n## The first row of `{name}.csv`\n\n" + table(["column", "value"], filled)
