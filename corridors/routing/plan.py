"""From a shipment and criteria to one weight an arc."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from corridors.errors import did_you_mean
from corridors.graph.stategraph import StateGraph
from corridors.routing.conditions import Shipment
from corridors.vocabulary import COMMODITIES, CRITERIA, VALUE_OF_TIME_SHARE_PER_DAY

Weight = str | Mapping[str, float]

#: Among ways that are equal on the criterion asked for, the cheaper and quicker one is taken.
TIE_USD, TIE_H = 1e-7, 1e-7


def arc_costs(graph: StateGraph, shipment: Shipment) -> np.ndarray:
    """Return the criteria of each arc for a shipment: shape (arcs, 5), in ``CRITERIA`` order."""
    arcs = graph.arcs
    if shipment.commodity == "container":
        usd = arcs[f"usd_{shipment.box}"]
    else:
        usd = arcs["usd_per_t"] * shipment.cargo_t
    kg = arcs["kg_per_t"] * shipment.cargo_t
    return np.stack([usd, arcs["h50"], arcs["km"], arcs["transits"], kg], axis=1)


def carried(graph: StateGraph, shipment: Shipment) -> np.ndarray:
    """Return which arcs the shipment's commodity may use."""
    bit = 1 << COMMODITIES.index(shipment.commodity)
    return (graph.arcs["commodities"] & bit) > 0


def coefficients(weight: Weight, shipment: Shipment) -> np.ndarray:
    """Return the weight of each criterion, in ``CRITERIA`` order.

    Raises
    ------
    ValueError
        If a criterion is unknown, a coefficient is negative or not finite, or all are 0.
    """
    if weight == "generalised":
        weight = {"cost": 1.0, "time": shipment.value_usd * VALUE_OF_TIME_SHARE_PER_DAY / 24}
    chosen = {weight: 1.0} if isinstance(weight, str) else weight
    if not isinstance(chosen, Mapping):
        raise TypeError(f"weight is a criterion or a mapping of criteria, not {weight!r}")
    values = np.zeros(len(CRITERIA))
    for name, value in chosen.items():
        if name not in CRITERIA:
            raise ValueError(
                f"weight {name!r} is not one of {', '.join((*CRITERIA, 'generalised'))}."
                f"{did_you_mean(str(name), (*CRITERIA, 'generalised'))}"
            )
        if not (np.isfinite(value) and value >= 0):
            raise ValueError(f"the coefficient of {name!r} must be 0 or more, not {value}")
        values[CRITERIA.index(name)] = value
    if not values.any():
        raise ValueError("at least one coefficient of weight must be above 0")
    return values


def arc_weights(costs: np.ndarray, coefficient: np.ndarray, usable: np.ndarray) -> np.ndarray:
    """Return one weight an arc; ``inf`` where the arc may not be used."""
    tie = coefficient + float(coefficient.max()) * np.array([TIE_USD, TIE_H, 0, 0, 0])
    weights = costs @ tie
    weights[~usable] = np.inf
    return weights
