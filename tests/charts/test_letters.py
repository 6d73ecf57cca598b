"""Charts in other languages: texts told once, in lines, in letters that a font has."""

import pytest
from untold import left_in_english

import corridors as co
from corridors.charts import letters
from corridors.charts.figure import new_figure, plain_axes, round_ticks
from corridors.charts.letters import (
    NO_CHINESE,
    PLAIN,
    drawn_language,
    in_lines_of,
    say,
    tell,
    wrapped,
)


def texts(figure):
    from matplotlib.text import Text

    return [one.get_text() for one in figure.findobj(Text) if one.get_text().strip()]


def drawn(make, language):
    figure = make(language)
    figure.draw_without_rendering()
    return texts(figure)


@pytest.fixture(scope="module")
def makers(toy):
    trips = {w: co.route(toy, "Alpha", "Epsilon", weight=w) for w in ("cost", "time")}
    named = {"cheapest": trips["cost"], "quickest": trips["time"]}
    pair = trips["cost"], trips["time"]
    return [
        lambda language: co.draw_tcd(named, language=language),
        lambda language: co.draw_tcd(named, by="cost", language=language),
        lambda language: co.draw_breakdown(named, by=("cost", "co2e"), language=language),
        lambda language: co.draw_waterfall(*pair, language=language),
        lambda language: co.draw_pareto(co.pareto(toy, "Alpha", "Epsilon"), language=language),
        lambda language: co.draw_print_map(named, language=language),
        lambda language: co.draw_tornado(2400, {"Alpha": (2200, 2700)}, language=language),
    ]


@pytest.mark.parametrize("language", ["ru", "tr"])
def test_no_english_of_ours_is_left_on_a_chart(makers, toy, language):
    left = {
        text
        for make in makers
        for text in left_in_english(
            drawn(make, language), toy, language, before=drawn(make, "en")
        )
    }  # fmt: skip
    assert left == set()


def test_without_a_font_chinese_is_told_in_english(makers, monkeypatch):
    monkeypatch.setattr(letters, "_chinese_font", lambda: "")
    with pytest.warns(UserWarning, match=NO_CHINESE[:40]):
        assert drawn_language("zh") == "en"
    with pytest.warns(UserWarning, match="Noto Sans CJK SC"):
        found = drawn(makers[0], "zh")
    assert found == drawn(makers[0], "en")


def test_with_a_font_chinese_is_written_in_it(monkeypatch):
    monkeypatch.setattr(letters, "_chinese_font", lambda: "Some Font")
    figure = new_figure(4, 3, language="zh")
    axes = plain_axes(figure)
    axes.set_title("border")
    tell(figure)
    assert axes.get_title() != "border"
    assert axes.title.get_fontfamily() == [PLAIN, "Some Font"]


def test_what_is_told_is_not_told_again():
    figure = new_figure(4, 3, language="tr")
    axes = plain_axes(figure)
    axes.set_title(say(figure, "1,234 km"))
    axes.set_xlabel("1,234.5")
    for _ in range(3):
        tell(figure)
    assert (axes.get_title(), axes.get_xlabel()) == ("1.234 km", "1.234,5")


def test_ticks_are_written_as_the_language_does():
    figure = new_figure(6, 3, language="tr")
    axes = plain_axes(figure)
    axes.plot([0, 6000], [0, 1])
    axes.set_yticks([0, 1], ["border", "Alpha"])
    round_ticks(axes.xaxis)
    for _ in range(2):
        figure.draw_without_rendering()
    assert "4.000" in [label.get_text() for label in axes.get_xticklabels()]
    assert [label.get_text() for label in axes.get_yticklabels()] == ["s\u0131n\u0131r", "Alpha"]


def test_lines_are_told_whole_or_each_by_itself():
    assert in_lines_of("ports and\nterminals", "tr") == "limanlar ve\nterminaller"
    assert in_lines_of("border\nroad", "tr") == "s\u0131n\u0131r\nkarayolu"
    assert in_lines_of("Alpha\nBeta", "tr") == "Alpha\nBeta"
    # a name that is cut in its brackets is one text: its first line was in English
    cut = in_lines_of("Islamabad-Tehran-Istanbul (ITI,\nECO), quickest", "tr").split("\n")
    assert cut[0].startswith("\u0130slamabad")


def test_letters_that_are_wide_make_shorter_lines():
    wide = wrapped("\u8fb9" * 40, 36, "zh")
    assert {len(line) for line in wide} == {20}
    assert wrapped("a b " * 10, 8, "zh") == wrapped("a b " * 10, 8, "en")


def test_an_unknown_language_is_refused(toy):
    with pytest.raises(ValueError, match="language 'russian' is not one of"):
        co.draw_tcd(co.route(toy, "Alpha", "Epsilon"), language="russian")
