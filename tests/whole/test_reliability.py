"""The page that tells how the package was tried is the one that its figures make."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
TRUST = ROOT / "benchmarks" / "trust"


def page_module(monkeypatch):
    monkeypatch.syspath_prepend(str(TRUST))
    spec = importlib.util.spec_from_file_location("trust_page", TRUST / "page.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    sys.modules.pop("record", None)
    return module


def test_the_page_is_made_of_the_figures(monkeypatch):
    page = page_module(monkeypatch)
    assert page.PAGE.read_text("utf-8") == page.page(), "python benchmarks/trust/page.py"


def test_every_campaign_names_a_command_that_is_there(monkeypatch):
    for campaign in page_module(monkeypatch).campaigns():
        assert campaign["rows"], campaign["name"]
        words = campaign["command"].split()
        if words[0] == "make":
            assert f"\n{words[1]}:" in (ROOT / "Makefile").read_text("utf-8")
            continue
        script = next(word for word in words if word.endswith(".py"))
        assert (ROOT / script).is_file(), campaign["command"]


def test_a_cell_never_ends_its_row(monkeypatch):
    page = page_module(monkeypatch)
    row = {"what": "a | b", "figure": "1\n2", "remark": ""}
    made = page._section(
        {"title": "T", "what": "W", "command": "c", "made": "d", "seconds": 300, "machine": "m"}
        | {"rows": [row]}
    )
    assert "| a \\| b | 1 2 |  |" in made
    assert "5 minutes" in made
