"""Pressure along lines, their stations, and the flow for which they are designed."""

import math
from dataclasses import replace

import pytest

import corridors as co
from corridors.errors import DataError
from corridors.studies.energy.flow import USUAL, pressures_bar
from corridors.studies.energy.hydraulics import capacity_bcm, hydraulics_of, told
from corridors.studies.energy.lines import line_of

NET = co.load()
TAPI = line_of(NET, "tapi")


def with_pipes(line, **values):
    sections = tuple(replace(s, pipe={**s.pipe, **values}) for s in line.sections)
    return replace(line, sections=sections)


def test_tapi_carries_what_was_published_within_a_tenth():
    """56 in., 100 bar, six stations (published): 33 bcm a year. By pipe and stations alone."""
    assert capacity_bcm(TAPI) == pytest.approx(33, rel=0.1)


def test_so_it_does_with_a_rougher_pipe():
    assert capacity_bcm(TAPI, replace(USUAL, roughness_mm=0.045)) == pytest.approx(33, rel=0.1)


@pytest.mark.parametrize(("stations", "published"), [(2, 16), (4, 24), (7, 31)])
def test_tanap_by_its_stages_is_not_far_off(stations, published):
    """Told: two stations for 16 bcm a year, two more for 24, three more for 31. Not an input."""
    line = line_of(NET, "tanap")
    first, *rest = line.sections
    sections = (
        replace(first, pipe={**first.pipe, "stations": stations}),
        *(replace(s, pipe={**s.pipe, "stations": 0}) for s in rest),
    )
    found = capacity_bcm(replace(line, sections=sections))
    assert published * 0.95 < found < published * 1.35


def test_a_line_without_taps_and_stations_is_one_pipe():
    whole = replace(TAPI, offtakes=(replace(TAPI.offtakes[-1], amount=11.0),))
    found = hydraulics_of(with_pipes(whole, stations=0))
    inner = 1420 - 2 * 20.4
    assert found.arrival_bar == pytest.approx(pressures_bar(100, 11, 1814, inner)[-1][1], rel=1e-3)
    assert found.stations == ()
    assert found.mw == 0


def test_what_comes_in_is_taken_off():
    found = hydraulics_of(TAPI)
    flows = [piece.bcm for piece in found.pieces]
    assert flows[0] == pytest.approx(33)
    assert flows[-1] == pytest.approx(13.86)
    assert flows == sorted(flows, reverse=True)
    assert [round(s.km, 1) for s in found.stations] == [round(1814 * k / 7, 1) for k in range(1, 7)]
    assert all(s.discharge_bar == 100 for s in found.stations)


def test_more_flow_takes_more_pressure_and_power():
    once, more = hydraulics_of(TAPI), hydraulics_of(TAPI, scale=1.1)
    assert more.mw > once.mw
    assert more.most_ratio > once.most_ratio


def test_a_loop_and_two_strings_share_the_flow():
    one = with_pipes(TAPI, strings=2)
    assert hydraulics_of(one).mw < hydraulics_of(TAPI).mw / 2
    looped = with_pipes(TAPI, loop_mm=1420.0)
    assert hydraulics_of(looped).arrival_bar == pytest.approx(hydraulics_of(one).arrival_bar)


def test_where_sources_place_the_stations_they_stand():
    line = line_of(NET, "scp")  # 3 and 142 km behind the border, which is 446.3 km from the head
    assert [round(s.km, 1) for s in hydraulics_of(line).stations] == [449.3, 588.3]
    evenly = hydraulics_of(with_pipes(line, stations_km=""))
    assert [round(s.km, 1) for s in evenly.stations] == [529.0, 611.6]  # thirds of 248 km


def test_a_loop_ends_where_it_is_said_to_end():
    """63 of 248 km in Georgia have a second pipe: between none and all of it."""
    line = line_of(NET, "scp")
    loops = [piece.strings > 1 for piece in hydraulics_of(line).pieces if piece.start_km > 446]
    ends = [round(p.end_km, 1) for p in hydraulics_of(line).pieces if p.strings > 1]
    assert ends[-1] == 509.3
    assert set(loops) == {True, False}
    none, all_of_it = (
        capacity_bcm(with_pipes(line, loop_km=km)) for km in (0.0, math.nan)
    )  # fmt: skip
    assert none < capacity_bcm(line) < all_of_it


@pytest.mark.parametrize(("name", "low", "high"), [("scp", 0.9, 1.1), ("east-west", 0.9, 1.1), ("ip", 1.0, 1.2), ("cagp", 1.0, 1.25)])  # fmt: skip
def test_other_lines_carry_what_was_published_or_somewhat_more(name, low, high):
    line = line_of(NET, name)
    assert low < capacity_bcm(line) / line.capacity < high


def test_pressure_that_is_used_up_is_told():
    found = hydraulics_of(TAPI, scale=3.0)
    assert not math.isnan(found.runs_dry_km)
    assert math.isnan(found.arrival_bar)
    assert found.most_ratio == math.inf
    assert "used up after" in told(found)[0]


def test_what_is_missing_is_told_by_row():
    with pytest.raises(
        DataError,
        match="pipelines.csv, pipeline-tm-malay-tm-cagp-gedaim: no strings, stations",
    ):
        hydraulics_of(line_of(NET, "malay-bagtyyarlyk"))


def test_oil_has_no_pressure_of_gas():
    with pytest.raises(ValueError, match="pressure is worked out of gas; BTC carries oil"):
        hydraulics_of(line_of(NET, "btc"))
