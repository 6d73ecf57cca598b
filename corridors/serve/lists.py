"""Answers that list what there is: ``/places``, ``/scenarios``, ``/corridors``, ``/sources``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from corridors.errors import UnknownNameError
from corridors.network.changes.cards import scenarios
from corridors.network.countries import country_name
from corridors.routing.notes.compared import corridor_names
from corridors.serve.answer import GEOJSON, Answer, json_answer

if TYPE_CHECKING:
    from corridors.network.network import Network
    from corridors.serve.asked import Asked
from corridors.serve.told import told_in

_SOURCE = ("source_id", "title", "publisher", "year", "url")


def places_of(net: Network, text: str, most: int = 10) -> list[dict[str, Any]]:
    """Return the places that a text may mean, the best first, as people must tell them apart."""
    nodes, found = net.table("nodes"), []
    for node, spelling in net.gazetteer.matches(text, most=most):
        row = net.node_row(node)
        country = str(nodes["country"][row])
        found.append(
            {
                "node_id": node,
                "name": str(nodes["name"][row]),
                "matches": spelling,
                "kind": str(nodes["kind"][row]),
                "country": country,
                "country_name": country_name(country),
                "lon": float(nodes["lon"][row]),
                "lat": float(nodes["lat"][row]),
            }
        )
    return found


def meant(net: Network, text: str) -> str:
    """Return the node that a text means by itself, or ``""`` where it must be asked back."""
    try:
        return net.gazetteer.node_id(text)
    except UnknownNameError:
        return ""


def places_answer(asked: Asked) -> Answer:
    """Return the places that a text may mean, and which one it means by itself."""
    text, net = asked.get("q", ""), asked.plain
    if not text:
        raise ValueError("q is missing: give a few letters of a place")
    found = places_of(net, text, asked.get("most", 10))
    if asked.get("format") == "geojson":
        features = [
            {
                "type": "Feature",
                "properties": {k: v for k, v in place.items() if k not in ("lon", "lat")},
                "geometry": {"type": "Point", "coordinates": [place["lon"], place["lat"]]},
            }
            for place in found
        ]
        return json_answer({"type": "FeatureCollection", "features": features}, GEOJSON)
    return json_answer({"q": text, "node_id": meant(net, text), "places": found})


def scenarios_answer(asked: Asked) -> Answer:
    """Return the embedded scenario cards."""
    frame = scenarios().reset_index()
    answer = {"scenarios": frame.to_dict("records")}
    return json_answer(told_in(answer, asked.get("language", "en")))


def corridors_answer(asked: Asked) -> Answer:
    """Return the corridors of the network, with the colours that maps and charts give them."""
    from corridors.maps.palette import corridor_colours

    names = corridor_names(asked.plain)
    colours = corridor_colours([*names], asked.plain)
    rows = [
        {"corridor_id": one, "name": name, "colour": colours[one]} for one, name in names.items()
    ]
    return json_answer(told_in({"corridors": rows}, asked.get("language", "en")))


def sources_answer(asked: Asked) -> Answer:
    """Return sources with their titles and addresses: those of some ids, or all.

    Ids that the network's table lacks, as some networks of one's own do, are told as unknown.
    """
    table, wanted = asked.plain.table("sources"), asked.get("source_id")
    rows = [
        dict(zip(_SOURCE, map(str, cells), strict=True))
        for cells in zip(*(table[column] for column in _SOURCE), strict=True)
    ]
    known = {row["source_id"] for row in rows}
    found = [row for row in rows if wanted is None or row["source_id"] in wanted]
    return json_answer(
        {"sources": found, "unknown": [one for one in wanted or () if one not in known]}
    )
