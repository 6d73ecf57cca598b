"""A card with faults of reading is made whole, in two ways, so that these hide no others."""

import pytest
from cards import written

from corridors.network.changes.mending import numbers, trials
from corridors.network.changes.reading import read_draft

CROSSING = {
    "bcp_id": "xz-own", "name": "Own", "mode": "road", "from_country": "XX", "to_country": "ZZ",
    "hours_p50": 2, "hours_p90": 6, "cost_usd": 10,
}  # fmt: skip
SHUT = {"action": "close", "table": "links", "link_id": "road-af"}


@pytest.fixture
def made(toy, tmp_path):
    def make(*overrides, **head):
        file = tmp_path / "own.toml"
        file.write_text(written({"title": "Own", **head, "override": list(overrides)}))
        draft = read_draft(file)
        tables = {name: toy.table(name) for name in toy.table_names}
        return numbers(draft), list(trials(draft, tables))

    return make


def add(**changed):
    return {"action": "add", "table": "border_crossings", "row": {**CROSSING, **changed}}


def test_what_cannot_be_read_has_two_values_and_the_rest_its_own(toy, made):
    found, cards = made(SHUT, add(hours_p90="long", mode="raod"))
    assert found == [1, 2]
    rows = [dict(card.overrides[1].row) for card in cards]
    table = toy.table("border_crossings")
    assert [row["hours_p90"] for row in rows] == [min(table["hours_p90"]), max(table["hours_p90"])]
    assert {row["mode"] for row in rows} <= set(table["mode"])
    assert all(row["bcp_id"] == "xz-own" and row["hours_p50"] == 2 for row in rows)
    assert all(card.overrides[0].words == "close links where link_id = road-af" for card in cards)


def test_a_misspelt_column_is_read_as_what_it_means(made):
    row = add()
    row["row"]["cost_uds"] = row["row"].pop("cost_usd")
    _, cards = made(row)
    assert [dict(card.overrides[0].row)["cost_usd"] for card in cards] == [10, 10]


def test_a_card_with_a_wrong_head_is_tried_too(made):
    _, cards = made(SHUT, id="No Id", basis="sure", requires=["base"])
    assert [(card.id, card.requires, len(card.overrides)) for card in cards] == [
        ("own", ("base",), 1)
    ] * 2


def test_of_nothing_there_is_no_trial(made):
    assert made({"action": "shut", "table": "links", "link_id": "road-af"}) == ([], [])
