"""What a capacity counts, of what, and in which year."""

import pytest

import corridors as co
from tests.studies.flows.test_flows import BOXES, scarce, ways_of
from tests.toy import table, toy_network


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
    found = co.flows(net, [BOXES], weight="cost")
    assert ways_of(found) == {"road rail": 10}
    assert [line for line in found.remarks if "nothing of xz-gamma takes trucks_per_day" in line]


def test_boxes_take_nothing_of_a_pipeline():
    rows = [BOXES, {"origin": "Gas Field", "destination": "Gas Hub", "quantity": 2, "unit": "bcm",
                    "commodity": "gas", "demand_id": "gas"}]  # fmt: skip
    found = co.flows(scarce(("pipe-gh", "link", 1.5, "bcm_per_year")), rows, weight="cost")
    lost = found.to_dataframe("unserved").iloc[0]
    assert (lost["demand_id"], round(lost["share"], 6)) == ("gas", 0.25)
    assert lost["why"] == "full: pipe-gh"
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
    with pytest.raises(co.DataError, match=r"capacities\.csv:2"):
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
