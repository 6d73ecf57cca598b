"""Flows of a year under the capacities of a network."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

import numpy as np

from corridors.arguments import asks
from corridors.errors import DataError, UnknownNameError
from corridors.graph.gates import corridor_of
from corridors.routing.choice import choice_of
from corridors.routing.conditions import Conditions, Words, says
from corridors.routing.doors import end_of
from corridors.routing.plan import plan_of
from corridors.routing.question import Question
from corridors.studies.flows import LOST
from corridors.studies.flows.answer import Flows
from corridors.studies.flows.assignment import POWER, Assignment, Column, Task
from corridors.studies.flows.capacity import Capacity, capacities_of
from corridors.studies.flows.demand import Demand, demand, demands_of, of_one_year
from corridors.studies.flows.programme import Solution
from corridors.vocabulary import VALUE_OF_TIME_SHARE_PER_DAY, counted

if TYPE_CHECKING:
    import pandas as pd

    from corridors.network.network import Network

_BESIDES = ("departure",)
#: What must be known of goods that choose anew: what a day costs in per cent of their value.
_ANEW = (
    "goods choose anew with a day in transit at {usual:g} % of their value, as of goods that "
    "choose between air and sea; published shares of containers are fitted by {fitted:g} % "
    "(--time-value {fitted:g})"
)
#: What is minimised is money, or shadow prices would be none.
_WEIGHTS = ("generalised", "cost")


@says(*_BESIDES)
@asks
def flows(
    net: Network,
    demand: str | Path | pd.DataFrame | Iterable[Mapping[str, Any] | Demand] | None = None,
    *,
    year: int = 2024,
    level: str = "mid",
    group: str | Iterable[str] = (),
    kept: bool = True,
    congestion: bool = False,
    lost: float = LOST,
    conditions: Conditions | None = None,
    **words: Unpack[Words],
) -> Flows:
    """Assign the goods of a year to ways at the least cost, under capacities.

    All goods together cost the least, so that where capacity lacks those go round who lose least
    by it: a linear programme, solved by HiGHS (through SciPy), whose ways are found by the same
    searches as :func:`route`, so gates of corridors, transit rights, no return to a country and
    commodities hold. Each capacity has its shadow price: what one unit more would save in a year.

    Parameters
    ----------
    net
        The network. What its table ``capacities`` does not list is not scarce.
    demand
        What is carried: a CSV file, a frame or rows with ``origin``, ``destination``,
        ``quantity`` (a year) and, where they are not containers in TEU, ``commodity`` and
        ``unit`` (``"t"``, ``"kt"``, ``"Mt"``; gas ``"mcm"``, ``"bcm"``; oil ``"bbl"``); at will
        ``demand_id``, ``year``, ``value_usd_per_t``, ``t_per_teu``, ``group``, and ``corridor``,
        ``modes`` and ``via`` (words separated by ``;``) where it is the traffic of a way.
        ``None``: the network's own, of ``year``.
    year
        The year of the capacities, and of the network's own demand.
    level
        ``"low"``, ``"mid"`` or ``"high"`` of the network's own demand.
    group
        Only these families of the network's own demand (:func:`demand`).
    kept
        Whether goods keep to the corridor, the modes and the places of their rows, as is right
        for traffic that was counted on a way; ``False``: they choose anew.
    congestion
        Let waiting rise with use: by 0.15 times the hours of a link, and by the hours of a
        terminal or border once more, times the fourth power of the share of the capacity that
        is used. Goods then go where each is best off (an equilibrium, by steps of a tenth of the
        capacity).
    lost
        What a shipment costs that is not carried, over what its best way costs if nothing is
        scarce. No way dearer than that is gone.
    shipment
        The box of goods in containers, and its tonnes.
    weight
        ``"generalised"`` (USD with the value of time; the default) or ``"cost"``.
    corridor
        By which all goes whose row of demand has no corridor of its own.
    modes, avoid, via, service, irregular, as_of, scenarios, conditions
        As in :func:`route`.

    Returns
    -------
    Flows
        Its tables by :meth:`Flows.to_dataframe`; ``bottlenecks``; ``checks``.

    Raises
    ------
    DataError
        If rows of demand or of capacities have faults, or none of the demand has a way: each
        with file, row and column.
    ValueError
        If ``lost`` is not above 1, or the weight is no money.
    UnknownNameError
        If a corridor or scenario is not known.

    Examples
    --------
    >>> import corridors as co
    >>> rows = [{"origin": "Almaty", "destination": "Istanbul", "quantity": 1000}]
    >>> found = co.flows(co.load("middle-corridor"), rows, year=2024)
    >>> round(found.carried_t)
    10000
    """
    asked = priced_by(conditions, words, _BESIDES)
    net = asked.situation(net)
    asked = asked.with_(as_of=None, scenarios=())
    given = given_demand(net, demand, year, level, group)
    rows, left = of_one_year(demands_of(given, asked.shipment, net), year)
    if not any(row.shipments > 0 for row in rows):
        raise DataError(["every quantity of the demand is 0: there is nothing to carry"])
    rows = rows if kept else tuple(replace(row, corridor="", modes=(), via=()) for row in rows)
    found = assigned(net, rows, asked, year, lost=lost, congestion=congestion)
    said = kept or asked.shipment.says_time or asked.weight == "cost"
    anew = () if said else (_anew(net),)
    return replace(found, remarks=(*left, *anew, *found.remarks))


def _anew(net: Network) -> str:
    """Say what a day costs of goods that choose anew, and what shares of containers tell of it."""
    fitted = choice_of(net, "container").time_share_per_day
    return _ANEW.format(usual=100 * VALUE_OF_TIME_SHARE_PER_DAY, fitted=100 * fitted)


def priced_by(
    conditions: Conditions | None, words: Mapping[str, Any], besides: Iterable[str]
) -> Conditions:
    """Return the conditions that some words mean, with a weight that is money.

    Raises
    ------
    ValueError
        If the weight is none.
    """
    asked = Conditions.of(conditions, besides=besides, **words)
    if "weight" not in words and conditions is None:
        asked = asked.with_(weight="generalised")
    if asked.weight not in _WEIGHTS:
        raise ValueError(
            f"weight must be generalised or cost, not {asked.given_weight!r}: shadow prices are "
            "in USD"
        )
    return asked


def given_demand(net: Network, given: Any, year: int, level: str, group: Any) -> Any:
    """Return the demand that is given, or the network's own."""
    if given is None:
        return demand(net, year=year, level=level, group=group)
    if level != "mid" or group:
        raise ValueError("level and group choose among the network's own demand: leave them out")
    return given


def tasks_of(
    net: Network, rows: Iterable[Demand], asked: Conditions
) -> tuple[list[Task], list[tuple[Task, str]]]:
    """Return the questions of demands that can be asked, and why others cannot be served."""
    faults: list[str] = []
    tasks: list[Task] = []
    unreached: list[tuple[Task, str]] = []
    for number, row in enumerate(rows):
        try:
            task, why = _task(net, row, asked, number)
        except (UnknownNameError, ValueError) as error:
            faults.append(f"{row.demand_id}: {error}")
            continue
        if why:
            unreached.append((task, why))
        elif row.shipments > 0:
            tasks.append(task)
    if faults:
        raise DataError(faults)
    return tasks, unreached


def _task(net: Network, row: Demand, asked: Conditions, number: int) -> tuple[Task, str]:
    conditions = asked.with_(
        shipment=row.shipment, corridor=row.corridor or asked.corridor,
        modes=row.modes or asked.modes, via=row.via or asked.via,
    )  # fmt: skip
    corridor = None if conditions.corridor is None else corridor_of(net, conditions.corridor)
    plan = plan_of(net, conditions).on(corridor)
    ends = end_of(net, row.origin), end_of(net, row.destination)
    question = Question(plan, *ends, conditions, corridor)
    question.check()
    return Task(row, question, question.labels, number), question.refusal()


def assigned(
    net: Network,
    rows: Sequence[Demand],
    asked: Conditions,
    year: float,
    *,
    lost: float = LOST,
    congestion: bool = False,
    lost_usd: Mapping[int, float] | None = None,
) -> Flows:
    """Return the flows of rows of demand; :func:`flows` says what the words mean.

    ``lost_usd`` is what a shipment of each row costs that is not carried, by the number of the
    row, where ``lost`` does not say it.

    Raises
    ------
    ValueError
        If ``lost`` is not above 1, or the year is no number.
    """
    if not (isinstance(lost, int | float) and math.isfinite(lost) and lost > 1):
        raise ValueError(f"lost must be above 1, not {lost!r}")
    if isinstance(year, bool) or not isinstance(year, int | float):
        raise TypeError(f"year is a number, not {year!r}")
    tasks, unreached = tasks_of(net, rows, asked)
    capacities, remarks = capacities_of(net, year)
    told = lost_usd or {}
    worth = np.array([told.get(task.number, math.nan) for task in tasks], float)
    assignment = Assignment(tasks, capacities, lost, congestion, worth)
    solution = assignment.solve()
    cut = set(assignment.open)
    unreached += [(tasks[k], str(tasks[k].question.why_not())) for k in sorted(cut)]
    kept = [k for k in range(len(tasks)) if k not in cut]
    if not kept and unreached:
        raise DataError([f"{task.demand.demand_id}: {why}" for task, why in unreached])
    number = {old: new for new, old in enumerate(kept)}
    columns = tuple(replace(one, task=number[one.task]) for one in assignment.columns)
    worth = np.zeros(0) if assignment.lost_usd is None else assignment.lost_usd
    delays, price = _congested(assignment, solution)
    waiting = float((solution.used * assignment.step_usd).sum())  # as the programme counts it
    usd = solution.usd - waiting + float(delays.sum())
    usd -= float(worth[sorted(cut)] @ assignment.amount[sorted(cut)])
    return Flows(
        network=net, tasks=tuple(tasks[k] for k in kept), unreached=tuple(unreached),
        capacities=capacities, columns=columns, share=solution.share, lost=solution.lost[kept],
        lost_usd=worth[kept], used=solution.used, price=price,
        delay_usd=float(delays.sum()), usd=usd,
        free_usd=_free_usd(columns, [tasks[k] for k in kept]), gap=assignment.gap, year=year,
        lost_factor=lost, remarks=(*remarks, *_remarks(capacities, columns)),
    )  # fmt: skip


def _congested(assignment: Assignment, solution: Solution) -> tuple[np.ndarray, np.ndarray]:
    """Return what waiting costs that rises with use, and shadow prices with it, by capacity.

    All who pass wait as long as the last of them. One more unit saves what they wait less,
    besides what it saves where the capacity is full.
    """
    whole = assignment.width.sum(axis=1)
    if not assignment.congestion or not len(whole):
        return np.zeros(len(whole)), solution.price
    used = solution.used.sum(axis=1)
    use = np.divide(used, whole, out=np.zeros(len(whole)), where=whole > 0)
    delays: np.ndarray = assignment.full_usd * use**POWER * used
    less = np.divide(POWER * delays, whole, out=np.zeros(len(whole)), where=whole > 0)
    full = np.where(use >= 1 - 1e-9, np.maximum(solution.price - assignment.step_usd[:, -1], 0), 0)
    price: np.ndarray = np.where(assignment.full_usd > 0, full + less, solution.price)
    return delays, price


def _free_usd(columns: Sequence[Column], tasks: Sequence[Task]) -> float:
    """Return what everything would cost on the best ways."""
    best = [math.inf] * len(tasks)
    for column in columns:
        best[column.task] = min(best[column.task], column.usd)
    return sum(usd * task.demand.shipments for usd, task in zip(best, tasks, strict=True))


def _remarks(capacities: Sequence[Capacity], columns: Sequence[Column]) -> list[str]:
    """Say what the answer rests on: how many capacities there are, and are met."""
    met = sum(any(column.takes[k] for column in columns) for k in range(len(capacities)))
    known = counted(len(capacities), "capacity")
    return [
        f"{known} known, of which the ways looked at meet {met}: what has none has room for all"
    ]
