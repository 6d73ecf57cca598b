"""Scenarios and dated events: what changes the tables of a network."""
