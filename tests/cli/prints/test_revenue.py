import corridors as co
from corridors.cli.prints.revenue import print_revenue


def test_what_is_printed(toy, capsys):
    earned = co.revenue(toy, ("Alpha", "Epsilon"), corridor="line-c", weight="cost")
    print_revenue(earned, earned.by("country", "operator").to_dict("records"))
    out = " ".join(capsys.readouterr().out.split())
    assert "Who earns what, one shipment each" in out
    assert "all, as shippers pay │ │ 635" in out
    assert "a border goes half to each side" in out


def test_pairs_without_a_way_are_named(toy, capsys):
    listed = [("Alpha", "Epsilon"), ("Gas Field", "Epsilon")]
    earned = co.revenue(toy, listed)
    print_revenue(earned, earned.by("role").to_dict("records"))
    assert "No way: Gas Field (XX) - Epsilon (ZZ)" in capsys.readouterr().out
