"""What resists is counted from the rows of outcomes, by cause, part of the world and half."""

import re

from outcomes_toy import network_with, outcome

from corridors.reports.accuracy import accuracy_page

OUTCOMES = (
    outcome("a-km", "distance", 850, 900, kind="market"),
    outcome("c-time", "time", 2.5, 3, via="yy-f", box="20ft"),
    outcome("d-time", "time", 1.0, 1.5, scope="running"),
)


def test_what_resists_is_counted_from_the_rows():
    """Days: b is outside by a crew and c, d inside; 3 are asked, 85 % of them is 3."""
    crew = outcome("b-time", "time", 1.0, 1.5, kind="pilot", cause="crew")
    text = accuracy_page(network_with(OUTCOMES[0], crew, *OUTCOMES[1:]))
    assert (
        "* Days: 2 of 3 inside, 1 fewer than the goal of 85% asks for. It would take all misses by "
        "crew (1) to come inside: 100%." in text
    )
    assert "* Prices: 0 of 0 inside, 0 were the goal." in text
    assert re.search(r"\| crew: trucks .* \|  \| 1 \|  \| 1 and 0 \| 2\.04 \| logbooks ", text)
    assert re.search(
        r"\| elsewhere \| 1 of 1 \(1\.03\) \| 2 of 3 \(\d\.\d\d\) \|  \| crew 1 \|", text
    )
    assert re.search(r"\| in view \|.*\n\| not in view \|", text)


def test_a_miss_without_a_cause_is_said_to_have_none():
    text = accuracy_page(network_with(outcome("b-time", "time", 1.0, 1.5)))
    assert "| not stated |" in text
