"""What an assignment answers: flows on ways, links, terminals, and what each capacity is worth."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from corridors.display import show
from corridors.errors import one_of
from corridors.graph.compiled import compiled
from corridors.graph.stategraph import LINE_HAUL
from corridors.network.vintage import dated
from corridors.routing.alternatives import corridors_followed
from corridors.studies.flows import SAID_T, TABLES
from corridors.studies.flows.assignment import Column, Task
from corridors.studies.flows.capacity import Capacity
from corridors.studies.flows.words import mass_text, usd_text
from corridors.vocabulary import counted, listed

if TYPE_CHECKING:
    import folium
    import pandas as pd

    from corridors.network.network import Network
    from corridors.routing.itinerary import Itinerary

#: A capacity is called full from this share of its use on.
_FULL = 1 - 1e-6
#: Shares of a demand below this are none.
_NONE = 1e-9


@dataclass(frozen=True, eq=False)
class Flows:
    """Who goes which way in a year, and what is scarce.

    Made by :func:`flows`.

    Parameters
    ----------
    network
        The network, with the scenarios of the question.
    tasks
        The demands that have a way at all.
    unreached
        The demands that have none, with the reason.
    capacities
        What is scarce.
    columns
        The ways that were looked at.
    share
        Which share of its demand goes each of these ways.
    lost
        Which share of each demand is not carried.
    lost_usd
        What a shipment of each costs that is not carried.
    used
        How much of each capacity is used, in its unit, by step of waiting.
    price
        What one more unit of each capacity would save, in USD a year.
    delay_usd
        What waiting costs that rises with use, in USD a year.
    usd
        Cost of all that is carried, and of what is not at ``lost_factor`` times its best way.
    free_usd
        The same if nothing were scarce.
    gap
        How far the cost may be from the least, as a share of it, as proven.
    year
        Of which year the capacities are.
    lost_factor
        What a shipment costs that is not carried, over what its best way costs.
    remarks
        What is to be known of demand and capacities.

    Examples
    --------
    >>> import corridors as co
    >>> rows = [{"origin": "Baku", "destination": "Tbilisi", "quantity": 1, "unit": "Mt"}]
    >>> found = co.flows(co.load("middle-corridor"), rows)
    >>> round(found.carried_t + found.to_dataframe("unserved")["t"].sum())
    1000000
    """

    network: Network
    tasks: tuple[Task, ...]
    unreached: tuple[tuple[Task, str], ...]
    capacities: tuple[Capacity, ...]
    columns: tuple[Column, ...]
    share: np.ndarray
    lost: np.ndarray
    lost_usd: np.ndarray
    used: np.ndarray
    price: np.ndarray
    delay_usd: float
    usd: float
    free_usd: float
    gap: float
    year: float
    lost_factor: float
    remarks: tuple[str, ...] = ()

    # -- totals ---------------------------------------------------------------------------

    @property
    def demand_t(self) -> float:
        """Tonnes a year that are to be carried."""
        everything = (*self.tasks, *(task for task, _ in self.unreached))
        return sum(task.demand.tonnes for task in everything)

    @property
    def carried_t(self) -> float:
        """Tonnes a year that are carried."""
        return float(sum(self._column_t))

    @cached_property
    def not_carried_usd(self) -> float:
        """What goods count for in a year that have a way but are not carried."""
        amounts = np.array([task.demand.shipments for task in self.tasks], float)
        return float((self.lost * self.lost_usd) @ amounts)

    @property
    def scarcity_usd(self) -> float:
        """What it costs in a year that capacities are as they are."""
        return self.usd - self.free_usd

    @cached_property
    def _column_t(self) -> np.ndarray:
        tonnes = [self.tasks[column.task].demand.tonnes for column in self.columns]
        found: np.ndarray = self.share * np.array(tonnes, float)
        return found

    @cached_property
    def checks(self) -> dict[str, float]:
        """What must hold of every answer, and by how much it does not.

        ``gap``: cost over the least, as proven. ``conservation``: the worst share of a demand
        that is neither carried nor told as not carried. ``excess``: the worst share by which a
        capacity is overdrawn.
        """
        served = np.array(self.lost, float)
        np.add.at(served, [column.task for column in self.columns], self.share)
        used = self._used
        whole = np.array([one.amount for one in self.capacities], float)
        with np.errstate(divide="ignore", invalid="ignore"):
            over = np.where(whole > 0, used / whole - 1, np.where(used > 1e-9, np.inf, 0.0))
        return {
            "gap": self.gap,
            "conservation": float(np.abs(served - 1).max(initial=0.0)),
            "excess": float(max(over.max(initial=0.0), 0.0)),
        }

    @cached_property
    def _used(self) -> np.ndarray:
        """How much of each capacity its ways take."""
        used = np.zeros(len(self.capacities))
        for column, share in zip(self.columns, self.share, strict=True):
            used += column.takes * share * self.tasks[column.task].demand.shipments
        return used

    # -- tables ---------------------------------------------------------------------------

    def to_dataframe(self, table: str = "capacities") -> pd.DataFrame:
        """Return one of the tables of the answer.

        Parameters
        ----------
        table
            ``"capacities"``: ``subject``, ``kind``, ``name``, ``capacity``, ``unit``, ``used``,
            ``use`` (a share), ``shadow_usd`` (what one more unit a year would save, in USD a
            year), ``rests_on`` (``"lost"``: goods that cannot be carried would pass it, so its
            price is what is said that they cost; ``"detours"``: it is what others pay;
            ``"waiting"``: with congestion, what all who pass would wait less),
            ``year``, ``source_id``, ``basis``, ``note``; the dearest first.
            ``"ways"``: a row a way that is used: ``demand_id``, ``group``, both ends,
            ``commodity``, ``share`` of its demand, ``t`` and ``teu`` a year, USD and days of a
            shipment, ``modes``, ``corridors`` that it follows, ``passes``.
            ``"links"``: ``t`` and ``teu`` a year on each link, as its line runs
            (``t_forward``) and against it, and the highest ``use`` of a capacity of the link, its
            crossing or its service. ``"corridors"``: ``t`` and share of each corridor in
            each group of demands; a way may follow several. ``"unserved"``: what is not carried,
            and why. ``"demand"``: what was to be.

        Raises
        ------
        ValueError
            If there is no such table.
        """
        import pandas as pd

        one_of("table", table, TABLES)
        makers: Mapping[str, Callable[[], Iterator[dict[str, Any]]]] = {
            "capacities": self._capacity_rows,
            "ways": self._way_rows,
            "links": self._link_rows,
            "corridors": self._corridor_rows,
            "unserved": self._unserved_rows,
            "demand": self._demand_rows,
        }
        return dated(pd.DataFrame(list(makers[table]()), columns=_COLUMNS[table]), self.network)

    def itineraries(self, demand_id: str) -> list[tuple[float, Itinerary]]:
        """Return the ways of a demand, the most used first: share and itinerary.

        Parameters
        ----------
        demand_id
            Its id.
        """
        found = [
            (float(share), column)
            for share, column in zip(self.share, self.columns, strict=True)
            if share > _NONE and self.tasks[column.task].demand.demand_id == demand_id
        ]
        found.sort(key=lambda pair: -pair[0])
        return [(s, self.tasks[c.task].question.itinerary(c.way)) for s, c in found]

    def _capacity_rows(self) -> Iterator[dict[str, Any]]:
        order = sorted(range(len(self.capacities)), key=lambda k: (-self._worth(k), -self._use(k)))
        yield from map(self._capacity_row, order)

    def _capacity_row(self, k: int) -> dict[str, Any]:
        one = self.capacities[k]
        return {
            "subject": one.subject, "kind": one.kind, "name": one.name, "capacity": one.amount,
            "unit": one.unit, "used": float(self._used[k]), "use": self._use(k),
            "shadow_usd": float(self.price[k]), "rests_on": self._rests_on(k), "year": one.year,
            "source_id": one.source_id, "basis": one.basis, "note": one.note,
        }  # fmt: skip

    def _rests_on(self, number: int) -> str:
        """Return what makes the price of a capacity: goods not carried, detours, waiting."""
        if self.price[number] <= 0:
            return ""
        if self._use(number) < _FULL:
            return "waiting"
        lacking = set(np.flatnonzero(self.lost > _NONE).tolist())
        waits = any(column.takes[number] and column.task in lacking for column in self.columns)
        return "lost" if waits else "detours"

    def _worth(self, number: int) -> float:
        """Return what a hundredth more of a capacity saves: to rank those of different units."""
        return float(self.price[number]) * self.capacities[number].amount / 100

    def _use(self, number: int) -> float:
        amount = self.capacities[number].amount
        used = float(self._used[number])
        return used / amount if amount > 0 else (math.inf if used > 0 else 0.0)

    def _way_rows(self) -> Iterator[dict[str, Any]]:
        for column, share, tonnes in zip(self.columns, self.share, self._column_t, strict=True):
            if share <= _NONE:
                continue
            task = self.tasks[column.task]
            trip = task.question.itinerary(column.way)
            yield {
                **_told(task), "share": float(share), "t": float(tonnes),
                "teu": task.demand.teu * float(share), "shipments": task.demand.shipments * share,
                "usd": trip.cost_usd, "days": trip.time_h / 24, "generalised_usd": column.usd,
                "modes": " ".join(trip.modes), "corridors": " ".join(self._corridors(column)),
                "passes": self._passes(column),
            }  # fmt: skip

    def _passes(self, column: Column) -> str:
        """Return the capacities that a way takes of: what tells it from others."""
        names = [
            self.capacities[k].name for k in np.flatnonzero(column.takes) if self._use(int(k)) > 0
        ]
        return "; ".join(dict.fromkeys(names))

    def _link_rows(self) -> Iterator[dict[str, Any]]:
        graph = self.tasks[0].question.plan.graph if self.tasks else None
        if graph is None:
            return
        sides: dict[tuple[int, bool], list[float]] = defaultdict(lambda: [0.0, 0.0])
        links = self.network.table("links")
        kind, link, start = (graph.arcs[name] for name in ("kind", "link", "from_place"))
        nodes = self.network.table("nodes")["node_id"]
        for column, share in zip(self.columns, self.share, strict=True):
            if share <= _NONE:
                continue
            demand = self.tasks[column.task].demand
            for arc in column.way.arcs:
                if kind[arc] == LINE_HAUL and link[arc] >= 0:
                    row = int(link[arc])
                    side = sides[row, nodes[start[arc]] == links["from_node"][row]]
                    side[0] += share * demand.tonnes
                    side[1] += share * demand.teu
        for row in sorted({row for row, _ in sides}):
            there, back = sides.get((row, True), (0.0, 0.0)), sides.get((row, False), (0.0, 0.0))
            yield {
                "link_id": links["link_id"][row], "name": links["name"][row],
                "mode": links["mode"][row], "t": there[0] + back[0], "t_forward": there[0],
                "t_back": back[0], "teu": there[1] + back[1],
                "teu_forward": there[1], "teu_back": back[1], "use": self._use_of_link(row),
            }  # fmt: skip

    def _use_of_link(self, row: int) -> float:
        """Return the highest use of a capacity of the link, its crossing, service or line."""
        return max((self._use(k) for k in self._on_links.get(row, ())), default=math.nan)

    @cached_property
    def _on_links(self) -> Mapping[int, list[int]]:
        """The capacities of which goods take on each link, by the row of the link."""
        found: dict[int, list[int]] = defaultdict(list)
        for k, one in enumerate(self.capacities):
            if one.kind != "node":
                for row in np.unique(compiled(self.network).arcs["link"][one.arcs]).tolist():
                    found[row].append(k)
        return found

    def at(self, link_id: str) -> list[dict[str, Any]]:
        """Return the capacities of which goods take on a link, as rows of ``"capacities"``.

        Parameters
        ----------
        link_id
            Its id.
        """
        return [
            self._capacity_row(k) for k in self._on_links.get(self.network.link_row(link_id), ())
        ]

    def _corridor_rows(self) -> Iterator[dict[str, Any]]:
        tonnes: dict[tuple[str, str], float] = defaultdict(float)
        whole: dict[str, float] = defaultdict(float)
        for column, moved in zip(self.columns, self._column_t, strict=True):
            if moved <= 0:
                continue
            group = self.tasks[column.task].demand.group
            whole[group] += moved
            for corridor in self._corridors(column) or [""]:
                tonnes[group, corridor] += moved
        for (group, corridor), moved in sorted(tonnes.items(), key=lambda p: (p[0][0], -p[1])):
            yield {"group": group, "corridor": corridor, "t": moved, "share": moved / whole[group]}

    def _corridors(self, column: Column) -> list[str]:
        return list(corridors_followed(self.tasks[column.task].question, column.way.arcs))

    def _unserved_rows(self) -> Iterator[dict[str, Any]]:
        for task, why in self.unreached:
            yield {**_told(task), "t": task.demand.tonnes, "share": 1.0, "why": why}
        for number, share in enumerate(self.lost):
            if share > _NONE:
                task = self.tasks[number]
                yield {
                    **_told(task), "t": task.demand.tonnes * float(share), "share": float(share),
                    "why": self._full_on(number),
                }  # fmt: skip

    def _full_on(self, number: int) -> str:
        """Return which capacities keep a demand from going its cheapest way."""
        ways = [column for column in self.columns if column.task == number]
        cheapest = min(ways, key=lambda column: column.usd)
        full = [
            self.capacities[k].name
            for k in np.flatnonzero(cheapest.takes)
            if self._use(int(k)) >= _FULL
        ]
        return f"full: {listed(full)}" if full else "dearer than what it is worth"

    def _demand_rows(self) -> Iterator[dict[str, Any]]:
        for task in (*self.tasks, *(task for task, _ in self.unreached)):
            one = task.demand
            yield {
                **_told(task), "quantity": one.quantity, "unit": one.unit, "year": one.year,
                "t": one.tonnes, "teu": one.teu, "source_id": one.source_id, "basis": one.basis,
            }  # fmt: skip

    # -- for people -----------------------------------------------------------------------

    @property
    def bottlenecks(self) -> pd.DataFrame:
        """The capacities that are worth more, the dearest first."""
        table = self.to_dataframe("capacities")
        return table[table["shadow_usd"] > 0].reset_index(drop=True)

    def explore(self, *, language: str = "en") -> folium.Map:
        """Return a map: lines as wide as what flows, coloured by the use of capacity.

        Parameters
        ----------
        language
            Of its words: ``"en"``, ``"ru"``, ``"tr"`` or ``"zh"``.
        """
        return show(self, "Flows", "explore", language=language)

    def _repr_html_(self) -> str:
        """Return a table of what is scarce, for notebooks."""
        html: str = show(self, "Flows", "_repr_html_")
        return html

    def __repr__(self) -> str:
        """Return what it is in one line."""
        return f"Flows({self})"

    @property
    def _short(self) -> str:
        """What is not carried, and for want of what most of it, in words; empty: too little."""
        short = self.demand_t - self.carried_t
        if short < SAID_T:
            return ""
        tonnes: dict[str, float] = defaultdict(float)
        for row in self._unserved_rows():
            tonnes[row["why"]] += row["t"]
        most = max(tonnes, key=lambda why: tonnes[why])
        more = f"; {counted(len(tonnes) - 1, 'other reason')}" if len(tonnes) > 1 else ""
        return f"; {mass_text(short)} are not ({most}{more})"

    def __str__(self) -> str:
        """Return what is carried, what is not and why, what is scarce, and what it costs."""
        head = (
            f"{mass_text(self.carried_t)} of {mass_text(self.demand_t)} a year are carried, "
            f"{counted(len(self.tasks) + len(self.unreached), 'flow')}{self._short}"
        )
        full = self.bottlenecks[self.bottlenecks["rests_on"] != "waiting"]
        scarce = f"{counted(len(full), 'capacity')} scarce"
        costs = f"scarcity costs {usd_text(self.scarcity_usd)} a year"
        if self.not_carried_usd > 0:
            costs += f", with what is not carried at {self.lost_factor:g} times its best way"
        return f"{head}; {scarce}; {costs}"


def _told(task: Task) -> dict[str, Any]:
    """Return how the demand of a row is told."""
    return {
        "demand_id": task.demand.demand_id, "group": task.demand.group,
        **task.labels.row(), "commodity": task.demand.shipment.commodity,
    }  # fmt: skip


_ENDS = ("origin", "origin_country", "destination", "destination_country")
_WHO = ("demand_id", "group", *_ENDS, "commodity")
_COLUMNS: Mapping[str, list[str]] = {
    "capacities": [
        "subject", "kind", "name", "capacity", "unit", "used", "use", "shadow_usd", "rests_on",
        "year", "source_id", "basis", "note",
    ],
    "ways": [
        *_WHO, "share", "t", "teu", "shipments", "usd", "days", "generalised_usd", "modes",
        "corridors", "passes",
    ],
    "links": [
        "link_id", "name", "mode", "t", "t_forward", "t_back", "teu", "teu_forward", "teu_back",
        "use",
    ],
    "corridors": ["group", "corridor", "t", "share"],
    "unserved": [*_WHO, "t", "share", "why"],
    "demand": [*_WHO, "quantity", "unit", "year", "t", "teu", "source_id", "basis"],
}  # fmt: skip
