"""Commands and files of pages: what is shown is run when the site is built.

``command`` runs lines of the shell that begin with ``corridors`` and shows what they answer; one
that fails is a warning, with which the build ends in an error. ``file`` shows a file and writes it.
The cells of a page, its commands and its files share a folder of their own: files are written
first, cells run next, then the commands from the first to the last.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import sys
import tempfile
import textwrap
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

if TYPE_CHECKING:
    from docutils.nodes import Node
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

logger = logging.getLogger(__name__)
#: Columns of the terminal whose width tables are fitted to.
WIDTH = 100
#: Where the kernel of a page finds its folder.
FOLDER = "CORRIDORS_PAGE_FOLDER"
_STYLES = re.compile(r"\x1b\[[0-9;]*m")
_FILES = re.compile(r"^(`{3,}|:{3,})\{file\} (\S+)\n(.*?)^\1", re.DOTALL | re.MULTILINE)
_FOLDERS: dict[str, tempfile.TemporaryDirectory[str]] = {}


class Terminal(io.StringIO):
    """What is written to a terminal."""

    def isatty(self) -> bool:
        """Say that it is one."""
        return True


@contextlib.contextmanager
def at(folder: str | Path) -> Iterator[None]:
    """Work in a folder, before a terminal of a set width without colours."""
    before, env = Path.cwd(), dict(os.environ)
    os.environ |= {"COLUMNS": str(WIDTH), "NO_COLOR": "1", "TERM": "xterm"}
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)
        os.environ.clear()
        os.environ |= env


def answer(line: str, folder: str | Path) -> tuple[int, str]:
    """Return the exit code of a command, and what it prints and says beside it."""
    from corridors.cli import main

    said, beside, before = Terminal(), io.StringIO(), sys.argv
    sys.argv = shlex.split(line, comments=True)
    code = 0
    try:
        with at(folder), contextlib.redirect_stdout(said), contextlib.redirect_stderr(beside):
            main()
    except SystemExit as stop:
        code = stop.code if isinstance(stop.code, int) else int(stop.code is not None)
    finally:
        sys.argv = before
    text = _STYLES.sub("", said.getvalue() + beside.getvalue()).replace(f"{folder}{os.sep}", "")
    return code, "\n".join(row.rstrip() for row in text.splitlines())


def folder_of(page: str) -> Path:
    """Return the folder in which the commands of a page run."""
    if page not in _FOLDERS:
        _FOLDERS[page] = tempfile.TemporaryDirectory()
    return Path(_FOLDERS[page].name).resolve()


class Command(SphinxDirective):
    """``command``: lines of the shell that begin with ``corridors``, and their answers.

    ``:code:`` is the exit code that is expected, ``:lines:`` how many lines of the answer are
    shown (0: none), ``:picture:`` a file that the commands write and that is shown.
    """

    has_content = True
    option_spec: ClassVar = {
        "code": int,
        "lines": int,
        "picture": directives.unchanged,
        "alt": directives.unchanged,
    }

    def run(self) -> list[Node]:
        """Return the commands and what they answered."""
        wanted, folder = self.options.get("code", 0), folder_of(self.env.docname)
        found: list[Node] = [_block("\n".join(self.content), "sh", "co-command")]
        for line in joined(self.content):
            code, said = answer(line, folder)
            if code != wanted:
                where = self.get_location()
                logger.warning("'%s' ended with %s: %s", line, code, said, location=where)
            if said := _first(_folded(said), self.options.get("lines")):
                found.append(_block(said, "text", "co-answer"))
        if name := self.options.get("picture"):
            found.append(_picture(self.env, name, self.options.get("alt", "")))
        return found


class Made(SphinxDirective):
    """``made``: a picture that the commands of this page have made before."""

    required_arguments = 1
    option_spec: ClassVar = {"alt": directives.unchanged_required}

    def run(self) -> list[Node]:
        """Return the picture."""
        return [_picture(self.env, self.arguments[0], self.options["alt"])]


class File(SphinxDirective):
    """``file``: a file that the reader writes; its argument is the name."""

    has_content = True
    required_arguments = 1

    def run(self) -> list[Node]:
        """Return the name of the file and what is in it."""
        name = self.arguments[0]
        language = {".toml": "toml", ".py": "python"}.get(Path(name).suffix, "text")
        block = _block("\n".join(self.content), language, "co-file")
        holder = nodes.container("", literal_block=True, classes=["literal-block-wrapper"])
        holder += nodes.caption("", name)
        holder += block
        return [holder]


def joined(lines: Iterable[str]) -> list[str]:
    """Return the commands of some lines; one that ends in a backslash goes on in the next."""
    text = "\n".join(lines).replace("\\\n", " ")
    return [line for line in text.splitlines() if line.startswith("corridors ")]


def _picture(env: BuildEnvironment, name: str, alt: str) -> Node:
    """Return a picture from the folder of a page, which is kept with the site."""
    made = folder_of(env.docname) / name
    kept = f"{env.docname.replace('/', '-')}-{made.name}"
    drawer = Path(env.app.outdir) / "_images"
    drawer.mkdir(parents=True, exist_ok=True)
    (drawer / kept).write_bytes(made.read_bytes())
    source = f"{'../' * env.docname.count('/')}_images/{kept}"
    html = f'<img class="co-picture" src="{source}" alt="{escape(alt)}" loading="lazy">'
    return nodes.raw("", html, format="html")


def _folded(text: str) -> str:
    """Return text with long lines folded as a terminal folds them, but for those of tables."""
    found: list[str] = []
    for line in text.splitlines():
        frame = line[:1] in "┏┃┡│└├╇" if line else True
        found += [line] if frame or len(line) <= WIDTH else textwrap.wrap(line, WIDTH)
    return "\n".join(found)


def write_files(app: Sphinx, page: str, source: list[str]) -> None:
    """Write the files that a page shows, and tell its kernel where they are."""
    del app
    folder = folder_of(page)
    os.environ[FOLDER] = str(folder)
    for _, name, text in _FILES.findall(source[0]):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def _block(text: str, language: str, name: str) -> nodes.literal_block:
    block = nodes.literal_block(text, text, classes=[name])
    block["language"] = language
    return block


def _first(text: str, lines: int | None) -> str:
    """Return the first lines of an answer, and how many more there are."""
    kept = text.strip("\n").split("\n")
    if lines is None or len(kept) <= lines:
        return "\n".join(kept)
    return "\n".join([*kept[:lines], f"… and {len(kept) - lines} lines more"]) if lines else ""


def setup(app: Sphinx) -> None:
    """Add the directives."""
    app.add_directive("command", Command)
    app.add_directive("file", File)
    app.add_directive("made", Made)
    app.connect("source-read", write_files)
