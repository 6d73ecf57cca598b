"""Mappings of columns: the example is one, and faults are told."""

from __future__ import annotations

import tomllib

import pytest
from models_toy import MAPPING, model

import corridors as co
from corridors.sources import models as mapping


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("Dist_m", "Distm"), r"length_km: l.csv has no column 'Distm'. Did you mean 'Dist_m'"),
        (("lenght_km", "length_km"), None),
        (
            ("length_km =", "lenght_km ="),
            r"'lenght_km' is no column of ours. Did you mean 'length_km'",
        ),
        (("scale", "factor"), r"length_km: 'factor' is not one of column, value, values, scale"),
        (("[links]", "[link]"), r"there is no \[links\]"),
        (('box = "40ft"', 'box = "45ft"'), r"box '45ft' is not one of 20ft, 40ft, t"),
        (('from_node = "From"', ""), r"\[links\] needs 'from_node'"),
        (("[nodes]", "[nodes"), r"map.toml: not TOML"),
        (
            ('lat = "Y"', 'lat = "Y"\ncrs = "foo"'),
            r"map.toml:10: \[nodes\] crs 'foo' is no coordinate",
        ),
        (('lat = "Y"', 'lat = "Y"\ncrs = 4326'), r"map.toml:10: \[nodes\] crs: 4326 is no text"),
        (
            ('lat = "Y"', 'lat = "Y"\ncrs = "EPSG:4978"'),
            "is neither in degrees nor a map projection",
        ),
        (("0.001", '"a"'), r"map.toml:21: \[links\] length_km: scale 'a' is not a number"),
        (("0.001", "true"), "length_km: scale True is not a number"),
        (("0.001", "nan"), "length_km: scale nan is not a number"),
        (("scale = 0.001", 'scale = 2, values = {a = "b"}'), "a scale is for a column of numbers"),
        (('{ value = "rail" }', "7"), r"map.toml:19: \[links\] mode: 7 is no text"),
        (('{ value = "rail" }', "{ scale = 2 }"), r"mode: needs a column = "),
        (('{ 1 = "yes", 2 = "" }', "3"), r"oneway: values 3 is no table"),
        (("Dist_m", "Distm"), r"map.toml:21: \[links\] length_km: l.csv has no column"),
        (('from_node = "From"', ""), r"map.toml:15: \[links\] needs 'from_node'"),
    ],
)
def test_faults_of_a_mapping(tmp_path, change, message):
    path = model(tmp_path, mapping=MAPPING.replace(*change))
    if message is None:
        assert len(co.read_mapped(path).table("links")) == 3
        return
    with pytest.raises(co.DataError, match=message):
        co.read_mapped(path)


def test_the_example_of_a_mapping_is_a_mapping(tmp_path):
    (tmp_path / "m.toml").write_text(mapping.EXAMPLE, encoding="utf-8")
    spec = tomllib.loads(mapping.EXAMPLE)
    words = {
        table: [v if isinstance(v, str) else v.get("column") for k, v in spec[table].items()]
        for table in ("nodes", "links")
    }
    header = {t: [w for w in ws if w and w[-4:] not in (".csv", "4326")] for t, ws in words.items()}
    rows = {
        "nodes": ["A,Alatau,77.0,43.4,KZ,S,,,,", "C,Khorgos,80.42,44.23,CN,S,80,14,,"],
        "links": ["A,C,345000,1520,435,,10,2"],
    }
    for table, lines in rows.items():
        text = "\n".join([",".join(header[table]), *lines])
        (tmp_path / f"{table}.csv").write_text(text + "\n", encoding="utf-8")
    trip = co.route(co.read_mapped(tmp_path / "m.toml"), "Alatau", "Khorgos")
    assert trip.cost_usd == pytest.approx(435 + 80)
    assert trip.distance_km == pytest.approx(345)


def test_the_example_is_printed(run):
    code, out, _ = run("import", "csv", "--example")
    assert (code, out) == (0, mapping.EXAMPLE)
    code, out, _ = run("import", "csv", "--help")
    assert code == 0
    assert "--example" in out
    assert "manual" not in out
