"""Generated input of every kind: a right answer, or a sentence. The size of a night is a benchmark."""

import pytest
from fuzz import KINDS, SHARES, campaign

CASES, SEED = 5_000, 1
#: Few of these are ever answered.
HARDLY = ("pbf", "geoparquet", "command")


def cases_of(kind):
    return round(CASES * SHARES[kind] / sum(SHARES.values()))


@pytest.mark.parametrize("kind", KINDS)
def test_every_case_is_answered_or_refused_in_a_sentence(kind):
    faults, counts, answered = campaign(cases_of(kind), SEED, kinds=[kind])
    assert faults == {}
    assert counts == {kind: cases_of(kind)}
    assert answered[kind] or kind in HARDLY


def test_every_kind_has_its_share():
    assert {*KINDS} == {*SHARES}
    assert sum(map(cases_of, KINDS)) >= 0.99 * CASES
