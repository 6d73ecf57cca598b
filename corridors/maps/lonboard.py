"""A network drawn by lonboard, on the graphics card: for regions of a million links."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from corridors.maps.palette import MODE_COLOURS, MODE_WIDTHS

if TYPE_CHECKING:
    from corridors.network.network import Network

#: What a hover shows of a link and of a place.
_OF_LINKS = ("name", "mode", "length_km", "status")
_OF_NODES = ("name", "kind", "country")
_GREY = (90, 90, 90)


def lonboard_map(net: Network) -> Any:
    """Return a lonboard map: links in the colour of their mode, and places.

    Raises
    ------
    ImportError
        If ``lonboard`` is not installed.
    """
    try:
        import lonboard
    except ImportError:
        raise ImportError(
            "a map by lonboard needs the extra: pip install 'corridors[lonboard]'; "
            "net.explore() draws without it"
        ) from None
    import numpy as np

    links = net.links[[*_OF_LINKS, "geometry"]].reset_index()
    nodes = net.nodes[[*_OF_NODES, "geometry"]].reset_index()
    colours = {mode: tuple(bytes.fromhex(colour[1:])) for mode, colour in MODE_COLOURS.items()}
    modes = links["mode"].tolist()
    paths = lonboard.PathLayer.from_geopandas(
        links,
        get_color=np.array([colours.get(mode, _GREY) for mode in modes], dtype=np.uint8),
        get_width=np.array([MODE_WIDTHS.get(mode, 1.0) for mode in modes], dtype=np.float32),
        width_units="pixels",
        pickable=True,
        auto_highlight=True,
    )
    points = lonboard.ScatterplotLayer.from_geopandas(
        nodes, get_fill_color=list(_GREY), radius_units="pixels", get_radius=2.5, pickable=True
    )
    # No background: tiles of others draw borders as those see them, and need a network.
    return lonboard.Map([paths, points], basemap=None)
