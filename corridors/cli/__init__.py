"""The command line: ``corridors route | compare | map | report | data``."""

from corridors.cli import report
from corridors.cli.app import main

__all__ = ["main", "report"]
