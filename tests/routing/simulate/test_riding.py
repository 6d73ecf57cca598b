"""A way through its timetable: against consignments that ride it one by one, and by hand."""

from __future__ import annotations

import math
import pickle
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from toy import change, toy_network, toy_tables

import corridors as co
from corridors.charts.tcd import percentiles
from corridors.engines import draw_kernel as kernel
from corridors.graph.spread import Z90, correlations_of, factor_of
from corridors.routing.reliability import leg_run
from corridors.routing.simulate.inputs import stream_key
from corridors.routing.simulate.riding import normals

FRIDAY = datetime(2026, 3, 6, tzinfo=UTC)


def toy_with(column, value, *, bcp="xy-zeta", start="XX", end="YY", spread=True):
    """Return the toy network with uncertain hours and one value of a crossing changed."""
    key = {"bcp_id": bcp, "from_country": start, "to_country": end}
    crossings = change(toy_tables(spread=spread)["border_crossings"], column, key, value)
    return toy_network(spread=spread, border_crossings=crossings)


def test_normal_numbers_are_those_of_the_kernel():
    for word in ("a", "b", "rail KZ"):
        key = stream_key(3, word)
        expected = [kernel.normal(np.uint64(key), k) for k in range(20, 4020)]
        assert normals(key, 20, 4000) == pytest.approx(expected, rel=1e-13, abs=1e-15)
    with pytest.raises(ValueError, match="read-only"):
        normals(key, 20, 4000)[0] = 0.0


def opens_on_weekdays(moment):
    """Return when a border that is open Mo-Fr 08:00-17:00 UTC takes who comes at a moment."""
    while True:
        day = moment.replace(hour=0, minute=0, second=0, microsecond=0)
        if moment.weekday() < 5 and moment < day + timedelta(hours=17):
            return max(moment, day + timedelta(hours=8))
        moment = day + timedelta(days=1)


def ridden_one_by_one(net, trip, leave, consignments):
    """Return the hours of consignments over the legs of a trip, each drawn and moved by itself."""
    rng, correlation = np.random.default_rng(11), correlations_of(net)
    found = []
    for _ in range(consignments):
        now, shared, runs = leave, {}, {}
        for number, leg in enumerate(trip.steps):
            if leg.kind == "border" and leg.country == "XX>YY":
                now = opens_on_weekdays(now)
            word = factor_of(leg.kind, leg.mode)
            both = correlation.get(word, 0.0)
            common = shared.setdefault(word, rng.standard_normal())
            own = runs.setdefault(leg_run(leg) or number, rng.standard_normal())
            deviation = math.sqrt(both) * common + math.sqrt(1 - both) * own
            sigma = math.log(leg.h_p90 / leg.h_p50) / Z90 if leg.h_p50 else 0.0
            now += timedelta(hours=leg.h_p50 * math.exp(sigma * deviation))
        found.append((now - leave) / timedelta(hours=1))
    return np.array(found)


@pytest.mark.parametrize("hour", [0, 12, 60])
def test_days_feel_weekends_as_consignments_do_that_ride_one_by_one(hour):
    net, leave = toy_with("opening_hours", "Mo-Fr 08:00-17:00"), FRIDAY + timedelta(hours=hour)
    plain = co.route(net, "Alpha", "Epsilon", modes="road")
    hours = ridden_one_by_one(net, plain, leave, 40_000)
    trip = co.route(net, "Alpha", "Epsilon", modes="road", departure=leave)
    p50, p90 = np.percentile(hours, (50, 90))
    assert trip.time_p50_h == pytest.approx(p50, rel=0.01)
    assert trip.time_p90_h == pytest.approx(p90, rel=0.01)
    assert trip.time_mean_h == pytest.approx(hours.mean(), rel=0.01)
    assert trip.arrival_window[1] == leave + timedelta(hours=trip.time_p90_h)
    for days in (2, 3, 4, 5, 6):
        assert trip.within_days(days) == pytest.approx((hours <= 24 * days).mean(), abs=0.01)


def test_an_itinerary_and_the_draws_agree(net):
    """With the default seed to the digit, with another within 1 %: headlines are the draws'."""
    for places, weight in ((("Karachi", "Tashkent"), "cost"), (("Kashgar", "Islamabad"), "time")):
        words = {"weight": weight, "departure": datetime(2026, 12, 4, 8, tzinfo=UTC)}
        trip = co.route(net, *places, **words)
        assert any("opening hours" in note for note in trip.notes)  # it meets some
        drawn = co.simulate(net, *places, **words)
        assert drawn.itinerary == trip
        table = drawn.percentiles()["time_h"]
        assert table[["p50", "p90"]].to_list() == [trip.time_p50_h, trip.time_p90_h]
        other = co.simulate(net, *places, n=40_000, seed=5, **words).percentiles()["time_h"]
        assert other["p50"] == pytest.approx(trip.time_p50_h, rel=0.01)
        assert other["p90"] == pytest.approx(trip.time_p90_h, rel=0.01)
        for days in (5, 8, 20, 30, 300):
            assert drawn.within_days(days) == pytest.approx(trip.within_days(days), abs=0.001)


def test_draws_do_not_depend_on_how_many_there_are():
    net = toy_with("opening_hours", "Mo-Fr 08:00-17:00")
    words = {"modes": "road", "departure": FRIDAY}
    few, many = (co.simulate(net, "Alpha", "Epsilon", n=n, **words) for n in (300, 10_300))
    assert (few.time_h == many.time_h[:300]).all()
    assert few.tornado()["input"].str.contains("for opening").sum() == 1


def test_who_comes_after_the_season_waits_for_the_next():
    """The season ends 48 h after Friday 00:00; half of the goods take 18 h to Zeta, or longer.

    Who leaves on Friday is there in time. Who leaves 28 h later has 20 h: most are, others wait
    from March to June.
    """
    net = toy_with("season", "06-01..03-07")
    trip = co.route(net, "Alpha", "Epsilon", modes="road", departure=FRIDAY)
    late = co.route(net, "Alpha", "Epsilon", modes="road", departure=FRIDAY + timedelta(hours=28))
    assert trip.within_days(20) > 0.99
    assert late.time_h < 24 * 20  # by plan it is there in time
    assert late.within_days(20) == pytest.approx(late.within_days(60), abs=1e-3)
    assert 0.5 < late.within_days(20) < 0.8
    assert late.time_p90_h > 24 * 80
    assert any(note.startswith("On average it takes") for note in late.notes)


def test_what_meets_no_timetable_takes_what_it_takes_at_any_time():
    net = toy_network(spread=True)
    plain = co.route(net, "Alpha", "Epsilon", modes="road")
    timed = co.route(net, "Alpha", "Epsilon", modes="road", departure=FRIDAY)
    assert timed.scheduled is None
    assert (timed.time_p50_h, timed.time_p90_h) == (plain.time_p50_h, plain.time_p90_h)
    assert timed.time_mean_h == timed.time_h


def test_certain_hours_make_certain_days():
    """Loading 2 h and 16 h of road from Friday 00:00: Saturday's 38 h until Monday 08:00."""
    net = toy_with("opening_hours", "Mo-Fr 08:00-17:00", spread=False)
    trip = co.route(net, "Alpha", "Epsilon", modes="road", departure=FRIDAY + timedelta(hours=12))
    assert trip.time_p50_h == trip.time_p90_h == pytest.approx(trip.time_h)
    days = trip.time_h / 24
    assert (trip.within_days(days - 0.01), trip.within_days(days)) == (0.0, 1.0)
    wait = next(leg for leg in trip.steps if leg.kind == "waiting")
    assert (wait.h, wait.h_p50, wait.h_p90) == pytest.approx((50, 50, 50))


@pytest.mark.parametrize("origin", ["Alpha", (60.1, 40.2)])
def test_windows_of_stops_end_with_the_window_of_arrival(origin):
    net = toy_with("opening_hours", "Mo-Fr 08:00-17:00")
    trip = co.route(net, origin, "Epsilon", modes="road", departure=FRIDAY)
    band = np.array(percentiles(trip))
    assert band.shape == (len(trip.steps) + 1, 2)
    assert (np.diff(band, axis=0) >= -1e-9).all()
    assert 24 * band[-1, 1] == pytest.approx(trip.time_p90_h)
    border = next(n for n, leg in enumerate(trip.steps) if leg.kind == "border")
    # Nobody is through before the border opens, and who waits is there at its opening.
    assert band[border, 0] >= 8 / 24 - 1e-9
    again = pickle.loads(pickle.dumps(trip))
    assert again.time_p90_h == trip.time_p90_h
