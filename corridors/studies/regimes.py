"""Under which customs regimes goods can pass a border: a look-up in the table ``regimes``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corridors.network.network import Network

_ANY = "*"
#: Within a customs union, and where a country has papers of its own, the general ones are not said.
_UNION, _NATIONAL = "union", "national"
_ORDER = (_UNION, "tir", "agreement", "note", _NATIONAL)


@dataclass(frozen=True, slots=True)
class Regime:
    """A customs regime at a border.

    Attributes
    ----------
    regime_id, name
        Its id in the table, and what it is called.
    kind
        ``tir``, ``union``, ``agreement``, ``note`` (of a railway) or ``national``.
    note, source_id, basis
        Remarks, where it is said, and how good that is.
    """

    regime_id: str
    name: str
    kind: str
    note: str
    source_id: str
    basis: str


def regimes_at(
    net: Network, mode: str, left: str, entered: str, countries: Sequence[str]
) -> tuple[Regime, ...]:
    """Return the regimes under which goods can enter a country, unions and TIR first.

    It is a look-up by the parties, not advice on the law. Goods that go out to sea enter nothing.

    Parameters
    ----------
    net
        The network, with its table.
    mode
        By what the border is passed.
    left, entered
        Codes of the countries; ``"*"`` is the sea.
    countries
        Codes of the countries of the trip, in order.

    Examples
    --------
    >>> import corridors as co
    >>> found = regimes_at(co.load(), "road", "PK", "AF", ["PK", "AF", "UZ"])
    >>> [regime.regime_id for regime in found]
    ['tir', 'aptta', 'national']
    """
    if entered == _ANY or mode == "pipeline":
        return ()
    table = net.table("regimes")
    rows = [r for r in table if _has(r["mode"], mode) and _applies(r, left, entered, countries)]
    if any(row["kind"] == _UNION for row in rows):
        rows = [row for row in rows if row["kind"] != _NATIONAL]
    if any(row["kind"] == _NATIONAL and row["members"] != _ANY for row in rows):
        rows = [row for row in rows if row["members"] != _ANY]
    rows.sort(key=lambda row: (_ORDER.index(row["kind"]), row["regime_id"]))
    return tuple(Regime(**{name: row[name] for name in Regime.__slots__}) for row in rows)


def _applies(row: dict, left: str, entered: str, countries: Sequence[str]) -> bool:
    members, applies = row["members"], row["applies"]
    if not _has(members, entered):
        return False
    if applies == "both":
        return _has(members, left)
    if applies == "trip":
        return any(_has(members, other) for other in countries if other != entered)
    return bool((entered == countries[-1]) == (applies == "destination"))


def _has(words: str, one: str) -> bool:
    return words == _ANY or one in words.split(";")
