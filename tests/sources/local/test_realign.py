"""Links of the network take the length and the line of real ways."""

from __future__ import annotations

import pytest
from models_toy import model
from network.changes.test_events import event
from osm_toy import NODES, WAYS, xml
from reference import REGIONAL, reference
from toy import table

import corridors as co


@pytest.fixture
def real(tmp_path):
    """The railway of the toy extract, which passes from Uzbekistan to Kazakhstan."""
    path = tmp_path / "rail.osm"
    ways = {w: v for w, v in WAYS.items() if w in (100, 101)}
    path.write_text(xml({**NODES}, ways), encoding="utf-8")
    return co.network_from_osm(path, modes="rail")


@pytest.fixture
def plan(tmp_path):
    """One link of 24 km between the same places, with a charge at its border."""
    return co.read_mapped(
        model(
            tmp_path,
            "Code,Station,X,Y,ISO,Type,Border,BorderH,Transfer\n"
            "T,T,69.2,41.28,UZ,C,10,10,\nS,S,69.17,41.47,KZ,C,,,\n",
            "From,To,Dist_m,Gauge,Cost,Hours,Dir\nT,S,24000,1520,10,1,2\n",
        )
    )


def test_a_link_takes_the_length_and_line_of_the_real_way(plan, real):
    new = co.realign(plan, real)
    (done,) = new.report
    way = sum(leg.km for leg in co.route(real, "osm-1", "osm-5").steps if leg.kind == "line-haul")
    assert done.left_because == ""
    assert done.km == pytest.approx(way, abs=0.05)
    assert new.table("links")["length_basis"] == ("measured",)
    assert (69.19, 41.34) in new.line("link-1")
    assert plan.table("links")["length_km"] == (24.0,)
    (left,) = co.realign(plan, real, ["link-1"], most_apart=0.01).report
    assert "another line" in left.left_because
    with pytest.raises(co.UnknownNameError, match="there is no link 'link-9'"):
        co.realign(plan, real, ["link-9"])


def test_a_real_way_is_real_on_every_day(plan, real):
    """Events are applied once: 10 h at the border are 20 h on a day that doubles them, not 40."""
    doubled = event(
        "slow", "2024-01-01", "2024-12-31", "change", "bcp_id=border-link-1", "border_crossings",
        column="hours", op="multiply", value=2.0, source_id="imported-model",
    )  # fmt: skip
    plan = plan.replaced({"events": table("events", [doubled])})
    there = co.realign(plan.at("2024-06-01"), real)
    km = there.table("links")["length_km"]
    assert km != plan.table("links")["length_km"]
    for again, hours in ((there, 20), (there.at("2024-06-01"), 20), (there.at("reference"), 10)):
        assert set(again.table("border_crossings")["hours_p50"]) == {hours}
        assert again.table("links")["length_km"] == km
        assert again.line("link-1") == there.line("link-1")
    assert [one.link_id for one in there.at("reference").report] == ["link-1"]


def test_embedded_railways_agree_with_the_regional_extract(net):
    real = co.network_from_osm(reference(REGIONAL), modes="rail")
    new = co.realign(net, real)
    done = [one for one in new.report if not one.left_because]
    assert len(done) > 50
    apart = sorted(abs(one.km / one.km_before - 1) for one in done)
    assert apart[len(apart) // 2] < 0.05
