"""Axes and zones of a model's positions."""

from __future__ import annotations

import pytest
from models_toy import LINKS, MAPPING, NODES, model

import corridors as co

SWAPPED = NODES.replace("X,Y", "Y,X")


def test_swapped_axes_and_wrong_zones_are_refused(tmp_path):
    with pytest.raises(co.DataError) as caught:
        co.read_mapped(model(tmp_path, SWAPPED))
    assert (
        "map.toml: 4 of 4 nodes with a country lie far outside it: lon and lat are swapped."
        in str(caught.value)
    )
    assert "The first is 'A', said to be in KZ, but (43.40, 77.00)" in str(caught.value)
    utm = projected(NODES, "EPSG:32644")
    wrong = MAPPING.replace('lat = "Y"', 'lat = "Y"\ncrs = "EPSG:32642"')
    moved = utm.replace(",KZ,", ",UZ,").replace(",CN,", ",UZ,")
    with pytest.raises(
        co.DataError, match=r"swapped, or the crs 'EPSG:32642' is wrong\. The first"
    ):
        co.read_mapped(model(tmp_path, moved, mapping=wrong))
    swapped = utm.replace("X,Y", "Y,X")
    right = wrong.replace("32642", "32644")
    with pytest.raises(co.DataError, match="swapped"):
        co.read_mapped(model(tmp_path, swapped, mapping=right))


def test_few_or_unknown_or_near_countries_are_not_refused(tmp_path):
    one_wrong = NODES.replace("87.6,43.8,CN", "87.6,43.8,TR")
    assert co.read_mapped(model(tmp_path, one_wrong)).table("nodes")["country"][3] == "TR"
    own_codes = SWAPPED.replace(",KZ,", ",K,").replace(",CN,", ",C,")
    longer = LINKS.replace("330000", "370000").replace("15000", "20000").replace("640000", "800000")
    with pytest.raises(co.DataError, match=r"n\.csv:2: country 'K' is no country of ISO 3166"):
        co.read_mapped(model(tmp_path, own_codes, longer))
    own = MAPPING.replace('country = "ISO"', 'country = { column = "ISO", own = true }')
    net = co.read_mapped(model(tmp_path, own_codes, longer, own))
    assert "the model's own zones are its countries: C, K" in str(net.report)
    assert set(net.table("nodes")["country"]) == {"K", "C"}
    at_border = "Code,Station,X,Y,ISO,Type,Border,BorderH,Transfer\nA,A,80.6,44.2,KZ,C,,,\nB,B,80.2,44.2,CN,C,,,\n"
    links = LINKS.splitlines()[0] + "\nA,B,40000,1435,410,9,2\n"
    assert len(co.read_mapped(model(tmp_path, at_border, links)).table("links")) == 1
    far_north = at_border.replace("80.6,44.2,KZ", "18.9,69.6,NO").replace(
        "80.2,44.2,CN", "23.2,70,NO"
    )
    assert (
        len(
            co.read_mapped(model(tmp_path, far_north, links.replace("40000", "400000"))).table(
                "links"
            )
        )
        == 1
    )


def projected(nodes, crs):
    from pyproj import Transformer

    to = Transformer.from_crs("EPSG:4326", crs, always_xy=True)
    rows = nodes.splitlines()
    for k, row in enumerate(rows[1:], start=1):
        cells = row.split(",")
        x, y = to.transform(float(cells[2]), float(cells[3]))
        rows[k] = ",".join([*cells[:2], f"{x:.1f}", f"{y:.1f}", *cells[4:]])
    return "\n".join(rows) + "\n"


def test_a_projected_model(tmp_path):
    mapping = MAPPING.replace('lat = "Y"', 'lat = "Y"\ncrs = "EPSG:32644"')
    net = co.read_mapped(model(tmp_path, projected(NODES, "EPSG:32644"), mapping=mapping))
    assert net.table("nodes")["lon"][0] == pytest.approx(77.0, abs=1e-5)
