"""What an override makes of the cells that it selects, by hand on the toy network."""

import math

import pytest
from toy import change, table, toy_network, toy_tables

import corridors as co
from corridors.network.changes.resolve import Cell, Resolver
from corridors.network.lookup import Lookup

OWNER, OTHER = ("x", 1), ("y", 2)


def resolver(*, strict=True, **replaced) -> Resolver:
    tables = {**toy_tables(), **replaced}
    return Resolver(tables, Lookup(tables), strict=strict)


def changing(table_name, column, op, value, unit="", **where):
    return co.Override("change", table_name, where, column, op, value, unit)


def cells(override, made=None, **replaced):
    made = made or resolver(**replaced)
    found = made.cells(override, OWNER)
    assert made.faults == []
    return {(cell.row, cell.column): cell.value for cell in found}


def row_of(name, column, value):
    return toy_tables()[name][column].index(value)


def test_closing_and_opening_are_a_status():
    made = resolver()
    (shut,) = made.cells(co.Override("close", where={"link_id": "road-ab"}), OWNER)
    row = row_of("links", "link_id", "road-ab")
    assert shut == Cell("links", row, "status", "suspended", OWNER)
    assert shut.place == ("links", row, "status")
    assert not shut.implied
    assert made.selecting == {OWNER}
    (opened,) = made.cells(co.Override("open", where={"link_id": "rail-ab"}), OTHER)
    assert (opened.value, opened.owner) == ("operational", OTHER)


def test_what_opens_with_a_link_comes_along_where_it_is_shut():
    """The crossing of the link's own mode; its services if none operates; nothing that is open."""
    tables = toy_tables()
    made = resolver()
    opening = co.Override("open", where={"link_id": ["rail-cd", "sea-pq"]})
    assert {cell.table for cell in made.cells(opening, OWNER)} == {"links"}
    shut = {
        name: change(tables[name], "status", {}, "planned")
        for name in ("border_crossings", "services")
    }
    found = [cell for cell in resolver(**shut).cells(opening, OWNER) if cell.table != "links"]
    assert all(cell.implied and cell.value == "operational" for cell in found)
    named = {
        (
            cell.table,
            tables[cell.table]["bcp_id" if cell.table != "services" else "service_id"][cell.row],
        )
        for cell in found
    }
    assert named == {("border_crossings", "xz-gamma"), ("services", "s")}
    assert len(found) == 3
    closing = resolver(**shut).cells(co.Override("close", where={"link_id": "rail-cd"}), OWNER)
    assert len(closing) == 1
    only = resolver(**shut).cells(
        co.Override("open", "border_crossings", {"bcp_id": "xz-gamma"}), OWNER
    )
    assert {cell.table for cell in only} == {"border_crossings"}


def test_one_service_that_operates_is_enough():
    rows = [dict(row) for row in toy_tables()["services"]]
    rows.append({**rows[0], "service_id": "t", "status": "planned"})
    made = resolver(services=table("services", rows))
    found = made.cells(co.Override("open", where={"link_id": "sea-pq"}), OWNER)
    assert [cell.table for cell in found] == ["links"]


@pytest.mark.parametrize(
    ("op", "value", "then"), [("set", 3.0, 3.0), ("multiply", 0.5, 50.0), ("add", 4.0, 104.0)]
)
def test_operations(op, value, then):
    unit = "" if op == "multiply" else "USD"
    where = {"bcp_id": "xy-zeta", "from_country": "XX"}
    found = cells(changing("border_crossings", "cost_usd", op, value, unit, **where))
    assert list(found.values()) == [then]


@pytest.mark.parametrize(
    ("op", "value", "then"),
    [("set", 5.0, [5.0, 10.0]), ("multiply", 3.0, [30.0, 60.0]), ("add", 10.0, [20.0, 40.0])],
)
def test_hours_move_both_percentiles_in_one_ratio(op, value, then):
    """10 h, and 20 h at worst."""
    unit = "" if op == "multiply" else "h"
    where = {"bcp_id": "xy-zeta", "from_country": "XX"}
    spread = toy_tables(spread=True)["border_crossings"]
    found = cells(
        changing("border_crossings", "hours", op, value, unit, **where), border_crossings=spread
    )
    assert list(found.values()) == then


@pytest.mark.parametrize(("worst", "then"), [(2.0, [8.0]), (20.0, [8.0]), (8.5, [8.0])])
def test_of_no_hours_the_worst_stays_unless_it_must_rise(worst, then):
    crossings = change(toy_tables()["border_crossings"], "hours_p50", {"bcp_id": "xy-zeta"}, 0.0)
    crossings = change(crossings, "hours_p90", {"bcp_id": "xy-zeta"}, worst)
    where = {"bcp_id": "xy-zeta", "from_country": "XX"}
    found = cells(
        changing("border_crossings", "hours", "set", 8.0, "h", **where), border_crossings=crossings
    )
    rising = [8.0] if worst < 8 else []
    assert list(found.values()) == then + rising


def test_what_stays_as_it_is_is_no_change():
    where = {"bcp_id": "xy-zeta", "from_country": "XX"}
    assert cells(changing("border_crossings", "cost_usd", "set", 100.0, "USD", **where)) == {}
    assert cells(changing("border_crossings", "hours", "multiply", 1.0, **where)) == {}


def test_a_price_that_is_not_listed_stays_unlisted():
    """``usd`` moves the prices that there are; one column of its own must be set."""
    services = change(toy_tables()["services"], "usd_20ft", {}, math.nan)
    found = cells(changing("services", "usd", "multiply", 2.0, service_id="s"), services=services)
    assert found == {(0, "usd_40ft"): 1200.0, (0, "usd_per_t"): 40.0}
    alone = changing("services", "usd_20ft", "multiply", 2.0, service_id="s")
    made = resolver(services=services)
    assert made.cells(alone, OWNER) == []
    assert made.faults == [
        (
            "x: override 1: services.usd_20ft of s Pi-Kappa line sea sea-pq is empty and cannot be"
            " changed by multiply; set it"
        )
    ]
    set_it = changing("services", "usd_20ft", "set", 5.0, "USD", service_id="s")
    assert cells(set_it, services=services) == {(0, "usd_20ft"): 5.0}


def test_prices_that_no_row_has():
    services = toy_tables()["services"]
    for column in ("usd_20ft", "usd_40ft", "usd_per_t"):
        services = change(services, column, {}, math.nan)
    made = resolver(services=services)
    assert made.cells(changing("services", "usd", "multiply", 2.0, service_id="s"), OWNER) == []
    assert made.faults == ["x: override 1: no selected row of services has usd"]
    idle = resolver(services=services)
    assert idle.cells(changing("services", "usd", "multiply", 1, service_id="s"), OWNER) == []
    assert idle.faults == []


def test_bounds_are_of_the_schema():
    where = {"bcp_id": "xy-zeta", "from_country": "XX"}
    made = resolver()
    made.cells(changing("border_crossings", "cost_usd", "set", 9_000.0, "USD", **where), OWNER)
    (fault,) = made.faults
    assert fault.startswith(
        "x: override 1: border_crossings.cost_usd of xy-zeta xy-zeta road XX YY becomes 9000,"
        " outside 0 to "
    )
    assert fault.endswith(" USD")
    for value in (0.0, 1.0):
        assert cells(changing("border_crossings", "cost_usd", "set", value, "USD", **where))
    text = changing("border_crossings", "opening_hours", "set", "24/7", **where)
    assert list(cells(text).values()) == ["24/7"]


def test_words_that_select_nothing():
    made = resolver()
    made.cells(co.Override("close", where={"link_id": "road-aa"}), OWNER)
    assert len(made.faults) == 1  # not also that no row is selected
    assert made.faults[0].startswith(
        "x: override 1: link_id 'road-aa' is in no row of links.csv. Did you mean"
    )
    assert made.selecting == set()
    made = resolver()
    made.cells(co.Override("close", where={"mode": "road", "bcp_id": "xz-gamma"}), OWNER)
    assert made.faults == [
        (
            "x: override 1: no row of links.csv is selected:"
            " close links where mode = road; bcp_id = xz-gamma"
        )
    ]
    part = resolver(strict=False)
    assert part.cells(co.Override("close", where={"link_id": "road-aa"}), OWNER) == []
    assert part.faults == []
    assert part.selecting == set()


def cell(value, owner, column="status", *, implied=False):
    return Cell("links", 0, column, value, owner, implied)


@pytest.mark.parametrize(
    ("a", "b", "agree"),
    [
        (cell("planned", ("x", 1)), cell("planned", ("y", 1)), True),
        (cell("planned", ("x", 1)), cell("suspended", ("y", 1)), False),
        (cell("planned", ("x", 1)), cell("planned", ("x", 2)), False),
        (cell("planned", ("x", 1), implied=True), cell("planned", ("x", 2)), True),
        (cell("planned", ("x", 1)), cell("planned", ("x", 2), implied=True), True),
        (cell("planned", ("x", 1), implied=True), cell("suspended", ("x", 2)), True),
        (cell("planned", ("x", 1)), cell("suspended", ("x", 1)), True),
        (cell(5.0, ("x", 1), "speed_kmh"), cell(5.0, ("y", 1), "speed_kmh"), False),
    ],
)
def test_when_two_overrides_agree(a, b, agree):
    """On a status, if they say the same and are not of one card; on a value never."""
    made = resolver()
    found = made.merged([a, b])
    assert found == {a.place: [a, b]}
    assert (made.faults == []) == agree
    if not agree:
        said = (
            "x: overrides 1 and 2" if b.owner[0] == "x" else "'x' (override 1) and 'y' (override 1)"
        )
        name = " ".join(
            v
            for v in list(dict(next(iter(made.tables["links"]))).values())[:5]
            if isinstance(v, str)
        )
        assert made.faults == [
            f"{said} both change links.{a.column} of {name}; an order would decide"
        ]


def test_one_contradiction_is_told_once():
    """However many rows two overrides share."""
    made = resolver()
    made.merged(
        [Cell("links", row, "status", value, owner) for value, owner in
         (("planned", OWNER), ("suspended", OTHER)) for row in range(3)]
    )  # fmt: skip
    assert len(made.faults) == 1


def test_the_worst_never_falls_below_the_middle():
    row = next(
        k for k, r in enumerate(toy_tables()["border_crossings"])
        if (r["bcp_id"], r["from_country"]) == ("xy-zeta", "XX")
    )  # fmt: skip
    made = resolver(border_crossings=toy_tables(spread=True)["border_crossings"])
    made.merged([Cell("border_crossings", row, "hours_p50", 20.0, OWNER)])
    assert made.faults == []
    made.merged([
        Cell("border_crossings", row, "hours_p50", 50.0, OWNER),
        Cell("border_crossings", row, "hours_p90", 50.0, OWNER),
    ])  # fmt: skip
    assert made.faults == []
    made.merged([Cell("border_crossings", row, "hours_p90", 9.0, OTHER)])
    assert made.faults == [
        (
            "y: override 2: hours_p90 9 of xy-zeta xy-zeta road XX YY falls below hours_p50 10;"
            " change 'hours', which moves both"
        )
    ]


def test_a_card_that_touches_nothing_of_a_part_is_refused():
    part = toy_network().subset(["road-ab"], name="little")
    inside = co.Scenario("in", "in", (co.Override("close", where={"link_id": "road-ab"}),))
    outside = co.Scenario("out", "out", (co.Override("close", where={"link_id": "sea-pq"}),))
    assert part.apply(inside).table("links")["status"] == ("suspended",)
    with pytest.raises(co.ScenarioError, match="out: nothing that it changes lies in 'little'"):
        part.apply(outside)


@pytest.mark.parametrize(
    ("name", "column", "most", "unit", "where"),
    [
        ("border_crossings", "cost_usd", 5000, "USD", {"bcp_id": "xy-zeta"}),
        ("services", "usd_20ft", 20_000, "USD", {"service_id": "s"}),
        ("services", "usd_40ft", 30_000, "USD", {"service_id": "s"}),
        ("services", "usd_per_t", 2000, "USD/t", {"service_id": "s"}),
        ("services", "hours_p50", 2000, "h", {"service_id": "s"}),
        ("services", "hours_p90", 4000, "h", {"service_id": "s"}),
        ("transshipments", "usd_20ft", 5000, "USD", {"node_id": "xx-a"}),
        ("transshipments", "usd_40ft", 8000, "USD", {"node_id": "xx-a"}),
        ("transshipments", "usd_per_t", 500, "USD/t", {"node_id": "xx-a"}),
    ],
)
def test_no_card_makes_more_of_a_price_or_of_hours_than_can_be(name, column, most, unit, where):
    made = resolver()
    made.cells(changing(name, column, "set", float(most), unit, **where), OWNER)
    assert made.faults == []
    made.cells(changing(name, column, "set", most + 0.5, unit, **where), OWNER)
    assert made.faults
    assert f"becomes {most + 0.5:g}, outside 0" in made.faults[0]
    assert f"to {most:g} {unit}" in made.faults[0]
