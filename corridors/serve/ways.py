"""Answers about ways: ``/route``, ``/compare``, ``/pareto`` and ``/matrix``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from corridors.network.spelling import fold
from corridors.routing.compare import (
    Comparison,
    comparison_rows,
    comparisons,
    days_of,
    nothing_compared,
    searched_by,
)
from corridors.routing.itinerary import Itinerary, Stretch, leg_row, stretches, told_of
from corridors.routing.notes import notes_of_all
from corridors.routing.notes.compared import corridor_names, verdicts
from corridors.routing.notes.plainly import without_options
from corridors.serve.answer import (
    GEOJSON,
    Answer,
    Texts,
    csv_answer,
    features_of,
    geopackage,
    json_answer,
    json_of_parts,
    short_json,
    with_origin,
)
from corridors.serve.asked import Asked, Key
from corridors.serve.told import told_in

if TYPE_CHECKING:
    from corridors.network.network import Network
    from corridors.routing.pareto import ParetoFront

#: A front is looked for no longer; then it says how far it may be off.
FRONT_S = 20.0
#: Itineraries of a front that are told, the cheapest first.
MOST_OF_FRONT = 200
_FRONT_BY = ("cost", "time")
#: So many questions are kept with their itineraries; the words that do not change them.
_KEPT = 48
_FORMS = ("format", "of", "measure", "kind", "language")


def file_name(asked: Asked, what: str) -> str:
    """Return what a file of an answer is called: ASCII letters, digits and hyphens alone."""
    ends = (asked.get("origin", ""), asked.get("destination", ""))
    words = [one if isinstance(one, str) else "-".join(one) for one in ends]
    nodes = asked.plain.table("nodes")
    names = dict(zip(nodes["node_id"], nodes["name"], strict=True))
    safe = ["".join(c for c in fold(names.get(word, word)) if c.isascii())[:30] for word in words]
    return "-".join(part for part in (*safe, what) if part)


def find_trip(asked: Asked) -> Itinerary:
    """Return the best itinerary of a question; the last ones asked for are kept."""
    return asked.plain.once(_trip_of, asked.key(*_FORMS), most=_KEPT)


def _trip_of(net: Network, key: Key) -> Itinerary:
    from corridors.routing.route import route

    asked = Asked(net, dict(key))
    return route(asked.net, *asked.pair, conditions=asked.conditions)


def route_answer(asked: Asked) -> Answer:
    """Return the best itinerary: what ``corridors route --json`` prints, or a line."""
    trip = find_trip(asked)
    form = asked.get("format", "json")
    if form == "geojson":
        return json_answer(trip.__geo_interface__, GEOJSON)
    if form == "csv":
        return csv_answer(trip.to_dict()["legs"], file_name(asked, "route"))
    if form == "gpkg":
        return geopackage([trip], [trip.summary()], file_name(asked, "route"))
    if (language := asked.get("language", "en")) != "en":
        rows_told = [_stretch_row(one) for one in stretches(trip.steps)]
        whole = {**trip.to_dict(), "by": list(trip.by), "stretches": rows_told}
        return json_answer(told_in(whole, language))
    legs, rows = trip.network.once(_leg_texts), trip.network.once(_stretch_texts)
    return json_of_parts(
        told_of(trip),
        legs=[legs.of((leg,)) for leg in trip.steps],
        by=[short_json(word) for word in trip.by],
        stretches=[rows.of((one.crosses, *one.legs)) for one in stretches(trip.steps)],
    )


def _leg_texts(net: Network) -> Texts:
    del net
    return Texts(lambda legs: leg_row(legs[0]))


def _stretch_texts(net: Network) -> Texts:
    del net
    return Texts(lambda parts: _stretch_row(Stretch(parts[1:], crosses=parts[0])))


def _stretch_row(one: Stretch) -> dict[str, Any]:
    """Return a stretch, or a stop, as plain values, with the sources of its amounts and hours."""
    ids = [source for leg in one.legs for source in (leg.source_id, leg.hours_source_id)]
    basis = [word for leg in one.legs for word in (leg.basis, leg.hours_basis)]
    return {
        "kind": one.kind, "mode": one.legs[0].mode, "vehicle": one.vehicle, "name": one.name,
        "country": one.legs[0].country, "km": one.km, "usd": one.usd, "h": one.h,
        "source_ids": list(dict.fromkeys(filter(None, ids))),
        "basis": list(dict.fromkeys(filter(None, basis))),
    }  # fmt: skip


def find_comparisons(asked: Asked) -> list[Comparison]:
    """Return the comparisons of a question, with their itineraries; the last ones are kept.

    Raises
    ------
    ValueError
        If there are no two different places.
    """
    return [*asked.plain.once(_comparisons_of, asked.key(*_FORMS, "within_days"), most=_KEPT)]


def _comparisons_of(plain: Network, key: Key) -> tuple[Comparison, ...]:
    asked = Asked(plain, dict(key))
    net, given = asked.net, asked.conditions
    by = searched_by(asked.get("by"), given, weighed=asked.is_weighed)
    origins, destinations = asked.pairs()
    corridors = asked.get("corridor")
    found = list(comparisons(net, origins, destinations, given, corridors, by=by))
    if not found:
        raise ValueError(nothing_compared(net))
    return tuple(found)


def served(found: Sequence[Comparison]) -> Iterator[tuple[int, Itinerary]]:
    """Yield the ways of a comparison with the numbers of their rows."""
    for number, one in enumerate(found):
        if one.itinerary is not None:
            yield number, one.itinerary


def compare_answer(asked: Asked) -> Answer:
    """Return a comparison: rows as ``corridors compare --json`` has them, and what they come to."""
    found = find_comparisons(asked)
    rows = comparison_rows(found, days_of(asked.get("within_days", ())))
    ways, form = list(served(found)), asked.get("format", "json")
    trips = [trip for _, trip in ways]
    if form == "csv":
        return csv_answer(rows, file_name(asked, "comparison"))
    if form == "gpkg":
        if not trips:
            raise ValueError("no pair is served: there is no way to write")
        kept = [rows[number] for number, _ in ways]
        return geopackage(trips, kept, file_name(asked, "comparison"))
    names = corridor_names(asked.net)
    about = with_origin(
        asked.net,
        verdicts=[
            line
            for _, pair in groupby(found, key=lambda one: one.number)
            for line in verdicts(list(pair), names)
        ],
        notes=[*map(without_options, notes_of_all(trips))],
        usd_per_day=asked.conditions.shipment.usd_per_h * 24,
    )
    if form == "geojson":
        return features_of(trips, [rows[number] for number, _ in ways], **about)
    by = [list(one.itinerary.by) if one.itinerary else [] for one in found]
    told = [{**row, "by": how} for row, how in zip(rows, by, strict=True)]
    return json_answer(told_in({"rows": told, **about}, asked.get("language", "en")))


def find_front(asked: Asked) -> ParetoFront:
    """Return the front of a question."""
    from corridors.routing.pareto import pareto

    criteria = asked.get("criterion") or _FRONT_BY
    words = asked.conditions
    return pareto(
        asked.net,
        *asked.pair,
        criteria=criteria,
        epsilon=asked.get("epsilon", 0.0),
        time_limit_s=FRONT_S,
        conditions=words,
    )


def pareto_answer(asked: Asked) -> Answer:
    """Return a front: rows as ``corridors pareto --json`` has them."""
    front = find_front(asked)
    trips = front.itineraries[:MOST_OF_FRONT]
    rows = [trip.summary() for trip in trips]
    about = with_origin(
        asked.net,
        criteria=front.criteria,
        exact=front.exact,
        bound=front.bound,
        found=len(front),
        usd_per_day=asked.conditions.shipment.usd_per_h * 24,
    )
    form = asked.get("format", "json")
    if form == "geojson":
        return features_of(trips, rows, **about)
    if form == "csv":
        return csv_answer(rows, file_name(asked, "pareto"))
    by = [{"by": list(trip.by)} for trip in trips]
    told = [{**row, **how} for row, how in zip(rows, by, strict=True)]
    return json_answer(
        {"rows": told, **about, "notes": [*map(without_options, notes_of_all(trips))]}
    )


def matrix_answer(asked: Asked) -> Answer:
    """Return one criterion between places: a row each origin, as ``corridors matrix --json``."""
    from corridors.routing.matrix import matrix

    origins, destinations = asked.pairs(most=400)
    frame = matrix(asked.net, origins, destinations, conditions=asked.conditions)
    rows: list[dict[str, Any]] = [
        {"origin": name, **row}
        for name, row in zip(frame.index, frame.to_dict("records"), strict=True)
    ]
    if asked.get("format") == "csv":
        return csv_answer(rows, file_name(asked, "matrix"))
    return json_answer(with_origin(asked.net, rows=rows))
