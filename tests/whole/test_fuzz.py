"""Generated input of every kind: a right answer, or a sentence. The size of a night is a benchmark."""

from fuzz import KINDS, SHARES, campaign

CASES, SEED = 5_000, 1


def test_every_case_is_answered_or_refused_in_a_sentence():
    faults, counts, answered = campaign(CASES, SEED)
    assert faults == {}
    assert sum(counts.values()) >= 0.99 * CASES
    assert {*counts} == {*KINDS} == {*SHARES}
    assert all(answered[kind] for kind in KINDS if kind not in ("pbf", "geoparquet", "command"))
