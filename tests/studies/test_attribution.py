"""Which overrides an itinerary owes its values to."""

from cards import moved, scenario

from corridors.network.changes.apply import apply_with_changes


def test_what_an_itinerary_uses(toy):
    from asked import ask

    from corridors.studies.attribution import touched_overrides

    card = scenario(
        "x",
        moved("border_crossings", "hours", 0.5, bcp_id="xy-zeta"),
        moved("border_crossings", "hours", 0.9, bcp_id="xz-gamma"),
        moved("tariffs", "usd_per_km", 0.5, mode="road"),
        moved("speeds", "speed_kmh", 1, mode="road"),
    )
    net, changes = apply_with_changes(toy, [card])
    way = ask(net, "Alpha", "Epsilon", weight="time").best()
    assert touched_overrides(toy, net, changes, way.arcs) == [("x", 1), ("x", 3)]
