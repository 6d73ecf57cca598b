"""Searches on arrays; they know nothing of freight."""
