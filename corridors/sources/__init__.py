"""Networks from elsewhere: OpenStreetMap (osmnx, Overpass, PBF), GMNS, GeoPackage, plain CSV."""
