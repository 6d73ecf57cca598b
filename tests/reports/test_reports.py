"""Reports: what they say agrees with the library, in every form, byte for byte."""

import csv
import io
import re
import subprocess
import sys
import zipfile

import pytest
from toy import change, toy_network

import corridors as co
from corridors.reports.content import make_content
from corridors.reports.files import csv_text, markdown
from corridors.reports.page import page_html
from corridors.reports.tables import CHEAPEST, FASTEST
from corridors.routing.conditions import DEFAULT_SHIPMENT

PAIR = ("Alpha", "Epsilon")


def dearer(toy):
    """Return the toy network with every border of the rail line at 1,000 USD."""
    found = change(toy.table("border_crossings"), "cost_usd", {"mode": "rail"}, 1000.0)
    return toy_network(border_crossings=found)


def content_of(net, cases=()):
    return make_content(net, *PAIR, cases, weight="cost", shipment=DEFAULT_SHIPMENT, corridors=None)


def test_the_comparison_agrees_with_the_library(toy):
    content = content_of(toy)
    table = content.table("comparison")
    by_name = {row[0].split(":")[0]: row for row in table.rows}
    cheap = co.route(toy, *PAIR, weight="cost")
    assert by_name[CHEAPEST][1:4] == pytest.approx(
        (cheap.distance_km, cheap.cost_usd, cheap.time_h / 24)
    )
    fast = co.route(toy, *PAIR, weight="time")
    assert by_name[FASTEST][3] == pytest.approx(fast.time_h / 24)
    expected = co.compare(toy, *PAIR)
    served = expected[expected["served"]]
    assert len(table.rows) == len(served) + 2
    assert len(content.table("not-served").rows) == len(expected) - len(served)


def test_the_front_is_that_of_the_library(toy):
    content = content_of(toy)
    front = co.pareto(toy, *PAIR)
    assert [row[1] for row in content.table("front").rows] == pytest.approx(
        [trip.cost_usd for trip in front.itineraries]
    )
    assert content.table("front").note == ""


def test_shares_of_basis_add_up_and_sources_are_those_of_the_legs(toy):
    content = content_of(toy)
    for row in content.table("basis").rows:
        assert sum(row[1:5]) == pytest.approx(1)
        assert sum(row[5:9]) == pytest.approx(1)
    used = {s for t in content.trips.values() for g in t.steps for s in (g.source_id,) if s}
    assert used <= {row[0] for row in content.table("sources").rows}


def test_a_scenario_is_set_against_the_base(toy, tmp_path):
    file = co.report(toy, *PAIR, tmp_path / "x.html", scenarios={"Dear rail": dearer(toy)})
    text = file.read_text(encoding="utf-8")
    assert "Dear rail" in text
    content = content_of(toy)
    assert content.table("scenarios") is None
    assert "Scenarios</h2>" not in page_html(content)
    base = co.route(toy, *PAIR).cost_usd
    after = co.route(dearer(toy), *PAIR).cost_usd
    assert f"{after - base:+,.0f}" in text


def test_a_scenario_that_cuts_every_way_says_so(toy, tmp_path):
    shut = toy.table("links")
    for link in shut["link_id"]:
        shut = change(shut, "status", {"link_id": link}, "suspended")
    file = co.report(toy, *PAIR, tmp_path / "x.md", scenarios={"Shut": toy_network(links=shut)})
    assert "Shut: no way remains" in file.read_text(encoding="utf-8")


def test_no_way_at_all_is_an_error_and_no_file(toy, tmp_path):
    with pytest.raises(co.NoItineraryError):
        co.report(toy, "Alpha", "xx-g", tmp_path / "x.html")
    assert list(tmp_path.iterdir()) == []


def test_the_page_needs_no_network_and_is_the_same_each_time(toy, tmp_path):
    first = co.report(toy, *PAIR, tmp_path / "a.html", scenarios={"x": dearer(toy)}).read_bytes()
    again = co.report(
        toy_network(), *PAIR, tmp_path / "b.html", scenarios={"x": dearer(toy)}
    ).read_bytes()
    assert first == again
    text = first.decode()
    assert not re.findall(r'<(?:script|link|img|iframe)[^>]+(?:src|href)="https?:', text)
    outside = re.sub(r"<(script|style)\b.*?</\1>", "", text, flags=re.DOTALL)
    assert "style=" not in outside
    assert not re.search(r"\son\w+=", outside)
    assert text.count("<h1") == 1
    for heading in ("The question", "Comparison", "Method and data vintage", "does not say"):
        assert heading in text


def test_tables_as_csv_give_the_numbers_back(toy, tmp_path):
    folder = co.report(toy, *PAIR, tmp_path / "tables")
    rows = list(csv.DictReader(io.StringIO((folder / "comparison.csv").read_text("utf-8"))))
    assert float(rows[0]["USD"]) == co.route(toy, *PAIR).cost_usd
    assert (folder / "report.md").read_text("utf-8").startswith("# Alpha - Epsilon")
    assert {"ledger-1.csv", "sources.csv", "basis.csv"} <= {f.name for f in folder.iterdir()}


def test_a_text_that_looks_like_a_formula_stays_text(toy):
    nodes = change(toy.table("nodes"), "name", {"node_id": "xx-a"}, '=HYPERLINK("x")')
    links = change(toy.table("links"), "name", {"link_id": "road-af"}, '=HYPERLINK("x")')
    bad = toy_network(nodes=nodes, links=links)
    content = make_content(
        bad, "xx-a", "Epsilon", (), weight="cost", shipment=DEFAULT_SHIPMENT, corridors=None
    )
    for table in content.tables:
        for row in csv.reader(io.StringIO(csv_text(table))):
            assert not any(cell.startswith("=") for cell in row)


def test_hostile_text_is_text_in_every_form(toy):
    words = "<script>alert(1)</script>|[x](javascript:y)"
    links = toy.table("links")
    for link in links["link_id"]:
        links = change(links, "name", {"link_id": link}, words)
    sources = change(toy.table("sources"), "url", {"source_id": "toy"}, "javascript:alert(1)")
    content = content_of(toy_network(links=links, sources=sources))
    page = page_html(content)
    assert "<script>alert" not in page
    assert 'href="javascript' not in page
    text = markdown(content)
    assert "<script>" not in text
    assert not re.search(r"(?<!\\)\]\(javascript", text)
    assert r"\|\[x\]" in text


def test_a_workbook_has_a_sheet_for_each_table(toy, tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    file = co.report(toy, *PAIR, tmp_path / "x.xlsx")
    book = openpyxl.load_workbook(file)
    assert "comparison" in book.sheetnames
    assert book["comparison"]["C2"].value == pytest.approx(co.route(toy, *PAIR).cost_usd)
    again = co.report(toy, *PAIR, tmp_path / "y.xlsx")
    assert again.read_bytes() == file.read_bytes()
    with zipfile.ZipFile(file) as archive:
        assert archive.testzip() is None


def test_wrong_arguments_say_what_is_expected(toy, tmp_path):
    with pytest.raises(ValueError, match=r"expected a file ending in .html, .md, .xlsx"):
        co.report(toy, *PAIR, tmp_path / "x.docx")
    with pytest.raises(ValueError, match="a report is by 'cost' or by 'time'"):
        co.report(toy, *PAIR, tmp_path / "x.md", weight="co2e")


def test_excel_without_openpyxl_says_what_to_do(toy, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(ImportError, match=r"install corridors\[excel\]"):
        co.report(toy, *PAIR, tmp_path / "x.xlsx")


def test_the_command_writes_what_the_function_writes(toy, tmp_path):
    toy.write(tmp_path / "tables")
    command = [sys.executable, "-m", "corridors", "report", *PAIR]
    options = ["--data", str(tmp_path / "tables"), "-o", str(tmp_path / "cli.md")]
    run = subprocess.run([*command, *options], capture_output=True, text=True, check=True)
    assert "cli.md" in run.stdout
    net = co.read_network(tmp_path / "tables")
    expected = co.report(net, *PAIR, tmp_path / "api.md").read_bytes()
    assert (tmp_path / "cli.md").read_bytes() == expected
