"""What a report says of one pair of the toy network."""

from toy import change, toy_network

from corridors.reports.content import make_content
from corridors.routing.conditions import DEFAULT_SHIPMENT

PAIR = ("Alpha", "Epsilon")


def dearer(toy):
    """Return the toy network with every border of the rail line at 1,000 USD."""
    found = change(toy.table("border_crossings"), "cost_usd", {"mode": "rail"}, 1000.0)
    return toy_network(border_crossings=found)


def content_of(net, cases=()):
    return make_content(net, *PAIR, cases, weight="cost", shipment=DEFAULT_SHIPMENT, corridors=None)
