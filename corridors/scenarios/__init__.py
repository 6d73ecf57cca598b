"""Scenarios: cards, situations, comparisons, rankings, sweeps."""
