"""Flows: how goods split over ways, who earns from them, and what capacities let through."""
