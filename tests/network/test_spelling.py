"""Spellings of one name fold to one word, and others do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridors.network.spelling import fold


@pytest.mark.parametrize(
    "names",
    [
        ("İstanbul", "Istanbul", "ISTANBUL", "ıstanbul"),
        ("Sho'rchi", "Shoʻrchi", "Sho\u2019rchi", "shorchi"),
        ("Xi'an", "Xian", "xi an"),
        ("Gəncə", "Gənçə", "Ganca"),
        ("Mazar-i-Sharif", "Mazar i Sharif"),
        ("Łódź", "Lodz"),
        ("Straße", "strasse"),
    ],
)
def test_spellings_of_one_name(names):
    assert len({fold(name) for name in names}) == 1


@pytest.mark.parametrize(
    ("one", "other"), [("Baku", "Batu"), ("Алматы", "Almaty"), ("Алматы", "Астана")]
)
def test_other_names_stay_others(one, other):
    assert fold(one) != fold(other)


@given(st.text())
def test_folding_is_done_once_and_leaves_letters_and_digits(text):
    once = fold(text)
    assert fold(once) == once
    assert not once or once.isalnum()


@given(st.text(alphabet=st.characters(max_codepoint=0x17F)))
def test_case_and_spaces_do_not_matter(text):
    assert fold(f" {text} -") == fold(text)
    assert fold(text.lower()) == fold(text.casefold()) or "\u017f" in text


@given(st.text(), st.text())
def test_what_a_comma_joins_folds_part_by_part(one, other):
    assert fold(f"{one}, {other}") == fold(one) + fold(other)


def test_a_network_s_names_are_folded_about_once(monkeypatch):
    import corridors as co
    from corridors.network.places import naming

    folded = []
    monkeypatch.setattr(naming, "fold", lambda text: folded.append(text) or fold(text))
    naming._folded_country.cache_clear()
    nodes = co.load()._tables["nodes"]
    naming.Names(nodes)
    assert len(folded) < 12 * len(nodes["node_id"])
