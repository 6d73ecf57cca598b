"""Scenarios of which some cannot be combined: the rest are, and the pair is named."""

import pytest
from cards import moved, scenario, shut

import corridors as co
from corridors.studies.together import combined

HALF = scenario("half", moved("border_crossings", "hours", 0.5, bcp_id="xz-gamma"))
SLOW = scenario("slow", moved("border_crossings", "hours", 2, bcp_id="xz-gamma"))
FEES = scenario("fees", moved("border_crossings", "cost_usd", 0.5, bcp_id="xz-gamma"))
NO_SEA = scenario("no-sea", shut(mode="sea"))


def ids(found):
    return [card.id for card in found.cards]


def test_all_that_can_be_are_combined(toy):
    found = combined(toy, [HALF, FEES, NO_SEA])
    assert (ids(found), found.reason, found.title) == (
        ["half", "fees", "no-sea"], "", "all together",
    )  # fmt: skip


def test_of_a_pair_the_later_is_left_out_and_told_over_what(toy):
    found = combined(toy, [SLOW, FEES, HALF])
    assert ids(found) == ["slow", "fees"]
    assert found.reason.startswith("'slow' and 'half' cannot be combined: both change ")
    assert "border_crossings.hours_p50 of xz-gamma" in found.reason
    assert found.reason.endswith("'half' is left out.")
    assert found.title == f"together, without {HALF.title!r}"


def test_what_conflicts_with_most_is_left_out(toy):
    """One against two that agree: the two are kept, whatever the order."""
    both = scenario("both", *HALF.overrides, *FEES.overrides)
    for cards in ([both, HALF, FEES], [HALF, FEES, both]):
        found = combined(toy, cards)
        assert ids(found) == ["half", "fees"]
        assert found.reason.count("cannot be combined") == 2


def test_a_declared_conflict_is_told_by_what_both_change_or_by_who_says_so(toy):
    shy = scenario("shy", shut(link_id="road-af"), conflicts=("fees",))
    assert (
        "'fees' and 'shy' cannot be combined: 'shy' says so." in combined(toy, [FEES, shy]).reason
    )
    slow = scenario("slow", *SLOW.overrides, conflicts=("half",))
    assert "both change border_crossings.hours_p50" in combined(toy, [HALF, slow]).reason


def test_what_is_required_counts(toy):
    """Needs the first card, and so what conflicts with that."""
    base = scenario("base", shut(link_id="road-ab"), conflicts=("fees",))
    more = scenario("more", shut(link_id="road-af"), requires=("base",))
    found = combined(toy.apply(base), [more, NO_SEA])
    assert ids(found) == ["more", "no-sea"]
    assert combined(toy.apply(FEES), [NO_SEA]).left_out == {}


def test_effects_combine_what_can_be_and_say_which(toy):
    """Fault: one conflict took the row of all together away."""
    frame = co.effects(toy, [SLOW, FEES, HALF], ("Alpha", "Epsilon"), modes=["rail", "road"])
    row = frame[frame["scenario"] == "all together"].iloc[0]
    assert row["cards"] == ("fees", "slow")
    assert frame.attrs["combined"] == ("slow", "fees")
    assert "'slow' and 'half' cannot be combined" in frame.attrs["together"]
    trip = co.route(
        toy.apply(SLOW, FEES), "Alpha", "Epsilon", weight="generalised", modes=["rail", "road"]
    )
    assert row["generalised_usd_after"] == pytest.approx(trip.generalised_usd)
    with pytest.raises(co.ScenarioError, match="both change"):
        co.effects(toy, [SLOW, FEES, HALF], ("Alpha", "Epsilon"), together=True)
    two = co.effects(toy, [SLOW, HALF], ("Alpha", "Epsilon"))
    assert two["scenario"].tolist() == ["slow", "half"]
    assert two.attrs["combined"] == ()
    assert "'half' is left out" in two.attrs["together"]


def test_a_complement_is_of_those_that_can_be_combined(toy):
    frame = co.compare_scenarios(
        toy, [SLOW, FEES, HALF], ("Alpha", "Epsilon"), criteria="cost"
    ).set_index(["scenario", "valued"])
    assert ("fees", "in complement") in frame.index
    assert ("half", "in complement") not in frame.index
    assert "'half' is left out" in frame.attrs["complement"]


def test_three_that_only_fail_at_once(toy, monkeypatch):
    """Each pair goes, all three do not: the last is left out, with what is said of the three."""
    from corridors.studies import together

    monkeypatch.setattr(
        together, "_faults", lambda _, cards, **__: ["too many"] if len(cards) > 2 else []
    )
    found = together.combined(toy, [HALF, FEES, NO_SEA])
    assert ids(found) == ["half", "fees"]
    assert found.reason == "too many: 'no-sea' is left out."


def test_two_cards_that_add_the_same_are_alternatives_by_their_titles(net):
    """Fault: a list of keys of rows that stood in tables already, with ids for titles."""
    cards = [co.scenario(f"karachi-istanbul-direct-{often}") for often in ("weekly", "fortnightly")]
    found = combined(net, cards)
    assert found.reason.startswith(f"{cards[0].title!r} and {cards[1].title!r} are alternatives: ")
    assert found.title == f"together, without {cards[1].title!r}"
