"""Of which years the prices are, said in one place, on every output."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from toy import change, table, toy_network

import corridors
import corridors as co
from corridors.maps.draw import save_map
from corridors.network.price_level import (
    FOR_COMPARING,
    NOT_IN_PRICE,
    brought,
    price_level,
    price_note,
    price_statement,
    price_years,
)
from tests.studies.evidence.test_raw import published


def _lines(folder: Path) -> Iterable[tuple[Path, str]]:
    for path in folder.rglob("*.py"):
        if path.parent.name == "languages":  # which holds the words of all, to be translated
            continue
        yield from ((path, line) for line in path.read_text(encoding="utf-8").splitlines())


def test_years_are_those_of_tariffs_and_of_the_sources_of_other_prices():
    net = co.load()
    years = price_years(net)
    tariffs = [int(row["price_year"]) for row in net.table("tariffs") if row["basis"] != "assumed"]
    for year in tariffs:
        assert year in years
    assert list(years) == sorted(years)


def test_the_span_is_that_of_the_years():
    net = co.load()
    years = price_years(net)
    assert f"USD of {years[0]}-{years[-1]}," in price_level(net)
    first, last = re.search(r"half of them (\d{4})-(\d{4})", price_level(net)).groups()
    inside = sum(int(first) <= year <= int(last) for year in years)
    assert inside >= len(years) / 2


def test_assumed_prices_have_no_year():
    net = co.load()
    tariffs = net.table("tariffs")
    assumed = net.replaced({"tariffs": tariffs.with_values({"basis": ("assumed",) * len(tariffs)})})
    known = sum(basis != "assumed" for basis in tariffs["basis"])
    assert len(price_years(net)) - len(price_years(assumed)) == known


def test_what_events_have_changed_is_told_and_nothing_else():
    net = co.load()
    assert "Events" not in price_level(net)
    said = price_level(net.at("2026-06-01"))
    assert "ships and other services (since 2026-03) and of nothing else" in said


def test_statement_is_note_and_what_is_left_out():
    net = co.load("tapi")
    assert price_statement(net) == f"{price_note(net)} {NOT_IN_PRICE}"
    assert price_note(net).endswith(FOR_COMPARING)
    for word in ("insurance", "duties", "documents", "demurrage", "empty"):
        assert word in NOT_IN_PRICE


def test_what_is_left_out_is_a_sentence_of_its_own():
    assert price_statement(toy_network()).endswith(f"{FOR_COMPARING} {NOT_IN_PRICE}")


@pytest.mark.parametrize("words", ["not for quoting", "demurrage", "USD of 20"])
def test_the_words_stand_in_one_file(words):
    folder = Path(corridors.__file__).parent
    files = {path.name for path, line in _lines(folder) if words in line and ">>>" not in line}
    assert files <= {"price_level.py"}


COMMANDS = {
    "route": (),
    "compare": ("--corridor", "cpec"),
    "pareto": (),
    "alternatives": (),
    "matrix": (),
    "break-values": (),
    "simulate": ("--draws", "50"),
    "timeline": ("--day", "2025-06-01", "--corridor", "cpec"),
}


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_with_prices_says_it(run, command):
    code, out, err = run(command, "Karachi", "Lahore", *COMMANDS[command])
    assert code == 0, err
    assert FOR_COMPARING in " ".join(out.split())
    assert "Not in the price" in " ".join(out.split())


@pytest.mark.parametrize("command", ["route", "pareto", "matrix"])
def test_programs_are_told_as_well(run, command):
    code, out, err = run(command, "Karachi", "Lahore", "--json")
    whole = json.loads(out)
    assert code == 0
    assert FOR_COMPARING in (whole["prices"] if isinstance(whole, dict) else err)


def test_maps_charts_reports_and_notebooks_say_it(tmp_path):
    net = co.load()
    trip = co.route(net, "Karachi", "Lahore")
    assert FOR_COMPARING in trip._repr_html_()
    assert trip.to_dict()["prices"] == price_statement(net)
    for figure in (co.draw_tcd(trip), co.draw_breakdown(trip), co.draw_print_map(trip)):
        assert any(price_note(net) == text.get_text() for text in figure.texts)
    assert FOR_COMPARING in [t.get_text() for t in co.draw_tornado(10, {"a": (9, 11)}).texts]
    save_map(trip, tmp_path / "m.html")
    assert "Not in the price" in (tmp_path / "m.html").read_text(encoding="utf-8")


def test_years_and_rows_brought_by_hand():
    """A tariff says its year; rows brought are of the level; a fee is of its source's year."""
    net = published()
    # the tariff of trucks; the ship and the fee as published, both brought to 2023
    assert price_years(net) == (2023, 2023, 2023)
    assert brought(net) == 3
    told = "Prices: USD of 2023, each of its source's year, but for 3 rows brought to 2023."
    assert price_level(net) == f"{told} Data 2023.01."
    # without what was published the fee is of its source's year, 2019, and the ship of none told
    posts = change(net.table("border_crossings"), "raw_value", {"bcp_id": "xy-zeta"}, math.nan)
    posts = change(posts, "raw_currency", {"bcp_id": "xy-zeta"}, "")
    older = net.replaced({"border_crossings": change(posts, "raw_period", {}, "")})
    assert price_years(older) == (2019, 2023, 2023)
    assert brought(older) == 2
    half = "USD of 2019-2023, each of its source's year (half of them 2019-2023)"
    assert f"Prices: {half}, but for 2 rows brought to 2023." in price_level(older)
    assert price_years(toy_network()) == ()
    assert price_level(toy_network()) == "Prices: USD of no told year."
    assert brought(toy_network()) == 0


def test_events_that_change_money_are_told_by_what_they_change_and_since_when():
    rows = [
        ("ships", "2024-03-05", "services", "usd_40ft", "service_id=s"),
        ("ships again", "2024-05-01", "services", "usd", "service_id=s"),
        ("posts", "2024-04-02", "border_crossings", "cost_usd", "bcp_id=xy-zeta"),
        ("queue", "2024-01-01", "transshipments", "hours", "node_id=xx-a"),
        ("later", "2025-01-01", "tariffs", "usd_per_km", "mode=road"),
    ]
    events = [
        {"event_id": name, "title": name, "from": first, "to": "", "action": "change",
         "table": where, "select": picked, "column": column, "op": "multiply", "value": 2.0,
         "confidence": "high"}
        for name, first, where, column, picked in rows
    ]  # fmt: skip
    net = toy_network(events=table("events", events))
    start, end = "Prices: USD of no told year.", "and of nothing else."
    said = "Events of the day have changed those of"
    assert price_level(net) == start
    assert price_level(net.at("2024-01-10")) == start
    ships = "ships and other services (since 2024-03)"
    assert price_level(net.at("2024-03-10")) == f"{start} {said} {ships} {end}"
    both = f"borders (since 2024-04), {ships}"
    assert price_level(net.at("2024-06-10")) == f"{start} {said} {both} {end}"
