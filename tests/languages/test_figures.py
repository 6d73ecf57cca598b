"""Numbers and days as a language writes them."""

import pytest

from corridors.languages.figures import figure_in, number_in

FORMS = {
    "decimal": ",", "group": ".", "percent": "%#", "day": "{d}. {month} {year}", "day_of_year": "{d}. {month}",
    "window": "{first}.-{d}. {month} {year}", "window_of_year": "{first}. {begins_name} - {d}. {month} {year}",
    "month": "{alone} {year}", "weekday": "{weekday}, {day}", "months": [f"m{k}" for k in range(1, 13)],
    "months_alone": [f"M{k}" for k in range(1, 13)], "weekdays": [f"w{k}" for k in range(1, 8)],
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("1,234,567.89", "1.234.567,89"), ("-0.5", "-0,5"), ("+1,200", "+1.200"), ("2026", "2026"),
        ("12%", "%12"), ("-1.5 %", "%-1,5"),
        # no numbers: versions, places behind a comma, more than a number
        ("0.2.0", None), ("1,23", None), ("12 km", None), ("1,234.", None), ("", None),
        ("2026-03-05", "5. m3 2026"), ("5 Mar 2026", "5. m3 2026"), ("5 Mar", "5. m3"),
        ("Mon 5 Mar 2026", "w1, 5. m3 2026"), ("Sun\u00a05\u00a0Mar\u00a02026 07:30", "w7, 5. m3 2026 07:30"),
        ("Mar 2026", "M3 2026"), ("7 - 10 May 2026", "7.-10. m5 2026"), ("7\u00a0Nov\u00a0- 1\u00a0Dec\u00a02026", "7. m11 - 1. m12 2026"),
        ("66-1,540", "66-1.540"), ("2026.11", None), ("2026-02-31", "2026-02-31"), ("2026-13-01", "2026-13-01"),
    ],
)  # fmt: skip
def test_figures(text, told):
    assert figure_in(text, FORMS) == told


def test_a_point_and_a_comma_change_places_at_once():
    assert number_in("1,234.5", FORMS | {"decimal": ",", "group": "."}) == "1.234,5"
