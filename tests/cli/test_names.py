"""How a stretch of several legs is named on the command line."""

from types import SimpleNamespace

import pytest

from corridors.cli.output import _stretch_name


@pytest.mark.parametrize(
    ("legs", "name"),
    [
        ([("A - B", 10)], "A - B"),
        ([("A - B", 10), ("B - C", 5)], "A - C"),
        ([("railway", 10), ("railway", 5)], "railway"),
        ([("railway", 10), ("Siegstrecke", 5), ("railway", 5)], "Siegstrecke"),
        ([("2600", 1), ("2666", 5), ("Siegstrecke", 3), ("2600", 3)], "2600, 2666, Siegstrecke"),
        ([("a", 9), ("W", 1), ("X", 4), ("Y", 3), ("Z", 2)], "X, Y, Z"),
        ([("A - B", 10), ("M39", 5), ("trunk", 5)], "A - M39"),
        ([("trunk", 5), ("Y - Z", 5)], "trunk - Z"),
    ],
)
def test_stretches_name_places_or_main_ways(legs, name):
    assert _stretch_name([SimpleNamespace(name=n, km=km) for n, km in legs]) == name


def test_named_stations_are_names_of_places(tmp_path, run):
    import osm_toy

    (tmp_path / "toy.osm").write_text(osm_toy.xml(), encoding="utf-8")
    target = tmp_path / "toy.gpkg"
    code, _, err = run("import", "osm", tmp_path / "toy.osm", "--mode", "rail", "-o", target)
    assert code == 0, err
    code, out, err = run("route", "Tashkent Yuk", "Saryagash", "--network", target)
    assert code == 0, err
    assert "Loading at Tashkent Yuk" in out
    assert "railway - railway" not in out
