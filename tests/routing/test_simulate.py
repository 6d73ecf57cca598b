"""Draws: their distribution, their independence of threads, and the best way in each of them."""

from __future__ import annotations

import math
import subprocess
import sys

import networkx as nx
import numpy as np
import pytest
from asked import ask
from scipy import stats
from toy import table, toy_network, toy_tables

import corridors as co
from corridors.engines import draw_kernel as kernel
from corridors.engines.contraction import reduced
from corridors.graph.compiled import compiled
from corridors.routing.simulate.inputs import stream_key
from corridors.routing.simulate.rechosen import Chooser


def chooser(net, a, b, *, weight="time", seed=0, corridor=None, ratio=1.2):
    question = ask(net, a, b, weight=weight, shipment=co.Shipment(), corridor=corridor)
    return Chooser(question, question.orders[0], seed, ratio)


def test_normal_numbers_are_normal():
    keys = np.full(40_000, stream_key(1, "a"), np.uint64)
    drawn = np.array([kernel.normal(key, k) for k, key in enumerate(keys)])
    assert stats.kstest(drawn, "norm").pvalue > 1e-3
    other = np.array([kernel.normal(np.uint64(stream_key(1, "b")), k) for k in range(40_000)])
    assert abs(np.corrcoef(drawn, other)[0, 1]) < 0.02
    assert abs(np.corrcoef(drawn[1:], drawn[:-1])[0, 1]) < 0.02


def test_times_have_the_tables_median_and_p90(toy):
    """Only the border has a spread that matters: compare with the exact quantiles."""
    drawn = co.simulate(toy, "Beta", "Delta", n=20_000, cost_p90_ratio=1.5)
    spread = sum(leg.h_p90 > leg.h for leg in drawn.itinerary.steps)
    assert spread >= 1
    assert np.median(drawn.time_h) == pytest.approx(drawn.itinerary.time_h, rel=0.06)
    p90 = drawn.percentiles().loc["p90", "time_h"]
    assert p90 == pytest.approx(drawn.itinerary.time_p90_h, rel=0.05)


def test_one_leg_is_exactly_lognormal(net):
    name, p50, p90 = "x", 10.0, 25.0
    sigma = math.log(p90 / p50) / stats.norm.ppf(0.9)
    out = np.zeros((1, 20_000))
    key = np.array([stream_key(0, name)], np.uint64)
    kernel.sums(np.array([p50]), np.array([sigma]), key, np.zeros(1, int), 0, out)
    assert np.median(out) == pytest.approx(p50, rel=0.03)
    assert np.percentile(out, 90) == pytest.approx(p90, rel=0.03)


def test_same_seed_same_draws_whatever_n_and_threads(net):
    a = chooser(net, "Karachi", "Tashkent").draw(200, threads=1)
    b = chooser(net, "Karachi", "Tashkent").draw(77, threads=3)
    assert a.time[:77].tolist() == b.time.tolist()
    assert a.mark[:77].tolist() == b.mark.tolist()
    other = chooser(net, "Karachi", "Tashkent", seed=1).draw(77)
    assert other.time.tolist() != b.time.tolist()
    fixed = [co.simulate(net, "Karachi", "Tashkent", n=n).time_h for n in (50, 90)]
    assert fixed[0].tolist() == fixed[1][:50].tolist()


@pytest.mark.parametrize("weight", ["time", "cost", "generalised", {"cost": 1, "distance": 0.3}])
def test_rechosen_equals_networkx_in_each_draw(toy, weight):
    one = chooser(toy, "Alpha", "Epsilon", weight=weight)
    drawn = one.draw(60)
    names = set()
    for number in range(60):
        hours, usd = one._sampled(number)
        c = one._coefficient
        weights = one._fixed + c[0] * usd + c[1] * hours
        graph = nx.MultiDiGraph()
        p = one.problem
        for arc, (a, b) in enumerate(zip(p.tail.tolist(), p.head.tolist(), strict=True)):
            graph.add_edge(a, b, w=float(weights[arc]))
        best = nx.dijkstra_path_length(graph, p.source, p.sink, weight="w")
        assert drawn.value[number] == pytest.approx(best)
        names.add(one.way(number))
    assert len(names) == len(set(drawn.mark.tolist()))


def test_rechosen_is_never_worse_than_fixed(net):
    for corridor in (None, "islamabad-tehran-istanbul"):
        words = {"weight": "time", "n": 400, "seed": 5, "corridor": corridor}
        fixed = co.simulate(net, "Karachi", "Istanbul", **words)
        free = co.simulate(net, "Karachi", "Istanbul", rechoose=True, **words)
        assert (free.time_h <= fixed.time_h + 1e-6).all()
        assert (free.time_h < fixed.time_h - 1e-6).any()


def test_rechosen_draws_enter_no_country_twice(net):
    """Without Iran's own roads the quickest way may leave and re-enter a country."""
    free = co.simulate(
        net, "Karachi", "Tbilisi", n=120, weight="distance", rechoose=True, modes=["road", "rail"]
    )
    for number in (0, 50, 119):
        trip = free.ways.itinerary(number)
        places = [leg.country.split(">")[-1] for leg in trip.steps if leg.country]
        entered = [c for k, c in enumerate(places) if k == 0 or places[k - 1] != c]
        assert len([c for c in entered if c != "AZ"]) == len(set(entered) - {"AZ"})


def test_conditions_hold_in_every_draw(net):
    words = {
        "modes": ["road", "rail"],
        "avoid": ["Azerbaijan", "ir-tr-gurbulak"],
        "via": ["Mashhad"],
    }
    for rechoose in (False, True):
        drawn = co.simulate(
            net, "Karachi", "Istanbul", n=60, weight="time", rechoose=rechoose, **words
        )
        free = co.simulate(net, "Karachi", "Istanbul", n=60, weight="time", rechoose=True)
        assert (drawn.time_h >= free.time_h - 1e-6).all()
        for number in range(0, 60, 12):
            trip = drawn.ways.itinerary(number)
            assert set(trip.modes) <= {"road", "rail"}
            assert "AZ" not in trip.countries
            assert "ir-mashhad" in {
                node for leg in trip.steps for node in (leg.from_node, leg.to_node)
            }
            assert not any("Bazargan" in leg.name for leg in trip.steps if leg.kind == "border")


def test_choices_add_up(net):
    free = co.simulate(net, "Karachi", "Istanbul", n=300, weight="time", rechoose=True)
    choices = free.choices(most=1000)
    assert choices["share"].sum() == pytest.approx(1)
    assert choices["share"].is_monotonic_decreasing
    assert choices["time_h"].iloc[0] == pytest.approx(free.itinerary.time_h)


def test_beats_and_within(net):
    road = co.simulate(net, "Karachi", "Istanbul", n=500, modes=["road"])
    ship = co.simulate(net, "Karachi", "Istanbul", n=500, corridor="deep-sea-suez")
    assert road.beats(ship) > 0.9
    assert road.beats(ship) + ship.beats(road) == pytest.approx(1)
    assert road.beats(road) == 0.5
    assert ship.beats(road, by="cost") > 0.5
    assert road.within_days(0) == 0
    assert road.within_days(1e6) == 1
    middle = float(np.median(road.time_h))
    assert road.within_days(middle / 24) == pytest.approx(0.5, abs=0.01)
    other = co.simulate(net, "Karachi", "Istanbul", n=500, seed=1, modes=["road"])
    with pytest.raises(ValueError, match="draws do not belong together: seed 0 and 1"):
        road.beats(other)
    with pytest.raises(ValueError, match="by 'tine' is not one of time, cost. Did you mean 'time'"):
        road.beats(ship, by="tine")
    with pytest.raises(ValueError, match="by 'distance' is not one of time, cost"):
        road.tornado("distance")


def test_totals_as_words_of_by_still_work(net):
    drawn = co.simulate(net, "Karachi", "Istanbul", n=50)
    with pytest.warns(DeprecationWarning, match="use by='cost'"):
        assert drawn.tornado("cost_usd").equals(drawn.tornado("cost"))
    with pytest.warns(DeprecationWarning, match="use by='time'"):
        assert drawn.beats(drawn, "time_h") == 0.5


def test_tornado_puts_the_widest_input_first(net):
    drawn = co.simulate(net, "Karachi", "Istanbul", n=4000, modes=["road"], weight="time")
    for by in ("time", "cost"):
        table = drawn.tornado(by)
        assert table["swing"].is_monotonic_decreasing
        assert (table["low"] <= table["high"]).all()
    hours = drawn.tornado()
    assert hours["median"].sum() == pytest.approx(drawn.itinerary.time_h, rel=0.05)


def test_fixed_prices(net):
    drawn = co.simulate(net, "Karachi", "Istanbul", n=20, cost_p90_ratio=1)
    assert drawn.cost_usd == pytest.approx(np.full(20, drawn.itinerary.cost_usd))
    assert set(drawn.to_frame()) == {"time_h", "cost_usd"}
    assert "20 draws" in repr(drawn)


def test_positions_have_access_legs(net):
    drawn = co.simulate(net, (67.3, 25.0), "Istanbul", n=2000, modes=["road"])
    assert [leg.kind for leg in drawn.itinerary.steps[:2]] == ["terminal", "access"]
    assert "access to" in " ".join(drawn.tornado()["input"])
    assert np.median(drawn.time_h) == pytest.approx(drawn.itinerary.time_h, rel=0.15)
    free = co.simulate(net, (67.3, 25.0), "Istanbul", n=200, modes=["road"], rechoose=True)
    assert (free.cost_usd <= drawn.cost_usd[:200] + 1e-6).all()


def test_reduced_graph_keeps_every_distance():
    for seed in range(60):
        rng = np.random.default_rng(seed)
        graph = nx.gnm_random_graph(14, 17, seed=seed)
        arcs = sorted((*graph.edges, *((b, a) for a, b in graph.edges)))
        tail, head = np.array(arcs).T
        weight = rng.integers(1, 30, len(arcs)).astype(float)
        plain = nx.DiGraph()
        plain.add_weighted_edges_from(
            zip(tail.tolist(), head.tolist(), weight.tolist(), strict=True)
        )
        small = reduced(tail, head, [0], [13])
        if small is None:
            assert 0 not in plain or 13 not in plain or not nx.has_path(plain, 0, 13)
            continue
        chains = nx.DiGraph()
        for vertex in range(len(small.first_out) - 1):
            for arc in range(small.first_out[vertex], small.first_out[vertex + 1]):
                parts = small.part[small.first_part[arc] : small.first_part[arc + 1]]
                old = chains.get_edge_data(vertex, int(small.head[arc]), {"weight": np.inf})
                total = min(float(weight[parts].sum()), old["weight"])
                chains.add_edge(vertex, int(small.head[arc]), weight=total)
        best = nx.dijkstra_path_length(plain, 0, 13)
        assert nx.dijkstra_path_length(chains, small.number[0], small.number[13]) == best


def test_plain_python_draws_the_same():
    script = """
import sys
if sys.argv[1] == "plain":
    sys.modules["numba"] = None
sys.path.insert(0, "tests")
from toy import toy_network
from toy import table, toy_network, toy_tables

import corridors as co
for free in (False, True):
    drawn = co.simulate(toy_network(), "Alpha", "Epsilon", n=40, weight="time", rechoose=free)
    print([round(v, 9) for v in drawn.time_h.tolist()], drawn.itinerary)
"""
    out = [
        subprocess.run(
            [sys.executable, "-W", "error", "-c", script, engine],
            capture_output=True, text=True, check=True,
        ).stdout
        for engine in ("plain", "compiled")
    ]  # fmt: skip
    assert out[0] == out[1]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ({"n": 0}, "n must be 1 or more"),
        ({"seed": -1}, "seed must be 0 or more"),
        ({"cost_p90_ratio": 0.9}, "cost_p90_ratio must be 1 or more"),
    ],
)
def test_bad_arguments(toy, words, message):
    with pytest.raises(ValueError, match=message):
        co.simulate(toy, "Alpha", "Epsilon", **words)


def test_no_way_says_why(toy):
    for free in (False, True):
        with pytest.raises(co.NoItineraryError, match="not by pipeline alone"):
            co.simulate(toy, "Alpha", "Epsilon", modes=["pipeline"], rechoose=free)


def test_a_draw_whose_best_way_comes_back_to_a_country_is_searched_again():
    """Alpha-Zeta-Beta by road and on by rail emits least, but re-enters country X."""
    tables = toy_tables()
    links = [dict(row) for row in tables["links"]]
    back = next(dict(row) for row in links if row["link_id"] == "road-af")
    back |= {"link_id": "road-fb", "from_node": "yy-f", "to_node": "xx-b", "length_km": 400.0}
    changes = {"road-ab": {"status": "planned"}, "road-fe": {"length_km": 700.0}}
    links = [row | changes.get(row["link_id"], {}) for row in (*links, back)]
    toy = toy_network(links=table("links", links))
    words = {"weight": "co2e", "avoid": ["sea"]}
    question = ask(toy, "Alpha", "Epsilon", shipment=co.Shipment(), **words)
    one = Chooser(question, (), 0, 1.2)
    drawn = one.draw(20)
    assert not drawn.lawful.any()
    trip = co.simulate(toy, "Alpha", "Epsilon", n=20, rechoose=True, **words).itinerary
    assert trip.modes == ("road",)
    assert trip.co2e_kg == pytest.approx(co.route(toy, "Alpha", "Epsilon", **words).co2e_kg)
    assert drawn.time[3] > 0
    assert (
        compiled(toy).link_ids[
            compiled(toy).arcs["link"][[a for a in one.way(3) if compiled(toy).arcs["km"][a]]][0]
        ]
        == "road-af"
    )
