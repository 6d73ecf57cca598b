"""The scene of two networks: each by itself, and what differs between them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from corridors.maps.network_scene import link_rows, link_sources, side_offsets
from corridors.maps.scene import Rows, Scene
from corridors.network.network import Network

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Kinds of change: name, colour; later ones are drawn above.
_KINDS = {
    "changed": ("Other values changed", "#e69f00"),
    "opened": ("Opened", "#117733"),
    "closed": ("Closed", "#b3261e"),
}


def change_scene(networks: Mapping[str, Any]) -> dict:
    """Return the scene of two networks by name: one at a time, and their differences on top.

    Raises
    ------
    TypeError
        If a value is no network.
    ValueError
        If there are not two.
    """
    for name, net in networks.items():
        if not isinstance(net, Network):
            raise TypeError(
                f"{name!r} is {type(net).__name__}: networks cannot be mixed with others"
            )
    if len(networks) != 2:
        raise ValueError(f"got {len(networks)} networks: a map of changes is of two")
    (first, before), (second, after) = networks.items()
    scene = Scene(
        f"{first} / {second}", notes=[f"Situations: {before.situation} / {after.situation}."]
    )
    layers = [
        {"name": name, "on": k == 1, "mode": "road", "items": _links(scene, net)}
        for k, (name, net) in enumerate(networks.items())
    ]
    scene.add_group("Networks", layers, exclusive=True, z=1)
    scene.add_group("Changes", _changes(scene, before, after), exclusive=False, z=4)
    return scene.to_dict(after, trim=0.05)


def _links(scene: Scene, net: Network) -> list[list]:
    offsets = side_offsets(net)
    order = sorted(net.table("links"), key=lambda row: (row["mode"] == "rail", row["link_id"]))
    return [
        [
            scene.add_line(net, row["link_id"], row["name"], link_rows(row), link_sources(row)),
            offsets[row["link_id"]],
        ]
        for row in order
    ]


def _changes(scene: Scene, before: Network, after: Network) -> list[dict]:
    old = {row["link_id"]: row for row in before.table("links")}
    new = {row["link_id"]: row for row in after.table("links")}
    touched = _touched(before, after)
    found: dict[str, list[list]] = {kind: [] for kind in _KINDS}
    for link in sorted({*old, *new}):
        was, now = old.get(link), new.get(link)
        kind, rows = _difference(was, now, touched.get(link, []))
        if kind:
            net, row = (before, was or {}) if now is None else (after, now)
            number = scene.add_line(net, link, str(row["name"]), rows, link_sources(row))
            found[kind].append([number, 0, 4.5])
    return [
        {
            "name": f"{name} ({len(found[kind])})",
            "on": True,
            "colour": colour,
            "mode": "flow",
            "items": found[kind],
        }
        for kind, (name, colour) in _KINDS.items()
        if found[kind]
    ]


def _difference(was: dict | None, now: dict | None, also: list[str]) -> tuple[str, Rows]:
    """Return the kind of a link's change, or nothing, and what to say of it."""
    open_before = was is not None and was["status"] == "operational"
    open_after = now is not None and now["status"] == "operational"
    rows: Rows = []
    if was is not None and now is not None:
        rows = [
            [name.replace("_", " "), f"{was[name]} → {now[name]}"]
            for name in was
            if was[name] != now[name] and not _both_missing(was[name], now[name])
        ]
    rows += [["also", words] for words in also]
    if open_before != open_after:
        rows = rows or [["status", "new" if open_after else "gone"]]
        return ("opened" if open_after else "closed"), rows
    return ("changed" if rows else ""), rows


def _both_missing(a: object, b: object) -> bool:
    return isinstance(a, float) and isinstance(b, float) and math.isnan(a) and math.isnan(b)


def _touched(before: Network, after: Network) -> dict[str, list[str]]:
    """Return, by link, the border crossings and services on it whose values differ."""
    found: dict[str, list[str]] = {}
    for table, key in (("border_crossings", "bcp_id"), ("services", "link_id")):
        old, new = _by_key(before, table), _by_key(after, table)
        for name in old.keys() | new.keys():
            rows = old.get(name), new.get(name)
            if repr(rows[0]) != repr(rows[1]):
                row: dict = rows[1] or rows[0] or {}
                found.setdefault(str(row[key]), []).append(_words(table, *rows))
    by_link = {}
    for row in after.table("links"):
        words = found.get(row["link_id"], []) + found.get(row["bcp_id"] or "-", [])
        if words:
            by_link[row["link_id"]] = sorted(words)
    return by_link


def _by_key(net: Network, table: str) -> dict[tuple, dict]:
    names = ("bcp_id", "mode", "from_country", "to_country", "service_id")
    return {tuple(row[n] for n in names if n in row): row for row in net.table(table)}


def _words(table: str, was: dict | None, now: dict | None) -> str:
    row = now or was or {}
    what = "border" if table == "border_crossings" else "service"
    if was is None or now is None:
        return f"{what} {row['name']}: {'new' if was is None else 'gone'}"
    changes = [
        f"{name.replace('_', ' ')} {was[name]} → {now[name]}"
        for name in was
        if was[name] != now[name] and not _both_missing(was[name], now[name])
    ]
    way = f" ({row['from_country']} to {row['to_country']})" if "from_country" in row else ""
    return f"{what} {row['name']}{way}: {', '.join(changes)}"
