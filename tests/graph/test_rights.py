"""Transit rights: which posts are closed to goods between two countries."""

import dataclasses
from functools import cache

import numpy as np
import pytest
from toy import change, toy_network, toy_tables

import corridors as co
from corridors.engines import jit
from corridors.graph.compiled import compiled
from corridors.graph.rights import rights_of
from corridors.routing import matrix
from corridors.routing.conditions import Conditions
from corridors.routing.question import Question


def toy_with(traffic="", ends="", *, bcp="yz-zeta"):
    """Return the toy network with the traffic of one post."""
    table = change(toy_tables()["border_crossings"], "traffic", {"bcp_id": bcp}, traffic)
    return toy_network(border_crossings=change(table, "traffic_ends", {"bcp_id": bcp}, ends))


@pytest.mark.parametrize(
    ("traffic", "ends", "origin", "destination", "passes"),
    [
        ("", "", "Alpha", "Epsilon", True),
        ("international", "", "Alpha", "Epsilon", True),
        ("bilateral", "", "Alpha", "Epsilon", True),  # to ZZ, one of the two of the post
        ("bilateral", "YY", "Alpha", "Epsilon", False),  # neither end lies in YY
        ("bilateral", "YY;XX", "Alpha", "Epsilon", True),
        ("local", "", "Alpha", "Epsilon", False),  # from XX: not between YY and ZZ
        ("local", "", "Zeta", "Epsilon", True),
        ("local", "XX;ZZ", "Alpha", "Epsilon", True),
    ],
)
def test_a_post_passes_the_goods_that_it_serves(traffic, ends, origin, destination, passes):
    net = toy_with(traffic, ends)
    ask = Question.of(net, origin, destination, Conditions.of(modes="road"))
    way = ask.best()
    assert (way is not None) == passes
    if not passes:
        # the only road from Alpha to Epsilon is over this post: A - F - E
        text = str(ask.why_not())
        assert "only by border posts that are closed to goods in transit: yz-zeta" in text
        assert f"({traffic}: goods {'between' if traffic == 'local' else 'from or to'} YY" in text


def test_the_other_way_is_taken_where_a_post_is_closed():
    # Alpha to Epsilon by road over F: 900 USD + two borders of 100, loading and unloading 10 each
    assert co.route(toy_with(), "Alpha", "Epsilon", modes=("road",)).cost_usd == 1120
    closed = toy_with("bilateral", "YY")
    trip = co.route(closed, "Alpha", "Epsilon")
    assert "xx-c" in {leg.to_node for leg in trip.steps}  # by the railway over Gamma
    assert trip.cost_usd == co.route(toy_network(), "Alpha", "Epsilon", avoid="road-fe").cost_usd


@dataclasses.dataclass(frozen=True)
class Post:
    """A border arc of a way: its row, and whom it is for."""

    traffic: str
    ends: tuple[str, ...]

    def passes(self, home, away):
        served = [end in self.ends for end in (home, away)]
        return {"bilateral": any(served), "local": all(served)}.get(self.traffic, True)


def posts_on(net, arcs):
    """Return the posts on a way, read from the table and not from the rights."""
    graph, table = compiled(net), net.table("border_crossings")
    for arc in arcs:
        name, row = graph.refs[arc][1]
        if name == "border_crossings":
            own = (table["from_country"][row], table["to_country"][row])
            ends = tuple(filter(None, table["traffic_ends"][row].split(";"))) or own
            yield Post(table["traffic"][row], ends)


@pytest.fixture(scope="module")
def strict(net):
    """Return the embedded network in which every fifth post is bilateral, every ninth local."""
    table = net.table("border_crossings")
    posts = sorted(set(table["bcp_id"]))
    traffic = {
        post: "local" if k % 9 == 1 else "bilateral" if k % 5 == 2 else "international"
        for k, post in enumerate(posts)
    }
    columns = {
        **table.columns,
        "traffic": tuple(traffic[post] for post in table["bcp_id"]),
        "traffic_ends": ("",) * len(table),
    }
    return net.replaced({"border_crossings": type(table)(table.name, columns)})


PLACES = ["Karachi", "Tashkent", "Istanbul", "Urumqi", "Tehran", "Baku", "Dushanbe", "Kabul"]


@pytest.mark.parametrize("weight", ["cost", "time"])
def test_every_engine_heeds_the_rights(strict, weight):
    asked = [(a, b) for a in PLACES for b in PLACES if a != b]
    matrix = co.matrix(strict, PLACES, PLACES, weight=weight)
    many = co.best_by_weights(strict, asked, [weight])
    column = {"cost": "cost_usd", "time": "time_h"}[weight]
    relaxed = 0
    for (a, b), single in zip(asked, many.to_dict("records"), strict=True):
        ask = Question.of(strict, a, b, Conditions.of(weight=weight))
        way = ask.best()
        ends = ask.origin.country, ask.destination.country
        if way is None:
            assert np.isnan(matrix.loc[a, b])
            assert not single["served"]
            continue
        assert all(post.passes(*ends) for post in posts_on(strict, way.arcs))
        # what is forbidden taken out of the plan altogether: the same answer, found plainly
        table = posts_rows(strict, *ends)
        plain = ask.under(dataclasses.replace(ask.plan, transit_rights=False).closing(table))
        assert ask.value_of(way) == pytest.approx(plain.value_of(plain.best()))
        assert matrix.loc[a, b] == pytest.approx(ask.value_of(way))
        assert single[column] == pytest.approx(ask.value_of(way), rel=1e-6)
        free = ask.under(dataclasses.replace(ask.plan, transit_rights=False))
        relaxed += free.value_of(free.best()) < ask.value_of(way) - 1e-9
    assert relaxed  # the rule bites


def posts_rows(net, home, away):
    """Return the arcs over posts that goods between two countries may not pass, one by one."""
    return [arc for arc, post in every_post(net) if not post.passes(home, away)]


@cache
def every_post(net):
    """Return every arc over a border with its post."""
    arcs = range(len(compiled(net).refs))
    return [(arc, post) for arc in arcs for post in posts_on(net, [arc])]


def test_closed_arcs_are_those_of_the_table(strict):
    rights = rights_of(strict)
    lands = compiled(strict).territories
    for home, away in [("PK", "UZ"), ("CN", "TR"), ("IR", "TM"), ("AF", "TJ")]:
        found = rights.closed(lands.index(home), lands.index(away))
        assert sorted(found.tolist()) == posts_rows(strict, home, away)


def test_alternatives_fronts_schedules_and_draws_heed_the_rights(strict):
    ask = Question.of(strict, "Tashkent", "Istanbul", Conditions())
    refused = ask.plan.refused_set(ask.home, ask.away)
    assert refused
    table, graph = strict.table("border_crossings"), compiled(strict)
    key = ("name", "mode", "from_country", "to_country")
    shut = {tuple(table[c][graph.refs[arc][1][1]] for c in key) for arc in refused}
    trips = [
        *co.alternatives(strict, "Tashkent", "Istanbul", k=3),
        *co.pareto(strict, "Tashkent", "Istanbul").itineraries,
        co.route(strict, "Tashkent", "Istanbul", departure="2024-05-06"),
    ]
    borders = [leg for trip in trips for leg in trip.steps if leg.kind == "border"]
    assert len(borders) > 10
    assert not any((leg.name, leg.mode, *leg.country.split(">")) in shut for leg in borders)


def test_compiled_matrix_equals_single_searches_under_rights(strict, monkeypatch):
    monkeypatch.setattr(matrix, "_TABLE_PAIRS", 1)
    monkeypatch.setattr(matrix, "_ORIGIN_S", 1e9)  # compile at once
    monkeypatch.setattr(jit, "_spent_s", 0.0)
    places = PLACES[:6]
    table = co.matrix(strict, places, places, weight="time")
    monkeypatch.setattr(matrix, "_TABLE_PAIRS", 10**9)
    np.testing.assert_allclose(table, co.matrix(strict, places, places, weight="time"))


def test_no_post_is_closed_where_the_table_says_nothing(toy):
    assert len(rights_of(toy).arcs) == 0


def test_kinds_of_posts_refuse_whom_each_of_their_posts_refuses(net):
    """A table of goods by home and destination, against each post asked alone."""
    rights = rights_of(net)
    assert sorted(np.concatenate(rights.kinds).tolist()) == list(range(len(rights.arcs)))
    lands = np.arange(rights.serves.shape[1])
    for kind in rights.kinds:
        refused = rights.refused(kind, lands, lands)
        for home in lands[::3]:
            for away in lands[::4]:
                closed = set(rights.closed(int(home), int(away)).tolist())
                for arc in rights.arcs[kind].tolist():
                    assert (arc in closed) == refused[home, away]
