"""Charts: what is drawn agrees with the itineraries, and the same figure is the same file."""

import numpy as np
import pytest

import corridors as co
from corridors.charts.figure import MEASURES, named_trips, sums_by_category, svg_bytes
from corridors.charts.tcd import percentiles, points


@pytest.fixture(scope="module")
def trips(toy):
    return {w: co.route(toy, "Alpha", "Epsilon", weight=w) for w in ("cost", "time", "transits")}


def test_the_last_point_of_a_diagram_is_the_total(trips):
    for trip in trips.values():
        assert points(trip, "time")[-1] == pytest.approx((trip.distance_km, trip.time_h / 24))
        assert points(trip, "cost")[-1] == pytest.approx((trip.distance_km, trip.cost_usd))
        assert all(
            b >= a for a, b in zip(points(trip, "time"), points(trip, "time")[1:], strict=False)
        )


def test_the_band_ends_at_the_itinerary_s_own_percentile(trips):
    for trip in trips.values():
        band = percentiles(trip)
        assert band[-1][1] * 24 == pytest.approx(trip.time_p90_h)
        for (low, high), (_, middle) in zip(band, points(trip, "time"), strict=True):
            assert low <= middle + 1e-9
            assert middle <= high + 1e-9


def test_categories_add_up(trips):
    totals = {"cost": "cost_usd", "time": "time_h", "co2e": "co2e_kg"}
    for trip in trips.values():
        for by, field in totals.items():
            total = getattr(trip, field) * MEASURES[by][2]
            assert sum(sums_by_category(trip, by).values()) == pytest.approx(total)


def test_a_diagram_names_its_steps_and_its_lines(trips):
    figure = co.draw_tcd(trips, by="time")
    axes = figure.axes[0]
    assert axes.get_ylabel() == "time since the origin (days)"
    assert any("Gamma" in text.get_text() or "h" in text.get_text() for text in axes.texts)
    labels = [text.get_text() for text in figure.legends[0].get_texts()]
    assert any(label.startswith("cost: ") for label in labels)
    assert "border" in labels


def test_labels_of_a_diagram_do_not_touch(net):
    found = [co.route(net, "Karachi", "Istanbul", weight=w) for w in ("cost", "time", "co2e")]
    figure = co.draw_tcd(found, by="cost")
    figure.draw_without_rendering()
    boxes = [text.get_window_extent() for text in figure.axes[0].texts]
    assert len(boxes) >= 3
    for k, box in enumerate(boxes):
        assert not any(box.shrunk(0.95, 0.9).overlaps(b.shrunk(0.95, 0.9)) for b in boxes[:k])


def test_a_waterfall_goes_from_one_total_to_the_other(trips):
    figure = co.draw_waterfall(trips["cost"], trips["time"], names=("old", "new"))
    bars = figure.axes[0].patches
    assert bars[0].get_height() == pytest.approx(trips["cost"].cost_usd)
    assert bars[-1].get_height() == pytest.approx(trips["time"].cost_usd)
    changes = sum(bar.get_height() for bar in bars[1:-1])
    assert changes == pytest.approx(trips["time"].cost_usd - trips["cost"].cost_usd)


def test_a_tornado_has_the_widest_on_top():
    figure = co.draw_tornado(10, {"narrow": (9, 11), "wide": (1, 30)})
    assert [t.get_text() for t in figure.axes[0].get_yticklabels()] == ["narrow", "wide"]
    with pytest.raises(ValueError, match="nothing to draw"):
        co.draw_tornado(1, {})


def test_a_front_is_named_and_its_criteria_checked(trips):
    class Front:
        itineraries = tuple(trips.values())
        criteria = ("cost", "time")
        exact = True

    figure = co.draw_pareto(Front())
    assert figure.axes[0].get_xlabel() == "Cost (USD)"
    assert "exact" in figure.axes[0].get_title(loc="left")
    with pytest.raises(ValueError, match="expected two or three of"):
        co.draw_pareto(Front(), criteria=("cost", "colour"))
    with pytest.raises(ValueError, match="nothing to draw"):
        co.draw_pareto([])


def test_a_print_map_has_every_layer_in_its_legend(toy):
    figure = co.draw_print_map(toy)
    labels = [text.get_text() for text in figure.legends[0].get_texts()]
    assert any(label.startswith("Railway") for label in labels)
    assert any(label.startswith("Planned") for label in labels)


@pytest.mark.parametrize("draw", [co.draw_tcd, co.draw_breakdown, co.draw_print_map])
def test_the_same_figure_is_the_same_file(trips, draw):
    first = svg_bytes(draw(trips))
    assert first == svg_bytes(draw(trips))
    assert first.startswith(b"<?xml")


@pytest.mark.parametrize("ending", ["png", "pdf", "svg"])
def test_figures_are_saved_in_every_form(trips, tmp_path, ending):
    file = tmp_path / f"x.{ending}"
    co.draw_breakdown(trips).savefig(file)
    assert file.stat().st_size > 2000


def test_a_wrong_word_says_which_words_there_are(trips):
    with pytest.raises(ValueError, match="by 'hours' is not one of time, cost"):
        co.draw_tcd(trips, by="hours")
    with pytest.raises(ValueError, match="by 'money' is not one of cost, time, co2e"):
        co.draw_breakdown(trips, by="money")
    with pytest.raises(ValueError, match="nothing to draw"):
        co.draw_tcd([])


def test_names_of_several_itineraries_tell_them_apart(trips):
    assert len(named_trips(list(trips.values()))) == 3
    assert list(named_trips(trips)) == list(trips)


def test_drawing_leaves_matplotlib_s_state_alone(trips):
    import matplotlib as mpl

    before = dict(mpl.rcParams)
    co.draw_tcd(trips)
    assert dict(mpl.rcParams) == before


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


def test_a_tornado_takes_the_table_of_a_simulation(toy):
    sim = co.simulate(toy, "Alpha", "Epsilon", n=400, seed=1)
    for by, unit, factor in (("time", "days", 1 / 24), ("cost", "USD", 1.0)):
        table = sim.tornado(by)
        figure = co.draw_tornado(table)
        axes = figure.axes[0]
        assert axes.get_xlabel() == unit
        rows = [text.get_text() for text in axes.get_yticklabels()]
        assert rows[::-1] == table["input"].tolist()[: len(rows)]
        ends = sorted(bar.get_x() + bar.get_width() for bar in axes.patches[-2:])
        widest = table.iloc[0]
        assert ends == pytest.approx([widest["low"] * factor, widest["high"] * factor])
        median = float(np.median(getattr(sim, {"time": "time_h", "cost": "cost_usd"}[by]))) * factor
        assert axes.patches[0].get_x() == pytest.approx(median)
    table.attrs = {}
    with pytest.raises(ValueError, match="does not know the base"):
        co.draw_tornado(table)
    assert co.draw_tornado(900, table, unit="EUR").axes[0].get_xlabel() == "EUR"
