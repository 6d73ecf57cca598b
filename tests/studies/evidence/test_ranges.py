"""Each assumed row has a range, by a rule that the tables bear out."""

from __future__ import annotations

import math
from collections import defaultdict

import numpy as np
import pytest

import corridors as co
from corridors.studies.evidence.ranges import range_of


def _known(net):
    """Return the values that are not assumed, by what a row of the table of ranges is for."""
    found = defaultdict(list)

    def put(key, value, basis):
        if basis != "assumed" and value > 0:
            found[key].append(value)

    km = net.table("links").pairs("link_id", "length_km")
    for row in net.table("tariffs"):
        if row["box"] == "40ft" and not row["towards"] and not row["valid_to"]:
            put(("tariffs", row["mode"], "usd"), row["usd_per_km"], row["basis"])
    for row in net.table("services"):
        far, basis = km[row["link_id"]], row["price_basis"] or row["basis"]
        put(("services", row["mode"], "usd"), row["usd_40ft"] / far, basis)
        put(("services", row["mode"], "h"), row["hours_p50"] / far, row["basis"])
    for row in net.table("border_crossings"):
        basis = row["price_basis"] or row["basis"]
        put(("border_crossings", row["mode"], "usd"), row["cost_usd"], basis)
        put(("border_crossings", row["mode"], "h"), row["hours_p50"], row["basis"])
    for row in net.table("speeds"):
        hours = 1 / row["speed_kmh"] + row["stop_h_per_100km"] / 100
        put(("speeds", row["mode"], "h"), hours, row["basis"])
    return found


def test_ranges_are_those_of_the_rows_that_are_known(net):
    known, derived = _known(net), 0
    for row in net.table("ranges"):
        if row["basis"] == "assumed":
            assert (row["low_ratio"], row["high_ratio"]) == (0.6, 1.4), row
            continue
        values = known[row["table"], row["mode"], row["of"]]
        low, middle, high = np.percentile(values, [10, 50, 90])
        assert row["known"] == pytest.approx(len(values), abs=3), row
        assert row["low_ratio"] == pytest.approx(min(low / middle, 0.8), rel=0.1), row
        assert row["high_ratio"] == pytest.approx(max(high / middle, 1.2), rel=0.1), row
        derived += 1
    assert derived >= 10


def test_each_assumed_row_has_a_range_and_no_other(net):
    found = co.audit(net, [("Karachi", "Tashkent"), ("Baku", "Istanbul"), ("Almaty", "Tehran")])
    assumed = found.rows["basis"] == "assumed"
    rows = found.rows[assumed]
    assert len(rows)
    assert ((rows["low"] < 1) & (rows["high"] > 1)).all()
    assert (found.rows.loc[~assumed, ["low", "high"]] == 1).all(axis=None)
    assert (found.rows.loc[~assumed, "open"] == 0).all()


def test_what_leaves_most_open_is_measured_first(net):
    found = co.audit(net, [("Karachi", "Tashkent"), ("Baku", "Istanbul")])
    top = found.next_to_measure(8)
    assert top["open"].is_monotonic_decreasing
    first = top.iloc[0]
    assert first["open"] == pytest.approx(first["share"] * (first["high"] - first["low"]))


def test_a_row_more_exact_goes_before_any_mode(net):
    road = range_of(net, "tariffs road AZ 40ft", "road", "usd", "assumed")
    other = range_of(net, "tariffs access * 40ft", "access", "usd", "assumed")
    assert road != other == (0.6, 1.4)
    assert range_of(net, "tariffs road AZ 40ft", "road", "usd", "published") == (1.0, 1.0)


def test_without_the_table_nothing_is_known_of_a_range(toy):
    assert all(map(math.isnan, range_of(toy, "tariffs road * t", "road", "usd", "assumed")))
