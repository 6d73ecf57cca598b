"""How objects show themselves: the one place where a lower floor asks a higher one.

A network, an itinerary, a front and flows are made below the maps and charts that draw them, yet
are asked to show themselves. Their methods call :func:`show`; the table says who draws. A module is
imported when it is asked for, so that nothing heavy is loaded before.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

#: By class and method: the module and the function that draws such an object.
WAYS = {
    ("Batch", "save"): ("corridors.reports.batch", "save_batch"),
    ("Network", "explore"): ("corridors.maps.draw", "draw_map"),
    ("Network", "to_lonboard"): ("corridors.maps.lonboard", "lonboard_map"),
    ("Network", "_repr_html_"): ("corridors.maps.notebook", "network_html"),
    ("Network", "to_networkx"): ("corridors.studies.as_networkx", "priced_networkx"),
    ("Itinerary", "explore"): ("corridors.maps.draw", "draw_map"),
    ("Itinerary", "_repr_html_"): ("corridors.maps.notebook", "itinerary_html"),
    ("Itinerary", "save"): ("corridors.reports.sheet", "save_sheet"),
    ("Flows", "explore"): ("corridors.maps.draw", "draw_map"),
    ("Flows", "_repr_html_"): ("corridors.maps.notebook", "flows_html"),
    ("ParetoFront", "plot"): ("corridors.charts.pareto", "draw_pareto"),
    ("Revenue", "plot"): ("corridors.charts.revenue", "draw_revenue"),
    ("Revenue", "_repr_html_"): ("corridors.maps.notebook", "revenue_html"),
    ("Shares", "plot"): ("corridors.charts.shares", "draw_shares"),
    ("Shares", "_repr_html_"): ("corridors.maps.notebook", "shares_html"),
    ("PipelineStudy", "_repr_png_"): ("corridors.charts.pipeline", "study_png"),
}


def show(thing: object, kind: str, way: str, **words: Any) -> Any:
    """Return what an object of some kind shows itself as, in one of its ways.

    Examples
    --------
    >>> import corridors as co
    >>> show(co.load("tapi"), "Network", "_repr_html_")[:34]
    '<div><strong>Network tapi</strong>'
    """
    module, name = WAYS[kind, way]
    return getattr(import_module(module), name)(thing, **words)
