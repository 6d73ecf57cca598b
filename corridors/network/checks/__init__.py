"""Checks between tables: keys, references, borders, gauges, lengths. Faults are gathered."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date

import numpy as np

from corridors.errors import MOST_SUGGESTED, DataError, suggesting
from corridors.network.checks.money import check_money
from corridors.network.checks.outcomes import check_outcomes
from corridors.network.checks.pipes import check_pipes
from corridors.network.checks.rules import rule_faults, rules_in
from corridors.network.earth import great_circles_km
from corridors.network.opening import opening_fault
from corridors.network.schema import BELOW_AIR, Value, schema
from corridors.network.tables import Table
from corridors.vocabulary import (
    GAUGE_RANGE_MM,
    GAUGES_MM,
    MODES,
    SHIP_CLASSES,
    VEHICLE_CLASSES,
    is_ship,
    is_vehicle_class,
    mode_of,
)

#: A link shorter than the straight line (less 3 % for rounding and snapping) is a fault.
MIN_LENGTH_RATIO = 0.97
#: A link this many times the straight line, and 30 km more, is a fault.
MAX_LENGTH_RATIO = 3.0


def check_whole(tables: object) -> None:
    """Raise if these are not tables by name, or one of those that a network has is missing.

    Raises
    ------
    TypeError
        If they are anything else.
    DataError
        With the tables that are missing.
    """
    made = "read_network makes a network of a folder or a file"
    if not isinstance(tables, Mapping) or not all(isinstance(t, Table) for t in tables.values()):
        raise TypeError(f"tables is a mapping of names to tables: {made}")
    if missing := [f"table {name} is missing" for name in schema() if name not in tables]:
        raise DataError(missing, hints=(made,))


def check_tables(tables: Mapping[str, Table]) -> list[str]:
    """Return every fault between the tables, as ``file:row: what``."""
    return check_keys(tables) or check_relations(tables)


def check_keys(tables: Mapping[str, Table]) -> list[str]:
    """Return keys that stand twice, and references to rows that there are not."""
    faults: list[str] = []
    for table in tables.values():
        _check_keys(table, faults)
        _check_references(table, tables, faults)
    return faults


def check_relations(tables: Mapping[str, Table]) -> list[str]:
    """Return every other fault between tables whose keys and references are sound."""
    faults = rule_faults(tables)
    _check_nodes(tables, faults)
    _check_links(tables, faults)
    _check_percentiles(tables, faults)
    _check_block_hours(tables["border_crossings"], faults)
    _check_openings(tables, faults)
    _check_closed_days(tables, faults)
    _check_corridor_links(tables, faults)
    _check_reloads(tables, faults)
    faults += check_money(tables)
    _check_rates(tables, faults)
    _check_speeds(tables, faults)
    for name in ("speeds", "service_classes"):
        _check_lines(tables[name], faults)
    _check_directions(tables, faults)
    faults += check_pipes(tables)
    faults += check_outcomes(tables)
    return faults


def check_values(tables: Mapping[str, Table]) -> list[str]:
    """Return every value that its column does not allow: for tables that no parser has read."""
    faults = []
    for table in tables.values():
        for column in schema()[table.name].values():
            wrong = {}
            for text in {_text(value) for value in table[column.name]}:
                try:
                    column.parse(text)
                except ValueError as error:
                    wrong[text] = error
            faults += [
                f"{_at(table.name, row)} {column.name} {wrong[_text(value)]}"
                for row, value in enumerate(table[column.name] if wrong else ())
                if _text(value) in wrong
            ]
    return faults


def _text(value: Value) -> str:
    return "" if isinstance(value, float) and math.isnan(value) else str(value)


def _at(table: str, row: int) -> str:
    return f"{table}.csv:{row + 2}:"


def _check_keys(table: Table, faults: list[str]) -> None:
    keys = [name for name, column in schema()[table.name].items() if column.key == "id"]
    if not keys:
        return
    columns = [table[name] for name in keys]
    if len(set(zip(*columns, strict=True))) == len(table):
        return
    seen: dict[tuple, int] = {}
    for row, key in enumerate(zip(*columns, strict=True)):
        if key in seen:
            label = ", ".join(f"{n} {v!r}" for n, v in zip(keys, key, strict=True))
            faults.append(f"{_at(table.name, row)} {label} stands already in row {seen[key] + 2}")
        seen.setdefault(key, row)


def _check_references(table: Table, tables: Mapping[str, Table], faults: list[str]) -> None:
    for name, column in schema()[table.name].items():
        if "." not in column.key:
            continue
        other, key = column.key.split(".")
        known = set(tables[other][key])
        if set(table[name]) <= known:
            continue
        said: dict[Value, str] = {}
        for row, value in enumerate(table[name]):
            if value and value not in known:
                if value not in said:
                    near = known if len(said) < MOST_SUGGESTED else ()
                    what = f"{name} {value!r} is not in {other}.csv"
                    said[value] = suggesting(what, value, near)
                faults.append(f"{_at(table.name, row)} {said[value]}")


def _check_nodes(tables: Mapping[str, Table], faults: list[str]) -> None:
    faults += [
        suggesting(
            f"{_at('nodes', row)} terminal_classes {word!r} is not a vehicle class",
            word,
            VEHICLE_CLASSES,
        )
        for row, words in enumerate(tables["nodes"]["terminal_classes"])
        for word in filter(None, str(words).split(";"))
        if not is_vehicle_class(word)
    ]
    nodes, links = tables["nodes"], tables["links"]
    nowhere = {
        node: row
        for row, (node, home) in enumerate(zip(nodes["node_id"], nodes["country"], strict=True))
        if not home
    }
    ends = zip(*(links[c] for c in ("mode", "from_node", "to_node")), strict=True)
    ashore = {node for mode, *both in ends for node in both if not is_ship(mode)} if nowhere else ()
    faults += [
        f"{_at('nodes', row)} {node!r} has no country, so it must be a junction of lanes at sea: "
        f"{'other links than lanes lead there' if node in ashore else 'its kind is another'}"
        for node, row in nowhere.items()
        if node in ashore or nodes["kind"][row] != "junction"
    ]


def _check_links(tables: Mapping[str, Table], faults: list[str]) -> None:
    nodes, links = tables["nodes"], tables["links"]
    number = nodes.index("node_id")
    crossings = set(zip(*(tables["border_crossings"][c] for c in _CROSSING_KEY), strict=True))
    ends = [[number[node] for node in links[end]] for end in ("from_node", "to_node")]
    positions = [np.array(nodes[c], float)[rows] for rows in ends for c in ("lon", "lat")]
    straight_km = great_circles_km(*positions).tolist()
    columns = (links[name] for name in ("link_id", "length_km", *_LINK_COLUMNS))
    is_checked = rules_in(tables).lengths_checked
    for row, (link, km, *values) in enumerate(zip(*columns, strict=True)):
        a, b, straight = ends[0][row], ends[1][row], straight_km[row]
        found = [*_link_faults(a, b, *values), *_border_faults(nodes, a, b, crossings, *values)]
        if is_checked:
            found += length_faults(km, straight, values[0])
        if found:
            faults += [f"{_at('links', row)} {link!r} {fault}" for fault in found]


def length_faults(km: float, straight_km: float, mode: str) -> list[str]:
    """Return what is wrong with the length of a link of a mode beside the straight line."""
    if km < MIN_LENGTH_RATIO * straight_km - 2:
        return [f"is {km:g} km, the straight line {straight_km:.0f}"]
    if km > MAX_LENGTH_RATIO * straight_km + 30 and mode not in SHIP_CLASSES:
        times = f"over {MAX_LENGTH_RATIO:g} times the straight line of {straight_km:.0f}"
        return [f"is {km:g} km, {times}"]
    return []


#: The modes that have a vehicle class.
_CARRIED = tuple(dict.fromkeys(map(mode_of, VEHICLE_CLASSES)))
#: Those of which each link carries one commodity.
_OWN = tuple(name for name, mode in MODES.items() if mode.carries)
_LINK_COLUMNS = ("mode", "gauge_mm", "commodity", "bcp_id")
_OPENING_COLUMNS = (
    ("border_crossings", "opening_hours"),
    ("border_crossings", "season"),
    ("links", "season"),
)
_CROSSING_KEY = ("bcp_id", "mode", "from_country", "to_country")


def _link_faults(a: int, b: int, mode: str, gauge_mm: float, commodity: str, _: str) -> list[str]:
    found = []
    if a == b:
        found.append("begins and ends at the same node")
    low, high = GAUGE_RANGE_MM
    between = f"so gauge_mm must be from {low} to {high}"
    if mode == "rail" and not low <= gauge_mm <= high:
        found.append(f"is rail, {between}, such as {', '.join(map(str, GAUGES_MM))}")
    if mode == "ferry" and not math.isnan(gauge_mm) and not low <= gauge_mm <= high:
        found.append(f"is a ferry for wagons, {between}, or empty for none")
    if mode not in ("rail", "ferry") and not math.isnan(gauge_mm):
        found.append(f"is {mode}, so it has no gauge_mm")
    if mode not in _CARRIED:
        found.append(f"is {mode}, which nothing carries; modes: {', '.join(_CARRIED)}")
    carries = MODES[mode].carries if mode in MODES else ()
    if carries and commodity not in carries:
        told = f"carries {commodity}, but" if commodity else "needs a commodity:"
        found.append(f"{told} {mode} carries {' or '.join(carries)}")
    elif commodity and not carries:
        found.append(f"a commodity belongs to {' or '.join(_OWN)}, not to {mode}")
    return found


def _border_faults(
    nodes: Table, a: int, b: int, crossings: set, mode: str, _: float, __: str, bcp_id: str
) -> list[str]:
    if mode in SHIP_CLASSES:
        return []
    home, away = nodes["country"][a], nodes["country"][b]
    if home == away:
        return [f"has bcp_id {bcp_id!r} but stays in {home}"] if bcp_id else []
    if not bcp_id:
        return [f"passes from {home} to {away}, so it needs a bcp_id"]
    both = ((home, away), (away, home))
    lacking = [(x, y) for x, y in both if (bcp_id, mode, x, y) not in crossings]
    known = {key[0] for key in crossings if key[1] == mode and key[2:] in both} if lacking else ()
    return [
        suggesting(
            f"has no row in border_crossings.csv for {bcp_id!r}, {mode}, {x} to {y}", bcp_id, known
        )
        for x, y in lacking
    ]


def _check_percentiles(tables: Mapping[str, Table], faults: list[str]) -> None:
    hours = dict.fromkeys(("transshipments", "border_crossings", "services"), "hours")
    for name, what in {**hours, "service_classes": "consolidation_h"}.items():
        table = tables[name]
        pairs = zip(table[f"{what}_p50"], table[f"{what}_p90"], strict=True)
        faults += [
            f"{_at(name, row)} {what}_p90 {p90:g} is below {what}_p50 {p50:g}"
            for row, (p50, p90) in enumerate(pairs)
            if p90 < p50
        ]


def _check_block_hours(crossings: Table, faults: list[str]) -> None:
    """Check that the hours of block trains at a border are both told, in order, with a source."""
    columns = ("block_h_p50", "block_h_p90", "block_source_id")
    for row, (p50, p90, source) in enumerate(
        zip(*map(crossings.__getitem__, columns), strict=True)
    ):
        at = _at(crossings.name, row)
        if math.isnan(p50) and math.isnan(p90) and not source:
            continue
        if math.isnan(p50) or math.isnan(p90):
            lacking = [name for name, h in zip(columns, (p50, p90), strict=False) if math.isnan(h)]
            told = next((name for name in columns[:2] if name not in lacking), columns[2])
            faults.append(f"{at} {told} has no {lacking[0]}")
        elif not source:
            faults.append(f"{at} block_h_p50 has no block_source_id")
        elif p90 < p50:
            faults.append(f"{at} block_h_p90 {p90:g} is below block_h_p50 {p50:g}")


def _check_openings(tables: Mapping[str, Table], faults: list[str]) -> None:
    for name, column in _OPENING_COLUMNS:
        texts = tables[name][column]
        wrong = {text: opening_fault(column, text) for text in set(texts)}
        faults += [f"{_at(name, row)} {wrong[t]}" for row, t in enumerate(texts) if wrong[t]]


def _check_reloads(tables: Mapping[str, Table], faults: list[str]) -> None:
    """Check that a change of truck demanded at a border has its hours and its price."""
    table, changes, links = (
        tables[name] for name in ("border_crossings", "transshipments", "links")
    )
    known = set(zip(*(changes[c] for c in ("node_id", "from_class", "to_class")), strict=True))
    ends = zip(*(links[c] for c in ("bcp_id", "mode", "from_node", "to_node")), strict=True)
    lacking = {
        (bcp, mode): f"{a!r} and {b!r}"
        for bcp, mode, a, b in ends
        if not {(a, mode, mode), (b, mode, mode)} <= known
    }
    keys = zip(*(table[c] for c in ("bcp_id", "mode", "reloads", "reloads_at")), strict=True)
    for row, (bcp, mode, times, place) in enumerate(keys):
        if times > 0 and mode != "road":
            faults.append(f"{_at(table.name, row)} reloads is of trucks, not of {mode}")
        elif times > 0 and place:
            if (place, mode, mode) not in known:
                faults.append(
                    f"{_at(table.name, row)} reloads_at {place!r} needs a row of transshipments "
                    f"from {mode} to {mode} there"
                )
        elif times > 0 and (bcp, mode) in lacking:
            where = lacking[bcp, mode]
            faults.append(
                f"{_at(table.name, row)} reloads {times:g} needs a row of transshipments from "
                f"{mode} to {mode} at {where}"
            )


def _check_closed_days(tables: Mapping[str, Table], faults: list[str]) -> None:
    """Check that closed days are days, in order, of crossings that there are."""
    crossings, table = tables["border_crossings"], tables["closed_days"]
    known = set(zip(crossings["bcp_id"], crossings["mode"], strict=True))
    for row, one in enumerate(table):
        where = _at(table.name, row)
        place = one["bcp_id"], one["mode"]
        if place not in known:
            faults.append(f"{where} bcp_id {place[0]!r} by {place[1]} is not in border_crossings")
        try:
            first, last = (date.fromisoformat(str(one[name])) for name in ("from", "to"))
        except ValueError as error:
            faults.append(f"{where} {error}: a day is YYYY-MM-DD")
            continue
        if last < first:
            faults.append(f"{where} to {last} lies before from {first}")


def _check_corridor_links(tables: Mapping[str, Table], faults: list[str]) -> None:
    table = tables["corridor_links"]
    for row, (link, node) in enumerate(zip(table["link_id"], table["node_id"], strict=True)):
        # A part of a network keeps the gates whose links it lacks.
        if (link and node) or not (link or node or table["gate"][row] > 0):
            what = "needs either a link_id or a node_id, or a gate alone"
            faults.append(f"{_at(table.name, row)} {what}")


def _check_rates(tables: Mapping[str, Table], faults: list[str]) -> None:
    """Check that every mode and country of the links has speed, tariff and emissions."""
    country = tables["nodes"].pairs("node_id", "country")
    links = tables["links"]
    modes = [
        f"pipeline-{commodity}" if mode == "pipeline" else mode
        for mode, commodity in zip(links["mode"], links["commodity"], strict=True)
    ]
    needed = {
        pair
        for end in ("from_node", "to_node")
        for pair in zip(modes, map(country.get, links[end]), strict=True)
    }
    for name in ("speeds", "tariffs", "emission_factors"):
        known = {
            (row["mode"], row["country"]) for row in tables[name] if not row.get("line_ref")
        }  # a row of one line says nothing of the others
        for mode, home in sorted(needed):
            if name == "tariffs" and mode in SHIP_CLASSES:
                continue
            if (mode, home) not in known and (mode, "*") not in known:
                faults.append(f"{name}.csv: no row for mode {mode!r}, country {home!r} or '*'")


def _check_speeds(tables: Mapping[str, Table], faults: list[str]) -> None:
    """Check that nothing but aircraft is as quick, or burns as much, as they."""
    for name, column in BELOW_AIR:
        table, said = tables[name], schema()[name][column]
        for row, (mode, value) in enumerate(zip(table["mode"], table[column], strict=True)):
            if value > said.most(mode):
                most = f"{said.most(mode):g} {said.unit}"
                faults.append(
                    f"{_at(name, row)} {column} {value:g} is over {most} of what is {mode}"
                )


def _check_lines(table: Table, faults: list[str]) -> None:
    """Check that each line has one row by mode and country."""
    seen: dict[tuple, int] = {}
    for row, (mode, country, words) in enumerate(
        zip(*(table[name] for name in ("mode", "country", "line_ref")), strict=True)
    ):
        for word in filter(None, str(words).split(";")):
            first = seen.setdefault((mode, country, word), row)
            if first != row:
                what = f"line {word!r} of mode {mode!r}, country {country!r}"
                faults.append(f"{_at(table.name, row)} {what} stands already in row {first + 2}")


def _check_directions(tables: Mapping[str, Table], faults: list[str]) -> None:
    """Check that prices by direction say where, and that there is one of any other way."""
    tariffs = tables["tariffs"]
    keys = list(zip(*(tariffs[n] for n in ("mode", "country", "box")), strict=True))
    told = zip(*(tariffs[n] for n in ("towards", "towards_lon", "towards_lat")), strict=True)
    plain = {key for key, word in zip(keys, tariffs["towards"], strict=True) if not word}
    for row, (key, (word, *at)) in enumerate(zip(keys, told, strict=True)):
        if word and any(map(math.isnan, at)):
            faults.append(f"{_at('tariffs', row)} towards {word!r}: towards_lon, towards_lat lack")
        elif word and key not in plain and (key[0], "*", key[2]) not in plain:
            what = ", ".join(key)
            faults.append(f"{_at('tariffs', row)} no price of any other way for {what}")
