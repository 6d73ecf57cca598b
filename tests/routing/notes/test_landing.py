"""Ships that land abroad where the tables tell of no border: it is said."""

import pytest
from toy import toy_network

import corridors as co

TOLD = "No border is counted at Port Kappa, though ships go between "


def without(*ports):
    net = toy_network()
    posts = net.table("border_crossings")
    keep = [k for k, post in enumerate(posts["bcp_id"]) if post not in ports]
    columns = {name: tuple(values[k] for k in keep) for name, values in posts.columns.items()}
    return net.replaced({"border_crossings": type(posts)("border_crossings", columns)})


@pytest.mark.parametrize("ways", [("Port Pi", "Port Kappa"), ("Port Kappa", "Port Pi")])
def test_a_landing_without_formalities_is_told(ways):
    trip = co.route(without("zz-q"), *ways, modes="sea")
    assert [note.partition(TOLD)[1] for note in trip.notes if TOLD[:10] in note] == [TOLD]
    both = co.route(without("zz-q", "xx-p"), *ways, modes="sea")
    assert any("Port Pi" in note and "Port Kappa" in note for note in both.notes)
    whole = co.route(toy_network(), *ways, modes="sea")
    assert both.cost_usd + 60 == trip.cost_usd + 30 == whole.cost_usd


def test_nothing_is_told_where_the_tables_tell_of_it_or_no_ship_lands():
    assert not any("No border" in n for n in co.route(toy_network(), "Port Pi", "Port Kappa").notes)
    trip = co.route(without("zz-q"), "Alpha", "Epsilon", modes="road")
    assert not any("No border" in note for note in trip.notes)
