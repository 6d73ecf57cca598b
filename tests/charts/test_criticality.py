"""Criticality on a map."""

import pandas as pd
import pytest
from matplotlib.collections import LineCollection

import corridors as co

COLUMNS = ["by", "name", "pairs_hit", "pairs_cut", "lost", "unit"]


def table_of(*rows):
    """Return a table as criticality makes it, of rows by id."""
    data = {row[0]: ("cost", *row[1:], "USD") for row in rows}
    return pd.DataFrame.from_dict(data, orient="index", columns=COLUMNS)


def key(figure):
    return [" ".join(text.get_text().split()) for text in figure.legends[0].get_texts()]


def widest(figure):
    """Return the thick lines of a map, each with its colour."""
    found = [c for c in figure.axes[0].collections if isinstance(c, LineCollection)]
    return [one for one in found if max(one.get_linewidths()) > 4]


def test_the_worst_are_numbered_and_sections_that_lose_the_same_are_one(toy):
    links = list(toy.table("links")["link_id"])[:4]
    table = table_of(
        (links[0], "one", 2, 0, 300.0),
        (links[1], "two", 2, 0, 300.0),
        (links[2], "three", 1, 0, 40.0),
        (links[3], "four", 1, 0, 0.0),
    )
    figure = co.draw_criticality(toy, table)
    assert key(figure) == ["1 one and 1 more: +300 USD, 2 pairs", "2 three: +40 USD, 1 pair"]
    assert sorted(len(one.get_paths()) for one in widest(figure)) == [1, 2]
    numbers = {text.get_text() for text in figure.axes[0].texts}
    assert {"1", "2"} <= numbers
    assert "3" not in numbers
    assert key(co.draw_criticality(toy, table, most=1)) == key(figure)[:1]
    colours = [one.get_edgecolor()[0].tolist() for one in widest(figure)]
    assert colours[0] != colours[1]


def test_what_cuts_a_pair_is_worse_than_any_loss(toy):
    links = list(toy.table("links")["link_id"])[:2]
    table = table_of((links[0], "dear", 5, 0, 9999.0), (links[1], "only", 1, 1, 0.0))
    assert key(co.draw_criticality(toy, table)) == [
        "1 only: cuts 1 pair",
        "2 dear: +9,999 USD, 5 pairs",
    ]


@pytest.mark.parametrize("what", ["links", "nodes", "border_crossings"])
def test_what_criticality_returns_is_drawn(toy, what):
    table = co.criticality(toy, ("Alpha", "Epsilon"), what=what, by=("time", "cost"))
    figure = co.draw_criticality(toy, table)
    assert figure.axes[0].get_title(loc="left") == "What hurts most when it is closed, by time"
    own = table[table["by"] == "time"]
    harmful = own[(own["lost"] > 0) | (own["pairs_cut"] > 0)]
    groups = harmful.groupby(["pairs_cut", "pairs_hit", harmful["lost"].round(6)])
    assert len(key(figure)) == min(len(groups), 10)
    assert all("day" in line or "cuts" in line for line in key(figure))


def test_nothing_lost_is_said(toy):
    table = table_of((toy.table("links")["link_id"][0], "one", 1, 0, 0.0))
    figure = co.draw_criticality(toy, table)
    assert key(figure) == ["nothing: whatever is closed, there is a way that is as good"]


def test_what_cannot_be_drawn_is_refused(toy):
    countries = co.criticality(toy, ("Alpha", "Epsilon"), what="countries")
    with pytest.raises(ValueError, match="no link, border crossing or place '..' in the network"):
        co.draw_criticality(toy, countries)
    links = co.criticality(toy, ("Alpha", "Epsilon"))
    with pytest.raises(ValueError, match="there is nothing to draw"):
        co.draw_criticality(toy, links.iloc[:0])
    with pytest.raises(ValueError, match="most is 0: at least 1 is drawn"):
        co.draw_criticality(toy, links, most=0)
    with pytest.raises(ValueError, match="co.criticality"):
        co.draw_criticality(toy, links.drop(columns="lost"))
