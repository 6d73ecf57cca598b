"""Whose data a network shows is named where they are there, and only there."""

from __future__ import annotations

import pytest
from models_toy import model

import corridors as co
from corridors.network.forms.credits import alignments, map_credits


def test_the_embedded_network_names_its_sources():
    net = co.load()
    assert "OpenStreetMap" in alignments(net)
    assert map_credits(net).count(" · ") == 2


def test_own_data_are_under_nobody_elses_name(run, tmp_path):
    net = co.read_mapped(model(tmp_path))
    assert alignments(net) == ""
    assert map_credits(net) == "Outlines Natural Earth"
    net.write(tmp_path / "own")
    code, out, _ = run("route", "Alatau", "Urumqi", "--network", tmp_path / "own")
    assert code == 0
    assert "OpenStreetMap" not in out
    assert "OpenStreetMap" in run("route", "Lahore", "Karachi")[1]


def test_what_comes_from_openstreetmap_is_named(toy_file):
    assert "OpenStreetMap" in alignments(co.network_from_osm(toy_file))


@pytest.mark.parametrize("column", ["source_id", "length_source_id"])
def test_one_link_or_one_length_of_theirs_is_enough(tmp_path, column):
    net = co.read_mapped(model(tmp_path))
    links = net.table("links")
    theirs = links.with_values({column: ("osm", *links[column][1:])})
    found = net.replaced({"links": theirs})
    assert alignments(found) == "Alignments © OpenStreetMap contributors (ODbL)."
    assert map_credits(found) == (
        "Alignments © OpenStreetMap contributors (ODbL) · outlines Natural Earth"
    )
