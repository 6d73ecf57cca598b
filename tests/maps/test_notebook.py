"""Objects show themselves in notebooks."""

from flows_toy import scarce_flows, scarce_network
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
    boxes = [{"origin": "Alpha", "destination": "Epsilon", "quantity": 20}]
    flows = co.flows(net, boxes)
    assert flows._repr_html_().startswith("<div><strong>200 t of 200 t")
    assert "explore()" in flows._repr_html_()
    total = f"{trip.cost_usd:,.0f} USD"
    assert total in trip._repr_html_()


def test_flows_show_what_is_scarce(tmp_path):
    rows = [("rail-bc", "link", 120.0, "t_per_year")]
    shown = scarce_flows(tmp_path, scarce_network(rows))._repr_html_()
    assert "<td>rail-bc</td><td>120 t a year</td><td>100 %</td>" in shown
