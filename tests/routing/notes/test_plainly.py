"""Notes of maps and sheets tell of the goods, not of options."""

import re

import corridors as co
from corridors.maps.trip_scene import notes_of
from corridors.routing.notes.plainly import without_options


def test_options_go_and_all_else_stays():
    said = "By rail with container trains in Iran (service='block' or 'ordinary', --service)."
    assert without_options(said) == "By rail with container trains in Iran."
    kept = "Zahedan (Iran): closed 2026-03-01 (own-assumption), 3 - 5 days."
    assert without_options(kept) == kept


def test_what_leaves_the_command_line_has_no_options(net):
    ways = co.alternatives(net, "Karachi", "Tashkent", k=2)
    assert any("--" in note for way in ways for note in way.notes)
    said = notes_of({way.corridor or str(n): [way] for n, way in enumerate(ways)})
    assert said
    assert not [note for note in said if re.search(r"--|=", note)]
