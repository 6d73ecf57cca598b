"""Objects show themselves in notebooks."""

from toy import change, toy_network

import corridors as co

HOSTILE = "<script>window.hacked=1</script><img src=x onerror=window.hacked=1>\u2028\"'&"


def test_objects_show_themselves_in_notebooks(toy):
    links = change(toy.table("links"), "name", {"link_id": "rail-bc"}, HOSTILE)
    net = toy_network(links=links)
    trip = co.route(net, "Alpha", "Epsilon")
    for thing in (net, trip):
        shown = thing._repr_html_()
        assert shown.startswith("<div><strong>")
        assert "<script" not in shown
        assert "explore()" in shown
    total = f"{trip.cost_usd:,.0f} USD"
    assert total in trip._repr_html_()
