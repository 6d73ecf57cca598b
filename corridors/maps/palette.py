"""Colours and line styles that mean the same on every map."""

from __future__ import annotations

import csv
from colorsys import hls_to_rgb
from functools import cache
from itertools import count
from typing import TYPE_CHECKING

from corridors.network.files import DATA_FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from corridors.network.network import Network

#: For what has no colour of its own, in this order: Tol's vibrant, high-contrast and dark sets,
#: without those that a corridor of ``corridors.csv`` has. Black is first: a way of no corridor is
#: mostly shown beside those of corridors, among which are blues.
_SPARE = (
    "#2B2B2B", "#CC3311", "#009988", "#004488", "#EE3377", "#997700", "#222255", "#663333",
    "#225522", "#EE7733", "#994455", "#6F4E7C", "#33BBEE",
)  # fmt: skip

#: Colour and width of each mode's lines where colour is not taken by a corridor.
MODE_COLOURS = {
    "rail": "#2f3a40",
    "road": "#b4792b",
    "sea": "#3b7ea1",
    "ferry": "#0f8b8d",
    "inland_water": "#3b7ea1",
    "pipeline": "#9e3d64",
    "air": "#6b6fb3",
    "lng": "#9e3d64",
}
MODE_WIDTHS = {
    "rail": 2.6,
    "road": 2.0,
    "sea": 2.0,
    "ferry": 2.6,
    "inland_water": 2.0,
    "pipeline": 2.4,
    "air": 1.6,
    "lng": 2.0,
}
#: What the legend says of modes, statuses and kinds of place.
MODE_WORDS = {
    "rail": "railway",
    "road": "road",
    "sea": "sea lane",
    "ferry": "ferry",
    "inland_water": "inland water",
    "pipeline": "pipeline",
    "air": "air route",
    "lng": "ship of liquefied gas",
    "access": "way to the network",
}
STATUS_WORDS = {
    "operational": "in operation",
    "construction": "under construction",
    "planned": "planned",
    "suspended": "suspended",
}
KIND_WORDS = {
    "city": "city",
    "seaport": "seaport",
    "rail_terminal": "rail terminal",
    "dry_port": "dry port",
    "border_crossing": "border crossing",
    "junction": "junction",
    "pipeline_station": "pipeline station",
    "gauge": "break of gauge",
    "end": "origin or destination",
}
#: What money and time are spent on, in the order of the charts.
CATEGORY_COLOURS = {
    "railway": "#2f4b5c",
    "road": "#b4792b",
    "sea lane": "#5b9bc0",
    "ferry": "#0f8b8d",
    "inland water": "#8fc1d8",
    "pipeline": "#9e3d64",
    "ship of liquefied gas": "#c0708f",
    "way to and from the network": "#b9b2a3",
    "ports and terminals": "#8d8273",
    "waiting for a departure": "#c9c2b6",
    "breaks of gauge": "#e0b43c",
    "borders": "#c2410c",
}


def corridor_colours(corridors: Iterable[str], net: Network | None = None) -> dict[str, str]:
    """Return a colour for each corridor, or other name: its own, or one that no other has.

    Parameters
    ----------
    corridors
        Their ids, or other names.
    net
        A network whose table of corridors may say other colours than the embedded one.

    Examples
    --------
    >>> corridor_colours(["tapi", "my-corridor"])
    {'tapi': '#CC6677', 'my-corridor': '#2B2B2B'}
    """
    own = _embedded_colours()
    if net is not None:
        table = net.table("corridors")
        said = zip(table["corridor_id"], table["colour"], strict=True)
        own = {**own, **{str(name): str(colour) for name, colour in said if colour}}
    taken = {colour.upper() for colour in own.values()}
    spare = (colour for colour in _spare_colours() if colour not in taken)
    return {name: own.get(name) or next(spare) for name in dict.fromkeys(corridors)}


@cache
def _embedded_colours() -> dict[str, str]:
    with (DATA_FOLDER / "corridors.csv").open(encoding="utf-8", newline="") as stream:
        return {row["corridor_id"]: row["colour"] for row in csv.DictReader(stream)}


def _spare_colours() -> Iterator[str]:
    """Yield colours without end, each another: the hand-picked, then turns of the hue circle."""
    yield from _SPARE
    made = set(_SPARE)
    for k in count():
        # The golden section spreads hues evenly, however many there are.
        hue, lightness, saturation = (
            k * 0.618034 % 1,
            0.28 + 0.06 * (k % 4),
            0.75 - k // 64 % 8 / 20,
        )
        red, green, blue = (round(255 * part) for part in hls_to_rgb(hue, lightness, saturation))
        colour = f"#{red:02X}{green:02X}{blue:02X}"
        if colour not in made:
            made.add(colour)
            yield colour
