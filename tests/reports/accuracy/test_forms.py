"""Cells and counts of the page of accuracy."""

from outcomes_toy import network_with, outcome

from corridors.reports.accuracy.forms import share_of, table_of
from corridors.studies.evidence.trials import trials


def test_a_bar_in_a_cell_would_end_it():
    assert table_of(("a", "b"), [("1|2", "")]) == "| a | b |\n| --- | --- |\n| 1/2 |  |"


def test_shares_of_none_are_not_told():
    net = network_with(outcome("a", "time", 1, 1), outcome("b", "time", 2, 3))
    assert share_of(list(trials(net, net.table("outcomes")))) == "1 of 2"
    assert share_of([]) == ""
