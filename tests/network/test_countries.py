"""Facts of countries: names, clocks, groups, label places; the table and its outlines agree."""

import csv
import json
import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

import corridors as co
from corridors.network.countries import (
    blocs,
    countries,
    country_code,
    country_name,
    usual_gauge_mm,
    utc_offset_h,
)
from corridors.network.files import DATA_FOLDER
from corridors.network.spelling import fold


def test_every_outline_has_one_country():
    text = (DATA_FOLDER / "basemap.geojson").read_text(encoding="utf-8")
    drawn = sorted(f["properties"]["name"] for f in json.loads(text)["features"])
    assert sorted(name for land in countries().values() for name in land.outlines) == drawn


def test_rows_are_whole_and_sorted():
    with (DATA_FOLDER / "countries.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["country"] for row in rows] == sorted({row["country"] for row in rows})
    sources = set(co.load().table("sources")["source_id"])
    for row in rows:
        assert re.fullmatch("[A-Z]{2}", row["country"])
        assert re.fullmatch("[A-Z]{3}", row["alpha3"])
        assert -12 <= float(row["utc_offset_h"]) <= 14
        assert row["gauge_mm"] in ("", "1520", "1676")
        assert bool(row["label_lon"]) == bool(row["label_lat"]) == bool(row["label_zoom"])
        assert row["source_id"] in sources
        assert row["basis"] in ("measured", "published", "derived", "assumed")


def test_no_spelling_means_two_countries():
    words = [
        fold(word)
        for land in countries().values()
        for word in {fold(w) for w in (land.code, land.alpha3, land.name, *land.aliases)}
    ]
    assert len(words) == len(set(words))


def test_every_country_of_the_network_is_known_and_labelled():
    for code in set(co.load().table("nodes")["country"]):
        land = countries()[code]
        assert land.name
        assert land.label_at, code


def test_labels_stand_in_their_country():
    from corridors.network.countries import countries_of

    labelled = [land for land in countries().values() if land.label_at]
    lon, lat = zip(*(land.label_at for land in labelled), strict=True)
    assert countries_of(lon, lat).tolist() == [land.code for land in labelled]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Türkiye", "TR"), ("turkey", "TR"), ("TUR", "TR"), ("tr", "TR"), ("PAK", "PK"),
        ("Kyrgyz Republic", "KG"), ("Siachen Glacier", "Siachen Glacier"), ("Van", "Van"), ("", ""),
    ],
)  # fmt: skip
def test_codes_by_any_spelling(text, code):
    assert country_code(text) == code


def test_unknown_codes_pass():
    assert (country_name("XX"), utc_offset_h("XX"), usual_gauge_mm("XX")) == ("XX", 0.0, 1435)


@pytest.mark.parametrize(
    ("code", "zone"),
    [("PK", "Asia/Karachi"), ("IN", "Asia/Kolkata"), ("IR", "Asia/Tehran"), ("AF", "Asia/Kabul"),
     ("KZ", "Asia/Almaty"), ("CN", "Asia/Shanghai"), ("TR", "Europe/Istanbul"), ("EG", "Africa/Cairo"),
     ("DE", "Europe/Berlin"), ("UA", "Europe/Kyiv"), ("OM", "Asia/Muscat"), ("SG", "Asia/Singapore")],
)  # fmt: skip
def test_clocks_are_standard_time(code, zone):
    try:
        winter = datetime(2026, 1, 15, tzinfo=UTC).astimezone(ZoneInfo(zone))
    except LookupError:
        pytest.skip("no time zones on this machine")
    if code == "KZ" and winter.utcoffset().total_seconds() == 6 * 3600:
        pytest.skip("time zones of before March 2024")
    assert utc_offset_h(code) == winter.utcoffset().total_seconds() / 3600


def test_members_of_groups():
    assert blocs()["ots"] == ("AZ", "KG", "KZ", "TR", "UZ")
    assert set(blocs()["ots-observers"]) == {*blocs()["ots"], "TM", "HU"}
    assert set(blocs()["eaeu"]) == {"AM", "BY", "KZ", "KG", "RU"}
    assert len(blocs()["eco"]) == 10
    assert len(blocs()["carec"]) == 10  # Mongolia, the eleventh, is not in the network
    assert {code for members in blocs().values() for code in members} <= countries().keys()
