"""Why there is no itinerary, in one line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from corridors.engines.plain import Ways
from corridors.graph.compiled import compiled
from corridors.graph.gates import Gate, irregular_arcs
from corridors.graph.rights import refused_posts
from corridors.network.prices import BOXES
from corridors.routing.conditions import Conditions, Shipment
from corridors.routing.notes.felt import reopened, shut_on
from corridors.routing.notes.service import better_note
from corridors.routing.plan import plan_of
from corridors.routing.reached import nearest, parts_of
from corridors.vocabulary import MODES

if TYPE_CHECKING:
    from corridors.routing.doors import Way
    from corridors.routing.itinerary import Itinerary
    from corridors.routing.plan import Plan
    from corridors.routing.question import Question

REENTERS = "only by leaving a country and coming back to it"
_MOST_NAMES = 3
#: No box holds more, in t.
MOST_IN_A_BOX_T = 30


def explain(question: Question) -> str:
    """Return why there is no way: what it would take, tried in turn."""
    refused = question.refusal()
    if refused:
        return refused
    said, net = question.conditions, question.network
    still = no_handling(question)
    if still:
        return still

    def would_do(changed: Conditions) -> bool:
        there = replace(question.under(plan_of(net, changed)), conditions=changed)
        return there.best() is not None

    plan = reopened(question)
    way = None if plan is None else question.under(plan).best()
    if way is not None:
        return shut_on(question, way.arcs)
    refused = not_for_it(question)
    if refused:
        return refused
    way = question.under(plan_of(net, said, any_status=True)).best()
    if way is not None:
        return not_in_operation(question.plan, way.arcs)
    trees = [question.plan.search(gates).run(question.seeds, question.goals)
             for gates in question.orders]  # fmt: skip
    returns = any(tree.cost(goal) < np.inf for tree in trees for goal in question.goals)
    if said.avoid and not returns and would_do(said.with_(avoid=())):
        return f"avoiding {', '.join(said.avoid)} cuts every way"
    if said.modes is not None and would_do(said.with_(modes=None)):
        alone = REENTERS if returns else f"not by {' and '.join(said.modes)} alone"
        return f"{_a_drive(question)}{alone}{_modes_that_do(said, would_do)}"
    if returns:
        return REENTERS
    if question.corridor is not None and question.on(None).best() is not None:
        return gate_not_passed(question.plan, trees, question.orders)
    return f"{unconnected(question)}{_otherwise_packed(said, would_do)}"


def _modes_that_do(said: Conditions, would_do: Callable[[Conditions], bool]) -> str:
    """Name the modes of which one more would do."""
    modes = said.modes or ()
    others = [mode for mode in MODES if mode not in modes]
    enough = [mode for mode in others if would_do(said.with_(modes=(*modes, mode)))]
    return f"; with {' or '.join(enough)} there is a way" if enough else ""


def _otherwise_packed(said: Conditions, would_do: Callable[[Conditions], bool]) -> str:
    """Say if the goods would go in another box, or as another commodity; else nothing."""
    shipment = said.shipment
    if shipment.commodity == "gas":  # which nothing else holds
        return ""
    boxes = [box for box in BOXES if box != shipment.box and shipment.commodity == "container"]
    others = [
        (f'box="{box}"', f"--box {box}", replace(shipment, box=box)) for box in boxes
    ] + [
        (f'commodity="{word}"', f"--commodity {word}", _packed_as(shipment, word))
        for word in ("container", "bulk")
        if word != shipment.commodity and (word == "bulk" or shipment.cargo_t <= MOST_IN_A_BOX_T)
    ]  # fmt: skip
    for words, option, packed in others:
        if would_do(said.with_(shipment=packed)):
            return f"; with Shipment({words}) ({option}) there is a way"
    return ""


def _packed_as(shipment: Shipment, commodity: str) -> Shipment:
    """Return the tonnes of a shipment as another commodity."""
    return replace(
        shipment, commodity=commodity, cargo_t=float(shipment.cargo_t), quantity=None, unit=""
    )


def irregular_note(question: Question, trip: Itinerary) -> str:
    """Say where a service that nobody can count on would be better than a way, and in what."""
    way, names = by_irregular(question)
    return "" if way is None else better_note(trip, question.timed(way), names)


def by_irregular(question: Question) -> tuple[Way | None, str]:
    """Return the best way that uses an irregular service, and its name; ``None``: none is better.

    Of a question that asks for such services, there is none better.
    """
    net = question.network
    boarded = irregular_arcs(net)
    if question.conditions.irregular or not boarded:
        return None, ""
    way = question.wider
    rows = [compiled(net).refs[arc][1][1] for arc in (way.arcs if way else ()) if arc in boarded]
    names = dict.fromkeys(str(net.table("services")["name"][row]) for row in rows)
    return (way, ", ".join(names)) if names else (None, "")


def not_for_it(question: Question) -> str:
    """Say if only what is not for the question would do: irregular services, closed posts."""
    way, names = by_irregular(question)
    if way is not None:
        return f"only by {names}, which runs now and then (irregular=True, --irregular, takes it)"
    way = question.under(replace(question.plan, transit_rights=False)).best()
    if way is None:
        return ""
    posts = refused_posts(question.network, way.arcs, question.refused)
    return f"only by border posts that are closed to goods in transit: {posts}"


def _a_drive(question: Question) -> str:
    """Say of a city and its own port or station that they are a drive apart, else nothing."""
    ends = question.origin.entries[0].node_id, question.destination.entries[0].node_id
    if question.drives:
        return ""
    for city, other in (ends, ends[::-1]):
        for entry in question.network.gazetteer.terminals_of(city):
            if entry.node_id == other:
                return f"they are {entry.access_km:,.0f} km apart, which is a drive; "
    return ""


def no_handling(question: Question) -> str:
    """Say if nothing can be loaded at the origin, or unloaded at the destination, at all."""
    graph, nodes = question.plan.graph, question.network.table("nodes")
    for end, doors, column, what in (
        (question.origin, graph.origin, "tail", "loaded"),
        (question.destination, graph.destination, "head", "unloaded"),
    ):
        places = [entry.node_id for entry in end.entries]
        if not np.isin(graph.arcs[column], [doors[place] for place in places]).any():
            row = question.network.node_row(places[0])
            kind = str(nodes["kind"][row]).replace("_", " ")
            return f"nothing is {what} at {nodes['name'][row]}, a {kind}"
    return ""


def not_in_operation(plan: Plan, arcs: Sequence[int]) -> str:
    """Name the links and crossings of a way that are not in operation."""
    net, graph = plan.network, plan.graph
    links = net.table("links")
    crossings, services = net.table("border_crossings"), net.table("services")
    found: dict[str, None] = {}
    for arc in arcs:
        if graph.arcs["open"][arc]:
            continue
        row = int(graph.arcs["link"][arc])
        if row >= 0 and links["status"][row] != "operational":
            found[f"{links['name'][row]} ({links['status'][row]})"] = None
        elif graph.refs[arc][1][0] == "border_crossings":
            crossing = graph.refs[arc][1][1]
            found[f"{crossings['name'][crossing]} ({crossings['status'][crossing]})"] = None
        elif graph.refs[arc][0][0] == "services":
            service = graph.refs[arc][0][1]
            if services["status"][service] != "operational":
                found[f"{services['name'][service]} ({services['status'][service]})"] = None
    names = list(found)
    more = f" and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else ""
    return f"needs what is not in operation: {', '.join(names[:_MOST_NAMES])}{more}"


def gate_not_passed(plan: Plan, trees: Sequence[Ways], orders: Sequence[tuple[Gate, ...]]) -> str:
    """Name the gate at which the search came furthest and stopped."""
    size = plan.graph.size
    reached = [tree.layer_reached(size) for tree in trees]
    best = max(range(len(orders)), key=lambda k: (reached[k], -k))
    gates = orders[best]
    if reached[best] < len(gates):
        return f"cannot reach its gate {gates[reached[best]][0]}"
    return f"cannot go on from its gate {gates[-1][0]} to the destination"


def unconnected(question: Question) -> str:
    """Say which parts of the network the ends lie in, and how near these come to one another."""
    what = question.plan.shipment.commodity
    here, there = parts_of(question)
    if not here.nodes:
        return f"no link in operation takes {what} from the origin"
    if not there.nodes:
        return (
            f"from the origin {what} reaches {here.told}; no link in operation takes it to the "
            "destination"
        )
    ends = question.origin.label, question.destination.label
    return (
        f"the two places lie in parts of {here.km:,.0f} km and {there.km:,.0f} km that do not "
        f"meet: from {ends[0]} {what} reaches {here.told}, to {ends[1]} "
        f"it comes from {there.told}; {nearest(question.network, here, there)}"
    )
