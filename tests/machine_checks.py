"""What must hold of every answer on a small network, by a router that shares nothing with ours."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest

import corridors as co
from corridors.network.network import Network
from tests.brute_force import front_of
from tests.own_router import CRITERIA, Asked, OwnRouter, Way

if TYPE_CHECKING:
    import pandas as pd

TOTALS = dict(
    zip(
        CRITERIA,
        ("cost_usd", "time_h", "distance_km", "transit_count", "co2e_kg"),
        strict=True,
    )
)
_NEAR = {"rel_tol": 1e-9, "abs_tol": 1e-6}


def near(one: float, other: float) -> bool:
    """Say whether two numbers are one, but for rounding; infinite ones too."""
    return one == other or math.isclose(one, other, **_NEAR)


def random_asked(rng: np.random.Generator, net: Network) -> Asked:
    """Return a question whose words mean something in a network."""
    nodes = [str(node) for node in net.table("nodes")["node_id"]]
    links = [str(link) for link in net.table("links")["link_id"]]
    origin, destination, *rest = (str(node) for node in rng.permutation(nodes))
    box = str(rng.choice(("40ft", "40ft", "20ft", "t")))
    said: dict = {}
    kind = int(rng.integers(8))
    if kind == 0 and rest:
        said["via"] = tuple(rest[: int(rng.integers(1, 3))])
    elif kind == 1 and "line" in net.corridor_ids:
        said["corridor"] = "line"
    elif kind == 2:
        said["modes"] = (("road",), ("rail",), ("road", "sea"), ("road", "rail"))[rng.integers(4)]
    elif kind == 3:
        homes = sorted(set(net.table("nodes")["country"]))
        posts = sorted(net.bcp_links)
        known = [*rest, *homes, *posts, str(rng.choice(links)), "rail"]
        said["avoid"] = tuple({str(word) for word in rng.choice(known, 2)})
    return Asked(origin, destination, box, float(rng.integers(1, 25)), **said)


def words_of(asked: Asked) -> dict:
    """Return the keywords of a question."""
    if asked.box == "t":
        shipment = co.Shipment(commodity="bulk", cargo_t=asked.cargo_t)
    else:
        shipment = co.Shipment(asked.box, asked.cargo_t)
    words: dict = {"shipment": shipment}
    words |= {name: getattr(asked, name) for name in ("modes", "avoid", "via", "corridor")
              if getattr(asked, name)}  # fmt: skip
    return words


def answer(net: Network, asked: Asked, weight: object, **more: object) -> object:
    """Return an itinerary, or the text of the refusal."""
    try:
        return co.route(net, asked.origin, asked.destination, weight=weight, **words_of(asked),
                        **more)  # fmt: skip
    except (co.NoItineraryError, ValueError) as error:
        return f"{type(error).__name__}: {error}"


# -- one way -------------------------------------------------------------------------------------


def check_best(net: Network, own: OwnRouter, asked: Asked, weight: str) -> object:
    """Check that no way is better, and what is said of the one that is told."""
    trip, ways = answer(net, asked, weight), own.ways(asked)
    if not isinstance(trip, co.Itinerary):
        assert not ways, (asked, weight, trip, min(ways, key=lambda way: way.value(weight)))
        return trip
    assert ways, (asked, weight, "a way where there is none")
    value = TOTALS[weight]
    best = min(way.value(weight) for way in ways)
    assert near(getattr(trip, value), best), (asked, weight, getattr(trip, value), best)
    equal = [way for way in ways if near(way.value(weight), best)]
    cheap = min(way.value("cost") for way in equal)
    assert near(trip.cost_usd, cheap), (asked, weight, "a tie goes to the cheaper")
    quick = min(way.value("time") for way in equal if near(way.value("cost"), cheap))
    assert near(trip.time_h, quick), (asked, weight, "then to the quicker")
    check_trip(net, trip, asked)
    return trip


def check_trip(net: Network, trip: co.Itinerary, asked: Asked) -> None:
    """Check totals, joints and conditions of an itinerary."""
    legs = trip.steps
    for total, column in (("cost_usd", "usd"), ("time_h", "h"), ("distance_km", "km"),
                          ("co2e_kg", "co2e_kg"), ("transit_count", "transits")):  # fmt: skip
        assert near(getattr(trip, total), math.fsum(getattr(leg, column) for leg in legs)), total
        if column in ("usd", "h", "km", "transits"):
            assert near(getattr(trip, total), math.fsum(trip.by_kind(column).values())), total
    assert near(trip.moving_h + trip.standing_h, trip.time_h)
    assert trip.transit_count == trip.border_crossings + trip.transshipments
    runs = [leg for leg in legs if leg.kind == "line-haul"]
    assert runs[0].from_node == asked.origin
    assert runs[-1].to_node == asked.destination
    for one, other in pairwise(runs):
        assert one.to_node == other.from_node, "legs do not join"
    for leg in legs:
        assert leg.kind == "border" or leg.km or leg.from_node == leg.to_node, leg
    links = {row["link_id"]: row for row in net.table("links")}
    used = [links[leg.link_id] for leg in runs]
    assert all(row["status"] == "operational" for row in used)
    assert math.isclose(sum(row["length_km"] for row in used), trip.distance_km)
    passed = [asked.origin, *(leg.to_node for leg in runs)]
    assert not asked.modes or {row["mode"] for row in used} <= set(asked.modes)
    told = {row["link_id"] for row in used} | {row["bcp_id"] for row in used} | set(passed)
    told |= set(trip.countries) | set(trip.modes)
    assert not told & set(asked.avoid), (told, asked)
    places = iter(passed)
    assert all(stop in places for stop in asked.via), (passed, asked.via)
    if net.rules.re_entry == "forbid":
        assert len(trip.countries) == len(set(trip.countries)), trip.countries
    check_hours(trip)


def check_hours(trip: co.Itinerary) -> None:
    """Check that shares of those who have arrived rise from 0 to 1 through the percentiles."""
    days = [0.0, trip.time_p50_h / 48, trip.time_p50_h / 24, trip.time_p90_h / 24,
            trip.time_p90_h / 12, 1e4]  # fmt: skip
    shares = [trip.within_days(day) for day in days]
    assert all(a <= b + 1e-9 for a, b in pairwise(shares)), shares
    assert 0 <= shares[0] <= shares[-1] <= 1 + 1e-12
    assert trip.time_p90_h >= trip.time_p50_h > 0
    if trip.time_p90_h > trip.time_p50_h * 1.001:  # else all arrive at once
        assert abs(shares[2] - 0.5) < 0.02, shares
        assert abs(shares[3] - 0.9) < 0.02, shares


# -- several ways --------------------------------------------------------------------------------


def check_front(net: Network, own: OwnRouter, asked: Asked, criteria: tuple[str, ...]) -> None:
    """Check that a front is what no way beats: nothing beaten in it, nothing missing."""
    ways = own.ways(asked)
    true = front_of(np.array([[way.value(name) for name in criteria] for way in ways]))
    if not ways:
        return
    front = co.pareto(net, asked.origin, asked.destination, criteria=criteria, **words_of(asked))
    assert front.exact
    found = [tuple(getattr(trip, TOTALS[name]) for name in criteria) for trip in front]
    assert len(found) == len(front.values)
    for value, row in zip(found, front.values, strict=True):
        assert all(near(a, b) for a, b in zip(value, row, strict=True)), (value, row)
        assert any(all(near(a, b) for a, b in zip(value, other, strict=True)) for other in true)
    for other in true:
        assert any(all(near(a, b) for a, b in zip(value, other, strict=True)) for value in found)


def check_alternatives(net: Network, own: OwnRouter, asked: Asked, weight: str) -> None:
    """Check that the k best are those of all ways, and that ways apart are apart, in order."""
    best: dict[tuple[str, ...], float] = {}
    for way in own.ways(asked):
        best[way.links] = min(best.get(way.links, math.inf), way.value(weight))
    if not best:
        return
    words, k = {**words_of(asked), "weight": weight}, 4
    ends = asked.origin, asked.destination
    found = co.alternatives(net, *ends, k=k, max_overlap=1, **words)
    values = [getattr(trip, TOTALS[weight]) for trip in found]
    true = sorted(best.values())[:k]
    assert len(values) == len(true), (asked, weight, values, true)
    assert all(near(a, b) for a, b in zip(values, true, strict=True)), (values, true)
    ways = [tuple(dict.fromkeys(leg.link_id for leg in trip.steps if leg.km)) for trip in found]
    assert len(set(ways)) == len(ways), ways
    apart = co.alternatives(net, *ends, k=k, max_overlap=0.5, **words)
    values = [getattr(trip, TOTALS[weight]) for trip in apart]
    assert near(values[0], true[0])
    assert all(a <= b + 1e-6 for a, b in pairwise(values)), values
    shares = [_km(trip) for trip in apart]
    for n, one in enumerate(shares):
        for other in shares[:n]:
            common = sum(min(km, other.get(link, 0.0)) for link, km in one.items())
            assert common <= 0.5 * min(sum(one.values()), sum(other.values())) + 1e-6
    for trip in (*found, *apart):
        check_trip(net, trip, asked)


def _km(trip: co.Itinerary) -> dict[str, float]:
    """Return the km on each link of land; two ships may share a lane, which is not told here."""
    found: dict[str, float] = {}
    for leg in trip.steps:
        if leg.kind == "line-haul":
            name = "sea" if leg.mode == "sea" else leg.link_id
            found[name] = found.get(name, 0.0) + leg.km
    return found


# -- tables --------------------------------------------------------------------------------------


def check_matrix(net: Network, own: OwnRouter, weight: str) -> None:
    """Check a matrix against every way."""
    nodes = [str(node) for node in net.table("nodes")["node_id"]][:4]
    table = co.matrix(net, nodes, nodes, weight=weight)
    assert table.shape == (len(nodes), len(nodes))
    for a, row in zip(nodes, table.to_numpy(), strict=True):
        for b, value in zip(nodes, row, strict=True):
            if a == b:
                continue
            ways = own.ways(Asked(a, b))
            best = min((way.value(weight) for way in ways), default=math.nan)
            assert near(value, best) or (math.isnan(value) and math.isnan(best)), (a, b, value)


def check_compare(net: Network, own: OwnRouter, asked: Asked) -> None:
    """Check the rows of a comparison against every way, on the corridor and on any."""
    table = co.compare(net, asked.origin, asked.destination, by=("cost", "time"),
                       within_days=(3,), shipment=words_of(asked)["shipment"])  # fmt: skip
    for corridor, rows in table.groupby("corridor"):
        name = "" if corridor == "any way" else str(corridor)
        ways = own.ways(Asked(asked.origin, asked.destination, asked.box, asked.cargo_t,
                              corridor=name))  # fmt: skip
        assert ways or not rows["served"].any(), (asked, corridor)
        for weight in ("cost", "time") if ways else ():
            found = [row for _, row in rows.iterrows() if weight in row["best_by"]]
            best = min(way.value(weight) for way in ways)
            if name and _turns_back(net, [w for w in ways if near(w.value(weight), best)]):
                continue  # such a way is none of the corridor's
            (row,) = found
            assert near(row[TOTALS[weight]], best), (asked, corridor, weight)
            assert row["transit_count"] == row["border_crossings"] + row["transshipments"]
            assert 0 <= row["within_3_days"] <= 1


def _turns_back(net: Network, ways: list[Way]) -> bool:
    """Say whether any of some ways goes over 100 km there and back."""
    km = {row["link_id"]: row["length_km"] for row in net.table("links")}
    return any(sum(km[link] for link in way.turned) > 100 for way in ways)


def check_sweep(net: Network, cards: list[co.Scenario], asked: Asked, weight: str) -> None:
    """Check that a sweep and a comparison of scenarios tell what routes tell, and add up."""
    pairs = [(asked.origin, asked.destination), (asked.destination, asked.origin)]
    table = co.sweep(net, cards, pairs, weight=weight)
    before = [_total(net, pair, weight) for pair in pairs]
    number = 0
    for card in cards:
        there = net.apply(card)
        for pair in pairs:
            row, total = table.iloc[number], _total(there, pair, weight)
            number += 1
            assert row["served"] == (total is not None), (card.id, pair, row["reason"])
            if total is not None:
                assert near(row[TOTALS[weight]], total), (card.id, pair)
                for total_of, start in (("cost_usd", "usd_"), ("time_h", "h_")):
                    parts = [row[name] for name in table.columns if name.startswith(start)]
                    assert near(math.fsum(parts), row[total_of]), (card.id, pair)
    told = co.compare_scenarios(net, cards, pairs, criteria=weight, complement=False)
    parts = [name for name in told.columns if name.startswith("change_") and name != "change_year"]
    assert len(told) == len(cards) * len(pairs)
    after = [_total(net.apply(card), pair, weight) for card in cards for pair in pairs]
    for number, row in told.iterrows():
        first, last = before[number % len(pairs)], after[number]
        assert _same(row["before"], first), (row["scenario"], pair)
        assert _same(row["after"], last), (row["scenario"], pair)
        if first is not None and last is not None:
            assert near(row["change"], last - first)
            assert near(math.fsum(row[name] for name in parts), row["change"])


def _total(net: Network, pair: tuple[str, str], weight: str) -> float | None:
    trip = answer(net, Asked(*pair), weight)
    return getattr(trip, TOTALS[weight]) if isinstance(trip, co.Itinerary) else None


def _same(value: float, other: float | None) -> bool:
    return math.isnan(value) if other is None else near(value, other)


def check_departure(net: Network, own: OwnRouter, asked: Asked, weight: str, moment: str) -> None:
    """Check a way that leaves at a moment: no expected value of it is below the least."""
    trip = answer(net, asked, weight, departure=moment)
    if not isinstance(trip, co.Itinerary):
        return
    there = own if trip.network is net else OwnRouter(trip.network)
    ways = there.ways(asked)
    assert ways, (asked, moment)
    if weight != "time":  # hours are those of the timetable, all else is not
        best = min(way.value(weight) for way in ways)
        assert near(getattr(trip, TOTALS[weight]), best), (asked, weight, moment)
    assert trip.arrival is not None
    assert near((trip.arrival - trip.departure).total_seconds() / 3600, trip.time_h)
    check_trip(trip.network, trip, asked)


def check_flows(net: Network, own: OwnRouter, asked: Asked) -> None:
    """Check that flows conserve: all goods are carried or told, no capacity is overdrawn."""
    rows = [
        {"origin": asked.origin, "destination": asked.destination, "quantity": 40, "unit": "teu"},
        {"origin": asked.destination, "destination": asked.origin, "quantity": 20, "unit": "teu"},
    ]
    ends = asked.origin, asked.destination
    if not any(own.ways(Asked(*pair)) for pair in (ends, ends[::-1])):
        with pytest.raises(co.DataError, match="no itinerary"):
            co.flows(net, rows, weight="cost")
        return
    found = co.flows(net, rows, weight="cost")
    assert max(found.checks.values()) < 1e-6, found.checks
    unserved, ways = (found.to_dataframe(name) for name in ("unserved", "ways"))
    assert near(found.carried_t + unserved["t"].sum(), found.demand_t)
    assert near(ways["t"].sum(), found.carried_t)
    links = found.to_dataframe("links")
    assert np.allclose(links["t_forward"] + links["t_back"], links["t"])
    _check_nodes(net, ways, links)
    for row in found.to_dataframe("capacities").to_dict("records"):
        assert row["used"] <= row["capacity"] * (1 + 1e-6) + 1e-6, row
        assert row["shadow_usd"] >= -1e-9, row


def _check_nodes(net: Network, ways: pd.DataFrame, links: pd.DataFrame) -> None:
    """Check that what comes to a place leaves it, but where goods begin or end."""
    ends = {row["link_id"]: (row["from_node"], row["to_node"]) for row in net.table("links")}
    label = dict(zip(net.table("nodes")["name"], net.table("nodes")["node_id"], strict=True))
    out: dict[str, float] = {}
    for row in links.to_dict("records"):
        a, b = ends[row["link_id"]]
        out[a] = out.get(a, 0.0) + row["t_forward"] - row["t_back"]
        out[b] = out.get(b, 0.0) - row["t_forward"] + row["t_back"]
    for row in ways.to_dict("records"):
        for end, sign in (("origin", -1), ("destination", 1)):
            node = label[row[end]]
            out[node] = out.get(node, 0.0) + sign * row["t"]
    assert all(abs(value) < 1e-3 for value in out.values()), out


def ways_told(ways: list[Way]) -> list[tuple]:
    """Return ways in an order of their own, to compare."""
    return sorted((way.links, *(round(total, 6) for total in way.totals)) for way in ways)
