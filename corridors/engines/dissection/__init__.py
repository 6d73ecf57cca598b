"""Cuts of large graphs, for the order in which their vertices are contracted."""
