"""What a campaign found: kept as one file of figures, from which ``docs/reliability.md`` is made."""

from __future__ import annotations

import datetime as dt
import json
import platform
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

FIGURES = Path(__file__).resolve().parent / "figures"


@dataclass
class Record:
    """The figures of one campaign.

    Parameters
    ----------
    name
        The file of figures, ``figures/NAME.json``.
    title, what
        The heading of its section, and in a sentence or two what was tried and how it is judged.
    command
        The command that makes it again, from the top of the repository.
    """

    name: str
    title: str
    what: str
    command: str
    rows: list[dict[str, Any]] = field(default_factory=list)
    _since: float = field(default_factory=time.perf_counter, repr=False)

    def add(self, what: str, figure: str, remark: str = "") -> None:
        """Add a row: what was counted or measured, the figure with its unit, and what it means."""
        self.rows.append({"what": what, "figure": figure, "remark": remark})

    def write(self) -> Path:
        """Write the figures, with the day, the seconds and the machine, and return the file."""
        FIGURES.mkdir(exist_ok=True)
        path = FIGURES / f"{self.name}.json"
        said = {key: value for key, value in asdict(self).items() if not key.startswith("_")}
        said["made"] = dt.date.today().isoformat()
        said["seconds"] = round(time.perf_counter() - self._since)
        said["machine"] = f"{platform.machine()}, Python {platform.python_version()}"
        path.write_text(json.dumps(said, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        return path
