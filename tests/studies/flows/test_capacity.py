"""What a capacity counts, of what, and in which year."""

import re

import pytest

import corridors as co
from corridors.network.network import Network
from corridors.studies.flows.capacity import capacities_of
from tests.studies.flows.test_flows import BOXES, scarce, ways_of
from tests.toy import change, table, toy_network, toy_tables


@pytest.mark.parametrize(
    ("row", "boxes"),
    [
        (("xz-gamma", "bcp", 100, "t_per_year"), 5),
        (("xz-gamma", "bcp", 0.00012, "Mt_per_year"), 6),
        (("zz-d", "node", 80, "t_per_year"), 4),
        (("xx-b", "node", 12, "teu_per_year"), 6),
        (("rail-cd", "link", 2 / 365, "wagons_per_day"), 2),
        (("rail-cd", "link", 12 / 97 / 365, "trains_per_day"), 6),
    ],
    ids=lambda value: str(value[1:]) if isinstance(value, tuple) else "",
)
def test_what_a_capacity_counts(row, boxes):
    found = co.flows(scarce(row), [BOXES], weight="cost")
    assert ways_of(found)["road rail"] == pytest.approx(boxes)
    assert found.checks["excess"] < 1e-9


def test_trucks_count_on_roads_only():
    net = scarce(
        ("xz-gamma", "bcp", 0.001, "trucks_per_day"), ("road-af", "link", 0, "trucks_per_day")
    )
    with pytest.warns(UserWarning, match="The capacity of xz-gamma, 0.001 lorries a day, holds"):
        found = co.flows(net, [BOXES], weight="cost")
    assert ways_of(found) == {"road rail": 10}
    (told,) = [line for line in found.remarks if "xz-gamma" in line]
    assert told == (
        "the capacity of xz-gamma, 0.001 lorries a day, holds nothing back: nothing passes there "
        "in lorries, and what does has room for all"
    )


BULK = {**BOXES, "quantity": 200, "unit": "t", "commodity": "bulk"}


def ferry_network(on_board="ferry", **replaced):
    """Return the toy network with a ferry for its ship, and no room on its railway."""
    tables = {}
    for name, old in toy_tables().items():
        rows = [dict(row) for row in old]
        for row in rows:
            for column in {"mode", "from_class", "to_class", "terminal_classes"} & row.keys():
                word = "ferry" if column == "mode" else on_board
                row[column] = re.sub(r"\bsea\b", word, row[column])
            if row.get("link_id") == "sea-pq" and name == "links":
                row["gauge_mm"] = float(on_board.partition("-")[2] or "nan")
        tables[name] = table(name, rows)
    return Network({**tables, **replaced}, name="toy with a ferry")


CLOSED = ("rail-bc", "link", 0, "t_per_year")


@pytest.mark.parametrize("subject", ["sea-pq link", "s service", "xx-p node"])
@pytest.mark.parametrize("goods", [BOXES, BULK], ids=["boxes", "bulk"])
def test_lorries_count_on_a_ferry(goods, subject):
    """Ten boxes, or 200 t of 20 t each, are ten lorries: five sail in a year, five go round."""
    net = scarce((*subject.split(), 5 / 365, "trucks_per_day"), CLOSED, net=ferry_network)
    found = co.flows(net, [goods], weight="cost")
    tonnes = dict(found.to_dataframe("ways")[["modes", "t"]].itertuples(index=False))
    assert tonnes == pytest.approx({"road ferry": 100, "road": 100})
    use = found.to_dataframe("links").set_index("link_id")["use"]["sea-pq"]
    assert subject == "xx-p node" or use == pytest.approx(1)
    assert not any("holds nothing back" in remark for remark in found.remarks)


@pytest.mark.parametrize("goods", [BOXES, BULK], ids=["boxes", "bulk"])
def test_wagons_count_on_a_ferry_with_rails(goods):
    """A wagon takes a 40-foot box, or 50 t: two a year are 40 t of boxes, or 100 t of bulk."""
    row = ("sea-pq", "link", 2 / 365, "wagons_per_day")
    net = scarce(row, CLOSED, net=lambda **more: ferry_network("ferry-1435", **more))
    found = co.flows(net, [goods], weight="cost")
    sailed = found.to_dataframe("links").set_index("link_id")["t"]["sea-pq"]
    assert sailed == pytest.approx(40 if goods is BOXES else 100)


@pytest.mark.parametrize(
    ("on_board", "unit", "said"),
    [("ferry", "wagons_per_day", "in wagons"), ("ferry-1435", "trucks_per_day", "in lorries")],
)
def test_a_capacity_of_what_does_not_sail_is_told(on_board, unit, said):
    net = scarce(
        ("sea-pq", "link", 0, unit), CLOSED, net=lambda **more: ferry_network(on_board, **more)
    )
    with pytest.warns(UserWarning, match="holds nothing back"):
        found = co.flows(net, [BOXES], weight="cost")
    assert ways_of(found) == {"road ferry": 10}
    assert any("of sea-pq, 0 " in told and said in told for told in found.remarks)


def test_boxes_that_a_crane_lifts_aboard_are_no_lorries_of_the_port():
    """A ship without a price of a tonne takes boxes only."""
    services = change(toy_tables()["services"], "usd_per_t", {}, float("nan"))
    services = change(services, "mode", {}, "ferry")
    row = ("xx-p", "node", 0, "trucks_per_day")
    net = scarce(row, CLOSED, net=lambda **more: ferry_network(services=services, **more))
    with pytest.warns(UserWarning, match="holds nothing back"):
        found = co.flows(net, [BOXES], weight="cost")
    assert ways_of(found) == {"road ferry": 10}
    assert any("of Port Pi, 0 lorries a day, holds nothing back" in told for told in found.remarks)


@pytest.mark.parametrize("year", [1990, 2024, 2040])
def test_every_capacity_of_the_data_holds_something_back(year):
    net = co.load()
    found, left = capacities_of(net, year)
    assert left == ("capacities of all of middle-corridor are left: those of their parts count",)
    assert all(len(one.arcs) for one in found)
    ferries = {(one.subject, one.unit) for one in found if one.subject.startswith("ferry-")}
    for link, gauge in zip(
        net.table("links")["link_id"], net.table("links")["gauge_mm"], strict=True
    ):
        if link.endswith(("az-alat-port", "az-alat-port-rail")) and link.startswith(
            ("ferry-kz", "ferry-tm")
        ):
            unit = "wagons_per_day" if gauge > 0 else "trucks_per_day"
            assert (link, unit) in ferries


def test_boxes_take_nothing_of_a_pipeline():
    rows = [BOXES, {"origin": "Gas Field", "destination": "Gas Hub", "quantity": 2, "unit": "bcm",
                    "commodity": "gas", "demand_id": "gas"}]  # fmt: skip
    found = co.flows(scarce(("pipe-gh", "link", 1.5, "bcm_per_year")), rows, weight="cost")
    lost = found.to_dataframe("unserved").iloc[0]
    assert (lost["demand_id"], round(lost["share"], 6)) == ("gas", 0.25)
    assert lost["why"] == "full: pipe-gh"
    assert "1.10 Mt of 1.47 Mt a year are carried, 2 flows; 368 kt are not (full: pipe-gh);" in str(
        found
    )
    assert found.to_dataframe("capacities")["rests_on"].tolist() == ["lost"]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (("rail-bc", "link", -1.0, "t_per_year"), "capacity -1.0 is no number of 0 or more"),
        (("rail-bc", "link", float("nan"), "t_per_year"), "capacity nan is no number"),
        (("rail-bc", "link", 1.0, "tonnes"), "unit 'tonnes' is not one of"),
        (("rail-bc", "track", 1.0, "t_per_year"), "subject_kind 'track' is not one of"),
    ],
)
def test_a_capacity_that_cannot_be_is_told(row, said):
    with pytest.raises(co.DataError, match=rf"capacities\.csv, {row[0]} in {row[3]}: "):
        co.flows(scarce(row), [BOXES])
    with pytest.raises(co.DataError, match=said):
        co.flows(scarce(row), [BOXES])


def test_several_rows_of_one_capacity_hold_by_year():
    rows = [
        ("rail-bc", "link", 120.0, "t_per_year", 2020.0),
        ("rail-bc", "link", 160.0, "t_per_year", 2030.0),
    ]
    names = ("subject", "subject_kind", "capacity", "unit", "year")
    net = toy_network(
        capacities=table("capacities", [dict(zip(names, r, strict=True)) for r in rows])
    )
    boxes = {
        y: ways_of(co.flows(net, [BOXES], weight="cost", year=y))["road rail"]
        for y in (2010, 2024, 2030, 2040)
    }
    assert boxes == {2010: 6, 2024: 6, 2030: 8, 2040: 8}


def test_a_pipeline_is_as_many_capacities_as_it_has_links():
    """A line of two links takes of each once, not of one twice."""
    gas = {"origin": "Gas Field", "destination": "Gas Hub", "quantity": 1, "unit": "bcm",
           "commodity": "gas", "demand_id": "gas"}  # fmt: skip
    net = toy_network()
    refs = table(
        "links",
        [
            {**row, "line_ref": "TOY" if row["mode"] == "pipeline" else ""}
            for row in net.table("links")
        ],
    )
    rows = [
        {"subject": "toy", "subject_kind": "pipeline", "capacity": 0.25, "unit": "bcm_per_year"}
    ]
    found = co.flows(toy_network(links=refs, capacities=table("capacities", rows)), [gas])
    assert found.to_dataframe("capacities")["subject"].tolist() == ["pipe-gh"]
    assert found.carried_t == pytest.approx(0.25 * 735_000)


def test_a_whole_corridor_is_no_limit():
    found = co.flows(scarce(("line-c", "corridor", 1, "t_per_year")), [BOXES], weight="cost")
    assert found.carried_t == pytest.approx(200)
    assert any("capacities of all of line-c are left" in remark for remark in found.remarks)
