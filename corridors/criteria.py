"""The criteria of an itinerary: one row each, read wherever one is minimised, added or shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from corridors.errors import deprecated, one_of, several
from corridors.vocabulary import LEG_KINDS


@dataclass(frozen=True, slots=True)
class Criterion:
    """What an itinerary can be the best by, and what it is called on each floor.

    Attributes
    ----------
    key
        The word of callers: ``weight="cost"``.
    leg, total
        The field of a leg, and of an itinerary, which is the sum over its legs.
    unit
        The unit of both.
    arc
        The column of the state graph's arcs; empty for money, which a shipment pays by its box.
    per_t
        Whether the arc's value is that of a tonne.
    best
        The word for the best: ``"cheapest"``.
    shown, per_shown, digits
        The unit in which people read it, how many of ``unit`` make one, and decimals.
    """

    key: str
    leg: str
    total: str
    unit: str
    arc: str
    best: str
    shown: str
    per_shown: float = 1.0
    digits: int = 0
    per_t: bool = False

    @property
    def better(self) -> str:
        """The word for what is better by it.

        Examples
        --------
        >>> [row.better for row in CRITERIA.values()]
        ['cheaper', 'quicker', 'shorter', 'simpler', 'cleaner']
        """
        return f"{self.best.removesuffix('est')}er"

    def number(self, value: float) -> str:
        """Return a value in the unit that people read, without the unit.

        Examples
        --------
        >>> CRITERIA["time"].number(36.0), CRITERIA["cost"].number(1234.5)
        ('1.5', '1,234')
        """
        return f"{value / self.per_shown:,.{self.digits}f}"

    def text(self, value: float) -> str:
        """Return a value with the unit that people read.

        Examples
        --------
        >>> CRITERIA["time"].text(36.0)
        '1.5 days'
        """
        number = self.number(value)
        return f"{number} {self.shown.removesuffix('s') if number == '1' else self.shown}"


#: What tables call the days that half, and nine in ten, of the consignments keep.
P50_DAYS, P90_DAYS = "p50 days", "p90 days"
_ROWS = (
    Criterion("cost", "usd", "cost_usd", "USD", "", "cheapest", "USD"),
    Criterion("time", "h", "time_h", "h", "h", "quickest", "days", per_shown=24.0, digits=1),
    Criterion("distance", "km", "distance_km", "km", "km", "shortest", "km"),
    Criterion(
        "transits", "transits", "transit_count", "crossings and transshipments", "transits",
        "simplest", "transits",
    ),
    Criterion(
        "co2e", "co2e_kg", "co2e_kg", "kg", "kg_per_t", "cleanest", "kg CO2e", per_t=True,
    ),
)  # fmt: skip

#: By key, in the order of the columns of every array of costs.
CRITERIA: Mapping[str, Criterion] = MappingProxyType({row.key: row for row in _ROWS})
#: Columns of the criteria that ties are broken by, and that are split by kind of leg.
COST, TIME = (list(CRITERIA).index(key) for key in ("cost", "time"))
#: The totals of an itinerary, in the same order.
TOTALS = tuple(row.total for row in _ROWS)
#: Money and hours by kind of leg: ``usd_line_haul`` to ``h_access``.
SPLITS = tuple(
    f"{row.leg}_{kind.replace('-', '_').replace(' ', '_')}"
    for row in (_ROWS[COST], _ROWS[TIME])
    for kind in LEG_KINDS
)


def signed(value: float, digits: int = 0) -> str:
    """Return a change with its sign; one that rounds to nothing is ``"0"``.

    Examples
    --------
    >>> signed(1234.5), signed(-0.04, 1), signed(-0.06, 1)
    ('+1,234', '0', '-0.1')
    """
    text = f"{value:+,.{digits}f}"
    return "0" if float(text.replace(",", "")) == 0 else text


def criterion_of(word: str) -> Criterion:
    """Return the criterion of a word.

    Raises
    ------
    ValueError
        If it is none.
    """
    return CRITERIA[one_of("criterion", word, CRITERIA)]


def criteria_of(words: str | Iterable[str]) -> tuple[str, ...]:
    """Return criteria by which something is compared, one or several, checked.

    Raises
    ------
    ValueError
        If there is none, or one is not known.
    TypeError
        If they are no words.
    """
    keys = (words,) if isinstance(words, str) else several("criteria", words)
    if not keys:
        raise ValueError(f"criteria is empty; give some of {', '.join(CRITERIA)}")
    return tuple(criterion_of(word).key for word in keys)


def criterion_by(word: str, known: Iterable[str] = CRITERIA) -> Criterion:
    """Return the criterion that an argument ``by`` names, by its key.

    The name of its total, ``"time_h"`` for ``"time"``, is the old word.

    Raises
    ------
    ValueError
        If it is none of those known.

    Examples
    --------
    >>> criterion_by("time").total
    'time_h'
    """
    keys = tuple(known)
    old = {CRITERIA[key].total: key for key in keys if CRITERIA[key].total != key}
    if isinstance(word, str) and word in old:
        deprecated(f"by={word!r}", f"by={old[word]!r}", "0.3", stacklevel=4)
        word = old[word]
    return CRITERIA[one_of("by", word, keys)]
