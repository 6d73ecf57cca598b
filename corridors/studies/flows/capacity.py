"""Capacities of a network: which arcs take of each, and how much."""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

import numpy as np

from corridors.errors import DataError, not_one_of
from corridors.graph.compiled import compiled
from corridors.graph.stategraph import BORDER, LINE_HAUL
from corridors.studies.flows.units import CAPACITY_UNITS, taken_of
from corridors.studies.flows.words import amount_text, sentence, unit_words
from corridors.vocabulary import listed

if TYPE_CHECKING:
    from corridors.graph.stategraph import StateGraph
    from corridors.network.network import Network
    from corridors.routing.conditions import Shipment


@dataclass(frozen=True, eq=False)
class Capacity:
    """What a link, port, terminal, crossing, service or pipeline can carry in a year.

    ``arcs`` are the arcs of the state graph on which goods take of it; what one shipment takes is
    by :meth:`taken`.
    """

    subject: str
    kind: str
    name: str
    amount: float
    unit: str
    year: float
    source_id: str
    basis: str
    note: str
    arcs: np.ndarray = field(repr=False)

    def taken(self, shipment: Shipment) -> float:
        """Return what one shipment a year takes of it, in its unit."""
        return taken_of(self.unit, shipment)


def capacities_of(net: Network, year: float) -> tuple[tuple[Capacity, ...], tuple[str, ...]]:
    """Return the capacities that hold in a year, and why others are left out.

    Of several rows of one subject and unit the one of the latest year that is not after the year
    counts, or the first. A row whose unit counts nothing of what passes its subject is warned of.

    Raises
    ------
    DataError
        If a capacity is missing, negative, or in a unit that is none.
    """
    faults, left, whole = [], [], dict[str, None]()
    picked: dict[tuple[str, str, str], dict[str, Any]] = {}
    for row in net.table("capacities"):  # in an order of its own, so no line of the file is told
        where = f"capacities.csv, {row['subject']} in {row['unit']}"
        faults += [f"{where}: {fault}" for fault in _faults(row)]
        key = (row["subject_kind"], row["subject"], row["unit"])
        if row["subject_kind"] == _WHOLE:
            whole[str(row["subject"])] = None
        elif key not in picked or _better(row["year"], picked[key]["year"], year):
            picked[key] = row
    if faults:
        raise DataError(faults)
    if whole:
        left.append(f"capacities of all of {listed(whole)} are left: those of their parts count")
    found: list[Capacity] = []
    for row in picked.values():
        parts = _parts(net, row["subject_kind"], row["subject"])
        fitting = {part: _counted(net, part, arcs, row["unit"]) for part, arcs in parts.items()}
        fitting = {part: arcs for part, arcs in fitting.items() if len(arcs)}
        found += [
            _capacity(net, row, part, arcs)
            for part, arcs in fitting.items()  # a row of one link is more exact than one of a line
            if row["subject_kind"] != _PIPELINE or (*part, row["unit"]) not in picked
        ]
        if not fitting:
            left.append(_why_idle(net, row, parts))
            if any(len(arcs) for arcs in parts.values()):
                warnings.warn(sentence(left[-1]), UserWarning, stacklevel=2)
    return tuple(found), tuple(left)


def _why_idle(
    net: Network, row: Mapping[str, Any], parts: Mapping[tuple[str, str], np.ndarray]
) -> str:
    """Say that a capacity holds nothing back, and why."""
    amount = amount_text(row["capacity"], row["unit"])
    here = [part for part, arcs in parts.items() if len(arcs)]
    if not here:
        return f"the capacity of {row['subject']}, {amount}, is left: it is not in the network"
    unit, what = unit_words(row["unit"]), CAPACITY_UNITS[row["unit"]][0]
    how = f"in {unit.partition(' a ')[0]}" if what in _BY else "of what this counts"
    return (
        f"the capacity of {_name(net, *here[0])}, {amount}, holds nothing back: nothing passes "
        f"there {how}, and what does has room for all"
    )


def _faults(row: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is wrong with a row."""
    kinds = (*_ARCS, _PIPELINE, _WHOLE)
    if row["unit"] not in CAPACITY_UNITS:
        yield not_one_of("unit", row["unit"], CAPACITY_UNITS)
    if not 0 <= row["capacity"] < math.inf:
        yield f"capacity {row['capacity']} is no number of 0 or more"
    if row["subject_kind"] not in kinds:
        yield not_one_of("subject_kind", row["subject_kind"], kinds)


def _capacity(
    net: Network, row: Mapping[str, Any], part: tuple[str, str], arcs: np.ndarray
) -> Capacity:
    kind, subject = part
    return Capacity(
        subject, kind, _name(net, kind, subject), row["capacity"], row["unit"], row["year"],
        row["source_id"], row["basis"], row["note"], arcs,
    )  # fmt: skip


def _better(one: float, other: float, year: float) -> bool:
    """Say whether a row of one year holds in a year rather than that of another."""
    if math.isnan(one) or math.isnan(other) or math.isnan(year):
        return not math.isnan(one) and (math.isnan(other) or one > other)
    return (one <= year, -abs(one - year)) > (other <= year, -abs(other - year))


def _counted(net: Network, part: tuple[str, str], arcs: np.ndarray, unit: str) -> np.ndarray:
    """Return the arcs of the vehicles that a unit counts; terminals count what they lift.

    Lorries of a port are those that sail: a box that a crane lifts is none, and both are handled
    on its quays.
    """
    what, _, classes = CAPACITY_UNITS[unit]
    if not classes or not len(arcs):
        return arcs
    graph = compiled(net)
    by_class = np.array([any(fnmatchcase(name, one) for one in classes) for name in graph.vehicles])
    kept: np.ndarray = arcs[by_class[graph.arcs["vehicle"][arcs]]]
    if part[0] != "node" or what != "trucks":
        return kept
    aboard = _of_ferries(graph, kept)
    return _array([*kept[~aboard].tolist(), *_sailings(net).get(part[1], ())])


def _of_ferries(graph: StateGraph, arcs: np.ndarray) -> np.ndarray:
    """Say of which arcs the vehicle is a ferry without rails."""
    ferry = np.array([name == "ferry" for name in graph.vehicles])
    found: np.ndarray = ferry[graph.arcs["vehicle"][arcs]]
    return found


def _sailings(net: Network) -> Mapping[str, list[int]]:
    """Return the sailings of lorry ferries from and to each node.

    A ship that has no price of a tonne takes boxes only, and no lorries.
    """
    return net.once(_lorry_ferries)


def _lorry_ferries(net: Network) -> Mapping[str, list[int]]:
    graph, nodes = compiled(net), net.table("nodes")["node_id"]
    sails = _of_kind(graph, np.arange(len(graph.arcs["kind"])), LINE_HAUL)
    sails = sails[_of_ferries(graph, sails) & np.isfinite(graph.arcs["usd_per_t"][sails])]
    found: dict[str, list[int]] = {}
    for arc in sails.tolist():
        for end in ("from_place", "to_place"):
            found.setdefault(nodes[graph.arcs[end][arc]], []).append(arc)
    return found


def _array(arcs: Any) -> np.ndarray:
    return np.array(sorted(set(arcs)), np.int64)


def _of_kind(graph: StateGraph, arcs: Any, kind: int) -> np.ndarray:
    found = _array(arcs)
    kept: np.ndarray = found[graph.arcs["kind"][found] == kind]
    return kept


def _link_arcs(net: Network, link: str) -> np.ndarray:
    graph = compiled(net)
    return _of_kind(graph, graph.arcs_of_link.get(link, ()), LINE_HAUL)


def _bcp_arcs(net: Network, bcp: str) -> np.ndarray:
    graph = compiled(net)
    arcs = [a for link in net.bcp_links.get(bcp, ()) for a in graph.arcs_of_link.get(link, ())]
    return _of_kind(graph, arcs, BORDER)


def _service_arcs(net: Network, service: str) -> np.ndarray:
    """Return the arcs on which a service carries: their hours or money are of its row."""
    graph, services = compiled(net), net.table("services")
    rows = services.index("service_id")
    if service not in rows:
        return _array(())
    ref, link = ("services", rows[service]), services["link_id"][rows[service]]
    here = [a for a in graph.arcs_of_link.get(link, ()) if ref in graph.refs[a]]
    return _of_kind(graph, here, LINE_HAUL)


def _node_arcs(net: Network, node: str) -> np.ndarray:
    """Return the arcs on which a port or terminal handles goods, once for each that passes.

    In a port that is its quays, by the land or from ship to ship; else what is loaded, unloaded
    or changes vehicle.
    """
    graph = compiled(net)
    return net.once(_handling)[node] if node in graph.origin else _array(())


def _handling(net: Network) -> Mapping[str, np.ndarray]:
    graph = compiled(net)
    quays: dict[str, list[int]] = {}
    other: dict[str, list[int]] = {}
    for (table, key), arcs in graph.groups.items():
        if table == "ports":
            quays.setdefault(key[0], []).extend(arcs)
        elif table == "transshipments":
            other.setdefault(key[0], []).extend(arcs)
    return {node: _array(quays.get(node) or other.get(node, ())) for node in graph.origin}


def _parts(net: Network, kind: str, subject: str) -> dict[tuple[str, str], np.ndarray]:
    """Return the arcs of a subject; of a pipeline, those of each of its links by itself."""
    if kind != _PIPELINE:
        return {(kind, subject): _ARCS[kind](net, subject)}
    links = net.table("links")
    return {
        ("link", str(link)): _link_arcs(net, link)
        for link, mode, ref in zip(links["link_id"], links["mode"], links["line_ref"], strict=True)
        if mode == _PIPELINE and str(ref).lower() == subject.lower()
    }


_ARCS: Mapping[str, Callable[[Network, str], np.ndarray]] = {
    "link": _link_arcs,
    "node": _node_arcs,
    "bcp": _bcp_arcs,
    "service": _service_arcs,
}


_PIPELINE = "pipeline"
#: What is counted in vehicles.
_BY = ("trucks", "wagons", "trains")
#: A capacity of a whole corridor is no limit of any place.
_WHOLE = "corridor"
#: The tables that name the subjects of each kind, and by which column.
_NAMED = {
    "link": ("links", "link_id"),
    "node": ("nodes", "node_id"),
    "bcp": ("border_crossings", "bcp_id"),
    "service": ("services", "service_id"),
}


def _name(net: Network, kind: str, subject: str) -> str:
    """Return what people call the subject of a capacity."""
    table, key = net.table(_NAMED[kind][0]), _NAMED[kind][1]
    rows = table.rows_of(key).get(subject, ())
    return str(table["name"][rows[0]]) or subject if rows else subject
