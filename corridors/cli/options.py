"""Options that commands share, and what their words mean."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from corridors.formats import import_network
from corridors.network.catalogue import load
from corridors.network.network import Network
from corridors.network.places import Place

PlaceArgument = Annotated[str, typer.Argument(help="name, node id, UN/LOCODE, or lon,lat")]
Weight = Annotated[
    str,
    typer.Option(help="cost, time, distance, transits, co2e, generalised, or cost=1,time=30"),
]
Box = Annotated[str, typer.Option(help="20ft or 40ft")]
Cargo = Annotated[float, typer.Option(help="mass of the goods, tonnes")]
Value = Annotated[float, typer.Option(help="value of the goods, USD")]
Commodity = Annotated[str, typer.Option(help="container, bulk, oil or gas")]
Corridor = Annotated[str | None, typer.Option(help="corridor that the itinerary must follow")]
Modes = Annotated[list[str] | None, typer.Option("--mode", help="mode allowed (repeatable)")]
Avoid = Annotated[
    list[str] | None,
    typer.Option(help="link, node, corridor, mode, country or border to avoid (repeatable)"),
]
Via = Annotated[list[str] | None, typer.Option(help="place to pass, in order (repeatable)")]
NETWORK_HELP = (
    "network instead of the embedded one: a folder of tables, GMNS or GeoParquet, or a .gpkg, "
    ".geojson or .graphml file"
)
Data = Annotated[Path | None, typer.Option("--data", "--network", help=NETWORK_HELP)]
AsOf = Annotated[
    str | None, typer.Option(help="day, such as 2026-03-15: the network as it stood then")
]
Departure = Annotated[
    str | None,
    typer.Option(
        help="when the goods leave, such as 2026-01-16 or 2026-01-16T08:00, UTC unless a zone "
        "is given: services, opening hours and seasons then count",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="print JSON")]
Csv = Annotated[bool, typer.Option("--csv", help="print CSV")]
AllLegs = Annotated[bool, typer.Option("--all-legs", help="a row each link, not each stretch")]
Output = Annotated[Path | None, typer.Option("--map", help="write a map to this HTML file")]


def network_of(folder: Path | None, as_of: str | None = None) -> Network:
    """Return the network of a file or folder, or the embedded one, as it stood on a day."""
    net = import_network(folder) if folder else load()
    return net.at(as_of) if as_of else net


def place_of(text: str) -> Place:
    """Read ``lon,lat`` as a position, everything else as a name."""
    parts = text.split(",")
    if len(parts) == 2:
        try:
            return float(parts[0]), float(parts[1])
        except ValueError:
            return text
    return text


def weight_of(text: str) -> str | dict[str, float]:
    """Read a criterion, or ``cost=1,time=30``."""
    if "=" not in text:
        return text
    pairs = [part.partition("=") for part in text.split(",")]
    try:
        return {name.strip(): float(value) for name, _, value in pairs}
    except ValueError:
        raise ValueError(f"weight {text!r} is not of the form cost=1,time=30") from None
