"""Tables on terminals of any width: no word is broken, nothing is lost, no line is too long."""

import io
import re

import pytest
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

import corridors as co
from corridors.cli.printed import table_of

PAIRS = ["Karachi (PK) - Istanbul (TR)", "Karachi (PK) - Tashkent (UZ)", "Baku (AZ) - Poti (GE)"]
WIDTHS = [40, 80, 100, 140, 400]


def printed(table, width):
    stream = io.StringIO()
    Console(file=stream, width=width, highlight=False).print(table)
    return stream.getvalue()


def effects():
    """A column each pair, as ``scenario compare`` prints: the first had no width at all."""
    table = table_of("Change", [("scenario", "left"), *((p, "right") for p in PAIRS * 2)])
    table.add_row("Middle Corridor 2030, as the World Bank describes it", *["-1,836"] * 6)
    table.add_row("all together", *["no way"] * 6)
    return table


def ways():
    heads = ("", "way", "best by", "USD", "days", "through", "by", "≤15 d", "")
    sides = ("left", "left", "left", "right", "right", "left", "left", "right", "left")
    table = table_of("Karachi - Istanbul", zip(heads, sides, strict=True))
    table.columns[1].no_wrap = True
    cells = ("1", "islamabad-tehran-istanbul", "cheapest, quickest", Text("★ 4,551", "bold"))
    table.add_row(*cells, "28.7", "AF, TM", "rail+road+ferry", "64%", Text("2.5x the quickest"))
    return table


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("make", [effects, ways])
def test_every_word_stands_whole_at_every_width(make, width):
    table = make()
    text = printed(table, width)
    words = re.split(r"[\s│┃·]+", text)
    assert max(map(cell_len, text.splitlines())) <= width
    for k, column in enumerate(table.columns):
        for cell in (*([column.header] if k else []), *column.cells):
            for part in re.findall(r"[^\s+-]+[+-]*|[+-][^\s+-]+", str(cell)):
                assert any(part in word for word in words), part


def test_what_has_room_is_a_table_and_what_has_not_is_paragraphs():
    assert "┃ scenario" in printed(effects(), 140)
    assert "┃" not in printed(effects(), 60)
    assert "rail+road+ferry" in printed(ways(), 140)  # in one line where there is room
    assert "islamabad-tehran-istanbul" in printed(ways(), 140)
    narrow = printed(ways(), 40)
    assert "by rail+road+ferry" in " ".join(narrow.split())


@pytest.mark.parametrize("words", [("--within-days", "15,30"), ()])
def test_compare_breaks_no_word(run, words):
    """At 140 columns: "cheape/st", "rail+r/oad+fe/rry"."""
    out = run("compare", "Karachi", "Istanbul", *words)[1]
    assert max(map(cell_len, out.splitlines())) <= 140
    cells = {cell.strip() for line in out.splitlines() for cell in line.split("│")}
    assert cells & {"cheapest", "cheapest,"}
    assert not cells & {"cheape", "cheapes", "quicke", "oad+fe"}
    assert {"ferry", "rail+road+ferry", "road+ferry"} & cells


def test_the_last_table_of_many_pairs_has_its_scenarios(run):
    out = run("scenario", "compare", "Karachi", "Istanbul", "Tashkent", "-s", "suez-closed")[1]
    last = out[out.index("Change of the generalised cost") :]
    assert "Suez" in last
    assert co.scenario("suez-closed").title.split()[-1] in last
