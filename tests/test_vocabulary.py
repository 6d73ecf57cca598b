"""The words of the field: modes, what carries the goods, and the lists that the schema takes."""

import pytest

from corridors.network.schema import schema
from corridors.vocabulary import (
    GAUGE_RANGE_MM,
    GAUGES_MM,
    MODES,
    SHIP_CLASSES,
    VEHICLE_CLASSES,
    WORD_LISTS,
    counted,
    is_ship,
    is_vehicle_class,
    mode_of,
    rolls_aboard,
    vehicle_class,
)


@pytest.mark.parametrize("name", [name for name, mode in MODES.items() if mode.is_link])
def test_mode_and_vehicle_class_lead_to_one_another(name):
    for gauge in MODES[name].gauges_mm or (float("nan"),):
        vehicle = vehicle_class(name, gauge)
        assert vehicle in VEHICLE_CLASSES
        assert mode_of(vehicle) == name


def test_rail_has_a_class_for_each_gauge_and_access_has_none():
    assert GAUGES_MM == (1435, 1520, 1676)
    assert vehicle_class("rail", 1520.0) == "rail-1520"
    assert MODES["rail"].vehicle_classes == ("rail-1435", "rail-1520", "rail-1676")
    assert "access" not in VEHICLE_CLASSES
    assert SHIP_CLASSES == ("sea", "ferry", "ferry-1435", "ferry-1520", "air", "lng")


def test_a_network_of_ones_own_has_any_gauge():
    low, high = GAUGE_RANGE_MM
    for gauge in (low, 600, 762, 891, 914, 1000, 1067, 1372, 1600, 1668, high):
        assert is_vehicle_class(vehicle_class("rail", float(gauge)))
        assert is_vehicle_class(vehicle_class("ferry", float(gauge)))
    assert vehicle_class("rail", 914.0) == "rail-914"
    assert rolls_aboard("rail-914", "ferry-914")
    assert not rolls_aboard("rail-1914", "ferry-914")
    for word in ("rail-380", "rail-3001", "rail-", "rail-0914", "rail-1000.0", "road-1000", "bus"):
        assert not is_vehicle_class(word), word
    assert is_ship("ferry-1067")
    assert not is_ship("rail-1067")
    assert not is_ship("origin")


def test_wagons_run_on_track_of_another_name():
    """1520 mm is 5 ft measured anew: no break between Finland and Russia."""
    assert vehicle_class("rail", 1524.0) == vehicle_class("rail", 1520.0) == "rail-1520"
    assert not is_vehicle_class("rail-1524")  # so nobody waits for wagons that there are not
    assert vehicle_class("rail", 1668.0) != vehicle_class("rail", 1676.0)


def test_tables_take_the_lists_of_words():
    tables = schema()
    assert tables["links"]["mode"].type.split("|") == list(WORD_LISTS["@modes"])
    assert set(tables["tariffs"]["mode"].type.split("|")) == set(WORD_LISTS["@tariffs"])
    assert not {"sea", "ferry", "air"} & set(WORD_LISTS["@tariffs"])  # services price them
    assert {"pipeline-gas", "pipeline-oil", "access"} <= set(WORD_LISTS["@rates"])
    assert not any("@" in c.type for columns in tables.values() for c in columns.values())


def test_every_mode_has_its_rows_in_the_embedded_tables(net):
    for table, words in (("speeds", "@rates"), ("emission_factors", "@rates"),
                         ("tariffs", "@tariffs")):  # fmt: skip
        assert set(net.table(table)["mode"]) == set(WORD_LISTS[words]), table


def test_a_train_ferry_is_a_class_of_its_own():
    assert vehicle_class("ferry", float("nan")) == "ferry"
    assert vehicle_class("ferry", 1520.0) == "ferry-1520"
    assert mode_of("ferry-1520") == "ferry"
    assert rolls_aboard("rail-1520", "ferry-1520")
    assert rolls_aboard("ferry-1435", "rail-1435")
    assert not rolls_aboard("rail-1435", "ferry-1520")
    assert not rolls_aboard("rail-1520", "ferry")
    assert not rolls_aboard("rail-1520", "rail-1520")
    assert not rolls_aboard("road", "ferry")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((1, "transit"), "1 transit"),
        ((0, "transit"), "0 transits"),
        ((2, "itinerary"), "2 itineraries"),
        ((1, "itinerary"), "1 itinerary"),
        ((2, "day"), "2 days"),
        ((1.5, "day"), "1.5 days"),
        ((12_345, "draw"), "12,345 draws"),
        ((1, "more event"), "1 more event"),
        ((-1.0, "transit", "-1"), "-1 transit"),
        ((2, "transit", "+2"), "+2 transits"),
    ],
)
def test_a_number_of_things_has_its_plural(words, told):
    assert counted(*words) == told
