"""Find the best itinerary between two places."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

from corridors.arguments import asks
from corridors.network.places import Place
from corridors.routing.conditions import Conditions, Words, says
from corridors.routing.itinerary import Itinerary
from corridors.routing.question import Question

if TYPE_CHECKING:
    from corridors.network.network import Network


@says()
@asks
def route(
    net: Network,
    origin: Place,
    destination: Place,
    *,
    conditions: Conditions | None = None,
    **words: Unpack[Words],
) -> Itinerary:
    """Find the best itinerary for a shipment.

    No itinerary re-enters a country that it has left; links that are planned, under
    construction or suspended are not used.

    Parameters
    ----------
    net
        The network.
    origin, destination
        A name, alias, node id, UN/LOCODE, or (lon, lat); a position is joined to the
        nearest places of its country by a truck that is loaded there (assumed: great circle
        times 1.3), and positions near one another directly.
    weight
        ``"cost"`` (USD), ``"time"`` (h), ``"distance"`` (km), ``"transits"``, ``"co2e"``
        (kg), ``"generalised"`` (USD with the value of time), or a mapping of the first five
        to coefficients of their units. Ties go to the cheaper, then quicker itinerary.
    shipment
        What is shipped.
    corridor
        The id of a corridor whose gates the itinerary must pass, in either direction.
    modes
        Modes allowed; ``None`` allows all.
    avoid
        Link, node, corridor, mode, country or border crossing ids, or names.
    via
        Places to pass, in order.
    irregular
        Whether to use services that run now and then (Quetta - Zahedan by rail); without them, a
        note tells where one would have done better.
    as_of
        A day, such as ``"2026-03-15"``: the network as it stood then (:meth:`Network.at`);
        or ``"reference"``: the one without events, whatever the departure.
    scenarios
        Scenarios to apply: cards, ids of embedded ones, or paths of ``.toml`` files.
    conditions
        All of these in one object, in place of keywords or under them.
    departure
        When the goods leave: a datetime, a date or ISO text; without a zone, UTC. Waits are
        then those of the day: services leave evenly through the week from Monday 00:00 UTC,
        border crossings take goods in their opening hours, weekdays and season, and links in
        their season, on the network of that day: what an event has shut by then is not used,
        unless ``as_of`` says another day or the network was set to one (``net.at``). Without
        it, waits are half the time between departures and all are always open.
    service
        How a box goes by rail: ``"block"``, in a train of its own, or ``"ordinary"``, wagon by
        wagon, after a wait until a train is full; by default what runs on each line. A note tells.

    Returns
    -------
    Itinerary
        The best one, leg by leg.

    Raises
    ------
    UnknownNameError
        If a place, a corridor, a scenario or a word of ``avoid`` is not known.
    NoItineraryError
        If there is no way; the message says why.
    ValueError
        If origin and destination are the same, lie in the sea or are avoided themselves, or
        the day lies before the first event.
    ScenarioError
        If the scenarios have faults or cannot be combined.
    TypeError
        If a keyword is not known, or a value is of another kind.

    Examples
    --------
    >>> import corridors as co
    >>> net = co.load()
    >>> trip = co.route(net, "Karachi", "Tashkent", weight="time", modes=["road"])
    >>> trip.modes
    ('road',)
    """
    question = Question.of(net, origin, destination, Conditions.of(conditions, **words))
    trip = question.answer()
    if trip is None:
        raise question.why_not()
    return trip
