"""Network tables: reading, checking, names, and the catalogue of embedded corridors."""
