"""Flows of a year: demand, its assignment under capacities, shares, who earns what."""
