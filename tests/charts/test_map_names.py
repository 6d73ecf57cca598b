"""Names on maps for print."""

import corridors as co
from corridors.network.countries import countries, country_name
from corridors.network.land import country_at


def test_names_do_not_overlap_and_no_country_is_named_under_a_city(net):
    for what in (co.route(net, "Karachi", "Tashkent", weight="time"), co.load("tapi")):
        figure = co.draw_print_map(what)
        figure.draw_without_rendering()
        boxes = [text.get_window_extent() for text in figure.axes[0].texts]
        assert len(boxes) > 8
        for k, box in enumerate(boxes):
            assert not any(box.overlaps(other) for other in boxes[:k])


def test_a_country_is_named_within_itself(net):
    figure = co.draw_print_map(net)
    axes = figure.axes[0]
    figure.draw_without_rendering()
    names = {country.name.upper(): country.name for country in countries().values()}
    found = [text for text in axes.texts if text.get_text() in names]
    assert len(found) > 10
    for text in found:
        if text.xyann != (0, 0):
            box = text.get_window_extent()
            middle = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
            lon, lat = axes.transData.inverted().transform(middle)
            assert country_name(country_at(lon, lat)) == names[text.get_text()]


def test_ports_are_named_on_the_water(net):
    """Fault: names of seaports stood inland, those of the towns beside them in the sea."""
    axes = co.draw_print_map(co.route(net, "Almaty", "Samsun")).axes[0]
    axes.figure.draw_without_rendering()
    found = {text.get_text(): text for text in axes.texts}
    for name in ("Samsun port", "Aktau port", "Poti Sea Port"):
        box = found[name].get_window_extent()
        middle = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
        lon, lat = axes.transData.inverted().transform(middle)
        assert country_at(lon, lat) is None, name
