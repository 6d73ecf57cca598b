"""How places of an imported network are named on the command line."""


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
