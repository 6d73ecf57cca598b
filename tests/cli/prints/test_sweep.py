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
        "weight": 1.0,
        "shipments": math.nan,
        "remark": "",
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


def test_all_pairs_are_summed_by_their_shipments(toy, capsys):
    """1,000 and 10 shipments: B 250 USD dearer and a day quicker, C opened by ``dear``, not counted;
    both 100 USD cheaper by ``cheap``: 101,000 USD a year."""
    found = [
        row("", "B", 1000, 240), row("", "C", 800, 48),
        row("dear", "B", 1250, 216), row("dear", "C", *NO),
        row("cheap", "B", 900, 240), row("cheap", "C", 700, 48),
    ]  # fmt: skip
    for number, one in enumerate(found):
        one["shipments"] = (1000.0, 10.0)[number % 2]
        one["weight"] = 2 * one["shipments"]
    rows = against_base(found, 2)
    assert [r["change_usd_year"] for r in rows[::2]] == [250_000, -100_000]
    assert rows[0]["change_h_year"] == -24_000
    print_sweep(toy, found[:2], rows, "teu", every=False)
    out = " ".join(capsys.readouterr().out.split())
    assert "All 2 pairs: change, all teu" in out
    assert "dear │ 2 │ 1 │ +250.0 │ -1,000 │" in out
    assert "cheap │ 2 │ 0 │ -101.0 │ 0 │" in out


def test_weights_that_are_no_amounts_make_a_mean(toy, capsys):
    found = [
        row("", "B", 1000, 240), row("", "C", 800, 48),
        row("x", "B", 1100, 240), row("x", "C", 800, 48),
    ]  # fmt: skip
    for number, one in enumerate(found):
        one["weight"] = (3.0, 1.0)[number % 2]
    print_sweep(toy, found[:2], against_base(found, 2), "weight", every=False)
    assert "x │ 1 │ 0 │ +75 │ 0.0 │".replace("0.0", "0") in " ".join(
        capsys.readouterr().out.split()
    )


@pytest.mark.parametrize("every", [True, False])
def test_a_long_sweep_is_cut_unless_all_is_asked(toy, capsys, every):
    found = [row("", "B", 1000, 240), *(row(f"s{k}", "B", 1000 + k, 240) for k in range(1, 31))]
    print_sweep(toy, found[:1], against_base(found, 1), every=every)
    out = capsys.readouterr().out
    assert ("18 more change it, 0 do not" in out) is not every
    assert ("s1 " in out) is every
    assert "s30" in out


def test_people_read_titles_of_cards(toy, capsys):
    """Fault: tables for people had ids of cards."""
    titles = {"dear": "Dear fuel", "cut": "Border shut"}
    print_sweep(toy, FOUND[:2], against_base(FOUND, 2), every=False, titles=titles)
    out = " ".join(capsys.readouterr().out.split())
    assert "Dear fuel │ 1,250 │ +250" in out
    assert "│ dear │" not in out
    assert out.count("Border shut │") == 2
