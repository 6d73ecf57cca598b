"""What cannot be in added rows is refused, all of it in one round."""

from __future__ import annotations

import copy
import itertools

import pytest
from cards import scenario, written

import corridors as co
from corridors.network.changes.checking import check_card

#: A dry port over the border with a road to it, and a ferry line: a card without a fault.
SOUND = {
    "title": "Own",
    "override": [
        {
            "action": "add", "table": "nodes",
            "row": {
                "node_id": "af-own", "name": "Own", "kind": "dry_port", "country": "AF",
                "lon": 70.9, "lat": 34.2,
            },
        },
        {
            "action": "add", "table": "links",
            "line": [[71.57, 34.01], [71.1, 34.1], [70.9, 34.2]],
            "row": {
                "link_id": "road-own", "name": "Peshawar - own", "from_node": "pk-peshawar",
                "to_node": "af-own", "mode": "road", "bcp_id": "af-pk-own", "length_km": 90,
            },
        },
        *(
            {
                "action": "add", "table": "border_crossings",
                "row": {
                    "bcp_id": "af-pk-own", "name": "Own", "mode": "road", "from_country": a,
                    "to_country": b, "hours_p50": 20, "hours_p90": 60, "cost_usd": 200,
                },
            }
            for a, b in (("PK", "AF"), ("AF", "PK"))
        ),
        *(
            {
                "action": "add", "table": "transshipments",
                "row": {
                    "node_id": "af-own", "from_class": a, "to_class": b, "hours_p50": 4,
                    "hours_p90": 14, "usd_20ft": 50, "usd_40ft": 70, "usd_per_t": 3,
                },
            }
            for a, b in (("road", "destination"), ("origin", "road"))
        ),
        {
            "action": "add", "table": "links", "as_at": "ir-anzali-port",
            "row": {
                "link_id": "ferry-own", "name": "Gulf", "from_node": "ir-bandar-abbas-port",
                "to_node": "ae-jebel-ali-port", "mode": "ferry", "length_km": 260,
            },
        },
        {
            "action": "add", "table": "services",
            "row": {
                "service_id": "svc-own", "name": "Gulf", "mode": "ferry", "link_id": "ferry-own",
                "departures_per_week": 3, "hours_p50": 14, "hours_p90": 20, "usd_20ft": 250,
                "usd_40ft": 400, "usd_per_t": 15,
            },
        },
        {
            "action": "add", "table": "corridor_links",
            "row": {"corridor_id": "deep-sea-suez", "link_id": "road-own", "gate": 0},
        },
        {
            "action": "change", "table": "border_crossings", "bcp_id": "af-pk-torkham",
            "column": "hours", "op": "multiply", "value": 0.5,
        },
    ],
}  # fmt: skip
#: Number of the override, key of its row (or of itself), wrong value, what is said of it.
WRONG = (
    (0, "country", "AFG", "country 'AFG' of 'af-own' is no ISO 3166 code"),
    (0, "lat", 64.2, "'af-own' is said to lie in AF, but (70.9, 64.2) is in or near RU"),
    (0, "kind", "dryport", "kind 'dryport' is not one of"),
    (1, "length_km", 50, "'road-own' is 50 km, the straight line 66"),
    (1, "length_km", 900, "'road-own' is 900 km, over 3 times the straight line of 66"),
    (1, "speed_kmh", 120, "speed_kmh 120: nothing by road is quicker than 110 km/h"),
    (1, "bcp_id", "af-pk-onw", "'af-pk-onw', road, PK to AF. Did you mean 'af-pk-own'"),
    (1, "line", [[0, 0], [1, 0]], "ends 8,2"),
    (1, "to_node", "af-onw", "to_node 'af-onw' is not in nodes.csv. Did you mean 'af-own'"),
    (1, "source_id", "nope", "source_id 'nope' is not in sources.csv"),
    (2, "bcp_id", "af-pk-onw", "no link by road passes 'af-pk-onw'. Did you mean 'af-pk-own'"),
    (2, "to_country", "IR", "'af-pk-own' is from PK to IR, but its links by road join AF - PK"),
    (2, "to_country", "PK", "from_country and to_country are both PK"),
    (2, "hours_p50", 0, "'af-pk-own' has hours_p50 0: no border takes no time at all"),
    (2, "hours_p90", 6, "hours_p90 6 is below hours_p50 20"),
    (2, "cost_usd", -1, "cost_usd -1 is outside 0 to"),
    (4, "hours_p50", 0, "road to destination at 'af-own' has hours_p50 0"),
    (4, "usd_40ft", 0, "road to destination at 'af-own' has usd_40ft 0, no price"),
    (6, "length_km", 2600, "'ferry-own' is 2600 km, over 3 times the straight line of"),
    (6, "length_km", 100, "'ferry-own' is 100 km, the straight line"),
    (6, "bcp_id", "af-pk-own", "'ferry-own' is ferry, so it has no bcp_id"),
    (6, "passages", "hormuzz", "passages 'hormuzz' is on no other link. Did you mean 'hormuz'"),
    (6, "as_at", "ir-anzali", "as_at 'ir-anzali' has no transshipments of ferry"),
    (7, "hours_p50", 0.5, "'svc-own' covers 260 km in 0.5 h, 520 km/h: nothing by ferry is"),
    (7, "usd_40ft", 0, "'svc-own' has usd_40ft 0, no price"),
    (7, "usd_20ft", -5, "usd_20ft -5 is outside 0 to 1000000"),
    (7, "mode", "sea", "'svc-own' is sea, but its link 'ferry-own' is ferry"),
    (7, "link_id", "ferry-onw", "link_id 'ferry-onw' is not in links.csv. Did you mean 'ferry-own'"),
    (8, "gate", 9, "'deep-sea-suez' has the gates 1, not 9"),
    (8, "corridor_id", "deep-sea-suze", "corridor_id 'deep-sea-suze' is not in corridors.csv"),
    (9, "bcp_id", "af-pk-torkam", "bcp_id 'af-pk-torkam' is in no row of border_crossings.csv"),
    (9, "column", "huors", "column of border_crossings: 'huors' is not one of"),
)  # fmt: skip
OF_THE_OVERRIDE = ("line", "as_at", "column")


def card(*wrong):
    """Return the sound card with some values wrong."""
    made = copy.deepcopy(SOUND)
    for number, key, value, _ in wrong:
        override = made["override"][number]
        own = key in OF_THE_OVERRIDE or "row" not in override
        (override if own else override["row"])[key] = value
    return made


def check(net, tmp_path, *wrong):
    file = tmp_path / "own.toml"
    file.write_text(written(card(*wrong)), encoding="utf-8")
    return check_card(net, file).faults


def test_the_card_is_sound(net, tmp_path):
    assert check(net, tmp_path) == ()


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: f"{wrong[0]}-{wrong[1]}-{wrong[2]}")
def test_what_cannot_be_is_refused_with_its_override(net, tmp_path, wrong):
    """Fault: each of these passed, or its message named a row of a table that nobody wrote."""
    faults = check(net, tmp_path, wrong)
    told = [fault for fault in faults if wrong[3] in fault]
    assert told, faults
    assert all(f"override {wrong[0] + 1}: " in fault for fault in told)


def pairs():
    """Return pairs of faults in different values: each of an override with one far from it."""
    every = itertools.combinations(WRONG, 2)
    apart = [(a, b) for a, b in every if a[:2] != b[:2] and not _hides(a, b) and not _hides(b, a)]
    return apart[::17]


def _hides(one, other):
    """Say whether a fault leaves nothing to say of another: what it is about is not there."""
    of_ends = other[0] == 2 or other[1] in ("length_km", "line", "bcp_id")
    unplaced = one[:2] == (1, "to_node") and of_ends
    unplaced |= one[:2] == (1, "bcp_id") and other[0] == 2
    moved = one[:2] in ((0, "lat"), (0, "country")) and other[0] in (0, 1, 2)
    linkless = one[:2] == (7, "link_id") and other[0] == 7
    other_mode = one[:2] == (7, "mode") and other[:2] == (7, "hours_p50")
    renamed = one[0] == 2 and one[1] in ("bcp_id", "to_country") and other[0] in (1, 2)
    gateless = one[:2] == (8, "corridor_id") and other[0] == 8
    wordless = one[:2] == (9, "column") and other[0] == 9
    return unplaced or moved or linkless or other_mode or renamed or gateless or wordless


@pytest.mark.parametrize("both", pairs(), ids=lambda both: "+".join(f"{w[0]}-{w[1]}" for w in both))
def test_no_fault_hides_another(net, tmp_path, both):
    """Fault: the first fault hid the next, so a card took several rounds."""
    faults = check(net, tmp_path, *both)
    for wrong in both:
        assert any(wrong[3] in fault for fault in faults), (wrong, faults)


def test_many_faults_come_in_one_round(net, tmp_path):
    """One in each override and more, of reading, of references and of what can be."""
    wrong = [
        found
        for found in WRONG
        if found[:2]
        in (
            (0, "kind"), (1, "speed_kmh"), (1, "source_id"), (2, "hours_p90"), (2, "cost_usd"),
            (4, "usd_40ft"), (6, "bcp_id"), (6, "passages"), (7, "usd_20ft"), (8, "gate"),
            (9, "bcp_id"),
        )
    ]  # fmt: skip
    assert len(wrong) == 11
    faults = check(net, tmp_path, *wrong)
    assert [w for w in wrong if not any(w[3] in fault for fault in faults)] == []
    assert len(faults) == len(wrong)


def test_the_note_of_an_added_row_is_kept(net):
    """Fault: what an override said of its row was lost; a row's own note goes before it."""
    said, own = (co.Override("add", "border_crossings", row=row, note="by a pilot") for row in (
        {**SOUND["override"][2]["row"]}, {**SOUND["override"][3]["row"], "note": "own"},
    ))  # fmt: skip
    rest = [
        co.Override(o["action"], o["table"], row=o["row"], line=o.get("line", ()))
        for o in SOUND["override"][:2]
    ]
    handling = [co.Override("add", o["table"], row=o["row"]) for o in SOUND["override"][4:6]]
    table = net.apply(scenario("own", *rest, said, own, *handling)).table("border_crossings")
    rows = table.rows_of("bcp_id")["af-pk-own"]
    assert {(table["from_country"][k], table["note"][k]) for k in rows} == {
        ("PK", "by a pilot"), ("AF", "own"),
    }  # fmt: skip
