"""Causes of misses, parts of the world and halves, on the toy network and the embedded one."""

from outcomes_toy import network_with, outcome

import corridors as co
from corridors.network.schema import schema
from corridors.studies.evidence.resistance import (
    BY_SEA,
    CAUSES,
    ELSEWHERE,
    NOT_STATED,
    PARTS,
    by_cause,
    cause_of,
    half_of,
    part_of_the_world,
)
from corridors.studies.evidence.trials import trials


def test_the_causes_are_the_words_of_the_column():
    assert schema()["outcomes"]["cause"].type == "|".join(CAUSES)
    assert NOT_STATED not in CAUSES


def test_misses_by_cause_and_none_of_what_is_inside():
    """2.5 days: of 1 day twice by one cause and once by none, of 2 to 3 days inside."""
    net = network_with(
        outcome("a", "time", 1, 1, cause="crew"),
        outcome("b", "time", 1, 1, cause="crew"),
        outcome("c", "time", 1, 1),
        outcome("d", "time", 2, 3, cause="record"),
    )
    found = list(trials(net, net.table("outcomes")))
    assert [cause_of(trial) for trial in found] == ["crew", "crew", NOT_STATED, ""]
    missed = {
        cause: [t.outcome["outcome_id"] for t in some] for cause, some in by_cause(found).items()
    }
    assert missed == {"crew": ["a", "b"], NOT_STATED: ["c"]}
    assert list(missed) == ["crew", NOT_STATED]


def test_a_lane_is_in_one_half_both_ways():
    there, back = outcome("a", "time", 1, 2), outcome("b", "distance", 1, 2)
    back |= {"origin": there["destination"], "destination": there["origin"]}
    assert half_of(there) == half_of(back)
    rows = list(co.load().table("outcomes"))
    lanes = {frozenset((row["origin"], row["destination"])): half_of(row) for row in rows}
    assert 0.3 < sum(lanes.values()) / len(lanes) < 0.7


def test_parts_of_the_world(net):
    def part(origin, destination, **words):
        return part_of_the_world(co.route(net, origin, destination, **words))

    assert part("Karachi", "Lahore") == "Pakistan"
    assert part("Karachi", "Kabul", modes="road") == "Afghanistan"
    assert part("Karachi Port", "Shanghai", modes="sea") == BY_SEA
    assert part("Aktau", "Baku", modes=["ferry", "rail"]) == "over the Caspian"
    assert part("Van", "Tatvan", modes=["ferry", "rail"]) == "Caucasus and Türkiye"  # a lake
    assert part("Warsaw", "Duisburg", modes="road") == ELSEWHERE
    assert len(set(PARTS)) == len(PARTS)
