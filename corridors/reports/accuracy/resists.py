"""The part of the page that says what resists, where, why, and what evidence would mend it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import median

from corridors.reports.accuracy.forms import GOALS, TITLES, share_of, table_of
from corridors.studies.evidence.resistance import (
    CAUSES,
    NOT_STATED,
    PARTS,
    by_cause,
    half_of,
    part_of_the_world,
)
from corridors.studies.evidence.trials import TOLERANCE, Trial

_OF_RESISTING = """\
What lies outside is read here by the cause that its row of `outcomes` states (column `cause`), a
judgement on its source and on the tables, and by the part of the world that the way crosses; of
several it counts for the first of these: {parts}.
No value follows from a cause: it says where evidence lacks.
"""
_OF_HALVES = """\
Whoever mends what misses may mend the misses alone. So the lanes are in two halves by a hash of the
two places: the hours were mended with the itineraries of the first half in view, and those of the
second were looked at afterwards. (The ratios of both had been read before, and causes, scopes, the
level of prices and the road by Kulma were judged with both in view: it is a weak test.)
"""


def resisting(trials: Sequence[Trial]) -> str:
    """Return what is not reached with what is published, where, why, and what would mend it."""
    asked = [trial for trial in trials if trial.itinerary]
    lines = ["## What resists, and why", "", _OF_RESISTING.format(parts=", ".join(PARTS))]
    lines += [*(_short_of(metric, asked) for metric in GOALS), *_chance(asked), ""]
    lines += ["### By cause", "", _causes(asked), "", "### By part of the world", ""]
    lines += [_world(asked), "", "### Looked at, and not", "", _OF_HALVES, _halves(asked), ""]
    return "\n".join(lines)


def _short_of(metric: str, trials: Sequence[Trial]) -> str:
    """Say how many outcomes lack to a goal, and which causes would have to go to reach it."""
    mine = [trial for trial in trials if trial.metric == metric]
    inside, needed = sum(t.is_inside for t in mine), math.ceil(GOALS[metric] * len(mine))
    name, share = TITLES[metric], f"{inside} of {len(mine)} inside"
    if inside >= needed:
        return f"* {name}: {share}, {needed} were the goal."
    found = by_cause(mine)
    reached, gone = inside, []
    for cause in sorted(found, key=lambda cause: (cause == NOT_STATED, -len(found[cause]), cause)):
        if reached >= needed:
            break
        reached += len(found[cause])
        gone.append(f"{cause} ({len(found[cause])})")
    reach = f"{reached / len(mine):.0%}" if mine else ""
    return (
        f"* {name}: {share}, {needed - inside} fewer than the goal of {GOALS[metric]:.0%} asks "
        f"for. It would take all misses by {', '.join(gone)} to come inside: {reach}."
    )


def _chance(trials: Sequence[Trial]) -> list[str]:
    """Say how many would be inside if each were a draw from the model's own distribution."""
    mine = [trial for trial in trials if trial.metric == "time"]
    if not mine:
        return []
    share = math.fsum(trial.chance for trial in mine) / len(mine)
    return [
        (
            "* Were the model right, and each figure of days one consignment of its own "
            f"distribution (a published range as wide as it is), {share:.0%} would be inside, as "
            "far as its spread, mostly assumed, is right: what lies between that and the goal are "
            "differences between "
            "consignments, not between tables and world."
        )
    ]


def _causes(trials: Sequence[Trial]) -> str:
    found = by_cause(trials)
    rows = []
    for cause, missed in found.items():
        said = CAUSES.get(cause)
        counts = (sum(t.metric == metric for t in missed) for metric in TOLERANCE)
        ratios = [trial.ratio for trial in missed]
        above = sum(ratio > 1 for ratio in ratios)
        rows.append(
            [
                f"{cause}: {said.text}" if said else cause,
                *(str(count or "") for count in counts),
                f"{above} and {len(ratios) - above}",
                f"{median(ratios):.2f}",
                said.mends if said else "to be looked into",
            ]
        )
    words = [TITLES[metric].lower() for metric in TOLERANCE]
    head = ("cause", *words, "above and below", "median ratio", "what would mend it")
    return table_of(head, rows)


def _world(trials: Sequence[Trial]) -> str:
    parts: dict[str, list[Trial]] = {}
    for trial in trials:
        if trial.itinerary:
            parts.setdefault(part_of_the_world(trial.itinerary), []).append(trial)
    rows = []
    for part, mine in sorted(parts.items(), key=lambda one: (-len(one[1]), one[0])):
        told = [part]
        for metric in TOLERANCE:
            some = [trial for trial in mine if trial.metric == metric]
            ratio = f" ({median(t.ratio for t in some):.2f})" if some else ""
            told.append(f"{share_of(some)}{ratio}")
        missed = by_cause([trial for trial in mine if trial.metric in GOALS])
        told.append(", ".join(f"{cause} {len(some)}" for cause, some in missed.items()))
        rows.append(told)
    words = [f"{TITLES[metric].lower()} inside (median ratio)" for metric in TOLERANCE]
    return table_of(("part of the world", *words, "causes of days and prices outside"), rows)


def _halves(trials: Sequence[Trial]) -> str:
    rows = []
    for half, title in enumerate(("in view", "not in view")):
        mine = [trial for trial in trials if half_of(trial.outcome) == half]
        off = [
            median(abs(math.log(t.ratio)) for t in some) if some else math.nan
            for metric in TOLERANCE
            for some in [[trial for trial in mine if trial.metric == metric]]
        ]
        counts = (share_of([t for t in mine if t.metric == metric]) for metric in TOLERANCE)
        told = (
            f"{count}, {math.exp(by) - 1:.0%}" if count else ""
            for count, by in zip(counts, off, strict=True)
        )
        rows.append([title, *told])
    words = [f"{TITLES[metric].lower()} inside, off by (median)" for metric in TOLERANCE]
    return table_of(("half", *words), rows)
