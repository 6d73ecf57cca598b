"""What a price is made of, and what comes on top."""

from __future__ import annotations

import math
import re

import pytest

import corridors as co
from corridors.network.tables import Table
from corridors.studies.evidence.charges import besides_text, charges, summed_charges

PAIRS = [
    ("Karachi", "Tashkent", {}), ("Shanghai", "Tashkent", {"via": "Karachi"}),
    ("Karachi", "Istanbul", {"modes": "road"}), ("Almaty", "Poti", {}),
    ((67.0, 25.0), (69.3, 41.2), {}), ("Karachi", "Lahore", {"modes": "rail"}),
]  # fmt: skip


@pytest.mark.parametrize(("origin", "destination", "words"), PAIRS)
def test_parts_add_up_to_the_price_and_lead_to_a_row_with_a_source(net, origin, destination, words):
    trip = co.route(net, origin, destination, **words)
    parts = charges(trip)
    paid = parts[parts["in_price"]]
    assert math.fsum(paid["usd"]) == pytest.approx(trip.cost_usd)
    sources = set(net.table("sources")["source_id"])
    assert set(parts["source_id"]) <= sources
    for row in parts["row"]:
        if row:  # a drive to a position has none
            table, *key = row.split()
            first = net.table(table).columns
            assert table in net.table_names
            assert key[0] in map(str, next(iter(first.values()))) or key[0] in net.bcp_links


def test_a_border_is_its_fee_and_what_a_carrier_pays_to_enter(net):
    parts = charges(co.route(net, "Karachi", "Tashkent", modes="road"))
    crossings = net.table("border_crossings")
    for row in parts[parts["part"] == "border fees"].itertuples():
        _, bcp, mode, home, away = row.row.split()
        here = crossings.index("bcp_id", "mode", "from_country", "to_country")
        assert row.usd == pytest.approx(crossings["cost_usd"][here[bcp, mode, home, away]])
    tariffs = net.table("tariffs")
    entry = tariffs.index("mode", "country", "box", "towards")
    paid = parts[parts["part"] == "entry charges"]
    for row in paid.itertuples():
        country = row.row.split()[2]
        assert row.usd == pytest.approx(tariffs["fixed_usd"][entry["road", country, "40ft", ""]])


def test_a_haul_between_two_prices_tells_the_km_of_each(net):
    """Lahore-Karachi pays both rows of Pakistan, by the km that tests/graph works out."""
    trip = co.route(net, "Lahore", "Karachi", modes="road")
    parts = charges(trip)
    carried = parts[parts["part"] == "carriage"]
    km_of = carried["how"].str.extract(r"^([\d,]+) of [\d,]+ km (.*)$")
    assert set(km_of[1]) == {"towards Karachi", "any other way"}
    usd = carried.groupby("row")["usd"].sum()
    (back, up) = (
        usd["tariffs road PK 40ft Karachi 2025-07-17"],
        usd["tariffs road PK 40ft 2025-07-17"],
    )
    assert back / 0.2038 + up / 0.9426 == pytest.approx(trip.distance_km)
    assert back / 0.2038 == pytest.approx((1248 + 1035) / 2, rel=0.002)
    (summed,) = (r for r in summed_charges(trip) if r["row"].endswith("Karachi 2025-07-17"))
    assert summed["how"] == "1,141 km at 0.20 USD"


def test_a_link_in_two_countries_tells_the_rows_of_both(net):
    parts = charges(co.route(net, "Quetta", "Kandahar", modes="road")).set_index("name")
    over = parts.loc["Chaman - Spin Boldak"]
    assert {row.split()[2] for row in over["row"]} == {"PK", "AF"}
    assert over["how"].iloc[-1] == "6 of 11 km"


def test_a_truck_does_not_go_out_for_less_than_a_start(net):
    """Karachi - Karachi Port is 4 USD by the km; 19,828 rupees of 2025 are 65.92 USD of 2023."""
    trip = co.route(net, "Karachi", "Karachi Port", modes="road")
    parts = charges(trip)
    (told,) = parts[parts["part"] == "start of a haul"].to_dict("records")
    assert told["in_price"]
    assert (told["usd"], told["source_id"]) == (65.92, "latestly-karachi-2025")
    assert trip.by_kind("usd")["line-haul"] < 5
    assert trip.cost_usd == pytest.approx(
        110 + 65.92 + parts[parts.part == "carriage"].usd.sum() + 70
    )


def test_each_truck_of_a_trip_begins_a_haul(net):
    """One to the ship, another from it: in the Emirates that of any country, which is assumed."""
    parts = charges(co.route(net, "Karachi", "Dubai", modes=["road", "sea"]))
    told = parts[parts["part"] == "start of a haul"]
    assert told["row"].tolist() == ["tariffs road PK 40ft 2025-07-17", "tariffs road * 40ft"]
    assert told["basis"].tolist() == ["derived", "assumed"]
    assert (told["low"] < told["usd"]).tolist() == [False, True]


def test_a_railways_price_is_told_by_its_parts_where_they_are_published(net):
    """Kazakhstan and Uzbekistan tell three; Türkiye one price."""
    trip = co.route(net, "Almaty", "Tashkent", modes="rail")
    parts = charges(trip)
    carried = parts[parts["part"] == "carriage"]
    assert parts[parts["in_price"]]["usd"].sum() == pytest.approx(trip.cost_usd)
    for country, share in (("KZ", 0.175), ("UZ", 0.132)):
        of_row = carried[carried["row"] == f"tariffs rail {country} 40ft"]
        wagon = of_row[of_row["how"].str.contains(", wagon")]["usd"].sum()
        assert wagon == pytest.approx(share * of_row["usd"].sum(), rel=1e-3)
    (summed,) = (
        r for r in summed_charges(trip)
        if r["row"] == "tariffs rail KZ 40ft" and r.get("of") == "wagon"
    )  # fmt: skip
    assert summed["how"].endswith(" km at 0.09 USD (wagon)")
    turkish = charges(co.route(net, "Ankara", "Istanbul", modes="rail"))
    told = turkish[turkish["part"] == "carriage"]["how"]
    assert told.str.endswith("; one price, parts not published").all()


def test_insurance_is_a_share_of_110_percent_of_the_value(net):
    dear = co.Shipment(value_usd=200_000)
    parts = charges(co.route(net, "Karachi", "Tashkent", shipment=dear)).set_index("part")
    share = net.table("charges").pairs("component", "value_share")["insurance"]
    assert parts.loc["insurance", "usd"] == pytest.approx(1.1 * 200_000 * share)


def test_papers_are_those_of_the_two_countries(net):
    parts = charges(co.route(net, "Karachi", "Tashkent"))
    papers = parts[parts["part"] == "documents"].set_index("how")["usd"].to_dict()
    # 118 and 242 USD of 2019, and consumer prices rose from 255.657 to 304.702 until 2023
    rise = 304.702 / 255.657
    assert papers == pytest.approx({"Pakistan": 118 * rise, "Uzbekistan": 242 * rise}, abs=0.01)


def test_a_country_without_a_row_has_the_papers_of_any(net):
    parts = charges(co.route(net, "Karachi", "Ashgabat"))
    told = parts[parts["part"] == "documents"]
    assert set(told["row"]) == {"charges documents-export-pk", "charges documents-import-other"}


def test_only_a_ship_s_box_is_detained_from_its_eighth_day_on(net):
    by_sea = co.route(net, "Shanghai", "Tashkent", via="Karachi")
    last = max(k for k, leg in enumerate(by_sea.steps) if leg.mode == "sea" and leg.km)
    days = sum(leg.h for leg in by_sea.steps[last + 1 :]) / 24
    parts = charges(by_sea).set_index("part")
    assert days > 7
    a_day = 110 * 304.702 / 251.107  # 110 USD of 2018
    told = parts.loc["demurrage and detention", "usd"]
    assert told == pytest.approx(a_day * (days - 7), rel=1e-4)
    by_land = charges(co.route(net, "Lahore", "Tashkent"))
    assert "demurrage and detention" not in set(by_land["part"])


def test_at_home_nothing_but_insurance_comes_on_top(net):
    parts = charges(co.route(net, "Karachi", "Lahore"))
    assert set(parts[~parts["in_price"]]["part"]) == {"insurance"}


def test_bulk_pays_for_no_box(net):
    bulk = co.Shipment(commodity="bulk", cargo_t=500, value_usd=100_000)
    parts = charges(co.route(net, "Shanghai", "Lahore", shipment=bulk))
    assert not set(parts["part"]) & {"demurrage and detention", "storage"}


def test_the_sentence_adds_up_what_comes_on_top(net):
    trip = co.route(net, "Karachi", "Tashkent")
    parts = charges(trip)
    usd = parts[~parts["in_price"]]["usd"].sum()
    assert f"estimated: {usd:,.0f} USD" in besides_text(trip)


def test_a_network_without_the_table_has_nothing_on_top(toy):
    trip = co.route(toy, "Alpha", "Epsilon")
    assert besides_text(trip) == ""
    assert charges(trip)["in_price"].all()


def test_every_assumed_charge_has_a_range(net):
    for row in net.table("charges"):
        value = row["value_share"] if row["value_share"] > 0 else row["usd"]
        assert row["low"] <= value <= row["high"]
        assert row["basis"] != "assumed" or row["low"] < row["high"]


def test_a_carnet_is_for_trucks_between_parties_to_tir(net):
    by_road = co.route(net, "Karachi", "Tashkent", modes="road")
    assert "guarantee" in set(charges(by_road)["part"])
    members = net.table("regimes").pairs("regime_id", "members")
    assert {"PK", "AF", "UZ"} <= set(members["tir"].split(";"))
    regimes = net.table("regimes")
    without = tuple(words.replace("AF;", "") for words in regimes["members"])
    table = Table("regimes", {**regimes.columns, "members": without})
    tables = {name: net.table(name) for name in net.table_names} | {"regimes": table}
    outside = co.route(co.Network(tables), "Karachi", "Tashkent", modes="road")
    assert "guarantee" not in set(charges(outside)["part"])


def test_an_entry_is_told_by_the_tariff_of_any_country_where_there_is_no_other(net):
    """The row that is named has the money: of the country, else of any."""
    tariffs = net.table("tariffs")
    for origin, destination in (("Tehran", "Baku"), ("Almaty", "Poti"), ("Lahore", "Bishkek")):
        parts = charges(co.route(net, origin, destination, modes=["road", "rail", "ferry"]))
        for row in parts[parts["part"] == "entry charges"].itertuples():
            mode, country, box = row.row.split()[1:4]
            number = tariffs.index("mode", "country", "box", "towards")[mode, country, box, ""]
            assert row.usd == pytest.approx(tariffs["fixed_usd"][number])


def test_assumed_parts_of_the_price_have_a_range_and_the_others_none(net):
    parts = charges(co.route(net, "Karachi", "Tashkent"))
    paid = parts[parts["in_price"]]
    assumed = paid["basis"] == "assumed"
    assert (paid.loc[assumed, "low"] < paid.loc[assumed, "usd"]).all()
    assert (paid.loc[assumed, "high"] > paid.loc[assumed, "usd"]).all()
    assert (paid.loc[~assumed, "low"] == paid.loc[~assumed, "high"]).all()


def test_the_empty_box_of_a_ship_goes_back_by_the_km(net):
    parts = charges(co.route(net, "Shanghai", "Lahore", via="Karachi")).set_index("part")
    trip = co.route(net, "Shanghai", "Lahore", via="Karachi")
    last = max(k for k, leg in enumerate(trip.steps) if leg.mode == "sea" and leg.km)
    km = math.fsum(leg.km for leg in trip.steps[last + 1 :] if leg.kind == "line-haul")
    usd = net.table("charges").pairs("charge_id", "usd")["empty-return-40"]
    assert parts.loc["empty return", "usd"] == pytest.approx(km * usd)
    by_land = charges(co.route(net, "Lahore", "Tashkent", modes="road"))
    assert "empty return" not in set(by_land["part"])


def test_war_risk_is_for_the_gulf_since_march_2026(net):
    gulf, other = ("Jebel Ali", "Bandar Abbas"), ("Poti", "Constanta")

    def parts(pair, day):
        return charges(co.route(net, *pair, as_of=day)).set_index("part")

    then = parts(gulf, "2026-09-01")
    value = 1.1 * co.Shipment().value_usd
    told = then.loc["war risk"]
    assert (told["low"], told["usd"], told["high"]) == pytest.approx(
        (0.005 * value, 0.0075 * value, 0.01 * value)
    )
    for pair, day in ((gulf, "2026-02-01"), (gulf, "reference"), (other, "2026-09-01")):
        assert "war risk" not in parts(pair, day).index


def test_gas_in_a_pipe_has_no_agent_and_no_papers_of_a_box(net):
    """Agent 120 and documents 255 USD were told of a billion cubic metres."""
    gas = co.Shipment(commodity="gas", quantity=1, unit="bcm")
    trip = co.route(net, "Galkynysh", "Multan", shipment=gas, corridor="tapi")
    assert not re.search("agent|documents", besides_text(trip))
