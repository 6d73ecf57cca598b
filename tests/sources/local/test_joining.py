"""Snapping, joining, replacing by real lines, and the commands around them."""

from __future__ import annotations

import json

import pytest
from formats.test_formats import model
from network.changes.test_events import event
from osm_toy import NODES, WAYS, xml
from reference import REGIONAL, reference
from toy import table

import corridors as co
from corridors.network.earth import great_circle_km


@pytest.fixture(scope="module")
def toy_file(tmp_path_factory):
    path = tmp_path_factory.mktemp("osm") / "toy.osm"
    path.write_text(xml(), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def local(toy_file):
    return co.network_from_osm(toy_file)


@pytest.fixture(scope="module")
def joined(net, local):
    return co.join(net, local, at={"Tashkent": "osm-53"})


# -- snapping ------------------------------------------------------------------------------------


def test_snapping_passes_over_an_island_and_says_how_far(local):
    here = (69.4001, 41.3001)  # 60, on the island of way 204
    row = co.snap(local, [here]).iloc[0]
    assert row["nearest_node_id"] == "osm-60"
    assert row["node_id"] != "osm-60"
    nodes = local.table("nodes")
    roads = {r[e] for r in local.table("links") if r["mode"] == "road" for e in ("from_node", "to_node")}  # fmt: skip
    best = min(
        great_circle_km(*here, nodes["lon"][k], nodes["lat"][k])
        for k, n in enumerate(nodes["node_id"])
        if n in roads - {"osm-60", "osm-61"} and n in _circuit(local)
    )
    assert row["snapped_km"] == pytest.approx(best, rel=1e-4)
    assert row["nearest_km"] < 0.02


def _circuit(local):
    """Nodes of the largest strongly connected part of the roads, by networkx."""
    import networkx as nx

    graph = nx.DiGraph()
    for r in local.table("links"):
        if r["mode"] == "road":
            graph.add_edge(r["from_node"], r["to_node"])
            if r["oneway"] != "yes":
                graph.add_edge(r["to_node"], r["from_node"])
    return max(nx.strongly_connected_components(graph), key=len)


def test_snapping_has_a_limit_and_checks_its_arguments(local):
    assert co.snap(local, [(69.9, 41.3)], max_km=1).iloc[0]["node_id"] == ""
    assert co.snap(local, [(41.3, 69.3)]).iloc[0]["node_id"] == ""  # the axes are swapped
    far = co.snap(local, [(41.3, 69.3)]).iloc[0]
    assert far["nearest_km"] > 1000
    assert far["snapped_km"] != far["snapped_km"]
    assert co.snap(local, [(41.3, 69.3)], max_km=float("inf")).iloc[0]["snapped_km"] > 1000
    with pytest.raises(ValueError, match="max_km is nan, expected 0 or more"):
        co.snap(local, [(69.9, 41.3)], max_km=float("nan"))
    with pytest.raises(ValueError, match="vehicle 'rial' is not one of"):
        co.snap(local, [(69.9, 41.3)], vehicle="rial")
    with pytest.raises(ValueError, match="no operational link of rail-1676"):
        co.snap(local, [(69.9, 41.3)], vehicle="rail-1676")
    with pytest.raises(ValueError, match="is not a .lon, lat. pair"):
        co.snap(local, [(69.9, 141.3)])


# -- joining -------------------------------------------------------------------------------------


def test_from_a_street_to_a_far_city_is_one_ledger(joined):
    trip = co.route(joined, (69.2501, 41.3201), "Almaty", modes=["road"])
    kinds = [leg.link_id.split("-")[0] for leg in trip.steps if leg.kind == "line-haul"]
    assert kinds[0] == "road"
    assert "joint" in kinds
    ids = [leg.link_id for leg in trip.steps if leg.kind == "line-haul"]
    assert any(i.startswith("road-w") for i in ids)
    assert any(i.startswith(("road-uz", "road-kz")) for i in ids)
    assert trip.cost_usd == pytest.approx(sum(leg.usd for leg in trip.steps))
    access = [leg for leg in trip.steps if leg.kind == "access"]
    assert access[0].km < 0.1


def test_joining_leaves_both_networks_whole(net, local, joined):
    for name in ("nodes", "links"):
        ids = set(joined.table(name)[f"{name[:-1]}_id"])
        for part in (net, local):
            assert set(part.table(name)[f"{name[:-1]}_id"]) <= ids
    link = local.table("links")["link_id"][0]
    assert joined.line(link) == local.line(link)
    assert [j.local_id for j in joined.report] == ["osm-53"] * len(joined.report)
    far = co.route(net, "Karachi", "Almaty")
    assert co.route(joined, "Karachi", "Almaty").cost_usd <= far.cost_usd + 1e-6


def test_without_names_all_places_in_reach_are_joined(net, local):
    whole = co.join(net, local)
    assert {j.node_id for j in whole.report} >= {"uz-tashkent"}
    assert {j.vehicle for j in whole.report} <= {"road", "rail-1520"}


def test_joins_that_cannot_be(net, local):
    with pytest.raises(ValueError, match="pk-karachi: no node of 'toy.osm' with the same mode"):
        co.join(net, local, at=["Karachi"])
    with pytest.raises(co.UnknownNameError, match="there is no place 'Tashkentt'"):
        co.join(net, local, at=["Tashkentt"])
    with pytest.raises(co.UnknownNameError, match="there is no node 'osm-999'"):
        co.join(net, local, at={"Tashkent": "osm-999"})
    with pytest.raises(co.DataError, match="a joint does not cross a border"):
        co.join(net, local, at={"Tashkent": "osm-55"})
    with pytest.raises(co.DataError, match="cannot be joined"):
        co.join(co.load("tapi"), local)
    changed = local.replaced({"nodes": _renamed(local.table("nodes"), "osm-50", "elsewhere")})
    with pytest.raises(co.DataError, match="nodes: 'osm-50' is in both networks"):
        co.join(co.join(net, local, at={"Tashkent": "osm-53"}), changed, at={"Tashkent": "osm-53"})


@pytest.mark.parametrize("reach_km", [-1, 251, float("nan")])
def test_a_reach_that_cannot_be_is_refused(net, local, reach_km):
    with pytest.raises(ValueError, match="reach_km is .*, expected 0 to 250"):
        co.join(net, local, reach_km=reach_km)


def test_joining_twice_is_told(joined, local):
    message = "'toy.osm' is part of '.*' already, joined by 1 links such as 'joint-road-uz-tashkent"
    with pytest.raises(co.DataError, match=message):
        co.join(joined, local, at={"Tashkent": "osm-53"})


def same(one, other):
    """Say that two networks hold the same in every table."""
    for name in one.table_names:
        columns = zip(
            one.table(name).columns.items(), other.table(name).columns.items(), strict=True
        )
        assert all(repr(a) == repr(b) for a, b in columns), name


def test_a_joined_network_feels_events_and_scenarios_once(net, local, joined):
    """In whatever order a day, scenarios and the joint come, the network is the same."""
    at, card = {"Tashkent": "osm-53"}, co.scenario("suez-closed")
    for day in ("2020-05-01", "2024-06-01"):
        late = co.join(net.at(day), local, at=at)
        same(late, joined.at(day))
        same(late.at(day), late)
    same(late.at("2020-05-01"), joined.at("2020-05-01"))
    scenario = co.join(net.at(day).apply(card), local, at=at)
    same(scenario, joined.at(day).apply(card))
    same(scenario.at(day), scenario)
    assert scenario.base.report == joined.report
    assert scenario.felt == net.at(day).apply(card).felt


def test_places_may_be_given_once(net, local):
    """An iterator of places serves the network and what it was changed from."""
    day = net.at("2024-06-01")
    whole = co.join(day, local, at=iter(["Tashkent"]), reach_km=50)
    assert whole.report == whole.reference.report


def _renamed(table, node, name):
    from corridors.network.tables import Table

    names = tuple(
        name if n == node else old for n, old in zip(table["node_id"], table["name"], strict=True)
    )
    return Table("nodes", {**table.columns, "name": names})


# -- real lines ----------------------------------------------------------------------------------


@pytest.fixture
def real(tmp_path):
    """The railway of the toy extract, which passes from Uzbekistan to Kazakhstan."""
    path = tmp_path / "rail.osm"
    ways = {w: v for w, v in WAYS.items() if w in (100, 101)}
    path.write_text(xml({**NODES}, ways), encoding="utf-8")
    return co.network_from_osm(path, modes="rail")


@pytest.fixture
def plan(tmp_path):
    """One link of 24 km between the same places, with a charge at its border."""
    return co.read_mapped(
        model(
            tmp_path,
            "Code,Station,X,Y,ISO,Type,Border,BorderH,Transfer\n"
            "T,T,69.2,41.28,UZ,C,10,10,\nS,S,69.17,41.47,KZ,C,,,\n",
            "From,To,Dist_m,Gauge,Cost,Hours,Dir\nT,S,24000,1520,10,1,2\n",
        )
    )


def test_a_link_takes_the_length_and_line_of_the_real_way(plan, real):
    new = co.realign(plan, real)
    (done,) = new.report
    way = sum(leg.km for leg in co.route(real, "osm-1", "osm-5").steps if leg.kind == "line-haul")
    assert done.left_because == ""
    assert done.km == pytest.approx(way, abs=0.05)
    assert new.table("links")["length_basis"] == ("measured",)
    assert (69.19, 41.34) in new.line("link-1")
    assert plan.table("links")["length_km"] == (24.0,)
    (left,) = co.realign(plan, real, ["link-1"], most_apart=0.01).report
    assert "another line" in left.left_because
    with pytest.raises(co.UnknownNameError, match="there is no link 'link-9'"):
        co.realign(plan, real, ["link-9"])


def test_a_real_way_is_real_on_every_day(plan, real):
    """Events are applied once: 10 h at the border are 20 h on a day that doubles them, not 40."""
    doubled = event(
        "slow", "2024-01-01", "2024-12-31", "change", "bcp_id=border-link-1", "border_crossings",
        column="hours", op="multiply", value=2.0, source_id="imported-model",
    )  # fmt: skip
    plan = plan.replaced({"events": table("events", [doubled])})
    there = co.realign(plan.at("2024-06-01"), real)
    km = there.table("links")["length_km"]
    assert km != plan.table("links")["length_km"]
    for again, hours in ((there, 20), (there.at("2024-06-01"), 20), (there.at("2023-06-01"), 10)):
        assert set(again.table("border_crossings")["hours_p50"]) == {hours}
        assert again.table("links")["length_km"] == km
        assert again.line("link-1") == there.line("link-1")
    assert [one.link_id for one in there.at("2023-06-01").report] == ["link-1"]


def test_embedded_railways_agree_with_the_regional_extract(net):
    real = co.network_from_osm(reference(REGIONAL), modes="rail")
    new = co.realign(net, real)
    done = [one for one in new.report if not one.left_because]
    assert len(done) > 50
    apart = sorted(abs(one.km / one.km_before - 1) for one in done)
    assert apart[len(apart) // 2] < 0.05


# -- commands ------------------------------------------------------------------------------------


def test_import_route_convert_check(run, toy_file, tmp_path):
    target = tmp_path / "net.gpkg"
    code, out, _ = run("import", "osm", toy_file, "-o", target, "--report", tmp_path / "r.json")
    assert code == 0
    assert "railway gaps joined (up to 100 m): 1" in out
    assert len(json.loads((tmp_path / "r.json").read_text())["gaps"]) == 1
    code, out, _ = run("route", "Tashkent Yuk", "Saryagash", "--mode", "rail", "--network", target)
    assert code == 0
    assert "1 border crossings" in out
    code, out, err = run("convert", target, "-o", tmp_path / "g", "--format", "gmns")
    assert code == 0
    assert "loses" not in err
    code, out, _ = run("check", tmp_path / "g")
    assert code == 0
    assert "no faults" in out
    code, out, _ = run("import", "gmns", tmp_path / "g", "-o", tmp_path / "again")
    assert code == 0
    assert (tmp_path / "again" / "nodes.csv").exists()


def test_import_csv_and_join(run, toy_file, tmp_path):
    code, out, _ = run("import", "csv", model(tmp_path), "-o", tmp_path / "m.gpkg")
    assert code == 0
    assert "'Steppe model': 4 nodes, 3 links, 2 countries" in out
    code, out, _ = run(
        "import", "osm", toy_file, "-o", tmp_path / "j.gpkg", "--join", "Tashkent", "--mode", "road"
    )
    assert code == 0, out
    assert "joined at uz-tashkent by road" in out


def test_check_counts_faults(run, tmp_path):
    from toy import toy_network

    toy_network().write(tmp_path / "t")
    links = (tmp_path / "t" / "links.csv").read_text()
    (tmp_path / "t" / "links.csv").write_text(links.replace(",road,", ",raod,"))
    code, out, _ = run("check", tmp_path / "t")
    assert code == 2
    assert "5 faults" in out
    assert "links.csv: 5" in out
    assert "Did you mean 'road'" in out


def test_check_prints_every_fault_if_asked(run, tmp_path, monkeypatch):
    from toy import toy_network

    from corridors.cli import data

    monkeypatch.setattr(data, "SHOWN", 2)
    toy_network().write(tmp_path / "t")
    links = (tmp_path / "t" / "links.csv").read_text()
    (tmp_path / "t" / "links.csv").write_text(links.replace(",road,", ",raod,"))
    code, out, _ = run("check", tmp_path / "t")
    assert (code, out.count("'raod'")) == (2, 2)
    assert "and 3 more: --all prints them" in out
    code, out, _ = run("check", tmp_path / "t", "--all")
    assert (code, out.count("'raod'")) == (2, 5)
    assert "more" not in out


def test_bad_input_is_one_message(run, tmp_path):
    code, _, err = run("import", "osm", tmp_path / "none.osm.pbf", "-o", tmp_path / "x.gpkg")
    assert code == 2
    assert "no such file" in err
    code, _, err = run("import", "osm", "69,41,68,42", "-o", tmp_path / "x.gpkg")
    assert code == 2
    assert "antimeridian" in err
    code, _, err = run("import", "osm", "1,2,3", "-o", tmp_path / "x.gpkg")
    assert code == 2
    assert "a box is four numbers, west,south,east,north" in " ".join(err.split())
    assert not list(tmp_path.glob("x*"))


def test_a_target_that_cannot_be_is_told_before_the_work(run, toy_file, tmp_path):
    for options, message in (
        (("-o", tmp_path / "none" / "x.gpkg"), "there is no folder"),
        (("-o", tmp_path / "x.shp"), "the ending is none of .gpkg"),
        (("-o", tmp_path / "x.gpkg", "--join", "Tashknt"), "Did you mean 'Tashkent'"),
    ):
        code, out, err = run("import", "osm", toy_file, *options)
        assert (code, out) == (2, "")
        assert message in " ".join(err.split())
    code, _, err = run("route", "Tashkent", "Almaty", "--network", toy_file)
    assert code == 2
    assert "make one of it with 'corridors convert' or 'corridors import'" in " ".join(err.split())


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        (
            "foot.osm",
            xml(ways={206: WAYS[206]}),
            "foot.osm: no way of mode rail or road; left out: 1 x highway=footway",
        ),
        (
            "far.osm",
            xml(
                nodes={1: (1.0, 101.0, {}), 2: (1.0, 2.0, {})},
                ways={1: ([1, 2], {"highway": "trunk"})},
            ),
            "far.osm: node 1 lies at (1, 101), which are no degrees",
        ),
        ("packed.osm.bz2", "BZh", "unpack a compressed file first"),
        ("other.o5m", "o5m2", "expected .osm.pbf or .osm"),
        ("text.osm.pbf", "hello", "text.osm.pbf: not a whole OpenStreetMap file"),
        ("bomb.osm", xml(head='<!DOCTYPE osm [<!ENTITY a "x">]>'), "bomb.osm: declares entities"),
    ],
)
def test_files_that_are_no_map(run, tmp_path, name, content, message):
    (tmp_path / name).write_text(content, encoding="utf-8")
    code, out, err = run("import", "osm", tmp_path / name, "-o", tmp_path / "x.gpkg")
    assert (code, out) == (2, "")
    assert message in " ".join(err.split())
    assert [path.name for path in tmp_path.iterdir()] == [name]
