"""A mapping to start from: what ``corridors import csv --example`` prints."""

from __future__ import annotations

EXAMPLE = """\
name = "Railway model of 2024"
price_per = "40ft"                 # what a cost is for: 20ft, 40ft, box (of any size), t (a tonne)
trip_usd = 75                      # a constant of every trip, paid at loading
trip_h = 12

[nodes]
file = "nodes.csv"                 # beside the mapping, or an absolute path
separator = ";"                    # a sign, or tab; without it: what the first row shows
decimal = ","                      # 77,25; without it: what the numbers show
thousands = "."                    # 1.250,5
encoding = "cp1252"                # without it: UTF-8
crs = "EPSG:4326"                  # of lon and lat; needed if they are no degrees
node_id = "Code"                   # column of the file
name = "Station"
country = "ISO"                    # two or three letters, number or name; without it: by position
# country = { column = "Zone", own = true }  # zones of the model's own, kept as they are
kind = { column = "Type", values = { B = "border_crossing", S = "city" } }
border_usd = { column = "BorderCharge", unit = "EUR", rate = 1.1 }   # USD of one EUR
border_h = "BorderHours"           # charged on leaving or entering the country at this node
transfer_usd = "TransferCharge"    # charged where goods change gauge or mode at this node
transfer_h = "TransferHours"
passing_usd = "NodeCharge"         # charged for passing this node, half of it where a trip ends
passing_h = { column = "NodeMinutes", unit = "min" }
passing_at_ends = "half"           # or full
# aliases = "OtherNames"           # other spellings, separated by ;
# unlocode = "Locode"
# zone = "Exclave"                 # a territory of its own within its country
# terminal_classes = "Vehicles"    # between which goods can change here, separated by ;

[nodes.positions]                  # without it: lon and lat stand in the file of the nodes
file = "positions.csv"
node_id = "Code"
lon = "X"
lat = "Y"

[links]
file = "links.csv"
from_node = "A"
to_node = "B"
length_km = { column = "Dist", unit = "mi" }   # km, m, mi, ft, nmi; or scale = 0.001
mode = { value = "rail" }          # the same for every row
gauge_mm = "Gauge"
speed_kmh = { column = "Speed", unit = "mph" }
cost_usd = "Cost"                  # of the whole link, or (with a unit such as "EUR/mi"):
cost_usd_per_km = "Tariff"
time_h = "Hours"
oneway = { column = "Dir", values = { TF = "-1", B = "no" } }   # 1, yes, FT: from A to B; -1: back
geometry = "WKT"                   # a LINESTRING in the crs of the nodes
passages = "Straits"               # that ships pass: hormuz, suez, …; avoid="suez" closes one
parallel = "cheapest"              # of links that stand twice: cheapest, last or all
# link_id = "No"                   # without it: numbered
# name = "Section"
# status = "State"                 # operational, construction, planned, suspended
# line_ref = "Line"
# bcp_id = "Post"                  # the border crossing of links that share one
# commodity = "Carries"            # of pipelines: gas or oil
# hours_p50 = "Median"             # as time_h
# usd_20ft = "Box20"               # prices by the box and the tonne side by side:
# usd_40ft = "Box40"
# usd_per_t = "Tonne"
# tags = "Remarks"                 # key=value, separated by ;
"""
