"""GMNS as other programs write it: what is freight's, in which units, in which direction."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np

from corridors.errors import DataError
from corridors.formats.gmns.ground import Place, km_along, lines_of, places_of
from corridors.formats.gmns.rows import Row, id_of, rows_of
from corridors.formats.gmns.units import (
    Config,
    config_of,
    number_of,
    ratios,
    unit_of_lengths,
    unit_of_speeds,
)
from corridors.formats.gmns.words import Uses, mode_of, place_of, truth_of
from corridors.network.countries import country_in_table
from corridors.network.earth import great_circles_km
from corridors.network.forms.geometry import Line
from corridors.network.network import Network
from corridors.network.prices import PRICE_COLUMNS
from corridors.network.schema import schema
from corridors.sources.making.spelling import LENGTH_KM, length_unit, speed_kmh
from corridors.sources.models import Columns, from_columns
from corridors.sources.models.account import Account
from corridors.vocabulary import counted

#: Columns of ours that other programs keep as they are, when they edit a folder of ours.
_KEPT = (
    "gauge_mm", "status", "bcp_id", "commodity", "line_ref", "passages", "tags", *PRICE_COLUMNS,
    "hours_p50", "hours_p90",
)  # fmt: skip
#: Links of the same ends and mode are one if these are the same too.
_SAME = (
    "link_id", "directed", "oneway", "dir_flag", "length", "geometry", "geometry_id", "name",
    "free_speed", *_KEPT,
)  # fmt: skip
_Unit = TypeVar("_Unit")
_LABELS = {"nodes": "node.csv", "links": "link.csv"}


@dataclass(slots=True)
class Link:
    """A link that is kept: the row it stands in, its ends, and what was made of its cells."""

    link_id: str
    row: Row
    ends: tuple[str, str]
    mode: str
    oneway: bool


def read_wild(folder: Path) -> Network:
    """Read a GMNS folder of another program; ``net.report`` tells what was made of it.

    Raises
    ------
    FileNotFoundError, DataError
        If a table is missing, if nothing in it carries freight, or if units or coordinates are
        neither said nor shown.
    """
    account = Account(folder.name)
    config = config_of(folder, account)
    nodes = rows_of(folder, "node.csv", account, ("node_id", "x_coord", "y_coord"))
    rows = rows_of(folder, "link.csv", account, ("from_node_id", "to_node_id"))
    places, to_degrees = places_of(nodes, config, account)
    _fill_types(folder, rows, account)
    _fill_lanes(folder, rows, account)
    links = _links(rows, places, _uses(folder, rows, account), account)
    drawn = [(x.link_id, x.row, places[x.ends[0]], places[x.ends[1]]) for x in links]
    lines = lines_of(folder, drawn, to_degrees, account)
    lengths = _lengths(links, places, lines, config, account)
    speeds = _speeds(links, config, lengths[1], account)
    ends, kind = _node_rows(nodes, links, places, account)
    columns = Columns(
        nodes=ends,
        links=[
            {**_kept(x.row, account), **_link_row(x, km, kmh)}
            for x, km, kmh in zip(links, lengths[0], speeds, strict=True)
        ],
        labels=_LABELS,
        own_countries=_has_zones(ends, account),
        kind=kind,
    )
    return from_columns(columns, name=folder.name, source=folder.name, lines=lines, account=account)


# -- which links -----------------------------------------------------------------------------------


def _fill_types(folder: Path, links: Sequence[Row], account: Account) -> None:
    """Give links without a facility type or uses those of their ``link_type``, if it has a row."""
    types: dict[str, Row] = {}
    for file in ("link_type.csv", "link_types.csv"):
        for row in rows_of(folder, file, account, required=False):
            types.setdefault(id_of(row["link_type_id"] or row["link_type"]), row)
    for row in links:
        kind = types.get(id_of(row["link_type"]))
        if kind is None:
            continue
        name = kind["facility_type"] or (kind["link_type"] if kind["link_type_id"] else "")
        row.fill("facility_type", name)
        row.fill("allowed_uses", kind["allowed_uses"])


def _fill_lanes(folder: Path, links: Sequence[Row], account: Account) -> None:
    """Give links without a list of uses that of all their lanes."""
    of_lanes: dict[str, list[str]] = {}
    for lane in rows_of(folder, "lane.csv", account, required=False):
        if lane["allowed_uses"]:
            of_lanes.setdefault(id_of(lane["link_id"]), []).append(lane["allowed_uses"])
    for row in links:
        row.fill("allowed_uses", ",".join(dict.fromkeys(of_lanes.get(id_of(row["link_id"]), ()))))


def _uses(folder: Path, links: Sequence[Row], account: Account) -> Uses:
    groups = rows_of(folder, "use_group.csv", account, required=False)
    definitions = rows_of(folder, "use_definition.csv", account, required=False)
    return Uses(
        {row["use_group"]: row["uses"] for row in groups},
        {row["use"]: row["description"] for row in definitions},
        {row["allowed_uses"] for row in links},
    )


def _links(
    rows: Sequence[Row], places: Mapping[str, Place], uses: Uses, account: Account
) -> list[Link]:
    """Return the links that carry freight between known nodes; all others are told."""
    back = {(id_of(row["to_node_id"]), id_of(row["from_node_id"])) for row in rows}
    links: list[Link] = []
    faults = 0
    known: Counter[str] = Counter()
    seen: set[tuple] = set()
    unsaid: list[bool] = []
    for number, row in enumerate(rows, start=1):
        ends = (id_of(row["from_node_id"]), id_of(row["to_node_id"]))
        if fault := _fault(ends, places):
            account.leave(fault, row.at)
            faults += 1
            continue
        facility, kinds = row["facility_type"], uses.kinds(row["allowed_uses"])
        mode = mode_of(facility, kinds)
        if mode is None:
            account.leave(f"facility_type {facility!r} carries no freight", row.at)
            continue
        if not uses.allow(mode, row["allowed_uses"]):
            account.leave(f"allowed_uses {row['allowed_uses']!r} has no freight", row.at)
            continue
        same = (*ends, mode, *(row[c] for c in _SAME))
        if same in seen:
            account.leave("a link that stands already: the first counts", row.at)
            continue
        seen.add(same)
        oneway, ends, told = _direction(row, ends, back)
        unsaid += [] if told else [ends in back]
        link = id_of(row["link_id"]) or f"link-{number}"
        known[link] += 1
        if known[link] > 1:
            account.change("a link_id that stands already: a number is put behind it", row.at)
            link = f"{link}-{known[link]}"
        links.append(Link(link, row, ends, mode, oneway))
    _check_left(len(rows), faults, links, account)
    _tell(uses, unsaid, account)
    return links


def _fault(ends: tuple[str, str], places: Mapping[str, Place]) -> str:
    if not all(ends):
        return "a link without both ends"
    if not all(end in places for end in ends):
        return "a link whose end is no node with a position"
    return "a link that begins and ends at one node" if ends[0] == ends[1] else ""


def _direction(
    row: Row, ends: tuple[str, str], back: set[tuple[str, str]]
) -> tuple[bool, tuple[str, str], bool]:
    """Return whether a link goes one way, its ends in that direction, and whether it is said.

    ``directed`` says it; else a column ``oneway``, as OpenStreetMap has it. Without them a link
    goes one way, but where ``dir_flag`` is 0 (undirected), it has a line of its own and no other
    row is its way back. ``dir_flag`` -1 is of the line alone.
    """
    said = truth_of(row["directed"])
    if said is not None:
        return said, ends, True
    if row["oneway"].removesuffix(".0") in ("-1", "reverse"):
        return True, ends[::-1], True
    said = truth_of(row["oneway"])
    if said is not None:
        return said, ends, True
    flag = row["dir_flag"].removesuffix(".0")
    if flag == "0" and (row["geometry"] or row["geometry_id"]) and ends not in back:
        return False, ends, True
    return True, ends, False


def _check_left(rows: int, faults: int, links: Sequence[Link], account: Account) -> None:
    """Raise if no link is left, or if most are left out for faults: then something is wrong."""
    if links and 2 * faults <= rows:
        return
    why = "; ".join(account.left()) or "it has no rows"
    head = "no link carries freight" if not links else f"{faults} of {counted(rows, 'link')} fail"
    raise DataError([f"link.csv: {head}: {why}"])


def _tell(uses: Uses, unsaid: Sequence[bool], account: Account) -> None:
    if uses.motor_counts:
        account.assume("'auto' in allowed_uses stands for all motor vehicles: no truck is named")
    if unsaid:
        account.assume(
            f"{counted(len(unsaid), 'link')} without a word on direction (directed) go one way, "
            f"from from_node_id to to_node_id; {sum(unsaid)} of them have a row for the way back"
            + ("" if any(unsaid) else " (if each stands for both ways, say directed = 0)")
        )


# -- how long, how fast ----------------------------------------------------------------------------


def _numbers(
    links: Sequence[Link], word: str, unit_of: Callable[[str], _Unit | None], account: Account
) -> tuple[np.ndarray, list[_Unit | None]]:
    """Return the numbers of a column, ``nan`` where there is none, and the units in their cells."""
    values = np.full(len(links), math.nan)
    units: list[_Unit | None] = [None] * len(links)
    for k, link in enumerate(links):
        if text := link.row[word]:
            try:
                value, unit = number_of(text)
            except ValueError:
                account.change(f"{word} is no number: it counts as missing", link.row.at)
                continue
            units[k] = unit_of(unit) if unit else None
            if unit and units[k] is None:
                how = f"{word} in {unit!r}, a unit that is not known: it counts as missing"
                account.change(how, link.row.at)
            else:
                values[k] = value
    return values, units


def _lengths(
    links: Sequence[Link], places: Mapping[str, Place], lines: Mapping[str, Line], config: Config,
    account: Account,
) -> tuple[list[float], str | None]:  # fmt: skip
    """Return the km of each link, and the unit that the set measures in, if anything tells it.

    That is the unit of bare numbers, else of ``config.csv``, else of most cells.
    """
    written, own = _numbers(links, "length", length_unit, account)
    ends = np.array([[places[end] for end in link.ends] for link in links], float)
    straight = great_circles_km(ends[:, 0, 0], ends[:, 0, 1], ends[:, 1, 0], ends[:, 1, 1])
    along = km_along(lines, [link.link_id for link in links])
    bare = np.where([unit is None for unit in own], written, math.nan)
    unit = None
    if np.any(bare > 0):
        seen = ratios(bare, along, straight)
        unit = unit_of_lengths(config, seen, account)
        if seen is None:
            account.assume("lengths are as they are said: both ends of every link lie at one place")
    least, most = (getattr(schema()["links"]["length_km"], end) for end in ("minimum", "maximum"))
    found, measured = [], 0
    for k, link in enumerate(links):
        km = float(written[k]) * LENGTH_KM[own[k] or unit or "km"]
        ground = float(straight[k] if math.isnan(along[k]) else along[k])
        if math.isnan(km):
            measured += 1
        elif km <= 0 or km > most:
            wrong = "of 0" if km == 0 else "below 0" if km < 0 else "round the earth"
            account.change(f"a length {wrong}: measured along the link instead", link.row.at)
        elif km < least:
            account.change("a length under 1 m: it counts as 1 m", link.row.at)
        found.append(max(least, km if 0 < km <= most else ground))
    if measured:
        what = "along its line, else straight" if lines else "straight between its nodes"
        account.infer(f"{counted(measured, 'link')} without a length: measured {what}")
    most_cells = Counter(filter(None, own)).most_common(1)
    return found, unit or length_unit(config.long_length) or next((u for u, _ in most_cells), None)


def _speeds(
    links: Sequence[Link], config: Config, length: str | None, account: Account
) -> list[float]:
    """Return the km/h of each link, ``nan`` where it has none that can be."""
    written, own = _numbers(links, "free_speed", speed_kmh, account)
    unit = 1.0
    if any(v > 0 and o is None for v, o in zip(written.tolist(), own, strict=True)):
        unit = unit_of_speeds(config, length, account)
    column = schema()["links"]["speed_kmh"]
    found = []
    for link, value, kmh in zip(links, written.tolist(), own, strict=True):
        speed = value * (kmh or unit)
        if not math.isnan(speed) and not column.minimum <= speed <= column.most("road"):
            account.change(
                f"a free_speed outside {column.minimum:g} to {column.most('road'):g} km/h: it "
                "counts as missing",
                link.row.at,
            )
            speed = math.nan
        found.append(speed)
    return found


# -- rows under our names --------------------------------------------------------------------------


def _node_rows(
    rows: Sequence[Row], links: Sequence[Link], places: Mapping[str, Place], account: Account
) -> tuple[list[dict[str, str]], str]:
    """Return the nodes of the links that are kept, and the kind of those that say none."""
    used = {end for link in links for end in link.ends}
    ours = any(row["country"] for row in rows)
    found: dict[str, dict[str, str]] = {}
    words: dict[str, str] = {}
    for row in rows:
        key = id_of(row["node_id"])
        if key in found or key not in places:
            continue
        if key not in used:
            account.leave("a node that no link which is kept touches", row.at)
            continue
        lon, lat = places[key]
        words[key] = row["node_type"].strip().lower()
        found[key] = {
            "node_id": key, "name": row["name"], "lon": repr(lon), "lat": repr(lat),
            "kind": place_of(row["node_type"]) if row["node_type"] else "",
            "country": row["country"], "terminal_classes": row["terminal_classes"],
            "zone": row["zone"] if ours else "",
        }  # fmt: skip
    if any(row["kind"] not in ("", "junction", "border_crossing") for row in found.values()):
        return list(found.values()), "city"
    account.assume("goods are loaded at every node: no node_type names a place for it")
    for key, node in found.items():  # a word that is none of ours does not say what lies there
        node["kind"] = "" if node["kind"] == "junction" != words[key] else node["kind"]
    return list(found.values()), "junction"


def _has_zones(nodes: Sequence[dict[str, str]], account: Account) -> bool:
    """Say whether the countries are zones of the model's own; one that is unknown is left empty."""
    said = {node["country"] for node in nodes if node["country"]}
    unknown = {text for text in said if not country_in_table(text)}
    if unknown and unknown == said:
        return True
    for node in nodes:
        if node["country"] in unknown:
            account.change("a country that is none of ISO 3166 is left empty", node["node_id"])
            node["country"] = ""
    return False


def _kept(row: Row, account: Account) -> dict[str, str]:
    """Return the cells of columns of ours that hold what ours may."""
    known, found = schema()["links"], {}
    for word in _KEPT:
        text = row[word] or (row["ref"] if word == "line_ref" else "")
        try:
            if text:
                known[word].parse(text)
        except ValueError:
            account.change(f"{word} {text!r} is none of ours: it counts as missing", row.at)
            text = ""
        found[word] = text
    return found


def _link_row(link: Link, km: float, kmh: float) -> dict[str, str]:
    return {
        "link_id": link.link_id, "name": link.row["name"], "from_node": link.ends[0],
        "to_node": link.ends[1], "oneway": "yes" if link.oneway else "", "length_km": repr(km),
        "mode": link.mode, "speed_kmh": "" if math.isnan(kmh) else repr(kmh),
    }  # fmt: skip
