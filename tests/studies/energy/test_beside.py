"""Our own pressures beside those of pandapipes, where it is installed."""

import importlib.util

import pytest

import corridors as co

TAPI = co.pipeline(co.load(), "tapi")
HAS_IT = importlib.util.find_spec("pandapipes") is not None


@pytest.mark.skipif(not HAS_IT, reason="the extra gas is not installed")
@pytest.mark.parametrize("name", ["tapi", "tanap", "scp", "east-west"])
def test_pandapipes_has_the_same_pressures(name):
    frame = co.pipeline(co.load(), name).pandapipes
    assert len(frame) > 3
    assert frame["difference"].abs().max() < 0.005


@pytest.mark.skipif(HAS_IT, reason="pandapipes is installed")
def test_without_it_a_sentence_says_what_brings_it():
    with pytest.raises(ImportError, match=r"pip install 'corridors\[gas\]'"):
        _ = TAPI.pandapipes
    assert TAPI.flow.arrival_bar > 0
