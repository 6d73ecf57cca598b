"""Border crossings of imported lines."""

import corridors as co
from corridors.network.earth import great_circle_km


def test_border_crossings_appear_by_themselves(imported):
    rows = {
        (r["mode"], r["from_country"], r["to_country"]) for r in imported.table("border_crossings")
    }
    assert rows == {(m, a, b) for m in ("rail", "road") for a, b in (("UZ", "KZ"), ("KZ", "UZ"))}
    country = dict(zip(*(imported.table("nodes")[c] for c in ("node_id", "country")), strict=True))
    assert country["osm-1"] == "UZ"
    assert country["osm-5"] == "KZ"


def test_it_routes_over_the_border_with_a_ledger(imported):
    trip = co.route(imported, "Tashkent Yuk", "Saryagash", modes=["rail"])
    assert trip.border_crossings == 1
    haul = sum(leg.km for leg in trip.steps if leg.kind == "line-haul")
    ends = great_circle_km(69.2, 41.28, 69.17, 41.47)
    assert ends < haul < 1.3 * ends
    assert trip.cost_usd > 0
    assert trip.time_h > 0
