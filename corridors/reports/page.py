"""The report as one HTML page: text, tables, charts as pictures, the map, a print style."""

from __future__ import annotations

import base64
import re
from dataclasses import replace
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING, Any

from corridors.charts.bars import draw_breakdown, draw_waterfall
from corridors.charts.figure import png_bytes, svg_bytes
from corridors.charts.flows import draw_bottlenecks, draw_flows
from corridors.charts.pareto import draw_pareto
from corridors.charts.print_map import draw_print_map
from corridors.charts.tcd import draw_tcd
from corridors.criteria import P50_DAYS, P90_DAYS
from corridors.languages import in_language
from corridors.maps.basemap import basemap
from corridors.maps.draw import Drawable, make_scene
from corridors.maps.page import VIEWPORT, add_policy, data_block, leaflet, own_assets
from corridors.maps.told import land_in, scene_in
from corridors.reports.columns import Cited, Column, ReportTable
from corridors.reports.tables import CHEAPEST, distinct, once

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.figure import Figure

    from corridors.reports.content import Content
    from corridors.routing.itinerary import Itinerary

STYLE = """
body{margin:0;background:#fff;color:#1d2429;font:15px/1.55 system-ui,-apple-system,"Segoe UI",
"Noto Sans","Liberation Sans",Arial,sans-serif}
main{max-width:1080px;margin:0 auto;padding:28px 20px 60px}
h1{font-size:28px;line-height:1.2;margin:0 0 10px}
h2{font-size:20px;margin:38px 0 8px;border-bottom:2px solid #0b5fa5;padding-bottom:3px}
p{max-width:80ch;margin:8px 0}
li{max-width:80ch;margin:4px 0}
nav ul{display:flex;flex-wrap:wrap;gap:4px 18px;padding:0;list-style:none;font-size:14px}
a{color:#0b5fa5}
.lead{font-size:17px}
.scroll{overflow-x:auto;margin:10px 0 4px}
table.data{border-collapse:collapse;font-size:13px;min-width:60%}
table.data caption{text-align:start;font-weight:650;padding:4px 0}
table.data th,table.data td{padding:4px 9px;border-bottom:1px solid #d5dadd;text-align:start;
vertical-align:top}
table.data thead th{border-bottom:2px solid #8b9499;background:#f2f5f6}
table.data .n{text-align:end}
table.data td.n{white-space:nowrap;font-variant-numeric:tabular-nums}
table.data th.group{background:#f2f5f6}
table.data td.best{font-weight:700;background:#e5f2ea}
figure{margin:14px 0}
figure img{max-width:100%;height:auto}
figcaption,.note{font-size:13px;color:#4a545a}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.map{height:600px;border:1px solid #8b9499;border-radius:4px}
.paper{display:none}
details{margin:6px 0}
details>summary{cursor:pointer;font-weight:600;padding:4px 0}
@media (max-width:640px){main{padding:16px 12px 40px}h1{font-size:23px}.map{height:72vh}
figure{overflow-x:auto}figure img{max-width:none;width:680px}}
@media print{@page{size:A4;margin:15mm}body{font-size:9.5pt;line-height:1.4}
main{max-width:none;padding:0}nav,.screen{display:none!important}
.paper{display:block}h2{break-after:avoid}
figure,tr{break-inside:avoid}.scroll{overflow:visible}table.data{font-size:7.5pt;width:100%;
line-height:1.3}table.data th,table.data td{padding:1px 4px}a{color:inherit;overflow-wrap:anywhere}
table.data thead{display:table-header-group}figure{margin:6px 0}h2{margin:14px 0 4px;font-size:14pt}
figure img{max-height:104mm;display:block}
table.sources{table-layout:fixed}table.sources th:nth-child(1){width:15%}
table.sources th:nth-child(2){width:28%}table.sources th:nth-child(3){width:13%}
table.sources th:nth-child(4){width:5%}table.sources th:nth-child(6){width:5%}
table.sources td,table.sources th{overflow-wrap:anywhere}table.sources td a{font-size:6.5pt}
.case{display:inline-block;width:49.5%;vertical-align:top;break-inside:avoid}
table.data thead,caption{break-after:avoid}.lead{font-size:11pt}
#method,#not-said,li{break-inside:avoid}
table.comparison th[scope=row],table.basis th[scope=row],table.reliability th[scope=row],
table.scenarios th[scope=row]{min-width:48mm}
.paper img{max-height:160mm}p,li{max-width:none;margin:2px 0}h3{margin:6px 0 0}
main:not(.whole) .appendix{display:none!important}
details::details-content{content-visibility:visible;height:auto}}
"""
_OPEN_FOR_PRINT = (
    'addEventListener("beforeprint",function(){document.querySelectorAll("main details")'
    ".forEach(function(d){d.open=true})});"
)
#: The background of all maps of the page, in it once.
_BASE = "report-base"
_NUMBER = ' class="n"'
#: What is left out of print unless it is asked for.
_APPENDIX, _WHOLE, _UNSEEN = ' class="appendix"', ' class="whole"', ' class="unseen"'
#: A front of more rows is in the appendix; its chart has every point.
_MOST_ROWS = 12
_LOWEST = (
    "km", "USD", "days, expected", P50_DAYS, P90_DAYS, "border crossings",
    "transshipments", "kg CO2e",
)  # fmt: skip


def page_html(content: Content, *, appendix: bool = False) -> str:
    """Return the report as a page that needs no network; ``appendix``: it is printed, too."""
    sections = [
        ("question", "The question", _question(content)),
        ("comparison", "Comparison", _comparison(content)),
        ("map", "Map", _map("report-map", distinct(content.trips), content.language)),
        ("charts", "Time and cost along the way", _charts(content)),
        ("choices", "The choices there are", _choices(content)),
        ("scenarios", "Scenarios", _scenarios(content, printed=appendix)),
        ("flows", "Flows and bottlenecks", _flows(content)),
        ("reliability", "Reliability", _tables(content, ("reliability",), titled=False)),
        ("assumptions", "Assumptions and sources", _tables(content, ("basis", "sources"))),
        ("method", "Method and data vintage", list_html(content.method)),
        ("not-said", "What this does not say", list_html(content.not_said)),
        ("ledgers", "Appendix: every leg", _ledgers(content)),
    ]
    sections = [(key, content.say(title), text) for key, title, text in sections if text]
    links = "".join(f'<li><a href="#{key}">{escape(title)}</a></li>' for key, title, _ in sections)
    body = "".join(
        f'<section id="{key}"{_APPENDIX * (key == "ledgers")}>'
        f"<h2>{escape(title)}</h2>{text}</section>"
        for key, title, text in sections
    )
    contents = escape(content.say("Contents"))
    script, style = leaflet()
    own_script, own_style = own_assets()
    maps = re.findall(r'<div class="map screen" id="([\w-]+)"', body)
    opening = "".join(f'corridorsMap.open("{name}","{name}-scene");' for name in maps)
    language = content.language
    return add_policy(
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n{VIEWPORT}\n'
        f"<title>{escape(content.title)}</title>\n"
        f"<style>{style}</style>\n<style>{own_style}</style>\n<style>{STYLE}</style>\n"
        f"<script>{script}</script>\n<script>{own_script}</script>\n</head>\n<body>\n"
        f"<main{_WHOLE * appendix}>\n"
        f"<h1>{escape(content.title)}</h1>\n"
        f'<nav aria-label="{contents}"><ul>{links}</ul></nav>\n{body}\n</main>\n'
        f"{data_block(_BASE, land_in(basemap(), language))}\n"
        f"<script>{opening}{_OPEN_FOR_PRINT}</script>\n</body>\n</html>\n"
    )


def _question(content: Content) -> str:
    return f'<p class="lead">{escape(content.question)}</p>{list_html(content.findings)}'


def _comparison(content: Content) -> str:
    chart = _figure(
        draw_breakdown(distinct(content.trips), language=content.language),
        "Stacked bars: the cost in USD and the time in days of each way, by what they are spent "
        "on. The table of the same figures is below.",
        content.language,
    )
    best = "Best of each column on green. Half arrive within p50, nine in ten within p90."
    note = f'<p class="note">{escape(content.say(best))}</p>'
    more = _details(content.table("breakdown"), appendix=True)
    return (
        _tables(content, ("comparison",))
        + note
        + chart
        + more
        + _tables(content, ("charges", "not-served"))
    )


def _flows(content: Content) -> str:
    """Return the chapter on flows: tables, bars, and the map."""
    flows = content.flows
    if flows is None:
        return ""
    shares = "Bars: the share of the tonnes of each group that each corridor carries."
    scarce = (
        "Bars: the use of each capacity, and what a hundredth more of it would save in a year. The "
        "table of the same figures is above."
    )
    used = any(row > 0 for row in flows.to_dataframe("capacities")["used"])
    alt, language = content.say("Map of the flows of a year"), content.language
    seen = _drawn("flows-map", make_scene(flows), flows, alt, language)
    return (
        _tables(content, ("flows",))
        + _figure(draw_flows(flows, language=language), shares, language)
        + _tables(content, ("bottlenecks",))
        + (_figure(draw_bottlenecks(flows, language=language), scarce, language) if used else "")
        + (seen if flows.carried_t > 0 else "")
        + _tables(content, ("unserved",))
    )


def _map(
    name: str, trips: Mapping[str, Itinerary], language: str, *, exclusive: bool = False,
    printed: bool = True,
) -> str:  # fmt: skip
    """Return a map to look at, and the still one for print where it is ``printed``."""
    scene = make_scene(trips, exclusive=exclusive)
    if exclusive:
        scene["title"] = " / ".join(trips)
    alt = in_language("Map of the ways compared", language)
    how = in_language(
        "Hover or click a line for its ledger; the panel of layers lists all legs as buttons.",
        language,
    )
    drawn = _drawn(name, scene, trips if printed else None, alt, language)
    return f'{drawn}<p class="note screen">{escape(how)}</p>'


def _drawn(name: str, scene: dict, printed: Drawable | None, alt: str, language: str) -> str:
    """Return a map of a scene, and the still one for print of what is ``printed``."""
    scene = {**scene_in(scene, language), "base": _BASE}
    seen = f'<div class="map screen" id="{name}"></div>{data_block(f"{name}-scene", scene)}'
    if printed is None:
        return seen
    paper = base64.b64encode(png_bytes(draw_print_map(printed, language=language))).decode()
    return (
        f'{seen}<figure class="paper"><img alt="{escape(alt)}" '
        f'src="data:image/png;base64,{paper}"></figure>'
    )


def _charts(content: Content) -> str:
    trips = distinct(content.trips)
    time = draw_tcd(trips, by="time", language=content.language)
    cost = draw_tcd(trips, by="cost", language=content.language)
    return _placed(
        time,
        "Time-distance diagram: days since the origin against kilometres; a vertical step is a "
        "stop; the band holds the middle eight of ten consignments.",
        content.language,
    ) + _placed(
        cost,
        "Cost-distance diagram: USD since the origin against kilometres of each way.",
        content.language,
    )


def _choices(content: Content) -> str:
    words = (
        "The Pareto front: each point is an itinerary that no other beats in cost, time and "
        "transits together; the ringed one is the nearest to the best of all three."
    )
    table = content.table("front")
    long = table is not None and len(table.rows) > _MOST_ROWS
    chart = _placed(draw_pareto(content.front, language=content.language), words, content.language)
    return chart + _details(table, appendix=long)


def _scenarios(content: Content, *, printed: bool) -> str:
    """Return the table of scenarios, and map and chart of each; maps are ``printed`` or not."""
    if not content.cases:
        return ""
    base = content.trips[CHEAPEST]
    told = content.table("effects")
    parts = [_tables(content, ("scenarios",), titled=False)]
    parts += [table_html(once(told), titled=False)] if told else []
    for k, (case, trip) in enumerate(content.cases, 1):
        if trip is None or abs(trip.cost_usd - base.cost_usd) < 0.5:
            continue
        figure = draw_waterfall(base, trip, names=("without", "with"), language=content.language)
        parts.append(
            f'<div class="case"><h3>{escape(content.say(case.name))}</h3>'
            + _map(
                f"scenario-map-{k}",
                {"without": base, case.name: trip},
                content.language,
                exclusive=True,
                printed=printed,
            )
            + _figure(
                figure,
                f"Waterfall: what {case.name} changes in the cost, by category.",
                content.language,
            )
            + "</div>"
        )
    return "".join(parts)


def _ledgers(content: Content) -> str:
    return "".join(_details(table) for table in content.tables if table.key.startswith("ledger-"))


def _details(table: ReportTable | None, *, appendix: bool = False) -> str:
    if table is None:
        return ""
    return (
        f"<details{_APPENDIX * appendix}><summary>{escape(table.title)}</summary>"
        f"{table_html(table, titled=False)}</details>"
    )


def _tables(content: Content, keys: Sequence[str], *, titled: bool = True) -> str:
    found = (content.table(key) for key in keys)
    return "".join(table_html(table, titled=titled) for table in found if table is not None)


def table_html(table: ReportTable, *, titled: bool = True) -> str:
    """Return a table with its note; everything is escaped.

    ``titled``: its title is seen, as no heading above says the same.
    """
    lowest = {}
    if table.key == "comparison":
        for k, column in enumerate(table.columns):
            if column.name in _LOWEST:
                lowest[k] = min(row[k] for row in table.rows)
    shown = table.columns[1:] if table.grouped else table.columns
    head = "".join(
        f'<th scope="col"{_NUMBER if c.form else ""}>{escape(c.head)}</th>' for c in shown
    )
    if table.grouped:
        body = _groups(table)
    else:
        body = f"<tbody>{''.join(_row(table, row, lowest) for row in table.rows)}</tbody>"
    note = f'<p class="note">{escape(table.note)}</p>' if table.note else ""
    return (
        f'<div class="scroll" tabindex="0" role="group" aria-label="{escape(table.title)}">'
        f'<table class="data {table.key}">'
        f"<caption{_UNSEEN * (not titled)}>{escape(table.title)}</caption>"
        f"<thead><tr>{head}</tr></thead>{body}</table></div>{note}"
    )


def _groups(table: ReportTable) -> str:
    """Return the rows below what their first cells say, each group in a part of the table."""
    parts = []
    for name, rows in groupby(table.rows, key=lambda row: row[0]):
        within = replace(table, columns=table.columns[1:], grouped=False)
        width = len(table.columns) - 1
        said = table.columns[0].text(name)
        parts.append(
            f'<tbody><tr><th scope="rowgroup" class="group" colspan="{width}" dir="auto">'
            f"{escape(said)}</th></tr>"
            f"{''.join(_row(within, row[1:], {}) for row in rows)}</tbody>"
        )
    return "".join(parts)


def _row(table: ReportTable, row: Sequence[Any], lowest: Mapping[int, float]) -> str:
    """Return a row of a table; ``lowest`` are the values that are the best of their columns."""
    cells = []
    for k, (column, value) in enumerate(zip(table.columns, row, strict=True)):
        best = k in lowest and value <= lowest[k] + 1e-9
        kind = " ".join(word for word, holds in (("n", bool(column.form)), ("best", best)) if holds)
        text = (
            _marks(value, column) if isinstance(value, Cited) else _linked(column.unbroken(value))
        )
        if k == 0:
            place = f' id="{_place(table.anchor, value)}"' if table.anchor else ""
            cells.append(f'<th scope="row" dir="auto"{place}>{text}</th>')
        else:
            cells.append(f'<td class="{kind}" dir="auto">{text}</td>')
    return f"<tr>{''.join(cells)}</tr>"


def _place(anchor: str, key: object) -> str:
    """Return the name of a place on the page, which a row of a table is."""
    return re.sub(r"[^\w.-]", "-", f"{anchor}-{key}", flags=re.ASCII)


def _marks(cited: Cited, column: Column) -> str:
    """Return marks of sources, each a link to its row in the list; everything is escaped."""
    return ", ".join(
        f'<a href="#{_place(cited.anchor, key)}">{escape(key)}</a>{escape(column.words(beside))}'
        if key
        else ""
        for key, beside in cited.marks
    )


def _linked(text: str) -> str:
    """Return text with an http or https address as a link; everything is escaped."""
    if re.fullmatch(r"https?://[^\s\"'<>]+", text, re.IGNORECASE):
        address = escape(text)
        return f'<a href="{address}" rel="noopener noreferrer" target="_blank">{address}</a>'
    return escape(text)


def _placed(figure: Figure, words: str, language: str) -> str:
    """Return a figure whose labels have their places: it need not be laid out once more."""
    figure.set_layout_engine("none")
    return _figure(figure, words, language)


def _figure(figure: Figure, text: str, language: str) -> str:
    words = in_language(text, language)
    data = base64.b64encode(svg_bytes(figure)).decode()
    return (
        f'<figure tabindex="0"><img alt="{escape(words)}" src="data:image/svg+xml;base64,{data}">'
        f"<figcaption>{escape(words)}</figcaption></figure>"
    )


def list_html(lines: Sequence[str]) -> str:
    """Return lines as a list; everything is escaped."""
    return f"<ul>{''.join(f'<li>{escape(line)}</li>' for line in lines)}</ul>"
