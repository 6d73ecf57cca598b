"""The command line: ``corridors route | compare | pareto | alternatives | simulate | map | data``."""

from corridors.cli import choices
from corridors.cli.app import main

__all__ = ["choices", "main"]
