"""What a comparison comes to: its ways by corridor, each once, and the verdicts in sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from corridors.criteria import CRITERIA, Criterion
from corridors.routing.compare import ANY_WAY, Comparison
from corridors.routing.itinerary import Itinerary

if TYPE_CHECKING:
    from corridors.network.network import Network


def corridor_names(net: Network) -> dict[str, str]:
    """Return the names of a network's corridors, by their ids."""
    table = net.table("corridors")
    return dict(zip(map(str, table["corridor_id"]), map(str, table["name"]), strict=True))


def by_corridor(found: Sequence[Comparison], net: Network) -> dict[str, list[Itinerary]]:
    """Return the itineraries of a comparison by the corridor's name."""
    names = {**corridor_names(net), "": ANY_WAY}
    groups: dict[str, list[Itinerary]] = {}
    for comparison in found:
        if comparison.itinerary:
            groups.setdefault(names[comparison.corridor], []).append(comparison.itinerary)
    return groups


def ways_compared(found: Sequence[Comparison], net: Network) -> dict[str, Itinerary]:
    """Return each way of a comparison once, by the corridors that go it and what it is best by."""
    names = {**corridor_names(net), "": ANY_WAY}
    words: dict[tuple, list[str]] = {}
    ways: dict[tuple, Itinerary] = {}
    for one in found:
        trip = one.itinerary
        if trip is None:
            continue
        key = (one.pair, tuple((leg.kind, leg.link_id, leg.name) for leg in trip.steps))
        best = f"{names[one.corridor]} ({', '.join(best_word(word) for word in one.best_by)})"
        words.setdefault(key, []).append(best if one.best_by else names[one.corridor])
        ways.setdefault(key, trip)
    if not ways:
        raise ValueError("no pair is served: there is no way to write")
    pairs = {pair for pair, _ in ways}
    return {
        (f"{key[0]}: " if len(pairs) > 1 else "") + "; ".join(words[key]): trip
        for key, trip in ways.items()
    }


def verdicts(
    pair: Sequence[Comparison], names: Mapping[str, str] = MappingProxyType({})
) -> list[str]:
    """Say which way is the best by each criterion, and which corridor comes nearest, and why.

    ``names`` are those of corridors, by their ids, where people read no ids.
    """
    lines = []
    words = dict.fromkeys(word for one in pair for word in one.best_by if word in CRITERIA)
    for word in words:
        by = CRITERIA[word]
        best = next(
            (one.itinerary for one in pair if not one.corridor and word in one.best_by), None
        )
        if best is None:
            continue
        of_corridors = sorted(
            ((one.itinerary, names.get(one.corridor, one.corridor)) for one in pair
             if one.corridor and one.itinerary and one.is_built and word in one.best_by),
            key=lambda item: (getattr(item[0], by.total), item[1]),
        )  # fmt: skip
        lines.append(f"{by.best}: {_verdict(best, of_corridors, by)}")
    return lines


def _verdict(best: Itinerary, of_corridors: Sequence[tuple[Itinerary, str]], by: Criterion) -> str:
    value = getattr(best, by.total)
    equal = [name for trip, name in of_corridors if getattr(trip, by.total) - value <= 1e-6]
    rest = [(trip, name) for trip, name in of_corridors if name not in equal]
    none = ", on none of these corridors" if of_corridors else ""
    on = f"on {' and '.join(equal)}" if equal else f"by {'+'.join(best.by)}{none}"
    said = f"{by.text(value)}, {on}"
    if not rest:
        return said
    trip = rest[0][0]
    more = getattr(trip, by.total) - value
    names = [name for one, name in rest if getattr(one, by.total) - value <= more + 1e-6]
    return f"{said}; next {' and '.join(names)}, {by.text(more)} more{_why(best, trip, by)}"


def _why(best: Itinerary, other: Itinerary, by: Criterion) -> str:
    """Say on what kind of leg most of a difference is lost."""
    if by.leg == "km":
        return ""
    more, less = other.by_kind(by.leg), best.by_kind(by.leg)
    kind = max(more, key=lambda k: more[k] - less[k])
    part, whole = more[kind] - less[kind], getattr(other, by.total) - getattr(best, by.total)
    return f" ({kind}: {by.text(part)} more)" if part <= whole + 1e-6 else ""


def best_word(word: str) -> str:
    """Return what the best by a criterion is called."""
    return CRITERIA[word].best if word in CRITERIA else f"best by {word}"
