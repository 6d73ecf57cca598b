"""Rankings against the plain way: close, route again, subtract."""

import pytest

import corridors as co
from corridors.studies.criticality import KINDS

PAIRS = [("Alpha", "Epsilon"), ("Beta", "Port Kappa"), ("Epsilon", "Beta"), ("Zeta", "Delta")]


def lost(net, pair, word, weight, value):
    before = getattr(co.route(net, *pair, weight=weight), value)
    try:
        return getattr(co.route(net, *pair, weight=weight, avoid=[word]), value) - before
    except co.NoItineraryError:
        return None


@pytest.mark.parametrize("what", ["links", "nodes", "countries"])
def test_equals_avoiding_in_turn(toy, what):
    frame = co.criticality(toy, PAIRS, what=what)
    ends = {"Alpha": "xx-a", "Beta": "xx-b", "Epsilon": "zz-e", "Zeta": "yy-f", "Delta": "zz-d"}
    ends |= {"Port Kappa": "zz-q"}
    for subject, row in frame.iterrows():
        pairs = [
            p
            for p in PAIRS
            if what == "links"
            or not {subject} & {*(ends[x] for x in p), *(ends[x][:2].upper() for x in p)}
        ]
        usd = [lost(toy, p, subject, "cost", "cost_usd") for p in pairs]
        hours = [lost(toy, p, subject, "time", "time_h") for p in pairs]
        assert row["lost_usd"] == pytest.approx(sum(v for v in usd if v is not None), abs=1e-6)
        assert row["lost_h"] == pytest.approx(sum(v for v in hours if v is not None), abs=1e-6)
        assert row["pairs_cut"] == sum(v is None for v in usd)
    assert list(frame["rank"]) == list(range(1, len(frame) + 1))


def test_crossings(toy):
    frame = co.criticality(toy, [("Alpha", "Epsilon")], what="border_crossings")
    assert set(frame.index) == {"xy-zeta", "yz-zeta", "xz-gamma"}
    row = frame.loc["xy-zeta"]
    assert (row["pairs_hit"], row["pairs_cut"], row["name"]) == (1, 0, "xy-zeta")
    assert row["worst_pair"] == "Alpha - Epsilon"


def test_what_cuts_stands_first(toy):
    frame = co.criticality(toy, [("Beta", "Delta"), ("Alpha", "Zeta")], what="links")
    assert frame["pairs_cut"].is_monotonic_decreasing
    assert frame.loc["road-af", "pairs_cut"] == 0  # by rail, E and F there is a way round
    assert frame.iloc[0]["pairs_cut"] >= frame.iloc[-1]["pairs_cut"]


def test_unknown_kind(toy):
    with pytest.raises(ValueError, match=r"what 'link' is not one of .* Did you mean 'links'"):
        co.criticality(toy, PAIRS, what="link")
    assert KINDS[0] == "links"


def test_one_pair_of_positions(net):
    """Fault B12: TypeError; two positions were taken for two pairs."""
    pair = ((67.0, 24.9), (69.2, 41.3))
    assert co.criticality(net, pair).equals(co.criticality(net, [pair]))
