"""The forms that a network takes outside: folders, GeoPackages, frames, graphs of networkx."""
