"""Flows of a year: demand, its assignment under capacities, shares, who earns what."""

from __future__ import annotations

#: The tables of an assignment.
TABLES = ("capacities", "ways", "links", "corridors", "unserved", "demand")
#: Levels of a demand.
LEVELS = ("low", "mid", "high")
#: What a shipment costs that is not carried, over what its best way would cost (assumed: nobody
#: pays more than twice the usual for long).
LOST = 2.0
#: Tonnes a year of which an answer speaks: fewer round to no thousand.
SAID_T = 500.0
#: By what goods are split, and over which ways.
BY = ("logit", "all-or-nothing")
WAYS = ("front", "alternatives", "corridors")
#: Units of a quantity that is split.
UNITS = ("t", "teu")
#: By what revenue is added up.
COLUMNS = ("country", "role", "operator", "mode", "corridor")
