"""What each line is: mode, class, gauge, direction, and what its columns say of it alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from corridors.errors import DataError
from corridors.network.prices import BOX_PRICES
from corridors.sources.lines.columns import LEVELS, MODE_WORDS, TAGS, Columns, text_of
from corridors.sources.lines.degrees import Left
from corridors.sources.lines.layer import Layer
from corridors.sources.making.spelling import read_speed, unread_speeds
from corridors.sources.making.tags import (
    Own,
    Wanted,
    WayTags,
    read_gauges,
    read_way,
)

#: A stated length outside these shares of the drawn one is not of this line.
SHORTEST_SHARE, LONGEST_SHARE = 0.8, 3.0
#: Factors by which lengths of other units than km differ, and their names.
_UNITS = ((1000.0, "metres", 0.001), (0.6214, "miles", 1.609344), (3280.8, "feet", 0.0003048))
_DIRECTION = {1: "yes", -1: "-1", 0: "no"}


def _text(limit: float | str | None) -> str:
    """Return a speed limit as a tag of OpenStreetMap."""
    return f"{limit:g}" if isinstance(limit, float) else limit or ""


class Features:
    """Reads the lines of one layer."""

    def __init__(
        self, layer: Layer, columns: Columns, *, mode: str | None, wanted: Wanted, box: str
    ) -> None:
        self._layer, self._columns, self._wanted = layer, columns, wanted
        self._mode, self._price = mode, BOX_PRICES[box]
        self._made: dict[tuple, WayTags | str] = {}
        self.left = Left()
        #: Whether tags of OpenStreetMap say what a line is.
        self.by_tags = mode is None and "mode" not in columns.values
        if self.by_tags and not set(TAGS) & columns.tags.keys():
            listed = ", ".join(layer.columns) or "none"
            raise DataError(
                f'{layer.label}: by which mode are its lines? Say mode="rail" (--mode), or which '
                'column tells: columns={"mode": "TYPE"} (--column mode=TYPE). Its columns are '
                f"{listed[:400]}"
            )

    def level(self, k: int) -> str:
        """Return what tells a line on a bridge or in a tunnel from those that it crosses."""
        columns = [self._layer.columns[key] for key in LEVELS if key in self._layer.columns]
        words = [text_of(column[k]) for column in columns]
        return "|".join("" if w.lower() in ("no", "0", "f", "false") else w for w in words)

    def tags(self, k: int, km: float) -> WayTags | str:
        """Return what line ``k`` of ``km`` as drawn is, or why it is left out."""
        found = self._plain(k)
        if isinstance(found, str):
            return found
        own = self._own(k, km)
        if found.mode == "pipeline" and not (own and own.commodity):
            return "a pipeline without a commodity, gas or oil"
        return replace(found, own=own) if own else found

    def _plain(self, k: int) -> WayTags | str:
        """Return what a line is by all but lengths, hours and prices; equal ones are one."""
        at = self._columns.at
        words = {key: column[k] for key, column in self._columns.tags.items() if column[k]}
        names = ("mode", "gauge_mm", "status", "maxspeed", "oneway", "name", "ref")
        values = {name: at(name, k) for name in names}
        key = (tuple(words.items()), tuple(values.values()))
        if key not in self._made:
            self._made[key] = self._read(words, values)
        return self._made[key]

    def _read(self, words: dict[str, str], values: Mapping[str, Any]) -> WayTags | str:
        limit, oneway = values["maxspeed"], values["oneway"]
        text = {
            "gauge": values["gauge_mm"] or "", "maxspeed": _text(limit),
            "oneway": _DIRECTION.get(oneway, ""), "name": values["name"] or "",
            "ref": values["ref"] or "",
        }  # fmt: skip
        words |= {key: value for key, value in text.items() if value}
        mode = self._mode or values["mode"]
        if self.by_tags:
            found = read_way(words, self._wanted)
            found = "neither highway, railway nor ferry" if found == "no way" else found
        elif not mode:
            return "without a mode"
        else:
            known = MODE_WORDS.get(str(mode).lower().strip())
            if known is None:
                return f"mode {str(mode)[:40]}"
            found = self._of_mode(known, words)
        if isinstance(found, str):
            return found
        if oneway is not None and (found.mode != "rail" or "oneway" in self._columns.mapped):
            found = replace(found, oneway=oneway)
        return replace(found, status=values["status"]) if values["status"] else found

    def _of_mode(self, mode: str, words: Mapping[str, str]) -> WayTags | str:
        """Return what a line of a known mode is; its tags say more of it."""
        own_tag = {"road": "highway", "rail": "railway"}.get(mode, "")
        if own_tag in words:
            return read_way({k: v for k, v in words.items() if k not in TAGS or k == own_tag},
                            self._wanted)  # fmt: skip
        gauges: tuple[int, ...] = ()
        if mode in ("rail", "train ferry") and words.get("gauge"):
            gauges = read_gauges(words["gauge"])
            if not gauges:
                return f"gauge {words['gauge'][:20]}"
        carries = {"ferry": ("road",), "train ferry": ("rail",)}.get(mode, ())
        mode = "ferry" if mode == "train ferry" else mode
        surface = words.get("surface", "")
        limit = words.get("maxspeed", "")
        return WayTags(
            mode=mode, kind=mode, status="operational", gauges_mm=gauges, carries=carries,
            maxspeed_kmh=read_speed(limit), usage=words.get("usage", ""),
            service=words.get("service", ""), electrified=words.get("electrified", ""),
            surface=surface, toll="yes" if words.get("toll") == "yes" else "",
            name=words.get("name", ""), ref=words.get("ref", ""),
            unread=tuple(f"maxspeed={part}" for part in unread_speeds(limit)),
        )  # fmt: skip

    def _own(self, k: int, km: float) -> Own | None:
        """Return what a line's columns say of it alone, ``None`` if nothing."""
        at = self._columns.at
        stretch, length = None, at("length_km", k)
        if length:
            share = length / km
            if SHORTEST_SHARE <= share <= LONGEST_SHARE:
                stretch = share
            else:
                self.left.add("a stated length far from the drawn one, which is used", k + 1)
        hours, cost, rate = at("time_h", k), at("cost_usd", k), at("cost_usd_per_km", k)
        rate = cost / (km * (stretch or 1.0)) if cost is not None else rate
        own = Own(
            speed_kmh=at("speed_kmh", k),
            hours_per_km=None if hours is None else hours / km,
            usd_per_km=rate,
            price=self._price,
            stretch=stretch,
            commodity=at("commodity", k) or "",
        )
        return None if own == Own(price=self._price) else own

    def check_lengths(self, km: np.ndarray) -> None:
        """Raise if the stated lengths, taken together, are in another unit than km.

        Raises
        ------
        DataError
            With the unit and what to write.
        """
        said = self._columns.values.get("length_km")
        if not said:
            return
        shares = [s / d for s, d in zip(said, km.tolist(), strict=True) if s and d > 0.05]
        if not shares:
            return
        share = float(np.median(shares))
        if SHORTEST_SHARE <= share <= LONGEST_SHARE:
            return
        unit = next(((n, s) for f, n, s in _UNITS if abs(share / f - 1) < 0.1), None)
        what = f"they seem to be {unit[0]}: give the scale" if unit else "say their unit"
        scale = unit[1] if unit else 0.001
        raise DataError(
            f"{self._layer.label}: length_km: the lengths are {share:.3g} times those of the "
            f'lines as drawn; {what}, as in {{"length_km": {{"column": …, "scale": {scale:g}}}}}'
        )
