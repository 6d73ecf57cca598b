"""Words as people type them."""

import pytest

from corridors.routing.conditions.typed import avoided, joined


def test_words_are_joined_by_commas():
    assert joined(["a,b", " c ,a"]) == ("a", "b", "c")
    assert joined(None) == ()
    with pytest.raises(ValueError, match="a value is empty"):
        joined(["a", " ,"])


def test_a_comma_in_a_name_stays(net):
    one = "Termez Friendship Bridge (Galaba, Ayritom)"
    assert avoided(net, (one, "Chaman,Torkham")) == (one, "Chaman", "Torkham")
