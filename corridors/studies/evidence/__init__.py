"""What answers rest on: their parts and sources, how well rows are known, published outcomes."""
