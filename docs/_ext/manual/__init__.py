"""The parts of the manual that are made from the program and its tables when the site is built.

Pages of the API, the command line, the tables, the scenario cards and the sources are written
below ``docs/reference`` before Sphinx looks for files, so none of them can fall behind.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from manual import cards, commands, names, notebooks, sources, tables

if TYPE_CHECKING:
    from sphinx.application import Sphinx

#: What makes pages, each ``{path below docs: text}``.
MAKERS = (names, commands, tables, cards, sources, notebooks)


def pages() -> dict[str, str]:
    """Return every page that is made, by its path below ``docs``."""
    made: dict[str, str] = {}
    for maker in MAKERS:
        made |= maker.pages()
    return made


def write(folder: Path) -> None:
    """Write the pages that have changed, and take away those that are no longer made."""
    made = {folder / path: text for path, text in pages().items()}
    for path, text in made.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
    for drawer in {path.parent for path in made}:
        for old in drawer.iterdir():
            if old.is_file() and old not in made and old.name != "index.md":
                old.unlink()


def setup(app: Sphinx) -> dict[str, Any]:
    """Write the pages, and add what shows commands with their answers."""
    from manual import running, signatures, types

    write(Path(app.srcdir))
    running.setup(app)
    types.setup(app)
    signatures.setup(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
