"""The notebooks of ``examples``, shown as they are kept: the tests run them."""

from __future__ import annotations

from manual.writing import ROOT


def pages() -> dict[str, str]:
    """Return the notebooks by their path below ``docs``."""
    return {
        f"tutorials/notebooks/{path.name}": path.read_text(encoding="utf-8")
        for path in sorted((ROOT / "examples").glob("*.ipynb"))
    }
