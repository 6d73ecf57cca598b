"""The inventory: what the tables say of each link, for people."""

import geopandas as gpd
from toy import toy_network

import corridors as co
from corridors.network.forms.inventory import inventory_of
from corridors.network.tables import Table


def test_the_inventory_has_a_row_each_link_and_is_not_read(tmp_path):
    file = tmp_path / "net.gpkg"
    toy_network().write(file)
    frame = gpd.read_file(file, layer="inventory").set_index("link_id")
    row = frame.loc["rail-de"]
    told = ("Delta", "Epsilon", "ZZ", "ZZ", "rail", 1520, "operational", 300, "Made up")
    columns = "from to from_country to_country mode gauge_mm status length_km source"
    assert tuple(row[columns.split()]) == told
    assert len(frame) == len(toy_network().table("links"))
    frame.assign(status="nonsense").reset_index().to_file(file, layer="inventory")
    back = co.read_network(file)
    assert back.report is None
    assert back.table("links")["status"] == toy_network().table("links")["status"]


def test_the_inventory_says_what_tags_and_capacities_say():
    toy = toy_network()
    links = toy.table("links")
    tags = tuple(
        "electrified=contact_line;passenger_lines=2;operator=XR" if link == "rail-bc" else ""
        for link in links["link_id"]
    )
    rows = dict.fromkeys(toy.table("capacities").columns, ("",)) | {
        "subject": ("rail-bc",), "subject_kind": ("link",), "capacity": (9.5,), "unit": ("Mt",),
        "year": (2024.0,), "source_id": ("toy",), "basis": ("assumed",),
    }  # fmt: skip
    net = toy.replaced(
        {"links": links.with_values({"tags": tags}), "capacities": Table("capacities", rows)}
    )
    row = inventory_of(net).set_index("link_id").loc["rail-bc"]
    told = ("2", "contact_line", "XR", "9.5 Mt (2024)")
    assert tuple(row[["tracks", "electrified", "operator", "capacity"]]) == told
