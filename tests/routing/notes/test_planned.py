"""Gas of a city goes by the stations around it, and a planned corridor answers as if built."""

import pytest

import corridors as co
from corridors.errors import NoItineraryError

NET = co.load()
GAS = co.Shipment(commodity="gas", quantity=1, unit="mcm")


def test_a_planned_corridor_answers_and_says_so():
    trip = co.route(NET, "Galkynysh", "Multan", shipment=GAS, corridor="tapi")
    assert trip.distance_km == pytest.approx(1575, abs=1)  # 214 + 774 + 586.4 of Pakistan
    assert trip.cost_usd > 0
    assert trip.notes[0].startswith(
        "As if it were built, which it is not: this way on Turkmenistan-"
    )
    assert "TAPI, Herat - Kandahar (planned)" in trip.notes[0]


def test_without_the_corridor_nothing_planned_is_used():
    with pytest.raises(NoItineraryError, match=r"needs what is not in operation: TAPI.*and 4 more"):
        co.route(NET, "Galkynysh", "Multan", shipment=GAS)


def test_once_built_it_is_no_assumption():
    trip = co.route(
        NET, "Galkynysh", "Multan", shipment=GAS, corridor="tapi", scenarios="tapi-built"
    )
    assert not any("As if" in note for note in trip.notes)


def test_a_corridor_in_operation_uses_nothing_planned():
    with pytest.raises(NoItineraryError, match="not in operation"):
        co.route(
            NET,
            "Port Qasim",
            "Tarujabba",
            shipment=co.Shipment(commodity="oil"),
            modes=["pipeline"],
            corridor="white-oil",
        )


def test_gwadar_is_gwadar_port_for_gas():
    words = {"shipment": GAS, "scenarios": "tapi-gwadar-spur"}
    city, port = (co.route(NET, "Galkynysh", to, **words) for to in ("Gwadar", "Gwadar Port"))
    assert city.cost_usd == port.cost_usd
    assert any(
        "Gas of Gwadar leaves the pipeline at Gwadar Port, 2 km away" in n for n in city.notes
    )
    assert not any("leaves the pipeline" in n for n in port.notes)


def test_containers_go_to_the_city_as_before():
    assert co.route(NET, "Karachi", "Multan").steps[-1].to_node == "pk-multan"


def test_a_place_without_a_pipeline_has_none():
    with pytest.raises(NoItineraryError, match="Karachi"):
        co.route(NET, "Karachi", "Multan", shipment=GAS)


SAID = "As if it were built, which it is not"


def test_alternatives_and_the_front_answer_as_route_does():
    said = {"shipment": GAS, "corridor": "tapi"}
    trip = co.route(NET, "Galkynysh", "Multan", **said)
    for found in (
        co.alternatives(NET, "Galkynysh", "Multan", **said),
        co.pareto(NET, "Galkynysh", "Multan", **said),
    ):
        assert found[0].cost_usd == trip.cost_usd
        assert found[0].notes[0].startswith(SAID)


def test_a_comparison_has_it_and_stars_it_in_nothing():
    frame = co.compare(NET, "Galkynysh", "Multan", shipment=GAS, shares=True).set_index("corridor")
    row = frame.loc["tapi"]
    assert row["served"]
    assert row["distance_km"] == pytest.approx(1575, abs=1)
    assert (row["note"], row["best"]) == ("as if it were built", ())
    assert row["share"] != row["share"]  # goods cannot choose what is not there
    assert not frame.loc["any way", "served"]
    built = co.compare(
        NET, "Galkynysh", "Multan", shipment=GAS, scenarios="tapi-built", corridors="tapi"
    )
    assert built.set_index("corridor").loc["tapi", "note"] == ""
