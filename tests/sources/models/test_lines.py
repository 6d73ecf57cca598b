"""Ids, drawn lines and lengths of a model's links."""

from __future__ import annotations

import numpy as np
import pytest
from models_toy import LINES, LINKS, MAPPING, NODES, WITH_LINES, model

import corridors as co
from corridors.network.earth import segment_km

IDS = MAPPING.replace("mode = {", 'link_id = "Gauge"\nmode = {')


def test_lines_are_drawn_along_their_links_and_measured(tmp_path):
    net = co.read_mapped(model(tmp_path, links=LINES, mapping=WITH_LINES))
    assert net.line("link-1") == [(77, 43.4), (78.5, 44.4), (80.25, 44.2)]
    assert net.line("link-3") == [(80.42, 44.23), (84, 44.5), (87.6, 43.8)]  # turned, heights gone
    assert net.line("link-2") == [(80.25, 44.2), (80.42, 44.23)]
    along = segment_km(*np.array(net.line("link-1")).T).sum()
    assert net.table("links")["length_km"][0] == pytest.approx(along)
    assert net.report.changed["without a length: along its line"] == ("l.csv:2", "l.csv:4")
    assert net.report.changed["without a length: the straight line between its ends"] == (
        "l.csv:3",
    )
    assert co.route(net, "A", "D").cost_usd == pytest.approx(1535)


def test_lines_are_in_the_system_of_the_nodes(tmp_path):
    from pyproj import Transformer

    to = Transformer.from_crs("EPSG:4326", "EPSG:32644", always_xy=True).transform

    def turned(x, y):
        return " ".join(f"{v:.2f}" for v in to(float(x), float(y)))

    nodes = NODES
    for cells in ("77.0,43.4", "80.25,44.2", "80.42,44.23", "87.6,43.8"):
        nodes = nodes.replace(cells, turned(*cells.split(",")).replace(" ", ","))
    links = LINES.replace(
        "77 43.4, 78.5 44.4, 80.25 44.2",
        ", ".join(turned(*p) for p in ((77, 43.4), (78.5, 44.4), (80.25, 44.2))),
    ).replace('"LINESTRING Z (87.6 43.8 900, 84 44.5 400, 80.42 44.23 700)"', "LINESTRING EMPTY")
    mapping = WITH_LINES.replace('lat = "Y"', 'lat = "Y"\ncrs = "EPSG:32644"')
    net = co.read_mapped(model(tmp_path, nodes, links, mapping))
    np.testing.assert_allclose(
        net.line("link-1"), [(77, 43.4), (78.5, 44.4), (80.25, 44.2)], atol=1e-6
    )
    assert net.report.changed["a geometry with nothing in it: drawn straight"] == ("l.csv:4",)


@pytest.mark.parametrize(
    ("was", "now", "message"),
    [
        ("LINESTRING (77", "LINESTRING (77 x", r"l.csv:2: geometry 'LINESTRING .* is not WKT"),
        (
            "77 43.4",
            "777 43.4",
            r"l.csv:2: geometry has a point at \(777, 43.4\), which are no deg",
        ),
        ("77 43.4", "72 43", r"l.csv: the line of 'link-1' begins \d+ km from 'A'"),
        (
            '"LINESTRING (77 43.4, 78.5 44.4, 80.25 44.2)"',
            "POINT (1 2)",
            "geometry is a Point, exp",
        ),
    ],
)
def test_lines_that_are_none(tmp_path, was, now, message):
    with pytest.raises(co.DataError, match=message):
        co.read_mapped(model(tmp_path, links=LINES.replace(was, now), mapping=WITH_LINES))


def test_lengths_under_a_metre(tmp_path):
    links = LINKS.replace("330000", "0").replace("15000", "nan")
    net = co.read_mapped(model(tmp_path, links=links))
    km = dict(zip(net.table("links")["link_id"], net.table("links")["length_km"], strict=True))
    assert km["link-1"] == pytest.approx(
        float(segment_km(*np.array([(77, 43.4), (80.25, 44.2)]).T)[0])
    )
    assert set(net.report.changed) == {
        "a length under 1 m between ends further apart: measured straight",
        "without a length: the straight line between its ends",
    }
    same = NODES.replace("80.42,44.23", "80.25,44.2")
    net = co.read_mapped(model(tmp_path, same, LINKS.replace("15000", "0.4")))
    assert net.table("links")["length_km"][1] == 0.001
    assert net.report.changed == {"a length under 1 m counts as 1 m": ("l.csv:3",)}


def test_ids_that_stand_twice_get_a_number(tmp_path):
    net = co.read_mapped(model(tmp_path, mapping=IDS))
    assert sorted(net.table("links")["link_id"]) == ["1435", "1435-2", "1520"]
    told = "a link_id that stands already: a number is put behind it"
    assert net.report.changed[told] == ("l.csv:4",)
    links = LINKS.replace("1520", "1435").replace("C,D,640000,1435", "C,D,640000,1435-2")
    odd = IDS.replace('gauge_mm = "Gauge"', "")
    net = co.read_mapped(model(tmp_path, links=links, mapping=odd))
    assert sorted(net.table("links")["link_id"]) == ["1435", "1435-2", "1435-3"]
