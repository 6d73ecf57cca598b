"""What people look at: maps."""
