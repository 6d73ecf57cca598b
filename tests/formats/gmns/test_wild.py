"""GMNS of other programs: real tables, their routes, and what becomes of odd rows."""

from __future__ import annotations

import csv
import itertools
import math
import random
import shutil

import networkx as nx
import pytest
from formats.gmns.samples import FOLDER, SAMPLES, graph_of

import corridors as co

NODES = "node_id,x_coord,y_coord\na,67.0,24.9\nb,68.0,24.9\nc,68.0,25.9\nd,67.0,25.9\n"
#: The sides of the square of NODES, km: great circles.
AB, BC = 100.863, 111.195


def folder(path, links, nodes=NODES, **files):
    """Write a folder of GMNS tables."""
    path.mkdir(exist_ok=True)
    (path / "node.csv").write_text(nodes, encoding="utf-8")
    (path / "link.csv").write_text(links, encoding="utf-8")
    for name, text in files.items():
        (path / f"{name}.csv").write_text(text, encoding="utf-8")
    return path


def read(path, links, nodes=NODES, **files):
    return co.import_network(folder(path, links, nodes, **files), form="gmns")


def km(net, *links):
    table = net.table("links")
    return [table["length_km"][net.link_row(link)] for link in links]


@pytest.mark.parametrize("name", SAMPLES)
def test_routes_over_tables_of_others_are_those_of_networkx(name):
    net = co.import_network(FOLDER / name)
    graph = graph_of(name)
    assert set(net.table("nodes")["node_id"]) == set(graph)
    modes = ["rail"] if name == "chongqing_rail" else ["road"]
    draw = random.Random(name)
    pairs = {True: [], False: []}
    for a, b in itertools.permutations(sorted(graph), 2):
        pairs[nx.has_path(graph, a, b)].append((a, b))
    for a, b in (pair for some in pairs.values() for pair in draw.sample(some, min(40, len(some)))):
        if (a, b) in pairs[True]:
            trip = co.route(net, a, b, weight="distance", modes=modes)
            assert trip.distance_km == pytest.approx(
                nx.shortest_path_length(graph, a, b, weight="km"), rel=1e-6
            ), (a, b)
        else:
            with pytest.raises(co.NoItineraryError):
                co.route(net, a, b, weight="distance", modes=modes)
    assert len(pairs[True]) >= 20


def test_what_real_tables_do_not_say_or_say_wrongly_is_told():
    told = {name: str(co.import_network(FOLDER / name).report) for name in SAMPLES}
    assert "lengths are feet: config.csv:2 says 'mile', but" in told["arlington"]
    assert "facility_type 'SIDEWALK' carries no freight: 8 rows" in told["arlington"]
    assert "lengths are feet: nothing says it" in told["cambridge"]
    assert "a link whose end is no node with a position: 1 row (link.csv:30)" in told["cambridge"]
    assert "3 links without a length: measured" in told["cambridge"]
    assert "lengths are miles" in told["tempe_miles"]
    assert "speeds are in mph" in told["tempe_miles"]
    assert (
        "speeds are in km/h: nothing says their unit, and the lengths are metres"
        in (told["tempe_metres"])
    )
    for name in ("lima", "tempe_miles", "chongqing_rail", "phoenix_motorways"):
        assert "without a word on direction (directed) go one way" in told[name]
    for name in ("cambridge", "freeway", "tempe_miles", "tempe_metres"):
        assert "'auto' in allowed_uses stands for all motor vehicles" in told[name]
    assert "'auto'" not in told["leavenworth"]


@pytest.mark.parametrize("name", ["sioux_falls", "cambridge_paths"])
def test_lengths_that_are_not_of_the_ground_are_refused_and_measured_if_left_out(name, tmp_path):
    """Minutes, and metres of a Web Mercator map: 1 / cos 42.4 = 1.355 times too long."""
    with pytest.raises(co.DataError, match="leave the column length empty") as caught:
        co.import_network(FOLDER / name)
    assert {"sioux_falls": "1.62 times", "cambridge_paths": "1,355 times"}[name] in str(
        caught.value
    )
    target = shutil.copytree(FOLDER / name, tmp_path / name)
    with (target / "link.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    at = rows[0].index("length")
    with (target / "link.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([row[:at] + row[at + 1 :] for row in rows])
    net = co.import_network(target)
    assert "without a length: measured along its line" in str(net.report)
    assert {"sioux_falls": 16, "cambridge_paths": 12}[name] == len(net.table("links"))


def test_odd_rows_are_notes_and_do_not_refuse_the_rest(tmp_path):
    net = read(
        tmp_path,
        "link_id,from_node_id,to_node_id,directed,length,free_speed\n"
        "1,a,b,0,110,60\n"
        "2,b,c,0,0,0\n"  # no length, no speed
        "3,c,d,0,nan,NaN\n"
        "4,c,c,0,1,60\n"  # begins and ends at one node
        "5,d,e,0,1,60\n"  # no such node
        "6,d,a,0,many,fast\n"
        "6,a,p,0,0.0002,60\n"  # 20 cm; its id stands already
        "1,a,b,0,110,60\n"  # the same again
        "7,a,c,0,-5,900\n"
        "8,b,d,0,160,60\n9,c,a,0,155,60\n",
        nodes=NODES + "b,68.0,24.9\nx,,\n,68,25\nz,69,25\np,67,24.9001\n",
        config="long_length,speed,crs\nkm,kph,EPSG:4326\n",
    )
    report = net.report
    assert km(net, "1", "2", "3", "6", "6-2", "7") == pytest.approx(
        [110, BC, 100.045, BC, 0.001, 149.9], rel=2e-3
    )
    assert net.table("links")["link_id"] == ("1", "2", "3", "6", "6-2", "7", "8", "9")
    assert dict(report.left) == {
        "a node_id that stands already: the first counts": ("node.csv:6",),
        "a node without a position in numbers": ("node.csv:7",),
        "a node without node_id": ("node.csv:8",),
        "a node that no link which is kept touches": ("node.csv:9",),
        "a link that begins and ends at one node": ("link.csv:5",),
        "a link whose end is no node with a position": ("link.csv:6",),
        "a link that stands already: the first counts": ("link.csv:9",),
    }
    assert dict(report.changed) == {
        "a link_id that stands already: a number is put behind it": ("link.csv:8",),
        "length is no number: it counts as missing": ("link.csv:7",),
        "free_speed is no number: it counts as missing": ("link.csv:7",),
        "a length of 0: measured along the link instead": ("link.csv:3",),
        "a length below 0: measured along the link instead": ("link.csv:10",),
        "a length under 1 m: it counts as 1 m": ("link.csv:8",),
        "a free_speed outside 3 to 160 km/h: it counts as missing": ("link.csv:3", "link.csv:10"),
    }
    assert report.rows == {"config.csv": 1, "node.csv": 9, "link.csv": 11}


@pytest.mark.parametrize(
    ("length", "config"),
    [
        ("", "long_length\nmile\n"),
        ("62.7 mi", "long_length\nmile\n"),
        ("62.7 mi", "crs\nEPSG:4326\n"),
    ],
)
def test_speeds_are_mph_with_miles_wherever_these_are_said(tmp_path, length, config):
    links = f"from_node_id,to_node_id,directed,length,free_speed\na,b,0,{length},50\n"
    net = read(tmp_path, links, config=config)
    assert net.table("links")["speed_kmh"] == pytest.approx([80.4672])
    assert "speeds are in mph" in str(net.report)


def test_a_cell_in_a_unit_that_is_not_known_counts_as_missing_and_is_told(tmp_path):
    net = read(
        tmp_path,
        "link_id,from_node_id,to_node_id,directed,length,free_speed\n"
        "ab,a,b,0,501.7 furlongs,60\nbc,b,c,0,111.2,60 furlongs\n",
        config="long_length,speed\nkm,km/h\n",
    )
    assert km(net, "ab", "bc") == pytest.approx([AB, 111.2], rel=1e-3)
    speeds = net.table("links")["speed_kmh"]
    assert (speeds[0], math.isnan(speeds[1])) == (60.0, True)
    assert net.report.changed == {
        "length in 'furlongs', a unit that is not known: it counts as missing": ("link.csv:2",),
        "free_speed in 'furlongs', a unit that is not known: it counts as missing": ("link.csv:3",),
    }


def test_links_of_the_same_ends_and_length_are_one_only_if_all_else_is_the_same(tmp_path):
    net = read(
        tmp_path,
        "from_node_id,to_node_id,directed,length,facility_type,free_speed,gauge_mm\n"
        "a,b,0,101,road,60,\na,b,0,101,rail,60,1520\na,b,0,101,rail,60,1435\n"
        "a,b,0,101,road,90,\na,b,0,101,road,60,\n",
    )
    links = net.table("links")
    assert list(zip(links["mode"], links["speed_kmh"], links["gauge_mm"], strict=True)) == [
        ("road", 60.0, pytest.approx(math.nan, nan_ok=True)),
        ("rail", 60.0, 1520),
        ("rail", 60.0, 1435),
        ("road", 90.0, pytest.approx(math.nan, nan_ok=True)),
    ]
    assert net.report.left["a link that stands already: the first counts"] == ("link.csv:6",)


def test_tables_where_most_rows_are_faults_are_refused(tmp_path):
    with pytest.raises(
        co.DataError, match=r"2 of 3 links fail: left out: a link whose end is no node"
    ):
        read(tmp_path, "from_node_id,to_node_id\n1,2\n2,3\na,b\n")
    with pytest.raises(co.DataError, match=r"link\.csv: no link carries freight: it has no rows"):
        read(tmp_path, "from_node_id,to_node_id\n")
    with pytest.raises(co.DataError, match=r"node\.csv: only 0 of 1 node have an id"):
        read(tmp_path, "from_node_id,to_node_id\na,b\n", nodes="node_id,x_coord,y_coord\na,,\n")


@pytest.mark.parametrize(
    ("columns", "row", "oneway"),
    [
        ("directed", "1", "yes"), ("directed", "TRUE", "yes"), ("directed", "1.0", "yes"),
        ("directed", "t", "yes"), ("directed", "Yes", "yes"),
        ("directed", "0", ""), ("directed", "False", ""), ("directed", "0.0", ""),
        ("directed", "no", ""),
        ("directed", "", "yes"), ("name", "", "yes"), ("directed", "perhaps", "yes"),
        ("dir_flag", "1", "yes"), ("dir_flag", "-1", "yes"), ("dir_flag", "0", "yes"),
        ("directed,dir_flag", "0,1", ""), ("directed,dir_flag", "1,0", "yes"),
        ("oneway", "no", ""), ("oneway", "yes", "yes"),
    ],
)  # fmt: skip
def test_a_link_goes_one_way_unless_it_says_otherwise(tmp_path, columns, row, oneway):
    net = read(tmp_path, f"link_id,from_node_id,to_node_id,{columns}\n1,a,b,{row}\n2,b,c,1\n")
    assert net.table("links")["oneway"][0] == oneway
    unsaid = columns in ("name", "dir_flag") or row in ("", "perhaps")
    assert ("without a word on direction" in str(net.report)) == unsaid


def test_an_undirected_line_goes_both_ways_where_no_row_is_its_way_back(tmp_path):
    line = '"LINESTRING (67 24.9, 68 24.9)"'
    head = "link_id,from_node_id,to_node_id,dir_flag,geometry\n"
    net = read(tmp_path, f"{head}1,a,b,0,{line}\n2,b,c,1,\n")
    assert net.table("links")["oneway"] == ("", "yes")
    net = read(tmp_path, f"{head}1,a,b,0,{line}\n2,b,a,0,{line}\n")
    assert net.table("links")["oneway"] == ("yes", "yes")


def test_dir_flag_minus_one_turns_the_line_and_not_the_traffic(tmp_path):
    """The same line for both ways, as the specification's examples have it."""
    net = read(
        tmp_path,
        "link_id,from_node_id,to_node_id,directed,dir_flag,geometry_id\n1,a,b,1,1,g\n2,b,a,1,-1,g\n",
        geometry='geometry_id,geometry\ng,"LINESTRING (67 24.9, 67.5 25.2, 68 24.9)"\n',
    )
    assert net.line("1") == [(67.0, 24.9), (67.5, 25.2), (68.0, 24.9)]
    assert net.line("2") == net.line("1")[::-1]
    assert net.table("links")["from_node"] == ("a", "b")
    assert km(net, "1") == pytest.approx([120.9], rel=1e-2)  # measured along the line


def test_links_that_trucks_may_not_use_are_left_out_with_their_count(tmp_path):
    rows = {
        "truck": ("auto,truck", ""), "all": ("ALL", ""), "silent": ("", ""), "auto": ("auto", ""),
        "bike": ("walk;bike", ""), "none": ("None", ""), "freight": ("{Freight}", ""),
        "group": ("heavy", ""), "no": ("no trucks", ""), "trail": ("", "Rail Trail"),
        "path": ("truck", "footway"), "rail": ("", "freight_rail"), "metro": ("", "Metro rail"),
        "train": ("train", ""), "passenger": ("passenger", "railway"),
    }  # fmt: skip
    text = "".join(f'{k},a,b,0,"{uses}",{kind}\n' for k, (uses, kind) in rows.items())
    net = read(
        tmp_path,
        f"link_id,from_node_id,to_node_id,directed,allowed_uses,facility_type\n{text}",
        use_group='use_group,uses\nheavy,"hgv,bus"\n',
    )
    table = net.table("links")
    kept = dict(zip(table["link_id"], table["mode"], strict=True))
    roads = ("truck", "all", "silent", "freight", "group")
    assert kept == {**dict.fromkeys(roads, "road"), "rail": "rail", "train": "rail"}
    assert net.report.left["allowed_uses 'auto' has no freight"] == ("link.csv:5",)
    assert net.report.left["facility_type 'Rail Trail' carries no freight"] == ("link.csv:11",)
    places = [at for some in net.report.left.values() for at in some if at.startswith("link.csv")]
    assert len(places) == len(rows) - len(kept)


def test_lanes_say_the_uses_of_a_link_that_says_none(tmp_path):
    net = read(
        tmp_path,
        "link_id,from_node_id,to_node_id,allowed_uses\n1,a,b,\n2,b,c,\n3,c,d,\n",
        lane='lane_id,link_id,lane_num,allowed_uses\n1,1,1,bus\n2,2,1,bus\n3,2,2,"auto,truck"\n',
    )
    assert net.table("links")["link_id"] == ("2", "3")
    assert net.report.left["allowed_uses 'bus' has no freight"] == ("link.csv:2",)
    assert net.report.left["a node that no link which is kept touches"] == ("node.csv:2",)


def test_link_types_name_the_facility_and_its_uses(tmp_path):
    """As NeXTA writes them, by number; and as in the example of Lima, with link_type_id."""
    links = "link_id,from_node_id,to_node_id,link_type\n1,a,b,1\n2,b,c,20\n3,c,d,3.0\n4,d,a,9\n"
    net = read(
        tmp_path / "a",
        links,
        link_type="link_type,link_type_name,allowed_uses\n1,Freeway,\n20,Bike path,\n3,Local,walk\n",
    )
    assert net.table("links")["link_id"] == ("1", "4")
    net = read(
        tmp_path / "b",
        links,
        link_types="link_type,link_type_id,description\nfreeway,1,x\nsidewalk,20,y\nrailway,3,z\n",
    )
    table = net.table("links")
    assert dict(zip(table["link_id"], table["mode"], strict=True)) == {
        "1": "road", "3": "rail", "4": "road",
    }  # fmt: skip


@pytest.mark.parametrize("word", ["", "airport", "junction"])
def test_a_port_that_lanes_alone_reach_is_no_point_at_sea(tmp_path, word):
    """Aktau ── sea ── Baku ── road ── Ganja: no node_type says that Aktau is a port.

    The lane has a row each direction.
    """
    net = read(
        tmp_path,
        "from_node_id,to_node_id,directed,length,facility_type\nA,B,1,400,sea\nB,A,1,400,sea\n"
        "B,C,0,330,road\n",
        nodes="node_id,name,x_coord,y_coord,node_type\n"
        f"A,Aktau,51.2,43.6,{word}\nB,Baku,49.9,40.35,\nC,Ganja,46.4,40.7,\n",
    )
    assert net.table("nodes")["country"] == ("KZ", "AZ", "AZ")
    assert set(net.table("nodes")["kind"]) == {"junction"}
    assert co.route(net, "C", "A").distance_km == co.route(net, "A", "C").distance_km == 730
    assert "goods are loaded at every node" in str(net.report)


@pytest.mark.parametrize("word", ["", "airport"])
def test_lanes_that_meet_in_a_port_meet_on_land_and_others_at_sea(tmp_path, word):
    """Atyrau, on land, and a point amid the Caspian Sea, 100 km off every coast."""
    nodes = (
        "node_id,name,x_coord,y_coord,node_type\n"
        f"A,Atyrau,51.9,47.1,{word}\nB,Baku,49.9,40.35,\nC,Turkmenbashi,53.0,40.0,\n"
        f"S,,50.9,42.0,{word}\nD,Aktau,51.2,43.6,\n"
    )
    lanes = "A,B,0,,sea\nA,C,0,,sea\nS,B,0,,sea\nS,C,0,,sea\nS,D,0,,sea\n"
    net = read(tmp_path, f"from_node_id,to_node_id,directed,length,facility_type\n{lanes}", nodes)
    table = net.table("nodes")
    assert dict(zip(table["node_id"], table["country"], strict=True)) | {"B": "AZ", "C": "TM"} == {
        "A": "KZ", "B": "AZ", "C": "TM", "S": "", "D": "KZ",
    }  # fmt: skip
    assert co.route(net, "A", "D").cost_usd > 0


def test_zones_of_traffic_are_no_exclaves_and_unknown_places_are_junctions(tmp_path):
    net = read(
        tmp_path,
        "from_node_id,to_node_id,directed\na,b,0\nb,c,0\nc,d,0\n",
        nodes="node_id,x_coord,y_coord,node_type,zone\n"
        "a,67,24.9,EXTERNAL,1\nb,68,24.9,seaport,2\nc,68,25.9,,3\nd,67,25.9,Bus station,4\n",
    )
    assert set(net.table("nodes")["zone"]) == {""}
    assert net.table("nodes")["kind"] == ("junction", "seaport", "city", "junction")


def test_the_country_column_and_columns_of_ours_are_kept_if_they_hold_what_ours_may(tmp_path):
    net = read(
        tmp_path,
        "link_id,from_node_id,to_node_id,facility_type,gauge_mm,status\n"
        "1,a,b,rail,1676.0,operational\n2,b,c,rail,broad,open\n",
    )
    assert net.table("links")["gauge_mm"][0] == 1676
    assert net.report.changed == {
        "gauge_mm 'broad' is none of ours: it counts as missing": ("link.csv:3",),
        "status 'open' is none of ours: it counts as missing": ("link.csv:3",),
    }
