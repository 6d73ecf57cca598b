"""Every chart with an empty, single or odd argument: a picture, or one sentence of our own."""

import math
import traceback
import warnings
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

import corridors as co
from corridors.charts.figure import svg_bytes

PACKAGE = Path(co.__file__).parent


@pytest.fixture(scope="module")
def trip(toy):
    return co.route(toy, "Alpha", "Epsilon")


@pytest.fixture(scope="module")
def things(toy, trip):
    """What charts are given, by name."""
    table = co.compare(toy, ["Alpha", "Beta"], "Epsilon")
    days = co.timeline(toy, ("Alpha", "Epsilon"), ["2024-01-01"])
    nan = math.nan
    spoilt = table.copy()
    spoilt.loc[spoilt["served"].idxmax(), "cost_usd"] = nan
    lost = days.copy()
    lost["cost_usd"] = lost["rank_cost"] = nan
    free = replace(trip, steps=tuple(replace(leg, usd=0.0) for leg in trip.steps))
    return {
        "none": None, "number": 5, "text": "abc", "empty list": [], "empty mapping": {},
        "one": trip, "list of one": [trip],
        "twice the same": [trip, trip], "many": [trip] * 40,
        "list of none": [None], "mapping to none": {"a": None}, "mapping to list": {"a": [trip]},
        "numbered": {1: trip, 2: trip},
        "no legs": replace(trip, steps=()),
        "only stops": replace(trip, steps=tuple(leg for leg in trip.steps if not leg.km)),
        "free": free,
        "nan": replace(trip, steps=(replace(trip.steps[0], usd=nan, h=nan), *trip.steps[1:])),
        "network": toy,
        "table": table, "no rows": table.iloc[:0], "no columns": pd.DataFrame(),
        "nothing served": table[~table["served"]], "nan in a table": spoilt,
        "days": days, "no days": days.iloc[:0], "nan in days": lost,
        "words": ("cost", "time"), "one word": "cost", "unknown": "beauty", "four words":
        ("cost", "time", "distance", "transits"), "empty tuple": (), "list of lists": [["cost"]],
    }  # fmt: skip


def picture_or_sentence(draw):
    """Draw and save; fail if what is raised is no plain sentence of this package."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            svg_bytes(draw())
        except (TypeError, ValueError, co.UnknownNameError) as error:
            refusal = error
        else:
            return ""
    where = traceback.extract_tb(refusal.__traceback__)[-1].filename
    assert PACKAGE in Path(where).parents, f"{where}: {refusal!r}"
    assert len(str(refusal)) > 15
    assert "\n" not in str(refusal)
    return str(refusal)


TRIPS = (
    "none", "number", "text", "empty list", "empty mapping", "one", "list of one",
    "twice the same", "many", "list of none", "mapping to none", "mapping to list", "numbered",
    "no legs", "only stops", "free", "nan", "network", "table",
)  # fmt: skip
WORDS = (
    "none", "number", "words", "one word", "unknown", "four words", "empty tuple", "list of lists",
)  # fmt: skip
TABLES = (
    "none", "number", "text", "empty list", "table", "no rows", "no columns", "nothing served",
    "nan in a table", "days", "no days", "nan in days", "one",
)  # fmt: skip
PICTURES = ("one", "list of one", "twice the same", "many", "numbered", "only stops", "free")


@pytest.mark.parametrize("what", TRIPS)
@pytest.mark.parametrize(
    "draw",
    [co.draw_breakdown, co.draw_tcd, lambda t: co.draw_tcd(t, by="cost"), co.draw_pareto],
    ids=["breakdown", "tcd by time", "tcd by cost", "pareto"],
)
def test_itineraries(things, draw, what):
    said = picture_or_sentence(lambda: draw(things[what]))
    if what in PICTURES and not (draw is co.draw_pareto and what == "numbered"):
        assert not said


@pytest.mark.parametrize("what", [name for name in TRIPS if name != "many"])
def test_print_maps(things, what):
    picture_or_sentence(lambda: co.draw_print_map(things[what]))


@pytest.mark.parametrize("width", [0, -3, math.nan, math.inf, 1e9])
def test_widths_of_print_maps(trip, width):
    assert "width_in=" in picture_or_sentence(lambda: co.draw_print_map(trip, width_in=width))


@pytest.mark.parametrize("what", TRIPS)
def test_waterfalls(things, trip, what):
    picture_or_sentence(lambda: co.draw_waterfall(things[what], trip))
    picture_or_sentence(lambda: co.draw_waterfall(trip, things[what], by="time"))


@pytest.mark.parametrize("names", [(), ("a",), "ab", ("a", "b", "c")])
def test_names_of_waterfalls(trip, names):
    assert "names=" in picture_or_sentence(lambda: co.draw_waterfall(trip, trip, names=names))


@pytest.mark.parametrize("words", WORDS)
def test_words(things, trip, words):
    by = things[words]
    for draw in (co.draw_breakdown, co.draw_tcd):
        picture_or_sentence(lambda draw=draw: draw(trip, by=by))
    picture_or_sentence(lambda: co.draw_waterfall(trip, trip, by=by))
    picture_or_sentence(lambda: co.draw_pareto(trip, criteria=by))
    picture_or_sentence(lambda: co.draw_timeline(things["days"], by=by))
    picture_or_sentence(lambda: co.draw_catchment(things["network"], things["table"], by=by))


def test_a_generator_is_drawn_once_read(trip):
    for draw in (co.draw_breakdown, co.draw_tcd, co.draw_pareto, co.draw_print_map):
        assert not picture_or_sentence(lambda draw=draw: draw(t for t in [trip]))


def test_no_panel_is_one_sentence(trip):
    with pytest.raises(ValueError, match="^by is empty: give one or more of cost, time, co2e$"):
        co.draw_breakdown(trip, by=())


@pytest.mark.parametrize("what", TABLES)
def test_tables(things, what):
    picture_or_sentence(lambda: co.draw_catchment(things["network"], things[what]))
    picture_or_sentence(lambda: co.draw_criticality(things["network"], things[what]))
    for by in ("cost", "rank"):
        picture_or_sentence(lambda by=by: co.draw_timeline(things[what], by=by))


@pytest.mark.parametrize(
    ("base", "effects"),
    [
        (1, None), (1, []), (1, {}), (1, 5), (1, {"a": 5}), (1, {"a": (1,)}), (1, {"a": (1, 2, 3)}),
        (1, {"a": (math.nan, 2)}), (1, {"a": ("low", "high")}), (math.nan, {"a": (1, 2)}),
        (None, {"a": (1, 2)}), ("one", {"a": (1, 2)}), (1, "ab"), (1, pd.DataFrame()),
        (pd.DataFrame({"input": [], "low": [], "high": []}), None),
        (1, pd.DataFrame({"input": ["a"], "low": [math.nan], "high": [2.0]})),
    ],
)  # fmt: skip
def test_tornadoes_that_cannot_be_drawn(base, effects):
    assert picture_or_sentence(lambda: co.draw_tornado(base, effects))


@pytest.mark.parametrize("pair", [(1, 1), (2, 0), (1, 3), (0, 0.5), (5, 9)])
def test_tornadoes_of_one_effect(pair):
    assert not picture_or_sentence(lambda: co.draw_tornado(1, {"a": pair}))


@pytest.mark.parametrize(
    "flows", [{"no-link": 3.0}, {"road-ab": math.nan}, {"road-ab": -1.0}, {"road-ab": "x"}, 5, "ab"]
)
def test_flows_that_cannot_be_drawn(toy, flows):
    assert (
        "flow" in picture_or_sentence(lambda: co.draw_map(toy, flows=flows)) or "no-link" in flows
    )


@pytest.mark.parametrize(
    "flows", [None, {}, {"road-ab": 0.0}, pd.Series({"road-ab": 3}), pd.Series(dtype=float)]
)
def test_flows_of_few_links_or_none(toy, flows):
    assert co.draw_map(toy, flows=flows)
