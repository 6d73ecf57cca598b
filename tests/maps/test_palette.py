"""Every corridor has a colour of its own."""

import pytest
from toy import change

import corridors as co
from corridors.maps.palette import corridor_colours
from corridors.network.forms.frames import tables_from_frames


def test_every_corridor_has_a_colour_of_its_own(net):
    colours = corridor_colours(net.corridor_ids)
    assert len(set(colours.values())) == len(colours)
    more = [f"own-{k}" for k in range(300)]
    found = corridor_colours([*net.corridor_ids, "x", *more])
    assert found["x"] not in colours.values()
    assert len(set(found.values())) == len(found)
    # Colours mean the same on every map: not even the colour of a corridor that is not shown.
    assert corridor_colours(["x"])["x"] not in colours.values()


def test_a_network_says_the_colours_of_its_corridors(net):
    table = net.table("corridors")
    row = table["corridor_id"].index("tapi")
    own = change(table, "colour", {"corridor_id": "tapi"}, "#123456")
    assert own["colour"][row] == "#123456"
    changed = net.replaced({"corridors": own})
    assert corridor_colours(["tapi", "cpec"], changed) == {"tapi": "#123456", "cpec": "#117733"}
    frames = {name: net.table(name).to_frame() for name in net.table_names}
    frames["corridors"].loc[row, "colour"] = "red"
    with pytest.raises(co.DataError, match=f"corridors:{row + 1}: colour 'red' is not a colour as"):
        tables_from_frames(frames, "own")
