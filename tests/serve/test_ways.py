"""Answers about ways are those of the library."""

import json

import pytest

import corridors as co

ON = {"origin": "Alpha", "destination": "Epsilon"}


@pytest.mark.parametrize(
    ("words", "keywords"),
    [
        ({}, {}),
        ({"weight": "time"}, {"weight": "time"}),
        ({"weight": "cost=1,time=30"}, {"weight": {"cost": 1, "time": 30}}),
        ({"mode": "road,access"}, {"modes": ["road", "access"]}),
        ({"avoid": ["rail-cd", "sea"]}, {"avoid": ["rail-cd", "sea"]}),
        ({"avoid": "rail-cd,sea"}, {"avoid": ["rail-cd", "sea"]}),
        ({"via": "Beta"}, {"via": ["Beta"]}),
        ({"corridor": "ship"}, {"corridor": "ship"}),
        ({"departure": "2026-03-02"}, {"departure": "2026-03-02"}),
        ({"box": "20ft", "cargo_t": "10"}, {"shipment": co.Shipment("20ft", 10.0)}),
        ({"irregular": "true"}, {"irregular": True}),
    ],
)
def test_a_route_is_what_the_library_finds(client, toy, words, keywords):
    found = client.get("/route", params={**ON, **words})
    expected = co.route(toy, *ON.values(), **keywords).to_dict()
    answer = found.json()
    stretches, _ = answer.pop("stretches"), answer.pop("by")
    assert answer == json.loads(json.dumps(expected))
    for name in ("usd", "h", "km"):
        assert sum(one[name] for one in stretches) == pytest.approx(
            sum(leg[name] for leg in expected["legs"])
        )


def test_words_in_a_body_mean_the_same(client):
    """A weight may be a mapping there, a list a list, a number a number."""
    asked = {**ON, "weight": {"cost": 1, "time": 30}, "avoid": ["rail-cd"], "cargo_t": 10}
    words = {**ON, "weight": "cost=1,time=30", "avoid": "rail-cd", "cargo_t": "10"}
    assert client.post("/route", json=asked).json() == client.get("/route", params=words).json()


def test_a_comparison_has_the_rows_of_the_library(client, toy):
    answer = client.get("/compare", params={**ON, "within_days": "5"}).json()
    frame = co.compare(toy, *ON.values(), within_days=5)
    rows = json.loads(frame.to_json(orient="records"))
    assert len(answer["rows"]) == len(rows)
    for told, row in zip(answer["rows"], rows, strict=True):
        told.pop("by")
        assert told.keys() == row.keys()
        for name, value in row.items():
            assert told[name] == (pytest.approx(value) if isinstance(value, float) else value), name
    assert answer["verdicts"][0].startswith("cheapest: 635 USD, on Rail line")
    assert answer["usd_per_day"] == pytest.approx(co.Shipment().usd_per_h * 24)
    assert answer["prices"].startswith("Prices: ")


def test_several_pairs_are_compared_at_once_but_not_too_many(client, refused):
    many = {"origin": ["Alpha", "Beta"], "destination": ["Epsilon", "Delta"]}
    rows = client.get("/compare", params=many).json()["rows"]
    assert len({(row["origin"], row["destination"]) for row in rows}) == 4
    more = {"origin": ["Alpha"] * 5 + ["Beta"], "destination": [f"x{k}" for k in range(30)]}
    assert refused("/compare", params=more) == (
        400, "ValueError", "these are 60 pairs of places: 24 at most in one question",
    )  # fmt: skip


def test_a_front_has_every_way_that_no_other_beats(client, toy):
    answer = client.get("/pareto", params={**ON, "criterion": "cost,time"}).json()
    front = co.pareto(toy, *ON.values(), criteria=("cost", "time"))
    assert [row["cost_usd"] for row in answer["rows"]] == [trip.cost_usd for trip in front]
    assert (answer["exact"], answer["found"]) == (True, len(front))


def test_notes_of_a_front_are_those_of_all_its_ways(client, monkeypatch):
    from corridors.serve import ways

    monkeypatch.setattr(ways, "notes_of_all", lambda trips: [f"of {len([*trips])}"])
    answer = client.get("/pareto", params={**ON, "criterion": "cost,time", "epsilon": 0.001}).json()
    assert len(answer["rows"]) > 1
    assert answer["notes"] == [f"of {len(answer['rows'])}"]


def test_weighed_anew_a_front_gives_what_is_searched_for(client):
    """What the slider does in the browser is what the server would answer."""
    front = client.get("/pareto", params=ON).json()["rows"]
    for usd_per_day in (0, 20, 200, 675, 5000):
        best = min(front, key=lambda way: way["cost_usd"] + way["time_h"] / 24 * usd_per_day)
        found = client.get("/route", params={**ON, "usd_per_day": usd_per_day}).json()
        assert (found["cost_usd"], found["time_h"]) == (best["cost_usd"], best["time_h"])


def test_a_matrix_is_that_of_the_library(client, toy):
    places = ["Alpha", "Beta", "Epsilon"]
    answer = client.get("/matrix", params={"origin": places, "destination": places}).json()
    frame = co.matrix(toy, places, places)
    assert answer["rows"][0]["Epsilon"] == pytest.approx(frame.loc["Alpha", "Epsilon"])


def test_ways_are_lines_of_geojson(client, toy):
    one = client.get("/route", params={**ON, "format": "geojson"})
    assert one.headers["content-type"] == "application/geo+json"
    trip = co.route(toy, *ON.values())
    assert one.json()["geometry"]["coordinates"] == [list(point) for point in trip.geometry.coords]
    many = client.get("/compare", params={**ON, "format": "geojson"}).json()
    assert many["type"] == "FeatureCollection"
    assert all(one["properties"]["served"] for one in many["features"])
    front = client.get("/pareto", params={**ON, "format": "geojson"}).json()
    assert len(front["features"]) == front["found"]


def test_tables_are_csv(client):
    for verb in ("route", "compare", "pareto", "matrix"):
        reply = client.get(f"/{verb}", params={**ON, "format": "csv"})
        assert reply.headers["content-type"] == "text/csv; charset=utf-8"
        assert 'filename="alpha-epsilon-' in reply.headers["content-disposition"]
        assert len(reply.text.splitlines()) >= 2


def test_a_label_of_the_caller_is_no_formula_in_a_sheet(client):
    reply = client.get("/compare", params={**ON, "origin": "=Alpha", "format": "csv"})
    assert reply.status_code == 200
    assert "\n'=Alpha," in reply.text


def test_ways_are_a_geopackage(client, tmp_path):
    import geopandas as gpd

    for verb in ("route", "compare"):
        file = tmp_path / f"{verb}.gpkg"
        file.write_bytes(client.get(f"/{verb}", params={**ON, "format": "gpkg"}).content)
        ways, legs = (gpd.read_file(file, layer=layer) for layer in ("ways", "legs"))
        assert len(ways) == legs["way"].nunique()
        assert ways.crs.to_epsg() == 4326
    assert (ways["cost_usd"].min()) == 635


def test_no_way_says_why(refused, toy):
    with pytest.raises(co.NoItineraryError) as caught:
        co.route(toy, *ON.values(), modes="pipeline")
    found = refused("/route", params={**ON, "mode": "pipeline"})
    assert found == (404, "NoItineraryError", str(caught.value))
