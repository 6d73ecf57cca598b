"""Flows under many scenarios, on any executor."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

from corridors.arguments import asks
from corridors.errors import CorridorsError
from corridors.network.changes.cards import Scenario, scenarios_of
from corridors.network.vintage import dated
from corridors.routing.conditions import Conditions, CorridorWords, says
from corridors.studies.flows import LOST
from corridors.studies.flows.answer import Flows
from corridors.studies.flows.demand import Demand, demands_of, of_one_year
from corridors.studies.flows.flows import assigned, given_demand, priced_by
from corridors.studies.sweep.dispatch import check_executor, in_chunks

if TYPE_CHECKING:
    import pandas as pd

    from corridors.network.network import Network

_BESIDES = ("departure", "scenarios")
#: What goods count as lost without a scenario that have a way only with it.
_NEW = " new"
_COLUMNS = (
    "scenario", "title", "usd", "change_usd", "carried_t", "change_t", "unserved_t",
    "scarcity_usd", "scarce", "dearest", "shadow_usd", "unit", "fault",
)  # fmt: skip


@says(*_BESIDES)
@asks
def flows_by_scenario(
    net: Network,
    scenarios: str | Scenario | Iterable[str | Scenario],
    demand: str | Path | pd.DataFrame | Iterable[Mapping[str, Any] | Demand] | None = None,
    *,
    year: int = 2024,
    level: str = "mid",
    group: str | Iterable[str] = (),
    congestion: bool = False,
    lost: float = LOST,
    executor: Any = None,
    conditions: Conditions | None = None,
    **words: Unpack[CorridorWords],
) -> pd.DataFrame:
    """Assign the goods of a year under each of many scenarios, beside none.

    Parameters
    ----------
    net
        The network before.
    scenarios
        Cards, or ids of them, each applied by itself.
    demand, year, level, group, congestion, lost
        As in :func:`flows`.
    executor
        Anything with ``submit``: threads, processes, a Dask client's executor. ``None``: this
        process.
    weight, shipment, corridor, modes, avoid, via, service, irregular, as_of, conditions
        As in :func:`flows`.

    Returns
    -------
    DataFrame
        A row a scenario, the network without any first: ``scenario``, ``title``, ``usd`` a year
        and ``change_usd``, ``carried_t`` and ``change_t``, ``unserved_t``, ``scarcity_usd``,
        ``scarce`` (how many capacities are), ``dearest`` (the one whose every hundredth saves
        most) with its ``shadow_usd`` and ``unit``; ``fault``: why there is no answer.

    Raises
    ------
    TypeError
        If the executor has no ``submit``.
    CorridorsError, ValueError
        As :func:`flows`, for the network without scenarios.

    Examples
    --------
    >>> import corridors as co
    >>> rows = [{"origin": "Almaty", "destination": "Istanbul", "quantity": 1000}]
    >>> table = co.flows_by_scenario(co.load("middle-corridor"), "caspian-ferries-doubled", rows)
    >>> table["scenario"].tolist()
    ['', 'caspian-ferries-doubled']
    """
    check_executor(executor)
    import pandas as pd

    asked = priced_by(conditions, words, _BESIDES)
    net = asked.situation(net)
    asked = asked.with_(as_of=None)
    cards = scenarios_of(scenarios)
    given = given_demand(net, demand, year, level, group)
    rows, _ = of_one_year(demands_of(given, asked.shipment, net), year)
    said: dict[str, Any] = {"lost": lost, "congestion": congestion}
    base = assigned(net, rows, asked, year, **said)
    pairs = zip(base.tasks, base.lost_usd.tolist(), strict=True)
    said["lost_usd"] = {task.number: usd for task, usd in pairs}
    before = {"scenario": "", "title": "as it is", "fault": "", **_told(base, said["lost_usd"])}
    work = partial(_chunk, net, rows=rows, asked=asked, year=year, said=said)
    found = [before, *in_chunks(work, cards, executor)]
    for row in found:
        row["change_usd"] = row["usd"] - before["usd"] - row.pop(_NEW, 0.0)
        row["change_t"] = row["carried_t"] - before["carried_t"]
    return dated(pd.DataFrame(found, columns=list(_COLUMNS)), net)


def _chunk(
    net: Network, cards: Sequence[Scenario], *, rows: tuple[Demand, ...], asked: Conditions,
    year: float, said: Mapping[str, Any],
) -> list[dict[str, Any]]:  # fmt: skip
    """Return the rows of some cards: a worker compiles the network once for them."""
    return [_row(net, card, rows, asked, year, said) for card in cards]


def _row(
    net: Network, card: Scenario, rows: tuple[Demand, ...], asked: Conditions,
    year: float, said: Mapping[str, Any],
) -> dict[str, Any]:  # fmt: skip
    """Return the row of a card; one that cannot be applied says why."""
    head = {"scenario": card.id, "title": card.title}
    try:
        found = assigned(net.apply(card), rows, asked, year, **said)
    except CorridorsError as error:
        nothing = dict.fromkeys(_COLUMNS[2:-1], float("nan"))
        return {**nothing, **head, "dearest": "", "unit": "", "fault": str(error)}
    return {**head, **_told(found, said["lost_usd"]), "fault": ""}


def _told(found: Flows, worth: Mapping[int, float]) -> dict[str, Any]:
    """Return the values of a row; ``worth`` is what goods lost count that had a way before."""
    cut = sum(worth.get(task.number, 0.0) * task.demand.shipments for task, _ in found.unreached)
    new = sum(
        usd * task.demand.shipments
        for task, usd in zip(found.tasks, found.lost_usd.tolist(), strict=True)
        if task.number not in worth
    )
    full = found.bottlenecks
    first = full.iloc[0] if len(full) else None
    return {
        "usd": found.usd + cut,
        _NEW: new,
        "carried_t": found.carried_t,
        "unserved_t": found.demand_t - found.carried_t,
        "scarcity_usd": found.scarcity_usd,
        "scarce": len(full),
        "dearest": "" if first is None else str(first["name"]),
        "shadow_usd": 0.0 if first is None else float(first["shadow_usd"]),
        "unit": "" if first is None else str(first["unit"]),
    }
