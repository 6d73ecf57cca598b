"""How much pairs count, and in how many shipments that goes."""

import math

import pytest

import corridors as co
from corridors.studies.pairs import amounts_of, shipments_of

HALF = co.Scenario(
    "half",
    "Half",
    (co.Override("change", "border_crossings", {"bcp_id": "yz-zeta"}, "hours", "multiply", 0.5),),
)


def write(tmp_path, text, encoding="utf-8"):
    file = tmp_path / "pairs.csv"
    file.write_bytes(text.encode(encoding))
    return file


def test_amounts_go_in_shipments():
    assert shipments_of(40, "tonnes", co.Shipment(cargo_t=16)) == 2.5
    assert shipments_of(40, "teu", co.Shipment(box="40ft")) == 20
    assert shipments_of(40, "teu", co.Shipment(box="20ft")) == 40
    assert math.isnan(shipments_of(40, "weight", co.Shipment()))
    with pytest.raises(ValueError, match="the goods are oil"):
        shipments_of(40, "teu", co.Shipment(commodity="oil"))
    with pytest.raises(ValueError, match="unit 'tons' is not one of"):
        shipments_of(40, "tons", co.Shipment())


def test_weights_come_with_the_pairs_or_beside_them():
    listed = co.Pairs((("A", "B"), ("B", "C")), (40.0, 10.0), "tonnes")
    found = amounts_of(listed, co.Shipment(cargo_t=20))
    assert (found.unit, found.shipments, found.times, found.yearly) == (
        "tonnes", (2.0, 0.5), (2.0, 0.5), True,
    )  # fmt: skip
    found = amounts_of(listed.pairs, co.Shipment(), [3, 1], "weight")
    assert (found.times, found.yearly) == ((3.0, 1.0), False)
    assert all(math.isnan(shipments) for shipments in found.shipments)
    assert amounts_of(("A", "B"), co.Shipment()).times == (1.0,)
    with pytest.raises(ValueError, match="the pairs count in tonnes already: leave out weights"):
        amounts_of(listed, co.Shipment(), [1, 2])
    with pytest.raises(ValueError, match="weights has 1 weight for 2 pairs"):
        amounts_of(listed.pairs, co.Shipment(), [1])
    with pytest.raises(ValueError, match="unit says teu, but there are no weights"):
        amounts_of(listed.pairs, co.Shipment(), unit="teu")


FILE = "origin,destination,teu\nAlpha,Epsilon,40\nZeta,Delta,2\n"


@pytest.mark.parametrize(
    "study",
    [
        lambda net, pairs: co.compare(net, pairs=pairs),
        lambda net, pairs: co.timeline(net, pairs, "2024-01-01"),
        co.criticality,
        lambda net, pairs: co.sweep(net, [()], pairs),
        lambda net, pairs: co.effects(net, HALF, pairs),
        lambda net, pairs: co.compare_scenarios(net, HALF, pairs, criteria="cost"),
        lambda net, pairs: co.best_by_weights(net, pairs, ["cost"]),
        lambda net, pairs: co.audit(net, pairs).rows,
    ],
)
def test_a_file_of_pairs_goes_wherever_pairs_go(toy, tmp_path, study):
    """Wish: --pairs was known to one command, and to ``effects`` in three arguments."""
    file = write(tmp_path, FILE)
    by_name, by_path = study(toy, str(file)), study(toy, file)
    assert by_name.equals(by_path)
    assert by_name.equals(study(toy, co.read_pairs(file)))


def test_what_pairs_count_is_in_the_rows(toy, tmp_path):
    """A 40-foot box is two TEU: 20 shipments and 1."""
    file = write(tmp_path, FILE)
    swept = co.sweep(toy, [()], file)
    assert (list(swept["weight"]), list(swept["shipments"])) == ([40, 2], [20, 1])
    rows = co.compare_scenarios(toy, HALF, file, criteria="time")
    assert list(rows["change_year"]) == pytest.approx(list(rows["change"] * [20, 1]))
    assert rows["change_year"].min() < 0
    assert set(co.compare(toy, pairs=file)["teu"]) == {40, 2}
    assert "teu" not in co.compare(toy, pairs=("Alpha", "Epsilon"))
    with pytest.raises(ValueError, match="origins and destinations, or pairs, not both"):
        co.compare(toy, "Alpha", "Epsilon", pairs=file)
    with pytest.raises(TypeError, match=r"a list, or the name of a .csv file, not 'Alpha'"):
        co.sweep(toy, [()], "Alpha")


def test_a_sweep_is_continued_whatever_the_pairs_count(toy, tmp_path):
    pytest.importorskip("pyarrow")
    file = tmp_path / "sweep.parquet"
    pairs = [("Alpha", "Epsilon")]
    first = co.sweep(toy, [()], pairs, resume=file)
    again = co.sweep(toy, [()], pairs, weights=[60], unit="tonnes", resume=file)
    assert again.drop(columns=["weight", "shipments"]).equals(
        first.drop(columns=["weight", "shipments"])
    )
    assert list(again["shipments"]) == [3]
