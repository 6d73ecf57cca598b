"""The sixty questions of ``same_answers.py``: a function each, named for what it asks."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any

import flows_toy
import lines_toy
import models_toy
import osm_toy
from toy import table, toy_tables

import corridors as co
from corridors.network.network import Network

#: By name, in the order in which they are asked.
QUESTIONS: dict[str, Callable[[Asked], Any]] = {}
FAR = ("Karachi", "Istanbul")
NEAR = ("Karachi", "Tashkent")
TOY = ("Alpha", "Epsilon")


class Asked:
    """What a question is asked of: the networks, a folder, and an order of rows."""

    def __init__(self, folder: Path, rows: int | None = None) -> None:
        self._folder = folder
        self._rows = rows

    @cached_property
    def net(self) -> Network:
        """The embedded network."""
        return co.load()

    @cached_property
    def toy(self) -> Network:
        """The toy network, whose hours are uncertain."""
        return Network(self._tables(spread=True), name="toy")

    @cached_property
    def scarce(self) -> Network:
        """The toy network with a scarce line, ship, post and pipe."""
        capacities = flows_toy.scarce_network().table("capacities")
        return Network(
            {**self._tables(), "capacities": table("capacities", self.mixed(capacities))},
            name="toy",
        )

    def _tables(self, **words: bool):
        found = toy_tables(**words)
        return {name: table(name, self.mixed(t)) if len(t) else t for name, t in found.items()}

    def mixed(self, rows: Any) -> list:
        """Return rows in another order, if one is asked for."""
        rows = list(rows)
        if self._rows is not None:
            random.Random(self._rows).shuffle(rows)
        return rows

    def mixed_text(self, text: str) -> str:
        """Return a table as text, whose rows below the header are in another order."""
        head, *rows = text.splitlines(keepends=True)
        return "".join([head, *self.mixed(rows)])

    def room(self) -> Path:
        """Return a new folder."""
        return Path(tempfile.mkdtemp(dir=self._folder))


def question(ask: Callable[[Asked], Any]) -> Callable[[Asked], Any]:
    """Add a question; its name is the function's."""
    QUESTIONS[ask.__name__.replace("_", " ")] = ask
    return ask


def told(trip: co.Itinerary) -> dict[str, Any]:
    """Return the totals of an itinerary, its notes, and each leg in short."""
    legs = [["kind", "by", "from", "to", "name", "km", "usd", "h", "h_p90", "co2e_kg"]]
    legs += [
        [leg.kind, leg.vehicle, leg.from_node, leg.to_node, leg.name, leg.km, leg.usd, leg.h,
         leg.h_p90, leg.co2e_kg]
        for leg in trip.steps
    ]  # fmt: skip
    return {"totals": trip.summary(), "notes": [*trip.notes], "legs": legs}


def short(trip: co.Itinerary) -> list[Any]:
    """Return the totals of an itinerary, and what it passes."""
    passed = dict.fromkeys(leg.to_node for leg in trip.steps)
    return [trip.cost_usd, trip.time_h, trip.distance_km, trip.transit_count, ">".join(passed)]


def refused(call: Callable[[], Any]) -> str:
    """Return the sentence with which something is refused."""
    try:
        call()
    except co.CorridorsError as error:
        return f"{type(error).__name__}: {error}"
    raise AssertionError("not refused")


# One way


@question
def the_cheapest_way(asked):
    return told(co.route(asked.net, *FAR, weight="cost"))


@question
def the_fastest_way(asked):
    return short(co.route(asked.net, *FAR, weight="time"))


@question
def the_way_of_fewest_transits(asked):
    return short(co.route(asked.net, *FAR, weight="transits"))


@question
def the_way_of_least_generalised_cost(asked):
    trip = co.route(asked.net, *FAR, weight="generalised")
    return [trip.generalised_usd, co.generalised_cost_usd(trip, value_usd=1e6), *short(trip)]


@question
def the_way_of_least_emissions(asked):
    return short(co.route(asked.net, "Almaty", "Poti", weight="co2e"))


@question
def a_way_by_a_weight_of_ones_own(asked):
    return short(co.route(asked.net, *NEAR, weight={"cost": 1, "time": 20, "transits": 50}))


@question
def a_way_by_road(asked):
    return short(co.route(asked.net, *NEAR, modes=["road"]))


@question
def a_way_around_a_country(asked):
    return told(co.route(asked.net, "Lahore", "Istanbul", avoid=["IR"]))


@question
def a_way_via_places(asked):
    return told(co.route(asked.net, *FAR, via=["Bandar Abbas", "Baku"]))


@question
def a_way_along_a_corridor(asked):
    return told(co.route(asked.net, "Almaty", "Istanbul", corridor="middle-corridor"))


@question
def a_way_of_a_heavy_small_box(asked):
    heavy = co.Shipment(box="20ft", cargo_t=26, value_usd=12_000)
    return short(co.route(asked.net, "Tashkent", "Karachi", shipment=heavy))


@question
def a_way_of_a_block_train(asked):
    return told(
        co.route(asked.net, "Xi'an", "Istanbul", service="block", modes=["rail", "ferry", "sea"])
    )


@question
def a_way_of_gas(asked):
    gas = co.Shipment(commodity="gas", quantity=1, unit="bcm")
    return told(co.route(asked.toy, "Gas Field", "Gas Hub", shipment=gas))


@question
def a_way_on_irregular_services(asked):
    return short(co.route(asked.net, *FAR, weight="time", irregular=True))


@question
def a_way_as_of_a_day(asked):
    trip = co.route(asked.net, "Peshawar", "Tashkent", as_of="2025-11-15")
    return [trip.situation, told(trip)]


@question
def a_way_under_a_scenario(asked):
    trip = co.route(asked.net, *NEAR, scenarios=["torkham-closed", "salang-closed-winter"])
    return [trip.situation, short(trip)]


@question
def a_way_that_leaves_on_a_day(asked):
    trip = co.route(asked.net, "Aktau", "Istanbul", departure="2026-03-04T15:00")
    return [trip.arrival, trip.arrival_window, told(trip)]


@question
def how_likely_a_way_is_in_time(asked):
    trip = co.route(asked.net, *FAR, weight="time")
    sure = [trip.within_days(days) for days in (10, 15, 20, 30)]
    return [trip.time_mean_h, trip.time_p50_h, trip.time_p90_h, *sure]


@question
def where_a_way_passes(asked):
    line = co.route(asked.net, *NEAR, modes=["road"]).geometry.coords
    return [len(line), *line[:3], *line[-3:]]


@question
def from_a_position(asked):
    return short(co.route(asked.net, (67.01, 24.86), (69.24, 41.3), modes="road"))


@question
def why_there_is_no_way(asked):
    return [
        refused(lambda: co.route(asked.net, *FAR, modes="pipeline")),
        refused(lambda: co.route(asked.net, "Kabul", "Tashkent", avoid=["Hairatan"], modes="rail")),
        refused(lambda: co.route(asked.toy, *TOY, modes="road", avoid="YY")),
    ]


@question
def what_is_meant_by_a_name(asked):
    names = ("Karachii", "Atlantis", "Khorgos", "istanbul", "Ташкент", "卡拉奇")
    found = []
    for name in names:
        try:
            found.append(co.route(asked.net, name, "Almaty").origin)
        except co.UnknownNameError as error:
            found.append(str(error))
    return found


# Several ways


@question
def corridors_compared(asked):
    return co.compare(asked.net, *FAR, by=["cost", "time"])


@question
def corridors_compared_for_many_pairs(asked):
    places = ["Karachi", "Almaty", "Baku"]
    only = ["middle-corridor", "trans-afghan"]
    return co.compare(asked.net, places, places, corridors=only, by="time")


@question
def corridors_compared_on_a_day(asked):
    only = ["middle-corridor", "deep-sea-suez"]
    return co.compare(
        asked.net, "Almaty", "Istanbul", corridors=only, departure="2026-05-01", by="time",
        within_days=(15, 30),
    )  # fmt: skip


@question
def alternatives_of_the_cheapest(asked):
    return [short(trip) for trip in co.alternatives(asked.net, *FAR, k=4)]


@question
def alternatives_one_a_corridor(asked):
    return [short(t) for t in co.alternatives(asked.net, *NEAR, k=3, one_per_corridor=True)]


@question
def the_front_of_cost_and_time(asked):
    front = co.pareto(asked.net, *NEAR, criteria=("cost", "time"))
    return [front.exact, short(front.knee()), [short(trip) for trip in front.itineraries]]


@question
def the_front_of_three(asked):
    front = co.pareto(asked.net, "Lahore", "Baku", epsilon=0.02)
    return [short(trip) for trip in front.itineraries]


@question
def a_matrix_of_costs(asked):
    places = ["Karachi", "Lahore", "Tashkent", "Almaty", "Baku", "Istanbul", "Kashgar", "Poti"]
    return co.matrix(asked.net, places, places)


@question
def a_matrix_of_hours_under_a_scenario(asked):
    return co.matrix(
        asked.net, ["Karachi", "Bandar Abbas"], ["Tashkent", "Kabul", "Moscow"], weight="time",
        scenarios="iran-closed", modes=["road", "rail"],
    )  # fmt: skip


@question
def best_ways_by_many_weights(asked):
    weights = [{"cost": 1.0, "time": usd_per_h} for usd_per_h in (0, 5, 20, 100)]
    return co.best_by_weights(asked.net, [FAR, NEAR], weights)


@question
def draws_of_a_way(asked):
    drawn = co.simulate(asked.net, *FAR, weight="time", n=400, seed=7)
    return [drawn.percentiles(), drawn.within_days(20), drawn.tornado()]


@question
def draws_with_the_way_chosen_anew(asked):
    drawn = co.simulate(asked.net, *NEAR, n=25, seed=3, rechoose=True)
    return [drawn.percentiles(), drawn.choices(), drawn.time_h[:5], drawn.cost_usd[:5]]


@question
def draws_of_a_way_on_a_day(asked):
    drawn = co.simulate(asked.toy, *TOY, modes=["road", "sea"], departure="2026-03-02", n=200)
    return [drawn.percentiles(), drawn.time_h[:5]]


# Studies


@question
def a_sweep_of_scenarios(asked):
    cards = ["suez-closed", "torkham-closed", ["iran-closed", "russia-closed"]]
    return co.sweep(asked.net, cards, [FAR, NEAR, ("Almaty", "Poti")])


@question
def scenarios_compared(asked):
    table = co.compare_scenarios(asked.net, ["hormuz-closed", "btk-expanded"], [FAR, NEAR])
    said = ["destination", "scenario", "criterion", "before", "after", "outcome", "modes_after"]
    return table[[*said, *(name for name in table.columns if name.startswith("change_"))]]


@question
def effects_of_a_scenario(asked):
    return co.effects(asked.net, "karachi-istanbul-direct-weekly", FAR, values_usd=(5e3, 2e5))


@question
def when_a_corridor_wins(asked):
    return co.break_even(
        asked.net, "Tashkent", "Istanbul", corridor="middle-corridor", weight="time",
        table="services", where={"mode": "ferry"}, column="departures_per_week",
    )  # fmt: skip


@question
def from_which_value_each_way_is_best(asked):
    return co.break_values(asked.net, *FAR)


@question
def which_countries_matter(asked):
    return co.criticality(asked.net, [FAR, NEAR], what="countries", by="cost")


@question
def days_beside_one_another(asked):
    return co.timeline(
        asked.net, NEAR, ["2023-06-01", "2024-06-01", "2026-03-15"],
        corridors=["trans-afghan", "middle-corridor"],
    )  # fmt: skip


@question
def indicators_of_a_way(asked):
    return co.indicators(co.route(asked.net, *FAR, modes="road"), by_country=True)


@question
def documents_of_a_way(asked):
    trip = co.route(asked.net, *NEAR, modes="road")
    return co.documents(trip, goods="plants")[["document_id", "countries"]]


@question
def what_a_price_is_made_of(asked):
    parts = co.charges(co.route(asked.net, *NEAR))
    return parts[["part", "name", "usd", "low", "high", "row"]]


@question
def what_an_answer_rests_on(asked):
    found = co.audit(asked.net, [NEAR])
    return [found.shares, found.known("usd"), found.next_to_measure(5)]


@question
def consignments(asked):
    rows = [
        {"origin": "Karachi", "destination": "Tashkent", "cargo_t": 18, "weight": "cost=1,time=30"},
        {"origin": "Almaty", "destination": "Poti", "departure": "2026-03-02", "modes": "rail;sea"},
        {"origin": "Lahore", "destination": "Nowhere"},
    ]
    return co.batch(asked.net, rows, weight="time").to_frame()


# Flows, shares, money, gas


@question
def flows_under_capacities(asked):
    found = flows_toy.scarce_flows(asked.room(), asked.scarce)
    return {
        "carried_t": found.carried_t,
        "scarcity_usd": found.scarcity_usd,
        "checks": sorted(found.checks),
        **{name: found.to_dataframe(name) for name in ("capacities", "ways", "unserved", "links")},
    }


@question
def flows_over_the_caspian(asked):
    rows = [
        {"demand_id": "a", "origin": "Almaty", "destination": "Istanbul", "quantity": 900_000},
        {
            "demand_id": "b",
            "origin": "Aktau",
            "destination": "Poti",
            "quantity": 40_000,
            "unit": "teu",
        },
    ]
    found = co.flows(co.load("middle-corridor"), asked.mixed(rows), year=2024)
    left = found.to_dataframe("unserved").sort_values("demand_id", ignore_index=True)  # as asked
    return [found.carried_t, found.bottlenecks, left]


@question
def what_to_build_first(asked):
    rows = [{"origin": "Almaty", "destination": "Poti", "quantity": 300_000}]
    found = co.build_first(
        co.load("middle-corridor"), {"caspian-ports-capacity": 700.0}, rows, budget_musd=900
    )
    return [found.chosen, found.saved_usd, found.to_dataframe()]


@question
def shares_of_ways(asked):
    split = co.shares(asked.net, *FAR, quantity=1000, unit="teu")
    return [split.mean_usd, split.mean_time_h, split.by_corridor(), split.by_mode()]


@question
def who_earns(asked):
    earned = co.revenue(asked.net, NEAR, scenarios="torkham-closed", weights=[5000], unit="teu")
    return [earned.paid_usd, earned.paid_after_usd, earned.to_frame()]


@question
def what_a_gas_line_earns(asked):
    study = co.pipeline(asked.net, "tapi")
    return [study.verdict, study.deliveries, study.costs, study.earnings]


@question
def pressures_of_a_gas_line(asked):
    study = co.pipeline(asked.net, "tapi", offtakes={"TAPI Herat": 1.0})
    return [study.flow.mw, study.flow.arrival_bar, study.stations]


# Networks of one's own


@question
def every_leg_on_the_toy_network(asked):
    by = ("cost", "time", "transits", "distance", "co2e")
    return {word: told(co.route(asked.toy, *TOY, weight=word)) for word in by}


@question
def a_part_of_the_network(asked):
    links = sorted(asked.net.links.query("mode == 'rail'").index)
    part = asked.net.subset(asked.mixed(links), name="rails")
    return [len(part.nodes), len(part.links), short(co.route(part, "Almaty", "Moscow"))]


@question
def tables_written_and_read(asked):
    folder = asked.room()
    asked.toy.write(folder / "toy")
    asked.toy.write(folder / "toy.gpkg")
    return [
        short(co.route(co.read_network(folder / name), *TOY, weight="time"))
        for name in ("toy", "toy.gpkg")
    ]


@question
def models_of_other_programs(asked):
    folder = asked.room()
    losses = {}
    found = {}
    for form, name in (("gmns", "toy-gmns"), ("graphml", "toy.graphml")):
        losses[form] = co.export_network(asked.toy, folder / name, form=form)
        back = co.import_network(folder / name, form=form)
        found[form] = [len(back.nodes), len(back.links), sum(back.links["length_km"])]
    model = models_toy.model(
        asked.room(), asked.mixed_text(models_toy.NODES), asked.mixed_text(models_toy.LINKS)
    )
    return [losses, found, told(co.route(co.read_mapped(model), "Alatau", "Urumqi"))]


@question
def lines_of_a_map(asked):
    lines = list(zip(lines_toy.FEATURES, lines_toy.POINTS, strict=True))
    features, points = zip(*asked.mixed(lines), strict=True)
    net = co.network_from_lines(
        lines_toy.frame(features, points), columns=lines_toy.COLUMNS, name="tracks"
    )
    links = net.links.sort_values("name")
    return [
        sorted(zip(net.nodes["lon"], net.nodes["lat"], strict=True)),
        links[["name", "mode", "gauge_mm", "length_km", "oneway"]].reset_index(drop=True),
    ]


@question
def streets_joined(asked):
    file = asked.room() / "toy.osm"
    file.write_text(osm_toy.xml(), encoding="utf-8")
    streets = co.network_from_osm(file)
    whole = co.join(asked.net, streets, at={"Tashkent": "osm-53"})
    trip = co.route(whole, (69.25, 41.279), "Karachi", modes="road")
    points = [(67.0, 24.9), (69.2, 41.3)]
    return [streets.links[["mode", "length_km"]], short(trip), co.snap(asked.net, points)]
