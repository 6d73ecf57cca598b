"""The page that says how near the model comes to published outcomes, failures included."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from corridors.network.countries import country_name
from corridors.network.price_level import price_level
from corridors.reports.accuracy.forms import GOALS, TITLES, share_of, table_of
from corridors.reports.accuracy.resists import resisting
from corridors.studies.evidence.trials import TOLERANCE, Trial
from corridors.studies.evidence.validate import validated
from corridors.vocabulary import counted

if TYPE_CHECKING:
    from corridors.network.network import Network

#: Single runs, often the first and escorted, apart from what is usual or promised.
_KINDS = (("schedules and markets", ("schedule", "market")), ("pilots", ("pilot",)))
_Z95 = 1.959964
#: A part that fills so much of several answers outside is named.
_LEAST_OFTEN = 2
_HEAD = """\
# How near the answers come

Written by `corridors data validate -o docs/accuracy.md` (or `make accuracy`) from the tables; not
to be edited. {situation}.

Published outcomes of whole trips (the table `outcomes`: {count} of {sources} sources) are put to
the model as they were published: the same places, modes, places on the way, box and day. None of
them is an input: the tables refuse an outcome whose source gives a price, hours or a length between
the same two places. No value of the tables was set to hit one.

* **Inside** is an answer within the published range, widened by {distance:.0%} for distances,
  {time:.0%} for days and {price:.0%} for prices.
* **Scope.** *door*: all of the itinerary; *loaded*: all up to the last arrival; *carriage*: from
  the first departure to it, without loading at the start, either; *running*: line-hauls alone.
* **Kind.** A *pilot* is one run, often the first, escorted and reported because it was quick; a
  *schedule* is what an operator promises; a *market* figure is what is usual or offered.
* **Days** of pilots and schedules are compared with the median (half of the consignments keep it),
  those of markets with the mean.
* **Prices** are USD of the year told. Those of the model are brought to it by the table
  `deflators`: freight at sea by the spot market of boxes (index of Drewry, mean of each year), all
  else by consumer prices in the United States. {prices}
  A fare of a truck is compared with the carriage: whoever loads and unloads is paid beside it.
* **Ratio** is the model's value over the middle of what was published (geometric); the median
  ratio of a row shows whether it leans.
"""


def accuracy_page(net: Network) -> str:
    """Return the comparison with published outcomes as a page of Markdown.

    Parameters
    ----------
    net
        The network whose outcomes are asked.

    Returns
    -------
    str
        Head, summary, what the failures are made of, and each outcome with its judgement and the
        address of its source. It depends on the tables alone, so it can be compared.

    Examples
    --------
    >>> import corridors as co
    >>> print(accuracy_page(co.load("tapi")).splitlines()[-1])
    This network has no outcomes.
    """
    trials = validated(net)
    head = _HEAD.format(
        situation=f"The network is that of the {net.situation} unless a row tells a day",
        count=len(trials),
        sources=len({trial.outcome["source_id"] for trial in trials}),
        prices=price_level(net),
        **TOLERANCE,
    )
    if not trials:
        return f"{head}\nThis network has no outcomes.\n"
    parts = [head, _summary(trials), resisting(trials), _spread(trials), _ways(trials)]
    parts += [_failures(trials)]
    parts += [_category(net, metric, trials) for metric in TOLERANCE]
    return "\n".join(parts)


# -- the summary ----------------------------------------------------------------------------------


def _summary(trials: Sequence[Trial]) -> str:
    rows = []
    for metric in TOLERANCE:
        mine = [trial for trial in trials if trial.metric == metric]
        for title, kinds in _KINDS:
            rows.append(_counted(metric, title, [t for t in mine if t.outcome["kind"] in kinds]))
        rows.append(_counted(metric, "**all**", mine))
    head = ("", "kind", "outcomes", "inside", "share", "no way", "median ratio", "middle half")
    goals = [_goal(metric, trials) for metric in GOALS]
    lanes = [_lanes(metric, trials) for metric in TOLERANCE]
    return "\n".join(
        ["## In one table", "", table_of(head, rows), "", *goals, "", _OF_LANES, *lanes, ""]
    )


_OF_LANES = """\
Outcomes of one lane (the same two places) say little more than one of them does. With each lane
counted once, by the share of its outcomes that is inside, and the interval in which the share of
all such lanes lies with 95 % (Wilson):
"""


def _lanes(metric: str, trials: Sequence[Trial]) -> str:
    lanes: dict[frozenset[str], list[bool]] = {}
    for trial in trials:
        if trial.metric == metric:
            ends = frozenset((str(trial.outcome["origin"]), str(trial.outcome["destination"])))
            lanes.setdefault(ends, []).append(trial.is_inside)
    if not lanes:
        return f"* {TITLES[metric]}: none."
    share = math.fsum(sum(inside) / len(inside) for inside in lanes.values()) / len(lanes)
    low, high = _wilson(share, len(lanes))
    found = f"{counted(len(lanes), 'lane')}, {share:.0%} inside ({low:.0%}-{high:.0%})"
    return f"* {TITLES[metric]}: {found}."


def _wilson(share: float, count: int) -> tuple[float, float]:
    """Return Wilson's interval of a share of so many, with 95 %."""
    squared = _Z95**2
    middle = (share + squared / (2 * count)) / (1 + squared / count)
    half = math.sqrt(share * (1 - share) / count + squared / (4 * count**2))
    half *= _Z95 / (1 + squared / count)
    return max(0.0, middle - half), min(1.0, middle + half)


def _spread(trials: Sequence[Trial]) -> str:
    """Return a table of where published days lie in the model's distributions."""
    rows = []
    for title, kinds in (*_KINDS, ("**all**", tuple(k for _, some in _KINDS for k in some))):
        mine = [
            trial.share_within
            for trial in trials
            if trial.metric == "time" and trial.itinerary and trial.outcome["kind"] in kinds
        ]
        counts = [sum(low <= share < high for share in mine) for low, high in pairwise(_BANDS)]
        rows.append([title, str(len(mine)), *map(str, counts)])
    head = ("kind", "outcomes", "below p10", "p10 to p50", "p50 to p90", "above p90")
    return "\n".join(["## How wide the days are", "", _OF_SPREAD, table_of(head, rows), ""])


#: Where the shares that arrive in time are cut; the last lies above them all.
_BANDS = (0.0, 0.1, 0.5, 0.9, 1.1)
_OF_SPREAD = """\
Where the published days (the middle of the range) lie in the model's own distribution of the trip.
If its spread were right and each outcome one consignment, a tenth would lie below p10, four tenths
on each side of the median and a tenth above p90. Pilots are published because they were quick, and
a schedule is a promise, not a draw; so this is a weak test, and the only one that published figures
allow: p90 of most rows and all correlations are assumed.
"""


def _counted(metric: str, title: str, trials: Sequence[Trial]) -> list[str]:
    inside = sum(trial.is_inside for trial in trials)
    ratios = sorted(trial.ratio for trial in trials if trial.itinerary)
    quarter = len(ratios) // 4
    return [
        TITLES[metric].lower(),
        title,
        str(len(trials)),
        str(inside),
        f"{inside / len(trials):.0%}" if trials else "",
        str(sum(trial.itinerary is None for trial in trials)),
        f"{median(ratios):.2f}" if ratios else "",
        f"{ratios[quarter]:.2f}-{ratios[-1 - quarter]:.2f}" if ratios else "",
    ]


def _goal(metric: str, trials: Sequence[Trial]) -> str:
    mine = [trial for trial in trials if trial.metric == metric]
    share = sum(trial.is_inside for trial in mine) / len(mine) if mine else math.nan
    reached = "reached" if share >= GOALS[metric] else "not reached"
    return f"* Goal for {TITLES[metric].lower()}: {GOALS[metric]:.0%} inside; {reached}."


def _ways(trials: Sequence[Trial]) -> str:
    """Return a table of how many answers are inside, by what the goods go."""
    found: dict[str, list[Trial]] = {}
    for trial in trials:
        if trial.itinerary:
            found.setdefault(", ".join(sorted(trial.itinerary.by)), []).append(trial)
    rows = [
        [way, *(share_of([t for t in mine if t.metric == metric]) for metric in TOLERANCE)]
        for way, mine in sorted(found.items(), key=lambda one: (-len(one[1]), one[0]))
    ]
    head = ("the answer goes by", *(f"{TITLES[metric].lower()} inside" for metric in TOLERANCE))
    return "\n".join(["## By what the goods go", "", table_of(head, rows), ""])


# -- what the failures are made of ----------------------------------------------------------------


def _failures(trials: Sequence[Trial]) -> str:
    """Return a table of the parts that are the largest of answers outside, and on which side."""
    missed = [trial for trial in trials if trial.itinerary and not trial.is_inside]
    found: dict[tuple[str, str, str], list[Trial]] = {}
    for trial in missed:
        side = "above" if trial.ratio > 1 else "below"
        key = TITLES[trial.metric].lower(), side, trial.parts[0].name
        found.setdefault(key, []).append(trial)
    rows = [
        [
            metric,
            side,
            part,
            str(len(mine)),
            f"{median(t.ratio for t in mine):.2f}",
            ", ".join(f"{word} {count}" for word, count in _bases(mine)),
        ]
        for (metric, side, part), mine in sorted(
            found.items(), key=lambda one: (one[0][0], -len(one[1]), one[0])
        )
        if len(mine) >= _LEAST_OFTEN
    ]
    head = ("", "side", "largest part of the answer", "outcomes", "median ratio", "its basis")
    text = (
        "Of the answers outside, the largest part of each; parts that are the largest of one "
        "answer alone stand only in the lists below. A part that is often largest need not be "
        "the one that is wrong, but it is where to look first."
    )
    return "\n".join(["## What the failures are made of", "", text, "", table_of(head, rows), ""])


def _bases(trials: Iterable[Trial]) -> list[tuple[str, int]]:
    return sorted(Counter(trial.parts[0].basis for trial in trials).items())


# -- each outcome ---------------------------------------------------------------------------------


def _category(net: Network, metric: str, trials: Sequence[Trial]) -> str:
    lines = [f"## {TITLES[metric]}", ""]
    for title, kinds in _KINDS:
        mine = [t for t in trials if t.metric == metric and t.outcome["kind"] in kinds]
        if mine:
            lines += [f"### {TITLES[metric]}: {title}", "", _listing(net, mine), ""]
    return "\n".join(lines)


_COLUMNS = ("from - to", "how", "kind, scope", "published", "model", "ratio", "inside", "why, note")


def _listing(net: Network, trials: Sequence[Trial]) -> str:
    names = net.table("nodes").pairs("node_id", "name")
    sources = {row["source_id"]: row for row in net.table("sources")}
    rows = [
        [
            f"{names[outcome['origin']]} - {names[outcome['destination']]}",
            _how(outcome, names.__getitem__),
            f"{outcome['kind']}, {outcome['scope']}",
            _published(outcome, sources[outcome["source_id"]]),
            "" if trial.itinerary is None else f"{_number(trial.value)} {outcome['unit']}",
            "" if trial.itinerary is None else f"{trial.ratio:.2f}",
            "yes" if trial.is_inside else "**no**",
            "; ".join(filter(None, (trial.why, _note(outcome)))),
        ]
        for trial, outcome in ((trial, trial.outcome) for trial in trials)
    ]
    return table_of(_COLUMNS, rows)


def _note(outcome: Mapping) -> str:
    return f"*{outcome['note']}*" if outcome["note"] else ""


_CLASS = {"block": "block train", "ordinary": "single wagon", "": ""}


def _how(outcome: Mapping, name_of: Callable[[str], str]) -> str:
    """Say how the question was asked."""
    said = [str(outcome["modes"]).replace(";", ", "), str(outcome["corridor"])]
    if outcome["via"]:
        said.append(f"by {', '.join(name_of(node) for node in str(outcome['via']).split(';'))}")
    if outcome["avoid"]:
        avoided = (country_name(word) for word in str(outcome["avoid"]).split(";"))
        said.append(f"not by {', '.join(avoided)}")
    said += [_CLASS[str(outcome["service"])], str(outcome["box"])]
    said += ["irregular services too" if outcome["irregular"] == "yes" else ""]
    said += [outcome["as_of"] and f"as of {outcome['as_of']}"]
    weight = outcome["weight"] or "cost"
    return "; ".join(filter(None, (*said, f"best by {weight}")))


def _published(outcome: Mapping, source: Mapping) -> str:
    low, high = _number(outcome["low"]), _number(outcome["high"])
    span = low if low == high else f"{low}-{high}"
    figure = f"{span} {outcome['unit']} ({outcome['year']:.0f})"
    return f"[{figure}](<{source['url']}>)" if source["url"] else figure


def _number(value: float) -> str:
    """Return a value with as many digits as can mean something."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}".removesuffix(".0")
