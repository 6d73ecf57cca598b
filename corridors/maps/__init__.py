"""Maps in one file that opens offline."""
