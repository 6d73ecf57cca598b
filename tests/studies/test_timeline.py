"""Timelines: each day is a comparison of the network at that day."""

import pytest

import corridors as co

DAYS = ["2023-06-01", "2026-03-15"]
PAIR = ("Karachi", "Tashkent")


def test_a_day_is_the_comparison_of_that_day(net):
    table = co.timeline(net, PAIR, DAYS, corridors=["trans-afghan", "middle-corridor"])
    assert len(table) == 6
    for day, rows in table.groupby("day"):
        only = ["trans-afghan", "middle-corridor"]
        there = co.compare(net.at(day), *PAIR, corridors=only, by="cost")
        by_corridor = there.set_index("corridor")
        assert rows["corridor"].to_list() == ["any way", *only]
        for _, row in rows.iterrows():
            alone = by_corridor.loc[row["corridor"]]
            assert row["served"] == alone["served"]
            assert row["cost_usd"] == pytest.approx(alone["cost_usd"], nan_ok=True)
        assert set(rows["situation"]) == {net.at(day).situation}


def test_ranks_are_among_those_served(toy):
    table = co.timeline(toy, ("Alpha", "Epsilon"), "2024-01-01")
    free = table[table["corridor"] == "any way"].iloc[0]
    trip = co.route(toy.at("2024-01-01"), "Alpha", "Epsilon")
    assert (free["cost_usd"], free["time_h"]) == (trip.cost_usd, trip.time_h)
    assert str(free["rank_cost"]) == "nan"
    table = table[table["corridor"] != "any way"]
    served = table[table["served"]].sort_values("cost_usd")
    assert served["rank_cost"].tolist() == list(range(1, len(served) + 1))
    assert table.loc[~table["served"], "rank_cost"].isna().all()


def test_a_scenario_holds_on_every_day(toy):
    shut = co.Scenario("x", "X", (co.Override("close", where={"mode": "sea"}),))
    table = co.timeline(toy, ("Alpha", "Epsilon"), ["2024-01-01", "2025-01-01"], scenarios=[shut])
    ships = table[table["corridor"] == "ship"]
    assert not ships["served"].any()
    assert len(ships) == 2


def test_nothing_to_compare_is_said(toy):
    """Fault B11: KeyError 'day', or the pair was blamed."""
    pair = ("Alpha", "Epsilon")
    for call in (
        lambda: co.timeline(toy, pair, DAYS, corridors=[]),
        lambda: co.compare(toy, *pair, corridors=[]),
    ):
        with pytest.raises(ValueError, match="corridors is empty"):
            call()
    bare = toy.subset(["road-ab"], name="bare")
    assert set(co.timeline(bare, ("Alpha", "Beta"), DAYS)["corridor"]) == {"any way"}
    with pytest.raises(ValueError, match="dates is empty"):
        co.timeline(toy, pair, [])


def test_one_corridor_may_be_a_text(toy):
    """Fault B10: a text was taken letter by letter, and there is no corridor 's'."""
    pair, only = ("Alpha", "Epsilon"), {"ship"}
    days = co.timeline(toy, pair, "2024-01-01", corridors="ship")
    assert set(days["corridor"]) == {"any way", "ship"}
    assert set(co.compare(toy, *pair, corridors="ship")["corridor"]) == {"any way", "ship"}
    assert set(co.break_values(toy, *pair, corridors="ship")["corridor"]) == only
