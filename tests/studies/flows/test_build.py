"""What to build first: worked by hand, and against all sets of projects."""

import math
from dataclasses import replace
from itertools import combinations, pairwise

import numpy as np
import pytest

import corridors as co
from corridors.network.checks.rules import Rules
from corridors.network.files import DATA_FOLDER
from corridors.studies.flows import LOST
from corridors.studies.flows.projects import BESIDES, LEFT, OVER
from tests.random_networks import random_network
from tests.studies.flows.test_flows import BOXES, RAIL, ROAD, SHIP, scarce
from tests.toy import change, table, toy_network, toy_tables

#: A year of interest 0, 10 years, no upkeep: a tenth of what is built.
FREE = {"rate": 0.0, "weight": "cost"}


def wider(name, subject, amount):
    """Return a card that sets a capacity."""
    change = co.Override("change", "capacities", {"subject": subject}, "capacity", "set", amount)
    return co.Scenario(name, name, (change,))


def costing(net, **usd):
    """Return the network with what projects cost: they serve 10 years."""
    rows = [
        {"card_id": name, "capex": value / 1e6, "lifetime_years": 10.0, "om_share": 0.0}
        for name, value in usd.items()
    ]
    return net.replaced({"project_costs": table("project_costs", rows)})


def test_what_saves_more_than_it_costs_is_built():
    """120 t by rail: 4 of 10 boxes take the ship. With 200 t none does: 4 x 465 USD are saved."""
    net = scarce(("rail-bc", "link", 120, "t_per_year"))
    saved = 4 * (SHIP - RAIL)
    for usd, built in ((10 * saved - 1, ("more",)), (10 * saved + 1, ())):
        found = co.build_first(
            costing(net, more=usd), wider("more", "rail-bc", 200.0), [BOXES], **FREE
        )
        assert found.chosen == built
        assert found.alone_usd["more"] == pytest.approx(saved)
        assert found.checked
    assert found.saved_usd == 0


def test_what_is_saved_if_goods_that_stay_lose_little():
    """At 1.2 times the rail the 4 boxes stay at home rather than take ship or road: 0.2 each."""
    net = scarce(("rail-bc", "link", 120, "t_per_year"))
    asked = (costing(net, more=100), wider("more", "rail-bc", 200.0), [BOXES])
    found = co.build_first(*asked, **FREE)
    assert found.saved_low_usd == pytest.approx(4 * 0.2 * RAIL)
    assert found.saved_usd == pytest.approx(4 * (SHIP - RAIL))
    assert f"{found.saved_low_usd / 1e6:,.0f}" in str(found)
    assert found.yearly_usd == pytest.approx(10)
    assert math.isnan(co.build_first(*asked, lost=1.1, **FREE).saved_low_usd)


def test_goods_may_choose_anew_for_what_is_built():
    net = scarce(("s", "service", 4, "teu_per_year"))
    kept = {**BOXES, "corridor": "ship"}
    asked = (costing(net, more=100), wider("more", "s", 40.0), [kept])
    assert co.build_first(*asked, **FREE).chosen == ("more",)
    assert co.build_first(*asked, kept=False, **FREE).chosen == ()  # by rail there is room


def test_two_that_help_only_together_are_built_together():
    """Rail passes two narrow places of 120 t: widening one alone saves nothing."""
    net = scarce(("rail-bc", "link", 120, "t_per_year"), ("rail-de", "link", 120, "t_per_year"))
    cards = [wider("one", "rail-bc", 200.0), wider("two", "rail-de", 200.0)]
    found = co.build_first(costing(net, one=5000, two=4000), cards, [BOXES], **FREE)
    assert set(found.chosen) == {"one", "two"}
    assert found.saved_usd == pytest.approx(4 * (SHIP - RAIL))
    assert list(found.alone_usd.values()) == pytest.approx([0, 0])
    assert list(found.lacking_usd.values()) == pytest.approx([4 * (SHIP - RAIL)] * 2)
    one = co.build_first(
        costing(net, one=5000, two=4000), cards, [BOXES], budget_musd=0.008, **FREE
    )
    assert one.chosen == ()


def test_a_budget_takes_what_saves_most():
    """Rail for 4 boxes saves 465 each, the ship's room for 2 saves 20 each (beside the road)."""
    net = scarce(("rail-bc", "link", 120, "t_per_year"), ("s", "service", 4, "teu_per_year"))
    cards = [wider("rail", "rail-bc", 160.0), wider("ship", "s", 8.0)]
    priced = costing(net, rail=300, ship=100)
    found = co.build_first(priced, cards, [BOXES], **FREE)
    assert found.alone_usd["rail"] == pytest.approx(2 * (ROAD - RAIL))
    assert found.alone_usd["ship"] == pytest.approx(2 * (ROAD - SHIP))
    assert found.chosen == ("rail",)  # with the rail, nobody goes by road
    only = co.build_first(priced, cards, [BOXES], budget_musd=0.0001, **FREE)
    assert only.chosen == ("ship",)


def test_a_new_link_is_a_project():
    net = costing(scarce(("rail-bc", "link", 120, "t_per_year")), line=1000)
    card = co.Scenario(
        "line", "A planned railway", (co.Override("open", "links", {"link_id": "rail-ab"}),)
    )
    found = co.build_first(net, card, [BOXES], lost=10, **FREE)
    alone = co.flows(net, [BOXES], weight="cost", lost=10, scenarios=card)
    assert found.alone_usd["line"] == pytest.approx(found.before.usd - alone.usd)
    assert found.alone_usd["line"] > 0
    assert found.chosen == ("line",)


def test_what_has_no_way_before_costs_what_it_would_pay_to_go():
    """The pipe is closed before: gas that stays costs so many times its way, with any project."""
    links = change(toy_tables()["links"], "status", {"link_id": "pipe-gh"}, "planned")
    net = costing(scarce().replaced({"links": links}), pipe=1.0)
    gas = {"origin": "Gas Field", "destination": "Gas Hub", "quantity": 1000, "unit": "t",
           "commodity": "gas", "demand_id": "gas"}  # fmt: skip
    way = co.route(
        toy_network(), "Gas Field", "Gas Hub", shipment=co.Shipment(commodity="gas", cargo_t=1000)
    )
    pipe = co.Override("open", "links", {"link_id": "pipe-gh"})
    card = co.Scenario("pipe", "The pipe", (pipe,))
    found = co.build_first(net, card, [BOXES, gas], **FREE)
    assert found.alone_usd["pipe"] == pytest.approx((LOST - 1) * way.cost_usd)
    assert found.chosen == ("pipe",)


def random_offer(seed, count=4):
    """Return a random network with narrow links, cards that widen some, their costs, goods."""
    rng = np.random.default_rng(seed)
    base = random_network(seed, Rules("allow", "trust"))
    links = list(base.table("links")["link_id"])
    rows = [
        {
            "subject": link,
            "subject_kind": "link",
            "capacity": float(rng.integers(1, 12)) * 20,
            "unit": "t_per_year",
        }
        for link in links
    ]
    net = base.replaced({"capacities": table("capacities", rows)})
    cards = [
        wider(f"p{k}", links[int(k)], 20.0 * float(rng.integers(12, 30)))
        for k in rng.choice(len(links), count, replace=False)
    ]
    usd = {card.id: float(rng.integers(100, 20_000)) for card in cards}
    demands = [
        {"origin": a, "destination": b, "quantity": n, "unit": "teu"}
        for a, b, n in (("n0", "n4", 24), ("n1", "n3", 16))
    ]
    budget = float(rng.integers(5_000, 40_000))
    return costing(net, **usd), cards, usd, demands, budget


@pytest.mark.parametrize("seed", range(8))
def test_equals_all_sets(seed):
    """The set chosen is the best of all sets, each with flows of its own."""
    net, cards, usd, demands, budget = random_offer(seed)
    found = co.build_first(net, cards, demands, budget_musd=budget / 1e6, **FREE)
    costs = {}
    for size in range(5):
        for part in combinations(cards, size):
            names = [card.id for card in part]
            if sum(usd[name] for name in names) <= budget:
                moved = co.flows(net, demands, weight="cost", scenarios=list(part)).usd
                costs[frozenset(names)] = moved + sum(usd[n] for n in names) / 10
    best = min(costs.values())
    assert costs[frozenset(found.chosen)] == pytest.approx(best, rel=1e-6)
    assert found.checked
    for name, why in found.why_not.items():  # what is said of the others holds
        more = frozenset({*found.chosen, name})
        if why == BESIDES:
            assert costs[more] >= best * (1 - 1e-6)
        else:
            assert why == (OVER if usd[name] > budget else LEFT)
            assert more not in costs


def opens(name, *links, requires=()):
    """Return a card that opens planned links."""
    changes = tuple(co.Override("open", "links", {"link_id": link}) for link in links)
    return co.Scenario(name, name, changes, requires=requires)


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("usd", [1e9, 45_000.0], ids=["over the budget", "within it"])
def test_a_plan_that_brings_others_hides_nothing(usd, first):
    """The railway has two gaps, and each is of no use alone: 10 boxes save 465 USD with both.

    A plan that requires both, and opens the other railway too, costs more than there is.
    """
    links = toy_tables()["links"]
    for link in ("rail-bc", "rail-cd"):
        links = change(links, "status", {"link_id": link}, "planned")
    net = costing(scarce().replaced({"links": links}), one=10_000, two=20_000, plan=usd)
    cards = [opens("one", "rail-bc"), opens("two", "rail-cd")]
    plan = opens("plan", "rail-ab", requires=("one", "two"))
    offer = [plan, *cards] if first else [*cards, plan]
    found = co.build_first(net, offer, [BOXES], budget_musd=0.05, **FREE)
    assert set(found.chosen) == {"one", "two"}
    assert found.saved_usd == pytest.approx(10 * (SHIP - RAIL))
    assert list(found.lacking_usd.values()) == pytest.approx([10 * (SHIP - RAIL)] * 2)
    assert found.why_not == {"plan": OVER}
    assert found.to_dataframe().set_index("scenario")["why_not"].to_dict() == {
        "one": "", "two": "", "plan": OVER,
    }  # fmt: skip
    left = co.build_first(net, offer, [BOXES], budget_musd=0.07, **FREE)
    assert left.why_not == {"plan": OVER}  # with what it requires 75,000


@pytest.mark.parametrize("seed", [0, 10, 11])
def test_more_offered_is_never_worse(seed):
    """Nor is a plan that brings all of it, and that the budget does not allow."""
    net, cards, usd, demands, budget = random_offer(seed, count=6)
    rest = {f"l{name[1:]}" for name in usd}
    (link, *_) = (x for x in net.table("links")["link_id"] if x not in rest)
    brought = tuple(card.id for card in cards[:4])
    plan = replace(wider("plan", link, 1000.0), requires=brought)
    net = costing(net, **usd, plan=1e9)
    words = {"budget_musd": budget / 1e6, **FREE}
    offers = [cards[:4], [*cards[:4], plan], [*cards, plan]]
    found = [co.build_first(net, offer, demands, **words) for offer in offers]
    gains = [one.saved_usd - one.yearly_usd for one in found]
    for less, more in pairwise(gains):
        assert more >= less - 1e-6 * found[0].before.usd
    assert set(found[0].chosen) == set(found[1].chosen)
    assert found[1].why_not["plan"] == OVER


def test_the_order_loses_least():
    """Of two that add up, the one first that saves more for its cost."""
    net = scarce(("rail-bc", "link", 60, "t_per_year"), ("pipe-gh", "link", 500, "t_per_year"))
    gas = {"origin": "Gas Field", "destination": "Gas Hub", "quantity": 1000, "unit": "t",
           "commodity": "gas", "demand_id": "gas"}  # fmt: skip
    cards = [wider("rail", "rail-bc", 200.0), wider("pipe", "pipe-gh", 1000.0)]
    for usd, first in (
        (({"rail": 100.0, "pipe": 100.0}), "rail"),
        (({"rail": 2000.0, "pipe": 1.0}), "pipe"),
    ):
        found = co.build_first(costing(net, **usd), cards, [BOXES, gas], **FREE)
        assert set(found.chosen) == {"rail", "pipe"}
        gain = {name: found.alone_usd[name] / usd[name] for name in usd}
        assert found.chosen[0] == max(gain, key=gain.get)
        assert found.chosen[0] == first


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"budget_musd": -1}, "budget_musd must be 0 or more"),
        ({"budget_musd": math.nan}, "budget_musd must be 0 or more"),
        ({"rate": "six"}, "rate must be 0 or more"),
        ({"projects": []}, "projects is empty"),
        ({"projects": {"middle": 3}}, "there is no scenario 'middle'"),
        ({"projects": {"btk-expanded": -3}}, "its cost -3.0 is no number of 0 or more"),
        ({"projects": "btk-expanded"}, "there is no cost of a project 'btk-expanded'"),
    ],
    ids=str,
)
def test_words_that_cannot_be_are_refused(words, said):
    given = {"projects": {"btk-expanded": 1.0}, **words}
    with pytest.raises((ValueError, KeyError), match=said):
        co.build_first(scarce(), given.pop("projects"), [BOXES], **given)


def test_a_card_that_needs_another_is_built_with_it():
    """The required card costs too much: the cheap one that needs it is not had for its own cost."""
    net = scarce(("rail-bc", "link", 120, "t_per_year"))
    costly = wider("costly", "rail-bc", 150.0)
    needing = co.Scenario(
        "needing", "Needing",
        (co.Override("change", "border_crossings", {"bcp_id": "xz-gamma"}, "hours", "multiply", 0.5),),
        requires=("costly",),
    )  # fmt: skip
    priced = costing(net, costly=1e9, needing=1.0)
    found = co.build_first(priced, [needing, costly], [BOXES], **FREE)
    assert found.chosen == ()
    priced = costing(net, costly=1.0, needing=1.0)
    found = co.build_first(priced, [needing, costly], [BOXES], **FREE)
    assert "costly" in found.chosen


def test_costs_are_read_key_by_key():
    with pytest.raises(ValueError, match="the cost of 'btk-expanded' is given twice"):
        file = DATA_FOLDER / "scenarios" / "btk-expanded.toml"
        co.build_first(scarce(), {"btk-expanded": 1.0, str(file): 2.0}, [BOXES])
