"""What the parts of the page of accuracy are written with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from corridors.studies.evidence.trials import Trial

#: Which share of outcomes is to be inside, pilots included.
GOALS = {"time": 0.85, "price": 0.75}
#: What each measure is called.
TITLES = {"distance": "Distances", "time": "Days", "price": "Prices"}


def share_of(trials: Sequence[Trial]) -> str:
    """Return how many of some answers are inside; ``""`` of none."""
    return f"{sum(trial.is_inside for trial in trials)} of {len(trials)}" if trials else ""


def table_of(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table of Markdown; a bar in a cell would end it."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', '/') for cell in line)} |" for line in lines)
