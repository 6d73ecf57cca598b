"""Run the command line as ``python -m corridors``."""

from corridors.cli import main

main()
