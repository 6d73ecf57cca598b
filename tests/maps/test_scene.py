"""What every scene shares."""

from itertools import pairwise

from corridors.maps.scene import shifts


def test_lines_side_by_side_are_symmetric():
    for n in range(1, 7):
        found = shifts(n, 4)
        assert sum(found) == 0
        assert all(b - a == 4 for a, b in pairwise(found))
