"""What a caller asks for two places, resolved once: plan, entries, gates, and why no way."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from numbers import Integral, Real
from typing import TYPE_CHECKING

import numpy as np

from corridors.errors import NoItineraryError
from corridors.graph.gates import Corridor, Gate, corridor_of
from corridors.network.places import Entry, Place
from corridors.routing.conditions import Shipment
from corridors.routing.itinerary import Itinerary
from corridors.routing.ledger import access_costs, make_itinerary
from corridors.routing.plan import Weight
from corridors.routing.route import (
    Plan,
    Way,
    all_orders,
    check_ends,
    explain,
    make_plan,
    refusal,
)
from corridors.vocabulary import CRITERIA

if TYPE_CHECKING:
    from corridors.network.network import Network

#: A vertex with the five criteria of the access leg by which it is joined.
Door = tuple[int, np.ndarray]


@dataclass(frozen=True)
class Question:
    """One origin, one destination, and the conditions of an itinerary between them."""

    origin: Place
    destination: Place
    corridor: str | None
    plan: Plan
    line: Corridor | None
    starts: tuple[Entry, ...]
    ends: tuple[Entry, ...]
    orders: tuple[tuple[Gate, ...], ...]
    modes: tuple[str, ...] | None
    avoid: tuple[str, ...]
    via: tuple[Place, ...]

    @classmethod
    def of(
        cls, plan: Plan, origin: Place, destination: Place, starts: Sequence[Entry],
        ends: Sequence[Entry], line: Corridor | None, *, modes: tuple[str, ...] | None = None,
        avoid: tuple[str, ...] = (), via: tuple[Place, ...] = (),
    ) -> Question:  # fmt: skip
        """Return the question under the conditions of a plan."""
        return cls(
            origin=origin,
            destination=destination,
            corridor=line.corridor_id if line else None,
            plan=plan,
            line=line,
            starts=tuple(starts),
            ends=tuple(ends),
            orders=tuple(all_orders(plan, line, starts, ends, via)),
            modes=modes,
            avoid=avoid,
            via=via,
        )

    @property
    def usable(self) -> np.ndarray:
        """Which arcs may be used."""
        return np.isfinite(self.plan.weights)

    def doors(self) -> tuple[list[Door], list[Door]]:
        """Return the vertices where goods join and leave the network, with their access legs."""
        graph = self.plan.network.state_graph
        seeds = [(graph.origin[e.node_id], self._access(e)) for e in self.starts]
        goals = [(graph.destination[e.node_id], self._access(e)) for e in self.ends]
        return seeds, goals

    def _access(self, entry: Entry) -> np.ndarray:
        if entry.access_km == 0:
            return np.zeros(len(CRITERIA))
        return access_costs(self.plan.network, entry, self.plan.shipment)

    def way(self, arcs: Sequence[int]) -> Way:
        """Return arcs as a way, with the entries at both ends."""
        graph = self.plan.network.state_graph
        first, last = int(graph.arcs["tail"][arcs[0]]), int(graph.arcs["head"][arcs[-1]])
        start = next(e for e in self.starts if graph.origin[e.node_id] == first)
        end = next(e for e in self.ends if graph.destination[e.node_id] == last)
        cost = float((self.plan.costs[list(arcs)] @ self.plan.coefficient).sum())
        cost += self.plan.entry_cost(start) + self.plan.entry_cost(end)
        return Way(cost, tuple(arcs), start, end)

    def itinerary(self, arcs: Sequence[int]) -> Itinerary:
        """Return the itinerary of a way of arcs."""
        way = self.way(arcs)
        return make_itinerary(self.plan, way, self.origin, self.destination, self.corridor)

    def no_way(self) -> NoItineraryError:
        """Return the error that says why there is no itinerary."""
        label = self.plan.network.gazetteer.label
        why = explain(
            self.plan, self.starts, self.ends, self.line,
            modes=self.modes, avoid=self.avoid, via=self.via,
        )  # fmt: skip
        on = f" on {self.line.name}" if self.line else ""
        names = f"{label(self.origin)} to {label(self.destination)}"
        return NoItineraryError(f"no itinerary from {names}{on}: {why}")


def whole(name: str, value: object, least: int) -> int:
    """Return a number that must be whole and not too small."""
    if isinstance(value, bool) or not isinstance(value, Integral) or value < least:
        raise ValueError(f"{name} must be {least} or more, a whole number, not {value!r}")
    return int(value)


def within(name: str, value: object, least: float, most: float = math.inf) -> float:
    """Return a number that must lie between two others; ``inf`` is none."""
    number = float(value) if isinstance(value, Real) else math.nan
    if not (least <= number <= most and math.isfinite(number)):
        limits = f"{least:g} or more" if most == math.inf else f"from {least:g} to {most:g}"
        raise ValueError(f"{name} must be {limits}, not {value!r}")
    return number


def ask(
    net: Network,
    origin: Place,
    destination: Place,
    *,
    weight: Weight,
    shipment: Shipment,
    corridor: str | None = None,
    modes: Iterable[str] | None = None,
    avoid: Iterable[str] = (),
    via: Iterable[Place] = (),
) -> Question:
    """Resolve what is asked for; raises as :func:`corridors.route` does."""
    modes = None if modes is None else ((modes,) if isinstance(modes, str) else tuple(modes))
    avoid = (avoid,) if isinstance(avoid, str) else tuple(avoid)
    via = (via,) if isinstance(via, str) else tuple(via)
    starts, ends = net.gazetteer.entries(origin), net.gazetteer.entries(destination)
    check_ends(net, origin, destination, starts, ends, avoid)
    line = corridor_of(net, corridor) if corridor is not None else None
    plan = make_plan(net, weight=weight, shipment=shipment, modes=modes, avoid=avoid)
    question = Question.of(
        plan, origin, destination, starts, ends, line, modes=modes, avoid=avoid, via=via
    )
    if line is not None and refusal(plan, line, starts, ends):
        raise question.no_way()
    return question
