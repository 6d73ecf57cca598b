"""Pages of the command line, from the program's own commands."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import typer.main

import corridors.cli
from manual.writing import heading, plain_rst

PROGRAM = "corridors"


@cache
def tree() -> Any:
    """Return the command that holds all others."""
    return typer.main.get_command(corridors.cli.app.app)


def commands(
    command: Any = None, words: tuple[str, ...] = (PROGRAM,)
) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield each command that does something, with the words that call it."""
    command = command or tree()
    for name, child in command.commands.items():
        if hasattr(child, "commands"):
            yield from commands(child, (*words, name))
        elif not child.hidden:
            yield (*words, name), child


def pages() -> dict[str, str]:
    """Return a page for each command or group of commands, and one that lists them."""
    made: dict[str, str] = {}
    for name, child in tree().commands.items():
        if hasattr(child, "commands"):
            made[_path(name)] = _group(name, child)
        elif not child.hidden:
            made[_path(name)] = heading(f"{PROGRAM} {name}") + _body((PROGRAM, name), child)
    made[_path("all")] = _list()
    return made


def _path(name: str) -> str:
    return f"reference/commands/{name}.rst"


def _list() -> str:
    """Return the page that lists all commands."""
    text = ".. _commands:\n\n" + heading("Command line")
    text += (
        "Every command says what it takes with ``--help``; what stands here is made of the same.\n"
        "Exit code 0 is an answer, 1 that there is no way (and why), 2 that the input is wrong.\n\n"
    )
    text += ".. list-table::\n   :widths: 30 70\n   :header-rows: 1\n\n"
    text += "   * - command\n     - what it does\n"
    for words, command in commands():
        page = words[1]
        text += f"   * - :doc:`{' '.join(words[1:])} <{page}>`\n"
        text += f"     - {plain_rst(_sentence(command.help))}\n"
    toctree = "".join(f"   {n}\n" for n, one in tree().commands.items() if not one.hidden)
    return text + "\n.. toctree::\n   :hidden:\n\n" + toctree


def _sentence(text: str | None) -> str:
    """Return the first paragraph of a help."""
    return " ".join((text or "").split("\n\n")[0].split())


def _group(name: str, group: Any) -> str:
    """Return the page of a group of commands."""
    text = heading(f"{PROGRAM} {name}") + plain_rst(_sentence(group.help)) + "\n\n"
    for child_name, child in group.commands.items():
        words = (PROGRAM, name, child_name)
        text += heading(" ".join(words), "-") + _body(words, child)
    return text


def _body(words: tuple[str, ...], command: Any) -> str:
    """Return usage, help, arguments and options of a command."""
    context = command.make_context(" ".join(words), [], resilient_parsing=True)
    usage = " ".join([*words, *command.collect_usage_pieces(context)])
    text = "\n\n".join(plain_rst(part) for part in (command.help or "").split("\n\n")) + "\n\n"
    text += f".. code-block:: text\n\n   {usage}\n\n.. program:: {' '.join(words)}\n\n"
    for one in command.params:
        record = one.get_help_record(context)
        if record is None or getattr(one, "hidden", False):
            continue
        said, what = record
        text += f".. option:: {_option(one, said)}\n\n   {plain_rst(what) or '…'}\n\n"
    return text


def _option(one: Any, said: str) -> str:
    """Return how an option or argument is written."""
    if one.param_type_name == "argument":
        return one.make_metavar(None) if one.metavar else one.name.upper()
    return ", ".join(
        f"{part.strip()}" for part in said.replace(" / ", ", ").split(", ") if part.strip()
    )
