"""What is shipped."""

from __future__ import annotations

from dataclasses import dataclass

from corridors.errors import did_you_mean
from corridors.vocabulary import COMMODITIES

BOXES = ("20ft", "40ft")


@dataclass(frozen=True, slots=True)
class Shipment:
    """One consignment: a container, or tonnes of bulk, oil or gas.

    Parameters
    ----------
    box
        ``"20ft"`` or ``"40ft"``; only containers have one.
    cargo_t
        Mass of the goods in tonnes. A container holds up to 30.
    value_usd
        Value of the goods, for the generalised cost.
    commodity
        ``"container"``, ``"bulk"``, ``"oil"`` or ``"gas"``. Pipelines carry only the last
        two; gas travels by pipeline only.

    Examples
    --------
    >>> import corridors as co
    >>> co.Shipment(box="20ft", cargo_t=18)
    Shipment(box='20ft', cargo_t=18, value_usd=50000.0, commodity='container')
    """

    box: str = "40ft"
    cargo_t: float = 20.0
    value_usd: float = 50_000.0
    commodity: str = "container"

    def __post_init__(self) -> None:
        if self.commodity not in COMMODITIES:
            raise ValueError(
                f"commodity {self.commodity!r} is not one of {', '.join(COMMODITIES)}."
                f"{did_you_mean(str(self.commodity), COMMODITIES)}"
            )
        if self.box not in BOXES:
            raise ValueError(f"box {self.box!r} is not one of {', '.join(BOXES)}")
        if not 0 < self.cargo_t < 1e7:
            raise ValueError(f"cargo_t must be above 0 and below 10 million t, not {self.cargo_t}")
        if self.commodity == "container" and self.cargo_t > 30:
            raise ValueError(f"a container holds up to 30 t, not {self.cargo_t:g}")
        if not 0 <= self.value_usd < 1e12:
            raise ValueError(f"value_usd must be 0 or more, not {self.value_usd}")
