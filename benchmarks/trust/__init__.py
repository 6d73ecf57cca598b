"""Campaigns of trust: what was tried against the package, and what came of it."""
