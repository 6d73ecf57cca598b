"""Whose rules a network obeys: those of freight in the region, or those of another's model.

The table ``rules`` holds them, so they go wherever the tables go: into parts, other days,
scenarios, pickles and every format. A rule that it does not name is that of the embedded network.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from corridors.errors import not_one_of, one_of
from corridors.network.tables import Table

if TYPE_CHECKING:
    from corridors.network.network import Network

#: What each rule may be; the first is that of the embedded network.
SETTINGS: Mapping[str, tuple[str, ...]] = {
    "re_entry": ("forbid", "allow"),
    "lengths": ("check", "trust"),
}


class Rules(NamedTuple):
    """The rules of a network.

    Attributes
    ----------
    re_entry
        ``"forbid"``: no way comes back to a country that it has left; ``"allow"``: it may.
    lengths
        ``"check"``: the length of a link must fit the straight line between its ends;
        ``"trust"``: it is taken as it is.
    """

    re_entry: str = "forbid"
    lengths: str = "check"

    @property
    def may_return(self) -> bool:
        """Whether a way may come back to a country that it has left."""
        return self.re_entry == "allow"

    @property
    def lengths_checked(self) -> bool:
        """Whether lengths must fit the straight line."""
        return self.lengths == "check"


#: What models of others are read by, unless something else is asked for.
PERMISSIVE = Rules(re_entry="allow", lengths="trust")


def rules_in(tables: Mapping[str, Table]) -> Rules:
    """Return the rules that some tables tell."""
    table = tables.get("rules")
    if table is None or not len(table):
        return Rules()
    return Rules(**dict(zip(table["rule"], table["setting"], strict=True)))


def rules_table(rules: Rules) -> Table:
    """Return the table of some rules."""
    pairs = tuple(rules._asdict().items())
    names, settings = zip(*pairs, strict=True)
    return Table("rules", {"rule": names, "setting": settings, "note": ("",) * len(pairs)})


def rule_faults(tables: Mapping[str, Table]) -> list[str]:
    """Return the rules that have a setting of another rule."""
    table = tables.get("rules", Table("rules", {"rule": (), "setting": ()}))
    return [
        f"rules.csv:{row + 2}: {not_one_of(f'{rule}:', setting, SETTINGS[rule])}"
        for row, (rule, setting) in enumerate(zip(table["rule"], table["setting"], strict=True))
        if setting not in SETTINGS.get(rule, (setting,))
    ]


def with_rules(net: Network, **chosen: str | None) -> Network:
    """Return a network under other rules; see :meth:`Network.with_rules`."""
    told = {
        rule: one_of(rule, word, SETTINGS[rule])
        for rule, word in chosen.items()
        if word is not None
    }
    rules = net.rules._replace(**told)
    if rules == net.rules:
        return net
    table = rules_table(rules)
    return net.through(lambda one: one.replaced({"rules": table}))
