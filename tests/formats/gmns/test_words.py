"""Words of GMNS: modes, uses, places, directions."""

from __future__ import annotations

import pytest

from corridors.formats.gmns.words import Uses, mode_of, place_of, truth_of


@pytest.mark.parametrize(
    ("facility", "mode"),
    [
        ("", "road"), ("Freeway", "road"), ("motorway_link", "road"), ("on-ramp", "road"),
        ("centroid_connector", "road"), ("HOT", "road"), ("River Road", "road"),
        ("rail", "rail"), ("RAILWAY", "rail"), ("freight-rail", "rail"), ("FreightRail", "rail"),
        ("ferry", "ferry"), ("train ferry", "ferry"), ("sea lane", "sea"), ("Canal", "inland_water"),
        ("inland_water", "inland_water"), ("gas pipeline", "pipeline"),
        ("trail", None), ("Rail Trail", None), ("light_rail", None), ("Commuter Rail", None),
        ("sidewalk", None), ("CROSSWALK", None), ("cycletrack", None), ("shared use path", None),
        ("busway", None), ("aeroway", None), ("abandoned railway", None), ("proposed", None),
        ("guardrail", "road"), ("monorail", None), ("trailer park", "road"),
    ],
)  # fmt: skip
def test_facility_types_are_read_by_word_and_never_by_part_of_one(facility, mode):
    assert mode_of(facility, frozenset()) == mode


def test_uses_say_the_mode_where_the_facility_type_says_nothing():
    assert mode_of("", frozenset({"rail"})) == "rail"
    assert mode_of("", frozenset({"ship"})) == "ferry"
    assert mode_of("", frozenset({"rail", "motor"})) == "road"
    assert mode_of("arterial", frozenset({"rail"})) == "road"


@pytest.mark.parametrize(
    ("text", "truth"),
    [("1", True), ("true", True), ("T", True), (" Y ", True), ("1.0", True), ("oneway", True),
     ("0", False), ("F", False), ("No", False), ("0.0", False), ("undirected", False),
     ("", None), ("2", None), ("maybe", None)],
)  # fmt: skip
def test_booleans_in_any_form(text, truth):
    assert truth_of(text) is truth


@pytest.mark.parametrize(
    ("text", "kind"),
    [("SEAPORT", "seaport"), ("Port of Karachi", "seaport"), ("airport", "junction"),
     ("rail_terminal", "rail_terminal"), ("Railway station", "rail_terminal"),
     ("transit station", "junction"), ("border post", "border_crossing"),
     ("pipeline_station", "pipeline_station"), ("EXTERNAL", "junction"), ("park & ride", "junction")],
)  # fmt: skip
def test_node_types_that_are_none_of_ours_are_junctions(text, kind):
    assert place_of(text) == kind


def test_auto_means_all_motor_vehicles_where_nobody_speaks_of_trucks():
    plain = Uses({}, {}, {"auto, bike", "walk"})
    assert plain.allow("road", "auto, bike")
    assert plain.motor_counts
    assert not plain.allow("road", "walk")
    for uses in (
        Uses({}, {}, {"auto", "auto;truck"}),
        Uses({}, {}, {"auto", "auto, no_trucks"}),
        Uses({"all_motor": "sov,hgv"}, {}, {"auto"}),
        Uses({}, {"truck": ""}, {"auto"}),
    ):
        assert not uses.allow("road", "auto")
        assert not uses.motor_counts


def test_groups_definitions_and_negations():
    uses = Uses(
        {"motorized": "auto,truck", "self": "self,bike", "slow": "walk,bike"},
        {"cv": "Heavy goods vehicle", "pv": "Private car"},
        set(),
    )
    assert uses.allow("road", "motorized")
    assert uses.allow("road", "CV")
    assert not any(uses.allow("road", text) for text in ("slow", "self", "pv", "no truck", "none"))
    assert all(uses.allow("road", text) for text in ("all", "['auto', 'truck']", "{Truck|bus}", ""))


def test_other_modes_have_other_uses():
    uses = Uses({}, {}, {"truck"})
    assert uses.allow("rail", "rail")
    assert uses.allow("rail", "freight")
    assert not uses.allow("rail", "passenger")
    assert uses.allow("ferry", "auto")
    assert not uses.allow("ferry", "walk, bike")
    assert uses.allow("pipeline", "gas")
