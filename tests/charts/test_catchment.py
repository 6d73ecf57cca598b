"""Catchments of corridors."""

import pytest
from matplotlib.collections import PathCollection
from matplotlib.colors import to_rgba

import corridors as co


def test_a_catchment_has_each_served_origin_in_its_best_corridor(toy):
    table = co.compare(toy, ["Alpha", "Beta"], "Epsilon")
    figure = co.draw_catchment(toy, table)
    served = table[table["served"]]
    best = served.loc[served.groupby("origin")["cost_usd"].idxmin()]
    labels = [text.get_text() for text in figure.legends[0].get_texts()]
    for corridor, count in best["corridor"].value_counts().items():
        assert f"{corridor}: best for {count}" in labels
    with pytest.raises(ValueError, match="by 'beauty' is not one of cost"):
        co.draw_catchment(toy, table, by="beauty")
    with pytest.warns(DeprecationWarning, match="use by='time'"):
        co.draw_catchment(toy, table, by="time_h")
    with pytest.raises(ValueError, match="of one destination; the table has 2"):
        co.draw_catchment(toy, co.compare(toy, "Alpha", ["Epsilon", "Beta"]))
    with pytest.raises(ValueError, match="no corridor serves"):
        co.draw_catchment(toy, table[~table["served"]])


def marks(figure):
    """Return the positions that a catchment marks, origins and destination."""
    axes = figure.axes[0]
    found = {tuple(point) for dots in axes.collections for point in dots.get_offsets().tolist()}
    return {(round(x, 6), round(y, 6)) for x, y in found - {(0.0, 0.0)}}


def test_a_catchment_of_positions_and_of_names_that_several_places_share(net):
    nodes = net.table("nodes")
    places = zip(nodes["node_id"], nodes["lon"], nodes["lat"], strict=True)
    at = {node: (round(lon, 6), round(lat, 6)) for node, lon, lat in places}
    both = ["tj-guliston", "uz-gulistan"]  # each is called Guliston
    table = co.compare(net, [(69.2, 41.3), "Lahore", *both], "Istanbul")
    labels = {"(69.2, 41.3)", "Lahore", *(f"Guliston ({node})" for node in both)}
    assert set(table["origin"]) == labels
    wanted = {(69.2, 41.3), at["pk-lahore"], *(at[node] for node in both)}
    assert marks(co.draw_catchment(net, table)) == wanted
    assert marks(co.draw_catchment(net, table[table["served"]])) == wanted
    table.attrs = {}  # as read from a file: the labels alone tell the places
    assert marks(co.draw_catchment(net, table)) == wanted
    for node in (*both, "cn-irkeshtam", "kg-irkeshtam"):
        # Alone it bears the bare name, by which another, or none, would be found.
        alone = co.compare(net, node, "Istanbul")
        assert len(set(alone["origin"])) == 1
        assert marks(co.draw_catchment(net, alone)) == {at[node]}


def test_each_place_of_a_catchment_is_named_and_no_name_is_under_another(net):
    cities = ["Karachi", "Lahore", "Peshawar", "Quetta", "Kabul", "Tashkent", "Almaty"]
    table = co.compare(net, cities, "Istanbul")
    figure = co.draw_catchment(net, table)
    figure.draw_without_rendering()
    texts = figure.axes[0].texts
    for city in table.loc[table["served"], "origin"].unique():
        assert any(text.get_text().startswith(f"{city} ") for text in texts)
    boxes = [text.get_window_extent() for text in texts]
    for k, box in enumerate(boxes):
        assert not any(box.overlaps(other) for other in boxes[:k])


def test_a_catchment_of_a_matrix_has_each_place_in_the_colour_of_its_best_origin(toy):
    origins, places = ["Alpha", "Epsilon"], ["Beta", "Gamma", "Delta", "Alpha"]
    table = co.matrix(toy, origins, places)
    figure = co.draw_catchment(toy, table)
    best = table.drop(columns="Alpha").idxmin().value_counts()
    labels = [text.get_text() for text in figure.legends[0].get_texts()]
    assert labels == [f"{name}: best for {best.get(name, 0)}" for name in origins]
    axes = figure.axes[0]
    stars = [line for line in axes.lines if line.get_marker() == "*"]
    nodes = toy.table("nodes")

    def at(name):
        row = toy.node_row(toy.gazetteer.node_id(name))
        return nodes["lon"][row], nodes["lat"][row]

    assert {tuple(star.get_xydata()[0]) for star in stars} == {at(name) for name in origins}
    colours = {tuple(star.get_xydata()[0]): to_rgba(star.get_color()) for star in stars}
    shown = {
        tuple(point): tuple(dots.get_facecolor()[0])
        for dots in axes.collections
        if type(dots) is PathCollection and len(dots.get_facecolor())
        for point in dots.get_offsets().tolist()
    }
    places = ("Beta", "Gamma", "Delta")
    assert shown == {at(name): colours[at(table[name].idxmin())] for name in places}
    assert "Which of 2 origins is the best by cost" in axes.get_title(loc="left")


def test_a_matrix_is_drawn_by_what_it_was_made_by_alone(toy):
    table = co.matrix(toy, ["Alpha", "Epsilon"], ["Beta", "Gamma"], weight="time")
    figure = co.draw_catchment(toy, table)
    assert "by time" in figure.axes[0].get_title(loc="left")
    assert any("day" in text.get_text() for text in figure.axes[0].texts)
    with pytest.raises(ValueError, match="the matrix was made by 'time', not by 'cost'"):
        co.draw_catchment(toy, table, by="cost")
    with pytest.raises(ValueError, match="no destination is reached from any origin"):
        co.draw_catchment(toy, table * float("nan"))
    mixed = co.matrix(toy, "Alpha", "Beta", weight={"cost": 1, "time": 30})
    with pytest.raises(ValueError, match="made by a mix: a catchment is by one of cost, time"):
        co.draw_catchment(toy, mixed)
    with pytest.raises(ValueError, match="made by 'generalised': a catchment is by one of"):
        co.draw_catchment(toy, co.matrix(toy, "Alpha", "Beta", weight="generalised"))


def test_a_matrix_of_one_place_twice_is_drawn_and_one_of_nowhere_is_refused(toy):
    table = co.matrix(toy, ["Alpha", "Alpha"], ["Beta", "Beta"])
    assert marks(co.draw_catchment(toy, table)) == {(60.9, 40.0)}
    strange = table.set_axis(["Alpha", "nowhere"]).set_axis(["Beta", "Gamma"], axis=1)
    strange.attrs = {}
    with pytest.raises(co.UnknownNameError, match="nowhere"):
        co.draw_catchment(toy, strange)
    with pytest.raises(ValueError, match="co.compare"):
        co.draw_catchment(toy, strange.astype(str))
