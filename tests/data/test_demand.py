"""The tables of demand, shares, capacities, coefficients and costs of projects say what they claim."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from itertools import pairwise

import pytest

import corridors as co

#: Published totals of the Middle Corridor, Mt by year.
MIDDLE_CORRIDOR = {2022: 1.5, 2023: 2.8, 2024: 4.5, 2030: 11.0}
TABLES = ("demand", "ratios", "published_shares", "choice_coefficients", "project_costs")


@pytest.fixture(scope="module")
def net():
    return co.load()


def middle_corridor(net):
    """Return Mt by year of the groups of the Middle Corridor, empty boxes left out."""
    ratios = net.table("ratios").pairs("name", "value")
    tonnes = {"teu": ratios["t-per-teu-middle-corridor"] / 1e6, "Mt": 1.0, "t": 1e-6}
    found = defaultdict(float)
    for row in net.table("demand"):
        if row["group"].endswith("Middle Corridor"):
            found[row["year"]] += row["quantity"] * tonnes[row["unit"]]
    return found


def test_quantities_lie_between_low_and_high(net):
    for row in net.table("demand"):
        assert row["low"] <= row["quantity"] <= row["high"], row["demand_id"]
        assert row["quantity"] > 0, row["demand_id"]
        assert row["origin"] != row["destination"], row["demand_id"]
    for row in net.table("published_shares"):
        assert row["low"] <= row["high"], row["share_id"]
    for row in net.table("project_costs"):
        assert 0 < row["capex_low"] <= row["capex"] <= row["capex_high"], row["card_id"]
    for name, key in (("ratios", "name"), ("choice_coefficients", "coefficient_id")):
        for row in net.table(name):
            low, high = (
                row["value"] if math.isnan(row[column]) else row[column]
                for column in ("low", "high")
            )
            assert low <= row["value"] <= high, row[key]


def test_there_is_enough_of_each(net):
    years = net.table("demand")["year"]
    assert sum(2022 <= year <= 2025 for year in years) >= 60
    assert sum(year in (2030, 2040) for year in years) >= 40
    assert len(net.table("published_shares")) >= 25
    assert len({row["study"].split(",")[0] for row in net.table("choice_coefficients")}) >= 8


def test_sources_that_notes_name_exist(net):
    """Ids of sources in notes end in a year, such as trend-titr-2024."""
    known = set(net.table("sources")["source_id"])
    for name in (*TABLES, "capacities"):
        for row in net.table(name):
            for word in re.findall(r"\b[a-z]+(?:-[a-z0-9]+)+-20\d\d(?:-\d\d|h1)?\b", row["note"]):
                assert word in known, (name, row)


def test_units_of_demand_fit_the_commodity(net):
    fitting = {
        "container": {"teu", "t", "Mt"},
        "bulk": {"t", "Mt"},
        "oil": {"t", "Mt", "bbl"},
        "gas": {"bcm", "mcm"},
    }
    for row in net.table("demand"):
        assert row["unit"] in fitting[row["commodity"]], row["demand_id"]
        empty = row["group"].endswith(", empty")
        assert (empty or row["commodity"] == "gas") == math.isnan(row["value_usd_per_t"]), row


def test_the_middle_corridor_adds_up_to_what_was_published(net):
    found = middle_corridor(net)
    for year, published in MIDDLE_CORRIDOR.items():
        assert found[year] == pytest.approx(published, rel=1e-4), year


def test_the_exports_of_kazakhstan_are_near_the_published_part(net):
    """3.2 of 4.5 Mt in 2024 (Interfax): a second figure, which the split was not made to meet."""
    found = sum(
        row["quantity"] * (14e-6 if row["unit"] == "teu" else 1)
        for row in net.table("demand")
        if row["year"] == 2024 and row["group"].startswith("Kazakh") and "Middle" in row["group"]
    )
    assert found == pytest.approx(3.2, rel=0.06)


def test_tapi_is_shared_as_agreed(net):
    for year in (2030, 2040):
        taps = {
            row["destination"]: row["quantity"]
            for row in net.table("demand")
            if row["group"] == "TAPI" and row["year"] == year
        }
        total = sum(taps.values())
        assert total == pytest.approx(33)
        shares = {node: 100 * quantity / total for node, quantity in taps.items()}
        wanted = {"af-tapi-kandahar": 16, "pk-tapi-multan": 42, "in-fazilka": 42}
        assert shares == pytest.approx(wanted)


def test_shares_of_one_whole_add_up_to_100_at_most(net):
    sums = defaultdict(float)
    for row in net.table("published_shares"):
        sums[row["of"], row["year"]] += row["low"]
    assert {whole: total for whole, total in sums.items() if total > 100.01} == {}


def test_subjects_of_capacities_exist(net):
    links = net.table("links")
    known = {
        "link": set(links["link_id"]),
        "node": set(net.table("nodes")["node_id"]),
        "bcp": set(net.table("border_crossings")["bcp_id"]),
        "service": set(net.table("services")["service_id"]),
        "corridor": set(net.table("corridors")["corridor_id"]),
        "pipeline": {"tapi", "btc", "tanap", "scp", "ip", "wop", "mtt-wop"},
    }
    for row in net.table("capacities"):
        assert row["subject"] in known[row["subject_kind"]], row
        assert row["capacity"] > 0, row
        assert not math.isnan(row["year"]), row


def test_capacities_do_not_fall_from_year_to_year(net):
    """Only what was a plan or a name before, and is a count now, may be less."""
    rows = defaultdict(list)
    for row in net.table("capacities"):
        rows[row["subject"], row["unit"]].append((row["year"], row["capacity"], row["note"]))
    for key, found in rows.items():
        ordered = sorted(found)
        for (_, before, _), (_, after, note) in pairwise(ordered):
            assert after >= before or "throughput, not capacity" in note, key


def test_throughput_taken_as_capacity_says_so(net):
    said = [row for row in net.table("capacities") if "throughput" in row["note"]]
    assert len(said) >= 10


def test_costs_are_of_cards_that_there_are(net):
    cards = set(co.scenarios().index)
    costs = net.table("project_costs")["card_id"]
    assert set(costs) <= cards
    assert len(costs) >= 15


def test_a_part_of_the_network_keeps_the_demand_between_its_places(net):
    links = net.table("links")
    railways = [
        i for i, mode in zip(links["link_id"], links["mode"], strict=True) if mode == "rail"
    ]
    part = net.subset(railways, name="railways")
    places = set(part.table("nodes")["node_id"])
    kept = list(part.table("demand"))
    assert 0 < len(kept) < len(net.table("demand"))
    assert all({row["origin"], row["destination"]} <= places for row in kept)


def test_every_pair_has_a_way_today_but_those_of_planned_pipelines(net):
    without = set()
    pairs = {
        (r["origin"], r["destination"], r["commodity"], r["group"]) for r in net.table("demand")
    }
    for origin, destination, commodity, group in pairs:
        try:
            co.route(net, origin, destination, shipment=co.Shipment(commodity=commodity))
        except co.NoItineraryError:
            without.add(group)
    assert without == {"TAPI", "Iran - Pakistan gas"}
