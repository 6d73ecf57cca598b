"""Which class of service an answer says that it assumes."""

from toy import table, toy_network

import corridors as co

PAIR = ("xx-a", "zz-e")
RAIL = {
    "mode": "rail", "country": "XX", "running": "ordinary", "loading": "ordinary",
    "consolidation_h_p50": 24.0, "consolidation_h_p90": 24.0, "speed_factor": 0.5,
}  # fmt: skip


def with_classes(row):
    return toy_network(service_classes=table("service_classes", [{**RAIL, **row}]))


def test_the_answer_says_which_class_it_assumes():
    (note,) = co.route(with_classes({"running": "block"}), *PAIR, corridor="line-c").notes
    assert note.startswith("By rail with container trains in XX; waiting until a train is full, ")
    assert "1.0 days at Beta" in note
    assert not co.route(toy_network(), *PAIR, corridor="line-c").notes
    assert not co.route(with_classes({}), *PAIR, modes="road").notes
