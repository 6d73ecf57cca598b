"""What `gas` prints: every off-take, every source, and nothing of missing numbers."""

import pytest

import corridors as co
from corridors.cli.prints.gas import print_pipeline, print_table
from corridors.studies.energy import TABLES

NET = co.load()


@pytest.mark.parametrize(
    "name", ["tapi", "tanap", "scp", "ip", "btc", "wop", "east-west", "cagp", "mtt-wop"]
)
def test_every_line_is_printed(name, capsys):
    study = co.pipeline(NET, name)
    print_pipeline(study)
    out = capsys.readouterr().out
    assert "nan" not in out.split()
    for place in study.deliveries["place"]:
        assert place.split()[0] in out
    for note in study.notes:
        assert note.split(":")[0].split()[0] in out


@pytest.mark.parametrize("name", [name for name in TABLES if name != "pandapipes"])
def test_every_table_is_printed(name, capsys):
    print_table(co.pipeline(NET, "tapi", scenarios="tapi-gwadar-spur"), name)
    assert "TAPI" in capsys.readouterr().out
