"""Words as people type them."""

import pytest

from corridors.routing.conditions.typed import avoided, joined, read_weight


def test_words_are_joined_by_commas():
    assert joined(["a,b", " c ,a"]) == ("a", "b", "c")
    assert joined(None) == ()
    with pytest.raises(ValueError, match="the value of an option is empty"):
        joined(["a", " ,"])


def test_weights_are_a_word_or_coefficients():
    assert read_weight("time") == "time"
    assert read_weight("cost=1,time=30") == {"cost": 1.0, "time": 30.0}
    with pytest.raises(ValueError, match="weight 'cost=x' is not of the form cost=1,time=30"):
        read_weight("cost=x")


def test_a_comma_in_a_name_stays(net):
    one = "Termez Friendship Bridge (Galaba, Ayritom)"
    assert avoided(net, (one, "Chaman,Torkham")) == (one, "Chaman", "Torkham")
