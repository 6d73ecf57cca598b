"""The command line: one module for each group of commands, registered by being imported."""

# In the order in which help lists them.
# isort: off
from corridors.cli import routes, choices, charts
from corridors.cli.volumes import batch, shares, revenue, flows, gas
from corridors.cli import report, scenario, data, importing, serving

# isort: on
from corridors.cli.app import main

__all__ = [
    "batch",
    "charts",
    "choices",
    "data",
    "flows",
    "gas",
    "importing",
    "main",
    "report",
    "revenue",
    "routes",
    "scenario",
    "serving",
    "shares",
]  # fmt: skip
