"""What is written comes back as it was, to the last digit, in every format."""

from __future__ import annotations

import pytest
from toy import change, table, toy_network, toy_tables

import corridors as co
from corridors import formats

#: A number of 17 digits: 0.3 less 0.05 is not 0.25 to a computer.
ODD = 0.1 + 0.2 - 0.05
#: Of a link in operation and of one that is only planned.
LINES = {
    "road-af": [(60.0, 40.0), (60.123456789012345, 41.98765432109876), (62.0, 43.0)],
    "rail-ab": [(60.0, 40.0), (60.1 + 0.2, 40.1 + 0.2), (60.9, 40.0)],
}


def odd_network() -> co.Network:
    """Return the toy network with numbers of many digits and texts of many letters."""
    tables = toy_tables()
    tables["tariffs"] = change(tables["tariffs"], "usd_per_km", {"mode": "road"}, ODD)
    tables["links"] = change(tables["links"], "length_km", {"link_id": "road-fe"}, 500 + ODD)
    tables["nodes"] = change(
        tables["nodes"], "name", {"node_id": "yy-f"}, "Zêta \"F\", 東; <&> \\ 'x'"
    )
    tables["nodes"] = change(tables["nodes"], "aliases", {"node_id": "xx-b"}, "Bêta;Beta 2")
    tables["links"] = change(tables["links"], "tags", {"link_id": "road-ab"}, "a=1;b=x y")
    return co.Network(tables, geometry=lambda: LINES, name="odd")


@pytest.mark.parametrize("form", list(formats.FORMATS))
def test_every_digit_and_letter_comes_back(tmp_path, form):
    if form == "geoparquet":
        pytest.importorskip("pyarrow", reason="GeoParquet needs the extra 'parquet'")
    net = odd_network()
    assert co.export_network(net, tmp_path / "net", form=form) == ()
    back = co.import_network(tmp_path / "net", form=form)
    for name in net.table_names:
        assert repr(back.table(name).columns) == repr(net.table(name).columns), name
    for link in net.table("links")["link_id"]:  # a file may hold a straight line as one of its own
        assert back.line(link) == net.line(link), link
    assert {link: back.line(link) for link in LINES} == LINES
    there, again = (co.route(n, "Alpha", "Epsilon", modes="road") for n in (net, back))
    assert again.steps == there.steps
    # 900.25 km at 0.25 USD, two borders of 100, two terminals of 10
    assert again.cost_usd == pytest.approx((900 + ODD) * ODD + 220)


EVENT = {
    "event_id": "queue", "title": "A queue", "from": "2025-01-01", "to": "", "action": "change",
    "table": "border_crossings", "select": "bcp_id=xy-zeta", "column": "hours",
    "op": "multiply", "value": 3.0, "confidence": "high",
}  # fmt: skip


@pytest.mark.parametrize("form", ["csv", "gpkg", "graphml"])
def test_a_network_of_a_day_feels_its_events_once(tmp_path, form):
    """10 h at the border are 30 on the day; read back they stay 30 on any day, not 90."""
    net = toy_network(events=table("events", [EVENT]))
    then = net.at("2025-02-01")
    if form == "csv":
        then.write(tmp_path / "net")
        back = co.read_network(tmp_path / "net")
    else:
        lost = co.export_network(then, tmp_path / "net", form=form)
        assert lost == ("events: 1 row, 0 when read back",)
        back = co.import_network(tmp_path / "net", form=form)
    ask = {"modes": "road", "avoid": "sea"}
    hours = [
        co.route(one, "Alpha", "Zeta", departure="2025-02-02", **ask).time_h for one in (net, back)
    ]
    assert hours[0] == hours[1] == pytest.approx(2 + 400 / 50 * 2 + 30 + 2)
    posts = back.at("2026-01-01").table("border_crossings")
    assert posts["hours_p50"] == then.table("border_crossings")["hours_p50"]


def test_a_network_of_a_day_has_the_prices_of_that_day(tmp_path):
    """A km by road costs 1 USD, from June on 2."""
    rows = [dict(row) for row in toy_tables()["tariffs"]]
    cheap = [row for row in rows if row["mode"] == "road" and row["box"] == "40ft"]
    dear = [{**row, "usd_per_km": 2.0, "valid_from": "2025-06-01"} for row in cheap]
    for row in cheap:
        row["valid_to"] = "2025-05-31"
    net = toy_network(tariffs=table("tariffs", [*rows, *dear]))
    net.at("2025-02-01").write(tmp_path / "net")
    back = co.read_network(tmp_path / "net")
    for one, usd in ((net, 200), (net.at("2025-02-01"), 100), (back, 100)):
        assert co.route(one, "Alpha", "Beta", modes="road").cost_usd == pytest.approx(usd + 20)


def test_a_network_of_a_day_has_the_charges_of_that_day(tmp_path):
    """A premium is due from June on: on a file of a day in July it is, on one of May it is not."""
    premium = {
        "charge_id": "premium", "name": "Premium", "component": "insurance", "applies": "trip",
        "usd": 70.0, "low": 50.0, "high": 90.0, "valid_from": "2025-06-01",
        "price_year": 2025, "source_id": "toy", "basis": "assumed",
    }  # fmt: skip
    net = toy_network(events=table("events", [EVENT]), charges=table("charges", [premium]))
    for day, usd in (("2025-05-01", 0), ("2025-07-01", 70)):
        then = net.at(day)
        then.write(tmp_path / day)
        for one in (then, co.read_network(tmp_path / day)):
            told = co.charges(co.route(one, "Alpha", "Beta", modes="road"))
            assert told.loc[told["row"] == "charges premium", "usd"].sum() == usd
