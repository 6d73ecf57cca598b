"""What is promised to callers, as one text: names, signatures, columns of tables, commands.

    python tests/public_api.py            compare with the text that is kept, print what differs
    python tests/public_api.py --write    keep it as it is now

What goes from it, or changes its meaning, is a change that breaks the programs of others: it is
deprecated first (RELEASING.md) and told in the changelog.
"""

from __future__ import annotations

import argparse
import difflib
import inspect
import re
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, ForwardRef

from flows_toy import scarce_flows
from toy import toy_network

import corridors as co

KEPT = Path(__file__).parent / "data" / "public_api.txt"


def text() -> str:
    """Return all that is promised."""
    parts = ["# Public names: parameters with annotations and defaults, members of classes"]
    for name in sorted(co.__all__):
        thing = getattr(co, name)
        parts.append("\n".join(_class(thing) if inspect.isclass(thing) else _function(name, thing)))
    parts.append("# Columns of the tables that are handed out; those of an index before a bar")
    with tempfile.TemporaryDirectory() as folder:
        parts += [f"{name}\n    {columns}" for name, columns in tables(Path(folder))]
    parts.append("# Commands: arguments and options with defaults")
    parts += commands()
    return "\n\n".join(parts) + "\n"


def _function(name: str, thing: Any, indent: str = "") -> list[str]:
    said = _signature(thing)
    rows = [f"{indent}{name}"]
    starred = False
    for one in said.parameters.values():
        if one.name == "self":
            continue
        if one.kind is one.KEYWORD_ONLY and not starred:
            rows.append(f"{indent}    *")
        starred = starred or one.kind in (one.KEYWORD_ONLY, one.VAR_POSITIONAL)
        stars = {one.VAR_POSITIONAL: "*", one.VAR_KEYWORD: "**"}.get(one.kind, "")
        told = f": {_type(one.annotation)}" if one.annotation is not one.empty else ""
        default = f" = {_default(one.default)}" if one.default is not one.empty else ""
        rows.append(f"{indent}    {stars}{one.name}{told}{default}")
    if said.return_annotation is not said.empty:
        rows.append(f"{indent}    -> {_type(said.return_annotation)}")
    return rows


def _signature(thing: Any) -> inspect.Signature:
    try:
        return inspect.signature(thing)
    except ValueError:  # an exception that is made as all are
        return inspect.Signature()


def _type(told: Any) -> str:
    if isinstance(told, ForwardRef):
        return told.__forward_arg__
    return told if isinstance(told, str) else getattr(told, "__name__", str(told))


def _default(value: Any) -> str:
    # A default that a dataclass makes anew has an address in its words.
    return re.sub(r"<factory>|<.* object at .*>", "...", repr(value))


def _class(thing: type) -> list[str]:
    bases = ", ".join(base.__name__ for base in thing.__bases__ if base is not object)
    rows = _function(f"class {thing.__name__}" + (f"({bases})" if bases else ""), thing)
    rows = [row for row in rows if row != "    -> None"]
    for name in sorted(_members(thing)):
        member = inspect.getattr_static(thing, name)
        if isinstance(member, property | cached_property):
            get = member.fget if isinstance(member, property) else member.func
            told = inspect.get_annotations(get).get("return", "Any")
            rows.append(f"  .{name} -> {_type(told)}")
        elif callable(getattr(thing, name)):
            rows += _function(f".{name}", getattr(thing, name), "  ")
        else:
            rows.append(f"  .{name}")
    return rows


def _members(thing: type) -> set[str]:
    """Return the public members of a class that are ours, and no field of its constructor."""
    ours = (one for one in thing.__mro__ if one.__module__.startswith("corridors"))
    found = {name for one in ours for name in vars(one) if not name.startswith("_")}
    fields = set(_signature(thing).parameters)
    slots = {n for n in found if inspect.ismemberdescriptor(inspect.getattr_static(thing, n))}
    return found - fields - slots


def tables(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the columns of each table that a public name hands out."""
    for name, ask in _tables(folder).items():
        frame = ask()
        index = [str(one) for one in frame.index.names if one is not None]
        yield name, " ".join([*(f"{one} |" for one in index), *map(str, frame.columns)])


def _tables(folder: Path) -> Mapping[str, Callable[[], Any]]:
    net, pair = toy_network(spread=True), ("Alpha", "Epsilon")
    trip = co.route(net, *pair)
    close = co.Override("close", "links", {"link_id": "rail-bc"})
    shut = co.Scenario("shut", "The line is shut", (close,))
    drawn = co.simulate(net, *pair, n=20, rechoose=True)
    carried = scarce_flows(folder)
    split = co.shares(net, *pair)
    gas = co.pipeline(co.load(), "tapi")
    rested = co.audit(net, [pair])
    rows = [{"origin": "Alpha", "destination": "Epsilon", "quantity": 100}]
    of_net = ("nodes", "links", "corridor_links", "transshipments", "border_crossings", "services",
              "tariffs", "events", "sources")  # fmt: skip
    of_gas = ("deliveries", "costs", "earnings", "changes", "exports", "markets", "sections",
              "stations", "pressure", "sources")  # fmt: skip
    of_flows = ("capacities", "ways", "links", "corridors", "unserved", "demand")
    return {
        **{f"Network.{name}": lambda name=name: getattr(net, name) for name in of_net},
        "corridors()": co.corridors,
        "scenarios()": co.scenarios,
        "compare()": lambda: co.compare(net, *pair),
        "compare(within_days=, shares=)": lambda: co.compare(
            net, *pair, within_days=9, shares=True
        ),
        "compare(departure=)": lambda: co.compare(net, *pair, departure="2026-03-02"),
        "matrix()": lambda: co.matrix(net, "Alpha", ["Beta", "Epsilon"]),
        "best_by_weights()": lambda: co.best_by_weights(net, [pair], ["cost"]),
        "Itinerary.legs": lambda: trip.legs,
        "Itinerary.to_frame()": trip.to_frame,
        "Itinerary.to_gdf()": trip.to_gdf,
        "ParetoFront.to_frame()": lambda: co.pareto(net, *pair).to_frame(),
        "Simulation.to_frame()": drawn.to_frame,
        "Simulation.percentiles()": drawn.percentiles,
        "Simulation.choices()": drawn.choices,
        "Simulation.tornado()": lambda: co.simulate(net, *pair, n=20).tornado(),
        "sweep()": lambda: co.sweep(net, shut, pair),
        "compare_scenarios()": lambda: co.compare_scenarios(net, shut, pair),
        "effects()": lambda: co.effects(net, shut, pair),
        "criticality()": lambda: co.criticality(net, pair),
        "break_values()": lambda: co.break_values(net, *pair),
        "timeline()": lambda: co.timeline(net, pair, "2024-01-01"),
        "indicators()": lambda: co.indicators(trip),
        "indicators(by_country=)": lambda: co.indicators(trip, by_country=True),
        "documents()": lambda: co.documents(trip),
        "charges()": lambda: co.charges(trip),
        "Audit.shares": lambda: rested.shares,
        "Audit.next_to_measure()": rested.next_to_measure,
        "raw_prices()": lambda: co.raw_prices(co.load()),
        "validate()": lambda: co.validate(co.load(), category="distance"),
        "demand()": lambda: co.demand(co.load()),
        "Batch.to_frame()": lambda: co.batch(net, rows).to_frame(),
        **{
            f"Flows.to_dataframe({name!r})": lambda name=name: carried.to_dataframe(name)
            for name in of_flows
        },
        "Flows.bottlenecks": lambda: carried.bottlenecks,
        "flows_by_scenario()": lambda: co.flows_by_scenario(net, shut, rows),
        "BuildFirst.to_dataframe()": lambda: co.build_first(
            co.load("middle-corridor"),
            {"caspian-ports-capacity": 700.0},
            [{"origin": "Almaty", "destination": "Poti", "quantity": 300_000}],
        ).to_dataframe(),
        "Shares.to_frame()": split.to_frame,
        "Shares.by_corridor()": split.by_corridor,
        "Shares.by_mode()": split.by_mode,
        "Shares.change_from()": lambda: split.change_from(split),
        "Revenue.to_frame()": lambda: co.revenue(net, pair, scenarios=shut).to_frame(),
        **{f"PipelineStudy.{name}": lambda name=name: getattr(gas, name) for name in of_gas},
        "snap()": lambda: co.snap(net, [(60.0, 40.0)]),
    }


def commands() -> Iterator[str]:
    """Yield each command with what it takes, as the command line parses it."""
    import typer.main

    from corridors.cli.app import app

    yield from _commands(typer.main.get_command(app), ("corridors",))


def _commands(command: Any, words: tuple[str, ...]) -> Iterator[str]:
    if not command.hidden:
        rows = [" ".join(words)]
        usual = ("help", "install_completion", "show_completion")
        rows += [f"    {_parameter(one)}" for one in command.params if one.name not in usual]
        yield "\n".join(rows)
    for name, child in sorted(getattr(command, "commands", {}).items()):
        yield from _commands(child, (*words, name))


#: What an option takes, in the words of typer with click and of typer with types of its own.
_KINDS = {"text": "text", "str": "text", "float": "number", "int": "whole number", "path": "path"}


def _parameter(one: Any) -> str:
    option = one.param_type_name == "option"
    told = f"{one.type_descriptor.annotation if hasattr(one, 'type_descriptor') else one.type.name}"
    kind = next(kind for word, kind in {**_KINDS, "bool": ""}.items() if word in told.casefold())
    many = one.multiple if option else one.nargs == -1
    parts = [
        "/".join([*one.opts, *one.secondary_opts]) if option else one.name.upper(),
        kind,
        "..." if many else f"x {one.nargs}" if one.nargs > 1 else "",
        "required" if one.required and option else "" if one.required or option else "optional",
        "" if one.default in (None, False, (), []) else f"= {one.default}",
    ]
    return " ".join(filter(None, parts))


def differences(now: str, kept: str) -> list[str]:
    """Return the rows that came and went, each with what it belongs to."""
    found, of = [], ""
    whole = max(now.count("\n"), kept.count("\n"))
    for row in difflib.unified_diff(kept.splitlines(), now.splitlines(), n=whole, lineterm=""):
        if row.startswith(("---", "+++", "@@")):
            continue
        if row[1:2].strip() and not row[1:].startswith("#"):
            of = row[1:]
        if row[0] in "+-" and row[1:].strip():
            word = {"+": "new", "-": "gone"}[row[0]]
            found.append(f"{word}: {row[1:].strip()}" + (f" (of {of})" if row[1:] != of else ""))
    return found


def main() -> None:
    """Compare, or keep."""
    parser = argparse.ArgumentParser(description="What is promised to callers.")
    parser.add_argument("--write", action="store_true", help="keep it as it is now")
    write = parser.parse_args().write
    now = text()
    changed = differences(now, KEPT.read_text(encoding="utf-8") if KEPT.exists() else "")
    print("\n".join(changed) or "what is promised is as it was")
    if write:
        KEPT.write_text(now, encoding="utf-8")
    elif changed:
        sys.exit(1)


if __name__ == "__main__":
    main()
