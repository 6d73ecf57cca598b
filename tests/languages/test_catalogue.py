"""Catalogues: every text in every language, with the values of the English one."""

import pytest
from written import CATALOGUES_OF, OTHERS, written

from corridors.languages.catalogue import LANGUAGES, catalogue_of, known_language, words_in
from corridors.languages.sentences import blanks_of


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("name", CATALOGUES_OF)
def test_no_text_is_left_untranslated(name, language):
    wanted = CATALOGUES_OF[name]()
    told = written(name, language)
    assert [text for text in wanted if not told.get(text)] == []
    assert set(told) - set(wanted) == set(), "no text of the source; make catalogues"


@pytest.mark.parametrize("language", OTHERS)
def test_translations_name_the_same_values(language):
    for text, told in catalogue_of(language).words.items():
        for form in [told] if isinstance(told, str) else told:
            assert sorted(set(blanks_of(text))) == sorted(set(blanks_of(form))), text


@pytest.mark.parametrize("language", OTHERS)
def test_what_is_read_is_what_translators_wrote(language):
    known = catalogue_of(language).words
    for name in CATALOGUES_OF:
        for text, told in written(name, language).items():
            if told:
                assert known[text] == told, f"{name}: {text}; make catalogues"


@pytest.mark.parametrize("language", OTHERS)
def test_forms_are_those_of_babel(language):
    from datetime import date

    from babel.dates import format_date, format_skeleton
    from babel.numbers import format_decimal, format_percent

    from corridors.languages.sentences import in_language

    day = date(2026, 11, 30)
    assert in_language("-1,234,567.25", language) == format_decimal(-1234567.25, locale=language)
    assert in_language("12%", language) == format_percent(0.12, locale=language)
    plain = format_date(day, "medium", locale=language).replace("\u202f", "\u00a0")
    assert in_language("2026-11-30", language) in (plain, in_language("30 Nov 2026", language))
    told = format_skeleton("yMMMEd", day, locale=language).replace("\u202f", "\u00a0")
    assert in_language("Mon 30 Nov 2026", language) == told


def test_languages_are_known_by_their_codes():
    assert [known_language(word) for word in LANGUAGES] == list(LANGUAGES)
    for word, meant in (("Turkish", "tr"), ("zh-CN", "zh"), (None, "")):
        with pytest.raises(ValueError, match=r"is not one of en, ru, tr, zh") as caught:
            known_language(word)
        assert f"Did you mean {meant!r}" in str(caught.value) or not meant
    assert words_in("en") == {}
