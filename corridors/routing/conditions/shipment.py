"""What is shipped: a container, or tonnes, cubic metres, MMBtu or barrels without one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from corridors.errors import one_of
from corridors.network.prices import BOXES, Price, worth_usd_per_t
from corridors.routing.conditions.words import number
from corridors.vocabulary import COMMODITIES, TONNES_PER_UNIT, VALUE_OF_TIME_SHARE_PER_DAY

#: No more tonnes in one shipment: of what flows through a pipe in a year, and of all else.
_MOST_PIPED_T, _MOST_T = 1e9, 1e7
_PIPED = ("gas", "oil")


class Unsaid(float):
    """A number that nobody has said: it follows from what was said, anew in each copy."""

    __slots__ = ()


#: What people call boxes, and which they are here: a high cube pays what a box of its length does.
_SIZES = {
    **dict.fromkeys(("20", "20'", "20 ft", "20dc", "20dv", "20gp", "20st", "teu"), "20ft"),
    **dict.fromkeys(
        ("40", "40'", "40 ft", "40dc", "40dv", "40gp", "40st", "40hc", "40hq", "40fthc", "feu"),
        "40ft",
    ),
}


@dataclass(frozen=True, slots=True)
class Shipment:
    """One consignment: a container, or an amount of bulk, oil or gas.

    Parameters
    ----------
    box
        ``"20ft"`` or ``"40ft"``; only containers have one.
    cargo_t
        Mass of the goods in tonnes. A container holds up to 30.
    value_usd
        Value of the goods, for the generalised cost. Where it is not said, gas and oil are worth
        what the table ``energy_prices`` says (oil the price of crude, gas that of TAPI at the
        Turkmen border), all else 50,000 USD.
    commodity
        ``"container"``, ``"bulk"``, ``"oil"`` or ``"gas"``. Pipelines carry only the last
        two; gas travels by pipeline only.
    quantity, unit
        The amount in a unit of its own in place of ``cargo_t``: gas in ``"bcm"`` (a billion cubic
        metres), ``"mcm"`` (a million), ``"MMBtu"`` or ``"t"``, oil in ``"bbl"`` or ``"t"``. A bcm
        of gas is 0.735 Mt and 34.121 million MMBtu, a tonne of oil 7.33 barrels (Statistical
        Review of World Energy, 2021).
    time_share_per_day
        What a day in transit costs, as a share of ``value_usd``. Where it is not said, 0.0135 (of
        goods that choose between air and sea); shares of ways then have that of ``choice_model``,
        0.0005 (fitted to what was published of containers). What is said holds for both.

    Examples
    --------
    >>> import corridors as co
    >>> co.Shipment(box="20ft", cargo_t=18)
    Shipment(box='20ft', cargo_t=18, value_usd=50000.0, commodity='container')
    >>> co.Shipment(commodity="gas", quantity=33, unit="bcm").text
    'gas, 33 bcm (24,255,000 t), worth 8,466,791,764 USD'
    """

    box: str = "40ft"
    cargo_t: float = Unsaid(20.0)
    value_usd: float = Unsaid(50_000.0)
    commodity: str = "container"
    quantity: float | None = None
    unit: str = ""
    time_share_per_day: float = Unsaid(VALUE_OF_TIME_SHARE_PER_DAY)

    def __post_init__(self) -> None:
        one_of("commodity", self.commodity, COMMODITIES)
        one_of("box", self.box, BOXES, _SIZES)
        self._take_quantity()
        most_t = _MOST_PIPED_T if self.commodity in _PIPED else _MOST_T
        for name in ("cargo_t", "value_usd", "time_share_per_day"):
            number(name, getattr(self, name))
        if not 0 <= self.time_share_per_day <= 1:
            raise ValueError(
                f"time_share_per_day must be 0 to 1, a share of the value, not "
                f"{self.time_share_per_day}"
            )
        if not 0 < self.cargo_t < most_t:
            raise ValueError(
                f"cargo_t must be above 0 and below {most_t / 1e6:,.0f} million t, not "
                f"{self.cargo_t}"
            )
        if self.commodity == "container" and self.cargo_t > 30:
            raise ValueError(f"a container holds up to 30 t, not {self.cargo_t:g}")
        if isinstance(self.value_usd, Unsaid):
            piped = self.commodity in _PIPED
            usd = worth_usd_per_t(self.commodity) * self.cargo_t if piped else 50_000.0
            object.__setattr__(self, "value_usd", Unsaid(usd))
        if not 0 <= self.value_usd < 1e12:
            raise ValueError(f"value_usd must be 0 or more, not {self.value_usd}")

    def _take_quantity(self) -> None:
        """Make tonnes of the quantity.

        Raises
        ------
        ValueError
            If the quantity has no unit of the commodity, is not above 0, or the tonnes say
            something else.
        """
        units = TONNES_PER_UNIT[self.commodity]
        if self.quantity is None:
            if self.unit:
                raise ValueError(f"unit {self.unit!r} is of no quantity: give quantity= as well")
            if isinstance(self.cargo_t, Unsaid):  # what another commodity or quantity made
                object.__setattr__(self, "cargo_t", Unsaid(20.0))
            return
        number("quantity", self.quantity)
        if not self.unit:
            raise ValueError(
                f"quantity {self.quantity:g} has no unit: give unit=, for {self.commodity} one of "
                f"{', '.join(units)}"
            )
        one_of(f"unit of {self.commodity}", self.unit, units)
        if not 0 < self.quantity < float("inf"):
            raise ValueError(f"quantity must be above 0, not {self.quantity}")
        tonnes = self.quantity * units[self.unit]
        if not isinstance(self.cargo_t, Unsaid) and abs(self.cargo_t - tonnes) > 1e-6 * tonnes:
            raise ValueError(
                f"{self.quantity:g} {self.unit} of {self.commodity} are {tonnes:,.6g} t, not the "
                f"{self.cargo_t:g} of cargo_t: give one of them"
            )
        object.__setattr__(self, "cargo_t", Unsaid(tonnes))

    def __repr__(self) -> str:
        told = ["box", "cargo_t", "value_usd", "commodity"]
        told += ["quantity", "unit"] if self.quantity is not None else []
        told += ["time_share_per_day"] if self.says_time else []
        return f"Shipment({', '.join(f'{name}={getattr(self, name)!r}' for name in told)})"

    def pays(self, price: Price) -> Any:
        """Return what the shipment pays where this is the price; of arrays, an array.

        Parameters
        ----------
        price
            USD of a 20-foot box, a 40-foot box and a tonne: numbers or arrays.

        Raises
        ------
        TypeError
            If it is no ``Price``.
        """
        if not isinstance(price, Price):
            raise TypeError(f"price is a Price, not {price!r}")
        if self.commodity == "container":
            return price.usd_20ft if self.box == "20ft" else price.usd_40ft
        return price.usd_per_t * self.cargo_t

    @property
    def usd_per_h(self) -> float:
        """What an hour in transit costs, by the value of the goods."""
        return self.value_usd * self.time_share_per_day / 24

    @property
    def says_time(self) -> bool:
        """Whether what a day in transit costs was said."""
        return not isinstance(self.time_share_per_day, Unsaid)

    @property
    def amount(self) -> str:
        """How much it is, for people: in its own unit, with the tonnes that it makes."""
        if self.quantity is None or self.unit == "t":
            return f"{self.cargo_t:,.7g} t" if self.cargo_t >= 1e5 else f"{self.cargo_t:g} t"
        return f"{self.quantity:,.9g} {self.unit} ({self.cargo_t:,.0f} t)"

    @property
    def what(self) -> str:
        """What it is packed in, or what it is: ``40ft container``, ``gas``."""
        return f"{self.box} container" if self.commodity == "container" else self.commodity

    @property
    def text(self) -> str:
        """The shipment in words: what, how much, and what it is worth."""
        return f"{self.what}, {self.amount}, worth {self.value_usd:,.0f} USD"


DEFAULT_SHIPMENT = Shipment()
