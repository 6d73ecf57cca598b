"""Networks of one's own joined to the corridors."""
