"""Other formats, out and back, and models of others by a mapping of columns."""

from __future__ import annotations

import json
import tomllib

import osmnx as ox
import pytest
from osm_toy import xml
from toy import toy_network

import corridors as co
from corridors import formats
from corridors.network.tables import Table
from corridors.sources import models as mapping

LOSSLESS = ("net.gpkg", "net.geojson", "net.geoparquet", "net.graphml", "net.gmns", "tables")


@pytest.fixture(scope="module")
def local(tmp_path_factory):
    path = tmp_path_factory.mktemp("osm") / "toy.osm"
    path.write_text(xml(), encoding="utf-8")
    return co.network_from_osm(path)


def same(one, other):
    for name in one.table_names:
        a, b = one.table(name), other.table(name)
        assert {k: repr(v) for k, v in a.columns.items()} == {
            k: repr(v) for k, v in b.columns.items()
        }, name
    for link in one.table("links")["link_id"]:
        assert one.line(link) == other.line(link)


@pytest.mark.parametrize("name", LOSSLESS)
def test_round_trip_loses_nothing(local, tmp_path, name):
    if name.endswith("parquet"):
        pytest.importorskip("pyarrow", reason="GeoParquet needs the extra 'parquet'")
    for k, net in enumerate((local, toy_network(), co.load("tapi"))):
        path = tmp_path / f"{k}-{name}"
        form = "gmns" if name == "net.gmns" else None
        assert co.export_network(net, path, form=form) == ()
        same(net, co.import_network(path, form=form))


@pytest.mark.parametrize("name", ["net.gpkg", "net.geojson", "net.graphml", "net.gmns"])
def test_every_difference_of_the_embedded_network_is_told(tmp_path, name):
    net = co.load()
    form = name.partition(".")[2]
    told = " ".join(co.export_network(net, tmp_path / name, form=form))
    back = co.import_network(tmp_path / name, form=form)
    for table in net.table_names:
        old, new = net.table(table), back.table(table)
        for column in old.columns:
            if repr(old[column]) != repr(new[column]):
                assert table in told, table
                assert column in told or len(old) != len(new), column
    there, again = (co.route(n, "Karachi", "Istanbul") for n in (net, back))
    assert again.cost_usd == there.cost_usd
    assert again.modes == there.modes
    assert co.export_network(back, tmp_path / "again.gpkg") == ()
    assert (
        co.read_network(tmp_path / "again.gpkg").table("nodes")["name"]
        == net.table("nodes")["name"]
    )


def test_what_a_format_loses_is_told_and_what_it_breaks_is_not_written(tmp_path, monkeypatch):
    net = co.load("tapi")

    def careless(path):
        back = co.read_network(path)
        nodes, waypoints = back.table("nodes"), back.table("waypoints")
        free = {"note": ("",) * len(nodes), "unlocode": ("",) * len(nodes)}
        none = dict.fromkeys(waypoints.columns, ())
        return back.replaced(
            {"nodes": nodes.with_values(free), "waypoints": Table("waypoints", none)}
        )

    csv = formats.FORMATS["csv"]
    monkeypatch.setitem(formats.FORMATS, "csv", csv._replace(read=careless))
    lost = co.export_network(net, tmp_path / "t")
    assert any(what.startswith("nodes: ") and "note" in what for what in lost)
    assert f"waypoints: {len(net.table('waypoints'))} rows come back as 0" in lost
    assert not any("links" in what for what in lost)

    def broken(net, path):
        net.write(path)
        (path / "speeds.csv").unlink()

    monkeypatch.setitem(formats.FORMATS, "csv", csv._replace(write=broken))
    with pytest.raises(co.DataError, match=r"no was not written.*\n.*speeds\.csv: no such file"):
        co.export_network(net, tmp_path / "no")
    assert not (tmp_path / "no").exists()


def test_osmnx_may_cut_our_graphml(tmp_path):
    net = co.load("tapi")
    co.export_network(net, tmp_path / "net.graphml")
    types = {"node_dtypes": {"osmid": str}, "edge_dtypes": {"osmid": str}}
    graph = ox.load_graphml(tmp_path / "net.graphml", **types)
    gone = net.table("links")["from_node"][0]
    graph.remove_node(gone)
    ox.save_graphml(graph, tmp_path / "cut.graphml")
    back = co.import_network(tmp_path / "cut.graphml")
    assert set(net.table("nodes")["node_id"]) - set(back.table("nodes")["node_id"]) == {gone}
    assert gone not in back.table("transshipments")["node_id"]
    assert set(back.table("services")["link_id"]) <= set(back.table("links")["link_id"])
    one = next(iter(graph.edges(data=True)))[2]
    del one["length_km"]
    one["reversed"] = False
    ox.save_graphml(graph, tmp_path / "bad.graphml")
    with pytest.raises(co.DataError, match=r"length_km is empty(.|\n)*without its attribute"):
        co.import_network(tmp_path / "bad.graphml")
    graph.graph["corridors_tables"] = "none"
    ox.save_graphml(graph, tmp_path / "bad.graphml")
    with pytest.raises(co.DataError, match="corridors_tables are not as corridors wrote them"):
        co.import_network(tmp_path / "bad.graphml")


def test_without_our_tables_a_graph_is_read_by_its_tags(local, tmp_path):
    graph = local.to_networkx()
    ox.save_graphml(graph, tmp_path / "net.graphml")
    back = co.import_network(tmp_path / "net.graphml")
    assert set(back.table("nodes")["country"]) == {"UZ", "KZ"}
    assert co.route(back, "osm-1", "osm-5", modes=["rail"]).border_crossings == 1


def gmns_of_others(net, folder, *columns):
    """Write a GMNS folder with only the columns of the specification, and some more."""
    import pandas as pd

    co.export_network(net, folder, form="gmns")
    for file in folder.iterdir():
        if file.name not in ("node.csv", "link.csv", "config.csv"):
            file.unlink()
    spec = "link_id from_node_id to_node_id directed length facility_type free_speed geometry"
    links = pd.read_csv(folder / "link.csv", dtype=str)
    links[[*spec.split(), "commodity", *columns]].to_csv(folder / "link.csv", index=False)
    return folder


def test_gmns_of_others_takes_embedded_values(local, tmp_path):
    back = co.import_network(gmns_of_others(local, tmp_path / "g", "gauge_mm", "status", "tags"))
    for row in local.table("links"):
        again = back.table("links")
        k = back.link_row(row["link_id"])
        for column in ("status", "oneway", "gauge_mm", "speed_kmh", "length_km", "tags"):
            assert repr(again[column][k]) == repr(row[column]), column
        assert back.line(row["link_id"]) == local.line(row["link_id"])
    assert co.route(back, "osm-1", "osm-5", modes=["rail"]).border_crossings == 1


def test_ships_of_a_known_link_keep_their_service_and_others_have_sane_prices(tmp_path):
    net = co.load()
    folder = gmns_of_others(net, tmp_path / "g", "usd_40ft")
    text = (folder / "link.csv").read_text(encoding="utf-8")
    ships = [r for r in net.table("services") if r["mode"] in ("sea", "ferry")]
    stranger, priced = ships[0]["link_id"], ships[-1]["link_id"]
    (folder / "link.csv").write_text(text.replace(f"{stranger},", "stranger,"), encoding="utf-8")
    back = co.import_network(folder)
    found = {r["link_id"]: r for r in back.table("services")}
    for row in ships:
        if row["link_id"] != stranger and row["mode"] != "inland_water":
            assert found[row["link_id"]]["usd_40ft"] > 0
    assert repr(found[priced]) == repr(ships[-1])
    dearest = max(
        r["usd_40ft"] / net.table("links")["length_km"][net.link_row(r["link_id"])] for r in ships
    )
    assert found["stranger"]["usd_40ft"] <= max(
        50, dearest * back.table("links")["length_km"][back.link_row("stranger")]
    )
    assert co.export_network(back, tmp_path / "g.gpkg") == ()


def test_values_that_no_column_allows_are_told(tmp_path, monkeypatch):
    def dear(path):
        net = toy_network()
        tariffs = net.table("tariffs")
        return net.replaced(
            {"tariffs": tariffs.with_values({"usd_per_km": (99.0,) * len(tariffs)})}
        )

    gmns = formats.FORMATS["gmns"]
    monkeypatch.setitem(formats.FORMATS, "gmns", gmns._replace(read=dear))
    with pytest.raises(co.DataError, match=r"tariffs.csv:2: usd_per_km 99.0 is outside 0 to 10"):
        co.import_network(tmp_path, form="gmns")


def test_osmnx_reads_our_graphml(local, tmp_path):
    co.export_network(local, tmp_path / "net.graphml")
    types = {"node_dtypes": {"osmid": str}, "edge_dtypes": {"osmid": str}}
    graph = ox.load_graphml(tmp_path / "net.graphml", **types)
    assert len(graph) == len(local.table("nodes"))


def test_nothing_half_written(local, tmp_path, monkeypatch):
    target = tmp_path / "net.gpkg"
    co.export_network(toy_network(), target)
    before = target.read_bytes()
    import pyogrio

    calls = []

    def broken(*args, **kwargs):
        calls.append(args)
        if len(calls) == 3:
            raise OSError("disk full")
        return real(*args, **kwargs)

    real = pyogrio.write_dataframe
    monkeypatch.setattr(pyogrio, "write_dataframe", broken)
    with pytest.raises(OSError, match="disk full"):
        co.export_network(local, target)
    assert target.read_bytes() == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["net.gpkg"]


def test_read_network_takes_a_geopackage(local, tmp_path):
    local.write(tmp_path / "net.gpkg")
    net = co.read_network(tmp_path / "net.gpkg")
    assert co.route(net, "Tashkent Yuk", "Saryagash", modes=["rail"]).border_crossings == 1


def test_faults_of_an_edited_geopackage_are_told(tmp_path):
    import geopandas as gpd

    path = tmp_path / "net.gpkg"
    toy_network().write(path)
    links = gpd.read_file(path, layer="links")
    links.loc[0, "mode"] = "rial"
    links.loc[1, "length_km"] = -4.0
    links["colour"] = "red"
    links.to_file(path, layer="links")
    with pytest.raises(co.DataError) as caught:
        co.read_network(path)
    text = str(caught.value)
    assert "net.gpkg: links:1: mode 'rial' is not one of" in text
    assert "links:2: length_km -4.0 is outside 0.001 to 40000 km" in text
    assert "links: unknown column 'colour'" in text


def test_wrong_files_and_formats(tmp_path):
    (tmp_path / "false.gpkg").write_bytes(b"nothing")
    with pytest.raises(co.DataError, match=r"false\.gpkg: not a GeoPackage"):
        co.read_network(tmp_path / "false.gpkg")
    with pytest.raises(FileNotFoundError):
        co.import_network(tmp_path / "none.gpkg")
    (tmp_path / "other.geojson").write_text('{"type": "FeatureCollection", "features": []}')
    with pytest.raises(co.DataError, match=r"other\.geojson: no GeoJSON that corridors wrote"):
        co.import_network(tmp_path / "other.geojson")
    with pytest.raises(ValueError, match=r"format 'gpgk' is none of .* Did you mean 'gpkg'"):
        formats.format_of("x", "gpgk")
    with pytest.raises(ValueError, match="net.shp: the ending is none of"):
        co.export_network(toy_network(), tmp_path / "net.shp")
    (tmp_path / "bomb.graphml").write_text('<!DOCTYPE x [<!ENTITY a "b">]><graphml/>')
    with pytest.raises(co.DataError, match="declares"):
        co.import_network(tmp_path / "bomb.graphml")


# -- a model of others ---------------------------------------------------------------------------

NODES = """Code,Station,X,Y,ISO,Type,Border,BorderH,Transfer
A,Alatau,77.0,43.4,KZ,C,,,
B,Altynkol,80.25,44.2,KZ,B,120,10,200
C,Khorgos,80.42,44.23,CN,B,80,14,
D,Urumqi,87.6,43.8,CN,C,,,
"""
LINKS = """From,To,Dist_m,Gauge,Cost,Hours,Dir
A,B,330000,1520,410,9,2
B,C,15000,1435,25,1,2
C,D,640000,1435,700,16,2
"""
MAPPING = """
name = "Steppe model"
box = "40ft"
[nodes]
file = "n.csv"
node_id = "Code"
name = "Station"
lon = "X"
lat = "Y"
country = "ISO"
kind = { column = "Type", values = { B = "border_crossing", C = "city" } }
border_usd = "Border"
border_h = "BorderH"
transfer_usd = "Transfer"
[links]
file = "l.csv"
from_node = "From"
to_node = "To"
mode = { value = "rail" }
gauge_mm = "Gauge"
length_km = { column = "Dist_m", scale = 0.001 }
cost_usd = "Cost"
time_h = "Hours"
oneway = { column = "Dir", values = { 1 = "yes", 2 = "" } }
"""


def model(folder, nodes=NODES, links=LINKS, mapping=MAPPING):
    (folder / "n.csv").write_text(nodes, encoding="utf-8")
    (folder / "l.csv").write_text(links, encoding="utf-8")
    (folder / "map.toml").write_text(mapping, encoding="utf-8")
    return folder / "map.toml"


def test_a_model_gives_its_own_costs_back(tmp_path):
    net = co.read_mapped(model(tmp_path))
    # 410 + 25 + 700 for the links, 200 for the change of gauge at B, 120 + 80 at the border
    there = co.route(net, "Alatau", "Urumqi")
    assert there.cost_usd == pytest.approx(410 + 200 + 25 + 120 + 80 + 700)
    assert there.time_h == pytest.approx(9 + 1 + 24 + 16)
    assert (there.border_crossings, there.transshipments) == (1, 1)
    assert there.distance_km == pytest.approx(985)
    back = co.route(net, "Urumqi", "Alatau")
    assert back.cost_usd == pytest.approx(there.cost_usd)


def test_a_price_per_tonne_is_one(tmp_path):
    mapping = MAPPING.replace('box = "40ft"', 'box = "t"')
    net = co.read_mapped(model(tmp_path, mapping=mapping))
    trip = co.route(net, "A", "D", shipment=co.Shipment(commodity="bulk", cargo_t=60))
    assert trip.cost_usd == pytest.approx(60 * (410 + 200 + 25 + 120 + 80 + 700))


def test_without_costs_the_embedded_rates_apply(tmp_path):
    mapping = "\n".join(
        line
        for line in MAPPING.splitlines()
        if not line.startswith(("cost", "time", "border_", "tran"))
    )
    net = co.read_mapped(model(tmp_path, mapping=mapping))
    trip = co.route(net, "Alatau", "Urumqi")
    assert trip.cost_usd > 0
    assert any(leg.kind == "gauge break" and leg.h > 0 for leg in trip.steps)


def test_one_way_links_of_a_model(tmp_path):
    net = co.read_mapped(model(tmp_path, links=LINKS.replace("700,16,2", "700,16,1")))
    assert co.route(net, "A", "D").distance_km > 0
    with pytest.raises(co.NoItineraryError):
        co.route(net, "D", "A")


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


@pytest.mark.parametrize(
    ("nodes", "links", "message"),
    [
        (NODES.replace("77.0", "east"), LINKS, r"n.csv:2: lon 'east' is not a number"),
        (NODES.replace("77.0", "77000"), LINKS, r"which are no degrees; say the coordinate system"),
        (NODES + "A,Again,70,40,KZ,C,,,\n", LINKS, r"n.csv:6: node_id 'A' stands already in row 2"),
        (NODES, LINKS.replace("A,B,", "A,Z,"), r"l.csv:2: to_node 'Z' is no node"),
        (NODES, LINKS.replace("1520", "9999"), r"l.csv:2: gauge_mm 9999 is outside"),
        (NODES, LINKS.replace("A,B,330000", "A,B"), r"l.csv:2: 6 cells, but 7 columns"),
        (
            NODES,
            LINKS.replace(",", ";"),
            r"l.csv:1: its columns seem to be separated by semicolons",
        ),
        (NODES.replace(",", "\t"), LINKS, r"n.csv:1: its columns seem to be separated by tabs"),
    ],
)
def test_faults_of_a_model(tmp_path, nodes, links, message):
    with pytest.raises(co.DataError, match=message):
        co.read_mapped(model(tmp_path, nodes, links))


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
    net = co.read_mapped(model(tmp_path, own_codes, longer))
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


def test_geojson_is_readable_by_others(local, tmp_path):
    import geopandas as gpd

    co.export_network(local, tmp_path / "net.geojson")
    frame = gpd.read_file(tmp_path / "net.geojson")
    assert len(frame) == len(local.table("nodes")) + len(local.table("links"))
    assert "OpenStreetMap" in json.loads((tmp_path / "net.geojson").read_text())["attribution"]
