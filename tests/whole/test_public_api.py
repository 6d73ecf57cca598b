"""What is promised to callers is what the reviewed text says: ``tests/data/public_api.txt``."""

from public_api import KEPT, differences, text

RENEW = """
What is gone, or has another meaning, breaks programs of others: deprecate it first (RELEASING.md,
`deprecated` in corridors/errors.py) and tell it in CHANGELOG.md. Then `make golden` writes the text
anew, to be reviewed in the same commit."""


def test_what_is_promised_is_as_it_was():
    changed = differences(text(), KEPT.read_text(encoding="utf-8"))
    assert not changed, "\n".join([*changed, RENEW])


def test_what_goes_and_comes_is_told_with_what_it_belongs_to():
    kept = "# Names\n\nroute\n    net: Network\n    *\n    weight: Weight = 'cost'\n\nload\n"
    assert differences(kept, kept) == []
    assert differences(kept.replace("'cost'", "'time'"), kept) == [
        "gone: weight: Weight = 'cost' (of route)",
        "new: weight: Weight = 'time' (of route)",
    ]
    assert differences(kept.replace("load\n", ""), kept) == ["gone: load"]
    assert differences(kept + "\nsave\n    path: Path\n", kept) == [
        "new: save",
        "new: path: Path (of save)",
    ]
