"""``corridors scenario …``: cards listed, shown, checked and begun; what they change."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from corridors.cli.app import app as root
from corridors.cli.completion import complete_criteria, complete_scenarios, one_of_words
from corridors.cli.grouping import renamed
from corridors.cli.options import (
    Asked,
    PairsFile,
    PlaceArgument,
    SomePlaces,
    conditions,
    listed,
    network,
    place_of,
    shipment,
    weight_words,
)
from corridors.cli.printed import Printed, check_target, print_note, print_rows, printed
from corridors.criteria import CRITERIA
from corridors.errors import ScenarioError
from corridors.network.changes.cards import (
    Scenario,
    example_card,
    example_kinds,
    scenario_ids,
    scenarios_of,
)
from corridors.network.changes.checking import Checked
from corridors.network.countries import country_name
from corridors.network.files import write_text
from corridors.network.lookup import OLD_KEYS
from corridors.network.places.pairs import Pairs
from corridors.routing.conditions.typed import joined

app = typer.Typer(name="scenario", help="What changes if …", no_args_is_help=True)
root.add_typer(app)

Split = Annotated[
    bool,
    typer.Option(
        "--shares",
        help="show how goods split over the best ways by each criterion, before and after; by all "
        "criteria if no --criterion is given ('corridors shares' splits over more ways)",
    ),
]
#: What ``criticality`` closes.
_CLOSED = ("links", "nodes", "border_crossings", "countries")
InTurn = Annotated[
    list[str] | None,
    typer.Option(
        "--criterion", autocompletion=complete_criteria,
        show_default="none: the choice is by --weight",
        help="cost, time, distance, transits, co2e (repeatable, or a,b)",
    ),
]  # fmt: skip
RankedBy = Annotated[
    list[str] | None,
    typer.Option(
        "--by", autocompletion=complete_criteria, show_default="cost, time",
        help="what the ways are the best by, each in turn, generalised too (repeatable, or a,b)",
    ),
]  # fmt: skip
_IN_TURN = "each --criterion is minimised in turn"
_BEST = "it is of the best ways of all; --mode and --avoid narrow them"
_ANY_DAY = "it is of any day; 'corridors route' and 'corridors scenario compare' take it"
_NO_WAYS = "it has values and no ways; 'corridors scenario compare --map' draws them"


@app.command(name="list")
@printed.but(
    map_file="cards are no ways; 'corridors scenario compare --map' draws what they change"
)
def list_cards(out: Printed) -> None:
    """List the embedded scenario cards."""
    from corridors.cli.prints.scenario import card_row

    rows = [card_row(card) for card in scenarios_of(scenario_ids())]
    out.show(rows, lambda: print_rows(rows, title=f"Scenario cards ({len(rows)})"))


@app.command()
@network.but(scenario="the card is the argument")
def show(
    card: Annotated[
        str, typer.Argument(help="card id or .toml file", autocompletion=complete_scenarios)
    ],
    asked: Asked,
) -> None:
    """Show a card: what, why, by which source, and what each override changes."""
    from corridors.cli.prints.scenario import print_card
    from corridors.network.changes.checking import check_card

    print_card(asked.net, _sound(check_card(asked.net, card)))


def _sound(checked: Checked) -> Checked:
    """Return what a check found; raise its faults, all of them."""
    if checked.faults:
        raise ScenarioError(checked.faults)
    return checked


@app.command()
@network.but(scenario="the cards are the arguments")
def check(
    cards: Annotated[
        list[str],
        typer.Argument(help="card ids or .toml files", autocompletion=complete_scenarios),
    ],
    asked: Asked,
) -> None:
    """Check cards: every fault for which the other commands would refuse them, in one go.

    It tells too what an override does not do: what it changes that nothing uses, or that is so
    already.
    """
    from corridors.cli.prints.scenario import print_checked
    from corridors.network.changes.checking import check_card

    found = [check_card(asked.net, card) for card in cards]
    faults = [fault for checked in found for fault in checked.faults]
    for checked in found:
        if not checked.faults:
            print_checked(checked)
    if faults:
        raise ScenarioError(faults)


@app.command()
def new(
    name: Annotated[
        str, typer.Argument(help="name of the card and of its file; without it, one is printed")
    ] = "",
    example: Annotated[
        str,
        typer.Option(
            help=f"what it changes: {', '.join(example_kinds())}",
            autocompletion=one_of_words(example_kinds()),
        ),
    ] = "border",
) -> None:
    """Write a card with comments, ready to edit: NAME.toml; or print one."""
    file = Path(name if name.endswith(".toml") else f"{name}.toml")
    text = example_card(example, file.stem if name else "")
    if not name:
        print(text, end="")
        return
    check_target(file, [".toml"])
    if file.exists():
        raise ValueError(f"{file} is there already; give another name, or edit it")
    write_text(text, file)
    print(f"Card: {file} ({example}). Edit it, then: corridors scenario check {file}")


@app.command(name="schema")
def print_schema() -> None:
    """Print the JSON Schema of cards: for editors and other programs."""
    from corridors.network.changes.card_schema import card_schema

    print(json.dumps(card_schema(), indent=2, ensure_ascii=False))


@app.command()
@network
@conditions.telling(weight={"show_default": "generalised; each --criterion has its own"})
@shipment
@printed
def compare(
    asked: Asked,
    out: Printed,
    places: SomePlaces = None,
    pairs: PairsFile = None,
    criterion: InTurn = None,
    shares: Split = False,
) -> None:
    """Show what each scenario does to the choice: before and after, the front, each corridor.

    With --criterion, the best by each criterion in turn, and where in the ledger it changes; with
    --shares, how goods split over these ways before and after.
    """
    if not asked.scenarios:
        raise ValueError("compare needs --scenario; 'corridors scenario list' lists them")
    named = listed(places, pairs)
    _note_idle(asked)
    if criteria := joined(criterion) or (tuple(CRITERIA) if shares else ()):
        _compare_by_criterion(asked, out, named, criteria, shares=shares)
        return
    from corridors.cli.prints.effects import effects_on_map, print_effects
    from corridors.studies.effects import all_effects

    weight = asked.words.get("weight", "generalised")
    found, whole = all_effects(
        asked.before,
        asked.scenarios,
        named,
        asked.conditions.with_(weight=weight),
    )
    rows = [effect.row() for effect in found]
    by = weight if isinstance(weight, str) else weight_words(asked.conditions)
    before = asked.before
    out.show(rows, lambda: print_effects(found, before, by, whole, named.unit), net=before)
    if out.map_file:
        out.draw(effects_on_map(found))


def _note_idle(asked: Asked) -> None:
    """Note which overrides change nothing or what nothing uses, and whose goods cards are about."""
    from corridors.network.changes.checking import check_card
    from corridors.routing.notes.felt import shut_of_card

    for card in asked.scenarios:
        for note in check_card(asked.before, card).notes:
            print_note(f"{card.id}: {note}")
        if asked.before.felt and (shut := shut_of_card(asked.before.apply(card), card)):
            print_note(f"{card.id}: on that day what it adds is not open: {shut}")
        if card.between:
            *some, last = map(country_name, card.between)
            print_note(f"{card.id}: it is about goods between {', '.join(some)} and {last}")


def _compare_by_criterion(
    asked: Asked, out: Printed, named: Pairs, criteria: Sequence[str], *, shares: bool
) -> None:
    """Show before and after of each scenario, and which part of the ledger the change is."""
    from corridors.cli.prints.scenario import before_and_after, print_differences
    from corridors.routing.choice import choice_for
    from corridors.studies.compare import differences, rows_of, shares_of_differences
    from corridors.studies.pairs import amounts_of

    for word, why in (("weight", _IN_TURN), ("corridor", _BEST), ("via", _BEST)):
        if word in asked.words:
            raise ValueError(f"--{word} does not go with --criterion: {why}")
    net, given = asked.before, asked.conditions
    amounts = amounts_of(named, given.shipment)
    found, reason = differences(net, asked.scenarios, amounts.pairs, given, criteria)
    rows = rows_of(found, amounts)
    choice = choice_for(net, given.shipment) if shares else None
    split = {} if choice is None else shares_of_differences(found, choice)
    rows = [{**row, **{name: of[n] for name, of in split.items()}} for n, row in enumerate(rows)]
    out.show(rows, lambda: print_differences(found, net, reason, amounts, split), net=net)
    if out.map_file:
        out.draw(before_and_after(found))


@app.command()
@network
@conditions.but(
    weight="--by names what the ways are the best by", corridor=_BEST, via=_BEST, departure=_ANY_DAY
)
@shipment
@printed.but(map_file=_NO_WAYS)
def criticality(
    asked: Asked,
    out: Printed,
    places: SomePlaces = None,
    pairs: PairsFile = None,
    what: Annotated[
        str,
        typer.Option(
            help="close every one of: links, nodes, border_crossings, countries",
            autocompletion=one_of_words(_CLOSED),
        ),
    ] = "border_crossings",
    by: RankedBy = None,
    top: Annotated[int, typer.Option(help="rows to print, by each", min=1)] = 20,
) -> None:
    """Rank what hurts most when it is closed: the cheapest ways, then the quickest, or --by."""
    from corridors.cli.prints.scenario import print_ranking
    from corridors.studies.criticality import BY
    from corridors.studies.criticality import criticality as rank_closed

    net, named = asked.net, listed(places, pairs)
    frame = rank_closed(net, named, what=what, by=joined(by) or BY, conditions=asked.conditions)
    rows = frame[frame["rank"] <= top].reset_index().to_dict("records")
    out.show(rows, lambda: print_ranking(rows, what, net, named.unit))


app.command(name="rank", hidden=True)(renamed(criticality, "scenario rank", "scenario criticality"))


@app.command()
@network
@conditions.but(departure=_ANY_DAY)
@shipment
@printed.but(map_file=_NO_WAYS)
def break_even(
    origin: PlaceArgument,
    destination: PlaceArgument,
    where: Annotated[
        str, typer.Option(help="which rows: bcp_id=ir-tr-gurbulak|ir-tr-kapikoy;mode=road")
    ],
    column: Annotated[str, typer.Option(help="which value: hours, cost_usd, usd_per_km, …")],
    asked: Asked,
    out: Printed,
    table: Annotated[str, typer.Option(help="table of these rows")] = "border_crossings",
    limit: Annotated[
        float | None,
        typer.Option(help="furthest factor to try", show_default="as far as the table allows"),
    ] = None,
) -> None:
    """Find how far a value must move before --corridor, which is needed, wins."""
    from corridors.cli.prints.scenario import print_break_even
    from corridors.studies.break_even import break_even as find_factor

    if asked.conditions.corridor is None:
        raise ValueError("break-even needs --corridor: the one that is to win")
    found = find_factor(
        asked.net,
        place_of(origin),
        place_of(destination),
        corridor=asked.conditions.corridor,
        table=table,
        where=_selection(where),
        column=column,
        limit=limit,
        conditions=asked.conditions,
    )
    value = asdict(found)
    rows = [
        {"row": row, "column": found.column, "now": now, "at_break_even": then}
        for row, now, then in value.pop("values")
    ]
    out.show(rows, lambda: print_break_even(found), value={**value, "values": rows})


def _selection(text: str) -> dict[str, tuple[str, ...]]:
    """Return a selection in the words of the tables; an old word is noted."""
    from corridors.network.changes.event_rows import parse_selection

    selection: dict[str, tuple[str, ...]] = {}
    for key, words in parse_selection(text).items():
        if key in OLD_KEYS:
            print_note(f"--where {key}=… is called {OLD_KEYS[key]}=… now")
        selection[OLD_KEYS.get(key, key)] = words
    return selection


@app.command()
@network
@conditions
@shipment
@printed.but(map_file=_NO_WAYS)
def sweep(
    asked: Asked,
    out: Printed,
    places: SomePlaces = None,
    pairs: PairsFile = None,
    workers: Annotated[int, typer.Option(help="processes; 0: this one", min=0)] = 0,
    resume: Annotated[
        Path | None, typer.Option(help="Parquet file that keeps, and continues, the results")
    ] = None,
    every: Annotated[
        bool, typer.Option("--all", help="print the scenarios that change nothing too")
    ] = False,
) -> None:
    """Route all pairs under many scenarios; without --scenario, under every card.

    Each is told with its change against the network as it is.
    """
    from concurrent.futures import ProcessPoolExecutor

    from corridors.cli.prints.scenario import on_terminal
    from corridors.cli.prints.sweep import against_base, print_sweep
    from corridors.studies.sweep import sweep as run_sweep

    cards: tuple[Scenario, ...] = asked.scenarios or scenarios_of(scenario_ids())
    net, named, given = asked.before, listed(places, pairs), asked.conditions
    if asked.scenarios:
        _note_idle(asked)
    pool = ProcessPoolExecutor(workers) if workers else None
    options: dict[str, Any] = {"executor": pool, "resume": resume, "progress": on_terminal()}
    try:
        frame = run_sweep(net, [(), *cards], named, **options, conditions=given)
    finally:
        if pool:
            pool.shutdown(cancel_futures=True)
    found, count = frame.to_dict("records"), len(frame) // (len(cards) + 1)
    rows = against_base(found, count)
    titles = {card.id: card.title for card in cards}
    told: dict[str, Any] = {"every": every, "titles": titles}
    out.show(rows, lambda: print_sweep(net, found[:count], rows, named.unit, **told))
