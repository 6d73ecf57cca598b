"""The public names, each told once: what is imported when it is first used, with its type."""

from .charts.bars import draw_breakdown as draw_breakdown
from .charts.bars import draw_tornado as draw_tornado
from .charts.bars import draw_waterfall as draw_waterfall
from .charts.catchment import draw_catchment as draw_catchment
from .charts.pareto import draw_pareto as draw_pareto
from .charts.print_map import draw_print_map as draw_print_map
from .charts.tcd import draw_tcd as draw_tcd
from .charts.timeline import draw_timeline as draw_timeline
from .errors import CorridorsError as CorridorsError
from .errors import DataError as DataError
from .errors import NoItineraryError as NoItineraryError
from .errors import ScenarioError as ScenarioError
from .errors import UnknownNameError as UnknownNameError
from .formats import export_network as export_network
from .formats import import_network as import_network
from .maps.draw import draw_map as draw_map
from .maps.draw import save_map as save_map
from .network.catalogue import corridors as corridors
from .network.catalogue import load as load
from .network.changes.cards import Scenario as Scenario
from .network.changes.cards import read_scenario as read_scenario
from .network.changes.cards import scenario as scenario
from .network.changes.cards import scenarios as scenarios
from .network.changes.overrides import Override as Override
from .network.network import Network as Network
from .network.network import read_network as read_network
from .reports import report as report
from .routing.alternatives import alternatives as alternatives
from .routing.by_weights import best_by_weights as best_by_weights
from .routing.compare import compare as compare
from .routing.conditions import Shipment as Shipment
from .routing.generalised import break_values as break_values
from .routing.generalised import generalised_cost_usd as generalised_cost_usd
from .routing.itinerary import Itinerary as Itinerary
from .routing.itinerary import Leg as Leg
from .routing.matrix import matrix as matrix
from .routing.pareto import ParetoFront as ParetoFront
from .routing.pareto import pareto as pareto
from .routing.route import route as route
from .routing.simulate import Simulation as Simulation
from .routing.simulate import simulate as simulate
from .sources.local.joining import join as join
from .sources.local.realign import realign as realign
from .sources.local.snapping import snap as snap
from .sources.models import read_mapped as read_mapped
from .sources.osm import network_from_osm as network_from_osm
from .sources.osm.graphs import network_from_graph as network_from_graph
from .studies.break_even import BreakEven as BreakEven
from .studies.break_even import break_even as break_even
from .studies.compare import compare_scenarios as compare_scenarios
from .studies.criticality import criticality as criticality
from .studies.sweep import sweep as sweep
from .studies.timeline import timeline as timeline

__version__: str
__all__: list[str]
