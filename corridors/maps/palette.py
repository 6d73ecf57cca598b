"""Colours and line styles that mean the same on every map."""

from __future__ import annotations

from itertools import cycle
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Colour-blind-safe: Okabe and Ito's eight and Tol's muted set, fixed for the known corridors.
CORRIDOR_COLOURS = {
    "middle-corridor": "#0072B2",
    "cpec": "#117733",
    "gwadar": "#44AA99",
    "tapi": "#CC6677",
    "white-oil": "#882255",
    "islamabad-tehran-istanbul": "#D55E00",
    "trans-afghan": "#E69F00",
    "karakoram": "#999933",
    "lapis-lazuli": "#332288",
    "north-south-east": "#AA4499",
    "north-south-west": "#CC79A7",
    "china-kyrgyzstan-uzbekistan": "#DDCC77",
    "northern": "#661100",
    "deep-sea-suez": "#56B4E9",
    "deep-sea-cape": "#6699CC",
}
_OTHERS = ("#0072B2", "#D55E00", "#117733", "#AA4499", "#E69F00", "#332288", "#44AA99", "#882255")

#: Colour and width of each mode's lines where colour is not taken by a corridor.
MODE_COLOURS = {
    "rail": "#2f3a40",
    "road": "#b4792b",
    "sea": "#3b7ea1",
    "ferry": "#0f8b8d",
    "inland_water": "#3b7ea1",
    "pipeline": "#9e3d64",
}
MODE_WIDTHS = {
    "rail": 2.6,
    "road": 2.0,
    "sea": 2.0,
    "ferry": 2.6,
    "inland_water": 2.0,
    "pipeline": 2.4,
}
#: What the legend says of modes, statuses and kinds of place.
MODE_WORDS = {
    "rail": "railway",
    "road": "road",
    "sea": "sea lane",
    "ferry": "ferry",
    "inland_water": "inland water",
    "pipeline": "pipeline",
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
    "way to and from the network": "#b9b2a3",
    "ports and terminals": "#8d8273",
    "waiting for a departure": "#c9c2b6",
    "breaks of gauge": "#e0b43c",
    "borders": "#c2410c",
}


def corridor_colours(corridors: Iterable[str]) -> dict[str, str]:
    """Return a colour for each corridor; unknown ones take the free colours in order."""
    names = list(dict.fromkeys(corridors))
    known = {CORRIDOR_COLOURS[name] for name in names if name in CORRIDOR_COLOURS}
    spare = cycle([colour for colour in _OTHERS if colour not in known] or _OTHERS)
    return {name: CORRIDOR_COLOURS.get(name) or next(spare) for name in names}
