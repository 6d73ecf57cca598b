"""A sweep is told against the network as it is."""

import math

import pytest

from corridors.cli.prints.sweep import against_base, print_sweep


def row(scenario, destination, usd, hours, **more):
    served = not math.isnan(usd)
    return {
        "scenario": scenario,
        "origin": "A",
        "destination": destination,
        "served": served,
        "cost_usd": usd,
        "time_h": hours,
        "distance_km": 100.0 if served else math.nan,
        "transit_count": 1.0 if served else math.nan,
        "reason": "" if served else "no itinerary",
        **more,
    }


NO = (math.nan, math.nan)
FOUND = [
    row("", "B", 1000, 240), row("", "C", *NO),
    row("idle", "B", 1000, 240), row("idle", "C", *NO),
    row("dear", "B", 1250, 216), row("dear", "C", 700, 48),
    row("cut", "B", *NO), row("cut", "C", *NO),
]  # fmt: skip


def test_changes_are_against_the_base_of_the_same_pair():
    rows = against_base(FOUND, 2)
    assert [r["scenario"] for r in rows] == ["idle", "idle", "dear", "dear", "cut", "cut"]
    assert [r["changed"] for r in rows] == [False, False, True, True, True, False]
    assert (rows[2]["base_cost_usd"], rows[2]["change_usd"], rows[2]["change_h"]) == (
        1000,
        250,
        -24,
    )
    assert math.isnan(rows[4]["change_usd"])


def test_the_short_table_has_the_base_and_what_changes(toy, capsys):
    print_sweep(toy, FOUND[:2], against_base(FOUND, 2), every=False)
    out = " ".join(capsys.readouterr().out.split())
    assert "A - B: 2 of 3 scenarios change the best way" in out
    assert "as it is │ 1,000 │ │ 10.0 │" in out
    assert "dear │ 1,250 │ +250 │ 9.0 │ -1.0 │" in out
    assert out.index("cut │ │ no way") < out.index("dear │ 1,250")
    assert "dear │ 700 │ new │ 2.0 │ new │" in out
    assert "idle" not in out
    assert "1 do not (--all prints them)" in out


@pytest.mark.parametrize("every", [True, False])
def test_a_long_sweep_is_cut_unless_all_is_asked(toy, capsys, every):
    found = [row("", "B", 1000, 240), *(row(f"s{k}", "B", 1000 + k, 240) for k in range(1, 31))]
    print_sweep(toy, found[:1], against_base(found, 1), every=every)
    out = capsys.readouterr().out
    assert ("18 more change it, 0 do not" in out) is not every
    assert ("s1 " in out) is every
    assert "s30" in out
