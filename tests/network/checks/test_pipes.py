"""Pipes that are all wall, twice or no pipelines, and more taken off than all."""

import pytest

import corridors as co
from corridors.network.checks.pipes import check_pipes

NET = co.load()
NAMES = ("links", "pipelines", "offtakes")


def tables(name="", column="", row=0, value=None):
    found = {table: NET.table(table) for table in NAMES}
    if name:
        values = list(found[name][column])
        values[row] = value
        found[name] = found[name].with_values({column: tuple(values)})
    return found


def test_the_embedded_ones_have_none():
    assert check_pipes(tables()) == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (("pipelines", "link_id", 1, NET.table("pipelines")["link_id"][0]), "pipelines.csv:3: link_id .* stands already in row 2"),
        (("pipelines", "link_id", 0, "sea-tr-ambarli-port-ge-batumi-port"), "is of mode sea, expected pipeline"),
        (("pipelines", "wall_mm", 0, 710.0), "pipelines.csv:2: wall_mm 710 leaves nothing of outer_mm 1420"),
        (("pipelines", "unit", 0, ""), "capacity 33 has no unit"),
        (("pipelines", "loop_km", 0, 9999.0), "pipelines.csv:2: loop_km 9999 is more than the 1"),
        (("pipelines", "stations_km", 0, "1;2"), "pipelines.csv:2: stations_km places 2, but stations is 1"),
        (("pipelines", "stations_km", 0, "900"), "stations_km '900' is no km from 0 to"),
        (("pipelines", "stations_km", 0, "far"), "stations_km 'far' is no km from 0 to"),
        (("offtakes", "share", 0, 1.0), "offtakes.csv:2: the shares of BTC add up to 1.5"),
    ],
)  # fmt: skip
def test_each_fault_names_its_row(change, fault):
    found = tables(*change)
    if "BTC" in fault:
        lines = ("BTC", "BTC", *found["offtakes"]["line_ref"][2:])
        shares = (1.0, 0.5, *found["offtakes"]["share"][2:])
        found["offtakes"] = found["offtakes"].with_values({"line_ref": lines, "share": shares})
    with pytest.raises(AssertionError, match=fault):
        raise AssertionError("\n".join(check_pipes(found)))


def test_the_whole_line_has_one_capacity_in_both_tables():
    """What capacities says of a whole line is what the rows of its links say."""
    refs = NET.table("links").pairs("link_id", "line_ref")
    own = {}
    for row in NET.table("pipelines"):
        if row["capacity"] == row["capacity"]:
            own.setdefault(str(refs[row["link_id"]]).lower(), set()).add(
                (row["capacity"], row["unit"])
            )
    for row in NET.table("capacities"):
        if row["subject"] in ("tapi", "btc", "tanap", "scp", "ip", "wop", "mtt-wop"):
            assert own[row["subject"]] == {(row["capacity"], row["unit"])}
