"""What a report says: sentences, tables and itineraries, before any form is given to them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from corridors.criteria import CRITERIA
from corridors.errors import NoItineraryError
from corridors.languages import in_language
from corridors.network.countries import country_name
from corridors.network.forms.credits import map_credits
from corridors.network.price_level import FOR_COMPARING, NOT_IN_PRICE, price_note
from corridors.reports.columns import ReportTable
from corridors.reports.flows import found_of, sources_of_flows, tables_of_flows
from corridors.reports.sources import charges_table
from corridors.reports.tables import (
    CHEAPEST,
    CHOICES,
    FASTEST,
    basis_table,
    breakdown_table,
    comparison_table,
    distinct,
    effects_table,
    front_table,
    ledger_table,
    refused_table,
    reliability_table,
    same_way,
    scenarios_table,
    sources_table,
)
from corridors.routing.compare import Comparison, comparisons
from corridors.routing.conditions import Conditions
from corridors.routing.notes import notes_of_all
from corridors.routing.notes.plainly import without_options
from corridors.routing.pareto import pareto
from corridors.routing.question import Question
from corridors.routing.questions import PairOf, pairs_of
from corridors.routing.route import route
from corridors.studies.effects import effect_on_choice
from corridors.studies.views import View
from corridors.vocabulary import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from corridors.network.changes.apply import Changes
    from corridors.network.changes.cards import Scenario
    from corridors.network.network import Network
    from corridors.network.places import Place
    from corridors.routing.conditions import Shipment
    from corridors.routing.itinerary import Itinerary
    from corridors.routing.pareto import ParetoFront
    from corridors.studies.effects import Effect
    from corridors.studies.flows.answer import Flows

NOT_SAID = (
    (
        f"{FOR_COMPARING} Prices are of the stated years and of ordinary shipments; a quotation "
        f"for a given day can differ by a third and more. {NOT_IN_PRICE}"
    ),
    (
        "Days are those to be expected of an ordinary week (means, which add up), with those that "
        "half (p50) and nine in ten (p90) of the consignments keep. What borders, ships, or one "
        "mode's runs have in common is in the spread, by assumed correlations; a crisis that none "
        "of them shows is not."
    ),
    (
        "Values marked assumed are the project's own, where no published figure was found; the "
        "share of each total that rests on them is given."
    ),
    (
        "Capacity, safety, sanctions, licences to carry and the wish of shippers to use a way are "
        "not weighed. That a way is listed does not say that using it is lawful for everyone."
    ),
    "Emissions are those of carriage, well to wheel; terminals and empty returns are not in.",
    "Borders, names and colours imply no view on the legal status of any territory.",
)


@dataclass(frozen=True)
class Case:
    """One scenario of a report: its name, what it is, its network, and what changes there."""

    name: str
    text: str
    network: Network
    changes: Changes | None = None
    card: Scenario | None = None


@dataclass(frozen=True)
class Content:
    """All that a report says."""

    title: str
    question: str
    findings: tuple[str, ...]
    trips: Mapping[str, Itinerary]
    tables: tuple[ReportTable, ...]
    method: tuple[str, ...]
    cases: tuple[tuple[Case, Itinerary | None], ...]
    front: ParetoFront
    not_said: tuple[str, ...] = NOT_SAID
    flows: Flows | None = None
    language: str = "en"

    def say(self, text: str) -> str:
        """Return a text of the report in its language."""
        return in_language(text, self.language)

    def in_language(self, language: str) -> Content:
        """Return the report for people who read a language; ways and charts are as they were."""
        if language == "en":
            return self

        def told(lines: Sequence[str]) -> tuple[str, ...]:
            return tuple(in_language(line, language) for line in lines)

        title, question = told((self.title, self.question))
        return replace(
            self,
            language=language, title=title, question=question, findings=told(self.findings),
            tables=tuple(table.in_language(language) for table in self.tables),
            method=told(self.method), not_said=told(self.not_said),
        )  # fmt: skip

    def table(self, key: str) -> ReportTable | None:
        """Return a table by its key, if the report has it."""
        return next((table for table in self.tables if table.key == key), None)


def make_content(
    net: Network,
    origin: Place,
    destination: Place,
    cases: Sequence[Case],
    *,
    weight: str,
    shipment: Shipment,
    corridors: Iterable[str] | None,
    departure: datetime | None = None,
    flows: Flows | None = None,
) -> Content:
    """Compute what a report says.

    Raises
    ------
    NoItineraryError
        If there is no way at all.
    """
    said = Conditions.of(weight=weight, shipment=shipment, departure=departure)
    found = list(comparisons(net, origin, destination, said, corridors, by=("cost", "time")))
    names = dict(
        zip(net.table("corridors")["corridor_id"], net.table("corridors")["name"], strict=True)
    )
    trips = _named(found, names)
    if not trips:
        raise Question.of(net, origin, destination, said).why_not()
    refused = [(str(names[c.corridor]), c.reason) for c in found if not c.itinerary]
    solved = [(case, _solve(case, origin, destination, said)) for case in cases]
    front = pareto(net, origin, destination, conditions=said)
    base = trips[FASTEST if weight == "time" else CHEAPEST]
    first = next(iter(trips.values()))
    done = effects_table(_effects(net, (origin, destination), said, cases))
    tables = _tables(net, trips, refused, base, solved, done, front, flows)
    return Content(
        title=f"{first.pair}: freight corridors compared",
        question=_question(first, shipment, net),
        findings=(*_findings(trips, solved), *_notes(trips), *found_of(flows)),
        trips=trips,
        tables=tuple(table for table in tables if table.rows),
        method=tuple(_method(net)),
        cases=tuple(solved),
        front=front,
        not_said=_not_said(flows),
        flows=flows,
    )


def _notes(trips: Mapping[str, Itinerary]) -> Iterator[str]:
    yield from map(without_options, notes_of_all(trips.values()))


def _tables(
    net: Network, trips: Mapping[str, Itinerary], refused: Sequence[tuple[str, str]],
    base: Itinerary, solved: Sequence[tuple[Case, Itinerary | None]], done: ReportTable,
    front: ParetoFront, flows: Flows | None,
) -> list[ReportTable]:  # fmt: skip
    """Return the tables of a report, in their order; some may be empty."""
    paid = charges_table(trips)
    cited = [key for row in paid.rows for key, _ in row[-1].marks]
    return [
        comparison_table(trips),
        refused_table(refused),
        paid,
        scenarios_table(base, solved),
        done,
        *tables_of_flows(flows),
        front_table(front),
        reliability_table(distinct(trips)),
        breakdown_table(distinct(trips)),
        basis_table(distinct(trips)),
        sources_table(net, trips, [*cited, *sources_of_flows(flows)]),
        *(ledger_table(k, name, trip) for k, (name, trip) in enumerate(distinct(trips).items(), 1)),
    ]


def _not_said(flows: Flows | None) -> tuple[str, ...]:
    """Return what a report does not say; that capacity is in no way but those of flows."""
    if flows is None:
        return NOT_SAID
    alone = "Capacity is weighed in the chapter on flows alone. Safety, sanctions"
    return tuple(line.replace("Capacity, safety, sanctions", alone) for line in NOT_SAID)


def _named(found: Sequence[Comparison], names: Mapping[str, str]) -> dict[str, Itinerary]:
    """Return the ways of a comparison by what a report calls them.

    The cheapest and the quickest of all come first; a corridor of which these are two ways has
    two names. Corridors that go one and the same way are named together.
    """
    trips: dict[str, Itinerary] = {}
    several = Counter(one.corridor for one in found if one.itinerary)
    for one in found:
        for word in one.best_by if one.itinerary and not one.corridor else ():
            trips[CHEAPEST if word == "cost" else FASTEST] = one.itinerary  # type: ignore[assignment]
    ways: dict[tuple, list[tuple[str, str]]] = {}
    first: dict[tuple, Itinerary] = {}
    for one in found:
        if one.itinerary and one.corridor:
            way = same_way(one.itinerary)
            which = CRITERIA[one.best_by[0]].best if several[one.corridor] > 1 else ""
            ways.setdefault(way, []).append((str(names[one.corridor]), which))
            first.setdefault(way, one.itinerary)
    return trips | {_together(ways[way]): trip for way, trip in first.items()}


def _together(named: Sequence[tuple[str, str]]) -> str:
    """Return corridors that go the same way as one name, each with what it is the best by."""
    words = {which for _, which in named}
    if len(words) == 1:
        return " = ".join(name for name, _ in named) + "".join(f", {w}" for w in words if w)
    return " = ".join(f"{name}, {which}" if which else name for name, which in named)


def _solve(case: Case, origin: Place, destination: Place, said: Conditions) -> Itinerary | None:
    try:
        return route(case.network, origin, destination, conditions=said)
    except NoItineraryError:
        return None


def _effects(
    net: Network, pair: PairOf, said: Conditions, cases: Sequence[Case]
) -> Iterator[tuple[str, list[Effect]]]:
    """Yield what each scenario does to the way chosen, by each of the words of a choice."""
    before = [View(net, pairs_of([pair]), said.with_(weight=word), ()) for word in CHOICES]
    for case in cases:
        cards = [case.card] if case.card else []
        yield (
            case.name,
            [effect_on_choice(view, view.of(case.network), cards, case.changes) for view in before],
        )


def _question(trip: Itinerary, shipment: Shipment, net: Network) -> str:
    goods = (
        f"one {shipment.box} container" if shipment.commodity == "container" else shipment.commodity
    )
    leaves = ""
    if trip.departure:
        moment = f"{trip.departure:%a %Y-%m-%d %H:%M} {trip.departure.tzname() or 'UTC'}"
        leaves = f" All leave on {moment}; waits are those of the day."
    return (
        f"What does it cost and how long does it take to bring {goods} with "
        f"{shipment.amount} of goods worth {shipment.value_usd:,.0f} USD from "
        f"{trip.origin} to {trip.destination}, and what would change that? Each corridor is "
        f"shown by its cheapest and its quickest way.{leaves} Situation: {net.situation}."
    )


def _findings(
    trips: Mapping[str, Itinerary], solved: Sequence[tuple[Case, Itinerary | None]]
) -> list[str]:
    cheap, fast = trips[CHEAPEST], trips[FASTEST]
    named = {n: t for n, t in trips.items() if n not in (CHEAPEST, FASTEST)}
    said = [
        (
            f"The cheapest way costs {cheap.cost_usd:,.0f} USD and takes "
            f"{cheap.time_h / 24:.1f} days ({_way(cheap)}); "
            f"the fastest takes {fast.time_h / 24:.1f} days and costs "
            f"{fast.cost_usd:,.0f} USD ({_way(fast)})."
        )
    ]
    if named:
        least = min(named, key=lambda n: (named[n].cost_usd, n))
        quick = min(named, key=lambda n: (named[n].time_h, n))
        few = min(named, key=lambda n: (named[n].transit_count, n))
        said.append(
            f"Of the corridors that serve the pair, the cheapest way is on {_on(least)} "
            f"({named[least].cost_usd:,.0f} USD), the quickest on {_on(quick)} "
            f"({named[quick].time_h / 24:.1f} days), and that of the fewest border crossings "
            f"and transshipments on {_on(few)} ({named[few].transit_count})."
        )
    for trip, word in ((cheap, "cheapest"), (fast, "fastest")):
        stops = standing_share(trip)
        said.append(f"On the {word} way {stops:.0%} of the time passes without moving.")
    said += [f"{case.name}: no way remains." for case, trip in solved if trip is None]
    return said


def _on(name: str) -> str:
    """Return a corridor's name without the word that tells its ways apart."""
    for row in CRITERIA.values():
        name = name.replace(f", {row.best} =", " =").removesuffix(f", {row.best}")
    return name


def standing_share(trip: Itinerary) -> float:
    """Return the share of an itinerary's hours that pass at stops."""
    return sum(leg.h for leg in trip.steps if not leg.km) / trip.time_h if trip.time_h else 0.0


def _way(trip: Itinerary) -> str:
    through = ", ".join(country_name(c) for c in trip.transit_countries)
    return f"by {' and '.join(trip.by)}" + (f" through {through}" if through else "")


def _method(net: Network) -> list[str]:
    from corridors import __version__

    return [
        (
            f"Computed by corridors {__version__} from the network {net.name!r}: "
            f"{counted(len(net.table('nodes')), 'place')}, "
            f"{counted(len(net.table('links')), 'link')}, "
            f"{counted(len(net.table('border_crossings')), 'border crossing')} by direction, "
            f"{counted(len(net.table('services')), 'service')}. Situation: {net.situation}."
        ),
        (f"{price_note(net)} Only links in operation are used unless a scenario opens others."),
        (
            "A way is the cheapest sequence of runs, borders, breaks of gauge, terminals and waits "
            "for departures; totals are sums over its legs. An itinerary does not come back to a "
            "country that it has left."
        ),
        f"{map_credits(net)}.",
    ]
