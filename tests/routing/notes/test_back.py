"""Ways that turn back."""

import corridors as co
from corridors.graph.compiled import compiled
from corridors.graph.stategraph import LINE_HAUL
from corridors.routing.notes.back import back_km_of, back_km_of_arcs


def test_only_what_is_passed_from_both_sides_counts(toy):
    graph = compiled(toy)
    arcs = [
        arc
        for link in ("road-ab", "road-ap")
        for arc in graph.arcs_of_link[link]
        if graph.arcs["kind"][arc] == LINE_HAUL
    ]
    km = {graph.link_ids[graph.arcs["link"][arc]]: float(graph.arcs["km"][arc]) for arc in arcs}
    both_ways = sum(km.values())
    assert back_km_of_arcs(graph, arcs) == both_ways  # every link there and back
    there = [arc for arc in arcs if graph.arcs["link"][arc] == graph.arcs["link"][arcs[0]]]
    first = graph.link_ids[graph.arcs["link"][arcs[0]]]
    assert back_km_of_arcs(graph, [*there, arcs[-1]]) == km[first]
    assert back_km_of_arcs(graph, [there[0], arcs[-1]]) == 0
    assert back_km_of_arcs(graph, [there[0], there[0]]) == 0  # twice the same way: a part of it


def test_a_corridor_does_not_serve_those_who_would_turn_back(net):
    """Fault: Karachi-Lahore "by Gwadar" went to Gwadar and back, and was starred for transits."""
    rows = co.compare(net, "Karachi", "Lahore", by=("cost", "transits"))
    row = rows[rows["corridor"] == "gwadar"].iloc[0]
    assert "its way would turn back: 634 km" in row["reason"]
    asked = co.route(net, "Karachi", "Lahore", corridor="gwadar")
    assert back_km_of(asked) > 600
    assert any(note.startswith("It turns back: 634 km") for note in asked.notes)
    assert not any("turns back" in note for note in co.route(net, "Karachi", "Lahore").notes)
