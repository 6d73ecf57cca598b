"""Rankings against the plain way: close, route again, subtract."""

import pytest

import corridors as co
from corridors.studies.criticality import KINDS

PAIRS = [("Alpha", "Epsilon"), ("Beta", "Port Kappa"), ("Epsilon", "Beta"), ("Zeta", "Delta")]


def lost(net, pair, word, weight):
    """Return the USD and hours that a pair's best way loses; ``None`` if it is cut."""
    before = co.route(net, *pair, weight=weight)
    try:
        after = co.route(net, *pair, weight=weight, avoid=[word])
    except co.NoItineraryError:
        return None
    return after.cost_usd - before.cost_usd, after.time_h - before.time_h


@pytest.mark.parametrize("what", ["links", "nodes", "countries"])
def test_equals_avoiding_in_turn(toy, what):
    """Money and time of a row are of one way, the best by the row's criterion."""
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
        losses = [lost(toy, p, subject, row["by"]) for p in pairs]
        left = [loss for loss in losses if loss is not None]
        assert row["lost_usd"] == pytest.approx(sum(usd for usd, _ in left), abs=1e-6)
        assert row["lost_h"] == pytest.approx(sum(h for _, h in left), abs=1e-6)
        assert row["lost"] == row["lost_usd" if row["by"] == "cost" else "lost_h"]
        assert row["pairs_cut"] == sum(loss is None for loss in losses)
    for _, ranked in frame.groupby("by"):
        assert list(ranked["rank"]) == list(range(1, len(ranked) + 1))


def test_a_row_is_of_one_way(toy):
    """By rail 635 USD and 61.85 h, by ship 1,100 USD and 184.8 h, by road 1,120 USD and 60 h: without
    rail the cheapest way is the ship's, without the road the quickest way is that by rail."""
    frame = co.criticality(toy, ("Alpha", "Epsilon"))
    cheap, quick = (frame[frame["by"] == by] for by in ("cost", "time"))
    assert tuple(cheap.loc["rail-cd", ["lost_usd", "lost_h"]]) == pytest.approx((465, 122.95))
    assert tuple(quick.loc["road-af", ["lost_usd", "lost_h"]]) == pytest.approx((-485, 1.85))
    assert "rail-cd" not in quick.index
    assert "road-af" not in cheap.index
    assert list(frame["unit"].unique()) == ["USD", "h"]


def test_by_is_that_of_compare(toy):
    frame = co.criticality(toy, ("Alpha", "Epsilon"), by=["transits", "generalised"])
    assert list(frame["by"].unique()) == ["transits", "generalised"]
    whole = frame[frame["by"] == "generalised"]
    assert list(whole["lost"]) == pytest.approx(list(whole["lost_value_usd"]))
    assert co.criticality(toy, ("Alpha", "Epsilon"), by="time")["by"].unique() == ["time"]
    with pytest.raises(ValueError, match="by 'price' is not one of"):
        co.criticality(toy, PAIRS, by="price")


def test_crossings(toy):
    frame = co.criticality(toy, [("Alpha", "Epsilon")], what="border_crossings")
    assert set(frame.index) == {"xy-zeta", "yz-zeta", "xz-gamma"}
    row = frame.loc["xy-zeta"]
    assert (row["pairs_hit"], row["pairs_cut"], row["name"]) == (1, 0, "xy-zeta")
    assert row["worst_pair"] == "Alpha - Epsilon"
    assert (row["origin"], row["origin_country"], row["destination_country"]) == (
        "Alpha", "XX", "ZZ",
    )  # fmt: skip


def test_what_cuts_stands_first(toy):
    frame = co.criticality(toy, [("Beta", "Delta"), ("Alpha", "Zeta")], what="links", by="cost")
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


def test_pairs_count_by_their_tonnes(toy):
    """Without rail-cd Alpha - Epsilon loses 465 USD a shipment; 20 t each, 1,000 t go in 50 of
    them: 23,250 USD a year. With 20,000 t on it the other pair's links come first."""
    pair, other = ("Alpha", "Epsilon"), ("Beta", "Port Kappa")
    frame = co.criticality(toy, [pair], by="cost", weights=[1000], unit="tonnes")
    row = frame.loc["rail-cd"]
    assert row["lost_usd"] == pytest.approx(465)
    assert row["lost_usd_year"] == pytest.approx(465 * 50)
    assert row["lost_h_year"] == pytest.approx(122.95 * 50)
    assert (row["weight_hit"], row["weight_cut"]) == (1000, 0)
    assert frame.attrs["weights_in"] == "tonnes"
    both = [pair, other]
    alone = [set(co.criticality(toy, one, by="cost").index) for one in both]
    for k, weights in enumerate(([20_000, 1], [1, 20_000])):
        ranked = co.criticality(toy, both, by="cost", weights=weights, unit="tonnes")
        ranked = ranked[ranked["pairs_cut"] == 0]
        assert ranked.index[0] in alone[k]
        assert ranked["lost_usd_year"].is_monotonic_decreasing
    plain = co.criticality(toy, both, by="cost", weights=[3, 1])
    assert plain["lost_usd_year"].isna().all()
    assert plain.loc["rail-cd", "weight_hit"] in (3, 4)


def test_what_cuts_most_stands_first(toy):
    """Each of two pairs has one way by road alone; the one of more tonnes is worse to cut."""
    for heavy in (0, 1):
        weights = [1.0, 1.0]
        weights[heavy] = 9.0
        pairs = [("Alpha", "Beta"), ("Zeta", "Epsilon")]
        frame = co.criticality(
            toy, pairs, by="cost", modes=["road"], weights=weights, unit="weight"
        )
        assert frame["weight_cut"].is_monotonic_decreasing
        cut = frame[frame["pairs_cut"] > 0]
        if len(cut):
            assert cut.iloc[0]["weight_cut"] == cut["weight_cut"].max()


def test_names_are_for_people(toy):
    """Fault: links were named by the line that they are part of, with their id."""
    frame = co.criticality(toy, ("Alpha", "Epsilon"), what="links", by="cost")
    assert " by rail" in frame.loc["rail-cd", "name"]
    assert " - " in frame.loc["rail-cd", "name"]
    nodes = co.criticality(toy, ("Alpha", "Epsilon"), what="nodes", by="cost")
    assert nodes["name"].str.fullmatch(r".+, [A-Z]{2}").all()
