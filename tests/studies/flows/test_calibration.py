import math

import pytest
from toy import table, toy_network

import corridors as co
from corridors.studies.flows.calibration import (
    SCALES,
    Calibration,
    ShareFit,
    calibrate_shares,
)

CHOICE = co.Choice("container", scale=3.0, time_share_per_day=0.0135, reliability_ratio=0.4)


def published(share_id, low, high=None, year=2023, of="boxes"):
    return {
        "share_id": share_id, "group": "toy", "origin": "A", "destination": "E", "of": of,
        "way": share_id, "low": low, "high": low if high is None else high, "year": float(year),
    }  # fmt: skip


def question(share_id, match, fitted="yes", **more):
    return {
        "question_id": f"{share_id}/a-e", "share_id": share_id, "origin": "xx-a",
        "destination": "zz-e", "commodity": "container", "match": match, "fitted": fitted, **more,
    }  # fmt: skip


def network(rows, questions):
    return toy_network(
        published_shares=table("published_shares", rows),
        share_questions=table("share_questions", questions),
    )


def split_at(scale):
    """The shares of the toy's three ways, by the modes that tell them apart."""
    choice = co.Choice("container", scale=scale, time_share_per_day=0.0135, reliability_ratio=0.4)
    found = co.shares(toy_network(), "Alpha", "Epsilon", choice=choice)
    return {"+".join(way.itinerary.modes): 100 * way.share for way in found.rows}


QUESTIONS = [
    question("rail", "mode=rail"),
    question("road", "no-mode=rail;sea"),
    question("ship", "rest"),
]


def test_a_scale_that_made_the_shares_is_found_again():
    at = split_at(5.0)
    rows = [published("rail", at["road+rail"]), published("road", at["road"])]
    rows.append(published("ship", at["road+sea"]))
    found = calibrate_shares(network(rows, QUESTIONS), fit="scale", choices=[CHOICE])
    assert found.scale("container") == pytest.approx(5.0)
    assert found.rms == pytest.approx(0, abs=1e-9)
    both = calibrate_shares(network(rows, QUESTIONS), choices=[CHOICE])
    assert both.rms <= found.rms + 1e-6
    assert both.choices[0].reliability_ratio == 0.4


def test_what_is_not_fitted_is_only_compared():
    rows = [published("rail", 10), published("road", 80), published("ship", 10)]
    net = network(rows, [question(q["share_id"], q["match"], "no") for q in QUESTIONS])
    found = calibrate_shares(net, choices=[CHOICE])
    assert found.scale("container") == 3.0
    assert math.isnan(found.rms)
    at = split_at(3.0)
    modelled = {row.share_id: row.modelled for row in found.rows}
    assert modelled["rail"] == pytest.approx(at["road+rail"] / 100)
    assert modelled["road"] == pytest.approx(at["road"] / 100)
    assert found.to_frame()["residual"].to_list() == [row.residual for row in found.rows]


def test_shares_of_a_part_are_of_that_part():
    """Without the ship, rail and road are all of the whole."""
    rows = [published("rail", 50), published("road", 50)]
    found = calibrate_shares(network(rows, QUESTIONS[:2]), fit="nothing", choices=[CHOICE])
    at = split_at(3.0)
    expected = at["road+rail"] / (at["road+rail"] + at["road"])
    modelled = {row.share_id: row.modelled for row in found.rows}
    assert modelled["rail"] == pytest.approx(expected)
    assert sum(modelled.values()) == pytest.approx(1)


def test_modes_and_places_and_corridors_of_a_question():
    rows = [published("rail", 60), published("road", 40)]
    for match in ("corridor=line-c", "through=zz-d", "mode=rail no-through=YY"):
        asked = [
            question("rail", match, modes="road;rail"),
            question("road", "rest", modes="road;rail"),
        ]
        found = calibrate_shares(network(rows, asked), fit="nothing", choices=[CHOICE])
        at = split_at(3.0)
        expected = at["road+rail"] / (at["road+rail"] + at["road"])
        assert found.rows[0].modelled == pytest.approx(expected)


@pytest.mark.parametrize(
    ("modelled", "residual"), [(0.25, -0.05), (0.35, 0.0), (0.5, 0.1), (math.nan, math.nan)]
)
def test_a_residual_is_what_lies_outside(modelled, residual):
    row = ShareFit(
        "s",
        "boxes",
        "rail",
        2023,
        "container",
        (),
        0.3,
        0.4,
        modelled,
        fitted=True,
        source_id="toy",
    )
    assert row.residual == pytest.approx(residual, nan_ok=True)


def test_wrong_words_are_told():
    rows = [published("rail", 60), published("road", 40)]
    wrong = network(rows, [question("rail", "mood=rail"), question("road", "rest")])
    with pytest.raises(co.DataError, match="rail: match 'mood=rail' is not rest or one of"):
        calibrate_shares(wrong)
    both = network(rows, [question("rail", "mode=rail"), question("road", "mode=road")])
    with pytest.raises(co.DataError, match="rail and road both mean the way"):
        calibrate_shares(both)
    with pytest.raises(ValueError, match="'all' is not one of"):
        calibrate_shares(both, fit="all")
    with pytest.raises(ValueError, match="no published share is of gas"):
        Calibration((CHOICE,), ()).scale("gas")


def test_the_embedded_coefficients_are_the_fitted_ones(net):
    """The table choice_model holds what the fit gives, in steps of the fit."""
    found = calibrate_shares(net)
    row = next(choice for choice in found.choices if choice.commodity == "container")
    from corridors.routing.choice import choice_of

    assert row == choice_of(net, "container")
    assert row.scale in SCALES
    assert found.rms < 0.12
