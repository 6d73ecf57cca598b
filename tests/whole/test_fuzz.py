"""Generated input of every kind: a right answer, or a sentence. The size of a night is a benchmark."""

import pytest
from fuzz import KINDS, SHARES, campaign, fault_of

CASES, SEED = 5_000, 1
#: Few of these are ever answered.
HARDLY = ("pbf", "geoparquet", "command")
#: Cases in which campaigns of the size of a night found a fault.
FOUND = (
    "card:1:7402", "card:1:19517", "server:1:746", "lines:1:2953", "graphml:1:517",
    "argument:1:2118", "argument:1:2436", "argument:1:2567",
)  # fmt: skip


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


@pytest.mark.parametrize("case", FOUND)
def test_what_was_found_once_is_no_fault_now(case, tmp_path):
    kind, seed, number = case.split(":")
    assert fault_of(kind, int(seed), int(number), tmp_path)[0] == ""
