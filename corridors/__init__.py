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
from corridors.network.changes.cards import Scenario, read_scenario, scenario, scenarios
from corridors.network.network import Network, read_network
from corridors.routing.compare import compare
from corridors.routing.conditions import Shipment
from corridors.routing.itinerary import Itinerary, Leg
from corridors.routing.matrix import matrix
from corridors.routing.route import route

if TYPE_CHECKING:  # the rest is imported when it is first used
    from corridors.charts.bars import draw_breakdown, draw_tornado, draw_waterfall
    from corridors.charts.catchment import draw_catchment
    from corridors.charts.pareto import draw_pareto
    from corridors.charts.print_map import draw_print_map
    from corridors.charts.tcd import draw_tcd
    from corridors.charts.timeline import draw_timeline
    from corridors.formats import export_network, import_network
    from corridors.maps.draw import draw_map, save_map
    from corridors.network.changes.overrides import Override
    from corridors.reports import report
    from corridors.routing.alternatives import alternatives
    from corridors.routing.by_weights import best_by_weights
    from corridors.routing.generalised import break_values, generalised_cost_usd
    from corridors.routing.pareto import ParetoFront, pareto
    from corridors.routing.simulate import Simulation, simulate
    from corridors.sources.local.joining import join
    from corridors.sources.local.realign import realign
    from corridors.sources.local.snapping import snap
    from corridors.sources.models import read_mapped
    from corridors.sources.osm import network_from_osm
    from corridors.sources.osm.graphs import network_from_graph
    from corridors.studies.break_even import BreakEven, break_even
    from corridors.studies.compare import compare_scenarios
    from corridors.studies.criticality import criticality
    from corridors.studies.sweep import sweep
    from corridors.studies.timeline import timeline

__version__ = "0.1.0"

#: The module of each name that is imported when it is first used.
_LATER = {
    "BreakEven": "corridors.studies.break_even",
    "Override": "corridors.network.changes.overrides",
    "ParetoFront": "corridors.routing.pareto",
    "Simulation": "corridors.routing.simulate",
    "alternatives": "corridors.routing.alternatives",
    "break_even": "corridors.studies.break_even",
    "best_by_weights": "corridors.routing.by_weights",
    "break_values": "corridors.routing.generalised",
    "compare_scenarios": "corridors.studies.compare",
    "criticality": "corridors.studies.criticality",
    "draw_breakdown": "corridors.charts.bars",
    "draw_catchment": "corridors.charts.catchment",
    "draw_map": "corridors.maps.draw",
    "draw_pareto": "corridors.charts.pareto",
    "draw_print_map": "corridors.charts.print_map",
    "draw_tcd": "corridors.charts.tcd",
    "draw_timeline": "corridors.charts.timeline",
    "draw_tornado": "corridors.charts.bars",
    "draw_waterfall": "corridors.charts.bars",
    "export_network": "corridors.formats",
    "generalised_cost_usd": "corridors.routing.generalised",
    "import_network": "corridors.formats",
    "join": "corridors.sources.local.joining",
    "network_from_graph": "corridors.sources.osm.graphs",
    "network_from_osm": "corridors.sources.osm",
    "pareto": "corridors.routing.pareto",
    "read_mapped": "corridors.sources.models",
    "realign": "corridors.sources.local.realign",
    "report": "corridors.reports",
    "save_map": "corridors.maps.draw",
    "simulate": "corridors.routing.simulate",
    "snap": "corridors.sources.local.snapping",
    "sweep": "corridors.studies.sweep",
    "timeline": "corridors.studies.timeline",
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
