"""What each corridor does for all pairs together, worked by hand on the toy network."""

import math

import pytest

from corridors.cli.prints.comparison import print_comparison
from corridors.cli.prints.corridor_sums import corridor_sums
from corridors.network.places.pairs import Pairs
from corridors.routing.compare import comparisons
from corridors.routing.conditions import Conditions, Shipment

BY = ("cost", "time")


def listed(unit="tonnes"):
    pairs = (("Alpha", "Epsilon"), ("Alpha", "Beta"))
    return Pairs(pairs, (4_000.0, 1_000.0), unit)


def of(net, pairs):
    return list(comparisons(net, (), (), Conditions(), by=BY, pairs=pairs))


def sums(net, pairs, shipment=Shipment(cargo_t=20.0)):  # noqa: B008  it is frozen
    return {row["corridor"]: row for row in corridor_sums(of(net, pairs), pairs, shipment, BY)}


def test_sums_are_of_what_a_corridor_serves(toy):
    """Alpha - Epsilon: 200 shipments at 635 USD by rail, at 1,100 by ship; Alpha - Beta: 50 by road
    at 100 USD and twice 10 for handling, on no corridor. The quickest of Alpha - Epsilon is a road.
    """
    found = {name: row for name, row in sums(toy, listed()).items() if row["pairs"]}
    assert list(found) == ["any way", "line-c", "ship"]
    whole, rail, ship = found.values()
    assert (whole["pairs"], rail["pairs"], ship["pairs"]) == (2, 1, 1)
    assert (whole["amount"], rail["amount"], ship["amount"]) == (5_000, 4_000, 4_000)
    assert whole["usd"] == pytest.approx(200 * 635 + 50 * 120)
    assert rail["usd"] == pytest.approx(200 * 635)
    assert ship["usd"] == pytest.approx(200 * 1_100)
    assert [row["best_cost"] for row in found.values()] == [1.0, 0.8, 0.0]
    assert [row["best_time"] for row in found.values()] == [1.0, 0.0, 0.0]


def test_weights_that_are_no_amounts_have_no_money(toy):
    assert all(math.isnan(row["usd"]) for row in sums(toy, listed("weight")).values())


@pytest.mark.parametrize(("unit", "seen"), [("tonnes", "t a year"), ("", None)])
def test_pairs_that_count_are_summed_by_corridor(toy, capsys, unit, seen):
    pairs = listed(unit)
    print_comparison(of(toy, pairs), toy, Shipment(cargo_t=20.0), BY, listed=pairs)
    out = " ".join(capsys.readouterr().out.split())
    assert ("All pairs, by corridor" in out) == bool(seen)
    if seen:
        assert "line-c │ 1 │ 4,000 │ 127 │ 80% │ 0%" in out
