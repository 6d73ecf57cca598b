"""What a price is made of, and what an offer from door to door holds besides, with its sources."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from corridors.arguments import asks
from corridors.graph.directions import AWAY
from corridors.graph.gates import passages
from corridors.graph.paid import paid_by_km, paid_on_boarding
from corridors.graph.rates import rates_of
from corridors.network.countries import country_name
from corridors.network.lookup import row_name, rows_of
from corridors.network.prices import (
    BOX_PRICES,
    PRICE_COLUMNS,
    of_load,
    rate_parts,
    source_of,
)
from corridors.routing.ledger import crossing_row
from corridors.studies.evidence.ranges import range_of
from corridors.studies.evidence.surcharges import apart
from corridors.studies.regimes import regimes_at
from corridors.vocabulary import rate_mode

if TYPE_CHECKING:
    import pandas as pd

    from corridors.network.network import Network
    from corridors.network.tables import Table
    from corridors.routing.itinerary import Itinerary, Leg

#: What a part of the price is called, by the kind of its leg.
_PARTS = {
    "line-haul": "carriage", "access": "carriage", "terminal": "terminals",
    "gauge break": "terminals", "waiting": "waiting", "border": "border fees",
}  # fmt: skip
_ENTRY, _START = "entry charges", "start of a haul"
#: The column that pays a part of a price, where it is not that of the box.
_FEES = {
    ("carriage", "tariffs"): "usd_per_km", ("border fees", "border_crossings"): "cost_usd",
    (_ENTRY, "border_crossings"): "fixed_usd", (_ENTRY, "transshipments"): "fixed_usd",
    (_START, "transshipments"): "start_usd",
}  # fmt: skip
_ONE_PRICE = "one price, parts not published"
#: Goods are insured for so much of their value: 110 % of it, by Incoterms (CIF and CIP).
_INSURED = 1.1
_COLUMNS = (
    "part", "name", "usd", "low", "high", "in_price", "row", "source_id", "basis", "how",
)  # fmt: skip


@asks
def charges(trip: Itinerary) -> pd.DataFrame:
    """Return what an itinerary's price is made of, and what comes on top, a row each.

    Rows with ``in_price`` add up to ``trip.cost_usd``; what an event has changed is a row as it was
    before, and a row of the event. The others are estimates from the table
    ``charges`` of what an offer from door to door holds besides: documents by country, insurance
    by the value of the goods, agents at borders, a TIR carnet, detention of the box and storage
    by days over the free ones, the way back of a ship's empty box, war risk cover where and when
    it was asked for. They are in no total: they hardly change which way is the best, and most
    depend on the contract. Duties and taxes are in neither.

    Parameters
    ----------
    trip
        The itinerary.

    Returns
    -------
    pandas.DataFrame
        ``part`` (carriage, start of a haul, terminals, border fees, entry charges; documents,
        insurance, ...),
        ``name``, ``usd``, ``low`` and ``high`` (USD; the range of an estimate or of an assumed
        row, else ``usd``), ``in_price``,
        ``row`` (table and key of the row that says it; ``net.row(row)`` opens it),
        ``source_id``, ``basis``, ``how`` (what was multiplied; of a railway which part of its
        price it is, a row each, or that they are not published).

    Examples
    --------
    >>> import corridors as co
    >>> trip = co.route(co.load(), "Karachi", "Tashkent")
    >>> parts = co.charges(trip)
    >>> bool(abs(parts[parts.in_price].usd.sum() - trip.cost_usd) < 1e-6)
    True
    """
    import pandas as pd

    paid = [row for leg in trip.steps for row in paid_parts(trip, leg)]
    return pd.DataFrame([*paid, *_besides(trip)], columns=list(_COLUMNS))


def summed_charges(trip: Itinerary) -> list[dict[str, Any]]:
    """Return the rows of :func:`charges`, what one row of the tables says in one.

    ``how`` is then the km and the rate, or how many legs it is.

    Parameters
    ----------
    trip
        The itinerary.
    """
    found: dict[tuple, dict[str, Any]] = {}
    counts: dict[tuple, list[float]] = {}
    for leg in trip.steps:
        for row in paid_parts(trip, leg):
            key = row["part"], row["row"], row["source_id"], row["of"]
            one = found.setdefault(key, {**row, "usd": 0.0, "low": 0.0, "high": 0.0})
            for name in ("usd", "low", "high"):
                one[name] += row[name]
            counts.setdefault(key, []).append(row["km"])
    for key, one in found.items():
        km, legs = math.fsum(counts[key]), len(counts[key])
        if legs > 1:
            one["name"] = f"{legs} legs"
        if km and one["part"] == _PARTS["line-haul"]:
            told = one["of"] or (_ONE_PRICE if _ONE_PRICE in one["how"] else "")
            one["how"] = f"{km:,.0f} km at {one['usd'] / km:,.2f} USD{told and f' ({told})'}"
    return [*found.values(), *_besides(trip)]


def sources_of_price(trip: Itinerary, leg: Leg) -> list[tuple[str, str]]:
    """Return the sources of what a leg costs, each with its basis; none where it costs nothing.

    Parameters
    ----------
    trip
        The itinerary.
    leg
        One of its legs.
    """
    return [(row["source_id"], row["basis"]) for row in paid_parts(trip, leg)]


def paid_parts(trip: Itinerary, leg: Leg) -> Iterator[dict[str, Any]]:
    """Yield the parts of a leg's price; a border's fee apart from the dues of entry.

    Parameters
    ----------
    trip
        The itinerary.
    leg
        One of its legs.
    """
    if not leg.usd:
        return
    net, table = trip.network, leg.price_row.partition(" ")[0]
    for part in _paid(trip, leg):
        column = _FEES.get((part["part"], table)) or _price_column(trip)
        for one in apart(net, part, column):
            yield from _components(net, one) if leg.mode == "rail" else ({**one, "of": ""},)


def _components(net: Network, part: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield what a railway's price of a km is for, where its tariff tells; else the whole."""
    table, _, key = part["row"].partition(" ")
    if table != "tariffs" or part["part"] != _PARTS["line-haul"]:
        yield {**part, "of": ""}
        return
    tariffs = net.table(table)
    shares = rate_parts(str(tariffs["parts"][rows_of(tariffs, key)[0]]))
    if not shares:
        yield {**part, "of": "", "how": f"{part['how']}; {_ONE_PRICE}"}
    for name, share in shares.items():
        money = {word: part[word] * share for word in ("usd", "low", "high")}
        yield {**part, **money, "of": name, "how": f"{part['how']}, {name} {share:.0%}"}


def _paid(trip: Itinerary, leg: Leg) -> Iterator[dict[str, Any]]:
    """Yield the parts of a leg's price by the rows of the tables, whatever events made of them."""
    what = {
        "name": leg.name, "in_price": True, "row": leg.price_row, "source_id": leg.source_id,
        "basis": leg.basis, "how": f"{leg.km:,.0f} km" if leg.km else "", "km": leg.km,
    }  # fmt: skip
    several = _rows_by_km(trip, leg)
    if len(several) > 1:
        yield from _mixed(trip, leg, what, several)
        return
    fee = _fee(trip, leg) if leg.kind == "border" else leg.usd
    boarding = list(_boarding(trip, leg, what))
    fee -= math.fsum(row["usd"] for row in boarding)
    if fee or not boarding:
        yield {**what, **_within(trip, leg, fee), "part": _PARTS[leg.kind]}
    yield from boarding
    if leg.kind == "border" and not math.isclose(fee, leg.usd, abs_tol=1e-9):
        row, source, basis = _entry(trip, leg)
        yield {
            **what, **_within(trip, leg, leg.usd - fee, row, basis), "part": _ENTRY, "row": row,
            "source_id": source, "basis": basis,
            "how": "permits, tolls and dues paid once in the country entered",
        }  # fmt: skip


#: What a carrier charges where goods come onto its vehicle, and what that is for.
_ON_BOARDING = {
    "fixed_usd": (_ENTRY, "dues and despatch, paid once on the railway of the country"),
    "start_usd": (_START, "what a haul costs, however long it is"),
}


#: The parts of a price that go to who takes the goods, not to who handles them.
CARRIERS = frozenset(part for part, _ in _ON_BOARDING.values())


def boarding_usd(trip: Itinerary, leg: Leg) -> float:
    """Return what of a leg's price goes to the carrier that takes the goods, with what events did.

    Parameters
    ----------
    trip
        The itinerary.
    leg
        One of its legs.
    """
    return math.fsum(part["usd"] for part in paid_parts(trip, leg) if part["part"] in CARRIERS)


def _boarding(trip: Itinerary, leg: Leg, what: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield what the carrier charges that takes the goods where they change vehicle."""
    table, _, key = leg.price_row.partition(" ")
    if table != "transshipments":
        return
    changes, tariffs = trip.network.table(table), trip.network.table("tariffs")
    (row,) = rows_of(changes, key)
    node, a, b = (str(changes[name][row]) for name in ("node_id", "from_class", "to_class"))
    shipment = trip.shipment
    country = trip.network.table("nodes").pairs("node_id", "country")[node]
    place = PRICE_COLUMNS.index(_price_column(trip))
    for once in paid_on_boarding(rates_of(trip.network), a, b, country):
        usd, row = shipment.pays(once.usd), once.rows[place]
        if not usd or row < 0:
            continue
        part, how = _ON_BOARDING[once.column]
        name = row_name(tariffs, row)
        source, basis = source_of(tariffs, row, once.column.removesuffix("usd"))
        yield {
            **what, **_within(trip, leg, usd, name, basis), "part": part, "row": name,
            "source_id": source, "basis": basis, "how": how,
        }  # fmt: skip


def _price_column(trip: Itinerary) -> str:
    shipment = trip.shipment
    return BOX_PRICES[shipment.box if shipment.commodity == "container" else "t"]


def _rows_by_km(trip: Itinerary, leg: Leg) -> dict[int, float]:
    """Return the rows of tariffs that price a line-haul, each with the km that pay it.

    They are several where prices go by direction, or where a link lies in two countries.
    """
    if leg.kind != "line-haul" or leg.price_row.partition(" ")[0] != "tariffs":
        return {}
    net, column = trip.network, _price_column(trip)
    nodes, links = net.table("nodes"), net.table("links")
    country, mode = nodes.pairs("node_id", "country"), leg.mode
    if leg.link_id:
        mode = rate_mode(mode, str(links["commodity"][net.link_row(leg.link_id)]))
    ends = leg.from_node, leg.to_node
    by_column = paid_by_km(net).rows(mode, ends, [country[node] for node in ends])
    paid = by_column[PRICE_COLUMNS.index(column)]
    km_of = {one.row: 0.0 for one in paid if one.row >= 0 and one.km.of(leg.km)}
    for one in paid:
        if one.row in km_of:
            km_of[one.row] += one.km.of(leg.km)
    return km_of


def _mixed(
    trip: Itinerary, leg: Leg, what: dict[str, Any], km_of: Mapping[int, float]
) -> Iterator[dict[str, Any]]:
    """Yield the parts of a line-haul's price, one for each of several rows of tariffs."""
    tariffs = trip.network.table("tariffs")
    of_row = {row: km * float(tariffs["usd_per_km"][row]) for row, km in km_of.items()}
    for row, km in km_of.items():
        name, towards = row_name(tariffs, row), str(tariffs["towards"][row])
        source, basis = source_of(tariffs, row)
        way = towards if towards.startswith(AWAY) else f"towards {towards}"
        if not towards:
            directed = paid_by_km(trip.network).is_directed(leg.mode, tariffs["country"][row])
            way = "any other way" if directed else ""
        usd = leg.usd * of_row[row] / math.fsum(of_row.values())
        yield {
            **what, **_within(trip, leg, usd, name, basis), "part": _PARTS["line-haul"],
            "row": name, "source_id": source, "basis": basis, "km": km,
            "how": f"{km:,.0f} of {leg.km:,.0f} km {way}".rstrip(),
        }  # fmt: skip


def _within(
    trip: Itinerary, leg: Leg, usd: float, row: str = "", basis: str = ""
) -> dict[str, float]:
    """Return a part of the price with its range: that of an assumed row, else none."""
    row, basis = row or leg.price_row, basis or leg.basis
    ends = range_of(trip.network, row, leg.mode, "usd", basis)
    low, high = (usd if math.isnan(ratio) else usd * ratio for ratio in ends)
    return {"usd": usd, "low": low, "high": high}


def _fee(trip: Itinerary, leg: Leg) -> float:
    """Return what the crossing itself charges."""
    row = crossing_row(trip.network, leg)
    if row < 0:
        return leg.usd
    cost_usd = trip.network.table("border_crossings")["cost_usd"][row]
    usd: float = trip.shipment.pays(of_load(cost_usd))
    return usd


def _entry(trip: Itinerary, leg: Leg) -> tuple[str, str, str]:
    """Return the row of the tariff by which a carrier pays to enter, its source and basis."""
    shipment, rates = trip.shipment, rates_of(trip.network)
    box = shipment.box if shipment.commodity == "container" else "t"
    row = rates.tariff_row(leg.mode, leg.country.split(">")[-1], box, ())
    if row < 0:
        return "", leg.source_id, leg.basis
    tariffs = trip.network.table("tariffs")
    return row_name(tariffs, row), *source_of(tariffs, row, "fixed_")


def besides_usd(trip: Itinerary) -> float:
    """Return what comes on top of the price, by estimate, in USD: documents, storage, detention.

    Parameters
    ----------
    trip
        The itinerary.
    """
    return math.fsum(row["usd"] for row in _besides(trip))


def besides_text(trip: Itinerary) -> str:
    """Say what comes on top of the price, by estimate; ``""`` if the table says nothing.

    Parameters
    ----------
    trip
        The itinerary.
    """
    rows = [*_besides(trip)]
    if not rows:
        return ""
    usd, low, high = (math.fsum(row[name] for row in rows) for name in ("usd", "low", "high"))
    parts: dict[str, float] = {}
    for row in rows:
        parts[row["part"]] = parts.get(row["part"], 0.0) + row["usd"]
    told = ", ".join(f"{part} {value:,.0f}" for part, value in parts.items())
    return (
        f"Besides the price, estimated: {usd:,.0f} USD ({low:,.0f}-{high:,.0f}): {told}; "
        "duties and taxes not counted."
    )


# -- what is not in the price ---------------------------------------------------------------------


def _besides(trip: Itinerary) -> Iterator[dict[str, Any]]:
    table = trip.network.table("charges")
    shipment = trip.shipment
    box = shipment.box if shipment.commodity == "container" else ""
    named = {(row["applies"], row["country"]) for row in table if row["country"]}
    for row in table:
        if row["box"] not in ("", box) or not _is_due(trip, row):
            continue
        times, how = _times(trip, row, named)
        if times <= 0:
            continue
        by_value = row["value_share"] > 0
        unit = _INSURED * shipment.value_usd if by_value else 1.0
        each = row["value_share"] if by_value else row["usd"]
        if not each:
            continue
        yield {
            "part": row["component"],
            "name": row["name"],
            "usd": times * unit * each,
            "low": times * unit * row["low"],
            "high": times * unit * row["high"],
            "in_price": False,
            "row": f"charges {row['charge_id']}",
            "source_id": row["source_id"],
            "basis": row["basis"],
            "how": how,
        }


def _is_due(trip: Itinerary, row: dict) -> bool:
    """Say whether a charge is paid on the day, and where the ships of the trip sail."""
    if row["valid_from"] or row["valid_to"]:
        day = trip.network.day.isoformat() if trip.network.day else ""
        if not day or day < row["valid_from"] or (row["valid_to"] and day > row["valid_to"]):
            return False
    through = passages(trip.network).get(row["passage"], ())
    return not row["passage"] or any(leg.link_id in through for leg in trip.steps if leg.km)


def _times(trip: Itinerary, row: dict, named: set[tuple[str, str]]) -> tuple[float, str]:
    """Return how often (or for how many days) a charge is paid, and why in words."""
    applies, abroad = row["applies"], len(set(trip.countries)) > 1
    if applies == "trip":
        return 1.0, f"{_INSURED:.0%} of {trip.shipment.value_usd:,.0f} USD"
    if not abroad or _by_pipe_alone(trip):
        return 0.0, ""
    if applies in ("export", "import"):
        return _papers(trip, row, named)
    land = [
        leg for leg in trip.steps
        if leg.kind == "border" and ">" in leg.country and leg.mode != "pipeline"
    ]  # fmt: skip
    if applies == "border":
        return float(len(land)), f"{len(land)} land borders"
    if applies == "tir":
        return (1.0, "if the truck goes under TIR") if _may_go_under_tir(trip, land) else (0.0, "")
    if applies == "empty return":
        inland = _after_the_ship(trip)
        km = math.fsum(leg.km for leg in inland if leg.kind == "line-haul")
        return km, f"{km:,.0f} km from the ship to the end"
    days, where = _days(trip, applies)
    over = days - row["free_days"]
    return over, f"{days:.1f} days {where}, {row['free_days']:g} free"


def _by_pipe_alone(trip: Itinerary) -> bool:
    """Say whether all of a way is a pipeline: nobody declares a box, or has papers of it."""
    return {leg.mode for leg in trip.steps if leg.km} == {"pipeline"}


def _papers(trip: Itinerary, row: dict, named: set[tuple[str, str]]) -> tuple[float, str]:
    ends = {"export": trip.origin_country, "import": trip.destination_country}
    country = ends[row["applies"]]
    own = row["country"] == country if row["country"] else (row["applies"], country) not in named
    return float(own), country_name(country)


def _may_go_under_tir(trip: Itinerary, land: list[Leg]) -> bool:
    """Say whether a truck crosses borders, all of them between parties to TIR."""
    by_road = [leg.country.partition(">") for leg in land if leg.mode == "road"]
    return bool(by_road) and all(
        any(
            one.kind == "tir"
            for one in regimes_at(trip.network, "road", left, entered, trip.countries)
        )
        for left, _, entered in by_road
    )


def _days(trip: Itinerary, applies: str) -> tuple[float, str]:
    """Return the expected days that count against a ship's box, or the longest stay at a port."""
    if applies == "storage":
        ports = [leg for leg in trip.steps if _at_port(trip, leg)]
        stays: dict[str, float] = {}
        for leg in ports:
            stays[leg.from_node] = stays.get(leg.from_node, 0.0) + leg.h / 24
        node = max(stays, key=lambda name: stays[name], default="")
        return stays.get(node, 0.0), f"at {node}" if node else ""
    return math.fsum(leg.h for leg in _after_the_ship(trip)) / 24, "from the ship to the end"


def _after_the_ship(trip: Itinerary) -> Sequence[Leg]:
    """Return what comes after the last ship; without one the carrier by land has its own box."""
    sea = [k for k, leg in enumerate(trip.steps) if leg.mode == "sea" and leg.km]
    return trip.steps[sea[-1] + 1 :] if sea else ()


def _at_port(trip: Itinerary, leg: Leg) -> bool:
    nodes: Table = trip.network.table("nodes")
    if leg.kind not in ("terminal", "waiting") or not leg.from_node:
        return False
    return bool(nodes["kind"][nodes.index("node_id")[leg.from_node]] == "seaport")
