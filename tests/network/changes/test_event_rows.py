"""What a row of the table of events changes."""

import math

import pytest

import corridors as co
from corridors.network.changes.event_rows import event_override, parse_selection

ROW = {
    "event_id": "queue", "action": "change", "table": "border_crossings",
    "select": "bcp_id=xy-zeta|xz-gamma;mode=road", "column": "hours", "op": "add", "value": 12.0,
    "unit": "h", "source_id": "toy",
}  # fmt: skip


def test_selections_are_read():
    assert parse_selection("mode=road") == {"mode": ("road",)}
    assert parse_selection("bcp_id = a | b ; mode=road") == {
        "bcp_id": ("a", "b"),
        "mode": ("road",),
    }


def test_a_row_is_an_override():
    found = event_override(ROW)
    assert (found.action, found.table, found.column, found.value) == (
        "change", "border_crossings", "hours", 12.0,
    )  # fmt: skip
    assert dict(found.where) == {"bcp_id": ("xy-zeta", "xz-gamma"), "mode": ("road",)}
    closing = {**ROW, "action": "close", "column": "", "op": "", "value": math.nan, "unit": ""}
    assert event_override(closing).value is None


def test_faults_name_the_event():
    with pytest.raises(co.DataError, match=r"events.csv: queue: "):
        event_override({**ROW, "op": "divide"})
