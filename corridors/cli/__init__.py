"""The command line: ``corridors route | compare | map | data``."""

from corridors.cli.app import main

__all__ = ["main"]
