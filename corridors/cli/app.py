"""The command line's root, and how errors end it."""

from __future__ import annotations

import csv
import gc
import re
import sys
import warnings
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any

import typer
import typer.core
import typer.main

from corridors import __version__
from corridors.errors import NO_MEMORY, CorridorsError, NoItineraryError, no_number

if TYPE_CHECKING:
    from collections.abc import Callable

EXIT_NO_WAY, EXIT_BAD_INPUT, EXIT_INTERRUPTED = 1, 2, 130
#: Python looks for circles of garbage after so many new objects. A command makes millions, nearly
#: all of which it needs to its end: looking every 700 objects takes a fifth of a report's time.
_LOOK_FOR_GARBAGE = (500_000, 50, 50)
#: How typer calls numbers, and that a text is none.
_NUMBERS = {"float": "number", "int": "whole number"}
_NO_NUMBERS = ("parsing", "type", "from_float")
#: How an older typer says so, by click.
_OF_CLICK = re.compile(r"(['\"].*['\"]) is not a valid (float|int)(?:eger)?\b.*", re.DOTALL)
#: What a user can bring about; anything else is a fault of the program and shows itself whole.
EXPECTED = (CorridorsError, LookupError, ValueError, TypeError, OSError, ImportError, csv.Error)


class _Root(typer.core.TyperGroup):
    """The commands; a number that is none is told in the words of all other messages."""

    def invoke(self, ctx: Any) -> Any:
        """Run a command, and say in plain words which number of an option is none."""
        try:
            return super().invoke(ctx)
        except typer.BadParameter as error:
            faults: list[Any] = getattr(error.__cause__, "errors", list)()
            kind, _, fault = str(faults[0]["type"] if faults else "").partition("_")
            if kind in _NUMBERS and fault in _NO_NUMBERS:
                error.message = no_number(faults[0]["input"], _NUMBERS[kind])
            elif said := _OF_CLICK.fullmatch(error.message):
                error.message = no_number(said[1][1:-1], _NUMBERS[said[2]])
            raise


app = typer.Typer(
    name="corridors",
    cls=_Root,
    help="Plan and compare freight corridors between South Asia, Central Asia and Türkiye.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.callback(invoke_without_command=True)
def root(
    version: Annotated[
        bool, typer.Option("--version", help="print the version of the program and of its data")
    ] = False,
) -> None:
    """Plan and compare freight corridors."""
    if version:
        from corridors.network.catalogue import data_version

        print(f"corridors {__version__}, data {data_version()}")
        raise typer.Exit


def _show_warning(message: Warning | str, *_: object, **__: object) -> None:
    """Print a warning as a remark, without the line of code that raised it."""
    from corridors.cli.printed import print_note

    print_note(str(message))


@cache
def _commands() -> Callable[..., object]:
    """Return all commands, made of the signatures that are registered by the first call."""
    return typer.main.get_command(app)


def main() -> None:
    """Run the command line; expected errors are one message and an exit code."""
    from corridors.cli.printed import print_error
    from corridors.cli.waiting import Waiting

    gc.set_threshold(*_LOOK_FOR_GARBAGE)
    try:
        with Waiting("corridors"), warnings.catch_warnings():
            warnings.showwarning = _show_warning
            _commands()(prog_name="corridors")
    except NoItineraryError as error:
        print_error(error)
        sys.exit(EXIT_NO_WAY)
    except EXPECTED as error:
        print_error(error)
        sys.exit(EXIT_BAD_INPUT)
    except MemoryError:
        print_error(CorridorsError(NO_MEMORY))
        sys.exit(EXIT_BAD_INPUT)
    except SystemError as error:
        if not _interrupted(error):
            raise
        sys.exit(EXIT_INTERRUPTED)


def _interrupted(error: BaseException | None) -> bool:
    """Say whether an error is Ctrl-C, wrapped by compiled code that it came upon."""
    while error is not None and not isinstance(error, KeyboardInterrupt):
        error = error.__cause__ or error.__context__
    return error is not None
