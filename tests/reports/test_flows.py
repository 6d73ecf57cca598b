"""The chapter on flows of a report, and a report without it."""

import re

import pytest
from flows_toy import DEMAND, scarce_flows, scarce_network
from report_toy import PAIR

import corridors as co


@pytest.fixture
def demand(tmp_path):
    file = tmp_path / "demand.csv"
    file.write_text(DEMAND, encoding="utf-8")
    return file


def test_a_demand_makes_a_chapter_with_tables_charts_and_map(demand, tmp_path):
    page = co.report(scarce_network(), *PAIR, tmp_path / "r.html", flows=demand).read_text(
        encoding="utf-8"
    )
    chapter = re.search(r'<section id="flows">(.*?)</section>', page, re.DOTALL)[1]
    assert "<h2>Flows and bottlenecks</h2>" in chapter
    assert chapter.count("<table") == 3
    assert chapter.count("data:image/svg+xml") == 2
    assert 'id="flows-map"' in chapter
    assert 'corridorsMap.open("flows-map"' in page
    assert "Capacity is weighed in the chapter on flows alone" in page


def test_without_one_nothing_is_said_of_flows(tmp_path):
    page = co.report(scarce_network(), *PAIR, tmp_path / "r.html").read_text(encoding="utf-8")
    assert 'id="flows"' not in page
    assert "Capacity, safety, sanctions" in page


def test_tables_stand_in_every_form(demand, tmp_path):
    folder = co.report(scarce_network(), *PAIR, tmp_path / "out", flows=demand)
    rows = (folder / "bottlenecks.csv").read_text(encoding="utf-8").splitlines()
    assert rows[0].startswith("capacity,unit,holds,used,use")
    assert [row.split(",")[0] for row in rows[1:]] == ["pipe-gh", "rail-bc"]
    assert "## What is not carried, and why" in (folder / "report.md").read_text(encoding="utf-8")


def test_the_source_of_a_capacity_is_in_the_list_of_sources(demand, tmp_path):
    page = co.report(scarce_network(), *PAIR, tmp_path / "r.html", flows=demand).read_text(
        encoding="utf-8"
    )
    chapter = re.search(r'<section id="flows">(.*?)</section>', page, re.DOTALL)[1]
    for target in set(re.findall(r'href="#(source-[^"]+)"', chapter)):
        assert f'id="{target}"' in page


def test_flows_that_are_solved_are_taken_as_they_are(tmp_path):
    net = scarce_network()
    found = scarce_flows(tmp_path, net, lost=1.6)
    page = co.report(net, *PAIR, tmp_path / "r.md", flows=found).read_text(encoding="utf-8")
    assert "What is not carried is taken to cost 1.6 times its best way" in page


def test_flows_of_another_situation_are_refused(tmp_path, net):
    found = scarce_flows(tmp_path)
    with pytest.raises(co.DataError, match="give the demand, or flows of that network"):
        co.report(net.at("2026-03-01"), "Karachi", "Tashkent", tmp_path / "r.md", flows=found)
