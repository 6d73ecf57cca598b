"""QGIS opens a GeoPackage styled: it finds a style of each layer, and every feature is drawn."""

import sqlite3
from contextlib import closing
from xml.etree import ElementTree

import pyogrio
import pytest
from toy import toy_network


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "net.gpkg"
    toy_network().write(path)
    return path


def styles(file):
    """Return styles as QGIS looks for them: of a layer and its geometry, the default."""
    with closing(sqlite3.connect(file)) as database:
        return dict(
            database.execute(
                "SELECT f_table_name, styleQML FROM layer_styles JOIN gpkg_geometry_columns "
                "ON f_table_name = table_name AND f_geometry_column = column_name "
                "WHERE f_table_catalog = '' AND f_table_schema = '' AND useAsDefault"
            )
        )


def test_each_layer_with_a_shape_has_a_style(file):
    found = styles(file)
    assert set(found) == {"nodes", "links", "inventory"}
    layers = dict(pyogrio.list_layers(file))
    assert {name for name, kind in layers.items() if kind} == set(found)
    assert layers["layer_styles"] is None  # a table, by the register of contents


def test_every_rule_has_its_symbol_and_every_link_one_rule(file):
    """QGIS draws nothing of a rule whose symbol there is not, and hides what no rule takes."""
    root = ElementTree.fromstring(styles(file)["links"])
    assert root.tag == "qgis"
    renderer = root.find("renderer-v2")
    assert renderer.get("type") == "RuleRenderer"
    symbols = {symbol.get("name") for symbol in renderer.iter("symbol")}
    leaves = [rule for rule in renderer.iter("rule") if rule.get("symbol")]
    assert {rule.get("symbol") for rule in leaves} == symbols
    keys = [rule.get("key") for rule in renderer.iter("rule")]
    assert len(set(keys)) == len(keys)
    drawn = []
    for group in renderer.find("rules"):
        for rule in group:
            where = f"{group.get('filter')} AND {rule.get('filter')}"
            with closing(sqlite3.connect(file)) as database:
                drawn += database.execute(f"SELECT link_id FROM links WHERE {where}").fetchall()
    assert sorted(link for (link,) in drawn) == sorted(toy_network().table("links")["link_id"])


def test_every_kind_of_place_has_a_category(file):
    renderer = ElementTree.fromstring(styles(file)["nodes"]).find("renderer-v2")
    assert (renderer.get("type"), renderer.get("attr")) == ("categorizedSymbol", "kind")
    kinds = {category.get("value") for category in renderer.iter("category")}
    assert kinds == set(toy_network().table("nodes")["kind"])
    symbols = {symbol.get("name") for symbol in renderer.iter("symbol")}
    assert {category.get("symbol") for category in renderer.iter("category")} == symbols
