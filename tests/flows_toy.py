"""Flows on the toy network with a scarce line, a scarce ship and a full border post."""

from toy import table, toy_network

import corridors as co

#: Alpha to Epsilon: 6 boxes by rail, 2 by ship, 2 by road, as tests of flows work out by hand; of
#: the gas half is not carried, and the border of the road is used by a fifth.
CAPACITIES = (
    ("rail-bc", "link", 120.0, "t_per_year"),
    ("s", "service", 4.0, "teu_per_year"),
    ("pipe-gh", "link", 1.0, "bcm_per_year"),
    ("xy-zeta", "bcp", 200.0, "t_per_year"),
)
DEMAND = """\
demand_id,origin,destination,quantity,unit,commodity,group
boxes,Alpha,Epsilon,20,teu,container,East
gas,Gas Field,Gas Hub,2,bcm,gas,Gas
"""


def scarce_network(rows=CAPACITIES):
    """Return the toy network with capacities."""
    names = ("subject", "subject_kind", "capacity", "unit")
    known = {"source_id": "toy", "basis": "assumed", "year": 2020.0}
    found = [{**dict(zip(names, row, strict=True)), **known} for row in rows]
    return toy_network(capacities=table("capacities", found))


def scarce_flows(folder, net=None, **words):
    """Return the flows of the demand, which is written to a folder."""
    file = folder / "demand.csv"
    file.write_text(DEMAND, encoding="utf-8")
    return co.flows(net or scarce_network(), file, **{"weight": "cost", **words})
