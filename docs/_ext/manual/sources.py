"""The page of all sources, from ``geodata/sources.csv``."""

from __future__ import annotations

from collections import Counter

from corridors.network.schema import schema
from manual.writing import GEODATA, plain, rows


def used() -> dict[str, Counter[str]]:
    """Return how many rows of which table name each source."""
    found: dict[str, Counter[str]] = {}
    for name, columns in schema().items():
        if name == "sources" or not (GEODATA / f"{name}.csv").is_file():
            continue
        naming = [column for column in columns if column.endswith("source_id")]
        for row in rows(f"{name}.csv"):
            for source in {row.get(column) for column in naming} - {None, ""}:
                found.setdefault(str(source), Counter())[name] += 1
    return found


def pages() -> dict[str, str]:
    """Return the page of the sources."""
    kept, uses = rows("sources.csv"), used()
    text = (
        "(sources)=\n# Sources\n\n"
        f"The {len(kept):,} sources of the embedded tables, by id, with the rows that name them.\n"
        "`corridors data sources` prints them; `corridors data audit` says what rests on which.\n"
        "Facts are taken from them, no sentences; many pages were read in archived copies.\n\n"
    )
    letter = ""
    for row in sorted(kept, key=lambda row: row["source_id"]):
        first = row["source_id"][0].upper()
        first = first if first.isalpha() else "0-9"
        if first != letter:
            letter = first
            text += f"## {letter}\n\n"
        text += _entry(row, uses.get(row["source_id"], Counter()))
    return {"reference/sources.md": text}


def _entry(row: dict[str, str], uses: Counter[str]) -> str:
    """Return one source as a paragraph with an anchor."""
    title = plain(row["title"])
    if row["url"]:
        title = f"[{title}](<{row['url']}>)"
    said = ", ".join(filter(None, [plain(row["publisher"]), row["year"], plain(row["licence"])]))
    note = f" {plain(row['note'])}." if row["note"] else ""
    rests = ", ".join(f"{name} {count}" for name, count in uses.items())
    told = f" In {plain(rests)}." if rests else " Named in scenario cards or notes."
    return f"(source-{row['source_id']})=\n`{row['source_id']}`\n: {title}. {said}.{note}{told}\n\n"
