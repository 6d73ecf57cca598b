"""Pipelines as the tables have them, and what may be taken off."""

import math

import pytest
import toy as toys

import corridors as co
from corridors.errors import DataError, UnknownNameError
from corridors.studies.energy.lines import line_of, line_refs, not_built

NET = co.load()
SPUR = NET.apply(co.scenario("tapi-gwadar-spur"))


def test_tapi_is_the_published_line():
    """1,814 km: 214 in Turkmenistan, 774 in Afghanistan, 826 in Pakistan; 16/42/42 %."""
    line = line_of(NET, "tapi")
    assert line.km == pytest.approx(1814)
    assert line.countries_to(line.km) == ["TM", "AF", "PK", "IN"]
    assert line.border_km() == pytest.approx(217.1)
    shares = {}
    for one in line.offtakes:
        shares[one.country] = shares.get(one.country, 0) + one.amount / line.capacity
    assert shares == pytest.approx({"AF": 0.16, "PK": 0.42, "IN": 0.42})
    assert "planned" in not_built(line)


@pytest.mark.parametrize("name", line_refs(NET))
def test_every_pipeline_can_be_asked(name):
    if name == "MFM":  # no capacity is published
        with pytest.raises(DataError, match="no row of MFM has a capacity"):
            line_of(NET, name)
        return
    line = line_of(NET, name.upper())
    assert 0 < line.amount <= line.capacity * (1 + 1e-9)
    assert not any(math.isnan(one.km) for one in line.offtakes)


def test_a_branch_takes_the_share_of_another():
    before, after = (
        {one.node_id: one.amount for one in line_of(net, "tapi").offtakes} for net in (NET, SPUR)
    )
    assert after.pop("pk-gwadar-port") == pytest.approx(0.206 * 33)
    assert after["in-fazilka"] == pytest.approx((0.42 - 0.206) * 33)
    assert {k: v for k, v in before.items() if k != "in-fazilka"} == {
        k: v for k, v in after.items() if k != "in-fazilka"
    }
    assert sum(before.values()) == pytest.approx(33)


def test_gas_of_a_branch_passes_no_country_behind_it():
    """The spur ends 1,890 km from the field, farther than Fazilka, and never comes to India."""
    line = line_of(SPUR, "tapi")
    ends = {one.node_id: line.passed_to(one) for one in line.offtakes}
    assert ends["pk-gwadar-port"] == ["TM", "AF", "PK"]
    assert ends["in-fazilka"] == ["TM", "AF", "PK", "IN"]


def test_what_a_branch_leaves_is_known_no_better_than_what_it_takes():
    before, after = (
        {one.node_id: (one.source_id, one.basis) for one in line_of(net, "tapi").offtakes}
        for net in (NET, SPUR)
    )
    assert before["in-fazilka"] == ("pti-tapi-2013", "derived")
    assert after["in-fazilka"] == ("own-assumption", "assumed")
    assert after["af-tapi-herat"] == before["af-tapi-herat"]


def test_a_branch_alone_takes_the_same():
    assert line_of(NET, "tapi-gwadar").amount == pytest.approx(0.206 * 33)


@pytest.mark.parametrize(
    ("given", "error", "said"),
    [
        ({"Fazilka": 30}, ValueError, r"add up to 49.14 bcm a year, more than its capacity of 33: .*Fazilka 30"),
        ({"Lahore": 1}, UnknownNameError, "Lahore is no off-take of TAPI: they are .*TAPI Multan"),
        ({"Multan": -1}, ValueError, "Multan takes 0 bcm a year or more, not -1"),
        ({"Multan": math.nan}, ValueError, "not nan"),
        ({"Fazilka": 3, "in-fazilka": 5}, ValueError, "Fazilka and in-fazilka are one off-take; give it once"),
        ({"Multan": "1"}, TypeError, "Multan is a number of bcm a year, not '1'"),
    ],
)  # fmt: skip
def test_bad_offtakes(given, error, said):
    with pytest.raises(error, match=said):
        line_of(NET, "tapi", given)


def test_a_branch_has_a_capacity_of_its_own():
    with pytest.raises(
        ValueError,
        match="off-takes of TAPI-Gwadar add up to 12 bcm a year, more than its capacity of 10",
    ):
        line_of(SPUR, "tapi", {"Gwadar": 12, "Fazilka": 0})


def test_cities_stand_for_their_taps():
    line = line_of(NET, "tapi", {"Multan": 10})
    assert {one.node_id: one.amount for one in line.offtakes}["pk-tapi-multan"] == 10


def test_an_unknown_line_is_told_with_those_near():
    with pytest.raises(
        UnknownNameError,
        match=r"there is no pipeline 'tappi'. Did you mean 'TAPI'.*They are BTC, CAGP",
    ):
        line_of(NET, "tappi")


def test_a_network_without_pipelines_says_so():
    with pytest.raises(DataError, match="pipelines.csv has no rows"):
        line_of(toys.toy_network(), "tapi")


def test_links_that_make_no_line_are_told():
    part = NET.subset(
        [
            link
            for link in NET.table("pipelines")["link_id"]
            if "herat-af-tapi-kandahar" not in link
        ],
        name="cut",
    )
    with pytest.raises(
        DataError, match="the 9 links of TAPI make no line from one end to the other"
    ):
        line_of(part, "tapi")


def test_a_sum_just_above_the_capacity_is_told_with_its_digits():
    """33 was more than 33."""
    net = co.load().apply("tapi-gwadar-spur")
    with pytest.raises(ValueError, match=r"add up to 33\.002 bcm a year, .* capacity of 33:"):
        line_of(net, "tapi", {"Gwadar": 6.8})
