"""How QGIS shows the layers of a GeoPackage: styles in its own table ``layer_styles``.

QGIS looks there for the row of a layer (``f_table_schema`` empty, ``f_table_name`` and
``f_geometry_column`` those of the layer) whose ``useAsDefault`` is true, and takes its QML.
"""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from xml.etree.ElementTree import Element, SubElement, tostring  # nosec B405 - writes alone

from corridors.network.forms.inventory import INVENTORY

if TYPE_CHECKING:
    from corridors.network.network import Network

_DOCTYPE = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
#: The name of the column that GDAL gives a layer's geometry.
_GEOMETRY = "geom"
#: The table as QGIS makes it, and no row more.
_TABLE = """
CREATE TABLE layer_styles (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    f_table_catalog TEXT(256), f_table_schema TEXT(256), f_table_name TEXT(256),
    f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT,
    useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30),
    update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now'))
)"""


class _Look(NamedTuple):
    """Colour and width in mm of lines or points, with the word for the legend."""

    label: str
    colour: str
    mm: float
    shape: str = "circle"


_MODES = {
    "road": _Look("Road", "#b4792b", 0.5),
    "sea": _Look("Sea lane", "#3b7ea1", 0.4),
    "ferry": _Look("Ferry", "#0f8b8d", 0.6),
    "inland_water": _Look("Inland water", "#5b9bc0", 0.5),
    "pipeline": _Look("Pipeline", "#9e3d64", 0.6),
    "lng": _Look("Ship of liquefied gas", "#9e3d64", 0.4),
}
#: Colours of railways by gauge, apart for people who see no red and green.
_GAUGES = {1435: "#1f4e79", 1520: "#c8553d", 1676: "#6a4c93", 1000: "#4d7c3a", 1067: "#8a6d1d"}
_OTHER_GAUGE = "#444444"
_STATUSES = {
    "operational": ("in operation", "solid"),
    "construction": ("under construction", "dash"),
    "planned": ("planned", "dot"),
    "suspended": ("suspended", "dash dot"),
}
_KINDS = {
    "city": _Look("City", "#2b2b2b", 2.6),
    "seaport": _Look("Seaport", "#3b7ea1", 3.0, "diamond"),
    "rail_terminal": _Look("Rail terminal", "#1f4e79", 2.6, "square"),
    "dry_port": _Look("Dry port", "#997700", 2.6, "square"),
    "border_crossing": _Look("Border crossing", "#cc3311", 2.6, "triangle"),
    "junction": _Look("Junction", "#999999", 1.2),
    "pipeline_station": _Look("Pipeline station", "#9e3d64", 2.0, "pentagon"),
}


def write_styles(net: Network, file: Path) -> None:
    """Add styles of nodes, links and the inventory to a GeoPackage."""
    lines = _lines_qml(net)
    styles = {"nodes": _nodes_qml(net), "links": lines, INVENTORY: lines}
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    with closing(sqlite3.connect(file)) as database, database:
        there = {name for (name,) in database.execute("SELECT table_name FROM gpkg_contents")}
        database.execute(_TABLE)
        database.executemany(
            "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, "
            "f_geometry_column, styleName, styleQML, styleSLD, useAsDefault, description, owner, "
            "ui, update_time) VALUES ('', '', ?, ?, ?, ?, '', 1, ?, '', '', ?)",
            [
                (layer, _GEOMETRY, layer, qml, "by mode, gauge and status", now)
                if layer != "nodes"
                else (layer, _GEOMETRY, layer, qml, "by kind of place", now)
                for layer, qml in styles.items()
                if layer in there
            ],
        )
        database.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, "
            "last_change, srs_id) VALUES ('layer_styles', 'attributes', 'layer_styles', '', ?, 0)",
            (now,),
        )


def _lines_qml(net: Network) -> str:
    """Return rules by mode and gauge, in each by status, of what the network has."""
    links = net.table("links")
    kinds = sorted(set(zip(links["mode"], links["gauge_mm"], strict=True)), key=str)
    statuses = [status for status in _STATUSES if status in set(links["status"])]
    root, rules, symbols = _with_rules()
    seen = set()
    for mode, gauge in kinds:
        look = _look(mode, gauge)
        if look.label in seen:
            continue
        seen.add(look.label)
        where = f"\"mode\" = '{mode}'"
        if mode == "rail":
            where += (
                ' AND "gauge_mm" IS NULL' if math.isnan(gauge) else f' AND "gauge_mm" = {gauge:g}'
            )
        group = SubElement(rules, "rule", key=f"{{{look.label}}}", label=look.label, filter=where)
        for status in statuses:
            said, pen = _STATUSES[status]
            number = str(len(symbols))
            SubElement(
                group, "rule", key=f"{{{look.label}, {said}}}", label=said, symbol=number,
                filter=f"\"status\" = '{status}'",
            )  # fmt: skip
            _symbol(symbols, number, "line", "SimpleLine", {
                "line_color": _rgb(look.colour), "line_width": f"{look.mm:g}",
                "line_width_unit": "MM", "line_style": pen, "capstyle": "flat",
                "joinstyle": "round",
            })  # fmt: skip
    return _text(root)


def _look(mode: str, gauge: float) -> _Look:
    if mode != "rail":
        return _MODES.get(mode, _Look(mode.replace("_", " ").capitalize(), _OTHER_GAUGE, 0.5))
    if math.isnan(gauge):
        return _Look("Railway", _OTHER_GAUGE, 0.7)
    return _Look(f"Railway, {gauge:g} mm", _GAUGES.get(int(gauge), _OTHER_GAUGE), 0.7)


def _with_rules() -> tuple[Element, Element, Element]:
    root = _root()
    renderer = SubElement(
        root, "renderer-v2", type="RuleRenderer", symbollevels="0", enableorderby="0",
        forceraster="0",
    )  # fmt: skip
    return root, SubElement(renderer, "rules", key="{all}"), SubElement(renderer, "symbols")


def _nodes_qml(net: Network) -> str:
    """Return a category each kind of place that the network has; the names are labels."""
    root = _root(labelsEnabled="1")
    renderer = SubElement(
        root, "renderer-v2", type="categorizedSymbol", attr="kind", symbollevels="0",
        enableorderby="0", forceraster="0",
    )  # fmt: skip
    categories, symbols = SubElement(renderer, "categories"), SubElement(renderer, "symbols")
    present = set(net.table("nodes")["kind"])
    for kind, look in _KINDS.items():
        if kind not in present:
            continue
        number = str(len(symbols))
        SubElement(
            categories, "category", render="true", symbol=number, value=kind, label=look.label,
            type="string",
        )  # fmt: skip
        _symbol(symbols, number, "marker", "SimpleMarker", {
            "name": look.shape, "color": _rgb(look.colour), "size": f"{look.mm:g}",
            "size_unit": "MM", "outline_color": _rgb("#ffffff"), "outline_style": "solid",
            "outline_width": "0.2", "outline_width_unit": "MM",
        })  # fmt: skip
    labels = SubElement(SubElement(root, "labeling", type="simple"), "settings")
    SubElement(labels, "text-style", fieldName="name", fontSize="8", fontSizeUnit="Point",
               textColor=_rgb("#2b2b2b"), textOpacity="1", isExpression="0")  # fmt: skip
    SubElement(labels, "placement", placement="6", dist="1", distUnits="MM")
    return _text(root)


def _root(**words: str) -> Element:
    return Element("qgis", {"version": "3.28.0", "styleCategories": "Symbology|Labeling", **words})


def _symbol(
    symbols: Element, name: str, kind: str, layer_class: str, values: Mapping[str, str]
) -> None:
    symbol = SubElement(
        symbols, "symbol", name=name, type=kind, alpha="1", clip_to_extent="1", force_rhr="0"
    )
    words = {"class": layer_class, "enabled": "1", "locked": "0", "pass": "0"}  # nosec B105 - a pass
    layer = SubElement(symbol, "layer", words)
    options = SubElement(layer, "Option", type="Map")
    _options(options, values.items())


def _options(options: Element, values: Iterable[tuple[str, str]]) -> None:
    for name, value in values:
        SubElement(options, "Option", name=name, type="QString", value=value)


def _rgb(colour: str) -> str:
    return ",".join(str(int(colour[k : k + 2], 16)) for k in (1, 3, 5)) + ",255"


def _text(root: Element) -> str:
    return _DOCTYPE + tostring(root, encoding="unicode")
