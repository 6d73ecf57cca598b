"""What pipelines deliver, at what cost, and who earns: worked by hand and beside what was told."""

import pytest

import corridors as co
from corridors.errors import DataError

NET = co.load()
TAPI = co.pipeline(NET, "tapi")
SPUR = co.pipeline(NET, "tapi", scenarios="tapi-gwadar-spur")


def parts(study, place):
    rows = study.costs[study.costs["place"] == place]
    return dict(zip(rows["part"], rows["usd_per_mmbtu"], strict=True))


def test_fazilka_by_hand():
    """Crude 82: 0.0917 x 82 = 7.5194 at the border; 1,596.9 km x 6.04 / 100 / 34.121 = 2.827; 2 x 0.495."""
    assert parts(TAPI, "Fazilka") == pytest.approx(
        {
            "border price": 7.5194,
            "transport": 2.8268,
            "transit fee Afghanistan": 0.495,
            "transit fee Pakistan": 0.495,
        },
        abs=1e-3,
    )
    row = TAPI.deliveries.set_index("node_id").loc["in-fazilka"]
    assert row["usd_per_mmbtu"] == pytest.approx(11.336, abs=1e-3)
    assert row["usd_per_1000m3"] == pytest.approx(11.336 * 34.121, abs=0.05)


def test_at_100_usd_it_is_the_price_told_in_2012():
    """12.99 USD at the Indian border; the tariff comes of it, so this is the arithmetic undone."""
    study = co.pipeline(NET, "tapi", crude_usd_per_bbl=100)
    assert study.deliveries.set_index("node_id").loc[
        "in-fazilka", "usd_per_mmbtu"
    ] == pytest.approx(12.99, abs=0.03)


def test_at_82_usd_it_is_not_far_from_what_was_told_later():
    """Told in 2018: some 7.5 USD at the Turkmen border, over 10.5 at the Indian one. No input."""
    found = TAPI.deliveries.set_index("node_id").loc["in-fazilka", "usd_per_mmbtu"]
    assert 10.5 < found < 10.5 * 1.1


def test_each_country_pays_those_that_it_passes():
    assert set(parts(TAPI, "TAPI Herat")) == {"border price", "transport"}
    assert "transit fee Pakistan" not in parts(TAPI, "TAPI Multan")
    assert "transit fee Afghanistan" in parts(TAPI, "TAPI Multan")


def test_earnings_are_what_is_paid():
    paid = TAPI.deliveries["usd_per_1000m3"] @ TAPI.deliveries["bcm"]
    assert TAPI.earnings["musd"].sum() == pytest.approx(paid)
    earned = TAPI.earnings.set_index("who")["musd"]
    # Afghanistan: 0.495 USD x 34.121 x 27.72 bcm; Pakistan: of the 13.86 for India
    assert earned["Afghanistan"] == pytest.approx(0.495 * 34.121 * 27.72)
    assert earned["Pakistan"] == pytest.approx(0.495 * 34.121 * 13.86)
    # told in 2012: 217 million USD a year of India for Pakistan
    assert earned["Pakistan"] == pytest.approx(217, rel=0.1)


def test_tanap_earns_what_was_told_and_costs_less_than_by_agreement():
    """1.45 bn USD a year is where its tariff comes from; 79 and 103 USD to both ends, by agreement, are not."""
    study = co.pipeline(NET, "tanap")
    transport = study.costs[study.costs["part"] == "transport"].set_index("node_id")[
        "usd_per_1000m3"
    ]
    assert transport["tr-pl-eskisehir"] == pytest.approx(79, rel=0.1)
    assert transport["tr-ipsala"] == pytest.approx(103, rel=0.1)
    assert study.earnings.set_index("as").loc["tax", "musd"] == pytest.approx(5.95 * 16)


def test_the_spur_changes_who_gets_and_earns():
    found = SPUR.changes.set_index("who")["change"]
    assert found["Gwadar Port"] == pytest.approx(-found["Fazilka"])
    assert found["Pakistan"] == pytest.approx(-0.495 * 34.121 * 0.206 * 33)
    assert TAPI.changes.empty


def test_the_latest_price_counts():
    tariff = co.pipeline(NET, "tanap").costs
    assert set(tariff[tariff["part"] == "transport"]["year"]) == {2019}


def test_notes_say_what_is_not_known():
    assert any("No tariff of IP" in note for note in co.pipeline(NET, "ip").notes)
    assert any("in kind" in note for note in co.pipeline(NET, "scp").notes)
    assert any("No border price" in note for note in co.pipeline(NET, "btc").notes)
    assert TAPI.notes[0].startswith("As if it were built")
    assert not any("As if" in note for note in SPUR.notes)


def test_every_number_has_a_source():
    known = set(NET.table("sources")["source_id"])
    for name in ("deliveries", "costs", "earnings", "markets"):
        assert set(SPUR.table(name)["source_id"]) <= known
    assert {"zeenews-gspa-2012", "thenews-tapi-fee-2012"} <= set(SPUR.sources["source_id"])


def test_crude_is_a_price():
    with pytest.raises(ValueError, match="crude_usd_per_bbl must be 0 or more, not -1"):
        co.pipeline(NET, "tapi", crude_usd_per_bbl=-1)
    with pytest.raises(TypeError, match="crude_usd_per_bbl is a number, not 'dear'"):
        co.pipeline(NET, "tapi", crude_usd_per_bbl="dear")


def test_a_price_in_units_of_something_else_is_told():
    table = NET.table("energy_prices")
    row = table["energy_price"].index("tapi-border")
    units = tuple("USD/bbl" if k == row else unit for k, unit in enumerate(table["unit"]))
    wrong = NET.replaced({"energy_prices": table.with_values({"unit": units})}, name="wrong")
    with pytest.raises(
        DataError,
        match=rf"energy_prices.csv:{row + 2}: unit 'USD/bbl' is none of USD/MMBtu.*TAPI carries gas",
    ):
        co.pipeline(wrong, "tapi")


def test_a_card_may_change_prices_and_shares():
    card = co.Scenario(
        id="dear-transit", title="Dear transit", what="x", why="x",
        overrides=(co.Override(action="change", table="energy_prices", where={"energy_price": "tapi-transit-af"}, column="value", op="multiply", value=2.0, source_id="own-assumption"),),
        source_ids=("own-assumption",), basis="assumed",
    )  # fmt: skip
    study = co.pipeline(NET, "tapi", scenarios=card)
    assert study.changes.set_index("who").loc["Afghanistan", "change"] == pytest.approx(
        0.495 * 34.121 * 27.72
    )


def test_it_shows_itself():
    assert repr(TAPI) == "PipelineStudy('TAPI': 33 of 33 bcm a year over 1,814 km)"
    assert TAPI._repr_png_()[0].startswith(b"\x89PNG")
    assert co.pipeline(NET, "btc")._repr_png_()[0].startswith(b"\x89PNG")
    assert TAPI.to_dict()["delivered"] == pytest.approx(33)
    assert "stations" not in co.pipeline(NET, "malay-bagtyyarlyk").to_dict()
