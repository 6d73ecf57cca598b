"""The page of a report: no network needed, the same each time, hostile text is text."""

import re

from report_toy import PAIR, content_of, dearer
from toy import change, toy_network

import corridors as co
from corridors.reports.content import Case
from corridors.reports.files import markdown
from corridors.reports.page import page_html, table_html


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


def test_ledgers_are_printed_only_if_the_appendix_is_asked_for(toy):
    content = content_of(toy)
    page, whole = page_html(content), page_html(content, appendix=True)
    assert '<section id="ledgers" class="appendix">' in page
    assert "main:not(.whole) .appendix{display:none!important}" in page
    assert "<main>" in page
    assert '<main class="whole">' in whole
    assert page.index('id="not-said"') < page.index('id="ledgers"')


def test_no_heading_is_seen_twice(toy):
    page = page_html(content_of(toy))
    headings = re.findall(r"<(?:h2|h3|summary)>(.*?)</", page)
    seen = re.findall(r"<caption>(.*?)</caption>", page)
    assert len({*headings, *seen}) == len([*headings, *seen])


def test_still_maps_of_scenarios_are_in_the_page_only_if_they_are_printed(toy):
    content = content_of(toy, [Case("dearer", "borders at 1,000 USD", dearer(toy))])
    count = {printed: page_html(content, appendix=printed).count('class="paper"')
             for printed in (False, True)}  # fmt: skip
    assert count == {False: 1, True: 2}


def test_rows_of_one_way_stand_below_its_name(toy):
    """Fault: the way's name stood in every row of what its price is made of, five lines high."""
    content = content_of(toy)
    paid = content.table("charges")
    text = table_html(paid)
    names = list(dict.fromkeys(row[0] for row in paid.rows))
    for name in names:
        assert text.count(f">{name}<") == 1
    assert text.count('scope="rowgroup"') == len(names)
    assert text.count("<tr>") == 1 + len(names) + len(paid.rows)
    assert '<th scope="col">way<' not in text
    assert text.count('<th scope="col"') == len(paid.columns) - 1


def test_scenarios_of_one_effect_share_a_row_of_the_page(toy):
    """Fault: the same sentences stood once for each scenario that changes nothing."""
    cases = [Case(name, "idle", toy) for name in ("one", "other")]
    content = content_of(toy, [*cases, Case("dearer", "borders at 1,000 USD", dearer(toy))])
    page = page_html(content)
    assert ">one; other<" in page
    assert len(content.table("effects").rows) == 3  # as data, each has its own
