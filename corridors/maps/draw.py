"""Route maps: a network, an itinerary, several side by side, or scenarios before and after."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corridors.maps.change_scene import change_scene
from corridors.maps.flow_scene import flow_scene
from corridors.maps.names import ways_apart
from corridors.maps.network_scene import network_scene
from corridors.maps.page import folium_map, map_page
from corridors.maps.told import scene_in
from corridors.maps.trip_scene import listed_trips, title_of, trips_scene
from corridors.network.files import write_text
from corridors.network.network import Network
from corridors.routing.itinerary import Itinerary
from corridors.studies.flows.answer import Flows
from corridors.vocabulary import counted

if TYPE_CHECKING:
    import folium

Drawable = (
    Network
    | Flows
    | Itinerary
    | Iterable[Itinerary]
    | Mapping[str, Itinerary | Sequence[Itinerary]]
)


def draw_map(
    what: Drawable,
    *,
    exclusive: bool | None = None,
    flows: Mapping[str, float] | None = None,
    flow_unit: str = "TEU a year",
    language: str = "en",
) -> folium.Map:
    """Draw a map of a network, of one itinerary, or of several side by side.

    The map is one page that needs no network: Leaflet, outlines, names and data are in it.
    Tiles of OpenStreetMap are a background that is asked for only when it is chosen. Lines
    of several itineraries, or of parallel modes, run beside one another. Hover and click show
    the ledger of a leg with units and sources; the panel of layers lists all legs as buttons,
    so that everything can be reached by keyboard.

    Parameters
    ----------
    what
        A :class:`Network` (layers by mode, by corridor, and places), an :class:`Itinerary`,
        or several: a sequence, or a mapping of names to an itinerary or several (one layer
        each). A mapping of two names to networks shows what differs between them. Of
        :class:`Flows` the links that carry goods are as wide as their tonnes and as dark as the
        fullest capacity on them; ports, terminals and borders are marks of the same colours.
    exclusive
        Whether one name is shown at a time, with a slider between two: for scenarios before
        and after. ``None`` does so where the itineraries are of different networks.
    flows
        Numbers by link id, 0 or more, drawn as widths on a network.
    flow_unit
        What they are numbers of.
    language
        Of what the map says: ``"en"``, ``"ru"``, ``"tr"`` or ``"zh"``. Names of places and of
        lines, remarks in tables and titles of sources stay as the tables have them.

    Returns
    -------
    folium.Map
        With layers, legend, scale, cards and fitted bounds; ``.save(path)`` and notebooks
        show the map of :func:`save_map`. Every text from data is put in as text, never as HTML.

    Raises
    ------
    TypeError
        If it is none of these, or flows are no mapping.
    ValueError
        If there is nothing to draw, flows are given without a network, one is no number, or there
        is no such language.
    UnknownNameError
        If flows name a link that the network has not.

    Notes
    -----
    folium's own popups and icon markers need jQuery and Bootstrap, which are left out: add
    them by ``add_js_link`` if you put such things on the map. The page's content-security
    policy allows what is in it and the hosts of scripts added so.

    Examples
    --------
    >>> import corridors as co
    >>> co.draw_map(co.route(co.load(), "Karachi", "Tashkent"))
    <folium.folium.Map object at ...>
    """
    scene = make_scene(what, exclusive=exclusive, flows=flows, flow_unit=flow_unit)
    return folium_map(scene_in(scene, language))


def make_scene(
    what: Drawable,
    *,
    exclusive: bool | None = None,
    flows: Mapping[str, float] | None = None,
    flow_unit: str = "TEU a year",
) -> dict:
    """Return what :func:`draw_map` draws, as plain data."""
    found = _numbers_of(flows)
    if isinstance(what, Network):
        return network_scene(what, found, flow_unit)
    if isinstance(what, Flows) and not found:
        return flow_scene(what)
    if found:
        raise ValueError("flows are drawn on a network: give a Network")
    if isinstance(what, Mapping) and any(isinstance(net, Network) for net in what.values()):
        return change_scene(what)
    groups = groups_of(what)
    trips = [trip for several in groups.values() for trip in several]
    if not trips:
        raise ValueError("there is nothing to draw")
    if exclusive is None:
        exclusive = len(groups) > 1 and len({id(trip.network) for trip in trips}) > 1
    return trips_scene(groups, exclusive=exclusive, title=pair_of(trips))


def _numbers_of(flows: Any) -> dict[str, float]:
    """Return flows by link as plain numbers."""
    if flows is None:
        return {}
    if not hasattr(flows, "items"):
        raise TypeError(f"flows={flows!r}: expected numbers by link id")
    found = {}
    for link, flow in flows.items():
        try:
            found[str(link)] = float(flow)
        except (TypeError, ValueError):
            found[str(link)] = math.nan
        if not (math.isfinite(found[str(link)]) and found[str(link)] >= 0):
            raise ValueError(f"the flow on {link!r} is {flow!r}: expected a number, 0 or more")
    return found


def groups_of(what: Any) -> dict[str, list[Itinerary]]:
    """Return itineraries by the names of their layers.

    Raises
    ------
    TypeError
        If one is something else.
    """
    if isinstance(what, Itinerary):
        return {title_of(what): [what]}
    if isinstance(what, Mapping):
        return {str(name): listed_trips(found) for name, found in what.items()}
    listed = listed_trips(what)
    titles = [title_of(trip) for trip in listed]
    if len(set(titles)) < len(titles) and len({t.pair for t in listed}) == 1:
        titles = ways_apart(listed)
    return {
        f"{k}. {title}": [trip]
        for k, (title, trip) in enumerate(zip(titles, listed, strict=True), 1)
    }


def pair_of(trips: Sequence[Itinerary]) -> str:
    """Return the pair of places that itineraries have in common, or how many there are."""
    pairs = dict.fromkeys(str(trip.pair) for trip in trips)
    return next(iter(pairs)) if len(pairs) == 1 else counted(len(pairs), "pair") + " of places"


def save_map(
    what: Drawable,
    path: str | Path,
    *,
    exclusive: bool | None = None,
    flows: Mapping[str, float] | None = None,
    flow_unit: str = "TEU a year",
    language: str = "en",
) -> Path:
    """Draw a map and write it to an HTML file; the file is complete or absent.

    The same input gives the same file, byte for byte.

    Parameters
    ----------
    what
        As in :func:`draw_map`.
    path
        The file; one that exists is replaced.
    exclusive, flows, flow_unit, language
        As in :func:`draw_map`.

    Returns
    -------
    Path
        The absolute path of the file.

    Raises
    ------
    TypeError
        As :func:`draw_map`.
    ValueError
        As :func:`draw_map`.
    UnknownNameError
        As :func:`draw_map`.

    Examples
    --------
    >>> import corridors as co
    >>> co.save_map(co.load("tapi"), "tapi.html")  # doctest: +SKIP
    """
    scene = make_scene(what, exclusive=exclusive, flows=flows, flow_unit=flow_unit)
    return write_text(map_page(scene_in(scene, language)), path)
