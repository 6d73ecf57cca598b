"""Pages of the public names, from their docstrings."""

from __future__ import annotations

import inspect

import corridors as co
from manual.writing import heading

#: Every public name, by what it is for. A test holds this and ``__all__`` together.
GROUPS: dict[str, tuple[str, tuple[str, ...]]] = {
    "Networks": (
        "Load the embedded network, read your own tables, change them.",
        (
            "load", "corridors", "data_version", "read_network", "import_network",
            "export_network", "Network", "limits",
        ),
    ),
    "Itineraries": (
        "Find the best way, other ways, and what lies between them.",
        (
            "route", "alternatives", "pareto", "simulate", "Itinerary", "Leg", "ParetoFront",
            "Simulation", "Choice", "best_by_weights",
        ),
    ),
    "Questions": (
        "Say what is shipped, under which conditions, between which places.",
        ("Conditions", "Shipment", "Pairs", "read_pairs"),
    ),
    "Comparing": (
        "Many corridors, many pairs, many days, many consignments.",
        (
            "compare", "matrix", "batch", "Batch", "indicators", "timeline", "break_values",
            "generalised_cost_usd",
        ),
    ),
    "Scenarios": (
        "What changes if a border closes or a railway is built.",
        (
            "scenarios", "scenario", "read_scenario", "Scenario", "Override",
            "compare_scenarios", "effects", "criticality", "break_even", "BreakEven", "sweep",
        ),
    ),
    "Volumes": (
        "Who goes which way in a year, what does not fit, and who earns.",
        (
            "demand", "Demand", "flows", "Flows", "flows_by_scenario", "build_first",
            "BuildFirst", "shares", "Shares", "calibrate_shares", "Calibration", "revenue",
            "Revenue",
        ),
    ),
    "Gas and oil": (
        "Pipelines: deliveries, costs, earnings, pressure.",
        ("pipeline", "PipelineStudy"),
    ),
    "Own networks": (
        "From OpenStreetMap, from lines of a GIS, from a model of nodes and links.",
        (
            "network_from_osm", "network_from_graph", "network_from_lines", "read_mapped",
            "join", "snap", "realign",
        ),
    ),
    "Maps and charts": (
        "Files that open offline, and figures of matplotlib.",
        (
            "draw_map", "save_map", "draw_print_map", "draw_tcd", "draw_breakdown",
            "draw_waterfall", "draw_tornado", "draw_pareto", "draw_timeline", "draw_criticality",
            "draw_catchment",
            "draw_flows", "draw_bottlenecks", "draw_shares", "draw_share_bars", "draw_revenue",
            "draw_pressure", "draw_earnings",
        ),
    ),
    "Reports": ("What is handed over.", ("report", "save_trips", "documents")),
    "Evidence": (
        "What a price is made of, what rests on which source, how near the answers come.",
        ("charges", "raw_prices", "audit", "Audit", "validate"),
    ),
    "Errors": (
        "All are a ``CorridorsError``, and one of Python's own besides.",
        ("CorridorsError", "DataError", "NoItineraryError", "ScenarioError", "UnknownNameError"),
    ),
}  # fmt: skip


def unsorted() -> set[str]:
    """Return the public names that stand in no group, or in two."""
    listed = [name for _, names in GROUPS.values() for name in names]
    return {name for name in co.__all__ if listed.count(name) != 1} | {*listed} - {*co.__all__}


def pages() -> dict[str, str]:
    """Return a page for each public name and each purpose, and one that lists them all."""
    if left := unsorted():
        raise ValueError(f"names.py: {sorted(left)} should stand in one group each")
    made = {_path(name): _page(name) for name in co.__all__}
    made |= {_path(_drawer(title)): _group(title) for title in GROUPS}
    made[_path("names")] = _list()
    return made


def _path(name: str) -> str:
    return f"reference/api/{name}.rst"


def _drawer(title: str) -> str:
    """Return the name of the page of a purpose, which no public name can have."""
    return "for-" + title.lower().replace(" ", "-")


def _summary(title: str) -> str:
    """Return the names of one purpose, each with its first line."""
    what, names = GROUPS[title]
    listed = "".join(f"   {name}\n" for name in names)
    return f"{what}\n\n.. autosummary::\n   :nosignatures:\n\n{listed}\n"


def _group(title: str) -> str:
    """Return the page of one purpose."""
    toctree = "".join(f"   {name}\n" for name in GROUPS[title][1])
    return (
        heading(title) + ".. currentmodule:: corridors\n\n" + _summary(title)
        + ".. toctree::\n   :hidden:\n\n" + toctree
    )  # fmt: skip


def _list() -> str:
    """Return the page that lists the public names by purpose."""
    text = ".. _api:\n\n" + heading("Python API")
    text += "All names are of the one package: ``import corridors as co``.\n\n"
    text += ".. currentmodule:: corridors\n\n"
    for title in GROUPS:
        text += heading(title, "-") + _summary(title)
    return text + ".. toctree::\n   :hidden:\n\n" + "".join(f"   {_drawer(t)}\n" for t in GROUPS)


def _page(name: str) -> str:
    """Return the page of one public name."""
    thing = getattr(co, name)
    text = heading(name) + ".. currentmodule:: corridors\n\n"
    if not inspect.isclass(thing):
        return f"{text}.. autofunction:: {name}\n"
    text += f".. autoclass:: {name}\n"
    if not issubclass(thing, Exception):
        text += "   :members:\n   :inherited-members: Mapping, Sequence, tuple, object\n"
    return text
