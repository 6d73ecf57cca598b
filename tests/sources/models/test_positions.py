"""Positions of nodes in a file of their own."""

from __future__ import annotations

import pytest
from models_toy import MAPPING, NODES, model

import corridors as co

SAID = MAPPING.replace('lon = "X"\nlat = "Y"\n', "").replace(
    "[links]", '[nodes.positions]\nfile = "p.csv"\nnode_id = "id"\nlon = "x"\nlat = "y"\n[links]'
)
PLACES = "id;x;y\nD;87,6;43,8\nA;77,0;43,4\nB;80,25;44,2\nC;80,42;44,23\nE;1,5;2\n"


def test_positions_stand_elsewhere(tmp_path):
    (tmp_path / "p.csv").write_text(PLACES, encoding="utf-8")
    bare = "\n".join(
        ",".join(c for k, c in enumerate(row.split(",")) if k not in (2, 3))
        for row in NODES.splitlines()
    )
    net = co.read_mapped(model(tmp_path, bare, mapping=SAID))
    assert co.route(net, "A", "D").cost_usd == pytest.approx(1535)
    assert net.table("nodes")["lon"] == (77.0, 80.25, 80.42, 87.6)
    assert "inferred: p.csv: numbers have a decimal comma" in str(net.report)
    inline = MAPPING.replace('lon = "X"\nlat = "Y"\n', (
        'positions = { file = "p.csv", node_id = "id", lon = "x", lat = "y" }\n'
    ))  # fmt: skip
    assert len(co.read_mapped(model(tmp_path, bare, mapping=inline)).table("nodes")) == 4


@pytest.mark.parametrize(
    ("places", "mapping", "message"),
    [
        (PLACES.replace("A;", "AA;"), SAID, r"n.csv:2: node_id 'A' has no position in p.csv"),
        (PLACES + "A;78;43,4\n", SAID, r"p.csv:7: node_id 'A' stands already in row 3, at another"),
        (PLACES, SAID.replace('"x"', '"xx"'), r"\[nodes.positions\] lon: p.csv has no column 'xx'"),
        (PLACES, SAID.replace('lon = "x"', ""), r"\[nodes.positions\] needs 'lon'"),
        (PLACES, SAID.replace('name = "St', 'lon = "X"\nname = "St'), "stand in positions already"),
        (
            PLACES,
            MAPPING.replace('lon = "X"', "positions = 3"),
            "positions: 3 is no table with a f",
        ),
    ],
)
def test_faults_of_positions(tmp_path, places, mapping, message):
    (tmp_path / "p.csv").write_text(places, encoding="utf-8")
    with pytest.raises(co.DataError, match=message):
        co.read_mapped(model(tmp_path, mapping=mapping))
