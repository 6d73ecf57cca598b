import corridors as co
from corridors.cli.prints.shares import print_shares


def test_what_is_printed(toy, capsys):
    print_shares(co.shares(toy, "Alpha", "Epsilon", quantity=1000, unit="teu"))
    out = " ".join(capsys.readouterr().out.split())
    assert "40ft container with 20 t worth 50,000 USD; by logit" in out
    assert "a day costs 25 USD" in out
    assert "teu a year" in out
    assert "The network has no coefficients of choice of its own" in out


def test_all_or_nothing_tells_no_coefficients(toy, capsys):
    print_shares(co.shares(toy, "Alpha", "Epsilon", by="all-or-nothing", ways="front"))
    out = capsys.readouterr().out
    assert "100.0%" in out
    assert "1 % dearer" not in out
