"""Route maps with folium: a network, an itinerary, or a comparison."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Union

from corridors.maps.palette import (
    MODE_COLOURS,
    MODE_DASHES,
    MODE_WIDTHS,
    STATUS_OPACITY,
    corridor_colours,
)
from corridors.maps.text import legend_html, table_html
from corridors.network.folder import DATA_FOLDER
from corridors.network.network import Network
from corridors.routing.itinerary import Itinerary, Leg
from corridors.vocabulary import COUNTRY_NAMES

if TYPE_CHECKING:
    import folium

Drawable = Union[
    Network,
    Itinerary,
    Iterable[Itinerary],
    Mapping[str, Itinerary | Sequence[Itinerary]],
]

ATTRIBUTION = "Alignments © OpenStreetMap contributors (ODbL) · outlines Natural Earth · places GeoNames (CC BY)"
_NODE_STYLE = {
    "city": ("#ffffff", 4),
    "seaport": ("#3B7EA1", 5),
    "rail_terminal": ("#333333", 4),
    "dry_port": ("#777777", 4),
    "border_crossing": ("#D55E00", 4),
    "junction": ("#bbbbbb", 3),
    "pipeline_station": ("#9E3D64", 3),
}


def draw_map(what: Drawable) -> folium.Map:
    """Draw a map of a network, of one itinerary, or of several side by side.

    Parameters
    ----------
    what
        A :class:`Network` (layers by corridor and by mode), an :class:`Itinerary`, or
        several: a sequence, or a mapping of names to an itinerary or several (one layer
        each).

    Returns
    -------
    folium.Map
        With layers, legend, tooltips and fitted bounds. Every text from data is escaped.

    Raises
    ------
    TypeError
        If it is none of these.
    ValueError
        If there is nothing to draw.

    Examples
    --------
    >>> import corridors as co
    >>> co.draw_map(co.route(co.load(), "Karachi", "Tashkent"))
    <folium.folium.Map object at ...>
    """
    if isinstance(what, Network):
        return _draw_network(what)
    if isinstance(what, Itinerary):
        return _draw_itineraries({_title(what): [what]})
    if isinstance(what, Mapping):
        return _draw_itineraries(
            {n: [t] if isinstance(t, Itinerary) else list(t) for n, t in what.items()}
        )
    try:
        trips = list(what)
    except TypeError:
        raise TypeError(
            f"cannot draw {type(what).__name__}: give a network or itineraries"
        ) from None
    return _draw_itineraries({f"{k}. {_title(trip)}": [trip] for k, trip in enumerate(trips, 1)})


def save_map(what: Drawable, path: str | Path) -> Path:
    """Draw a map and write it to an HTML file; the file is complete or absent.

    Returns
    -------
    Path
        The absolute path of the file.

    Examples
    --------
    >>> import corridors as co
    >>> co.save_map(co.load("tapi"), "tapi.html")  # doctest: +SKIP
    """
    target = Path(path).resolve()
    html = draw_map(what).get_root().render()
    handle, name = tempfile.mkstemp(dir=target.parent, suffix=".part")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(html)
    Path(name).chmod(0o644)
    Path(name).replace(target)
    return target


def _title(trip: Itinerary) -> str:
    on = f" on {trip.corridor}" if trip.corridor else ""
    return f"{trip.origin} - {trip.destination}{on}"


def _canvas() -> folium.Map:
    """Return an empty map with the basemap; online tiles are an optional layer."""
    import folium

    canvas = folium.Map(tiles=None, control_scale=True, prefer_canvas=True, attr=ATTRIBUTION)
    folium.GeoJson(
        _basemap(),
        name="Countries",
        control=False,
        style_function=lambda _: {
            "color": "#9a9a9a",
            "weight": 0.8,
            "fillColor": "#f3f0e8",
            "fillOpacity": 1,
            "dashArray": "3 3",
        },
        smooth_factor=0.5,
        attribution=ATTRIBUTION,
    ).add_to(canvas)
    folium.TileLayer("OpenStreetMap", name="OpenStreetMap (online)", show=False).add_to(canvas)
    return canvas


@cache
def _basemap() -> str:
    return (DATA_FOLDER / "basemap.geojson").read_text(encoding="utf-8")


def _finish(canvas: folium.Map, points: Sequence[tuple[float, float]], legend: str) -> folium.Map:
    import folium

    if not points:
        raise ValueError("there is nothing to draw")
    folium.LayerControl(collapsed=False).add_to(canvas)
    canvas.get_root().html.add_child(folium.Element(legend))
    canvas.get_root().header.add_child(
        folium.Element("<style>.leaflet-container{background:#cfe3ec}</style>")
    )
    lons, lats = zip(*points, strict=True)
    canvas.fit_bounds([[min(lats), min(lons)], [max(lats), max(lons)]])
    return canvas


# -- a network ---------------------------------------------------------------------------------


def _draw_network(net: Network) -> folium.Map:
    import folium

    canvas = _canvas()
    points: list[tuple[float, float]] = []
    members: dict[str, set[str]] = {}
    for entry in net.table("corridor_links"):
        if entry["link_id"]:
            members.setdefault(str(entry["corridor_id"]), set()).add(str(entry["link_id"]))
    by_mode: dict[str, list[dict]] = {}
    for link in net.table("links"):
        by_mode.setdefault(link["mode"], []).append(link)
        points += net.line(link["link_id"])
    for mode in [m for m in MODE_COLOURS if m in by_mode]:
        layer = folium.FeatureGroup(name=f"Mode: {mode}", show=True)
        for link in by_mode[mode]:
            _add_link(layer, net, link, MODE_COLOURS[mode], MODE_WIDTHS.get(mode, 2))
        layer.add_to(canvas)
    colours = corridor_colours(members)
    names = dict(
        zip(net.table("corridors")["corridor_id"], net.table("corridors")["name"], strict=True)
    )
    rows = {link["link_id"]: link for link in net.table("links")}
    for corridor, ids in members.items():
        layer = folium.FeatureGroup(name=escape(f"Corridor: {names[corridor]}"), show=False)
        for link in sorted(ids):
            _add_link(layer, net, rows[link], colours[corridor], 5)
        layer.add_to(canvas)
    _add_nodes(canvas, net)
    entries = [
        (f"{m}", MODE_COLOURS[m], MODE_DASHES.get(m, "")) for m in MODE_COLOURS if m in by_mode
    ]
    entries += [(str(names[c]), colours[c], "") for c in members]
    return _finish(canvas, points, legend_html("Modes and corridors", entries))


def _add_link(layer, net: Network, link: dict, colour: str, width: float) -> None:
    import folium

    gauge = f"{link['gauge_mm']:.0f} mm" if link["mode"] == "rail" else ""
    rows = [
        ("mode", link["mode"]),
        ("gauge", gauge),
        ("line", link["line_ref"]),
        ("status", link["status"]),
        ("length", f"{link['length_km']:,.0f} km ({link['length_basis']})"),
        ("source", link["length_source_id"]),
        ("id", link["link_id"]),
    ]
    folium.PolyLine(
        _lat_lon(net.line(link["link_id"])),
        color=colour,
        weight=width,
        opacity=STATUS_OPACITY[link["status"]],
        dash_array=MODE_DASHES.get(link["mode"]) or None,
        tooltip=folium.Tooltip(table_html(rows, title=link["name"])),
    ).add_to(layer)


def _add_nodes(canvas, net: Network) -> None:
    import folium

    layer = folium.FeatureGroup(name="Places")
    for node in net.table("nodes"):
        fill, radius = _NODE_STYLE[node["kind"]]
        rows = [
            ("kind", str(node["kind"]).replace("_", " ")),
            ("country", COUNTRY_NAMES.get(node["country"], node["country"])),
            ("changes between", str(node["terminal_classes"]).replace(";", ", ")),
            ("id", node["node_id"]),
        ]
        folium.CircleMarker(
            (node["lat"], node["lon"]),
            radius=radius,
            color="#333",
            weight=1,
            fill=True,
            fill_color=fill,
            fill_opacity=1,
            tooltip=folium.Tooltip(table_html(rows, title=node["name"])),
        ).add_to(layer)
    layer.add_to(canvas)


# -- itineraries -------------------------------------------------------------------------------


def _draw_itineraries(groups: Mapping[str, Sequence[Itinerary]]) -> folium.Map:
    import folium

    canvas = _canvas()
    points: list[tuple[float, float]] = []
    groups = {name: trips for name, trips in groups.items() if trips}
    keys = {name: trips[0].corridor or name for name, trips in groups.items()}
    colours = corridor_colours(keys.values())
    entries = []
    for name, trips in groups.items():
        colour = colours[keys[name]]
        layer = folium.FeatureGroup(name=escape(name))
        for trip, leg in _different_legs(trips):
            points += _add_leg(layer, trip, leg, colour)
        layer.add_to(canvas)
        entries.append((_legend_label(name, trips), colour, ""))
    return _finish(canvas, points, legend_html("Itineraries", entries))


def _different_legs(trips: Sequence[Itinerary]) -> Iterator[tuple[Itinerary, Leg]]:
    """Yield each link and each stop of several itineraries once."""
    seen = set()
    for trip in trips:
        for leg in trip.steps:
            key = leg.link_id if leg.km else (leg.kind, leg.to_node)
            if key not in seen:
                seen.add(key)
                yield trip, leg


def _legend_label(name: str, trips: Sequence[Itinerary]) -> str:
    if len(trips) > 1:
        return f"{name} ({len(trips)} itineraries)"
    trip = trips[0]
    return (
        f"{name}: {trip.distance_km:,.0f} km, {trip.cost_usd:,.0f} USD, "
        f"{trip.time_h / 24:.0f} days, {trip.transit_count} transits"
    )


def _add_leg(layer, trip: Itinerary, leg: Leg, colour: str) -> list[tuple[float, float]]:
    """Add a leg as a line, or a stop as a dot; return its points."""
    import folium

    rows = [
        ("what", leg.kind),
        ("vehicle", leg.vehicle),
        ("distance", f"{leg.km:,.0f} km" if leg.km else ""),
        ("cost", f"{leg.usd:,.0f} USD ({leg.basis}, {leg.source_id})"),
        ("time", f"{leg.h:,.1f} h ({leg.hours_basis}, {leg.hours_source_id})"),
    ]
    tip = folium.Tooltip(table_html(rows, title=leg.name))
    if leg.km > 0 and leg.link_id:
        line = trip.line(leg)
        folium.PolyLine(
            _lat_lon(line),
            color=colour,
            weight=MODE_WIDTHS.get(leg.mode, 2) + 2,
            opacity=0.9,
            dash_array=MODE_DASHES.get(leg.mode) or None,
            tooltip=tip,
        ).add_to(layer)
        return line
    if leg.kind in ("border", "gauge break", "terminal") and leg.to_node:
        nodes = trip.network.table("nodes")
        row = trip.network.node_row(leg.to_node)
        folium.CircleMarker(
            (nodes["lat"][row], nodes["lon"][row]),
            radius=5,
            color=colour,
            weight=2,
            fill=True,
            fill_color="#ffffff",
            fill_opacity=1,
            tooltip=tip,
        ).add_to(layer)
    return []


def _lat_lon(line: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    return [(lat, lon) for lon, lat in line]
