"""The embedded cards and events: each can be applied, has its sources, and obeys the rules."""

import csv
from datetime import date, timedelta

import pytest
from asked import ask_all

import corridors as co
from corridors.criteria import CRITERIA
from corridors.network.changes.apply import apply_with_changes
from corridors.network.changes.cards import scenario_ids, with_required
from corridors.network.changes.event_rows import event_override
from corridors.network.files import DATA_FOLDER

IDS = scenario_ids()
PAIRS = [
    ("Karachi", "Istanbul"),
    ("Karachi", "Tashkent"),
    ("Islamabad", "Bishkek"),
    ("Almaty", "Istanbul"),
    ("Istanbul", "Gwadar"),
]
#: What the region talks about: each has a card.
SUBJECTS = (
    "karachi-istanbul-direct-weekly",
    "karachi-istanbul-direct-fortnightly",
    "azerbaijan-pakistan-customs-edi",
    "ots-harmonised-customs",
    "ots-harmonised-customs-with-pakistan",
    "pakistan-uzbekistan-transit",
    "qtta-karakoram",
    "tir-etir",
    "turkiye-cpec-free-zones",
    "gwadar-fully-operating",
    "ml-1-upgrade",
    "trans-afghan-kharlachi",
    "trans-afghan-kandahar",
    "cku-railway",
    "tripp-zangezur",
    "rasht-astara",
    "chabahar-zahedan",
    "khaf-herat-completed",
    "btk-expanded",
    "caspian-ports-capacity",
    "caspian-ferries-doubled",
    "caspian-level-falling",
    "middle-corridor-2030",
    "suez-closed",
    "bosporus-closed",
    "hormuz-closed",
    "iran-closed",
    "afghanistan-closed",
    "torkham-closed",
    "chaman-closed",
    "salang-closed-winter",
    "khunjerab-winter",
    "russia-closed",
    "tapi-built",
    "tapi-gwadar-spur",
    "fuel-plus-50",
)


def values(net):
    """Return the best value of each criterion and pair."""
    found = {}
    for criterion in CRITERIA:
        asked = ask_all(net, PAIRS, weight=criterion)
        for pair, question, way in zip(PAIRS, asked, asked.best(), strict=True):
            found[criterion, *pair] = question.value_of(way)
    return found


@pytest.fixture(scope="module")
def before(net):
    return values(net)


def test_every_subject_has_a_card():
    assert set(SUBJECTS) <= set(IDS)


@pytest.mark.parametrize("name", IDS)
def test_a_card_says_what_why_and_by_whom(net, name):
    card = co.scenario(name)
    known = set(net.table("sources")["source_id"])
    used = {*card.source_ids, *(card.sourced(o)[0] for o in card.overrides)}
    assert card.source_ids
    assert used | ({card.claim_source_id} if card.claim else set()) <= known
    assert card.what.endswith(".")
    assert card.why.endswith(".")
    assert set(card.requires) | set(card.conflicts) <= set(IDS)


@pytest.mark.parametrize("name", IDS)
def test_every_override_of_a_card_changes_something(net, name):
    card = co.scenario(name)
    _, changes = apply_with_changes(net, [card])
    owners = {cell.owner for cells in changes.cells.values() for cell in cells}
    owners |= set(changes.added.values())
    assert {(name, k) for k in range(1, len(card.overrides) + 1)} <= owners


@pytest.mark.parametrize("name", IDS)
def test_closing_never_helps_and_opening_never_hurts(net, before, name):
    card = co.scenario(name)
    needed = [c for c in with_required([card]) if c.id != name]
    base = net.apply(*needed) if needed else net
    old = values(base) if needed else before
    for actions, sign in ((("close",), 1), (("open", "add"), -1)):
        some = [o for o in card.overrides if o.action in actions]
        if not some:
            continue
        part = co.Scenario("part", "part", some, source_ids=card.source_ids, basis=card.basis)
        for key, value in values(base.apply(part)).items():
            assert sign * (value - old[key]) >= -1e-3, key


@pytest.mark.parametrize("name", IDS)
def test_an_agreement_changes_only_borders_of_its_parties(net, name):
    """What two countries agree on cannot speed a border of two others."""
    card = co.scenario(name)
    if not card.between:
        return
    table = net.table("border_crossings")
    _, changes = apply_with_changes(net, [card])
    changed = {row for name, row, _ in changes.cells if name == "border_crossings"}
    assert changed
    for row in changed:
        assert {table["from_country"][row], table["to_country"][row]} & set(card.between)


def test_data_of_azerbaijan_and_pakistan_speed_what_enters_them_alone(net):
    """Fault: the card sped what leaves them too, and so Iran's checks of Turkish trucks."""
    found = co.effects(
        net, "azerbaijan-pakistan-customs-edi",
        [("Karachi", "Baku"), ("Karachi", "Istanbul"), ("Istanbul", "Karachi")],
    ).set_index(["origin", "destination"])  # fmt: skip
    own, out, back = (found.loc[pair] for pair in found.index)
    assert own["outcome"] == "same way"
    assert -6 < own["time_h_change"] < -1
    assert "is about goods between" not in own["sentence"]
    assert out["outcome"] == "no change"
    assert "on a way from Türkiye to Pakistan is more than can be" in back["sentence"]
    table = net.table("border_crossings")
    _, changes = apply_with_changes(net, [co.scenario("azerbaijan-pakistan-customs-edi")])
    rows = {row for _, row, _ in changes.cells}
    assert {table["to_country"][row] for row in rows} == {"AZ", "PK"}


def test_conflicts_are_mutual_in_effect():
    for name in IDS:
        for other in co.scenario(name).conflicts:
            with pytest.raises(co.ScenarioError, match="cannot be combined"):
                with_required([co.scenario(name), co.scenario(other)])


# -- events ----------------------------------------------------------------------------------------


def test_events_reach_back_to_2019_and_are_many(net):
    events = net.table("events")
    assert len(events) >= 60
    assert min(events["from"]) <= "2019-12-31"
    assert set(events["confidence"]) <= {"high", "medium", "low"}


def test_every_event_can_be_felt(net):
    """On every day on which something begins or ends, and the day after."""
    days = {d for row in net.table("events") for d in (row["from"], row["to"]) if d}
    felt = set()
    for day in sorted(days):
        felt |= set(net.at(day).felt)
        felt |= set(net.at(date.fromisoformat(day) + timedelta(days=1)).felt)
    assert felt == set(net.table("events")["event_id"])


def test_known_closures(net):
    """What nobody disputes: Suez in 2019 and 2025, Torkham in late 2025, Khunjerab in 2021."""

    def sails(day):
        return co.route(
            net.at(day), "Karachi", "Istanbul", weight="distance", avoid=["IR", "AF", "CN"]
        )

    def is_open(day, bcp):
        then = net.at(day)
        table = then.table("border_crossings")
        return "operational" in {
            row["status"] for row in table if row["bcp_id"] == bcp and row["mode"] == "road"
        }

    assert sails("2019-06-01").distance_km < 10_000
    assert is_open("2019-09-01", "cn-pk-khunjerab")
    assert not is_open("2021-06-01", "cn-pk-khunjerab")
    assert is_open("2024-06-01", "af-pk-torkham")
    assert not is_open("2025-11-15", "af-pk-torkham")


def test_the_events_file_is_in_order():
    with (DATA_FOLDER / "events.csv").open(encoding="utf-8", newline="") as file:
        rows = [(row["from"], row["event_id"]) for row in csv.DictReader(file)]
    assert rows == sorted(rows)


#: Who alone is stopped by a closure that says so.
_ALONE = ("truck", "wagon", "railway", "jammed")


def test_a_closure_of_a_part_of_the_traffic_says_so_in_its_title(net):
    """What is called closed is closed to trucks and trains alike, built already or planned."""
    closures = [
        (str(event["title"]), event_override(event))
        for event in net.table("events")
        if event["table"] == "border_crossings" and event["action"] == "close"
    ]
    closures += [
        (card.title, override)
        for card in map(co.scenario, IDS)
        for override in card.overrides
        if override.table == "border_crossings" and override.action == "close"
    ]
    for title, override in closures:
        modes = dict(override.selection).get("mode", ("road", "rail"))
        if not {"road", "rail"} <= set(modes):
            assert any(word in title.lower() for word in _ALONE), title
