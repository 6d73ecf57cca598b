"""What docs/method.md says of the tables: each figure with room for a row or two."""

import math
from statistics import median

import numpy as np
import pytest

import corridors as co
from corridors.graph.spread import Z90


def sailings(net, mode):
    """Return km, hours and basis of the services of a mode in operation that have hours."""
    km = net.table("links").pairs("link_id", "length_km")
    return [
        (km[row["link_id"]], row["hours_p50"], row["basis"])
        for row in net.table("services")
        if row["mode"] == mode and row["status"] == "operational" and row["hours_p50"] > 0
    ]


@pytest.mark.parametrize(
    ("mode", "fixed_h", "kmh", "off"),
    [("sea", (90, 160), (21, 27), 0.2), ("ferry", (0, 10), (14, 20), 0.2)],
)
def test_hours_at_sea_follow_the_distance(net, mode, fixed_h, kmh, off):
    km, hours, _ = (np.array(column) for column in zip(*sailings(net, mode), strict=True))
    slope, fixed = np.polyfit(km.astype(float), hours.astype(float), 1)
    assert fixed_h[0] < fixed < fixed_h[1]
    assert kmh[0] < 1 / slope < kmh[1]
    residual = hours - (fixed + slope * km)
    assert 1 - residual.var() / hours.var() > 0.85
    assert median(abs(residual) / hours) < off


def test_speeds_by_road_are_near_those_without_delay(net):
    """Where they are not, the row is assumed and its note tells the published value."""
    published: dict[str, tuple[float, float]] = {}
    for row in net.table("published_indicators"):
        if (row["indicator"], row["mode"]) == ("SWOD", "road") and row["country"] != "*":
            last = published.get(row["country"], (0.0, 0.0))
            published[row["country"]] = max(last, (row["year"], row["value"]))
    speeds = {r["country"]: r for r in net.table("speeds") if r["mode"] == "road"}
    for country, (_, value) in published.items():
        row = speeds[country]
        near = row["speed_kmh"] == pytest.approx(value, rel=0.07)
        assert near or (row["basis"] == "assumed" and f"{value:g}" in row["note"]), country


def test_years_spread_border_hours_more_than_trucks_do(net):
    """Posts with three readings or more: the pooled deviation of the logarithms is some 0.9."""
    readings: dict[tuple, list[float]] = {}
    for row in net.table("border_activities"):
        if row["activity"] == "all":
            key = tuple(row[c] for c in ("bcp_id", "mode", "from_country", "to_country", "side"))
            readings.setdefault(key, []).append(math.log(row["hours"]))
    several = [values for values in readings.values() if len(values) >= 3]
    squares = sum(sum((v - np.mean(values)) ** 2 for v in values) for values in several)
    years = math.sqrt(squares / sum(len(values) - 1 for values in several))
    assert years == pytest.approx(0.93, abs=0.1)
    trucks = [math.sqrt(math.log1p(cv**2)) for cv in (0.63, 0.76)]
    assert [math.exp(Z90 * sigma) for sigma in trucks] == pytest.approx([2.1, 2.4], abs=0.1)
    assert math.exp(Z90 * math.hypot(years, trucks[1])) == pytest.approx(4.3, abs=0.4)


def test_the_middle_corridor_by_the_indicators(net):
    found = co.indicators(net, "middle-corridor").set_index(["mode", "indicator"])["value"]
    for mode, swod, swd in (("road", 56, 18), ("rail", 50, 20)):
        assert found[mode, "SWOD"] == pytest.approx(swod, rel=0.1)
        assert found[mode, "SWD"] == pytest.approx(swd, rel=0.2)
    for mode, *told in (("road", 9.4, 125, 685), ("rail", 10.3, 92, 317)):
        made = [found[mode, name] for name in ("TFI1", "TFI2", "TFI3")]
        assert made == pytest.approx(told, rel=0.1)
