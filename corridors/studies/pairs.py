"""How much pairs count: tonnes and TEU a year, and the shipments in which they go."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from corridors.errors import one_of
from corridors.network.places.pairs import WEIGHTS
from corridors.routing.conditions import Shipment
from corridors.routing.conditions.words import within
from corridors.routing.questions import PairOf, PairsOf, listed_pairs
from corridors.vocabulary import counted

#: The weights that are amounts of a year.
YEARLY = ("tonnes", "teu")
_TEU = {"20ft": 1.0, "40ft": 2.0}


@dataclass(frozen=True)
class Amounts:
    """Pairs of places with what each counts for.

    Parameters
    ----------
    pairs
        (origin, destination).
    weights
        How much each counts, in ``unit``.
    unit
        As that of :class:`Pairs`.
    shipments
        In how many shipments that goes; ``nan`` where the weight is no amount.
    """

    pairs: tuple[PairOf, ...]
    weights: tuple[float, ...]
    unit: str
    shipments: tuple[float, ...]

    @property
    def yearly(self) -> bool:
        """Whether the weights are amounts of a year."""
        return self.unit in YEARLY

    @property
    def times(self) -> tuple[float, ...]:
        """By what what a shipment loses or gains is multiplied: shipments, else the weights."""
        return self.shipments if self.yearly else self.weights


def amounts_of(
    pairs: PairsOf,
    shipment: Shipment,
    weights: Sequence[float] | None = None,
    unit: str = "",
) -> Amounts:
    """Return pairs with their weights: their own, or those that a caller gives beside them.

    Raises
    ------
    ValueError
        If weights do not match the pairs, are below 0, or are given twice.
    """
    found = listed_pairs(pairs)
    if found.unit and (weights is not None or unit):
        raise ValueError(f"the pairs count in {found.unit} already: leave out weights and unit")
    if weights is None:
        if unit in YEARLY:
            raise ValueError(f"unit says {unit}, but there are no weights: give one each pair")
        known, unit = found.weights, unit or found.unit
    else:
        known = tuple(within("a weight of a pair", weight, 0) for weight in weights)
    if len(known) != len(found):
        raise ValueError(
            f"weights has {counted(len(known), 'weight')} for {counted(len(found), 'pair')}"
        )
    shipments = tuple(shipments_of(weight, unit, shipment) for weight in known)
    return Amounts(found.pairs, known, unit, shipments)


def shipments_of(amount: float, unit: str, shipment: Shipment) -> float:
    """Return in how many shipments an amount goes.

    Parameters
    ----------
    amount
        So much.
    unit
        ``"tonnes"``, of which a shipment holds its ``cargo_t``; ``"teu"``, of which a 20-foot box
        is one and a 40-foot box two; ``"weight"`` or empty: a weight is no amount.

    Returns
    -------
    float
        ``nan`` for what is no amount.

    Raises
    ------
    ValueError
        If the unit is another word, or TEU are asked of goods that are in no box.

    Examples
    --------
    >>> import corridors as co
    >>> shipments_of(20_000, "tonnes", co.Shipment(cargo_t=20))
    1000.0
    >>> shipments_of(1200, "teu", co.Shipment(box="40ft"))
    600.0
    """
    one_of("unit", unit, ("", *WEIGHTS))
    if unit == "teu":
        if shipment.commodity != "container":
            raise ValueError(
                f"pairs count in TEU, but the goods are {shipment.commodity}; give tonnes, or "
                'commodity="container"'
            )
        return amount / _TEU[shipment.box]
    return amount / shipment.cargo_t if unit == "tonnes" else math.nan
