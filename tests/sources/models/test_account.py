"""The account of an import from tables."""

from __future__ import annotations

import json

import corridors as co
from corridors.sources.models.account import SHOWN, Account
from tests.toy import toy_network


def test_an_account_tells_what_was_left_changed_inferred_and_assumed():
    account = Account("folder")
    account.read("link.csv", 9)
    for row in range(2, 2 + SHOWN + 2):
        account.leave("begins and ends at one node", f"link.csv:{row}")
    account.change("a speed of 0 counts as missing", "link.csv:9")
    account.infer("lengths are metres: 1,000 times the straight lines")
    account.assume("container trains run everywhere")
    net = account.closed(toy_network())
    text = str(net.report)
    assert f"{len(net.table('nodes'))} nodes, {len(net.table('links'))} links" in text
    assert "(of 9 rows of link.csv)" in text
    assert (
        "left out: begins and ends at one node: 5 rows "
        "(link.csv:2, link.csv:3, link.csv:4 and 2 more)"
    ) in text
    assert "changed: a speed of 0 counts as missing: 1 row (link.csv:9)" in text
    assert "inferred: lengths are metres" in text
    assert "assumed: container trains" in text
    held = json.loads(json.dumps(net.report.to_dict()))
    assert held["left"]["begins and ends at one node"] == [f"link.csv:{k}" for k in range(2, 7)]
    assert sum(held["km"].values()) == sum(net.table("links")["length_km"])


def test_a_foreign_model_has_its_account(tmp_path):
    (tmp_path / "node.csv").write_text(
        "node_id,x_coord,y_coord\na,67.0,24.9\nb,68.0,27.0\n", encoding="utf-8"
    )
    (tmp_path / "link.csv").write_text("from_node_id,to_node_id\na,b\n", encoding="utf-8")
    net = co.import_network(tmp_path, form="gmns")
    assert net.report.rows == {"node.csv": 2, "link.csv": 1}
    assert str(net.report).startswith(f"{tmp_path.name}: 2 nodes, 1 link in PK")
