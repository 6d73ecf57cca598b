"""Answers that show ways: ``/scene``, ``/land``, ``/tcd`` and ``/report``."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corridors.routing.compare import Comparison
from corridors.routing.notes.compared import best_word, by_corridor, ways_compared
from corridors.serve.answer import SVG, Answer, json_answer, written
from corridors.serve.asked import WEIGHED_BY, Asked
from corridors.serve.ways import file_name, find_comparisons, find_trip

if TYPE_CHECKING:
    from corridors.routing.itinerary import Itinerary

#: One figure is drawn at a time: matplotlib's fonts and styles are shared.
_drawing = threading.Lock()
#: A diagram is legible beside a table: it is small, and names few steps.
_SIZE_IN, _STEPS = (5.4, 5.0), 4
#: What a report does not take, and what is written in its place.
_OF_ALL_WAYS = ("mode", "avoid", "via")


def scene_answer(asked: Asked) -> Answer:
    """Return the scene of a map: the ways of a comparison by corridor, or one way.

    ``base`` says that land and borders, which are the same on all maps, are those of ``/land``.
    """
    from corridors.maps.draw import make_scene
    from corridors.maps.told import scene_in

    what: Any = find_trip(asked)
    if asked.get("of", "way") == "comparison":
        what = by_corridor(_compared(asked), asked.net)
    scene = {**make_scene(what), "base": "land"}
    return json_answer(scene_in(scene, asked.get("language", "en")))


def land_answer(asked: Asked) -> Answer:
    """Return land, coasts and borders, as scenes have them."""
    from corridors.maps.basemap import basemap
    from corridors.maps.told import land_in

    return json_answer(land_in(basemap(), asked.get("language", "en")))


def _compared(asked: Asked) -> list[Comparison]:
    """Return the comparison that a chosen way belongs to: by cost, time and transits."""
    words = {k: v for k, v in asked.words.items() if k not in (*WEIGHED_BY, "corridor", "language")}
    for name in ("origin", "destination"):
        asked.one_place(name)
        words[name] = (words[name],)
    return find_comparisons(Asked(asked.plain, words))


def ends_of(found: list[Comparison], trip: Itinerary) -> dict[str, Itinerary]:
    """Return the way that is chosen, with the best ways of all, by what they are best."""
    named: dict[str, Itinerary] = {"the way chosen": trip}
    for one in found:
        if not one.corridor and one.itinerary is not None:
            named[", ".join(map(best_word, one.best_by))] = one.itinerary
    return named


def tcd_answer(asked: Asked) -> Answer:
    """Return a diagram of time, or cost, by distance: of the best way, and of those beside it."""
    from corridors.charts.figure import svg_bytes
    from corridors.charts.letters import has_letters
    from corridors.charts.tcd import draw_tcd

    trip = find_trip(asked)
    trips: Any = trip
    if asked.get("of", "way") == "comparison":
        trips = ends_of(_compared(asked), trip)
    wanted = asked.get("language", "en")
    language = wanted if has_letters(wanted) else "en"  # the answer says in which it is
    with _drawing:
        figure = draw_tcd(
            trips, by=asked.get("measure", "time"), steps_named=_STEPS, size_in=_SIZE_IN,
            language=language,
        )  # fmt: skip
        return Answer(svg_bytes(figure), SVG, language=language)


def report_answer(asked: Asked) -> Answer:
    """Return a file to hand over: a report, a booklet of the ways, or a sheet of one."""
    kind = asked.get("kind", "report")
    form, language = asked.get("format", "html"), asked.get("language", "en")
    save: Callable[[Path], object]
    with _drawing:
        if kind == "report":
            return _report(asked, form)
        if kind == "ways":
            ways = ways_compared(_compared(asked), asked.net)
            save = partial(_save, ways, language=language)
            return _said(written(save, file_name(asked, "ways"), form), form, language)
        save = partial(find_trip(asked).save, language=language)
        return _said(written(save, file_name(asked, "way"), form), form, language)


def _said(answer: Answer, form: str, language: str) -> Answer:
    """Return a file that says in which language it is: a PDF needs a font, as a figure does."""
    from corridors.charts.letters import has_letters

    is_drawn = form != "pdf" or has_letters(language)
    return replace(answer, language=language if is_drawn else "en")


def _save(ways: dict[str, Itinerary], path: Path, *, language: str) -> object:
    from corridors.reports.booklet import save_trips

    return save_trips(ways, path, language=language)


def _report(asked: Asked, form: str) -> Answer:
    """Return a report on all ways; scenarios are compared with the network without them."""
    from corridors.reports import report

    given = [name for name in _OF_ALL_WAYS if asked.get(name)]
    if given:
        raise ValueError(
            f"a report is of all ways and takes no {given[0]}: ask for kind=ways, which has the "
            "ways of the comparison themselves"
        )
    if form == "pdf":
        raise ValueError("a report is html, md or xlsx: kind=ways and kind=way are pdf, too")
    words = {**asked.words}
    corridor, language = words.pop("corridor", None), words.pop("language", "en")
    plain = Asked(asked.plain, words)

    def write(path: Path) -> object:
        return report(
            plain.before, *plain.pair, path, scenarios=plain.scenarios,
            corridors=corridor, conditions=plain.conditions, language=language,
        )  # fmt: skip

    return written(write, file_name(asked, "report"), form)
