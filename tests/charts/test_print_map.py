"""Maps for print."""

import corridors as co


def test_a_print_map_has_every_layer_in_its_legend(toy):
    figure = co.draw_print_map(toy)
    labels = [text.get_text() for text in figure.legends[0].get_texts()]
    assert any(label.startswith("Railway") for label in labels)
    assert any(label.startswith("Planned") for label in labels)
