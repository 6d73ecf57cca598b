"""What commands print for people: rows, tables and sentences."""
