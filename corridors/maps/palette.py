"""Colours and line styles that mean the same on every map."""

from __future__ import annotations

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
    "china-kyrgyzstan-uzbekistan": "#DDCC77",
    "northern": "#661100",
    "deep-sea-suez": "#56B4E9",
    "deep-sea-cape": "#6699CC",
}
_OTHERS = ("#0072B2", "#D55E00", "#117733", "#AA4499", "#E69F00", "#332288", "#44AA99", "#882255")

#: Colour, width and dashes of each mode's lines where colour is not taken by a corridor.
MODE_COLOURS = {
    "rail": "#333333",
    "road": "#B07D2B",
    "sea": "#3B7EA1",
    "ferry": "#1FA3A3",
    "inland_water": "#3B7EA1",
    "pipeline": "#9E3D64",
}
MODE_DASHES = {"rail": "", "road": "1 5", "sea": "10 6", "ferry": "4 6", "pipeline": "14 4 2 4"}
MODE_WIDTHS = {"rail": 2.6, "road": 2.4, "sea": 1.6, "ferry": 2.2, "pipeline": 2.6}
#: Links that are not in operation are paler.
STATUS_OPACITY = {"operational": 0.9, "construction": 0.6, "planned": 0.45, "suspended": 0.3}


def corridor_colours(corridors: Iterable[str]) -> dict[str, str]:
    """Return a colour for each corridor; unknown ones take free colours in order."""
    spare = iter(_OTHERS * 10)
    return {name: CORRIDOR_COLOURS.get(name) or next(spare) for name in dict.fromkeys(corridors)}
