"""Find the border crossing that a name means: ``Khunjerab``, ``Irkeshtam``, ``Horgos (RS)``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from corridors.errors import UnknownNameError
from corridors.network.countries import country_name
from corridors.network.earth import great_circle_km
from corridors.network.places.naming import LEAST_LETTERS, SAME_PLACE_KM, qualified, words_of
from corridors.network.spelling import fold

if TYPE_CHECKING:
    from corridors.network.network import Network

_PIPELINE = "pipeline"
#: So many crossings are told of those that a name may mean.
_MOST_TOLD = 6
#: The kind of the nodes that are border posts.
AT_BORDER = "border_crossing"


@dataclass(frozen=True)
class Crossing:
    """A land border crossing by one mode, with all that it is called.

    Attributes
    ----------
    bcp_id, name, mode
        As in the table.
    countries
        Codes of the two.
    at
        Longitude and latitude of one of its ends.
    spellings
        Its name, the last words of its id, and the names of the border posts at its ends.
    """

    bcp_id: str
    name: str
    mode: str
    countries: frozenset[str]
    at: tuple[float, float]
    spellings: tuple[str, ...]

    def is_beside(self, at: tuple[float, float]) -> bool:
        """Say whether it lies at a place."""
        return great_circle_km(*self.at, *at) <= SAME_PLACE_KM

    @cached_property
    def keys(self) -> frozenset[str]:
        """Its spellings, folded."""
        return frozenset(map(fold, self.spellings))

    @cached_property
    def words(self) -> tuple[frozenset[str], ...]:
        """The words of each of its spellings, folded."""
        return tuple(map(words_of, self.spellings))

    @property
    def told(self) -> str:
        """What it is, for people who must choose."""
        pair = " and ".join(sorted(map(country_name, self.countries)))
        return f"{self.name} ({self.mode} border crossing, {pair}): {self.bcp_id!r}"


def crossings_named(net: Network, name: str) -> tuple[Crossing, ...]:
    """Return the land border crossings that bear a name, or have all its words in one of theirs.

    The name may be followed by one of the two countries: ``Horgos (RS)``. Those that bear the whole
    name come alone; pipelines only where nothing else is meant.

    Parameters
    ----------
    net
        The network.
    name
        A name or words of one.

    Examples
    --------
    >>> import corridors as co
    >>> sorted({crossing.bcp_id for crossing in crossings_named(co.load(), "Khunjerab")})
    ['cn-pk-khunjerab']
    """
    base, country = qualified(name)
    every = [c for c in net.once(_crossings) if country in c.countries]
    if not every:  # what follows, if anything, is no country: Kartsakhi - Canbaz (BTK)
        base, every = name, list(net.once(_crossings))
    key, words = fold(base), words_of(base)
    if len(key) < LEAST_LETTERS:
        return ()
    found = [c for c in every if key in c.keys]
    found = found or [c for c in every if any(words <= said for said in c.words)]
    return tuple([c for c in found if c.mode != _PIPELINE] or found)


def one_crossing(name: str, found: tuple[Crossing, ...]) -> tuple[Crossing, ...]:
    """Return crossings of one name if they are one place: road and rail beside one another, say.

    Raises
    ------
    UnknownNameError
        If they lie at several places, or between other countries.
    """
    first = found[0]
    if all(c.countries == first.countries and c.is_beside(first.at) for c in found):
        return found
    told = list(dict.fromkeys(crossing.told for crossing in found))
    more = f" and {len(told) - _MOST_TOLD} more" if len(told) > _MOST_TOLD else ""
    listed = "; ".join(told[:_MOST_TOLD])
    raise UnknownNameError(
        f"{name!r} is the name of several border crossings: {listed}{more}. Give the id, or a "
        f"country as in '{qualified(name)[0]} ({min(first.countries)})'"
    )


def _crossings(net: Network) -> tuple[Crossing, ...]:
    nodes, links, table = (net.table(name) for name in ("nodes", "links", "border_crossings"))
    row = nodes.index("node_id")
    known = {
        (bcp, mode): (name, frozenset((home, away)))
        for bcp, mode, name, home, away in zip(
            *(table[c] for c in ("bcp_id", "mode", "name", "from_country", "to_country")),
            strict=True,
        )
        if "*" not in (home, away)
    }
    ends: dict[tuple[str, str], list[int]] = {}
    for bcp, mode, *both in zip(
        *(links[c] for c in ("bcp_id", "mode", "from_node", "to_node")), strict=True
    ):
        if (bcp, mode) in known:
            ends.setdefault((bcp, mode), []).extend(row[node] for node in both)
    found = []
    for (bcp, mode), rows in ends.items():
        name, countries = known[bcp, mode]
        posts = [r for r in dict.fromkeys(rows) if nodes["kind"][r] == AT_BORDER]
        names = [s for r in posts for s in (nodes["name"][r], *str(nodes["aliases"][r]).split(";"))]
        parts = [p for p in str(bcp).split("-") if p.upper() not in countries]
        spellings = (str(name), " ".join(parts), *names)
        at = (float(nodes["lon"][rows[0]]), float(nodes["lat"][rows[0]]))
        found.append(Crossing(bcp, str(name), mode, countries, at, tuple(filter(None, spellings))))
    return tuple(found)
