"""Where lines meet, worked by hand: one degree is 111.195 km of a great circle to the north."""

import itertools
import random

import numpy as np
import pytest

from corridors.sources.lines.degrees import Parts
from corridors.sources.lines.joints import join_lines

#: So many degrees of latitude are a metre.
METRE = 0.001 / 111.195


def parts(*lines):
    points = np.array([point for line in lines for point in line], float)
    first = np.concatenate([[0], np.cumsum([len(line) for line in lines])])
    return Parts(np.arange(len(lines)), first, points[:, 0], points[:, 1])


def joined(*lines, snap_m=1.0, crossings="shared", levels=()):
    return join_lines(parts(*lines), snap_m=snap_m, crossings=crossings, levels=levels)


def drawn(found):
    return [[found.position(p) for p in line] for line in found.refs]


def test_ends_within_the_tolerance_are_one_and_the_joint_is_told():
    found = joined([(0, 0), (0, 1)], [(0, 1 + 0.5 * METRE), (0, 2)])
    assert found.refs[0][-1] == found.refs[1][0]
    (gap,) = found.gaps
    assert {gap.from_way, gap.to_way} == {1, 2}
    assert gap.length_m == pytest.approx(0.5, abs=0.001)


@pytest.mark.parametrize(("off_m", "snap_m", "meet"), [(1.5, 1, 0), (1.5, 2, 1), (0.5, 0, 0)])
def test_ends_further_apart_stay_apart(off_m, snap_m, meet):
    found = joined([(0, 0), (0, 1)], [(0, 1 + off_m * METRE), (0, 2)], snap_m=snap_m)
    assert len(found.gaps) == meet
    assert (found.refs[0][-1] == found.refs[1][0]) is bool(meet)


@pytest.mark.parametrize("off_m", [0.0, 0.5])
def test_an_end_beside_a_stretch_gets_a_point_there(off_m):
    """The side street ends at, or half a metre south of, the middle of the main street."""
    found = joined([(0, 0), (1, 0)], [(0.5, -off_m * METRE), (0.5, -1)])
    assert len(found.refs[0]) == 3
    assert found.refs[0][1] == found.refs[1][0]
    assert found.position(found.refs[0][1]) == pytest.approx((0.5, 0.0), abs=1e-8)
    assert found.gaps[0].length_m == pytest.approx(off_m, abs=0.001)


def test_an_end_beside_a_point_of_a_line_is_that_point():
    found = joined([(0, 0), (0.5, 0), (1, 0)], [(0.5, -0.5 * METRE), (0.5, -1)])
    assert found.refs[1][0] == found.refs[0][1]
    assert len(found.refs[0]) == 3


def test_two_ends_on_both_sides_of_a_street_join_it_and_not_one_another_alone():
    found = joined(
        [(0, 0), (1, 0)], [(0.5, 0.4 * METRE), (0.5, 1)], [(0.5, -0.4 * METRE), (0.5, -1)]
    )
    assert found.refs[1][0] == found.refs[2][0]
    assert found.refs[1][0] in found.refs[0][1:-1]


def test_a_line_that_runs_past_by_less_than_the_tolerance_ends_there():
    found = joined([(0, 0), (1, 0)], [(0.5, 1), (0.5, -0.3 * METRE)])
    assert found.refs[1][-1] in found.refs[0][1:-1]
    assert found.crossings == 0


def test_a_line_that_is_short_does_not_shrink_to_a_point():
    found = joined([(0, 0), (0, 0.8 * METRE)])
    assert len(set(found.refs[0])) == 2
    assert not found.gaps


def test_a_ring_whose_ends_nearly_meet_is_closed():
    found = joined([(0, 0), (1, 0), (1, 1), (0, 0.5 * METRE)])
    assert found.refs[0][0] == found.refs[0][-1]


CROSS = ([(0, 0), (2, 2)], [(0, 2), (2, 0)])


def test_lines_that_cross_are_counted_and_stay_two():
    found = joined(*CROSS)
    assert (found.crossings, found.made) == (1, 0)
    assert [len(line) for line in found.refs] == [2, 2]


def test_lines_that_cross_meet_where_that_is_asked():
    found = joined(*CROSS, crossings="all")
    assert (found.crossings, found.made) == (0, 1)
    assert found.refs[0][1] == found.refs[1][1]
    assert found.position(found.refs[0][1]) == (1.0, 1.0)


def test_a_bridge_does_not_meet_what_it_crosses():
    found = joined(*CROSS, crossings="all", levels=["1|yes||", "|||"])
    assert (found.crossings, found.made) == (1, 0)


def test_points_of_both_are_junctions_but_where_only_ends_are():
    lines = ([(0, 0), (1, 1), (2, 2)], [(0, 2), (1, 1), (2, 0)])
    assert joined(*lines).refs[0][1] == joined(*lines).refs[1][1]
    found = joined(*lines, crossings="ends")
    assert found.refs[0][1] != found.refs[1][1]
    third = joined(*lines, [(1, 1), (1, 5)], crossings="ends")
    assert third.refs[0][1] == third.refs[1][1] == third.refs[2][0]


def test_a_line_crossed_twice_by_the_same_is_cut_twice_in_order():
    found = joined([(0, 0), (9, 0)], [(1, 1), (1, -1), (7, -1), (7, 1)], crossings="all")
    assert [found.position(p)[0] for p in found.refs[0]] == [0.0, 1.0, 7.0, 9.0]
    assert found.made == 2


def crossing_pairs(lines):
    """Return how many pairs of stretches of two lines cross inside, by signs of areas."""

    def side(a, b, c):
        return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])

    count = 0
    for i, one in enumerate(lines):
        for other in lines[i + 1 :]:
            for a, b in itertools.pairwise(one):
                for c, d in itertools.pairwise(other):
                    apart = side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0
                    count += apart
    return count


@pytest.mark.parametrize("seed", range(20))
def test_crossings_are_those_of_brute_force(seed):
    rng = random.Random(seed)
    lines = [[(rng.random(), rng.random()) for _ in range(rng.randint(2, 5))] for _ in range(8)]
    wanted = crossing_pairs(lines)
    assert joined(*lines, snap_m=0).crossings == wanted
    found = joined(*lines, snap_m=0, crossings="all")
    assert found.made == wanted
    assert join_lines(
        parts(*drawn(found)), snap_m=0, crossings="shared"
    ).crossings == 0  # fmt: skip


@pytest.mark.parametrize("seed", range(10))
def test_the_order_of_lines_does_not_matter(seed):
    rng = random.Random(seed)
    lines = []
    for _ in range(12):
        a = (rng.randint(0, 3) + rng.random() * METRE, rng.randint(0, 3) + rng.random() * METRE)
        lines.append([a, (rng.randint(0, 3) + 0.1, rng.randint(0, 3) + 0.1)])
    met = {frozenset(map(tuple, drawn(joined(*lines))[k])) for k in range(12)}
    order = rng.sample(range(12), 12)
    again = drawn(joined(*[lines[k] for k in order]))
    assert {frozenset(map(tuple, line)) for line in again} == met
