"""What projects cost in a year: worked by hand, and as the table of the network has it."""

import pytest

import corridors as co
from corridors.studies.flows.projects import Project, known_projects, projects_of


def test_a_project_costs_so_much_a_year():
    card = co.scenario("btk-expanded")
    assert Project(card, 1000.0, 10, 0.05).yearly_usd(0.0) == pytest.approx(150)
    payment = Project(card, 1000.0, 10, 0.0).yearly_usd(0.06)
    assert sum(payment / 1.06**year for year in range(1, 11)) == pytest.approx(1000)


def test_cards_of_a_network_have_the_cost_of_the_table():
    """4,500 million over 30 years at 6 % is 0.07265 of it a year, and 2.5 % upkeep: 439."""
    net = co.load().apply("tapi-gwadar-spur")
    found = {one.card.id: one for one in known_projects(net)}
    assert round(found["tapi-gwadar-spur"].yearly_usd(0.06) / 1e6) == 439
    assert known_projects(co.load()) == ()


def test_a_cost_that_nobody_tells_is_asked_for():
    with pytest.raises(co.DataError, match="give it: "):
        projects_of(co.load(), "suez-closed")
    with pytest.raises(ValueError, match="projects is empty"):
        projects_of(co.load(), [])
