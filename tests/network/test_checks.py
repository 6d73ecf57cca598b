"""Checks between tables: each fault is told, with file and row, and what is right is not."""

import math

import pytest
from toy import change, table, toy_network, toy_tables

import corridors as co
from corridors.errors import MOST_SUGGESTED
from corridors.network.checks import check_tables
from corridors.network.schema import schema
from corridors.vocabulary import VEHICLE_CLASSES, vehicle_class


def faults(**tables):
    with pytest.raises(co.DataError) as caught:
        toy_network(**tables)
    return caught.value.faults


def test_the_toy_has_no_faults():
    assert check_tables(toy_tables()) == []


def test_unknown_reference_has_a_suggestion():
    links = change(toy_tables()["links"], "to_node", {"link_id": "road-ab"}, "xx-bb")
    (fault,) = faults(links=links)
    assert (
        fault == "links.csv:2: to_node 'xx-bb' is not in nodes.csv. "
        "Did you mean 'xx-b' or 'xx-p' or 'xx-h'?"
    )


def test_a_thousand_mistyped_ends_are_all_told_and_the_first_fifty_with_a_suggestion():
    """A suggestion takes some milliseconds, and who reads fifty of them has understood."""
    rows = [dict(r) for r in toy_tables()["links"]]
    wrong = [rows[0] | {"link_id": f"x-{n}", "to_node": f"xx-b{n}"} for n in range(1000)]
    found = faults(links=table("links", [*rows, *wrong]))
    assert sum("is not in nodes.csv" in fault for fault in found) == 1000
    assert sum("Did you mean" in fault for fault in found) == MOST_SUGGESTED == 50


def test_duplicate_key_names_the_first_row():
    rows = [dict(r) for r in toy_tables()["links"]]
    (fault,) = faults(links=table("links", [*rows, rows[0]]))
    assert fault.endswith("link_id 'road-ab' stands already in row 2")


@pytest.mark.parametrize(
    ("column", "link", "value", "says"),
    [
        ("length_km", "rail-bc", 100.0, "is 100 km, the straight line 170"),
        ("length_km", "rail-bc", 900.0, "over 3 times the straight line"),
        (
            "gauge_mm",
            "rail-bc",
            math.nan,
            "is rail, so gauge_mm must be from 381 to 3000, such as 1435",
        ),
        ("gauge_mm", "road-ab", 1435.0, "is road, so it has no gauge_mm"),
        ("bcp_id", "rail-cd", "", "passes from XX to ZZ, so it needs a bcp_id"),
        ("bcp_id", "rail-bc", "xz-gamma", "has bcp_id 'xz-gamma' but stays in XX"),
        ("bcp_id", "rail-cd", "nowhere", "has no row in border_crossings.csv for 'nowhere'"),
        ("commodity", "pipe-gh", "", "needs a commodity: pipeline carries gas or oil"),
        ("to_node", "road-ab", "xx-a", "begins and ends at the same node"),
    ],
)
def test_link_faults(column, link, value, says):
    links = change(toy_tables()["links"], column, {"link_id": link}, value)
    assert any(says in fault for fault in faults(links=links))


def test_percentiles_in_order():
    table_ = change(toy_tables()["border_crossings"], "hours_p90", {"bcp_id": "xx-p"}, 1.0)
    assert "hours_p90 1 is below hours_p50 5" in faults(border_crossings=table_)[0]


def test_waits_of_single_boxes_are_in_order_and_each_line_has_one():
    row = {
        "mode": "rail", "country": "XX", "line_ref": "M-1;M-2", "running": "block",
        "loading": "ordinary", "consolidation_h_p50": 24.0, "consolidation_h_p90": 12.0,
        "speed_factor": 0.5,
    }  # fmt: skip
    again = {**row, "line_ref": "M-2", "consolidation_h_p90": 48.0}
    wrong, twice = faults(service_classes=table("service_classes", [row, again]))
    assert "consolidation_h_p90 12 is below consolidation_h_p50 24" in wrong + twice
    assert "line 'M-2' of mode 'rail', country 'XX' stands already in row" in wrong + twice


def test_terminal_classes_are_checked():
    nodes = change(toy_tables()["nodes"], "terminal_classes", {"node_id": "xx-a"}, "road;rail")
    assert "terminal_classes 'rail' is not a vehicle class" in faults(nodes=nodes)[0]


def test_rates_must_cover_the_links():
    speeds = toy_tables()["speeds"]
    kept = [dict(r) for r in speeds if r["mode"] != "rail"]
    assert "speeds.csv: no row for mode 'rail', country 'XX' or '*'" in faults(
        speeds=table("speeds", kept)
    )


def test_a_speed_of_one_line_says_nothing_of_the_others():
    speeds = [dict(r) for r in toy_tables()["speeds"]]
    one_line = [{**r, "line_ref": "M-1"} if r["mode"] == "rail" else r for r in speeds]
    assert "speeds.csv: no row for mode 'rail', country 'XX' or '*'" in faults(
        speeds=table("speeds", one_line)
    )


def test_a_line_has_one_speed():
    speeds = [dict(r) for r in toy_tables()["speeds"]]
    rail = next(r for r in speeds if r["mode"] == "rail")
    twice = [*speeds, {**rail, "line_ref": "M-1;M-2"}, {**rail, "line_ref": "M-2"}]
    (fault,) = faults(speeds=table("speeds", twice))
    assert "speeds.csv:" in fault
    assert "line 'M-2' of mode 'rail', country '*' stands already in row" in fault


def test_corridor_links_need_one_member_or_a_gate_alone():
    """Rows 2 to 6; that of the sea is the fourth."""
    rows = [dict(row) for row in toy_tables()["corridor_links"]]
    both = [*rows[:2], {**rows[2], "node_id": "xx-p"}, *rows[3:]]
    says = "corridor_links.csv:4: needs either a link_id or a node_id, or a gate alone"
    assert faults(corridor_links=table("corridor_links", both)) == (says,)
    neither = [*rows[:2], {**rows[2], "link_id": "", "gate": 0.0}, *rows[3:]]
    assert faults(corridor_links=table("corridor_links", neither)) == (says,)
    gate = [*rows, {**rows[2], "link_id": "", "gate": 2.0, "gate_name": "a port elsewhere"}]
    tables = {**toy_tables(), "corridor_links": table("corridor_links", gate)}
    assert check_tables(tables) == []


def test_every_mode_of_the_schema_is_carried_or_is_a_fault():
    """A mode without a vehicle class, such as a tram, is none that routing could use."""
    for mode in [*schema()["links"]["mode"].type.split("|"), "tram"]:
        links = change(toy_tables()["links"], "mode", {"link_id": "road-ab"}, mode)
        said = " ".join(check_tables({**toy_tables(), "links": links}))
        carried = mode == "rail" or vehicle_class(mode, math.nan) in VEHICLE_CLASSES
        assert ("'road-ab' is " + mode + ", which nothing carries" in said) == (not carried)


def services(**values):
    """Return the toy's services with the values of the only row changed."""
    (row,) = toy_tables()["services"]
    return table("services", [{**row, **values}])


PRICES = ("usd_20ft", "usd_40ft", "usd_per_t")


@pytest.mark.parametrize("priced", PRICES)
def test_a_service_may_carry_only_one_kind(priced):
    found = services(**{name: math.nan for name in PRICES if name != priced})
    assert check_tables({**toy_tables(), "services": found}) == []


def test_ships_need_a_price():
    says = "services.csv:2: usd_20ft, usd_40ft, usd_per_t are empty, but 's' goes by sea"
    (fault,) = faults(services=services(**dict.fromkeys(PRICES, math.nan)))
    assert fault.startswith(says)
    says = "links.csv:11: 'sea-pq' needs a row with a price in services.csv"
    assert faults(services=table("services", [])) == (says,)


@pytest.mark.parametrize(
    ("name", "column", "value", "says"),
    [
        ("tariffs", "usd_per_km", math.nan, "usd_per_km nan is no price of 0 or more"),
        ("tariffs", "usd_per_km", -0.5, "usd_per_km -0.5 is no price of 0 or more"),
        ("tariffs", "fixed_usd", -1.0, "fixed_usd -1 is no price"),
        ("border_crossings", "cost_usd", math.nan, "cost_usd nan is no price"),
        ("services", "usd_40ft", -600.0, "usd_40ft -600 is no price"),
        ("services", "usd_per_t", math.inf, "usd_per_t inf is no price"),
        ("transshipments", "usd_20ft", -80.0, "usd_20ft -80 is no price"),
        ("links", "usd_40ft", -80.0, "usd_40ft -80 is no price"),
    ],
)
def test_money_is_a_number_of_0_or_more(name, column, value, says):
    old = toy_tables()[name]
    values = (value, *old[column][1:])
    found = faults(**{name: type(old)(name, {**old.columns, column: values})})
    assert len(found) == 1
    assert found[0].startswith(f"{name}.csv:2: {says}")


def test_prices_that_may_be_empty_are_not_missed():
    """An empty price means that this is not carried, or that the tariff by km holds."""
    for name in ("transshipments", "links"):
        old = toy_tables()[name]
        empty = change(old, "usd_40ft", {}, math.nan)
        assert check_tables({**toy_tables(), name: empty}) == []


def test_a_change_of_truck_needs_its_row_at_both_ends():
    crossings = change(toy_tables()["border_crossings"], "reloads", {"bcp_id": "xy-zeta"}, 1.0)
    found = faults(border_crossings=crossings)
    assert len(found) == 2
    assert found[0] == (
        "border_crossings.csv:4: reloads 1 needs a row of transshipments from road to road at "
        "'xx-a' and 'yy-f'"
    )
    rails = change(toy_tables()["border_crossings"], "reloads", {"bcp_id": "xz-gamma"}, 1.0)
    assert "border_crossings.csv:2: reloads is of trucks, not of rail" in faults(
        border_crossings=rails
    )


def test_a_ferry_may_carry_wagons_of_some_gauges():
    links = change(toy_tables()["links"], "mode", {"link_id": "sea-pq"}, "ferry")
    odd = change(links, "gauge_mm", {"link_id": "sea-pq"}, 3001.0)
    assert any(
        "'sea-pq' is a ferry for wagons, so gauge_mm must be from 381 to 3000, or empty" in fault
        for fault in faults(links=odd)
    )
    road = change(toy_tables()["links"], "gauge_mm", {"link_id": "road-ab"}, 1435.0)
    assert any("'road-ab' is road, so it has no gauge_mm" in fault for fault in faults(links=road))


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ({"bcp_id": "xy-nowhere"}, "bcp_id 'xy-nowhere' by road is not in border_crossings"),
        ({"mode": "rail"}, "bcp_id 'xy-zeta' by rail is not in border_crossings"),
        ({"from": "5 March"}, "a day is YYYY-MM-DD"),
        ({"to": "2026-03-04"}, "to 2026-03-04 lies before from 2026-03-05"),
    ],
)
def test_closed_days_are_days_of_a_crossing(row, says):
    closed = {
        "bcp_id": "xy-zeta", "mode": "road", "from": "2026-03-05", "to": "2026-03-06",
        "reason": "a holiday",
    }  # fmt: skip
    assert toy_network(closed_days=table("closed_days", [closed])).name == "toy"
    (fault,) = faults(closed_days=table("closed_days", [{**closed, **row}]))
    assert says in fault
    assert fault.startswith("closed_days.csv:2:")


def test_nothing_but_aircraft_is_as_quick_as_they():
    links = change(toy_tables()["links"], "speed_kmh", {"link_id": "rail-bc"}, 700.0)
    assert any("speed_kmh 700 is over 160 km/h of what is rail" in f for f in faults(links=links))
    speeds = change(toy_tables()["speeds"], "speed_kmh", {"mode": "road"}, 140.0)
    assert any("speed_kmh 140 is over 130 km/h" in f for f in faults(speeds=speeds))
