"""
How many km of railway of which gauge has each country?
=======================================================

A development bank needs an inventory of lines before it talks of projects. A GeoPackage opens in
QGIS with a layer ``inventory``: ends, gauge, status and source of every line, tracks and
electrification where the source says them. Here it is summed by country and gauge, in km; a line
across a border counts half to either side. The embedded network has main lines, not every branch.
"""

import tempfile
from pathlib import Path

import geopandas as gpd
import pandas as pd

import corridors as co

net = co.load()
with tempfile.TemporaryDirectory() as folder:
    net.write(Path(folder) / "corridors.gpkg")
    lines = gpd.read_file(Path(folder) / "corridors.gpkg", layer="inventory")

# %%
# Lines in operation by gauge, and those that are planned or being built.
rail = lines[lines["mode"] == "rail"]
sides = pd.concat([rail.assign(country=rail[f"{end}_country"]) for end in ("from", "to")])
gauges = sides["gauge_mm"].map("{:,.0f} mm".format)
sides["kind"] = gauges.where(sides["status"] == "operational", sides["status"])
table = sides.pivot_table(index="country", columns="kind", values="length_km", aggfunc="sum") / 2
table.loc["all"] = table.sum()
style = table.style.format("{:,.0f}", na_rep="").background_gradient(
    "YlGnBu", subset=(table.index[:-1], slice(None))
)
style.highlight_null(props="background-color: transparent")
