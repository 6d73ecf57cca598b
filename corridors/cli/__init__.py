"""The command line: one module for each group of commands, registered by being imported."""

from corridors.cli import choices, importing, report, scenario
from corridors.cli.app import main

__all__ = ["choices", "importing", "main", "report", "scenario"]
