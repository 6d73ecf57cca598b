"""What a report says agrees with the library."""

import csv

import pytest
from report_toy import PAIR, content_of, dearer
from toy import change, toy_network

import corridors as co
from corridors.reports.content import Case, make_content
from corridors.reports.page import page_html
from corridors.reports.tables import CHEAPEST, CHOICES, FASTEST, distinct, same_way
from corridors.routing.conditions import DEFAULT_SHIPMENT


def test_the_comparison_agrees_with_the_library(toy):
    content = content_of(toy)
    table = content.table("comparison")
    by_name = {row[0].split(":")[0]: row for row in table.rows}
    cheap = co.route(toy, *PAIR, weight="cost")
    assert by_name[CHEAPEST][1:4] == pytest.approx(
        (cheap.distance_km, cheap.cost_usd, cheap.time_h / 24)
    )
    fast = co.route(toy, *PAIR, weight="time")
    assert by_name[FASTEST][3] == pytest.approx(fast.time_h / 24)
    expected = co.compare(toy, *PAIR, by=["cost", "time"])
    served = expected[expected["served"]]
    best = served[served["corridor"] == "any way"]
    assert best["best_by"].to_list() == [("cost",), ("time",)]
    # The rail line is the cheapest of all: the way stands once, by both names.
    assert table.rows[0][0] == f"{CHEAPEST}: Rail line"
    assert len(table.rows) == len(served) - 1 == 3
    assert len(content.table("not-served").rows) == (~expected["served"]).sum()


def test_the_front_is_that_of_the_library(toy):
    content = content_of(toy)
    front = co.pareto(toy, *PAIR)
    assert [row[1] for row in content.table("front").rows] == pytest.approx(
        [trip.cost_usd for trip in front.itineraries]
    )
    assert content.table("front").note == ""


def test_shares_of_basis_add_up_and_sources_are_those_of_the_legs(toy):
    content = content_of(toy)
    for row in content.table("basis").rows:
        assert sum(row[1:5]) == pytest.approx(1)
        assert sum(row[5:9]) == pytest.approx(1)
    used = {s for t in content.trips.values() for g in t.steps for s in (g.source_id,) if s}
    assert used <= {row[0] for row in content.table("sources").rows}


def test_a_scenario_is_set_against_the_base(toy, tmp_path):
    file = co.report(toy, *PAIR, tmp_path / "x.html", scenarios={"Dear rail": dearer(toy)})
    text = file.read_text(encoding="utf-8")
    assert "Dear rail" in text
    content = content_of(toy)
    assert content.table("scenarios") is None
    assert "Scenarios</h2>" not in page_html(content)
    base = co.route(toy, *PAIR).cost_usd
    after = co.route(dearer(toy), *PAIR).cost_usd
    assert f"{after - base:+,.0f}" in text


def test_a_scenario_that_changes_nothing_says_why(net, tmp_path):
    """Six rows of +0 and +0.0, and no reason: what the effects of scenarios say is told."""
    cards, pair = ("torkham-closed", "suez-closed", "fuel-plus-50"), ("Karachi", "Istanbul")
    folder = co.report(net, *pair, tmp_path / "x", scenarios=cards)
    with (folder / "effects.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["scenario"] for row in rows] == [co.scenario(card).title for card in cards]
    assert rows[0]["by cost"].endswith("stays as it is: it does not pass what it changes.")
    assert rows[1]["by cost"].startswith("Another way is chosen, which takes 53.3 days")
    assert rows[2]["by cost"].startswith("The same way takes")
    for weight, column in CHOICES.items():
        expected = co.effects(net, cards, pair, weight=weight, together=False)["sentence"]
        for row, sentence in zip(rows, expected, strict=True):
            assert row[column]
            assert sentence.startswith(row[column])


def test_of_a_network_that_is_no_card_it_is_not_said_why_nothing_changes(toy):
    by_name = content_of(toy, [Case("as it is", "nothing", toy_network())]).table("effects")
    ((name, *sentences),) = by_name.rows
    assert name == "as it is"
    assert all(one.endswith("USD) stays as it is.") for one in sentences)


def test_a_scenario_that_cuts_every_way_says_so(toy, tmp_path):
    shut = toy.table("links")
    for link in shut["link_id"]:
        shut = change(shut, "status", {"link_id": link}, "suspended")
    file = co.report(toy, *PAIR, tmp_path / "x.md", scenarios={"Shut": toy_network(links=shut)})
    assert "Shut: no way remains" in file.read_text(encoding="utf-8")


def test_corridors_that_go_the_same_way_stand_once_by_both_names():
    content = make_content(
        co.load(), "Islamabad", "Kashgar", (), weight="cost", shipment=DEFAULT_SHIPMENT,
        corridors=["cpec", "karakoram"],
    )  # fmt: skip
    ways = [same_way(trip) for trip in distinct(content.trips).values()]
    assert len(ways) == len(set(ways))
    together = [name for name in content.trips if "CPEC" in name]
    assert together
    assert all(" = Karakoram" in name for name in together)
    for key in ("comparison", "reliability", "basis"):
        rows = [row[1:] for row in content.table(key).rows]
        assert len(rows) == len(set(ways)), key
    ledgers = [table for table in content.tables if table.key.startswith("ledger-")]
    assert len(ledgers) == len(ways)
    assert "on China-Pakistan Economic Corridor (CPEC) = Karakoram" in content.findings[1]
    assert ", cheapest" not in content.findings[1]
