"""Customs regimes at a border are a look-up by parties and mode."""

import re
from dataclasses import replace
from datetime import date

import pytest

import corridors as co
from corridors.network.tables import Table
from corridors.reports.borders import border_cards
from corridors.studies.regimes import regimes_at

ROW = {
    "regime_id": "x", "name": "X", "mode": "road", "members": "AF;PK", "applies": "both",
    "kind": "agreement", "note": "", "source_id": "own-assumption", "basis": "assumed",
}  # fmt: skip


def found(net, *rows, mode="road", left="PK", entered="AF", countries=("PK", "AF", "UZ")):
    """Return the regimes of a table of some rows at a border."""
    table = Table("regimes", {name: [{**ROW, **r}[name] for r in rows] for name in ROW})
    changed = net.replaced({"regimes": table})
    return [regime.regime_id for regime in regimes_at(changed, mode, left, entered, countries)]


@pytest.mark.parametrize(
    ("row", "border", "holds"),
    [
        ({}, {}, True),
        ({}, {"mode": "rail"}, False),
        ({"mode": "*"}, {"mode": "rail"}, True),
        ({}, {"left": "IR"}, False),
        ({}, {"entered": "UZ"}, False),
        ({}, {"entered": "*"}, False),
        ({"mode": "*"}, {"mode": "pipeline"}, False),
        ({"applies": "trip"}, {"left": "IR"}, True),
        ({"applies": "trip", "members": "AF;IN"}, {}, False),
        ({"applies": "transit", "members": "AF"}, {}, True),
        ({"applies": "transit", "members": "AF"}, {"countries": ("PK", "AF")}, False),
        ({"applies": "destination", "members": "*"}, {"countries": ("PK", "AF")}, True),
        ({"applies": "destination", "members": "*"}, {}, False),
    ],
)
def test_a_regime_applies_by_its_parties(net, row, border, holds):
    assert found(net, row, **border) == (["x"] if holds else [])


def test_in_a_union_no_national_papers_are_asked_and_a_countrys_own_go_before_general_ones(net):
    union = {"regime_id": "u", "kind": "union"}
    own = {"regime_id": "own", "kind": "national", "members": "AF", "applies": "transit"}
    general = {**own, "regime_id": "general", "members": "*"}
    assert found(net, own, general) == ["own"]
    assert found(net, {**own, "members": "IR"}, general) == ["general"]
    assert found(net, union, own, general) == ["u"]


def test_every_land_border_of_the_network_has_a_regime_with_source_and_basis(net):
    """TIR on the road between all its parties, and something at every other border."""
    sources, table = set(net.table("sources")["source_id"]), net.table("border_crossings")
    tir = set(
        next(r for r in net.table("regimes") if r["regime_id"] == "tir")["members"].split(";")
    )
    for row in table:
        left, entered, mode = row["from_country"], row["to_country"], row["mode"]
        if entered == "*" or mode == "pipeline":
            continue
        regimes = regimes_at(net, mode, left, entered, [left, entered, "XX"])
        assert regimes, row
        assert all(one.source_id in sources and one.basis for one in regimes)
        if mode == "road" and {left, entered} <= tir:
            assert "tir" in [one.regime_id for one in regimes[:2]]


def test_the_sheet_tells_regimes_with_their_sources(net, tmp_path):
    trip = co.route(net, "Karachi", "Tashkent", modes="road")
    cards = border_cards(trip, date(2026, 3, 2))
    assert [[r.regime_id for r in card.regimes] for card in cards] == [
        ["tir", "aptta", "national"],
        ["tir", "uptta", "import"],
    ]
    text = trip.save(tmp_path / "t.md", made=date(2026, 3, 2)).read_text("utf-8")
    assert "## Customs regimes" in text
    titles = {"doc-tir": "TIR Convention 1975", "own-assumption": "Assumption of this project"}
    numbers = {one: re.search(rf"\| (\d+) \| {title}", text)[1] for one, title in titles.items()}
    assert f"| {numbers['doc-tir']} (published) |" in text
    assert f"| {numbers['own-assumption']} (assumed) |" in text
    assert replace(cards[0], regimes=()).regimes == ()
