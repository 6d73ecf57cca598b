"""In which class of service a way goes by rail, as a sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from corridors.criteria import CRITERIA
from corridors.graph.compiled import compiled
from corridors.graph.gates import irregular_arcs
from corridors.graph.loading import class_of_arcs
from corridors.graph.spread import mean_of
from corridors.graph.stategraph import LINE_HAUL, TERMINAL
from corridors.network.countries import country_name
from corridors.routing.itinerary import weight_total
from corridors.routing.plan import plan_of
from corridors.vocabulary import counted, listed

if TYPE_CHECKING:
    import numpy as np

    from corridors.network.network import Network
    from corridors.routing.doors import Way
    from corridors.routing.itinerary import Itinerary
    from corridors.routing.question import Question

#: What is not less than this by is level, in any unit.
_LITTLE = 1e-6

#: How notes end on the class of service by rail, and on a better way by what runs now and then.
BY_CLASS = "(service='block' or 'ordinary', --service)."
NOW_AND_THEN = "it runs now and then only (irregular=True, --irregular, takes it)."
#: More ways than these are counted, where something would be better than several.
_MOST_WAYS = 3


def better_note(trip: Itinerary, other: Itinerary, names: str) -> str:
    """Say what a way by services that run now and then would be better in, and than which way.

    ``""`` where it is not better by what the way was chosen by.
    """
    if weight_total(other) >= weight_total(trip) - _LITTLE:
        return ""
    row = CRITERIA.get(trip.weight) if isinstance(trip.weight, str) else None
    word = row.better if row else "better by USD with the value of time"
    if not isinstance(trip.weight, str):
        word = "better by the weights asked for"
    on = f" on {trip.corridor}" if trip.corridor else ""
    shown = [CRITERIA["cost"], CRITERIA["time"], *([row] if row else [])]
    here, there = (
        listed(dict.fromkeys(one.text(getattr(way, one.total)) for one in shown))
        for way in (trip, other)
    )
    return f"{word.capitalize()} than the way of {here}{on}: {names}, {there}; {NOW_AND_THEN}"


def better_than_several(notes: Iterable[str]) -> str:
    """Return what :func:`better_note` says of several ways, in one line."""
    ways: dict[str, str] = {}  # of all and on a corridor, one and the same way is told once
    for note in notes:
        than, _, instead = note.removesuffix(f"; {NOW_AND_THEN}").partition(": ")
        than = than[0].lower() + than[1:]
        ways.setdefault(than.partition(" on ")[0], f"{than} ({instead})")
    told = [*ways.values()]
    if len(told) > _MOST_WAYS:
        counts = Counter(words.partition(" than ")[0] for words in told)
        told = [f"{word} than {counted(count, 'way')}" for word, count in counts.items()]
    return (
        "Services that run now and then only (irregular=True, --irregular, takes them) would be "
        f"{listed(told)}."
    )


def best_of_both(question: Question) -> Way | None:
    """Return the best way; where the best that may take more takes no more, it is that one.

    So one search mostly answers what is asked and what a note tells besides.
    """
    net = question.network
    boarded = irregular_arcs(net)
    plain = (question.plan.whole or question.plan) is plan_of(net, question.conditions)
    if question.conditions.irregular or not boarded or not plain:
        return question.best()
    way = question.wider
    return way if way is None or boarded.isdisjoint(way.arcs) else question.best()


def service_note(net: Network, arcs: Sequence[int]) -> str:
    """Say in which class of service a box goes by rail, and where it waits for a full train."""
    rows = net.once(_class_of_arcs)[list(arcs)]
    if (rows < 0).all():
        return ""
    table, graph = net.table("service_classes"), compiled(net)
    runs: dict[str, dict[str, None]] = {}
    waits: dict[str, None] = {}
    for arc, row in zip(arcs, rows.tolist(), strict=True):
        if row < 0:
            continue
        kind = graph.arcs["kind"][arc]
        if kind == LINE_HAUL:
            runs.setdefault(table["running"][row], {})[country_name(table["country"][row])] = None
        elif (
            kind == TERMINAL
            and table["loading"][row] == "ordinary"
            and table["consolidation_h_p50"][row] > 0
        ):
            node = net.table("nodes")["name"][graph.arcs["from_place"][arc]]
            hours = mean_of(*(table[f"consolidation_h_{p}"][row] for p in ("p50", "p90")))
            waits[f"{hours / 24:.1f} days at {node}"] = None
    told = [f"{_AS[word]} in {', '.join(runs[word])}" for word in _AS if word in runs]
    if waits:
        told.append(f"waiting until a train is full, {', '.join(waits)}")
    return f"By rail {'; '.join(told)} {BY_CLASS}" if told else ""


def _class_of_arcs(net: Network) -> np.ndarray:
    return class_of_arcs(compiled(net), net.table("service_classes"))


_AS = {"block": "with container trains", "ordinary": "as an ordinary wagon"}
