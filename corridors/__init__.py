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
from corridors.maps.draw import draw_map, save_map
from corridors.network.catalogue import corridors, load
from corridors.network.network import Network, read_network
from corridors.routing.compare import compare, matrix
from corridors.routing.itinerary import Itinerary, Leg
from corridors.routing.route import route
from corridors.routing.shipment import Shipment
from corridors.scenarios.breakeven import BreakEven, break_even
from corridors.scenarios.cards import Scenario, read_scenario, scenario, scenarios
from corridors.scenarios.compare import compare_scenarios
from corridors.scenarios.criticality import criticality
from corridors.scenarios.overrides import Override
from corridors.scenarios.sweep import sweep
from corridors.scenarios.timeline import timeline

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
    "Scenario",
    "ScenarioError",
    "Shipment",
    "UnknownNameError",
    "break_even",
    "compare",
    "compare_scenarios",
    "corridors",
    "criticality",
    "draw_map",
    "load",
    "matrix",
    "read_network",
    "read_scenario",
    "route",
    "save_map",
    "scenario",
    "scenarios",
    "sweep",
    "timeline",
]
