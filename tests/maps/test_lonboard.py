"""A network by lonboard: each link once, in the colour of its mode."""

import sys

import pytest
from toy import toy_network

from corridors.maps.palette import MODE_COLOURS


@pytest.mark.filterwarnings("ignore")  # of pandas, on what lonboard calls
def test_links_and_places_are_layers():
    pytest.importorskip("lonboard", reason="lonboard is an extra")
    net = toy_network()
    paths, points = net.to_lonboard().layers
    assert paths.table.num_rows == len(net.links)
    assert points.table.num_rows == len(net.nodes)
    first = paths.get_color[0].as_py()
    mode = paths.table["mode"][0].as_py()
    assert "#" + bytes(first[:3]).hex() == MODE_COLOURS[mode].lower()


def test_without_it_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "lonboard", None)
    with pytest.raises(ImportError, match=r"pip install 'corridors\[lonboard\]'"):
        toy_network().to_lonboard()
