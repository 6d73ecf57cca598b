from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from toy import toy_network

import corridors as co
from corridors.studies.batch.told import PARTS

ROWS = [
    {"origin": "Alpha", "destination": "Epsilon", "weight": "cost"},
    {"origin": "Alpha", "destination": "Nowhere"},
    {"origin": "Alpha", "destination": "Epsilon", "weight": "time"},
    {"origin": "Alpha", "destination": "Epsilon", "weight": "cost", "order": "last"},
]


@pytest.fixture(scope="module")
def done():
    return co.batch(toy_network(), ROWS)


def test_rows_are_what_route_answers(done):
    for row, asked in zip(done.rows, ROWS, strict=True):
        if row["fault"]:
            continue
        trip = co.route(toy_network(), "Alpha", "Epsilon", weight=asked["weight"])
        assert row["cost_usd"] == trip.cost_usd
        assert row["time_p90_h"] == trip.time_p90_h
        assert row["way"] == "+".join(trip.by)
        assert sum(row[part] for part in PARTS.values()) == pytest.approx(trip.cost_usd)


def test_a_faulty_row_stands_in_its_place_and_is_counted(done):
    assert [bool(row["fault"]) for row in done.rows] == [False, True, False, False]
    assert "'Nowhere'" in done.faulty[0]["fault"]
    assert repr(done) == "Batch(4 consignments, 1 with a fault)"


def test_the_value_of_goods_counts_unless_a_weight_is_said():
    dear, cheap = (
        co.batch(
            toy_network(), [{"origin": "Alpha", "destination": "Epsilon", "value_usd": usd}]
        ).rows[0]
        for usd in (5_000_000, 100)
    )
    quick = co.route(toy_network(), "Alpha", "Epsilon", weight="time")
    least = co.route(toy_network(), "Alpha", "Epsilon", weight="cost")
    assert (dear["time_h"], cheap["cost_usd"]) == (quick.time_h, least.cost_usd)
    assert dear["weight"] == "generalised"
    by_cost = co.batch(toy_network(), [ROWS[2] | {"weight": ""}], weight="cost").rows[0]
    assert by_cost["weight"] == "cost"


def test_days_do_not_mix():
    """Rows are asked day by day, and answered in the order in which they were given."""
    net = co.load()
    asked = [
        {"origin": "Peshawar", "destination": "Kabul", "departure": day, "weight": "cost"}
        for day in ("2026-05-04", "2024-06-10", "2026-05-04", "")
    ]
    frame = co.batch(net, asked).to_frame()
    for row, one in zip(frame.to_dict("records"), asked, strict=True):
        try:
            trip = co.route(net, "Peshawar", "Kabul", departure=one["departure"] or None)
        except co.NoItineraryError:
            assert row["fault"]
        else:
            assert row["cost_usd"] == trip.cost_usd
    assert frame["arrival_p50"].notna().tolist()[1]


def test_an_executor_gives_the_same(done):
    with ThreadPoolExecutor(2) as pool:
        assert co.batch(toy_network(), ROWS, executor=pool).rows == done.rows
    with pytest.raises(TypeError, match="executor is one with a method submit"):
        co.batch(toy_network(), ROWS, executor=2)


def test_a_frame_has_the_other_columns_and_the_version(done):
    frame = done.to_frame()
    assert frame.columns[:3].tolist() == ["row", "order", "origin"]
    assert frame["order"].tolist()[-1] == "last"
    again = co.batch(toy_network(), frame)  # an answer can be asked again
    assert [row["fault"] == "" for row in again.rows] == [True, False, True, True]


def test_a_faulty_row_has_nothing_of_the_list_in_the_place_of_an_answer():
    rows = [{"origin": "Alpha", "destination": "Epsilon", "cargo_t": "x", "cost_usd": "5"}]
    (told,) = co.batch(toy_network(), rows).to_frame().to_dict("records")
    assert (told["given_cost_usd"], told["row"]) == ("5", "row 1")
    assert told["cost_usd"] != "5"


def test_what_is_doubted_of_a_position_is_told_in_its_row(net):
    place = "71.1,34.13"  # by Torkham
    with pytest.warns(UserWarning, match="of a border"):
        done = co.batch(net, [{"origin": place, "destination": "Kabul"}])
    assert "of a border and is taken to lie in" in done.rows[0]["reason"]


def test_an_answer_asks_the_same_again(tmp_path):
    """Columns that were read came back empty, so the answer asked another question."""
    pytest.importorskip("openpyxl")
    asked = [
        {
            "origin": "Alpha",
            "destination": "Epsilon",
            "modes": "rail;road",
            "cargo_t": 12,
            "weight": "time",
        },
        {"origin": "Alpha", "destination": "Epsilon", "value_usd": 9},
    ]
    first = co.batch(toy_network(), asked)
    for name in ("x.csv", "x.xlsx"):
        again = co.batch(toy_network(), first.save(tmp_path / name))
        for old, new in zip(first.rows, again.rows, strict=True):
            for word in ("modes", "cargo_t", "value_usd", "weight", "cost_usd", "time_h"):
                assert old.get(word, "") == new.get(word, ""), word
