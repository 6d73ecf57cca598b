"""Who earns what: what shippers pay, by country, kind of operator, mode and corridor."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Unpack

from corridors.arguments import asks
from corridors.display import show
from corridors.errors import NoItineraryError, one_of, several
from corridors.network.changes.cards import Scenario, scenarios_of
from corridors.network.countries import country_name
from corridors.network.places.naming import Pair
from corridors.network.places.pairs import Pairs
from corridors.network.tables import nan_alike
from corridors.network.vintage import dated
from corridors.routing.conditions import Conditions, CorridorWords, says
from corridors.routing.conditions.words import within
from corridors.routing.itinerary import Itinerary, Leg
from corridors.routing.question import Question
from corridors.routing.questions import PairOf, Questions, pairs_of
from corridors.studies.evidence.charges import boarding_usd
from corridors.studies.flows import BY, COLUMNS
from corridors.studies.flows.demand import Demand, demands_of
from corridors.studies.flows.shares import (
    NO_CORRIDOR,
    shares,
)
from corridors.studies.flows.ways import best_arcs, corridors_on
from corridors.studies.pairs import shipments_of
from corridors.vocabulary import counted, mode_of

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from corridors.network.network import Network

#: The country of what is earned at sea, between countries.
SEA = "sea"
#: Who carries, by mode.
CARRIERS: Mapping[str, str] = {
    "road": "truckers",
    "access": "truckers",
    "rail": "railway",
    "sea": "ship line",
    "ferry": "ferry line",
    "inland_water": "barge line",
    "pipeline": "pipeline",
    "air": "airline",
    "lng": "ship line",
}
#: Kinds of operator, carriers first.
OPERATORS = (*dict.fromkeys(CARRIERS.values()), "port", "terminal", "border authority")


@nan_alike
@dataclass(frozen=True)
class Earning:
    """What one kind of operator earns in one country, by one mode on one corridor.

    Parameters
    ----------
    country
        Code of the country, or ``"sea"``.
    role
        What the country is to the goods: ``"origin"``, ``"transit"``, ``"destination"`` or
        ``"sea"``.
    operator
        Truckers, railway, ship line, ferry line, barge line, pipeline, airline, port, terminal or
        border authority.
    mode
        By which the goods come there.
    corridor
        That the way follows, several joined by ``+``, or ``"on no corridor"``.
    usd
        What it earns, without the scenarios.
    usd_after
        What it earns with them; ``nan`` if none was asked for.
    """

    country: str
    role: str
    operator: str
    mode: str
    corridor: str
    usd: float
    usd_after: float = math.nan


@nan_alike
@dataclass(frozen=True)
class Revenue:
    """Who earns what from the goods of some pairs, before and after scenarios.

    Parameters
    ----------
    rows
        Each kind of operator in each country; they add up to what is paid.
    paid_usd, paid_after_usd
        What shippers pay for all pairs, as their itineraries cost; the second is ``nan`` without
        scenarios.
    unit
        What the pairs count in: ``"tonnes"`` or ``"teu"`` a year, ``"demand"`` (rows of it, each
        in its own unit a year); empty: one shipment each.
    scenarios
        The titles of the scenarios.
    situation
        Of which day the network is.
    unserved, unserved_after
        The pairs without a way, from which nobody earns.
    network
        The network before.

    Examples
    --------
    >>> import corridors as co
    >>> earned = co.revenue(co.load(), ("Karachi", "Tashkent"))
    >>> round(sum(row.usd for row in earned.rows) - earned.paid_usd, 2)
    0.0
    """

    rows: tuple[Earning, ...]
    paid_usd: float
    paid_after_usd: float
    unit: str
    scenarios: tuple[str, ...]
    situation: str
    unserved: tuple[Pair, ...]
    unserved_after: tuple[Pair, ...]
    network: Network

    @cached_property
    def period(self) -> str:
        """What the sums are of: a year, or one shipment of each pair."""
        return "a year" if self.unit else "one shipment each"

    def to_frame(self) -> pd.DataFrame:
        """Return a row each country, role, operator, mode and corridor, the largest first."""
        return self.by(*COLUMNS)

    def by(self, *columns: str) -> pd.DataFrame:
        """Return what is earned, added up by some columns, the largest first.

        Parameters
        ----------
        *columns
            Of ``"country"``, ``"role"``, ``"operator"``, ``"mode"`` and ``"corridor"``.

        Raises
        ------
        ValueError
            If there is no column, or one is another word.
        """
        import pandas as pd

        if not columns:
            raise ValueError(f"by is empty: give one or more of {', '.join(COLUMNS)}")
        for column in columns:
            one_of("by", column, COLUMNS)
        sums: dict[tuple[str, ...], tuple[list[float], list[float]]] = {}
        for row in self.rows:
            key = tuple(getattr(row, column) for column in columns)
            before, after = sums.setdefault(key, ([], []))
            before.append(row.usd)
            after.append(row.usd_after)
        found = [(key, math.fsum(old), math.fsum(new)) for key, (old, new) in sums.items()]
        most = {key: old if math.isnan(new) else max(old, new) for key, old, new in found}
        found.sort(key=lambda one: (-most[one[0]], one[0]))
        rows = [(*key, old, new) for key, old, new in found]
        frame = pd.DataFrame(rows, columns=[*columns, "usd", "usd_after"])
        if not self.scenarios:
            return dated(frame.drop(columns="usd_after"), self.network)
        frame["change_usd"] = frame["usd_after"] - frame["usd"]
        return dated(frame.rename(columns={"usd": "usd_before"}), self.network)

    def of(self, **where: str) -> float:
        """Return what is earned without the scenarios by rows of some values.

        Parameters
        ----------
        **where
            Columns and their values, such as ``country="IR"``, ``role="transit"``.
        """
        return math.fsum(row.usd for row in self.rows if _is(row, where))

    def of_after(self, **where: str) -> float:
        """Return what is earned with the scenarios by rows of some values.

        Parameters
        ----------
        **where
            Columns and their values.
        """
        return math.fsum(row.usd_after for row in self.rows if _is(row, where))

    def plot(self, *, language: str = "en") -> Figure:
        """Return bars of what each country earns, by kind of operator.

        Parameters
        ----------
        language
            Of its words: ``"en"``, ``"ru"``, ``"tr"`` or ``"zh"``.
        """
        figure: Figure = show(self, "Revenue", "plot", language=language)
        return figure

    def __str__(self) -> str:
        with_them = f", {self.paid_after_usd:,.0f} after {', '.join(self.scenarios)}"
        lines = [f"{self.paid_usd:,.0f} USD {self.period}{with_them if self.scenarios else ''}:"]
        for row in self.by("country", "operator").to_dict("records"):
            values = [row[name] for name in row if "usd" in name]
            where = country_name(row["country"]) if row["country"] != SEA else SEA
            lines.append(f"{where}, {row['operator']}: " + " ".join(f"{v:,.0f}" for v in values))
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        """Return a table for notebooks."""
        html: str = show(self, "Revenue", "_repr_html_")
        return html


def _is(row: Earning, where: Mapping[str, str]) -> bool:
    for column in where:
        one_of("column", column, COLUMNS)
    return all(getattr(row, column) == value for column, value in where.items())


_BESIDES = ("scenarios",)


@says(*_BESIDES)
@asks
def revenue(
    net: Network,
    pairs: Pairs | PairOf | Iterable[PairOf] | pd.DataFrame | Iterable[Demand],
    *,
    scenarios: str | Scenario | Iterable[str | Scenario] = (),
    weights: Sequence[float] | None = None,
    unit: str = "",
    by: str = "all-or-nothing",
    conditions: Conditions | None = None,
    **words: Unpack[CorridorWords],
) -> Revenue:
    """Say who earns what from the goods of some pairs, before and after scenarios.

    Every row of the ledgers is somebody's: of carriers (truckers, railways, ship and ferry lines,
    pipelines), ports, terminals or border authorities, in the country where it is paid for, whoever
    owns the firm. The sums add up to what shippers pay.

    Parameters
    ----------
    net
        The network before; it may be that of a day, or have scenarios of its own.
    pairs
        (origin, destination) pairs of places as in :func:`route`; what :func:`read_pairs` returns,
        with its weights and unit; or what :func:`demand` returns, each row with its goods, and by
        the corridor, modes and places that it names.
    scenarios
        What is applied for the other side, all at once: cards, ids of embedded ones, or paths of
        ``.toml`` files.
    weights, unit
        What each pair sends in ``"tonnes"`` or ``"teu"`` a year; without them, one shipment each.
    by
        ``"all-or-nothing"``: all of a pair goes its best way; ``"logit"``: over its alternatives,
        as :func:`shares` splits it.
    weight, shipment, corridor, modes, avoid, via, irregular, departure, as_of, conditions
        As in :func:`route`; ``weight`` is by default ``"generalised"``.
    service
        How a box goes by rail, as in :func:`route`.

    Returns
    -------
    Revenue
        What each kind of operator earns in each country. Carriers by road, rail and pipe earn in
        the country of the leg: one over a border where it begins; the truck between a position and
        the network in that of the position's place. What a border costs goes half to each side's
        authority; customs of a port to its own. Ships between countries earn at ``"sea"``, coasters
        in their country; quays and yards are ``"port"`` at seaports, else ``"terminal"``, but what
        a carrier charges where goods come onto its vehicle (the start of a haul, a railway's dues)
        is the carrier's.

    Raises
    ------
    UnknownNameError
        If a place, a corridor, a scenario or a word of ``avoid`` is not known.
    NoItineraryError
        If no pair has a way on either side.
    ValueError
        If there is no pair, weights do not match them, or ``unit`` or ``by`` is another word.
    ScenarioError
        If the scenarios have faults or cannot be combined.
    TypeError
        If a keyword is not known, or a value is of another kind.

    Examples
    --------
    >>> import corridors as co
    >>> earned = co.revenue(
    ...     co.load(), ("Karachi", "Tashkent"), scenarios="torkham-closed", weights=[5000],
    ...     unit="teu",
    ... )
    >>> earned.of_after(country="AF") <= earned.of(country="AF")
    True
    """
    one_of("by", by, BY)
    if "weight" not in words and conditions is None:
        words["weight"] = "generalised"
    said = Conditions.of(conditions, besides=_BESIDES, **words)
    goods, unit = _goods(pairs, weights, unit, said.with_(as_of=None))
    base, cards = said.situation(net), scenarios_of(scenarios)
    sides = [base, base.apply(*cards)] if cards else [base]
    found = [_side(one, goods, by) for one in sides]
    if all(len(side.unserved) == len(goods) for side in found):
        raise NoItineraryError(f"no pair has a way: {', '.join(map(str, found[0].unserved))}")
    old, new = found[0], found[-1] if cards else None
    keys = sorted({*old.sums, *(new.sums if new else ())})
    return Revenue(
        rows=tuple(_earning(key, old, new) for key in keys),
        paid_usd=old.paid_usd,
        paid_after_usd=new.paid_usd if new else math.nan,
        unit=unit,
        scenarios=tuple(card.title for card in cards),
        situation=base.situation,
        unserved=old.unserved,
        unserved_after=new.unserved if new else (),
        network=base,
    )


Key = tuple[str, str, str, str, str]


@dataclass(frozen=True)
class _Side:
    """What is earned on one network."""

    sums: Mapping[Key, float]
    paid_usd: float
    unserved: tuple[Pair, ...]


def _earning(key: Key, old: _Side, new: _Side | None) -> Earning:
    after = math.nan if new is None else new.sums.get(key, 0.0)
    return Earning(*key, usd=old.sums.get(key, 0.0), usd_after=after)


@dataclass(frozen=True)
class _Goods:
    """What one pair sends: under which conditions, in how many shipments."""

    pair: PairOf
    conditions: Conditions
    shipments: float


def _goods(
    pairs: Any, weights: Sequence[float] | None, unit: str, said: Conditions
) -> tuple[list[_Goods], str]:
    """Return what each pair sends, and what that is counted in."""
    one_of("unit", unit, ("", "tonnes", "teu", "weight"))
    listed = pairs
    if isinstance(pairs, Pairs):
        weights = pairs.weights if weights is None else weights
        listed, unit = pairs.pairs, unit or pairs.unit
    elif not hasattr(pairs, "columns"):
        listed = several("pairs", pairs)
    if hasattr(listed, "columns") or any(isinstance(row, Demand) for row in listed):
        if weights is not None or unit:
            raise ValueError("demand says how much each row is: leave out weights and unit")
        return [_of_demand(row, said) for row in demands_of(listed, said.shipment)], "demand"
    asked = pairs_of(listed)
    counts = _counts(weights, unit, len(asked), said)
    goods = [_Goods(pair, said, count) for pair, count in zip(asked, counts, strict=True)]
    return goods, unit if unit in ("tonnes", "teu") else ""


def _of_demand(row: Demand, said: Conditions) -> _Goods:
    conditions = said.with_(
        shipment=row.shipment, corridor=row.corridor or said.corridor,
        modes=row.modes or said.modes, via=row.via or said.via,
    )  # fmt: skip
    return _Goods((row.origin, row.destination), conditions, row.shipments)


def _counts(
    weights: Sequence[float] | None, unit: str, pairs: int, said: Conditions
) -> list[float]:
    """Return in how many shipments the goods of each pair go."""
    if weights is None:
        if unit in ("tonnes", "teu"):
            raise ValueError(f"unit says {unit}, but there are no weights: give one each pair")
        return [1.0] * pairs
    found = [within("a weight of a pair", weight, 0) for weight in weights]
    if len(found) != pairs:
        raise ValueError(
            f"weights has {counted(len(found), 'weight')} for {counted(pairs, 'pair')}"
        )
    if unit not in ("tonnes", "teu"):
        return found
    return [shipments_of(weight, unit, said.shipment) for weight in found]


def _side(net: Network, goods: Iterable[_Goods], by: str) -> _Side:
    parts: dict[Key, list[float]] = {}
    paid: list[float] = []
    unserved = []
    for one in goods:
        question, count = Questions.of_pairs(net, [one.pair], one.conditions)[0], one.shipments
        try:
            ways = _ways(question, one.pair, one.conditions, by)
        except NoItineraryError:
            unserved.append(question.labels)
            continue
        for trip, corridor, share in ways:
            paid.append(trip.cost_usd * count * share)
            ends = question.origin.country, question.destination.country
            for leg in trip.steps:
                paid_to = _paid_to(trip, leg)
                for country, part in shares_of_leg(leg):
                    role = _role(country, *ends)
                    for operator, usd in paid_to:
                        key = (country, role, operator, mode_of(leg.vehicle), corridor)
                        parts.setdefault(key, []).append(usd * part * count * share)
    sums = {key: math.fsum(values) for key, values in parts.items()}
    return _Side({k: v for k, v in sums.items() if v}, math.fsum(paid), tuple(unserved))


def _paid_to(trip: Itinerary, leg: Leg) -> list[tuple[str, float]]:
    """Return whom a leg pays and how much: where goods are put on a vehicle, its carrier too."""
    operator, carrier = operator_of(trip.network, leg), CARRIERS[mode_of(leg.vehicle)]
    if leg.kind != "terminal" or operator == carrier:
        return [(operator, leg.usd)]
    taking = boarding_usd(trip, leg)
    if not taking:
        return [(operator, leg.usd)]
    return [(operator, leg.usd - taking), (carrier, taking)]


def _ways(
    question: Question, pair: PairOf, said: Conditions, by: str
) -> list[tuple[Itinerary, str, float]]:
    """Return the ways of a pair, each with its corridor and its share of the goods."""
    if by == "logit":
        split = shares(question.network, *pair, conditions=said)
        return [(way.itinerary, way.corridor, way.share) for way in split.rows]
    arcs = None if question.refusal() else best_arcs(question)
    if arcs is None:
        raise question.why_not()
    trip = question.timed(arcs)
    return [(trip, " + ".join(corridors_on(question, trip, arcs)) or NO_CORRIDOR, 1.0)]


def _role(country: str, origin: str, destination: str) -> str:
    if country == SEA:
        return SEA
    if country == origin:
        return "origin"
    return "destination" if country == destination else "transit"


def shares_of_leg(leg: Leg) -> list[tuple[str, float]]:
    """Return the countries in which a leg is paid for, each with its part: a border half to each.

    Parameters
    ----------
    leg
        A leg of an itinerary.

    Examples
    --------
    >>> import corridors as co
    >>> trip = co.route(co.load(), "Karachi", "Kabul", modes="road")
    >>> [shares_of_leg(leg) for leg in trip.steps if leg.kind == "border"]
    [[('PK', 0.5), ('AF', 0.5)]]
    """
    countries = leg.country.split(">") if leg.country else [SEA]
    return [(country, 1 / len(countries)) for country in countries]


def operator_of(net: Network, leg: Leg) -> str:
    """Return the kind of operator that a leg pays, one of ``OPERATORS``.

    Parameters
    ----------
    net
        The network of the leg.
    leg
        A leg of an itinerary.

    Examples
    --------
    >>> import corridors as co
    >>> net = co.load()
    >>> trip = co.route(net, "Karachi", "Kabul", modes="road")
    >>> list(dict.fromkeys(operator_of(net, leg) for leg in trip.steps))
    ['terminal', 'truckers', 'border authority']
    """
    mode = mode_of(leg.vehicle)
    if leg.kind == "border":
        return "border authority"
    if leg.kind in ("line-haul", "waiting", "access"):
        return CARRIERS[mode]
    if mode == "pipeline":
        return "pipeline"
    nodes = net.table("nodes")
    row = nodes.index("node_id").get(leg.to_node or leg.from_node)
    return "port" if row is not None and nodes["kind"][row] == "seaport" else "terminal"
