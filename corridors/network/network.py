"""The Network: checked tables that never change, and views of them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from corridors.display import show
from corridors.errors import DataError, UnknownNameError, there_is_no
from corridors.network.checks import check_tables, check_whole
from corridors.network.forms.geometry import Line
from corridors.network.once import MOST_ANSWERS, Once
from corridors.network.tables import Table, half_letters
from corridors.vocabulary import counted

if TYPE_CHECKING:
    from datetime import date

    import folium
    import geopandas as gpd
    import networkx as nx
    import pandas as pd

    from corridors.network.changes.cards import Scenario
    from corridors.network.checks.rules import Rules
    from corridors.network.lookup import Lookup
    from corridors.network.places import Gazetteer

CRS = "EPSG:4326"
T = TypeVar("T")
#: A value of a table: table, row, column.
Place = tuple[str, int, str]
#: What a network knows of where it comes from.
_HISTORY = (
    "name", "situation", "base", "scenarios", "reference", "felt", "day", "complete", "report",
)  # fmt: skip
#: What a network has made of its keys and of its geometry: values that change leave it.
_OF_KEYS = frozenset(
    {"_lines", "_link_rows", "_node_rows", "gazetteer", "corridor_ids", "bcp_links"}
)


class Revision(NamedTuple):
    """What a network was changed from, and the values that are different."""

    network: Network
    places: frozenset[Place]


class Network:
    """A freight network: nodes, links, borders, terminals, services and prices.

    A network does not change: methods return new networks, properties return copies.
    Make one with :func:`corridors.load` or :func:`corridors.read_network`.

    Parameters
    ----------
    tables
        Every table of the schema by name; they are checked.
    geometry
        Reads the lines of links that have one, by ``link_id``, when they are first needed.
    name, situation
        What the network is called, and of which day and scenarios it is.
    base
        The network without its scenarios; ``None`` if it has none.
    scenarios
        The scenarios applied to it.
    reference
        The network without events; ``None`` if it is that itself.
    felt
        Ids of the events that it feels.
    day
        The day as which it stands; ``None``: the reference year.
    complete
        Whether it is whole, not the part of one that some links make.
    report
        What an import did, if it was imported.

    Raises
    ------
    DataError
        With every fault of the tables.

    Examples
    --------
    >>> import corridors as co
    >>> net = co.load("tapi")
    >>> net
    Network('tapi': ...)
    """

    def __init__(
        self,
        tables: Mapping[str, Table],
        *,
        geometry: Callable[[], Mapping[str, Line]] | None = None,
        name: str = "network",
        situation: str = "reference year",
        base: Network | None = None,
        scenarios: tuple[Scenario, ...] = (),
        reference: Network | None = None,
        felt: tuple[str, ...] = (),
        day: date | None = None,
        complete: bool = True,
        report: object = None,
    ) -> None:
        check_whole(tables)
        faults = [
            *check_tables(tables),
            *(f for t in tables.values() for f in t.once(half_letters)),
        ]
        if faults:
            raise DataError(faults)
        self._fill(
            _tables={key: table.sorted_by_key() for key, table in tables.items()},
            _read_geometry=geometry or dict,
            name=str(name).encode("utf-8", "backslashreplace").decode(),
            situation=situation,
            base=base,
            scenarios=scenarios,
            reference=reference,
            felt=felt,
            day=day,
            complete=complete,
            report=report,
            revision=None,
            _once=Once(),
        )

    #: The network without its scenarios, or ``None`` if it has none; and without events.
    base: Network | None
    scenarios: tuple[Scenario, ...]
    reference: Network | None
    #: Ids of the events that it feels.
    felt: tuple[str, ...]
    #: The day as which it stands; ``None``: the reference year.
    day: date | None
    name: str
    situation: str
    #: Whether it is whole, not the part of one that some links make.
    complete: bool
    #: What an import did (``sources.making.account.ImportReport``), if this was imported.
    report: object
    #: What it was changed from, if only values differ.
    revision: Revision | None
    _tables: Mapping[str, Table]
    _read_geometry: Callable[[], Mapping[str, Line]]
    _once: Once

    def _fill(self, **values: Any) -> None:
        self.__dict__.update(values)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a network does not change: {name!r} cannot be set")

    def __repr__(self) -> str:
        countries = len(set(self._tables["nodes"]["country"]) - {""})
        nodes, links = (len(self._tables[name]) for name in ("nodes", "links"))
        return (
            f"Network({self.name!r}: {counted(nodes, 'node', str(nodes))}, "
            f"{counted(links, 'link', str(links))}, {counted(countries, 'country')})"
        )

    def _repr_html_(self) -> str:
        html: str = show(self, "Network", "_repr_html_")
        return html

    def explore(self, *, language: str = "en") -> folium.Map:
        """Return an interactive map of the network.

        Parameters
        ----------
        language
            Of its words: ``"en"``, ``"ru"``, ``"tr"`` or ``"zh"``.
        """
        return show(self, "Network", "explore", language=language)

    def to_lonboard(self) -> Any:
        """Return a map by lonboard, which draws on the graphics card: for networks of a region.

        It has links and places, no background: nothing is fetched. Where it is shown, say beside
        it whose the lines are, as ``geodata/LICENSE`` does (© OpenStreetMap contributors).

        Raises
        ------
        ImportError
            If ``lonboard`` is not installed (extra ``lonboard``).
        """
        return show(self, "Network", "to_lonboard")

    def __getstate__(self) -> dict:
        return {
            "_tables": self._tables,
            "_lines": dict(self._lines),
            **{name: getattr(self, name) for name in _HISTORY},
        }

    def __setstate__(self, state: dict) -> None:
        lines = state["_lines"]
        self._fill(**state, _read_geometry=lambda: lines, revision=None, _once=Once())

    # -- tables ---------------------------------------------------------------------------

    def table(self, name: str) -> Table:
        """Return one table in its immutable form; ``.to_frame()`` makes a DataFrame of it.

        Parameters
        ----------
        name
            One of ``table_names``.

        Raises
        ------
        UnknownNameError
            If there is no table of that name.
        """
        if name not in self._tables:
            raise UnknownNameError(
                there_is_no("table", name, self._tables, f"Tables: {', '.join(self._tables)}")
            )
        return self._tables[name]

    def row(self, name: str, key: str | None = None) -> pd.DataFrame:
        """Return the rows of one thing: a place, a link, a border in each direction and mode.

        Parameters
        ----------
        name
            One of ``table_names``, or ``"scenarios"`` for what one applied to it changes; or,
            without ``key``, a row's name as ledgers and :func:`charges` tell it: the table and
            the words of its key.
        key
            Its id; or the words of its key, or the first of them.

        Raises
        ------
        UnknownNameError
            If there is no table of that name, or nothing of that id in it.
        TypeError
            If they are no texts.
        ValueError
            If only a table is given.

        Examples
        --------
        >>> import corridors as co
        >>> co.load().row("border_crossings", "af-pk-torkham")["from_country"].unique().tolist()
        ['AF', 'PK']
        >>> co.load().row("tariffs rail PK 40ft")["mode"].tolist()
        ['rail']
        """
        from corridors.network.lookup import rows_of

        if not isinstance(name, str) or not isinstance(key, str | None):
            raise TypeError(f"row: name and key are texts, not {name!r} and {key!r}")
        if key is None:
            name, _, key = name.strip().partition(" ")
        if name == "scenarios" and key.strip():
            from corridors.network.changes.cards import overrides_of

            return overrides_of(self.scenarios, key.strip())
        table = self.table(name)
        if not key.strip():
            raise ValueError(f"row of {name}: give its id, or the words of its key")
        return table.to_frame().iloc[rows_of(table, key)].reset_index(drop=True)

    @property
    def table_names(self) -> tuple[str, ...]:
        """Names of the tables."""
        return tuple(self._tables)

    @property
    def data_version(self) -> str:
        """Version of the tables by year and month, of the table ``vintage``; empty if not told."""
        rows = self._tables["vintage"]
        return str(max(zip(rows["released"], rows["version"], strict=True), default=("", ""))[1])

    @property
    def nodes(self) -> gpd.GeoDataFrame:
        """Nodes by ``node_id``, as points in WGS84."""
        import geopandas as gpd

        frame = self._tables["nodes"].to_frame().set_index("node_id")
        points = gpd.points_from_xy(frame["lon"], frame["lat"])
        return gpd.GeoDataFrame(frame, geometry=points, crs=CRS)

    @property
    def links(self) -> gpd.GeoDataFrame:
        """Links by ``link_id``, as lines in WGS84; ``length_km`` is the length along the way."""
        import geopandas as gpd
        from shapely import LineString

        frame = self._tables["links"].to_frame().set_index("link_id")
        lines = [LineString(self.line(link)) for link in frame.index]
        return gpd.GeoDataFrame(frame, geometry=lines, crs=CRS)

    @property
    def corridor_links(self) -> pd.DataFrame:
        """Links and gates of the corridors."""
        return self._tables["corridor_links"].to_frame()

    @property
    def transshipments(self) -> pd.DataFrame:
        """Hours and USD of changing vehicle, by node and pair of vehicle classes."""
        return self._tables["transshipments"].to_frame()

    @property
    def border_crossings(self) -> pd.DataFrame:
        """Hours and USD of border crossing points, by direction and mode."""
        return self._tables["border_crossings"].to_frame()

    @property
    def services(self) -> pd.DataFrame:
        """Scheduled services: departures a week, hours, freight."""
        return self._tables["services"].to_frame()

    @property
    def tariffs(self) -> pd.DataFrame:
        """Prices of running one km, by mode, country and box."""
        return self._tables["tariffs"].to_frame()

    @property
    def events(self) -> pd.DataFrame:
        """Dated changes by ``event_id``; ``felt`` marks those that this network feels."""
        frame = self._tables["events"].to_frame().set_index("event_id")
        return frame.assign(felt=frame.index.isin(self.felt))

    @property
    def sources(self) -> pd.DataFrame:
        """Sources by ``source_id``."""
        return self._tables["sources"].to_frame().set_index("source_id")

    @property
    def rules(self) -> Rules:
        """Whose rules hold: ``re_entry`` and ``lengths``; see :meth:`with_rules`."""
        from corridors.network.checks.rules import rules_in

        return rules_in(self._tables)

    # -- geometry -------------------------------------------------------------------------

    @cached_property
    def _lines(self) -> Mapping[str, Line]:
        return self._read_geometry()

    @property
    def own_lines(self) -> Mapping[str, Line]:
        """The lines of the links that have one of their own, by ``link_id``."""
        return MappingProxyType(dict(self._lines))

    @cached_property
    def _link_rows(self) -> Mapping[str, int]:
        return self._tables["links"].index("link_id")

    @cached_property
    def _node_rows(self) -> Mapping[str, int]:
        return self._tables["nodes"].index("node_id")

    def link_row(self, link_id: str) -> int:
        """Return the row of a link in the table of links.

        Parameters
        ----------
        link_id
            The id of a link.

        Raises
        ------
        UnknownNameError
            If there is no link of that id.
        """
        if link_id not in self._link_rows:
            raise UnknownNameError(there_is_no("link", link_id, self._link_rows))
        return self._link_rows[link_id]

    def node_row(self, node_id: str) -> int:
        """Return the row of a node in the table of nodes.

        Parameters
        ----------
        node_id
            The id of a node.

        Raises
        ------
        UnknownNameError
            If there is no node of that id.
        """
        if node_id not in self._node_rows:
            raise UnknownNameError(there_is_no("node", node_id, self._node_rows))
        return self._node_rows[node_id]

    def line(self, link_id: str) -> Line:
        """Return the (lon, lat) points of a link from ``from_node`` to ``to_node``.

        A link without geometry is a straight line between its ends.

        Parameters
        ----------
        link_id
            The id of a link.

        Raises
        ------
        UnknownNameError
            If there is no link of that id.
        """
        row = self.link_row(link_id)
        if link_id in self._lines:
            return [(lon, lat) for lon, lat in self._lines[link_id]]
        links, nodes = self._tables["links"], self._tables["nodes"]
        ends = (self._node_rows[links[end][row]] for end in ("from_node", "to_node"))
        return [(nodes["lon"][k], nodes["lat"][k]) for k in ends]

    # -- compiled forms, made once ---------------------------------------------------------

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """Find places by name, alias, id, UN/LOCODE or position."""
        from corridors.network.places import Gazetteer

        return Gazetteer(self._tables["nodes"], self._tables["transshipments"])

    @cached_property
    def corridor_ids(self) -> tuple[str, ...]:
        """Ids of the corridors of which this network has links."""
        members = self._tables["corridor_links"]
        columns = (members[name] for name in ("corridor_id", "link_id", "node_id"))
        present = {corridor for corridor, *member in zip(*columns, strict=True) if any(member)}
        return tuple(str(c) for c in self._tables["corridors"]["corridor_id"] if c in present)

    @cached_property
    def bcp_links(self) -> Mapping[str, tuple[str, ...]]:
        """Ids of the links that pass each border crossing point."""
        found: dict[str, list[str]] = {}
        links = self._tables["links"]
        for link, bcp in zip(links["link_id"], links["bcp_id"], strict=True):
            if bcp:
                found.setdefault(str(bcp), []).append(str(link))
        return {bcp: tuple(ids) for bcp, ids in found.items()}

    def once(self, make: Callable[..., T], *more: Hashable, most: int = MOST_ANSWERS) -> T:
        """Return ``make(network, *more)``, made once; the last ``most`` of a function are kept.

        ``make`` is a function of a module: what is kept is told by it and by ``more``.

        Parameters
        ----------
        make
            A function of a module, called with the network and ``more``.
        *more
            What else it takes; hashable.
        most
            So many answers of the function are kept.
        """
        return self._once.get(self, make, *more, most=most)

    @cached_property
    def lookup(self) -> Lookup:
        """Find rows of the tables by country, mode, corridor and the like."""
        from corridors.network.lookup import Lookup

        return Lookup(self._tables)

    # -- scenarios and situations ---------------------------------------------------------

    def apply(self, *scenarios: str | Scenario) -> Network:
        """Return the network with scenarios applied; their order does not matter.

        Parameters
        ----------
        *scenarios
            Cards, ids of embedded ones, or paths of ``.toml`` files; those that
            a card requires come with it.

        Raises
        ------
        ScenarioError
            With every fault of the scenarios, or the reason why they cannot be combined.

        Examples
        --------
        >>> import corridors as co
        >>> co.load().apply("suez-closed").situation
        'reference year; scenario suez-closed'
        """
        from corridors.network.changes.apply import apply_scenarios

        return apply_scenarios(self, scenarios)

    def at(self, day: str | date) -> Network:
        """Return the network as it stood on a day; its scenarios are applied to that.

        Parameters
        ----------
        day
            A date, or a text such as ``"2026-03-15"``; ``"reference"`` is the network without
            events, also for a departure.

        Raises
        ------
        ValueError
            If the text is no date, or the day lies before the first event.
        DataError
            If the table of events has faults.
        ScenarioError
            If its scenarios cannot be applied to that day.

        Examples
        --------
        >>> import corridors as co
        >>> co.load().at("2024-06-01").situation
        '2024-06-01...'
        """
        from corridors.network.changes.events import network_at

        return network_at(self, day)

    # -- other forms ----------------------------------------------------------------------

    def to_networkx(
        self, *, shipment: Any | None = None, expanded: bool = False
    ) -> nx.MultiDiGraph:
        """Return the operational network as a graph in OSMnx's conventions.

        Nodes have ``x``, ``y``, ``street_count``; edges have ``osmid`` (the link id),
        ``length`` in m, ``geometry``, ``mode``, ``name``; both directions of a link are
        edges; the key tells parallel links apart.

        Parameters
        ----------
        shipment
            A :class:`corridors.Shipment`. Edges then have ``usd`` (USD of the whole shipment),
            ``h`` (hours), ``km``, ``transits``, ``co2e`` (kg CO2e), ``country`` (its code, or
            ``"PK>AF"`` where it passes a border) and ``bcp_id`` (the border crossing point or
            ``""``): running, border and waiting of the link's cheapest service together. Links
            that are closed to the shipment are left out. Changes of vehicle are not in it.
        expanded
            Whether borders, waiting, loading, transshipment, breaks of gauge and customs are
            edges of their own, of the same attributes and a ``kind``: for the shipment, or a
            40-foot box. Nodes are ``"pk-karachi:origin"``, ``"pk-karachi:destination"`` and
            between them ``"pk-karachi:rail-1676:out"``, with ``node_id``, ``vehicle`` and
            ``role``. A shortest path is then what :func:`corridors.route` finds, but where that
            path enters a country twice, or passes a post that is not for goods in transit, which
            ``route`` does not allow.

        Examples
        --------
        >>> import corridors as co
        >>> import networkx as nx
        >>> graph = co.load().to_networkx(shipment=co.Shipment(), expanded=True)
        >>> ends = "pk-karachi:origin", "pk-lahore:destination"
        >>> nx.dijkstra_path(graph, *ends, weight="usd")[1]
        'pk-karachi:...'

        Betweenness by cost, from a sample of places:

        >>> graph = co.load().to_networkx(shipment=co.Shipment())
        >>> shares = nx.betweenness_centrality(graph, k=5, weight="usd", seed=1)
        >>> len(shares) == len(graph)
        True
        """
        if shipment is not None or expanded:
            return show(self, "Network", "to_networkx", shipment=shipment, expanded=expanded)
        from corridors.network.forms.interchange import to_networkx

        return to_networkx(self)

    def write(self, path: str | Path) -> None:
        """Write a folder of tables, or one ``.gpkg`` file, that :func:`read_network` reads.

        It is whole or not there. What a folder held of an older network goes; other files stay.
        A network of a day (:meth:`at`) is written as it stood on it: its events are in its values
        and left out of the tables, as prices and charges that held on other days are.

        Parameters
        ----------
        path
            A folder, or a file that ends in ``.gpkg``.

        Raises
        ------
        OSError
            If it cannot be written, or the folder holds files of another kind that would change;
            what was there stays.
        """
        from corridors.network.forms.folder import write_network

        write_network(self, path)

    def replaced(
        self,
        tables: Mapping[str, Table],
        *,
        lines: Mapping[str, Line] | None = None,
        places: frozenset[Place] | None = None,
        **history: Any,
    ) -> Network:
        """Return a network with some tables replaced; what is not said of its history stays.

        Parameters
        ----------
        tables
            The tables that differ.
        lines
            Geometry of links, beside or in place of what there is; with ``places``, all of it.
        places
            The values that differ, from a caller who has checked them: rows, keys and what
            refers to what are the same, so nothing is checked or made again but what is made of
            these values.
        **history
            Name, situation, base, scenarios, reference, felt, day, complete or report.
        """
        kept = {name: getattr(self, name) for name in _HISTORY}
        if places is None:
            return Network(
                {**self._tables, **tables},
                geometry=lambda: {**self._lines, **(lines or {})},
                **{**kept, **history},
            )
        kept_of_keys = _OF_KEYS if lines is None else _OF_KEYS - {"_lines"}
        net = object.__new__(Network)
        net._fill(
            **{name: made for name, made in self.__dict__.items() if name in kept_of_keys},
            **{**kept, **history},
            _tables={**self._tables, **tables},
            _read_geometry=(lambda: self._lines) if lines is None else (lambda: lines),
            revision=Revision(self, places),
            _once=Once(),
        )
        return net

    def with_rules(self, *, re_entry: str | None = None, lengths: str | None = None) -> Network:
        """Return the network under other rules; a rule that is not named stays.

        They stand in the table ``rules``, at every day and under every scenario, and are written
        and read with the network.

        Parameters
        ----------
        re_entry
            ``"forbid"``: no way comes back to a country that it has left, as in the embedded
            network; ``"allow"``: it may, as in imported models.
        lengths
            ``"check"``: lengths of links must fit the straight line between their ends, as in
            the embedded network; ``"trust"``: they are taken as they are, as in imported models.

        Raises
        ------
        ValueError
            If a word is none of these.
        DataError
            With every link whose length does not fit, where lengths are checked from now on.

        Examples
        --------
        >>> import corridors as co
        >>> net = co.load()
        >>> net.rules
        Rules(re_entry='forbid', lengths='check')
        >>> net.with_rules(re_entry="allow").rules.re_entry
        'allow'
        """
        from corridors.network.checks.rules import with_rules

        return with_rules(self, re_entry=re_entry, lengths=lengths)

    def through(self, step: Callable[[Network], Network]) -> Network:
        """Return what a step makes of the network, and of those that it was changed from.

        A part, or a network joined to another, is then a part at every day and under every
        scenario: :meth:`at` and :meth:`apply` begin from what the step makes of their beginnings.

        Parameters
        ----------
        step
            Makes a network of a network.
        """
        base = self.base and self.base.through(step)
        reference = self.reference and (
            base.reference if base is not None else self.reference.through(step)
        )
        return step(self).replaced(
            {},
            base=base,
            reference=reference,
            scenarios=self.scenarios,
            felt=self.felt,
            day=self.day,
            situation=self.situation,
            places=frozenset(),
        )

    def subset(self, link_ids: Iterable[str], *, name: str) -> Network:
        """Return the network of some links, their nodes, and all that belongs to them.

        A corridor keeps its gates, also those of which no link is left: what the part cannot do
        is refused by name.

        Parameters
        ----------
        link_ids
            Ids of links.
        name
            What the part is called.
        """
        from corridors.network.parts import part_of

        chosen = frozenset(link_ids)
        return self.through(lambda net: part_of(net, chosen, name))

    def without_lines(self) -> Network:
        """Return the network with straight lines for geometry: for workers that only route."""
        return self.replaced({}, places=frozenset(), lines={})
