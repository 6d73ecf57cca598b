"""What is to be carried in a year: rows of a table, checked, each as so many shipments."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corridors.arguments import asks
from corridors.errors import DataError, UnknownNameError, did_you_mean, not_one_of, one_of
from corridors.network.places import Place, read_place
from corridors.network.places.pairs import rows_of_csv
from corridors.network.tables import nan_alike
from corridors.routing.conditions import Shipment
from corridors.routing.conditions.words import texts
from corridors.studies.flows import LEVELS
from corridors.studies.flows.units import TEU, counts_in, shipments_in
from corridors.vocabulary import COMMODITIES, counted

if TYPE_CHECKING:
    import pandas as pd

    from corridors.network.network import Network

#: The shipment that stands for goods of each kind, and USD a tonne where a row does not say.
_GOODS: Mapping[str, tuple[Shipment, float]] = {
    "container": (Shipment(box="40ft", cargo_t=20.0), 2_500.0),
    "bulk": (Shipment(cargo_t=1_000.0, commodity="bulk", value_usd=0.0), 300.0),
    "oil": (Shipment(cargo_t=1_000.0, commodity="oil", value_usd=0.0), 550.0),
    "gas": (Shipment(cargo_t=1_000.0, commodity="gas", value_usd=0.0), 350.0),
}
#: Tonnes of goods in an empty box: next to none; and the most that a box of one TEU holds.
_EMPTY_T, _MOST_T_PER_TEU = 0.001, 15.0
_NUMBERS = ("quantity", "value_usd_per_t", "t_per_teu")
_NEEDED = ("origin", "destination", "quantity")
_KNOWN = (
    "demand_id", *_NEEDED, "commodity", "unit", "low", "high", "year", "value_usd_per_t", "group",
    "corridor", "modes", "via", "t_per_teu", "source_id", "basis", "note",
)  # fmt: skip


@nan_alike
@dataclass(frozen=True, slots=True)
class Demand:
    """Goods between two places in a year.

    Parameters
    ----------
    demand_id
        Its id, or the row of the file.
    origin, destination
        Places, as :func:`route` takes them.
    shipment
        What stands for the goods: a box, or so many tonnes, with its value.
    shipments
        How many of these a year.
    quantity, unit
        The same as it was given.
    year
        Of which year; ``nan`` where a file does not say.
    group
        The family of flows that it belongs to; may be empty.
    corridor, modes, via
        By which it goes, where it is the traffic of a way that is told; may be empty.
    source_id, basis
        By whom, and how it is known.

    Examples
    --------
    >>> import corridors as co
    >>> one = co.Demand("a", "Karachi", "Istanbul", co.Shipment(), 600.0, 1200.0, "teu")
    >>> one.tonnes, one.teu
    (12000.0, 1200.0)
    """

    demand_id: str
    origin: Place
    destination: Place
    shipment: Shipment
    shipments: float
    quantity: float
    unit: str
    year: float = math.nan
    group: str = ""
    corridor: str = ""
    modes: tuple[str, ...] = ()
    via: tuple[str, ...] = ()
    source_id: str = ""
    basis: str = ""

    @property
    def tonnes(self) -> float:
        """Tonnes of goods a year."""
        return self.shipments * self.shipment.cargo_t

    @property
    def teu(self) -> float:
        """TEU a year; 0 of what is in no box."""
        if self.shipment.commodity != "container":
            return 0.0
        return self.shipments / shipments_in("teu", self.shipment)


@asks
def demand(
    net: Network, *, year: int = 2024, level: str = "mid", group: str | Iterable[str] = ()
) -> pd.DataFrame:
    """Return the network's table of demand for a year, as :func:`flows` takes it.

    A flow whose row of that year lacks lies between its rows of the years around it, at equal
    growth each year, and its basis is then ``derived``; one that has none on both sides is left
    out.

    Parameters
    ----------
    net
        The network; the embedded one has trade of Türkiye, Pakistan, Afghanistan, Central Asia
        and China, 2022-2025, with forecasts for 2030 and 2040.
    year
        Of which year.
    level
        ``"low"``, ``"mid"`` or ``"high"``: which of its quantities. A row without is at its mid.
    group
        Only these families of flows, by name (``"TAPI"``) or part of a name (``"Middle
        Corridor"``); all if none is given.

    Returns
    -------
    DataFrame
        A row a flow: the columns of the table, ``quantity`` in ``unit`` a year.

    Raises
    ------
    ValueError
        If the level is another word, or there is no such group or year.

    Examples
    --------
    >>> import corridors as co
    >>> bool((co.demand(co.load(), year=2024)["year"] == 2024).all())
    True
    """
    import pandas as pd

    one_of("level", level, LEVELS)
    rows = [dict(row) for row in net.table("demand")]
    groups = list(dict.fromkeys(row["group"] for row in rows))
    wanted = _groups(texts(group, "group"), groups)
    series: dict[tuple, dict[int, dict]] = {}
    for row in rows:
        if row["group"] in wanted:
            key = (row["origin"], row["destination"], row["commodity"], row["group"], row["unit"])
            series.setdefault(key, {})[int(row["year"])] = row
    of_year = (_of_year(years, year, level) for years in series.values())
    found = [row for row in of_year if row is not None]
    if not found:
        known = sorted({int(row["year"]) for row in rows})
        raise ValueError(
            f"there is no demand of {year}; the table has {', '.join(map(str, known))}"
            if known
            else "the network has no table of demand: give one of your own"
        )
    return pd.DataFrame(found)


def _groups(words: Iterable[str], groups: Sequence[str]) -> set[str]:
    """Return the groups that some words are, or are in; all for none."""
    found = set() if words else set(groups)
    for word in words:
        named = [name for name in groups if word.casefold() in name.casefold()]
        if not named:
            raise ValueError(not_one_of("group", word, groups))
        found.update([word] if word in groups else named)
    return found


def _of_year(years: Mapping[int, dict], year: int, level: str) -> dict | None:
    """Return the row of a year, at a level, or what lies between those around it."""
    if year in years:
        return {**years[year], "quantity": _at(years[year], level)}
    before = [y for y in years if y < year]
    after = [y for y in years if y > year]
    if not before or not after:
        return None
    first, last = max(before), min(after)
    a, b = _at(years[first], level), _at(years[last], level)
    share = (year - first) / (last - first)
    grown = a * (b / a) ** share if a > 0 and b > 0 else a + (b - a) * share
    return {
        **years[first],
        "demand_id": f"{years[first]['demand_id']}~{year}",
        "quantity": grown,
        "low": math.nan,
        "high": math.nan,
        "year": year,
        "basis": "derived",
        "note": f"between {a:g} of {first} and {b:g} of {last}, at equal growth each year",
    }


def _at(row: Mapping[str, Any], level: str) -> float:
    value = row["quantity"] if level == "mid" else row[level]
    return float(row["quantity"] if math.isnan(value) else value)


def demands_of(
    source: str | Path | pd.DataFrame | Iterable[Mapping[str, Any] | Demand],
    shipment: Shipment,
    net: Network | None = None,
) -> tuple[Demand, ...]:
    """Return the rows of a table of demand.

    Parameters
    ----------
    source
        A CSV file, a frame, or rows: with ``origin``, ``destination``, ``quantity`` (a year) and,
        if they differ from containers in TEU, ``commodity`` and ``unit``.
    shipment
        The box of goods in containers, and its tonnes.
    net
        A network: where rows have faults, those of places that it does not know are told with them.

    Raises
    ------
    DataError
        With every fault: file, row and column.
    FileNotFoundError
        If there is no such file.
    """
    if shipment.commodity != "container":
        raise ValueError(
            f"shipment is the box of goods in containers, not {shipment.commodity}: rows of demand "
            "have a commodity of their own"
        )
    name, rows = _rows(source)
    faults: list[str] = []
    unknown: list[tuple[int, str]] = []
    found: list[Demand] = []
    for where, row in rows:
        try:
            found.append(
                _checked(row) if isinstance(row, Demand) else _demand(where, row, shipment)
            )
        except ValueError as error:
            faults.extend(f"{where}: {line}" for line in str(error).split("\n"))
        unknown += [(len(faults), f"{where}: {fault}") for fault in _unknown(net, row)]
    ids = [one.demand_id for one in found]
    faults += [
        f"{name}: demand_id {one!r} stands more than once"
        for one in sorted({one for one in ids if ids.count(one) > 1})
    ]
    if not found and not faults:
        faults.append(f"{name}: there is no row of demand")
    if faults:  # alone, unknown places are told where ways are asked for
        for number, (at, fault) in enumerate(unknown):
            faults.insert(at + number, fault)
        raise DataError(faults)
    return tuple(found)


def _unknown(net: Network | None, row: Mapping[str, Any] | Demand) -> Iterator[str]:
    """Yield what is wrong with the places of a row."""
    if net is None or isinstance(row, Demand):
        return
    for word in ("origin", "destination"):
        if not _text(row, word):
            continue
        try:
            net.gazetteer.entries(_place(row[word]))
        except (UnknownNameError, ValueError) as error:
            yield str(error)


def of_one_year(rows: Sequence[Demand], year: float) -> tuple[tuple[Demand, ...], tuple[str, ...]]:
    """Return the rows of a year where rows are of several, and what is said of it.

    Raises
    ------
    DataError
        If they are of several years and none is of this.
    """
    years = sorted({row.year for row in rows if not math.isnan(row.year)})
    if len(years) < 2:
        return tuple(rows), ()
    kept = tuple(row for row in rows if math.isnan(row.year) or row.year == year)
    if not kept:
        raise DataError([f"demand of {year:g} is asked for; rows are of {_listed_years(years)}"])
    left = len(rows) - len(kept)
    return kept, (f"{counted(left, 'row')} of demand of other years left out",) if left else ()


def _listed_years(years: Iterable[float]) -> str:
    return ", ".join(f"{year:g}" for year in years)


def _checked(row: Demand) -> Demand:
    """Return a row that a caller made, if its amounts can be."""
    for name in ("shipments", "quantity"):
        value = getattr(row, name)
        if not (math.isfinite(value) and value >= 0):
            raise ValueError(f"{name} {value!r} is no number of 0 or more")
    return row


def _rows(source: Any) -> tuple[str, list[tuple[str, Any]]]:
    """Return what rows are called together, and each with where it stands."""
    if isinstance(source, str | Path):
        file = Path(source)
        return file.name, rows_of_csv(file, _check_head, _NUMBERS)
    if hasattr(source, "to_dict") and hasattr(source, "columns"):
        source = source.to_dict("records")
    rows = list(source)
    for number, row in enumerate(rows):
        if not isinstance(row, Mapping | Demand):
            raise TypeError(f"row {number + 1} of the demand is no mapping of columns: {row!r}")
    _check_head("demand", next(([*row] for row in rows if isinstance(row, Mapping)), _NEEDED))
    return "demand", [(f"demand, row {k + 1}", row) for k, row in enumerate(rows)]


def _check_head(where: str, head: Sequence[str]) -> None:
    faults = [
        f"{where}: there is no column {word!r}.{did_you_mean(word, head)}"
        for word in _NEEDED
        if word not in head
    ]
    faults += [
        f"{where}: column {word!r} is none of a demand.{near}"
        for word in map(str, head)
        if word not in _KNOWN and (near := did_you_mean(word, _KNOWN))
    ]
    if faults:
        raise DataError(faults)


def _demand(where: str, row: Mapping[str, Any], shipment: Shipment) -> Demand:
    """Return a row; raises ``ValueError`` with a line a fault."""
    faults = [f"{word} is empty" for word in _NEEDED if not _text(row, word)]
    goods = _goods(row, shipment, faults)
    unit = _text(row, "unit") or ("teu" if goods.commodity == "container" else "t")
    if unit not in counts_in(goods):
        faults.append(
            f"unit {unit!r} does not measure {goods.commodity}: it is "
            f"{' or '.join(counts_in(goods))}{did_you_mean(unit, counts_in(goods))}"
        )
    quantity = _number(row, "quantity", faults)
    year = _number(row, "year", faults)
    if faults:
        raise ValueError("\n".join(faults))
    return Demand(
        demand_id=_text(row, "demand_id") or where,
        origin=_place(row["origin"]),
        destination=_place(row["destination"]),
        shipment=goods,
        shipments=quantity * shipments_in(unit, goods),
        quantity=quantity,
        unit=unit,
        year=year,
        group=_text(row, "group"),
        corridor=_text(row, "corridor"),
        modes=_words(row, "modes"),
        via=_words(row, "via"),
        source_id=_text(row, "source_id"),
        basis=_text(row, "basis"),
    )


def _goods(row: Mapping[str, Any], shipment: Shipment, faults: list[str]) -> Shipment:
    """Return the shipment that stands for the goods of a row; notes its faults."""
    commodity = _text(row, "commodity") or "container"
    if commodity not in COMMODITIES:
        faults.append(not_one_of("commodity", commodity, COMMODITIES))
        commodity = "container"
    goods, usd_per_t = _GOODS[commodity]
    if commodity == "container":
        goods, usd_per_t = shipment, shipment.value_usd / shipment.cargo_t
    tonnes, t_per_teu = goods.cargo_t, _number(row, "t_per_teu", faults)
    if t_per_teu > _MOST_T_PER_TEU:
        faults.append(f"t_per_teu {t_per_teu:g} is above {_MOST_T_PER_TEU:g}, what a box holds")
    elif commodity == "container" and t_per_teu >= 0:
        tonnes = max(t_per_teu * TEU[goods.box], _EMPTY_T)
    value = _number(row, "value_usd_per_t", faults, usd_per_t)
    usd, share = value * tonnes if value >= 0 else 0.0, shipment.time_share_per_day
    return replace(goods, cargo_t=tonnes, value_usd=usd, time_share_per_day=share)


def _place(cell: Any) -> Place:
    return read_place(cell.strip()) if isinstance(cell, str) else cell


def _text(row: Mapping[str, Any], word: str) -> str:
    value = row.get(word)
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    return str(value).strip()


def _words(row: Mapping[str, Any], word: str) -> tuple[str, ...]:
    """Return the words of a cell, separated by semicolons."""
    return tuple(part.strip() for part in _text(row, word).split(";") if part.strip())


def _number(
    row: Mapping[str, Any], word: str, faults: list[str], default: float = math.nan
) -> float:
    text = _text(row, word)
    if not text:
        return default
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not (math.isfinite(value) and value >= 0):
        faults.append(f"{word} {text!r} is no number of 0 or more")
    return value
