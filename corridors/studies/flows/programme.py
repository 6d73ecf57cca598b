"""The linear programme of an assignment: ways that are known, shares of them, shadow prices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from corridors.errors import CorridorsError


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
        from scipy.sparse import coo_array, csr_array, hstack

        demands, ways, capacities = len(self.amount), len(self.cost), len(self.width)
        of, steps = np.array(self.of, np.int64), self.width.size
        scale = max(float(self.amount @ self.lost_usd), 1.0) / max(demands, 1)
        usd = np.concatenate([np.array(self.cost) * self.amount[of], self.lost_usd * self.amount])
        # a variable is the share of its demand, that of a step its share of all the capacity
        whole = np.maximum(self.width.sum(axis=1), 1e-9)
        usd = np.concatenate([usd, (self.step_usd * whole[:, None]).ravel()]) / scale
        members = np.concatenate([of, np.arange(demands)])
        columns = np.arange(ways + demands)
        served = coo_array((np.ones(len(members)), (members, columns)), (demands, len(columns)))
        served = hstack([served, csr_array((demands, steps))], format="csr")
        taken = np.array(self.takes).reshape(ways, capacities) * self.amount[of][:, None]
        taken = csr_array((taken / whole).T)
        given = coo_array(
            (-np.ones(steps), (np.repeat(np.arange(capacities), self.width.shape[1]), np.arange(steps))),
            (capacities, steps),
        )
        within = hstack([taken, csr_array((capacities, demands)), given], format="csr")
        upper = np.concatenate([np.full(ways + demands, np.inf), (self.width / whole[:, None]).ravel()])
        found = linprog(
            usd, A_ub=within if capacities else None, b_ub=np.zeros(capacities) if capacities else None,
            A_eq=served, b_eq=np.ones(demands), bounds=np.column_stack([np.zeros(len(usd)), upper]),
            method="highs",
        )  # fmt: skip
        if found.status != 0:
            raise CorridorsError(f"the assignment of flows was not solved: {found.message}")
        price = -found.ineqlin.marginals * scale / whole if capacities else np.zeros(0)
        return Solution(
            share=np.maximum(found.x[:ways], 0.0),
            lost=np.maximum(found.x[ways : ways + demands], 0.0),
            used=(found.x[ways + demands :].reshape(self.width.shape) * whole[:, None]),
            price=np.maximum(price, 0.0),
            usd=float(found.fun) * scale,
        )

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
