"""What events and scenarios made of a price leads to them and to their sources."""

from __future__ import annotations

import math

import pytest
from toy import table, toy_network

import corridors as co
from corridors.studies.evidence.charges import charges
from corridors.studies.evidence.surcharges import row_name_of


def priced(trip):
    """Return the rows of the price, by row of the tables."""
    parts = charges(trip)
    paid = parts[parts["in_price"]]
    assert math.fsum(paid["usd"]) == pytest.approx(trip.cost_usd)
    return paid


def test_a_surcharge_is_told_apart_from_the_freight(net):
    """Shanghai - Jebel Ali 1,850 USD a 40-ft box, and since March 2026 3,000 more (20 ft 2,000)."""
    for box, usd, name in ((40, 3000, "40"), (20, 2000, "20")):
        trip = co.route(
            net, "Shanghai", "Dubai", modes=["sea", "road"], as_of="2026-09-01",
            shipment=co.Shipment(box=f"{box}ft"),
        )  # fmt: skip
        paid = priced(trip).set_index("row")
        told = paid.loc[f"events hormuz-2026-surcharge-{name}"]
        assert (told["usd"], told["part"]) == (pytest.approx(usd), "carriage")
        assert (told["source_id"], told["basis"]) == ("zerohedge-surcharge-2026", "published")
        assert told["how"].endswith("(since 2026-03-01)")
        row = net.table("services").index("service_id")["svc-sha-jea"]
        before = net.table("services")[f"usd_{box}ft"][row]
        assert paid.loc["services svc-sha-jea", "usd"] == pytest.approx(before)


def test_freight_that_rose_is_the_freight_before_and_what_the_event_made_of_it(net):
    """Times five in 2021: four fifths are of the event, reckoned from an index."""
    trip = co.route(net, "Shanghai", "Karachi", as_of="2021-08-01", modes=["sea", "road"])
    paid = priced(trip)
    by_sea = paid[paid["name"].str.startswith("Shanghai port")]
    usd = by_sea.set_index("row")["usd"]
    assert usd["events sea-rates-2021"] == pytest.approx(4 * usd.iloc[0])
    assert list(by_sea["basis"])[1] == "derived"
    without = priced(co.route(net, "Shanghai", "Karachi", modes=["sea", "road"]))
    assert not without["row"].str.startswith("events").any()


def test_a_fee_at_a_border_and_the_row_of_its_event(net):
    trip = co.route(net, "Yerevan", "Tehran", as_of="2021-10-01", modes="road")
    paid = priced(trip).set_index("row")
    assert paid.loc["events am-goris-2021-b", "usd"] == pytest.approx(380)
    assert paid.loc["border_crossings am-ir-norduz road AM IR", "usd"] == pytest.approx(120)
    (event,) = net.row("events am-goris-2021-b").itertuples()
    assert event.source_id == paid.loc["events am-goris-2021-b", "source_id"]


@pytest.mark.parametrize(
    ("op", "value", "unit", "usd", "basis"),
    [("multiply", 1.5, "", 0.5, "derived"), ("set", 3.0, "USD/km", 2.0, "published")],
)
def test_a_price_by_the_km_that_an_event_changes(op, value, unit, usd, basis):
    """A truck costs 1 USD a km: half as much more, or 3 USD."""
    event = {
        "event_id": "fuel", "title": "Dear fuel", "from": "2024-01-01", "to": "2024-12-31",
        "action": "change", "table": "tariffs", "select": "mode=road", "column": "usd_per_km",
        "op": op, "value": value, "unit": unit, "confidence": "high", "source_id": "toy",
    }  # fmt: skip
    net = toy_network(events=table("events", [event]))
    paid = priced(co.route(net, "Alpha", "Beta", modes="road", as_of="2024-02-01"))
    told = paid[paid["row"] == row_name_of(event)]
    km = co.route(net, "Alpha", "Beta", modes="road").distance_km
    assert told["usd"].sum() == pytest.approx(usd * km)
    assert set(told["basis"]) == {basis}
    assert set(told["how"]) == {"Dear fuel (2024-01-01 to 2024-12-31)"}


def test_of_an_assumed_event_the_money_is_assumed(net):
    assert not net.felt
    event = {
        "event_id": "guess", "title": "A guess", "from": "2024-01-01", "to": "",
        "action": "change", "table": "tariffs", "select": "mode=road", "column": "usd_per_km",
        "op": "add", "value": 1.0, "unit": "USD/km", "confidence": "low",
        "source_id": "own-assumption",
    }  # fmt: skip
    sources = table("sources", [*map(dict, toy_network().table("sources")), {
        "source_id": "own-assumption", "title": "t", "publisher": "p", "url": "", "year": 2024,
        "licence": "",
    }])  # fmt: skip
    toy = toy_network(events=table("events", [event]), sources=sources)
    paid = priced(co.route(toy, "Alpha", "Beta", modes="road", as_of="2024-02-01"))
    assert set(paid.loc[paid["row"] == "events guess", "basis"]) == {"assumed"}


def dear(op: str, value: float, unit: str = "", **words: str) -> co.Scenario:
    where = {"mode": "road", "country": "*"}
    change = co.Override("change", "tariffs", where, "usd_per_km", op, value, unit, **words)
    return co.Scenario("dear", "Dear trucks", (change,), source_ids=("toy",))


@pytest.mark.parametrize(
    ("card", "usd"), [(dear("multiply", 1.5), 50), (dear("set", 3.0, "USD/km"), 200)]
)
def test_what_a_scenario_changes_leads_to_it_and_to_its_source(card, usd):
    """Alpha - Beta 100 km at 1 USD: half as much more, or 3 USD a km."""
    net = toy_network().apply(card)
    paid = priced(co.route(net, "Alpha", "Beta", modes="road")).set_index("row")
    assert paid.loc["tariffs road * 40ft", "usd"] == pytest.approx(100)
    told = paid.loc["scenarios dear"]
    assert (told["usd"], told["source_id"], told["basis"]) == (pytest.approx(usd), "toy", "assumed")
    assert told["how"].startswith("Dear trucks: tariffs.usd_per_km")
    (row,) = net.row("scenarios dear").itertuples()
    assert (row.source_id, row.change in told["how"]) == ("toy", True)
    with pytest.raises(co.UnknownNameError, match="deer"):
        net.row("scenarios deer")


def test_the_source_of_an_override_is_named_before_that_of_its_scenario():
    card = dear("multiply", 1.5, source_id="paper", basis="published")
    paid = priced(co.route(toy_network().apply(card), "Alpha", "Beta", modes="road"))
    told = paid.set_index("row").loc["scenarios dear"]
    assert (told["source_id"], told["basis"]) == ("paper", "published")


@pytest.mark.parametrize(("card", "event", "of_card"), [
    (dear("multiply", 1.5), 100, 100),  # 1 -> 2 -> 3 USD a km
    (dear("set", 5.0, "USD/km"), None, 400),  # whatever the event made of it
])  # fmt: skip
def test_a_scenario_on_top_of_an_event_is_told_apart_from_it(card, event, of_card):
    fuel = {
        "event_id": "fuel", "title": "Dear fuel", "from": "2024-01-01", "to": "",
        "action": "change", "table": "tariffs", "select": "mode=road", "column": "usd_per_km",
        "op": "multiply", "value": 2.0, "unit": "", "confidence": "high", "source_id": "toy",
    }  # fmt: skip
    net = toy_network(events=table("events", [fuel])).at("2024-02-01").apply(card)
    usd = priced(co.route(net, "Alpha", "Beta", modes="road")).set_index("row")["usd"]
    assert usd["tariffs road * 40ft"] == pytest.approx(100)
    assert usd.get("events fuel") == (None if event is None else pytest.approx(event))
    assert usd["scenarios dear"] == pytest.approx(of_card)
