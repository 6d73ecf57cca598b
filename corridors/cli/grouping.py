"""How a group of options is added to a command, whose arguments typer reads from its signature."""

from __future__ import annotations

import copy
import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Annotated, Any, TypeVar, cast, get_type_hints

Command = Callable[..., Any]
C = TypeVar("C", bound=Command)


@dataclass(frozen=True)
class Group:
    """Options that commands share; as a decorator it adds them to a command.

    Attributes
    ----------
    reader
        Its parameters are the options; it returns what their values mean.
    argument
        The argument by which a command has that.
    put
        Adds what the reader returns to the argument; it is given the command's name first.
    refused
        Why a command cannot take some of them: they are hidden from its help, and refused.
    without
        Options that a command has itself.
    told
        What help says of some of them in one command: by option, ``show_default`` and ``help``.
    """

    reader: Callable[..., dict[str, Any]]
    argument: str
    put: Callable[[str, Any, dict[str, Any]], Any]
    refused: Mapping[str, str] = field(default_factory=dict)
    without: tuple[str, ...] = ()
    told: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def but(self, **refused: str) -> Group:
        """Return the group for a command that cannot take some options, and why."""
        self._check(refused)
        return replace(self, refused={**self.refused, **refused})

    def telling(self, **told: Mapping[str, str]) -> Group:
        """Return the group for a command in which options mean something else if not given."""
        self._check(told)
        return replace(self, told={**self.told, **told})

    def _check(self, options: Iterable[str]) -> None:
        known = inspect.signature(self.reader).parameters
        if unknown := sorted(set(options) - set(known)):
            raise TypeError(f"there is no option {unknown[0]!r} among {', '.join(known)}")

    def __call__(self, command: C) -> C:
        """Return a command that takes these options in place of the argument that they make."""
        own = [p for p in _signature(self.reader).parameters.values() if p.name not in self.without]
        signature = _signature(command)
        rest = [one for one in signature.parameters.values() if one.name != self.argument]
        name = command.__name__.replace("_", "-")

        def gathered(**given: Any) -> Any:
            values = {one.name: given.pop(one.name) for one in own}
            for word, value in values.items():
                if _is_empty(value):
                    raise ValueError(f"{_flag(own, word)} is empty: give a value, or leave it out")
            for word, why in self.refused.items():
                if values[word] not in (None, False, [], ()):
                    raise ValueError(f"{name} takes no {_flag(own, word)}: {why}")
            made = self.put(name, given.get(self.argument), self.reader(**values))
            return command(**{**given, self.argument: made})

        hidden = {name: {"hidden": True} for name in self.refused}
        told = {**self.told, **hidden}
        added = [_with(one, told[one.name]) if one.name in told else one for one in own]
        parameters = [one.replace(kind=one.KEYWORD_ONLY) for one in (*rest, *added)]
        return _dressed(gathered, command, signature.replace(parameters=parameters))


def _dressed(wrapped: Command, command: C, signature: inspect.Signature) -> C:
    """Return a function that looks like a command, with another signature."""
    wrapped.__name__, wrapped.__doc__ = command.__name__, command.__doc__
    # typer reads either of these, by its version
    vars(wrapped)["__signature__"] = signature
    wrapped.__annotations__ = {one.name: one.annotation for one in signature.parameters.values()}
    return cast("C", wrapped)


def _signature(function: Callable[..., Any]) -> inspect.Signature:
    """Return a signature whose annotations are no texts."""
    hints = get_type_hints(function, include_extras=True)
    found = inspect.signature(function)
    typed = [
        one.replace(annotation=hints.get(one.name, one.annotation))
        for one in found.parameters.values()
    ]
    return found.replace(parameters=typed)


def _is_empty(value: object) -> bool:
    """Say whether an option is given with a text, or one of several, that says nothing."""
    texts = value if isinstance(value, list | tuple) else (value,)
    return any(isinstance(text, str) and not text.strip(" ,") for text in texts)


def _flag(options: Sequence[inspect.Parameter], word: str) -> str:
    """Return an option as it is typed."""
    info = next(one.annotation.__metadata__[0] for one in options if one.name == word)
    # typer keeps the first name that stands without a default in the place of the default
    names = [info.default, *(info.param_decls or ())]
    flags = [name for name in names if isinstance(name, str) and name.startswith("--")]
    return flags[0] if flags else f"--{word.replace('_', '-')}"


def _with(one: inspect.Parameter, told: Mapping[str, Any]) -> inspect.Parameter:
    """Return an option of which help tells something else, or nothing."""
    kind, info = one.annotation.__origin__, copy.copy(one.annotation.__metadata__[0])
    for name, value in told.items():
        setattr(info, name, value)
    return one.replace(annotation=Annotated[kind, info])


def renamed(command: C, old: str, new: str) -> C:
    """Return a command under its old word, which says the new one on standard error."""

    def noted(**given: Any) -> Any:
        from corridors.cli.printed import print_note

        print_note(f"'corridors {old}' is called 'corridors {new}' now")
        return command(**given)

    return _dressed(noted, command, _signature(command))
