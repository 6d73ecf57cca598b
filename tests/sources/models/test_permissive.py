"""Models of others are taken by their own rules, and the account says so."""

from dataclasses import replace

import pytest

import corridors as co
from corridors.network.checks.rules import PERMISSIVE, Rules
from corridors.network.prices import BOX_PRICES
from corridors.sources.models import Columns, from_columns
from corridors.sources.models.permissive import limits
from tests.network.checks.test_rules import FOREIGN


def test_a_model_of_others_is_taken_by_its_own_and_that_is_said():
    foreign = from_columns(FOREIGN, name="foreign", source="foreign")
    assert foreign.rules == PERMISSIVE == Rules("allow", "trust")
    assert list(foreign.table("links")["length_km"]) == [5.0, 500.0]
    text = str(foreign.report)
    assert 're_entry = "allow": a way may leave a country and come back to it' in text
    assert 'lengths = "trust": 2 links of lengths that do not fit the straight line' in text
    assert "'link-1' is 5 km, the straight line 42" in text
    trip = co.route(foreign, "a", "c", weight="distance")
    assert trip.distance_km == 505.0  # by Kazakhstan and back
    with pytest.raises(co.NoItineraryError, match="by leaving a country and coming back"):
        co.route(foreign.with_rules(re_entry="forbid"), "a", "c", weight="distance")


def test_nothing_is_said_of_what_makes_no_difference():
    rows = [{**row, "country": "UZ"} for row in FOREIGN.nodes]
    links = [{"from_node": "a", "to_node": "b", "length_km": "50"}]
    net = from_columns(replace(FOREIGN, nodes=rows, links=links), name="x", source="x")
    assert "re_entry" not in str(net.report)
    assert "lengths" not in str(net.report)


def railway(*gauges, cost="", **charges):
    """Return a railway of one link a gauge, each of 100 km along the equator of Uganda."""
    nodes = [
        {"node_id": f"n{k}", "lon": str(30 + 0.9 * k), "lat": "0.5", "country": "UG",
         "kind": "city", **charges}
        for k in range(len(gauges) + 1)
    ]  # fmt: skip
    links = [
        {"from_node": f"n{k}", "to_node": f"n{k + 1}", "length_km": "100", "mode": "rail",
         "gauge_mm": str(gauge), **({"cost_usd": cost} if cost else {})}
        for k, gauge in enumerate(gauges)
    ]  # fmt: skip
    return from_columns(Columns(nodes=nodes, links=links), name="railway", source="railway")


def test_any_two_gauges_have_a_break_between_them_that_is_paid_and_said():
    net = railway(1000, 1067, 914)
    trip = co.route(net, "n0", "n3")
    breaks = trip.legs.query("kind == 'gauge break'")
    assert breaks["name"].tolist() == [
        "Break of gauge at n1 (rail-1000 to rail-1067)",
        "Break of gauge at n2 (rail-1067 to rail-914)",
    ]
    assert (breaks["usd"] > 0).all()
    assert (breaks["h"] > 0).all()
    assert trip.transit_count == 2
    text = str(net.report)
    assert "no rate is known for a break of gauge between 1000 and 1067 mm: taken as rail-" in text
    assert "between 914 and 1067 mm" in text
    assert len(co.alternatives(net, "n0", "n3")) == 1
    assert co.simulate(net, "n0", "n3", n=20).time_h.min() > 0


def test_a_break_costs_what_the_model_says():
    """Three links of 100 USD, and 60 where the gauge changes at two stations: 420 USD."""
    net = railway(1000, 1067, 914, cost="100", transfer_usd="60", transfer_h="5")
    trip = co.route(net, "n0", "n3")
    assert trip.cost_usd == 420.0
    breaks = trip.legs.query("kind == 'gauge break'")
    assert breaks["usd"].tolist() == [60.0, 60.0]
    assert breaks["h"].tolist() == [5.0, 5.0]
    assert "no rate is known" not in str(net.report)


def test_trains_run_through_between_1524_and_1520_mm():
    net = railway(1524, 1520)
    assert list(net.table("links")["gauge_mm"]) == [1524.0, 1520.0]
    assert co.route(net, "n0", "n2").transit_count == 0


@pytest.mark.parametrize("gauge", ["380", "3001", "1435.5"])
def test_what_is_no_gauge_is_refused_with_its_row(gauge):
    with pytest.raises(co.DataError, match=f"links:2: gauge_mm .?{gauge}.? is"):
        railway(gauge)


def test_what_a_model_may_say_can_be_written_and_read_again(tmp_path):
    most = {name: str(value) for name, (_, value) in limits().items()}
    for box in BOX_PRICES:
        nodes = [
            {"node_id": node, "lon": lon, "lat": "41.3", "country": home, "kind": "city",
             **{k: most[k] for k in ("border_usd", "border_h", "transfer_usd", "transfer_h")}}
            for node, lon, home in (("a", "69.0", "UZ"), ("b", "69.5", "KZ"), ("c", "69.6", "KZ"))
        ]  # fmt: skip
        links = [
            {"from_node": a, "to_node": b, "mode": mode, "length_km": "50",
             "cost_usd": most["cost_usd"], "time_h": most["time_h"]}
            for a, b, mode in (("a", "b", "road"), ("b", "c", "rail"), ("a", "c", "sea"))
        ]  # fmt: skip
        net = from_columns(Columns(nodes=nodes, links=links, box=box), name="dear", source="dear")
        for form in ("gpkg", "csv"):
            target = tmp_path / f"{box}.{form}" if form == "gpkg" else tmp_path / box
            assert co.export_network(net, target, form=form) == ()
            assert co.import_network(target, form=form).rules == PERMISSIVE


def test_a_price_by_km_that_no_column_holds_is_refused():
    links = [{"from_node": "a", "to_node": "b", "length_km": "5000", "cost_usd_per_km": "900"}]
    with pytest.raises(co.DataError, match="links:2: usd_40ft comes to 4.5e"):
        from_columns(replace(FOREIGN, links=links), name="dear", source="dear")
