"""Write ``docs/reliability.md`` from the figures of the campaigns.

Run from the repository: ``python benchmarks/trust/page.py`` writes the page of the figures that are
kept; ``--run`` runs all campaigns first, each with the command that its figures name (hours), and
``--run fuzz sweeps`` these alone (``make reliability`` is ``--run``).
"""

from __future__ import annotations

import argparse
import json
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

from record import FIGURES

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "reliability.md"
#: The sections in the order of the page; what is not named here follows by name.
ORDER = (
    "same",
    "machines",
    "fuzz",
    "interruptions",
    "mutants",
    "coverage",
    "routes",
    "sweeps",
    "size",
    "planner",
)
HEAD = """\
# How it was tried

What was done to break the package, and what came of it. The figures are written by the campaigns in
`benchmarks/trust` and stand in `benchmarks/trust/figures`; `make reliability` runs them all anew and
writes this page, `python benchmarks/trust/page.py` writes it from the figures that are kept. Quick
forms of the same campaigns are part of `make test`, and what a campaign found became a test of its
kind. How near the answers come to what happens is another question:
[accuracy](accuracy.md).
"""


def campaigns() -> list[dict[str, Any]]:
    """Return the figures of each campaign, in the order of the page."""
    kept = {
        path.stem: json.loads(path.read_text("utf-8")) for path in sorted(FIGURES.glob("*.json"))
    }
    places = {name: place for place, name in enumerate(ORDER)}
    return [kept[name] for name in sorted(kept, key=lambda n: (places.get(n, len(ORDER)), n))]


def page() -> str:
    """Return the page of the figures that are kept."""
    return HEAD + "".join(_section(campaign) for campaign in campaigns())


def _section(campaign: dict[str, Any]) -> str:
    rows = ["| what | figure | |", "|---|---|---|"]
    rows += [
        "| " + " | ".join(_cell(row[column]) for column in ("what", "figure", "remark")) + " |"
        for row in campaign["rows"]
    ]
    return (
        f"\n## {campaign['title']}\n\n{campaign['what']}\n\n" + "\n".join(rows) + "\n\n"
        f"`{campaign['command']}`, {campaign['made']}, {_time(campaign['seconds'])},"
        f" {campaign['machine']}.\n"
    )


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _time(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 120 else f"{seconds / 60:.0f} minutes"


def main() -> None:
    """Write the page, after the campaigns where that is asked."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--run", nargs="*", metavar="CAMPAIGN", help="run these first; none: all")
    given = asked.parse_args()
    known = {campaign["name"]: campaign for campaign in campaigns()}
    if given.run is not None:
        if unknown := sorted(set(given.run) - set(known)):
            sys.exit(f"no campaign {', '.join(unknown)}; there are {', '.join(known)}")
        for name in given.run or known:
            command = shlex.split(known[name]["command"])
            if command[0] == "python":
                command[0] = sys.executable
            subprocess.run(command, cwd=ROOT, check=True)
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
