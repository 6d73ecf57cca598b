"""Charts and printed maps."""
