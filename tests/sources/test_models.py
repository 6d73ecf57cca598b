"""Mappings of columns: the example is one, and faults are told."""

from __future__ import annotations

import tomllib
from itertools import pairwise

import pytest
from models_example import example
from models_toy import MAPPING, model

import corridors as co
from corridors.sources import models as mapping
from corridors.sources.models.mapping import FIELDS, FILE_WORDS, read_mapping


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


def test_the_example_of_a_mapping_reads_such_files(tmp_path):
    net = co.read_mapped(example(tmp_path))
    per_km = 2 * 205 * 1.609344
    border, passing = 1.1 * (1100.5 + 80), 10 / 2 + 4.5
    # by the cheaper of the two links from Khorgos to Urumqi, in the direction 03 - 04
    trip = co.route(net, "Alatau Süd", "Ürümqi")
    assert trip.cost_usd == pytest.approx(75 + passing + per_km + 200 + border + 25 + 700)
    hours = 12 + 0.25 + 9 + 12 + 24 + 1 + 1 + 16
    assert trip.time_h == pytest.approx(hours)
    assert trip.distance_km == pytest.approx((205 + 9.5 + 398) * 1.609344)
    assert net.line("link-1")[1] == (78.5, 44.0)
    assert net.table("nodes")["country"] == ("KZ", "KZ", "CN", "CN")
    assert net.table("nodes")["node_id"][0] == "01"
    with pytest.raises(co.NoItineraryError):
        co.route(net, "Ürümqi", "Alatau Süd")


def test_the_example_shows_every_word():
    spec = tomllib.loads(mapping.EXAMPLE)
    text = mapping.EXAMPLE
    assert {"price_per", "trip_usd", "trip_h"} <= spec.keys()
    assert {"border_usd", "passing_h", "positions", "passing_at_ends", "crs"} <= spec[
        "nodes"
    ].keys()
    assert {"cost_usd_per_km", "geometry", "parallel", "oneway"} <= spec["links"].keys()
    assert all(f"{word} = " in text for word in (*FILE_WORDS, "unit", "rate", "scale", "own"))
    shown = "\n".join(text.replace("# ", "").splitlines())
    for table, fields in FIELDS.items():
        start = shown.index(f"[{table}]")
        part = shown[start : shown.find("\n[", start + 1)] if table != "links" else shown[start:]
        lacking = {f for f in fields if f"\n{f} = " not in part}
        assert lacking <= ({"lon", "lat"} if table == "nodes" else set()), table


def test_what_the_example_has_commented_out_is_a_mapping(tmp_path):
    lines = [line.removeprefix("# ") for line in mapping.EXAMPLE.splitlines()]
    text = "\n".join(line for line in lines if not line.startswith("country = {"))
    (tmp_path / "all.toml").write_text(text, encoding="utf-8")
    model = read_mapping(tmp_path / "all.toml")
    assert {*model.columns("links")} == {*FIELDS["links"]}
    assert {*model.columns("nodes")} == {*FIELDS["nodes"]} - {"lon", "lat"}


def test_passages_of_the_example_can_be_closed(tmp_path):
    net = co.read_mapped(example(tmp_path))
    assert "hormuz;suez" in net.table("links")["passages"]


def test_the_example_is_printed(run):
    code, out, _ = run("import", "csv", "--example")
    assert (code, out) == (0, mapping.EXAMPLE)
    code, out, _ = run("import", "csv", "--help")
    assert code == 0
    assert "--example" in out
    assert "manual" not in out


def _model(
    folder, links, how="", nodes="id,x,y\nVIE,16.37,48.2\nBTS,17.11,48.14\nBUD,19.04,47.5\n"
):
    """Return a model of three places on the Danube."""
    (folder / "n.csv").write_text(nodes, encoding="utf-8")
    (folder / "l.csv").write_text(links, encoding="utf-8")
    (folder / "m.toml").write_text(
        '[nodes]\nfile="n.csv"\nnode_id="id"\nlon="x"\nlat="y"\n'
        f'[links]\nfile="l.csv"\nfrom_node="a"\nto_node="b"\n{how}\n',
        encoding="utf-8",
    )
    return co.read_mapped(folder / "m.toml")


def test_a_river_over_a_border_is_read(tmp_path):
    """Fault: no embedded crossing is of that mode, and an exception of Python's ended the import."""
    net = _model(tmp_path, "a,b\nVIE,BTS\nBTS,BUD\n", 'mode={value="inland_water"}')
    trip = co.route(net, "VIE", "BUD", shipment=co.Shipment(commodity="bulk"))
    assert trip.transit_countries == ("SK",)
    notes = set(net.table("border_crossings")["note"])
    assert all("railways" in note for note in notes)


def test_thousands_stand_in_groups_of_three(tmp_path):
    """Fault: 650.75 in a column of decimal commas became 65,075."""
    how = 'separator=";"\ndecimal=","\nthousands="."\nmode={value="rail"}\ncost_usd="c"'
    good = "a;b;c\nVIE;BTS;1.650,75\nBTS;BUD;99,5\n"
    net = _model(tmp_path, good, how)
    assert co.route(net, "VIE", "BTS").cost_usd == pytest.approx(1650.75)
    for cell in ("650.75", "12.34,50", "540.5"):
        with pytest.raises(co.DataError, match="is no number with '.' between thousands"):
            _model(tmp_path, good.replace("1.650,75", cell), how)


@pytest.mark.parametrize(
    "text", ["suez;bab-el-mandeb", "suez, bab-el-mandeb", "suez bab-el-mandeb"]
)
def test_passages_are_told_apart_however_they_are_joined(tmp_path, text):
    """Fault: two that a comma joins were one word, so that a closed strait was sailed."""
    how = 'mode={value="sea"}\npassages="p"'
    net = _model(tmp_path, f'a,b,p\nVIE,BUD,"{text}"\nBTS,BUD,\n', how)
    assert sorted(net.table("links")["passages"]) == ["", "suez;bab-el-mandeb"]


def test_a_node_far_outside_its_country_is_told(tmp_path):
    """Fault: IRN for ITA made a border with Iran in the Alps, without a word."""
    nodes = "id,x,y,c\nVIE,16.37,48.2,AUT\nBTS,17.11,48.14,IRN\nBUD,19.04,47.5,HUN\n"
    (tmp_path / "n.csv").write_text(nodes, encoding="utf-8")
    (tmp_path / "l.csv").write_text("a,b\nVIE,BTS\nBTS,BUD\n", encoding="utf-8")
    (tmp_path / "m.toml").write_text(
        '[nodes]\nfile="n.csv"\nnode_id="id"\nlon="x"\nlat="y"\ncountry="c"\n'
        '[links]\nfile="l.csv"\nfrom_node="a"\nto_node="b"\nmode={value="rail"}\n',
        encoding="utf-8",
    )
    told = co.read_mapped(tmp_path / "m.toml").report.changed
    (where,) = told["lies far outside the country that it says, which is kept"]
    assert where.endswith("'BTS', IR")


@pytest.mark.parametrize("hours", [1.0, 0.1])
def test_lanes_that_meet_at_sea_take_the_hours_of_the_model(tmp_path, hours):
    """Fault: each lane lost what is waited for a ship, which is waited for once."""
    at = [f"S{k},{58.6 + k / 10:.1f},24.5,,junction" for k in range(1, 10)]
    nodes = ["id,x,y,c,k", "P,58.6,23.65,OM,seaport", *at, "Q,59.7,23.4,OM,seaport"]
    names = [line.partition(",")[0] for line in nodes[1:]]
    lanes = [f"{a},{b},20,{hours},10" for a, b in pairwise(names)]
    (tmp_path / "n.csv").write_text("\n".join(nodes), encoding="utf-8")
    (tmp_path / "l.csv").write_text("\n".join(["a,b,km,t,u", *lanes]), encoding="utf-8")
    (tmp_path / "m.toml").write_text(
        '[nodes]\nfile="n.csv"\nnode_id="id"\nlon="x"\nlat="y"\ncountry="c"\nkind="k"\n'
        '[links]\nfile="l.csv"\nfrom_node="a"\nto_node="b"\nlength_km="km"\ntime_h="t"\n'
        'cost_usd="u"\nmode={value="sea"}\n',
        encoding="utf-8",
    )
    trip = co.route(co.read_mapped(tmp_path / "m.toml"), "P", "Q")
    assert trip.cost_usd == 100
    assert trip.time_h == pytest.approx(10 * hours, abs=1e-3)
