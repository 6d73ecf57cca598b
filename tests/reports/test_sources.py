"""Marks of sources, the list that they lead to, and what prices are made of."""

import re
from datetime import date

from report_toy import content_of

import corridors as co
from corridors.reports.booklet import make_booklet
from corridors.reports.booklet_forms import booklet_html
from corridors.reports.page import page_html
from corridors.reports.sheet import make_sheet
from corridors.reports.sheet_forms import sheet_html
from corridors.reports.sources import Citations, charges_table
from corridors.reports.tables import CHEAPEST, FASTEST
from corridors.studies.evidence.charges import paid_parts, summed_charges


def test_a_source_has_one_number_and_an_assumed_value_a_star(net):
    cited = Citations(net)
    both = [("cpmm-2022-pakistan", "derived"), ("own-assumption", "assumed"), ("", "")]
    assert str(cited.cite(both)) == "1, 2*"
    assert str(cited.cite(both[:1], told=True)) == "1 (derived)"
    assert [row[0] for row in cited.table().rows] == ["1", "2"]
    assert cited.table().rows[0][4].startswith("http")


def test_every_mark_on_a_page_leads_to_a_row_of_the_list(toy, net):
    trip = co.route(net, "Karachi", "Tashkent")
    pages = (
        page_html(content_of(toy)),
        sheet_html(make_sheet(trip, date(2026, 11, 28))).decode(),
        booklet_html(make_booklet({"a": trip, "b": trip}, date(2026, 11, 28))).decode(),
    )
    for text in pages:
        places = re.findall(r' id="(source-[^"]*)"', text)
        led = set(re.findall(r'href="#(source-[^"]*)"', text))
        assert led
        assert led <= set(places)
        assert len(places) == len(set(places))


def test_the_parts_of_a_price_add_up_and_say_row_rate_and_source(net):
    trip, fast = (co.route(net, "Lahore", "Tashkent", weight=w) for w in ("cost", "time"))
    table = charges_table({CHEAPEST: trip, FASTEST: fast})
    for name, way in ((CHEAPEST, trip), (FASTEST, fast)):
        rows = [row for row in table.rows if row[0] == name and not row[1].startswith("besides")]
        assert abs(sum(row[3] for row in rows) - way.cost_usd) < 1e-6
        assert all(len(net.row(row[6])) == 1 for row in rows)
    row = max((leg for leg in trip.steps if leg.km), key=lambda leg: leg.usd).price_row
    by_rail = [
        one for one in summed_charges(trip) if (one["row"], one["part"]) == (row, "carriage")
    ]
    parts = [part for leg in trip.steps for part in paid_parts(trip, leg)]
    km = sum(part["km"] for part in parts if part["row"] == row)
    assert by_rail[0]["how"] == f"{km:,.0f} km at {by_rail[0]['usd'] / km:.2f} USD"
    assert {row[0] for row in charges_table({CHEAPEST: trip, FASTEST: trip}).rows} == {CHEAPEST}


def test_a_report_lists_charges_and_their_sources(toy):
    content = content_of(toy)
    listed = {row[0] for row in content.table("sources").rows}
    told = {key for row in content.table("charges").rows for key, _ in row[-1].marks}
    assert told
    assert told <= listed
    page = page_html(content)
    assert "charges" not in re.findall(r'<section id="(\w+)" class="appendix"', page)
