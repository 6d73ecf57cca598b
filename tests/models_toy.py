"""A model of somebody else: tables with names of their own, and the mapping of its columns."""

from __future__ import annotations

NODES = """Code,Station,X,Y,ISO,Type,Border,BorderH,Transfer
A,Alatau,77.0,43.4,KZ,C,,,
B,Altynkol,80.25,44.2,KZ,B,120,10,200
C,Khorgos,80.42,44.23,CN,B,80,14,
D,Urumqi,87.6,43.8,CN,C,,,
"""


LINKS = """From,To,Dist_m,Gauge,Cost,Hours,Dir
A,B,330000,1520,410,9,2
B,C,15000,1435,25,1,2
C,D,640000,1435,700,16,2
"""


MAPPING = """
name = "Steppe model"
box = "40ft"
[nodes]
file = "n.csv"
node_id = "Code"
name = "Station"
lon = "X"
lat = "Y"
country = "ISO"
kind = { column = "Type", values = { B = "border_crossing", C = "city" } }
border_usd = "Border"
border_h = "BorderH"
transfer_usd = "Transfer"
[links]
file = "l.csv"
from_node = "From"
to_node = "To"
mode = { value = "rail" }
gauge_mm = "Gauge"
length_km = { column = "Dist_m", scale = 0.001 }
cost_usd = "Cost"
time_h = "Hours"
oneway = { column = "Dir", values = { 1 = "yes", 2 = "" } }
"""


def model(folder, nodes=NODES, links=LINKS, mapping=MAPPING):
    (folder / "n.csv").write_text(nodes, encoding="utf-8")
    (folder / "l.csv").write_text(links, encoding="utf-8")
    (folder / "map.toml").write_text(mapping, encoding="utf-8")
    return folder / "map.toml"


LINES = """From,To,Gauge,Cost,Hours,Dir,Line
A,B,1520,410,9,2,"LINESTRING (77 43.4, 78.5 44.4, 80.25 44.2)"
B,C,1435,25,1,2,
C,D,1435,700,16,2,"LINESTRING Z (87.6 43.8 900, 84 44.5 400, 80.42 44.23 700)"
"""
#: Of the model above: lines in place of lengths.
WITH_LINES = MAPPING.replace(
    'length_km = { column = "Dist_m", scale = 0.001 }', 'geometry = "Line"'
)
