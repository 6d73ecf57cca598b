"""Plan and compare freight corridors between South Asia, Central Asia, the Caucasus and Türkiye.

Examples
--------
>>> import corridors as co
>>> net = co.load()
>>> trip = co.route(net, "Karachi", "Istanbul", weight="cost")
>>> trip.transit_count > 0
True
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from corridors.errors import (
    CorridorsError,
    DataError,
    NoItineraryError,
    ScenarioError,
    UnknownNameError,
    did_you_mean,
)
from corridors.network.catalogue import corridors, load
from corridors.network.network import Network, read_network
from corridors.routing.compare import compare
from corridors.routing.itinerary import Itinerary, Leg
from corridors.routing.matrix import matrix
from corridors.routing.route import route
from corridors.routing.shipment import Shipment
from corridors.scenarios.cards import Scenario, read_scenario, scenario, scenarios

if TYPE_CHECKING:  # the rest is imported when it is first used
    from corridors.maps.bars import draw_breakdown, draw_tornado, draw_waterfall
    from corridors.maps.catchment import draw_catchment
    from corridors.maps.draw import draw_map, save_map
    from corridors.maps.pareto_chart import draw_pareto
    from corridors.maps.print_map import draw_print_map
    from corridors.maps.report import report
    from corridors.maps.tcd import draw_tcd
    from corridors.maps.timeline_chart import draw_timeline
    from corridors.routing.alternatives import alternatives
    from corridors.routing.generalised import break_values, generalised_cost_usd
    from corridors.routing.many import best_by_weights
    from corridors.routing.pareto import ParetoFront, pareto
    from corridors.routing.simulate import Simulation, simulate
    from corridors.scenarios.breakeven import BreakEven, break_even
    from corridors.scenarios.compare import compare_scenarios
    from corridors.scenarios.criticality import criticality
    from corridors.scenarios.overrides import Override
    from corridors.scenarios.sweep import sweep
    from corridors.scenarios.timeline import timeline
    from corridors.sources.formats import export_network, import_network
    from corridors.sources.graphs import network_from_graph
    from corridors.sources.joining import join
    from corridors.sources.mapping import read_mapped
    from corridors.sources.osm import network_from_osm
    from corridors.sources.realign import realign
    from corridors.sources.snapping import snap

__version__ = "0.1.0"

#: The module of each name that is imported when it is first used.
_LATER = {
    "BreakEven": "corridors.scenarios.breakeven",
    "Override": "corridors.scenarios.overrides",
    "ParetoFront": "corridors.routing.pareto",
    "Simulation": "corridors.routing.simulate",
    "alternatives": "corridors.routing.alternatives",
    "break_even": "corridors.scenarios.breakeven",
    "best_by_weights": "corridors.routing.many",
    "break_values": "corridors.routing.generalised",
    "compare_scenarios": "corridors.scenarios.compare",
    "criticality": "corridors.scenarios.criticality",
    "draw_breakdown": "corridors.maps.bars",
    "draw_catchment": "corridors.maps.catchment",
    "draw_map": "corridors.maps.draw",
    "draw_pareto": "corridors.maps.pareto_chart",
    "draw_print_map": "corridors.maps.print_map",
    "draw_tcd": "corridors.maps.tcd",
    "draw_timeline": "corridors.maps.timeline_chart",
    "draw_tornado": "corridors.maps.bars",
    "draw_waterfall": "corridors.maps.bars",
    "export_network": "corridors.sources.formats",
    "generalised_cost_usd": "corridors.routing.generalised",
    "import_network": "corridors.sources.formats",
    "join": "corridors.sources.joining",
    "network_from_graph": "corridors.sources.graphs",
    "network_from_osm": "corridors.sources.osm",
    "pareto": "corridors.routing.pareto",
    "read_mapped": "corridors.sources.mapping",
    "realign": "corridors.sources.realign",
    "report": "corridors.maps.report",
    "save_map": "corridors.maps.draw",
    "simulate": "corridors.routing.simulate",
    "snap": "corridors.sources.snapping",
    "sweep": "corridors.scenarios.sweep",
    "timeline": "corridors.scenarios.timeline",
}

__all__ = [
    "BreakEven",
    "CorridorsError",
    "DataError",
    "Itinerary",
    "Leg",
    "Network",
    "NoItineraryError",
    "Override",
    "ParetoFront",
    "Scenario",
    "ScenarioError",
    "Shipment",
    "Simulation",
    "UnknownNameError",
    "alternatives",
    "best_by_weights",
    "break_even",
    "break_values",
    "compare",
    "compare_scenarios",
    "corridors",
    "criticality",
    "draw_breakdown",
    "draw_catchment",
    "draw_map",
    "draw_pareto",
    "draw_print_map",
    "draw_tcd",
    "draw_timeline",
    "draw_tornado",
    "draw_waterfall",
    "export_network",
    "generalised_cost_usd",
    "import_network",
    "join",
    "load",
    "matrix",
    "network_from_graph",
    "network_from_osm",
    "pareto",
    "read_mapped",
    "read_network",
    "read_scenario",
    "realign",
    "report",
    "route",
    "save_map",
    "scenario",
    "scenarios",
    "simulate",
    "snap",
    "sweep",
    "timeline",
]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that ``import corridors`` stays light."""
    if name not in _LATER:
        raise AttributeError(
            f"module 'corridors' has no attribute {name!r}.{did_you_mean(name, __all__)}"
        )
    value = getattr(import_module(_LATER[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
