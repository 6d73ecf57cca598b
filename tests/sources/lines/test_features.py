"""What a line is by its mode, tags and columns."""

import math

import numpy as np
import pytest
from lines_toy import frame

import corridors as co
from corridors.sources.lines.columns import check_columns, columns_of
from corridors.sources.lines.features import Features
from corridors.sources.lines.layer import layer_of_frame
from corridors.sources.making.tags import Own, Wanted

MODES = ("road", "rail", "ferry", "sea", "inland_water", "pipeline")


def features(mode=None, columns=None, **values):
    plain = frame()[["geometry"]].assign(**values)
    layer = layer_of_frame(plain, "t")
    read = columns_of(layer, check_columns(columns))
    return Features(layer, read, mode=mode, wanted=Wanted(MODES), box="40ft")


def first(mode=None, columns=None, km=10.0, **values):
    return features(mode, columns, **{k: [v, None, None] for k, v in values.items()}).tags(0, km)


def test_tags_of_openstreetmap_say_what_a_line_is():
    assert first(highway="trunk", maxspeed="60").maxspeed_kmh == 60.0
    assert first(highway="['trunk', 'tertiary']").kind == "trunk"
    assert first(railway="rail", gauge=1520.0).gauges_mm == (1520,)
    assert first(highway="footway") == "highway=footway"
    assert first(highway=None, railway=None) == "neither highway, railway nor ferry"
    assert first(highway="motorway").oneway == 1
    assert first(highway="motorway", oneway=False).oneway == 0


def test_a_constant_mode_is_of_every_line():
    for mode in MODES[:-1]:
        assert first(mode).mode == mode
    assert first("ferry").carries == ("road",)
    assert first("road").kind == "road"
    assert first("pipeline") == "a pipeline without a commodity, gas or oil"
    assert first("pipeline", {"commodity": {"value": "gas"}}).own == Own(commodity="gas")
    assert first("rail", gauge="600").gauges_mm == (600,)
    assert first("rail", gauge="60") == "gauge 60"
    assert first("road", highway="footway") == "highway=footway"


def test_a_column_tells_the_mode():
    of = {"mode": "kind"}
    assert first(None, of, kind="Railway").mode == "rail"
    assert first(None, of, kind="train ferry").carries == ("rail",)
    assert first(None, of, kind="walk") == "mode walk"
    assert first(None, of, kind=None) == "without a mode"
    assert first(None, {"mode": {"column": "kind", "values": {3: "road"}}}, kind=3.0).mode == "road"


def test_without_any_the_user_is_asked():
    with pytest.raises(co.DataError, match=r"t: by which mode are its lines\? .*columns are a$"):
        features(a=[1, 2, 3])


def test_trains_run_both_ways_unless_the_caller_says_otherwise():
    assert first("rail", oneway="yes").oneway == 0
    assert first("rail", {"oneway": "oneway"}, oneway="yes").oneway == 1
    assert first("road", oneway=-1).oneway == -1


def test_a_status_is_that_of_its_column():
    assert first("rail", status="under construction").status == "construction"
    assert first(railway="rail", status="planned").status == "planned"


def test_lengths_hours_and_prices_are_shares_of_the_line():
    own = first("rail", length_km=12.0, time_h=0.5, cost_usd=36.0, speed_kmh=40).own
    assert own == Own(40.0, 0.05, 3.0, "usd_40ft", 1.2, "")
    assert first("rail", cost_usd_per_km=2.0).own.usd_per_km == 2.0
    assert first("rail", name="x").own is None


@pytest.mark.parametrize(
    ("km", "kept"), [(7.9, False), (8.1, True), (29.0, True), (31.0, False), (0, False)]
)
def test_a_stated_length_far_from_the_drawn_one_is_not_of_this_line(km, kept):
    read = features("rail", length_km=[km, None, None])
    own = read.tags(0, 10.0).own
    assert bool(own and own.stretch) is kept
    far = "a stated length far from the drawn one, which is used (feature 1)"
    assert read.left.counts("feature") == ({} if kept or not km else {far: 1})


@pytest.mark.parametrize(
    ("factor", "told"),
    [(1000.0, "metres: give the scale, .*0.001}"), (0.6214, "miles: give the scale, .*1.60934}"), (3280.8, "feet"), (40.0, "say their unit")],
)  # fmt: skip
def test_lengths_in_another_unit_are_refused_with_the_scale(factor, told):
    km = np.array([1.0, 2.0, 3.0])
    read = features("rail", length_km=(km * factor).tolist())
    with pytest.raises(co.DataError, match=f"t: length_km: .*{told}"):
        read.check_lengths(km)
    features("rail", length_km=(km * 1.1).tolist()).check_lengths(km)
    features("rail", length_km=[None] * 3).check_lengths(km)


def test_levels_are_those_of_bridges_tunnels_and_layers():
    read = features("road", bridge=["yes", "no", None], layer=[1.0, 0, math.nan])
    assert [read.level(k) for k in range(3)] == ["1|yes", "|", "|"]


def test_a_train_ferry_has_the_gauge_of_its_wagons():
    assert first("train ferry", gauge="1520").gauges_mm == (1520,)
    assert first("train ferry", gauge=None).gauges_mm == ()
    assert first("train ferry", gauge="60") == "gauge 60"
    assert first("ferry", gauge="1520").gauges_mm == ()  # of trucks
