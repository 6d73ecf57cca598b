"""A large network to its state graph: the plain as columns, the rest row by row."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import repeat

import numpy as np

from corridors.graph.bulk.blocks import Block, Made, Numbered, block_of_rows, joined
from corridors.graph.bulk.codes import Calls, Changes, calls_of, changes_of, numbers_of
from corridors.graph.bulk.groups import Groups, Inputs, Keys
from corridors.graph.bulk.handling import Handling
from corridors.graph.bulk.hauls import Hauls
from corridors.graph.bulk.views import (
    ArcsOf,
    ChangeRows,
    Numbers,
    OfNodes,
    RefColumns,
    Rows,
    Vertices,
)
from corridors.graph.cabotage import of_home
from corridors.graph.compiler import SHIP_ROLES, Compiler
from corridors.graph.spread import means_of
from corridors.graph.stategraph import MADE_COLUMNS, TERMINAL, Ref, StateGraph
from corridors.graph.territories import territories, zones
from corridors.network.tables import Table
from corridors.vocabulary import counted

#: Who waits hears how far it is (the command line shows a bar).
_progress = logging.getLogger("corridors.progress")
_TOLD = "%s: %d %%"
#: A vehicle class and a role: what a vertex at a node is.
_Slot = tuple[str, str]
_TRIP = ("origin", "destination")


@dataclass(frozen=True)
class _Places:
    """The vertices at nodes; ``slots`` are those of a vehicle class and role by node, -1: none."""

    slots: dict[_Slot, np.ndarray]
    vertices: Vertices

    def doors(self, calls: Calls, role: str) -> np.ndarray:
        """Return the vertex of each vehicle class at each node by which goods go in a role."""
        found = np.full(calls.at.shape, -1, np.int64)
        for column, vehicle in enumerate(calls.vehicles):
            for which in ("", role):
                if (vehicle, which) in self.slots:
                    at = self.slots[vehicle, which]
                    found[:, column] = np.where(at >= 0, at, found[:, column])
        return found


class BulkCompiler(Compiler):
    """Collects what is not plain as any compiler, and the rest by columns."""

    @cached_property
    def _calls(self) -> Calls:
        return calls_of(self.nodes, self.links, self._changes)

    @cached_property
    def _changes(self) -> Changes:
        return changes_of(self.nodes, self.tables["transshipments"])

    @cached_property
    def vehicles(self) -> Mapping[str, int]:
        """The number of each vehicle class."""
        return {vehicle: k for k, vehicle in enumerate(self._calls.vehicles)}

    @cached_property
    def change_row(self) -> Mapping:
        """Row of each change of vehicle."""
        return ChangeRows(Rows(self.nodes, "node_id"), self._changes)

    def _vertex(self, node: str, vehicle: str, role: str) -> int:
        return self._numbers.add((node, vehicle, role))

    def compile(self) -> StateGraph:
        """Return the state graph of the tables."""
        what = f"state graph of {counted(len(self.links), 'link')}"
        _progress.info(_TOLD, what, 0)
        calls, numbered = self._calls, Numbered()
        places = self._make_places()
        self._numbers = Numbers(places.vertices, self.node_row)
        self.number = self._numbers  # type: ignore[assignment]  # only read
        hauls, handling = Hauls(self, calls), Handling(self, calls, self._changes)
        _progress.info(_TOLD, what, 30)
        through = [*self._through()]
        ports = [*self._ports()]
        keys = self._keys(through, ports)
        doors = {role: places.doors(calls, role) for role in ("out", "in")}
        trip = {role: places.slots["", role] for role in _TRIP}
        made = [
            hauls.arcs(keys.begins[1], doors["out"], doors["in"], numbered),
            handling.arcs(keys.begins[2], doors["in"], doors["out"], trip, numbered),
        ]
        del doors
        _progress.info(_TOLD, what, 50)
        rest = self._row_by_row(hauls, handling, keys, ports, numbered)
        blocks = [_through_block(places, through, self.node_row, self.vehicles), rest]
        _progress.info(_TOLD, what, 60)
        inputs = self._inputs_of(keys, made, len(through))
        blocks += [one.block for one in made]
        graph = self._freeze(places, blocks, keys, inputs, numbered)
        _progress.info(_TOLD, what, 100)
        return graph

    # -- vertices ---------------------------------------------------------------------------------

    def _make_places(self) -> _Places:
        calls = self._calls
        present: dict[_Slot, np.ndarray] = {("", role): np.ones(len(self.nodes), bool)
                                            for role in _TRIP}  # fmt: skip
        for column, (vehicle, is_ship) in enumerate(
            zip(calls.vehicles, calls.ships.tolist(), strict=True)
        ):
            here = calls.at[:, column]
            if not here.any():
                continue
            changing = calls.changing[:, column]
            if is_ship:
                present |= dict.fromkeys(((vehicle, role) for role in SHIP_ROLES), here)
                present |= self._home_slots(vehicle)
            else:
                present[vehicle, ""] = here & ~changing
                present |= dict.fromkeys(((vehicle, "in"), (vehicle, "out")), here & changing)
        return _numbered(present, self.nodes["node_id"], calls.vehicles)

    def _home_slots(self, ship: str) -> dict[_Slot, np.ndarray]:
        """Return where ships of a class carry goods inside each country."""
        found: dict[_Slot, np.ndarray] = {}
        stops = [(n, homes) for (n, v), homes in self.at_home.of_stop.items() if v == ship]
        for home in sorted({home for _, homes in stops for home in homes}):
            here = np.zeros(len(self.nodes), bool)
            here[[self.node_row[node] for node, homes in stops if home in homes]] = True
            for role in ("dep", "arr"):
                found[ship, role + of_home(home)] = here
        return found

    def _through(self) -> Iterator[tuple[str, str]]:
        """Yield the places and classes at which goods that stay aboard pass through."""
        on_land = self._calls.changing & ~self._calls.ships
        nodes, names = self.nodes["node_id"], self._calls.vehicles
        for node, column in zip(*(axis.tolist() for axis in np.nonzero(on_land)), strict=True):
            yield nodes[node], names[column]

    def _ports(self) -> Iterator[tuple[str, str]]:
        """Yield the places and classes of ships, in the order of their vertices."""
        on_quays = self._calls.at & self._calls.ships
        nodes, names = self.nodes["node_id"], self._calls.vehicles
        for node, column in zip(*(axis.tolist() for axis in np.nonzero(on_quays)), strict=True):
            yield nodes[node], names[column]

    def _keys(self, through: Sequence[tuple], ports: Sequence[tuple]) -> Keys:
        changes = self.tables["transshipments"]
        return Keys(
            through, self.links["link_id"],
            [changes[name] for name in ("node_id", "from_class", "to_class")], ports,
            Rows(self.links, "link_id"), self.change_row,
        )  # fmt: skip

    # -- arcs -------------------------------------------------------------------------------------

    def _row_by_row(
        self, hauls: Hauls, handling: Handling, keys: Keys, ports: Sequence[tuple], tables: Numbered
    ) -> Block:
        """Make what is not plain as in a small network."""
        groups: list[int] = []
        for begin, rows, add in (
            (keys.begins[1], np.flatnonzero(~hauls.plain), self.add_link),
            (keys.begins[2], np.flatnonzero(~handling.plain), self.add_terminal),
        ):
            for row in rows.tolist():
                add(row)
                groups += repeat(begin + row, len(self.rows) - len(groups))
        for number, quay in enumerate(ports, keys.begins[3]):
            self.add_port(*quay)
            groups += repeat(number, len(self.rows) - len(groups))
        block = block_of_rows(groups, self.rows, self.refs, tables)
        self.rows, self.refs = [], []
        return block

    def _inputs_of(self, keys: Keys, made: Sequence[Made], through: int) -> Inputs:
        nowhere = {(name, -1) for name in ("", *self.tables)}  # what no row says
        kind = np.full(len(keys), -2, np.int32)
        kind[:through] = -1
        shared: list[frozenset[Ref]] = []
        for begin, one in zip(keys.begins[1:3], made, strict=True):
            here = kind[begin : begin + len(one.kind)]
            here[:] = np.where(one.kind >= 0, one.kind + len(shared), here)
            shared += [rows - nowhere for rows in one.shared]
        own = {}
        for group, refs in self.inputs.items():
            if group[0]:
                number = keys.number(group)
                kind[number], own[number] = -1, frozenset(refs) - nowhere
        return Inputs(keys, kind, shared, own)

    def _freeze(
        self, places: _Places, blocks: Sequence[Block], keys: Keys, inputs: Inputs, tables: Numbered
    ) -> StateGraph:
        group = np.concatenate([block.group for block in blocks])
        emitted = np.argsort(group, kind="stable")
        every = np.arange(len(group))
        tail = joined(blocks, "tail", emitted)
        sorted_by_tail = np.argsort(tail, kind="stable")
        order = emitted[sorted_by_tail]
        place = np.empty_like(every)
        place[sorted_by_tail] = every
        groups = Groups(keys, group[emitted], place)
        del group, emitted, sorted_by_tail, place, tail
        arcs = {name: joined(blocks, name, order) for name in MADE_COLUMNS}
        arcs["h"] = means_of(arcs["h50"], arcs["h90"])
        arcs["h"].flags.writeable = False
        table, row = (np.concatenate([getattr(b, n) for b in blocks]) for n in ("table", "row"))
        refs = RefColumns(tables.names, table[order], row[order])
        vertices, rows = places.vertices, Rows(self.nodes, "node_id")
        country, names = self._territories(vertices)
        on_link = np.flatnonzero(arcs["link"] >= 0)
        return StateGraph(
            vertices=vertices,
            country=country,
            territories=names,
            arcs=arcs,
            refs=refs,
            first_out=np.searchsorted(arcs["tail"], np.arange(len(vertices) + 1)),
            origin=OfNodes(rows, places.slots["", "origin"]),
            destination=OfNodes(rows, places.slots["", "destination"]),
            link_ids=tuple(map(str, self.links["link_id"])),
            arcs_of_link=ArcsOf(Rows(self.links, "link_id"), arcs["link"][on_link], on_link),
            arcs_at_node=_arcs_at(rows, vertices, arcs),
            groups=groups,
            inputs=inputs,
            vehicles=tuple(self.vehicles),
            tables=self.tables,
        )

    def _territories(self, vertices: Vertices) -> tuple[np.ndarray, tuple[str, ...]]:
        """Return the number of the territory of each vertex, and their names."""
        ships = np.isin(vertices.vehicle, 1 + np.flatnonzero(self._calls.ships))
        at = np.flatnonzero(ships)
        afloat: list[str] = []
        if len(at):
            afloat = territories([vertices[k] for k in at.tolist()], self.nodes, self.links)
        used = vertices.node[: len(ships)]
        zone = [*zones(self.nodes).values()]
        names = tuple(sorted({*zone, *afloat} - {""}))
        number = {name: k for k, name in enumerate(names)} | {"": -1}
        ashore = numbers_of(zone, number).astype(np.int64)
        found = np.concatenate([ashore[used], np.full(len(vertices) - len(ships), -1)])
        found[at] = numbers_of(afloat, number)
        return found, names


def _numbered(
    present: Mapping[_Slot, np.ndarray], nodes: Sequence[str], vehicles: Sequence[str]
) -> _Places:
    """Return the vertices of slots, numbered node after node."""
    here = np.stack([*present.values()], axis=1)
    number = np.where(here, np.cumsum(here.ravel()).reshape(here.shape) - 1, -1)
    roles = tuple(dict.fromkeys(role for _, role in present))
    words = ("", *vehicles)
    slot = np.nonzero(here)[1]
    vehicle = np.array([words.index(name) for name, _ in present], np.int16)[slot]
    role = np.array([roles.index(name) for _, name in present], np.int16)[slot]
    first = np.concatenate([[0], np.cumsum(here.sum(axis=1))])
    slots = {name: number[:, k].astype(np.int32) for k, name in enumerate(present)}
    return _Places(slots, Vertices(nodes, words, roles, first, vehicle, role))


def _through_block(
    places: _Places,
    through: Sequence[tuple[str, str]],
    row: Mapping[str, int],
    vehicles: Mapping[str, int],
) -> Block:
    """Return the arcs of goods that stay aboard where others change vehicle."""
    node = numbers_of([node for node, _ in through], row)
    vehicle = numbers_of([name for _, name in through], vehicles)
    tail, head = np.zeros(len(through), np.int64), np.zeros(len(through), np.int64)
    for name, number in vehicles.items():
        here = vehicle == number
        if here.any():
            tail[here] = places.slots[name, "in"][node[here]]
            head[here] = places.slots[name, "out"][node[here]]
    columns: dict[str, np.ndarray | float] = {
        "tail": tail, "head": head, "kind": TERMINAL, "from_place": node, "to_place": node,
        "vehicle": vehicle,
    }  # fmt: skip
    nowhere = np.full((len(through), 2), -1)
    return Block(np.arange(len(through)), columns, np.zeros_like(nowhere, np.int16), nowhere)


def _arcs_at(row: Mapping[str, int], vertices: Vertices, arcs: Mapping[str, np.ndarray]) -> ArcsOf:
    """Return the arcs that begin or end at each node."""
    node = vertices.node
    ends = [node[arcs[end]] for end in ("tail", "head")]
    every = np.arange(len(ends[0]))
    other = (ends[1] >= 0) & (ends[1] != ends[0])
    some = ends[0] >= 0
    thing = np.concatenate([ends[0][some], ends[1][other]])
    arc = np.concatenate([every[some], every[other]])
    order = np.argsort(arc, kind="stable")
    return ArcsOf(row, thing[order], arc[order])


def compile_bulk(tables: Mapping[str, Table], rates: object) -> StateGraph:
    """Compile the tables of a large network into a state graph."""
    return BulkCompiler(tables, rates).compile()  # type: ignore[arg-type]
