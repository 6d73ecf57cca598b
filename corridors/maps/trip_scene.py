"""The scene of itineraries: a layer each name, with the ledger of every leg and stop."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from corridors.maps.frame import around, box_of, near_boxes, points_of
from corridors.maps.palette import corridor_colours
from corridors.maps.scene import Rows, Scene, shifts
from corridors.network.price_level import price_note
from corridors.routing.itinerary import Itinerary, stretches
from corridors.routing.notes import notes_of_all
from corridors.routing.notes.plainly import without_options
from corridors.vocabulary import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from corridors.routing.itinerary import Leg

_LINE_WIDTH = {"rail": 4.0, "road": 4.0, "sea": 3.6, "ferry": 4.2, "pipeline": 4.0, "access": 3.0}


def title_of(trip: Itinerary) -> str:
    """Return both ends with their countries, and the corridor if one was asked for."""
    on = f" on {trip.corridor}" if trip.corridor else ""
    return f"{trip.pair}{on}"


def listed_trips(trips: Itinerary | Iterable[Itinerary]) -> list[Itinerary]:
    """Return one itinerary or several as a list.

    Raises
    ------
    TypeError
        If it is something else.
    """
    if hasattr(trips, "columns"):  # a table is a series of names to whoever asks
        raise TypeError(
            f"cannot draw a {type(trips).__name__} of totals, which holds no ways: give a network, "
            "or itineraries of co.route, co.alternatives or co.pareto"
        )
    try:
        listed: list[Any] = [trips] if isinstance(trips, Itinerary) else list(trips)
    except TypeError:
        listed = [trips]
    for trip in listed:
        if not isinstance(trip, Itinerary):
            raise TypeError(f"cannot draw {type(trip).__name__}: give a network or itineraries")
    return listed


def totals_of(trip: Itinerary) -> str:
    """Return the totals as one line of text with units."""
    return (
        f"{trip.distance_km:,.0f} km · {trip.cost_usd:,.0f} USD · {trip.time_h / 24:.1f} days "
        f"(half within {trip.time_p50_h / 24:.1f}, 9 in 10 within {trip.time_p90_h / 24:.1f}) "
        f"· {counted(trip.transit_count, 'transit')}"
    )


def trips_scene(groups: Mapping[str, Sequence[Itinerary]], *, exclusive: bool, title: str) -> dict:
    """Return the scene of itineraries by name."""
    groups = {name: list(trips) for name, trips in groups.items() if trips}
    if not groups:
        raise ValueError("there is nothing to draw")
    every = [trip for trips in groups.values() for trip in trips]
    scene = Scene(title, notes=notes_of(groups))
    scene.coloured = scene.whole = True
    keys = {name: trips[0].corridor or name for name, trips in groups.items()}
    if len(set(keys.values())) < len(keys):
        keys = {name: name for name in groups}  # several on one corridor: a colour each
    colours = corridor_colours(keys.values(), every[0].network)
    offsets = {} if exclusive else _offsets(groups)
    layers = [
        _layer(
            scene,
            name,
            trips,
            colours[keys[name]],
            offsets,
            on=not exclusive or name == next(iter(groups)),
        )
        for name, trips in groups.items()
    ]
    scene.add_group("Scenarios" if exclusive else "Itineraries", layers, exclusive=exclusive)
    ends = [node for trip in every for node in _end_nodes(trip)]
    made = scene.to_dict(every[0].network, ends=list(dict.fromkeys(ends)))
    boxes = [box for box in (box_of(points_of(made, layer)) for layer in layers) if box]
    kept = near_boxes(boxes)
    if len(kept) < len(boxes):  # one lane round Africa would leave little of Asia to see
        west, south, east, north = around(kept)
        made["view"] = [[south, west], [north, east]]
    return {**made, "prices": _of_each(groups, lambda trip: price_note(trip.network))}


def notes_of(groups: Mapping[str, Sequence[Itinerary]]) -> list[str]:
    """Return what is shipped, when, and in which situation, as a line of text.

    What is not the same of all ways is told with the names of those of which it is.
    """
    load = _of_each(groups, _load)
    leaves = _of_each(groups, lambda t: f"{t.departure:%Y-%m-%d %H:%M}" if t.departure else "")
    situation = _of_each(groups, lambda trip: trip.situation)
    what = f"{load}.{f' Leaves {leaves}.' if leaves else ''} Situation: {situation}."
    told = notes_of_all(trip for trips in groups.values() for trip in trips)
    return [what, *map(without_options, told)]


def _load(trip: Itinerary) -> str:
    goods = trip.shipment
    return f"{goods.what}, {goods.amount}, {goods.value_usd:,.0f} USD"


def _of_each(
    groups: Mapping[str, Sequence[Itinerary]], tell: Callable[[Itinerary], str]
) -> str:  # fmt: skip
    """Return what is told of all ways, or each thing that is with the names of its ways."""
    said: dict[str, dict[str, None]] = {}
    for name, trips in groups.items():
        for trip in trips:
            said.setdefault(tell(trip), {})[name] = None
    if len(said) == 1 or not any(said):
        return next(iter(said))
    return " / ".join(f"{text or 'any day'} ({', '.join(names)})" for text, names in said.items())


def _end_nodes(trip: Itinerary) -> list[str]:
    nodes = [node for leg in trip.steps for node in (leg.from_node, leg.to_node) if node]
    return [nodes[0], nodes[-1]] if nodes else []  # none between positions near one another


def _offsets(groups: Mapping[str, Sequence[Itinerary]]) -> dict[tuple[str, str], float]:
    """Return the pixels by which the lines of several names on one link stand apart."""
    users: dict[str, list[str]] = defaultdict(list)
    for name, trips in groups.items():
        for link in dict.fromkeys(leg.link_id for trip in trips for leg in trip.steps if leg.km):
            users[link].append(name)
    gap = 5.0 if max(map(len, users.values()), default=1) < 5 else 3.6
    return {
        (link, name): shift
        for link, names in users.items()
        for name, shift in zip(names, shifts(len(names), gap), strict=True)
    }


def _layer(
    scene: Scene,
    name: str,
    trips: Sequence[Itinerary],
    colour: str,
    offsets: Mapping[tuple[str, str], float],
    *,
    on: bool,
) -> dict:
    items: list[list] = []
    numbers: dict[tuple, int] = {}
    for trip in trips:
        for leg in trip.steps:
            if leg.km > 0 and leg.link_id and ("link", leg.link_id) not in numbers:
                number = scene.add_line(
                    trip.network, leg.link_id, leg.name, leg_rows(leg), _leg_sources([leg])
                )
                numbers["link", leg.link_id] = number
                shift = offsets.get((leg.link_id, name), 0.0)
                items.append([number, shift if _forward(trip, leg) else -shift])
        for node, stops in _stops(trip).items():
            if ("node", node) not in numbers:
                number = _add_stop(scene, trip, node, stops)
                numbers["node", node] = number
                items.append([number])
    layer = {"name": name, "on": on, "colour": colour, "width": 3.6, "halo": True, "items": items}
    layer["mode"] = "road"
    if len(trips) == 1:
        layer["sub"] = totals_of(trips[0])
        layer["legs"] = _ledger(trips[0], numbers)
    else:
        layer["sub"] = counted(len(trips), "itinerary")
    return layer


def _forward(trip: Itinerary, leg: Leg) -> bool:
    """Say whether a leg runs in its link's direction; offsets are on the traveller's side."""
    links = trip.network.table("links")
    return bool(links["from_node"][trip.network.link_row(leg.link_id)] == leg.from_node)


def _stops(trip: Itinerary) -> dict[str, list[Leg]]:
    """Return the stops of an itinerary by the node where they happen, ends included."""
    found: dict[str, list[Leg]] = {}
    for leg in trip.steps:
        if not (leg.km > 0 and leg.link_id) and leg.to_node:
            found.setdefault(leg.to_node, []).append(leg)
    # Ends last: they are drawn above a quay beside them.
    return found | {node: found.pop(node, []) for node in _end_nodes(trip)}


def _add_stop(scene: Scene, trip: Itinerary, node: str, stops: Sequence[Leg]) -> int:
    net = trip.network
    kinds = {leg.kind for leg in stops}
    glyph = ""
    if node in _end_nodes(trip):
        glyph = "end"
    elif "gauge break" in kinds:
        glyph = "gauge"
    elif "border" in kinds and net.table("nodes")["kind"][net.node_row(node)] != "seaport":
        glyph = "border_crossing"
    rows: Rows = []
    for leg in stops:
        rows += [[f"{leg.kind}: {leg.name}"], *leg_rows(leg)]
    title = str(net.table("nodes")["name"][net.node_row(node)])
    size = 21 if glyph == "end" else 17
    return scene.add_place(net, node, title, rows, _leg_sources(stops), glyph=glyph, size=size)


def leg_rows(leg: Leg) -> Rows:
    """Return the ledger of one leg as rows of text with units and basis."""
    rows = [
        ["by", leg.vehicle],
        ["distance", f"{leg.km:,.0f} km" if leg.km else ""],
        ["cost", f"{leg.usd:,.0f} USD ({leg.basis})"],
        [
            "time",
            f"{leg.h:,.1f} h, p50 {leg.h_p50:,.1f}, p90 {leg.h_p90:,.1f} ({leg.hours_basis})",
        ],
        ["emissions", f"{leg.co2e_kg:,.0f} kg CO2e" if leg.co2e_kg else ""],
        ["status", _status(leg)],
    ]
    return [row for row in rows if row[1]]


def _status(leg: Leg) -> str:
    return f"counts as {counted(leg.transits, 'transit')}" if leg.transits else ""


def _leg_sources(legs: Sequence[Leg]) -> list[str]:
    return [source for leg in legs for source in (leg.source_id, leg.hours_source_id)]


# -- the list of legs beside the map ------------------------------------------------------------


def _ledger(trip: Itinerary, numbers: Mapping[tuple, int]) -> list[dict]:
    """Return the stretches of an itinerary: neighbouring line-hauls of one vehicle as one."""
    found = []
    for part in stretches(trip.steps):
        shown = [
            numbers[key]
            for leg in part.legs
            for key in (("link", leg.link_id), ("node", leg.to_node))
            if key in numbers and (key[0] == "link") == bool(leg.km and leg.link_id)
        ]
        entry = {
            "t": part.name if part.kind == "line-haul" else f"{part.kind}: {part.name}",
            "v": f"{part.usd:,.0f} USD",
            "d": (f"{part.km:,.0f} km, " if part.km else "") + f"{part.h:,.1f} h, {part.vehicle}",
            "f": shown,
            "m": part.legs[0].mode,
        }
        glyph = {"border": "border_crossing", "gauge break": "gauge", "terminal": "dry_port"}
        if part.kind != "line-haul":
            entry["g"] = glyph.get(part.kind, "junction")
        found.append(entry)
    return found
