"""The linear programme of an assignment: ways that are known, shares of them, shadow prices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from corridors.errors import CorridorsError

#: A capacity of nothing counts as so little, so that its use can be a share of it.
_LEAST = 1e-9


@dataclass(eq=False)
class Programme:
    """Who goes which way at the least cost, of ways that are added one by one.

    Parameters
    ----------
    amount
        Shipments of each demand.
    lost_usd
        What one shipment of each costs that is not carried.
    width
        How much of each capacity there is in each of its steps: a row a capacity.
    step_usd
        What one unit costs more in each step: the same shape, rising along a row.
    """

    amount: np.ndarray
    lost_usd: np.ndarray
    width: np.ndarray
    step_usd: np.ndarray
    cost: list[float] = field(default_factory=list)
    of: list[int] = field(default_factory=list)
    takes: list[np.ndarray] = field(default_factory=list)

    def add(self, demand: int, usd: float, takes: np.ndarray) -> None:
        """Add a way of a demand: what a shipment costs on it and takes of each capacity."""
        self.of.append(demand)
        self.cost.append(usd)
        self.takes.append(takes)

    def solve(self) -> Solution:
        """Return the shares of all ways at the least cost.

        Raises
        ------
        CorridorsError
            If the solver finds none, which a programme with demand that may stay can not do.
        """
        from scipy.optimize import linprog

        ways, demands = len(self.cost), len(self.amount)
        whole = self._scales()
        # in units of what a demand costs, so that the solver's tolerances are small beside it
        paid = np.array(self.cost) * self.amount[np.array(self.of, np.int64)]
        scale = max(float(np.median(paid)) if ways else 1.0, 1.0)
        found = linprog(**self._matrices(whole, scale), method="highs")
        if found.status != 0:
            raise CorridorsError(f"the assignment of flows was not solved: {found.message}")
        price = -found.ineqlin.marginals * scale / whole if len(whole) else np.zeros(0)
        return Solution(
            share=np.maximum(found.x[:ways], 0.0),
            lost=np.maximum(found.x[ways : ways + demands], 0.0),
            used=found.x[ways + demands :].reshape(self.width.shape) * whole[:, None],
            price=np.maximum(price, 0.0),
            usd=float(found.fun) * scale,
        )

    def _scales(self) -> np.ndarray:
        """Return what rows of capacities are divided by, so that their numbers are near one.

        That is the capacity, or a thousandth of what one demand would take of it alone.
        """
        whole: np.ndarray = np.maximum(self.width.sum(axis=1), _LEAST)
        if not self.takes:
            return whole
        wanted = np.array(self.takes) * self.amount[np.array(self.of, np.int64)][:, None]
        most: np.ndarray = np.maximum(whole, wanted.max(axis=0) / 1e3)
        return most

    def _matrices(self, whole: np.ndarray, scale: float) -> dict[str, Any]:
        """Return the programme as matrices.

        A variable is the share of a way in its demand, then that of a demand which is not
        carried, then that of a step in the whole of its capacity.
        """
        from scipy.sparse import coo_array, csr_array, hstack

        of, steps = np.array(self.of, np.int64), self.width.size
        ways, demands, capacities = len(of), len(self.amount), len(whole)
        usd = [
            np.array(self.cost) * self.amount[of],
            self.lost_usd * self.amount,
            (self.step_usd * whole[:, None]).ravel(),
        ]
        rows = np.concatenate([of, np.arange(demands)])
        columns = np.arange(ways + demands)
        served = coo_array((np.ones(len(rows)), (rows, columns)), (demands, len(columns)))
        taken = np.array(self.takes).reshape(ways, capacities) * self.amount[of][:, None] / whole
        owner = np.repeat(np.arange(capacities), self.width.shape[1])
        room = coo_array((-np.ones(steps), (owner, np.arange(steps))), (capacities, steps))
        parts = [csr_array(taken.T), csr_array((capacities, demands)), room]
        room_of_steps = (self.width / whole[:, None]).ravel()
        upper = np.concatenate([np.full(ways + demands, np.inf), room_of_steps])
        return {
            "c": np.concatenate(usd) / scale,
            "A_eq": hstack([served, csr_array((demands, steps))], format="csr"),
            "b_eq": np.ones(demands),
            "A_ub": hstack(parts, format="csr") if capacities else None,
            "b_ub": np.zeros(capacities) if capacities else None,
            "bounds": np.column_stack([np.zeros(len(upper)), upper]),
        }

    def bound(self, price: np.ndarray, cheapest: Sequence[float]) -> float:
        """Return what an assignment costs at the least, by prices of capacities.

        ``cheapest`` is what the best of *all* ways of each demand costs with these prices.
        """
        least = np.minimum(np.array(cheapest), self.lost_usd) @ self.amount
        rent = np.minimum(self.step_usd - price[:, None], 0.0) * self.width
        return float(least + rent.sum())


@dataclass(frozen=True, eq=False)
class Solution:
    """Shares of ways, shares of demand that are not carried, use and price of capacities."""

    share: np.ndarray
    lost: np.ndarray
    used: np.ndarray
    price: np.ndarray
    usd: float
