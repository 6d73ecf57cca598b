"""Plan and compare freight corridors between South Asia, Central Asia, the Caucasus and Türkiye.

Examples
--------
>>> import corridors as co
>>> net = co.load()
>>> trip = co.route(net, "Karachi", "Istanbul", weight="cost")
>>> trip.transit_count > 0
True
"""

from corridors.errors import (
    CorridorsError,
    DataError,
    NoItineraryError,
    ScenarioError,
    UnknownNameError,
)
from corridors.maps.bars import draw_breakdown, draw_tornado, draw_waterfall
from corridors.maps.catchment import draw_catchment
from corridors.maps.draw import draw_map, save_map
from corridors.maps.pareto_chart import draw_pareto
from corridors.maps.print_map import draw_print_map
from corridors.maps.report import report
from corridors.maps.tcd import draw_tcd
from corridors.network.catalogue import corridors, load
from corridors.network.network import Network, read_network
from corridors.routing.alternatives import alternatives
from corridors.routing.compare import compare, matrix
from corridors.routing.generalised import break_values, generalised_cost_usd
from corridors.routing.itinerary import Itinerary, Leg
from corridors.routing.pareto import ParetoFront, pareto
from corridors.routing.route import route
from corridors.routing.shipment import Shipment
from corridors.routing.simulate import Simulation, simulate
from corridors.scenarios.breakeven import BreakEven, break_even
from corridors.scenarios.cards import Scenario, read_scenario, scenario, scenarios
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
