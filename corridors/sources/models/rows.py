"""From rows of text to typed rows, and what becomes of rows that cannot be used as they are.

A row that says nothing usable is left out, one that says something impossible beside what is
usable is changed; both are told. What cannot be known is refused: an end that is no node, a node
at two places, a word that means nothing.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from corridors.errors import MOST_SUGGESTED, suggesting
from corridors.network.countries import countries, country_in_table, country_name
from corridors.network.prices import PRICE_COLUMNS
from corridors.network.schema import BELOW_AIR, schema
from corridors.sources.making.spelling import AGAINST, ALONG, BOTH, NOTHING
from corridors.sources.models.account import Account
from corridors.sources.models.cells import NUMBERS, number_of
from corridors.sources.models.columns import Columns
from corridors.sources.models.permissive import limits
from corridors.vocabulary import counted

#: A typed row: numbers (``nan`` where there is none), texts, and ``at``, where it stands, and its
#: ``number`` among all of its table, from 1.
Row = dict[str, Any]

#: How much a model may say: so much that what it makes can be written and read again.
_LIMITS = {ours: most for ours, (_, most) in limits().items()}
_LIMITS |= {"passing_usd": _LIMITS["transfer_usd"], "passing_h": _LIMITS["transfer_h"]}
_POSITION = 1e8
#: Words of a fixed list, which data frames fill with ``nan``.
_CHOSEN = ("kind", "mode", "status", "commodity", "oneway")
#: A speed is put to these, km/h; one that is lower than the first is none.
SLOWEST_KMH, FASTEST_KMH = (
    schema()["links"]["speed_kmh"].minimum,
    schema()["links"]["speed_kmh"].maximum,
)


def typed(columns: Columns, table: str, faults: list[str], account: Account) -> list[Row]:
    """Return the rows of a table with numbers as numbers; faults are added to a list."""
    rows: Sequence[Mapping[str, str]] = getattr(columns, table)
    known, found = schema()[table], []
    for k, row in enumerate(rows):
        at = columns.at(table, k)
        made: Row = {"at": at, "number": k + 1}
        for ours, text in row.items():
            try:
                made[ours] = _value(ours, text.strip(), known, columns, account, at)
            except ValueError as error:
                faults.append(f"{at}: {ours} {error}{columns.told(table, ours)}")
        found.append(made)
    return found


def _value(
    ours: str, text: str, known: Mapping[str, Any], columns: Columns, account: Account, at: str
) -> Any:
    if ours == "country":
        return text if columns.own_countries else _country(text)
    if ours == "oneway":
        return _direction(text)
    if ours == "geometry":
        return "" if text.lower() in NOTHING else text
    column = known.get(ours)
    if ours in NUMBERS or (column is not None and column.type in ("float", "int")):
        return _number(ours, text, column, account, at)
    if text == "" or (ours in _CHOSEN and text.lower() in NOTHING):
        if column is not None and column.key in ("id", "nodes.node_id") and ours != "link_id":
            raise ValueError("is empty, but it is required")
        return ""
    return column.parse(text) if column is not None else text


def _number(ours: str, text: str, column: Any, account: Account, at: str) -> float:
    number = number_of(text)
    if math.isnan(number):
        return number
    if ours == "length_km" and 0 <= number < column.minimum:
        return 0.0  # measured, or told as too short, where the ends are known
    if ours == "speed_kmh":
        return _speed(number, account, at)
    if ours in ("lon", "lat"):
        low, high = -_POSITION, _POSITION
    elif ours in _LIMITS:
        low, high = 0.0, _LIMITS[ours]
    else:
        return float(column.parse(text))
    if not low <= number <= high:
        raise ValueError(f"{text} is outside {low:g} to {high:g}")
    return number


def _speed(kmh: float, account: Account, at: str) -> float:
    if 0 <= kmh < SLOWEST_KMH:
        account.change(f"a speed under {SLOWEST_KMH:g} km/h counts as missing", at)
        return math.nan
    if kmh < 0:
        raise ValueError(f"{kmh:g} is below 0")
    return kmh


def _country(text: str) -> str:
    code = country_in_table(text)
    if code or not text:
        return code
    raise ValueError(_no_country(text))


@lru_cache(maxsize=1000)
def _no_country(text: str) -> str:
    known = [*countries(), *map(country_name, countries())]
    return (
        suggesting(f"{text!r} is no country of ISO 3166 by code, number or name", text, known)
        + ' (or say which it is: values = { X = "KZ" }, or own = true for zones of the model)'
    )


def _direction(text: str) -> str:
    """Return ``yes`` for along a link, ``-1`` for against it, ``""`` for both ways."""
    word = text.lower()
    if word in BOTH or word in NOTHING:
        return ""
    if word in ALONG:
        return "yes"
    if word in AGAINST:
        return "-1"
    raise ValueError(
        f"{text!r} is no direction that is known: 1, yes or FT is along the link, -1 or TF against "
        f'it, 0, no or B both ways; say what it means: values = {{ {text[:12]!r} = "yes" }}'
    )


# -- rows that cannot be used as they are ---------------------------------------------------------


def usable_nodes(nodes: Sequence[Row], account: Account, faults: list[str]) -> list[Row]:
    """Return the nodes that have a position, each once."""
    found: dict[str, Row] = {}
    for row in nodes:
        if math.isnan(row["lon"]) or math.isnan(row["lat"]):
            account.leave("a node without a position", row["at"])
            continue
        first = found.setdefault(row["node_id"], row)
        if first is row:
            continue
        if (first["lon"], first["lat"]) == (row["lon"], row["lat"]):
            account.leave("a node that stands twice: its first row is kept", row["at"])
        else:
            faults.append(
                f"{row['at']}: node_id {row['node_id']!r} stands already in row "
                f"{first['at'].rpartition(':')[2]}, at another position"
            )
    return [*found.values()]


def usable_links(
    links: Sequence[Row], nodes: Sequence[Row], usable: Sequence[Row], account: Account,
    faults: list[str],
) -> list[Row]:  # fmt: skip
    """Return the links between nodes that are used, in the direction that they are run."""
    there = {row["node_id"] for row in usable}
    known = dict.fromkeys(row["node_id"] for row in nodes)
    found, seen = [], set()
    for row in (_known_ends(row, known, account) for row in links):
        lost = [end for end in ("from_node", "to_node") if row[end] not in there]
        unknown = [end for end in lost if row[end] not in known]
        near = known if len(faults) < MOST_SUGGESTED else ()
        faults += [
            suggesting(f"{row['at']}: {end} {row[end]!r} is no node", row[end], near)
            for end in unknown
        ]
        if unknown:
            continue
        if lost:
            account.leave("a link to a node without a position", row["at"])
        elif row["from_node"] == row["to_node"]:
            account.leave("a link that begins and ends at one node", row["at"])
        elif (key := _key(row)) in seen:
            account.leave("a link that stands twice, every cell alike", row["at"])
        else:
            seen.add(key)
            found.append(_slowed(_turned(row, account), account))
    return found


def _known_ends(row: Row, known: Mapping[str, None], account: Account) -> Row:
    """Return a link whose ends are ids of nodes where they are but for a ``.0`` behind them."""
    plain = {
        end: row[end].removesuffix(".0")
        for end in ("from_node", "to_node")
        if row[end] not in known and row[end].endswith(".0")
    }
    found = {end: node for end, node in plain.items() if node in known}
    if found:
        account.change("an end with .0 behind the id of its node is that node", row["at"])
    return {**row, **found}


_PLACE = ("at", "number")


def _key(row: Row) -> tuple:
    """Return what two rows have in common that are the same: every cell."""
    return tuple((k, "" if v != v else v) for k, v in row.items() if k not in _PLACE)  # noqa: PLR0124


def _slowed(row: Row, account: Account) -> Row:
    """Return a link with the fastest speed that its mode can have, where it says a higher one."""
    most = FASTEST_KMH if row.get("mode") == "air" else BELOW_AIR["links", "speed_kmh"]
    if row.get("speed_kmh", math.nan) > most:
        account.change(f"a speed over {most:g} km/h counts as that", row["at"])
        return {**row, "speed_kmh": most}
    return row


def _turned(row: Row, account: Account) -> Row:
    if row.get("oneway") != "-1":
        return row
    account.change("one-way against its direction: its ends are exchanged", row["at"])
    return {**row, "from_node": row["to_node"], "to_node": row["from_node"], "oneway": "yes"}


# -- links that stand twice -----------------------------------------------------------------------


def chosen_of_parallel(links: Sequence[Row], which: str, account: Account, price: str) -> list[Row]:
    """Return the links with those of the same ends, mode and gauge as said: all, or one of them.

    ``price`` says what is compared for the cheapest: a column of prices.
    """
    groups: dict[tuple, list[Row]] = {}
    for row in links:
        groups.setdefault(_parallel_key(row), []).append(row)
    doubled = [group for group in groups.values() if len(group) > 1]
    if not doubled:
        return [*links]
    if which == "all":
        rows = [row["at"] for group in doubled for row in group[1:]]
        account.infer(
            f"{counted(len(rows), 'link')} of the same ends and mode as another "
            f"({', '.join(rows[:3])}{' …' if len(rows) > 3 else ''}): all are kept"
        )
        return [*links]
    left = set()
    for group in doubled:
        best = group[-1] if which == "last" else min(group, key=lambda row: _dearness(row, price))
        for row in group:
            if row is not best:
                account.leave(
                    f"a link of the same ends and mode as another (parallel = {which!r}: "
                    f"{'a cheaper' if which == 'cheapest' else 'a later'} one is taken)",
                    row["at"],
                )
                left.add(row["at"])
    return [row for row in links if row["at"] not in left]


def _parallel_key(row: Row) -> tuple:
    ends = (row["from_node"], row["to_node"])
    ends = ends if row.get("oneway") == "yes" else tuple(sorted(ends))
    gauge = row.get("gauge_mm", math.nan)
    return (
        ends, row.get("oneway", ""), row.get("mode") or "road", "" if gauge != gauge else gauge,  # noqa: PLR0124
        row.get("status") or "operational", row.get("commodity", ""),
    )  # fmt: skip


def _dearness(row: Row, price: str) -> tuple[float, ...]:
    """Return by what links are compared: price, hours, length; what is not told comes last."""
    km = row.get("length_km", math.nan)
    by_km = row.get("cost_usd_per_km", math.nan) * km
    told = [
        row.get("cost_usd", math.nan),
        by_km,
        *(row.get(p, math.nan) for p in (price, *PRICE_COLUMNS)),
    ]
    usd = next((value for value in told if not math.isnan(value)), math.inf)
    hours = row.get("time_h", math.nan)
    return (
        usd,
        *(math.inf if math.isnan(v) else v for v in (hours, row.get("hours_p50", math.nan), km)),
    )


def tell_directions(links: Sequence[Row], account: Account) -> None:
    """Tell that links go both ways, and that rows may be meant as directions."""
    if any(row.get("oneway") for row in links):
        return
    account.assume("every link goes both ways: no row says that it is one-way")
    pairs = {(row["from_node"], row["to_node"]) for row in links}
    back = sum(pair[::-1] in pairs for pair in pairs) // 2
    if back:
        account.assume(
            f"of {back:,} pairs of nodes links stand in both directions: where each row is one "
            'direction, say oneway = { value = "yes" }'
        )
