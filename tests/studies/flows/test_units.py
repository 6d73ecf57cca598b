"""What a shipment takes of a capacity, by hand."""

import pytest

import corridors as co
from corridors.studies.flows import units
from corridors.studies.flows.units import CAPACITY_UNITS, counts_in, shipments_in, taken_of

BOX = co.Shipment(box="40ft", cargo_t=20)
SMALL = co.Shipment(box="20ft", cargo_t=14)
BULK = co.Shipment(cargo_t=1000, commodity="bulk")
GAS = co.Shipment(cargo_t=735, commodity="gas")
OIL = co.Shipment(cargo_t=1000, commodity="oil")


@pytest.mark.parametrize(
    ("unit", "shipment", "taken"),
    [
        ("t_per_year", BOX, 20), ("Mt_per_year", BULK, 0.001), ("teu_per_year", BOX, 2),
        ("teu_per_year", SMALL, 1), ("teu_per_year", BULK, 0), ("trucks_per_day", SMALL, 1 / 365),
        ("trucks_per_day", BULK, 50 / 365), ("wagons_per_day", BOX, 1 / 365),
        ("wagons_per_day", BULK, 20 / 365), ("trains_per_day", BOX, 2 / 97 / 365),
        ("trains_per_day", BULK, 0.5 / 365), ("bcm_per_year", GAS, 0.001),
        ("mcm_per_day", GAS, 1 / 365), ("bcm_per_year", BOX, 0), ("bbl_per_day", OIL, 7330 / 365),
        ("bbl_per_day", GAS, 0),
    ],
)  # fmt: skip
def test_what_is_taken(unit, shipment, taken):
    assert taken_of(unit, shipment) == pytest.approx(taken)


def test_all_units_of_the_schema_are_known():
    from corridors.network.schema import schema

    assert set(schema()["capacities"]["unit"].type.split("|")) == set(CAPACITY_UNITS)


@pytest.mark.parametrize("shipment", [BOX, SMALL, BULK, GAS, OIL])
def test_so_many_shipments_have_the_quantity(shipment):
    for unit in counts_in(shipment):
        mass = {
            "t": 1,
            "kt": 1e3,
            "Mt": 1e6,
            "mcm": 735,
            "bcm": 735_000,
            "bbl": 1 / 7.33,
            "MMBtu": 735 / 34_121,
        }
        tonnes = shipments_in(unit, shipment) * shipment.cargo_t
        assert tonnes == pytest.approx(
            mass[unit] if unit != "teu" else {"40ft": 10, "20ft": 14}[shipment.box]
        )


def test_the_table_of_ratios_says_about_the_same():
    """What a vehicle holds is assumed for all countries; the table has it of some, with sources."""
    table = co.load().table("ratios")
    told = dict(zip(table["name"], table["value"], strict=True))
    assert told["teu-per-train-china-europe"] == units.TEU_PER_TRAIN
    assert told["t-per-truck-turkiye"] < units.T_PER_TRUCK < told["t-per-truck-afghanistan"]
    assert told["t-per-wagon-caspian-ferry"] == pytest.approx(units.T_PER_WAGON, rel=0.1)
    assert told["t-per-block-train-middle-corridor"] < units.T_PER_TRAIN
    assert told["t-per-train-kazakhstan"] > units.T_PER_TRAIN
