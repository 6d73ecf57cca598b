"""Lines that are not built yet answer as if they were, and gas of a city goes by its stations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from corridors.network.places.stations import stations_of
from corridors.routing.plan import plan_of

if TYPE_CHECKING:
    from corridors.routing.itinerary import Itinerary
    from corridors.routing.question import Question


def answer_if_built(question: Question) -> Itinerary | None:
    """Return the best itinerary on a corridor that is itself not in operation, as if it were built.

    ``None`` if there is none, or the corridor is in operation.

    Parameters
    ----------
    question
        What is asked, on a corridor or on none.
    """
    built = as_if_built(question)
    return None if built is None else built.answer_in_operation()


def as_if_built(question: Question) -> Question | None:
    """Return the question as if all were built; ``None`` unless its corridor is planned itself.

    Parameters
    ----------
    question
        What is asked, on a corridor or on none.
    """
    if not is_planned(question):
        return None
    built = plan_of(question.network, question.conditions, any_status=True)
    return question.under(built)


def is_planned(question: Question) -> bool:
    """Say whether the corridor asked for is itself not in operation."""
    if question.corridor is None:
        return False
    status = question.network.table("corridors").pairs("corridor_id", "status")
    return bool(status[question.corridor.corridor_id] != "operational")


def planned_note(question: Question, arcs: Sequence[int]) -> str:
    """Say of a way on a corridor that is planned what of it is not in operation; else nothing."""
    from corridors.routing.reasons import not_in_operation

    graph = question.plan.graph
    if question.corridor is None or all(graph.arcs["open"][arc] for arc in arcs):
        return ""
    return (
        f"As if it were built, which it is not: this way on {question.corridor.name} "
        f"{not_in_operation(question.plan, arcs)}."
    )


def station_notes(question: Question, trip: Itinerary) -> list[str]:
    """Say where the gas of a place joins or leaves the pipeline, if that is not the place."""
    if question.conditions.shipment.commodity != "gas" or not trip.steps:
        return []
    found, nodes = [], question.network.table("nodes")
    ends = (
        (question.origin, trip.steps[0], trip.steps[0].from_node, "joins"),
        (question.destination, trip.steps[-1], trip.steps[-1].to_node, "leaves"),
    )
    for end, leg, node, does in ends:
        if node in ("", end.entries[0].node_id):
            continue
        stations = stations_of(question.network, end.entries[0].node_id)
        km = {station: far for far, station in stations}.get(node, 0.0)
        name = nodes["name"][question.network.node_row(node)]
        what = "ship" if leg.mode == "lng" else "pipeline"
        found.append(
            f"Gas of {end.label} {does} the {what} at {name}, {km:,.0f} km away: what is between "
            "is not counted."
        )
    return [*found, *_burnt_notes(question, trip)]


def _burnt_notes(question: Question, trip: Itinerary) -> list[str]:
    """Say of gas that is liquefied what is burnt for it, which is in no price."""
    table = question.network.table("energy_prices")
    shares = {row["value"] for row in table if row["item"] == "liquefaction_gas"}
    if not shares or not any(leg.mode == "lng" for leg in trip.steps):
        return []
    told = (
        f"To liquefy it takes {max(shares):.0%} of the gas besides (in kind, of what it costs at "
        "the plant), which is not in the price, nor are the price of the gas and transit fees: "
        "corridors gas has them."
    )
    return [told]
