"""What takes long the first time, done when the server starts."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from corridors.engines import jit

if TYPE_CHECKING:
    from corridors.network.network import Network

_log = logging.getLogger(__name__)


def warm(net: Network) -> None:
    """Ask one of each kind of question, so that kernels are compiled before many are asked.

    That takes half a minute the first time on a machine; who asks meanwhile is answered by
    interpreted code. A network that cannot answer them is served all the same.
    """
    with jit.beside():
        _ask_each(net)


def _ask_each(net: Network) -> None:
    from corridors.charts.figure import svg_bytes
    from corridors.charts.tcd import draw_tcd
    from corridors.errors import CorridorsError
    from corridors.maps.draw import make_scene
    from corridors.routing.compare import compare
    from corridors.routing.pareto import pareto
    from corridors.routing.route import route

    net.gazetteer.matches("a", most=1)
    ends = _far_ends(net)
    try:
        trip = route(net, *ends)
        trip.to_dict()
        compare(net, *ends)
        pareto(net, *ends, criteria=("cost", "time"))
        make_scene(trip)
        svg_bytes(draw_tcd(trip))
    except (CorridorsError, ValueError) as error:
        _log.info("not warmed: %s", error)


def _far_ends(net: Network) -> tuple[str, str]:
    """Return two cities far apart, from west to east: the way between them needs everything."""
    nodes = net.table("nodes")
    rows = [row for row, kind in enumerate(nodes["kind"]) if kind == "city"]
    rows = rows or list(range(len(nodes["node_id"])))
    rows.sort(key=lambda row: float(nodes["lon"][row]))
    return str(nodes["node_id"][rows[0]]), str(nodes["node_id"][rows[-1]])
