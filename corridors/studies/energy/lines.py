"""A pipeline as the tables have it: its sections in order, what is taken off, its prices."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from corridors.errors import DataError, UnknownNameError, nearest_words
from corridors.network.countries import country_name
from corridors.network.places import CITY_KM
from corridors.network.places.stations import stations_of
from corridors.vocabulary import listed

if TYPE_CHECKING:
    from corridors.network.network import Network

Row = dict[str, Any]
#: So many names stand in a sentence.
_MOST_NAMES = 3


@dataclass(frozen=True)
class Section:
    """A link of a pipeline: where it is, and the row of ``pipelines`` that tells of its pipe."""

    link_id: str
    name: str
    from_node: str
    to_node: str
    from_country: str
    to_country: str
    start_km: float
    km: float
    status: str
    pipe: Row

    @property
    def end_km(self) -> float:
        """The km of its end from the beginning of the line."""
        return self.start_km + self.km


@dataclass(frozen=True)
class Offtake:
    """What is taken off at a place: billion cubic metres of gas, or Mt of oil, a year."""

    node_id: str
    name: str
    country: str
    line_ref: str
    km: float
    amount: float
    source_id: str
    basis: str


@dataclass(frozen=True)
class Line:
    """A pipeline: sections from its beginning, and branches that are in operation.

    ``offtakes`` are those of the line and of its branches; the km of a branch are counted from the
    beginning of the line.
    """

    ref: str
    commodity: str
    sections: tuple[Section, ...]
    capacity: float
    offtakes: tuple[Offtake, ...] = ()
    branches: tuple[Line, ...] = ()
    branch_km: float = 0.0

    @property
    def unit(self) -> str:
        """What amounts a year are told in."""
        return "bcm" if self.commodity == "gas" else "Mt"

    @property
    def km(self) -> float:
        """Its length."""
        return self.sections[-1].end_km

    @property
    def amount(self) -> float:
        """What is taken off in a year, all together."""
        return math.fsum(one.amount for one in self.offtakes)

    @property
    def home(self) -> str:
        """The country where it begins."""
        return self.sections[0].from_country

    def countries_to(self, km: float) -> list[str]:
        """Return the countries that it passes up to so many km, in order."""
        found = [self.home]
        for section in self.sections:
            if section.start_km < km:
                found += [section.from_country, section.to_country]
        return list(dict.fromkeys(found))

    def passed_to(self, one: Offtake) -> list[str]:
        """Return the countries that gas passes to an off-take: of a branch, up to it and on it."""
        branch = next((b for b in self.branches if b.ref == one.line_ref), None)
        if branch is None:
            return self.countries_to(one.km)
        return list(
            dict.fromkeys([*self.countries_to(branch.branch_km), *branch.countries_to(one.km)])
        )

    def border_km(self) -> float:
        """Return the km at which it leaves the country where it begins; 0 if it does not."""
        return next((s.end_km for s in self.sections if s.to_country != self.home), 0.0)

    def km_of(self, node: str) -> float:
        """Return the km of one of its places; ``nan`` if it is none."""
        for section in self.sections:
            if node == section.from_node:
                return section.start_km
            if node == section.to_node:
                return section.end_km
        return math.nan


def line_refs(net: Network) -> list[str]:
    """Return the pipelines of which the table ``pipelines`` tells, in the words of ``line_ref``."""
    refs = net.table("links").pairs("link_id", "line_ref")
    found = {str(refs[link]) for link in net.table("pipelines")["link_id"] if link in refs}
    return sorted(found - {""})


def line_of(net: Network, name: str, offtakes: Mapping[str, float] | None = None) -> Line:
    """Return a pipeline with what is taken off.

    Parameters
    ----------
    net
        The network.
    name
        The word of ``line_ref``, in any case.
    offtakes
        Billion cubic metres (of oil: Mt) a year by place, in place of the table's.

    Raises
    ------
    UnknownNameError
        If there is no such pipeline, or a place is none of its off-takes.
    DataError
        If its links make no line, or the table has no capacity or no off-takes.
    ValueError
        If more is taken off than it carries, or less than nothing.
    """
    line = _chain(net, _ref(net, name))
    branches = tuple(_branches(net, line))
    line = replace(line, branches=branches)
    return replace(line, offtakes=tuple(_taken(net, line, offtakes or {})))


def _ref(net: Network, name: str) -> str:
    refs = line_refs(net)
    if not refs:
        raise DataError(["pipelines.csv has no rows: this network tells of no pipeline"])
    lower = {ref.casefold(): ref for ref in refs}
    found = lower.get(str(name).strip().casefold())
    if found is None:
        near = [lower[word] for word in nearest_words(str(name).casefold(), lower)]
        hint = f" Did you mean {' or '.join(map(repr, near))}?" if near else ""
        raise UnknownNameError(f"there is no pipeline {name!r}.{hint} They are {listed(refs)}.")
    return found


def _chain(net: Network, ref: str, start_km: float = 0.0) -> Line:
    """Return the sections of a line from its beginning."""
    pipes = {str(row["link_id"]): row for row in net.table("pipelines")}
    links = [
        row for row in net.table("links") if row["line_ref"] == ref and row["mode"] == "pipeline"
    ]
    following = {row["from_node"]: row for row in links}
    first = set(following) - {row["to_node"] for row in links}
    chain: list[Section] = []
    node, at = next(iter(first), ""), start_km
    home = net.table("nodes").pairs("node_id", "country")
    while node in following and len(chain) < len(links):
        link = following[node]
        start, end = str(link["from_node"]), str(link["to_node"])
        chain.append(
            Section(
                link_id=str(link["link_id"]),
                name=str(link["name"]),
                from_node=start,
                to_node=end,
                from_country=str(home[start]),
                to_country=str(home[end]),
                start_km=at,
                km=float(link["length_km"]),
                status=str(link["status"]),
                pipe=pipes.get(str(link["link_id"]), {}),
            )
        )
        at, node = at + float(link["length_km"]), link["to_node"]
    if len(chain) < len(links):
        fault = f"links.csv: the {len(links)} links of {ref} make no line from one end to the "
        where = node or "no beginning"
        raise DataError([f"{fault}other: {len(chain)} follow one another from {where}"])
    known = [s.pipe["capacity"] for s in chain if s.pipe and not math.isnan(s.pipe["capacity"])]
    if not known:
        raise DataError([f"pipelines.csv: no row of {ref} has a capacity"])
    commodity = str(links[0]["commodity"])
    return Line(ref, commodity, tuple(chain), min(known), branch_km=start_km)


def _branches(net: Network, line: Line) -> list[Line]:
    """Return the branches of a line that are in operation: those that take a share of it."""
    table = net.table("offtakes")
    own = {row["node_id"] for row in table if row["line_ref"] == line.ref}
    refs = {str(r["line_ref"]) for r in table if r["instead_of"] and r["instead_of"] in own}
    found = []
    for ref in sorted(refs - {line.ref}):
        branch = _chain(net, ref)
        at = line.km_of(branch.sections[0].from_node)
        if not math.isnan(at) and all(s.status == "operational" for s in branch.sections):
            found.append(_chain(net, ref, at))
    return found


def _taken(net: Network, line: Line, given: Mapping[str, float]) -> list[Offtake]:
    """Return what is taken off along a line and its branches."""
    lines = {one.ref: one for one in (line, *line.branches)}
    nodes = net.table("nodes")
    table = [row for row in net.table("offtakes") if row["line_ref"] in lines]
    if not table:
        raise DataError([f"offtakes.csv: no row of {line.ref}"])
    amount = {str(row["node_id"]): row["share"] * line.capacity for row in table}
    for row in table:
        if row["instead_of"] in amount:
            amount[row["instead_of"]] -= row["share"] * line.capacity
        elif row["instead_of"]:  # a branch asked for by itself
            amount[str(row["node_id"])] = min(row["share"] * _feeding(net, row), line.capacity)
    said = _said(net, line, amount, given)
    # what a branch leaves of a share is known no better than what the branch takes
    rests = {str(row["instead_of"]): row for row in table if row["share"] > 0}
    found = []
    for row in table:
        node = str(row["node_id"])
        at = net.node_row(node)
        by = rests.get(node, row)
        source = ("", "given") if node in said else (str(by["source_id"]), str(by["basis"]))
        found.append(
            Offtake(
                node, str(nodes["name"][at]), str(nodes["country"][at]), str(row["line_ref"]),
                lines[str(row["line_ref"])].km_of(node), said.get(node, amount[node]), *source,
            )
        )  # fmt: skip
    _check(line, found)
    return sorted(found, key=lambda one: (one.km, one.node_id))


def _feeding(net: Network, taken: Row) -> float:
    """Return the capacity of the line of which a branch takes a share."""
    table = net.table("offtakes")
    refs = [r["line_ref"] for r in table if r["node_id"] == taken["instead_of"]]
    return _chain(net, str(refs[0])).capacity if refs else math.inf


def _said(
    net: Network, line: Line, known: Mapping[str, float], given: Mapping[str, float]
) -> dict[str, float]:
    """Return the amounts that a caller gives, by the node that each place means."""
    found: dict[str, float] = {}
    spelt: dict[str, str] = {}
    for place, amount in given.items():
        if isinstance(amount, bool) or not isinstance(amount, int | float):
            raise TypeError(f"offtakes: {place} is a number of {line.unit} a year, not {amount!r}")
        if not 0 <= amount < math.inf:
            raise ValueError(f"offtakes: {place} takes 0 {line.unit} a year or more, not {amount}")
        node = net.gazetteer.node_id(place)
        meant = [node] if node in known else [
            station for _, station in stations_of(net, node, CITY_KM) if station in known
        ]  # fmt: skip
        if not meant:
            names = [str(net.table("nodes")["name"][net.node_row(other)]) for other in known]
            raise UnknownNameError(
                f"{place} is no off-take of {line.ref}: they are {listed(names)}"
            )
        if meant[0] in found:
            first = next(word for word, one in spelt.items() if one == meant[0])
            raise ValueError(f"offtakes: {first} and {place} are one off-take; give it once")
        found[meant[0]], spelt[place] = float(amount), meant[0]
    return found


def _check(line: Line, taken: list[Offtake]) -> None:
    less = [one for one in taken if one.amount < -1e-9]
    if less:
        raise ValueError(
            f"{less[0].name} would take {less[0].amount:.3g} {line.unit} a year, less than "
            "nothing: a branch takes more than its share"
        )
    for part in (line, *line.branches):
        on_it = [one for one in taken if part is line or one.line_ref == part.ref]
        total = math.fsum(one.amount for one in on_it)
        if total > part.capacity * (1 + 1e-9):
            parts = ", ".join(f"{one.name} {one.amount:.6g}" for one in on_it if one.amount)
            most = f"{part.capacity:,.4g}"
            told = next(
                text for digits in range(4, 18)
                if (text := f"{total:,.{digits}g}") != f"{part.capacity:,.{digits}g}"
            )  # fmt: skip
            raise ValueError(
                f"the off-takes of {part.ref} add up to {told} {line.unit} a year, more "
                f"than its capacity of {most}: {parts}"
            )


def not_built(line: Line) -> str:
    """Say what of a line is not in operation; ``""`` if it all is."""
    names = [
        f"{s.name} ({s.status})"
        for one in (line, *line.branches)
        for s in one.sections
        if s.status != "operational"
    ]
    if not names:
        return ""
    more = f" and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else ""
    told = f"{', '.join(names[:_MOST_NAMES])}{more}" if more else listed(names)
    return f"As if it were built, which it is not: {told}."


def told_countries(codes: list[str]) -> str:
    """Return countries in words."""
    return listed(map(country_name, codes))
