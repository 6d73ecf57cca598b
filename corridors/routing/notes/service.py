"""In which class of service a way goes by rail, as a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from corridors.graph.compiled import compiled
from corridors.graph.loading import class_of_arcs
from corridors.graph.spread import mean_of
from corridors.graph.stategraph import LINE_HAUL, TERMINAL
from corridors.network.countries import country_name

if TYPE_CHECKING:
    import numpy as np

    from corridors.network.network import Network


#: How notes end on the class of service by rail, and on a better way by what runs now and then.
BY_CLASS = "(service='block' or 'ordinary', --service)."
NOW_AND_THEN = "runs now and then only: irregular=True (--irregular) takes it."


def service_note(net: Network, arcs: Sequence[int]) -> str:
    """Say in which class of service a box goes by rail, and where it waits for a full train."""
    rows = net.once(_class_of_arcs)[list(arcs)]
    if (rows < 0).all():
        return ""
    table, graph = net.table("service_classes"), compiled(net)
    runs: dict[str, dict[str, None]] = {}
    waits: dict[str, None] = {}
    for arc, row in zip(arcs, rows.tolist(), strict=True):
        if row < 0:
            continue
        kind = graph.arcs["kind"][arc]
        if kind == LINE_HAUL:
            runs.setdefault(table["running"][row], {})[country_name(table["country"][row])] = None
        elif (
            kind == TERMINAL
            and table["loading"][row] == "ordinary"
            and table["consolidation_h_p50"][row] > 0
        ):
            node = net.table("nodes")["name"][graph.arcs["from_place"][arc]]
            hours = mean_of(*(table[f"consolidation_h_{p}"][row] for p in ("p50", "p90")))
            waits[f"{hours / 24:.1f} days at {node}"] = None
    told = [f"{_AS[word]} in {', '.join(runs[word])}" for word in _AS if word in runs]
    if waits:
        told.append(f"waiting until a train is full, {', '.join(waits)}")
    return f"By rail {'; '.join(told)} {BY_CLASS}" if told else ""


def _class_of_arcs(net: Network) -> np.ndarray:
    return class_of_arcs(compiled(net), net.table("service_classes"))


_AS = {"block": "with container trains", "ordinary": "as an ordinary wagon"}
