"""Ways that were found with some projects built, and which projects are best by them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from corridors.errors import CorridorsError

#: A capacity: kind and id of its subject, and its unit.
Key = tuple[str, str, str]


@dataclass(frozen=True)
class Known:
    """A way of a demand that some projects make possible, or better.

    ``takes`` is what a shipment takes of each capacity; ``needs`` are the projects.
    """

    demand: int
    usd: float
    takes: tuple[tuple[Key, float], ...]
    needs: frozenset[str]


@dataclass(eq=False)
class Pool:
    """Chooses projects by the ways that are known so far.

    The least cost by these is never below the true one, for ways may be missing; it is the same
    where the ways of just these projects have been looked for.

    Parameters
    ----------
    amount
        Shipments of each demand.
    lost_usd
        What one shipment of each costs that is not carried.
    capacity
        What there is of each capacity without any project.
    more
        What each project adds to each.
    projects
        What each project costs in a year, and to build, in USD.
    clashes
        Pairs of which only one can be built.
    needs
        Pairs of which the first needs the second.
    """

    amount: np.ndarray
    lost_usd: np.ndarray
    capacity: Mapping[Key, float]
    more: Mapping[str, Mapping[Key, float]]
    projects: Mapping[str, tuple[float, float]]
    clashes: Sequence[tuple[str, str]] = ()
    needs: Sequence[tuple[str, str]] = ()
    ways: dict[Known, None] = field(default_factory=dict)

    def add(self, ways: Iterable[Known]) -> None:
        """Add ways that were found."""
        self.ways.update(dict.fromkeys(ways))

    def value(self, built: Iterable[str]) -> float:
        """Return what all goods cost in a year if just these projects are built, in USD.

        One that lacks what it needs is as if it were not built.
        """
        chosen = set(built)
        while lacking := {
            one for one, other in self.needs if one in chosen and other not in chosen
        }:
            chosen -= lacking
        fixed = [float(name in chosen) for name in self.projects]
        return self._solve(np.array(fixed), np.array(fixed), np.inf)[1]

    def choose(self, budget_usd: float) -> tuple[frozenset[str], float]:
        """Return the projects by which goods and projects together cost the least in a year.

        Returns them with what goods cost in a year, in USD.
        """
        size = len(self.projects)
        return self._solve(np.zeros(size), np.ones(size), budget_usd)

    def _solve(
        self, low: np.ndarray, high: np.ndarray, budget_usd: float
    ) -> tuple[frozenset[str], float]:
        from scipy.optimize import Bounds, LinearConstraint, milp

        ways, names = list(self.ways), list(self.projects)
        rows, first = self._rows(ways), len(ways) + len(self.amount)
        if np.isfinite(budget_usd):
            rows.begin(-np.inf, 1.0)
            for k, (_, usd) in enumerate(self.projects.values()):
                rows.put(first + k, usd / max(budget_usd, 1.0))
        paid = [
            *(way.usd * self.amount[way.demand] for way in ways),
            *(self.lost_usd * self.amount),
            *(yearly for yearly, _ in self.projects.values()),
        ]
        usd_of = np.array(paid)
        scale = max(float(np.median(usd_of[:first])), 1.0)
        lower, upper, whole = (np.full(len(usd_of), value) for value in (0.0, 1.0, 0.0))
        lower[first:], upper[first:], whole[first:] = low, high, low < high
        limits = LinearConstraint(rows.matrix(len(usd_of)), rows.low, rows.high)
        found = milp(
            usd_of / scale, integrality=whole, bounds=Bounds(lower, upper), constraints=limits,
            options={"mip_rel_gap": 1e-9},
        )  # fmt: skip
        if found.x is None:
            raise CorridorsError(f"the choice of projects was not solved: {found.message}")
        built = {name for k, name in enumerate(names) if found.x[first + k] > 0.5}
        return frozenset(built), float(usd_of[:first] @ found.x[:first])

    def _rows(self, ways: Sequence[Known]) -> _Rows:
        """Return the rows that hold with any budget.

        A variable is the share of a way in its demand, then that of a demand which is not
        carried, then whether a project is built.
        """
        goods, names = len(self.amount), list(self.projects)
        project = {name: len(ways) + goods + k for k, name in enumerate(names)}
        rows, row_of = _Rows(), dict[Key, int]()
        for k in range(goods):
            rows.begin(1.0, 1.0)
            rows.put(len(ways) + k, 1.0)
        for key in dict.fromkeys(key for way in ways for key, _ in way.takes):
            row_of[key] = rows.begin(-np.inf, float(self.capacity.get(key, 0.0) > 0))
            for name in names:
                rows.put(project[name], -self.more.get(name, {}).get(key, 0.0) / self._whole(key))
        for column, way in enumerate(ways):
            rows.into(way.demand, column, 1.0)
            for key, taken in way.takes:
                rows.into(row_of[key], column, taken * self.amount[way.demand] / self._whole(key))
        for column, way in enumerate(ways):  # who needs a project goes only where it is built
            for name in way.needs:
                rows.begin(-np.inf, 0.0)
                rows.put(column, 1.0)
                rows.put(project[name], -1.0)
        for one, other in self.needs:
            rows.begin(-np.inf, 0.0)
            rows.put(project[one], 1.0)
            rows.put(project[other], -1.0)
        for pair in self.clashes:
            rows.begin(-np.inf, 1.0)
            for name in pair:
                rows.put(project[name], 1.0)
        return rows

    def _whole(self, key: Key) -> float:
        """Return what a row of a capacity is divided by, so that numbers are near one."""
        return self.capacity.get(key, 0.0) or 1.0


@dataclass
class _Rows:
    """Rows of a programme that are written one after the other."""

    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    columns: list[int] = field(default_factory=list)
    values: list[float] = field(default_factory=list)

    def begin(self, low: float, high: float) -> int:
        """Begin a row; returns its number."""
        self.low.append(low)
        self.high.append(high)
        return len(self.low) - 1

    def put(self, column: int, value: float) -> None:
        """Put a value into the row that was begun last."""
        self.into(len(self.low) - 1, column, value)

    def into(self, row: int, column: int, value: float) -> None:
        """Put a value into a row."""
        self.rows.append(row)
        self.columns.append(column)
        self.values.append(value)

    def matrix(self, columns: int) -> Any:
        """Return the rows as a sparse matrix."""
        from scipy.sparse import csc_array

        shape = (len(self.low), columns)
        made = csc_array((self.values, (self.rows, self.columns)), shape)
        # The solver of SciPy before 1.15 takes places of 32 bits alone, and casts none.
        made.indices, made.indptr = made.indices.astype(np.int32), made.indptr.astype(np.int32)
        return made
