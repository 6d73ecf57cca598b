"""A caller's program, as a type checker reads it: never run, checked by ``mypy --strict``.

A line that must be refused says with which error; one that is not refused any more is an error.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import assert_type

import corridors as co


def cheapest(trips: Iterable[co.Itinerary]) -> co.Itinerary:
    """Return the cheapest of some ways: what callers write with our types."""
    return min(trips, key=lambda one: one.cost_usd)


def ways(net: co.Network, pairs: Sequence[tuple[str, str]]) -> dict[tuple[str, str], co.Itinerary]:
    """Return the way of each pair that has one."""
    made = {}
    for pair in pairs:
        try:
            made[pair] = co.route(net, *pair, weight="cost")
        except co.NoItineraryError as error:
            print(str(error))
    return made


def program() -> None:
    """Use what is public as callers do."""
    # Networks

    net = co.load("middle-corridor", as_of="2026-03-15")
    assert_type(net, co.Network)
    assert_type(co.load(as_of=date(2026, 3, 15)), co.Network)
    assert_type(co.read_network(Path("tables")), co.Network)
    assert_type(co.import_network("gmns", form="gmns"), co.Network)
    assert_type(co.read_mapped("map.toml"), co.Network)
    assert_type(co.join(net, net, at={"Tashkent": "osm-1"}), co.Network)
    assert_type(net.apply("suez-closed", co.scenario("iran-closed")), co.Network)
    assert_type(net.at("2026-03-15").subset(["a"], name="part"), co.Network)
    assert_type(net.corridor_ids, tuple[str, ...])
    assert_type(net.data_version, str)
    assert_type(co.export_network(net, "out.gpkg"), tuple[str, ...])

    # Conditions

    box = co.Shipment(box="20ft", cargo_t=18, value_usd=30_000)
    said = co.Conditions.of(weight={"cost": 1.0, "time": 20.0}, modes="road", avoid=["IR"])
    assert_type(said, co.Conditions)
    shut = co.Override("close", "border_crossings", {"bcp_id": "af-pk-torkham"})
    card = co.Scenario("shut", "Torkham is shut", (shut,))

    # Verbs

    trip = co.route(
        net, "Karachi", (69.2, 41.3), weight="time", shipment=box, modes=["road", "rail"], via="Baku",
        departure=datetime(2026, 3, 2), scenarios=[card, "suez-closed"],
    )  # fmt: skip
    assert_type(trip, co.Itinerary)
    assert_type(trip.cost_usd, float)
    assert_type(trip.transit_count, int)
    assert_type(trip.arrival, datetime | None)
    assert_type(trip.arrival_window, tuple[datetime, datetime] | None)
    assert_type(trip.steps, tuple[co.Leg, ...])
    assert_type(trip.steps[0].usd, float)
    assert_type(trip.modes, tuple[str, ...])
    assert_type(trip.save("sheet.pdf"), Path)
    assert_type(co.alternatives(net, "Karachi", "Istanbul", k=3), list[co.Itinerary])
    front = co.pareto(net, "Karachi", "Istanbul", criteria=("cost", "time"), conditions=said)
    assert_type(front, co.ParetoFront)
    assert_type(front.knee(), co.Itinerary)
    assert_type(front.itineraries, tuple[co.Itinerary, ...])
    drawn = co.simulate(net, "Karachi", "Istanbul", n=100, seed=1)
    assert_type(drawn, co.Simulation)
    assert_type(drawn.within_days(10), float)
    split = co.shares(net, "Karachi", "Tashkent", quantity=1000, unit="teu")
    assert_type(split, co.Shares)
    assert_type(split.of_corridor("trans-afghan"), float)
    assert_type(co.revenue(net, ("Karachi", "Tashkent"), scenarios=card), co.Revenue)
    assert_type(co.flows(net, [{"origin": "A", "destination": "B", "quantity": 1}]), co.Flows)
    assert_type(co.pipeline(net, "tapi", offtakes={"TAPI Herat": 1.0}), co.PipelineStudy)
    assert_type(co.batch(net, Path("rows.csv")), co.Batch)
    assert_type(co.audit(net), co.Audit)
    assert_type(co.build_first(net, {"ml-1-upgrade": 6800.0}), co.BuildFirst)
    found = co.break_even(
        net, "Tashkent", "Istanbul", corridor="middle-corridor", table="tariffs",
        where={"mode": "rail"}, column="usd_per_km",
    )  # fmt: skip
    assert_type(found, co.BreakEven)
    assert_type(found.reached, bool)
    assert_type(co.generalised_cost_usd(trip, value_usd=1e5), float)
    assert_type(co.report(net, "Karachi", "Tashkent", "report.html", scenarios=card), Path)
    assert_type(co.save_map([trip], "map.html"), Path)

    # What is refused

    co.rout  # type: ignore[attr-defined]
    co.route(net, "Karachi")  # type: ignore[call-arg]
    co.route("Karachi", "Istanbul", weight="cost")  # type: ignore[arg-type, call-arg]
    co.route(net, "Karachi", "Istanbul", wieght="cost")  # type: ignore[call-arg]
    co.route(net, "Karachi", "Istanbul", shipment="20ft")  # type: ignore[arg-type]
    co.route(net, "Karachi", "Istanbul", irregular="yes")  # type: ignore[arg-type]
    co.alternatives(net, "Karachi", "Istanbul", k="3")  # type: ignore[arg-type]
    co.Shipment(cargo_t="heavy")  # type: ignore[arg-type]
    trip.price  # type: ignore[attr-defined]
    trip.steps[0].usd = 1.0  # type: ignore[misc]
    said.weight = "time"  # type: ignore[misc]
    net.apply(3)  # type: ignore[arg-type]
