"""How text of tables is written into pages."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
GEODATA = ROOT / "geodata"


def rows(name: str) -> list[dict[str, str]]:
    """Return the rows of a file of ``geodata``."""
    with (GEODATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def plain(text: str) -> str:
    """Return text with what Markdown would read as a sign escaped."""
    return re.sub(r"([\\`*_\[\]<>|$#{}~])", r"\\\1", " ".join(text.split()))


def plain_rst(text: str) -> str:
    """Return text with what reStructuredText would read as a sign escaped."""
    return re.sub(r"([\\`*_|])", r"\\\1", " ".join(text.split()))


def table(head: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    """Return a table of Markdown; its cells are Markdown."""
    rule = "|".join("---" for _ in head)
    body = ["| " + " | ".join(cells) + " |" for cells in lines]
    return "\n".join(["| " + " | ".join(head) + " |", f"|{rule}|", *body]) + "\n"


def heading(text: str, sign: str = "=") -> str:
    """Return a heading of reStructuredText."""
    return f"{text}\n{sign * max(len(text), 3)}\n\n"


def code(text: str) -> str:
    """Return a word as code, or nothing."""
    return f"`{text}`" if text else ""
